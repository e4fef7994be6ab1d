//! What a reader of a record must know of the service: names, dates, units. With it a record can be read, and reports
//! written from it, without the scenario.

use crate::base::calendar::Day;
use crate::base::ids::*;
use crate::service::{Course, GradedExposure, Mode, Service};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reader of a record must know of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceOutline {
    /// The service's name.
    pub name: String,
    /// First day of the horizon, a Monday.
    pub start: NaiveDate,
    /// Weeks in the horizon.
    pub weeks: u32,
    /// Weeks for which a rota pattern holds.
    pub pattern_weeks: u32,
    /// Weeks after the horizon over which the promise of lessons falls away.
    pub tail_weeks: u32,
    /// Working days.
    pub days: Vec<Day>,
    /// Parts of the working day, by start.
    pub periods: Vec<PeriodOutline>,
    /// Clinic locations.
    pub sites: Vec<Named<SiteId>>,
    /// Rooms.
    pub rooms: Vec<RoomOutline>,
    /// Activities.
    pub activities: Vec<ActivityOutline>,
    /// Clinic kinds.
    pub clinics: Vec<Named<ClinicId>>,
    /// Practitioners: ids and roles, never names.
    pub practitioners: Vec<PractitionerOutline>,
    /// Outcome scales.
    pub measures: Vec<MeasureOutline>,
    /// Courses.
    pub courses: Vec<CourseOutline>,
    /// Streams.
    pub streams: Vec<StreamOutline>,
    /// Meetings.
    pub meetings: Vec<Named<MeetingId>>,
    /// Kinds of desk work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub desk_work: Vec<Named<DeskWorkId>>,
}

/// An id and its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named<I> {
    /// Id.
    pub id: I,
    /// Name.
    pub name: String,
}

/// A part of the working day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodOutline {
    /// Id.
    pub id: PeriodId,
    /// When it starts: `09:00`.
    pub start: String,
    /// How long it lasts.
    pub minutes: f64,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomOutline {
    /// Id.
    pub id: RoomId,
    /// Name.
    pub name: String,
    /// Where it is.
    pub site: SiteId,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityOutline {
    /// Id.
    pub id: ActivityId,
    /// Name.
    pub name: String,
    /// Whether it is a class.
    pub group: bool,
}

/// A practitioner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PractitionerOutline {
    /// Id.
    pub id: PractitionerId,
    /// Role.
    pub role: RoleId,
    /// Whole-time equivalent.
    pub wte: f64,
    /// Where they belong.
    pub home_site: SiteId,
}

/// An outcome scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureOutline {
    /// Id.
    pub id: MeasureId,
    /// Name.
    pub name: String,
    /// What one unit is called.
    pub unit: String,
    /// The smallest change that matters, in its units.
    pub important_change: f64,
}

/// How patients fare on the levels of graded exposure. All shares but the last are of those who keep coming.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradedOutline {
    /// The levels, from the lowest.
    pub levels: Vec<LevelOutline>,
    /// Visits of who never reaches the goal.
    pub most_visits: u32,
    /// Visits on average: none after the goal, no more than the most.
    pub mean_visits: f64,
    /// Visits to the goal on average, were there no limit; none if a level is never passed.
    pub unlimited_visits: Option<f64>,
    /// Visits within which nine in ten would reach the goal, were there no limit; none beyond a thousand.
    pub visits_for_nine_in_ten: Option<u32>,
    /// Share that reaches the goal within the most visits.
    pub goal_share: f64,
    /// The same of all who start, those who drop out before it left out.
    pub goal_share_of_starters: f64,
    /// Where patients stand before each visit and after the last: by visit, shares by level, the goal last.
    pub standing: Vec<Vec<f64>>,
}

/// A level of graded exposure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelOutline {
    /// Name.
    pub name: String,
    /// Week of the course, from 0, by whose end it is to be passed.
    pub target_week: Option<u32>,
    /// Share that has passed it by then.
    pub passed_by_target: Option<f64>,
}

impl GradedOutline {
    fn of(course: &Course, graded: &GradedExposure) -> Self {
        let levels = graded.levels.iter().enumerate().map(|(at, level)| LevelOutline {
            name: level.name.clone(),
            target_week: level.target_week,
            passed_by_target: level.target_week.map(|week| graded.passed_by(at, week)),
        });
        Self {
            levels: levels.collect(),
            most_visits: graded.most_visits(),
            mean_visits: graded.mean_visits(),
            unlimited_visits: graded.unlimited_visits(),
            visits_for_nine_in_ten: graded.visits_for(0.9),
            goal_share: graded.goal_share(),
            goal_share_of_starters: course.reaching_goal().unwrap_or(0.0),
            standing: graded.standing(),
        }
    }
}

/// A course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseOutline {
    /// Id.
    pub id: CourseId,
    /// Name.
    pub name: String,
    /// Lessons a patient, supporting ones left out.
    pub lessons_per_patient: f64,
    /// Weeks from the first lesson to the last.
    pub span_weeks: u32,
    /// Weeks to the last visit that is not a supporting one, if there is a time frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment_weeks: Option<u32>,
    /// Weeks from the referral within which that visit is to fall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_frame_weeks: Option<u32>,
    /// How patients fare on its levels, if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graded: Option<GradedOutline>,
    /// Whether its evidence lies between trial points.
    pub interpolated: bool,
    /// Where its evidence comes from.
    pub source: Option<String>,
}

/// A wait standard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitStandardOutline {
    /// Weeks.
    pub weeks: u32,
    /// Share of those who wait that is to have waited less.
    pub share: f64,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamOutline {
    /// Id.
    pub id: StreamId,
    /// Name.
    pub name: String,
    /// Whether it is the way into the service.
    pub assessment: bool,
    /// Weeks within which patients should start.
    pub target_wait_weeks: Option<u32>,
    /// A standard that the service is measured by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_standard: Option<WaitStandardOutline>,
    /// Referrals from outside in a year.
    pub referrals_per_year: f64,
}

impl ServiceOutline {
    /// The outline of a service.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        let timetable = &service.timetable;
        Self {
            name: service.name.clone(),
            start: timetable.start,
            weeks: timetable.weeks,
            pattern_weeks: service.policy.pattern_weeks,
            tail_weeks: service.policy.tail_weeks,
            days: timetable.days.clone(),
            periods: timetable
                .periods
                .iter()
                .map(|p| PeriodOutline {
                    id: p.id.clone(),
                    start: p.start.format("%H:%M").to_string(),
                    minutes: p.minutes.0,
                })
                .collect(),
            sites: service.sites.iter().map(|s| Named { id: s.id.clone(), name: s.name.clone() }).collect(),
            rooms: service
                .rooms
                .iter()
                .map(|r| RoomOutline { id: r.id.clone(), name: r.name.clone(), site: r.site.clone() })
                .collect(),
            activities: service
                .activities
                .iter()
                .map(|a| ActivityOutline {
                    id: a.id.clone(),
                    name: a.name.clone(),
                    group: matches!(a.mode, Mode::Group { .. }),
                })
                .collect(),
            clinics: service.clinics.iter().map(|c| Named { id: c.id.clone(), name: c.name.clone() }).collect(),
            practitioners: service
                .practitioners
                .iter()
                .map(|p| PractitionerOutline {
                    id: p.id.clone(),
                    role: p.role.clone(),
                    wte: p.wte,
                    home_site: p.home_site.clone(),
                })
                .collect(),
            measures: service
                .measures
                .iter()
                .map(|m| MeasureOutline {
                    id: m.id.clone(),
                    name: m.name.clone(),
                    unit: m.unit.clone(),
                    important_change: m.important_change,
                })
                .collect(),
            courses: service
                .courses
                .iter()
                .map(|c| CourseOutline {
                    id: c.id.clone(),
                    name: c.name.clone(),
                    lessons_per_patient: c.lessons_per_patient(),
                    span_weeks: c.span_weeks(),
                    treatment_weeks: c.time_frame_weeks.map(|_| c.treatment_weeks()),
                    time_frame_weeks: c.time_frame_weeks,
                    graded: c.graded.as_ref().map(|graded| GradedOutline::of(c, graded)),
                    interpolated: c.evidence.as_ref().is_some_and(|e| e.interpolated),
                    source: c.evidence.as_ref().map(|e| e.source.clone()),
                })
                .collect(),
            streams: service
                .streams
                .iter()
                .map(|s| StreamOutline {
                    id: s.id.clone(),
                    name: s.name.clone(),
                    assessment: s.assessment,
                    target_wait_weeks: s.target_wait_weeks,
                    wait_standard: s
                        .wait_standard
                        .map(|(weeks, share)| WaitStandardOutline { weeks, share: share.get() }),
                    referrals_per_year: s.referrals_per_year.0,
                })
                .collect(),
            meetings: service.meetings.iter().map(|m| Named { id: m.id.clone(), name: m.name.clone() }).collect(),
            desk_work: service.desk_work.iter().map(|d| Named { id: d.id.clone(), name: d.name.clone() }).collect(),
        }
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $method:ident($list:ident: $id:ty);)+) => {
        impl ServiceOutline {$(
            $(#[$doc])*
            #[must_use]
            pub fn $method<'a>(&'a self, id: &'a $id) -> &'a str {
                self.$list.iter().find(|row| row.id == *id).map_or(id.as_str(), |row| row.name.as_str())
            }
        )+}
    };
}

names! {
    /// A site's name; its id if the outline does not know it.
    site_name(sites: SiteId);
    /// A room's name; its id if the outline does not know it.
    room_name(rooms: RoomId);
    /// An activity's name; its id if the outline does not know it.
    activity_name(activities: ActivityId);
    /// A clinic kind's name; its id if the outline does not know it.
    clinic_name(clinics: ClinicId);
    /// A scale's name; its id if the outline does not know it.
    measure_name(measures: MeasureId);
    /// A course's name; its id if the outline does not know it.
    course_name(courses: CourseId);
    /// A stream's name; its id if the outline does not know it.
    stream_name(streams: StreamId);
    /// A meeting's name; its id if the outline does not know it.
    meeting_name(meetings: MeetingId);
    /// The name of a kind of desk work; its id if the outline does not know it.
    desk_work_name(desk_work: DeskWorkId);
}

impl ServiceOutline {
    /// A practitioner's role; empty if the outline does not know them.
    #[must_use]
    pub fn role_of(&self, id: &PractitionerId) -> &str {
        self.practitioners.iter().find(|p| p.id == *id).map_or("", |p| p.role.as_str())
    }
}
