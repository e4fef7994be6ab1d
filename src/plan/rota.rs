//! A rota, as plain rows in lists: weeks to publish, with every session's room and list of appointments.

use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::*;
use crate::plan::{MeetingHeld, MeetingTime, PatternSession, Session};
use crate::service::Hold;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rota for some weeks of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rota {
    /// Its weeks, in order.
    pub weeks: Vec<RotaWeek>,
    /// Sessions with dates and rooms.
    pub sessions: Vec<Session>,
    /// What each session holds, a row a session, activity, course and kind of appointment.
    pub lists: Vec<ListRow>,
    /// Meetings by date, with who comes.
    pub meetings: Vec<MeetingHeld>,
    /// Meetings without a fixed time (supervision), with the half-day found for them.
    pub supervisions: Vec<Supervision>,
    /// Changes of site within a day.
    pub journeys: Vec<Journey>,
    /// Half-days on which somebody contracted to work is away.
    pub away: Vec<Away>,
    /// Sessions of the plan's pattern that are not held as usual.
    pub gaps: Vec<Gap>,
    /// Appointments that could not be held in the week in which the plan has them: a row a week at whose end they are
    /// still to be held.
    pub put_off: Vec<Need>,
    /// Who has carried which burden, against a fair share.
    pub ledger: Vec<LedgerRow>,
    /// What came of preferences, one row each.
    pub preferences: Vec<PreferenceRow>,
    /// What came of pins, one row each.
    pub pins: Vec<PinRow>,
    /// Appointments that earlier weeks have put off into the first of these.
    pub brought: Vec<Need>,
    /// Appointments that the plan has, whole, for every week of its horizon.
    pub needs: Vec<Need>,
    /// What the plan's flow has in each week of its horizon, fractions included.
    pub planned: Vec<f64>,
    /// The plan's weekly pattern: what is usual.
    pub usual: Vec<PatternSession>,
    /// The half-days that the plan's weekly meetings keep.
    pub meeting_times: Vec<MeetingTime>,
    /// What it comes to.
    pub figures: RotaFigures,
    /// What was changed in an earlier rota, if it was made from one; none in a new rota.
    pub receipt: Option<Receipt>,
}

/// How far a week's rota is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Still free to change.
    Draft,
    /// Given out: changed only for a reason, and as little as can be.
    Published,
    /// Over: never changed.
    Past,
}

/// A week of a rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotaWeek {
    /// Week of the plan's horizon.
    pub week: Week,
    /// As people write it: `2026-W07`.
    pub iso: String,
    /// Its Monday.
    pub monday: NaiveDate,
    /// How far it is settled.
    pub state: State,
    /// What its choices cost at the policy's prices for rotas, in pounds.
    pub cost_gbp: f64,
    /// Proven: no choice of sessions costs less.
    pub bound_gbp: Option<f64>,
    /// What it comes to.
    pub figures: RotaFigures,
}

impl RotaWeek {
    /// Whether a date is in it.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        (0..7).contains(&(date - self.monday).num_days())
    }
}

/// Appointments that a session holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRow {
    /// Date.
    pub date: NaiveDate,
    /// Half-day.
    pub half_day: HalfDay,
    /// In which room: with the date and half-day it tells the session.
    pub room: RoomId,
    /// Kind of session.
    pub clinic: ClinicId,
    /// Activity.
    pub activity: ActivityId,
    /// Of which course.
    pub course: CourseId,
    /// Whether it is the first of the course.
    pub first: bool,
    /// Appointments (rebooked ones included); of an open class, places.
    pub appointments: u32,
    /// Classes that they make up, where they are classes.
    pub classes: u32,
}

/// A meeting without a fixed time, with the half-day found for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// Meeting.
    pub meeting: MeetingId,
    /// Week of the horizon in which it was due.
    pub week: Week,
    /// When; none if no half-day was found in which all could come.
    pub when: Option<DatedHalfDay>,
    /// Who.
    pub who: Vec<PractitionerId>,
}

/// A half-day of a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedHalfDay {
    /// Date.
    pub date: NaiveDate,
    /// Half-day.
    pub half_day: HalfDay,
}

/// A change of site within a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// Date.
    pub date: NaiveDate,
    /// Who.
    pub practitioner: PractitionerId,
    /// The half-day before which they drive.
    pub before: HalfDay,
    /// From where.
    pub from: SiteId,
    /// To where.
    pub to: SiteId,
    /// The drive.
    pub minutes: f64,
    /// What is left between the sessions beside the drive.
    pub break_minutes: f64,
}

/// A half-day on which somebody who could work is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Away {
    /// Date.
    pub date: NaiveDate,
    /// Half-day.
    pub half_day: HalfDay,
    /// Who.
    pub practitioner: PractitionerId,
    /// Why.
    pub why: WhyAway,
}

/// Why somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyAway {
    /// Leave of any kind, sickness included: no reason is printed.
    Leave,
    /// Their home site is shut.
    SiteShut,
}

/// A session of the plan's pattern that is not held as usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Date.
    pub date: NaiveDate,
    /// The session that is usual.
    pub usual: PatternSession,
    /// Why it is not held as usual.
    pub why: WhyGap,
    /// Who runs it in their place, at the same time and site; none if nobody does.
    pub covered_by: Option<PractitionerId>,
}

/// Why a usual session is not held as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyGap {
    /// The practitioner is away.
    Away,
    /// The site is closed.
    SiteClosed,
    /// A meeting takes the practitioner.
    Meeting,
    /// The practitioner does something else then.
    Moved,
    /// There are no appointments for it, or no room, or not the whole team.
    Released,
}

impl RotaFigures {
    /// Adds a week to those before it; what is put off and above fair shares is that of the last.
    pub fn add(&mut self, week: &Self) {
        self.sessions += week.sessions;
        self.roomed += week.roomed;
        self.held += week.held;
        self.planned += week.planned;
        self.put_off = week.put_off;
        self.usable_minutes += week.usable_minutes;
        self.used_minutes += week.used_minutes;
        self.left_minutes += week.left_minutes;
        self.lost_minutes += week.lost_minutes;
        self.room_changes += week.room_changes;
        self.least_room_changes = self.least_room_changes.zip(week.least_room_changes).map(|(all, more)| all + more);
        self.rooms_unlike_last_week += week.rooms_unlike_last_week;
        self.unfair_points = week.unfair_points;
    }
}

impl Rota {
    /// What a session holds.
    pub fn list_of<'r>(&'r self, session: &'r Session) -> impl Iterator<Item = &'r ListRow> {
        let at =
            |row: &&ListRow| (row.date, &row.half_day, &row.room) == (session.date, &session.half_day, &session.room);
        self.lists.iter().filter(at)
    }

    /// What everybody is above a fair share of each burden after a week, in sessions.
    pub fn balance_after(&self, week: Week) -> impl Iterator<Item = &LedgerRow> {
        self.ledger.iter().filter(move |row| row.week == week)
    }
}

impl WhyGap {
    /// As reports print it.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            WhyGap::Away => "away",
            WhyGap::SiteClosed => "site closed",
            WhyGap::Meeting => "taken by a meeting",
            WhyGap::Moved => "needed elsewhere",
            WhyGap::Released => "not needed",
        }
    }
}

/// What somebody has carried of a burden, against a fair share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerRow {
    /// Week of the horizon.
    pub week: Week,
    /// Who.
    pub practitioner: PractitionerId,
    /// Id of the burden.
    pub burden: String,
    /// Sessions of it this week.
    pub sessions: u32,
    /// Their fair share of this week's sessions.
    pub fair: f64,
    /// Sessions above (below, if negative) a fair share at the week's end, earlier rotas included.
    pub balance: f64,
}

/// What came of a preference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferenceRow {
    /// Whose.
    pub practitioner: PractitionerId,
    /// What they said.
    pub words: String,
    /// Their sessions in these weeks.
    pub sessions: u32,
    /// Of these, such as they would rather not have.
    pub against: u32,
    /// What honouring it costs everything else, in pounds at the policy's prices; none if it was not asked.
    pub price_gbp: Option<f64>,
}

/// What came of a pin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinRow {
    /// How it holds.
    pub hold: Hold,
    /// What it says.
    pub words: String,
    /// Why it cannot hold, where it does not; the rule is named.
    pub broken: Vec<String>,
}

/// Whole appointments of a week: those that the plan has in it, or those still to be held at its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Activity.
    pub activity: ActivityId,
    /// Site.
    pub site: SiteId,
    /// Week of the horizon.
    pub week: Week,
    /// Of which course.
    pub course: CourseId,
    /// Whether it is the first of the course.
    pub first: bool,
    /// Appointments (rebooked ones included), places in open classes, or classes of closed groups.
    pub units: u32,
}

/// What was changed in a published rota, and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The day on which the change was made: notice counts from it.
    pub today: NaiveDate,
    /// What the change is, in words.
    pub asked: Vec<String>,
    /// What was held to above all.
    pub stance: Stance,
    /// Sessions that are not as they were.
    pub changes: Vec<Change>,
    /// Appointments of published sessions that are no longer held there, and when as many can be had.
    pub to_move: Vec<Moved>,
    /// Appointments that wait longer than before: those put off at each week's end, less those put off before.
    pub later: Vec<Need>,
    /// What it comes to.
    pub figures: ReceiptFigures,
    /// No rota that the rules allow costs less by more than this, disturbance and waiting together; none if not proven,
    /// or if something else was held to.
    pub proven_within_gbp: Option<f64>,
    /// Other good answers, each the best of its kind.
    pub others: Vec<Alternative>,
}

/// What is held to above all when a published rota is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// As little as can be is disturbed, and waits, in all.
    LeastInAll,
    /// Nobody gets a session that they did not have.
    NobodyElse,
    /// Above all no appointment waits longer.
    NobodyWaits,
    /// Some get no session that they did not have: those who would stand in by another answer.
    OtherPeople {
        /// Who.
        spared: Vec<PractitionerId>,
    },
}

impl Stance {
    /// As arguments name it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Stance::LeastInAll => "least",
            Stance::NobodyElse => "nobody-else",
            Stance::NobodyWaits => "nobody-waits",
            Stance::OtherPeople { .. } => "other-people",
        }
    }
}

/// Appointments that can no longer be held where they were, and when as many of the kind can be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Where they were; how many.
    pub from: ListRow,
    /// Where as many of the same kind can be had that were not there before, the first first.
    pub to: Vec<ListRow>,
    /// For how many there is no place in these weeks.
    pub beyond: u32,
}

/// What a change comes to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptFigures {
    /// Sessions that are cancelled, new, in other hands or in another room.
    pub sessions: u32,
    /// Who has another half-day than was published, beside those whom the change itself keeps away.
    pub people: Vec<PractitionerId>,
    /// Appointments to move.
    pub to_move: u32,
    /// Of these, those that can be had within these weeks.
    pub placed: u32,
    /// Weeks that appointments wait longer than before, added up.
    pub later: u32,
    /// What it costs at the policy's prices for disturbing what was published, in pounds.
    pub disturbance_gbp: f64,
    /// What appointments put off cost in the weeks changed, in pounds.
    pub waiting_gbp: f64,
    /// Change in what the sessions cost by their practitioners, in pounds.
    pub spend_gbp: f64,
}

/// Another good answer to a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// What it holds to above all.
    pub stance: Stance,
    /// What it comes to.
    pub figures: ReceiptFigures,
    /// Sessions that are not as they were.
    pub changes: Vec<Change>,
}

/// A session that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// As it was; none for a new session.
    pub before: Option<Session>,
    /// As it is; none for one that is cancelled.
    pub after: Option<Session>,
}

/// What a rota comes to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotaFigures {
    /// Sessions held.
    pub sessions: u32,
    /// Of these, with a room.
    pub roomed: u32,
    /// Appointments and places held, classes of closed groups counted once.
    pub held: u32,
    /// What the plan's flow has in these weeks, fractions included.
    pub planned: f64,
    /// What could not be held and is put off beyond these weeks.
    pub put_off: u32,
    /// Minutes that the sessions have for patients.
    pub usable_minutes: f64,
    /// Minutes that appointments take.
    pub used_minutes: f64,
    /// Minutes left over beside appointments, because no further one fits or none is needed.
    pub left_minutes: f64,
    /// Minutes left over even where sessions are filled with as many minutes of whole appointments as they take.
    pub lost_minutes: f64,
    /// Changes of room within a practitioner's day at one site.
    pub room_changes: u32,
    /// The least such changes that any choice of rooms has, proven.
    pub least_room_changes: Option<u32>,
    /// Sessions in another room than last week's.
    pub rooms_unlike_last_week: u32,
    /// Points of burden above fair shares, over all practitioners, earlier rotas included.
    pub unfair_points: f64,
    /// The same had the sessions been given out first come, first served.
    pub first_come_points: Option<f64>,
    /// Sessions that nobody could be found for in that way.
    pub first_come_unfilled: Option<u32>,
}
