//! What a plan is worth in pounds at the policy's prices, aim by aim: what the model maximises.

use crate::base::ids::PractitionerId;
use crate::model::figures::benefit;
use crate::model::figures::total::Total;
use crate::model::figures::unit::places;
use crate::plan::figures::AimFigures;
use crate::plan::{Plan, Session};
use crate::service::{Activity, Aim, Service, Stream};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The aims' worth, in their default order; costs are negative. Sums to the plan's worth.
pub(super) fn aims(service: &Service, plan: &Plan, spend: f64, earned: f64) -> Vec<AimFigures> {
    let prices = &service.policy.prices;
    // `0.0 - x` rather than `-x`: no cost is written as 0, not as -0
    let value = |aim| match aim {
        Aim::Promises => 0.0 - broken_promises(service, plan),
        Aim::Benefit => benefit_of(service, plan),
        Aim::Waiting => 0.0 - waiting(service, plan),
        Aim::Cost => earned * prices.earned_pound.0 - spend * prices.spent_pound.0,
        Aim::Tidy => 0.0 - untidiness(service, plan),
    };
    Aim::ALL.into_iter().map(|aim| AimFigures { aim, value_gbp: value(aim) }).collect()
}

/// Benefit at the policy's end of the evidence, less what falls short of the recommended dose.
fn benefit_of(service: &Service, plan: &Plan) -> f64 {
    let prices = &service.policy.prices;
    plan.starts
        .iter()
        .filter_map(|start| {
            let course = service.courses.get(&start.course)?;
            let earned = benefit::per_start(service, course, service.policy.evidence_case) * prices.important_change.0;
            let recommended = service
                .streams
                .get(&start.stream)
                .and_then(|s| s.recommended.as_ref())
                .and_then(|id| service.courses.get(id))
                .map_or(0.0, |c| c.lessons_per_patient());
            let short = (recommended - course.lessons_per_patient()).max(0.0);
            Some(start.patients * (earned - short * prices.dose_shortfall.0))
        })
        .total()
}

/// Late and carried lessons, floors missed, lessons promised beyond the tail, late desk work.
fn broken_promises(service: &Service, plan: &Plan) -> f64 {
    let prices = &service.policy.prices;
    let late: f64 = plan.lessons.iter().map(|l| l.late).total();
    let carried: f64 = plan.lessons.iter().map(|l| l.carried).chain(plan.tail.iter().map(|t| t.carried)).total();
    let short: f64 = service.streams.iter().map(|s| floor_shortfall(service, plan, s)).total();
    let excess: f64 = plan
        .tail
        .iter()
        .filter_map(|t| service.activities.get(&t.activity).map(|a| t.excess * excess_price(service, a)))
        .total();
    let desk: f64 = plan.desk.iter().map(|row| row.late).total();
    desk * prices.late_desk_hour.0
        + late * prices.late_lesson_week.0
        + carried * prices.carried_lesson.0
        + short * prices.floor_shortfall.0
        + excess
}

/// Patient-weeks short of a stream's floors, one patient's rounding forgiven: assessments keep up with referrals, and
/// a stream without evidence with today's throughput.
fn floor_shortfall(service: &Service, plan: &Plan, stream: &Stream) -> f64 {
    let weeks = service.timetable.weeks as usize;
    let mut starts = vec![0.0; weeks];
    for start in plan.starts.iter().filter(|s| s.stream == stream.id && s.week.index() < weeks) {
        starts[start.week.index()] += start.patients;
    }
    let today = stream
        .today
        .as_ref()
        .and_then(|t| t.starts_per_week)
        .filter(|_| !stream.assessment && !service.has_evidence(stream));
    let (mut referred, mut started, mut short) = (0.0, 0.0, 0.0);
    for (week, starting) in starts.iter().enumerate() {
        referred += stream.referrals.get(week).map_or(0.0, |r| r.0);
        started += starting;
        if stream.assessment {
            short += (referred - 1.0 - started).max(0.0);
        }
        if let Some(per_week) = today {
            short += (per_week.0 * (week + 1) as f64 - 1.0 - started).max(0.0);
        }
    }
    short
}

/// What a unit owed beyond the tail's capacity costs: the policy's price, and never less than it earns, so that no
/// start pays by promising what cannot be kept.
fn excess_price(service: &Service, activity: &Activity) -> f64 {
    let prices = &service.policy.prices;
    let earns = service
        .streams
        .iter()
        .flat_map(|s| &s.options)
        .filter_map(|o| service.courses.get(&o.course))
        .filter(|c| c.teaches().contains(&activity.id))
        .map(|course| {
            let benefit = benefit::per_start(service, course, service.policy.evidence_case);
            benefit * prices.important_change.0 / course.lessons_per_patient()
        })
        .fold(0.0, f64::max);
    prices.excess_lesson.0.max(earns * places(service, activity))
}

/// Everybody who waits at each week's end, and once more those beyond the target.
fn waiting(service: &Service, plan: &Plan) -> f64 {
    let prices = &service.policy.prices;
    plan.queues.iter().map(|q| q.waiting * prices.waiting_week.0 + q.beyond_target * prices.breach_week.0).total()
}

/// Sessions held, and changes of site within a day.
fn untidiness(service: &Service, plan: &Plan) -> f64 {
    let prices = &service.policy.prices;
    plan.sessions.len() as f64 * prices.session.0 + site_changes(service, plan) as f64 * prices.site_change.0
}

/// How often somebody works at one site in a half-day and at another in the next of the same day.
fn site_changes(service: &Service, plan: &Plan) -> usize {
    let mut days: BTreeMap<(&PractitionerId, NaiveDate), Vec<&Session>> = BTreeMap::new();
    for session in &plan.sessions {
        days.entry((&session.practitioner, session.date)).or_default().push(session);
    }
    let position = |s: &Session| service.timetable.periods.iter().position(|p| p.id == s.half_day.period);
    days.values()
        .flat_map(|day| day.iter().flat_map(move |first| day.iter().map(move |second| (first, second))))
        .filter(|(first, second)| {
            let next = position(first).map(|p| p + 1);
            next.is_some() && next == position(second) && first.site != second.site
        })
        .count()
}
