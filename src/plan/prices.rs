//! What one more of each scarce thing would be worth to a dated plan, as rows.

use crate::base::calendar::HalfDay;
use crate::base::ids::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Prices of what a plan is short of, the dearest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Prices {
    /// What the plan's rota is worth with patients split, in pounds: what the prices on this rota belong to.
    pub rota_gbp: f64,
    /// What sessions and patients split are worth, in pounds: what the prices of rooms, and of money for another rota,
    /// belong to; none where nothing of the kind was priced.
    pub split_gbp: Option<f64>,
    /// What one more is worth; what is worth nothing is left out.
    pub prices: Vec<Price>,
    /// How many resources were priced.
    pub priced: usize,
    /// What has a price and could not be planned anew, and why.
    #[serde(default)]
    pub not_tried: Vec<NotTried>,
}

/// Something that could not be planned anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotTried {
    /// What.
    pub what: Resource,
    /// Why not.
    pub why: String,
}

/// What one more of something is worth over the horizon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// Of what.
    pub what: Resource,
    /// Whether sessions are split too, and the rota free; otherwise it is the price on the plan's rota.
    pub split: bool,
    /// Worth of the first small part of one more, in pounds for a whole one: the dual. No one more can gain more.
    /// None for what comes whole or not at all: an opening, a longer course.
    pub marginal_gbp: Option<f64>,
    /// So many of them are worth that much each; then each is worth less. None as above.
    pub holds_for: Option<f64>,
    /// Worth of one more, in pounds.
    pub gain_gbp: f64,
    /// More patients who start with one more, split.
    pub started: f64,
    /// More important changes with one more, at the mean of the evidence.
    pub important_changes: f64,
    /// More slots given within the horizon with one more.
    pub slots: f64,
}

/// Something that a plan can be short of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// One more session a week of a practitioner, at some time at which they and a room are free.
    Session {
        /// Who.
        practitioner: PractitionerId,
        /// What kind of session.
        clinic: ClinicId,
        /// Where.
        site: SiteId,
    },
    /// One more room like another, open in one half-day of each week.
    Room {
        /// The room that it is like.
        like: RoomId,
        /// When in the week.
        half_day: HalfDay,
    },
    /// A site and its rooms, open in one half-day more of each week.
    Opening {
        /// Where.
        site: SiteId,
        /// When in the week.
        half_day: HalfDay,
    },
    /// A lesson cap raised to the shortest of the courses that it keeps from being offered.
    LessonCap {
        /// The activity.
        activity: ActivityId,
        /// Lessons for one patient then.
        most: u32,
    },
    /// A thousand pounds more a year in a budget line.
    Budget(BudgetId),
    /// Ten more a year within a contract's cap.
    ContractCap(ContractId),
    /// Ten fewer a year that a contract's floor asks for.
    ContractFloor(ContractId),
}
