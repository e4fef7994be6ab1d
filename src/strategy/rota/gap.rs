//! Who could take a session, and which room could hold it: found by solving the week again, never guessed.

use super::asked::{Changed, Earlier, Promised, RotaAsked};
use super::history::{History, as_pattern};
use super::later::{booked_later, set_aside};
use super::obstacle::{against, obstacle};
use super::receipt::changes;
use super::week::{Asking, WeekSolved, add_need, one_week, seats, solve_week};
use crate::base::calendar::Week;
use crate::base::control::Control;
use crate::base::ids::RoomId;
use crate::engine::Engine;
use crate::model::Facts;
use crate::model::weeks::lists::ByKind;
use crate::model::weeks::question::Required;
use crate::model::weeks::{Question, rows};
use crate::plan::gap::{Candidate, Filling, OpenSession, Refused, RoomChoice};
use crate::plan::rota::{Rota, Stance};
use crate::plan::{PatternSession, Session};
use crate::service::{Hold, Practitioner, Room, RuleId, Service};
use crate::strategy::run::Runner;
use crate::strategy::{Limits, StrategyError};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Finds who could take a session in a published rota, and which room could hold it.
///
/// # Errors
/// If the engine fails, or the week is not found within the limits.
pub fn fill_gap(
    (service, promised): (&Service, &Promised),
    (rota, today): (&Rota, NaiveDate),
    session: &OpenSession,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Filling, StrategyError> {
    let week = Week::of(session.date, service.timetable.start).unwrap_or(Week(0));
    let change = Changed { today, open: Some((week, week)), ..Changed::default() };
    let earlier = Earlier { rota, change: Some(&change), stance: &Stance::LeastInAll };
    let asked = RotaAsked { service, promised, weeks: &[week], earlier: Some(earlier) };
    let one = one_week(&asked, week);
    let (whole, facts) = (Facts::new(service), Facts::new(&one));
    let history = History::of(rota, week);
    let mut left: ByKind = BTreeMap::new();
    let needs = promised.needs.iter().filter(|need| need.week == week);
    for need in needs.chain(&history.put_off) {
        add_need(&whole, need, &mut left);
    }
    // What later weeks hold stays there.
    set_aside(&mut left, &booked_later(&whole, &asked, week));
    let asking = Asking::of(&asked, (&facts, week), (&history, &history.ledger(&whole), &left), None);
    let question = asking.question();
    let mut runner = Runner::new(engine, limits, control);
    let base = solve_week(&mut runner, &question)?;
    let mut filling = Filling {
        session: session.clone(),
        could: Vec::new(),
        could_not: Vec::new(),
        rooms: Vec::new(),
        rooms_not: Vec::new(),
    };
    for practitioner in &service.practitioners {
        let wanted = PatternSession {
            block: 0,
            practitioner: practitioner.id.clone(),
            half_day: session.half_day.clone(),
            clinic: session.clinic.clone(),
            site: session.site.clone(),
        };
        let refused = |rule: RuleId, why: String| Refused { id: practitioner.id.clone(), rule, why };
        let Some(&seat) = seats(&facts, std::iter::once(&wanted)).first() else {
            let (rule, why) = obstacle(&facts, practitioner, session);
            filling.could_not.push(refused(rule, why));
            continue;
        };
        let seen = facts.seen(&facts.seats[seat], 0);
        let never = service
            .policy
            .rota
            .pins
            .iter()
            .find(|pin| pin.hold == Hold::Never && pin.which.rooms.is_none() && pin.which.fits(service, seen));
        if let Some(pin) = never {
            filling.could_not.push(refused(RuleId::Kept, format!("the pin \"{}\" forbids it", pin.in_words())));
            continue;
        }
        let one = Required { what: facts.seat_name(seat), seats: BTreeSet::from([seat]), least: 1.0 };
        let with = Question { required: &[one], ..question };
        match solve_week(&mut runner, &with) {
            Ok(found) => {
                let already = question.published.is_some_and(|published| published.seats.contains_key(&seat));
                filling.could.push(candidate(&question, (&base, &found), (practitioner, already), rota));
            }
            Err(StrategyError::NothingWithinLimits) => {
                let (rule, why) = against(&mut runner, &with)?;
                filling.could_not.push(refused(rule, why));
            }
            Err(error) => return Err(error),
        }
    }
    filling.could.sort_by(|a, b| a.cost_gbp.total_cmp(&b.cost_gbp).then(a.practitioner.cmp(&b.practitioner)));
    rooms(&facts, rota, &mut filling);
    Ok(filling)
}

/// What it comes to if somebody takes the session.
fn candidate(
    question: &Question,
    (base, found): (&WeekSolved, &WeekSolved),
    (practitioner, already): (&Practitioner, bool),
    rota: &Rota,
) -> Candidate {
    let held = |solved: &WeekSolved| solved.rota.held.values().map(|&units| i64::from(units)).sum::<i64>();
    let old: BTreeSet<Session> = rota.sessions.iter().filter(|s| s.week == question.week).cloned().collect();
    let known: BTreeMap<PatternSession, &Session> = old.iter().map(|s| (as_pattern(s), s)).collect();
    // Rooms are a matter of their own here: a session that goes on keeps its room.
    let as_known = |&seat: &usize| match known.get(&question.facts.pattern_session(seat, 0)) {
        Some(known) => (*known).clone(),
        None => rows::session(question, seat, &"to-be-chosen".into()),
    };
    let new: BTreeSet<Session> = found.rota.teams.iter().flat_map(|team| &team.seats).map(as_known).collect();
    Candidate {
        practitioner: practitioner.id.clone(),
        already,
        cost_gbp: found.cost - base.cost,
        waiting_gbp: found.waiting - base.waiting,
        appointments: held(found) - held(base),
        pay_gbp: practitioner.cost_per_session.0,
        changes: changes(&old, &new),
    }
}

/// Rooms of the site: which could hold the session beside those that are held there then.
fn rooms(facts: &Facts, rota: &Rota, filling: &mut Filling) {
    let service: &Service = facts.service;
    let session = filling.session.clone();
    let Some(clinic) = service.clinics.get(&session.clinic) else { return };
    // The sessions held there then, a room each.
    let mut others: BTreeMap<&RoomId, &Session> = BTreeMap::new();
    let then = |s: &&Session| (s.date, &s.half_day, &s.site) == (session.date, &session.half_day, &session.site);
    for other in rota.sessions.iter().filter(then) {
        others.insert(&other.room, other);
    }
    for room in service.rooms.iter().filter(|room| room.site == session.site) {
        let refused = |why: &str| Refused { id: room.id.clone(), rule: RuleId::Rooms, why: why.to_owned() };
        if !service.room_fits(room, clinic) {
            let kind = format!("is a room of kind {} with {} places, which does not fit", room.kind, room.places);
            filling.rooms_not.push(refused(&kind));
        } else if !service.room_is_open(room, session.date, &session.half_day) {
            filling.rooms_not.push(refused("is closed then"));
        } else if let Some(moves) = moves(service, room, &others, &session) {
            filling.rooms.push(RoomChoice { room: room.id.clone(), moves });
        } else {
            filling.rooms_not.push(refused("is in use, and the session in it could go nowhere else"));
        }
    }
    filling.rooms.sort_by_key(|choice| choice.moves);
}

/// How many sessions must change room so that one is free: the shortest chain of moves; none if there is none.
fn moves(service: &Service, room: &Room, others: &BTreeMap<&RoomId, &Session>, session: &OpenSession) -> Option<u32> {
    let mut reached: BTreeSet<&RoomId> = BTreeSet::from([&room.id]);
    let mut edge = vec![&room.id];
    let mut moves = 0;
    while !edge.is_empty() {
        if edge.iter().any(|id| !others.contains_key(*id)) {
            return Some(moves);
        }
        moves += 1;
        let mut next = Vec::new();
        for id in edge {
            let Some(clinic) = service.clinics.get(&others[id].clinic) else { continue };
            for other in service.rooms.iter().filter(|r| r.site == session.site) {
                let fits =
                    service.room_fits(other, clinic) && service.room_is_open(other, session.date, &session.half_day);
                if fits && reached.insert(&other.id) {
                    next.push(&other.id);
                }
            }
        }
        edge = next;
    }
    None
}
