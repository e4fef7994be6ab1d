//! Key figures of a plan, as rows. How each is reckoned stands in `docs/arithmetic.md`.

use crate::base::ids::*;
use crate::service::Aim;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The community waiting-list bands, in weeks: lower end included, upper end not.
pub const WAITING_BANDS: [(&str, u32, u32); 7] = [
    ("0-1", 0, 1),
    ("1-2", 1, 2),
    ("2-4", 2, 4),
    ("4-12", 4, 12),
    ("12-18", 12, 18),
    ("18-52", 18, 52),
    ("52+", 52, u32::MAX),
];

/// Key figures of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// Patients started, all streams (assessments included).
    pub started: f64,
    /// Patients started in streams that are not assessment.
    pub started_treatment: f64,
    /// Patients who finish their course within the horizon.
    pub finished: f64,
    /// Benefit of those who start.
    pub benefit: BenefitFigures,
    /// By stream.
    pub streams: Vec<StreamFigures>,
    /// By stream and course.
    pub courses: Vec<CourseFigures>,
    /// By practitioner who runs clinics.
    pub practitioners: Vec<PractitionerFigures>,
    /// By room.
    pub rooms: Vec<RoomFigures>,
    /// By clinic kind.
    pub clinics: Vec<ClinicFigures>,
    /// By budget line.
    pub budgets: Vec<BudgetFigures>,
    /// All that is spent on rostered sessions, rooms, booked appointments and materials, in pounds.
    pub spend_gbp: f64,
    /// What is earned, by where it comes from; empty where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub income: Vec<IncomeFigures>,
    /// By kind of desk work; empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk: Vec<DeskFigures>,
    /// By role with desk work or time for it; empty where there is no desk work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk_time: Vec<DeskTimeFigures>,
    /// Slots owed after the horizon.
    pub owed_after: f64,
    /// Of these, beyond what the last pattern's share can give.
    pub excess_after: f64,
    /// The aims' worth, in pounds at the policy's prices; costs are negative. Sums to `value_gbp`.
    pub aims: Vec<AimFigures>,
    /// The plan's worth in pounds at the policy's prices: what the model maximises.
    pub value_gbp: f64,
}

/// Clinical benefit of those who start, in important changes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BenefitFigures {
    /// At the mean of the evidence.
    pub important_changes: f64,
    /// At the low end of every interval.
    pub low: f64,
    /// At the high end of every interval.
    pub high: f64,
    /// By outcome scale, in its own units.
    pub by_measure: Vec<MeasureFigures>,
}

/// Benefit on one outcome scale, in its own units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasureFigures {
    /// The scale.
    pub measure: MeasureId,
    /// At the mean.
    pub mean: f64,
    /// At the low end.
    pub low: f64,
    /// At the high end.
    pub high: f64,
}

/// A stream's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StreamFigures {
    /// The stream.
    pub stream: StreamId,
    /// Whether any of its courses has evidence.
    pub has_evidence: bool,
    /// Waiting at the start of the horizon.
    pub list_at_start: f64,
    /// Referrals from outside and onward arrivals within the horizon.
    pub arrivals: f64,
    /// Left the queue untreated.
    pub removed: f64,
    /// Started.
    pub started: f64,
    /// Finished within the horizon.
    pub finished: f64,
    /// Waiting at the end.
    pub waiting: f64,
    /// Of these, beyond the target.
    pub beyond_target: f64,
    /// Patient-weeks beyond the target over the horizon.
    pub breach_weeks: f64,
    /// Waiting at the end, by the community bands.
    pub bands: [f64; 7],
    /// Waiting at the end, for less time than the wait standard, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_standard: Option<f64>,
    /// Mean wait so far of those waiting at the end, in weeks.
    pub mean_wait_weeks: f64,
    /// Mean wait of those who started, first come first served, in weeks.
    pub mean_wait_of_started_weeks: f64,
    /// Lessons a starter is to have, on average, supporting ones left out.
    pub lessons_per_patient: f64,
    /// Demand over capacity: arrivals / starts.
    pub load: Option<f64>,
    /// Queue that goes with the target wait: weekly demand x target / 4.
    pub target_queue: Option<f64>,
    /// Weekly starts that would bring the queue to its target in 26 weeks, if it is above twice the target.
    pub relief_per_week: Option<f64>,
    /// 2 x mean wait / target: below 1 is comfortable.
    pub pressure: Option<f64>,
}

/// A course's figures within a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CourseFigures {
    /// The stream.
    pub stream: StreamId,
    /// The course.
    pub course: CourseId,
    /// Started.
    pub started: f64,
    /// Finished within the horizon.
    pub finished: f64,
    /// Benefit in important changes, at the mean.
    pub important_changes: f64,
    /// Whether its evidence lies between trial points.
    pub interpolated: bool,
    /// Of those started, how many reach the goal of its graded exposure, within the horizon or after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaching_goal: Option<f64>,
    /// Of those started, how many have their last visit within the course's time frame, waiting included; supporting
    /// visits apart, and whoever drops out counted as if they stayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_time_frame: Option<f64>,
}

/// A practitioner's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PractitionerFigures {
    /// Who.
    pub practitioner: PractitionerId,
    /// Clinical sessions that contract and presence allow within the horizon.
    pub available_sessions: f64,
    /// Sessions rostered.
    pub rostered_sessions: f64,
    /// Rostered / available; 0 if none is available.
    pub utilisation: f64,
}

/// A room's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoomFigures {
    /// The room.
    pub room: RoomId,
    /// Half-days on which it is open within the horizon.
    pub open_half_days: f64,
    /// Half-days on which it is used.
    pub used_half_days: f64,
    /// Used / open; 0 if never open.
    pub utilisation: f64,
}

/// A clinic kind's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClinicFigures {
    /// The clinic kind.
    pub clinic: ClinicId,
    /// Team sessions held (a team counts once).
    pub sessions: f64,
    /// Minutes that these offer to patients, absence allowed for.
    pub minutes_offered: f64,
    /// Minutes booked.
    pub minutes_booked: f64,
    /// Booked / offered; 0 if none is offered.
    pub utilisation: f64,
}

/// A budget line's figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BudgetFigures {
    /// The line.
    pub budget: BudgetId,
    /// The horizon's share of the yearly budget, in pounds.
    pub budget_gbp: f64,
    /// Spent, in pounds.
    pub spent_gbp: f64,
}

impl Figures {
    /// All that is earned, in pounds.
    #[must_use]
    pub fn income_gbp(&self) -> f64 {
        self.income.iter().map(|row| row.gbp).sum()
    }
}

/// Income within the horizon from one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncomeFigures {
    /// Where it comes from.
    pub from: IncomeFrom,
    /// In pounds.
    pub gbp: f64,
}

/// Where income comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncomeFrom {
    /// What patients who pay for themselves pay for an activity.
    Charges(ActivityId),
    /// What a contract pays by the piece.
    Contract(ContractId),
    /// What comes whatever is done.
    Block(BlockIncomeId),
}

impl std::fmt::Display for IncomeFrom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            IncomeFrom::Charges(activity) => write!(f, "charges for {activity}"),
            IncomeFrom::Contract(contract) => write!(f, "contract {contract}"),
            IncomeFrom::Block(block) => write!(f, "block {block}"),
        }
    }
}

/// A kind of desk work within the horizon, in hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeskFigures {
    /// The kind.
    pub task: DeskWorkId,
    /// Whose work it is.
    pub role: RoleId,
    /// Due.
    pub due_hours: f64,
    /// Done.
    pub done_hours: f64,
    /// Late at the horizon's end.
    pub late_hours: f64,
    /// Late at the end of the week in which most was.
    pub most_late_hours: f64,
}

/// A role's time for desk work within the horizon, in hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeskTimeFigures {
    /// The role.
    pub role: RoleId,
    /// What there is, leave, bank holidays and absence allowed for.
    pub offered_hours: f64,
    /// What desk work takes of it.
    pub used_hours: f64,
    /// Used / offered; 0 if none is offered.
    pub utilisation: f64,
}

/// An aim's worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AimFigures {
    /// The aim.
    pub aim: Aim,
    /// In pounds at the policy's prices.
    pub value_gbp: f64,
}
