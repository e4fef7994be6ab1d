//! The long-run balance of a year, as rows: which mix the staff can sustain, and what binds.

use crate::base::ids::*;
use crate::plan::figures::{AimFigures, BenefitFigures, BudgetFigures, IncomeFigures};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The balance of a year, without weeks or cadence: what is started, what it takes, and what one more of each scarce
/// thing would be worth.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SteadyPlan {
    /// Weeks a year in which a practitioner works.
    pub worked_weeks: f64,
    /// Patients started in the year, a row a stream and course offered.
    pub starts: Vec<SteadyStart>,
    /// What becomes of each stream.
    pub streams: Vec<SteadyStream>,
    /// What each clinic kind offers and uses.
    pub clinics: Vec<SteadyClinic>,
    /// What each activity uses, in slots.
    pub activities: Vec<SteadyActivity>,
    /// A year's budgets.
    pub budgets: Vec<BudgetFigures>,
    /// All that is spent in the year, in pounds.
    pub spend_gbp: f64,
    /// What is earned in the year, by where it comes from; empty where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub income: Vec<IncomeFigures>,
    /// What desk work takes of each role's time for it; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk: Vec<SteadyDesk>,
    /// What one more of each scarce thing is worth; empty where the engine gives no prices.
    pub prices: Vec<SteadyPrice>,
    /// Benefit of those who start.
    pub benefit: BenefitFigures,
    /// The aims' worth, in pounds at the policy's prices; costs are negative.
    pub aims: Vec<AimFigures>,
    /// The balance's worth in pounds at the policy's prices.
    pub value_gbp: f64,
    /// Proven bound on that worth, in pounds.
    pub bound_gbp: Option<f64>,
    /// What the best balance would be worth if patients could be split, in pounds: what the prices belong to.
    pub relaxed_gbp: Option<f64>,
}

/// Patients who start a course in the year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyStart {
    /// Stream.
    pub stream: StreamId,
    /// Course.
    pub course: CourseId,
    /// How many: whole.
    pub patients: f64,
    /// Lessons that they are to have in all, supporting ones left out.
    pub lessons: f64,
    /// Benefit in important changes, at the mean of the evidence.
    pub important_changes: f64,
    /// Whether its evidence lies between trial points.
    pub interpolated: bool,
}

/// A stream's year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyStream {
    /// Stream.
    pub stream: StreamId,
    /// Whether any of its courses has evidence.
    pub has_evidence: bool,
    /// Who could start: the list, referrals and onward arrivals.
    pub available: f64,
    /// Started.
    pub started: f64,
    /// Left waiting.
    pub left: f64,
}

/// A clinic kind's year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyClinic {
    /// Clinic kind.
    pub clinic: ClinicId,
    /// Team sessions given to it (a team counts once).
    pub sessions: f64,
    /// Minutes that these offer to patients.
    pub minutes_offered: f64,
    /// Minutes used.
    pub minutes_used: f64,
    /// Slots offered, where the clinic holds one activity.
    pub slots_offered: Option<f64>,
    /// Slots used, where the clinic holds one activity.
    pub slots_used: Option<f64>,
}

/// An activity's year, in booked slots (of closed groups' classes: in classes).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyActivity {
    /// Activity.
    pub activity: ActivityId,
    /// Slots offered, where its clinics hold nothing else.
    pub slots_offered: Option<f64>,
    /// Slots used.
    pub slots_used: f64,
}

/// A role's desk work in a year, in hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyDesk {
    /// The role.
    pub role: RoleId,
    /// What its people have time for.
    pub offered_hours: f64,
    /// What its desk work takes.
    pub needed_hours: f64,
    /// What of it there is no time for.
    pub short_hours: f64,
}

/// What one more of something scarce is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SteadyPrice {
    /// Of what.
    pub what: Scarce,
    /// In pounds at the policy's prices.
    pub value_gbp: f64,
    /// In important changes.
    pub important_changes: f64,
    /// In the outcome scale's own units, where only one scale is in play.
    pub in_measure: Option<f64>,
    /// The unit that one more is counted in: `lesson a year`.
    pub unit: String,
}

/// Something scarce.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scarce {
    /// A lesson (a slot) of an activity.
    Lesson(ActivityId),
    /// A minute of a clinic kind.
    Minute(ClinicId),
    /// A session of a clinic kind.
    Session(ClinicId),
    /// A session of a practitioner.
    Practitioner(PractitionerId),
    /// A patient of a stream.
    Patient(StreamId),
    /// A pound of a budget line.
    Pound(BudgetId),
    /// A unit of a contract's cap or floor.
    Contract(ContractId),
    /// An hour of a role's time for desk work.
    Desk(RoleId),
}

impl fmt::Display for Scarce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scarce::Lesson(id) => write!(f, "a lesson of {id}"),
            Scarce::Minute(id) => write!(f, "a minute of {id}"),
            Scarce::Session(id) => write!(f, "a session of {id}"),
            Scarce::Practitioner(id) => write!(f, "a session of {id}"),
            Scarce::Patient(id) => write!(f, "a patient of {id}"),
            Scarce::Pound(id) => write!(f, "a pound of {id}"),
            Scarce::Desk(role) => write!(f, "an hour of {role} for desk work"),
            Scarce::Contract(id) => write!(f, "one more within {id}"),
        }
    }
}
