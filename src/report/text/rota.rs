//! The first week's rota of a plan.

use crate::base::calendar::{Week, iso_week};
use crate::plan::Session;
use crate::record::PlanRecord;
use crate::report::numbers::counted;
use crate::report::page::Sheet;
use crate::report::rota::grid::{Grid, grid};
use chrono::NaiveDate;

/// The first week with sessions, and its meetings.
pub(super) fn first_week(sheet: &mut Sheet, record: &PlanRecord) {
    let Some(week) = record.plan.sessions.iter().map(|s| s.week).min() else { return };
    let sessions: Vec<&Session> = record.plan.sessions.iter().filter(|s| s.week == week).collect();
    sheet.heading(&format!("Rota of {}", week_in_words(week, record.service.start)));
    let legend = grid(sheet, &record.service, &Grid { sessions, note: &|_| None });
    sheet.gap();
    sheet.paragraph(&format!("{legend} Rooms and all other weeks are in rota.csv (--out)."));
    meetings(sheet, record, week);
}

fn week_in_words(week: Week, start: NaiveDate) -> String {
    let monday = week.monday(start);
    format!("{week}: {} ({})", monday.format("%-d %B %Y"), iso_week(monday))
}

fn meetings(sheet: &mut Sheet, record: &PlanRecord, week: Week) {
    for held in record.plan.meetings.iter().filter(|m| m.week == week) {
        let missing = match held.missing.len() {
            0 => String::new(),
            missing => format!(", {} by a clinic elsewhere", counted(missing as f64, "is kept away", "are kept away")),
        };
        sheet.point(&format!(
            "{} {}, {}: {}{missing}",
            held.half_day,
            held.date.format("%-d %B"),
            record.service.meeting_name(&held.meeting),
            counted(held.attendees.len() as f64, "attends", "attend"),
        ));
    }
}
