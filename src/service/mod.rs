//! The valid problem: what [`validate()`] makes of the records. Nobody checks it again.
//!
//! A [`Service`] holds plain domain facts (who, where, when, how much) and answers the questions that both the
//! model and the checker ask of the calendar; it does no capacity arithmetic, so that each does its own.

mod calendar;
mod care;
mod demand;
mod desk;
mod estate;
mod funding;
mod graded;
mod policy;
mod rota;
mod rule;
mod table;
pub mod validate;
mod workforce;

pub use calendar::{Period, Span, Timetable};
pub use care::{
    Activity, Analysis, Basis, Clinic, ClosedGroup, Course, CourseLessons, CourseVisit, Evidence, Fading, Measure,
    Missed, Mode, OnSite, Position,
};
pub use demand::{Choice, InCourse, Onward, Stream, Today, Waiting};
pub use desk::{DeskPer, DeskWork};
pub use estate::{Room, Site, Travel};
pub use funding::{BlockIncome, Budget, Contract, Counts, Covers, LessonCap};
pub use graded::{GradedExposure, Level};
pub use policy::{Aim, AimStage, Aims, EvidenceCase, PRICE_DEFAULTS, Policy, PriceDefault, Prices};
pub use rota::{Burden, BurdenOn, Hold, Pin, Preference, ROTA_PRICE_DEFAULTS, RotaPolicy, RotaPrices, Seen, Which};
pub use rule::RuleId;
pub use table::{Keyed, Table};
pub use validate::{Validated, validate};
pub use workforce::{Attendees, Meeting, Practitioner, Recurrence};

use crate::base::calendar::{HalfDay, Week};
use crate::base::units::Weeks;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A valid service: everything the planner needs to know.
#[derive(Debug, Clone)]
pub struct Service {
    /// Name, as reports print it.
    pub name: String,
    /// Days, half-days, closures.
    pub timetable: Timetable,
    /// Weeks a practitioner works in a year, for the long-run view.
    pub worked_weeks: Option<Weeks>,
    /// Clinic locations.
    pub sites: Table<Site>,
    /// Who can change site within a day.
    pub travel: Travel,
    /// Rooms.
    pub rooms: Table<Room>,
    /// Kinds of appointment and class.
    pub activities: Table<Activity>,
    /// Kinds of session.
    pub clinics: Table<Clinic>,
    /// Who works sessions.
    pub practitioners: Table<Practitioner>,
    /// Outcome scales.
    pub measures: Table<Measure>,
    /// Options of care.
    pub courses: Table<Course>,
    /// Referral streams.
    pub streams: Table<Stream>,
    /// Meetings and events.
    pub meetings: Table<Meeting>,
    /// Work without a patient in the room.
    pub desk_work: Table<DeskWork>,
    /// Budget lines.
    pub budgets: Table<Budget>,
    /// Contract caps and floors.
    pub contracts: Table<Contract>,
    /// Income that comes whatever is done.
    pub block_income: Table<BlockIncome>,
    /// Most lessons for one patient.
    pub lesson_caps: Vec<LessonCap>,
    /// Aims, prices, pattern blocks, tail.
    pub policy: Policy,
}

impl Service {
    /// The weeks of the horizon.
    pub fn weeks(&self) -> impl DoubleEndedIterator<Item = Week> + Clone + use<> {
        (0..self.timetable.weeks).map(Week)
    }

    /// All half-days of the working week, in order.
    pub fn half_days(&self) -> impl Iterator<Item = HalfDay> + '_ {
        self.timetable
            .days
            .iter()
            .flat_map(|&day| self.timetable.periods.iter().map(move |p| HalfDay { day, period: p.id.clone() }))
    }

    /// Whether a site is open in a half-day of a date: its weekly hours, bank holidays and closures.
    #[must_use]
    pub fn site_is_open(&self, site: &Site, date: NaiveDate, half_day: &HalfDay) -> bool {
        site.open.contains(half_day) && !self.site_is_shut(site, date, half_day)
    }

    /// Whether a bank holiday or closure shuts a site on a date, whatever its weekly hours.
    #[must_use]
    pub fn site_is_shut(&self, site: &Site, date: NaiveDate, half_day: &HalfDay) -> bool {
        site.bank_holidays.contains(&date)
            || self.timetable.closures.iter().any(|s| s.covers(date, &half_day.period))
            || site.closures.iter().any(|s| s.covers(date, &half_day.period))
    }

    /// Whether a practitioner is present: at work, and the home site not shut that day.
    #[must_use]
    pub fn is_present(&self, practitioner: &Practitioner, date: NaiveDate, half_day: &HalfDay) -> bool {
        practitioner.is_at_work(date, half_day)
            && !self.site_is_shut(&self.sites[&practitioner.home_site], date, half_day)
    }

    /// Whether a room can be used in a half-day of a date: its site is open, and so is the room.
    #[must_use]
    pub fn room_is_open(&self, room: &Room, date: NaiveDate, half_day: &HalfDay) -> bool {
        self.site_is_open(&self.sites[&room.site], date, half_day)
            && room.open.contains(half_day)
            && !room.closures.iter().any(|s| s.covers(date, &half_day.period))
    }

    /// Whether a room fits a clinic: right kind, features, and places for its largest class.
    #[must_use]
    pub fn room_fits(&self, room: &Room, clinic: &Clinic) -> bool {
        clinic.activities.iter().all(|a| {
            let activity = &self.activities[a];
            activity.room_kinds.contains(&room.kind)
                && activity.room_features.iter().all(|f| room.features.contains(f))
                && match activity.mode {
                    Mode::OneToOne => true,
                    Mode::Group { max, .. } => room.places >= max,
                }
        })
    }

    /// Whether any stream says what it does today, so that there is a "do nothing" to compare with.
    #[must_use]
    pub fn has_today(&self) -> bool {
        self.streams.iter().any(|stream| stream.today.is_some())
    }

    /// Whether any course that a stream's patients may be offered has evidence.
    #[must_use]
    pub fn has_evidence(&self, stream: &Stream) -> bool {
        stream.options.iter().any(|o| self.courses[&o.course].evidence.is_some())
    }

    /// The position of a clinic's team that a practitioner can fill by role, skills and their own list of clinics,
    /// whatever the date.
    #[must_use]
    pub fn position_of(&self, practitioner: &Practitioner, clinic: &Clinic) -> Option<usize> {
        if practitioner.clinics.as_ref().is_some_and(|own| !own.contains(&clinic.id)) {
            return None;
        }
        clinic.team.iter().position(|position| {
            position.roles.contains(&practitioner.role)
                && position.skills.iter().all(|s| practitioner.skills.contains(s))
        })
    }

    /// Who must be on site where others run some clinic: of each need, the clinics that have it.
    #[must_use]
    pub fn on_site_needs(&self) -> BTreeMap<&OnSite, Vec<&Clinic>> {
        let mut needs: BTreeMap<&OnSite, Vec<&Clinic>> = BTreeMap::new();
        for clinic in &self.clinics {
            let of_clinic: BTreeSet<&OnSite> =
                clinic.activities.iter().filter_map(|id| self.activities[id].on_site.as_ref()).collect();
            for need in of_clinic {
                needs.entry(need).or_default().push(clinic);
            }
        }
        needs
    }

    /// The block of weeks that shares a rota pattern with a week.
    #[must_use]
    pub fn block_of(&self, week: Week) -> u32 {
        week.0 / self.policy.pattern_weeks
    }

    /// The weeks of a block.
    #[must_use]
    pub fn weeks_of(&self, block: u32) -> std::ops::Range<usize> {
        let length = self.policy.pattern_weeks as usize;
        let first = block as usize * length;
        first..(first + length).min(self.timetable.weeks as usize)
    }

    /// How many pattern blocks the horizon has.
    #[must_use]
    pub fn blocks(&self) -> u32 {
        self.timetable.weeks.div_ceil(self.policy.pattern_weeks)
    }
}
