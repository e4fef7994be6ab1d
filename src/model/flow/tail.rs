//! F11, the horizon's end.

use crate::model::Builder;
use crate::model::flow::capacity::HOUR;

/// **F11 tail.** The horizon's end. For each family *f* of clinics that share activities, site *s* and week *t* = 1, 2,
/// ... after the horizon, up to the last in which a lesson is owed:
///
/// ```text
/// sum over a of f of hours[a] x (owed[a,s,t] - excess[a,s,t])
///     <= fall(t) x sum over seats of f at s of nominal[seat] x session[seat,last block]
/// excess[a,s,t] <= owed[a,s,t]
/// fall(t) = max(0, 1 - (t-1) / tail_weeks)
/// ```
///
/// `owed` is `due` of F2 in that week. Nominal hours are the offered hours of F3 without meetings, leave and closures,
/// of practitioners whose contract and registration run on that week's Monday; a team counts once, on its first
/// position. What fits earns its share of the course's benefit, since benefit is counted whole at the start; excess
/// costs what it earns at least:
///
/// ```text
/// price of excess[a] = max(excess_lesson_gbp, the most that a lesson of a earns: over courses offered,
///                          worth of a start / lessons a patient; x max for a closed class)
/// ```
///
/// Supporting lessons earn nothing. Crediting only what is given within the horizon would stop starts weeks before its
/// end; ignoring what is owed would leave promises that nobody can keep.
///
/// - Columns: `excess[a,s,t] >= 0`.
/// - Units: hours (rows), slots or classes (`excess`).
/// - YAML: `policy.tail_weeks`, `policy.prices.excess_lesson_gbp`.
/// - Dual: what an hour of the last pattern is worth in that week after the horizon.
pub fn add(b: &mut Builder) {
    let weeks = b.facts.weeks;
    let families = b.facts.families.clone();
    for (f, family) in families.iter().enumerate() {
        for s in 0..b.facts.service.sites.len() {
            let last =
                family.activities.iter().filter_map(|a| b.due.get(&(*a, s)).and_then(|d| d.keys().next_back())).max();
            let Some(&last) = last else { continue };
            for t in 1..=(last + 1).saturating_sub(weeks) {
                add_week(b, f, s, t);
            }
        }
    }
}

fn add_week(b: &mut Builder, f: usize, s: usize, t: usize) {
    let facts = b.facts;
    let family = &facts.families[f];
    let mut terms = Vec::new();
    let mut constant = 0.0;
    for &a in &family.activities {
        let Some(due) = b.due.get(&(a, s)).and_then(|d| d.get(&(facts.weeks + t - 1))).cloned() else { continue };
        let hours = facts.unit_minutes[a] / HOUR;
        let what = format!("{} {} after{t}", b.activity(a), b.site(s));
        let excess = b.program.column(format!("excess {what}"), 0.0, f64::INFINITY, 0.0);
        b.columns.excess.insert((a, s, t), excess);
        let mut limit = vec![(excess, 1.0)];
        limit.extend(due.terms.iter().map(|&(col, units)| (col, -units)));
        b.program.at_most(format!("F11 excess {what}"), limit, due.constant);
        constant += hours * due.constant;
        terms.extend(due.terms.iter().map(|&(col, units)| (col, units * hours)));
        terms.push((excess, -hours));
    }
    if terms.is_empty() {
        return;
    }
    let share = facts.tail_share(t);
    let block = facts.service.blocks() as usize - 1;
    if share > 0.0 {
        for (i, seat) in facts.seats.iter().enumerate() {
            if seat.site != s || !family.clinics.contains(&seat.clinic) || !facts.employed_after(seat.practitioner, t) {
                continue;
            }
            let Some(&session) = b.columns.session.get(&(i, block)) else { continue };
            let k = seat.clinic;
            let nominal = facts.usable_minutes(k, seat.half_day, 0.0) / HOUR;
            if facts.is_team(k) {
                // A team is counted by the members of its first position; R4 keeps the others in step.
                if seat.position == 0 {
                    let count = f64::from(facts.service.team(facts.clinic(k))[0].count);
                    terms.push((session, -share * nominal * facts.team_attendance(k) / count));
                }
            } else {
                terms.push((session, -share * nominal * facts.attendance(k, seat.practitioner)));
            }
        }
    }
    let first = b.activity(family.activities[0]).to_owned();
    b.program.at_most(format!("F11 tail {first} {} after{t}", b.site(s)), terms, -constant);
}
