//! Puts the rules together into a program.

use crate::engine::{Col, Program, RowIx};
use crate::model::facts::Facts;
use crate::model::{Buckets, flow, objective, rota};
use crate::plan::PatternSession;
use crate::service::{Aim, RuleId};
use std::collections::BTreeMap;

/// What the model is to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The best plan by the policy's aims.
    Best,
    /// "Do nothing": shares of courses fixed to today's mix, most starts first, the rota optimised.
    DoNothing,
}

/// The model's columns by what they stand for. Keys are positions in the service's tables, weeks and half-days.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Patients who start: (stream, course, site, week).
    pub start: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Closed groups that start: (stream, course, site, week).
    pub groups: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Waiting at the week's end: (stream, site, week).
    pub waiting: BTreeMap<(usize, usize, usize), Col>,
    /// Onward arrivals at all sites: (stream, week).
    pub onward: BTreeMap<(usize, usize), Col>,
    /// Waiting beyond the target: (stream, site, week).
    pub beyond: BTreeMap<(usize, usize, usize), Col>,
    /// Short of a floor: (stream, week).
    pub short: BTreeMap<(usize, usize), Col>,
    /// Units given: (clinic, activity, site, week).
    pub given: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Units carried out of the week: (activity, site, week).
    pub carried: BTreeMap<(usize, usize, usize), Col>,
    /// Units late at the week's end: (activity, site, week).
    pub late: BTreeMap<(usize, usize, usize), Col>,
    /// Units promised beyond the tail's capacity: (activity, site, weeks after).
    pub excess: BTreeMap<(usize, usize, usize), Col>,
    /// A session in the pattern: (seat, block).
    pub session: BTreeMap<(usize, usize), Col>,
    /// Teams held: (clinic, site, half-day, week).
    pub teams: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Changes of site: (practitioner, earlier half-day, block).
    pub change: BTreeMap<(usize, usize, usize), Col>,
}

/// Patients of a stream who start in a week.
#[derive(Debug, Clone, Copy)]
pub struct WeekStart {
    /// Position of the course.
    pub course: usize,
    /// Position of the site.
    pub site: usize,
    /// Their column.
    pub col: Col,
}

/// A row that an elastic solve may break, at a price.
#[derive(Debug, Clone)]
pub struct Soft {
    /// The row.
    pub row: RowIx,
    /// Its rule.
    pub rule: RuleId,
    /// What would have to give, in the service's words.
    pub what: String,
    /// A unit of the row.
    pub unit: &'static str,
    /// Price of breaking it by one unit, in pounds.
    pub price: f64,
}

/// Units due in a week: a constant from patients already in a course, and terms of starts and groups.
#[derive(Debug, Clone, Default)]
pub struct Due {
    /// From before the horizon.
    pub constant: f64,
    /// Units a start or group.
    pub terms: Vec<(Col, f64)>,
}

/// A program under construction.
pub struct Builder<'a> {
    /// What the rules read.
    pub facts: &'a Facts<'a>,
    /// The program.
    pub program: Program,
    /// Its columns by what they stand for.
    pub columns: Columns,
    /// The columns of starts once more: (stream, week).
    pub week_starts: BTreeMap<(usize, usize), Vec<WeekStart>>,
    /// What is to be found.
    pub goal: Goal,
    /// Rows that an elastic solve may break.
    pub soft: Vec<Soft>,
    /// Units due: (activity, site) -> week, tail included.
    pub due: BTreeMap<(usize, usize), BTreeMap<usize, Due>>,
}

/// A finished model: the program, and what its columns stand for.
pub struct Model {
    /// The program.
    pub program: Program,
    /// Its columns.
    pub columns: Columns,
    /// Rows that an elastic solve may break.
    pub soft: Vec<Soft>,
    /// The worth of each aim, in pounds a unit of each column.
    pub aims: BTreeMap<Aim, Vec<(Col, f64)>>,
    /// What it finds.
    pub goal: Goal,
}

/// Builds the model of a service.
#[must_use]
pub fn build(facts: &Facts, _: Buckets, goal: Goal) -> Model {
    let mut b = Builder {
        facts,
        program: Program::default(),
        columns: Columns::default(),
        week_starts: BTreeMap::new(),
        goal,
        soft: Vec::new(),
        due: BTreeMap::new(),
    };
    rota::sessions::add_columns(&mut b);
    flow::starts::add_columns(&mut b);
    flow::queue::add(&mut b);
    flow::closed_groups::add(&mut b);
    flow::lessons_due::gather(&mut b);
    flow::lateness::add(&mut b);
    rota::together::add(&mut b);
    flow::capacity::add(&mut b);
    flow::tail::add(&mut b);
    flow::wait_target::add(&mut b);
    flow::floors::add(&mut b);
    flow::shares::add(&mut b);
    flow::least_started::add(&mut b);
    flow::budget::add(&mut b);
    flow::contracts::add(&mut b);
    rota::one_place::add(&mut b);
    rota::contracted::add(&mut b);
    rota::rooms::add(&mut b);
    rota::meetings::add(&mut b);
    rota::travel::add(&mut b);
    rota::working_time::add(&mut b);
    let aims = objective::add(&mut b);
    Model { aims, program: b.program, columns: b.columns, soft: b.soft, goal: b.goal }
}

impl Model {
    /// Fixes the rota: a session is held in its block just if `rostered` says so.
    pub fn fix_pattern(&mut self, facts: &Facts, rostered: impl Fn(&PatternSession) -> bool) {
        for (&(seat, block), &col) in &self.columns.session {
            let on = f64::from(u8::from(rostered(&facts.pattern_session(seat, block))));
            self.program.set_bounds(col, on, on);
        }
    }
}

impl Builder<'_> {
    /// The id of a stream.
    pub fn stream(&self, g: usize) -> &str {
        self.facts.service.streams.at(g).id.as_ref()
    }
    /// The id of a course.
    pub fn course(&self, c: usize) -> &str {
        self.facts.service.courses.at(c).id.as_ref()
    }
    /// The id of a site.
    pub fn site(&self, s: usize) -> &str {
        self.facts.service.sites.at(s).id.as_ref()
    }
    /// The id of a clinic.
    pub fn clinic(&self, k: usize) -> &str {
        self.facts.service.clinics.at(k).id.as_ref()
    }
    /// The id of an activity.
    pub fn activity(&self, a: usize) -> &str {
        self.facts.service.activities.at(a).id.as_ref()
    }
    /// A half-day as names have it.
    pub fn half_day(&self, h: usize) -> String {
        let half_day = &self.facts.half_days[h];
        format!("{} {}", half_day.day.as_str(), half_day.period)
    }
    /// Starts of a stream in a week, all sites.
    pub fn starts_of(&self, g: usize, w: usize) -> &[WeekStart] {
        self.week_starts.get(&(g, w)).map_or(&[], Vec::as_slice)
    }
    /// Start columns of a stream at a site in a week.
    pub fn starts_at(&self, g: usize, s: usize, w: usize) -> Vec<Col> {
        self.starts_of(g, w).iter().filter(|start| start.site == s).map(|start| start.col).collect()
    }
    /// Start columns of a course in a stream over the horizon, all sites.
    pub fn starts_on(&self, g: usize, c: usize) -> Vec<Col> {
        self.columns.start.range((g, c, 0, 0)..(g, c + 1, 0, 0)).map(|(_, col)| *col).collect()
    }
    /// Start columns of a stream over the horizon, all sites and courses.
    pub fn starts_in(&self, g: usize) -> Vec<Col> {
        self.columns.start.range((g, 0, 0, 0)..(g + 1, 0, 0, 0)).map(|(_, col)| *col).collect()
    }
}
