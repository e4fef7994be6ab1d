//! Desk work: what falls due, what there is time for, and what must be late.

use crate::base::ids::RoleId;
use crate::service::{DeskPer, DeskWork, Service};
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::course::last_week;
use crate::verify::reckon::demand::Line;
use crate::verify::reckon::open::OpenWeeks;
use crate::verify::rows::Rows;
use std::collections::BTreeMap;

/// Desk work in hours.
pub(in crate::verify) struct Desk {
    /// Due, by kind and week.
    pub(in crate::verify) due: Vec<Vec<f64>>,
    /// The time that a role has for it, by week; of all roles with such work or time.
    pub(in crate::verify) time: BTreeMap<RoleId, Vec<f64>>,
}

impl Desk {
    /// Reckons what the flow's rows make due, and who is there to do it.
    pub(super) fn of(
        service: &Service,
        lists: Lists<'_>,
        grid: &Grid,
        open: &OpenWeeks,
        rows: &Rows<'_>,
        lines: &[Line],
    ) -> Self {
        let mut desk = Self { due: Vec::new(), time: BTreeMap::new() };
        if lists.desk_work.is_empty() {
            return desk;
        }
        for work in lists.desk_work {
            let count = count(service, lists, grid, open, (rows, lines), work);
            desk.due.push(count.into_iter().map(|n| n * work.minutes.0 / 60.0).collect());
            desk.time.entry(work.role.clone()).or_insert_with(|| vec![0.0; grid.weeks()]);
        }
        for person in lists.practitioners.iter().filter(|p| p.desk.0 > 0.0) {
            let time = desk.time.entry(person.role.clone()).or_insert_with(|| vec![0.0; grid.weeks()]);
            let usual = grid.slots().filter(|&slot| person.available.contains(grid.half_day(slot))).count();
            if usual == 0 {
                continue;
            }
            for (week, time) in time.iter_mut().enumerate() {
                let there = |&slot: &usize| service.is_present(person, grid.date(week, slot), grid.half_day(slot));
                let share = grid.slots().filter(there).count() as f64 / usual as f64;
                *time += share * (1.0 - person.absence.get()) * person.desk.0 / 60.0;
            }
        }
        desk
    }

    /// Hours of a kind that are late at each week's end, if so many were done in each week.
    pub(in crate::verify) fn late(&self, kind: usize, work: &DeskWork, done: &[f64]) -> Vec<f64> {
        let grace = (work.within_days as usize).div_ceil(7);
        let up_to = |hours: &[f64], weeks: usize| hours.iter().take(weeks).sum::<f64>();
        let late = |week: usize| {
            let should_be = up_to(&self.due[kind], (week + 1).saturating_sub(grace));
            (should_be - up_to(done, week + 1)).max(0.0)
        };
        (0..done.len()).map(late).collect()
    }
}

/// How many of a kind of work come up, by week.
fn count(
    service: &Service,
    lists: Lists<'_>,
    grid: &Grid,
    open: &OpenWeeks,
    (rows, lines): (&Rows<'_>, &[Line]),
    work: &DeskWork,
) -> Vec<f64> {
    let mut count = vec![0.0; grid.weeks()];
    match &work.per {
        DeskPer::Week(n) => count.iter_mut().for_each(|count| *count += n),
        DeskPer::Appointments(ids) => {
            for (&(activity, _, week), lessons) in &rows.lessons {
                if ids.contains(&lists.activities[activity].id) {
                    count[week] += lessons.row.given;
                }
            }
        }
        DeskPer::Referrals(ids) => {
            for line in lines.iter().filter(|line| ids.contains(&lists.streams[line.stream].id)) {
                for (week, count) in count.iter_mut().enumerate() {
                    *count += line.arrivals(week);
                }
            }
        }
        DeskPer::Starts(ids) => {
            for start in rows.starts.iter().filter(|start| ids.contains(&lists.courses[start.course].id)) {
                count[start.week] += start.patients;
            }
        }
        DeskPer::Finishes(ids) => {
            // patients at a site, in a week of the course, in an open week of the site
            let mut leave = |course: usize, site: usize, patients: f64, (done, open_week): (usize, usize)| {
                let course = &lists.courses[course];
                let Some(left) = last_week(course).and_then(|last| last.checked_sub(done)) else { return };
                if let Some(count) = count.get_mut(open.nth(site, open_week + left)) {
                    *count += patients - patients * course.drop_out.get();
                }
            };
            for start in rows.starts.iter().filter(|start| ids.contains(&lists.courses[start.course].id)) {
                leave(start.course, start.site, start.patients, (0, open.before(start.site, start.week)));
            }
            for stream in lists.streams {
                for group in stream.in_course.iter().filter(|group| ids.contains(&group.course)) {
                    for (site, share) in &stream.site_shares {
                        let places = (service.courses.position(&group.course), service.sites.position(site));
                        if let (Some(course), Some(site)) = places {
                            leave(course, site, share.get() * group.patients.0, (group.weeks_ago as usize, 0));
                        }
                    }
                }
            }
        }
    }
    count
}
