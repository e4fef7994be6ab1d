//! Desk work: what of it is due, done and late, and how much of each role's time it takes.

use crate::record::PlanRecord;
use crate::report::numbers::{one, percent, whole};
use crate::report::page::{Column, Sheet};

/// By kind, and by role; nothing where there is no desk work.
pub(super) fn desk(sheet: &mut Sheet, record: &PlanRecord) {
    let figures = &record.plan.figures;
    if figures.desk.is_empty() {
        return;
    }
    sheet.heading("Desk work");
    let columns = [
        Column::Words("Work"),
        Column::Words("Role"),
        Column::Number("Hours\ndue"),
        Column::Number("Hours\ndone"),
        Column::Number("Late at\nthe end"),
        Column::Number("Late at\nworst"),
    ];
    let rows = figures.desk.iter().map(|work| {
        vec![
            record.service.desk_work_name(&work.task).to_owned(),
            work.role.to_string(),
            whole(work.due_hours),
            whole(work.done_hours),
            one(work.late_hours),
            one(work.most_late_hours),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.gap();
    let columns =
        [Column::Words("Role"), Column::Number("Hours\nfor it"), Column::Number("Hours\nused"), Column::Number("Used")];
    let rows = figures.desk_time.iter().map(|time| {
        vec![time.role.to_string(), whole(time.offered_hours), whole(time.used_hours), percent(time.utilisation)]
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "Work without a patient in the room. What is due and neither done nor late has time left; the hours for it lie \
         within non-clinical time, leave, bank holidays and absence allowed for.",
    );
}
