//! Puts the rules of a week's rota together into a program.

use crate::engine::{Col, Program};
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::weeks::fill::Own;
use crate::model::weeks::{Question, breaks, fairness, fill, kept, pins, preferences, supervision, usual};
use crate::model::{Builder, Columns, Goal, rota};
use std::collections::BTreeMap;

/// Sessions that are filled alike: clinic, site, bits of the usable minutes, which session if it has appointments already,
/// and the way.
pub type FilledKey = (usize, usize, u64, Option<Own>, usize);

/// A way to fill a session: how many appointments of each length, longest first.
pub type Way = Vec<(f64, u32)>;

/// The columns that a week's rota has beside those of every rota.
#[derive(Debug, Clone, Default)]
pub struct WeeklyColumns {
    /// Sessions filled in a way.
    pub filled: BTreeMap<FilledKey, Col>,
    /// What such a way is.
    pub ways: BTreeMap<FilledKey, Way>,
    /// Units held: (clinic, activity, site).
    pub held: BTreeMap<(usize, usize, usize), Col>,
    /// Units not held: (activity, site), of courses under way.
    pub put_off: BTreeMap<(usize, usize), Col>,
    /// Units not held: (activity, site), first ones of a course.
    pub put_off_first: BTreeMap<(usize, usize), Col>,
    /// A supervision in a half-day: (meeting, half-day).
    pub supervised: BTreeMap<(usize, usize), Col>,
    /// A supervision that is due and not held, by meeting.
    pub unsupervised: BTreeMap<usize, Col>,
    /// Points above a fair share, by practitioner: the first two, and those beyond.
    pub unfair: BTreeMap<usize, [Col; 2]>,
    /// A pin that does not hold, by its place in the policy.
    pub broken: BTreeMap<usize, Vec<Col>>,
}

/// A week's program under construction.
pub struct WeekBuilder<'a, 'q> {
    /// The question.
    pub question: &'q Question<'a>,
    /// The rota's part.
    pub b: Builder<'a>,
    /// The week's own columns.
    pub columns: WeeklyColumns,
    /// What costs are counted from, in pounds.
    pub constant: f64,
}

/// A week's program.
pub struct Weekly {
    /// The program.
    pub program: Program,
    /// The columns of every rota; seats stand in block 0.
    pub rota: Columns,
    /// The week's own columns.
    pub columns: WeeklyColumns,
    /// What costs are counted from, in pounds.
    pub constant: f64,
}

/// Builds the program of a week's rota.
#[must_use]
pub fn build(question: &Question) -> Weekly {
    let mut b = Builder::new(question.facts, Goal::Best);
    rota::sessions::add_columns(&mut b);
    rota::together::add(&mut b);
    rota::on_site::add(&mut b);
    rota::one_place::add(&mut b);
    rota::contracted::add(&mut b);
    rota::rooms::add(&mut b);
    rota::meetings::add(&mut b);
    rota::travel::add(&mut b);
    rota::working_time::add(&mut b);
    let mut week = WeekBuilder { question, b, columns: WeeklyColumns::default(), constant: 0.0 };
    fill::add(&mut week);
    usual::add(&mut week);
    breaks::add(&mut week);
    fairness::add(&mut week);
    preferences::add(&mut week);
    supervision::add(&mut week);
    pins::add(&mut week);
    kept::add(&mut week);
    let prices = &question.facts.service.policy.prices;
    for &col in week.b.columns.session.values() {
        week.b.program.add_cost(col, prices.session.0 / POUNDS_A_UNIT);
    }
    for &col in week.b.columns.change.values() {
        week.b.program.add_cost(col, prices.site_change.0 / POUNDS_A_UNIT);
    }
    Weekly { program: week.b.program, rota: week.b.columns, columns: week.columns, constant: week.constant }
}

impl WeekBuilder<'_, '_> {
    /// A column that costs something in pounds.
    pub fn priced(&mut self, name: String, upper: f64, pounds: f64) -> Col {
        self.b.program.column(name, 0.0, upper, pounds / POUNDS_A_UNIT)
    }

    /// Adds to what a column costs, in pounds.
    pub fn charge(&mut self, col: Col, pounds: f64) {
        self.b.program.add_cost(col, pounds / POUNDS_A_UNIT);
    }

    /// The column of a seat's session.
    pub fn session(&self, seat: usize) -> Option<Col> {
        self.b.columns.session.get(&(seat, 0)).copied()
    }

    /// All sessions: seat and column.
    pub fn sessions(&self) -> Vec<(usize, Col)> {
        self.b.columns.session.iter().map(|(&(seat, _), &col)| (seat, col)).collect()
    }
}
