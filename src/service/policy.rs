//! Aims and their prices.

use crate::base::units::{Fraction, Pounds};
use crate::service::RotaPolicy;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a plan can aim for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Lessons when due, floors kept, little promised beyond what can be kept.
    Promises,
    /// Clinical benefit.
    Benefit,
    /// Short waits.
    Waiting,
    /// Little spent, and much earned where that counts.
    Cost,
    /// No session and no change of site without need.
    Tidy,
}

impl Aim {
    /// All aims, in the order that they have by default.
    pub const ALL: [Aim; 5] = [Aim::Promises, Aim::Benefit, Aim::Waiting, Aim::Cost, Aim::Tidy];
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Aim::Promises => "promises",
            Aim::Benefit => "benefit",
            Aim::Waiting => "waiting",
            Aim::Cost => "cost",
            Aim::Tidy => "tidy",
        })
    }
}

/// How the aims are put together.
#[derive(Debug, Clone, PartialEq)]
pub enum Aims {
    /// One sum with the prices.
    Weighted,
    /// One after the other.
    Ordered(Vec<AimStage>),
}

/// An aim in an order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AimStage {
    /// The aim.
    pub aim: Aim,
    /// Share of its best value that later aims may give up.
    pub tolerance: Fraction,
}

/// Which end of the evidence's interval counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceCase {
    /// Pessimistic.
    Low,
    /// Mean.
    Mean,
    /// Optimistic.
    High,
}

/// Aims, prices, pattern blocks, tail.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How the aims are put together.
    pub aims: Aims,
    /// Prices.
    pub prices: Prices,
    /// What weekly rotas weigh, share out and keep.
    pub rota: RotaPolicy,
    /// Weeks for which a rota pattern holds; at most the horizon.
    pub pattern_weeks: u32,
    /// Weeks after the horizon over which the promise of lessons falls from all of the last pattern's capacity to
    /// none.
    pub tail_weeks: u32,
    /// Which end of the evidence counts.
    pub evidence_case: EvidenceCase,
}

/// Prices of the aims, in pounds a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// One important change for one patient.
    pub important_change: Pounds,
    /// A lesson a week late.
    pub late_lesson_week: Pounds,
    /// A lesson carried into the next week.
    pub carried_lesson: Pounds,
    /// A patient and week short of a floor.
    pub floor_shortfall: Pounds,
    /// An hour of desk work and week late.
    pub late_desk_hour: Pounds,
    /// A lesson promised beyond the tail's capacity, at least.
    pub excess_lesson: Pounds,
    /// A patient waiting a week.
    pub waiting_week: Pounds,
    /// A patient waiting a week beyond the target, on top.
    pub breach_week: Pounds,
    /// A lesson less than the recommended dose.
    pub dose_shortfall: Pounds,
    /// A pound spent.
    pub spent_pound: Pounds,
    /// A pound earned.
    pub earned_pound: Pounds,
    /// A rostered session.
    pub session: Pounds,
    /// A change of site within a day.
    pub site_change: Pounds,
}

impl Prices {
    /// The price under a key of `policy.prices`.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<Pounds> {
        self.clone().by_key_mut(key).copied()
    }

    /// The price under a key of `policy.prices`, to be changed.
    pub fn by_key_mut(&mut self, key: &str) -> Option<&mut Pounds> {
        Some(match key {
            "important_change_gbp" => &mut self.important_change,
            "late_lesson_week_gbp" => &mut self.late_lesson_week,
            "carried_lesson_gbp" => &mut self.carried_lesson,
            "floor_shortfall_gbp" => &mut self.floor_shortfall,
            "late_desk_hour_gbp" => &mut self.late_desk_hour,
            "excess_lesson_gbp" => &mut self.excess_lesson,
            "waiting_week_gbp" => &mut self.waiting_week,
            "breach_week_gbp" => &mut self.breach_week,
            "dose_shortfall_gbp" => &mut self.dose_shortfall,
            "spent_pound_gbp" => &mut self.spent_pound,
            "earned_pound_gbp" => &mut self.earned_pound,
            "session_gbp" => &mut self.session,
            "site_change_gbp" => &mut self.site_change,
            _ => return None,
        })
    }
}

/// A price's default, for the documented table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceDefault {
    /// The key under `policy.prices`.
    pub key: &'static str,
    /// Pounds; none where the price must be given.
    pub pounds: Option<f64>,
    /// A unit of what.
    pub unit: &'static str,
    /// Whose aim it serves.
    pub aim: Aim,
    /// Why this figure.
    pub reason: &'static str,
}

/// Every price, its default and its reason: all defaults are assumptions of the tool.
pub const PRICE_DEFAULTS: [PriceDefault; 13] = [
    PriceDefault {
        key: "important_change_gbp",
        pounds: None,
        unit: "smallest important change for one patient",
        aim: Aim::Benefit,
        reason: "the service's own judgement: every other price is weighed against it",
    },
    PriceDefault {
        key: "late_lesson_week_gbp",
        pounds: Some(400.0),
        unit: "lesson and week late",
        aim: Aim::Promises,
        reason: "above what any lesson earns, so that a started course keeps its cadence before any new start",
    },
    PriceDefault {
        key: "carried_lesson_gbp",
        pounds: Some(2.0),
        unit: "lesson carried into the next week",
        aim: Aim::Promises,
        reason: "a small nuisance: a week with a bank holiday may lean on the next",
    },
    PriceDefault {
        key: "floor_shortfall_gbp",
        pounds: Some(30.0),
        unit: "patient and week short of a floor",
        aim: Aim::Promises,
        reason: "assessments keep up with referrals, and streams without evidence keep today's throughput",
    },
    PriceDefault {
        key: "late_desk_hour_gbp",
        pounds: Some(20.0),
        unit: "hour of desk work and week late",
        aim: Aim::Promises,
        reason: "about what an hour of an administrator costs: a letter a week late counts 5 pounds, far less than a lesson",
    },
    PriceDefault {
        key: "excess_lesson_gbp",
        pounds: Some(50.0),
        unit: "lesson promised beyond the tail's capacity",
        aim: Aim::Promises,
        reason: "never less than the lesson earns; this much even for lessons without evidence",
    },
    PriceDefault {
        key: "waiting_week_gbp",
        pounds: Some(0.5),
        unit: "patient and week waiting",
        aim: Aim::Waiting,
        reason: "breaks ties towards starting sooner",
    },
    PriceDefault {
        key: "breach_week_gbp",
        pounds: Some(5.0),
        unit: "patient and week waiting beyond the target",
        aim: Aim::Waiting,
        reason: "a year beyond the target weighs about as much as half an important change at 500 pounds",
    },
    PriceDefault {
        key: "dose_shortfall_gbp",
        pounds: Some(0.0),
        unit: "lesson less than the recommended dose",
        aim: Aim::Benefit,
        reason: "the evidence already prices the dose; a service may add its own preference",
    },
    PriceDefault {
        key: "spent_pound_gbp",
        pounds: Some(0.0),
        unit: "pound spent",
        aim: Aim::Cost,
        reason: "contracted staff are paid whether rostered or not; budgets bind as limits",
    },
    PriceDefault {
        key: "earned_pound_gbp",
        pounds: Some(0.0),
        unit: "pound earned",
        aim: Aim::Cost,
        reason: "income is shown, not sought, unless the service says what a pound of it counts beside the benefit",
    },
    PriceDefault {
        key: "session_gbp",
        pounds: Some(1.0),
        unit: "session rostered",
        aim: Aim::Tidy,
        reason: "no session without patients",
    },
    PriceDefault {
        key: "site_change_gbp",
        pounds: Some(2.0),
        unit: "change of site within a day",
        aim: Aim::Tidy,
        reason: "a drive at lunch costs time and goodwill",
    },
];
