//! Referral streams: who comes, who waits, what they may be offered, where they go on to.

use crate::base::ids::{CourseId, SiteId, StreamId};
use crate::base::units::{Fraction, Patients};
use crate::service::table::keyed;
use std::collections::BTreeMap;

/// A referral stream.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Id.
    pub id: StreamId,
    /// Name as reports print it.
    pub name: String,
    /// The way into the service: starts keep up with referrals.
    pub assessment: bool,
    /// Referrals from outside in each week of the horizon, all sites together.
    pub referrals: Vec<Patients>,
    /// Referrals from outside in a year, for the long-run view.
    pub referrals_per_year: Patients,
    /// Who waits at the start, oldest last: entry i has waited from i to i + 1 weeks; all sites together.
    pub waiting: Vec<Waiting>,
    /// Where its patients are treated; sums to 1, no zero entries.
    pub site_shares: BTreeMap<SiteId, Fraction>,
    /// What they may be offered. Courses above a lesson cap are already left out.
    pub options: Vec<Choice>,
    /// What guidance recommends.
    pub recommended: Option<CourseId>,
    /// What the service does today.
    pub today: Option<Today>,
    /// Weeks within which patients should start: the target written, or less where a course's time frame asks for it.
    pub target_wait_weeks: Option<u32>,
    /// A standard that the service is measured by: weeks, and the share of those who wait that is to have waited less.
    pub wait_standard: Option<(u32, Fraction)>,
    /// Share of last week's queue that leaves it untreated, from the front.
    pub removals_per_week: Fraction,
    /// Least share of all who wait or are referred that must start within the horizon.
    pub least_started: Option<Fraction>,
    /// Share of its patients who pay for themselves.
    pub self_funded: Fraction,
    /// Where patients go on to.
    pub onward: Vec<Onward>,
    /// Who is already in a course.
    pub in_course: Vec<InCourse>,
}

impl Stream {
    /// The courses that meet an option's share: its own, and those that may stand in for it.
    pub fn meets<'s>(&'s self, option: &'s Choice) -> impl Iterator<Item = &'s CourseId> + Clone {
        std::iter::once(&option.course).chain(self.instead_of(option))
    }

    /// The courses that may stand in for an option.
    pub fn instead_of<'s>(&'s self, option: &'s Choice) -> impl Iterator<Item = &'s CourseId> + Clone {
        let stands_in = |other: &&Choice| other.stands_in_for.as_ref() == Some(&option.course);
        self.options.iter().filter(stands_in).map(|other| &other.course)
    }

    /// Whether a course is what patients need, or stands in for that: not chosen by its worth.
    #[must_use]
    pub fn is_need(&self, course: &CourseId) -> bool {
        self.options.iter().any(|option| option.fixed && self.meets(option).any(|met| met == course))
    }

    /// Everybody who waits at the start.
    #[must_use]
    pub fn list(&self) -> Patients {
        self.waiting.iter().map(|w| w.patients).sum()
    }
}

/// Patients who have waited a number of whole weeks at the start of the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// At least so many weeks, and less than one more.
    pub weeks: u32,
    /// How many, all sites together.
    pub patients: Patients,
}

/// A course that may be offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The course.
    pub course: CourseId,
    /// Least share of the stream's starts over the horizon.
    pub least: Fraction,
    /// Most share.
    pub most: Fraction,
    /// A need, not a choice: least and most are equal and hold every week at every site, to within whole patients.
    pub fixed: bool,
    /// The option for which it may stand in, whose shares are then those of both; it has none of its own.
    pub stands_in_for: Option<CourseId>,
    /// Most share of an option's starts that may be of courses that stand in for it.
    pub most_instead: Fraction,
}

/// What the service does today.
#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// Shares of courses among starts, summing to 1.
    pub mix: BTreeMap<CourseId, Fraction>,
    /// Patients started a week.
    pub starts_per_week: Option<Patients>,
}

/// Where patients go on to.
#[derive(Debug, Clone, PartialEq)]
pub struct Onward {
    /// The stream.
    pub to: StreamId,
    /// Expected referrals per patient who attends the first appointment.
    pub per_attended: Fraction,
    /// Weeks after the start.
    pub lag_weeks: u32,
}

/// Patients who started a course before the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct InCourse {
    /// The course.
    pub course: CourseId,
    /// How many weeks before the horizon's first week they started, at least 1.
    pub weeks_ago: u32,
    /// How many started then, all sites together (by the stream's site shares).
    pub patients: Patients,
}

keyed! { Stream => StreamId; }
