//! What a week's rota is asked for.

use crate::base::calendar::Week;
use crate::model::Facts;
use std::collections::{BTreeMap, BTreeSet};

/// Appointments wanted of an activity at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Of courses under way.
    pub follow_up: u32,
    /// First ones of a course.
    pub first: u32,
}

impl Wanted {
    /// All of them.
    #[must_use]
    pub fn all(self) -> u32 {
        self.follow_up + self.first
    }
}

/// Who is above or below a fair share of each burden so far, in sessions: `[burden][practitioner]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger(pub Vec<Vec<f64>>);

/// A meeting without a fixed time that is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SupervisionDue {
    /// Position of the meeting.
    pub meeting: usize,
    /// What it costs not to hold it this week, in pounds.
    pub price: f64,
}

/// A week that was published: what it costs to disturb it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Published {
    /// Published sessions, by seat, with what it costs not to hold one: its appointments.
    pub seats: BTreeMap<usize, f64>,
    /// What it costs to change anybody's half-day, whatever it is changed to: by half-day.
    pub half_days: Vec<f64>,
    /// The appointments of each published session, by the seat of who leads it: units by activity.
    pub lists: BTreeMap<usize, BTreeMap<usize, u32>>,
    /// Half-days in which sessions stay.
    pub closed: BTreeSet<usize>,
    /// Half-days that are over: in their sessions nothing more can be held either.
    pub over: BTreeSet<usize>,
    /// The half-day of each supervision.
    pub supervisions: BTreeMap<usize, usize>,
    /// What the planner has freed: (practitioner, half-day). It changes at no price.
    pub freed: BTreeSet<(usize, usize)>,
    /// Who gets no session that they did not have.
    pub spared: BTreeSet<usize>,
}

/// Sessions of which so many must be held.
#[derive(Debug, Clone, PartialEq)]
pub struct Required {
    /// What is asked.
    pub what: String,
    /// Their seats.
    pub seats: BTreeSet<usize>,
    /// How many of them.
    pub least: f64,
}

/// What a week's rota is asked for. Seats are those of the week's own facts.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The facts of the week, as a service by itself.
    pub facts: &'q Facts<'q>,
    /// Which week of the plan's horizon it is.
    pub week: Week,
    /// Appointments wanted: (activity, site).
    pub wanted: &'q BTreeMap<(usize, usize), Wanted>,
    /// Sessions of the plan's pattern, by seat.
    pub usual: &'q BTreeSet<usize>,
    /// How many sessions of a clinic there usually are: (clinic, site, half-day).
    pub usual_teams: &'q BTreeMap<(usize, usize, usize), f64>,
    /// Last week's sessions, by seat.
    pub last: &'q BTreeSet<usize>,
    /// Burdens so far.
    pub ledger: &'q Ledger,
    /// Supervisions due.
    pub supervisions: &'q [SupervisionDue],
    /// What was published for this week, if it was.
    pub published: Option<&'q Published>,
    /// Sessions that must be held: what is asked in "what if this one did it?".
    pub required: &'q [Required],
    /// Preferences that are left out of account: (practitioner, which of theirs).
    pub passed_over: Option<(usize, usize)>,
}
