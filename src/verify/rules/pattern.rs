//! R9: a rota pattern holds for its block of weeks: the dated sessions are the pattern less absences, what closed rooms
//! leave no place for and what nobody on site is left for, no more, no less.

use crate::service::RuleId;
use crate::verify::reckon::{Expected, Facts};
use crate::verify::sheet::Sheet;
use std::collections::BTreeSet;

/// Compares the dated sessions with those that the pattern makes, both ways.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    let mut written = BTreeSet::new();
    for row in &facts.rows.sessions {
        let session = Expected::of(row);
        written.insert(session);
        sheet.require(
            RuleId::Pattern,
            facts.expected.contains(&session),
            || format!("sessions[{}]", row.index),
            || {
                let (who, clinic) = (&lists.practitioners[row.practitioner].id, &lists.clinics[row.clinic].id);
                let when = facts.grid.name(row.date, row.slot);
                format!("{who} has {clinic} at {} on {when}, which the pattern does not make", lists.sites[row.site].id)
            },
            "hold just the pattern's sessions, less absences",
        );
    }
    for due in &facts.expected {
        sheet.require(
            RuleId::Pattern,
            written.contains(due),
            || "sessions".to_owned(),
            || {
                let (who, clinic) = (&lists.practitioners[due.practitioner].id, &lists.clinics[due.clinic].id);
                let when = facts.grid.name(due.date, due.slot);
                format!("{who} has no {clinic} at {} on {when}, which the pattern makes", lists.sites[due.site].id)
            },
            "hold all of the pattern's sessions, less absences and what no open room, or nobody on site, is left for",
        );
    }
}
