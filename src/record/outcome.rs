//! How a search ended: value, bound, gap, clashes.

use crate::service::{Aim, RuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In a word.
    pub status: Status,
    /// The plan's worth in pounds at the policy's prices.
    pub value_gbp: f64,
    /// No plan is worth more than this, in pounds; none if nothing was proven.
    pub bound_gbp: Option<f64>,
    /// (bound - value) / |bound|: see [`gap`].
    pub gap: Option<f64>,
    /// No plan with this plan's rota is worth more, in pounds, even with patients split; none if the rota was not
    /// found by itself.
    #[serde(default)]
    pub rota_bound_gbp: Option<f64>,
    /// What the bound is a bound of.
    pub bound_of: BoundOf,
    /// Whether a limit or an interruption ended the search before its gap was reached.
    pub cut_short: bool,
    /// Value, bound and gap of each aim, where they were solved one after the other: those of the order, then the
    /// others.
    #[serde(default)]
    pub aims: Vec<AimOutcome>,
    /// Rules that cannot hold together, with the cheapest changes that let them; empty for a plan that keeps all.
    #[serde(default)]
    pub clashes: Vec<Clash>,
    /// Why: a set of rules that cannot hold together; none for a plan that keeps all, or where none was found.
    #[serde(default)]
    pub conflict: Option<Conflict>,
}

/// How a search ended, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The best there is, proven.
    Proven,
    /// Within the gap asked for.
    WithinGap,
    /// A limit or an interruption ended the search; the best plan so far.
    CutShort,
    /// The rules clash; the best plan that breaks as little as possible.
    Partial,
}

impl Status {
    /// As records and tables write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Proven => "proven",
            Status::WithinGap => "within-gap",
            Status::CutShort => "cut-short",
            Status::Partial => "partial",
        }
    }
}

/// What a bound is a bound of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BoundOf {
    /// The full weekly model: no dated plan of the scenario is better.
    #[serde(rename = "weekly model")]
    WeeklyModel,
    /// The weekly model with this plan's rota: another rota might be better.
    #[serde(rename = "weekly model with this rota")]
    FixedRota,
    /// The long-run balance of a year.
    #[serde(rename = "long-run balance")]
    SteadyModel,
    /// The weekly model with sessions and patients split.
    #[serde(rename = "weekly model, split")]
    SplitModel,
}

impl BoundOf {
    /// As a sentence says it: "the weekly model".
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            BoundOf::WeeklyModel => "the weekly model",
            BoundOf::FixedRota => "the weekly model with this rota",
            BoundOf::SteadyModel => "the long-run balance",
            BoundOf::SplitModel => "the weekly model with sessions and patients split",
        }
    }
}

/// An aim's value and bound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AimOutcome {
    /// The aim.
    pub aim: Aim,
    /// Its worth in the plan, in pounds.
    pub value_gbp: f64,
    /// Its best worth for any plan that keeps the aims before it as this one does, in pounds; none if nothing was
    /// proven.
    pub bound_gbp: Option<f64>,
    /// (bound - value) / |bound|: see [`gap`]. What later aims took within the tolerance is in it.
    #[serde(default)]
    pub gap: Option<f64>,
    /// Share of its best worth that later aims may give up; none for an aim that the order does not name, which decides
    /// among equals.
    pub tolerance: Option<f64>,
}

/// A rule that cannot hold together with the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clash {
    /// The rule.
    pub rule: RuleId,
    /// What it is about: `at-block`, `canterbury, week 3`.
    pub what: String,
    /// By how much it is broken in the cheapest set of changes.
    pub amount: f64,
    /// In what unit.
    pub unit: String,
    /// The change that would let it hold: a sentence without a full stop.
    pub fix: String,
}

/// Rules that cannot hold together, whatever else gives. What is not named (leave, rooms, lessons due) holds always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The rules.
    pub rules: Vec<ConflictingRule>,
    /// Whether without any one of them the others can hold; if not, the search was ended early, and some may be there
    /// without need.
    pub minimal: bool,
}

/// One of the rules that cannot hold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConflictingRule {
    /// The rule.
    pub rule: RuleId,
    /// What it is about: `the budget clinics`.
    pub what: String,
}

/// The gap between a plan's value and its bound: how much better the best plan could be, as a share of the bound. None
/// where the bound is nothing and the value is not.
#[must_use]
pub fn gap(value: f64, bound: f64) -> Option<f64> {
    let difference = (bound - value).max(0.0);
    if difference == 0.0 {
        return Some(0.0);
    }
    (bound != 0.0).then(|| difference / bound.abs())
}
