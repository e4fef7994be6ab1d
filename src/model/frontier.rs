//! Aims of a frontier as expressions of a model's columns.

use crate::engine::{Col, Program, RowIx};
use crate::model::facts::Facts;
use crate::model::objective::{POUNDS_A_UNIT, start_changes};
use crate::plan::frontier::Axis;
use crate::service::{Course, EvidenceCase, Service};

/// A sum of columns, and a constant.
#[derive(Debug, Clone, Default)]
pub struct Expression {
    /// What each column counts.
    pub terms: Vec<(Col, f64)>,
    /// What is added.
    pub constant: f64,
}

/// The columns of a model, dated or long-run, that the axes of a frontier are made of.
#[derive(Debug, Clone)]
pub struct Aimed {
    /// Starts of streams that have evidence: the course, and its column.
    pub starts: Vec<(usize, Col)>,
    /// Pounds spent.
    pub spending: Vec<(Col, f64)>,
    /// Waiting.
    pub waiting: Expression,
    /// Worth that is kept whatever is aimed at, in pounds: promises, and a tidy rota.
    pub kept: Vec<(Col, f64)>,
}

/// What a start of a course counts on an axis over patients.
#[must_use]
pub fn of_start(service: &Service, course: &Course, axis: Axis) -> f64 {
    match axis {
        Axis::Patients => 1.0,
        Axis::Benefit | Axis::BenefitPerPatient => start_changes(service, course, EvidenceCase::Mean),
        Axis::LessonsPerPatient => course.lessons_per_patient(),
        Axis::Cost | Axis::Waiting => 0.0,
    }
}

impl Aimed {
    /// An axis as an expression; of a mean over patients what all have more than `against`.
    fn sum(&self, service: &Service, axis: Axis, against: f64) -> Expression {
        let against = if axis.is_per_patient() { against } else { 0.0 };
        match axis {
            Axis::Cost => Expression { terms: self.spending.clone(), constant: 0.0 },
            Axis::Waiting => self.waiting.clone(),
            _ => Expression {
                terms: self
                    .starts
                    .iter()
                    .map(|&(c, col)| (col, of_start(service, service.courses.at(c), axis) - against))
                    .collect(),
                constant: 0.0,
            },
        }
    }

    /// Aims a program at an axis: what is kept is worth what it was, each unit of the axis so many pounds.
    pub fn aim(&self, program: &mut Program, service: &Service, (axis, against): (Axis, f64), pounds: f64) {
        program.clear_costs();
        for &(col, worth) in &self.kept {
            program.add_cost(col, -worth / POUNDS_A_UNIT);
        }
        let sign = if axis.more_is_better() { -1.0 } else { 1.0 };
        for (col, count) in self.sum(service, axis, against).terms {
            program.add_cost(col, sign * count * pounds / POUNDS_A_UNIT);
        }
    }

    /// Asks for at least so much (or, where less is better, at most so much) on an axis.
    pub fn ask(&self, program: &mut Program, service: &Service, axis: Axis, level: f64) -> RowIx {
        let name = format!("asked {axis}");
        if axis.is_per_patient() {
            let terms = self
                .starts
                .iter()
                .map(|&(c, col)| (col, of_start(service, service.courses.at(c), axis) - level))
                .collect();
            return program.at_least(name, terms, 0.0);
        }
        let Expression { mut terms, constant } = self.sum(service, axis, 0.0);
        // In thousands of pounds, so that coefficients stay near one.
        let scale = if axis == Axis::Cost { 1e-3 } else { 1.0 };
        for (_, k) in &mut terms {
            *k *= scale;
        }
        let level = (level - constant) * scale;
        if axis.more_is_better() { program.at_least(name, terms, level) } else { program.at_most(name, terms, level) }
    }
}

/// Whether a stream's patients count: those of streams that have evidence.
#[must_use]
pub fn counts(facts: &Facts, stream: usize) -> bool {
    facts.service.has_evidence(facts.service.streams.at(stream))
}
