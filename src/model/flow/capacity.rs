//! F3, capacity in hours.

use crate::base::calendar::Week;
use crate::model::Builder;

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// **F3 capacity.** For clinic kind *k*, site *s* and week *w*:
///
/// `sum over a of hours a unit[a] x given[k,a] <= sum over seats held in w of offered hours x session[seat, block]`
/// for clinics run by one person, and `sum over h of offered hours x teams[k,s,h,w]` for teams; offered hours = whole
/// appointments in the half-day less overhead and meetings, x (1 - absence).
///
/// Units: hours. YAML: `activities[].contact_minutes`, `notes_minutes`, `clinics[].overhead_minutes`,
/// `practitioners[].absence_rate`. The dual is what one more hour of this clinic that week is worth.
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
        let attendance = facts.team_attendance(k);
        for h in 0..facts.half_days.len() {
            if let Some(&teams) = b.columns.teams.get(&(k, s, h, w)) {
                let lost = facts.team_meeting_minutes(k, s, h, w);
                let offered = facts.usable_minutes(k, h, lost) * attendance;
                terms.push((teams, -offered / HOUR));
            }
        }
    } else {
        let block = facts.service.block_of(Week(w as u32)) as usize;
        for &i in facts.seats_at.range((k, s, 0)..(k, s + 1, 0)).flat_map(|(_, seats)| seats) {
            let seat = &facts.seats[i];
            let Some(&session) = b.columns.session.get(&(i, block)) else { continue };
            if facts.is_held(seat, w) {
                let lost = facts.meeting_minutes(seat.practitioner, s, seat.half_day, w);
                let offered = facts.usable_minutes(k, seat.half_day, lost) * facts.attendance(k, seat.practitioner);
                terms.push((session, -offered / HOUR));
            }
        }
    }
    let name = format!("F3 capacity {} {} w{}", b.clinic(k), b.site(s), w + 1);
    b.program.at_most(name, terms, 0.0);
}
