//! Points in order, without those that are no better than another, and the knee.

use crate::plan::frontier::{Axis, Frontier, FrontierPoint};

/// Steps on an axis that are no wider than this, as a share of its range, are none.
const SAME: f64 = 1e-6;

/// Puts points in order and leaves out those that are no better than another; finds the knee.
#[must_use]
pub(super) fn in_order(first: Axis, second: Axis, points: Vec<FrontierPoint>, asked_for: usize) -> Frontier {
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
    use crate::plan::digest::Digest;
    use crate::plan::frontier::Coordinate;

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
        let found = in_order(Axis::Patients, Axis::BenefitPerPatient, points.to_vec(), 7);
        let kept: Vec<f64> = found.points.iter().map(|p| p.first.mean).collect();
        assert_eq!(kept, [100.0, 98.0, 60.0, 20.0]);
        assert_eq!((found.knee, found.left_out), (Some(1), 3));
    }

    #[test]
    fn less_can_be_better() {
        let points = [(10.0, 500.0), (8.0, 300.0), (8.0, 400.0), (2.0, 100.0)].map(|(a, b)| point(a, b));
        let found = in_order(Axis::Benefit, Axis::Cost, points.to_vec(), 4);
        let kept: Vec<f64> = found.points.iter().map(|p| p.second.mean).collect();
        assert_eq!(kept, [500.0, 300.0, 100.0]);
        assert_eq!(found.knee, Some(1));
    }

    #[test]
    fn a_straight_line_has_no_knee() {
        assert_eq!(knee(&[(3.0, 0.0), (2.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(knee(&[(3.0, 0.0), (1.0, 2.0)]), None);
    }
}
