//! Variants of a scenario side by side, with everything that is needed to read and repeat them.

use crate::base::finding::Finding;
use crate::plan::bargain::Rank;
use crate::plan::difference::Difference;
use crate::plan::digest::Digest;
use crate::record::manifest::ManifestVerdict;
use crate::record::outline::Named;
use crate::record::reading::{self, Kind};
use crate::record::{Assumption, EvidenceNotes, NotCompared, Outcome, ServiceOutline, Stamp, Status};
use crate::scenario::records::PatchRecord;
use crate::study::{between, in_order, rank};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The version of the comparison's record that this binary writes.
pub const COMPARISON_VERSION: u32 = 1;

/// What the scenario without any variant is called.
pub const BASE: &str = "base";
/// What "do nothing" is called: today's mix, the rota optimised.
pub const DO_NOTHING: &str = "do-nothing";

/// Variants of a scenario side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise comparison")]
pub struct ComparisonRecord {
    /// Version of this record, 1.
    pub equipoise_comparison: u32,
    /// Where it comes from. Its patches are those that all sides have.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What was made of each side.
    pub of: Compared,
    /// Names, dates and units, of the scenario without its variants.
    pub service: ServiceOutline,
    /// The prices that the aims were weighed with, without variants.
    pub assumptions: Vec<Assumption>,
    /// What to know about the evidence, without variants.
    pub evidence: EvidenceNotes,
    /// Today's mix, the rota optimised; none if there is none.
    pub do_nothing: Option<CaseRecord>,
    /// Why there is no "do nothing"; none where there is.
    pub not_compared: Option<NotCompared>,
    /// The scenario without its variants.
    pub base: CaseRecord,
    /// The variants, in the order in which they are written.
    pub variants: Vec<VariantOutcome>,
    /// Ids of the variants that could be ranked, the best bargain first.
    pub ranking: Vec<String>,
    /// The difference that was asked for between two of the sides.
    #[serde(default)]
    pub between: Option<Between>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Compared {
    /// Dated plans.
    Plans,
    /// Long-run balances of a year.
    Balances,
    /// Dated plans with sessions and patients split: upper limits.
    Splits,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseRecord {
    /// What it is called.
    pub id: String,
    /// The question that it asks.
    pub description: Option<String>,
    /// The variants of which it consists, one on top of another: `--variant` for each plans it by itself.
    pub variants: Vec<String>,
    /// What is set: `--set` for each plans it by itself.
    pub sets: Vec<String>,
    /// What it changes in the scenario, in order.
    pub patches: Vec<PatchRecord>,
    /// Names of what the scenario without it does not have.
    pub names: Vec<Named<String>>,
    /// What came of it.
    pub result: CaseResult,
}

/// What came of one side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CaseResult {
    /// It was planned.
    Planned(Box<PlannedCase>),
    /// The scenario is not valid with it.
    Refused {
        /// Why.
        findings: Vec<Finding>,
    },
    /// It could not be planned.
    Failed {
        /// Why.
        why: String,
    },
}

/// A side that was planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedCase {
    /// How the search ended.
    pub outcome: Outcome,
    /// What the independent checker said; none for what it does not check.
    pub verdict: Option<ManifestVerdict>,
    /// Its figures.
    pub digest: Digest,
    /// The plan at which the search was begun, that of the scenario without the variant: a digest of it, SHA-256 in
    /// hexadecimal; none if at none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_at: Option<String>,
}

/// A variant, and how it differs from the scenario without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VariantOutcome {
    /// The variant.
    #[serde(flatten)]
    pub case: CaseRecord,
    /// What it has more than the scenario without it; none if one of them was not planned.
    pub difference: Option<Difference>,
    /// Between what the difference in worth is proven to lie; none where a bound is missing.
    pub proven: Option<ProvenDifference>,
    /// Where it stands among the others; none if it was not planned, or its rules clash.
    pub rank: Option<Rank>,
    /// What it comes to, in a sentence.
    pub sentence: String,
}

/// Between what the difference of two optima is proven to lie, in pounds: the search ends before either is reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProvenDifference {
    /// At least.
    pub least_gbp: f64,
    /// At most.
    pub most_gbp: f64,
}

/// The difference between two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The first side.
    pub before: String,
    /// The second side.
    pub after: String,
    /// What the second has more than the first.
    pub difference: Difference,
}

impl CaseRecord {
    /// Its plan, if it was planned.
    #[must_use]
    pub fn planned(&self) -> Option<&PlannedCase> {
        match &self.result {
            CaseResult::Planned(planned) => Some(planned),
            _ => None,
        }
    }

    /// The name of something; its id if neither this nor the outline knows it.
    #[must_use]
    pub fn name<'n>(&'n self, id: &'n str, known: &'n str) -> &'n str {
        self.names.iter().find(|named| named.id == id).map_or(known, |named| named.name.as_str())
    }
}

/// What begins the paths of values that say what things are worth, or which weeks are planned.
const YARDSTICKS: [&str; 3] = ["policy.", "measures.", "horizon."];

/// Whether a patch changes what things are worth, or the weeks that are planned.
fn changes_yardstick(patch: &PatchRecord) -> bool {
    let path = patch.path();
    YARDSTICKS.iter().any(|start| path.starts_with(start))
        || YARDSTICKS.iter().any(|start| path == start.trim_end_matches('.'))
        || (path.starts_with("courses.") && path.contains(".evidence"))
}

impl VariantOutcome {
    /// A variant beside the scenario without it; the sentence is still to be written.
    #[must_use]
    pub fn new(case: CaseRecord, base: &CaseRecord) -> Self {
        let pair = case.planned().zip(base.planned());
        let difference = pair.map(|(case, base)| between(&base.digest, &case.digest));
        let proven = pair.and_then(|(case, base)| ProvenDifference::of(&base.outcome, &case.outcome));
        let whole = pair.is_some_and(|(case, base)| {
            case.outcome.status != Status::Partial && base.outcome.status != Status::Partial
        });
        let own = case.patches.get(base.patches.len().min(case.patches.len())..).unwrap_or_default();
        let all = if case.patches.starts_with(&base.patches) { own } else { &case.patches };
        let other = all.iter().any(changes_yardstick);
        let rank = difference.as_ref().filter(|_| whole).map(|difference| rank(difference, other));
        Self { case, difference, proven, rank, sentence: String::new() }
    }
}

impl ProvenDifference {
    /// Of two searches.
    fn of(before: &Outcome, after: &Outcome) -> Option<Self> {
        let (before_bound, after_bound) = (before.bound_gbp?, after.bound_gbp?);
        Some(Self {
            least_gbp: after.value_gbp - before_bound.max(before.value_gbp),
            most_gbp: after_bound.max(after.value_gbp) - before.value_gbp,
        })
    }
}

/// Ids of the variants that have a rank, the best bargain first.
#[must_use]
pub fn ranking(variants: &[VariantOutcome]) -> Vec<String> {
    let ranked = variants.iter().filter_map(|v| Some((&v.case.id, (v.rank?, v.difference.as_ref()?.gain_gbp))));
    let (ids, ranks): (Vec<&String>, Vec<_>) = ranked.unzip();
    in_order(&ranks).into_iter().map(|index| ids[index].clone()).collect()
}

impl ComparisonRecord {
    /// All sides: "do nothing" first, then the scenario as it is, then its variants.
    pub fn sides(&self) -> impl Iterator<Item = &CaseRecord> {
        self.do_nothing.iter().chain([&self.base]).chain(self.variants.iter().map(|variant| &variant.case))
    }

    /// A side by its id.
    #[must_use]
    pub fn side(&self, id: &str) -> Option<&CaseRecord> {
        self.sides().find(|case| case.id == id)
    }

    /// The difference between two sides that were planned.
    #[must_use]
    pub fn difference(&self, before: &str, after: &str) -> Option<Between> {
        let digest = |id: &str| Some(&self.side(id)?.planned()?.digest);
        let difference = between(digest(before)?, digest(after)?);
        Some(Between { before: before.to_owned(), after: after.to_owned(), difference })
    }
}

const KIND: Kind =
    Kind { noun: "comparison", key: "equipoise_comparison", newest: COMPARISON_VERSION, command: "equipoise compare" };

impl ComparisonRecord {
    /// Reads a comparison's file.
    ///
    /// # Errors
    /// A finding that says what is wrong with the file.
    pub fn from_file(path: &Path) -> Result<Self, Box<Finding>> {
        reading::from_file(&KIND, path)
    }
}
