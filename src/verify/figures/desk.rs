//! Desk work: by kind, and what it takes of each role's time.

use crate::plan::figures::{DeskFigures, DeskTimeFigures};
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;

/// Reckons each kind's figures from its rows.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<DeskFigures> {
    let kinds = facts.lists.desk_work.iter().enumerate().map(|(kind, work)| {
        let mut figures = DeskFigures {
            task: work.id.clone(),
            role: work.role.clone(),
            due_hours: 0.0,
            done_hours: 0.0,
            late_hours: 0.0,
            most_late_hours: 0.0,
        };
        for week in 0..facts.grid.weeks() {
            let late = facts.rows.desk.get(&(kind, week)).map_or(0.0, |cell| {
                figures.due_hours += cell.row.due;
                figures.done_hours += cell.row.done;
                cell.row.late
            });
            figures.late_hours = late;
            figures.most_late_hours = figures.most_late_hours.max(late);
        }
        figures
    });
    kinds.collect()
}

/// Reckons what the work takes of each role's time.
pub(super) fn reckon_time(facts: &Facts<'_>, work: &[DeskFigures]) -> Vec<DeskTimeFigures> {
    let roles = facts.desk.time.iter().map(|(role, weeks)| {
        let offered: f64 = weeks.iter().sum();
        let used = work.iter().filter(|row| row.role == *role).fold(0.0, |sum, row| sum + row.done_hours);
        DeskTimeFigures {
            role: role.clone(),
            offered_hours: offered,
            used_hours: used,
            utilisation: if offered == 0.0 { 0.0 } else { used / offered },
        }
    });
    roles.collect()
}

/// Compares the kinds; each has its row.
pub(super) fn compare(claimed: &[DeskFigures], reckoned: &[DeskFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.desk",
        (claimed, reckoned),
        |row| row.task.to_string(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.flag(&format!("{path}.role"), claimed.role == reckoned.role, true);
            compare.number(&format!("{path}.due_hours"), claimed.due_hours, reckoned.due_hours);
            compare.number(&format!("{path}.done_hours"), claimed.done_hours, reckoned.done_hours);
            compare.number(&format!("{path}.late_hours"), claimed.late_hours, reckoned.late_hours);
            let (said, made) = (claimed.most_late_hours, reckoned.most_late_hours);
            compare.number(&format!("{path}.most_late_hours"), said, made);
        },
    );
}

/// Compares the roles; each has its row.
pub(super) fn compare_time(claimed: &[DeskTimeFigures], reckoned: &[DeskTimeFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.desk_time",
        (claimed, reckoned),
        |row| row.role.to_string(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.offered_hours"), claimed.offered_hours, reckoned.offered_hours);
            compare.number(&format!("{path}.used_hours"), claimed.used_hours, reckoned.used_hours);
            compare.number(&format!("{path}.utilisation"), claimed.utilisation, reckoned.utilisation);
        },
    );
}
