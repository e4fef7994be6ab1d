//! A week's question, put together, and its answer.

use super::asked::{Added, Changed, Earlier, RotaAsked};
use super::history::History;
use super::published::published;
use crate::base::calendar::Week;
use crate::base::ids::MeetingId;
use crate::engine::{Col, Request};
use crate::model::Facts;
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::weeks::lists::ByKind;
use crate::model::weeks::question::Required;
use crate::model::weeks::rows::floating;
use crate::model::weeks::{
    Ledger, Published, Question, SupervisionDue, Wanted, WeekRota, Weekly, as_published, build, read, service_of_week,
};
use crate::plan::PatternSession;
use crate::plan::rota::{Need, Stance};
use crate::service::Service;
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// Until an interval ends, a week without a due supervision costs so much of what missing it costs.
const NOT_YET: f64 = 0.1;

/// A week's rota is solved to within so many pounds of the best.
const MARGIN_GBP: f64 = 1.0;
/// One that was published, to within so many: less than any change costs.
const PUBLISHED_MARGIN_GBP: f64 = 0.5;

/// Where nobody is to wait longer, an appointment that waits counts so many times what it costs.
const NOBODY_WAITS: f64 = 100.0;

/// The service of a week. Of one that was published, most prices count little.
pub(super) fn one_week(asked: &RotaAsked, week: Week) -> Service {
    let mut one = service_of_week(asked.service, &asked.promised.meeting_times, week);
    if asked.earlier.is_some_and(|earlier| earlier.is_published(week)) {
        as_published(&mut one);
    }
    one
}

/// All that a week's question refers to.
pub(super) struct Asking<'f> {
    facts: &'f Facts<'f>,
    week: Week,
    /// The plan's pattern in that week.
    pub pattern: Vec<PatternSession>,
    wanted: BTreeMap<(usize, usize), Wanted>,
    usual: BTreeSet<usize>,
    usual_teams: BTreeMap<(usize, usize, usize), f64>,
    last: BTreeSet<usize>,
    ledger: Ledger,
    supervisions: Vec<SupervisionDue>,
    /// What was published, if it was.
    pub published: Option<Published>,
    /// What sessions cost that nobody can hold any more.
    pub lost: f64,
    /// What is added to it.
    pub added: Vec<Added>,
    required: Vec<Required>,
}

impl<'f> Asking<'f> {
    /// Puts a week's question together; `unknown` is the first week, where nothing is known of supervision before it.
    pub fn of(
        asked: &RotaAsked,
        (facts, week): (&'f Facts<'f>, Week),
        (history, ledger, left): (&History, &Ledger, &ByKind),
        unknown: Option<Week>,
    ) -> Self {
        let block = asked.service.block_of(week);
        let pattern: Vec<PatternSession> =
            asked.promised.pattern.iter().filter(|x| x.block == block).cloned().collect();
        let known = asked.earlier.filter(|earlier| earlier.is_published(week));
        let disturbed = known.and_then(|e| e.change.map(|change| disturbed(facts, &e, change, week)));
        let (published, lost) = disturbed.map_or((None, 0.0), |(published, lost)| (Some(published), lost));
        let in_week = |added: &&Added| Week::of(added.session.date, asked.service.timetable.start) == Some(week);
        let added = asked.earlier.and_then(|e| e.change).map_or(&[][..], |change| &change.added);
        let added: Vec<Added> = added.iter().filter(in_week).cloned().collect();
        Self {
            facts,
            week,
            wanted: totals(left),
            usual: seats(facts, pattern.iter()),
            usual_teams: usual_teams(facts, &pattern),
            last: seats(facts, history.last.iter()),
            ledger: ledger.clone(),
            supervisions: due(facts.service, (unknown, week), &history.supervised),
            required: required(facts, &added, published.as_ref()),
            added,
            pattern,
            published,
            lost,
        }
    }

    /// The question.
    pub fn question(&self) -> Question<'_> {
        Question {
            facts: self.facts,
            week: self.week,
            wanted: &self.wanted,
            usual: &self.usual,
            usual_teams: &self.usual_teams,
            last: &self.last,
            ledger: &self.ledger,
            supervisions: &self.supervisions,
            published: self.published.as_ref(),
            required: &self.required,
            passed_over: None,
        }
    }
}

/// What it costs to disturb a published week, and what of it cannot be helped. After the weeks that are open its sessions
/// stay.
fn disturbed(facts: &Facts, earlier: &Earlier, change: &Changed, week: Week) -> (Published, f64) {
    let (mut published, lost) = published(facts, earlier.rota, change, week);
    if !change.opens(week) && !change.frees(facts.service.timetable.start) {
        published.closed = (0..facts.half_days.len()).collect();
    }
    match earlier.stance {
        Stance::LeastInAll | Stance::NobodyWaits => {}
        Stance::NobodyElse => published.spared = (0..facts.service.practitioners.len()).collect(),
        Stance::OtherPeople { spared } => {
            published.spared = spared.iter().filter_map(|id| facts.service.practitioners.position(id)).collect();
        }
    }
    (published, lost)
}

/// What sessions that are added ask for: one more at that time and place than was published there, and whoever is named.
fn required(facts: &Facts, added: &[Added], published: Option<&Published>) -> Vec<Required> {
    let service = facts.service;
    let mut by_place: BTreeMap<(usize, usize, usize), Required> = BTreeMap::new();
    let mut named = Vec::new();
    for Added { session, practitioner } in added {
        let (clinic, half_day) = (service.clinics.position(&session.clinic), facts.half_day_number(&session.half_day));
        let (Some(k), Some(h)) = (clinic, half_day) else { continue };
        let s = facts.site(&session.site);
        let here = |i: &usize| (facts.seats[*i].clinic, facts.seats[*i].site, facts.seats[*i].half_day) == (k, s, h);
        let all: BTreeSet<usize> = (0..facts.seats.len()).filter(here).collect();
        let leading: BTreeSet<usize> = all.iter().copied().filter(|&i| facts.seats[i].position == 0).collect();
        let what = format!("{} {} {}", session.clinic, session.site, session.half_day);
        let place = by_place.entry((k, s, h)).or_insert_with(|| {
            let had = leading.iter().filter(|i| published.is_some_and(|p| p.seats.contains_key(i))).count();
            Required { what: what.clone(), seats: leading, least: had as f64 }
        });
        place.least += facts.people_a_room(k);
        if let Some(p) = practitioner.as_ref().and_then(|id| service.practitioners.position(id)) {
            let own = all.into_iter().filter(|&i| facts.seats[i].practitioner == p).collect();
            named.push(Required { what: format!("{what} {}", facts.practitioner(p).id), seats: own, least: 1.0 });
        }
    }
    by_place.into_values().chain(named).collect()
}

/// A week's solution.
pub(super) struct WeekSolved {
    /// The solution.
    pub rota: WeekRota,
    /// What it costs, in pounds.
    pub cost: f64,
    /// What of it is for appointments put off.
    pub waiting: f64,
    /// What any costs at least; none where it was not sought for its cost.
    pub bound: Option<f64>,
}

/// Solves a week to its optimum: as little as can be is disturbed, in all.
pub(super) fn solve_week(runner: &mut Runner, question: &Question) -> Result<WeekSolved, StrategyError> {
    solve_with(runner, question, &Stance::LeastInAll)
}

/// Solves a week to the optimum of a stance.
pub(super) fn solve_with(
    runner: &mut Runner,
    question: &Question,
    stance: &Stance,
) -> Result<WeekSolved, StrategyError> {
    let weekly = build(question);
    let margin = if question.published.is_some() { PUBLISHED_MARGIN_GBP } else { MARGIN_GBP };
    let request = Request { margin: margin / POUNDS_A_UNIT, ..runner.request(1e-6) };
    let waits = *stance == Stance::NobodyWaits && question.published.is_some();
    let outcome = if waits {
        let mut program = weekly.program.clone();
        for col in put_off(&weekly) {
            program.add_cost(col, program.get(col).cost * (NOBODY_WAITS - 1.0));
        }
        runner.solve("a week's rota", &program, &request)?
    } else {
        runner.solve("a week's rota", &weekly.program, &request)?
    };
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let cost = |col: Col| weekly.program.get(col).cost * outcome.values[col.index()] * POUNDS_A_UNIT;
    Ok(WeekSolved {
        rota: read(question, &weekly, &outcome.values),
        cost: weekly.program.objective(&outcome.values) * POUNDS_A_UNIT + weekly.constant,
        waiting: put_off(&weekly).map(cost).sum(),
        bound: outcome.bound.filter(|_| !waits).map(|bound| bound * POUNDS_A_UNIT + weekly.constant),
    })
}

/// The columns of appointments put off.
fn put_off(weekly: &Weekly) -> impl Iterator<Item = Col> {
    weekly.columns.put_off.values().chain(weekly.columns.put_off_first.values()).copied()
}

/// Adds appointments to what is still to be held.
pub(super) fn add_need(facts: &Facts, need: &Need, left: &mut ByKind) {
    let service = facts.service;
    if let (Some(a), Some(c)) = (service.activities.position(&need.activity), service.courses.position(&need.course)) {
        let kinds = left.entry((a, facts.site(&need.site))).or_default();
        *kinds.entry((c, need.first)).or_default() += need.units;
    }
}

fn totals(left: &ByKind) -> BTreeMap<(usize, usize), Wanted> {
    let mut wanted: BTreeMap<(usize, usize), Wanted> = BTreeMap::new();
    for (&key, kinds) in left {
        for (&(_, first), &units) in kinds.iter().filter(|(_, units)| **units > 0) {
            let wanted = wanted.entry(key).or_default();
            if first { wanted.first += units } else { wanted.follow_up += units }
        }
    }
    wanted
}

/// The seats that sessions of a pattern have in a week's facts.
pub(super) fn seats<'s>(facts: &Facts, pattern: impl Iterator<Item = &'s PatternSession>) -> BTreeSet<usize> {
    let known = facts.seats_by_session();
    pattern.filter_map(|x| known.get(&PatternSession { block: 0, ..x.clone() }).copied()).collect()
}

/// Whole teams of a pattern: (clinic, site, half-day).
fn usual_teams(facts: &Facts, pattern: &[PatternSession]) -> BTreeMap<(usize, usize, usize), f64> {
    let service = facts.service;
    let mut teams: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for session in pattern {
        let (clinic, half_day) = (service.clinics.position(&session.clinic), facts.half_day_number(&session.half_day));
        let (Some(k), Some(h)) = (clinic, half_day) else { continue };
        let who = &service.practitioners[&session.practitioner];
        if service.position_of(who, facts.clinic(k)) == Some(0) {
            *teams.entry((k, facts.site(&session.site), h)).or_default() += 1.0 / facts.people_a_room(k);
        }
    }
    teams
}

/// Meetings without a fixed time that are due in a week. Where nothing is known of what was before the first week, those
/// whose turn in the same interval came earlier are taken as held then.
fn due(
    service: &Service,
    (unknown, week): (Option<Week>, Week),
    held: &BTreeSet<(MeetingId, Week)>,
) -> Vec<SupervisionDue> {
    let price = service.policy.rota.prices.supervision.0;
    let mut turns: BTreeMap<u32, u32> = BTreeMap::new();
    let mut due = Vec::new();
    for (meeting, every) in floating(service) {
        let turn = turns.entry(every).or_default();
        let own = *turn % every;
        *turn += 1;
        let begins = week.0 / every * every;
        let within = week.0 - begins;
        let id = &service.meetings.at(meeting).id;
        let known = (begins..=week.0).any(|w| held.contains(&(id.clone(), Week(w))));
        let before = unknown.is_some_and(|first| begins + own < first.0);
        if within < own || known || before {
            continue;
        }
        let last = within + 1 == every;
        due.push(SupervisionDue { meeting, price: if last { price } else { price * NOT_YET } });
    }
    due
}
