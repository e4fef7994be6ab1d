//! R7: classes hold no more than their most, and no more classes than sessions have time for.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::{Facts, Held};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};

/// Checks the classes of every row of lessons.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for (&(activity, site, week), lessons) in &facts.rows.lessons {
        let row = lessons.row;
        let classes = f64::from(row.classes);
        let path = || format!("lessons[{}].classes", lessons.index);
        let name = || {
            let (activity, site) = (&facts.lists.activities[activity].id, &facts.lists.sites[site].id);
            format!("{activity} at {site} in {}", Week(week as u32))
        };
        let open = facts.units.open_class(activity);
        let kept = match open {
            Some((_, max)) => classes == (row.given / max - 1e-6).ceil().max(0.0),
            None if facts.units.is_closed_class(activity) => near(row.given, classes, FLOW),
            None => row.classes == 0,
        };
        sheet.require(
            RuleId::GroupSize,
            kept,
            path,
            || format!("{} units of {} are given in {} classes", row.given, name(), row.classes),
            "hold as few classes as hold all, whole ones, and none where patients come one at a time",
        );
        if open.is_none() && !facts.units.is_closed_class(activity) {
            continue;
        }
        let usable = usable(facts, activity, site, week);
        let minutes = classes * facts.units.whole_minutes(activity);
        sheet.require(
            RuleId::GroupSize,
            at_most(minutes, usable, FLOW),
            path,
            || format!("classes of {} take {minutes} minutes; sessions have {usable}", name()),
            "hold no more classes than sessions have time for",
        );
        if let Some((min, max)) = open {
            sheet.require(
                RuleId::GroupSize,
                at_most(row.given, classes * max, FLOW),
                path,
                || format!("{} patients in {} classes of {}, of at most {max}", row.given, row.classes, name()),
                "hold more classes",
            );
            sheet.advise(
                RuleId::GroupSize,
                row.given >= classes * min - FLOW * row.given.max(1.0),
                path,
                || format!("{} patients in {} classes of {}, of at least {min}", row.given, row.classes, name()),
                "hold fewer, fuller classes",
            );
        }
    }
}

/// Minutes of the sessions held that can hold an activity.
fn usable(facts: &Facts<'_>, activity: usize, site: usize, week: usize) -> f64 {
    let id = &facts.lists.activities[activity].id;
    let clinics = (0..facts.lists.clinics.len()).filter(|&c| facts.lists.clinics[c].activities.contains(id));
    clinics.filter_map(|c| facts.held.get(&(c, site, week))).map(|held: &Held| held.usable).sum()
}
