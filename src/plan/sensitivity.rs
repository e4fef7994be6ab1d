//! Whether the recommended mix of courses holds where what it rests on is uncertain, as rows.

use crate::base::ids::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Something that a scenario states and nobody knows exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Mean improvement of a course, in the units of its measure.
    Evidence(CourseId),
    /// Share of an activity's appointments that are missed.
    Missed(ActivityId),
    /// Share of those who start a course that do not finish.
    DropOut(CourseId),
    /// Patients who come to a stream, from outside and from other streams: a multiple of what the scenario states.
    Referrals(StreamId),
    /// Patients who come from outside to any stream: a multiple of what the scenario states.
    AllReferrals,
    /// The smallest change of a measure that matters, in its units.
    ImportantChange(MeasureId),
    /// A price of the policy, by its key, in pounds.
    Price(String),
}

impl Input {
    /// Whether it is a matter of fact that nobody knows, and not of judgement.
    #[must_use]
    pub fn is_fact(&self) -> bool {
        !matches!(self, Self::ImportantChange(_) | Self::Price(_))
    }
}

impl fmt::Display for Input {
    /// As it is written on the command line: where it stands in the scenario.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Evidence(id) => write!(f, "courses.{id}.evidence.change"),
            Self::Missed(id) => write!(f, "activities.{id}.dna_rate"),
            Self::DropOut(id) => write!(f, "courses.{id}.drop_out"),
            Self::Referrals(id) => write!(f, "streams.{id}.referrals"),
            Self::AllReferrals => f.write_str("referrals"),
            Self::ImportantChange(id) => write!(f, "measures.{id}.important_change"),
            Self::Price(key) => write!(f, "policy.prices.{key}"),
        }
    }
}

/// Where a range of an input comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RangeFrom {
    /// The interval of the evidence.
    Interval,
    /// The tool's assumption.
    Assumed,
    /// The command line.
    Asked,
}

/// Between what an input lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputRange {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Where it comes from.
    pub from: RangeFrom,
}

/// Which courses a stream's patients have: a course of which less than a twentieth of them have does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct StreamMix {
    /// The stream.
    pub stream: StreamId,
    /// The course that most of them have; none if nobody starts.
    pub most: Option<CourseId>,
    /// The others.
    pub some: BTreeSet<CourseId>,
}

/// The mixes of all streams that have a choice.
pub type Mix = Vec<StreamMix>;

/// What is best with one input at another value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Probe {
    /// The value.
    pub value: f64,
    /// The best mix.
    pub mix: Mix,
    /// Worth with the best mix, in pounds.
    pub best_gbp: f64,
    /// Worth with the recommended mix, in pounds; none if it cannot be had.
    pub kept_gbp: Option<f64>,
    /// Patients started, with the best mix.
    pub started: f64,
    /// Important changes, with the best mix.
    pub important_changes: f64,
}

/// What is lost by staying with the recommended mix, in pounds; none where it cannot be had.
#[must_use]
pub fn loss_gbp(best: f64, kept: Option<f64>) -> Option<f64> {
    kept.map(|kept| (best - kept).max(0.0))
}

impl Probe {
    /// What is lost by staying with the recommended mix, in pounds.
    #[must_use]
    pub fn loss_gbp(&self) -> Option<f64> {
        loss_gbp(self.best_gbp, self.kept_gbp)
    }
}

/// Where the best mix turns into another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flip {
    /// The farthest value tried at which the recommended mix is best all the way.
    pub holds_at: f64,
    /// The nearest value tried at which another is.
    pub changes_at: f64,
    /// What is best there.
    pub mix: Mix,
    /// Whether it lies within the input's range.
    pub within: bool,
}

/// What becomes of the answer as one input moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InputAnswer {
    /// The input.
    pub input: Input,
    /// The unit of its values: `points`, `share`, `times`, `pounds`.
    pub unit: String,
    /// Its value in the scenario.
    pub now: f64,
    /// Between what it lies; none for what is not uncertain, and for evidence without an interval.
    pub range: Option<InputRange>,
    /// At the range's low end.
    pub at_low: Option<Probe>,
    /// At the range's high end.
    pub at_high: Option<Probe>,
    /// At half its value; none where that cannot be.
    pub halved: Option<Probe>,
    /// At double its value; none where that cannot be.
    pub doubled: Option<Probe>,
    /// The nearest value below at which another mix is best.
    pub below: Option<Flip>,
    /// The nearest value above at which another mix is best.
    pub above: Option<Flip>,
}

impl InputAnswer {
    /// The most that is lost by staying with the recommended mix where the input lies anywhere that was tried.
    #[must_use]
    pub fn most_lost_gbp(&self) -> f64 {
        self.probes().filter_map(Probe::loss_gbp).fold(0.0, f64::max)
    }

    /// At the range's ends, as far as there are any.
    pub fn at_ends(&self) -> impl Iterator<Item = &Probe> {
        [&self.at_low, &self.at_high].into_iter().flatten()
    }

    /// At half and double its value, as far as these can be.
    pub fn at_half_and_double(&self) -> impl Iterator<Item = &Probe> {
        [&self.halved, &self.doubled].into_iter().flatten()
    }

    /// All of these.
    pub fn probes(&self) -> impl Iterator<Item = &Probe> {
        self.at_ends().chain(self.at_half_and_double())
    }

    /// Where another mix is best.
    pub fn flips(&self) -> impl Iterator<Item = &Flip> {
        [&self.below, &self.above].into_iter().flatten()
    }

    /// Where another mix is best within the range.
    pub fn flips_within(&self) -> impl Iterator<Item = &Flip> {
        self.flips().filter(|flip| flip.within)
    }
}

/// A course's share of a stream's starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MixShare {
    /// The stream.
    pub stream: StreamId,
    /// The course.
    pub course: CourseId,
    /// Its share.
    pub share: f64,
    /// Patients started.
    pub started: f64,
}

/// How often a mix is best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MixChance {
    /// The mix.
    pub mix: Mix,
    /// In so many draws.
    pub draws: usize,
    /// Share of the draws.
    pub probability: f64,
    /// Standard error of that share.
    pub standard_error: f64,
}

/// One draw of all uncertain inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Draw {
    /// Their values, in the order of the sample's inputs.
    pub values: Vec<f64>,
    /// Which mix is best, by its place among the sample's.
    pub mix: usize,
    /// Worth with it, in pounds.
    pub best_gbp: f64,
    /// Worth with the recommended mix, in pounds; none if it cannot be had.
    pub kept_gbp: Option<f64>,
}

/// What is best where all uncertain inputs are drawn at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// What the draws began from.
    pub seed: u64,
    /// What was drawn.
    pub inputs: Vec<Input>,
    /// Share of the variance that effects measured against the same comparator have in common.
    pub shared: f64,
    /// The mixes, the most frequent first.
    pub mixes: Vec<MixChance>,
    /// Mean of what is lost by staying with the recommended mix, in pounds.
    pub mean_loss_gbp: Option<f64>,
    /// Standard error of that mean.
    pub loss_error_gbp: Option<f64>,
    /// What is lost in one draw of twenty or fewer, in pounds.
    pub twentieth_loss_gbp: Option<f64>,
    /// The draws, in order.
    pub draws: Vec<Draw>,
}

/// Whether the recommended mix of courses holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sensitivity {
    /// The recommended shares, of streams that have a choice.
    pub shares: Vec<MixShare>,
    /// The recommended mix.
    pub mix: Mix,
    /// Its worth, in pounds.
    pub value_gbp: f64,
    /// What becomes of it as one input moves, those first that cost most.
    pub inputs: Vec<InputAnswer>,
    /// What has no part in the long-run balance, or stands at nothing: it was not moved.
    pub not_moved: Vec<Input>,
    /// What becomes of it where all move at once; none if nothing was drawn.
    pub sample: Option<Sample>,
}
