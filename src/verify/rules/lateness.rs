//! F4: lessons are given when due, carried one week, or late.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most};
use std::collections::BTreeSet;

/// Checks week by week that nothing due is forgotten and nothing is given that nobody awaits, and that no more is
/// carried than may be.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let pairs: BTreeSet<(usize, usize)> =
        facts.rows.lessons.keys().chain(facts.due.due.keys()).map(|&(activity, site, _)| (activity, site)).collect();
    for (activity, site) in pairs {
        let most = facts.most_carried(activity);
        let name = |week: usize| {
            let (activity, site) = (&facts.lists.activities[activity].id, &facts.lists.sites[site].id);
            format!("{activity} at {site} in {}", Week(week as u32))
        };
        let mut before = 0.0;
        for week in 0..facts.grid.weeks() {
            let key = (activity, site, week);
            let row = facts.rows.lessons.get(&key);
            let due = facts.due.due.get(&key).copied().unwrap_or(0.0);
            let (given, carried, late) = row.map_or((0.0, 0.0, 0.0), |l| (l.row.given, l.row.carried, l.row.late));
            let path = |field: &str| row.map_or("lessons".to_owned(), |l| format!("lessons[{}]{field}", l.index));
            let (had, has) = (due + before, given + carried + late);
            sheet.require(
                RuleId::Lateness,
                (has - had).abs() <= FLOW * had.max(has).max(1.0),
                || path(""),
                || format!("{had} units of {} are due or put off, {has} are given or put off", name(week)),
                "give, carry or hold late just what is due or was put off",
            );
            sheet.require(
                RuleId::Lateness,
                at_most(carried, due, FLOW),
                || path(".carried"),
                || format!("{carried} units of {} are carried, of {due} due", name(week)),
                "carry no more than is due this week; the rest is late",
            );
            sheet.require(
                RuleId::Lateness,
                at_most(carried, most, FLOW),
                || path(".carried"),
                || format!("{carried} units of {} are carried; one session takes {most}", name(week)),
                "carry no more than one session takes; the rest is late",
            );
            before = carried + late;
        }
    }
}
