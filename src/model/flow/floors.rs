//! F1a and F1b, floors on starts.

use crate::model::Builder;

/// **F1a assessment floor, F1b throughput floor.** For an assessment stream (F1a), or a stream without evidence whose
/// throughput of today is known (F1b), in each week *w* over all sites:
///
/// ```text
/// short[g,w] >= wanted[g,w] - 1 - sum over c, s and weeks v <= w of start[g,c,s,v]
/// ```
///
/// `wanted` is the sum of the referrals from outside up to *w* (F1a), or today's starts a week x (w + 1), weeks counted
/// from 0 (F1b). The 1 leaves room for whole patients. Holding assessments back thus never "shortens" the queues behind
/// them, and streams that earn nothing are not left to wait. A floor that removals or a short list put out of reach is
/// a constant cost.
///
/// - Columns: `short[g,w] >= 0`, priced at `policy.prices.floor_shortfall_gbp` a patient and week.
/// - Units: patients.
/// - YAML: `streams[].assessment`, `streams[].referrals`, `streams[].today.starts_per_week`,
///   `policy.prices.floor_shortfall_gbp`.
/// - Dual: what one patient less on the floor of that week would save; at most the price.
pub fn add(b: &mut Builder) {
    for g in 0..b.facts.service.streams.len() {
        let Some(wanted) = wanted(b, g) else { continue };
        let rule = if b.facts.service.streams.at(g).assessment { "F1a" } else { "F1b" };
        let mut starts = Vec::new();
        for (w, wanted) in wanted.into_iter().enumerate() {
            starts.extend(b.starts_of(g, w).into_iter().map(|col| (col, 1.0)));
            let what = format!("{} w{}", b.stream(g), w + 1);
            let short = b.program.column(format!("short {what}"), 0.0, f64::INFINITY, 0.0);
            b.columns.short.insert((g, w), short);
            let mut terms = starts.clone();
            terms.push((short, 1.0));
            b.program.at_least(format!("{rule} floor {what}"), terms, wanted - 1.0);
        }
    }
}

/// Patients who should have started by the end of each week; none for a stream without a floor.
fn wanted(b: &Builder, g: usize) -> Option<Vec<f64>> {
    let service = b.facts.service;
    let stream = service.streams.at(g);
    if stream.assessment {
        let mut sum = 0.0;
        return Some(
            stream
                .referrals
                .iter()
                .map(|r| {
                    sum += r.0;
                    sum
                })
                .collect(),
        );
    }
    let has_evidence = stream.options.iter().any(|o| service.courses[&o.course].evidence.is_some());
    let today = stream.today.as_ref().and_then(|t| t.starts_per_week);
    match today {
        Some(rate) if !has_evidence => Some((0..b.facts.weeks).map(|w| rate.0 * (w + 1) as f64).collect()),
        _ => None,
    }
}
