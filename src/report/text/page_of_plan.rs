//! The page of a plan.

use super::{assumptions, desk, headline, levels, money, outcome, patients, promises, rota, steady_difference, usage};
use crate::record::{PlanRecord, SteadyRecord};
use crate::report::page::{Document, Sheet};

/// A plan as text. With the long-run balance of the same scenario it also says why the two differ.
#[must_use]
pub fn plan(record: &PlanRecord, balance: Option<&SteadyRecord>) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&headline::title(record));
    body(&mut sheet, record, balance);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    sheet.finish()
}

/// A plan in a sentence.
pub(in crate::report) fn in_short(record: &PlanRecord) -> String {
    format!("{} {}", headline::in_short(record), headline::benefit_sentence(&record.plan.figures, &record.service))
}

/// What a plan says, without its title and what it rests on.
pub(in crate::report) fn body(sheet: &mut Sheet, record: &PlanRecord, balance: Option<&SteadyRecord>) {
    headline::headline(sheet, record);
    outcome::clashes(sheet, &record.outcome);
    headline::against_nothing(sheet, record);
    patients::courses(sheet, record);
    levels::levels(sheet, record);
    patients::time_frames(sheet, record);
    patients::streams(sheet, record);
    patients::queues(sheet, record);
    patients::bands(sheet, record);
    usage::clinics(sheet, record);
    usage::practitioners(sheet, record);
    usage::rooms(sheet, record);
    desk::desk(sheet, record);
    promises::promises(sheet, record);
    money::money(sheet, record);
    if let Some(balance) = balance {
        steady_difference::steady_difference(sheet, record, balance);
    }
    rota::first_week(sheet, record);
    outcome::verdict(sheet, record);
}
