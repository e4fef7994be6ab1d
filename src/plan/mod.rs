//! The answer, as plain rows in lists. It can hold any plan, wrong ones too: nothing is merged or normalised, so that
//! the checker sees what was written.

pub mod bargain;
pub mod difference;
pub mod digest;
pub mod figures;
pub mod frontier;
pub mod gap;
pub mod prices;
pub mod rota;
pub mod sensitivity;
pub mod steady;

use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::*;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A plan: flow, rota, and the figures claimed for them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Patients who start, a row a stream, course, site and week with any.
    pub starts: Vec<Start>,
    /// Queues, a row a stream, site and week.
    pub queues: Vec<Queue>,
    /// Lessons, a row an activity, site and week with any due, given, carried or late.
    pub lessons: Vec<Lessons>,
    /// What of each activity is booked into which clinic kind, a row a clinic, activity, site and week with any.
    pub bookings: Vec<Booking>,
    /// The weekly pattern, a row a block, practitioner, half-day and session.
    pub pattern: Vec<PatternSession>,
    /// The half-day that each weekly meeting keeps.
    pub meeting_times: Vec<MeetingTime>,
    /// The rota: the pattern by date, less leave, closures and blocked half-days, with rooms.
    pub sessions: Vec<Session>,
    /// Meetings by date, with who comes.
    pub meetings: Vec<MeetingHeld>,
    /// Lessons owed after the horizon, a row an activity, site and week after it with any.
    pub tail: Vec<Tail>,
    /// Desk work, a row a kind and week with any due, done or late. In plans of services without it, and older ones, none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk: Vec<DeskWeek>,
    /// Key figures claimed.
    pub figures: figures::Figures,
}

/// Patients who start a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Start {
    /// Stream.
    pub stream: StreamId,
    /// Course.
    pub course: CourseId,
    /// Site.
    pub site: SiteId,
    /// Week.
    pub week: Week,
    /// How many: whole.
    pub patients: f64,
    /// Closed groups started; 0 for other courses.
    pub groups: u32,
}

/// A queue over a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Queue {
    /// Stream.
    pub stream: StreamId,
    /// Site.
    pub site: SiteId,
    /// Week.
    pub week: Week,
    /// Referrals from outside this week.
    pub referrals: f64,
    /// Arrivals from other streams this week.
    pub onward: f64,
    /// Patients who left the queue untreated this week.
    pub removals: f64,
    /// Patients started this week.
    pub starts: f64,
    /// Patients waiting at the week's end.
    pub waiting: f64,
    /// Of these, patients waiting beyond the stream's target.
    pub beyond_target: f64,
}

/// An activity's lessons at a site in a week, in booked slots (rebooked misses included).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lessons {
    /// Activity.
    pub activity: ActivityId,
    /// Site.
    pub site: SiteId,
    /// Week.
    pub week: Week,
    /// Due this week by cadence. For a closed group's activity: classes' places are counted by `classes`.
    pub due: f64,
    /// Given this week.
    pub given: f64,
    /// Put off to next week at the planned small price.
    pub carried: f64,
    /// Late at the week's end.
    pub late: f64,
    /// Classes held this week (whole); 0 for one-to-one activities.
    pub classes: u32,
}

/// An activity's slots booked into a clinic kind at a site in a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Booking {
    /// Clinic kind.
    pub clinic: ClinicId,
    /// Activity.
    pub activity: ActivityId,
    /// Site.
    pub site: SiteId,
    /// Week.
    pub week: Week,
    /// Slots (for a class: patients' places).
    pub slots: f64,
}

/// A session of the weekly pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PatternSession {
    /// Block of weeks, from 0.
    pub block: u32,
    /// Who.
    pub practitioner: PractitionerId,
    /// When in the week.
    pub half_day: HalfDay,
    /// What kind of session.
    pub clinic: ClinicId,
    /// Where.
    pub site: SiteId,
}

/// The half-day that a weekly meeting keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingTime {
    /// Meeting.
    pub meeting: MeetingId,
    /// When in the week.
    pub half_day: HalfDay,
}

/// A session with a date and a room. A team shows as several rows with the same date, half-day, clinic, site and room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Session {
    /// Date.
    pub date: NaiveDate,
    /// Week of the horizon.
    pub week: Week,
    /// Half-day.
    pub half_day: HalfDay,
    /// Who.
    pub practitioner: PractitionerId,
    /// What kind of session.
    pub clinic: ClinicId,
    /// Where.
    pub site: SiteId,
    /// In which room.
    pub room: RoomId,
}

/// A meeting on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeetingHeld {
    /// Date.
    pub date: NaiveDate,
    /// Week of the horizon.
    pub week: Week,
    /// Half-day.
    pub half_day: HalfDay,
    /// Meeting.
    pub meeting: MeetingId,
    /// Who comes, in order of id.
    pub attendees: Vec<PractitionerId>,
    /// Who is invited and at work, but runs a clinic elsewhere.
    pub missing: Vec<PractitionerId>,
}

/// Lessons owed in a week after the horizon, in booked slots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tail {
    /// Activity.
    pub activity: ActivityId,
    /// Site.
    pub site: SiteId,
    /// Weeks after the horizon's last, from 1.
    pub weeks_after: u32,
    /// Owed that week: due then, and in the first week what the horizon's last carried over or left late.
    pub owed: f64,
    /// Of what is due that week, carried into the next.
    #[serde(default)]
    pub carried: f64,
    /// Beyond what the last pattern's share can give.
    pub excess: f64,
}

/// A kind of desk work over a week, in hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeskWeek {
    /// The kind.
    pub task: DeskWorkId,
    /// Week.
    pub week: Week,
    /// Due this week.
    pub due: f64,
    /// Done this week.
    pub done: f64,
    /// At the week's end late: due so long ago that it should be done, and not done.
    pub late: f64,
}
