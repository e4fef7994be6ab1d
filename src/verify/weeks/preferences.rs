//! R14: sessions that somebody would rather not have are counted.

use super::check::Read;
use crate::service::{RuleId, Seen};
use crate::verify::sheet::Sheet;

/// Counts each preference again.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let facts = read.facts;
    let mut rows = read.rota.preferences.iter().enumerate();
    for (p, person) in facts.lists.practitioners.iter().enumerate() {
        for preference in &person.preferences {
            let own = facts.rows.sessions.iter().filter(|row| row.practitioner == p);
            let (mut sessions, mut against) = (0, 0);
            for row in own {
                sessions += 1;
                let seen = Seen {
                    practitioner: &person.id,
                    clinic: &facts.lists.clinics[row.clinic].id,
                    site: &facts.lists.sites[row.site].id,
                    date: row.date,
                    half_day: facts.grid.half_day(row.slot),
                };
                against += u32::from(preference.minds(read.service, seen));
            }
            let row = rows.next();
            sheet.require(
                RuleId::Preferences,
                row.is_some_and(|(_, row)| {
                    row.practitioner == person.id && (row.sessions, row.against) == (sessions, against)
                }),
                || row.map_or("preferences".to_owned(), |(n, _)| format!("preferences[{n}]")),
                || format!("{} has {against} of {sessions} sessions that go against a preference", person.id),
                "count the sessions that go against it",
            );
        }
    }
}
