//! F1: a queue is last week's queue, plus referrals and onward arrivals, less removals and starts.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::{Facts, Line};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, near};
use std::collections::BTreeSet;

/// Compares each queue row, number by number, with the queue that follows from the starts.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lines: BTreeSet<(usize, usize)> = facts.lines.iter().map(|l| (l.stream, l.site)).collect();
    for line in &facts.lines {
        for week in 0..facts.grid.weeks() {
            check_week(facts, line, week, sheet);
        }
    }
    for (&(stream, site, _), queue) in &facts.rows.queues {
        sheet.require(
            RuleId::Queue,
            lines.contains(&(stream, site)),
            || format!("queues[{}]", queue.index),
            || format!("{} has no patients at {}", facts.lists.streams[stream].id, facts.lists.sites[site].id),
            "leave out queues at sites that have no share of the stream",
        );
    }
    for row in &facts.rows.starts {
        sheet.require(
            RuleId::Queue,
            lines.contains(&(row.stream, row.site)),
            || format!("starts[{}]", row.index),
            || format!("{} has no patients at {}", facts.lists.streams[row.stream].id, facts.lists.sites[row.site].id),
            "start patients at sites that have a share of the stream",
        );
    }
}

fn check_week(facts: &Facts<'_>, line: &Line, week: usize, sheet: &mut Sheet) {
    let name = || {
        let (stream, site) = (&facts.lists.streams[line.stream].id, &facts.lists.sites[line.site].id);
        format!("{stream} at {site} in {}", Week(week as u32))
    };
    sheet.require(
        RuleId::Queue,
        line.waiting[week] >= -FLOW,
        || "queues".to_owned(),
        || format!("more patients leave the queue than wait: {} wait for {}", line.waiting[week], name()),
        "start no more patients than wait",
    );
    let Some(queue) = facts.rows.queues.get(&(line.stream, line.site, week)) else {
        sheet.require(
            RuleId::Queue,
            false,
            || "queues".to_owned(),
            || format!("there is no row for {}", name()),
            "write a row a stream, site and week",
        );
        return;
    };
    let row = queue.row;
    for (field, claimed, reckoned) in [
        ("referrals", row.referrals, line.referrals[week]),
        ("onward", row.onward, line.onward[week]),
        ("removals", row.removals, line.removals[week]),
        ("starts", row.starts, line.starts[week]),
        ("waiting", row.waiting, line.waiting[week]),
    ] {
        sheet.require(
            RuleId::Queue,
            near(claimed, reckoned, FLOW),
            || format!("queues[{}].{field}", queue.index),
            || format!("{field} of {} is {reckoned}, not {claimed}", name()),
            "reckon the queue from last week's, arrivals, removals and starts",
        );
    }
}
