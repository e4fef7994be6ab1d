//! R12, what is usual.

use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// A session that was held last week, though it is not in the pattern, counts so much of an unusual one.
const LAST_WEEK: f64 = 0.4;

/// **R12 usual.** A seat's session that is not in the plan's pattern costs `unusual_session_gbp`, two fifths of it if it
/// was held last week. For clinic kind *k*, site *s* and half-day *h*, with `usual[k,s,h]` teams in the pattern:
///
/// ```text
/// moved[k,s,h] >= sum over seats of k's first position at s and h of session[seat] / c_0 - usual[k,s,h]
/// released[k,s,h] >= usual[k,s,h] - sum over seats of k's first position at s and h of session[seat] / c_0
/// ```
///
/// at `moved_session_gbp` and `released_session_gbp`. Of a week that was published, what was published is usual.
///
/// - Columns: `session`, `moved[k,s,h]`, `released[k,s,h]`, both not negative.
/// - Units: sessions.
/// - YAML: `policy.rota.prices.unusual_session_gbp`, `policy.rota.prices.moved_session_gbp`,
///   `policy.rota.prices.released_session_gbp`.
/// - Dual: what it would be worth if one session more were usual then.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let prices = facts.service.policy.rota.prices.clone();
    let mut at: BTreeMap<(usize, usize, usize), Vec<_>> = BTreeMap::new();
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        if !week.question.usual.contains(&i) {
            let known = if week.question.last.contains(&i) { LAST_WEEK } else { 1.0 };
            week.charge(col, prices.unusual_session.0 * known);
        }
        let teams = at.entry((seat.clinic, seat.site, seat.half_day)).or_default();
        if seat.position == 0 {
            teams.push((col, 1.0 / facts.people_a_room(seat.clinic)));
        }
    }
    for ((k, s, h), teams) in at {
        if teams.is_empty() {
            continue;
        }
        let usual = week.question.usual_teams.get(&(k, s, h)).copied().unwrap_or(0.0);
        let what = format!("{} {} {}", week.b.clinic(k), week.b.site(s), week.b.half_day(h));
        let moved = week.priced(format!("moved {what}"), f64::INFINITY, prices.moved_session.0);
        let more = teams.iter().copied().chain([(moved, -1.0)]).collect();
        week.b.program.at_most(format_args!("R12 moved {what}"), more, usual);
        if usual > 0.0 {
            let released = week.priced(format!("released {what}"), usual, prices.released_session.0);
            let fewer = teams.into_iter().chain([(released, 1.0)]).collect();
            week.b.program.at_least(format_args!("R12 released {what}"), fewer, usual);
        }
    }
}
