//! Queues: arrivals, removals, starts, who waits and who waits too long.

use crate::service::{Missed, Service, Stream};
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::course::first_activity;
use crate::verify::rows::StartRow;
use std::collections::BTreeMap;

/// A stream's queue at a site, week by week.
pub(in crate::verify) struct Line {
    pub(in crate::verify) stream: usize,
    pub(in crate::verify) site: usize,
    /// The site's share of the stream.
    pub(in crate::verify) share: f64,
    /// Who waits before week 0.
    pub(in crate::verify) list: f64,
    pub(in crate::verify) referrals: Vec<f64>,
    pub(in crate::verify) onward: Vec<f64>,
    pub(in crate::verify) removals: Vec<f64>,
    pub(in crate::verify) starts: Vec<f64>,
    /// May fall below 0 where more start than wait: a finding.
    pub(in crate::verify) waiting: Vec<f64>,
    pub(in crate::verify) beyond: Vec<f64>,
    /// Those on the list by the week in which they arrived (before 0), oldest first.
    pub(in crate::verify) listed: Vec<(i64, f64)>,
}

impl Line {
    /// Arrivals of a week, referred from outside or sent on.
    pub(in crate::verify) fn arrivals(&self, week: usize) -> f64 {
        self.referrals[week] + self.onward[week]
    }

    /// Arrivals by the week in which they arrived, those on the list first; oldest first.
    pub(in crate::verify) fn cohorts(&self) -> Vec<(i64, f64)> {
        let mut all = self.listed.clone();
        all.extend((0..self.referrals.len()).map(|week| (week as i64, self.arrivals(week))));
        all
    }

    fn beyond_target(&self, target: u32, week: usize) -> f64 {
        let first = week as i64 - i64::from(target) + 1;
        let recent: f64 =
            self.cohorts().into_iter().filter(|&(v, _)| v >= first && v <= week as i64).map(|(_, n)| n).sum();
        (self.waiting[week] - recent).max(0.0)
    }
}

/// The queues of every stream at each of its sites.
pub(super) fn lines(service: &Service, lists: Lists<'_>, grid: &Grid, starts: &[StartRow]) -> Vec<Line> {
    let onward = onward_arrivals(service, lists, grid, starts);
    let mut started: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
    for row in starts {
        started.entry((row.stream, row.site)).or_insert_with(|| vec![0.0; grid.weeks()])[row.week] += row.patients;
    }
    let mut lines = Vec::new();
    for (position, stream) in lists.streams.iter().enumerate() {
        for (id, share) in &stream.site_shares {
            let Some(site) = service.sites.position(id) else { continue };
            let starts = started.get(&(position, site)).cloned().unwrap_or_else(|| vec![0.0; grid.weeks()]);
            lines.push(line(stream, position, site, share.get(), &onward[position], starts));
        }
    }
    lines
}

fn line(stream: &Stream, position: usize, site: usize, share: f64, onward: &[f64], starts: Vec<f64>) -> Line {
    let weeks = starts.len();
    let mut listed: Vec<(i64, f64)> =
        stream.waiting.iter().map(|w| (-1 - i64::from(w.weeks), share * w.patients.0)).collect();
    listed.sort_by_key(|&(week, _)| week);
    let referred = |week: usize| stream.referrals.get(week).map_or(0.0, |r| r.0);
    let mut line = Line {
        stream: position,
        site,
        share,
        list: listed.iter().map(|(_, n)| n).sum(),
        referrals: (0..weeks).map(|w| share * referred(w)).collect(),
        onward: onward.iter().map(|n| share * n).collect(),
        removals: vec![0.0; weeks],
        starts,
        waiting: vec![0.0; weeks],
        beyond: vec![0.0; weeks],
        listed,
    };
    let mut before = line.list;
    for week in 0..weeks {
        line.removals[week] = stream.removals_per_week.get() * before;
        line.waiting[week] = before - line.removals[week] + line.arrivals(week) - line.starts[week];
        before = line.waiting[week];
        if let Some(target) = stream.target_wait_weeks {
            line.beyond[week] = line.beyond_target(target, week);
        }
    }
    line
}

/// Arrivals from other streams, by stream and week, all sites together.
fn onward_arrivals(service: &Service, lists: Lists<'_>, grid: &Grid, starts: &[StartRow]) -> Vec<Vec<f64>> {
    let mut arrivals = vec![vec![0.0; grid.weeks()]; lists.streams.len()];
    let mut send = |from: &Stream, week: i64, attended: f64| {
        for onward in &from.onward {
            let Some(to) = service.streams.position(&onward.to) else { continue };
            let at = usize::try_from(week + i64::from(onward.lag_weeks)).ok();
            if let Some(cell) = at.and_then(|at| arrivals[to].get_mut(at)) {
                *cell += onward.per_attended.get() * attended;
            }
        }
    };
    for row in starts {
        send(&lists.streams[row.stream], row.week as i64, row.patients * attending(service, lists, row.course));
    }
    for stream in lists.streams {
        for group in &stream.in_course {
            if let Some(course) = service.courses.position(&group.course) {
                let attended = group.patients.0 * attending(service, lists, course);
                send(stream, -i64::from(group.weeks_ago), attended);
            }
        }
    }
    arrivals
}

/// The share of starts that attend the first appointment, so far as a missed one is lost.
fn attending(service: &Service, lists: Lists<'_>, course: usize) -> f64 {
    first_activity(service, &lists.courses[course]).map_or(1.0, |first| {
        let activity = &lists.activities[first];
        match activity.missed {
            Missed::Lost => 1.0 - activity.dna.get(),
            Missed::Rebooked => 1.0,
        }
    })
}
