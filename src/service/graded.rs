//! Graded exposure: visits that advance a patient by a level or set them back, reckoned by exact cohorts.

use crate::base::ids::ActivityId;
use crate::base::units::Fraction;
use std::collections::BTreeSet;

/// Levels of graded exposure. A visit at a level advances the patient to the next with some chance, sets them back by one
/// with another (at the lowest there is none to fall to), and else leaves them where they are. Whoever passes the last
/// level has reached the goal and needs no more visits; whoever has not when the visits are used up ends there.
#[derive(Debug, Clone, PartialEq)]
pub struct GradedExposure {
    /// From the bottom; the goal lies above the last.
    pub levels: Vec<Level>,
    /// Visits by week of the course, for who has not reached the goal; the last entry is above 0.
    pub by_week: Vec<u32>,
    /// The activity of the first visit, whatever the level.
    pub first_visit: Option<ActivityId>,
    /// The chance with which the patients of the trial advanced, if not the course's own; they fell back otherwise.
    pub trial_advance: Option<Fraction>,
}

/// A level.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Name as reports print it.
    pub name: String,
    /// What a visit at this level consists of.
    pub activities: Vec<ActivityId>,
    /// Chance that a visit advances.
    pub advance: Fraction,
    /// Chance that it sets back.
    pub set_back: Fraction,
    /// The week of the course by whose end a patient is to have passed the level.
    pub target_week: Option<u32>,
}

/// Shares of the patients by level, the goal last.
pub type Shares = Vec<f64>;

impl GradedExposure {
    /// Visits of a patient who never reaches the goal.
    #[must_use]
    pub fn most_visits(&self) -> u32 {
        self.by_week.iter().sum()
    }

    /// Visits up to and with a week of the course, of who has not reached the goal.
    #[must_use]
    pub fn visits_by(&self, week: u32) -> u32 {
        self.by_week.iter().take(week as usize + 1).sum()
    }

    /// Share of those who keep coming that has passed a level, by its number, at the end of a week of the course.
    #[must_use]
    pub fn passed_by(&self, level: usize, week: u32) -> f64 {
        self.standing()[self.visits_by(week) as usize].iter().skip(level + 1).sum()
    }

    /// All activities that a visit may consist of.
    #[must_use]
    pub fn activities(&self) -> BTreeSet<&ActivityId> {
        self.levels.iter().flat_map(|level| &level.activities).chain(&self.first_visit).collect()
    }

    /// Most visits of one patient that an activity may be part of.
    #[must_use]
    pub fn most_of(&self, activity: &ActivityId) -> u32 {
        let most = self.most_visits();
        let first = self.first_visit.as_ref();
        let at_levels = self.levels.iter().any(|level| level.activities.contains(activity));
        let later = if at_levels { most - u32::from(first.is_some() && most > 0) } else { 0 };
        later + u32::from(first == Some(activity))
    }

    /// What the visit of a number (from 0) consists of, with the shares of patients who are due it; `standing` is that
    /// of [`Self::standing`].
    pub(super) fn visit<'s>(&'s self, number: u32, standing: &[Shares]) -> Vec<(&'s ActivityId, f64)> {
        if let (Some(first), 0) = (&self.first_visit, number) {
            return vec![(first, 1.0)];
        }
        let mut parts: Vec<(&ActivityId, f64)> = Vec::new();
        for (level, &share) in self.levels.iter().zip(&standing[number as usize]) {
            for activity in &level.activities {
                match parts.iter_mut().find(|(known, _)| *known == activity) {
                    Some((_, sum)) => *sum += share,
                    None => parts.push((activity, share)),
                }
            }
        }
        parts.retain(|(_, share)| *share > 0.0);
        parts
    }

    /// Where patients stand before each visit, and after the last: `[visit][level]`, the goal's share last.
    #[must_use]
    pub fn standing(&self) -> Vec<Shares> {
        standing(&self.chances(), self.most_visits())
    }

    /// Share of those who keep coming that reaches the goal within the visits.
    #[must_use]
    pub fn goal_share(&self) -> f64 {
        self.standing().last().and_then(|last| last.last().copied()).unwrap_or(0.0)
    }

    /// Visits that a patient who keeps coming has on average: none after the goal, and no more than the most.
    #[must_use]
    pub fn mean_visits(&self) -> f64 {
        self.standing().iter().take(self.most_visits() as usize).map(not_there).sum()
    }

    /// How many of these have one of some activities as a part, on average.
    #[must_use]
    pub fn mean_visits_of(&self, activities: &BTreeSet<ActivityId>) -> f64 {
        let at: Vec<bool> =
            self.levels.iter().map(|level| level.activities.iter().any(|id| activities.contains(id))).collect();
        let of_visit = |(number, shares): (usize, &Shares)| match (&self.first_visit, number) {
            (Some(first), 0) => f64::from(u8::from(activities.contains(first))),
            _ => shares.iter().zip(&at).filter(|(_, given)| **given).map(|(share, _)| share).sum(),
        };
        self.standing().iter().take(self.most_visits() as usize).enumerate().map(of_visit).sum()
    }

    /// Visits to the goal on average if there were no limit; none where some level is never passed.
    ///
    /// From level *l* to the next it takes `d[l] = (1 + set_back[l] x d[l-1]) / advance[l]` visits, where the lowest level
    /// has no set-back.
    #[must_use]
    pub fn unlimited_visits(&self) -> Option<f64> {
        let mut below = 0.0;
        let mut sum = 0.0;
        for (at, (advance, set_back)) in self.chances().into_iter().enumerate() {
            if advance <= 0.0 {
                return None;
            }
            let back = if at == 0 { 0.0 } else { set_back * below };
            below = (1.0 + back) / advance;
            sum += below;
        }
        Some(sum)
    }

    /// Visits within which a share of those who keep coming would reach the goal, were there no limit; none if a thousand
    /// are not enough. The tail that the mean hides.
    #[must_use]
    pub fn visits_for(&self, share: f64) -> Option<u32> {
        let standing = standing(&self.chances(), 1000);
        standing.iter().position(|shares| shares.last().is_some_and(|&goal| goal >= share)).map(|visits| visits as u32)
    }

    /// Level reached in the end, on average over those who keep coming: from 0, the lowest, to the number of levels.
    #[must_use]
    pub fn mean_level(&self) -> f64 {
        mean_level(&self.standing())
    }

    /// The mean level reached, as a share of what the trial's patients reached in as many visits. Benefit goes with it.
    #[must_use]
    pub fn of_the_trial(&self) -> f64 {
        let Some(advance) = self.trial_advance else { return 1.0 };
        let trial: Vec<(f64, f64)> = self.levels.iter().map(|_| (advance.get(), advance.complement().get())).collect();
        let theirs = mean_level(&standing(&trial, self.most_visits()));
        if theirs > 0.0 { self.mean_level() / theirs } else { 1.0 }
    }

    fn chances(&self) -> Vec<(f64, f64)> {
        self.levels.iter().map(|level| (level.advance.get(), level.set_back.get())).collect()
    }
}

/// The cohorts: all start at the lowest level; shares of each level move by its chances with each visit, the goal keeps
/// whom it has.
fn standing(chances: &[(f64, f64)], visits: u32) -> Vec<Shares> {
    let goal = chances.len();
    let mut shares = vec![0.0; goal + 1];
    shares[0] = 1.0;
    let mut all = vec![shares];
    for _ in 0..visits {
        let before = &all[all.len() - 1];
        let mut after = vec![0.0; goal + 1];
        after[goal] = before[goal];
        for (level, &(advance, set_back)) in chances.iter().enumerate() {
            let here = before[level];
            let falls = if level == 0 { 0.0 } else { set_back };
            after[level + 1] += here * advance;
            after[level] += here * (1.0 - advance - falls);
            if level > 0 {
                after[level - 1] += here * falls;
            }
        }
        all.push(after);
    }
    all
}

fn not_there(shares: &Shares) -> f64 {
    1.0 - shares.last().copied().unwrap_or(0.0)
}

fn mean_level(standing: &[Shares]) -> f64 {
    standing.last().map_or(0.0, |last| last.iter().enumerate().map(|(level, share)| level as f64 * share).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposure(levels: usize, advance: f64, visits: u32) -> GradedExposure {
        let level = Level {
            name: String::new(),
            activities: Vec::new(),
            advance: Fraction::new(advance).unwrap(),
            set_back: Fraction::new(1.0 - advance).unwrap(),
            target_week: None,
        };
        GradedExposure {
            levels: vec![level; levels],
            by_week: vec![1; visits as usize],
            first_visit: None,
            trial_advance: None,
        }
    }

    fn rounded(number: f64, digits: i32) -> f64 {
        let by = 10f64.powi(digits);
        (number * by).round() / by
    }

    /// The figures published for six levels: visits on average, and who gets there in seven and in eleven visits.
    #[test]
    fn six_levels() {
        for (advance, visits) in
            [(1.0, 6.0), (0.9, 7.3), (0.8, 9.4), (0.75, 11.0), (0.7, 13.1), (0.6, 20.9), (0.5, 42.0)]
        {
            let mean = exposure(6, advance, 7).unlimited_visits().unwrap();
            assert_eq!(rounded(mean, 1), visits, "{advance}");
        }
        assert_eq!(rounded(exposure(6, 0.4, 7).unlimited_visits().unwrap(), 0), 126.0);
        assert_eq!(rounded(exposure(6, 0.75, 7).goal_share(), 2), 0.22);
        assert_eq!(rounded(exposure(6, 0.75, 11).goal_share(), 2), 0.63);
    }

    /// With ever more visits the mean with a limit comes to that without one.
    #[test]
    fn the_limit_is_the_unlimited_mean() {
        let long = exposure(6, 0.6, 2000);
        assert!((long.mean_visits() - long.unlimited_visits().unwrap()).abs() < 1e-9);
        assert!((long.goal_share() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_level_that_is_never_passed() {
        let stuck = exposure(3, 0.0, 5);
        assert_eq!(stuck.unlimited_visits(), None);
        assert_eq!(stuck.goal_share(), 0.0);
        assert_eq!(stuck.mean_visits(), 5.0);
        assert_eq!(stuck.mean_level(), 0.0);
    }

    /// Those who advance less often reach less than the trial's patients.
    #[test]
    fn benefit_goes_with_the_level() {
        let mut own = exposure(6, 0.6, 7);
        assert_eq!(own.of_the_trial(), 1.0);
        own.trial_advance = Fraction::new(0.75);
        let expected = exposure(6, 0.6, 7).mean_level() / exposure(6, 0.75, 7).mean_level();
        assert!((own.of_the_trial() - expected).abs() < 1e-12);
        assert!(expected > 0.3 && expected < 0.9);
    }
}
