//! The cohorts of graded exposure against a simulation of a million patients, one by one, of each package of
//! `reading-swansea` and of its variant with more setbacks.

mod plan_common;

use equipoise::base::ids::ActivityId;
use equipoise::model::Facts;
use equipoise::service::{Course, Missed, Service};
use plan_common::service;
use std::collections::BTreeMap;

const PATIENTS: u32 = 1_000_000;

/// Random numbers between 0 and 1 (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
    fn happens(&mut self, chance: f64) -> bool {
        self.roll() < chance
    }
}

/// A mean over patients with its standard error.
#[derive(Default)]
struct Mean {
    sum: f64,
    squares: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.squares += value * value;
    }
    /// Whether a figure lies within four standard errors.
    fn agrees(&self, figure: f64) -> bool {
        let n = f64::from(PATIENTS);
        let mean = self.sum / n;
        let error = ((self.squares / n - mean * mean).max(0.0) / n).sqrt();
        (mean - figure).abs() <= 4.0 * error + 1e-12
    }
}

/// What a million patients did.
#[derive(Default)]
struct Seen {
    visits: Mean,
    goal: Mean,
    goal_of_starters: Mean,
    level: Mean,
    /// Appointments booked of those who start, by activity (its position) and week of the course.
    booked: BTreeMap<(usize, usize), Mean>,
}

fn simulate(service: &Service, course: &Course, dice: &mut Dice) -> Seen {
    let graded = course.graded.as_ref().unwrap();
    let weeks = course.span_weeks() as usize;
    let visits_in_all = graded.by_week.iter().sum::<u32>() + course.lessons.iter().map(|l| l.total()).sum::<u32>();
    let stay = (1.0 - course.drop_out.get()).powf(1.0 / f64::from(visits_in_all - 1));
    let mut seen = Seen::default();
    for _ in 0..PATIENTS {
        let mut booked: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let (mut level, mut visits, mut number) = (0, 0, 0);
        // a patient who drops out keeps moving here, unseen, so that one walk serves both kinds of figure
        let (mut comes, mut arrived_coming) = (true, false);
        let mut appointment = |comes: bool, activity: &ActivityId, week: usize, dice: &mut Dice| {
            if comes {
                let of = &service.activities[activity];
                let entry = booked.entry((service.activities.position(activity).unwrap(), week)).or_default();
                *entry += 1.0;
                while of.missed == Missed::Rebooked && dice.happens(of.dna.get()) {
                    *entry += 1.0;
                }
            }
        };
        for week in 0..weeks {
            for _ in 0..graded.by_week.get(week).copied().unwrap_or(0) {
                comes = comes && (number == 0 || dice.happens(stay));
                number += 1;
                let Some(at) = graded.levels.get(level) else { continue };
                match &graded.first_visit {
                    Some(first) if visits == 0 => appointment(comes, first, week, dice),
                    _ => at.activities.iter().for_each(|activity| appointment(comes, activity, week, dice)),
                }
                visits += 1;
                let roll = dice.roll();
                if roll < at.advance.get() {
                    level += 1;
                    arrived_coming = comes && level == graded.levels.len();
                } else if roll < at.advance.get() + at.set_back.get() {
                    level = level.saturating_sub(1);
                }
            }
            for lessons in &course.lessons {
                for _ in 0..lessons.by_week.get(week).copied().unwrap_or(0) {
                    comes = comes && (number == 0 || dice.happens(stay));
                    number += 1;
                    appointment(comes, &lessons.activity, week, dice);
                }
            }
        }
        seen.visits.add(f64::from(visits));
        seen.level.add(level as f64);
        seen.goal.add(f64::from(u8::from(level == graded.levels.len())));
        seen.goal_of_starters.add(f64::from(u8::from(arrived_coming)));
        for (key, count) in booked {
            seen.booked.entry(key).or_default().add(count);
        }
    }
    seen
}

fn agree(variant: &[&str]) {
    let service = service("reading-swansea", variant, &[]);
    let facts = Facts::new(&service);
    let mut dice = Dice(20_260_105);
    let mut checked = 0;
    for (at, course) in service.courses.iter().enumerate() {
        let Some(graded) = &course.graded else { continue };
        let seen = simulate(&service, course, &mut dice);
        assert!(seen.visits.agrees(graded.mean_visits()), "visits of {}", course.id);
        assert!(seen.goal.agrees(graded.goal_share()), "goal of {}", course.id);
        assert!(seen.level.agrees(graded.mean_level()), "level of {}", course.id);
        assert!(seen.goal_of_starters.agrees(course.reaching_goal().unwrap()), "goal of starters of {}", course.id);
        assert_eq!(facts.visits[at].len(), seen.booked.len(), "{}", course.id);
        for visit in &facts.visits[at] {
            let booked = &seen.booked[&(visit.activity, visit.week)];
            assert!(booked.agrees(visit.units), "{} in week {}: {}", course.id, visit.week, visit.units);
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked} figures by week");
}

#[test]
fn a_million_patients_of_each_package() {
    agree(&[]);
}

#[test]
fn a_million_patients_with_more_setbacks() {
    agree(&["more-setbacks"]);
}
