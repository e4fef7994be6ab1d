//! R5, meetings without a fixed time.

use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// What a supervision costs that was published in another half-day.
const MOVED_GBP: f64 = 0.5;

/// **R5 supervision.** For a meeting *m* without a fixed time that is due, and half-days *h* in which all of it are at
/// work and not taken by another meeting:
///
/// ```text
/// sum over h of supervised[m,h] + unsupervised[m] = 1
/// supervised[m,h] + sum over seats of p at h of session[seat] <= 1                 each p of m
/// sum over m of p of minutes[m] x supervised[m,h] <= minutes of h - known meetings  each p and h
/// sum over h of (other[p,h] + sum over seats of p at h of session[seat]) <= sessions_per_week
/// other[p,h] >= supervised[m,h]
/// supervised in {0, 1}
/// ```
///
/// It takes place in half-days without a clinic, within the half-days contracted. In an interval of *n* weeks each falls
/// due in a week of its own, so that they do not all fall together; from then on every week without it costs a tenth of
/// `supervision_gbp`, the interval's last week all of it.
///
/// - Columns: `session`, `supervised[m,h]`, `unsupervised[m]`, `other[p,h]`.
/// - Units: meetings.
/// - YAML: `meetings[].when.floating`, `meetings[].minutes`, `policy.rota.prices.supervision_gbp`.
/// - Dual: what one more half-day in which both are free would be worth.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let service = facts.service;
    let mut sessions: BTreeMap<(usize, usize), Vec<_>> = BTreeMap::new();
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        sessions.entry((seat.practitioner, seat.half_day)).or_default().push((col, 1.0));
    }
    let mut of_person: BTreeMap<(usize, usize), Vec<_>> = BTreeMap::new();
    for due in week.question.supervisions {
        let meeting = service.meetings.at(due.meeting);
        let people: Vec<usize> = meeting.attendees.iter().filter_map(|id| service.practitioners.position(id)).collect();
        let missed = week.priced(format!("unsupervised {}", meeting.id), 1.0, due.price);
        week.columns.unsupervised.insert(due.meeting, missed);
        let mut held = vec![(missed, 1.0)];
        for h in 0..facts.half_days.len() {
            let period = service.timetable.period(&facts.half_days[h].period).minutes.0;
            let fits = |&p: &usize| facts.free[p][h][0] && meeting.minutes.0 + facts.meetings_of(p, h) <= period + 1e-9;
            if !people.iter().all(fits) {
                continue;
            }
            let what = format!("{} {}", meeting.id, week.b.half_day(h));
            let supervised = week.b.program.integer(format_args!("supervised {what}"), 0.0, 1.0, 0.0);
            let published = week.question.published.and_then(|p| p.supervisions.get(&due.meeting));
            if published.is_some_and(|&published| published != h) {
                week.charge(supervised, MOVED_GBP);
            }
            week.columns.supervised.insert((due.meeting, h), supervised);
            held.push((supervised, 1.0));
            for &p in &people {
                of_person.entry((p, h)).or_default().push((supervised, meeting.minutes.0));
            }
        }
        week.b.program.equal(format_args!("R5 supervision {}", meeting.id), held, 1.0);
    }
    let mut other: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for ((p, h), meetings) in of_person {
        let what = format!("{} {}", facts.practitioner(p).id, week.b.half_day(h));
        let period = service.timetable.period(&facts.half_days[h].period).minutes.0;
        let col = week.b.program.column(format_args!("other {what}"), 0.0, 1.0, 0.0);
        for (n, &(supervised, _)) in meetings.iter().enumerate() {
            week.b.program.at_most(format_args!("R5 other {what} {n}"), vec![(supervised, 1.0), (col, -1.0)], 0.0);
        }
        let mut clinic = vec![(col, 1.0)];
        clinic.extend(sessions.get(&(p, h)).into_iter().flatten().copied());
        week.b.program.at_most(format_args!("R5 no clinic {what}"), clinic, 1.0);
        let minutes = meetings.into_iter().map(|(col, minutes)| (col, minutes / 60.0)).collect();
        let left = (period - facts.meetings_of(p, h)) / 60.0;
        week.b.program.at_most(format_args!("R5 time {what}"), minutes, left);
        other.entry(p).or_default().push((col, 1.0));
    }
    for (p, mut half_days) in other {
        let who = facts.practitioner(p);
        let own = sessions.range((p, 0)..(p + 1, 0)).flat_map(|(_, terms)| terms.iter().copied());
        half_days.extend(own);
        let contracted = (who.sessions_per_week.0 + 1e-9).floor();
        week.b.program.at_most(format_args!("R5 contracted {}", who.id), half_days, contracted);
    }
}
