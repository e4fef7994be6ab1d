//! `equipoise rota --fill`: who could take a session.

use super::loading::Ready;
use super::output::Output;
use super::rota_session::session;
use super::solving::finish;
use crate::base::control::Control;
use crate::cli::args::RotaArgs;
use crate::cli::console::Console;
use crate::cli::{Exit, compose};
use crate::record::gap::{GAP_VERSION, GapRecord};
use crate::record::{Manifest, RotaRecord, ServiceOutline};
use crate::report::{rota as page, tables};
use crate::study;
use anyhow::Result;

/// The form of `--fill`.
const FILL: &str = "--fill DATE:HALF-DAY:SITE:CLINIC";

/// Says who could take a session.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn fill(args: &RotaArgs, text: &str, ready: &Ready, earlier: &RotaRecord, console: Console) -> Result<Exit> {
    let Ready { loaded, engine, limits, job } = ready;
    let session = match session(FILL, text, &loaded.service, &earlier.rota) {
        Ok((session, _)) => session,
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
    let rota = (&earlier.rota, today);
    let run = |control: &Control| study::gap(&loaded.service, rota, &session, (*engine, limits), control);
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
