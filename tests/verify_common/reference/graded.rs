//! Graded exposure, path by path: every way that a patient's visits can turn out, with its chance.

use equipoise::base::ids::ActivityId;
use equipoise::service::{Course, GradedExposure};
use std::collections::BTreeMap;

/// A patient on one of the ways: the level before each visit they have, and whether they arrive.
pub struct Way {
    /// Levels before each visit.
    pub levels: Vec<usize>,
    /// Level after the last: the number of levels is the goal.
    pub ends: usize,
    /// Chance of this way.
    pub chance: f64,
}

/// All ways; `advance` puts one chance in place of every level's, with falling back otherwise.
pub fn ways(graded: &GradedExposure, advance: Option<f64>) -> Vec<Way> {
    let visits: u32 = graded.by_week.iter().sum();
    let mut done = Vec::new();
    let mut open = vec![Way { levels: Vec::new(), ends: 0, chance: 1.0 }];
    while let Some(way) = open.pop() {
        if way.chance == 0.0 {
            continue;
        }
        if way.ends == graded.levels.len() || way.levels.len() == visits as usize {
            done.push(way);
            continue;
        }
        let level = &graded.levels[way.ends];
        let (up, down) = advance.map_or((level.advance.get(), level.set_back.get()), |p| (p, 1.0 - p));
        let turns = [(way.ends + 1, up), (way.ends.saturating_sub(1), down), (way.ends, 1.0 - up - down)];
        for (ends, chance) in turns {
            let mut levels = way.levels.clone();
            levels.push(way.ends);
            open.push(Way { levels, ends, chance: way.chance * chance });
        }
    }
    done
}

/// Shares of patients due each activity at the graded visit of a number, from 0.
pub fn due(graded: &GradedExposure, visit: usize) -> BTreeMap<ActivityId, f64> {
    let mut due = BTreeMap::new();
    for way in ways(graded, None) {
        let Some(&level) = way.levels.get(visit) else { continue };
        let ids = match &graded.first_visit {
            Some(first) if visit == 0 => vec![first.clone()],
            _ => graded.levels[level].activities.clone(),
        };
        for id in ids {
            *due.entry(id).or_default() += way.chance;
        }
    }
    due
}

/// Graded visits that a patient who keeps coming has on average.
pub fn visits(graded: &GradedExposure) -> f64 {
    ways(graded, None).iter().map(|way| way.chance * way.levels.len() as f64).sum()
}

/// What a course's patients reach of what the trial's did.
pub fn of_the_trial(course: &Course) -> f64 {
    let Some(graded) = &course.graded else { return 1.0 };
    let Some(trial) = graded.trial_advance else { return 1.0 };
    let mean = |advance| -> f64 { ways(graded, advance).iter().map(|way| way.chance * way.ends as f64).sum() };
    mean(None) / mean(Some(trial.get()))
}

/// Share of starters who reach the goal: those who still attend the visit with which they do.
pub fn reaching_goal(course: &Course) -> Option<f64> {
    let graded = course.graded.as_ref()?;
    // the number, among all visits of the course, of each graded one
    let mut numbers = Vec::new();
    let mut number = 0;
    let weeks = course.lessons.iter().map(|l| l.by_week.len()).chain([graded.by_week.len()]).max()?;
    for week in 0..weeks {
        for _ in 0..graded.by_week.get(week).copied().unwrap_or(0) {
            numbers.push(number);
            number += 1;
        }
        number += course.lessons.iter().filter_map(|l| l.by_week.get(week)).sum::<u32>();
    }
    let attend = |n: u32| {
        if number > 1 { (1.0 - course.drop_out.get()).powf(f64::from(n) / f64::from(number - 1)) } else { 1.0 }
    };
    let arrive = ways(graded, None).into_iter().filter(|way| way.ends == graded.levels.len());
    Some(arrive.map(|way| way.chance * attend(numbers[way.levels.len() - 1])).sum())
}
