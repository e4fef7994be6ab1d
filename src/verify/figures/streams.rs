//! A stream's figures.

use crate::plan::figures::StreamFigures;
use crate::service::Stream;
use crate::verify::figures::compare::Compare;
use crate::verify::figures::courses;
use crate::verify::reckon::{Facts, ages_at_end, has_evidence, lessons_per_patient, wait_of_started};

/// Weeks within which relief is to bring a queue to its target.
const RELIEF_WEEKS: f64 = 26.0;

/// Reckons every stream.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<StreamFigures> {
    let finished = courses::reckon(facts);
    facts
        .lists
        .streams
        .iter()
        .enumerate()
        .map(|(position, stream)| {
            let finished = finished.iter().filter(|c| c.stream == stream.id).map(|c| c.finished).sum();
            stream_figures(facts, position, stream, finished)
        })
        .collect()
}

fn stream_figures(facts: &Facts<'_>, position: usize, stream: &Stream, finished: f64) -> StreamFigures {
    let weeks = facts.grid.weeks();
    let mut figures = StreamFigures {
        stream: stream.id.clone(),
        has_evidence: has_evidence(facts.service, stream),
        list_at_start: 0.0,
        arrivals: 0.0,
        removed: 0.0,
        started: 0.0,
        finished,
        waiting: 0.0,
        beyond_target: 0.0,
        breach_weeks: 0.0,
        bands: [0.0; 7],
        within_standard: stream.wait_standard.map(|_| 0.0),
        mean_wait_weeks: 0.0,
        mean_wait_of_started_weeks: 0.0,
        lessons_per_patient: 0.0,
        load: None,
        target_queue: None,
        relief_per_week: None,
        pressure: None,
    };
    let (mut waited, mut still, mut matched, mut matched_weeks) = (0.0, 0.0, 0.0, 0.0);
    for line in facts.lines_of(position) {
        figures.list_at_start += line.list;
        figures.arrivals += (0..weeks).map(|week| line.arrivals(week)).sum::<f64>();
        figures.removed += line.removals.iter().sum::<f64>();
        figures.waiting += line.waiting.last().copied().unwrap_or(line.list).max(0.0);
        figures.beyond_target += line.beyond.last().copied().unwrap_or(0.0);
        figures.breach_weeks += line.beyond.iter().sum::<f64>();
        let ages = ages_at_end(line, stream.wait_standard.map_or(0, |(weeks, _)| i64::from(weeks)));
        figures.within_standard = figures.within_standard.map(|within| within + ages.less);
        for (band, patients) in figures.bands.iter_mut().zip(ages.bands) {
            *band += patients;
        }
        waited += ages.weeks;
        still += ages.patients;
        let (patients, weeks) = wait_of_started(line);
        matched += patients;
        matched_weeks += weeks;
    }
    let rows = || facts.rows.starts.iter().filter(|r| r.stream == position);
    figures.started = rows().map(|r| r.patients).sum();
    let lessons: f64 = rows().map(|r| r.patients * lessons_per_patient(&facts.lists.courses[r.course])).sum();
    figures.mean_wait_weeks = ratio(waited, still).unwrap_or(0.0);
    figures.mean_wait_of_started_weeks = ratio(matched_weeks, matched).unwrap_or(0.0);
    figures.lessons_per_patient = ratio(lessons, figures.started).unwrap_or(0.0);
    figures.load = ratio(figures.arrivals, figures.started);
    if let Some(target) = stream.target_wait_weeks.map(f64::from) {
        let demand = ratio(figures.arrivals, weeks as f64).unwrap_or(0.0);
        let queue = demand * target / 4.0;
        figures.target_queue = Some(queue);
        let relief = demand + (figures.waiting - queue) / RELIEF_WEEKS;
        figures.relief_per_week = (figures.waiting > 2.0 * queue).then_some(relief);
        figures.pressure = ratio(2.0 * figures.mean_wait_weeks, target);
    }
    figures
}

fn ratio(of: f64, to: f64) -> Option<f64> {
    (to > 0.0).then(|| of / to)
}

/// Compares streams.
pub(super) fn compare(claimed: &[StreamFigures], reckoned: &[StreamFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.streams",
        (claimed, reckoned),
        |row| row.stream.clone(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.flag(&format!("{path}.has_evidence"), claimed.has_evidence, reckoned.has_evidence);
            for (field, claimed, reckoned) in [
                ("list_at_start", claimed.list_at_start, reckoned.list_at_start),
                ("arrivals", claimed.arrivals, reckoned.arrivals),
                ("removed", claimed.removed, reckoned.removed),
                ("started", claimed.started, reckoned.started),
                ("finished", claimed.finished, reckoned.finished),
                ("waiting", claimed.waiting, reckoned.waiting),
                ("beyond_target", claimed.beyond_target, reckoned.beyond_target),
                ("breach_weeks", claimed.breach_weeks, reckoned.breach_weeks),
                ("mean_wait_weeks", claimed.mean_wait_weeks, reckoned.mean_wait_weeks),
                ("mean_wait_of_started_weeks", claimed.mean_wait_of_started_weeks, reckoned.mean_wait_of_started_weeks),
                ("lessons_per_patient", claimed.lessons_per_patient, reckoned.lessons_per_patient),
            ] {
                compare.number(&format!("{path}.{field}"), claimed, reckoned);
            }
            for (band, (&claimed, &reckoned)) in claimed.bands.iter().zip(&reckoned.bands).enumerate() {
                compare.number(&format!("{path}.bands[{band}]"), claimed, reckoned);
            }
            let (said, made) = (claimed.within_standard, reckoned.within_standard);
            compare.optional(&format!("{path}.within_standard"), said, made);
            compare.optional(&format!("{path}.load"), claimed.load, reckoned.load);
            compare.optional(&format!("{path}.target_queue"), claimed.target_queue, reckoned.target_queue);
            compare.optional(&format!("{path}.pressure"), claimed.pressure, reckoned.pressure);
            // just at twice the target queue, rounding decides whether relief is called for
            let at_edge = reckoned
                .target_queue
                .is_some_and(|queue| (reckoned.waiting - 2.0 * queue).abs() <= 1e-9 * reckoned.waiting.max(1.0));
            if !at_edge || claimed.relief_per_week.is_some() == reckoned.relief_per_week.is_some() {
                let (said, made) = (claimed.relief_per_week, reckoned.relief_per_week);
                compare.optional(&format!("{path}.relief_per_week"), said, made);
            }
        },
    );
}
