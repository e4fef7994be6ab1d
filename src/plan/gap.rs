//! Who could take a session, and which room could hold it: as plain rows.

use crate::base::calendar::HalfDay;
use crate::base::ids::{ClinicId, PractitionerId, RoomId, SiteId};
use crate::plan::rota::Change;
use crate::service::RuleId;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A session that somebody should take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSession {
    /// Date.
    pub date: NaiveDate,
    /// Half-day.
    pub half_day: HalfDay,
    /// What kind.
    pub clinic: ClinicId,
    /// Where.
    pub site: SiteId,
}

/// Everybody, and every room of the site: who could and what it would come to, who could not and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filling {
    /// The session.
    pub session: OpenSession,
    /// Who could take it, the least costly first; each found by solving the week with them in it.
    pub could: Vec<Candidate>,
    /// Who could not.
    pub could_not: Vec<Refused<PractitionerId>>,
    /// Rooms that could hold it beside all other sessions, those first that need no other session to move.
    pub rooms: Vec<RoomChoice>,
    /// Rooms of the site that could not.
    pub rooms_not: Vec<Refused<RoomId>>,
}

/// Somebody who could take a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Who.
    pub practitioner: PractitionerId,
    /// Whether they run such a session then already.
    pub already: bool,
    /// What it costs in all, beside leaving the session open: disturbance and waiting, in pounds; negative where it pays.
    pub cost_gbp: f64,
    /// What of it is for appointments that wait: negative where fewer do.
    pub waiting_gbp: f64,
    /// Appointments held that week beyond those held with the session open.
    pub appointments: i64,
    /// What their session costs, in pounds.
    pub pay_gbp: f64,
    /// What else changes that week.
    pub changes: Vec<Change>,
}

/// Somebody or something that could not, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused<I> {
    /// Who, or which.
    pub id: I,
    /// The rule that stands against it.
    pub rule: RuleId,
    /// Why, in words.
    pub why: String,
}

/// A room that could hold a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomChoice {
    /// Which.
    pub room: RoomId,
    /// How many other sessions would have to change room.
    pub moves: u32,
}
