//! F11: no more is promised after the horizon than the last pattern can keep; what is more is excess, and priced.

use crate::service::RuleId;
use crate::verify::reckon::{Facts, Tail};
use crate::verify::rows::PatternRow;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};
use std::collections::{BTreeMap, BTreeSet};

/// Checks what is owed, carried and excess, week after week, and that the rest fits the falling share of the last
/// pattern.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    // minutes to be given, and of what amount, by family, site and weeks after
    let mut promised: BTreeMap<(usize, usize, usize), (f64, f64)> = BTreeMap::new();
    let put_off = facts.put_off();
    let after_last = put_off.keys().map(|&(a, s)| (a, s, 1));
    // each week with a row or something owed, and the one after it: what a row carries has to be given somewhere
    let mut weeks: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for (activity, site, after) in facts.rows.tail.keys().chain(facts.due.owed.keys()).copied().chain(after_last) {
        weeks.entry((activity, site)).or_default().extend([after, after + 1]);
    }
    for ((activity, site), weeks) in weeks {
        let most = facts.most_carried(activity);
        let mut before = put_off.get(&(activity, site)).copied().unwrap_or(0.0);
        for after in weeks {
            let key = (activity, site, after);
            let due = facts.due.owed.get(&key).copied().unwrap_or(0.0);
            let reckoned = due + if after == 1 { before } else { 0.0 };
            let row = facts.rows.tail.get(&key);
            let (owed, carried, excess) = row.map_or((0.0, 0.0, 0.0), |t| (t.owed, t.carried, t.excess));
            let path = |field: &str| row.map_or("tail".to_owned(), |t| format!("tail[{}].{field}", t.index));
            let lists = facts.lists;
            let name = || format!("{} at {}, {after} weeks after", lists.activities[activity].id, lists.sites[site].id);
            sheet.require(
                RuleId::Tail,
                near(owed, reckoned, FLOW),
                || path("owed"),
                || format!("{reckoned} units of {} are owed, not {owed}", name()),
                "reckon what is owed from the cadence of all who have started, and what the last week put off",
            );
            sheet.require(
                RuleId::Tail,
                at_most(carried, due.min(most), FLOW),
                || path("carried"),
                || format!("{carried} units of {} are carried; {due} are due, one session takes {most}", name()),
                "carry no more than is due that week and than one session takes",
            );
            let before_excess = due + before - carried;
            sheet.require(
                RuleId::Tail,
                at_most(excess, before_excess, FLOW),
                || path("excess"),
                || format!("{excess} units of {} are excess, of {before_excess} to be given", name()),
                "call no more excess than is to be given",
            );
            let minutes = facts.units.unit_minutes(activity);
            let family = (facts.tail.family[activity], site, after);
            let sum = promised.entry(family).or_default();
            sum.0 += (before_excess - excess) * minutes;
            sum.1 += (due + before) * minutes;
            before = carried;
        }
    }
    let pattern = &facts.rows.pattern;
    let held: Vec<PatternRow> = pattern.iter().filter(|row| !always_blocked(facts, row)).copied().collect();
    for (&key, &(promised, amount)) in promised.iter().filter(|(_, (_, amount))| *amount > 0.0) {
        let (family, site, after) = key;
        let capacity = capacity(facts, &held, key);
        sheet.require(
            RuleId::Tail,
            promised <= capacity + FLOW * amount.max(1.0),
            || "tail".to_owned(),
            || {
                let (activity, site) = (&facts.lists.activities[family].id, &facts.lists.sites[site].id);
                format!(
                    "{promised:.3} minutes of {activity} and what shares its clinics are promised at {site}, {after} \
                     weeks after; the last pattern's share gives {capacity:.3}"
                )
            },
            "call excess what the last pattern's share cannot give",
        );
    }
}

/// What the share of the last pattern gives a family at a site, so many weeks after.
fn capacity(facts: &Facts<'_>, held: &[PatternRow], key: (usize, usize, usize)) -> f64 {
    let share = Tail::share(facts.service, key.2);
    if share > 0.0 {
        share * facts.tail.nominal(facts.service, facts.lists, &facts.grid, &facts.minutes, held, key)
    } else {
        0.0
    }
}

/// Whether meetings take a session of the pattern in every week of its block.
fn always_blocked(facts: &Facts<'_>, row: &PatternRow) -> bool {
    facts
        .service
        .weeks_of(row.block)
        .all(|week| facts.blocked.contains(&(facts.grid.date(week, row.slot), row.slot, row.practitioner)))
}
