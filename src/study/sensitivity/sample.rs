//! All facts drawn at once, many times over.
//!
//! An effect is drawn from a normal distribution around its mean, as wide as its 95 % interval. Effects on one measure against one comparator
//! are taken for arms of one trial, whose control group they share: half of the variance (for arms of one size) is common
//! to them. An interpolated effect stays between the effects that it was interpolated from. Any other fact is drawn from a
//! triangle over its range, its peak at what the scenario says.

use super::analysis::{Asked, Bench};
use super::inputs;
use crate::plan::sensitivity::{Draw, Input, InputRange, Mix, MixChance, RangeFrom, Sample, loss_gbp};
use crate::service::{Course, Service};
use crate::strategy::StrategyError;
use crate::study::sweep_all;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal, Triangular};
use std::collections::BTreeMap;

/// Standard deviations from the middle of a 95 % interval to its end.
const TO_THE_END: f64 = 1.959_963_984_540_054;

pub(super) fn sample(bench: &Bench, asked: &Asked) -> Result<Option<Sample>, StrategyError> {
    if asked.draws == 0 {
        return Ok(None);
    }
    let drawn = drawn(bench, asked);
    let values: Vec<Vec<f64>> =
        (0..asked.draws as u64).map(|index| draw(bench.service, &drawn, asked, index)).collect();
    let found = sweep_all(&values, bench.control, |values| {
        let mut service = bench.service.clone();
        for (Fact { input, .. }, &value) in drawn.iter().zip(values) {
            inputs::set(&mut service, input, value);
        }
        let weighed = bench.weigh(&service)?;
        Ok((weighed.mix, weighed.reply.digest.value_gbp, weighed.kept_gbp))
    })?;
    let mixes = chances(&found);
    let place = |mix: &Mix| mixes.iter().position(|chance| chance.mix == *mix).unwrap_or_default();
    let draws: Vec<Draw> = values
        .into_iter()
        .zip(&found)
        .map(|(values, (mix, best_gbp, kept_gbp))| Draw {
            values,
            mix: place(mix),
            best_gbp: *best_gbp,
            kept_gbp: *kept_gbp,
        })
        .collect();
    let mut losses: Vec<f64> = draws.iter().filter_map(|draw| loss_gbp(draw.best_gbp, draw.kept_gbp)).collect();
    losses.sort_by(f64::total_cmp);
    let count = losses.len() as f64;
    let mean = (!losses.is_empty()).then(|| losses.iter().sum::<f64>() / count);
    let error = mean.filter(|_| losses.len() > 1).map(|mean| {
        let squares: f64 = losses.iter().map(|loss| (loss - mean).powi(2)).sum();
        (squares / (count - 1.0) / count).sqrt()
    });
    let twentieth = losses.get((losses.len() * 19).div_ceil(20).saturating_sub(1)).copied();
    Ok(Some(Sample {
        seed: asked.seed,
        inputs: drawn.into_iter().map(|fact| fact.input).collect(),
        shared: asked.shared,
        mixes,
        mean_loss_gbp: mean,
        loss_error_gbp: error,
        twentieth_loss_gbp: twentieth,
        draws,
    }))
}

/// How often each mix is best, the most frequent first.
fn chances(found: &[(Mix, f64, Option<f64>)]) -> Vec<MixChance> {
    let mut counts: BTreeMap<&Mix, usize> = BTreeMap::new();
    for (mix, ..) in found {
        *counts.entry(mix).or_default() += 1;
    }
    let all = found.len() as f64;
    let chance = |(mix, draws): (&Mix, usize)| {
        let probability = draws as f64 / all;
        let standard_error = (probability * (1.0 - probability) / all).sqrt();
        MixChance { mix: mix.clone(), draws, probability, standard_error }
    };
    let mut chances: Vec<MixChance> = counts.into_iter().map(chance).collect();
    chances.sort_by_key(|chance| std::cmp::Reverse(chance.draws));
    chances
}

/// A fact that is drawn.
struct Fact {
    input: Input,
    /// What is likeliest: an effect's mean, whichever end of its interval the policy looks at.
    middle: f64,
    range: InputRange,
}

/// The facts with a range. Referrals to all streams are not drawn beside those to each.
fn drawn(bench: &Bench, asked: &Asked) -> Vec<Fact> {
    let fact = |input: Input| {
        let range = bench.range(&input, asked)?;
        let middle = inputs::middle(bench.service, &input);
        (range.high > range.low).then_some(Fact { input, middle, range })
    };
    let all = inputs::inputs(bench.service).into_iter();
    all.filter(|input| input.is_fact() && *input != Input::AllReferrals).filter_map(fact).collect()
}

/// The values of a draw: the same for the same seed and index, whoever draws, in whatever order.
fn draw(service: &Service, facts: &[Fact], asked: &Asked, index: u64) -> Vec<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(asked.seed);
    rng.set_stream(index);
    let mut common: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut values = Vec::new();
    for fact in facts {
        let trial = match &fact.input {
            Input::Evidence(id) => trial(&service.courses[id]),
            _ => None,
        };
        values.push(match trial {
            Some(trial) if fact.range.from == RangeFrom::Interval => {
                let shared: f64 = *common.entry(trial).or_insert_with(|| StandardNormal.sample(&mut rng));
                let own: f64 = StandardNormal.sample(&mut rng);
                let off = asked.shared.sqrt() * shared + (1.0 - asked.shared).sqrt() * own;
                fact.middle + (fact.range.high - fact.range.low) / 2.0 / TO_THE_END * off
            }
            _ => {
                let InputRange { low, high, .. } = fact.range;
                let peak = fact.middle.clamp(low, high);
                Triangular::new(low, high, peak).map_or(peak, |triangle| triangle.sample(&mut rng))
            }
        });
    }
    interpolate(service, facts, &mut values);
    values
}

/// What tells a trial from another: measure and comparator.
fn trial(course: &Course) -> Option<(&str, &str)> {
    course.evidence.as_ref().map(|e| (e.measure.as_ref(), e.comparator.as_str()))
}

/// Puts effects that were interpolated where they belong between the drawn ones.
fn interpolate(service: &Service, facts: &[Fact], values: &mut [f64]) {
    let course = |fact: &Fact| match &fact.input {
        Input::Evidence(id) => service.courses.get(id),
        _ => None,
    };
    let trials: Vec<(usize, &Course)> = facts
        .iter()
        .enumerate()
        .filter_map(|(i, fact)| Some((i, course(fact)?)))
        .filter(|(_, course)| course.evidence.as_ref().is_some_and(|e| !e.interpolated))
        .collect();
    for (i, fact) in facts.iter().enumerate() {
        let Some(between) = course(fact).filter(|c| c.evidence.as_ref().is_some_and(|e| e.interpolated)) else {
            continue;
        };
        let lessons = between.lessons_per_patient();
        let same = || trials.iter().filter(|(_, c)| trial(c) == trial(between));
        let below = same()
            .filter(|(_, c)| c.lessons_per_patient() < lessons)
            .max_by(|(_, a), (_, b)| a.lessons_per_patient().total_cmp(&b.lessons_per_patient()));
        let above = same()
            .filter(|(_, c)| c.lessons_per_patient() > lessons)
            .min_by(|(_, a), (_, b)| a.lessons_per_patient().total_cmp(&b.lessons_per_patient()));
        if let (Some(&(a, _)), Some(&(b, _))) = (below, above)
            && facts[a].middle != facts[b].middle
        {
            let way = (fact.middle - facts[a].middle) / (facts[b].middle - facts[a].middle);
            values[i] = values[a] + way * (values[b] - values[a]);
        }
    }
}
