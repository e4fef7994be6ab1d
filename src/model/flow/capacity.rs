//! F3, capacity in hours.

use crate::model::Builder;
use crate::model::rota::meeting_times::{Loss, lost_hours};
use std::collections::BTreeSet;
use std::ops::Range;

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// **F3 capacity.** For clinic kind *k*, site *s* and each bucket of weeks (one week in the full model):
///
/// `sum over a of hours a unit[a] x given[k,a] <= sum over seats and weeks of offered hours x session[seat, block]`
/// for clinics run by one person, and `offered hours x teams[k,s,h,w]` for teams; offered hours = whole appointments
/// in the half-day less overhead and meetings, x (1 - absence). Sessions cancelled or taken by a meeting offer nothing
/// (R3 closures, R5 half-day), and hours lost to meetings whose half-day is undecided are taken off (R5 minutes lost).
///
/// Units: hours. YAML: `activities[].contact_minutes`, `notes_minutes`, `clinics[].overhead_minutes`,
/// `practitioners[].absence_rate`. The dual is what one more hour of this clinic that week is worth.
pub fn add(b: &mut Builder) {
    let families: Vec<(usize, Vec<usize>)> =
        b.facts.families.iter().enumerate().map(|(f, family)| (f, family.clinics.clone())).collect();
    for (f, clinics) in families {
        for k in clinics {
            for s in 0..b.facts.service.sites.len() {
                for part in b.buckets.of(f, s).to_vec() {
                    add_row(b, k, s, &part);
                }
            }
        }
    }
}

fn add_row(b: &mut Builder, k: usize, s: usize, part: &Range<usize>) {
    let facts = b.facts;
    let mut terms: Vec<_> = facts
        .clinic(k)
        .activities
        .iter()
        .filter_map(|id| facts.service.activities.position(id))
        .filter_map(|a| b.columns.given.get(&(k, a, s, part.start)).map(|&given| (given, facts.unit_minutes[a] / HOUR)))
        .collect();
    if terms.is_empty() {
        return;
    }
    let block = facts.block_of(part.start);
    if facts.is_team(k) {
        let attendance = facts.team_attendance(k);
        for h in 0..facts.half_days.len() {
            for w in part.clone() {
                if let Some(&teams) = b.columns.teams.get(&(k, s, h, w)) {
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
        }
    } else {
        for (i, seat) in facts.seats.iter().enumerate().filter(|(_, seat)| seat.clinic == k && seat.site == s) {
            let Some(&session) = b.columns.session.get(&(i, block)) else { continue };
            let (p, h) = (seat.practitioner, seat.half_day);
            let attendance = facts.attendance(k, p);
            let mut offered = 0.0;
            for w in part.clone().filter(|&w| facts.is_held(seat, w)) {
                let known = facts.meeting_minutes(p, s, h, w);
                let usable = facts.usable_minutes(k, h, known);
                offered += usable;
                let held = b.held(i, w);
                terms.extend(held.iter().skip(1).map(|&(col, sign)| (col, -sign * usable * attendance / HOUR)));
                let meetings = facts.undecided_meetings(p, s, h, w);
                if !meetings.is_empty() {
                    let theirs = meetings.clone();
                    let minutes = |met: &[usize]| known + facts.minutes_of(&theirs, met);
                    let key =
                        (i, known.to_bits(), meetings.clone(), held.clone().into_iter().map(|(col, _)| col).collect());
                    let lost = match b.lost.get(&key) {
                        Some(lost) => lost.clone(),
                        None => {
                            let what = format!("{} w{}", facts.seat_name(i), w + 1);
                            let loss =
                                Loss { what, clinic: k, half_day: h, held, most: 1.0, meetings, minutes: &minutes };
                            let lost = lost_hours(b, &loss);
                            b.lost.insert(key, lost.clone());
                            lost
                        }
                    };
                    terms.extend(lost.into_iter().map(|lost| (lost, attendance)));
                }
            }
            terms.push((session, -offered * attendance / HOUR));
        }
    }
    let name = format!("F3 capacity {} {} w{}", b.clinic(k), b.site(s), part.start + 1);
    let row = b.program.at_most(name, terms, 0.0);
    b.capacity_rows.insert((k, s, part.start), row);
}
