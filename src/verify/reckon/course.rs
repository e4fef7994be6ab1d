//! A course's visits by week, thinned by those who drop out and, of graded exposure, by those who have arrived.

use crate::service::{Course, GradedExposure, Service};
use std::collections::BTreeMap;

/// What a week of a course asks of an activity, for one patient or one group.
pub(super) struct Visits {
    pub(super) activity: usize,
    /// Week of the course, from 0.
    pub(super) week: usize,
    /// Lessons as planned.
    pub(super) lessons: f64,
    /// Lessons times those still attending.
    pub(super) attended: f64,
}

/// The visits of a course, numbered over all activities by week: graded ones first, then by the order of its lessons.
pub(super) fn visits(service: &Service, course: &Course) -> Vec<Visits> {
    let total = visits_in_all(course);
    let mut visits = Vec::new();
    let mut number = 0;
    let mut climb = course.graded.as_ref().map(Climb::new);
    for week in 0..span(course) {
        if let Some(climb) = &mut climb {
            for _ in 0..climb.graded.by_week.get(week).copied().unwrap_or(0) {
                number += 1;
                for (activity, share) in climb.due(service) {
                    visits.push(Visits {
                        activity,
                        week,
                        lessons: share,
                        attended: share * attending(course, number, total),
                    });
                }
                climb.step();
            }
        }
        for lessons in &course.lessons {
            let count = lessons.by_week.get(week).copied().unwrap_or(0);
            let Some(activity) = service.activities.position(&lessons.activity).filter(|_| count > 0) else { continue };
            let attended = (number + 1..=number + count).map(|n| attending(course, n, total)).sum();
            number += count;
            visits.push(Visits { activity, week, lessons: f64::from(count), attended });
        }
    }
    visits
}

/// The share still attending the visit of a number, from 1.
fn attending(course: &Course, number: u32, total: u32) -> f64 {
    let stay = 1.0 - course.drop_out.get();
    if total > 1 { stay.powf(f64::from(number - 1) / f64::from(total - 1)) } else { 1.0 }
}

fn visits_in_all(course: &Course) -> u32 {
    let lessons: u32 = course.lessons.iter().flat_map(|l| &l.by_week).sum();
    lessons + course.graded.iter().flat_map(|g| &g.by_week).sum::<u32>()
}

/// Patients on their way up the levels: who is left below the goal, by level, before the next visit.
struct Climb<'a> {
    graded: &'a GradedExposure,
    below: BTreeMap<usize, f64>,
    visit: usize,
}

impl<'a> Climb<'a> {
    fn new(graded: &'a GradedExposure) -> Self {
        Self { graded, below: BTreeMap::from([(0, 1.0)]), visit: 0 }
    }

    /// What the next visit asks for, by activity.
    fn due(&self, service: &Service) -> BTreeMap<usize, f64> {
        let mut due: BTreeMap<usize, f64> = BTreeMap::new();
        for (&level, &share) in &self.below {
            let ids = match &self.graded.first_visit {
                Some(first) if self.visit == 0 => std::slice::from_ref(first),
                _ => &self.graded.levels[level].activities,
            };
            for at in ids.iter().filter_map(|id| service.activities.position(id)) {
                *due.entry(at).or_default() += share;
            }
        }
        due
    }

    /// Has the visit; tells the share that reaches the goal with it.
    fn step(&mut self) -> f64 {
        let mut arrived = 0.0;
        let mut after: BTreeMap<usize, f64> = BTreeMap::new();
        for (&level, &share) in &self.below {
            let chances = &self.graded.levels[level];
            let up = share * chances.advance.get();
            let down = if level > 0 { share * chances.set_back.get() } else { 0.0 };
            if level + 1 < self.graded.levels.len() {
                *after.entry(level + 1).or_default() += up;
            } else {
                arrived += up;
            }
            if level > 0 {
                *after.entry(level - 1).or_default() += down;
            }
            *after.entry(level).or_default() += share - up - down;
        }
        self.below = after;
        self.visit += 1;
        arrived
    }
}

/// Mean level that patients who keep coming reach: of the course's own chances, or of one chance everywhere.
fn mean_level(graded: &GradedExposure, advance: Option<f64>) -> f64 {
    let mut alike = graded.clone();
    if let Some(chance) = advance.and_then(crate::base::units::Fraction::new) {
        for level in &mut alike.levels {
            (level.advance, level.set_back) = (chance, chance.complement());
        }
    }
    let mut climb = Climb::new(&alike);
    let visits: u32 = alike.by_week.iter().sum();
    let arrived: f64 = (0..visits).map(|_| climb.step()).sum();
    arrived * alike.levels.len() as f64 + climb.below.iter().map(|(&level, share)| level as f64 * share).sum::<f64>()
}

/// What a course's patients reach of what its trial's did.
pub(super) fn of_the_trial(course: &Course) -> f64 {
    let Some((graded, trial)) = course.graded.as_ref().and_then(|g| Some((g, g.trial_advance?))) else { return 1.0 };
    let theirs = mean_level(graded, Some(trial.get()));
    if theirs > 0.0 { mean_level(graded, None) / theirs } else { 1.0 }
}

/// Share of starters who reach the goal, those who drop out before it left out; none without graded exposure.
pub(in crate::verify) fn reaching_goal(course: &Course) -> Option<f64> {
    let graded = course.graded.as_ref()?;
    let total = visits_in_all(course);
    let mut climb = Climb::new(graded);
    let (mut number, mut reaching) = (0, 0.0);
    for week in 0..span(course) {
        for _ in 0..graded.by_week.get(week).copied().unwrap_or(0) {
            number += 1;
            reaching += climb.step() * attending(course, number, total);
        }
        number += course.lessons.iter().filter_map(|l| l.by_week.get(week)).sum::<u32>();
    }
    Some(reaching)
}

/// Weeks from the first to the last visit.
fn span(course: &Course) -> usize {
    let weeks = course.lessons.iter().map(|l| &l.by_week).chain(course.graded.iter().map(|g| &g.by_week));
    weeks.filter_map(|by_week| by_week.iter().rposition(|&n| n > 0)).map(|last| last + 1).max().unwrap_or(0)
}

/// The week of the course in which its last visit falls.
pub(super) fn last_week(course: &Course) -> Option<usize> {
    span(course).checked_sub(1)
}

/// Lessons that carry the benefit, on average over patients who keep coming.
pub(in crate::verify) fn lessons_per_patient(course: &Course) -> f64 {
    let lessons: f64 =
        course.lessons.iter().filter(|l| !l.supporting).flat_map(|l| &l.by_week).map(|&n| f64::from(n)).sum();
    let graded = course.graded.as_ref().map_or(0.0, |graded| {
        let mut climb = Climb::new(graded);
        let visits: u32 = graded.by_week.iter().sum();
        let had = |_| {
            let had: f64 = climb.below.values().sum();
            climb.step();
            had
        };
        (0..visits).map(had).sum()
    });
    lessons + graded
}

/// Whether somebody in course week `done` at the first of `left` open weeks has the last visit within them.
pub(in crate::verify) fn finishes_within(course: &Course, done: usize, left: usize) -> bool {
    last_week(course).is_some_and(|last| last >= done && last - done < left)
}

/// Whether an activity is one of a course's, or of its lessons that carry the benefit.
pub(in crate::verify) fn uses(service: &Service, course: &Course, activity: usize, teaching: bool) -> bool {
    let lessons = course.lessons.iter().filter(|l| !(teaching && l.supporting)).map(|l| &l.activity);
    let graded = course.graded.iter().flat_map(|g| g.levels.iter().flat_map(|l| &l.activities).chain(&g.first_visit));
    lessons.chain(graded).any(|id| service.activities.position(id) == Some(activity))
}

/// The activity of the first visit in the week of the start.
pub(super) fn first_activity(service: &Service, course: &Course) -> Option<usize> {
    let graded = course.graded.as_ref().filter(|g| g.by_week.first().is_some_and(|&n| n > 0));
    let first = match graded {
        Some(graded) => graded.first_visit.as_ref().or_else(|| graded.levels.first()?.activities.first()),
        None => course.lessons.iter().find(|l| l.by_week.first().is_some_and(|&n| n > 0)).map(|l| &l.activity),
    };
    service.activities.position(first?)
}
