//! R3, weeks in which rooms are closed.

use crate::engine::Col;
use crate::model::Builder;
use crate::model::rota::hall::unions;
use crate::model::rota::rooms::Site;
use std::collections::{BTreeMap, BTreeSet};

/// The rooms of a site in one half-day of a week in which some of the block's rooms are closed.
pub struct Short {
    site: usize,
    half_day: usize,
    week: usize,
    /// Fitting open rooms of each clinic kind.
    fitting: BTreeMap<usize, BTreeSet<usize>>,
    /// Unions of these sets that more people could want than there are rooms.
    scarce: Vec<BTreeSet<usize>>,
}

/// The columns of **R3 closures**, see [`add`], and where they are.
pub fn add_columns(b: &mut Builder) -> Vec<Short> {
    let all = all_short(b);
    for short in &all {
        let (s, h, w) = (short.site, short.half_day, short.week);
        for rooms in &short.scarce {
            let name = format!("full {} {} w{} {}", b.site(s), b.half_day(h), w + 1, names(b, short, rooms));
            let full = b.program.integer(name, 0.0, 1.0, 0.0);
            b.columns.full.insert((s, h, w, short.within(rooms)), full);
        }
        for i in sharing(b, short) {
            if short.wanting(b.facts.seats[i].clinic).next().is_some() && !b.held(i, w).is_empty() {
                let name = format!("cancelled {} w{}", b.facts.seat_name(i), w + 1);
                let cancelled = b.program.integer(name, 0.0, 1.0, 0.0);
                b.columns.cancelled.insert((i, w), cancelled);
            }
        }
    }
    all
}

/// **R3 closures.** In a week *w* in which fewer rooms of site *s* are open in half-day *h* than in other weeks of the
/// block, sessions of the pattern may be left out, but only for want of a room. For each union *U* of sets of fitting
/// open rooms (unions that hang together), and each seat of a clinic kind *k* there:
///
/// ```text
/// sum over clinics k whose fitting open rooms lie within U of held[seat,w] <= |U|
/// sum over clinics k whose fitting open rooms lie within U of held[seat,w] >= |U| x full[s,h,w,U]
/// cancelled[seat,w] <= sum over U that hold all open rooms fitting k of full[s,h,w,U]
/// held[seat,w] = session[seat,block] - taken[seat,w] - cancelled[seat,w] >= 0
/// cancelled[seat,w], full[s,h,w,U] in {0, 1}
/// ```
///
/// `taken` is what a blocking meeting takes (R5 half-day). A cancelled session thus finds all rooms that fit it in use,
/// whichever way they are given out. The first position of a team stands for the team, a `c_0`-th for each of its
/// heads. Weeks in which the rooms left are enough for everybody have no rows.
///
/// - Columns: `session`, `taken`, `cancelled[seat,w]`, `full[s,h,w,U]`.
/// - Units: rooms.
/// - YAML: `rooms[].closures`, `rooms[].open`, `rooms[].kind`, `rooms[].features`, `rooms[].places`,
///   `activities[].room_kinds`, `activities[].room_features`.
/// - Dual: of the first row, what one more such room that day is worth.
pub fn add(b: &mut Builder, all: &[Short]) {
    for short in all {
        let (s, h, w) = (short.site, short.half_day, short.week);
        let what = format!("{} {} w{}", b.site(s), b.half_day(h), w + 1);
        let seats = sharing(b, short);
        for rooms in &short.scarce {
            let mut terms = Vec::new();
            for &i in seats.iter().filter(|&&i| short.fitting[&b.facts.seats[i].clinic].is_subset(rooms)) {
                let each = b.facts.people_a_room(b.facts.seats[i].clinic);
                terms.extend(b.held(i, w).into_iter().map(|(col, sign)| (col, sign / each)));
            }
            let what = format!("{what} {}", names(b, short, rooms));
            let open = rooms.len() as f64;
            b.program.at_most(format_args!("R3 open rooms {what}"), terms.clone(), open);
            if open > 0.0 {
                terms.push((b.columns.full[&(s, h, w, short.within(rooms))], -open));
                b.program.at_least(format_args!("R3 full {what}"), terms, 0.0);
            }
        }
        for i in seats {
            let Some(&cancelled) = b.columns.cancelled.get(&(i, w)) else { continue };
            let what = format!("{} w{}", b.facts.seat_name(i), w + 1);
            let full: Vec<(Col, f64)> = short
                .wanting(b.facts.seats[i].clinic)
                .map(|rooms| (b.columns.full[&(s, h, w, short.within(rooms))], -1.0))
                .chain([(cancelled, 1.0)])
                .collect();
            b.program.at_most(format_args!("R3 cancelled for want of a room {what}"), full, 0.0);
            let held = b.held(i, w);
            b.program.at_least(format_args!("R3 cancelled session {what}"), held, 0.0);
        }
    }
}

impl Short {
    /// Clinic kinds whose fitting open rooms lie within some rooms.
    fn within(&self, rooms: &BTreeSet<usize>) -> BTreeSet<usize> {
        self.fitting.iter().filter(|(_, fitting)| fitting.is_subset(rooms)).map(|(&k, _)| k).collect()
    }

    /// Scarce unions that hold all rooms that fit a clinic.
    fn wanting(&self, clinic: usize) -> impl Iterator<Item = &BTreeSet<usize>> {
        self.scarce.iter().filter(move |rooms| self.fitting[&clinic].is_subset(rooms))
    }
}

/// Seats whose sessions want a room then: the first position of each team, where a whole team can be there.
fn sharing(b: &Builder, short: &Short) -> Vec<usize> {
    let facts = b.facts;
    let here = facts.seats_here(short.site, short.half_day).iter().copied();
    let there: Vec<usize> = here.filter(|&i| facts.is_held(&facts.seats[i], short.week)).collect();
    let whole = |clinic: usize| {
        let team = &facts.clinic(clinic).team;
        team.iter().enumerate().all(|(j, position)| {
            let fills = |i: &&usize| facts.seats[**i].clinic == clinic && facts.seats[**i].position == j;
            there.iter().filter(fills).count() >= position.count as usize
        })
    };
    there.iter().copied().filter(|&i| facts.seats[i].position == 0 && whole(facts.seats[i].clinic)).collect()
}

/// Every half-day of a site and week in which closed rooms might not leave enough.
fn all_short(b: &Builder) -> Vec<Short> {
    let facts = b.facts;
    let mut all = Vec::new();
    for s in 0..facts.service.sites.len() {
        for h in 0..facts.half_days.len() {
            for block in 0..facts.service.blocks() as usize {
                let place = Site { site: s, half_day: h };
                let by_week: Vec<_> = facts.weeks_of(block).map(|w| (w, place.rooms_of_week(facts, w))).collect();
                let rooms: BTreeSet<usize> = by_week.iter().flat_map(|(_, open)| open).copied().collect();
                for (w, open) in by_week {
                    if facts.site_open[s][h][w] && open.len() < rooms.len() {
                        all.extend(short(b, place, w, &open));
                    }
                }
            }
        }
    }
    all
}

fn short(b: &Builder, place: Site, week: usize, open: &BTreeSet<usize>) -> Option<Short> {
    let facts = b.facts;
    let fitting = place.fitting(facts, open);
    let mut short = Short { site: place.site, half_day: place.half_day, week, fitting, scarce: Vec::new() };
    let seats = sharing(b, &short);
    for union in unions(short.fitting.values()) {
        let wants = |i: &&usize| short.fitting[&facts.seats[**i].clinic].is_subset(&union);
        let people: BTreeSet<usize> = seats.iter().filter(wants).map(|&i| facts.seats[i].practitioner).collect();
        if people.len() > union.len() {
            short.scarce.push(union);
        }
    }
    (!short.scarce.is_empty()).then_some(short)
}

fn names(b: &Builder, short: &Short, rooms: &BTreeSet<usize>) -> String {
    short.within(rooms).into_iter().map(|k| b.clinic(k)).collect::<Vec<_>>().join("+")
}
