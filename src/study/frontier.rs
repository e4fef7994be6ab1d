//! The efficient frontier between two aims, by asking for more and more of the one.

use crate::model::frontier::of_start;
use crate::plan::digest::Digest;
use crate::plan::frontier::{Axis, Coordinate, Frontier, FrontierPoint};
use crate::service::Service;

/// Steps on an axis that are no wider than this, as a share of its range, are none.
const SAME: f64 = 1e-6;

/// Where a plan stands on an axis.
#[must_use]
pub fn coordinate(service: &Service, digest: &Digest, axis: Axis) -> Coordinate {
    let exactly = |value: f64| Coordinate { mean: value, low: value, high: value };
    let patients = digest.started_with_evidence;
    let each = |value: f64| if patients > 0.0 { value / patients } else { 0.0 };
    let benefit = &digest.benefit;
    match axis {
        Axis::Patients => exactly(patients),
        Axis::Benefit => Coordinate { mean: benefit.important_changes, low: benefit.low, high: benefit.high },
        Axis::BenefitPerPatient => {
            Coordinate { mean: each(benefit.important_changes), low: each(benefit.low), high: each(benefit.high) }
        }
        Axis::LessonsPerPatient => {
            let with_evidence = digest.courses.iter().filter(|c| {
                service.streams.iter().find(|s| s.id == c.stream).is_some_and(|stream| service.has_evidence(stream))
            });
            let lessons =
                with_evidence.map(|c| c.started * f64::from(service.courses[&c.course].lessons_per_patient()));
            exactly(each(lessons.sum()))
        }
        Axis::Cost => exactly(digest.spend_gbp),
        Axis::Waiting => {
            let weeks = digest.streams.iter().flat_map(|s| &s.waiting_by_week);
            let dated = digest.streams.iter().any(|s| !s.waiting_by_week.is_empty());
            exactly(if dated { weeks.sum() } else { digest.waiting })
        }
    }
}

/// The most that a patient can count on an axis: of all courses that a stream with evidence is offered.
#[must_use]
pub fn most_per_patient(service: &Service, axis: Axis) -> f64 {
    let streams = service.streams.iter().filter(|stream| service.has_evidence(stream));
    let courses = streams.flat_map(|stream| &stream.options).map(|option| &service.courses[&option.course]);
    courses.map(|course| of_start(service, course, axis)).fold(0.0, f64::max)
}

/// The levels of the second axis that are asked for between what it has where only the first matters and what it can have
/// at most: so many points in all, the first of which asks for nothing.
#[must_use]
pub fn levels(from: f64, to: f64, points: usize) -> Vec<f64> {
    let steps = points.saturating_sub(1).max(1);
    (1..=steps).map(|step| from + (to - from) * step as f64 / steps as f64).collect()
}

/// Puts points in order and leaves out those that are no better than another; finds the knee.
#[must_use]
pub fn frontier(first: Axis, second: Axis, points: Vec<FrontierPoint>, asked_for: usize) -> Frontier {
    let sign = |axis: Axis| if axis.more_is_better() { 1.0 } else { -1.0 };
    let good = |p: &FrontierPoint| (sign(first) * p.first.mean, sign(second) * p.second.mean);
    let range = |of: fn(&FrontierPoint) -> f64| {
        let values = points.iter().map(of);
        let (least, most) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        (most - least).max(0.0)
    };
    let (wide, high) = (range(|p| p.first.mean) * SAME, range(|p| p.second.mean) * SAME);
    let better = |a: &FrontierPoint, b: &FrontierPoint| {
        let (a, b) = (good(a), good(b));
        a.0 >= b.0 - wide && a.1 >= b.1 - high && (a.0 > b.0 + wide || a.1 > b.1 + high)
    };
    let mut kept: Vec<FrontierPoint> = Vec::new();
    for point in &points {
        let same = |other: &FrontierPoint| {
            let (a, b) = (good(point), good(other));
            (a.0 - b.0).abs() <= wide && (a.1 - b.1).abs() <= high
        };
        if !points.iter().any(|other| better(other, point)) && !kept.iter().any(same) {
            kept.push(point.clone());
        }
    }
    kept.sort_by(|a, b| good(b).0.total_cmp(&good(a).0).then(good(a).1.total_cmp(&good(b).1)));
    let knee = knee(&kept.iter().map(good).collect::<Vec<_>>());
    let left_out = asked_for - kept.len();
    Frontier { first, second, points: kept, knee, left_out }
}

/// The point farthest from the line between the ends, both axes being as long as each other.
fn knee(points: &[(f64, f64)]) -> Option<usize> {
    let (start, end) = (points.first()?, points.last()?);
    let (width, height) = (end.0 - start.0, end.1 - start.1);
    if points.len() < 3 || width == 0.0 || height == 0.0 {
        return None;
    }
    let off = |p: &(f64, f64)| ((p.1 - start.1) / height) - ((p.0 - start.0) / width);
    let inner = 1..points.len() - 1;
    let best = inner.max_by(|&a, &b| off(&points[a]).total_cmp(&off(&points[b])).then(b.cmp(&a)))?;
    (off(&points[best]) > SAME).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(first: f64, second: f64) -> FrontierPoint {
        let exactly = |value| Coordinate { mean: value, low: value, high: value };
        FrontierPoint {
            first: exactly(first),
            second: exactly(second),
            asked: None,
            proven: None,
            accepted: None,
            digest: Digest::default(),
        }
    }

    #[test]
    fn what_is_no_better_than_another_is_left_out_and_the_knee_is_found() {
        let points =
            [(100.0, 1.0), (98.0, 3.0), (90.0, 3.0), (60.0, 4.0), (98.0, 3.0), (20.0, 4.5)].map(|(a, b)| point(a, b));
        let found = frontier(Axis::Patients, Axis::BenefitPerPatient, points.to_vec(), 7);
        let kept: Vec<f64> = found.points.iter().map(|p| p.first.mean).collect();
        assert_eq!(kept, [100.0, 98.0, 60.0, 20.0]);
        assert_eq!((found.knee, found.left_out), (Some(1), 3));
    }

    #[test]
    fn less_can_be_better() {
        let points = [(10.0, 500.0), (8.0, 300.0), (8.0, 400.0), (2.0, 100.0)].map(|(a, b)| point(a, b));
        let found = frontier(Axis::Benefit, Axis::Cost, points.to_vec(), 4);
        let kept: Vec<f64> = found.points.iter().map(|p| p.second.mean).collect();
        assert_eq!(kept, [500.0, 300.0, 100.0]);
        assert_eq!(found.knee, Some(1));
    }

    #[test]
    fn a_straight_line_has_no_knee() {
        assert_eq!(knee(&[(3.0, 0.0), (2.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(knee(&[(3.0, 0.0), (1.0, 2.0)]), None);
    }

    #[test]
    fn levels_go_from_what_is_there_to_the_most() {
        assert_eq!(levels(1.0, 2.0, 5), [1.25, 1.5, 1.75, 2.0]);
        assert_eq!(levels(10.0, 4.0, 3), [7.0, 4.0]);
    }
}
