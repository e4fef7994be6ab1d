//! In which weeks a site is open: cadences skip the others.

use crate::base::calendar::Week;
use crate::service::{Service, Site};

/// A site's open weeks within the horizon; weeks after it all count as open.
pub(super) struct OpenWeeks(Vec<bool>);

impl OpenWeeks {
    /// The open weeks of a site: those with at least one open half-day.
    pub(super) fn of(service: &Service, site: &Site) -> Self {
        let half_days: Vec<_> = service.half_days().collect();
        let open = |week: Week| {
            half_days.iter().any(|h| service.site_is_open(site, week.date(service.timetable.start, h.day), h))
        };
        Self(service.weeks().map(open).collect())
    }

    /// The n-th open week counted from `from` (which is the 0-th if it is open itself), as weeks since the horizon's
    /// start.
    pub(super) fn nth_from(&self, from: Week, n: usize) -> usize {
        let inside = self.0.iter().enumerate().skip(from.index()).filter(|(_, open)| **open).map(|(week, _)| week);
        let after = self.0.len().max(from.index())..;
        inside.chain(after).nth(n).unwrap_or(usize::MAX)
    }

    /// How many weeks of the horizon are open.
    pub(super) fn count(&self) -> usize {
        self.0.iter().filter(|open| **open).count()
    }
}
