//! The page of a plan.

use super::{assumptions, headline, money, outcome, patients, promises, rota, steady_difference, usage};
use crate::record::{PlanRecord, SteadyRecord};
use crate::report::page::{Document, Sheet};

/// A plan as text. With the long-run balance of the same scenario it also says why the two differ.
#[must_use]
pub fn plan(record: &PlanRecord, balance: Option<&SteadyRecord>) -> Document {
    let mut sheet = Sheet::new();
    headline::headline(&mut sheet, record);
    outcome::clashes(&mut sheet, &record.outcome);
    headline::against_nothing(&mut sheet, record);
    patients::courses(&mut sheet, record);
    patients::streams(&mut sheet, record);
    patients::queues(&mut sheet, record);
    patients::bands(&mut sheet, record);
    usage::clinics(&mut sheet, record);
    usage::practitioners(&mut sheet, record);
    usage::rooms(&mut sheet, record);
    promises::promises(&mut sheet, record);
    money::money(&mut sheet, record);
    if let Some(balance) = balance {
        steady_difference::steady_difference(&mut sheet, record, balance);
    }
    rota::first_week(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    outcome::verdict(&mut sheet, record);
    sheet.finish()
}
