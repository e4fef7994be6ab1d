//! What differs between two plans, or two long-run balances, as rows.

use crate::base::calendar::HalfDay;
use crate::base::ids::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one plan has more than another: what is less is negative. What a long-run balance does not know is none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Patients started.
    pub started: f64,
    /// Patients started in streams that have evidence.
    pub started_with_evidence: f64,
    /// Patients who finish within the horizon.
    pub finished: Option<f64>,
    /// Benefit in important changes, at the mean of the evidence.
    pub important_changes: f64,
    /// At the low end of every interval.
    pub important_changes_low: f64,
    /// At the high end of every interval.
    pub important_changes_high: f64,
    /// Waiting at the end.
    pub waiting: f64,
    /// Of these, beyond the target.
    pub beyond_target: Option<f64>,
    /// Patient-weeks beyond the target.
    pub breach_weeks: Option<f64>,
    /// Team sessions held.
    pub sessions: f64,
    /// Slots owed after the horizon.
    pub owed_after: Option<f64>,
    /// All that is spent, in pounds.
    pub spend_gbp: f64,
    /// All that is earned, in pounds; none where neither earns anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_gbp: Option<f64>,
    /// Worth in pounds at the policy's prices.
    pub value_gbp: f64,
    /// Of this, all but what is spent at the policy's price of a pound: what the money buys.
    pub gain_gbp: f64,
    /// Pounds spent more for each important change gained more, where both are.
    pub gbp_per_change: Option<f64>,
    /// By stream, what weighs most first; without streams that do not differ.
    pub streams: Vec<StreamDifference>,
    /// By stream and course, without those that do not differ.
    pub courses: Vec<CourseDifference>,
    /// Sessions that somebody runs in one plan only, or otherwise than in the other; what weighs most first.
    pub moves: Vec<Move>,
}

/// What becomes of a stream's patients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StreamDifference {
    /// The stream.
    pub stream: StreamId,
    /// Started.
    pub started: f64,
    /// Waiting at the end.
    pub waiting: f64,
    /// Benefit in important changes.
    pub important_changes: f64,
    /// Mean wait of those who started, in weeks.
    pub wait_weeks: Option<f64>,
    /// How many weeks later the first patients start, on average: as many as start in both.
    pub later_weeks: Option<f64>,
    /// Lessons a starter is to have, on average.
    pub lessons_per_patient: Option<f64>,
}

/// Patients of a stream on a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CourseDifference {
    /// The stream.
    pub stream: StreamId,
    /// The course.
    pub course: CourseId,
    /// Started.
    pub started: f64,
}

/// Sessions that a practitioner runs otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Move {
    /// Who.
    pub practitioner: PractitionerId,
    /// What they ran; none for sessions that are new.
    pub from: Option<Place>,
    /// What they run instead; none for sessions that are dropped.
    pub to: Option<Place>,
    /// How many sessions within the horizon.
    pub sessions: u32,
}

/// A session's place in the week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// When in the week.
    pub half_day: HalfDay,
    /// What kind of session.
    pub clinic: ClinicId,
    /// Where.
    pub site: SiteId,
}
