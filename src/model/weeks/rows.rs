//! A week's rota as rows.

use crate::base::ids::{PractitionerId, RoomId, SiteId};
use crate::model::Facts;
use crate::model::read_back::meeting_held;
use crate::model::weeks::lists::{Booked, ByKind};
use crate::model::weeks::read::Team;
use crate::model::weeks::{Question, WeekRota};
use crate::plan::rota::{Away, DatedHalfDay, Gap, Journey, ListRow, Need, Rota, Supervision, WhyAway, WhyGap};
use crate::plan::{PatternSession, Session};
use crate::service::{Mode, Recurrence, Service};
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of a week are made of.
pub struct Solved<'s> {
    /// The solution.
    pub rota: &'s WeekRota,
    /// The room of each session.
    pub rooms: &'s [Option<usize>],
    /// The appointments of each session.
    pub booked: &'s [Booked],
    /// What is still to be held.
    pub left: &'s ByKind,
    /// The plan's pattern for this week.
    pub pattern: &'s [PatternSession],
}

/// Adds a week to a rota.
pub fn add(question: &Question, solved: &Solved, rota: &mut Rota) {
    let facts = question.facts;
    let service = facts.service;
    let room_of = |t: usize| solved.rooms[t].map(|r| service.rooms.at(r).id.clone());
    for (t, team) in solved.rota.teams.iter().enumerate() {
        let Some(room) = room_of(t) else { continue };
        rota.sessions.extend(team.seats.iter().map(|&i| session(question, i, &room)));
    }
    for booked in solved.booked {
        let team = &solved.rota.teams[booked.team];
        let Some(room) = room_of(booked.team) else { continue };
        rota.lists.push(list_row(facts, team, booked, room, solved.booked));
    }
    let chosen: BTreeSet<usize> = solved.rota.teams.iter().flat_map(|team| team.seats.iter().copied()).collect();
    meetings(question, &chosen, rota);
    for &(m, h) in &solved.rota.supervisions {
        let meeting = service.meetings.at(m);
        rota.supervisions.push(Supervision {
            meeting: meeting.id.clone(),
            week: question.week,
            when: h.map(|h| dated(facts, h)),
            who: meeting.attendees.iter().cloned().collect(),
        });
    }
    journeys(facts, &chosen, rota);
    away(facts, rota);
    gaps(question, solved, &chosen, rota);
    for (&(a, s), kinds) in solved.left {
        for (&(course, first), &units) in kinds.iter().filter(|(_, units)| **units > 0) {
            rota.put_off.push(Need {
                activity: service.activities.at(a).id.clone(),
                site: service.sites.at(s).id.clone(),
                week: question.week,
                course: service.courses.at(course).id.clone(),
                first,
                units,
            });
        }
    }
}

fn dated(facts: &Facts, half_day: usize) -> DatedHalfDay {
    DatedHalfDay { date: facts.date(0, half_day), half_day: facts.half_days[half_day].clone() }
}

/// A seat's session with its date.
#[must_use]
pub fn session(question: &Question, seat: usize, room: &RoomId) -> Session {
    let facts = question.facts;
    let as_planned = facts.pattern_session(seat, 0);
    Session {
        date: facts.date(0, facts.seats[seat].half_day),
        week: question.week,
        half_day: as_planned.half_day,
        practitioner: as_planned.practitioner,
        clinic: as_planned.clinic,
        site: as_planned.site,
        room: room.clone(),
    }
}

fn list_row(facts: &Facts, team: &Team, booked: &Booked, room: RoomId, all: &[Booked]) -> ListRow {
    let service = facts.service;
    let activity = service.activities.at(booked.activity);
    let classes = match activity.mode {
        Mode::OneToOne => 0,
        Mode::Group { .. } if facts.closed_activity[booked.activity] => booked.units,
        Mode::Group { max, .. } => {
            let same = all.iter().filter(|b| (b.team, b.activity) == (booked.team, booked.activity));
            same.map(|b| b.units).sum::<u32>().div_ceil(max)
        }
    };
    ListRow {
        date: facts.date(0, team.half_day),
        half_day: facts.half_days[team.half_day].clone(),
        room,
        clinic: facts.clinic(team.clinic).id.clone(),
        activity: activity.id.clone(),
        course: service.courses.at(booked.kind.0).id.clone(),
        first: booked.kind.1,
        appointments: booked.units,
        classes,
    }
}

fn meetings(question: &Question, chosen: &BTreeSet<usize>, rota: &mut Rota) {
    let facts = question.facts;
    let service = facts.service;
    let running: BTreeMap<(&PractitionerId, usize), &SiteId> = chosen
        .iter()
        .map(|&i| {
            let seat = &facts.seats[i];
            ((&facts.practitioner(seat.practitioner).id, seat.half_day), &service.sites.at(seat.site).id)
        })
        .collect();
    for m in 0..service.meetings.len() {
        for (w, h) in facts.occurrences(m) {
            rota.meetings.push(meeting_held(facts, (m, w, h), question.week, &|id| running.get(&(id, h)).copied()));
        }
    }
}

fn journeys(facts: &Facts, chosen: &BTreeSet<usize>, rota: &mut Rota) {
    let service = facts.service;
    let mut days: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for &i in chosen {
        let seat = &facts.seats[i];
        days.entry(seat.practitioner).or_default().insert(seat.half_day, seat.site);
    }
    for (p, sessions) in days {
        let sessions: Vec<(usize, usize)> = sessions.into_iter().collect();
        for pair in sessions.windows(2) {
            let [(h, from), (next, to)] = *pair else { continue };
            if facts.half_days[h].day != facts.half_days[next].day || from == to {
                continue;
            }
            let (from, to) = (&service.sites.at(from).id, &service.sites.at(to).id);
            let minutes = service.travel.drive(from, to).map_or(0.0, |drive| drive.0);
            rota.journeys.push(Journey {
                date: facts.date(0, next),
                practitioner: facts.practitioner(p).id.clone(),
                before: facts.half_days[next].clone(),
                from: from.clone(),
                to: to.clone(),
                minutes,
                break_minutes: facts.minutes_between(h, next) - minutes,
            });
        }
    }
}

fn away(facts: &Facts, rota: &mut Rota) {
    let service = facts.service;
    for practitioner in &service.practitioners {
        for (h, half_day) in facts.half_days.iter().enumerate() {
            let date = facts.date(0, h);
            if !practitioner.available.contains(half_day)
                || !practitioner.is_employed(date)
                || service.is_present(practitioner, date, half_day)
            {
                continue;
            }
            let home = &service.sites[&practitioner.home_site];
            let shut = service.site_is_shut(home, date, half_day);
            let why = if shut { WhyAway::SiteShut } else { WhyAway::Leave };
            let half_day = half_day.clone();
            rota.away.push(Away { date, half_day, practitioner: practitioner.id.clone(), why });
        }
    }
}

fn gaps(question: &Question, solved: &Solved, chosen: &BTreeSet<usize>, rota: &mut Rota) {
    let facts = question.facts;
    let held: BTreeSet<PatternSession> = chosen.iter().map(|&i| facts.pattern_session(i, 0)).collect();
    let usual: BTreeSet<PatternSession> =
        solved.pattern.iter().map(|x| PatternSession { block: 0, ..x.clone() }).collect();
    // Who runs a clinic then and there who usually does not, for those that are missing, one each.
    let mut others: Vec<&PatternSession> = held.difference(&usual).collect();
    for session in usual.difference(&held) {
        let Some(h) = facts.half_day_number(&session.half_day) else { continue };
        let stands_in = |x: &&PatternSession| {
            (&x.half_day, &x.clinic, &x.site) == (&session.half_day, &session.clinic, &session.site)
        };
        let cover = others.iter().position(stands_in).map(|n| others.remove(n).practitioner.clone());
        rota.gaps.push(Gap {
            date: facts.date(0, h),
            why: why(facts, session, h, &held),
            covered_by: cover,
            usual: session.clone(),
        });
    }
}

fn why(facts: &Facts, session: &PatternSession, h: usize, held: &BTreeSet<PatternSession>) -> WhyGap {
    let service: &Service = facts.service;
    let who = &service.practitioners[&session.practitioner];
    let date = facts.date(0, h);
    let p = service.practitioners.position(&session.practitioner);
    if !service.is_present(who, date, &session.half_day) {
        WhyGap::Away
    } else if !service.site_is_open(&service.sites[&session.site], date, &session.half_day) {
        WhyGap::SiteClosed
    } else if p.is_some_and(|p| !facts.free[p][h][0]) {
        WhyGap::Meeting
    } else if held.iter().any(|x| x.practitioner == session.practitioner && x.half_day == session.half_day) {
        WhyGap::Moved
    } else {
        WhyGap::Released
    }
}

/// Meetings without a fixed time, by position, with every how many weeks.
pub fn floating(service: &Service) -> impl Iterator<Item = (usize, u32)> + '_ {
    service.meetings.iter().enumerate().filter_map(|(m, meeting)| match meeting.when {
        Recurrence::Floating { every } => Some((m, every)),
        _ => None,
    })
}
