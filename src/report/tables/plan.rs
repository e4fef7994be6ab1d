//! All tables of a plan.

use super::cell::Sheet;
use super::files::Tables;
use super::{flow, key_figures, rota};
use crate::record::PlanRecord;

/// All tables of a plan, in a fixed order.
#[must_use]
pub fn plan(record: &PlanRecord) -> Tables {
    let sheets = [
        ("starts", flow::starts(record)),
        ("queues", flow::queues(record)),
        ("lessons", flow::lessons(record)),
        ("bookings", flow::bookings(record)),
        ("tail", flow::tail(record)),
        ("pattern", rota::pattern(record)),
        ("rota", rota::sessions_of(&record.service, &record.plan.sessions)),
        ("meetings", rota::meetings_of(&record.service, &record.plan.meetings)),
        ("streams", key_figures::streams(record)),
        ("courses", key_figures::courses(record)),
        ("levels", key_figures::levels(record)),
        ("measures", key_figures::measures(record)),
        ("practitioners", key_figures::practitioners(record)),
        ("rooms", key_figures::rooms(record)),
        ("clinics", key_figures::clinics(record)),
        ("budgets", key_figures::budgets(record)),
        ("income", key_figures::income(record)),
        ("desk", flow::desk(record)),
        ("desk_time", key_figures::desk_time(record)),
        ("figures", key_figures::against_nothing(record)),
        ("assumptions", key_figures::assumptions(record)),
    ];
    // most services have no levels, many earn nothing or write no desk work down
    let may_be_empty = ["levels", "income", "desk", "desk_time"];
    let kept = |(name, sheet): &(&str, Sheet)| !may_be_empty.contains(name) || !sheet.rows.is_empty();
    Tables::new(sheets.into_iter().filter(kept))
}
