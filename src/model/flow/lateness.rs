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
    let facts = b.facts;
    let pairs: Vec<(usize, usize)> = b.due.keys().copied().filter(|(a, _)| !facts.clinics_of[*a].is_empty()).collect();
    for (a, s) in pairs {
        let site = &facts.service.sites.at(s).id;
        let most = facts.units_a_session(a);
        let mut before = None;
        for w in 0..facts.weeks {
            let what = format!("{} {site} w{}", b.activity(a), w + 1);
            let due = b.due[&(a, s)].get(&w).cloned().unwrap_or_default();
            let mut terms = Vec::new();
            for &k in facts.clinics_of[a].iter().filter(|k| facts.clinic(**k).sites.contains(site)) {
                let given = b.program.column(format_args!("given {} {what}", b.clinic(k)), 0.0, f64::INFINITY, 0.0);
                b.columns.given.insert((k, a, s, w), given);
                terms.push((given, 1.0));
            }
            let carried = b.program.column(format_args!("carried {what}"), 0.0, most, 0.0);
            let late = b.program.column(format_args!("late {what}"), 0.0, f64::INFINITY, 0.0);
            b.columns.carried.insert((a, s, w), carried);
            b.columns.late.insert((a, s, w), late);
            terms.extend([(carried, 1.0), (late, 1.0)]);
            if let Some((carried, late)) = before {
                terms.extend([(carried, -1.0), (late, -1.0)]);
            }
            terms.extend(due.terms.iter().map(|&(col, units)| (col, -units)));
            b.program.equal(format_args!("F4 lessons {what}"), terms, due.constant);
            if due.terms.is_empty() {
                b.program.set_bounds(carried, 0.0, most.min(due.constant));
            } else {
                let mut terms = vec![(carried, 1.0)];
                terms.extend(due.terms.iter().map(|&(col, units)| (col, -units)));
                b.program.at_most(format_args!("F4 carry {what}"), terms, due.constant);
            }
            before = Some((carried, late));
        }
    }
}
