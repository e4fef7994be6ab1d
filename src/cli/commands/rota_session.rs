//! A session as it is typed: `2026-02-26:pm:folkestone:nurse-clinic`.

use super::known::known;
use crate::base::calendar::{Day, HalfDay};
use crate::base::ids::{ClinicId, PeriodId, PractitionerId, SiteId};
use crate::plan::gap::OpenSession;
use crate::plan::rota::Rota;
use crate::service::Service;
use chrono::NaiveDate;

/// Reads `DATE:HALF-DAY:SITE:CLINIC`, with a practitioner behind it where `argument` takes one.
///
/// # Errors
/// What is wrong with it, and how to write it.
pub fn session(
    argument: &str,
    text: &str,
    service: &Service,
    rota: &Rota,
) -> Result<(OpenSession, Option<PractitionerId>), String> {
    let form = format!("write {argument}, such as 2026-02-26:pm:folkestone:nurse-clinic");
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (date, period, site, clinic, practitioner) = match parts.as_slice() {
        [date, period, site, clinic] => (date, period, site, clinic, None),
        [date, period, site, clinic, id] if argument.contains("[:ID]") => (date, period, site, clinic, Some(id)),
        _ => return Err(format!("`{text}` is no session: {form}")),
    };
    let date: NaiveDate = date.parse().map_err(|_| format!("`{date}` is no date: {form}"))?;
    known("half-day", period, service.timetable.periods.iter().map(|p| &p.id))?;
    known("site", site, service.sites.iter().map(|s| &s.id))?;
    known("clinic", clinic, service.clinics.iter().map(|c| &c.id))?;
    if let Some(id) = practitioner {
        known("practitioner", id, service.practitioners.iter().map(|p| &p.id))?;
    }
    if !rota.weeks.iter().any(|week| week.covers(date)) {
        return Err(format!("{date} lies in no week of the rota of --from"));
    }
    let session = OpenSession {
        date,
        half_day: HalfDay { day: Day::of(date), period: PeriodId::from(*period) },
        clinic: ClinicId::from(*clinic),
        site: SiteId::from(*site),
    };
    Ok((session, practitioner.map(|id| PractitionerId::from(*id))))
}
