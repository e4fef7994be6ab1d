//! F2: lessons fall due by each course's cadence, thinned by drop-out and swollen by rebooked misses.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, near};
use std::collections::BTreeSet;

/// Compares what each row says is due with what follows from starts and patients in a course.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let keys: BTreeSet<_> = facts.rows.lessons.keys().chain(facts.due.due.keys()).copied().collect();
    for key @ (activity, site, week) in keys {
        let reckoned = facts.due.due.get(&key).copied().unwrap_or(0.0);
        let row = facts.rows.lessons.get(&key);
        let claimed = row.map_or(0.0, |l| l.row.due);
        sheet.require(
            RuleId::LessonsDue,
            near(claimed, reckoned, FLOW),
            || row.map_or_else(|| "lessons".to_owned(), |l| format!("lessons[{}].due", l.index)),
            || {
                let (activity, site) = (&facts.lists.activities[activity].id, &facts.lists.sites[site].id);
                let week = Week(week as u32);
                format!("{reckoned} units of {activity} are due at {site} in {week}, not {claimed}")
            },
            "reckon what is due from the cadence of all who have started",
        );
    }
}
