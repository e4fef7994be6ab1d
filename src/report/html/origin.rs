//! Where an answer comes from: what an auditor needs to make it again.

use crate::record::Stamp;
use crate::report::numbers::percent;
use serde::Serialize;

/// A fact about how an answer was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    pub(super) name: String,
    pub(super) value: String,
}

impl Origin {
    /// A fact.
    #[must_use]
    pub fn new(name: &str, value: String) -> Self {
        Self { name: name.to_owned(), value }
    }

    /// All that a stamp says.
    #[must_use]
    pub fn of(stamp: &Stamp) -> Vec<Self> {
        let limits = &stamp.limits;
        let mut facts = vec![
            Self::new("Scenario", format!("{} ({})", stamp.scenario.name, stamp.scenario.file)),
            Self::new("SHA-256 of the scenario", stamp.scenario.hash.clone()),
        ];
        if !stamp.scenario.variants.is_empty() {
            facts.push(Self::new("Variants", stamp.scenario.variants.join(", ")));
        }
        for sheet in &stamp.scenario.sheets {
            facts.push(Self::new("Sheets", format!("{} ({})", sheet.file, sheet.hash)));
        }
        for patch in &stamp.patches {
            facts.push(Self::new("Change", serde_json::to_string(patch).unwrap_or_default()));
        }
        let gap = limits.gap.map(|gap| format!("gap {}", percent(gap)));
        let named = |limit: Option<u64>, name: &str| limit.map(|limit| format!("{limit} {name}"));
        let seconds = limits.seconds.map(|seconds| format!("{seconds} seconds"));
        let seed = limits.seed.map(|seed| format!("seed {seed}"));
        let all = [gap, named(limits.nodes, "nodes"), named(limits.iterations, "iterations"), seconds, seed];
        facts.extend([
            Self::new("Program", format!("{} {}", stamp.tool.name, stamp.tool.version)),
            Self::new("Solver", format!("{} {}", stamp.engine.name, stamp.engine.version)),
            Self::new("Limits of each search", all.into_iter().flatten().collect::<Vec<_>>().join(", ")),
        ]);
        facts
    }
}
