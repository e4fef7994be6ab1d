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
use crate::plan::rota::{Rota, Stance, State};
use crate::record::issue::issue;
use crate::record::{Manifest, OutputFolder, PlanRecord, RotaRecord, ScenarioStamp};
use crate::report::ics::calendars;
use crate::report::wall::wall;
use crate::report::{rota as page, tables};
use crate::scenario::records::PatchRecord;
use crate::scenario::{Opened, Selection, without_folders};
use crate::service::Service;
use crate::strategy::{Changed, Earlier, Limits, Promised, RotaAsked};
use crate::study::{self, RotaAnswer};
use anyhow::Result;

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
    let Begun { ready, changes, plan } = match begin(args, earlier.as_ref(), console)? {
        Ok(begun) => begun,
        Err(exit) => return Ok(exit),
    };
    if let (Some(text), Some(earlier)) = (&args.fill, &earlier) {
        return fill(args, text, &ready, earlier, console);
    }
    let Ready { loaded, engine, limits, job } = ready;
    let (service, start) = (&loaded.service, loaded.service.timetable.start);
    let change = match earlier.as_ref() {
        Some(earlier) => changes.changed(args, start, &earlier.rota),
        None => Ok(None),
    };
    let weeks = change.and_then(|change| Ok((weeks(args, service, earlier.as_ref(), change.as_ref())?, change)));
    let (weeks, change) = match weeks {
        Ok(found) => found,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let promised = match promised(&loaded, (plan, earlier.as_ref()), (engine, &limits), &job, console)? {
        Ok(promised) => promised,
        Err(exit) => return Ok(exit),
    };
    let before = earlier.as_ref().map(|record| Earlier {
        rota: &record.rota,
        change: change.as_ref(),
        stance: &Stance::LeastInAll,
    });
    let asked = RotaAsked { service, promised: &promised, weeks: &weeks, earlier: before };
    let run = |control: &Control| study::rotas(&asked, (engine, &limits), control);
    let rotas = match finish(run, &job, console)? {
        Ok(rotas) => rotas,
        Err(exit) => return Ok(exit),
    };
    let rota = match taken(rotas, args.take.as_deref()) {
        Ok(rota) => rota,
        Err(why) => {
            console.error(&why);
            return Ok(Exit::Usage);
        }
    };
    let first_day = weeks.first().map_or(start, |week| week.monday(start));
    let today = args.today.or(change.map(|change| change.today)).unwrap_or(first_day);
    let mut record = compose::rota_record(&loaded, RotaAnswer::checked(service, rota), engine, &limits);
    settle(&mut record, args);
    if let Some(earlier) = &earlier {
        go_on(&mut record.stamp.scenario, &earlier.stamp.scenario, &args.changes);
    }
    let before = earlier.as_ref().and_then(|earlier| earlier.issue.as_ref());
    if before.is_some() || record.rota.weeks.iter().any(|w| w.state != State::Draft) {
        record.issue = Some(issue(&record.service, &record.rota, &slug(&record.service.name), before, today));
    }
    let mut more = Vec::new();
    if args.out.is_some() {
        more.extend(record.issue.iter().flat_map(|issue| calendars(&record.service, issue)));
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

/// Says how far each week is settled: those before today are over, drafts are given out if that is asked for.
fn settle(record: &mut RotaRecord, args: &RotaArgs) {
    for week in &mut record.rota.weeks {
        if args.today.is_some_and(|today| (today - week.monday).num_days() >= 7) {
            week.state = State::Past;
        } else if args.publish && week.state == State::Draft {
            week.state = State::Published;
        }
    }
}

/// Adds to a scenario's stamp what an earlier rota was made with.
fn go_on(own: &mut ScenarioStamp, earlier: &ScenarioStamp, changes: &[String]) {
    own.variants.clone_from(&earlier.variants);
    own.variants.extend(changes.iter().map(|name| without_folders(name)));
    let new = std::mem::take(&mut own.sheets).into_iter().filter(|sheet| !earlier.sheets.contains(sheet));
    own.sheets = earlier.sheets.iter().cloned().chain(new).collect();
}

/// A service's name as calendars know it: letters, digits and hyphens.
fn slug(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let plain: String = plain.collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Of several answers the one that is asked for; the first if none is.
fn taken(rotas: Vec<Rota>, stance: Option<&str>) -> Result<Rota, String> {
    let receipts = rotas.iter().filter_map(|rota| rota.receipt.as_ref());
    let names: Vec<&'static str> = receipts.map(|receipt| receipt.stance.as_str()).collect();
    match (rotas, stance.or(names.first().copied())) {
        (_, Some(_)) if names.is_empty() => {
            Err("nothing is changed, so that there is one rota only: leave --take out".to_owned())
        }
        (rotas, Some(stance)) => study::take(rotas, stance).ok_or_else(|| {
            let there = names.join(", ");
            format!("there is no answer `{stance}` that is better in any respect than the others; there are: {there}")
        }),
        (rotas, None) => rotas.into_iter().next().ok_or_else(|| "there is no rota".to_owned()),
    }
}

/// What a rota begins with.
struct Begun {
    ready: Ready,
    /// What is changed in the earlier rota.
    changes: Changes,
    /// The plan that is named.
    plan: Option<PlanRecord>,
}

/// Makes ready to solve: with an earlier rota, the scenario as it was then, and what is changed in it.
fn begin(args: &RotaArgs, earlier: Option<&RotaRecord>, console: Console) -> Result<Result<Begun, Exit>> {
    let plan = match args.plan.as_deref().map(|file| plan_record(file, console)).transpose() {
        Ok(plan) => plan,
        Err(exit) => return Ok(Err(exit)),
    };
    let is_of = |loaded: &Loaded| {
        let plan = plan.as_ref().map(|plan| (&plan.stamp, "plan"));
        let mut stamps = earlier.map(|earlier| (&earlier.stamp, "rota")).into_iter().chain(plan);
        stamps.try_for_each(|(stamp, noun)| same_scenario(stamp, noun, &loaded.scenario, console))
    };
    let Some(earlier) = earlier else {
        let begun = ready(None, (&args.scenario, &args.solver), console)?;
        let begun = begun.and_then(|ready| is_of(&ready.loaded).map(|()| ready));
        return Ok(begun.map(|ready| Begun { ready, changes: Changes::default(), plan }));
    };
    if !args.scenario.variants.is_empty() || !args.scenario.sets.is_empty() {
        console.error("the rota of --from brings its variants and settings: leave out --variant and --set, or name what changes with --changes");
        return Ok(Err(Exit::Usage));
    }
    let opened = match Opened::open(&args.scenario.scenario) {
        Ok(opened) => opened,
        Err(findings) => return Ok(Err(refused(&findings, console))),
    };
    let load = |selection: &Selection| Reading::with(&opened, selection).loaded(&[], args.scenario.strict, console);
    let was = Selection { earlier: earlier.stamp.patches.clone(), ..Selection::default() };
    let as_it_was = match load(&was).and_then(|loaded| is_of(&loaded).map(|()| loaded)) {
        Ok(loaded) => loaded,
        Err(exit) => return Ok(Err(exit)),
    };
    let mut changes = match Changes::read(args, &as_it_was.service, &earlier.rota) {
        Ok(changes) => changes,
        Err(why) => {
            console.error(&why);
            return Ok(Err(Exit::Usage));
        }
    };
    let named = Selection { sheets: args.scenario.sheets.clone(), variants: args.changes.clone(), ..was.clone() };
    let with = if named == was { Ok(as_it_was) } else { load(&named) };
    let loaded = with.and_then(|loaded| {
        changes.take(&new_since(&earlier.stamp.patches, &loaded.scenario.patches), &earlier.rota);
        if changes.patches.is_empty() {
            return Ok(loaded);
        }
        let mut changed = load(&Selection { patches: changes.patches.clone(), ..was })?;
        changed.scenario.sheets = loaded.scenario.sheets;
        Ok(changed)
    });
    let ready = loaded.and_then(|loaded| ready_with(loaded, &args.solver, console));
    Ok(ready.map(|ready| Begun { ready, changes, plan }))
}

/// The patches that are new since an earlier rota: sheets are given again with what they had then.
fn new_since(earlier: &[PatchRecord], all: &[PatchRecord]) -> Vec<PatchRecord> {
    let mut known = earlier.to_vec();
    let is_new = |patch: &&PatchRecord| match known.iter().position(|k| k == *patch) {
        Some(place) => {
            known.remove(place);
            false
        }
        None => true,
    };
    all[earlier.len()..].iter().filter(is_new).cloned().collect()
}

/// The weeks that are asked for; with a change, those of the earlier rota.
fn weeks(
    args: &RotaArgs,
    service: &Service,
    earlier: Option<&RotaRecord>,
    change: Option<&Changed>,
) -> Result<Vec<Week>, String> {
    let start = service.timetable.start;
    let iso = |week: Week| iso_week(week.monday(start));
    let last = service.timetable.weeks;
    if let (Some(earlier), Some(_)) = (earlier, change) {
        return Ok(earlier.rota.weeks.iter().map(|w| w.week).collect());
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
    Ok((first.0..(first.0 + args.weeks).min(last)).map(Week).collect())
}

/// What a plan promises: that which is named, that which the earlier rota came from, or a new one.
fn promised(
    loaded: &Loaded,
    (plan, earlier): (Option<PlanRecord>, Option<&RotaRecord>),
    (engine, limits): (&dyn Engine, &Limits),
    job: &Control,
    console: Console,
) -> Result<Result<Promised, Exit>> {
    if let Some(record) = plan {
        return Ok(Ok(Promised::by_plan(&loaded.service, &record.plan)));
    }
    if let Some(earlier) = earlier {
        return Ok(Ok(Promised::by_rota(&loaded.service, &earlier.rota)));
    }
    let plan = |control: &Control| study::checked(&loaded.service, Goal::Best, engine, limits, control);
    Ok(finish(plan, job, console)?.map(|answer| Promised::by_plan(&loaded.service, &answer.solved.plan)))
}
