//! `equipoise compare`.

use crate::base::control::Control;
use crate::base::finding::{Finding, Severity};
use crate::cli::Exit;
use crate::cli::args::{CompareArgs, Format};
use crate::cli::commands::loading::{Loaded, Reading, selection, solver};
use crate::cli::console::{Console, exit_for};
use crate::cli::progress::Board;
use crate::cli::{compose, interrupt};
use crate::engine::Engine;
use crate::record::comparison::{BASE, Between, Compared, DO_NOTHING, ranking};
use crate::record::journal::{JournalError, Question};
use crate::record::json::to_json;
use crate::record::{
    CaseRecord, CaseResult, ComparisonRecord, Journal, Manifest, NotCompared, OutputFolder, PlannedCase, Status,
    VariantOutcome,
};
use crate::report::{Page, comparison, csv};
use crate::scenario::records::PatchRecord;
use crate::scenario::{Case, Opened, Selection};
use crate::service::Service;
use crate::strategy::{Limits, StrategyError};
use crate::study;
use anyhow::Result;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Plans variants side by side.
///
/// # Errors
/// If the engine fails or something cannot be written.
pub fn compare(args: &CompareArgs, console: Console) -> Result<Exit> {
    if let Some(out) = &args.out {
        OutputFolder::check(out)?;
    }
    let (desk, cases) = match begin(args, console)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    let record = match desk.comparison(&cases)? {
        Ok(record) => record,
        Err(exit) => return Ok(exit),
    };
    let record = ComparisonRecord { between: between(args, &record, console), ..record };
    if let (Some(out), Some(base)) = (&args.out, record.base.planned()) {
        let mut folder = OutputFolder::new();
        folder.add("comparison.json", to_json(&record)?)?;
        folder.add("report.txt", comparison::comparison(&record, &Page::default()))?;
        for (name, bytes) in csv::comparison_tables(&record)? {
            folder.add(name, bytes)?;
        }
        folder.write(Manifest::of_comparison(&record, base), out)?;
        console.say(&format!("written to {}", out.display()));
    }
    if let Some(journal) = desk.journal {
        journal.remove()?;
    }
    match args.format {
        Format::Json => console.print(&to_json(&record)?)?,
        Format::Text => console.print(&comparison::comparison(&record, &console.page()))?,
    }
    Ok(record.sides().map(|side| exit_of(side, args.require_gap)).max().unwrap_or(Exit::Done))
}

/// The difference that was asked for, if both its sides were planned.
fn between(args: &CompareArgs, record: &ComparisonRecord, console: Console) -> Option<Between> {
    let [before, after] = args.between.as_deref()? else { return None };
    let difference = record.difference(before, after);
    if difference.is_none() {
        console.error(&format!("`{before}` and `{after}` cannot be compared: one of them was not planned"));
    }
    difference
}

/// Says which of the sides named by `--between` there is not.
fn unknown_side(args: &CompareArgs, cases: &[Case], console: Console) -> Option<Exit> {
    let ids: Vec<&str> = [BASE, DO_NOTHING].into_iter().chain(cases.iter().map(|case| case.id.as_str())).collect();
    let named = args.between.iter().flatten().find(|id| !ids.contains(&id.as_str()))?;
    console.error(&format!("--between: no side is called `{named}`; there are: {}", ids.join(", ")));
    Some(Exit::Usage)
}

/// What all sides are solved with.
struct Desk<'a> {
    args: &'a CompareArgs,
    console: Console,
    opened: Opened,
    base: Loaded,
    engine: &'static dyn Engine,
    limits: Limits,
    of: Compared,
    job: Control,
    journal: Option<Journal>,
    /// What an earlier run of the same left.
    earlier: Vec<(String, CaseRecord)>,
}

fn begin(args: &CompareArgs, console: Console) -> Result<Result<(Desk<'_>, Vec<Case>), Exit>> {
    let refused = |findings: Vec<Finding>| {
        console.show(&findings);
        exit_for(&findings, false).unwrap_or(Exit::Findings)
    };
    let asked = selection(&args.scenario);
    let opened = match Opened::open(&args.scenario.scenario).and_then(|opened| Ok((opened.cases(&asked)?, opened))) {
        Ok(opened) => opened,
        Err(findings) => return Ok(Err(refused(findings))),
    };
    let (cases, opened) = opened;
    if let Some(exit) = unknown_side(args, &cases.cases, console) {
        return Ok(Err(exit));
    }
    let base = match Reading::with(&opened, &cases.base).loaded(&[], args.scenario.strict, console) {
        Ok(base) => base,
        Err(exit) => return Ok(Err(exit)),
    };
    let (engine, limits) = match solver(&args.solver, console) {
        Ok(solver) => solver,
        Err(exit) => return Ok(Err(exit)),
    };
    let journal = match args.out.as_deref().map(|out| Journal::open(Journal::beside(out))).transpose() {
        Ok(journal) => journal,
        Err(error @ (JournalError::InUse(_) | JournalError::NotOurs(_))) => {
            console.error(&error.to_string());
            return Ok(Err(Exit::Usage));
        }
        Err(error) => return Err(error.into()),
    };
    let of = if args.steady { Compared::Balances } else { Compared::Plans };
    let job = Control::default();
    interrupt::watch(&job, console);
    let mut desk =
        Desk { args, console, opened, base, engine, limits, of, job, journal, earlier: Vec::new() };
    if let Some(out) = &args.out {
        desk.earlier = desk.left_in(out)?;
    }
    Ok(Ok((desk, cases.cases)))
}

/// A side that is to be solved.
#[derive(Clone, Copy)]
enum Side<'c> {
    DoNothing,
    Base,
    Variant(&'c Case),
}

impl Desk<'_> {
    /// Solves all sides; an exit if there is nothing to compare with, or the user has stopped it.
    fn comparison(&self, cases: &[Case]) -> Result<Result<ComparisonRecord, Exit>> {
        let has_today = self.base.service.streams.iter().any(|stream| stream.today.is_some());
        let nothing = has_today && !self.args.no_baseline;
        let mut sides: Vec<Side> = nothing.then_some(Side::DoNothing).into_iter().collect();
        sides.extend(cases.iter().map(Side::Variant));
        let board = Board::new(self.console, sides.len() + 1);
        let base = self.answer(Side::Base, &board)?;
        let mut found: Vec<Option<CaseRecord>> = vec![None; sides.len()];
        let fault = Mutex::new(None);
        let taken = Mutex::new(&mut found);
        let take = |index: usize, answer: Result<Option<CaseRecord>>| match answer {
            Ok(case) => taken.lock().unwrap_or_else(PoisonError::into_inner)[index] = case,
            Err(error) => {
                self.job.cancel();
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        };
        study::sweep(&sides, &self.job, |side| self.answer(*side, &board), take);
        board.finish();
        if let Some(error) = fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let done = found.iter().chain([&base]).flatten().count();
        let all: Option<Vec<CaseRecord>> = found.into_iter().collect();
        let (Some(base), Some(all)) = (base, all) else {
            let go_on = if self.journal.is_some() { "; the same command goes on from there" } else { "" };
            self.console.error(&format!("interrupted: {done} of {} are solved{go_on}", sides.len() + 1));
            return Ok(Err(Exit::Interrupted));
        };
        if let CaseResult::Failed { why } = &base.result {
            self.console.error(&format!("the scenario without its variants: {why}"));
            return Ok(Err(Exit::Limit));
        }
        let mut rest = all.into_iter();
        let do_nothing = if nothing { rest.next() } else { None };
        let mut record = compose::comparison(&self.base, self.engine, &self.limits, (self.of, base));
        record.not_compared = match (nothing, has_today) {
            (true, _) => None,
            (_, true) => Some(NotCompared::NotAskedFor),
            _ => Some(NotCompared::NothingKnown),
        };
        record.do_nothing = do_nothing;
        record.variants = rest.map(|case| VariantOutcome::new(case, &record.base)).collect();
        record.ranking = ranking(&record.variants);
        let sentences: Vec<String> =
            record.variants.iter().map(|variant| comparison::sentence(&record, variant)).collect();
        for (variant, sentence) in record.variants.iter_mut().zip(sentences) {
            variant.sentence = sentence;
        }
        Ok(Ok(record))
    }

    /// One side, from the journal or solved; none if the user has stopped it.
    fn answer(&self, side: Side, board: &Board) -> Result<Option<CaseRecord>> {
        let (id, description, selection) = match side {
            Side::DoNothing => (DO_NOTHING, None, None),
            Side::Base => (BASE, None, None),
            Side::Variant(case) => (case.id.as_str(), case.description.clone(), Some(&case.selection)),
        };
        let do_nothing = matches!(side, Side::DoNothing);
        let line = board.line(id);
        let of_variant = match selection {
            None => None,
            Some(selection) => match self.read(selection) {
                Ok(loaded) => Some(loaded),
                Err(findings) => {
                    line.done("is not valid");
                    let result = CaseResult::Refused { findings };
                    return Ok(Some(compose::case(id, description, Some(selection), &[], result)));
                }
            },
        };
        let loaded = of_variant.as_ref().unwrap_or(&self.base);
        let key = self.key(&loaded.scenario.patches, do_nothing)?;
        let known = self.journal.as_ref().and_then(|journal| journal.known(&key));
        let known = known.or_else(|| self.earlier.iter().find(|(earlier, _)| *earlier == key).map(|(_, case)| case));
        if let Some(known) = known {
            line.done("was solved before");
            return Ok(Some(CaseRecord { id: id.to_owned(), description, ..known.clone() }));
        }
        let solved = self.solve(&loaded.service, do_nothing, &line.control(&self.job));
        let result = match solved {
            Ok(planned) => CaseResult::Planned(Box::new(planned)),
            _ if self.job.is_cancelled() => return Ok(None),
            Err(StrategyError::Interrupted) => return Ok(None),
            Err(error @ (StrategyError::NothingWithinLimits | StrategyError::NoWorkedWeeks)) => {
                CaseResult::Failed { why: error.to_string() }
            }
            Err(error) => CaseResult::Failed { why: format!("the solver failed: {error}") },
        };
        if self.job.is_cancelled() {
            return Ok(None);
        }
        line.done(&comparison::result_in_short(&result));
        let names = compose::new_names(&loaded.service, &self.base.service);
        let mut case = compose::case(id, description, selection, &loaded.scenario.patches, result);
        case.names = names;
        if let (Some(journal), true) = (&self.journal, case.planned().is_some()) {
            journal.keep(&key, &case)?;
        }
        Ok(Some(case))
    }

    /// The scenario with what is selected, or the errors in it.
    fn read(&self, selection: &Selection) -> Result<Loaded, Vec<Finding>> {
        let Reading { findings, scenario, service } = Reading::with(&self.opened, selection);
        let least = if self.args.scenario.strict { Severity::Warning } else { Severity::Error };
        match (scenario, service) {
            (Some(scenario), Some(service)) if findings.iter().all(|f| f.severity < least) => {
                Ok(Loaded { scenario, service, variants: selection.variants.clone() })
            }
            _ => Err(findings.into_iter().filter(|f| f.severity >= least).collect()),
        }
    }

    fn solve(&self, service: &Service, do_nothing: bool, control: &Control) -> Result<PlannedCase, StrategyError> {
        let (engine, limits) = (self.engine, &self.limits);
        match (self.of, do_nothing) {
            (Compared::Plans, false) => {
                study::plan(service, false, engine, limits, control).map(|answer| compose::planned(service, &answer))
            }
            (Compared::Plans, true) => {
                study::nothing(service, engine, limits, control).map(|answer| compose::planned(service, &answer))
            }
            (Compared::Balances, false) => {
                study::steady(service, engine, limits, control).map(|solved| compose::balanced(&solved))
            }
            (Compared::Balances, true) => {
                study::steady_nothing(service, engine, limits, control).map(|solved| compose::balanced(&solved))
            }
        }
    }

    /// What decides the answer for a side, as a short text.
    fn key(&self, patches: &[PatchRecord], do_nothing: bool) -> Result<String> {
        let stamp = compose::stamp(&self.base, self.engine, &self.limits);
        let question = Question {
            tool: &stamp.tool,
            engine: &stamp.engine,
            limits: &stamp.limits,
            scenario: &stamp.scenario.hash,
            patches,
            of: self.of,
            do_nothing,
        };
        Ok(question.key()?)
    }

    /// What an earlier run of the same comparison, or of one with sides in common, left in its folder.
    fn left_in(&self, out: &Path) -> Result<Vec<(String, CaseRecord)>> {
        let Ok(earlier) = ComparisonRecord::from_file(&out.join("comparison.json")) else { return Ok(Vec::new()) };
        let stamp = compose::stamp(&self.base, self.engine, &self.limits);
        let same = earlier.of == self.of
            && (&earlier.stamp.tool, &earlier.stamp.engine, &earlier.stamp.limits, &earlier.stamp.scenario.hash)
                == (&stamp.tool, &stamp.engine, &stamp.limits, &stamp.scenario.hash);
        let sides = earlier.sides().filter(|side| same && side.planned().is_some());
        sides.map(|side| Ok((self.key(&side.patches, side.id == DO_NOTHING)?, side.clone()))).collect()
    }
}

/// The exit that one side by itself would call for.
fn exit_of(side: &CaseRecord, require_gap: bool) -> Exit {
    match &side.result {
        CaseResult::Refused { .. } => Exit::Findings,
        CaseResult::Failed { .. } => Exit::Limit,
        CaseResult::Planned(planned) => match (planned.outcome.status, planned.verdict) {
            (Status::Partial, _) => Exit::Clash,
            (_, Some(verdict)) if !verdict.accepted => Exit::Verification,
            (Status::CutShort, _) if require_gap => Exit::Limit,
            _ => Exit::Done,
        },
    }
}
