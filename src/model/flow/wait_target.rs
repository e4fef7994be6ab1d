//! F5, wait targets.

use crate::model::Builder;

/// **F5 wait target.** For a stream *g* with target *T* weeks, site *s*, week *w*:
///
/// ```text
/// beyond[g,s,w] >= waiting[g,s,w] - sum over weeks v = w-T+1..w of arrivals[g,s,v]
/// arrivals[g,s,v] = share[g,s] x (referrals[g,v] + onward[g,v]);   before week 0: the list by age
/// ```
///
/// First come first served: whoever waits and did not arrive within the last *T* weeks has waited longer. Somebody on
/// the list who has waited *i* to *i* + 1 weeks arrived in week -1-*i*.
///
/// - Columns: `beyond[g,s,w] >= 0`, priced at `policy.prices.breach_week_gbp` a patient and week.
/// - Units: patients.
/// - YAML: `streams[].target_wait_weeks`, `streams[].waiting_list`, `policy.prices.breach_week_gbp`.
/// - Dual: what one patient less beyond the target in that week would save; at most the price.
/// - Source: the curves of cumulative arrivals and departures of first come first served queues.
pub fn add(b: &mut Builder) {
    let service = b.facts.service;
    for (g, stream) in service.streams.iter().enumerate() {
        let Some(target) = stream.target_wait_weeks else { continue };
        let target = target as usize;
        for (site, share) in &stream.site_shares {
            let (s, share) = (b.facts.site(site), share.get());
            for w in 0..b.facts.weeks {
                let what = format!("{} {} w{}", b.stream(g), b.site(s), w + 1);
                let beyond = b.program.column(format_args!("beyond {what}"), 0.0, f64::INFINITY, 0.0);
                b.columns.beyond.insert((g, s, w), beyond);
                let mut terms = vec![(beyond, 1.0), (b.columns.waiting[&(g, s, w)], -1.0)];
                let first = (w + 1).saturating_sub(target);
                let mut recent: f64 = (first..=w).map(|v| stream.referrals[v].0).sum();
                terms.extend((first..=w).filter_map(|v| b.columns.onward.get(&(g, v)).map(|&o| (o, share))));
                // On the list: whoever has waited i to i+1 weeks arrived in week -1-i; recent if w+1+i < T.
                let young = |i: u32| w + 1 + (i as usize) < target;
                recent += stream.waiting.iter().filter(|e| young(e.weeks)).map(|e| e.patients.0).sum::<f64>();
                b.program.at_least(format_args!("F5 target {what}"), terms, -share * recent);
            }
        }
    }
}
