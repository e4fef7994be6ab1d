//! What the plan takes for granted: prices, streams without evidence, interpolated doses.

use crate::record::outline::CourseOutline;
use crate::record::{Assumption, EvidenceNotes, ServiceOutline};
use crate::report::numbers::pounds;
use crate::report::page::{Column, Sheet};

/// The heading under which a page says what it takes for granted.
pub(in crate::report) const RESTS_ON: &str = "What this rests on";

/// Prices used, and what to know about the evidence.
pub(in crate::report) fn assumptions(
    sheet: &mut Sheet,
    prices: &[Assumption],
    evidence: &EvidenceNotes,
    service: &ServiceOutline,
) {
    sheet.heading(RESTS_ON);
    rests_on(sheet, prices, evidence, service);
}

/// The same without its heading.
pub(in crate::report) fn rests_on(
    sheet: &mut Sheet,
    prices: &[Assumption],
    evidence: &EvidenceNotes,
    service: &ServiceOutline,
) {
    prices_used(sheet, prices);
    sheet.gap();
    behind(sheet, evidence, service);
}

/// The prices used.
pub(in crate::report) fn prices_used(sheet: &mut Sheet, prices: &[Assumption]) {
    let columns = [Column::Words("Price of a"), Column::Number("Pounds"), Column::Words("From"), Column::Words("Why")];
    let rows = prices.iter().map(|price| {
        let from = if price.given { "scenario" } else { "default" };
        let reason = if price.given { String::new() } else { price.reason.clone() };
        vec![price.unit.clone(), pounds(price.value_gbp), from.to_owned(), reason]
    });
    sheet.table(&columns, rows.collect());
}

/// What to know about the evidence.
fn behind(sheet: &mut Sheet, evidence: &EvidenceNotes, service: &ServiceOutline) {
    if evidence.streams_without_evidence.is_empty() {
        sheet.paragraph("Every stream has evidence.");
    } else {
        let names: Vec<&str> = evidence.streams_without_evidence.iter().map(|id| service.stream_name(id)).collect();
        sheet.paragraph(&format!(
            "Without evidence, so that starts there earn nothing and keep today's throughput where it is known: {}.",
            names.join(", ")
        ));
    }
    let sources: Vec<&CourseOutline> = service.courses.iter().filter(|course| course.source.is_some()).collect();
    if !sources.is_empty() {
        sheet.gap();
        sheet.paragraph("Where the effects come from:");
        for course in sources {
            let mark = if course.interpolated { " *" } else { "" };
            sheet.point(&format!("{}{mark}: {}", course.name, course.source.as_deref().unwrap_or_default()));
        }
    }
    if !evidence.interpolated_doses.is_empty() {
        let names: Vec<&str> = evidence.interpolated_doses.iter().map(|id| service.course_name(id)).collect();
        sheet.paragraph(&format!("* Interpolated between trial doses: {}.", names.join(", ")));
    }
}
