//! F3: what is booked fits the sessions rostered, by clinic kind, site and week, in minutes and in whole appointments;
//! all that is given is booked somewhere.

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
        let lengths: Vec<(f64, f64)> = by_length.into_iter().map(|(bits, n)| (f64::from_bits(bits), n)).collect();
        for (at, &longer) in lengths.iter().enumerate() {
            for &shorter in &lengths[..at] {
                check_pair(facts, sheet, place, [shorter, longer]);
            }
        }
    }
}

/// Checks appointments of two lengths: minutes and number of the shorter, and of the longer.
fn check_pair(facts: &Facts<'_>, sheet: &mut Sheet, place: Place, pair: [(f64, f64); 2]) {
    let sessions = facts.held.get(&place).map_or(&[][..], |held| &held.sessions);
    let found = too_many(sessions, pair);
    sheet.require(
        RuleId::Capacity,
        found.is_none(),
        || "bookings".to_owned(),
        || {
            let (clinic, site) = (&facts.lists.clinics[place.0].id, &facts.lists.sites[place.1].id);
            let week = Week(place.2 as u32);
            let [(short, shorter), (long, longer)] = pair;
            let TooMany { counts: [a, b], wanted, held } = found.unwrap_or_default();
            format!(
                "{longer:.3} appointments of {long} minutes and {shorter:.3} of {short} are booked in {clinic} at {site} \
                 in {week}; counted as {b} and {a} they come to {wanted:.3}, and whole appointments in the sessions held \
                 to {held:.3} at most"
            )
        },
        "book no more appointments than fit in whole",
    );
}

/// More appointments of two lengths than fit in whole.
#[derive(Debug, Clone, Copy, Default)]
struct TooMany {
    /// What one of the shorter, and one of the longer, is counted as.
    counts: [u32; 2],
    /// What those wanted come to.
    wanted: f64,
    /// What those come to that fit.
    held: f64,
}

/// Whether appointments of two lengths (minutes and number of the shorter, and of the longer) are more than fit in whole
/// into sessions (minutes of one, and how many there are), and how it shows most.
fn too_many(sessions: &[(f64, f64)], [(short, shorter), (long, longer)]: [(f64, f64); 2]) -> Option<TooMany> {
    let fits = |minutes: f64, length: f64| (minutes / length + 1e-9).floor().max(0.0);
    // no edge of what sessions hold is steeper than the most appointments that one takes
    let most = sessions.iter().map(|&(minutes, _)| fits(minutes, short)).fold(1.0, f64::max) as u32;
    let filled = |minutes: f64, [a, b]: [f64; 2]| {
        let beside = |n: u32| f64::from(n) * b + fits(minutes - f64::from(n) * long, short) * a;
        (0..=fits(minutes, long) as u32).map(beside).fold(0.0, f64::max)
    };
    let mut worst: Option<TooMany> = None;
    for counts in (0..=most).flat_map(|a| (0..=most).map(move |b| [a, b])) {
        let each = counts.map(f64::from);
        let wanted = shorter * each[0] + longer * each[1];
        let held: f64 = sessions.iter().map(|&(minutes, number)| number * filled(minutes, each)).sum();
        let more = |known: TooMany| wanted * known.held > known.wanted * held;
        if !at_most(wanted, held, FLOW) && worst.is_none_or(more) {
            worst = Some(TooMany { counts, wanted, held });
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn minutes_may_fit_where_appointments_do_not() {
        let short_and_long = |shorter: f64, longer: f64| [(40.0, shorter), (120.0, longer)];
        // two sessions of 225 minutes: an assessment and two reviews each, or five reviews
        let sessions = [(225.0, 2.0)];
        assert!(too_many(&sessions, short_and_long(4.0, 2.0)).is_none());
        assert!(too_many(&sessions, short_and_long(7.0, 1.0)).is_none());
        assert!(too_many(&sessions, short_and_long(5.5, 1.5)).is_none(), "half and half over many weeks");
        // 360 of 450 minutes, and 440
        assert_eq!(too_many(&sessions, short_and_long(0.0, 3.0)).map(|t| (t.counts, t.held)), Some(([0, 1], 2.0)));
        assert_eq!(too_many(&sessions, short_and_long(8.0, 1.0)).map(|t| (t.counts, t.held)), Some(([1, 3], 10.0)));
        assert!(too_many(&[], short_and_long(1.0, 0.0)).is_some());
        assert!(too_many(&[], short_and_long(0.0, 0.0)).is_none());
    }

    /// What whole appointments two lengths leave room for in some sessions, tried: every way to fill each.
    fn sums(sessions: &[u32], short: u32, long: u32) -> BTreeSet<(u32, u32)> {
        let mut sums = BTreeSet::from([(0, 0)]);
        for &minutes in sessions {
            let ways = (0..=minutes / long).map(|n| ((minutes - n * long) / short, n));
            sums = ways.flat_map(|(a, b)| sums.iter().map(move |&(x, y)| (x + a, y + b)).collect::<Vec<_>>()).collect();
        }
        sums
    }

    /// Whether some of two ways (t of one, the rest of the other) come to as many or more.
    fn mixed(sums: &BTreeSet<(u32, u32)>, wanted: [f64; 2]) -> bool {
        let share = |p: u32, q: u32, wanted: f64| {
            let (p, q) = (f64::from(p), f64::from(q));
            // t p + (1 - t) q >= wanted
            let at = (wanted - q) / (p - q);
            match () {
                () if p > q => (at.max(0.0), 1.0),
                () if p < q => (0.0, at.min(1.0)),
                () => (0.0, if q >= wanted { 1.0 } else { -1.0 }),
            }
        };
        sums.iter().any(|p| {
            sums.iter().any(|q| {
                let (a, b) = (share(p.0, q.0, wanted[0]), share(p.1, q.1, wanted[1]));
                a.0.max(b.0) <= a.1.min(b.1) + 1e-12
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_too_many_cannot_be_mixed(
            sessions in prop::collection::vec(0..260_u32, 1..4),
            (short, more) in (15..120_u32, 1..120_u32),
            wanted in prop::array::uniform2(0.0..14.0f64),
        ) {
            let long = short + more;
            let sums = sums(&sessions, short, long);
            let held: Vec<(f64, f64)> = sessions.iter().map(|&minutes| (f64::from(minutes), 1.0)).collect();
            let found = too_many(&held, [(f64::from(short), wanted[0]), (f64::from(long), wanted[1])]);
            // on the edge itself the tolerance decides
            let near = [wanted.map(|n| n * (1.0 - 1e-4)), wanted.map(|n| n * (1.0 + 1e-4))].map(|n| mixed(&sums, n));
            prop_assume!(near[0] == near[1]);
            prop_assert_eq!(found.is_none(), near[0], "{:?}", found);
        }
    }
}
