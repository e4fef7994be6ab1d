//! One input at a time, and then all at once.

use super::{inputs, mix, sample, thresholds};
use crate::base::control::Control;
use crate::plan::digest::Digest;
use crate::plan::sensitivity::{Flip, Input, InputAnswer, InputRange, Mix, MixShare, Probe, RangeFrom, Sensitivity};
use crate::service::Service;
use crate::strategy::StrategyError;
use crate::study::sweep_all;

/// How far an input that has no interval of its own may lie from what the scenario says, as a share of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Missed appointments and drop-outs.
    pub rates: f64,
    /// Referrals.
    pub referrals: f64,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How far inputs without an interval may lie off.
    pub reach: Reach,
    /// Ranges that the user gives.
    pub ranges: Vec<(Input, f64, f64)>,
    /// Even steps from now to an end.
    pub steps: u32,
    /// Whether inputs without a part in the long-run balance are moved too.
    pub dated: bool,
    /// How many draws.
    pub draws: usize,
    /// What the draws begin from.
    pub seed: u64,
    /// Share of the variance that effects measured against the same comparator have in common.
    pub shared: f64,
}

/// What a solver says of a service.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its figures.
    pub digest: Digest,
    /// Whether all rules are kept.
    pub keeps_rules: bool,
}

/// Solves a service.
pub type Solve<'a> = dyn Fn(&Service, &Control) -> Result<Reply, StrategyError> + Sync + 'a;

/// The inputs that a user can name: all that have a part in the answer.
#[must_use]
pub fn inputs_of(service: &Service) -> Vec<Input> {
    inputs::inputs(service)
}

/// Whether a value is one that an input can have.
#[must_use]
pub fn is_possible(input: &Input, value: f64) -> bool {
    inputs::can_be(input, value)
}

/// How many inputs will be moved.
#[must_use]
pub fn moved(service: &Service, asked: &Asked) -> Vec<Input> {
    inputs::inputs(service).into_iter().filter(|input| is_moved(service, input, asked)).collect()
}

fn is_moved(service: &Service, input: &Input, asked: &Asked) -> bool {
    (asked.dated || inputs::in_balance(input))
        && (inputs::can_move(service, input) || asked.ranges.iter().any(|(named, ..)| named == input))
}

/// Says whether the recommended mix holds. `told` hears of each input that is done, and of the draws with none.
///
/// # Errors
/// If the service cannot be solved as it is, or the solver fails.
pub fn sensitivity(
    service: &Service,
    asked: &Asked,
    solve: &Solve,
    control: &Control,
    told: &(dyn Fn(Option<&Input>) + Sync),
) -> Result<Sensitivity, StrategyError> {
    let now = solve(service, control)?;
    let shares = mix::shares(service, &now.digest);
    let bench = Bench { service, solve, control, mix: mix::mix(&shares), shares };
    let moved = moved(service, asked);
    let mut rows = sweep_all(&moved, control, |input| {
        let answer = bench.answer(input, asked);
        told(Some(input));
        answer
    })?;
    let sample = sample::sample(&bench, asked)?;
    told(None);
    // Equals stay in the scenario's order.
    rows.sort_by(|a, b| b.most_lost_gbp().total_cmp(&a.most_lost_gbp()));
    let not_moved = inputs::inputs(service).into_iter().filter(|input| !moved.contains(input)).collect();
    let Bench { mix, shares, .. } = bench;
    Ok(Sensitivity { shares, mix, value_gbp: now.digest.value_gbp, inputs: rows, not_moved, sample })
}

/// What each input is tried on.
pub(super) struct Bench<'a> {
    pub(super) service: &'a Service,
    solve: &'a Solve<'a>,
    pub(super) control: &'a Control,
    shares: Vec<MixShare>,
    mix: Mix,
}

/// What is best for a service, and what the recommended mix is worth.
pub(super) struct Weighed {
    pub(super) reply: Reply,
    pub(super) mix: Mix,
    pub(super) kept_gbp: Option<f64>,
}

impl Bench<'_> {
    pub(super) fn range(&self, input: &Input, asked: &Asked) -> Option<InputRange> {
        let given = asked.ranges.iter().rev().find(|(named, ..)| named == input);
        given
            .map(|&(_, low, high)| InputRange { low, high, from: RangeFrom::Asked })
            .or_else(|| inputs::range(self.service, input, &asked.reach))
    }

    fn with(&self, input: &Input, value: f64) -> Service {
        let mut service = self.service.clone();
        inputs::set(&mut service, input, value);
        service
    }

    fn best_mix(&self, service: &Service) -> Result<(Reply, Mix), StrategyError> {
        let reply = (self.solve)(service, self.control)?;
        let mix = mix::mix(&mix::shares(service, &reply.digest));
        Ok((reply, mix))
    }

    pub(super) fn weigh(&self, service: &Service) -> Result<Weighed, StrategyError> {
        let (reply, mix) = self.best_mix(service)?;
        let kept = (self.solve)(&mix::kept(service, &self.shares), self.control)?;
        let kept_gbp = kept.keeps_rules.then_some(kept.digest.value_gbp);
        Ok(Weighed { reply, mix, kept_gbp })
    }

    fn probe(&self, input: &Input, value: f64) -> Result<Probe, StrategyError> {
        let Weighed { reply, mix, kept_gbp } = self.weigh(&self.with(input, value))?;
        let digest = &reply.digest;
        Ok(Probe {
            value,
            mix,
            best_gbp: digest.value_gbp,
            kept_gbp,
            started: digest.started,
            important_changes: digest.benefit.important_changes,
        })
    }

    fn answer(&self, input: &Input, asked: &Asked) -> Result<InputAnswer, StrategyError> {
        let (now, range) = (inputs::value(self.service, input), self.range(input, asked));
        let probe = |value: Option<f64>| value.map(|value| self.probe(input, value)).transpose();
        let possible = |value: f64| (now != 0.0 && inputs::can_be(input, value)).then_some(value);
        let (halved, doubled) = (possible(now / 2.0), possible(now * 2.0));
        let ends = range.map(|r| r.low).into_iter().chain(range.map(|r| r.high)).chain(halved).chain(doubled);
        let (low, high) = ends.fold((now, now), |(low, high), end| (low.min(end), high.max(end)));
        let within = |flip: &Flip| range.is_some_and(|range| (range.low..=range.high).contains(&flip.changes_at));
        let flip = |end: f64| -> Result<Option<Flip>, StrategyError> {
            let found = thresholds::nearest(now, end, asked.steps, &self.mix, |value| {
                self.best_mix(&self.with(input, value)).map(|(_, mix)| mix)
            })?;
            Ok(found.map(|flip| Flip { within: within(&flip), ..flip }))
        };
        Ok(InputAnswer {
            input: input.clone(),
            unit: inputs::unit(self.service, input),
            now,
            range,
            at_low: probe(range.map(|r| r.low))?,
            at_high: probe(range.map(|r| r.high))?,
            halved: probe(halved)?,
            doubled: probe(doubled)?,
            below: flip(low)?,
            above: flip(high)?,
        })
    }
}
