//! Activities, clinics, courses and their evidence.

use crate::base::ids::{ActivityId, ClinicId, CourseId, MeasureId, RoleId, RoomKindId, SiteId};
use crate::base::units::{Benefit, Fraction, Minutes, Pounds};
use crate::service::table::keyed;
use crate::service::{EvidenceCase, GradedExposure, Practitioner};
use std::collections::BTreeSet;

/// A kind of appointment or class.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Id.
    pub id: ActivityId,
    /// Name as reports print it.
    pub name: String,
    /// Minutes of a session that one appointment or class takes: contact and notes.
    pub minutes: Minutes,
    /// One patient at a time, or a class.
    pub mode: Mode,
    /// Who must be there, all together.
    pub team: Vec<Position>,
    /// Who must be on site where somebody else runs it.
    pub on_site: Option<OnSite>,
    /// Kinds of room it can be held in.
    pub room_kinds: BTreeSet<RoomKindId>,
    /// What the room must have.
    pub room_features: BTreeSet<String>,
    /// Share of booked appointments that are missed.
    pub dna: Fraction,
    /// What becomes of a missed appointment.
    pub missed: Missed,
    /// What each booked appointment costs beside the sessions.
    pub cost: Pounds,
    /// What a patient who pays for themselves pays for each that they attend.
    pub price: Pounds,
}

/// One patient at a time, or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One patient at a time.
    OneToOne,
    /// A class.
    Group {
        /// Fewest patients.
        min: u32,
        /// Most patients.
        max: u32,
    },
}

/// A position in a team; the roles of different positions of a team do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Roles that can fill it.
    pub roles: BTreeSet<RoleId>,
    /// How many of them.
    pub count: u32,
    /// Skills each must have.
    pub skills: BTreeSet<String>,
}

/// Who must be on site where somebody else runs a session: in a session of their own, in the same half-day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnSite {
    /// Roles, one of which they have.
    pub roles: BTreeSet<RoleId>,
    /// Skills that they have.
    pub skills: BTreeSet<String>,
    /// For how many sessions of others at a time one of them will do.
    pub sessions_each: u32,
}

impl OnSite {
    /// Whether somebody may be the one on site; they need nobody themselves.
    #[must_use]
    pub fn is(&self, practitioner: &Practitioner) -> bool {
        self.roles.contains(&practitioner.role) && self.skills.iter().all(|s| practitioner.skills.contains(s))
    }
}

/// What becomes of a missed appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Booked again in the same week: slots booked = lessons due / (1 - dna).
    Rebooked,
    /// Slot and lesson are lost: slots booked = lessons due.
    Lost,
}

/// A kind of session. Its activities need the same roles and the same rooms; it holds either one-to-one activities
/// or exactly one group activity.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// Id.
    pub id: ClinicId,
    /// Name as reports print it.
    pub name: String,
    /// Activities a session may hold.
    pub activities: Vec<ActivityId>,
    /// Who must be there, all together: whoever can run every activity.
    pub team: Vec<Position>,
    /// Minutes of each session that no patient can have.
    pub overhead: Minutes,
    /// Sites at which it may be held: those named, or all, that have a fitting room.
    pub sites: BTreeSet<SiteId>,
}

/// An outcome scale.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Id.
    pub id: MeasureId,
    /// Name.
    pub name: String,
    /// What one unit is called.
    pub unit: String,
    /// The smallest change that matters, in the scale's units; above 0.
    pub important_change: f64,
}

/// An option of care.
#[derive(Debug, Clone)]
pub struct Course {
    /// Id.
    pub id: CourseId,
    /// Name as reports print it.
    pub name: String,
    /// Lessons that all have, one entry an activity.
    pub lessons: Vec<CourseLessons>,
    /// Visits that depend on how far a patient has come.
    pub graded: Option<GradedExposure>,
    /// What it does.
    pub evidence: Option<Evidence>,
    /// Share of those who start that do not finish.
    pub drop_out: Fraction,
    /// Started and gone through in whole groups.
    pub closed_group: Option<ClosedGroup>,
    /// What each start costs beside the lessons.
    pub materials: Pounds,
    /// Weeks from the referral within which the last visit is to fall, supporting ones apart.
    pub time_frame_weeks: Option<u32>,
}

impl Course {
    /// Weeks from the start to the last visit that is not a supporting one, that of the start included.
    #[must_use]
    pub fn treatment_weeks(&self) -> u32 {
        let graded = self.graded.as_ref().map_or(0, |graded| graded.by_week.len());
        let lessons = self.lessons.iter().filter(|l| !l.supporting).map(|l| l.by_week.len());
        lessons.max().unwrap_or(0).max(graded) as u32
    }
    /// Lessons that carry the course's benefit, on average over patients who keep coming; supporting ones are not counted.
    #[must_use]
    pub fn lessons_per_patient(&self) -> f64 {
        let lessons: u32 = self.lessons.iter().filter(|l| !l.supporting).map(CourseLessons::total).sum();
        f64::from(lessons) + self.graded.as_ref().map_or(0.0, GradedExposure::mean_visits)
    }
    /// Visits of a patient who keeps coming, on average, supporting ones included.
    #[must_use]
    pub fn mean_visits(&self) -> f64 {
        let lessons: u32 = self.lessons.iter().map(CourseLessons::total).sum();
        f64::from(lessons) + self.graded.as_ref().map_or(0.0, GradedExposure::mean_visits)
    }
    /// How many of these have one of some activities as a part, on average.
    #[must_use]
    pub fn mean_visits_of(&self, activities: &BTreeSet<ActivityId>) -> f64 {
        let own = self.lessons.iter().filter(|l| activities.contains(&l.activity));
        let lessons: u32 = own.map(CourseLessons::total).sum();
        f64::from(lessons) + self.graded.as_ref().map_or(0.0, |graded| graded.mean_visits_of(activities))
    }
    /// Weeks from the start to the last lesson, that of the start included.
    #[must_use]
    pub fn span_weeks(&self) -> u32 {
        let graded = self.graded.as_ref().map_or(0, |graded| graded.by_week.len());
        self.lessons.iter().map(|l| l.by_week.len()).max().unwrap_or(0).max(graded) as u32
    }
    /// All activities it uses, each once: those of its lessons in their order, then those of its levels.
    #[must_use]
    pub fn activities(&self) -> Vec<&ActivityId> {
        let mut all: Vec<&ActivityId> = Vec::new();
        let graded = self.graded.iter().flat_map(GradedExposure::activities);
        for id in self.lessons.iter().map(|l| &l.activity).chain(graded) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
    /// Activities of the lessons that carry the benefit.
    #[must_use]
    pub fn teaches(&self) -> BTreeSet<&ActivityId> {
        let graded = self.graded.iter().flat_map(GradedExposure::activities);
        self.lessons.iter().filter(|l| !l.supporting).map(|l| &l.activity).chain(graded).collect()
    }
    /// Most lessons of an activity that one patient can have.
    #[must_use]
    pub fn most_lessons(&self, activity: &ActivityId) -> u32 {
        let lessons: u32 = self.lessons.iter().filter(|l| l.activity == *activity).map(CourseLessons::total).sum();
        lessons + self.graded.as_ref().map_or(0, |graded| graded.most_of(activity))
    }
    /// The visits in order: by week, graded ones first, then by the order of the lessons.
    #[must_use]
    pub fn visits(&self) -> Vec<CourseVisit<'_>> {
        let mut visits = Vec::new();
        let standing = self.graded.as_ref().map(GradedExposure::standing).unwrap_or_default();
        let (mut number, mut graded_number) = (0, 0);
        for week in 0..self.span_weeks() as usize {
            if let Some(graded) = &self.graded {
                for _ in 0..graded.by_week.get(week).copied().unwrap_or(0) {
                    for (activity, share) in graded.visit(graded_number, &standing) {
                        visits.push(CourseVisit { number, week, activity, share });
                    }
                    graded_number += 1;
                    number += 1;
                }
            }
            for lessons in &self.lessons {
                for _ in 0..lessons.by_week.get(week).copied().unwrap_or(0) {
                    visits.push(CourseVisit { number, week, activity: &lessons.activity, share: 1.0 });
                    number += 1;
                }
            }
        }
        visits
    }
    /// Share still attending the visit of a number, from 0: those who drop out are lost evenly from the first to the last.
    #[must_use]
    pub fn attending(&self, number: u32) -> f64 {
        let last = self.visits_in_all().saturating_sub(1);
        if last == 0 { 1.0 } else { self.drop_out.complement().get().powf(f64::from(number) / f64::from(last)) }
    }
    /// Share of starters who reach the goal of graded exposure, those who drop out before it left out.
    #[must_use]
    pub fn reaching_goal(&self) -> Option<f64> {
        let graded = self.graded.as_ref()?;
        let goal: Vec<f64> = graded.standing().iter().filter_map(|shares| shares.last().copied()).collect();
        let mut reached = goal.windows(2).map(|pair| pair[1] - pair[0]);
        let (mut number, mut sum) = (0, 0.0);
        for week in 0..self.span_weeks() as usize {
            for arriving in reached.by_ref().take(graded.by_week.get(week).copied().unwrap_or(0) as usize) {
                sum += arriving * self.attending(number);
                number += 1;
            }
            number += self.lessons.iter().filter_map(|l| l.by_week.get(week)).sum::<u32>();
        }
        Some(sum)
    }
    /// How many visits it has in all: graded ones counted as if the goal were never reached.
    #[must_use]
    pub fn visits_in_all(&self) -> u32 {
        let lessons: u32 = self.lessons.iter().map(CourseLessons::total).sum();
        lessons + self.graded.as_ref().map_or(0, GradedExposure::most_visits)
    }
}

/// A visit of a course: what is due in a week of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CourseVisit<'c> {
    /// Its number among all visits of the course, from 0; the activities of one graded visit share it.
    pub number: u32,
    /// Week of the course, from 0.
    pub week: usize,
    /// The activity.
    pub activity: &'c ActivityId,
    /// Share of those who keep coming that is due it: 1, but for graded visits.
    pub share: f64,
}

/// The lessons of one activity within a course.
#[derive(Debug, Clone)]
pub struct CourseLessons {
    /// The activity.
    pub activity: ActivityId,
    /// Lessons by week of the course; the last entry is above 0.
    pub by_week: Vec<u32>,
    /// Reviews and the like: no share of the benefit.
    pub supporting: bool,
}

impl CourseLessons {
    /// How many in all.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.by_week.iter().sum()
    }
}

/// Patients go through a course together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedGroup {
    /// Fewest patients.
    pub min: u32,
    /// Most patients.
    pub max: u32,
}

/// What a course does for a patient.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The outcome scale.
    pub measure: MeasureId,
    /// Mean improvement in the scale's units.
    pub change: f64,
    /// 95 % interval.
    pub ci: Option<(f64, f64)>,
    /// Against what.
    pub comparator: String,
    /// Weeks after entry.
    pub follow_up_weeks: f64,
    /// Kind of table.
    pub analysis: Analysis,
    /// Per start or per attended.
    pub basis: Basis,
    /// Between trial points.
    pub interpolated: bool,
    /// What an effect against this comparator counts, in terms of one against the policy's base.
    pub comparator_factor: f64,
    /// How it fades; none if it lasts.
    pub fading: Option<Fading>,
    /// Where it comes from.
    pub source: String,
}

/// An effect that fades from its follow-up on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fading {
    /// Days after which half of it is left.
    pub half_life_days: f64,
    /// Weeks after entry at which effects count.
    pub counted_after_weeks: f64,
}

/// Kind of table a trial's figure stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// Averaged over other factors.
    Marginal,
    /// One cell against the control cell.
    Cell,
}

/// Per patient who starts, or per patient who finishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Intention to treat.
    PerStart,
    /// Per protocol: times (1 - drop-out).
    PerAttended,
}

impl Evidence {
    /// The change at an end of the interval, in the scale's units; the mean where there is no interval.
    #[must_use]
    pub fn change_at(&self, case: EvidenceCase) -> f64 {
        match (case, self.ci) {
            (EvidenceCase::Low, Some((low, _))) => low,
            (EvidenceCase::High, Some((_, high))) => high,
            _ => self.change,
        }
    }

    /// The share of the effect that is left when it counts, at most all of it: 0.5^(days since the follow-up / half-life).
    #[must_use]
    pub fn left(&self) -> f64 {
        self.fading.map_or(1.0, |fading| {
            let days = (fading.counted_after_weeks - self.follow_up_weeks) * 7.0;
            0.5_f64.powf(days / fading.half_life_days).min(1.0)
        })
    }

    /// What a start of `course` earns at an end of the interval, in important changes.
    #[must_use]
    pub fn benefit(&self, course: &Course, measure: &Measure, case: EvidenceCase) -> Benefit {
        let finishing = match self.basis {
            Basis::PerStart => 1.0,
            Basis::PerAttended => course.drop_out.complement().get(),
        };
        let reached = course.graded.as_ref().map_or(1.0, GradedExposure::of_the_trial);
        let counted = self.change_at(case) * self.comparator_factor * self.left();
        Benefit(counted * finishing * reached / measure.important_change)
    }
}

keyed! { Activity => ActivityId; Clinic => ClinicId; Measure => MeasureId; Course => CourseId; }
