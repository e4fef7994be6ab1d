//! Whole appointments: what a session can be filled with.

use crate::model::Facts;
use crate::service::Mode;
use std::collections::BTreeSet;

/// What two sums of minutes may differ by and be alike.
const MINUTES: f64 = 1e-9;

/// Activities of a clinic, by position.
pub fn activities(facts: &Facts, clinic: usize) -> impl Iterator<Item = usize> {
    facts.clinic(clinic).activities.iter().filter_map(|id| facts.service.activities.position(id))
}

/// Minutes of a whole appointment or class.
#[must_use]
pub fn minutes_of(facts: &Facts, activity: usize) -> f64 {
    facts.service.activities.at(activity).minutes.0
}

/// Units that one appointment or class holds: the places of an open class, else one.
#[must_use]
pub fn places_of(facts: &Facts, activity: usize) -> u32 {
    match facts.service.activities.at(activity).mode {
        Mode::Group { max, .. } if !facts.closed_activity[activity] => max,
        _ => 1,
    }
}

/// The lengths of some activities, longest first.
#[must_use]
pub fn lengths(facts: &Facts, activities: &[usize]) -> Vec<f64> {
    let all: BTreeSet<u64> = activities.iter().map(|&a| minutes_of(facts, a).to_bits()).collect();
    // Bits of positive numbers are in their order.
    all.into_iter().rev().map(f64::from_bits).collect()
}

/// How many appointments of a length fit some minutes.
fn fitting(length: f64, minutes: f64) -> u32 {
    // Rounds down, and to nothing what is below it.
    (minutes / length + MINUTES) as u32
}

/// The ways to fill some minutes with appointments of some lengths, to which no further one could be added.
#[must_use]
pub fn ways(lengths: &[f64], minutes: f64) -> Vec<Vec<u32>> {
    let Some((&length, shorter)) = lengths.split_first() else { return vec![Vec::new()] };
    let most = fitting(length, minutes);
    if shorter.is_empty() {
        return vec![vec![most]];
    }
    let mut all = Vec::new();
    for count in (0..=most).rev() {
        let left = minutes - f64::from(count) * length;
        for rest in ways(shorter, left) {
            let used: f64 = rest.iter().zip(shorter).map(|(&n, l)| f64::from(n) * l).sum();
            // One more of the longest would fit beside these: that way is there already.
            if left - used + MINUTES < length {
                all.push([vec![count], rest].concat());
            }
        }
    }
    all
}

/// The most minutes of some that appointments of some lengths can take.
#[must_use]
pub fn most_taken(lengths: &[f64], minutes: f64) -> f64 {
    most(lengths, minutes, &|length| length, 0.0)
}

/// The most that appointments of some lengths count in some minutes, beside what was counted so far.
fn most(lengths: &[f64], minutes: f64, counts: &impl Fn(f64) -> f64, so_far: f64) -> f64 {
    let Some((&length, shorter)) = lengths.split_first() else { return so_far };
    let all = fitting(length, minutes);
    let least = if shorter.is_empty() { all } else { 0 };
    let with = |count: u32| {
        let count = f64::from(count);
        most(shorter, minutes - count * length, counts, so_far + count * counts(length))
    };
    (least..=all).map(with).fold(0.0, f64::max)
}

/// Appointments of two lengths, and what each of them counts: no session holds more of them than it holds when it is
/// filled with what counts most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit {
    /// Bits of the two lengths, the longer one first.
    lengths: [u64; 2],
    /// What an appointment of each counts.
    counts: [u32; 2],
}

impl Limit {
    /// All that whole appointments of two lengths are limited by in sessions of so many minutes: the edges of what the
    /// ways to fill them span with everything below.
    #[must_use]
    pub fn edges(longer: f64, shorter: f64, minutes: f64) -> Vec<Self> {
        // Numbers of the longer and the shorter from the end of only longer ones to that of only shorter ones.
        let mut corners: Vec<(i64, i64)> = vec![(fitting(longer, minutes).into(), 0)];
        corners.extend(ways(&[longer, shorter], minutes).iter().map(|way| (way[0].into(), way[1].into())));
        corners.dedup();
        let mut hull: Vec<(i64, i64)> = Vec::new();
        for corner in corners {
            while let [.., a, b] = hull[..] {
                let turn = (b.0 - a.0) * (corner.1 - a.1) - (b.1 - a.1) * (corner.0 - a.0);
                if turn > 0 {
                    break;
                }
                hull.pop();
            }
            hull.push(corner);
        }
        let edge = |[longer_counts, shorter_counts]: [i64; 2]| {
            let by = divisor(longer_counts, shorter_counts);
            let counts = [longer_counts / by, shorter_counts / by].map(|count| count as u32);
            Self { lengths: [longer.to_bits(), shorter.to_bits()], counts }
        };
        if hull[0].0 == 0 {
            // Nothing of the longer one fits, and of the shorter one what fits by itself.
            return vec![edge([1, 0]), edge([0, 1])];
        }
        hull.windows(2).map(|pair| edge([pair[1].1 - pair[0].1, pair[0].0 - pair[1].0])).collect()
    }

    /// Either length by itself.
    #[must_use]
    pub fn each(&self) -> [Self; 2] {
        [[1, 0], [0, 1]].map(|counts| Self { counts, ..*self })
    }

    /// What an appointment of some length counts.
    #[must_use]
    pub fn count(&self, length: f64) -> f64 {
        let at = self.lengths.iter().position(|bits| *bits == length.to_bits());
        at.map_or(0.0, |at| self.counts[at].into())
    }

    /// The most that a session of so many minutes holds, of those of the two lengths that its clinic gives.
    #[must_use]
    pub fn most(&self, given: &[f64], minutes: f64) -> f64 {
        let lengths: Vec<f64> = given.iter().copied().filter(|length| self.count(*length) > 0.0).collect();
        most(&lengths, minutes, &|length| self.count(length), 0.0)
    }
}

/// The greatest common divisor.
fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_ways_that_leave_no_room_are_there() {
        assert_eq!(ways(&[120.0, 40.0], 225.0), vec![vec![1, 2], vec![0, 5]]);
        assert_eq!(ways(&[60.0, 40.0], 225.0), vec![vec![3, 1], vec![2, 2], vec![1, 4], vec![0, 5]]);
        assert_eq!(ways(&[90.0, 75.0], 225.0), vec![vec![2, 0], vec![1, 1], vec![0, 3]]);
        assert_eq!(ways(&[45.0], 225.0), vec![vec![5]]);
        assert_eq!(ways(&[60.0, 40.0], 30.0), vec![vec![0, 0]]);
    }

    #[test]
    fn the_fullest_way_takes_most_minutes() {
        assert!((most_taken(&[120.0, 40.0], 225.0) - 200.0).abs() < 1e-9);
        assert!((most_taken(&[60.0, 40.0], 225.0) - 220.0).abs() < 1e-9, "three of the longer and one");
        assert!(most_taken(&[60.0, 40.0], 30.0).abs() < 1e-9);
    }

    #[test]
    fn edges_are_those_of_the_ways() {
        let counts = |longer: f64, shorter: f64, minutes: f64| {
            let edges = Limit::edges(longer, shorter, minutes);
            edges.iter().map(|limit| (limit.counts, limit.most(&[longer, shorter], minutes))).collect::<Vec<_>>()
        };
        // An assessment and two reviews, or five reviews.
        assert_eq!(counts(120.0, 40.0, 225.0), [([1, 0], 1.0), ([3, 1], 5.0)]);
        assert_eq!(counts(60.0, 40.0, 225.0), [([1, 0], 3.0), ([3, 2], 11.0), ([1, 1], 5.0)]);
        assert_eq!(counts(90.0, 75.0, 225.0), [([3, 2], 6.0)]);
        assert_eq!(counts(60.0, 40.0, 50.0), [([1, 0], 0.0), ([0, 1], 1.0)]);
        assert_eq!(counts(60.0, 40.0, 30.0), [([1, 0], 0.0), ([0, 1], 0.0)]);
    }

    proptest! {
        /// What the edges allow is what sessions hold, if they are split and mixed: tried by every weight there is.
        #[test]
        fn edges_say_all_that_there_is(longer in 5..180_u32, shorter in 5..180_u32, minutes in 0..300_u32) {
            prop_assume!(longer > shorter);
            let [longer, shorter, minutes] = [longer, shorter, minutes].map(f64::from);
            let edges = Limit::edges(longer, shorter, minutes);
            let most: Vec<f64> = edges.iter().map(|edge| edge.most(&[longer, shorter], minutes)).collect();
            let ways = ways(&[longer, shorter], minutes);
            // The best corner of what the edges allow, for every direction, is a way to fill the session.
            let limits: Vec<([f64; 2], f64)> = edges.iter().zip(&most)
                .map(|(edge, &most)| ([edge.count(longer), edge.count(shorter)], most))
                .chain([([-1.0, 0.0], 0.0), ([0.0, -1.0], 0.0)])
                .collect();
            let mut corners = vec![[0.0, 0.0]];
            for (i, (a, p)) in limits.iter().enumerate() {
                for (b, q) in &limits[..i] {
                    let det = a[0] * b[1] - a[1] * b[0];
                    if det.abs() > 0.5 {
                        corners.push([(p * b[1] - q * a[1]) / det, (a[0] * q - b[0] * p) / det]);
                    }
                }
            }
            let allowed = |x: &[f64; 2]| limits.iter().all(|(a, most)| a[0] * x[0] + a[1] * x[1] <= most + 1e-6);
            for corner in corners.iter().filter(|corner| allowed(corner)) {
                let held = ways.iter().any(|way| (0..2).all(|at| corner[at] <= f64::from(way[at]) + 1e-6));
                prop_assert!(held, "{corner:?} of {ways:?} by {limits:?}");
            }
            for length in [longer, shorter] {
                prop_assert!(edges.iter().any(|edge| edge.count(length) > 0.0), "{length} is not limited");
            }
        }
    }
}
