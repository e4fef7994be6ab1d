//! F12, whole patients: the columns of starts.

use crate::model::Builder;
use crate::model::builder::WeekStart;

/// **F12 whole patients.** How many patients of stream *g* start course *c* at site *s* in week *w*:
///
/// ```text
/// start[g,c,s,w] in {0, 1, ..., most[g]}
/// ```
///
/// A column exists for each course that the stream offers, each site with a share of it, and each week in which the
/// site is open. `most[g]` is all whom the stream could ever have: its list, its referrals, and what other streams
/// could send.
///
/// - Columns: `start[g,c,s,w]`, whole.
/// - Units: patients.
/// - YAML: `streams[].courses`, `streams[].site_shares`, `sites[].open`.
/// - Dual: in the linear relaxation, the reduced cost of a start: what it lacks to be worth making.
pub fn add_columns(b: &mut Builder) {
    let most = b.facts.most_starts();
    for offer in &b.facts.offers {
        let (g, c, s) = (offer.stream, offer.course, offer.site);
        for w in 0..b.facts.weeks {
            if !b.facts.open_week[s][w] {
                continue;
            }
            let name = format!("start {} {} {} w{}", b.stream(g), b.course(c), b.site(s), w + 1);
            let col = b.program.integer(name, 0.0, most[g], 0.0);
            b.columns.start.insert((g, c, s, w), col);
            b.week_starts.entry((g, w)).or_default().push(WeekStart { course: c, site: s, col });
        }
    }
}
