//! F3, capacity in hours.

use crate::engine::Col;
use crate::model::Builder;
use crate::model::rota::meeting_times::{Loss, lost_hours};
use std::collections::BTreeSet;

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// **F3 capacity, R7 group size.** For clinic kind *k*, site *s* and week *w*:
///
/// ```text
/// one person:  sum over a of hours[a] x given[k,a,s,w]
///              <= sum over seats of k at s of offered[seat,w] x held[seat,w]
/// a team:      ... <= sum over half-days h of offered[k,s,h,w] x teams[k,s,h,w]
/// held         = session[seat,block] - taken[seat,w] - cancelled[seat,w]; 0 when nobody is there (R9)
/// offered      = (half-day - overhead - meetings attended) x (1 - absence)
/// ```
///
/// Sessions that a meeting takes or closed rooms cancel offer nothing (R5 half-day, R3 closures); hours lost to
/// meetings whose half-day is undecided, x (1 - absence), are taken off the right side (R5 minutes lost).
///
/// A clinic that holds one activity offers whole appointments or classes only, so that the bracket is rounded down to a
/// multiple of contact and notes. A team loses the most that any eligible member could lose to meetings, and the
/// absence of each of its heads, at the position's highest rate. Clinics of closed groups have no absence allowance: a
/// class is covered or moved. `hours[a]` is contact and notes of one slot or of one closed class, and a `max`-th of it
/// for a place in an open class. So given places <= max x the classes that fit, and R7 needs no row: ceil(given / max)
/// classes have time. An open class under its `min` is a warning of the checker, not a rule of the model.
///
/// - Columns: `given`, `session`, `teams`, `taken`, `cancelled`, `lost`.
/// - Units: hours.
/// - YAML: `activities[].contact_minutes`, `activities[].notes_minutes`, `activities[].mode`,
///   `clinics[].overhead_minutes`, `calendar.half_days[].minutes`, `practitioners[].absence_rate`,
///   `meetings[].minutes`.
/// - Dual: what one more hour of this clinic at this site in this week is worth; x `hours[a]`, what one more slot is.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for &k in facts.families.iter().flat_map(|family| &family.clinics) {
        for s in 0..facts.service.sites.len() {
            for w in 0..facts.weeks {
                add_row(b, k, s, w);
            }
        }
    }
}

fn add_row(b: &mut Builder, k: usize, s: usize, w: usize) {
    let facts = b.facts;
    let mut terms: Vec<_> = facts
        .clinic(k)
        .activities
        .iter()
        .filter_map(|id| facts.service.activities.position(id))
        .filter_map(|a| b.columns.given.get(&(k, a, s, w)).map(|&given| (given, facts.unit_minutes[a] / HOUR)))
        .collect();
    if terms.is_empty() {
        return;
    }
    if facts.is_team(k) {
        add_teams(b, (k, s, w), &mut terms);
    } else {
        add_seats(b, (k, s, w), &mut terms);
    }
    let name = format!("F3 capacity {} {} w{}", b.clinic(k), b.site(s), w + 1);
    b.program.at_most(name, terms, 0.0);
}

/// What the teams of a clinic offer at a site in a week, less what undecided meetings may take.
fn add_teams(b: &mut Builder, (k, s, w): (usize, usize, usize), terms: &mut Vec<(Col, f64)>) {
    let facts = b.facts;
    let attendance = facts.team_attendance(k);
    for h in 0..facts.half_days.len() {
        let Some(&teams) = b.columns.teams.get(&(k, s, h, w)) else { continue };
        let members = facts.team_meetings(k, s, h, w);
        let most_lost = |met: &[usize]| {
            let each = members.iter().map(|(known, others)| known + facts.minutes_of(others, met));
            each.fold(0.0, f64::max)
        };
        let offered = facts.usable_minutes(k, h, most_lost(&[])) * attendance;
        terms.push((teams, -offered / HOUR));
        let meetings: BTreeSet<usize> = members.iter().flat_map(|(_, others)| others).copied().collect();
        if !meetings.is_empty() {
            let loss = Loss {
                what: format!("{} {} {} w{}", b.clinic(k), b.site(s), b.half_day(h), w + 1),
                clinic: k,
                half_day: h,
                held: vec![(teams, 1.0)],
                most: b.program.get(teams).upper,
                meetings: meetings.into_iter().collect(),
                minutes: &most_lost,
            };
            terms.extend(lost_hours(b, &loss).into_iter().map(|lost| (lost, attendance)));
        }
    }
}

/// What the sessions of a clinic run by one person offer at a site in a week, less what undecided meetings may take.
fn add_seats(b: &mut Builder, (k, s, w): (usize, usize, usize), terms: &mut Vec<(Col, f64)>) {
    let facts = b.facts;
    for &i in facts.seats_at.range((k, s, 0)..(k, s + 1, 0)).flat_map(|(_, seats)| seats) {
        let held = b.held(i, w);
        if held.is_empty() {
            continue;
        }
        let (p, h) = (facts.seats[i].practitioner, facts.seats[i].half_day);
        let attendance = facts.attendance(k, p);
        let known = facts.meeting_minutes(p, s, h, w);
        let offered = facts.usable_minutes(k, h, known) * attendance;
        terms.extend(held.iter().map(|&(col, sign)| (col, -sign * offered / HOUR)));
        let meetings = facts.undecided_meetings(p, s, h, w);
        if !meetings.is_empty() {
            let lost = lost_of_seat(b, i, w, held, (known, meetings));
            terms.extend(lost.into_iter().map(|lost| (lost, attendance)));
        }
    }
}

/// The columns of hours that a seat's session loses to undecided meetings beside the minutes known to be lost.
fn lost_of_seat(
    b: &mut Builder,
    seat: usize,
    week: usize,
    held: Vec<(Col, f64)>,
    (known, meetings): (f64, Vec<usize>),
) -> Vec<Col> {
    let facts = b.facts;
    let key = (seat, known.to_bits(), meetings.clone(), held.iter().map(|&(col, _)| col).collect());
    if let Some(lost) = b.lost.get(&key) {
        return lost.clone();
    }
    let minutes = |met: &[usize]| known + facts.minutes_of(&meetings, met);
    let loss = Loss {
        what: format!("{} w{}", facts.seat_name(seat), week + 1),
        clinic: facts.seats[seat].clinic,
        half_day: facts.seats[seat].half_day,
        held,
        most: 1.0,
        meetings: meetings.clone(),
        minutes: &minutes,
    };
    let lost = lost_hours(b, &loss);
    b.lost.insert(key, lost.clone());
    lost
}
