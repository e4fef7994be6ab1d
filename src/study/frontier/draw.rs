//! Draws a frontier: its ends, levels of the second axis between them, and at each level the best of the first.

use super::coordinates::{coordinate, most_per_patient};
use super::order::in_order;
use crate::base::control::Control;
use crate::plan::digest::Digest;
use crate::plan::frontier::{Axis, Frontier, FrontierPoint};
use crate::service::Service;
use crate::strategy::{StrategyError, Target};
use crate::study::sweep::sweep_all;

/// The most times that a mean over patients is bettered at one level of the other axis.
const ROUNDS: usize = 4;
/// What is better by less than this, as a share, is the same.
const SAME: f64 = 1e-6;

/// A plan that is aimed at one axis: its figures, what is proven, what the checker says.
#[derive(Debug, Clone)]
pub struct AimedAnswer {
    /// Its figures.
    pub digest: Digest,
    /// How much better on the axis another can be at most, in the axis's unit.
    pub open: Option<f64>,
    /// Whether the independent checker accepts it; none for what it does not check.
    pub accepted: Option<bool>,
}

/// So much of an axis being asked for.
pub type Level = Option<(Axis, f64)>;

/// Solves a service aimed at something, so much of something else being asked for; nothing if that cannot be had.
pub type SolveAimed<'a> = dyn Fn(Target, Level) -> Result<Option<AimedAnswer>, StrategyError> + Sync + 'a;

/// How a frontier is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// The axes; the second may be a mean over patients.
    pub axes: [Axis; 2],
    /// How many points.
    pub points: usize,
    /// Whether at every point the second axis is made as good as the first allows; otherwise at the first end alone, where
    /// it matters most.
    pub thorough: bool,
}

impl Drawn {
    /// In how many questions.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.ends().len() + self.points - 1
    }

    fn ends(&self) -> Vec<Axis> {
        let [first, second] = self.axes;
        if second.is_per_patient() { vec![first] } else { vec![first, second] }
    }
}

/// The efficient frontier between two axes; nothing if the service has no plan. `told` hears of each question that is done.
///
/// # Errors
/// If the solver fails or the job is cancelled.
pub fn frontier(
    service: &Service,
    drawn: Drawn,
    solve: &SolveAimed,
    control: &Control,
    told: &(dyn Fn(Axis, Level, bool) + Sync),
) -> Result<Option<Frontier>, StrategyError> {
    let [first, second] = drawn.axes;
    let draft = Draft { service, drawn, solve };
    let all = |questions: &[(Axis, Level)]| -> Result<Vec<Option<AimedAnswer>>, StrategyError> {
        sweep_all(questions, control, |&(axis, level)| {
            let answer = draft.answer(axis, level)?;
            told(axis, level, answer.is_some());
            Ok(answer)
        })
    };
    let ends: Vec<(Axis, Level)> = drawn.ends().into_iter().map(|axis| (axis, None)).collect();
    let mut found = all(&ends)?.into_iter();
    let Some(Some(best)) = found.next() else { return Ok(None) };
    let from = coordinate(service, &best.digest, second).mean;
    let to = match found.next() {
        Some(Some(end)) => coordinate(service, &end.digest, second).mean,
        Some(None) => return Ok(None),
        None => most_per_patient(service, second),
    };
    let asked = levels(from, to, drawn.points);
    let questions: Vec<(Axis, Level)> =
        asked.iter().map(|&level| (first, Some((second, nearly(second, level))))).collect();
    let solved = all(&questions)?;
    let rest = asked.into_iter().zip(solved).filter_map(|(level, answer)| Some(draft.point(Some(level), answer?)));
    let points: Vec<FrontierPoint> = std::iter::once(draft.point(None, best)).chain(rest).collect();
    Ok(Some(in_order(first, second, points, drawn.points)))
}

struct Draft<'a> {
    service: &'a Service,
    drawn: Drawn,
    solve: &'a SolveAimed<'a>,
}

impl Draft<'_> {
    fn at(&self, answer: &AimedAnswer, axis: Axis) -> f64 {
        coordinate(self.service, &answer.digest, axis).mean
    }

    /// The best on an axis at a level of the other, and of the first axis's one that is best on the other: without that, the
    /// end could be bettered on the one axis for nothing on the other.
    fn answer(&self, axis: Axis, level: Level) -> Result<Option<AimedAnswer>, StrategyError> {
        let Some(mut answer) = (self.solve)(Target { axis, against: 0.0 }, level)? else { return Ok(None) };
        let [first, other] = self.drawn.axes;
        // Of the second axis's end only what it has of that axis is asked.
        if axis != first || (level.is_some() && !self.drawn.thorough) {
            return Ok(Some(answer));
        }
        let kept = nearly(axis, self.at(&answer, axis));
        for _ in 0..if other.is_per_patient() { ROUNDS } else { 1 } {
            let now = self.at(&answer, other);
            let target = Target { axis: other, against: now };
            let Some(better) = (self.solve)(target, Some((axis, kept)))? else { break };
            let gained = other.better_by(self.at(&better, other), now);
            let lost = axis.better_by(kept, self.at(&better, axis));
            if lost > kept.abs().max(1.0) * SAME || gained <= now.abs().max(1.0) * SAME {
                break;
            }
            answer = AimedAnswer { open: answer.open, ..better };
        }
        Ok(Some(answer))
    }

    fn point(&self, asked: Option<f64>, answer: AimedAnswer) -> FrontierPoint {
        let [first, second] = self.drawn.axes;
        let at = coordinate(self.service, &answer.digest, first);
        let proven = |open: f64| if first.more_is_better() { at.mean + open } else { (at.mean - open).max(0.0) };
        FrontierPoint {
            first: at,
            second: coordinate(self.service, &answer.digest, second),
            asked,
            proven: answer.open.map(proven),
            accepted: answer.accepted,
            digest: answer.digest,
        }
    }
}

/// The levels of the second axis that are asked for between what it has where only the first matters and what it can have
/// at most: so many points in all, the first of which asks for nothing.
fn levels(from: f64, to: f64, points: usize) -> Vec<f64> {
    let steps = points.saturating_sub(1).max(1);
    (1..=steps).map(|step| from + (to - from) * step as f64 / steps as f64).collect()
}

/// A level that rounding does not put out of reach.
fn nearly(axis: Axis, level: f64) -> f64 {
    let little = level.abs().max(1.0) * 1e-7;
    if axis.more_is_better() { level - little } else { level + little }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_go_from_what_is_there_to_the_most() {
        assert_eq!(levels(1.0, 2.0, 5), [1.25, 1.5, 1.75, 2.0]);
        assert_eq!(levels(10.0, 4.0, 3), [7.0, 4.0]);
    }
}
