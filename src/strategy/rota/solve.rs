//! The weeks of a rota, one after the other.

use super::asked::RotaAsked;
use super::copy::copy;
use super::first_come::first_come;
use super::history::History;
use super::later::{booked_later, give_back, set_aside};
use super::liked::{Liked, pins};
use super::obstacle::{against_added, against_pin};
use super::published::{known_lists, known_rooms};
use super::receipt::receipt;
use super::rooms;
use super::week::{Asking, WeekSolved, add_need, one_week, solve_with};
use crate::base::calendar::{Week, iso_week};
use crate::base::control::Control;
use crate::base::ids::RoomId;
use crate::engine::Engine;
use crate::model::Facts;
use crate::model::appointments::{minutes_of, most_taken, places_of};
use crate::model::weeks::lists::{Booked, ByKind, book};
use crate::model::weeks::read::{Team, burdens, minutes};
use crate::model::weeks::rooms::Wishes;
use crate::model::weeks::rows;
use crate::model::weeks::{Ledger, WeekRota};
use crate::plan::PatternSession;
use crate::plan::rota::{LedgerRow, Rota, RotaFigures, RotaWeek, Stance, State};
use crate::service::{Hold, RuleId, Service};
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};
use std::collections::BTreeMap;

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
            needs: asked.promised.needs.clone(),
            planned: asked.promised.planned.clone(),
            usual: asked.promised.pattern.clone(),
            meeting_times: asked.promised.meeting_times.clone(),
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
        copy(earlier, week, &mut self.rota);
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
        for need in asked.promised.needs.iter().filter(|need| need.week == week) {
            add_need(whole, need, &mut self.left);
        }
        let aside = set_aside(&mut self.left, &booked_later(whole, asked, week));
        let one = one_week(asked, week);
        let facts = Facts::new(&one);
        let asking = Asking::of(asked, (&facts, week), (&self.history, &self.ledger, &self.left), self.unknown);
        let question = asking.question();
        let stance = asked.earlier.map_or(&Stance::LeastInAll, |earlier| earlier.stance);
        let solved = solve_with(&mut self.runner, &question, stance);
        let WeekSolved { rota: found, cost, waiting, bound } = match solved {
            Err(StrategyError::NothingWithinLimits) if !asking.added.is_empty() => {
                return Err(StrategyError::CannotBeAdded(against_added(&mut self.runner, &question, &asking.added)?));
            }
            solved => solved?,
        };
        self.liked.add(&mut self.runner, &question, &found, cost)?;
        for &pin in &found.broken {
            let why = against_pin(&mut self.runner, &question, pin)?;
            self.broken.insert((pin, week), why);
        }
        let known = asked.earlier.filter(|_| question.published.is_some());
        let mut wishes = wishes(&facts, &found.teams, &self.history.rooms);
        let mut lists = Vec::new();
        if let Some((earlier, change)) = known.and_then(|earlier| Some((earlier, earlier.change?))) {
            let rooms = known_rooms(&facts, (earlier.rota, change), week, &found.teams);
            for (wish, room) in wishes.iter_mut().zip(rooms) {
                wish.published = room;
            }
            lists = known_lists(&facts, earlier.rota, week, &found.teams);
            let so_far = &mut self.disturbance;
            so_far.cost += cost + asking.lost;
            so_far.waiting += waiting;
            so_far.open = so_far.open.zip(bound).map(|(open, bound)| open + (cost - bound).max(0.0));
        }
        let roomed = rooms::choose(&mut self.runner, &facts, &found.teams, &wishes)?;
        for pin in rooms::against_pins(&facts, &found.teams, &roomed.rooms) {
            let why = format!("no room that it allows is free ({})", RuleId::Rooms);
            self.broken.entry((pin, week)).or_insert(why);
        }
        let booked = book(&facts, &found, &lists, &mut self.left);
        give_back(&mut self.left, aside);
        let solved = rows::Solved {
            rota: &found,
            rooms: &roomed.rooms,
            booked: &booked,
            left: &self.left,
            pattern: &asking.pattern,
        };
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
        figures.planned = asked.promised.planned.get(week.index()).copied().unwrap_or(0.0);
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
        if let Some((earlier, change)) = self.asked.earlier.and_then(|earlier| Some((earlier, earlier.change?))) {
            let mut receipt = receipt(self.asked.service, earlier.rota, rota, change, earlier.stance);
            let Disturbance { cost, waiting, open } = self.disturbance;
            receipt.figures.disturbance_gbp = cost - waiting;
            receipt.figures.waiting_gbp = waiting;
            receipt.proven_within_gbp = open.filter(|_| *earlier.stance == Stance::LeastInAll);
            rota.receipt = Some(receipt);
        }
        self.rota
    }
}

fn wishes(facts: &Facts, teams: &[Team], rooms: &BTreeMap<PatternSession, RoomId>) -> Vec<Wishes> {
    let room = |team: &Team| {
        let of =
            |&seat: &usize| rooms.get(&facts.pattern_session(seat, 0)).and_then(|id| facts.service.rooms.position(id));
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
    let lost = |team: &Team| minutes(facts, team) - most_taken(&facts.lengths_of[team.clinic], minutes(facts, team));
    let mut figures = RotaFigures {
        sessions: found.teams.len() as u32,
        usable_minutes: found.teams.iter().map(|team| minutes(facts, team)).sum::<f64>(),
        lost_minutes: found.teams.iter().map(lost).sum::<f64>(),
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
