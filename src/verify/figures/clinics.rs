//! A clinic kind's figures.

use crate::plan::figures::ClinicFigures;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;

/// Reckons every clinic kind.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<ClinicFigures> {
    let all = facts.lists.clinics.iter().enumerate();
    all.map(|(position, clinic)| {
        let held = || facts.held.iter().filter(|((c, ..), _)| *c == position).map(|(_, held)| held);
        let offered: f64 = held().map(|h| h.offered).sum();
        let bookings = facts.rows.bookings.iter().filter(|((c, ..), _)| *c == position);
        let booked = bookings.map(|((_, a, ..), cell)| cell.value * facts.units.unit_minutes(*a)).sum::<f64>();
        ClinicFigures {
            clinic: clinic.id.clone(),
            sessions: held().map(|h| h.teams).sum(),
            minutes_offered: offered,
            minutes_booked: booked,
            utilisation: if offered > 0.0 { booked / offered } else { 0.0 },
        }
    })
    .collect()
}

/// Compares clinic kinds.
pub(super) fn compare(claimed: &[ClinicFigures], reckoned: &[ClinicFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.clinics",
        (claimed, reckoned),
        |row| row.clinic.clone(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.sessions"), claimed.sessions, reckoned.sessions);
            compare.number(&format!("{path}.minutes_offered"), claimed.minutes_offered, reckoned.minutes_offered);
            compare.number(&format!("{path}.minutes_booked"), claimed.minutes_booked, reckoned.minutes_booked);
            compare.number(&format!("{path}.utilisation"), claimed.utilisation, reckoned.utilisation);
        },
    );
}
