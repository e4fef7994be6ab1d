//! F1a and F1b, floors on starts.

use crate::model::Builder;
use crate::service::{Service, Stream};

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
            starts.extend(b.starts_of(g, w).iter().map(|start| (start.col, 1.0)));
            let what = format!("{} w{}", b.stream(g), w + 1);
            let short = b.program.column(format_args!("short {what}"), 0.0, f64::INFINITY, 0.0);
            b.columns.short.insert((g, w), short);
            let mut terms = starts.clone();
            terms.push((short, 1.0));
            b.program.at_least(format_args!("{rule} floor {what}"), terms, wanted - 1.0);
        }
    }
}

/// What a stream's starts have to keep up with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Floor {
    /// Referrals from outside: an assessment stream.
    Referrals,
    /// Today's starts a week: a stream without evidence.
    Today(f64),
}

impl Floor {
    /// The floor of a stream, if it has one.
    #[must_use]
    pub fn of(service: &Service, stream: &Stream) -> Option<Self> {
        if stream.assessment {
            return Some(Self::Referrals);
        }
        let today = stream.today.as_ref().and_then(|t| t.starts_per_week)?;
        (!service.has_evidence(stream)).then_some(Self::Today(today.0))
    }
}

/// Patients who should have started by the end of each week; none for a stream without a floor.
fn wanted(b: &Builder, g: usize) -> Option<Vec<f64>> {
    let stream = b.facts.service.streams.at(g);
    Some(match Floor::of(b.facts.service, stream)? {
        Floor::Referrals => stream
            .referrals
            .iter()
            .scan(0.0, |sum, referred| {
                *sum += referred.0;
                Some(*sum)
            })
            .collect(),
        Floor::Today(rate) => (0..b.facts.weeks).map(|w| rate * (w + 1) as f64).collect(),
    })
}
