//! Figures by stream: flow, queue, waits, and the queue figures that NHS analysts use.

use crate::model::figures::finishing::Finished;
use crate::model::figures::total::Total;
use crate::model::figures::waits::waits;
use crate::plan::figures::StreamFigures;
use crate::plan::{Plan, Queue, Start};
use crate::service::{Service, Stream};

/// Weeks in which relief capacity brings a queue to its target.
const RELIEF_WEEKS: f64 = 26.0;

/// A row a stream, in the service's order.
pub(super) fn streams(service: &Service, plan: &Plan, finished: &Finished) -> Vec<StreamFigures> {
    service.streams.iter().map(|stream| figures_of(service, plan, finished, stream)).collect()
}

fn figures_of(service: &Service, plan: &Plan, finished: &Finished, stream: &Stream) -> StreamFigures {
    let weeks = service.timetable.weeks;
    let queues: Vec<&Queue> = plan.queues.iter().filter(|q| q.stream == stream.id).collect();
    let at_end = || queues.iter().filter(|q| q.week.0 + 1 == weeks);
    let starts: Vec<&Start> = plan.starts.iter().filter(|s| s.stream == stream.id).collect();

    let arrivals: f64 = queues.iter().map(|q| q.referrals + q.onward).total();
    let started: f64 = starts.iter().map(|s| s.patients).total();
    let waiting: f64 = at_end().map(|q| q.waiting).total();
    let lessons: f64 = starts
        .iter()
        .filter_map(|s| service.courses.get(&s.course).map(|c| s.patients * c.lessons_per_patient()))
        .total();
    let waits = waits(service, plan, stream);

    let demand = arrivals / f64::from(weeks.max(1));
    let target = stream.target_wait_weeks.map(f64::from);
    let target_queue = target.map(|target| demand * target / 4.0);
    StreamFigures {
        stream: stream.id.clone(),
        has_evidence: service.has_evidence(stream),
        list_at_start: stream.waiting.iter().map(|w| w.patients.0).total(),
        arrivals,
        removed: queues.iter().map(|q| q.removals).total(),
        started,
        finished: finished.iter().filter(|((of, _), _)| *of == stream.id).map(|(_, patients)| *patients).total(),
        waiting,
        beyond_target: at_end().map(|q| q.beyond_target).total(),
        breach_weeks: queues.iter().map(|q| q.beyond_target).total(),
        bands: waits.bands,
        within_standard: waits.within_standard,
        mean_wait_weeks: waits.mean_of_waiting,
        mean_wait_of_started_weeks: waits.mean_of_started,
        lessons_per_patient: if started > 0.0 { lessons / started } else { 0.0 },
        load: (started > 0.0).then(|| arrivals / started),
        target_queue,
        relief_per_week: target_queue
            .filter(|&target_queue| waiting > 2.0 * target_queue)
            .map(|target_queue| demand + (waiting - target_queue) / RELIEF_WEEKS),
        pressure: target.filter(|&target| target > 0.0).map(|target| 2.0 * waits.mean_of_waiting / target),
    }
}
