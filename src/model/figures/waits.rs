//! How long people wait, first come first served.

use crate::base::ids::SiteId;
use crate::plan::Plan;
use crate::plan::figures::WAITING_BANDS;
use crate::service::{Service, Stream};
use std::collections::VecDeque;

/// What a stream's waits come to, over all its sites.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// Waiting at the horizon's end, by the community bands.
    pub(super) bands: [f64; 7],
    /// Of those, how many have waited less than the wait standard; none where there is no standard.
    pub(super) within_standard: Option<f64>,
    /// Mean wait so far of those, in weeks.
    pub(super) mean_of_waiting: f64,
    /// Mean wait of those who started, in weeks.
    pub(super) mean_of_started: f64,
}

/// Patients and the weeks that they have waited together.
#[derive(Debug, Default)]
struct PatientWeeks {
    patients: f64,
    weeks: f64,
}

impl PatientWeeks {
    fn add(&mut self, patients: f64, weeks_each: f64) {
        self.patients += patients;
        self.weeks += patients * weeks_each;
    }
    fn mean(&self) -> f64 {
        if self.patients > 0.0 { self.weeks / self.patients } else { 0.0 }
    }
}

/// People who arrived in the same week, counted from the horizon's start; the list arrived in weeks below 0.
#[derive(Debug, Clone, Copy)]
struct Cohort {
    week: i64,
    patients: f64,
}

/// A site's flows, week by week.
struct SiteFlow {
    /// Oldest first.
    arrivals: Vec<Cohort>,
    removals: Vec<f64>,
    starts: Vec<f64>,
    waiting_at_end: f64,
}

/// Waits of a stream: site by site, since each site has a queue of its own.
pub(super) fn waits(service: &Service, plan: &Plan, stream: &Stream) -> Waits {
    let mut bands = [0.0; 7];
    let (mut waiting, mut started) = (PatientWeeks::default(), PatientWeeks::default());
    let mut within_standard = stream.wait_standard.map(|_| 0.0);
    for site in stream.site_shares.keys() {
        let flow = site_flow(service, plan, stream, site);
        count_waiting(&flow, &mut bands, &mut waiting);
        if let (Some((weeks, _)), Some(within)) = (stream.wait_standard, &mut within_standard) {
            *within += waiting_less_than(&flow, i64::from(weeks));
        }
        for (weeks, patients) in waits_of_starters(&flow).into_iter().flatten() {
            started.add(patients, weeks as f64);
        }
    }
    Waits { bands, within_standard, mean_of_waiting: waiting.mean(), mean_of_started: started.mean() }
}

fn site_flow(service: &Service, plan: &Plan, stream: &Stream, site: &SiteId) -> SiteFlow {
    let weeks = service.timetable.weeks as usize;
    let share = stream.site_shares.get(site).map_or(0.0, |s| s.get());
    let mut list: Vec<Cohort> = stream
        .waiting
        .iter()
        .map(|w| Cohort { week: -1 - i64::from(w.weeks), patients: share * w.patients.0 })
        .collect();
    list.sort_by_key(|c| c.week);
    let (mut arrivals, mut removals, mut starts) = (vec![0.0; weeks], vec![0.0; weeks], vec![0.0; weeks]);
    let mut waiting_at_end = 0.0;
    for queue in plan.queues.iter().filter(|q| q.stream == stream.id && q.site == *site && q.week.index() < weeks) {
        arrivals[queue.week.index()] += queue.referrals + queue.onward;
        removals[queue.week.index()] += queue.removals;
        if queue.week.index() + 1 == weeks {
            waiting_at_end += queue.waiting;
        }
    }
    for start in plan.starts.iter().filter(|s| s.stream == stream.id && s.site == *site && s.week.index() < weeks) {
        starts[start.week.index()] += start.patients;
    }
    let weekly = arrivals.into_iter().zip(0..).map(|(patients, week)| Cohort { week, patients });
    SiteFlow { arrivals: list.into_iter().chain(weekly).collect(), removals, starts, waiting_at_end }
}

/// Those still waiting are the last to have arrived.
fn count_waiting(flow: &SiteFlow, bands: &mut [f64; 7], waiting: &mut PatientWeeks) {
    let weeks = flow.starts.len() as i64;
    let mut left = flow.waiting_at_end;
    for cohort in flow.arrivals.iter().rev() {
        let still_waiting = cohort.patients.min(left);
        if still_waiting <= 0.0 {
            continue;
        }
        left -= still_waiting;
        waiting.add(still_waiting, ((weeks - cohort.week) as f64 - 0.5).max(0.0));
        let whole_weeks = weeks - 1 - cohort.week;
        let band = WAITING_BANDS.iter().position(|&(_, from, to)| {
            i64::from(from) <= whole_weeks && (to == u32::MAX || whole_weeks < i64::from(to))
        });
        if let Some(band) = band {
            bands[band] += still_waiting;
        }
    }
}

/// Those still waiting who have waited less than so many whole weeks.
fn waiting_less_than(flow: &SiteFlow, weeks: i64) -> f64 {
    let end = flow.starts.len() as i64;
    let recent = flow.arrivals.iter().filter(|cohort| end - 1 - cohort.week < weeks);
    recent.map(|cohort| cohort.patients).sum::<f64>().min(flow.waiting_at_end)
}

/// How long those who start at a site have waited, by the week of their start: weeks, and how many patients.
pub(super) fn waits_at(service: &Service, plan: &Plan, stream: &Stream, site: &SiteId) -> Vec<Vec<(i64, f64)>> {
    waits_of_starters(&site_flow(service, plan, stream, site))
}

/// A week's removals leave from the front before its starts do.
fn waits_of_starters(flow: &SiteFlow) -> Vec<Vec<(i64, f64)>> {
    let (mut queue, mut to_come) = (VecDeque::new(), flow.arrivals.iter().copied().peekable());
    let mut waits = Vec::new();
    for (week, (removed, starting)) in (0..).zip(flow.removals.iter().zip(&flow.starts)) {
        while let Some(cohort) = to_come.next_if(|c| c.week <= week) {
            queue.push_back(cohort);
        }
        take_from_front(&mut queue, *removed, |_| {});
        let mut own = Vec::new();
        take_from_front(&mut queue, *starting, |c| own.push((week - c.week, c.patients)));
        waits.push(own);
    }
    waits
}

fn take_from_front(queue: &mut VecDeque<Cohort>, mut patients: f64, mut taken: impl FnMut(Cohort)) {
    while patients > 0.0
        && let Some(first) = queue.front_mut()
    {
        let part = first.patients.min(patients);
        taken(Cohort { week: first.week, patients: part });
        first.patients -= part;
        patients -= part;
        if first.patients <= 0.0 {
            queue.pop_front();
        }
    }
}
