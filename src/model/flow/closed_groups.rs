//! F9, closed groups.

use crate::engine::{Col, Program};
use crate::model::Builder;
use crate::service::ClosedGroup;

/// **F9 closed groups.** For an offer of a course with closed groups:
///
/// `min x groups[g,c,s,w] <= start[g,c,s,w] <= max x groups[g,c,s,w]`, `groups` whole.
///
/// Units: patients. YAML: `courses[].closed_group`.
pub fn add(b: &mut Builder) {
    let most = b.facts.most_starts();
    for offer in &b.facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        let Some(size) = b.facts.service.courses.at(c).closed_group else { continue };
        for w in 0..b.facts.weeks {
            let Some(&start) = b.columns.start.get(&(g, c, s, w)) else { continue };
            let what = format!("{} {} {} w{}", b.stream(g), b.course(c), b.site(s), w + 1);
            let groups = add_groups(&mut b.program, &what, (start, most[g]), size);
            b.columns.groups.insert((g, c, s, w), groups);
        }
    }
}

/// The groups of a column of starts, of which there are at most so many.
pub fn add_groups(program: &mut Program, what: &str, (start, most): (Col, f64), size: ClosedGroup) -> Col {
    let (min, max) = (f64::from(size.min), f64::from(size.max));
    let groups = program.integer(format!("groups {what}"), 0.0, (most / min).floor(), 0.0);
    program.at_least(format!("F9 least {what}"), vec![(start, 1.0), (groups, -min)], 0.0);
    program.at_most(format!("F9 most {what}"), vec![(start, 1.0), (groups, -max)], 0.0);
    groups
}
