//! R8, breaks within a long day.

use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// The break that a day of more than [`LONG_DAY`] minutes has: Working Time Regulations 1998, regulation 12.
pub const LEAST_BREAK: f64 = 20.0;
/// Six hours.
pub const LONG_DAY: f64 = 360.0;

/// **R8 break.** For practitioner *p*, consecutive half-days *h* and *h'* of one day that are more than six hours
/// together, and sites *s*, *t* whose drive leaves less than twenty minutes between them:
///
/// ```text
/// short_break[p,h] >= sum of session at h and s + sum of session at h', at sites t with too little left - 1
/// ```
///
/// at `short_break_gbp`: a warning of the checker, not a rule that rules a rota out, since a break may lie within a
/// half-day.
///
/// - Columns: `session` of *p*, `short_break[p,h]` between 0 and 1.
/// - Units: days.
/// - YAML: `policy.rota.prices.short_break_gbp`, `travel_minutes.drives`, `calendar.half_days`.
/// - Dual: at most the price.
/// - Source: Working Time Regulations 1998, regulation 12.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let price = facts.service.policy.rota.prices.short_break.0;
    let mut at: BTreeMap<(usize, usize), BTreeMap<usize, Vec<_>>> = BTreeMap::new();
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        at.entry((seat.practitioner, seat.half_day)).or_default().entry(seat.site).or_default().push(col);
    }
    for (&(p, h), sites) in &at {
        let Some(later) = at.get(&(p, h + 1)).filter(|_| facts.half_days[h + 1].day == facts.half_days[h].day) else {
            continue;
        };
        let mut short = None;
        for (&s, sessions) in sites {
            let tight: Vec<_> = later
                .iter()
                .filter(|(t, _)| is_short(week, h, s, **t))
                .flat_map(|(_, sessions)| sessions.iter().map(|&col| (col, 1.0)))
                .collect();
            if tight.is_empty() {
                continue;
            }
            let what = format!("{} {}", facts.practitioner(p).id, week.b.half_day(h));
            let short = *short.get_or_insert_with(|| week.priced(format!("short break {what}"), 1.0, price));
            let terms = sessions.iter().map(|&col| (col, 1.0)).chain(tight).chain([(short, -1.0)]).collect();
            week.b.program.at_most(format_args!("R8 break {what} {}", week.b.site(s)), terms, 1.0);
        }
    }
}

fn is_short(week: &WeekBuilder, h: usize, from: usize, to: usize) -> bool {
    let facts = week.question.facts;
    let service = facts.service;
    let minutes = |h: usize| service.timetable.period(&facts.half_days[h].period).minutes.0;
    let drive =
        service.travel.drive(&service.sites.at(from).id, &service.sites.at(to).id).map_or(0.0, |minutes| minutes.0);
    minutes(h) + minutes(h + 1) > LONG_DAY && facts.minutes_between(h, h + 1) - drive < LEAST_BREAK - 1e-9
}
