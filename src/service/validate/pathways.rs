//! Streams that lead to each other in a circle.

use super::codes;
use super::reader::Reader;
use super::wording::list;
use crate::service::{Service, Stream};

/// Circles within one week, and circles in which nobody drops out.
pub(super) fn circles(reader: &mut Reader<'_>, service: &Service) {
    let streams: Vec<&Stream> = service.streams.iter().collect();
    let count = streams.len();
    // the rate of each direct step, several lags added; and whether there is a step without lag
    let mut rates = vec![vec![0.0_f64; count]; count];
    let mut at_once = vec![vec![false; count]; count];
    for (from, stream) in streams.iter().enumerate() {
        for onward in &stream.onward {
            let Some(to) = service.streams.position(&onward.to) else { continue };
            rates[from][to] += onward.per_attended.get();
            at_once[from][to] |= onward.lag_weeks == 0 && onward.per_attended.get() > 0.0;
        }
    }
    let within_a_week = members(&reach(&at_once));
    if let Some(&first) = within_a_week.first() {
        let cause = format!(
            "{} lead to each other in a circle without lag",
            list(within_a_week.iter().map(|&i| format!("`{}`", streams[i].id)))
        );
        let path = format!("streams.{}.onward", streams[first].id);
        reader.findings.add(codes::ONWARD_CYCLE_WITHOUT_LAG, &path, cause);
    }
    // largest product of rates over any walk of up to `count` steps
    let mut best = rates;
    for k in 0..count {
        for i in 0..count {
            if best[i][k] == 0.0 {
                continue;
            }
            for j in 0..count {
                best[i][j] = best[i][j].max((best[i][k] * best[k][j]).min(1e6));
            }
        }
    }
    let growing: Vec<usize> = (0..count).filter(|&i| best[i][i] >= 1.0 - 1e-9).collect();
    if let Some(&first) = growing.first() {
        let cause =
            format!("everybody in {} comes back to it", list(growing.iter().map(|&i| format!("`{}`", streams[i].id))));
        let path = format!("streams.{}.onward", streams[first].id);
        reader.findings.add(codes::ONWARD_CYCLE_GROWS, &path, cause);
    }
}

fn reach(steps: &[Vec<bool>]) -> Vec<Vec<bool>> {
    let mut reached = steps.to_vec();
    for k in 0..reached.len() {
        let over = reached[k].clone();
        for row in &mut reached {
            if row[k] {
                for (to, &further) in row.iter_mut().zip(&over) {
                    *to |= further;
                }
            }
        }
    }
    reached
}

/// Those that reach themselves.
fn members(reached: &[Vec<bool>]) -> Vec<usize> {
    (0..reached.len()).filter(|&i| reached[i][i]).collect()
}
