//! F2, lessons due.

use crate::model::Builder;

/// **F2 lessons due.** The units of activity *a* due at site *s* in week *w*:
///
/// `due[a,s,w] = sum over g, c and weeks v of units[c,a,j] x start[g,c,s,v]` where *w* is the *j*-th open week from *v*;
/// `units` counts the course's lessons of week *j*, each x `(1 - drop-out)^((i-1)/(n-1))` for visit *i* of *n*, and
/// / (1 - dna) where missed slots are rebooked; a closed group's classes are counted by `groups`, neither thinned nor
/// swollen. Patients who started before the horizon add a constant. Weeks after the horizon are the tail (F11).
///
/// Units: slots, or classes of closed groups. YAML: `courses[].lessons[].cadence`, `drop_out`, `activities[].dna_rate`,
/// `streams[].in_course`. No row of its own: the sums stand in F4 and F11.
pub fn gather(b: &mut Builder) {
    for offer in &b.facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        let cadence = &b.facts.cadence[s];
        for (u, &w) in cadence.iter().enumerate() {
            let Some(&start) = b.columns.start.get(&(g, c, s, w)) else { continue };
            let groups = b.columns.groups.get(&(g, c, s, w)).copied();
            for visit in &b.facts.visits[c] {
                let Some(&week) = cadence.get(u + visit.week) else { continue };
                let col = if visit.per_group { groups.unwrap_or(start) } else { start };
                let due = b.due.entry((visit.activity, s)).or_default().entry(week).or_default();
                due.terms.push((col, visit.units));
            }
        }
    }
    for (_, c, s, ago, patients, groups) in b.facts.in_course() {
        for visit in &b.facts.visits[c] {
            let Some(u) = visit.week.checked_sub(ago) else { continue };
            let Some(&week) = b.facts.cadence[s].get(u) else { continue };
            let units = visit.units * if visit.per_group { groups } else { patients };
            if units > 0.0 {
                b.due.entry((visit.activity, s)).or_default().entry(week).or_default().constant += units;
            }
        }
    }
}
