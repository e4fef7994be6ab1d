//! F3, capacity in hours.

use crate::base::calendar::Week;
use crate::model::Builder;

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// **F3 capacity, R7 group size.** For clinic kind *k*, site *s* and week *w*:
///
/// ```text
/// one person:  sum over a of hours[a] x given[k,a,s,w]
///              <= sum over seats of k at s of offered[seat,w] x session[seat,block]
/// a team:      ... <= sum over half-days h of offered[k,s,h,w] x teams[k,s,h,w]
/// offered      = (half-day - overhead - meetings attended) x (1 - absence); 0 when not held (R9)
/// ```
///
/// A clinic that holds one activity offers whole appointments or classes only, so that the bracket is rounded down to a
/// multiple of contact and notes. A team loses the most that any eligible member could lose to meetings, and the
/// absence of each of its heads, at the position's highest rate. Clinics of closed groups have no absence allowance: a
/// class is covered or moved. `hours[a]` is contact and notes of one slot or of one closed class, and a `max`-th of it
/// for a place in an open class. So given places <= max x the classes that fit, and R7 needs no row: ceil(given / max)
/// classes have time. An open class under its `min` is a warning of the checker, not a rule of the model.
///
/// - Columns: `given`, `session`, `teams`.
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
