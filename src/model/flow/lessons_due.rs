//! F2, lessons due.

use crate::model::Builder;

/// **F2 lessons due.** The units of activity *a* due at site *s* in week *w*, an expression of the starts:
///
/// ```text
/// due[a,s,w] = sum over g, c and start weeks v of units[c,a,j] x start[g,c,s,v]     w the j-th open week of s after v
///              + the same of patients who started before the horizon (a constant)
/// units[c,a,j] = sum over the visits i of a in course week j of share[i] x (1 - drop_out[c])^((i-1)/(n-1)) / (1 - dna[a])
/// ```
///
/// Course weeks *j* count from 0, the week of the start; only weeks in which the site is open count, and every week
/// after the horizon does. Visits *i* = 1..*n* are numbered over all activities of the course, by week (the power is 1
/// if n = 1); the division is left out where a missed lesson is lost rather than booked again. Classes of closed groups
/// are counted by `groups[g,c,s,v]` in place of `start`, one unit a class: neither thinned nor swollen. Weeks after the
/// horizon are the tail (F11). There is no row of its own: the sums stand in F4 and F11.
///
/// - Columns: `start`, `groups`.
/// - Units: slots (a patient's place), or classes of closed groups.
/// - YAML: `courses[].lessons[].cadence`, `courses[].drop_out`, `activities[].dna_rate`, `activities[].missed`,
///   `streams[].in_course`.
/// - Dual: none of its own; a lesson's price is the dual of F4.
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
