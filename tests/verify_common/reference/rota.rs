//! Sessions, rooms and meetings, date by date.

use super::Reference;
use super::calendar::hd;
use chrono::{Datelike, NaiveDate};
use equipoise::base::calendar::{HalfDay, Week};
use equipoise::base::ids::*;
use equipoise::plan::{MeetingHeld, Plan, Session};
use equipoise::service::*;
use std::collections::{BTreeMap, BTreeSet};

/// A team at work.
pub struct TeamHeld {
    pub week: u32,
    pub date: NaiveDate,
    pub period: PeriodId,
    pub clinic: ClinicId,
    pub site: SiteId,
    pub room: RoomId,
    pub members: Vec<PractitionerId>,
}

impl Reference<'_> {
    pub fn heads(&self, clinic: &Clinic) -> Vec<Position> {
        clinic.team.clone()
    }

    pub fn can_fill(&self, person: &Practitioner, position: &Position, clinic: &Clinic) -> bool {
        let own = match &person.clinics {
            Some(clinics) => clinics.contains(&clinic.id),
            None => true,
        };
        own && position.roles.contains(&person.role) && position.skills.is_subset(&person.skills)
    }

    /// Meetings on in a half-day of a date.
    pub fn meetings_on(&self, plan: &Plan, date: NaiveDate, period: &PeriodId) -> Vec<&Meeting> {
        let week = (date - self.s.timetable.start).num_days() / 7;
        let mut on = Vec::new();
        for meeting in self.s.meetings.iter() {
            let its_time = match &meeting.when {
                Recurrence::Weekly { every, .. } => {
                    week % i64::from(*every) == 0
                        && plan.meeting_times.iter().any(|t| t.meeting == meeting.id && t.half_day == hd(date, period))
                }
                Recurrence::Monthly { half_day, nth } => {
                    // count such days from the first of the month
                    let mut count = 0;
                    for day in 1..=date.day() {
                        if date.with_day(day).unwrap().weekday() == date.weekday() {
                            count += 1;
                        }
                    }
                    *half_day == hd(date, period) && count == *nth
                }
                Recurrence::Once { date: when, periods } => *when == date && periods.contains(period),
                Recurrence::Floating { .. } => false,
            };
            let shut = match &meeting.site {
                Some(site) => self.shut(site, date, period),
                None => false,
            };
            let (first, last) = meeting.held;
            let early = matches!(first, Some(first) if date < first);
            let past = matches!(last, Some(last) if date > last);
            if its_time && !shut && !early && !past {
                on.push(meeting);
            }
        }
        on
    }

    fn free(&self, plan: &Plan, person: &Practitioner, date: NaiveDate, period: &PeriodId) -> bool {
        let taken = self
            .meetings_on(plan, date, period)
            .iter()
            .any(|meeting| meeting.blocks_clinics && meeting.attendees.contains(&person.id));
        self.present(person, date, period) && !taken
    }

    fn fits(&self, room: &Room, clinic: &Clinic) -> bool {
        for id in &clinic.activities {
            let activity = &self.s.activities[id];
            if !activity.room_kinds.contains(&room.kind) || !activity.room_features.is_subset(&room.features) {
                return false;
            }
            if let Mode::Group { max, .. } = activity.mode
                && room.places < max
            {
                return false;
            }
        }
        true
    }

    /// The pattern by date; each team gets the first room that fits and is free.
    pub fn sessions(&self, plan: &Plan) -> Vec<Session> {
        let mut sessions = self.sessions_with_rooms(plan);
        for need in self.s.activities.iter().filter_map(|a| a.on_site.as_ref()).collect::<Vec<_>>() {
            let all = sessions.clone();
            let mut left: BTreeMap<(NaiveDate, HalfDay, SiteId), usize> = BTreeMap::new();
            for s in all.iter().filter(|s: &&Session| need.is(&self.s.practitioners[&s.practitioner])) {
                *left.entry((s.date, s.half_day.clone(), s.site.clone())).or_default() += need.sessions_each as usize;
            }
            sessions.retain(|s| {
                let clinic = &self.s.clinics[&s.clinic];
                let asks = clinic.activities.iter().any(|id| self.s.activities[id].on_site.as_ref() == Some(need));
                if !asks || need.is(&self.s.practitioners[&s.practitioner]) {
                    return true;
                }
                let left = left.entry((s.date, s.half_day.clone(), s.site.clone())).or_default();
                let held = *left > 0;
                *left = left.saturating_sub(1);
                held
            });
        }
        sessions
    }

    fn sessions_with_rooms(&self, plan: &Plan) -> Vec<Session> {
        let mut sessions = Vec::new();
        for (week, date, period) in self.half_days() {
            let block = week / self.s.policy.pattern_weeks;
            let mut taken: BTreeSet<RoomId> = BTreeSet::new();
            for clinic in self.s.clinics.iter() {
                for site in self.s.sites.iter() {
                    if !self.open(&site.id, date, &period) {
                        continue;
                    }
                    let mut there: Vec<PractitionerId> = plan
                        .pattern
                        .iter()
                        .filter(|p| p.block == block && p.half_day == hd(date, &period))
                        .filter(|p| p.clinic == clinic.id && p.site == site.id)
                        .filter(|p| self.free(plan, &self.s.practitioners[&p.practitioner], date, &period))
                        .map(|p| p.practitioner.clone())
                        .collect();
                    there.sort();
                    while let Some(team) = self.next_team(clinic, &mut there) {
                        let room = self.s.rooms.iter().find(|r| {
                            r.site == site.id
                                && self.fits(r, clinic)
                                && self.room_open(r, date, &period)
                                && !taken.contains(&r.id)
                        });
                        // where closed rooms leave no place, the session is left out
                        let Some(room) = room else { continue };
                        taken.insert(room.id.clone());
                        for practitioner in team {
                            sessions.push(Session {
                                date,
                                week: Week(week),
                                half_day: hd(date, &period),
                                practitioner,
                                clinic: clinic.id.clone(),
                                site: site.id.clone(),
                                room: room.id.clone(),
                            });
                        }
                    }
                }
            }
        }
        sessions
    }

    /// Takes a whole team out of those there, the first by id; none if there is no whole team.
    pub fn next_team(&self, clinic: &Clinic, there: &mut Vec<PractitionerId>) -> Option<Vec<PractitionerId>> {
        let mut team: Vec<PractitionerId> = Vec::new();
        for position in self.heads(clinic) {
            for _ in 0..position.count {
                let next = there
                    .iter()
                    .find(|id| !team.contains(id) && self.can_fill(&self.s.practitioners[*id], &position, clinic))?;
                team.push(next.clone());
            }
        }
        there.retain(|id| !team.contains(id));
        Some(team)
    }

    pub fn meetings(&self, plan: &Plan) -> Vec<MeetingHeld> {
        let mut held = Vec::new();
        for (week, date, period) in self.half_days() {
            for meeting in self.meetings_on(plan, date, &period) {
                let (mut attendees, mut missing) = (Vec::new(), Vec::new());
                for id in &meeting.attendees {
                    if !self.present(&self.s.practitioners[id], date, &period) {
                        continue;
                    }
                    if self.runs_elsewhere(plan, meeting, id, date, &period) {
                        missing.push(id.clone());
                    } else {
                        attendees.push(id.clone());
                    }
                }
                let half_day = hd(date, &period);
                held.push(MeetingHeld {
                    date,
                    week: Week(week),
                    half_day,
                    meeting: meeting.id.clone(),
                    attendees,
                    missing,
                });
            }
        }
        held
    }

    fn runs_elsewhere(
        &self,
        plan: &Plan,
        meeting: &Meeting,
        who: &PractitionerId,
        date: NaiveDate,
        period: &PeriodId,
    ) -> bool {
        let Some(site) = &meeting.site else { return false };
        plan.sessions
            .iter()
            .any(|s| s.practitioner == *who && s.date == date && s.half_day.period == *period && s.site != *site)
    }

    /// The dated rows put together to teams, by room.
    pub fn teams(&self, plan: &Plan) -> Vec<TeamHeld> {
        let mut teams: Vec<TeamHeld> = Vec::new();
        for s in &plan.sessions {
            let same = |t: &&mut TeamHeld| {
                t.date == s.date && t.period == s.half_day.period && t.clinic == s.clinic && t.room == s.room
            };
            match teams.iter_mut().find(same) {
                Some(team) => team.members.push(s.practitioner.clone()),
                None => teams.push(TeamHeld {
                    week: s.week.0,
                    date: s.date,
                    period: s.half_day.period.clone(),
                    clinic: s.clinic.clone(),
                    site: s.site.clone(),
                    room: s.room.clone(),
                    members: vec![s.practitioner.clone()],
                }),
            }
        }
        teams
    }

    /// Minutes that patients can have of a session, when meetings take some.
    pub fn usable(&self, clinic: &Clinic, length: f64, meetings: f64) -> f64 {
        let mut left = length - clinic.overhead.0 - meetings;
        if left < 0.0 {
            left = 0.0;
        }
        // every sum of whole appointments that can be reached, one after the other
        let mut reached = vec![0.0];
        let mut most: f64 = 0.0;
        while let Some(used) = reached.pop() {
            most = most.max(used);
            for id in &clinic.activities {
                let more: f64 = used + self.s.activities[id].minutes.0;
                if more <= left {
                    reached.push(more);
                }
            }
        }
        most
    }

    /// What absence leaves of a session's minutes.
    pub fn presence(&self, clinic: &Clinic, one: &PractitionerId) -> f64 {
        if clinic.activities.iter().any(|a| self.is_closed(a)) {
            return 1.0;
        }
        let heads = self.heads(clinic);
        if heads.len() == 1 && heads[0].count == 1 {
            return 1.0 - self.s.practitioners[one].absence.get();
        }
        let mut presence = 1.0;
        for position in &heads {
            let mut worst: f64 = 0.0;
            for person in self.s.practitioners.iter() {
                if self.can_fill(person, position, clinic) {
                    worst = worst.max(person.absence.get());
                }
            }
            for _ in 0..position.count {
                presence *= 1.0 - worst;
            }
        }
        presence
    }

    /// Usable and offered minutes of a team.
    pub fn minutes(&self, plan: &Plan, team: &TeamHeld) -> (f64, f64) {
        let mut most_lost: f64 = 0.0;
        for member in &team.members {
            let mut lost = self.s.practitioners[member].unbooked.0;
            for held in plan.meetings.iter().filter(|m| m.date == team.date && m.half_day.period == team.period) {
                if held.attendees.contains(member) {
                    lost += self.s.meetings[&held.meeting].minutes.0;
                }
            }
            most_lost = most_lost.max(lost);
        }
        let clinic = &self.s.clinics[&team.clinic];
        let usable = self.usable(clinic, self.length(&team.period), most_lost);
        (usable, usable * self.presence(clinic, &team.members[0]))
    }
}
