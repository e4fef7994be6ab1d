//! F11: no more is promised after the horizon than the last pattern can keep; what is more is excess, and priced.

use crate::service::RuleId;
use crate::verify::reckon::{Facts, Tail};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};
use std::collections::{BTreeMap, BTreeSet};

/// Checks what is owed, that excess lies within it, and that the rest fits the falling share of the last pattern.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    let keys: BTreeSet<_> = facts.rows.tail.keys().chain(facts.due.owed.keys()).copied().collect();
    // minutes owed, and of excess, by family, site and weeks after
    let mut promised: BTreeMap<(usize, usize, usize), (f64, f64)> = BTreeMap::new();
    for key @ (activity, site, after) in keys {
        let reckoned = facts.due.owed.get(&key).copied().unwrap_or(0.0);
        let row = facts.rows.tail.get(&key);
        let (owed, excess) = row.map_or((0.0, 0.0), |t| (t.owed, t.excess));
        let path = |field: &str| row.map_or("tail".to_owned(), |t| format!("tail[{}].{field}", t.index));
        let name = || format!("{} at {}, {after} weeks after", lists.activities[activity].id, lists.sites[site].id);
        sheet.require(
            RuleId::Tail,
            near(owed, reckoned, FLOW),
            || path("owed"),
            || format!("{reckoned} units of {} are owed, not {owed}", name()),
            "reckon what is owed from the cadence of all who have started",
        );
        sheet.require(
            RuleId::Tail,
            at_most(excess, reckoned, FLOW),
            || path("excess"),
            || format!("{excess} units of {} are excess, of {reckoned} owed", name()),
            "call no more excess than is owed",
        );
        let minutes = facts.units.unit_minutes(activity);
        let sum = promised.entry((facts.tail.family[activity], site, after)).or_default();
        sum.0 += reckoned * minutes;
        sum.1 += excess * minutes;
    }
    for (&key, &(owed, excess)) in &promised {
        let (family, site, after) = key;
        let capacity = capacity(facts, key);
        sheet.require(
            RuleId::Tail,
            owed <= capacity + excess + FLOW * owed.max(1.0),
            || "tail".to_owned(),
            || {
                let (activity, site) = (&lists.activities[family].id, &lists.sites[site].id);
                format!(
                    "{owed:.3} minutes of {activity} and what shares its clinics are owed at {site}, {after} weeks \
                     after; the last pattern's share gives {capacity:.3}, and {excess:.3} are called excess"
                )
            },
            "call excess what the last pattern's share cannot give",
        );
    }
}

fn capacity(facts: &Facts<'_>, key: (usize, usize, usize)) -> f64 {
    let share = Tail::share(facts.service, key.2);
    if share > 0.0 {
        let (service, pattern) = (facts.service, &facts.rows.pattern);
        share * facts.tail.nominal(service, facts.lists, &facts.grid, &facts.minutes, pattern, key)
    } else {
        0.0
    }
}
