//! F4, carry and lateness.

use crate::model::Builder;

/// **F4 carry and lateness.** For activity *a* at site *s* in week *w*:
///
/// ```text
/// sum over k of given[k,a,s,w] + carried[a,s,w] + late[a,s,w] = due[a,s,w] + carried[a,s,w-1] + late[a,s,w-1]
/// carried[a,s,w] <= due[a,s,w]
/// carried[a,s,w] <= the most units that one session takes, of any clinic that holds a
/// ```
///
/// A lesson slips one week at a small price, further only as late, at a price above every aim: a started course is
/// protected before any new start. Both are charged for each week.
///
/// - Columns: `given`, `carried`, `late`, all at least 0; `late` without limit.
/// - Units: slots, or classes of closed groups.
/// - YAML: `policy.prices.carried_lesson_gbp`, `policy.prices.late_lesson_week_gbp`.
/// - Dual: what one lesson less due in that week would save: the price of a lesson of *a* then and there.
pub fn add(b: &mut Builder) {
    let pairs: Vec<(usize, usize)> = b.due.keys().copied().collect();
    for (a, s) in pairs {
        let family = b.facts.families.iter().position(|f| f.activities.contains(&a));
        let Some(family) = family else { continue };
        let parts = b.buckets.of(family, s).to_vec();
        let most = b.facts.units_a_session(a);
        let due = b.due[&(a, s)].clone();
        let mut before: Option<(crate::engine::Col, crate::engine::Col)> = None;
        for part in parts {
            let first = part.start;
            let what = format!("{} {} w{}", b.activity(a), b.site(s), first + 1);
            let mut terms = Vec::new();
            for &k in &b.facts.clinics_of[a] {
                if !b.facts.clinic(k).sites.contains(&b.facts.service.sites.at(s).id) {
                    continue;
                }
                let name = format!("given {} {what}", b.clinic(k));
                let given = b.program.column(name, 0.0, f64::INFINITY, 0.0);
                b.columns.given.insert((k, a, s, first), given);
                terms.push((given, 1.0));
            }
            let carried = b.program.column(format!("carried {what}"), 0.0, most, 0.0);
            let late = b.program.column(format!("late {what}"), 0.0, f64::INFINITY, 0.0);
            b.columns.carried.insert((a, s, first), carried);
            b.columns.late.insert((a, s, first), late);
            terms.push((carried, 1.0));
            terms.push((late, 1.0));
            if let Some((carried, late)) = before {
                terms.push((carried, -1.0));
                terms.push((late, -1.0));
            }
            let mut constant = 0.0;
            for week in part.clone() {
                if let Some(due) = due.get(&week) {
                    constant += due.constant;
                    terms.extend(due.terms.iter().map(|&(col, units)| (col, -units)));
                }
            }
            b.program.equal(format!("F4 lessons {what}"), terms, constant);
            let last = due.get(&(part.end - 1)).cloned().unwrap_or_default();
            if last.terms.is_empty() {
                b.program.set_bounds(carried, 0.0, most.min(last.constant));
            } else {
                let mut terms = vec![(carried, 1.0)];
                terms.extend(last.terms.iter().map(|&(col, units)| (col, -units)));
                b.program.at_most(format!("F4 carry {what}"), terms, last.constant);
            }
            before = Some((carried, late));
        }
    }
}
