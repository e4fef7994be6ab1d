//! How far streams fall short of their floors.

use crate::service::{Service, Stream};
use crate::verify::reckon::demand::Line;

/// Shortfalls, in patients, by stream and week.
pub(in crate::verify) struct Floors {
    /// Of assessments behind referrals; empty for other streams.
    pub(in crate::verify) assessment: Vec<Vec<f64>>,
    /// Of streams without evidence behind today's throughput; empty for other streams.
    pub(in crate::verify) throughput: Vec<Vec<f64>>,
}

/// Whether any course of a stream has evidence.
pub(in crate::verify) fn has_evidence(service: &Service, stream: &Stream) -> bool {
    stream.options.iter().any(|o| service.courses.get(&o.course).is_some_and(|c| c.evidence.is_some()))
}

impl Floors {
    /// Reckons each week's shortfall.
    pub(super) fn of(service: &Service, streams: &[Stream], lines: &[Line], weeks: usize) -> Self {
        let mut floors = Self { assessment: Vec::new(), throughput: Vec::new() };
        for (position, stream) in streams.iter().enumerate() {
            let mut started = 0.0;
            let starts_up_to: Vec<f64> = (0..weeks)
                .map(|week| {
                    let at = lines.iter().filter(|l| l.stream == position);
                    started += at.map(|l| l.starts[week]).sum::<f64>();
                    started
                })
                .collect();
            let mut referred = 0.0;
            let assessment = starts_up_to.iter().enumerate().filter(|_| stream.assessment).map(|(week, started)| {
                referred += stream.referrals.get(week).map_or(0.0, |r| r.0);
                (referred - 1.0 - started).max(0.0)
            });
            floors.assessment.push(assessment.collect());
            let today = stream
                .today
                .as_ref()
                .and_then(|t| t.starts_per_week)
                .filter(|_| !stream.assessment && !has_evidence(service, stream));
            let throughput = today.map_or_else(Vec::new, |rate| {
                let short = |(week, started): (usize, &f64)| (rate.0 * (week + 1) as f64 - 1.0 - started).max(0.0);
                starts_up_to.iter().enumerate().map(short).collect()
            });
            floors.throughput.push(throughput);
        }
        floors
    }

    /// Patient-weeks that assessments fall short.
    pub(in crate::verify) fn assessment_total(&self) -> f64 {
        self.assessment.iter().flatten().sum()
    }

    /// Patient-weeks that streams without evidence fall short.
    pub(in crate::verify) fn throughput_total(&self) -> f64 {
        self.throughput.iter().flatten().sum()
    }
}
