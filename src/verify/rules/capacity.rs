//! F3: what is booked fits the sessions rostered, by clinic kind, site and week, in minutes and in whole appointments;
//! all that is given is booked somewhere.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::{Alike, Facts, Length, pairs, too_many};
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
    check_whole(facts, sheet);
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

/// A clinic kind, site and week.
type Place = (usize, usize, usize);

/// Checks that what is booked fits in whole appointments: of any two lengths, whatever each is counted as, sessions take
/// no more than they hold when each is filled with what counts most.
fn check_whole(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    // appointments by length
    let mut booked: BTreeMap<Place, BTreeMap<u64, f64>> = BTreeMap::new();
    for (&(clinic, activity, site, week), cell) in &facts.rows.bookings {
        let minutes = facts.units.whole_minutes(activity);
        let appointments = cell.value * facts.units.unit_minutes(activity) / minutes;
        *booked.entry((clinic, site, week)).or_default().entry(minutes.to_bits()).or_default() += appointments;
    }
    for (place, mut by_length) in booked {
        for activity in &lists.clinics[place.0].activities {
            if let Some(at) = facts.service.activities.position(activity) {
                by_length.entry(facts.units.whole_minutes(at).to_bits()).or_default();
            }
        }
        let lengths: Vec<Length> = by_length
            .into_iter()
            .map(|(bits, wanted)| Length { minutes: f64::from_bits(bits), wanted, amount: wanted })
            .collect();
        for pair in pairs(&lengths) {
            check_pair(facts, sheet, place, pair);
        }
    }
}

/// Checks appointments of two lengths.
fn check_pair(facts: &Facts<'_>, sheet: &mut Sheet, place: Place, pair: [Length; 2]) {
    let sessions = facts.held.get(&place).map_or(&[][..], |held| &held.sessions);
    let alike = sessions.iter().map(|&(minutes, number)| Alike { minutes, number, holds: [true, true] });
    let found = too_many(&alike.collect::<Vec<_>>(), pair);
    sheet.require(
        RuleId::Capacity,
        found.is_none(),
        || "bookings".to_owned(),
        || {
            let (clinic, site) = (&facts.lists.clinics[place.0].id, &facts.lists.sites[place.1].id);
            let week = Week(place.2 as u32);
            format!("{} of {clinic} at {site} in {week}", found.unwrap_or_default().in_words(pair, "booked"))
        },
        "book no more appointments than fit in whole",
    );
}
