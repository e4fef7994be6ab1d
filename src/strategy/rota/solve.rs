//! The weeks of a rota, one after the other.

use super::copy::copy;
use super::first_come::first_come;
use super::history::{Habit, History, habit_of};
use super::liked::{Liked, pins};
use super::obstacle::against_pin;
use super::published::{known_lists, known_rooms, published};
use super::receipt::receipt;
use super::rooms;
use crate::base::calendar::{Week, iso_week};
use crate::base::control::Control;
use crate::base::ids::{MeetingId, RoomId};
use crate::engine::{Engine, Request};
use crate::model::Facts;
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::weeks::fill::{minutes_of, places_of};
use crate::model::weeks::lists::{Booked, ByKind, book};
use crate::model::weeks::read::{Team, burdens, minutes};
use crate::model::weeks::rooms::Wishes;
use crate::model::weeks::rows::{self, floating};
use crate::model::weeks::{
    Ledger, Question, SupervisionDue, Wanted, WeekRota, Weekly, as_published, build, read, service_of_week,
};
use crate::plan::rota::{LedgerRow, Need, Receipt, Rota, RotaFigures, RotaWeek, State};
use crate::plan::{MeetingTime, PatternSession};
use crate::service::{Hold, Service};
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Until an interval ends, a week without a due supervision costs so much of what missing it costs.
const NOT_YET: f64 = 0.1;

/// A week's rota is solved to within so many pounds of the best.
const MARGIN_GBP: f64 = 1.0;
/// One that was published, to within so many: less than any change costs.
const PUBLISHED_MARGIN_GBP: f64 = 0.5;

/// What a rota is asked for.
pub struct RotaAsked<'q> {
    /// The service.
    pub service: &'q Service,
    /// The plan's pattern.
    pub pattern: &'q [PatternSession],
    /// The half-days of its weekly meetings.
    pub meeting_times: &'q [MeetingTime],
    /// Its appointments, whole.
    pub needs: &'q [Need],
    /// What its flow gives in each week of its horizon, fractions included.
    pub planned: &'q [f64],
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
    /// Its weeks before this one stay as they are; so do all that were published, if there is none.
    pub from: Option<Week>,
    /// After this week its published sessions stay too, and only room left in them is used.
    pub reach: Week,
    /// The day on which the change is made.
    pub today: NaiveDate,
    /// What the change is, in words.
    pub asked: &'q [String],
}

impl Earlier<'_> {
    fn state(&self, week: Week) -> Option<State> {
        self.rota.weeks.iter().find(|w| w.week == week).map(|w| w.state)
    }

    /// Whether a week stays as it is.
    fn stays(&self, week: Week) -> bool {
        match (self.state(week), self.from) {
            (None, _) => false,
            (Some(State::Past), _) => true,
            (Some(State::Published), None) => true,
            (Some(State::Draft), None) => false,
            (Some(_), Some(from)) => week < from,
        }
    }
}

/// A week's solution.
pub(super) struct WeekSolved {
    /// The solution.
    pub rota: WeekRota,
    /// What it costs, in pounds.
    pub cost: f64,
    /// What of it is for appointments put off.
    pub waiting: f64,
    /// What any costs at least.
    pub bound: Option<f64>,
}

/// What disturbing published weeks costs.
struct Disturbance {
    /// All of it, in pounds.
    cost: f64,
    /// What of it is for appointments put off.
    waiting: f64,
    /// How much less it might cost; none if that is not known.
    open: Option<f64>,
}

/// Finds a rota.
///
/// # Errors
/// If the engine fails, or a week's rota is not found within the limits.
pub fn solve_rota(
    asked: &RotaAsked,
    engine: &dyn Engine,
    limits: &Limits,
    control: &Control,
) -> Result<Rota, StrategyError> {
    let service = asked.service;
    let whole = Facts::new(service);
    let first = asked.weeks.first().copied().unwrap_or(Week(0));
    let history = asked.earlier.map_or_else(History::default, |earlier| History::of(earlier.rota, first));
    let mut run = Run {
        asked,
        runner: Runner::new(engine, limits, control),
        ledger: history.ledger(&whole),
        first_served: asked.earlier.is_none().then(|| history.ledger(&whole)),
        unknown: Some(first).filter(|_| history.supervised.is_empty()),
        left: BTreeMap::new(),
        liked: Liked::new(service),
        broken: BTreeMap::new(),
        unfilled: 0,
        disturbance: Disturbance { cost: 0.0, waiting: 0.0, open: Some(0.0) },
        rota: Rota {
            brought: history.put_off.clone(),
            needs: asked.needs.to_vec(),
            planned: asked.planned.to_vec(),
            usual: asked.pattern.to_vec(),
            meeting_times: asked.meeting_times.to_vec(),
            ..Rota::default()
        },
        history,
    };
    for need in &run.rota.brought {
        add_need(&whole, need, &mut run.left);
    }
    for &week in asked.weeks {
        match asked.earlier.filter(|earlier| earlier.stays(week)) {
            Some(earlier) => run.keep(&whole, earlier.rota, week),
            None => run.solve(&whole, week)?,
        }
    }
    Ok(run.finish(&whole))
}

/// A rota in the making.
struct Run<'a, 'q> {
    asked: &'a RotaAsked<'q>,
    runner: Runner<'a>,
    history: History,
    /// Burdens so far.
    ledger: Ledger,
    /// Burdens had all sessions been given out first come, first served; none where some were not.
    first_served: Option<Ledger>,
    /// The first week, where nothing is known of supervision before it.
    unknown: Option<Week>,
    /// What is still to be held.
    left: ByKind,
    liked: Liked,
    /// Pins that do not hold, and why.
    broken: BTreeMap<(usize, Week), String>,
    /// Sessions that found nobody, first come first served.
    unfilled: u32,
    disturbance: Disturbance,
    rota: Rota,
}

impl Run<'_, '_> {
    /// Keeps a week of an earlier rota.
    fn keep(&mut self, whole: &Facts, earlier: &Rota, week: Week) {
        copy(earlier, week, week.monday(self.asked.service.timetable.start), &mut self.rota);
        self.history = History::of(earlier, Week(week.0 + 1));
        self.ledger = self.history.ledger(whole);
        self.left.clear();
        for need in &self.history.put_off {
            add_need(whole, need, &mut self.left);
        }
        self.first_served = None;
    }

    /// Solves a week.
    fn solve(&mut self, whole: &Facts, week: Week) -> Result<(), StrategyError> {
        let asked = self.asked;
        for need in asked.needs.iter().filter(|need| need.week == week) {
            add_need(whole, need, &mut self.left);
        }
        let mut one = service_of_week(asked.service, asked.meeting_times, week);
        let known = asked.earlier.filter(|earlier| earlier.state(week) == Some(State::Published));
        if known.is_some() {
            as_published(&mut one);
        }
        let facts = Facts::new(&one);
        let disturbed = known.map(|earlier| {
            let mut disturbed = published(&facts, earlier.rota, week, earlier.today);
            if week > earlier.reach {
                disturbed.0.closed = (0..facts.half_days.len()).collect();
            }
            disturbed
        });
        let block = asked.service.block_of(week);
        let pattern: Vec<PatternSession> = asked.pattern.iter().filter(|x| x.block == block).cloned().collect();
        let supervisions = due(asked.service, (self.unknown, week), &self.history.supervised);
        let wanted = totals(&self.left);
        let question = Question {
            facts: &facts,
            week,
            wanted: &wanted,
            usual: &seats(&facts, pattern.iter()),
            usual_teams: &usual_teams(&facts, &pattern),
            last: &seats(&facts, self.history.last.iter()),
            ledger: &self.ledger,
            supervisions: &supervisions,
            published: disturbed.as_ref().map(|(published, _)| published),
            forced: &BTreeSet::new(),
            passed_over: None,
        };
        let WeekSolved { rota: found, cost, waiting, bound } = solve_week(&mut self.runner, &question)?;
        self.liked.add(&mut self.runner, &question, &found, cost)?;
        for &pin in &found.broken {
            let why = against_pin(&mut self.runner, &question, pin)?;
            self.broken.insert((pin, week), why);
        }
        let mut wishes = wishes(&facts, &found.teams, &self.history.rooms);
        let mut lists = Vec::new();
        if let (Some(earlier), Some((_, lost))) = (known, &disturbed) {
            for (wish, room) in wishes.iter_mut().zip(known_rooms(&facts, earlier.rota, week, &found.teams)) {
                wish.published = room;
            }
            lists = known_lists(&facts, earlier.rota, week, &found.teams);
            let so_far = &mut self.disturbance;
            so_far.cost += cost + lost;
            so_far.waiting += waiting;
            so_far.open = so_far.open.zip(bound).map(|(open, bound)| open + (cost - bound).max(0.0));
        }
        let roomed = rooms::choose(&mut self.runner, &facts, &found.teams, &wishes)?;
        let booked = book(&facts, &found, &lists, &mut self.left);
        let solved =
            rows::Solved { rota: &found, rooms: &roomed.rooms, booked: &booked, left: &self.left, pattern: &pattern };
        rows::add(&question, &solved, &mut self.rota);
        let this_week = burdens(&question, &found.teams);
        if let Some(first_served) = &mut self.first_served {
            let (teams, missing) = first_come(&facts, &found.teams);
            first_served.add(&burdens(&question, &teams));
            self.unfilled += missing;
        }
        self.ledger.add(&this_week);
        self.rota.ledger.extend(ledger_rows(asked.service, week, &this_week, &self.ledger));
        let mut figures = count(&facts, &found, &booked);
        figures.planned = asked.planned.get(week.index()).copied().unwrap_or(0.0);
        figures.put_off = self.left.values().flat_map(BTreeMap::values).sum();
        figures.roomed = roomed.rooms.iter().flatten().count() as u32;
        figures.room_changes = roomed.changes;
        figures.least_room_changes = roomed.least;
        figures.rooms_unlike_last_week = unlike(&wishes, &roomed.rooms);
        figures.unfair_points = self.ledger.unfair_points(whole);
        self.rota.weeks.push(RotaWeek {
            week,
            iso: iso_week(one.timetable.start),
            monday: one.timetable.start,
            state: if known.is_some() { State::Published } else { State::Draft },
            cost_gbp: cost,
            bound_gbp: bound,
            figures,
        });
        self.history.remember(&facts, week, &found, &roomed.rooms);
        Ok(())
    }

    /// The rota with what it comes to.
    fn finish(mut self, whole: &Facts) -> Rota {
        let rota = &mut self.rota;
        let mut all = RotaFigures { least_room_changes: Some(0), ..RotaFigures::default() };
        for week in &rota.weeks {
            all.add(&week.figures);
        }
        all.first_come_points = self.first_served.map(|ledger| ledger.unfair_points(whole));
        all.first_come_unfilled = all.first_come_points.map(|_| self.unfilled);
        rota.figures = all;
        rota.preferences = self.liked.rows;
        rota.pins = pins(self.asked.service, &self.broken);
        if let Some(earlier) = self.asked.earlier.filter(|earlier| earlier.from.is_some()) {
            let receipt = receipt(self.asked.service, earlier.rota, rota, earlier.today, earlier.asked);
            let Disturbance { cost, waiting, open } = self.disturbance;
            rota.receipt = Some(Receipt {
                disturbance_gbp: cost - waiting,
                waiting_gbp: waiting,
                proven_within_gbp: open,
                ..receipt
            });
        }
        self.rota
    }
}

/// Solves a week to its optimum.
pub(super) fn solve_week(runner: &mut Runner, question: &Question) -> Result<WeekSolved, StrategyError> {
    let weekly = build(question);
    let margin = if question.published.is_some() { PUBLISHED_MARGIN_GBP } else { MARGIN_GBP };
    let request = Request { margin: margin / POUNDS_A_UNIT, ..runner.request(1e-6) };
    let outcome = runner.solve("a week's rota", &weekly.program, &request)?;
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let pounds = |objective: f64| objective * POUNDS_A_UNIT + weekly.constant;
    Ok(WeekSolved {
        rota: read(question, &weekly, &outcome.values),
        cost: pounds(outcome.objective),
        waiting: waiting(&weekly, &outcome.values),
        bound: outcome.bound.map(pounds),
    })
}

/// What appointments put off cost in a solution, in pounds.
fn waiting(weekly: &Weekly, values: &[f64]) -> f64 {
    let columns = weekly.columns.put_off.values().chain(weekly.columns.put_off_first.values());
    columns.map(|&col| weekly.program.get(col).cost * values[col.index()]).sum::<f64>() * POUNDS_A_UNIT
}

pub(super) fn add_need(facts: &Facts, need: &Need, left: &mut ByKind) {
    let service = facts.service;
    if let (Some(a), Some(c)) = (service.activities.position(&need.activity), service.courses.position(&need.course)) {
        let kinds = left.entry((a, facts.site(&need.site))).or_default();
        *kinds.entry((c, need.first)).or_default() += need.units;
    }
}

pub(super) fn totals(left: &ByKind) -> BTreeMap<(usize, usize), Wanted> {
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
    let known: BTreeMap<PatternSession, usize> =
        (0..facts.seats.len()).map(|seat| (facts.pattern_session(seat, 0), seat)).collect();
    pattern.filter_map(|x| known.get(&PatternSession { block: 0, ..x.clone() }).copied()).collect()
}

/// Whole teams of a pattern: (clinic, site, half-day).
pub(super) fn usual_teams(facts: &Facts, pattern: &[PatternSession]) -> BTreeMap<(usize, usize, usize), f64> {
    let service = facts.service;
    let mut teams: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for session in pattern {
        let clinic = service.clinics.position(&session.clinic);
        let half_day = facts.half_days.iter().position(|h| *h == session.half_day);
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
pub(super) fn due(
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

fn wishes(facts: &Facts, teams: &[Team], rooms: &BTreeMap<Habit, RoomId>) -> Vec<Wishes> {
    let room = |team: &Team| {
        let of = |&seat: &usize| {
            let habit = habit_of(&facts.pattern_session(seat, 0));
            rooms.get(&habit).and_then(|id| facts.service.rooms.position(id))
        };
        team.seats.iter().find_map(of)
    };
    let mut wishes: Vec<Wishes> = teams.iter().map(|team| Wishes { last: room(team), ..Wishes::default() }).collect();
    for pin in facts.service.policy.rota.pins.iter().filter(|pin| pin.which.rooms.is_some()) {
        let rooms = || (0..facts.service.rooms.len()).filter(|&r| pin.which.fits_room(&facts.service.rooms.at(r).id));
        let fits =
            |t: &usize| teams[*t].seats.iter().any(|&i| pin.which.fits(facts.service, facts.seen(&facts.seats[i], 0)));
        let fitting = (0..teams.len()).filter(fits);
        match pin.hold {
            Hold::Never => fitting.for_each(|t| wishes[t].never.extend(rooms())),
            Hold::Keep => fitting.for_each(|t| wishes[t].must.extend(rooms())),
            // One is enough: the first that could be there.
            Hold::Must => {
                let site = |t: &usize| rooms().any(|r| facts.site(&facts.service.rooms.at(r).site) == teams[*t].site);
                fitting.filter(site).take(1).for_each(|t| wishes[t].must.extend(rooms()));
            }
        }
    }
    wishes
}

fn unlike(wishes: &[Wishes], rooms: &[Option<usize>]) -> u32 {
    wishes.iter().zip(rooms).filter(|(wish, room)| wish.last.is_some() && wish.last != **room).count() as u32
}

/// What a week has added to the ledger: everybody who could have a burden then, or is above or below a fair share of it.
fn ledger_rows(
    service: &Service,
    week: Week,
    shares: &[BTreeMap<usize, (u32, f64)>],
    ledger: &Ledger,
) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for (b, burden) in service.policy.rota.burdens.iter().enumerate() {
        for (p, practitioner) in service.practitioners.iter().enumerate() {
            let share = shares[b].get(&p);
            if share.is_none() && ledger.0[b][p] == 0.0 {
                continue;
            }
            let (sessions, fair) = share.copied().unwrap_or_default();
            rows.push(LedgerRow {
                week,
                practitioner: practitioner.id.clone(),
                burden: burden.id.clone(),
                sessions,
                fair,
                balance: ledger.0[b][p],
            });
        }
    }
    rows
}

/// Counts what a week holds.
fn count(facts: &Facts, found: &WeekRota, booked: &[Booked]) -> RotaFigures {
    let mut figures = RotaFigures {
        sessions: found.teams.len() as u32,
        usable_minutes: found.teams.iter().map(|team| minutes(facts, team)).sum::<f64>(),
        held: booked.iter().map(|b| b.units).sum::<u32>(),
        ..RotaFigures::default()
    };
    let mut used: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for b in booked {
        *used.entry((b.team, b.activity)).or_default() += b.units;
    }
    for ((_, a), units) in used {
        figures.used_minutes += f64::from(units.div_ceil(places_of(facts, a))) * minutes_of(facts, a);
    }
    figures.left_minutes = figures.usable_minutes - figures.used_minutes;
    figures
}
