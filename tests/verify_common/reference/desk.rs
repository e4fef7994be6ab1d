//! Desk work, piece by piece: each is put on a heap when it falls due, and the heap is worked off from the bottom.

use super::Reference;
use equipoise::base::calendar::Week;
use equipoise::base::ids::{RoleId, SiteId};
use equipoise::plan::figures::{DeskFigures, DeskTimeFigures};
use equipoise::plan::{DeskWeek, Plan};
use equipoise::service::*;
use std::collections::BTreeSet;

impl Reference<'_> {
    /// How many of a kind fall due in a week.
    fn pieces(&self, plan: &Plan, work: &DeskWork, week: u32) -> f64 {
        let mut pieces = 0.0;
        match &work.per {
            DeskPer::Week(n) => pieces = *n,
            DeskPer::Appointments(of) => {
                for row in plan.lessons.iter().filter(|row| row.week.0 == week && of.contains(&row.activity)) {
                    pieces += row.given;
                }
            }
            DeskPer::Referrals(of) => {
                for run in self.queues(plan) {
                    for row in run.rows.iter().filter(|row| row.week.0 == week && of.contains(&row.stream)) {
                        pieces += row.referrals + row.onward;
                    }
                }
            }
            DeskPer::Starts(of) => {
                for row in plan.starts.iter().filter(|row| row.week.0 == week && of.contains(&row.course)) {
                    pieces += row.patients;
                }
            }
            DeskPer::Finishes(of) => {
                for row in plan.starts.iter().filter(|row| of.contains(&row.course)) {
                    if self.last_week(&self.s.courses[&row.course], &row.site, (row.week.0, 0)) == Some(week) {
                        pieces += row.patients * (1.0 - self.s.courses[&row.course].drop_out.get());
                    }
                }
                for stream in self.s.streams.iter() {
                    for group in stream.in_course.iter().filter(|group| of.contains(&group.course)) {
                        let course = &self.s.courses[&group.course];
                        for (site, share) in &stream.site_shares {
                            if self.last_week(course, site, (0, group.weeks_ago)) == Some(week) {
                                pieces += group.patients.0 * share.get() * (1.0 - course.drop_out.get());
                            }
                        }
                    }
                }
            }
        }
        pieces
    }

    /// The week of the last visit that is still to come.
    fn last_week(&self, course: &Course, site: &SiteId, from: (u32, u32)) -> Option<u32> {
        let mut last = None;
        self.walk(course, site, from, |week, _, _, _| last = Some(week));
        last
    }

    /// Hours that a role has in a week.
    fn desk_hours(&self, role: &RoleId, week: u32) -> f64 {
        let mut hours = 0.0;
        for person in self.s.practitioners.iter().filter(|p| p.role == *role) {
            let mut there = 0.0;
            for (w, date, period) in self.half_days() {
                if w == week && self.present(person, date, &period) {
                    there += 1.0;
                }
            }
            if !person.available.is_empty() {
                let share = there / person.available.len() as f64;
                hours += person.desk.0 / 60.0 * share * (1.0 - person.absence.get());
            }
        }
        hours
    }

    /// Each kind's weeks: who has time does the kinds in the order of the list, of each what has waited longest.
    pub fn desk_weeks(&self, plan: &Plan) -> Vec<DeskWeek> {
        let mut rows = Vec::new();
        let mut heaps: Vec<Vec<(u32, f64)>> = vec![Vec::new(); self.s.desk_work.len()];
        for week in 0..self.weeks {
            let mut taken: Vec<(RoleId, f64)> = Vec::new();
            for (work, heap) in self.s.desk_work.iter().zip(&mut heaps) {
                let due = self.pieces(plan, work, week) * work.minutes.0 / 60.0;
                heap.push((week, due));
                let before: f64 = taken.iter().filter(|(role, _)| *role == work.role).map(|(_, hours)| hours).sum();
                let mut left = (self.desk_hours(&work.role, week) - before).max(0.0);
                let mut done = 0.0;
                for (_, hours) in heap.iter_mut() {
                    let now = if *hours < left { *hours } else { left };
                    *hours -= now;
                    left -= now;
                    done += now;
                }
                taken.push((work.role.clone(), done));
                let mut late = 0.0;
                for (since, hours) in heap.iter() {
                    // a piece has the week in which it falls due, and then its days
                    let mut weeks = 0;
                    while weeks * 7 < work.within_days {
                        weeks += 1;
                    }
                    if since + weeks <= week {
                        late += hours;
                    }
                }
                if due > 0.0 || done > 0.0 || late > 0.0 {
                    rows.push(DeskWeek { task: work.id.clone(), week: Week(week), due, done, late });
                }
            }
        }
        rows
    }

    /// Figures by kind, and by role.
    pub fn desk_figures(&self, plan: &Plan) -> (Vec<DeskFigures>, Vec<DeskTimeFigures>) {
        let mut kinds = Vec::new();
        let mut roles: BTreeSet<RoleId> = BTreeSet::new();
        for work in self.s.desk_work.iter() {
            roles.insert(work.role.clone());
            let mut f = DeskFigures {
                task: work.id.clone(),
                role: work.role.clone(),
                due_hours: 0.0,
                done_hours: 0.0,
                late_hours: 0.0,
                most_late_hours: 0.0,
            };
            for row in plan.desk.iter().filter(|row| row.task == work.id) {
                f.due_hours += row.due;
                f.done_hours += row.done;
                f.most_late_hours = f.most_late_hours.max(row.late);
                if row.week.0 + 1 == self.weeks {
                    f.late_hours = row.late;
                }
            }
            kinds.push(f);
        }
        if !kinds.is_empty() {
            roles.extend(self.s.practitioners.iter().filter(|p| p.desk.0 > 0.0).map(|p| p.role.clone()));
        }
        let mut times = Vec::new();
        for role in roles {
            let offered: f64 = (0..self.weeks).map(|week| self.desk_hours(&role, week)).sum();
            let used: f64 = kinds.iter().filter(|f| f.role == role).map(|f| f.done_hours).sum();
            let utilisation = if offered == 0.0 { 0.0 } else { used / offered };
            times.push(DeskTimeFigures { role, offered_hours: offered, used_hours: used, utilisation });
        }
        (kinds, times)
    }
}
