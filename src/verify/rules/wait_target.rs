//! F5: patients start within the target wait, at a price a patient and week beyond it.

use crate::base::calendar::Week;
use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::owned_up;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, near};

/// Compares who is said to wait beyond the target with who does, and checks that the waits' worth owns up to it.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for line in &facts.lines {
        for week in 0..facts.grid.weeks() {
            let Some(queue) = facts.rows.queues.get(&(line.stream, line.site, week)) else { continue };
            let (claimed, reckoned) = (queue.row.beyond_target, line.beyond[week]);
            sheet.require(
                RuleId::WaitTarget,
                near(claimed, reckoned, FLOW),
                || format!("queues[{}].beyond_target", queue.index),
                || {
                    let (stream, site) = (&facts.lists.streams[line.stream].id, &facts.lists.sites[line.site].id);
                    let week = Week(week as u32);
                    format!("{reckoned} patients of {stream} at {site} wait beyond the target in {week}, not {claimed}")
                },
                "count those who wait less the arrivals of the last weeks within the target",
            );
        }
    }
    owned_up(facts, RuleId::WaitTarget, Aim::Waiting, facts.worth.beyond, sheet);
}
