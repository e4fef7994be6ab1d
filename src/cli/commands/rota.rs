//! `equipoise rota`.

use crate::base::calendar::{Week, iso_week};
use crate::base::control::Control;
use crate::cli::args::RotaArgs;
use crate::cli::commands::loading::{Loaded, Ready, plan_record, ready, rota_record, same_scenario};
use crate::cli::commands::output::Output;
use crate::cli::commands::solving::finish;
use crate::cli::console::Console;
use crate::cli::{Exit, compose};
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::rota::State;
use crate::record::{Manifest, RotaRecord};
use crate::report::{rota as page, tables};
use crate::service::Service;
use crate::strategy::Limits;
use crate::study::{self, Promised};
use anyhow::Result;

/// Makes the dated rota of some weeks.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn rota(args: &RotaArgs, console: Console) -> Result<Exit> {
    let arguments = (&args.scenario, &args.solver);
    let Ready { loaded, engine, limits, job } = match ready(args.out.as_deref(), arguments, console)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    let earlier = match args.from.as_deref().map(|file| rota_record(file, console)).transpose() {
        Ok(earlier) => earlier,
        Err(exit) => return Ok(exit),
    };
    if let Some(earlier) = &earlier
        && let Err(exit) = same_scenario(&earlier.stamp, "rota", &loaded.scenario, console)
    {
        return Ok(exit);
    }
    let weeks = match weeks(args, &loaded.service, earlier.as_ref()) {
        Ok(weeks) => weeks,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let promised = match promised(args, &loaded, earlier.as_ref(), (engine, &limits), &job, console)? {
        Ok(promised) => promised,
        Err(exit) => return Ok(exit),
    };
    let before = earlier.as_ref().map(|record| &record.rota);
    let run = |control: &Control| study::rota(&loaded.service, &promised, (&weeks, before), (engine, &limits), control);
    let mut answer = match finish(run, &job, console)? {
        Ok(answer) => answer,
        Err(exit) => return Ok(exit),
    };
    if args.publish {
        for week in &mut answer.rota.weeks {
            week.state = State::Published;
        }
    }
    let record = compose::rota_record(&loaded, answer, engine, &limits);
    let mut output = Output {
        record: ("rota.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: page::rota(&record),
        tables: tables::rota,
        more: Vec::new(),
    };
    output.save(Manifest::of_rota(&record), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(if record.verdict.accepted { Exit::Done } else { Exit::Verification })
}

/// The weeks that are asked for.
fn weeks(args: &RotaArgs, service: &Service, earlier: Option<&RotaRecord>) -> Result<Vec<Week>, String> {
    let iso = |week: Week| iso_week(week.monday(service.timetable.start));
    let last = service.timetable.weeks;
    let first = match &args.week {
        Some(text) => service.weeks().find(|&week| iso(week).eq_ignore_ascii_case(text.trim())).ok_or_else(|| {
            format!(
                "`{text}` is no week of the horizon, which goes from {} to {}; write it as {}",
                iso(Week(0)),
                iso(Week(last - 1)),
                iso(Week(0))
            )
        })?,
        None => {
            let ended = earlier.and_then(|record| record.rota.weeks.last()).map(|w| w.week.0 + 1);
            let next = ended.unwrap_or(0);
            if next >= last {
                return Err("the rota of --from goes to the horizon's end; name a week with --week".to_owned());
            }
            Week(next)
        }
    };
    Ok((first.0..(first.0 + args.weeks).min(last)).map(Week).collect())
}

/// What a plan promises: that which is named, that which the earlier rota came from, or a new one.
fn promised(
    args: &RotaArgs,
    loaded: &Loaded,
    earlier: Option<&RotaRecord>,
    (engine, limits): (&dyn Engine, &Limits),
    job: &Control,
    console: Console,
) -> Result<Result<Promised, Exit>> {
    if let Some(file) = &args.plan {
        let read = plan_record(file, console)
            .and_then(|record| same_scenario(&record.stamp, "plan", &loaded.scenario, console).map(|()| record));
        return Ok(read.map(|record| Promised::by_plan(&loaded.service, &record.plan)));
    }
    if let Some(earlier) = earlier {
        return Ok(Ok(Promised::by_rota(&earlier.rota)));
    }
    let plan = |control: &Control| study::checked(&loaded.service, Goal::Best, engine, limits, control);
    Ok(finish(plan, job, console)?.map(|answer| Promised::by_plan(&loaded.service, &answer.solved.plan)))
}
