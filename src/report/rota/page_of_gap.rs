//! The page of a gap: who could take a session.

use super::receipt::change_in_words;
use crate::plan::gap::Candidate;
use crate::plan::rota::Change;
use crate::record::GapRecord;
use crate::report::numbers::{counted, pounds, signed};
use crate::report::page::{Column, Document, Sheet};
use crate::service::RuleId;
use std::collections::BTreeMap;

/// Who could take a session, and which room could hold it, as a page.
#[must_use]
pub fn gap(record: &GapRecord) -> Document {
    let mut sheet = Sheet::new();
    let (service, filling) = (&record.service, &record.filling);
    let session = &filling.session;
    sheet.heading(&format!(
        "Who could take {} at {} on {} {}?",
        service.clinic_name(&session.clinic),
        service.site_name(&session.site),
        session.half_day,
        session.date.format("%-d %B %Y")
    ));
    match filling.could.iter().find(|candidate| !candidate.already) {
        None => sheet.paragraph("Nobody else could, by the rules."),
        Some(best) => sheet.paragraph(&format!(
            "{} could: {} in all, {}. Each was found by planning the week again with them in it; what was published and \
             changes is priced by its notice.",
            best.practitioner,
            cost(best.cost_gbp),
            match best.appointments {
                0 => "as many appointments are held".to_owned(),
                more if more > 0 => counted(more as f64, "appointment more is held", "appointments more are held"),
                fewer => counted(-fewer as f64, "appointment fewer is held", "appointments fewer are held"),
            }
        )),
    }
    let columns = [
        Column::Words("Who could"),
        Column::Number("Costs in all"),
        Column::Number("of it, waiting"),
        Column::Number("Appointments"),
        Column::Number("Their session"),
        Column::Number("Else changed"),
    ];
    let others = |candidate: &Candidate| -> Vec<String> {
        let own = |change: &&Change| {
            change.after.as_ref().is_none_or(|after| {
                (&after.practitioner, after.date, &after.half_day)
                    != (&candidate.practitioner, session.date, &session.half_day)
            })
        };
        candidate.changes.iter().filter(own).map(|change| change_in_words(service, change)).collect()
    };
    let rows = filling.could.iter().map(|candidate| {
        let has = if candidate.already { " (has one then)" } else { "" };
        vec![
            format!("{}{has}", candidate.practitioner),
            signed(candidate.cost_gbp, pounds),
            signed(candidate.waiting_gbp, pounds),
            signed(candidate.appointments as f64, |n| format!("{n:.0}")),
            pounds(candidate.pay_gbp),
            others(candidate).len().to_string(),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.gap();
    for candidate in filling.could.iter().filter(|candidate| !others(candidate).is_empty()) {
        sheet.point(&format!("With {}: {}.", candidate.practitioner, others(candidate).join("; ")));
    }
    if !filling.could_not.is_empty() {
        sheet.heading("Who could not");
        let mut why: BTreeMap<(RuleId, &str), Vec<&str>> = BTreeMap::new();
        for refused in &filling.could_not {
            why.entry((refused.rule, &refused.why)).or_default().push(refused.id.as_ref());
        }
        for ((rule, why), who) in why {
            sheet.point(&format!("{}: {why} ({rule})", who.join(", ")));
        }
    }
    sheet.heading("Rooms");
    for choice in &filling.rooms {
        let how = match choice.moves {
            0 => "is free".to_owned(),
            moves => format!("would be, if {} room", counted(f64::from(moves), "session changed", "sessions changed")),
        };
        sheet.point(&format!("{}: {how}", service.room_name(&choice.room)));
    }
    for refused in &filling.rooms_not {
        sheet.point(&format!("{}: no, it {}", service.room_name(&refused.id), refused.why));
    }
    sheet.finish()
}

fn cost(pounds_in_all: f64) -> String {
    if pounds_in_all <= 0.0 {
        format!("it saves {}", pounds(-pounds_in_all))
    } else {
        format!("it costs {}", pounds(pounds_in_all))
    }
}
