//! F1c: a least share of those who wait or are referred must start.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FIGURE;

/// Checks every stream that names a least share.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for (position, stream) in facts.lists.streams.iter().enumerate() {
        let Some(least) = stream.least_started else { continue };
        let (mut started, mut came, mut sites) = (0.0, 0.0, 0.0);
        for line in facts.lines_of(position) {
            started += line.starts.iter().sum::<f64>();
            came += line.list + (0..facts.grid.weeks()).map(|week| line.arrivals(week)).sum::<f64>();
            sites += 1.0;
        }
        let floor = least.get() * came - sites;
        sheet.require(
            RuleId::LeastStarted,
            started >= floor - FIGURE * floor.abs().max(1.0),
            || "starts".to_owned(),
            || format!("{started} patients of {} start; at least {floor:.2} must", stream.id),
            "start more patients of this stream",
        );
    }
}
