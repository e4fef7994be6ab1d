//! `equipoise rota`.

use crate::base::calendar::{Week, iso_week};
use crate::base::control::Control;
use crate::cli::args::RotaArgs;
use crate::cli::commands::loading::{
    Loaded, Reading, Ready, plan_record, ready, ready_with, refused, rota_record, same_scenario,
};
use crate::cli::commands::output::Output;
use crate::cli::commands::rota_changes::Changes;
use crate::cli::commands::rota_gap::fill;
use crate::cli::commands::solving::finish;
use crate::cli::console::Console;
use crate::cli::{Exit, compose};
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::rota::State;
use crate::record::issue::issue;
use crate::record::{Manifest, OutputFolder, RotaRecord};
use crate::report::ics::calendars;
use crate::report::wall::wall;
use crate::report::{rota as page, tables};
use crate::scenario::{Opened, Selection};
use crate::service::Service;
use crate::strategy::{Earlier, Limits};
use crate::study::{self, Promised};
use anyhow::Result;
use chrono::NaiveDate;

/// Makes the dated rota of some weeks.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn rota(args: &RotaArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let earlier = match args.from.as_deref().map(|file| rota_record(file, console)).transpose() {
        Ok(earlier) => earlier,
        Err(exit) => return Ok(exit),
    };
    let (ready, changes) = match begin(args, earlier.as_ref(), console)? {
        Ok(begun) => begun,
        Err(exit) => return Ok(exit),
    };
    if let (Some(text), Some(earlier)) = (&args.fill, &earlier) {
        return fill(args, text, &ready, earlier, console);
    }
    let Ready { loaded, engine, limits, job } = ready;
    let weeks = match weeks(args, &loaded.service, earlier.as_ref(), &changes) {
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
    let today = args.today.or(changes.first).unwrap_or(weeks.first_day);
    let before = earlier.as_ref().map(|record| Earlier {
        rota: &record.rota,
        from: weeks.changed,
        reach: weeks.reach,
        today,
        asked: &changes.words,
    });
    let run =
        |control: &Control| study::rota(&loaded.service, &promised, (&weeks.all, before), (engine, &limits), control);
    let mut answer = match finish(run, &job, console)? {
        Ok(answer) => answer,
        Err(exit) => return Ok(exit),
    };
    for week in &mut answer.rota.weeks {
        if args.today.is_some_and(|today| (today - week.monday).num_days() >= 7) {
            week.state = State::Past;
        } else if args.publish && week.state == State::Draft {
            week.state = State::Published;
        }
    }
    let mut record = compose::rota_record(&loaded, answer, engine, &limits);
    if let Some(earlier) = &earlier {
        record.stamp.scenario.variants.clone_from(&earlier.stamp.scenario.variants);
    }
    let before = earlier.as_ref().and_then(|earlier| earlier.issue.as_ref());
    if before.is_some() || record.rota.weeks.iter().any(|w| w.state != State::Draft) {
        record.issue = Some(issue(&record.service, &record.rota, &slug(&record.service.name), before, today));
    }
    let mut more = record.issue.as_ref().map_or_else(Vec::new, |issue| calendars(&record.service, issue));
    if args.out.is_some() {
        more.push(("rota.xlsx".to_owned(), wall(&record)?));
    }
    let mut output = Output {
        record: ("rota.json", &record),
        stamp: &record.stamp,
        dated: record.service.start,
        page: page::rota(&record),
        tables: tables::rota,
        more,
    };
    output.save(Manifest::of_rota(&record), args.out.as_deref(), console)?;
    output.print(args.format, console)?;
    Ok(if record.verdict.accepted { Exit::Done } else { Exit::Verification })
}

/// A service's name as calendars know it: letters, digits and hyphens.
fn slug(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let plain: String = plain.collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Makes ready to solve: with an earlier rota, the scenario as it was then, and what is changed in it.
fn begin(args: &RotaArgs, earlier: Option<&RotaRecord>, console: Console) -> Result<Result<(Ready, Changes), Exit>> {
    let Some(earlier) = earlier else {
        if !args.absent.is_empty() || !args.close.is_empty() {
            console.error("a change is made to an earlier rota: name it with --from");
            return Ok(Err(Exit::Usage));
        }
        let begun = ready(None, (&args.scenario, &args.solver), console)?;
        return Ok(begun.map(|ready| (ready, Changes::default())));
    };
    if !args.scenario.variants.is_empty() || !args.scenario.sets.is_empty() {
        console.error("the rota of --from brings its variants and settings; leave out --variant and --set");
        return Ok(Err(Exit::Usage));
    }
    let opened = match Opened::open(&args.scenario.scenario) {
        Ok(opened) => opened,
        Err(findings) => return Ok(Err(refused(&findings, console))),
    };
    let mut selection = Selection { patches: earlier.stamp.patches.clone(), ..Selection::default() };
    let as_it_was = match Reading::with(&opened, &selection).loaded(&[], args.scenario.strict, console) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(Err(exit)),
    };
    if let Err(exit) = same_scenario(&earlier.stamp, "rota", &as_it_was.scenario, console) {
        return Ok(Err(exit));
    }
    let changes = match Changes::read(args, &as_it_was.scenario.record, &as_it_was.scenario.tree) {
        Ok(changes) => changes,
        Err(why) => {
            console.error(&why);
            return Ok(Err(Exit::Usage));
        }
    };
    selection.patches.extend(changes.patches.iter().cloned());
    let loaded = if changes.patches.is_empty() {
        Ok(as_it_was)
    } else {
        Reading::with(&opened, &selection).loaded(&[], args.scenario.strict, console)
    };
    Ok(loaded.and_then(|loaded| ready_with(loaded, &args.solver, console)).map(|ready| (ready, changes)))
}

/// The weeks of a rota.
struct Weeks {
    /// All of them.
    all: Vec<Week>,
    /// The first that is changed, where something is.
    changed: Option<Week>,
    /// The last that may have other sessions.
    reach: Week,
    /// Its, or the rota's, first day.
    first_day: NaiveDate,
}

/// The weeks that are asked for; with a change, those of the earlier rota.
fn weeks(args: &RotaArgs, service: &Service, earlier: Option<&RotaRecord>, changes: &Changes) -> Result<Weeks, String> {
    let start = service.timetable.start;
    let iso = |week: Week| iso_week(week.monday(start));
    let last = service.timetable.weeks;
    if let (Some(earlier), Some(first)) = (earlier, changes.first) {
        let all: Vec<Week> = earlier.rota.weeks.iter().map(|w| w.week).collect();
        let day = args.today.map_or(first, |today| first.max(today));
        let of = |date: NaiveDate| u32::try_from((date - start).num_days() / 7).map_or(Week(0), Week);
        let changed = of(day);
        let reach = Week(of(changes.last.unwrap_or(day)).0.saturating_add(args.reach));
        return match (all.first(), all.last()) {
            (Some(from), Some(to)) if (*from..=*to).contains(&changed) => {
                Ok(Weeks { all, changed: Some(changed), reach, first_day: day })
            }
            (Some(from), Some(to)) => {
                Err(format!("the change begins on {day}; the rota of --from goes from {} to {}", iso(*from), iso(*to)))
            }
            _ => Err("the rota of --from has no weeks".to_owned()),
        };
    }
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
    let all = (first.0..(first.0 + args.weeks).min(last)).map(Week).collect();
    Ok(Weeks { all, changed: None, reach: Week(last), first_day: first.monday(start) })
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
