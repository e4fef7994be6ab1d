//! F11, the horizon's end.

use crate::engine::Col;
use crate::model::Builder;
use crate::model::appointments::Limit;
use crate::model::facts::Facts;
use crate::model::flow::capacity::{Counted, limits};
use std::collections::BTreeSet;

/// **F11 tail.** The horizon's end. For each family *f* of clinics that share activities, site *s* and week *t* = 1, 2,
/// ... after the horizon, up to the last in which a lesson is owed:
///
/// ```text
/// sum over a of f of hours[a] x (owed[a,s,t] + carried[a,s,t-1] - carried[a,s,t] - excess[a,s,t])
///     <= fall(t) x sum over seats of f at s of nominal[seat] x session[seat,last block]
/// carried[a,s,t] + excess[a,s,t] <= owed[a,s,t] + carried[a,s,t-1]
/// carried[a,s,t] <= due[a,s,t] and <= the most units that one session takes; nothing is carried out of the last week
/// fall(t) = max(0, 1 - (t-1) / tail_weeks)
/// ```
///
/// Families in which a clinic has appointments of several lengths keep the first row also in whole appointments, counted
/// as in F3: with `count[a]` in place of `hours[a]`, and in place of nominal hours the most that a session holds. Where
/// several clinics are of the family, each length by itself has such a row too.
///
/// `due` is that of F2 in that week, and so is `owed`, to which in the first week comes what F4 carried over or left
/// late at the horizon's end: promises do not end with it. A lesson may slip one week, as in F4 and at the same price.
/// Nominal hours are the offered hours of F3 without meetings, leave and closures, of practitioners whose contract and
/// registration run on that week's Monday; a team counts once, on its first position, and a session that one meeting
/// takes in every week of the block not at all. What fits earns its share of the
/// course's benefit, since benefit is counted whole at the start; excess costs what it earns at least:
///
/// ```text
/// price of excess[a] = max(excess_lesson_gbp, the most that a lesson of a earns: over courses offered,
///                          worth of a start / lessons a patient; x max for a closed class)
/// ```
///
/// Supporting lessons earn nothing. Crediting only what is given within the horizon would stop starts weeks before its
/// end; ignoring what is owed would leave promises that nobody can keep.
///
/// - Columns: `carried[a,s,t]`, `excess[a,s,t]`, at least 0.
/// - Units: hours (rows), slots or classes (`carried`, `excess`).
/// - YAML: `policy.tail_weeks`, `policy.prices.excess_lesson_gbp`, `policy.prices.carried_lesson_gbp`.
/// - Dual: what an hour of the last pattern is worth in that week after the horizon.
pub fn add(b: &mut Builder) {
    let weeks = b.facts.weeks;
    let families = b.facts.families.clone();
    for (f, family) in families.iter().enumerate() {
        let limits = limits_of(b.facts, f);
        for (s, seats) in seats_of(b.facts, f).iter().enumerate() {
            let last =
                family.activities.iter().filter_map(|a| b.due.get(&(*a, s)).and_then(|d| d.keys().next_back())).max();
            let Some(&last) = last else { continue };
            let ends = (last + 1).saturating_sub(weeks).max(1);
            for t in 1..=ends {
                add_week(b, (f, s, t), t == ends, &limits, seats);
            }
        }
    }
}

/// What is to be given of an activity in a week after the horizon, in units.
struct ToGive {
    activity: usize,
    terms: Vec<(Col, f64)>,
    constant: f64,
}

/// The seats of a family's clinics, by site.
fn seats_of(facts: &Facts, f: usize) -> Vec<Vec<usize>> {
    let mut is_of = vec![false; facts.service.clinics.len()];
    facts.families[f].clinics.iter().for_each(|&k| is_of[k] = true);
    let mut seats = vec![Vec::new(); facts.service.sites.len()];
    facts
        .seats
        .iter()
        .enumerate()
        .filter(|(_, seat)| is_of[seat.clinic])
        .for_each(|(i, seat)| seats[seat.site].push(i));
    seats
}

fn add_week(b: &mut Builder, (f, s, t): (usize, usize, usize), ends: bool, limits: &BTreeSet<Limit>, seats: &[usize]) {
    let facts = b.facts;
    let family = &facts.families[f];
    let to_give: Vec<ToGive> = family.activities.iter().filter_map(|&a| add_activity(b, a, s, t, ends)).collect();
    if to_give.is_empty() {
        return;
    }
    let first = b.activity(family.activities[0]).to_owned();
    let what = format!("{first} {} after{t}", b.site(s));
    add_row(b, (t, seats), &to_give, &Counted::Hours, format!("F11 tail {what}"));
    for (n, limit) in limits.iter().enumerate() {
        add_row(b, (t, seats), &to_give, &Counted::Whole(*limit), format!("F11 whole {what} {n}"));
    }
}

/// The columns of an activity in a week after the horizon, if any of it may be owed.
fn add_activity(b: &mut Builder, a: usize, s: usize, t: usize, ends: bool) -> Option<ToGive> {
    let facts = b.facts;
    let due = b.due.get(&(a, s)).and_then(|d| d.get(&(facts.weeks + t - 1))).cloned().unwrap_or_default();
    let mut owed: Vec<(Col, f64)> = put_off(b, a, s, t).into_iter().map(|col| (col, 1.0)).collect();
    owed.extend(&due.terms);
    if owed.is_empty() && due.constant == 0.0 {
        return None;
    }
    let what = format!("{} {} after{t}", b.activity(a), b.site(s));
    let excess = b.program.column(format_args!("excess {what}"), 0.0, f64::INFINITY, 0.0);
    b.columns.excess.insert((a, s, t), excess);
    let mut open = vec![excess];
    let mut most = facts.units_a_session(a);
    if due.terms.is_empty() {
        most = most.min(due.constant);
    }
    if !ends && most > 0.0 {
        let carried = b.program.column(format_args!("carried {what}"), 0.0, most, 0.0);
        b.columns.carried_after.insert((a, s, t), carried);
        open.push(carried);
        if !due.terms.is_empty() {
            let limit = due.terms.iter().map(|&(col, units)| (col, -units)).chain([(carried, 1.0)]).collect();
            b.program.at_most(format_args!("F11 carry {what}"), limit, due.constant);
        }
    }
    let limit = owed.iter().map(|&(col, units)| (col, -units)).chain(open.iter().map(|&col| (col, 1.0))).collect();
    b.program.at_most(format_args!("F11 excess {what}"), limit, due.constant);
    let terms = owed.into_iter().chain(open.into_iter().map(|col| (col, -1.0))).collect();
    Some(ToGive { activity: a, terms, constant: due.constant })
}

/// What whole appointments of a family's lengths, two by two, are limited by in sessions of the week's half-days.
fn limits_of(facts: &Facts, f: usize) -> BTreeSet<Limit> {
    let clinics = &facts.families[f].clinics;
    let halves = 0..facts.half_days.len();
    let minutes = |k: usize| -> Vec<f64> {
        let off = facts.unbooked(k);
        halves.clone().flat_map(|h| off.iter().map(move |&off| facts.usable_minutes(k, h, off))).collect()
    };
    let mut found: BTreeSet<Limit> = clinics.iter().flat_map(|&k| limits(facts, k, &minutes(k))).collect();
    if clinics.len() > 1 {
        // Sessions of a clinic that has but one of the two lengths.
        found.extend(found.clone().iter().flat_map(Limit::each));
    }
    found
}

/// The row that what is to be given fits the falling share of the last pattern.
fn add_row(b: &mut Builder, (t, seats): (usize, &[usize]), to_give: &[ToGive], counted: &Counted, name: String) {
    let facts = b.facts;
    let mut terms = Vec::new();
    let mut constant = 0.0;
    for given in to_give {
        let each = counted.unit(facts, given.activity);
        if each > 0.0 {
            constant += each * given.constant;
            terms.extend(given.terms.iter().map(|&(col, units)| (col, units * each)));
        }
    }
    if terms.is_empty() {
        return;
    }
    let share = facts.tail_share(t);
    let block = facts.service.blocks() as usize - 1;
    if share > 0.0 {
        for &i in seats {
            let seat = &facts.seats[i];
            if !facts.employed_after(seat.practitioner, t) {
                continue;
            }
            let Some(&session) = b.columns.session.get(&(i, block)) else { continue };
            let k = seat.clinic;
            let off = if facts.is_team(k) {
                facts.most_unbooked(k)
            } else {
                facts.practitioner(seat.practitioner).unbooked.0
            };
            let nominal = share * b.offered(*counted, (k, seat.half_day), off);
            let held = match (facts.is_team(k), seat.position) {
                (false, _) => nominal * facts.attendance(k, seat.practitioner),
                // A team is counted by the members of its first position; R4 keeps the others in step.
                (true, 0) => nominal * facts.team_attendance(k) / facts.people_a_room(k),
                (true, _) => continue,
            };
            terms.push((session, -held));
            terms.extend(always_taken(b, i, block).map(|col| (col, held)));
        }
    }
    b.program.at_most(name, terms, -constant);
}

/// What says that a meeting takes a seat's session in every week of a block, where its half-day is undecided.
fn always_taken(b: &Builder, seat: usize, block: usize) -> Option<Col> {
    let facts = b.facts;
    let mut held = facts.weeks_of(block).filter(|&w| facts.is_held(&facts.seats[seat], w));
    let first = b.columns.taken.get(&(seat, held.next()?)).copied()?;
    held.all(|w| b.columns.taken.get(&(seat, w)) == Some(&first)).then_some(first)
}

/// What the week before carried over, and the horizon's last left late.
fn put_off(b: &Builder, a: usize, s: usize, t: usize) -> Vec<Col> {
    let columns = &b.columns;
    let before = if t == 1 {
        let last = (a, s, b.facts.weeks - 1);
        [columns.carried.get(&last), columns.late.get(&last)]
    } else {
        [columns.carried_after.get(&(a, s, t - 1)), None]
    };
    before.into_iter().flatten().copied().collect()
}
