//! R11, whole appointments.

use crate::engine::Col;
use crate::model::Facts;
use crate::model::appointments::{activities, lengths, minutes_of, places_of, ways};
use crate::model::weeks::Question;
use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// A first appointment put off counts so much of what one of a course under way does.
const FIRST: f64 = 0.5;

/// **R11 appointments.** For clinic kind *k*, site *s*, and each length *l* of its appointments; sessions of *k* at *s*
/// with *u* usable minutes are filled in ways *f* in `F[u]`, each a number of appointments of each length that fits *u*
/// and to which no further one could be added:
///
/// ```text
/// sum over f in F[u] of filled[k,s,u,f] <= sum over seats of k at s with u usable minutes of session[seat]; = if published
/// sum over a of length l of held[k,a,s] <= sum over u, f in F[u] of f[l] x filled[k,s,u,f]
/// sum over k of held[k,a,s] + put_off[a,s] + put_off_first[a,s] = wanted[a,s]
/// put_off[a,s] <= wanted of courses under way,  put_off_first[a,s] <= wanted first ones
/// sum over published seats of k at s of listed[seat,a] x session[seat] <= held[k,a,s]
/// filled in whole numbers
/// ```
///
/// `wanted` is what the plan's flow gives this week, in whole appointments, and what earlier weeks have put off. Usable
/// are the half-day's minutes less overhead and meetings, without the allowance for absence: who is away is known. A
/// class is one appointment of its clinic, with as many places as it may hold; of a team, sessions count by whole teams
/// (R4), and lose the most that any eligible member could lose to meetings. Clinics with appointments of one length have
/// one way to be filled. An appointment put off costs `late_lesson_week_gbp`, and a first one half of it: what was
/// started keeps its cadence first; a class counts all its places. A session that was published is filled by itself, in
/// ways that have room for what it holds already, and this stays (last row but one).
///
/// - Columns: `session`, `teams`, `filled[k,s,u,f]`, `held[k,a,s]`, `put_off[a,s]`, `put_off_first[a,s]`.
/// - Units: sessions; appointments, places in open classes, classes of closed groups.
/// - YAML: `activities[].contact_minutes`, `activities[].notes_minutes`, `activities[].mode`,
///   `clinics[].overhead_minutes`, `policy.prices.late_lesson_week_gbp`.
/// - Dual: of the second row, what one more appointment of that length would be worth.
/// - Source: the patterns of Gilmore and Gomory, "A linear programming approach to the cutting-stock problem",
///   Operations Research 9 (1961).
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let mut held_of: BTreeMap<(usize, usize), Vec<Col>> = BTreeMap::new();
    for k in 0..facts.service.clinics.len() {
        for s in 0..facts.service.sites.len() {
            add_clinic(week, k, s, &mut held_of);
        }
    }
    let late = facts.service.policy.prices.late_lesson_week.0;
    for (&(a, s), wanted) in week.question.wanted {
        let what = format!("{} {}", week.b.activity(a), week.b.site(s));
        let price = late * facts.places[a];
        let put_off = week.priced(format!("put off {what}"), f64::from(wanted.follow_up), price);
        let first = week.priced(format!("put off first {what}"), f64::from(wanted.first), price * FIRST);
        week.columns.put_off.insert((a, s), put_off);
        week.columns.put_off_first.insert((a, s), first);
        let mut terms = vec![(put_off, 1.0), (first, 1.0)];
        terms.extend(held_of.get(&(a, s)).into_iter().flatten().map(|&col| (col, 1.0)));
        week.b.program.equal(format_args!("R11 wanted {what}"), terms, f64::from(wanted.all()));
    }
}

/// The rows of a clinic at a site.
fn add_clinic(week: &mut WeekBuilder, k: usize, s: usize, held_of: &mut BTreeMap<(usize, usize), Vec<Col>>) {
    let facts = week.question.facts;
    let wanted: Vec<usize> = activities(facts, k).filter(|&a| week.question.wanted.contains_key(&(a, s))).collect();
    let offered = offered(week, k, s);
    if wanted.is_empty() || offered.is_empty() {
        return;
    }
    let what = format!("{} {}", week.b.clinic(k), week.b.site(s));
    let lengths = lengths(facts, &wanted);
    let mut room: BTreeMap<u64, Vec<(Col, f64)>> = BTreeMap::new();
    for (&(bits, own), sessions) in &offered {
        let known = own.map_or_else(|| vec![0; lengths.len()], |own| of_lengths(week, own, &lengths));
        let over = own.is_some_and(|own| week.question.published.is_some_and(|p| p.over.contains(&own.half_day)));
        let ways = if over {
            vec![known]
        } else {
            let room = |way: &Vec<u32>| way.iter().zip(&known).all(|(way, known)| way >= known);
            ways(&lengths, f64::from_bits(bits)).into_iter().filter(room).collect()
        };
        let what = match own {
            Some(own) => format!("{what} {} {}", facts.seat_name(own.leader), f64::from_bits(bits)),
            None => format!("{what} {}", f64::from_bits(bits)),
        };
        let mut filled = Vec::new();
        for (f, way) in ways.iter().enumerate() {
            let most = sessions.iter().map(|&(col, _)| week.b.program.get(col).upper).sum::<f64>();
            let name = format!("filled {what} {f}");
            // With one way the sessions themselves are whole.
            let col = if ways.len() > 1 {
                week.b.program.integer(name, 0.0, most, 0.0)
            } else {
                week.b.program.column(name, 0.0, most, 0.0)
            };
            let key = (k, s, bits, own, f);
            week.columns.filled.insert(key, col);
            week.columns.ways.insert(key, lengths.iter().copied().zip(way.iter().copied()).collect());
            for (&length, &count) in lengths.iter().zip(way) {
                if count > 0 {
                    room.entry(length.to_bits()).or_default().push((col, f64::from(count)));
                }
            }
            filled.push((col, 1.0));
        }
        let is_full = own.is_some() && !filled.is_empty();
        filled.extend(sessions.iter().map(|&(col, sign)| (col, -sign)));
        let name = format!("R11 filled {what}");
        // What a published session holds stays in it, and does not go to another that is as good.
        if is_full {
            week.b.program.equal(name, filled, 0.0);
        } else {
            week.b.program.at_most(name, filled, 0.0);
        }
    }
    for &length in &lengths {
        let mut terms = Vec::new();
        for &a in wanted.iter().filter(|&&a| minutes_of(facts, a) == length) {
            let most = f64::from(week.question.wanted[&(a, s)].all());
            let name = format!("held {} {} {}", week.b.clinic(k), week.b.activity(a), week.b.site(s));
            let held = week.b.program.column(name, 0.0, most, 0.0);
            week.columns.held.insert((k, a, s), held);
            held_of.entry((a, s)).or_default().push(held);
            terms.push((held, 1.0 / f64::from(places_of(facts, a))));
            keep_published(week, (k, a, s), held);
        }
        let places = room.get(&length.to_bits()).into_iter().flatten();
        terms.extend(places.map(|&(col, count)| (col, -count)));
        week.b.program.at_most(format_args!("R11 room {what} {length}"), terms, 0.0);
    }
}

/// Appointments of published sessions that go on are held there.
fn keep_published(week: &mut WeekBuilder, (k, a, s): (usize, usize, usize), held: Col) {
    let Some(published) = week.question.published else { return };
    let facts = week.question.facts;
    let mut terms = vec![(held, 1.0)];
    for (&seat, units) in &published.lists {
        let of = &facts.seats[seat];
        let leads = of.position == 0 && (of.clinic, of.site) == (k, s);
        if let (Some(col), Some(&units), true) = (week.session(seat), units.get(&a), leads) {
            terms.push((col, -f64::from(units)));
        }
    }
    if terms.len() > 1 {
        let what = format!("{} {} {}", week.b.clinic(k), week.b.activity(a), week.b.site(s));
        week.b.program.at_least(format_args!("R11 stays {what}"), terms, 0.0);
    }
}

/// How many appointments or classes of each length a published session has.
fn of_lengths(week: &WeekBuilder, own: Own, lengths: &[f64]) -> Vec<u32> {
    let facts = week.question.facts;
    let list = week.question.published.and_then(|published| published.lists.get(&own.leader));
    let of = |length: &f64| {
        let units = list.into_iter().flatten().filter(|(a, _)| minutes_of(facts, **a) == *length);
        units.map(|(&a, &units)| units.div_ceil(places_of(facts, a))).sum()
    };
    lengths.iter().map(of).collect()
}

/// A session that was published with a list: it is filled by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Own {
    /// Number of its half-day.
    pub half_day: usize,
    /// The seat of who leads it.
    pub leader: usize,
}

/// The published session that is filled by itself as a session with these seats: the seat's own, or of a team the only
/// one of its clinic and site in that half-day, whoever leads it now.
#[must_use]
pub fn own(question: &Question, (k, s, h): (usize, usize, usize), seat: Option<usize>) -> Option<Own> {
    let (facts, published) = (question.facts, question.published?);
    if !facts.is_team(k) {
        let leader = seat.filter(|seat| published.lists.contains_key(seat))?;
        return Some(Own { half_day: h, leader });
    }
    let here = |i: &&usize| (facts.seats[**i].clinic, facts.seats[**i].site, facts.seats[**i].half_day) == (k, s, h);
    let mut leaders = published.lists.keys().filter(here);
    match (leaders.next(), leaders.next()) {
        (Some(&leader), None) => Some(Own { half_day: h, leader }),
        _ => None,
    }
}

/// Sessions that are filled alike: the bits of their usable minutes, and which one, if it was published with a list.
type Alike = (u64, Option<Own>);

/// Sessions of a clinic at a site by how they are filled, as terms; those in which nothing fits left out.
fn offered(week: &WeekBuilder, k: usize, s: usize) -> BTreeMap<Alike, Vec<(Col, f64)>> {
    let facts = week.question.facts;
    let mut offered: BTreeMap<Alike, Vec<(Col, f64)>> = BTreeMap::new();
    if facts.is_team(k) {
        for (&(_, _, h, _), &teams) in week.b.columns.teams.range((k, s, 0, 0)..(k, s + 1, 0, 0)) {
            let own = own(week.question, (k, s, h), None);
            offered.entry((team_minutes(facts, k, s, h).to_bits(), own)).or_default().push((teams, 1.0));
        }
    } else {
        for (&(.., h), seats) in facts.seats_at.range((k, s, 0)..(k, s + 1, 0)) {
            for &i in seats {
                let Some(session) = week.session(i) else { continue };
                let own = own(week.question, (k, s, h), Some(i));
                offered.entry((seat_minutes(facts, i).to_bits(), own)).or_default().push((session, 1.0));
            }
        }
    }
    let shortest = activities(facts, k).map(|a| minutes_of(facts, a)).fold(f64::INFINITY, f64::min);
    offered.retain(|(bits, _), _| f64::from_bits(*bits) + 1e-9 >= shortest);
    offered
}

/// Usable minutes of a seat's session.
#[must_use]
pub fn seat_minutes(facts: &Facts, seat: usize) -> f64 {
    let seat = &facts.seats[seat];
    let lost = facts.minutes_off(seat.practitioner, seat.site, seat.half_day, 0);
    open_minutes(facts, seat.clinic, seat.half_day, lost)
}

/// Usable minutes of a team's session, whoever is in it.
#[must_use]
pub fn team_minutes(facts: &Facts, clinic: usize, site: usize, half_day: usize) -> f64 {
    let each = facts.team_meetings(clinic, site, half_day, 0);
    let lost = each.into_iter().map(|(known, _)| known).fold(0.0, f64::max);
    open_minutes(facts, clinic, half_day, lost)
}

fn open_minutes(facts: &Facts, clinic: usize, half_day: usize, lost: f64) -> f64 {
    let period = facts.service.timetable.period(&facts.half_days[half_day].period);
    (period.minutes.0 - facts.clinic(clinic).overhead.0 - lost).max(0.0)
}
