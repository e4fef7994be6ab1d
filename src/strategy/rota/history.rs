//! What one week hands on to the next.

use crate::base::calendar::Week;
use crate::base::ids::{MeetingId, PractitionerId, RoomId};
use crate::model::Facts;
use crate::model::weeks::{Ledger, WeekRota};
use crate::plan::rota::{Need, Rota};
use crate::plan::{PatternSession, Session};
use std::collections::{BTreeMap, BTreeSet};

/// What came before the first week.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct History {
    /// Sessions above a fair share: (practitioner, burden).
    balance: BTreeMap<(PractitionerId, String), f64>,
    /// Last week's sessions, as a pattern.
    pub(super) last: BTreeSet<PatternSession>,
    /// Their rooms.
    pub(super) rooms: BTreeMap<PatternSession, RoomId>,
    /// Appointments put off: as they stand in needs.
    pub(super) put_off: Vec<Need>,
    /// Supervisions held, by meeting: in which weeks.
    pub(super) supervised: BTreeSet<(MeetingId, Week)>,
}

impl History {
    /// What a rota has left when a week begins.
    pub fn of(rota: &Rota, week: Week) -> Self {
        let mut history = Self::default();
        let Some(last) = rota.weeks.iter().map(|w| w.week).filter(|w| *w < week).max() else {
            // the week is among its first: what came before it is what it began with
            history.put_off.clone_from(&rota.brought);
            return history;
        };
        for row in rota.balance_after(last) {
            history.balance.insert((row.practitioner.clone(), row.burden.clone()), row.balance);
        }
        let next = last.0 + 1 == week.0;
        for session in rota.sessions.iter().filter(|x| x.week < week) {
            history.rooms.insert(as_pattern(session), session.room.clone());
            if next && session.week == last {
                history.last.insert(as_pattern(session));
            }
        }
        if next {
            let left = rota.put_off.iter().filter(|row| row.week == last);
            history.put_off = left.map(|row| Need { week, ..row.clone() }).collect();
        }
        for held in rota.supervisions.iter().filter(|s| s.week < week && s.when.is_some()) {
            history.supervised.insert((held.meeting.clone(), held.week));
        }
        history
    }

    /// Burdens so far, by position.
    pub(super) fn ledger(&self, facts: &Facts) -> Ledger {
        let mut ledger = Ledger::even(facts);
        let service = facts.service;
        for ((practitioner, burden), &sessions) in &self.balance {
            let b = service.policy.rota.burdens.iter().position(|b| b.id == *burden);
            if let (Some(b), Some(p)) = (b, service.practitioners.position(practitioner)) {
                ledger.0[b][p] = sessions;
            }
        }
        ledger
    }

    /// Hands on what a week was.
    pub(super) fn remember(&mut self, facts: &Facts, week: Week, found: &WeekRota, rooms: &[Option<usize>]) {
        self.last.clear();
        for (team, room) in found.teams.iter().zip(rooms) {
            for &seat in &team.seats {
                let session = facts.pattern_session(seat, 0);
                if let Some(room) = room {
                    self.rooms.insert(session.clone(), facts.service.rooms.at(*room).id.clone());
                }
                self.last.insert(session);
            }
        }
        for &(meeting, half_day) in &found.supervisions {
            if half_day.is_some() {
                self.supervised.insert((facts.service.meetings.at(meeting).id.clone(), week));
            }
        }
    }
}

/// A dated session as one of a pattern.
pub(super) fn as_pattern(session: &Session) -> PatternSession {
    PatternSession {
        block: 0,
        practitioner: session.practitioner.clone(),
        half_day: session.half_day.clone(),
        clinic: session.clinic.clone(),
        site: session.site.clone(),
    }
}
