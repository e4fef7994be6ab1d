//! All tables of a plan.

use super::{cell, flow, key_figures, rota};
use crate::record::PlanRecord;
use cell::Sheet;

/// All tables of a plan: file name and bytes, in a fixed order.
///
/// # Errors
/// If a table cannot be written, which memory alone could cause.
pub fn tables(record: &PlanRecord) -> Result<Vec<(&'static str, Vec<u8>)>, csv::Error> {
    let sheets: [(&'static str, Sheet); 17] = [
        ("starts.csv", flow::starts(record)),
        ("queues.csv", flow::queues(record)),
        ("lessons.csv", flow::lessons(record)),
        ("bookings.csv", flow::bookings(record)),
        ("tail.csv", flow::tail(record)),
        ("pattern.csv", rota::pattern(record)),
        ("rota.csv", rota::rota(record)),
        ("meetings.csv", rota::meetings(record)),
        ("streams.csv", key_figures::streams(record)),
        ("courses.csv", key_figures::courses(record)),
        ("measures.csv", key_figures::measures(record)),
        ("practitioners.csv", key_figures::practitioners(record)),
        ("rooms.csv", key_figures::rooms(record)),
        ("clinics.csv", key_figures::clinics(record)),
        ("budgets.csv", key_figures::budgets(record)),
        ("figures.csv", key_figures::against_nothing(record)),
        ("assumptions.csv", key_figures::assumptions(record)),
    ];
    sheets.into_iter().map(|(name, sheet)| Ok((name, sheet.into_bytes()?))).collect()
}
