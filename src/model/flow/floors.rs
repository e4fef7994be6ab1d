//! F1a and F1b, floors on starts.

use crate::model::Builder;
use crate::service::{Service, Stream};

/// **F1a assessment floor, F1b throughput floor.** For an assessment stream, or a stream without evidence whose
/// throughput of today is known, in each week *w* over all sites:
///
/// `short[w] >= wanted[w] - 1 - sum of starts up to w`, `short >= 0`, with wanted = referrals from outside up to *w*, or
/// today's starts a week x (w+1). The 1 leaves room for whole patients.
///
/// Holding assessments back thus never "shortens" later queues. Units: patients. YAML: `streams[].assessment`,
/// `today.starts_per_week`. Priced by `floor_shortfall_gbp` a patient and week.
pub fn add(b: &mut Builder) {
    for g in 0..b.facts.service.streams.len() {
        let Some(wanted) = wanted(b, g) else { continue };
        let rule = if b.facts.service.streams.at(g).assessment { "F1a" } else { "F1b" };
        let mut starts = Vec::new();
        for (w, wanted) in wanted.into_iter().enumerate() {
            starts.extend(b.starts_of(g, w).iter().map(|start| (start.col, 1.0)));
            let what = format!("{} w{}", b.stream(g), w + 1);
            let short = b.program.column(format!("short {what}"), 0.0, f64::INFINITY, 0.0);
            b.columns.short.insert((g, w), short);
            let mut terms = starts.clone();
            terms.push((short, 1.0));
            b.program.at_least(format!("{rule} floor {what}"), terms, wanted - 1.0);
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
