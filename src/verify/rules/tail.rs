//! F11: no more is promised after the horizon than the last pattern can keep; what is more is excess, and priced.

use crate::service::RuleId;
use crate::verify::reckon::{Alike, Facts, Length, Nominal, Tail, pairs, too_many};
use crate::verify::rows::PatternRow;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};
use std::collections::{BTreeMap, BTreeSet};

/// Checks what is owed, carried and excess, week after week, and that the rest fits the falling share of the last
/// pattern.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    // what is to be given, and of what amount, by family, site and weeks after, and activity
    let mut promised: BTreeMap<Place, Promised> = BTreeMap::new();
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
            let family = (facts.tail.family[activity], site, after);
            promised.entry(family).or_default().insert(activity, (before_excess - excess, due + before));
            before = carried;
        }
    }
    let pattern = &facts.rows.pattern;
    let held: Vec<PatternRow> = pattern.iter().filter(|row| !always_blocked(facts, row)).copied().collect();
    for (&key, promised) in &promised {
        let sessions = sessions(facts, &held, key);
        check_minutes(facts, sheet, key, promised, &sessions);
        check_whole(facts, sheet, key, promised, &sessions);
    }
}

/// A family, site and weeks after.
type Place = (usize, usize, usize);
/// What is to be given of an activity, and of what amount.
type Promised = BTreeMap<usize, (f64, f64)>;

/// The falling share of the last pattern's sessions.
fn sessions(facts: &Facts<'_>, held: &[PatternRow], key: Place) -> Vec<Nominal> {
    let share = Tail::share(facts.service, key.2);
    let nominal = facts.tail.nominal(facts.service, facts.lists, &facts.grid, &facts.minutes, held, key);
    nominal.into_iter().map(|of| Nominal { number: share * of.number, ..of }).collect()
}

/// Checks that what is to be given fits the sessions' minutes.
fn check_minutes(facts: &Facts<'_>, sheet: &mut Sheet, key: Place, promised: &Promised, sessions: &[Nominal]) {
    let sum = |of: fn(&(f64, f64)) -> f64| -> f64 {
        promised.iter().map(|(&activity, units)| of(units) * facts.units.unit_minutes(activity)).sum()
    };
    let (promised, amount) = (sum(|units| units.0), sum(|units| units.1));
    if amount <= 0.0 {
        return;
    }
    let capacity: f64 = sessions.iter().map(|of| of.number * of.minutes).sum();
    sheet.require(
        RuleId::Tail,
        promised <= capacity + FLOW * amount.max(1.0),
        || "tail".to_owned(),
        || {
            let (activity, site) = (&facts.lists.activities[key.0].id, &facts.lists.sites[key.1].id);
            format!(
                "{promised:.3} minutes of {activity} and what shares its clinics are promised at {site}, {} weeks after; \
                 the last pattern's share gives {capacity:.3}",
                key.2
            )
        },
        "call excess what the last pattern's share cannot give",
    );
}

/// Checks that it fits in whole appointments, where a clinic has several lengths.
fn check_whole(facts: &Facts<'_>, sheet: &mut Sheet, key: Place, promised: &Promised, sessions: &[Nominal]) {
    let lists = facts.lists;
    let family = |activity: usize| facts.tail.family[activity] == key.0;
    let mut by_length: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    for activity in (0..lists.activities.len()).filter(|&a| family(a)) {
        let whole = facts.units.whole_minutes(activity);
        let (wanted, amount) = promised.get(&activity).copied().unwrap_or_default();
        let sum = by_length.entry(whole.to_bits()).or_default();
        let each = facts.units.unit_minutes(activity) / whole;
        sum.0 += wanted * each;
        sum.1 += amount * each;
    }
    let length = |(bits, (wanted, amount))| Length { minutes: f64::from_bits(bits), wanted, amount };
    let lengths: Vec<Length> = by_length.into_iter().map(length).collect();
    for pair in pairs(&lengths) {
        let holds = |clinic: usize, length: Length| {
            let minutes = |id| facts.service.activities.position(id).map(|at| facts.units.whole_minutes(at));
            lists.clinics[clinic].activities.iter().any(|id| minutes(id) == Some(length.minutes))
        };
        let alike = |of: &Nominal| Alike {
            minutes: of.minutes,
            number: of.number,
            holds: pair.map(|length| holds(of.clinic, length)),
        };
        let found = too_many(&sessions.iter().map(alike).collect::<Vec<_>>(), pair);
        sheet.require(
            RuleId::Tail,
            found.is_none(),
            || "tail".to_owned(),
            || {
                let (activity, site) = (&lists.activities[key.0].id, &lists.sites[key.1].id);
                let words = found.unwrap_or_default().in_words(pair, "promised");
                format!("{words} of {activity}'s clinics at {site}, {} weeks after", key.2)
            },
            "call excess what the last pattern's share cannot give in whole appointments",
        );
    }
}

/// Whether meetings take a session of the pattern in every week of its block.
fn always_blocked(facts: &Facts<'_>, row: &PatternRow) -> bool {
    facts
        .service
        .weeks_of(row.block)
        .all(|week| facts.blocked.contains(&(facts.grid.date(week, row.slot), row.slot, row.practitioner)))
}
