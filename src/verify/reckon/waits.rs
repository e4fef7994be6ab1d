//! How long people have waited: first come, first served; those removed leave from the front, before a week's starts.

use crate::plan::figures::WAITING_BANDS;
use crate::verify::reckon::demand::Line;

/// Those waiting at the horizon's end, by how long.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::verify) struct Ages {
    /// By the community bands.
    pub(in crate::verify) bands: [f64; 7],
    /// Patients times weeks waited.
    pub(in crate::verify) weeks: f64,
    /// Patients.
    pub(in crate::verify) patients: f64,
    /// Patients who have waited less than so many weeks.
    pub(in crate::verify) less: f64,
}

/// Ages of those waiting at the end: the last so many arrivals; of these, who has waited less than so many weeks.
pub(in crate::verify) fn ages_at_end(line: &Line, less_than: i64) -> Ages {
    let mut ages = Ages::default();
    let end = line.waiting.len() as i64;
    let mut left = line.waiting.last().copied().unwrap_or(0.0).max(0.0);
    for (week, arrived) in line.cohorts().into_iter().rev() {
        let still = arrived.min(left);
        left -= still;
        let waited = end - 1 - week;
        let band = WAITING_BANDS.iter().position(|&(_, from, to)| (i64::from(from)..i64::from(to)).contains(&waited));
        ages.bands[band.unwrap_or(WAITING_BANDS.len() - 1)] += still;
        ages.weeks += still * ((end - week) as f64 - 0.5).max(0.0);
        ages.patients += still;
        ages.less += if waited < less_than { still } else { 0.0 };
    }
    ages
}

/// Patients started, and the weeks they waited: sums, so that sites can be added.
pub(in crate::verify) fn wait_of_started(line: &Line) -> (f64, f64) {
    let started = matched(line);
    started.iter().fold((0.0, 0.0), |(patients, weeks), &(arrived, now, taken)| {
        (patients + taken, weeks + taken * (now - arrived) as f64)
    })
}

/// The share of those who start in a week who arrived in some week or later; none where nobody is matched.
pub(in crate::verify) fn share_arrived_since(line: &Line, week: usize, since: i64) -> f64 {
    let own: Vec<_> = matched(line).into_iter().filter(|&(_, now, _)| now == week as i64).collect();
    let all: f64 = own.iter().map(|(.., taken)| taken).sum();
    let late: f64 = own.iter().filter(|(arrived, ..)| *arrived >= since).map(|(.., taken)| taken).sum();
    if all > 0.0 { late / all } else { 0.0 }
}

/// Starts matched to arrivals: the week in which patients arrived, that in which they start, how many.
fn matched(line: &Line) -> Vec<(i64, i64, f64)> {
    let mut front = line.cohorts().into_iter().peekable();
    let mut take = |mut amount: f64, now: i64, each: &mut dyn FnMut(i64, f64)| {
        while amount > 0.0 {
            let Some((week, here)) = front.peek_mut().filter(|(week, _)| *week <= now) else { break };
            let taken = here.min(amount);
            each(*week, taken);
            *here -= taken;
            amount -= taken;
            if *here <= 0.0 {
                front.next();
            }
        }
    };
    let mut all = Vec::new();
    for week in 0..line.starts.len() {
        let now = week as i64;
        take(line.removals[week], now, &mut |_, _| {});
        take(line.starts[week], now, &mut |arrived, taken| all.push((arrived, now, taken)));
    }
    all
}
