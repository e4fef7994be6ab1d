//! F9, closed groups.

use crate::engine::{Col, Program};
use crate::model::Builder;
use crate::model::flow::starts::add_so_far;
use crate::service::ClosedGroup;

/// **F9 closed groups.** For each stream *g*, site *s* and week *w* in which a course *c* with closed groups may start:
///
/// ```text
/// min[c] x groups[g,c,s,w] <= start[g,c,s,w] <= max[c] x groups[g,c,s,w]
/// groups so far[g,c,s,w] = groups so far[g,c,s,w-1] + groups[g,c,s,w], whole
/// ```
///
/// Groups are whole by their sums, as patients are (F12).
///
/// Groups already under way at the start of the horizon are counted as round(share x patients / max), by site and week
/// of the start.
///
/// - Columns: `groups[g,c,s,w]` and `groups so far[g,c,s,w]`, of 0 to `floor(most[g] / min[c])`.
/// - Units: patients and groups.
/// - YAML: `courses[].closed_group.min`, `courses[].closed_group.max`, `streams[].in_course`.
/// - Dual: with the groups fixed, what one patient more or less in the group would be worth.
pub fn add(b: &mut Builder) {
    let most = b.facts.most_starts();
    for offer in &b.facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        let Some(size) = b.facts.service.courses.at(c).closed_group else { continue };
        let mut before = None;
        for w in 0..b.facts.weeks {
            let Some(&start) = b.columns.start.get(&(g, c, s, w)) else { continue };
            let what = format!("{} {} {} w{}", b.stream(g), b.course(c), b.site(s), w + 1);
            let groups = add_groups(&mut b.program, &what, (start, most[g]), size);
            b.columns.groups.insert((g, c, s, w), groups);
            b.program.set_integer(groups, false);
            let in_all = (groups, b.program.get(groups).upper);
            let so_far = add_so_far(&mut b.program, &format!("groups_so_far {what}"), in_all, before);
            b.columns.groups_so_far.insert((g, c, s, w), so_far);
            before = Some(so_far);
        }
    }
}

/// The groups of a column of starts, of which there are at most so many.
pub fn add_groups(program: &mut Program, what: &str, (start, most): (Col, f64), size: ClosedGroup) -> Col {
    let (min, max) = (f64::from(size.min), f64::from(size.max));
    let groups = program.integer(format_args!("groups {what}"), 0.0, (most / min).floor(), 0.0);
    program.at_least(format_args!("F9 least {what}"), vec![(start, 1.0), (groups, -min)], 0.0);
    program.at_most(format_args!("F9 most {what}"), vec![(start, 1.0), (groups, -max)], 0.0);
    groups
}
