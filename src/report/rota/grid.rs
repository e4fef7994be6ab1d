//! A week as a grid: practitioners down, half-days across.

use super::codes::Codes;
use crate::base::calendar::HalfDay;
use crate::base::ids::PractitionerId;
use crate::plan::Session;
use crate::record::ServiceOutline;
use crate::report::page::{Column, Sheet};
use std::collections::BTreeSet;

/// A week's sessions.
pub(in crate::report) struct Grid<'a> {
    /// Sessions of one week.
    pub sessions: Vec<&'a Session>,
    /// What stands below a session's clinic and site: its room, its list.
    pub note: &'a dyn Fn(&Session) -> Option<String>,
}

/// Writes the grid; what its codes stand for is returned.
pub(in crate::report) fn grid(sheet: &mut Sheet, service: &ServiceOutline, grid: &Grid) -> String {
    let sessions = &grid.sessions;
    let clinics = Codes::of(sessions.iter().map(|s| &s.clinic));
    let sites = Codes::of(sessions.iter().map(|s| &s.site));
    let who: BTreeSet<&PractitionerId> = sessions.iter().map(|s| &s.practitioner).collect();
    let periods = &service.periods;
    let of_day = |&day| periods.iter().map(move |p| HalfDay { day, period: p.id.clone() });
    let half_days: Vec<HalfDay> = service.days.iter().flat_map(of_day).collect();
    let mut columns = vec![Column::Words("Practitioner")];
    let titles: Vec<String> = half_days.iter().map(|h| format!("{}\n{}", h.day, h.period)).collect();
    columns.extend(titles.iter().map(|title| Column::Code(title)));
    let rows = who.iter().map(|practitioner| {
        let mut row = vec![practitioner.to_string()];
        row.extend(half_days.iter().map(|half_day| {
            let held: Vec<String> = sessions
                .iter()
                .filter(|s| s.practitioner == **practitioner && s.half_day == *half_day)
                .map(|s| {
                    let note = (grid.note)(s).map(|note| format!("\n{note}")).unwrap_or_default();
                    format!("{}\n{}{note}", clinics.code(&s.clinic), sites.code(&s.site))
                })
                .collect();
            if held.is_empty() { ".".to_owned() } else { held.join("\n") }
        }));
        row
    });
    sheet.table_by(periods.len(), &columns, rows.collect());
    format!(
        "Clinics: {}. Sites: {}.",
        clinics.legend(|id| service.clinic_name(id)),
        sites.legend(|id| service.site_name(id)),
    )
}
