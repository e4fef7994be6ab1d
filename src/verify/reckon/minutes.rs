//! Minutes that a session offers.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;

/// What the minutes of a clinic's sessions depend on, for all clinics.
pub(in crate::verify) struct Minutes {
    clinics: Vec<ClinicMinutes>,
}

struct ClinicMinutes {
    overhead: f64,
    /// Lengths of its appointments and classes.
    lengths: Vec<f64>,
    /// Heads in each position.
    heads: Vec<usize>,
    /// What absence leaves of a team's minutes, by the highest absence of each position.
    team_presence: f64,
    /// Closed groups' classes are covered or moved.
    closed: bool,
}

impl Minutes {
    /// The clinics of a service; `closed` says whether an activity is a class of closed groups.
    pub(super) fn of(service: &Service, lists: Lists<'_>, closed: impl Fn(usize) -> bool) -> Self {
        let clinics = lists
            .clinics
            .iter()
            .map(|clinic| {
                let activities: Vec<_> = clinic.activities.iter().map(|a| &service.activities[a]).collect();
                let mut lengths: Vec<f64> = activities.iter().map(|a| a.minutes.0).collect();
                lengths.sort_by(f64::total_cmp);
                lengths.dedup();
                let team = &clinic.team;
                let highest = |position: usize| {
                    lists
                        .practitioners
                        .iter()
                        .filter(|p| service.position_of(p, clinic) == Some(position))
                        .map(|p| p.absence.get())
                        .fold(0.0, f64::max)
                };
                let team_presence = team
                    .iter()
                    .enumerate()
                    .map(|(position, p)| (1.0 - highest(position)).powi(p.count.cast_signed()))
                    .product();
                let closed = clinic.activities.iter().filter_map(|a| service.activities.position(a)).any(&closed);
                let heads = team.iter().map(|p| p.count as usize).collect();
                ClinicMinutes { overhead: clinic.overhead.0, lengths, heads, team_presence, closed }
            })
            .collect();
        Self { clinics }
    }

    /// Heads in each position of a clinic's team.
    pub(in crate::verify) fn heads(&self, clinic: usize) -> &[usize] {
        &self.clinics[clinic].heads
    }

    /// Whether a clinic's team is one person.
    pub(in crate::verify) fn is_single(&self, clinic: usize) -> bool {
        self.clinics[clinic].heads.iter().sum::<usize>() == 1
    }

    /// How many whole teams come together, by those there in each position.
    pub(in crate::verify) fn teams(&self, clinic: usize, there: &[usize]) -> usize {
        let heads = &self.clinics[clinic].heads;
        // a position that needs nobody hinders nobody; a team of nobody is no team
        heads.iter().zip(there).filter_map(|(&need, &there)| there.checked_div(need)).min().unwrap_or(0)
    }

    /// Minutes of a half-day that patients can have, when meetings take `lost`: the most that whole appointments take.
    pub(in crate::verify) fn usable(&self, clinic: usize, half_day: f64, lost: f64) -> f64 {
        let clinic = &self.clinics[clinic];
        fullest(&clinic.lengths, (half_day - clinic.overhead - lost).max(0.0))
    }

    /// What absence leaves of usable minutes; `own` is the absence rate of the person where the team is one.
    pub(in crate::verify) fn presence(&self, clinic: usize, own: f64) -> f64 {
        if self.clinics[clinic].closed {
            1.0
        } else if self.is_single(clinic) {
            1.0 - own
        } else {
            self.clinics[clinic].team_presence
        }
    }

    /// The most minutes that any session of a clinic has, in the calendar's longest half-day.
    pub(in crate::verify) fn most(&self, clinic: usize, grid: &Grid) -> f64 {
        self.usable(clinic, grid.longest(), 0.0)
    }
}

/// The most of some minutes that whole appointments of some lengths take.
fn fullest(lengths: &[f64], minutes: f64) -> f64 {
    let Some((&first, others)) = lengths.split_first() else { return 0.0 };
    if first <= 0.0 {
        return fullest(others, minutes);
    }
    let most = (minutes / first + 1e-9).floor();
    if others.is_empty() {
        return most * first;
    }
    (0..=most as u32).map(f64::from).map(|n| n * first + fullest(others, minutes - n * first)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_appointments_take_what_they_can() {
        let near = |lengths: &[f64], minutes: f64, most: f64| assert!((fullest(lengths, minutes) - most).abs() < 1e-9);
        near(&[45.0], 210.0, 180.0);
        near(&[120.0, 40.0], 225.0, 200.0);
        near(&[40.0, 120.0, 40.0], 225.0, 200.0);
        near(&[75.0, 90.0], 225.0, 225.0);
        near(&[60.0, 40.0], 30.0, 0.0);
        near(&[], 225.0, 0.0);
    }
}
