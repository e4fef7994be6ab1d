//! All figures of a plan.

use super::{benefit, clinics, courses, desk, estate, finishing, income, money, streams, total, workforce, worth};
use crate::plan::Plan;
use crate::plan::figures::Figures;
use crate::service::Service;
use total::Total;

/// Key figures of a plan. Reads starts, queues, lessons, bookings, sessions, meetings and the tail; whatever figures
/// the plan already claims are not looked at. Rows that name something the service does not have count nowhere.
#[must_use]
pub fn figures(service: &Service, plan: &Plan) -> Figures {
    let finished = finishing::finished(service, plan);
    let team_sessions = clinics::team_sessions(service, plan);
    let spending = money::spending(service, plan, &team_sessions);
    let streams = streams::streams(service, plan, &finished);
    let income = income::income(service, plan);
    let desk = desk::work(service, plan);
    let aims = worth::aims(service, plan, spending.total, income.decided);
    Figures {
        started: streams.iter().map(|s| s.started).total(),
        started_treatment: streams
            .iter()
            .filter(|s| service.streams.get(&s.stream).is_some_and(|stream| !stream.assessment))
            .map(|s| s.started)
            .total(),
        finished: streams.iter().map(|s| s.finished).total(),
        benefit: benefit::benefit(service, plan),
        courses: courses::courses(service, plan, &finished),
        streams,
        practitioners: workforce::practitioners(service, plan),
        rooms: estate::rooms(service, plan),
        clinics: clinics::clinics(service, plan, &team_sessions),
        budgets: money::budgets(service, &spending),
        spend_gbp: spending.total,
        income: income.rows,
        desk_time: desk::by_role(service, &desk),
        desk,
        owed_after: plan.tail.iter().map(|t| t.owed).total(),
        excess_after: plan.tail.iter().map(|t| t.excess).total(),
        value_gbp: aims.iter().map(|a| a.value_gbp).total(),
        aims,
    }
}
