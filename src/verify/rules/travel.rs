//! R6: nobody changes site within a day further than the drive allowed.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// Checks each session against the same person's next on the same day, in the pattern and by date.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let mut pattern: BTreeMap<_, Vec<(usize, usize, usize)>> = BTreeMap::new();
    for row in &facts.rows.pattern {
        let day = pattern.entry((row.block, row.practitioner, facts.grid.day(row.slot))).or_default();
        day.push((row.slot, row.site, row.index));
    }
    for ((_, who, _), day) in pattern {
        check_day(facts, who, day, "pattern", sheet);
    }
    let mut dated: BTreeMap<_, Vec<(usize, usize, usize)>> = BTreeMap::new();
    for row in &facts.rows.sessions {
        dated.entry((row.practitioner, row.date)).or_default().push((row.slot, row.site, row.index));
    }
    for ((who, _), day) in dated {
        check_day(facts, who, day, "sessions", sheet);
    }
}

fn check_day(facts: &Facts<'_>, who: usize, mut day: Vec<(usize, usize, usize)>, list: &str, sheet: &mut Sheet) {
    day.sort_unstable();
    for pair in day.windows(2) {
        let [(_, from, _), (slot, to, index)] = *pair else { continue };
        let (from, to) = (&facts.lists.sites[from].id, &facts.lists.sites[to].id);
        sheet.require(
            RuleId::Travel,
            facts.service.travel.allows(from, to),
            || format!("{list}[{index}]"),
            || {
                let who = &facts.lists.practitioners[who].id;
                format!("{who} would drive from {from} to {to} before {}", facts.grid.half_day(slot))
            },
            "keep a person's day to sites that lie near",
        );
    }
}
