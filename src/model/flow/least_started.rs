//! F1c, the least share that must start.

use crate::model::{Builder, Soft};
use crate::service::RuleId;

/// **F1c least started.** For a stream *g* with a least share, over the horizon and all sites:
///
/// ```text
/// sum over c, s, w of start[g,c,s,w] - least[g] x sum over w of onward[g,w] >= least[g] x (list + referrals) - sites
/// ```
///
/// The right side leaves one patient a site for whole patients. Where rules clash, it may be broken at 1,000 pounds a
/// patient.
///
/// - Columns: `start`, `onward`.
/// - Units: patients.
/// - YAML: `streams[].least_started_share`.
/// - Dual: what one patient less who must start would be worth.
pub fn add(b: &mut Builder) {
    for g in 0..b.facts.service.streams.len() {
        let stream = b.facts.service.streams.at(g);
        let Some(least) = stream.least_started.map(crate::base::units::Fraction::get) else { continue };
        let mut terms: Vec<_> = b.starts_in(g).into_iter().map(|col| (col, 1.0)).collect();
        for w in 0..b.facts.weeks {
            terms.extend(b.columns.onward.get(&(g, w)).map(|&o| (o, -least)));
        }
        let known = stream.list().0 + stream.referrals.iter().map(|r| r.0).sum::<f64>();
        let wanted = least * known - stream.site_shares.len() as f64;
        let what = b.stream(g).to_owned();
        let row = b.program.at_least(format_args!("F1c least started {what}"), terms, wanted);
        let what = format!("the least share of {what} that must start");
        b.soft.push(Soft { row, rule: RuleId::LeastStarted, what, unit: "patients", price: 1000.0 });
    }
}
