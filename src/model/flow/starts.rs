//! F12, whole patients: the columns of starts.

use crate::engine::{Col, Program};
use crate::model::Builder;
use crate::model::builder::WeekStart;

/// **F12 whole patients.** How many patients of stream *g* start course *c* at site *s* in week *w*, and how many have
/// by then:
///
/// ```text
/// so far[g,c,s,w] = so far[g,c,s,w-1] + start[g,c,s,w]
/// start[g,c,s,w] >= 0, so far[g,c,s,w] in {0, 1, ..., most[g]}
/// ```
///
/// Differences of whole numbers are whole, so starts are too. That it is said of the sums makes the model far easier to
/// solve: whether two or three patients start in week 17 hardly matters to the relaxation, in which a fraction of a
/// patient slips into the next week; whether 41 or 42 have started by week 17 does.
///
/// Columns exist for each course that the stream offers, each site with a share of it, and each week in which the
/// site is open. `most[g]` is all whom the stream could ever have: its list, its referrals, and what other streams
/// could send.
///
/// - Columns: `start[g,c,s,w]`; `so far[g,c,s,w]`, whole.
/// - Units: patients.
/// - YAML: `streams[].courses`, `streams[].site_shares`, `sites[].open`.
/// - Dual: in the linear relaxation, the reduced cost of a start: what it lacks to be worth making.
pub fn add_columns(b: &mut Builder) {
    let most = b.facts.most_starts();
    for offer in &b.facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        let mut before = None;
        for w in 0..b.facts.weeks {
            if !b.facts.open_week[s][w] {
                continue;
            }
            let what = format!("{} {} {} w{}", b.stream(g), b.course(c), b.site(s), w + 1);
            let col = b.program.column(format_args!("start {what}"), 0.0, most[g], 0.0);
            b.columns.start.insert((g, c, s, w), col);
            b.week_starts.entry((g, w)).or_default().push(WeekStart { course: c, site: s, col });
            let so_far = add_so_far(&mut b.program, &format!("so_far {what}"), (col, most[g]), before);
            b.columns.so_far.insert((g, c, s, w), so_far);
            before = Some(so_far);
        }
    }
}

/// The whole sum of a column of starts, of which there are at most so many in all, and of those before it.
pub fn add_so_far(program: &mut Program, name: &str, (starts, most): (Col, f64), before: Option<Col>) -> Col {
    let so_far = program.integer(name, 0.0, most, 0.0);
    let terms = [(so_far, 1.0), (starts, -1.0)].into_iter().chain(before.map(|col| (col, -1.0)));
    program.equal(format_args!("F12 {name}"), terms.collect(), 0.0);
    so_far
}
