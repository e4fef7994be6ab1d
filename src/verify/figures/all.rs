//! All key figures in a row.

use crate::plan::figures::{AimFigures, Figures};
use crate::service::Aim;
use crate::verify::figures::{
    benefit, budgets, clinics, compare::Compare, courses, desk, income, practitioners, rooms, streams, totals,
};
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;

/// Reckons every key figure of a plan from its sound rows.
pub(in crate::verify) fn reckon(facts: &Facts<'_>) -> Figures {
    let streams = streams::reckon(facts);
    let desk = desk::reckon(facts);
    let aims = Aim::ALL.iter().map(|&aim| AimFigures { aim, value_gbp: facts.worth.aim(aim) }).collect();
    Figures {
        started: streams.iter().map(|s| s.started).sum(),
        started_treatment: totals::started_treatment(facts),
        finished: streams.iter().map(|s| s.finished).sum(),
        benefit: benefit::reckon(facts),
        courses: courses::reckon(facts),
        practitioners: practitioners::reckon(facts),
        rooms: rooms::reckon(facts),
        clinics: clinics::reckon(facts),
        budgets: budgets::reckon(facts),
        spend_gbp: facts.spend.total(),
        income: facts.income.rows.clone(),
        desk_time: desk::reckon_time(facts, &desk),
        desk,
        owed_after: facts.due.owed.values().chain(facts.put_off().values()).sum(),
        excess_after: facts.rows.tail.values().map(|t| t.excess).sum(),
        aims,
        value_gbp: facts.worth.value(),
        streams,
    }
}

/// Compares every key figure claimed with the one reckoned.
pub(in crate::verify) fn compare_all(claimed: &Figures, reckoned: &Figures, sheet: &mut Sheet) {
    totals::compare(claimed, reckoned, sheet);
    benefit::compare(&claimed.benefit, &reckoned.benefit, &mut Compare::new("figure-benefit", sheet));
    streams::compare(&claimed.streams, &reckoned.streams, &mut Compare::new("figure-streams", sheet));
    courses::compare(&claimed.courses, &reckoned.courses, &mut Compare::new("figure-courses", sheet));
    practitioners::compare(
        &claimed.practitioners,
        &reckoned.practitioners,
        &mut Compare::new("figure-practitioners", sheet),
    );
    rooms::compare(&claimed.rooms, &reckoned.rooms, &mut Compare::new("figure-rooms", sheet));
    clinics::compare(&claimed.clinics, &reckoned.clinics, &mut Compare::new("figure-clinics", sheet));
    budgets::compare(&claimed.budgets, &reckoned.budgets, &mut Compare::new("figure-budgets", sheet));
    income::compare(&claimed.income, &reckoned.income, &mut Compare::new("figure-income", sheet));
    desk::compare(&claimed.desk, &reckoned.desk, &mut Compare::new("figure-desk", sheet));
    desk::compare_time(&claimed.desk_time, &reckoned.desk_time, &mut Compare::new("figure-desk-time", sheet));
}
