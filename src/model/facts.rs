//! What the formulation's rules read: the service's facts by position, presence by week, cadences by calendar week.
//!
//! Positions (`usize`) stand for rows of the service's tables; half-days are numbered as `Service::half_days` lists
//! them. `docs/arithmetic.md` defines every figure here.

use crate::base::calendar::{Day, HalfDay, Week};
use crate::base::ids::{CourseId, SiteId};
use crate::model::appointments::{activities, lengths, most_taken};
use crate::model::figures::unit::{is_closed_class, places, unit_minutes};
use crate::plan::PatternSession;
use crate::service::{
    Activity, Clinic, Course, Meeting, Missed, Practitioner, Recurrence, Room, Seen, Service, Stream, Which,
};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// A course offered to a stream's patients at one site.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Position of the stream.
    pub stream: usize,
    /// Position of the course.
    pub course: usize,
    /// Position of the site.
    pub site: usize,
}

/// A session that somebody could run: one candidate of the rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Position of the practitioner.
    pub practitioner: usize,
    /// Position of the clinic kind.
    pub clinic: usize,
    /// Which position of the clinic's team they fill.
    pub position: usize,
    /// Position of the site.
    pub site: usize,
    /// Number of the half-day.
    pub half_day: usize,
}

/// Clinics that share activities, directly or through others.
#[derive(Debug, Clone)]
pub struct Family {
    /// Positions of the clinics.
    pub clinics: Vec<usize>,
    /// Positions of the activities.
    pub activities: Vec<usize>,
}

/// How many units of an activity a patient (or group) is due in a week of the course.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Position of the activity.
    pub activity: usize,
    /// Week of the course.
    pub week: usize,
    /// Units due: per patient, or per group for a closed group's classes.
    pub units: f64,
    /// Whether the units are per group.
    pub per_group: bool,
}

/// The facts that the rules read.
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// Weeks of the horizon.
    pub weeks: usize,
    /// Half-days of the week.
    pub half_days: Vec<HalfDay>,
    /// Minutes of each half-day.
    minutes: Vec<f64>,
    /// Whether a site is open at all in a week: `[site][week]`.
    pub open_week: Vec<Vec<bool>>,
    /// Calendar weeks that are cadence weeks at a site, ascending, well beyond the horizon: `[site]`.
    pub cadence: Vec<Vec<usize>>,
    /// All offers.
    pub offers: Vec<Offer>,
    /// Visits of each course: `[course]`.
    pub visits: Vec<Vec<Visit>>,
    /// Units are classes: activities of closed groups.
    pub closed_activity: Vec<bool>,
    /// Minutes of a unit of an activity.
    pub unit_minutes: Vec<f64>,
    /// Patients' places in a unit of an activity: more than one in a class of a closed group.
    pub places: Vec<f64>,
    /// Clinics that hold an activity: `[activity]`.
    pub clinics_of: Vec<Vec<usize>>,
    /// The lengths of a clinic's appointments, longest first: `[clinic]`.
    pub lengths_of: Vec<Vec<f64>>,
    /// Who can fill which position of a clinic's team, in order: `[clinic]`, practitioners and positions.
    eligible: Vec<Vec<(usize, usize)>>,
    /// Families of clinics.
    pub families: Vec<Family>,
    /// Candidates of the rota.
    pub seats: Vec<Seat>,
    /// Their positions: (clinic, site, half-day).
    pub seats_at: BTreeMap<(usize, usize, usize), Vec<usize>>,
    /// Positions of the seats at a site in a half-day: (site, half-day).
    seats_in: BTreeMap<(usize, usize), Vec<usize>>,
    /// Positions of a practitioner's seats: `[practitioner]`.
    pub seats_of: Vec<Vec<usize>>,
    /// Positions of a site's rooms: `[site]`.
    pub rooms_at: Vec<Vec<usize>>,
    /// Whether a practitioner is present and not taken by a blocking meeting (one whose half-day is undecided takes
    /// nobody here): `[practitioner][half-day][week]`.
    pub free: Vec<Vec<Vec<bool>>>,
    /// Whether a site is open: `[site][half-day][week]`.
    pub site_open: Vec<Vec<Vec<bool>>>,
    /// Meetings (not blocking) by the half-day and week in which they are held: `[half-day][week]`, positions.
    pub held: Vec<Vec<Vec<usize>>>,
    /// Meetings, blocking or not, whose half-day the model decides, by the half-days and weeks in which they may be
    /// held: `[half-day][week]`, positions.
    pub undecided: Vec<Vec<Vec<usize>>>,
    /// Half-days that each weekly meeting may keep: `[meeting]`.
    pub meeting_half_days: Vec<Vec<usize>>,
}

impl<'a> Facts<'a> {
    /// Gathers the facts of a service.
    #[must_use]
    pub fn new(service: &'a Service) -> Self {
        let weeks = service.timetable.weeks as usize;
        let half_days: Vec<HalfDay> = service.half_days().collect();
        let minutes = half_days.iter().map(|h| service.timetable.period(&h.period).minutes.0).collect();
        let mut facts = Self {
            service,
            weeks,
            half_days,
            minutes,
            open_week: Vec::new(),
            cadence: Vec::new(),
            offers: Vec::new(),
            visits: Vec::new(),
            closed_activity: service.activities.iter().map(|a| is_closed_class(service, a)).collect(),
            unit_minutes: Vec::new(),
            places: service.activities.iter().map(|a| places(service, a)).collect(),
            clinics_of: Vec::new(),
            lengths_of: Vec::new(),
            eligible: Vec::new(),
            families: Vec::new(),
            seats: Vec::new(),
            seats_at: BTreeMap::new(),
            seats_in: BTreeMap::new(),
            seats_of: Vec::new(),
            rooms_at: Vec::new(),
            free: Vec::new(),
            site_open: Vec::new(),
            held: Vec::new(),
            undecided: Vec::new(),
            meeting_half_days: Vec::new(),
        };
        facts.gather_calendar();
        facts.gather_care();
        facts.gather_meetings();
        facts.gather_presence();
        facts.gather_seats();
        facts
    }

    /// The number of a half-day.
    #[must_use]
    pub fn half_day_number(&self, half_day: &HalfDay) -> Option<usize> {
        self.half_days.iter().position(|h| h == half_day)
    }

    /// Minutes between the end of a half-day and the beginning of a later one of the same day.
    #[must_use]
    pub fn minutes_between(&self, half_day: usize, later: usize) -> f64 {
        let period = |h: usize| self.service.timetable.period(&self.half_days[h].period);
        let (first, next) = (period(half_day), period(later));
        (next.start - first.start).num_seconds() as f64 / 60.0 - first.minutes.0
    }

    /// The seats by the session that each is, whatever the block: as one of block 0.
    #[must_use]
    pub fn seats_by_session(&self) -> BTreeMap<PatternSession, usize> {
        (0..self.seats.len()).map(|seat| (self.pattern_session(seat, 0), seat)).collect()
    }

    /// The seats at a site in a half-day, in order.
    #[must_use]
    pub fn seats_here(&self, site: usize, half_day: usize) -> &[usize] {
        self.seats_in.get(&(site, half_day)).map_or(&[], Vec::as_slice)
    }

    /// Clinics that somebody could run at a site in a half-day, with their seats there.
    pub fn clinics_at(&self, site: usize, half_day: usize) -> impl Iterator<Item = (usize, &Vec<usize>)> {
        let clinics = 0..self.service.clinics.len();
        clinics.filter_map(move |k| Some((k, self.seats_at.get(&(k, site, half_day))?)))
    }

    /// The date of a half-day in a week.
    #[must_use]
    pub fn date(&self, week: usize, half_day: usize) -> NaiveDate {
        Week(week as u32).date(self.service.timetable.start, self.half_days[half_day].day)
    }

    fn gather_calendar(&mut self) {
        let longest = self.service.courses.iter().map(Course::span_weeks).max().unwrap_or(1) as usize;
        for site in &self.service.sites {
            let open: Vec<Vec<bool>> = (0..self.half_days.len())
                .map(|h| {
                    (0..self.weeks)
                        .map(|w| self.service.site_is_open(site, self.date(w, h), &self.half_days[h]))
                        .collect()
                })
                .collect();
            let open_week: Vec<bool> = (0..self.weeks).map(|w| open.iter().any(|h| h[w])).collect();
            let mut cadence: Vec<usize> = (0..self.weeks).filter(|&w| open_week[w]).collect();
            cadence.extend(self.weeks..self.weeks + longest + 1);
            self.site_open.push(open);
            self.open_week.push(open_week);
            self.cadence.push(cadence);
        }
    }

    fn gather_care(&mut self) {
        let service = self.service;
        self.unit_minutes = service.activities.iter().map(|a| unit_minutes(service, a).0).collect();
        self.clinics_of = service
            .activities
            .iter()
            .map(|a| {
                let holds = |c: &&Clinic| c.activities.contains(&a.id);
                service.clinics.iter().filter(holds).filter_map(|c| service.clinics.position(&c.id)).collect()
            })
            .collect();
        self.lengths_of =
            (0..service.clinics.len()).map(|k| lengths(self, &activities(self, k).collect::<Vec<_>>())).collect();
        self.eligible = service.clinics.iter().map(|clinic| eligible(service, clinic)).collect();
        self.families = families(service);
        self.visits = service.courses.iter().map(|c| self.visits_of(c)).collect();
        for (g, stream) in service.streams.iter().enumerate() {
            for option in &stream.options {
                for site in stream.site_shares.keys() {
                    self.offers.push(Offer { stream: g, course: self.course(&option.course), site: self.site(site) });
                }
            }
        }
    }

    fn visits_of(&self, course: &Course) -> Vec<Visit> {
        let mut visits: BTreeMap<(usize, usize), Visit> = BTreeMap::new();
        for of in course.visits() {
            let week = of.week;
            let activity = self.service.activities.position(of.activity).unwrap_or(0);
            let per_group = self.closed_activity[activity];
            let units = if per_group {
                1.0
            } else {
                of.share * course.attending(of.number) * swell(&self.service.activities[of.activity])
            };
            let visit = visits.entry((activity, week)).or_insert(Visit { activity, week, units: 0.0, per_group });
            visit.units += units;
        }
        visits.into_values().collect()
    }

    /// The first visit of a course: its activity, its week of the course, and its units a patient (or group).
    #[must_use]
    pub fn first_visit(&self, course: usize) -> Option<Visit> {
        let visits = self.service.courses.at(course).visits();
        let first = visits.first()?;
        let activity = self.service.activities.position(first.activity)?;
        let per_group = self.closed_activity[activity];
        let units = if per_group { 1.0 } else { swell(&self.service.activities[first.activity]) };
        Some(Visit { activity, week: first.week, units, per_group })
    }

    fn gather_meetings(&mut self) {
        let service = self.service;
        self.meeting_half_days = service.meetings.iter().map(|m| self.half_days_allowed(m)).collect();
        self.held = vec![vec![Vec::new(); self.weeks]; self.half_days.len()];
        self.undecided = self.held.clone();
        for (m, meeting) in service.meetings.iter().enumerate() {
            for (w, h) in self.occurrences(m) {
                if self.is_undecided(m) {
                    self.undecided[h][w].push(m);
                } else if !meeting.blocks_clinics {
                    self.held[h][w].push(m);
                }
            }
        }
    }

    fn half_days_allowed(&self, meeting: &Meeting) -> Vec<usize> {
        let Recurrence::Weekly { half_days, .. } = &meeting.when else {
            return Vec::new();
        };
        half_days.iter().filter_map(|allowed| self.half_day_number(allowed)).collect()
    }

    /// Whether a meeting has several half-days to choose from: which it keeps is decided by the model.
    #[must_use]
    pub fn is_undecided(&self, meeting: usize) -> bool {
        self.meeting_half_days[meeting].len() > 1
    }

    /// When a meeting is held, or may be if its half-day is undecided: weeks and half-days between its first and last day,
    /// those on which its site is shut left out.
    #[must_use]
    pub fn occurrences(&self, meeting: usize) -> Vec<(usize, usize)> {
        let m = self.service.meetings.at(meeting);
        let mut times = Vec::new();
        match &m.when {
            Recurrence::Weekly { every, .. } => {
                for &h in &self.meeting_half_days[meeting] {
                    times.extend((0..self.weeks).step_by(*every as usize).map(|w| (w, h)));
                }
            }
            Recurrence::Monthly { half_day, nth } => {
                if let Some(h) = self.half_day_number(half_day) {
                    let is_nth = |w: &usize| (self.date(*w, h).day() - 1) / 7 + 1 == *nth;
                    times.extend((0..self.weeks).filter(is_nth).map(|w| (w, h)));
                }
            }
            Recurrence::Once { date, periods } => {
                let days = (*date - self.service.timetable.start).num_days();
                if days >= 0 && (days as usize) < self.weeks * 7 {
                    let day = Day::of(*date);
                    for (h, half_day) in self.half_days.iter().enumerate() {
                        if half_day.day == day && periods.contains(&half_day.period) {
                            times.push((days as usize / 7, h));
                        }
                    }
                }
            }
            Recurrence::Floating { .. } => {}
        }
        times.retain(|&(w, h)| m.is_on(self.date(w, h)));
        if let Some(site) = &m.site {
            let site = &self.service.sites[site];
            times.retain(|&(w, h)| !self.service.site_is_shut(site, self.date(w, h), &self.half_days[h]));
        }
        times
    }

    fn gather_presence(&mut self) {
        let service = self.service;
        self.free = service
            .practitioners
            .iter()
            .map(|p| {
                (0..self.half_days.len())
                    .map(|h| {
                        (0..self.weeks).map(|w| service.is_present(p, self.date(w, h), &self.half_days[h])).collect()
                    })
                    .collect()
            })
            .collect();
        for (m, meeting) in service.meetings.iter().enumerate() {
            if !meeting.blocks_clinics || self.is_undecided(m) {
                continue;
            }
            for (w, h) in self.occurrences(m) {
                for p in &meeting.attendees {
                    if let Some(p) = service.practitioners.position(p) {
                        self.free[p][h][w] = false;
                    }
                }
            }
        }
    }

    fn gather_seats(&mut self) {
        let service = self.service;
        self.seats_of = vec![Vec::new(); service.practitioners.len()];
        self.rooms_at = vec![Vec::new(); service.sites.len()];
        for (r, room) in service.rooms.iter().enumerate() {
            if let Some(site) = service.sites.position(&room.site) {
                self.rooms_at[site].push(r);
            }
        }
        for (p, practitioner) in service.practitioners.iter().enumerate() {
            if clinical_allowance(service, practitioner) < 1.0 {
                continue;
            }
            for (k, clinic) in service.clinics.iter().enumerate() {
                let Some(position) = service.position_of(practitioner, clinic) else { continue };
                for site in practitioner.sites.intersection(&clinic.sites) {
                    let s = self.site(site);
                    for (h, half_day) in self.half_days.iter().enumerate() {
                        let mut rooms = self.rooms_at[s].iter().map(|&r| service.rooms.at(r));
                        let room = rooms.any(|r| r.open.contains(half_day) && service.room_fits(r, clinic));
                        let ever = (0..self.weeks).any(|w| self.free[p][h][w] && self.site_open[s][h][w]);
                        if room && ever {
                            self.seats_at.entry((k, s, h)).or_default().push(self.seats.len());
                            self.seats_in.entry((s, h)).or_default().push(self.seats.len());
                            self.seats_of[p].push(self.seats.len());
                            self.seats.push(Seat { practitioner: p, clinic: k, position, site: s, half_day: h });
                        }
                    }
                }
            }
        }
    }

    /// Position of a site.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> usize {
        self.service.sites.position(id).unwrap_or(usize::MAX)
    }

    /// Position of a course.
    #[must_use]
    pub fn course(&self, id: &CourseId) -> usize {
        self.service.courses.position(id).unwrap_or(usize::MAX)
    }

    /// A practitioner by position.
    #[must_use]
    pub fn practitioner(&self, position: usize) -> &'a Practitioner {
        self.service.practitioners.at(position)
    }

    /// A clinic by position.
    #[must_use]
    pub fn clinic(&self, position: usize) -> &'a Clinic {
        self.service.clinics.at(position)
    }

    /// A seat as names have it.
    #[must_use]
    pub fn seat_name(&self, seat: usize) -> String {
        let seat = &self.seats[seat];
        let (who, clinic) = (&self.practitioner(seat.practitioner).id, &self.clinic(seat.clinic).id);
        let half_day = &self.half_days[seat.half_day];
        let site = &self.service.sites.at(seat.site).id;
        format!("{who} {clinic} {site} {} {}", half_day.day.as_str(), half_day.period)
    }

    /// A seat in a block as the plan writes it.
    #[must_use]
    pub fn pattern_session(&self, seat: usize, block: usize) -> PatternSession {
        let seat = &self.seats[seat];
        PatternSession {
            block: block as u32,
            practitioner: self.practitioner(seat.practitioner).id.clone(),
            half_day: self.half_days[seat.half_day].clone(),
            clinic: self.clinic(seat.clinic).id.clone(),
            site: self.service.sites.at(seat.site).id.clone(),
        }
    }

    /// Whether a clinic's team is more than one person.
    #[must_use]
    pub fn is_team(&self, clinic: usize) -> bool {
        let team = &self.clinic(clinic).team;
        team.len() > 1 || team[0].count > 1
    }

    /// How many of the first position of a clinic's team share a room.
    #[must_use]
    pub fn people_a_room(&self, clinic: usize) -> f64 {
        f64::from(self.clinic(clinic).team[0].count)
    }

    /// Whether a clinic holds the classes of closed groups: no absence allowance.
    #[must_use]
    pub fn is_closed_clinic(&self, clinic: usize) -> bool {
        let first = &self.clinic(clinic).activities[0];
        self.service.activities.position(first).is_some_and(|a| self.closed_activity[a])
    }

    /// Whether a seat's practitioner is there in a week of its half-day and the site is open.
    #[must_use]
    pub fn is_held(&self, seat: &Seat, week: usize) -> bool {
        self.free[seat.practitioner][seat.half_day][week] && self.site_open[seat.site][seat.half_day][week]
    }

    /// Minutes that a practitioner's session at a site loses to meetings whose half-day is known.
    #[must_use]
    pub fn meeting_minutes(&self, practitioner: usize, site: usize, half_day: usize, week: usize) -> f64 {
        self.held[half_day][week]
            .iter()
            .filter(|&&m| self.attends(m, practitioner, site))
            .map(|&m| self.service.meetings.at(m).minutes.0)
            .sum()
    }

    /// Minutes of a practitioner's session at a site that no patient can have: those to meetings whose half-day is known,
    /// and those into which nobody is booked.
    #[must_use]
    pub fn minutes_off(&self, practitioner: usize, site: usize, half_day: usize, week: usize) -> f64 {
        self.meeting_minutes(practitioner, site, half_day, week) + self.practitioner(practitioner).unbooked.0
    }

    /// The most minutes of a clinic's session into which nobody is booked, whoever runs it.
    #[must_use]
    pub fn most_unbooked(&self, clinic: usize) -> f64 {
        self.unbooked(clinic).into_iter().fold(0.0, f64::max)
    }

    /// Minutes of a clinic's session into which nobody is booked, by who could run it.
    #[must_use]
    pub fn unbooked(&self, clinic: usize) -> Vec<f64> {
        let mut minutes: Vec<f64> =
            self.eligible[clinic].iter().map(|&(p, _)| self.practitioner(p).unbooked.0).collect();
        minutes.sort_by(f64::total_cmp);
        minutes.dedup();
        minutes
    }

    /// Meetings whose half-day is undecided that a practitioner's session at a site may lose minutes to.
    #[must_use]
    pub fn undecided_meetings(&self, practitioner: usize, site: usize, half_day: usize, week: usize) -> Vec<usize> {
        let takes_minutes =
            |&m: &usize| !self.service.meetings.at(m).blocks_clinics && self.attends(m, practitioner, site);
        self.undecided[half_day][week].iter().copied().filter(takes_minutes).collect()
    }

    /// Whether a practitioner who works at a site attends a meeting in that half-day: invited, and at its site if it
    /// has one.
    fn attends(&self, meeting: usize, practitioner: usize, site: usize) -> bool {
        let meeting = self.service.meetings.at(meeting);
        meeting.attendees.contains(&self.practitioner(practitioner).id)
            && meeting.site.as_ref().is_none_or(|at| self.site(at) == site)
    }

    /// Whether a meeting takes a practitioner out of their clinics while it is held.
    #[must_use]
    pub fn takes(&self, meeting: usize, practitioner: usize) -> bool {
        let meeting = self.service.meetings.at(meeting);
        meeting.blocks_clinics && meeting.attendees.contains(&self.practitioner(practitioner).id)
    }

    /// The weeks of a block.
    #[must_use]
    pub fn weeks_of(&self, block: usize) -> std::ops::Range<usize> {
        self.service.weeks_of(block as u32)
    }

    /// The block of a week.
    #[must_use]
    pub fn block_of(&self, week: usize) -> usize {
        week / self.service.policy.pattern_weeks as usize
    }

    /// Usable minutes of a session of a clinic in a half-day that loses some to meetings: the most that whole appointments
    /// of its lengths take.
    #[must_use]
    pub fn usable_minutes(&self, clinic: usize, half_day: usize, meetings: f64) -> f64 {
        most_taken(&self.lengths_of[clinic], self.open_minutes(clinic, half_day, meetings))
    }

    /// Minutes of a session of a clinic in a half-day beside its overhead, when it loses some to meetings.
    #[must_use]
    pub fn open_minutes(&self, clinic: usize, half_day: usize, meetings: f64) -> f64 {
        (self.minutes[half_day] - self.clinic(clinic).overhead.0 - meetings).max(0.0)
    }

    /// Share of a clinic's sessions that absence without dates leaves, for a one-person clinic run by a practitioner.
    #[must_use]
    pub fn attendance(&self, clinic: usize, practitioner: usize) -> f64 {
        if self.is_closed_clinic(clinic) { 1.0 } else { self.practitioner(practitioner).absence.complement().get() }
    }

    /// Share of a team clinic's sessions that absence without dates leaves.
    #[must_use]
    pub fn team_attendance(&self, clinic: usize) -> f64 {
        if self.is_closed_clinic(clinic) {
            return 1.0;
        }
        self.clinic(clinic)
            .team
            .iter()
            .enumerate()
            .map(|(j, position)| {
                let of_position = self.eligible[clinic].iter().filter(|(_, at)| *at == j);
                let worst = of_position.map(|&(p, _)| self.practitioner(p).absence.get()).fold(0.0, f64::max);
                (1.0 - worst).powi(position.count as i32)
            })
            .product()
    }

    /// What eligible members of a team clinic could lose, one by one: minutes to meetings whose half-day is known and
    /// minutes that nobody is booked into; and the undecided meetings.
    #[must_use]
    pub fn team_meetings(&self, clinic: usize, site: usize, half_day: usize, week: usize) -> Vec<(f64, Vec<usize>)> {
        let seats = self.seats_at.get(&(clinic, site, half_day)).map_or(&[][..], Vec::as_slice);
        seats
            .iter()
            .map(|&i| {
                let practitioner = self.seats[i].practitioner;
                let undecided = self.undecided_meetings(practitioner, site, half_day, week);
                (self.minutes_off(practitioner, site, half_day, week), undecided)
            })
            .collect()
    }

    /// Minutes of a half-day that meetings of known half-day take of a practitioner, wherever they work then.
    #[must_use]
    pub fn meetings_of(&self, practitioner: usize, half_day: usize) -> f64 {
        let id = &self.practitioner(practitioner).id;
        let meetings = self.held[half_day][0].iter().map(|&m| self.service.meetings.at(m));
        meetings.filter(|m| m.attendees.contains(id)).map(|m| m.minutes.0).sum()
    }

    /// A seat's session in a week as pins and preferences see it.
    #[must_use]
    pub fn seen(&self, seat: &Seat, week: usize) -> Seen<'_> {
        Seen {
            practitioner: &self.practitioner(seat.practitioner).id,
            clinic: &self.clinic(seat.clinic).id,
            site: &self.service.sites.at(seat.site).id,
            date: self.date(week, seat.half_day),
            half_day: &self.half_days[seat.half_day],
        }
    }

    /// Whether a seat's session is a burden, by its place in the policy.
    #[must_use]
    pub fn is_burden(&self, burden: usize, seat: &Seat) -> bool {
        let seen = self.seen(seat, 0);
        self.service.policy.rota.burdens[burden].is_on(self.service, seen.practitioner, seen.site, seen.half_day)
    }

    /// Whether some room that fits a seat's session is among those that are meant.
    #[must_use]
    pub fn fitting_room(&self, seat: &Seat, which: &Which) -> bool {
        let (site, clinic) = (&self.service.sites.at(seat.site).id, self.clinic(seat.clinic));
        let fits =
            |room: &Room| room.site == *site && which.fits_room(&room.id) && self.service.room_fits(room, clinic);
        which.rooms.is_none() || self.service.rooms.iter().any(fits)
    }

    /// Minutes of those of some meetings that are among `met`.
    #[must_use]
    pub fn minutes_of(&self, meetings: &[usize], met: &[usize]) -> f64 {
        meetings.iter().filter(|m| met.contains(m)).map(|&m| self.service.meetings.at(m).minutes.0).sum()
    }

    /// Most units of an activity that one session of any clinic holding it takes.
    #[must_use]
    pub fn units_a_session(&self, activity: usize) -> f64 {
        let longest = self.service.timetable.periods.iter().map(|p| p.minutes.0).fold(0.0, f64::max);
        let minutes = self.service.activities.at(activity).minutes.0;
        self.clinics_of[activity]
            .iter()
            .map(|&k| {
                let usable = (longest - self.clinic(k).overhead.0).max(0.0);
                let appointments = (usable / minutes + 1e-9).floor();
                appointments * minutes / self.unit_minutes[activity]
            })
            .fold(0.0, f64::max)
    }

    /// Patients (or groups) who started before the horizon, by offer: the stream, course, site, weeks ago, patients at
    /// the site, groups.
    pub fn in_course(&self) -> impl Iterator<Item = (usize, usize, usize, usize, f64, f64)> + '_ {
        self.service.streams.iter().enumerate().flat_map(move |(g, stream)| {
            stream.in_course.iter().flat_map(move |cohort| {
                let c = self.course(&cohort.course);
                let closed = self.service.courses[&cohort.course].closed_group;
                stream.site_shares.iter().map(move |(site, share)| {
                    let patients = cohort.patients.0 * share.get();
                    let groups = closed.map_or(0.0, |group| (patients / f64::from(group.max)).round());
                    (g, c, self.site(site), cohort.weeks_ago as usize, patients, groups)
                })
            })
        })
    }

    /// Sessions of the tail: whether a practitioner's contract runs on the Monday of the t-th week after the horizon.
    #[must_use]
    pub fn employed_after(&self, practitioner: usize, weeks_after: usize) -> bool {
        let monday = Week((self.weeks + weeks_after - 1) as u32).monday(self.service.timetable.start);
        self.practitioner(practitioner).is_employed(monday)
    }

    /// Share of the last pattern's capacity that may be promised in the t-th week after the horizon.
    #[must_use]
    pub fn tail_share(&self, weeks_after: usize) -> f64 {
        (1.0 - (weeks_after as f64 - 1.0) / f64::from(self.service.policy.tail_weeks)).max(0.0)
    }

    /// Most patients that a stream can start within the horizon: its list, its referrals, and what others could send.
    #[must_use]
    pub fn most_starts(&self) -> Vec<f64> {
        let streams = &self.service.streams;
        let known = |g: &Stream| g.list().0 + g.referrals.iter().map(|r| r.0).sum::<f64>();
        let mut most: Vec<f64> = streams.iter().map(known).collect();
        for (g, _, _, _, patients, _) in self.in_course() {
            for onward in &streams.at(g).onward {
                if let Some(to) = streams.position(&onward.to) {
                    most[to] += patients * onward.per_attended.get();
                }
            }
        }
        self.with_onward(most).iter().map(|m| m.ceil()).collect()
    }

    /// The most patients of each stream, given how many come from outside, if all of them are sent on.
    #[must_use]
    pub fn with_onward(&self, outside: Vec<f64>) -> Vec<f64> {
        let streams = &self.service.streams;
        let mut most = outside.clone();
        // Streams feed each other along short chains; a cycle is cut after as many rounds as there are streams.
        for _ in 0..streams.len() {
            let mut next = outside.clone();
            for (g, stream) in streams.iter().enumerate() {
                for onward in &stream.onward {
                    if let Some(to) = streams.position(&onward.to) {
                        next[to] += most[g] * onward.per_attended.get();
                    }
                }
            }
            if next == most {
                // Settled: further rounds would give the same.
                break;
            }
            most = next;
        }
        most
    }

    /// Days of the working week with the numbers of their half-days, in order.
    #[must_use]
    pub fn days(&self) -> Vec<(Day, Vec<usize>)> {
        let mut days: Vec<(Day, Vec<usize>)> = Vec::new();
        for (h, half_day) in self.half_days.iter().enumerate() {
            match days.last_mut() {
                Some((day, list)) if *day == half_day.day => list.push(h),
                _ => days.push((half_day.day, vec![h])),
            }
        }
        days
    }
}

/// What rebooked misses do to the slots that a lesson takes.
fn swell(activity: &Activity) -> f64 {
    match activity.missed {
        Missed::Rebooked => 1.0 / activity.dna.complement().get(),
        Missed::Lost => 1.0,
    }
}

/// Share of starters who attend the first appointment of a course, for onward referral.
#[must_use]
pub fn attended_share(service: &Service, course: &Course) -> f64 {
    let visits = course.visits();
    let first = visits.first().filter(|visit| visit.week == 0);
    match first.map(|visit| &service.activities[visit.activity]) {
        Some(activity) if activity.missed == Missed::Lost => activity.dna.complement().get(),
        _ => 1.0,
    }
}

/// Clinical sessions a week that a pattern may hold of a practitioner (R2).
#[must_use]
pub fn clinical_allowance(service: &Service, practitioner: &Practitioner) -> f64 {
    let contracted = practitioner.sessions_per_week.0;
    let floating: f64 = service
        .meetings
        .iter()
        .filter(|m| m.attendees.contains(&practitioner.id))
        .filter_map(|m| match m.when {
            Recurrence::Floating { every } => Some(m.minutes.0 / f64::from(every)),
            _ => None,
        })
        .sum();
    let periods = &service.timetable.periods;
    let mean = periods.iter().map(|p| p.minutes.0).sum::<f64>() / periods.len() as f64;
    let other = (practitioner.non_clinical.get() * contracted).max(floating / mean);
    (contracted - other + 1e-9).floor().max(0.0)
}

/// Who can fill which position of a clinic's team, in order.
fn eligible(service: &Service, clinic: &Clinic) -> Vec<(usize, usize)> {
    let people = service.practitioners.iter().enumerate();
    people.filter_map(|(p, practitioner)| Some((p, service.position_of(practitioner, clinic)?))).collect()
}

fn families(service: &Service) -> Vec<Family> {
    let mut families: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for (k, clinic) in service.clinics.iter().enumerate() {
        let mut clinics = BTreeSet::from([k]);
        let mut activities: BTreeSet<usize> =
            clinic.activities.iter().filter_map(|a| service.activities.position(a)).collect();
        let (joined, apart) = families.into_iter().partition(|(_, a)| !a.is_disjoint(&activities));
        families = apart;
        let joined: Vec<(BTreeSet<usize>, BTreeSet<usize>)> = joined;
        for (ks, a) in joined {
            clinics.extend(ks);
            activities.extend(a);
        }
        families.push((clinics, activities));
    }
    families
        .into_iter()
        .map(|(k, a)| Family { clinics: k.into_iter().collect(), activities: a.into_iter().collect() })
        .collect()
}
