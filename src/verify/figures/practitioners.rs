//! A practitioner's figures.

use crate::plan::figures::PractitionerFigures;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;

/// Reckons everybody who can fill a place in some clinic's team.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<PractitionerFigures> {
    let mut figures = Vec::new();
    for (position, person) in facts.lists.practitioners.iter().enumerate() {
        if !facts.lists.clinics.iter().any(|clinic| facts.service.position_of(person, clinic).is_some()) {
            continue;
        }
        let available: f64 =
            (0..facts.grid.weeks()).map(|week| facts.allowance(position).min(present(facts, position, week))).sum();
        let rostered = facts.rows.sessions.iter().filter(|s| s.practitioner == position).count() as f64;
        figures.push(PractitionerFigures {
            practitioner: person.id.clone(),
            available_sessions: available,
            rostered_sessions: rostered,
            utilisation: if available > 0.0 { rostered / available } else { 0.0 },
        });
    }
    figures
}

/// Half-days of a week on which a practitioner is present and one of their sites is open.
fn present(facts: &Facts<'_>, practitioner: usize, week: usize) -> f64 {
    let person = &facts.lists.practitioners[practitioner];
    let there = facts.grid.slots().filter(|&slot| {
        let (date, half_day) = (facts.grid.date(week, slot), facts.grid.half_day(slot));
        let open = || person.sites.iter().any(|s| facts.service.site_is_open(&facts.service.sites[s], date, half_day));
        facts.service.is_present(person, date, half_day) && open()
    });
    there.count() as f64
}

/// Compares practitioners.
pub(super) fn compare(claimed: &[PractitionerFigures], reckoned: &[PractitionerFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.practitioners",
        (claimed, reckoned),
        |row| row.practitioner.clone(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(
                &format!("{path}.available_sessions"),
                claimed.available_sessions,
                reckoned.available_sessions,
            );
            compare.number(&format!("{path}.rostered_sessions"), claimed.rostered_sessions, reckoned.rostered_sessions);
            compare.number(&format!("{path}.utilisation"), claimed.utilisation, reckoned.utilisation);
        },
    );
}
