//! R14, preferences.

use crate::model::weeks::weekly::WeekBuilder;

/// **R14 preferences.** A seat's session that its practitioner would rather not have costs the price of each preference
/// that it goes against. A preference for some sessions goes against all their others.
///
/// - Columns: `session`.
/// - Units: sessions.
/// - YAML: `practitioners[].preferences`, `policy.rota.prices.preference_gbp`.
/// - Dual: none: it is a cost. What honouring one costs everything else is found by solving without it.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        let who = facts.practitioner(seat.practitioner);
        for (n, preference) in who.preferences.iter().enumerate() {
            let passed_over = week.question.passed_over == Some((seat.practitioner, n));
            if !passed_over && preference.minds(facts.service, facts.seen(seat, 0)) {
                week.charge(col, preference.price.0);
            }
        }
    }
}
