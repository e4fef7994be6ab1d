//! The efficient frontier between two aims, as rows.

use crate::plan::digest::Digest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a frontier can be drawn between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Patients started in streams that have evidence: more is better.
    Patients,
    /// Important changes, at the mean of the evidence: more is better.
    Benefit,
    /// Important changes for each of those patients: more is better.
    BenefitPerPatient,
    /// Lessons that each of those patients is to have: more is better.
    LessonsPerPatient,
    /// Pounds spent: less is better.
    Cost,
    /// Patient-weeks waited within the horizon; in the long-run balance, patients left at the year's end: less is better.
    Waiting,
}

impl Axis {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Patients, Self::Benefit, Self::BenefitPerPatient, Self::LessonsPerPatient, Self::Cost, Self::Waiting];

    /// As it is written on the command line and in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Patients => "patients",
            Self::Benefit => "benefit",
            Self::BenefitPerPatient => "benefit-per-patient",
            Self::LessonsPerPatient => "lessons-per-patient",
            Self::Cost => "cost",
            Self::Waiting => "waiting",
        }
    }

    /// Whether more is better.
    #[must_use]
    pub fn more_is_better(self) -> bool {
        !matches!(self, Self::Cost | Self::Waiting)
    }

    /// How much better one value is than another.
    #[must_use]
    pub fn better_by(self, value: f64, than: f64) -> f64 {
        if self.more_is_better() { value - than } else { than - value }
    }

    /// Whether it is a mean over patients.
    #[must_use]
    pub fn is_per_patient(self) -> bool {
        matches!(self, Self::BenefitPerPatient | Self::LessonsPerPatient)
    }

    /// Whether the evidence's intervals make a band of it.
    #[must_use]
    pub fn has_band(self) -> bool {
        matches!(self, Self::Benefit | Self::BenefitPerPatient)
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Where a plan stands on an axis: at the mean of the evidence and, where the axis has a band, at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Coordinate {
    /// At the mean.
    pub mean: f64,
    /// At the low end of every interval; the mean where the axis has no band.
    pub low: f64,
    /// At the high end of every interval; the mean where the axis has no band.
    pub high: f64,
}

/// A plan between two aims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FrontierPoint {
    /// Where it stands on the first axis.
    pub first: Coordinate,
    /// Where it stands on the second axis.
    pub second: Coordinate,
    /// What was asked of the second axis; none where only the first mattered.
    pub asked: Option<f64>,
    /// No plan that gives what was asked and breaks no more promises is better on the first axis than this; none if
    /// nothing was proven.
    pub proven: Option<f64>,
    /// Whether the independent checker accepts it; none for what it does not check.
    pub accepted: Option<bool>,
    /// Its figures.
    pub digest: Digest,
}

/// Plans of which none is better in both of two aims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Frontier {
    /// The first axis: it is made as good as it can be.
    pub first: Axis,
    /// The second axis: so much of it is asked for.
    pub second: Axis,
    /// The points, from the best on the first axis to the best on the second.
    pub points: Vec<FrontierPoint>,
    /// Which of them is the knee: from it on a step on one axis costs most on the other. None if there are fewer than
    /// three.
    pub knee: Option<usize>,
    /// Points that were asked for and cannot be had, or are no better than another.
    pub left_out: usize,
}
