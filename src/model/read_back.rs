//! Reads a solution back into a plan.
//!
//! Decisions come from the solution: starts, groups, sessions, units given and carried. Everything that follows from
//! them (queues, lessons due and late, what is owed after the horizon, desk work, dates, meetings) is reckoned again from
//! the whole numbers, so that a solver's rounding errors do not pile up.

use crate::base::calendar::Week;
use crate::base::ids::{PractitionerId, SiteId};
use crate::engine::Col;
use crate::model::facts::{Facts, attended_share};
use crate::model::{Model, figures, rooms};
use crate::plan::{Booking, Lessons, MeetingHeld, MeetingTime, PatternSession, Plan, Queue, Session, Start, Tail};
use crate::service::{Mode, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Amounts below this are a solver's noise.
const NOISE: f64 = 1e-7;

/// The plan that a model's solution stands for; its figures are left empty.
///
/// # Panics
/// If the values do not belong to the model.
#[must_use]
pub fn read_back(facts: &Facts, model: &Model, values: &[f64]) -> Plan {
    let value = |col: Col| values[col.index()];
    let mut plan = Plan::default();
    let starts: BTreeMap<(usize, usize, usize, usize), f64> = model
        .columns
        .start
        .iter()
        .map(|(&key, &col)| (key, value(col).round()))
        .filter(|(_, patients)| *patients > 0.0)
        .collect();
    let groups: BTreeMap<(usize, usize, usize, usize), f64> = model
        .columns
        .groups
        .iter()
        .map(|(&key, &col)| (key, value(col).round()))
        .filter(|(_, groups)| *groups > 0.0)
        .collect();
    read_starts(facts, &starts, &groups, &mut plan);
    read_queues(facts, &starts, &mut plan);
    let due = units_due(facts, &starts, &groups);
    let put_off = read_lessons(facts, model, &due, &value, &mut plan);
    read_tail(facts, model, (&due, &put_off), &value, &mut plan);
    plan.desk = figures::desk::weeks(facts, &plan);
    read_pattern(facts, model, &value, &mut plan);
    let meetings = meetings_held(facts, model, &value, &mut plan);
    let chosen = |columns: &BTreeMap<(usize, usize), Col>| -> BTreeSet<(usize, usize)> {
        columns.iter().filter(|&(_, &col)| value(col) > 0.5).map(|(&key, _)| key).collect()
    };
    let (cancelled, alone) = (chosen(&model.columns.cancelled), chosen(&model.columns.alone));
    read_sessions(facts, &meetings, (&cancelled, &alone), &mut plan);
    read_meetings(facts, &meetings, &mut plan);
    plan
}

/// Seats in weeks.
type SeatWeeks = BTreeSet<(usize, usize)>;

/// A meeting, week and half-day.
type Occasion = (usize, usize, usize);

/// When meetings are held: weekly ones with a choice in the half-day that the solution keeps.
fn meetings_held(facts: &Facts, model: &Model, value: &dyn Fn(Col) -> f64, plan: &mut Plan) -> Vec<Occasion> {
    let mut held = Vec::new();
    for (m, meeting) in facts.service.meetings.iter().enumerate() {
        let wish = |h: &usize| model.columns.meets.get(&(m, *h)).map_or(1.0, |&col| value(col));
        let kept = facts.meeting_half_days[m].iter().copied().max_by(|a, b| wish(a).total_cmp(&wish(b)).then(b.cmp(a)));
        if let Some(h) = kept {
            plan.meeting_times.push(MeetingTime { meeting: meeting.id.clone(), half_day: facts.half_days[h].clone() });
        }
        let times = facts.occurrences(m).into_iter().filter(|&(_, h)| kept.is_none_or(|kept| kept == h));
        held.extend(times.map(|(w, h)| (m, w, h)));
    }
    held
}

fn week(w: usize) -> Week {
    Week(w as u32)
}

type Key = (usize, usize, usize, usize);

fn read_starts(facts: &Facts, starts: &BTreeMap<Key, f64>, groups: &BTreeMap<Key, f64>, plan: &mut Plan) {
    let service = facts.service;
    plan.starts = starts
        .iter()
        .map(|(&(g, c, s, w), &patients)| Start {
            stream: service.streams.at(g).id.clone(),
            course: service.courses.at(c).id.clone(),
            site: service.sites.at(s).id.clone(),
            week: week(w),
            patients,
            groups: groups.get(&(g, c, s, w)).copied().unwrap_or(0.0) as u32,
        })
        .collect();
}

fn read_queues(facts: &Facts, starts: &BTreeMap<Key, f64>, plan: &mut Plan) {
    let service = facts.service;
    let mut onward = vec![vec![0.0; facts.weeks]; service.streams.len()];
    let before = facts.in_course().map(|(g, c, _, ago, patients, _)| (g, c, -(ago as i64), patients));
    let within = starts.iter().map(|(&(g, c, _, w), &patients)| (g, c, w as i64, patients));
    for (g, c, w, patients) in before.chain(within) {
        let attended = patients * attended_share(service, service.courses.at(c));
        for next in &service.streams.at(g).onward {
            let at = w + i64::from(next.lag_weeks);
            if let (Some(to), Ok(at)) = (service.streams.position(&next.to), usize::try_from(at))
                && at < facts.weeks
            {
                onward[to][at] += attended * next.per_attended.get();
            }
        }
    }
    for (g, stream) in service.streams.iter().enumerate() {
        for (site, share) in &stream.site_shares {
            let (s, share) = (facts.site(site), share.get());
            let mut waiting = share * stream.list().0;
            let mut arrivals = Vec::new();
            for (w, &arriving) in onward[g].iter().enumerate() {
                let removals = stream.removals_per_week.get() * waiting;
                let (referred, sent) = (share * stream.referrals[w].0, share * arriving);
                let started: f64 = starts
                    .range((g, 0, 0, 0)..(g + 1, 0, 0, 0))
                    .filter(|((_, _, at, v), _)| *at == s && *v == w)
                    .map(|(_, n)| n)
                    .sum();
                waiting = (waiting - removals + referred + sent - started).max(0.0);
                arrivals.push(referred + sent);
                let beyond_target = stream.target_wait_weeks.map_or(0.0, |target| {
                    let target = target as usize;
                    let first = (w + 1).saturating_sub(target);
                    let recent: f64 = arrivals[first..].iter().sum();
                    let young: f64 = stream
                        .waiting
                        .iter()
                        .filter(|e| w + 1 + (e.weeks as usize) < target)
                        .map(|e| e.patients.0 * share)
                        .sum();
                    (waiting - recent - young).max(0.0)
                });
                plan.queues.push(Queue {
                    stream: stream.id.clone(),
                    site: site.clone(),
                    week: week(w),
                    referrals: referred,
                    onward: sent,
                    removals,
                    starts: started,
                    waiting,
                    beyond_target,
                });
            }
        }
    }
}

/// Units due: (activity, site) -> week -> units, the tail included.
fn units_due(facts: &Facts, starts: &BTreeMap<Key, f64>, groups: &BTreeMap<Key, f64>) -> BySite<BTreeMap<usize, f64>> {
    let mut due: BySite<BTreeMap<usize, f64>> = BTreeMap::new();
    let mut add = |c: usize, s: usize, position: i64, patients: f64, groups: f64| {
        for visit in &facts.visits[c] {
            let Ok(u) = usize::try_from(position + visit.week as i64) else { continue };
            let Some(&w) = facts.cadence[s].get(u) else { continue };
            let units = visit.units * if visit.per_group { groups } else { patients };
            if units > 0.0 {
                *due.entry((visit.activity, s)).or_default().entry(w).or_default() += units;
            }
        }
    };
    for (&(g, c, s, w), &patients) in starts {
        let Some(position) = facts.cadence[s].iter().position(|&x| x == w) else { continue };
        add(c, s, position as i64, patients, groups.get(&(g, c, s, w)).copied().unwrap_or(0.0));
    }
    for (_, c, s, ago, patients, groups) in facts.in_course() {
        add(c, s, -(ago as i64), patients, groups);
    }
    due
}

/// What there is of each activity at each site.
type BySite<T> = BTreeMap<(usize, usize), T>;

fn read_lessons(
    facts: &Facts,
    model: &Model,
    due: &BySite<BTreeMap<usize, f64>>,
    value: &dyn Fn(Col) -> f64,
    plan: &mut Plan,
) -> BySite<f64> {
    let service = facts.service;
    let mut put_off = BTreeMap::new();
    let pairs: BTreeSet<(usize, usize)> = model.columns.late.keys().map(|&(a, s, _)| (a, s)).collect();
    for (a, s) in pairs {
        let (mut carried_before, mut late_before) = (0.0, 0.0);
        for w in 0..facts.weeks {
            let due = due.get(&(a, s)).and_then(|d| d.get(&w)).copied().unwrap_or(0.0);
            let mut given = 0.0;
            for &k in &facts.clinics_of[a] {
                let slots = model.columns.given.get(&(k, a, s, w)).map_or(0.0, |&col| value(col));
                if slots > NOISE {
                    given += slots;
                    plan.bookings.push(Booking {
                        clinic: service.clinics.at(k).id.clone(),
                        activity: service.activities.at(a).id.clone(),
                        site: service.sites.at(s).id.clone(),
                        week: week(w),
                        slots,
                    });
                }
            }
            let outstanding = (due + carried_before + late_before - given).max(0.0);
            let carried = model.columns.carried.get(&(a, s, w)).map_or(0.0, |&col| value(col));
            let carried = carried.min(due).min(outstanding).max(0.0);
            let late = outstanding - carried;
            let classes = match service.activities.at(a).mode {
                Mode::OneToOne => 0,
                Mode::Group { .. } if facts.closed_activity[a] => (given - 1e-6).ceil().max(0.0) as u32,
                Mode::Group { max, .. } => (given / f64::from(max) - 1e-6).ceil().max(0.0) as u32,
            };
            if due > NOISE || given > NOISE || outstanding > NOISE {
                plan.lessons.push(Lessons {
                    activity: service.activities.at(a).id.clone(),
                    site: service.sites.at(s).id.clone(),
                    week: week(w),
                    due,
                    given,
                    carried,
                    late,
                    classes,
                });
                if w + 1 == facts.weeks {
                    put_off.insert((a, s), carried + late);
                }
            }
            (carried_before, late_before) = (carried, late);
        }
    }
    put_off
}

fn read_tail(
    facts: &Facts,
    model: &Model,
    (due, put_off): (&BySite<BTreeMap<usize, f64>>, &BySite<f64>),
    value: &dyn Fn(Col) -> f64,
    plan: &mut Plan,
) {
    for (&(a, s), by_week) in due {
        let (activity, site) = (&facts.service.activities.at(a).id, &facts.service.sites.at(s).id);
        let mut before = put_off.get(&(a, s)).copied().unwrap_or(0.0);
        let mut overdue = before;
        let ends = by_week.keys().next_back().map_or(0, |w| (w + 1).saturating_sub(facts.weeks));
        for weeks_after in 1..=ends.max(1) {
            let due = by_week.get(&(facts.weeks + weeks_after - 1)).copied().unwrap_or(0.0);
            let key = (a, s, weeks_after);
            let of = |columns: &BTreeMap<(usize, usize, usize), Col>| {
                columns.get(&key).map_or(0.0, |&col| value(col)).max(0.0)
            };
            let carried = of(&model.columns.carried_after).min(due);
            let excess = of(&model.columns.excess).min((due + before - carried).max(0.0));
            let owed = due + overdue;
            overdue = 0.0;
            before = if carried < NOISE { 0.0 } else { carried };
            let excess = if excess < NOISE { 0.0 } else { excess };
            if owed > NOISE || before > 0.0 || excess > 0.0 {
                let (activity, site) = (activity.clone(), site.clone());
                let weeks_after = weeks_after as u32;
                plan.tail.push(Tail { activity, site, weeks_after, owed, carried: before, excess });
            }
        }
    }
}

fn read_pattern(facts: &Facts, model: &Model, value: &dyn Fn(Col) -> f64, plan: &mut Plan) {
    for (&(i, block), &col) in &model.columns.session {
        if value(col) > 0.5 {
            plan.pattern.push(facts.pattern_session(i, block));
        }
    }
    plan.pattern.sort();
}

/// The pattern by date: who is there, whole teams only, with rooms. Of teams for which closed rooms leave no place,
/// those go first that the solution holds.
fn read_sessions(facts: &Facts, meetings: &[Occasion], (cancelled, alone): (&SeatWeeks, &SeatWeeks), plan: &mut Plan) {
    let service = facts.service;
    let mut blocked: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    for &(m, w, h) in meetings.iter().filter(|(m, ..)| service.meetings.at(*m).blocks_clinics) {
        let attendees = service.meetings.at(m).attendees.iter();
        blocked.extend(attendees.filter_map(|id| service.practitioners.position(id)).map(|p| (p, w, h)));
    }
    let seats = facts.seats_by_session();
    let is_among = |chosen: &SeatWeeks, session: &PatternSession, w: usize| {
        let seat = seats.get(&PatternSession { block: 0, ..session.clone() });
        seat.is_some_and(|&seat| chosen.contains(&(seat, w)))
    };
    let mut keeper = rooms::Keeper::new(facts);
    for w in 0..facts.weeks {
        let block = service.block_of(week(w));
        for h in 0..facts.half_days.len() {
            let date = facts.date(w, h);
            let mut members: BTreeMap<(usize, usize), Vec<&PatternSession>> = BTreeMap::new();
            for session in plan.pattern.iter().filter(|x| x.block == block && x.half_day == facts.half_days[h]) {
                let p = service.practitioners.position(&session.practitioner);
                let (s, k) = (facts.site(&session.site), service.clinics.position(&session.clinic));
                if let (Some(p), Some(k)) = (p, k)
                    && facts.free[p][h][w]
                    && facts.site_open[s][h][w]
                    && !blocked.contains(&(p, w, h))
                    && !is_among(alone, session, w)
                {
                    members.entry((s, k)).or_default().push(session);
                }
            }
            let mut teams = whole_teams(facts, &members);
            if !cancelled.is_empty() {
                teams.sort_by_key(|team| team.iter().any(|session| is_among(cancelled, session, w)));
            }
            for (team, room) in keeper.rooms(w, h, teams) {
                plan.sessions.extend(team.into_iter().map(|session| Session {
                    date,
                    week: week(w),
                    half_day: session.half_day.clone(),
                    practitioner: session.practitioner.clone(),
                    clinic: session.clinic.clone(),
                    site: session.site.clone(),
                    room: room.clone(),
                }));
            }
        }
    }
    plan.sessions.sort();
}

/// Whole teams of the members present, first come by id; members left over are left out.
pub(crate) fn whole_teams<'p>(
    facts: &Facts,
    members: &BTreeMap<(usize, usize), Vec<&'p PatternSession>>,
) -> Vec<Vec<&'p PatternSession>> {
    let service = facts.service;
    let mut teams = Vec::new();
    for (&(_, k), present) in members {
        let clinic = service.clinics.at(k);
        let positions = &clinic.team;
        let mut filled: Vec<Vec<&PatternSession>> = vec![Vec::new(); positions.len()];
        for session in present {
            if let Some(j) = service.position_of(&service.practitioners[&session.practitioner], clinic) {
                filled[j].push(session);
            }
        }
        for list in &mut filled {
            list.sort_by(|a, b| a.practitioner.cmp(&b.practitioner));
        }
        teams.extend(in_teams(positions, &filled));
    }
    teams
}

/// Whole teams of those who fill each position, in their order; who is left over is left out.
pub(crate) fn in_teams<T: Copy>(positions: &[Position], filled: &[Vec<T>]) -> Vec<Vec<T>> {
    let count = |position: &Position| position.count as usize;
    let whole = positions.iter().zip(filled).map(|(p, list)| list.len() / count(p)).min().unwrap_or(0);
    let team = |n: usize| {
        let of_position = |(p, list): (&Position, &Vec<T>)| list[n * count(p)..(n + 1) * count(p)].to_vec();
        positions.iter().zip(filled).flat_map(of_position).collect()
    };
    (0..whole).map(team).collect()
}

fn read_meetings(facts: &Facts, meetings: &[Occasion], plan: &mut Plan) {
    let running: BTreeMap<_, _> =
        plan.sessions.iter().map(|x| ((x.practitioner.clone(), x.date, x.half_day.clone()), x.site.clone())).collect();
    plan.meetings.extend(meetings.iter().map(|&(m, w, h)| {
        let (date, half_day) = (facts.date(w, h), &facts.half_days[h]);
        meeting_held(facts, (m, w, h), week(w), &|id| running.get(&(id.clone(), date, half_day.clone())))
    }));
    plan.meetings.sort_by(|a, b| (a.date, &a.half_day, &a.meeting).cmp(&(b.date, &b.half_day, &b.meeting)));
}

/// A meeting on a date, with who comes of those present; `at` tells where somebody runs a clinic then.
pub(crate) fn meeting_held<'s>(
    facts: &Facts,
    (m, w, h): Occasion,
    week: Week,
    at: &dyn Fn(&PractitionerId) -> Option<&'s SiteId>,
) -> MeetingHeld {
    let service = facts.service;
    let meeting = service.meetings.at(m);
    let (date, half_day) = (facts.date(w, h), &facts.half_days[h]);
    let present = |id: &&PractitionerId| service.is_present(&service.practitioners[*id], date, half_day);
    let elsewhere = |id: &PractitionerId| matches!((at(id), &meeting.site), (Some(at), Some(site)) if at != site);
    let (missing, attendees) = meeting.attendees.iter().filter(present).cloned().partition(elsewhere);
    MeetingHeld { date, week, half_day: half_day.clone(), meeting: meeting.id.clone(), attendees, missing }
}
