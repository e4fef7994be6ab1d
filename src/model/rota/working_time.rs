//! R8, rest between days.

use crate::engine::Col;
use crate::model::Builder;
use chrono::Timelike;
use std::collections::BTreeMap;

/// Minutes of rest between the end of one day's work and the start of the next day's.
pub const REST_MINUTES: f64 = 660.0;

/// **R8 working time.** For practitioner *p*, block, and half-days *h* of one day and *h'* of the next with less than
/// 11 hours between the end of the one and the start of the other:
///
/// ```text
/// sum of session of p at h + sum of session of p at h' <= 1
/// ```
///
/// The 48 hours a week are a matter of contracts, checked with the scenario.
///
/// - Columns: `session`.
/// - Units: sessions a week.
/// - YAML: `calendar.half_days[].start`, `calendar.half_days[].minutes`.
/// - Dual: what leave to work both would be worth.
/// - Source: Working Time Regulations 1998, regulation 10 (daily rest of 11 hours).
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    let mut at: BTreeMap<(usize, usize, usize), Vec<Col>> = BTreeMap::new();
    for (&(i, block), &session) in &b.columns.session {
        let seat = &facts.seats[i];
        at.entry((seat.practitioner, seat.half_day, block)).or_default().push(session);
    }
    let days = facts.days();
    let next_day = |day: u8| days.iter().find(|(d, _)| d.number() == (day + 1) % 7).map(|(_, halves)| halves.clone());
    for (&(p, h, block), late) in &at {
        let half_day = &facts.half_days[h];
        let period = facts.service.timetable.period(&half_day.period);
        let end = f64::from(period.start.num_seconds_from_midnight()) / 60.0 + period.minutes.0;
        for next in next_day(half_day.day.number()).unwrap_or_default() {
            let start = facts.service.timetable.period(&facts.half_days[next].period).start;
            let rest = f64::from(start.num_seconds_from_midnight()) / 60.0 + 24.0 * 60.0 - end;
            let Some(early) = at.get(&(p, next, block)) else { continue };
            if rest < REST_MINUTES {
                let terms = late.iter().chain(early).map(|&x| (x, 1.0)).collect();
                let who = &facts.practitioner(p).id;
                let name = format!("R8 rest {who} {} {} b{}", half_day.day.as_str(), half_day.period, block + 1);
                b.program.at_most(name, terms, 1.0);
            }
        }
    }
}
