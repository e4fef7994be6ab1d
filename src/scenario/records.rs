//! What people write, as records: one struct a section of the scenario file, nothing checked beyond its shape.
//!
//! These types are the only definition of the format: the JSON Schema, the shape checker and the scenario
//! reference are generated from them. Every key of it is modelled.

use crate::base::calendar::{Day, Nation};
use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the scenario format that this binary writes and reads.
pub const SCENARIO_VERSION: u32 = 1;

/// A half-day grid: for each day the half-days, by id. `{mon: [am, pm], tue: [am]}`
pub type Grid = IndexMap<Day, Vec<String>>;

/// A scenario: one whole planning question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Equipoise scenario")]
pub struct ScenarioRecord {
    /// Version of the scenario format, 1.
    #[schemars(range(min = 1))]
    pub equipoise: u32,
    /// The service that is planned, and totals to check the scenario against.
    pub service: ServiceRecord,
    /// The weeks that are planned.
    pub horizon: HorizonRecord,
    /// Working days, half-days, bank holidays and closures.
    pub calendar: CalendarRecord,
    /// Clinic locations.
    #[schemars(length(min = 1, max = 300))]
    pub sites: Vec<SiteRecord>,
    /// Travel between sites within a day. Without it nobody changes site within a day.
    #[serde(default)]
    pub travel_minutes: Option<TravelRecord>,
    /// Rooms, one entry a room.
    #[schemars(length(min = 1, max = 1500))]
    pub rooms: Vec<RoomRecord>,
    /// Kinds of appointment and class.
    #[schemars(length(min = 1, max = 500))]
    pub activities: Vec<ActivityRecord>,
    /// Kinds of session: which activities a session may hold.
    #[schemars(length(min = 1, max = 500))]
    pub clinics: Vec<ClinicRecord>,
    /// The people who work sessions.
    #[schemars(length(min = 1, max = 3000))]
    pub practitioners: Vec<PractitionerRecord>,
    /// Outcome scales.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub measures: Vec<MeasureRecord>,
    /// Figures of the evidence, for courses to refer to, beside those of the library.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub evidence: Vec<FigureRecord>,
    /// Options of care.
    #[schemars(length(min = 1, max = 500))]
    pub courses: Vec<CourseRecord>,
    /// Rules of care that every course keeps: what goes together, what comes first, how much of it.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub care_rules: Vec<CareRuleRecord>,
    /// Referral streams.
    #[schemars(length(min = 1, max = 500))]
    pub streams: Vec<StreamRecord>,
    /// Meetings and events that take people out of clinics.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub meetings: Vec<MeetingRecord>,
    /// Work without a patient in the room: letters, bookings, triage, liaison, questionnaires, enquiries.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub desk_work: Vec<DeskWorkRecord>,
    /// What holds for leave and study leave: how many may be away together, and how much study leave there is. What
    /// breaks a rule is a warning; nobody's leave is moved.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub leave_rules: Vec<LeaveRuleRecord>,
    /// Budgets, contract caps and floors.
    #[serde(default)]
    pub funding: FundingRecord,
    /// Prices of the aims and how long a rota pattern holds.
    pub policy: PolicyRecord,
    /// Named what-if patches.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub variants: Vec<VariantRecord>,
}

/// The service that is planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceRecord {
    /// The service's name, as reports print it.
    pub name: String,
    /// What it does, in a sentence or two.
    #[serde(default)]
    pub description: Option<String>,
    /// Where the scenario's figures come from, in general.
    #[serde(default)]
    pub provenance: Option<String>,
    /// Whole-time equivalents in all, to check the practitioners' sum against.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub fte_total: Option<f64>,
    /// Referrals a year from outside in all, to check the streams' sum against.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub referrals_per_year: Option<f64>,
    /// Where these totals come from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// The weeks that are planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HorizonRecord {
    /// First day: a Monday.
    pub start: NaiveDate,
    /// How many weeks.
    #[schemars(range(min = 1, max = 260))]
    pub weeks: u32,
    /// Figures of the long-run view (`plan --steady`).
    #[serde(default)]
    pub steady: Option<SteadyRecord>,
}

/// Figures of the long-run view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SteadyRecord {
    /// Weeks a year in which a practitioner works, after leave, bank holidays, study and sickness.
    #[schemars(range(min = 1.0, max = 52.2))]
    pub worked_weeks: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Working days, half-days, bank holidays and closures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarRecord {
    /// Whose bank holidays close the sites; a site may name another. Without it no bank holiday closes anything.
    #[serde(default)]
    pub nation: Option<Nation>,
    /// Days on which clinics may be held.
    #[schemars(length(min = 1))]
    pub days: Vec<Day>,
    /// The parts of a working day, in order.
    #[schemars(length(min = 1, max = 12))]
    pub half_days: Vec<PeriodRecord>,
    /// Days on which every site is closed, beside bank holidays.
    #[serde(default)]
    pub closures: Vec<SpanRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A part of the working day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodRecord {
    /// Id: `am`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// When it starts: `"09:00"`.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub start: String,
    /// How long a session in it lasts.
    #[schemars(range(min = 1, max = 720))]
    pub minutes: f64,
}

/// A span of days, first and last included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpanRecord {
    /// First day.
    pub from: NaiveDate,
    /// Last day; without it the span is one day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only these half-days of each day; without it the whole day.
    #[serde(default)]
    pub half_days: Option<Vec<String>>,
    /// Why: `annual leave`, `refurbishment`.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A clinic location.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteRecord {
    /// Id: `canterbury`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Whose bank holidays close it, if not the calendar's.
    #[serde(default)]
    pub nation: Option<Nation>,
    /// Half-days on which it is open.
    pub open: Grid,
    /// Days on which it is closed, beside the calendar's.
    #[serde(default)]
    pub closures: Vec<SpanRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Travel between sites within a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelRecord {
    /// The longest drive with which somebody may work at one site in one half-day and at another in the next.
    #[schemars(range(min = 0.0))]
    pub longest_between_sessions: f64,
    /// Drives known; for the others the shortest way over these.
    #[serde(default)]
    pub drives: Vec<DriveRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A drive between two sites, the same both ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DriveRecord {
    /// The two sites.
    #[schemars(length(min = 2, max = 2))]
    pub between: Vec<String>,
    /// Minutes by road.
    #[schemars(range(min = 0.0))]
    pub minutes: f64,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomRecord {
    /// Id: `canterbury-1`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// The site it is at.
    pub site: String,
    /// What kind of room: `consulting`, `group`, `hall`, `gym`. Activities name the kinds they can use.
    pub kind: String,
    /// What else it has that activities may ask for: `plinth`, `step-free`.
    #[serde(default)]
    pub features: Vec<String>,
    /// Patients it holds.
    #[schemars(range(min = 1, max = 1000))]
    pub places: u32,
    /// Half-days on which it can be used; the site's if left out.
    #[serde(default)]
    pub open: Option<Grid>,
    /// Days on which it cannot be used.
    #[serde(default)]
    pub closures: Vec<SpanRecord>,
    /// What a session in it costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub hire_gbp_per_session: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A kind of appointment or class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityRecord {
    /// Id: `at-lesson`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Minutes with the patient, or of the class.
    #[schemars(range(min = 1.0, max = 720.0))]
    pub contact_minutes: f64,
    /// Minutes of notes, letters, setting up and clearing away.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 720.0))]
    pub notes_minutes: f64,
    /// One patient at a time (if left out), or a class.
    #[serde(default)]
    pub mode: ModeRecord,
    /// Who must be there, all together: one entry a position.
    #[schemars(length(min = 1))]
    pub staff: Vec<StaffRecord>,
    /// Who must be on site where somebody else runs it: an assistant's class needs a physiotherapist in the house.
    #[serde(default)]
    pub on_site: Option<OnSiteRecord>,
    /// Kinds of room it can be held in.
    #[schemars(length(min = 1))]
    pub room_kinds: Vec<String>,
    /// What the room must have.
    #[serde(default)]
    pub room_features: Vec<String>,
    /// Share of booked appointments that patients miss without notice.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.95))]
    pub dna_rate: f64,
    /// What becomes of a missed appointment: booked again, or lost.
    #[serde(default)]
    pub missed: MissedRecord,
    /// What each booked appointment costs beside the sessions (or instead of them, where sessions carry no cost).
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub cost_gbp: f64,
    /// What a patient who pays for themselves pays for each appointment or class that they attend.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub price_gbp: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// One patient at a time, or a class.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ModeRecord {
    /// One patient at a time: `{one_to_one: {}}`.
    OneToOne {},
    /// A class: `{group: {min: 4, max: 12}}`.
    Group {
        /// Fewest patients with whom a class is held.
        #[schemars(range(min = 1, max = 1000))]
        min: u32,
        /// Most patients in a class.
        #[schemars(range(min = 1, max = 1000))]
        max: u32,
    },
    /// Nothing written: one patient at a time.
    #[default]
    #[serde(skip)]
    Unsaid,
}

/// A position in the team that an activity needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRecord {
    /// Roles that can fill it.
    #[schemars(length(min = 1))]
    pub roles: Vec<String>,
    /// How many of them.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 20))]
    pub count: u32,
    /// Skills each of them must have.
    #[serde(default)]
    pub skills: Vec<String>,
}

/// Who must be on site: somebody of a role, with the skills, who runs a session of their own at the same site in the same
/// half-day. Whoever is that themselves needs nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnSiteRecord {
    /// Roles, one of which they have.
    #[schemars(length(min = 1))]
    pub roles: Vec<String>,
    /// Skills that they have.
    #[serde(default)]
    pub skills: Vec<String>,
    /// For how many sessions of others at a time one of them will do.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 20))]
    pub sessions_each: u32,
}

fn one() -> u32 {
    1
}

/// What becomes of a missed appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissedRecord {
    /// It is booked again in the same week: the lesson is had, the slot is spent.
    #[default]
    Rebooked,
    /// The slot and the lesson are both lost.
    Lost,
}

/// A kind of session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClinicRecord {
    /// Id: `at-clinic`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Activities a session may hold; they must need the same roles and the same kind of room.
    /// Whoever runs it has the skills that any of them asks for.
    #[schemars(length(min = 1))]
    pub activities: Vec<String>,
    /// Minutes of each session that no patient can have: setting up, safety checks.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 720.0))]
    pub overhead_minutes: f64,
    /// Sites at which it may be held; every site with a fitting room if left out.
    #[serde(default)]
    pub sites: Option<Vec<String>>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Somebody who works sessions. An id and a role: never a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PractitionerRecord {
    /// Id: `at-1`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// What they are: `at-teacher`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub role: String,
    /// Pay band: `b6`.
    #[serde(default)]
    pub band: Option<String>,
    /// Whole-time equivalent.
    #[schemars(range(min = 0.0, max = 1.5))]
    pub wte: f64,
    /// Half-days contracted a week.
    #[schemars(range(min = 0.0, max = 21.0))]
    pub sessions_per_week: f64,
    /// Share of the contracted time that is not clinical: supervision, meetings, audit, training.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub non_clinical_share: f64,
    /// Where they belong: whose weekly meeting they attend.
    pub home_site: String,
    /// Sites they work at; the home site if left out.
    #[serde(default)]
    pub sites: Option<Vec<String>>,
    /// Half-days on which they can work.
    pub available: Grid,
    /// Skills beside the role's.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Kinds of session they run; every one their role and skills allow if left out.
    #[serde(default)]
    pub clinics: Option<Vec<String>>,
    /// Most sessions in one day.
    #[serde(default)]
    #[schemars(range(min = 1, max = 3))]
    pub most_sessions_a_day: Option<u32>,
    /// Leave with dates.
    #[serde(default)]
    pub leave: Vec<SpanRecord>,
    /// Study leave with dates.
    #[serde(default)]
    pub study_leave: Vec<SpanRecord>,
    /// Share of sessions lost to absence without dates (sickness, leave not booked yet).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.95))]
    pub absence_rate: f64,
    /// Minutes of each of their sessions into which no patient is booked: the smaller list of somebody newly qualified.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 720.0))]
    pub unbooked_minutes: f64,
    /// Minutes a week that they have for desk work (`desk_work`), within their non-clinical time.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 2880.0))]
    pub desk_minutes_per_week: f64,
    /// Registration without which no clinic may be run.
    #[serde(default)]
    pub registration: Option<RegistrationRecord>,
    /// The contract's dates.
    #[serde(default)]
    pub contract: Option<ContractDatesRecord>,
    /// What a worked session costs, on-costs included.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub cost_gbp_per_session: f64,
    /// What they would rather have, or not have, in their rota.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub preferences: Vec<PreferenceRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A professional registration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationRecord {
    /// Who keeps the register: `NMC`.
    pub body: String,
    /// Last day on which it is valid.
    #[serde(default)]
    pub expires: Option<NaiveDate>,
}

/// A contract's dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractDatesRecord {
    /// What kind: `permanent`, `fixed-term`, `bank`.
    #[serde(default)]
    pub kind: Option<String>,
    /// First day.
    #[serde(default)]
    pub starts: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub ends: Option<NaiveDate>,
}

/// An outcome scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureRecord {
    /// Id: `rmdq`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it.
    pub name: String,
    /// What one unit is called: `points`.
    #[serde(default)]
    pub unit: Option<String>,
    /// The smallest change that matters to a patient, in the scale's units: what makes scales addable.
    pub important_change: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// An option of care.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseRecord {
    /// Id: `at-6`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Lessons that all who start it have, by activity.
    #[serde(default)]
    pub lessons: Vec<CourseLessonsRecord>,
    /// Visits that advance a patient by a level or set them back, until the goal is reached or the visits are used up.
    #[serde(default)]
    pub graded_exposure: Option<GradedExposureRecord>,
    /// What it is: `alexander-lessons`, `tens`. Evidence of another treatment is then worth a warning, and back-pain
    /// evidence for TENS or acupuncture an error (NICE NG59).
    #[serde(default)]
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub treatment: Option<String>,
    /// What it does for a patient; a course without evidence earns nothing and is listed.
    #[serde(default)]
    pub evidence: Option<EvidenceRecord>,
    /// Share of those who start that do not finish, lost evenly from the first to the last visit.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.95))]
    pub drop_out: f64,
    /// Patients start and go through it together, in whole groups.
    #[serde(default)]
    pub closed_group: Option<ClosedGroupRecord>,
    /// What each start costs beside the lessons: workbook, recording.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub materials_gbp: f64,
    /// Reviews at regular intervals: supporting lessons of their own.
    #[serde(default)]
    pub reviews: Option<ReviewsRecord>,
    /// A realistic time frame, as agreed with patients: weeks from the referral within which the last visit falls
    /// (supporting ones apart). It leaves so many weeks less those of the course for waiting.
    #[serde(default)]
    #[schemars(range(min = 1, max = 520))]
    pub time_frame_weeks: Option<u32>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Reviews at regular intervals, from the start of a course: `{activity: review, every_weeks: 12}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewsRecord {
    /// The activity.
    pub activity: String,
    /// Weeks from the start to the first, and from each to the next.
    #[schemars(range(min = 1, max = 104))]
    pub every_weeks: u32,
    /// How many; as many as fall within the course if left out.
    #[serde(default)]
    #[schemars(range(min = 1, max = 50))]
    pub times: Option<u32>,
}

/// The lessons of one activity within a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseLessonsRecord {
    /// The activity.
    pub activity: String,
    /// How many in all, to check the cadence's sum against.
    #[schemars(range(min = 1, max = 1000))]
    pub total: u32,
    /// In which weeks of the course.
    pub cadence: CadenceRecord,
    /// Supporting lessons (reviews) earn no benefit of their own and are not counted as lessons a patient.
    #[serde(default)]
    pub supporting: bool,
}

/// Graded exposure: levels that visits lead up, with setbacks. Expected visits by week and who reaches the goal follow
/// from the chances, cohort by cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradedExposureRecord {
    /// From the lowest, at which all start; the goal lies above the last.
    #[schemars(length(min = 1, max = 30))]
    pub levels: Vec<LevelRecord>,
    /// Chance that a visit advances a patient to the next level.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub advance: f64,
    /// Chance that it sets them back by a level (from the lowest there is none to fall to); all that does not advance
    /// if left out. What remains stays at its level.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub set_back: Option<f64>,
    /// Visits of who never reaches the goal, to check the cadence's sum against.
    #[schemars(range(min = 1, max = 200))]
    pub most_visits: u32,
    /// In which weeks of the course; who has reached the goal needs no more.
    pub cadence: CadenceRecord,
    /// What the first visit is, whatever the level: a longer one, say. As at the lowest level if left out.
    #[serde(default)]
    pub first_visit: Option<String>,
    /// Chance with which the patients of the course's trial advanced (they fell back otherwise): the course earns the
    /// trial's effect times its own mean level reached / theirs. Without it the effect is the course's own.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub trial_advance: Option<f64>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A level of graded exposure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelRecord {
    /// Name as reports print it: `bending without load`; its number if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What a visit at this level consists of: one activity (which names its rooms), or several.
    #[schemars(length(min = 1, max = 5))]
    pub activities: Vec<String>,
    /// Chance that a visit at this level advances, if not the one above.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub advance: Option<f64>,
    /// Chance that it sets back, if not the one above.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub set_back: Option<f64>,
    /// Week of the course (from 0) by whose end the level is to be passed, as agreed with the patient.
    #[serde(default)]
    #[schemars(range(max = 260))]
    pub target_week: Option<u32>,
}

/// In which weeks of a course its lessons fall; week 0 is the week of the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CadenceRecord {
    /// Lessons by week from the start: `{by_week: [2, 2, 1, 1]}`.
    ByWeek(#[schemars(length(min = 1))] Vec<u32>),
    /// Lessons by spells: `{spells: [{from_week: 0, to_week: 5, lessons: 2}, {from_week: 30, lessons: 1}]}`.
    Spells(#[schemars(length(min = 1))] Vec<SpellRecord>),
}

/// The same number of lessons in each of some weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpellRecord {
    /// First week of the spell, 0 being the week of the start.
    #[schemars(range(max = 260))]
    pub from_week: u32,
    /// Last week of the spell; the first if left out.
    #[serde(default)]
    #[schemars(range(max = 260))]
    pub to_week: Option<u32>,
    /// Every week (1), every other week (2), and so on.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 52))]
    pub every: u32,
    /// Lessons in each of these weeks.
    #[schemars(range(min = 1, max = 50))]
    pub lessons: u32,
}

/// Patients go through a course together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedGroupRecord {
    /// Fewest patients with whom a group starts.
    #[schemars(range(min = 1, max = 1000))]
    pub min: u32,
    /// Most patients in a group.
    #[schemars(range(min = 1, max = 1000))]
    pub max: u32,
}

/// A figure of the evidence stands in two places: with its course, and (with an id of its own) among the records that courses
/// refer to. Its keys are written once, here.
macro_rules! figure {
    ($(#[$about:meta])* $name:ident { $($(#[$key:meta])* $own:ident: $type:ty,)+ }) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        $(#[$about])*
        pub struct $name {
            $($(#[$key])* pub $own: $type,)+
            /// The outcome scale.
            pub measure: String,
            /// Mean improvement against the comparator, in the scale's units; positive is better.
            pub change: f64,
            /// Its 95 % interval, low and high.
            #[serde(default)]
            pub ci: Option<[f64; 2]>,
            /// Against what. Effects against different comparators are added only by `policy.comparators`.
            pub comparator: String,
            /// When it was measured, in weeks after entry.
            #[schemars(range(min = 0.0))]
            pub follow_up_weeks: f64,
            /// Which kind of table the figure stands in; courses that are compared must not mix them.
            pub analysis: AnalysisRecord,
            /// Whether the figure is per patient who starts (intention to treat) or per patient who attends.
            #[serde(default)]
            pub basis: BasisRecord,
            /// The dose lies between trial points: an interpolation, marked so wherever it is printed.
            #[serde(default)]
            pub interpolated: bool,
            /// Before and after, without a control group: it counts only by `policy.comparators`.
            #[serde(default)]
            pub uncontrolled: bool,
            /// The effect fades: after so many days half of it is left. It counts as far as it is left after
            /// `policy.effects_after_weeks`.
            #[serde(default)]
            #[schemars(range(min = 0.01))]
            pub half_life_days: Option<f64>,
            /// What was given: `alexander-lessons`, `acupuncture`.
            #[serde(default)]
            #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
            pub treatment: Option<String>,
            /// How much of it, in words.
            #[serde(default)]
            pub dose: Option<String>,
            /// Who was treated: `low-back-pain`, `neck-pain`.
            #[serde(default)]
            #[schemars(inner(regex(pattern = r"^[a-z0-9-]{1,64}$")), length(max = 20))]
            pub population: Vec<String>,
            /// How many took part.
            #[serde(default)]
            #[schemars(range(min = 1))]
            pub patients: Option<u32>,
            /// Where the figure comes from.
            pub source: String,
            /// What a reader should know before relying on it.
            #[serde(default)]
            pub caveat: Option<String>,
        }
    };
}

figure! {
    /// What a course does for a patient, by a trial or an estimate. With `record` the keys that are not written here are
    /// those of the record.
    #[schemars(transform = unless_referred)]
    EvidenceRecord {
        /// A record to take the figure from: of the scenario's own `evidence`, or of the library (`equipoise evidence`
        /// lists it). What is written beside it wins.
        #[serde(default)]
        #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
        record: Option<String>,
    }
}

figure! {
    /// A figure of the evidence that courses refer to by its id.
    FigureRecord {
        /// Id: `our-audit-2025`. None of the library's.
        #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
        id: String,
    }
}

/// Says in a schema that what is required may come from the record that `record` names.
fn unless_referred(schema: &mut schemars::Schema) {
    if let Some(required) = schema.remove("required") {
        schema.insert("anyOf".to_owned(), serde_json::json!([{"required": ["record"]}, {"required": required}]));
    }
}

/// Which kind of table a trial's figure stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnalysisRecord {
    /// Averaged over the other factors of the trial.
    Marginal,
    /// One cell of the trial against the control cell.
    Cell,
}

/// Per patient who starts, or per patient who attends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasisRecord {
    /// Intention to treat: not thinned by drop-out.
    #[default]
    PerStart,
    /// Per protocol: only those who finish count.
    PerAttended,
}

/// A rule of care: what holds of some activities in every course that has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareRuleRecord {
    /// Id: `hands-on`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// A ready-made rule that it follows, by its id: what is not written here is as it stands there.
    #[serde(default)]
    pub record: Option<String>,
    /// The activities that it is about.
    #[serde(default)]
    pub activities: Vec<String>,
    /// They are given only in courses that have one of these too: manual therapy only with exercise.
    #[serde(default)]
    pub only_with: Vec<String>,
    /// They come only after one of these, in the course or in the stream that patients come from: treatment after
    /// assessment.
    #[serde(default)]
    pub only_after: Vec<String>,
    /// They are at most this share of a course's visits, on average over patients who keep coming.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_share_of_visits: Option<f64>,
    /// Most hours of professional time, notes included, that one patient may have of them in a course.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub most_hours_per_patient: Option<f64>,
    /// Nobody of a higher pay band gives them: `b7`.
    #[serde(default)]
    pub highest_band: Option<String>,
    /// A patient has one course of them, and is sent on to no other.
    #[serde(default)]
    pub single_course: bool,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A referral stream: patients who wait for the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamRecord {
    /// Id: `alexander`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What its patients have: `low-back-pain`. Evidence from patients with something else is then worth a warning.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub condition: Option<String>,
    /// The way into the service: starts are kept up with referrals, so that holding assessments back never
    /// shortens later queues.
    #[serde(default)]
    pub assessment: bool,
    /// Referrals from outside; none if left out (a stream fed by another).
    #[serde(default)]
    pub referrals: Option<ReferralsRecord>,
    /// Who waits at the start of the horizon.
    #[serde(default)]
    pub waiting_list: Vec<WaitingRecord>,
    /// Where its patients are treated: shares of the sites, summing to 1.
    pub site_shares: IndexMap<String, f64>,
    /// Options of care, with least and most shares of the starts.
    #[schemars(length(min = 1))]
    pub courses: Vec<OptionRecord>,
    /// The course that guidance recommends; a smaller dose may be priced (`policy.prices`).
    #[serde(default)]
    pub recommended: Option<String>,
    /// What the service does today: the comparison "do nothing".
    #[serde(default)]
    pub today: Option<TodayRecord>,
    /// Weeks within which patients should start.
    #[serde(default)]
    #[schemars(range(min = 0, max = 260))]
    pub target_wait_weeks: Option<u32>,
    /// A standard that the service is measured by, beside its own target: plans print how far it is kept.
    #[serde(default)]
    pub wait_standard: Option<WaitStandardRecord>,
    /// Share of the queue that leaves it each week without being treated, from the front.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.5))]
    pub removals_per_week: f64,
    /// Least share of all who wait or are referred within the horizon that must start.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_started_share: Option<f64>,
    /// Share of its patients who pay the prices of their appointments themselves; all if left out. It matters only
    /// where activities have a price.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub self_funded_share: f64,
    /// Streams that patients go on to.
    #[serde(default)]
    pub onward: Vec<OnwardRecord>,
    /// Patients already in a course when the horizon starts.
    #[serde(default)]
    pub in_course: Vec<InCourseRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A wait standard: of those who wait, at least a share has waited less than so many weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitStandardRecord {
    /// Weeks.
    #[schemars(range(min = 1, max = 260))]
    pub weeks: u32,
    /// Share of those who wait that is to have waited less.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Referrals from outside: exactly one of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReferralsRecord {
    /// The same each week: `{per_week: 2.5}`.
    PerWeek(#[schemars(range(min = 0.0))] f64),
    /// A year's referrals, spread evenly over its 52 1/7 weeks: `{per_year: 100}`.
    PerYear(#[schemars(range(min = 0.0))] f64),
    /// Week by week; the last holds on: `{by_week: [2, 0, 3]}`.
    ByWeek(#[schemars(length(min = 1), inner(range(min = 0.0)))] Vec<f64>),
    /// A year's referrals with a season: `{seasonal: {per_year: 100, by_month: [1, 1, ...]}}`, twelve weights.
    Seasonal {
        /// Referrals a year.
        #[schemars(range(min = 0.0))]
        per_year: f64,
        /// Weight of each month, January first.
        #[schemars(inner(range(min = 0.0)))]
        by_month: [f64; 12],
    },
}

/// Patients who wait, by how long they have waited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitingRecord {
    /// How many.
    #[schemars(range(min = 0.0))]
    pub patients: f64,
    /// They have waited at least this many weeks...
    #[serde(default)]
    #[schemars(range(max = 520))]
    pub from_weeks: u32,
    /// ...and less than this many, evenly spread.
    #[schemars(range(min = 1, max = 520))]
    pub to_weeks: u32,
}

/// A course that a stream's patients may be offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionRecord {
    /// The course.
    pub course: String,
    /// Least share of the stream's starts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_share: f64,
    /// Most share of the stream's starts.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_share: f64,
    /// The course is a need, not a choice: just this share of the stream's starts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub fixed_share: Option<f64>,
    /// Courses that may stand in for it: its shares are then those of it and of these together.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub instead: Vec<String>,
    /// Most share of these starts that may be one of them.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_instead: f64,
}

fn whole() -> f64 {
    1.0
}

impl StreamRecord {
    /// The courses that its patients may be offered, those that stand in for others included.
    pub fn offered(&self) -> impl Iterator<Item = &str> + Clone {
        self.courses
            .iter()
            .flat_map(|option| std::iter::once(&option.course).chain(&option.instead))
            .map(String::as_str)
    }
}

/// What the service does today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TodayRecord {
    /// Shares of the courses among starts, summing to 1.
    pub mix: IndexMap<String, f64>,
    /// Patients started a week; a stream without evidence keeps at least this.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub starts_per_week: Option<f64>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A stream that patients go on to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardRecord {
    /// The stream.
    pub to: String,
    /// Expected referrals per patient who attends the first appointment; several may sum to more than 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub per_attended: f64,
    /// Weeks after the start.
    #[serde(default)]
    #[schemars(range(max = 104))]
    pub lag_weeks: u32,
}

/// Patients already in a course when the horizon starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InCourseRecord {
    /// The course.
    pub course: String,
    /// How many started it...
    #[schemars(range(min = 0.0))]
    pub patients: f64,
    /// ...evenly over the weeks from this many weeks before the horizon...
    #[schemars(range(min = 1, max = 260))]
    pub from_weeks_ago: u32,
    /// ...to this many weeks before it.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 260))]
    pub to_weeks_ago: u32,
}

/// A meeting or event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingRecord {
    /// Id: `mdt-canterbury`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Who comes.
    pub who: AttendeesRecord,
    /// How often.
    pub when: RecurrenceRecord,
    /// How long.
    #[schemars(range(min = 1.0, max = 1440.0))]
    pub minutes: f64,
    /// The site it is held at: who runs a clinic elsewhere in that half-day misses it. Without it people join from
    /// where they are.
    #[serde(default)]
    pub site: Option<String>,
    /// Least share of those invited and at work that must come.
    #[serde(default = "whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_attendance: f64,
    /// It takes the whole half-day: no clinic is run by those who come.
    #[serde(default)]
    pub blocks_clinics: bool,
    /// First day from which a weekly or monthly meeting is held; the horizon's if left out.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day until which it is held; the horizon's if left out.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Who comes to a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AttendeesRecord {
    /// Everybody: `{everyone: {}}`.
    Everyone {},
    /// Those whose home site this is: `{home_site: canterbury}`.
    HomeSite(String),
    /// Those of these roles: `{roles: [nurse, doctor]}`.
    Roles(Vec<String>),
    /// These: `{practitioners: [psy-1, psy-2]}` (a supervision pair, say).
    Practitioners(Vec<String>),
}

/// When a meeting is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RecurrenceRecord {
    /// Every so many weeks, in one of these half-days (`tue-am`); the plan picks one and keeps it:
    /// `{weekly: {half_days: [tue-am], every: 1}}`.
    Weekly {
        /// Half-days allowed.
        #[schemars(length(min = 1))]
        half_days: Vec<String>,
        /// Every week (1), every other week (2), and so on, from the horizon's first week.
        #[serde(default = "one")]
        #[schemars(range(min = 1, max = 52))]
        every: u32,
    },
    /// In the same half-day of each month: `{monthly: {half_day: thu-pm, nth: 1}}`.
    Monthly {
        /// The half-day.
        half_day: String,
        /// The first (1) to the fifth (5) such day of the month.
        #[schemars(range(min = 1, max = 5))]
        nth: u32,
    },
    /// Once: `{once: {date: 2026-03-12, half_days: [am, pm]}}`.
    Once {
        /// The date.
        date: NaiveDate,
        /// The parts of that day; the minutes are for each.
        #[schemars(length(min = 1))]
        half_days: Vec<String>,
    },
    /// At no fixed time, within non-clinical time, every so many weeks: `{floating: {every: 4}}`.
    Floating {
        /// Every so many weeks.
        #[schemars(range(min = 1, max = 52))]
        every: u32,
    },
}

/// A kind of desk work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskWorkRecord {
    /// Id: `letters`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Whose work it is: `admin`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub role: String,
    /// How long one takes.
    #[schemars(range(min = 0.1, max = 720.0))]
    pub minutes: f64,
    /// One for each of what.
    pub per: DeskPerRecord,
    /// Within how many days it is to be done; whole weeks are counted, begun ones as whole.
    #[serde(default = "a_week")]
    #[schemars(range(max = 364))]
    pub within_days: u32,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

fn a_week() -> u32 {
    7
}

/// What desk work is counted by: exactly one of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DeskPerRecord {
    /// Booked appointments given of these activities, missed ones included; a closed group's class counts once:
    /// `{appointments: [assessment, review]}`.
    Appointments(Vec<String>),
    /// Patients who arrive in these streams, referred from outside or sent on: `{referrals: [assessment]}`.
    Referrals(Vec<String>),
    /// Patients who start these courses: `{starts: [at-24]}`.
    Starts(Vec<String>),
    /// Patients who have the last visit of these courses, those who drop out left out: `{finishes: [at-6]}`.
    Finishes(Vec<String>),
    /// So many a week, whatever is done: `{week: 25}`.
    Week(#[schemars(range(min = 0.0))] f64),
}

/// A rule for leave and study leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveRuleRecord {
    /// Id: `nurses`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Whose leave it is about.
    #[schemars(length(min = 1))]
    pub roles: Vec<String>,
    /// Most of them on leave or study leave on the same working day.
    #[serde(default)]
    #[schemars(range(max = 3000))]
    pub most_away: Option<u32>,
    /// Days of study leave a calendar year for a whole-time equivalent; two half-days are a day, and of the half-days
    /// on which somebody is available the part counts that their contract fills.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 366.0))]
    pub study_days_per_year: Option<f64>,
    /// What a day of study leave costs: course fees, travel.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub gbp_per_study_day: Option<f64>,
    /// What there is for that in a year; the horizon has its share by weeks.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub gbp_per_year: Option<f64>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Budgets, contract caps and floors.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingRecord {
    /// Budget lines.
    #[serde(default)]
    pub budgets: Vec<BudgetRecord>,
    /// Caps and floors by contract, and what is paid by the piece.
    #[serde(default)]
    pub contracts: Vec<ContractRecord>,
    /// Income that comes whatever is done: block contracts, grants.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub block_income: Vec<BlockIncomeRecord>,
    /// Most lessons of an activity for one patient: courses with more are not offered.
    #[serde(default)]
    pub most_lessons_per_patient: Vec<LessonCapRecord>,
}

/// A budget line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetRecord {
    /// Id: `alexander`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Pounds a year; the horizon has its share by weeks.
    #[schemars(range(min = 0.0))]
    pub gbp_per_year: f64,
    /// What it pays for.
    pub covers: CoversRecord,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// What a budget line pays for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CoversRecord {
    /// All sessions, rooms, booked appointments and materials: `{everything: {}}`.
    Everything {},
    /// Sessions of these clinics, with their rooms and booked appointments: `{clinics: [at-clinic]}`.
    Clinics(Vec<String>),
}

/// A cap or floor by contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractRecord {
    /// Id: `at-block`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// What is counted.
    pub counts: CountsRecord,
    /// At most so many a year; the horizon has its share by weeks.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub most_per_year: Option<f64>,
    /// At least so many a year; the horizon has its share by weeks.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub least_per_year: Option<f64>,
    /// What is paid for each.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub pays_gbp: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Income that comes whatever is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockIncomeRecord {
    /// Id: `community-block`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Pounds a year; the horizon has its share by weeks.
    #[schemars(range(min = 0.0))]
    pub gbp_per_year: f64,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// What a contract counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CountsRecord {
    /// Booked appointments of an activity: `{appointments: at-lesson}`.
    Appointments(String),
    /// Patients who start a course: `{starts: at-24}`.
    Starts(String),
    /// Patients who start in a stream: `{stream_starts: alexander}`.
    StreamStarts(String),
}

/// Most lessons of an activity for one patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonCapRecord {
    /// The activity.
    pub activity: String,
    /// Most lessons.
    #[schemars(range(min = 0, max = 1000))]
    pub most: u32,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// Prices of the aims and how long a rota pattern holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyRecord {
    /// How the aims are put together.
    pub aims: AimsRecord,
    /// Prices, in pounds; those left out have the documented default.
    pub prices: PricesRecord,
    /// Weeks for which a rota pattern holds: 1 = every week free; the horizon's length = one fixed pattern (the
    /// default).
    #[serde(default)]
    #[schemars(range(min = 1, max = 260))]
    pub pattern_weeks: Option<u32>,
    /// Weeks after the horizon over which the promise of lessons falls from all of the last pattern's capacity to
    /// none; 26 if left out.
    #[serde(default)]
    #[schemars(range(min = 1, max = 260))]
    pub tail_weeks: Option<u32>,
    /// Which end of the evidence's interval counts.
    #[serde(default)]
    pub evidence_case: EvidenceCaseRecord,
    /// What an effect against one comparator counts beside an effect against another; without it all effects of the
    /// courses offered must stand against the same.
    #[serde(default)]
    pub comparators: Option<ComparatorsRecord>,
    /// How long after entry effects count, where they fade (`evidence.half_life_days`).
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 5200.0))]
    pub effects_after_weeks: Option<f64>,
    /// What weekly rotas weigh against each other, and what they share out.
    #[serde(default)]
    pub rota: RotaPolicyRecord,
    /// Sessions that weekly rotas keep, never have, or must have.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub pins: Vec<PinRecord>,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// How the aims are put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AimsRecord {
    /// One sum with the prices: `{weighted: {}}`.
    Weighted {},
    /// One after the other, each keeping the earlier ones within their tolerance:
    /// `{ordered: [{aim: promises}, {aim: benefit, tolerance: 0.01}, {aim: waiting}]}`.
    Ordered(Vec<OrderedAimRecord>),
}

/// An aim in an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderedAimRecord {
    /// The aim.
    pub aim: AimRecord,
    /// Share of its best value that later aims may give up.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub tolerance: f64,
}

/// What a plan can aim for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AimRecord {
    /// Lessons given when they are due, floors kept, little promised beyond what can be kept.
    Promises,
    /// Clinical benefit.
    Benefit,
    /// Short waits.
    Waiting,
    /// Little spent, and much earned where that counts.
    Cost,
    /// No session and no change of site that is not needed.
    Tidy,
}

/// Prices of the aims, in pounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PricesRecord {
    /// What one smallest important change for one patient is worth.
    #[schemars(range(min = 0.0))]
    pub important_change_gbp: f64,
    /// What a lesson a week late costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub late_lesson_week_gbp: Option<f64>,
    /// What a lesson carried into the next week costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub carried_lesson_gbp: Option<f64>,
    /// What a patient and week short of a floor costs (assessments kept up with referrals, today's throughput).
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub floor_shortfall_gbp: Option<f64>,
    /// What an hour of desk work costs at each week's end at which it is late.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub late_desk_hour_gbp: Option<f64>,
    /// What a lesson promised beyond the tail's capacity costs, at least (never less than the lesson earns).
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub excess_lesson_gbp: Option<f64>,
    /// What a patient waiting a week costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub waiting_week_gbp: Option<f64>,
    /// What a patient waiting a week beyond the target costs, on top.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub breach_week_gbp: Option<f64>,
    /// What a lesson less than the recommended dose costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub dose_shortfall_gbp: Option<f64>,
    /// What a pound spent counts: 1 to count it in full, 0 where the staff are paid anyway.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub spent_pound_gbp: Option<f64>,
    /// What a pound earned counts, beside the benefit: 1 to count it in full, 0 where income is no aim. Only what the
    /// plan decides counts: charges of those who start, and what contracts pay by the piece.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub earned_pound_gbp: Option<f64>,
    /// What a rostered session costs, so that none is rostered without need.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub session_gbp: Option<f64>,
    /// What a change of site within a day costs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub site_change_gbp: Option<f64>,
}

/// Which end of the evidence's interval counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceCaseRecord {
    /// The pessimistic end of each interval.
    Low,
    /// The mean.
    #[default]
    Mean,
    /// The optimistic end.
    High,
}

/// What effects against different comparators count beside each other:
/// `{base: normal care, others: [{comparator: waiting list, factor: 0.7, source: assumption}]}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparatorsRecord {
    /// The comparator in which benefit is counted.
    pub base: String,
    /// The others.
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub others: Vec<ComparatorRecord>,
}

/// A comparator, in terms of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparatorRecord {
    /// The comparator, in the evidence's words.
    pub comparator: String,
    /// An effect against it counts so many times an effect against the base.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub factor: f64,
    /// Where this comes from, or "assumption".
    pub source: String,
}

/// What a practitioner would rather have, or not have: `{avoid: {half_days: [fri-pm]}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferenceRecord {
    /// Sessions that they would rather not have.
    #[serde(default)]
    pub avoid: Option<LikingRecord>,
    /// Sessions that they would rather have: all their others count as not liked.
    #[serde(default)]
    pub prefer: Option<LikingRecord>,
    /// What a session that is not liked costs; `policy.rota.prices.preference_gbp` if left out.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub price_gbp: Option<f64>,
    /// Why, as it may be printed.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Which sessions are liked or disliked: those that fit all that is named.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LikingRecord {
    /// Half-days: `[fri-pm]`.
    #[serde(default)]
    pub half_days: Option<Vec<String>>,
    /// Sites.
    #[serde(default)]
    pub sites: Option<Vec<String>>,
    /// Kinds of session.
    #[serde(default)]
    pub clinics: Option<Vec<String>>,
    /// First day on which it counts; the first of the rota if left out.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day on which it counts; no end if left out.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

/// What weekly rotas weigh against each other, and what they share out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotaPolicyRecord {
    /// What is a burden, to be shared out by contract within each role. Left out: the last half-day of the working week,
    /// evenings and early mornings (1 point each), and sessions away from the home site (half a point).
    #[serde(default)]
    #[schemars(length(max = 50))]
    pub burdens: Option<Vec<BurdenRecord>>,
    /// Prices of what a rota weighs; those left out have the documented default.
    #[serde(default)]
    pub prices: RotaPricesRecord,
    /// Where this comes from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// A burden that is shared out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BurdenRecord {
    /// Id: `friday-afternoon`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// Name as reports print it; the id if left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is.
    pub on: BurdenOnRecord,
    /// Points that a session of it counts.
    #[serde(default = "one_point")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub points: f64,
}

/// Which sessions are a burden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BurdenOnRecord {
    /// Sessions in these half-days: `{half_days: [fri-pm]}`.
    HalfDays(Vec<String>),
    /// Sessions at these sites: `{sites: [dover]}`.
    Sites(Vec<String>),
    /// Sessions at another than the home site: `{away_from_home: {}}`.
    AwayFromHome {},
}

/// Prices of what a rota weighs, in pounds. Each has a documented default.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotaPricesRecord {
    /// What a session costs that is run by another than usual, or elsewhere, or in another half-day of theirs.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub unusual_session_gbp: Option<f64>,
    /// What a session costs that a clinic holds in a half-day in which it usually holds none: its patients' habit.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub moved_session_gbp: Option<f64>,
    /// What a session costs that a clinic usually holds in a half-day and now does not.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub released_session_gbp: Option<f64>,
    /// What a point of burden above a fair share costs, each week that it stays.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub unfair_point_gbp: Option<f64>,
    /// What a session costs that somebody would rather not have.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub preference_gbp: Option<f64>,
    /// What a supervision costs that is due and not held.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub supervision_gbp: Option<f64>,
    /// What a day of more than six hours costs that leaves less than twenty minutes' break beside the drive.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub short_break_gbp: Option<f64>,
    /// What one appointment costs that was published and is moved, cancelled, or gets another practitioner, with no
    /// notice; it falls to a tenth with six weeks' notice.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub disturbed_appointment_gbp: Option<f64>,
    /// What a practitioner's published half-day costs that is changed, with no notice; it falls to a tenth with six
    /// weeks' notice.
    #[serde(default)]
    #[schemars(range(min = 0.0))]
    pub disturbed_half_day_gbp: Option<f64>,
}

/// Sessions that rotas keep, never have, or must have: one of `keep`, `never` and `must`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinRecord {
    /// Such sessions stay as they are: as published, or else as in the plan's pattern.
    #[serde(default)]
    pub keep: Option<PinnedRecord>,
    /// There is no such session.
    #[serde(default)]
    pub never: Option<PinnedRecord>,
    /// There is at least one such session in each week.
    #[serde(default)]
    pub must: Option<PinnedRecord>,
    /// Why, as it may be printed.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Which sessions are pinned: those that fit all that is named.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinnedRecord {
    /// Practitioners.
    #[serde(default)]
    pub practitioners: Option<Vec<String>>,
    /// Rooms.
    #[serde(default)]
    pub rooms: Option<Vec<String>>,
    /// Kinds of session.
    #[serde(default)]
    pub clinics: Option<Vec<String>>,
    /// Activities: sessions of the clinics that hold them.
    #[serde(default)]
    pub activities: Option<Vec<String>>,
    /// Sites.
    #[serde(default)]
    pub sites: Option<Vec<String>>,
    /// Half-days: `[fri-pm]`.
    #[serde(default)]
    pub half_days: Option<Vec<String>>,
    /// First day on which it counts; the first of the rota if left out.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day on which it counts; no end if left out.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

fn one_point() -> f64 {
    1.0
}

/// A named what-if patch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantRecord {
    /// Id: `no-evenings`.
    #[schemars(regex(pattern = r"^[a-z0-9-]{1,64}$"))]
    pub id: String,
    /// The question it asks, as a manager would put it.
    #[serde(default)]
    pub description: Option<String>,
    /// The variants on top of which it is made, in order: their ids.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub on: Vec<String>,
    /// What it changes, in order.
    #[serde(default)]
    pub patches: Vec<PatchRecord>,
    /// Lists of values by path; their product makes a grid of variants, each with one value of every list.
    #[serde(default)]
    pub grid: Option<IndexMap<String, Vec<serde_json::Value>>>,
    /// Where its figures come from, or "assumption".
    #[serde(default)]
    pub source: Option<String>,
}

/// One change to a scenario. A path names list entries by id: `practitioners.at-1.wte`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PatchRecord {
    /// Gives the value at a path another value: `{set: {path: ..., value: ...}}`.
    Set {
        /// The path; its parent must exist.
        path: String,
        /// The value.
        value: serde_json::Value,
    },
    /// Adds an entry to the list at a path: `{add: {path: practitioners, value: {...}}}`.
    Add {
        /// The list's path.
        path: String,
        /// The entry.
        value: serde_json::Value,
    },
    /// Removes what stands at a path: `{remove: {path: practitioners.at-2}}`.
    Remove {
        /// The path.
        path: String,
    },
}

impl PatchRecord {
    /// The path of what it changes.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Set { path, .. } | Self::Add { path, .. } | Self::Remove { path } => path,
        }
    }
}
