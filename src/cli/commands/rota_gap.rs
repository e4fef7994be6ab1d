//! `equipoise rota --fill`: who could take a session.

use super::loading::Ready;
use super::output::Output;
use super::solving::finish;
use crate::base::calendar::{Day, HalfDay};
use crate::base::control::Control;
use crate::base::finding::nearest;
use crate::base::ids::{ClinicId, PeriodId, SiteId};
use crate::cli::args::RotaArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, compose};
use crate::plan::gap::OpenSession;
use crate::record::gap::{GAP_VERSION, GapRecord};
use crate::record::{Manifest, RotaRecord, ServiceOutline};
use crate::report::{rota as page, tables};
use crate::service::Service;
use crate::strategy::Earlier;
use crate::study::{self, Promised};
use anyhow::Result;
use chrono::NaiveDate;

/// Says who could take a session.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn fill(args: &RotaArgs, text: &str, ready: &Ready, earlier: &RotaRecord, console: Console) -> Result<Exit> {
    let Ready { loaded, engine, limits, job } = ready;
    let session = match session(text, &loaded.service, earlier) {
        Ok(session) => session,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let today = args.today.unwrap_or(session.date);
    if session.date < today {
        console.error(&format!("{} is over by {today}", session.date));
        return Ok(Exit::Usage);
    }
    let promised = Promised::by_rota(&earlier.rota);
    let before = Earlier { rota: &earlier.rota, from: None, reach: crate::base::calendar::Week(0), today, asked: &[] };
    let run =
        |control: &Control| study::gap(&loaded.service, &promised, (&before, &session), (*engine, limits), control);
    let filling = match finish(run, job, console)? {
        Ok(filling) => filling,
        Err(exit) => return Ok(exit),
    };
    let record = GapRecord {
        equipoise_gap: GAP_VERSION,
        stamp: compose::stamp(loaded, *engine, limits),
        service: ServiceOutline::of(&loaded.service),
        filling,
    };
    let mut output = Output {
        record: ("gap.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: page::gap(&record),
        tables: tables::gap,
        more: Vec::new(),
    };
    output.save(Manifest::of_many(&record.stamp), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(Exit::Done)
}

/// `2026-02-26:pm:folkestone:nurse-clinic`.
fn session(text: &str, service: &Service, earlier: &RotaRecord) -> Result<OpenSession, String> {
    let form = "write --fill DATE:HALF-DAY:SITE:CLINIC, such as 2026-02-26:pm:folkestone:nurse-clinic";
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let [date, period, site, clinic] = parts.as_slice() else {
        return Err(format!("`{text}` is no session: {form}"));
    };
    let date: NaiveDate = date.parse().map_err(|_| format!("`{date}` is no date: {form}"))?;
    let known = |noun: &str, id: &str, ids: Vec<String>| {
        if ids.iter().any(|known| known == id) {
            return Ok(());
        }
        let meant = nearest(id, &ids).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
        Err(format!("there is no {noun} `{id}`{meant}; there are: {}", ids.join(", ")))
    };
    known("half-day", period, service.timetable.periods.iter().map(|p| p.id.to_string()).collect())?;
    known("site", site, service.sites.iter().map(|s| s.id.to_string()).collect())?;
    known("clinic", clinic, service.clinics.iter().map(|c| c.id.to_string()).collect())?;
    let within = earlier.rota.weeks.iter().any(|w| (0..7).contains(&(date - w.monday).num_days()));
    if !within {
        return Err(format!("{date} lies in no week of the rota of --from"));
    }
    Ok(OpenSession {
        date,
        half_day: HalfDay { day: Day::of(date), period: PeriodId::from(*period) },
        clinic: ClinicId::from(*clinic),
        site: SiteId::from(*site),
    })
}
