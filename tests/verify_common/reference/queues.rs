//! Queues as lines of people: who comes joins the end, who leaves or starts goes from the front.

use super::Reference;
use equipoise::base::calendar::Week;
use equipoise::plan::{Plan, Queue};
use equipoise::service::*;
use std::collections::VecDeque;

/// A stream's queue at a site, with what its people went through.
pub struct LineRun {
    pub rows: Vec<Queue>,
    pub list: f64,
    /// Who waits at the end: the week in which they came, and how many.
    pub left: VecDeque<(i64, f64)>,
    /// Patients started that could be found in the line, and the weeks they had waited.
    pub started: f64,
    pub weeks_waited: f64,
    /// Who started when: the week, the week in which they came, and how many.
    pub starters: Vec<(u32, i64, f64)>,
}

fn take(line: &mut VecDeque<(i64, f64)>, mut amount: f64) -> Vec<(i64, f64)> {
    let mut taken = Vec::new();
    while amount > 1e-12 {
        let Some((week, here)) = line.pop_front() else { break };
        if here <= amount {
            taken.push((week, here));
            amount -= here;
        } else {
            taken.push((week, amount));
            line.push_front((week, here - amount));
            amount = 0.0;
        }
    }
    taken
}

fn size(line: &VecDeque<(i64, f64)>) -> f64 {
    line.iter().map(|(_, n)| n).sum()
}

impl Reference<'_> {
    pub fn queues(&self, plan: &Plan) -> Vec<LineRun> {
        let mut runs = Vec::new();
        for stream in self.s.streams.iter() {
            for (site, share) in &stream.site_shares {
                let share = share.get();
                let mut line: VecDeque<(i64, f64)> = VecDeque::new();
                let mut listed: Vec<_> = stream.waiting.iter().collect();
                listed.sort_by_key(|w| std::cmp::Reverse(w.weeks));
                for waiting in listed {
                    line.push_back((-1 - i64::from(waiting.weeks), share * waiting.patients.0));
                }
                let mut run = LineRun {
                    rows: vec![],
                    list: size(&line),
                    left: VecDeque::new(),
                    started: 0.0,
                    weeks_waited: 0.0,
                    starters: vec![],
                };
                for week in 0..self.weeks {
                    let removals = stream.removals_per_week.get() * size(&line);
                    take(&mut line, removals);
                    let referrals = share * stream.referrals[week as usize].0;
                    let onward = share * self.sent_on(plan, stream, i64::from(week));
                    line.push_back((i64::from(week), referrals + onward));
                    let mut starts = 0.0;
                    for row in &plan.starts {
                        if row.stream == stream.id && row.site == *site && row.week.0 == week {
                            starts += row.patients;
                        }
                    }
                    for (came, patients) in take(&mut line, starts) {
                        run.started += patients;
                        run.starters.push((week, came, patients));
                        run.weeks_waited += patients * (i64::from(week) - came) as f64;
                    }
                    let mut beyond = 0.0;
                    if let Some(target) = stream.target_wait_weeks {
                        for (came, patients) in &line {
                            if i64::from(week) - came >= i64::from(target) {
                                beyond += patients;
                            }
                        }
                    }
                    run.rows.push(Queue {
                        stream: stream.id.clone(),
                        site: site.clone(),
                        week: Week(week),
                        referrals,
                        onward,
                        removals,
                        starts,
                        waiting: size(&line),
                        beyond_target: beyond,
                    });
                }
                run.left = line;
                runs.push(run);
            }
        }
        runs
    }

    /// Patients sent on to a stream in a week, all sites together.
    fn sent_on(&self, plan: &Plan, to: &Stream, week: i64) -> f64 {
        let mut sent = 0.0;
        for from in self.s.streams.iter() {
            for onward in from.onward.iter().filter(|o| o.to == to.id) {
                let when = week - i64::from(onward.lag_weeks);
                for row in &plan.starts {
                    if row.stream == from.id && i64::from(row.week.0) == when {
                        sent += onward.per_attended.get() * row.patients * self.attend_first(&row.course);
                    }
                }
                for group in &from.in_course {
                    if -i64::from(group.weeks_ago) == when {
                        sent += onward.per_attended.get() * group.patients.0 * self.attend_first(&group.course);
                    }
                }
            }
        }
        sent
    }

    fn attend_first(&self, course: &equipoise::base::ids::CourseId) -> f64 {
        let course = &self.s.courses[course];
        if let Some(graded) = course.graded.as_ref().filter(|g| g.by_week[0] > 0) {
            let first = graded.first_visit.as_ref().unwrap_or(&graded.levels[0].activities[0]);
            let activity = &self.s.activities[first];
            return if activity.missed == Missed::Lost { 1.0 - activity.dna.get() } else { 1.0 };
        }
        for lessons in &course.lessons {
            if lessons.by_week[0] > 0 {
                let activity = &self.s.activities[&lessons.activity];
                return if activity.missed == Missed::Lost { 1.0 - activity.dna.get() } else { 1.0 };
            }
        }
        1.0
    }
}
