//! Weeks in which sites are open.

use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;

/// The open weeks of the horizon, by site; weeks after it all count as open.
pub(in crate::verify) struct OpenWeeks {
    weeks: Vec<Vec<usize>>,
    horizon: usize,
}

impl OpenWeeks {
    /// A week is open at a site if at least one half-day of it is.
    pub(super) fn of(service: &Service, lists: Lists<'_>, grid: &Grid) -> Self {
        let weeks = lists
            .sites
            .iter()
            .map(|site| {
                (0..grid.weeks())
                    .filter(|&week| {
                        grid.slots().any(|slot| service.site_is_open(site, grid.date(week, slot), grid.half_day(slot)))
                    })
                    .collect()
            })
            .collect();
        Self { weeks, horizon: grid.weeks() }
    }

    /// Whether a site is open in a week of the horizon.
    pub(in crate::verify) fn is_open(&self, site: usize, week: usize) -> bool {
        self.weeks[site].contains(&week)
    }

    /// How many open weeks of a site lie before a week of the horizon.
    pub(in crate::verify) fn before(&self, site: usize, week: usize) -> usize {
        self.weeks[site].iter().filter(|&&w| w < week).count()
    }

    /// How many open weeks of a site lie in the horizon from a week on.
    pub(in crate::verify) fn left(&self, site: usize, week: usize) -> usize {
        self.weeks[site].len() - self.before(site, week)
    }

    /// The week in which a site's u-th open week falls, from 0; beyond the horizon all weeks are open.
    pub(in crate::verify) fn nth(&self, site: usize, u: usize) -> usize {
        let open = &self.weeks[site];
        open.get(u).copied().unwrap_or_else(|| self.horizon + u - open.len())
    }
}
