//! R3, rooms by counting.

use crate::model::Builder;
use std::collections::{BTreeMap, BTreeSet};

/// **R3 rooms.** For site *s*, half-day *h* and block, and each union *U* of the sets of rooms that fit some clinic
/// kinds:
///
/// `sum over clinics k whose fitting rooms lie within U of teams of k in the pattern <= number of rooms in U`
/// (Hall's condition: it holds for all unions exactly if every session can have a room of its own, found afterwards by
/// matching). In weeks in which a room is closed, the same for the sessions held and the rooms open.
///
/// A team is counted by its first position, a `c_0`-th for each of its heads. Rows that cannot bind (fewer people than
/// rooms) are left out.
///
/// - Columns: `session`.
/// - Units: rooms.
/// - YAML: `rooms[].kind`, `rooms[].features`, `rooms[].places`, `rooms[].open`, `rooms[].closures`,
///   `activities[].room_kinds`, `activities[].room_features`.
/// - Dual: what one more such room in that half-day is worth, over the block.
/// - Source: Hall, "On representatives of subsets", Journal of the London Mathematical Society 10 (1935).
pub fn add(b: &mut Builder) {
    for s in 0..b.facts.service.sites.len() {
        for h in 0..b.facts.half_days.len() {
            for block in 0..b.facts.service.blocks() as usize {
                add_half_day(b, s, h, block);
            }
        }
    }
}

fn add_half_day(b: &mut Builder, s: usize, h: usize, block: usize) {
    let facts = b.facts;
    let service = facts.service;
    let site = &service.sites.at(s).id;
    let rooms: Vec<usize> = (0..service.rooms.len())
        .filter(|&r| service.rooms.at(r).site == *site && service.rooms.at(r).open.contains(&facts.half_days[h]))
        .collect();
    let clinics: BTreeSet<usize> =
        facts.seats.iter().filter(|x| x.site == s && x.half_day == h).map(|x| x.clinic).collect();
    let fitting: BTreeMap<usize, BTreeSet<usize>> = clinics
        .into_iter()
        .map(|k| {
            let fits = |r: &&usize| service.room_fits(service.rooms.at(**r), facts.clinic(k));
            (k, rooms.iter().filter(fits).copied().collect())
        })
        .collect();
    if fitting.is_empty() {
        return;
    }
    let what = format!("{site} {} b{}", b.half_day(h), block + 1);
    add_rows(b, &what, (s, h, block), &fitting, None);
    let length = service.policy.pattern_weeks as usize;
    let mut seen = BTreeSet::new();
    for w in block * length..((block + 1) * length).min(facts.weeks) {
        let date = facts.date(w, h);
        let open: BTreeSet<usize> = rooms
            .iter()
            .copied()
            .filter(|&r| service.room_is_open(service.rooms.at(r), date, &facts.half_days[h]))
            .collect();
        if open.len() == rooms.len() || !facts.site_open[s][h][w] {
            continue;
        }
        let held: Vec<bool> =
            facts.seats.iter().map(|x| x.site == s && x.half_day == h && facts.is_held(x, w)).collect();
        if seen.insert((open.clone(), held)) {
            let left = fitting.iter().map(|(k, rooms)| (*k, rooms.intersection(&open).copied().collect())).collect();
            add_rows(b, &format!("{what} w{}", w + 1), (s, h, block), &left, Some(w));
        }
    }
}

/// The rows of one half-day: one a union of fitting sets, unless it cannot bind.
fn add_rows(
    b: &mut Builder,
    what: &str,
    (s, h, block): (usize, usize, usize),
    fitting: &BTreeMap<usize, BTreeSet<usize>>,
    week: Option<usize>,
) {
    let facts = b.facts;
    for union in unions(fitting.values()) {
        let within: Vec<usize> = fitting.iter().filter(|(_, rooms)| rooms.is_subset(&union)).map(|(k, _)| *k).collect();
        let mut terms = Vec::new();
        for (i, seat) in facts.seats.iter().enumerate() {
            let counts = seat.site == s && seat.half_day == h && seat.position == 0 && within.contains(&seat.clinic);
            if counts && week.is_none_or(|w| facts.is_held(seat, w)) {
                let each = f64::from(facts.service.team(facts.clinic(seat.clinic))[0].count);
                terms.extend(b.columns.session.get(&(i, block)).map(|&x| (x, 1.0 / each)));
            }
        }
        let people: BTreeSet<usize> = facts
            .seats
            .iter()
            .filter(|x| x.site == s && x.half_day == h && within.contains(&x.clinic))
            .map(|x| x.practitioner)
            .collect();
        if !terms.is_empty() && people.len() > union.len() {
            let names: Vec<String> = within.iter().map(|&k| b.clinic(k).to_owned()).collect();
            b.program.at_most(format!("R3 rooms {what} {}", names.join("+")), terms, union.len() as f64);
        }
    }
}

/// All unions of the sets, each once. Fitting sets are few a site (classes of rooms), so their unions are too.
fn unions<'a>(sets: impl Iterator<Item = &'a BTreeSet<usize>>) -> BTreeSet<BTreeSet<usize>> {
    let mut unions: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for set in sets {
        let joined: Vec<BTreeSet<usize>> = unions.iter().map(|u| u.union(set).copied().collect()).collect();
        unions.extend(joined);
        unions.insert(set.clone());
    }
    unions
}
