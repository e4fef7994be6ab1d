//! What a rota is asked for.

use crate::base::calendar::Week;
use crate::base::ids::PractitionerId;
use crate::model::{Facts, weeks};
use crate::plan::gap::OpenSession;
use crate::plan::rota::{Need, Rota, RotaWeek, Stance, State};
use crate::plan::{MeetingTime, PatternSession, Plan};
use crate::service::{Service, Which};
use chrono::{Duration, NaiveDate};

/// What a rota takes from a plan: kept in every rota, so that a later one needs the plan no more.
#[derive(Debug, Clone, PartialEq)]
pub struct Promised {
    /// The weekly pattern.
    pub pattern: Vec<PatternSession>,
    /// The half-days of weekly meetings.
    pub meeting_times: Vec<MeetingTime>,
    /// Appointments, whole.
    pub needs: Vec<Need>,
    /// What the flow has in each week, fractions included.
    pub planned: Vec<f64>,
}

impl Promised {
    /// What a plan promises.
    #[must_use]
    pub fn by_plan(service: &Service, plan: &Plan) -> Self {
        let facts = Facts::new(service);
        let mut planned = vec![0.0; facts.weeks];
        for row in &plan.lessons {
            planned[row.week.index()] += row.given;
        }
        Self {
            pattern: plan.pattern.clone(),
            meeting_times: plan.meeting_times.clone(),
            needs: weeks::needs(&facts, plan),
            planned,
        }
    }

    /// What a rota has kept of its plan, as far as the service still has it: a change may have taken people, clinics and
    /// meetings away.
    #[must_use]
    pub fn by_rota(service: &Service, rota: &Rota) -> Self {
        let is_there = |x: &&PatternSession| {
            service.practitioners.get(&x.practitioner).is_some()
                && service.clinics.get(&x.clinic).is_some()
                && service.sites.get(&x.site).is_some()
        };
        let meets = |x: &&MeetingTime| service.meetings.get(&x.meeting).is_some();
        let known = |x: &&Need| {
            service.activities.get(&x.activity).is_some()
                && service.courses.get(&x.course).is_some()
                && service.sites.get(&x.site).is_some()
        };
        Self {
            pattern: rota.usual.iter().filter(is_there).cloned().collect(),
            meeting_times: rota.meeting_times.iter().filter(meets).cloned().collect(),
            needs: rota.needs.iter().filter(known).cloned().collect(),
            planned: rota.planned.clone(),
        }
    }
}

/// What a rota is asked for.
#[derive(Clone, Copy)]
pub struct RotaAsked<'q> {
    /// The service.
    pub service: &'q Service,
    /// What it takes from its plan.
    pub promised: &'q Promised,
    /// The weeks.
    pub weeks: &'q [Week],
    /// An earlier rota that it goes on from.
    pub earlier: Option<Earlier<'q>>,
}

/// An earlier rota, and what is changed in it.
#[derive(Clone, Copy)]
pub struct Earlier<'q> {
    /// The rota.
    pub rota: &'q Rota,
    /// What is changed; none if the new rota only goes on.
    pub change: Option<&'q Changed>,
    /// What is held to in the change above all.
    pub stance: &'q Stance,
}

/// What is changed in a published rota.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changed {
    /// The day on which the change is made: what lies before it stays, and notice counts from it.
    pub today: NaiveDate,
    /// The weeks that may have other sessions: the first and the last; none if nothing but what is freed changes. In the
    /// weeks after them only room left is used.
    pub open: Option<(Week, Week)>,
    /// Sessions that are added.
    pub added: Vec<Added>,
    /// What is free to change at no price.
    pub freed: Vec<Which>,
    /// What the change is, in words.
    pub words: Vec<String>,
}

/// A session that is added to a published rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The session.
    pub session: OpenSession,
    /// Who takes it; none if anybody may.
    pub practitioner: Option<PractitionerId>,
}

impl Changed {
    /// Whether a week may have other sessions.
    #[must_use]
    pub fn opens(&self, week: Week) -> bool {
        self.open.is_some_and(|(first, last)| (first..=last).contains(&week))
    }

    /// Whether something of a week that begins on a Monday is freed.
    #[must_use]
    pub fn frees(&self, monday: NaiveDate) -> bool {
        self.freed.iter().any(|which| days(monday).any(|date| date >= self.today && which.covers(date)))
    }

    /// Whether all of a week that begins on a Monday is freed, for everybody.
    #[must_use]
    pub fn frees_all(&self, monday: NaiveDate) -> bool {
        let of_days = |which: &&Which| **which == Which { from: which.from, to: which.to, ..Which::default() };
        days(monday).all(|date| date >= self.today && self.freed.iter().filter(of_days).any(|which| which.covers(date)))
    }
}

fn days(monday: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..7).map(move |day| monday + Duration::days(day))
}

impl<'q> Earlier<'q> {
    /// A week as it was.
    pub(super) fn week(&self, week: Week) -> Option<&'q RotaWeek> {
        self.rota.weeks.iter().find(|w| w.week == week)
    }

    /// Whether a week was given out and is not freed as a whole.
    pub(super) fn is_published(&self, week: Week) -> bool {
        let freed = |w: &RotaWeek| self.change.is_some_and(|change| change.frees_all(w.monday));
        self.week(week).is_some_and(|w| w.state == State::Published && !freed(w))
    }

    /// Whether a week stays as it is: one that is over, one before every change, and a published one if there is none.
    pub(super) fn stays(&self, week: Week) -> bool {
        let Some(known) = self.week(week) else { return false };
        match self.change {
            _ if known.state == State::Past => true,
            None => known.state == State::Published,
            Some(change) => {
                let touched = |w: &&RotaWeek| change.opens(w.week) || change.frees(w.monday);
                self.rota.weeks.iter().filter(touched).map(|w| w.week).min().is_none_or(|first| week < first)
            }
        }
    }
}
