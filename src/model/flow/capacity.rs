//! F3, capacity in hours.

use crate::model::Builder;
use std::ops::Range;

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// **F3 capacity.** For clinic kind *k*, site *s* and each bucket of weeks (one week in the full model):
///
/// `sum over a of hours a unit[a] x given[k,a] <= sum over seats and weeks of offered hours x session[seat, block]`
/// for clinics run by one person, and `offered hours x teams[k,s,h,w]` for teams; offered hours = whole appointments
/// in the half-day less overhead and meetings, x (1 - absence).
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
    let block = facts.service.block_of(crate::base::calendar::Week(part.start as u32)) as usize;
    if facts.is_team(k) {
        let attendance = facts.team_attendance(k);
        for h in 0..facts.half_days.len() {
            for w in part.clone() {
                if let Some(&teams) = b.columns.teams.get(&(k, s, h, w)) {
                    let lost = facts.team_meeting_minutes(k, s, h, w);
                    let offered = facts.usable_minutes(k, h, lost) * attendance;
                    terms.push((teams, -offered / HOUR));
                }
            }
        }
    } else {
        for (i, seat) in facts.seats.iter().enumerate().filter(|(_, seat)| seat.clinic == k && seat.site == s) {
            let Some(&session) = b.columns.session.get(&(i, block)) else { continue };
            let offered: f64 = part
                .clone()
                .filter(|&w| facts.is_held(seat, w))
                .map(|w| {
                    let lost = facts.meeting_minutes(seat.practitioner, s, seat.half_day, w);
                    facts.usable_minutes(k, seat.half_day, lost)
                })
                .sum();
            terms.push((session, -offered * facts.attendance(k, seat.practitioner) / HOUR));
        }
    }
    let name = format!("F3 capacity {} {} w{}", b.clinic(k), b.site(s), part.start + 1);
    let row = b.program.at_most(name, terms, 0.0);
    b.capacity_rows.insert((k, s, part.start), row);
}
