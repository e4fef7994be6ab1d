//! F13: desk work fits the time there is for it, and is done in time or late.

use crate::base::calendar::Week;
use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::owned_up;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, at_most, near};
use std::collections::BTreeMap;

/// Checks, for each kind and week, that what the flow makes due is called due, that nothing is done before it is due, and
/// that what should be done and is not is called late; for each role and week that its people have time for what is done.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let weeks = facts.grid.weeks();
    let mut taken: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, work) in facts.lists.desk_work.iter().enumerate() {
        let row = |week: usize| facts.rows.desk.get(&(kind, week));
        let done: Vec<f64> = (0..weeks).map(|week| row(week).map_or(0.0, |cell| cell.row.done)).collect();
        let late = facts.desk.late(kind, work, &done);
        let (mut due_so_far, mut done_so_far) = (0.0, 0.0);
        for week in 0..weeks {
            let due = facts.desk.due[kind][week];
            let claimed = row(week).map_or((0.0, 0.0), |cell| (cell.row.due, cell.row.late));
            let path = |field: &str| row(week).map_or("desk".to_owned(), |cell| format!("desk[{}]{field}", cell.index));
            let name = || format!("{} in {}", work.id, Week(week as u32));
            due_so_far += due;
            done_so_far += done[week];
            taken.entry(work.role.as_ref()).or_insert_with(|| vec![0.0; weeks])[week] += done[week];
            sheet.require(
                RuleId::DeskWork,
                near(claimed.0, due, FLOW),
                || path(".due"),
                || format!("{due} hours of {} are due, not {}", name(), claimed.0),
                "count what the plan's flow makes due",
            );
            sheet.require(
                RuleId::DeskWork,
                at_most(done_so_far, due_so_far, FLOW),
                || path(".done"),
                || format!("{done_so_far} hours of {} are done by then, of {due_so_far} due", name()),
                "do no more than is due",
            );
            sheet.require(
                RuleId::DeskWork,
                near(claimed.1, late[week], FLOW),
                || path(".late"),
                || format!("{} hours of {} are late, not {}", late[week], name(), claimed.1),
                "call late what should be done by then and is not",
            );
        }
    }
    for (role, done) in taken {
        for (week, (&done, &time)) in done.iter().zip(&facts.desk.time[role]).enumerate() {
            sheet.require(
                RuleId::DeskWork,
                at_most(done, time, FLOW),
                || "desk".to_owned(),
                || format!("{done} hours of {role} are done in {}; there is time for {time}", Week(week as u32)),
                "do the rest later, or call it late",
            );
        }
    }
    owned_up(facts, RuleId::DeskWork, Aim::Promises, facts.worth.desk, sheet);
}
