//! Where a variant stands among the others: what it buys for each pound.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a variant comes to, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bargain {
    /// It gains, and costs nothing more.
    ForNothing,
    /// It gains, and costs more.
    ForMoney,
    /// It changes nothing.
    Indifferent,
    /// It loses, and saves money.
    Saving,
    /// It loses, and saves nothing.
    Loss,
    /// It changes what things are worth, or the weeks that are planned: its worth is reckoned otherwise, and stands beside
    /// the others without being ranked.
    AnotherYardstick,
}

/// Where a variant stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rank {
    /// What it comes to.
    pub bargain: Bargain,
    /// What each pound more buys, in pounds of worth at the policy's prices; of a saving, what each pound saved loses.
    pub gain_per_gbp: Option<f64>,
}

impl Bargain {
    /// As records and tables write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Bargain::ForNothing => "for-nothing",
            Bargain::ForMoney => "for-money",
            Bargain::Indifferent => "indifferent",
            Bargain::Saving => "saving",
            Bargain::Loss => "loss",
            Bargain::AnotherYardstick => "another-yardstick",
        }
    }
}
