//! F3: booked minutes fit the sessions rostered, by clinic kind, site and week; all that is given is booked somewhere.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};
use std::collections::{BTreeMap, BTreeSet};

/// Checks what bookings are of, that they fit, and that they sum to what is given.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    let mut minutes: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    let mut booked: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for (&(clinic, activity, site, week), cell) in &facts.rows.bookings {
        sheet.require(
            RuleId::Capacity,
            lists.clinics[clinic].activities.contains(&lists.activities[activity].id),
            || format!("bookings[{}]", cell.index),
            || format!("{} does not hold {}", lists.clinics[clinic].id, lists.activities[activity].id),
            "book an activity into a clinic that holds it",
        );
        *minutes.entry((clinic, site, week)).or_default() += cell.value * facts.units.unit_minutes(activity);
        *booked.entry((activity, site, week)).or_default() += cell.value;
    }
    for (&(clinic, site, week), &minutes) in &minutes {
        let offered = facts.held.get(&(clinic, site, week)).map_or(0.0, |h| h.offered);
        sheet.require(
            RuleId::Capacity,
            at_most(minutes, offered, FLOW),
            || "bookings".to_owned(),
            || {
                let (clinic, site, week) = (&lists.clinics[clinic].id, &lists.sites[site].id, Week(week as u32));
                format!("{minutes:.3} minutes are booked in {clinic} at {site} in {week}; {offered:.3} are offered")
            },
            "book no more than the sessions offer",
        );
    }
    let keys: BTreeSet<_> = facts.rows.lessons.keys().chain(booked.keys()).copied().collect();
    for key @ (activity, site, week) in keys {
        let given = facts.rows.lessons.get(&key).map_or(0.0, |l| l.row.given);
        let booked = booked.get(&key).copied().unwrap_or(0.0);
        sheet.require(
            RuleId::Capacity,
            near(booked, given, FLOW),
            || facts.rows.lessons.get(&key).map_or("lessons".to_owned(), |l| format!("lessons[{}].given", l.index)),
            || {
                let (activity, site) = (&lists.activities[activity].id, &lists.sites[site].id);
                let week = Week(week as u32);
                format!("{given} units of {activity} are given at {site} in {week}, but {booked} are booked")
            },
            "book just what is given",
        );
    }
}
