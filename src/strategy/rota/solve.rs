//! The weeks of a rota, one after the other.

use super::first_come::first_come;
use super::rooms;
use crate::base::calendar::{HalfDay, Week, iso_week};
use crate::base::control::Control;
use crate::base::ids::{ClinicId, MeetingId, PractitionerId, RoomId, SiteId};
use crate::engine::{Engine, Request};
use crate::model::Facts;
use crate::model::objective::POUNDS_A_UNIT;
use crate::model::weeks::lists::{ByKind, book};
use crate::model::weeks::read::{Team, burdens, minutes};
use crate::model::weeks::rooms::Wishes;
use crate::model::weeks::rows::{self, floating};
use crate::model::weeks::{
    Ledger, Published, Question, SupervisionDue, Wanted, WeekRota, build, read, service_of_week,
};
use crate::plan::rota::{LedgerRow, Need, PinRow, PreferenceRow, Rota, RotaFigures, RotaWeek, State};
use crate::plan::{MeetingTime, PatternSession};
use crate::service::{Mode, Pin, Service, Which};
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};
use std::collections::{BTreeMap, BTreeSet};

/// Until an interval ends, a week without a due supervision costs so much of what missing it costs.
const NOT_YET: f64 = 0.1;

/// A week's rota is solved to within so many pounds of the best.
const MARGIN_GBP: f64 = 1.0;

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
    /// What came before.
    pub history: &'q History,
}

/// Where a session is held again and again.
type Habit = (PractitionerId, HalfDay, ClinicId, SiteId);

/// What came before the first week.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// Sessions above a fair share: (practitioner, burden).
    pub balance: BTreeMap<(PractitionerId, String), f64>,
    /// Last week's sessions, as a pattern.
    pub last: BTreeSet<PatternSession>,
    /// Their rooms.
    pub rooms: BTreeMap<Habit, RoomId>,
    /// Appointments put off: as they stand in needs.
    pub put_off: Vec<Need>,
    /// Supervisions held, by meeting: in which weeks.
    pub supervised: BTreeSet<(MeetingId, Week)>,
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
    let mut runner = Runner::new(engine, limits, control);
    let service = asked.service;
    let mut rota = Rota {
        brought: asked.history.put_off.clone(),
        needs: asked.needs.to_vec(),
        planned: asked.planned.to_vec(),
        usual: asked.pattern.to_vec(),
        meeting_times: asked.meeting_times.to_vec(),
        ..Rota::default()
    };
    let whole = Facts::new(service);
    let mut ledger = ledger(&whole, &asked.history.balance);
    let mut first_served = ledger.clone();
    let mut history = asked.history.clone();
    let mut left: ByKind = BTreeMap::new();
    for need in &asked.history.put_off {
        add_need(&whole, need, &mut left);
    }
    let planned = asked.weeks.iter().filter_map(|week| asked.planned.get(week.index())).sum();
    let mut figures = RotaFigures { planned, least_room_changes: Some(0), ..RotaFigures::default() };
    let mut unfilled = 0;
    let mut liked = Liked::new(service);
    let mut broken: BTreeSet<(usize, Week)> = BTreeSet::new();
    let unknown = asked.weeks.first().copied().filter(|_| asked.history.supervised.is_empty());
    for &week in asked.weeks {
        for need in asked.needs.iter().filter(|need| need.week == week) {
            add_need(&whole, need, &mut left);
        }
        let one = service_of_week(service, asked.meeting_times, week);
        let facts = Facts::new(&one);
        let block = service.block_of(week);
        let pattern: Vec<PatternSession> = asked.pattern.iter().filter(|x| x.block == block).cloned().collect();
        let usual = seats(&facts, pattern.iter());
        let last = seats(&facts, history.last.iter());
        let supervisions = due(service, (unknown, week), &history.supervised);
        let wanted = totals(&left);
        let question = Question {
            facts: &facts,
            week,
            wanted: &wanted,
            usual: &usual,
            usual_teams: &usual_teams(&facts, &pattern),
            last: &last,
            ledger: &ledger,
            supervisions: &supervisions,
            published: None::<&Published>,
            forced: &BTreeSet::new(),
            passed_over: None,
        };
        let (found, cost, bound) = solve_week(&mut runner, &question)?;
        liked.add(&mut runner, &question, &found, cost)?;
        broken.extend(found.broken.iter().map(|&pin| (pin, week)));
        let wishes = wishes(&facts, &found.teams, &history.rooms);
        let roomed = rooms::choose(&mut runner, &facts, &found.teams, &wishes)?;
        let booked = book(&facts, &found, &mut left);
        let solved =
            rows::Solved { rota: &found, rooms: &roomed.rooms, booked: &booked, left: &left, pattern: &pattern };
        rows::add(&question, &solved, &mut rota);
        rota.weeks.push(RotaWeek {
            week,
            iso: iso_week(one.timetable.start),
            monday: one.timetable.start,
            state: State::Draft,
            cost_gbp: cost,
            bound_gbp: bound,
        });
        let this_week = burdens(&question, &found.teams);
        let (teams, missing) = first_come(&facts, &found.teams);
        first_served.add(&burdens(&question, &teams));
        ledger.add(&this_week);
        rota.ledger.extend(ledger_rows(service, week, &this_week, &ledger));
        unfilled += missing;
        count(&facts, &found, &booked, &mut figures);
        figures.roomed += roomed.rooms.iter().flatten().count() as u32;
        figures.room_changes += roomed.changes;
        figures.least_room_changes = figures.least_room_changes.zip(roomed.least).map(|(all, more)| all + more);
        figures.rooms_unlike_last_week += unlike(&wishes, &roomed.rooms);
        remember(&facts, week, &found, &roomed.rooms, &mut history);
    }
    figures.put_off = left.values().flat_map(BTreeMap::values).sum();
    figures.left_minutes = figures.usable_minutes - figures.used_minutes;
    figures.unfair_points = ledger.unfair_points(&whole);
    figures.first_come_points = Some(first_served.unfair_points(&whole));
    figures.first_come_unfilled = Some(unfilled);
    rota.figures = figures;
    rota.preferences = liked.rows;
    rota.pins = pins(service, &broken);
    Ok(rota)
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

/// What came of each pin of the policy.
fn pins(service: &Service, broken: &BTreeSet<(usize, Week)>) -> Vec<PinRow> {
    let row = |(n, pin): (usize, &Pin)| PinRow {
        hold: pin.hold,
        words: pin.which.in_words(),
        broken: broken
            .iter()
            .filter(|(at, _)| *at == n)
            .map(|(_, week)| format!("does not hold in {}", iso_week(week.monday(service.timetable.start))))
            .collect(),
    };
    service.policy.rota.pins.iter().enumerate().map(row).collect()
}

/// What becomes of preferences, and what honouring each costs everything else.
struct Liked {
    /// A row a preference, in the order of practitioners.
    rows: Vec<PreferenceRow>,
    /// Whose each is: the practitioner, and which of theirs.
    whose: Vec<(usize, usize)>,
}

impl Liked {
    fn new(service: &Service) -> Self {
        let mut liked = Self { rows: Vec::new(), whose: Vec::new() };
        for (p, practitioner) in service.practitioners.iter().enumerate() {
            for (n, preference) in practitioner.preferences.iter().enumerate() {
                let verb = if preference.prefers { "prefer" } else { "avoid" };
                let which = Which { practitioners: None, ..preference.which.clone() };
                liked.whose.push((p, n));
                liked.rows.push(PreferenceRow {
                    practitioner: practitioner.id.clone(),
                    words: format!("{verb} {}", which.in_words()),
                    sessions: 0,
                    against: 0,
                    price_gbp: Some(0.0),
                });
            }
        }
        liked
    }

    /// Adds a week: counts sessions, and solves it once more without each preference.
    fn add(
        &mut self,
        runner: &mut Runner,
        question: &Question,
        found: &WeekRota,
        cost: f64,
    ) -> Result<(), StrategyError> {
        let facts = question.facts;
        for (row, &(p, n)) in self.rows.iter_mut().zip(&self.whose) {
            let preference = &facts.practitioner(p).preferences[n];
            let own = found.teams.iter().flat_map(|team| &team.seats).map(|&i| &facts.seats[i]);
            let own: Vec<_> = own.filter(|seat| seat.practitioner == p).collect();
            let against = own.iter().filter(|seat| preference.minds(facts.service, facts.seen(seat, 0))).count() as u32;
            row.sessions += own.len() as u32;
            row.against += against;
            let without = Question { passed_over: Some((p, n)), ..*question };
            let (_, least, _) = solve_week(runner, &without)?;
            let others = cost - f64::from(against) * preference.price.0;
            row.price_gbp = row.price_gbp.map(|price| price + (others - least).max(0.0));
        }
        Ok(())
    }
}

/// Solves a week to its optimum; what it costs and what it costs at least, in pounds.
fn solve_week(runner: &mut Runner, question: &Question) -> Result<(WeekRota, f64, Option<f64>), StrategyError> {
    let weekly = build(question);
    let request = Request { margin: MARGIN_GBP / POUNDS_A_UNIT, ..runner.request(1e-6) };
    let outcome = runner.solve("a week's rota", &weekly.program, &request)?;
    if !outcome.has_solution() {
        return Err(StrategyError::NothingWithinLimits);
    }
    let pounds = |objective: f64| objective * POUNDS_A_UNIT + weekly.constant;
    Ok((read(question, &weekly, &outcome.values), pounds(outcome.objective), outcome.bound.map(pounds)))
}

fn ledger(facts: &Facts, balance: &BTreeMap<(PractitionerId, String), f64>) -> Ledger {
    let mut ledger = Ledger::even(facts);
    let service = facts.service;
    for ((practitioner, burden), &sessions) in balance {
        let b = service.policy.rota.burdens.iter().position(|b| b.id == *burden);
        if let (Some(b), Some(p)) = (b, service.practitioners.position(practitioner)) {
            ledger.0[b][p] = sessions;
        }
    }
    ledger
}

fn add_need(facts: &Facts, need: &Need, left: &mut ByKind) {
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
fn seats<'s>(facts: &Facts, pattern: impl Iterator<Item = &'s PatternSession>) -> BTreeSet<usize> {
    let known: BTreeMap<PatternSession, usize> =
        (0..facts.seats.len()).map(|seat| (facts.pattern_session(seat, 0), seat)).collect();
    pattern.filter_map(|x| known.get(&PatternSession { block: 0, ..x.clone() }).copied()).collect()
}

/// Whole teams of a pattern: (clinic, site, half-day).
fn usual_teams(facts: &Facts, pattern: &[PatternSession]) -> BTreeMap<(usize, usize, usize), f64> {
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

fn wishes(facts: &Facts, teams: &[Team], rooms: &BTreeMap<Habit, RoomId>) -> Vec<Wishes> {
    let room = |team: &Team| {
        let of = |&seat: &usize| rooms.get(&habit(facts, seat)).and_then(|id| facts.service.rooms.position(id));
        team.seats.iter().find_map(of)
    };
    teams.iter().map(|team| Wishes { last: room(team), ..Wishes::default() }).collect()
}

fn habit(facts: &Facts, seat: usize) -> Habit {
    let session = facts.pattern_session(seat, 0);
    (session.practitioner, session.half_day, session.clinic, session.site)
}

fn unlike(wishes: &[Wishes], rooms: &[Option<usize>]) -> u32 {
    wishes.iter().zip(rooms).filter(|(wish, room)| wish.last.is_some() && wish.last != **room).count() as u32
}

/// Hands on to the next week what was this week.
fn remember(facts: &Facts, week: Week, found: &WeekRota, rooms: &[Option<usize>], history: &mut History) {
    history.last.clear();
    for (team, room) in found.teams.iter().zip(rooms) {
        for &seat in &team.seats {
            history.last.insert(facts.pattern_session(seat, 0));
            if let Some(room) = room {
                history.rooms.insert(habit(facts, seat), facts.service.rooms.at(*room).id.clone());
            }
        }
    }
    for &(meeting, half_day) in &found.supervisions {
        if half_day.is_some() {
            history.supervised.insert((facts.service.meetings.at(meeting).id.clone(), week));
        }
    }
}

/// Counts what a week holds.
fn count(facts: &Facts, found: &WeekRota, booked: &[crate::model::weeks::lists::Booked], figures: &mut RotaFigures) {
    figures.sessions += found.teams.len() as u32;
    figures.usable_minutes += found.teams.iter().map(|team| minutes(facts, team)).sum::<f64>();
    figures.held += booked.iter().map(|b| b.units).sum::<u32>();
    let mut used: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for b in booked {
        *used.entry((b.team, b.activity)).or_default() += b.units;
    }
    for ((_, a), units) in used {
        let activity = facts.service.activities.at(a);
        let appointments = match activity.mode {
            Mode::Group { max, .. } if !facts.closed_activity[a] => units.div_ceil(max),
            _ => units,
        };
        figures.used_minutes += f64::from(appointments) * activity.minutes.0;
    }
}
