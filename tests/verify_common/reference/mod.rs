//! A naive reference: simple loops over days, patients and appointments, written apart from the checker, from
//! `docs/arithmetic.md` alone. It turns decisions (starts, pattern, meeting times) into a whole plan, and reckons the
//! figures of any sound plan.

mod calendar;
mod desk;
mod figures;
pub mod graded;
mod income;
mod lessons;
mod queues;
mod rota;
mod tail;

use equipoise::plan::Plan;
use equipoise::service::Service;

/// Reckons for a service.
pub struct Reference<'a> {
    pub s: &'a Service,
    pub weeks: u32,
}

impl<'a> Reference<'a> {
    pub fn new(service: &'a Service) -> Self {
        Self { s: service, weeks: service.timetable.weeks }
    }

    /// Everything that follows from the decisions; lessons are given as soon as there is room.
    pub fn complete(&self, decisions: Plan) -> Plan {
        let mut plan = decisions;
        plan.queues = self.queues(&plan).into_iter().flat_map(|q| q.rows).collect();
        plan.sessions = self.sessions(&plan);
        plan.meetings = self.meetings(&plan);
        self.give(&mut plan);
        plan.tail = self.tail(&plan);
        plan.desk = self.desk_weeks(&plan);
        plan.figures = self.figures(&plan);
        plan
    }
}
