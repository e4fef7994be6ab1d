//! Lessons, patient by patient and visit by visit.

use super::Reference;
use equipoise::base::calendar::Week;
use equipoise::base::ids::*;
use equipoise::plan::{Booking, Lessons, Plan};
use equipoise::service::*;
use std::collections::BTreeMap;

/// Units by activity, site and week; weeks after the horizon count on.
pub type Calendar = BTreeMap<(ActivityId, SiteId, u32), f64>;

impl Reference<'_> {
    /// Whether an activity is a class of closed groups.
    pub fn is_closed(&self, id: &ActivityId) -> bool {
        let group = matches!(self.s.activities[id].mode, Mode::Group { .. });
        group && self.s.courses.iter().any(|c| c.closed_group.is_some() && c.lessons.iter().any(|l| l.activity == *id))
    }

    /// Minutes of a unit of an activity.
    pub fn unit(&self, id: &ActivityId) -> f64 {
        let activity = &self.s.activities[id];
        match activity.mode {
            Mode::Group { max, .. } if !self.is_closed(id) => activity.minutes.0 / f64::from(max),
            _ => activity.minutes.0,
        }
    }

    /// Goes through a course from a place in it; tells each visit's week, activity, number, from 1, and share of patients
    /// who are due it.
    pub fn walk(
        &self,
        course: &Course,
        site: &SiteId,
        (first_week, done): (u32, u32),
        mut visit: impl FnMut(u32, &ActivityId, u32, f64),
    ) {
        let graded_weeks = course.graded.as_ref().map_or(0, |g| g.by_week.len());
        let span = course.lessons.iter().map(|l| l.by_week.len()).fold(graded_weeks, usize::max) as u32;
        let mut number = 0;
        let mut graded_visit = 0;
        let mut week = first_week;
        for course_week in 0..span {
            if course_week >= done {
                while !self.week_open(site, week) {
                    week += 1;
                }
            }
            if let Some(graded) = &course.graded {
                for _ in 0..graded.by_week.get(course_week as usize).copied().unwrap_or(0) {
                    number += 1;
                    if course_week >= done {
                        for (id, share) in super::graded::due(graded, graded_visit) {
                            visit(week, &id, number, share);
                        }
                    }
                    graded_visit += 1;
                }
            }
            for lessons in &course.lessons {
                for _ in 0..lessons.by_week.get(course_week as usize).copied().unwrap_or(0) {
                    number += 1;
                    if course_week >= done {
                        visit(week, &lessons.activity, number, 1.0);
                    }
                }
            }
            if course_week >= done {
                week += 1;
            }
        }
    }

    pub fn visits_in_all(course: &Course) -> u32 {
        let graded: u32 = course.graded.iter().flat_map(|g| &g.by_week).sum();
        graded + course.lessons.iter().map(|l| l.by_week.iter().sum::<u32>()).sum::<u32>()
    }

    /// Units due, within the horizon and after it.
    pub fn due(&self, plan: &Plan) -> Calendar {
        let mut due = Calendar::new();
        for row in &plan.starts {
            let course = &self.s.courses[&row.course];
            for _ in 0..row.patients.round() as u32 {
                self.attend(&mut due, course, &row.site, (row.week.0, 0), 1.0);
            }
            for _ in 0..row.groups {
                self.meet(&mut due, course, &row.site, (row.week.0, 0));
            }
        }
        for stream in self.s.streams.iter() {
            for group in &stream.in_course {
                let course = &self.s.courses[&group.course];
                for (site, share) in &stream.site_shares {
                    let patients = share.get() * group.patients.0;
                    self.attend(&mut due, course, site, (0, group.weeks_ago), patients);
                    if let Some(closed) = course.closed_group {
                        for _ in 0..(patients / f64::from(closed.max)).round() as u32 {
                            self.meet(&mut due, course, site, (0, group.weeks_ago));
                        }
                    }
                }
            }
        }
        due
    }

    /// A patient's (or so many patients') visits, classes of closed groups left out.
    fn attend(&self, due: &mut Calendar, course: &Course, site: &SiteId, from: (u32, u32), patients: f64) {
        let all = Self::visits_in_all(course);
        self.walk(course, site, from, |week, id, number, share| {
            if self.is_closed(id) {
                return;
            }
            let mut still = patients * share;
            if all > 1 {
                still *= (1.0 - course.drop_out.get()).powf(f64::from(number - 1) / f64::from(all - 1));
            }
            let activity = &self.s.activities[id];
            if activity.missed == Missed::Rebooked {
                still /= 1.0 - activity.dna.get();
            }
            *due.entry((id.clone(), site.clone(), week)).or_default() += still;
        });
    }

    /// A closed group's classes.
    fn meet(&self, due: &mut Calendar, course: &Course, site: &SiteId, from: (u32, u32)) {
        self.walk(course, site, from, |week, id, _, _| {
            if self.is_closed(id) {
                *due.entry((id.clone(), site.clone(), week)).or_default() += 1.0;
            }
        });
    }

    /// Whether somebody who is at a place in a course has the last visit within the horizon, and not before it.
    pub fn finishes(&self, course: &Course, site: &SiteId, from: (u32, u32)) -> bool {
        let all = Self::visits_in_all(course);
        let mut finishes = false;
        self.walk(course, site, from, |week, _, number, _| {
            if number == all {
                finishes = week < self.weeks;
            }
        });
        finishes
    }

    /// The most units that one session takes.
    pub fn most_in_a_session(&self, id: &ActivityId) -> f64 {
        let longest = self.s.timetable.periods.iter().map(|p| p.minutes.0).fold(0.0, f64::max);
        let mut most: f64 = 0.0;
        for clinic in self.s.clinics.iter().filter(|c| c.activities.contains(id)) {
            let whole = self.s.activities[id].minutes.0;
            let mut appointments = 0.0;
            while (appointments + 1.0) * whole <= self.usable(clinic, longest, 0.0) {
                appointments += 1.0;
            }
            most = most.max(appointments * whole / self.unit(id));
        }
        most
    }

    /// Gives what is due as soon as sessions have room; what is left is carried as far as it may be, else late.
    pub fn give(&self, plan: &mut Plan) {
        let due = self.due(plan);
        // minutes left by clinic, activity, site and week; sessions of several activities are for one each in turn, so
        // that appointments are whole
        let mut left: BTreeMap<(ClinicId, ActivityId, SiteId, u32), f64> = BTreeMap::new();
        let mut turns: BTreeMap<(ClinicId, SiteId, u32), usize> = BTreeMap::new();
        for team in self.teams(plan) {
            let (usable, offered) = self.minutes(plan, &team);
            let held: Vec<_> = self.s.clinics[&team.clinic].activities.iter().collect();
            let turn = turns.entry((team.clinic.clone(), team.site.clone(), team.week)).or_default();
            let activity = held[*turn % held.len()];
            *turn += 1;
            let whole = self.s.activities[activity].minutes.0;
            if usable > 0.0 {
                *left.entry((team.clinic, activity.clone(), team.site, team.week)).or_default() +=
                    (usable / whole + 1e-9).floor() * whole * offered / usable;
            }
        }
        plan.lessons.clear();
        plan.bookings.clear();
        for activity in self.s.activities.iter() {
            let minutes = self.unit(&activity.id);
            let mut clinics: Vec<_> = self.s.clinics.iter().filter(|c| c.activities.contains(&activity.id)).collect();
            clinics.sort_by_key(|c| c.activities.len());
            for site in self.s.sites.iter() {
                let mut before = 0.0;
                for week in 0..self.weeks {
                    let now = due.get(&(activity.id.clone(), site.id.clone(), week)).copied().unwrap_or(0.0);
                    let mut want: f64 = now + before;
                    let mut given = 0.0;
                    for clinic in &clinics {
                        let Some(room) = left.get_mut(&(clinic.id.clone(), activity.id.clone(), site.id.clone(), week))
                        else {
                            continue;
                        };
                        let mut slots = want.min(*room / minutes);
                        if self.is_closed(&activity.id) {
                            slots = slots.floor();
                        }
                        if slots > 0.0 {
                            *room -= slots * minutes;
                            want -= slots;
                            given += slots;
                            plan.bookings.push(Booking {
                                clinic: clinic.id.clone(),
                                activity: activity.id.clone(),
                                site: site.id.clone(),
                                week: Week(week),
                                slots,
                            });
                        }
                    }
                    let carried = want.min(now).min(self.most_in_a_session(&activity.id));
                    let late = want - carried;
                    before = want;
                    let classes = match activity.mode {
                        Mode::OneToOne => 0,
                        Mode::Group { .. } if self.is_closed(&activity.id) => given.round() as u32,
                        Mode::Group { max, .. } => (given / f64::from(max) - 1e-6).ceil().max(0.0) as u32,
                    };
                    if now > 0.0 || given > 0.0 || carried > 0.0 || late > 0.0 {
                        plan.lessons.push(Lessons {
                            activity: activity.id.clone(),
                            site: site.id.clone(),
                            week: Week(week),
                            due: now,
                            given,
                            carried,
                            late,
                            classes,
                        });
                    }
                }
            }
        }
    }
}
