//! A desk at which sides of a comparison are solved: from the journal, from an earlier run, or anew.

use super::begun::BegunAt;
use super::loading::{Loaded, Reading, solver};
use crate::base::control::Control;
use crate::base::finding::{Finding, Severity};
use crate::cli::args::{ScenarioArgs, SolverArgs};
use crate::cli::console::Console;
use crate::cli::progress::Board;
use crate::cli::{Exit, compose, interrupt};
use crate::engine::{Basis, Engine};
use crate::model::Goal;
use crate::plan::Plan;
use crate::plan::digest::Digest;
use crate::record::comparison::{BASE, Compared, DO_NOTHING};
use crate::record::journal::{JournalError, Question};
use crate::record::stamp::digest;
use crate::record::{CaseRecord, CaseResult, ComparisonRecord, Journal, PlannedCase, Status};
use crate::report::comparison;
use crate::scenario::records::PatchRecord;
use crate::scenario::{Case, Opened, Selection};
use crate::service::Service;
use crate::strategy::{Limits, Start, StrategyError};
use crate::study::{self, Begun, Changes, Route};
use anyhow::Result;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// What all sides are solved with.
pub struct Desk {
    /// The scenario without its variants.
    pub base: Loaded,
    /// The solver.
    pub engine: &'static dyn Engine,
    /// The limits of each side.
    pub limits: Limits,
    /// What is made of each side.
    pub of: Compared,
    /// The job.
    pub job: Control,
    console: Console,
    strict: bool,
    opened: Opened,
    journal: Option<Journal>,
    /// Where the optimum of the scenario as it is stands, with sessions and patients split: what sides begin at that no
    /// other is like, whichever is solved first, so that the same comparison gives the same bytes.
    near: OnceLock<Option<Arc<Basis>>>,
    /// The plan of the scenario as it is, at which those of variants are begun.
    begun_at: BegunAt,
    /// A digest of that plan, where it was not made here.
    given: Option<String>,
    /// What an earlier run of the same left.
    earlier: BTreeMap<String, CaseRecord>,
}

/// The way in which sides are solved.
#[derive(Default)]
struct Way {
    route: Route,
    /// The key of each side, where it depends on the route.
    keys: Vec<String>,
    /// The sides whose optimum is wanted.
    wanted: BTreeSet<usize>,
}

/// A side that is to be solved.
#[derive(Clone, Copy)]
pub enum Side<'c> {
    /// Today's mix, the rota optimised.
    DoNothing,
    /// The scenario as it is.
    Base,
    /// With some changes.
    Variant(&'c Case),
}

impl Desk {
    /// A desk for an open scenario; with `out` it keeps a journal, and knows what lies there.
    ///
    /// # Errors
    /// If the journal cannot be kept; an exit if the scenario is not valid or this build has no such engine.
    pub fn new(
        (opened, base): (Opened, &Selection),
        (scenario, solved): (&ScenarioArgs, &SolverArgs),
        of: Compared,
        out: Option<&Path>,
        console: Console,
    ) -> Result<Result<Self, Exit>> {
        let base = match Reading::with(&opened, base).loaded(&base.variants, scenario.strict, console) {
            Ok(base) => base,
            Err(exit) => return Ok(Err(exit)),
        };
        let (engine, limits) = match solver(solved, console) {
            Ok(solver) => solver,
            Err(exit) => return Ok(Err(exit)),
        };
        let journal = match out.map(|out| Journal::open(Journal::beside(out))).transpose() {
            Ok(journal) => journal,
            Err(error @ (JournalError::InUse(_) | JournalError::NotOurs(_))) => {
                console.error(&error.to_string());
                return Ok(Err(Exit::Usage));
            }
            Err(error) => return Err(error.into()),
        };
        let job = Control::default();
        interrupt::watch(&job, console);
        let strict = scenario.strict;
        let mut desk = Self {
            base,
            engine,
            limits,
            of,
            job,
            console,
            strict,
            opened,
            journal,
            near: OnceLock::new(),
            begun_at: BegunAt::default(),
            given: None,
            earlier: BTreeMap::new(),
        };
        if let Some(out) = out {
            desk.earlier = desk.left_in(out)?;
        }
        Ok(Ok(desk))
    }

    /// Takes the journal away: all that it holds is written.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn clear(self) -> Result<()> {
        Ok(self.journal.map_or(Ok(()), Journal::remove)?)
    }

    /// Solves sides side by side, one on each thread; none for a side that the user did not wait for.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn answers(&self, sides: &[Side], board: &Board) -> Result<Vec<Option<CaseRecord>>> {
        let Way { route, keys, wanted } = self.route(sides)?;
        let numbered: Vec<(usize, Side)> = sides.iter().copied().enumerate().collect();
        let answer = |&(number, side): &(usize, Side), begun: Begun<Start>| {
            let answer = self.answer_begun(side, keys.get(number), (begun, wanted.contains(&number)), board);
            if answer.is_err() {
                self.job.cancel();
            }
            match answer {
                Ok((case, starts)) => (Ok(case), starts),
                Err(error) => (Err(error), Vec::new()),
            }
        };
        let found = study::sweep_along(&numbered, &route, &self.job, answer);
        board.finish();
        let (mut answers, mut fault) = (Vec::new(), None);
        for answer in found {
            answers.push(answer.transpose().unwrap_or_else(|error| {
                fault.get_or_insert(error);
                None
            }));
        }
        match fault {
            Some(error) => Err(error),
            None => Ok(answers.into_iter().map(Option::flatten).collect()),
        }
    }

    /// From which side each is begun, where sessions and patients are split; the key of each; and whose optimum is wanted,
    /// though it may be known what it comes to, because a side that is not known is begun from it: a run that goes on from
    /// where another was stopped gives the same bytes.
    fn route(&self, sides: &[Side]) -> Result<Way> {
        if self.of != Compared::Splits {
            return Ok(Way { route: Route::from_root(sides.len()), ..Way::default() });
        }
        let patches = sides.iter().map(|side| match side {
            Side::Variant(case) => self.opened.patches(&case.selection).unwrap_or_default(),
            Side::Base | Side::DoNothing => self.base.scenario.patches.clone(),
        });
        let patches: Vec<Vec<PatchRecord>> = patches.collect();
        let asked =
            sides.iter().zip(&patches).map(|(side, patches)| (patches.as_slice(), matches!(side, Side::DoNothing)));
        let (route, keys) = self.begun(&self.base.scenario.patches, &asked.collect::<Vec<_>>())?;
        let unknown = (0..sides.len()).filter(|&side| self.known(&keys[side]).is_none());
        Ok(Way { wanted: route.needed(unknown), route, keys })
    }

    /// The route of split sides beside the scenario with some patches, and the key of each side: it holds all that the side
    /// is begun at, one after the other, and how.
    fn begun(&self, base: &[PatchRecord], sides: &[(&[PatchRecord], bool)]) -> Result<(Route, Vec<String>)> {
        let of_base = changes(base);
        let own = |(patches, _): &(&[PatchRecord], bool)| -> Changes {
            changes(patches).into_iter().filter(|(place, value)| of_base.get(place) != Some(value)).collect()
        };
        let route = Route::new(&sides.iter().map(own).collect::<Vec<_>>());
        let mut keys = vec![self.key(base, false, None)?; sides.len() + 1];
        for &side in route.in_turn() {
            // The last is that of the scenario itself.
            let from = &keys[route.from(side).unwrap_or(sides.len())];
            let from = if route.goes_on(side) { format!("{from} goes on") } else { from.clone() };
            let (patches, do_nothing) = sides[side];
            keys[side] = self.key(patches, do_nothing, Some(&from))?;
        }
        keys.pop();
        Ok((route, keys))
    }

    /// What is known of a side from the journal, or from an earlier run.
    fn known(&self, key: &str) -> Option<&CaseRecord> {
        self.journal.as_ref().and_then(|journal| journal.known(key)).or_else(|| self.earlier.get(key))
    }

    /// Says that the user has stopped it.
    pub fn interrupted(&self, done: usize, of: usize) -> Exit {
        let go_on = if self.journal.is_some() { "; the same command goes on from there" } else { "" };
        self.console.error(&format!("interrupted: {done} of {of} are solved{go_on}"));
        Exit::Interrupted
    }

    /// One side, from the journal or solved; none if the user has stopped it.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn answer(&self, side: Side, board: &Board) -> Result<Option<CaseRecord>> {
        let begun = Begun { start: None, onward: 0 };
        Ok(self.answer_begun(side, None, (begun, false), board)?.0)
    }

    /// One side, by its key on a route, begun at another's optimum, and starts at its own for others; if only these are
    /// `wanted`, though the side is known.
    fn answer_begun(
        &self,
        side: Side,
        key: Option<&String>,
        (begun, wanted): (Begun<Start>, bool),
        board: &Board,
    ) -> Result<(Option<CaseRecord>, Vec<Start>)> {
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
                    return Ok((Some(compose::case(id, description, Some(selection), &[], result)), Vec::new()));
                }
            },
        };
        let loaded = of_variant.as_ref().unwrap_or(&self.base);
        let key = key.cloned().map_or_else(|| self.own_key(side, &loaded.scenario.patches), Ok)?;
        let goal = if do_nothing { Goal::DoNothing } else { Goal::Best };
        if let Some(known) = self.known(&key) {
            let again = || self.solve(&loaded.service, (side, goal), begun, &line.control(&self.job));
            let starts = if wanted { again().map_or_else(|_| Vec::new(), |(_, starts)| starts) } else { Vec::new() };
            line.done("was solved before");
            return Ok((Some(CaseRecord { id: id.to_owned(), description, ..known.clone() }), starts));
        }
        let mut starts = Vec::new();
        let result = match self.solve(&loaded.service, (side, goal), begun, &line.control(&self.job)) {
            Ok((planned, its)) => {
                starts = its;
                CaseResult::Planned(Box::new(planned))
            }
            _ if self.job.is_cancelled() => return Ok((None, Vec::new())),
            Err(StrategyError::Interrupted) => return Ok((None, Vec::new())),
            Err(error @ (StrategyError::NothingWithinLimits | StrategyError::NoWorkedWeeks)) => {
                CaseResult::Failed { why: error.to_string() }
            }
            Err(error) => CaseResult::Failed { why: format!("the solver failed: {error}") },
        };
        if self.job.is_cancelled() {
            return Ok((None, Vec::new()));
        }
        line.done(&comparison::result_in_short(&result));
        let names = compose::new_names(&loaded.service, &self.base.service);
        let mut case = compose::case(id, description, selection, &loaded.scenario.patches, result);
        case.names = names;
        if let (Some(journal), true) = (&self.journal, case.planned().is_some()) {
            journal.keep(&key, &case)?;
        }
        Ok((Some(case), starts))
    }

    /// Solves a side; where sessions and patients are split, from another's optimum, or that of the scenario as it is; and
    /// starts for those begun at it.
    fn solve(
        &self,
        service: &Service,
        (side, goal): (Side, Goal),
        Begun { start, onward }: Begun<Start>,
        control: &Control,
    ) -> Result<(PlannedCase, Vec<Start>), StrategyError> {
        let with: (&dyn Engine, &Limits) = (self.engine, &self.limits);
        match self.of {
            Compared::Plans => return Ok((self.solve_whole(service, (side, goal), control)?, Vec::new())),
            Compared::Balances => return Ok((solve(service, (self.of, goal), with, control)?, Vec::new())),
            Compared::Splits => {}
        }
        let base = || {
            let base = study::split(&self.base.service, Goal::Best, Start::Anew, with, control);
            base.and_then(|mut solved| solved.basis()).ok().flatten()
        };
        let start = match (side, start) {
            (Side::Base, _) => Start::Anew,
            (_, Some(start)) => start,
            (_, None) => Start::at(self.near.get_or_init(base).as_ref()),
        };
        let mut solved = study::split(service, goal, start, with, control)?;
        if matches!(side, Side::Base) {
            let _ = self.near.set(solved.basis()?);
        }
        Ok((compose::split(&solved), solved.starts(onward)?))
    }

    /// Makes the plan of a side; a variant's begun at that of the scenario as it is.
    fn solve_whole(
        &self,
        service: &Service,
        (side, goal): (Side, Goal),
        control: &Control,
    ) -> Result<PlannedCase, StrategyError> {
        let with: (&dyn Engine, &Limits) = (self.engine, &self.limits);
        let begun = match side {
            Side::Variant(_) => self.begun_at.get(&self.base.service, with, control)?,
            Side::Base | Side::DoNothing => None,
        };
        let answer = study::checked_near(service, goal, begun.map(|begun| &begun.near), with, control)?;
        let mut planned = compose::planned(service, &answer);
        planned.begun_at = begun.map(|begun| begun.digest.clone());
        if matches!(side, Side::Base) {
            self.begun_at.set(answer.solved.plan);
        }
        Ok(planned)
    }

    /// Says which plan of the scenario as it is those of its variants are begun at.
    ///
    /// # Errors
    /// Never, as far as is known: plans are JSON.
    pub fn begin_at(&mut self, plan: &Plan) -> Result<()> {
        self.given = Some(digest(plan)?);
        self.begun_at.set(plan.clone());
        Ok(())
    }

    /// What the scenario is worth with some changes and sessions and patients split, beside what it is worth without, each
    /// by itself; none of a change that is not valid, or whose rules clash.
    ///
    /// # Errors
    /// If the solver fails or the job is cancelled.
    pub fn split_gains(&self, changed: &[Selection]) -> Result<(Digest, Vec<Option<Digest>>), StrategyError> {
        let with: (&dyn Engine, &Limits) = (self.engine, &self.limits);
        let mut base = study::split(&self.base.service, Goal::Best, Start::Anew, with, &self.job)?;
        let near = base.basis()?;
        let gains = study::sweep_all(changed, &self.job, |selection| {
            let Ok(loaded) = self.read(selection) else { return Ok(None) };
            let solved = study::split(&loaded.service, Goal::Best, Start::at(near.as_ref()), with, &self.job)?;
            Ok(solved.clashes.changes.is_empty().then_some(solved.digest))
        })?;
        Ok((base.digest, gains))
    }

    /// The scenario with what is selected, or the errors in it.
    fn read(&self, selection: &Selection) -> Result<Loaded, Vec<Finding>> {
        let Reading { findings, scenario, service } = Reading::with(&self.opened, selection);
        let least = if self.strict { Severity::Warning } else { Severity::Error };
        match (scenario, service) {
            (Some(scenario), Some(service)) if findings.iter().all(|f| f.severity < least) => {
                Ok(Loaded { scenario, service, variants: selection.variants.clone() })
            }
            _ => Err(findings.into_iter().filter(|f| f.severity >= least).collect()),
        }
    }

    /// What decides the answer for a side that is on no route.
    fn own_key(&self, side: Side, patches: &[PatchRecord]) -> Result<String> {
        let base = || match &self.given {
            Some(plan) => Ok(plan.clone()),
            None => self.key(&self.base.scenario.patches, false, None),
        };
        match side {
            Side::Base => self.key(patches, false, None),
            Side::DoNothing => self.key_beside(&base()?, patches, true),
            Side::Variant(_) => self.key_beside(&base()?, patches, false),
        }
    }

    /// The key of a side beside the scenario as it is, by its key: a variant's plan is begun at that one's.
    fn key_beside(&self, base: &str, patches: &[PatchRecord], do_nothing: bool) -> Result<String> {
        let is_begun = self.of == Compared::Plans && !do_nothing;
        self.key(patches, do_nothing, is_begun.then_some(base))
    }

    /// What decides the answer for a side, as a short text.
    fn key(&self, patches: &[PatchRecord], do_nothing: bool, begun_at: Option<&str>) -> Result<String> {
        let stamp = compose::stamp(&self.base, self.engine, &self.limits);
        let question = Question {
            tool: &stamp.tool,
            engine: &stamp.engine,
            limits: &stamp.limits,
            scenario: &stamp.scenario.hash,
            patches,
            of: self.of,
            do_nothing,
            begun_at,
        };
        Ok(question.key()?)
    }

    /// What an earlier run of the same comparison, or of one with sides in common, left in its folder; nothing of
    /// split sides beside some that were not solved, since it is not known then what each was begun at.
    fn left_in(&self, out: &Path) -> Result<BTreeMap<String, CaseRecord>> {
        let Ok(earlier) = ComparisonRecord::from_file(&out.join("comparison.json")) else { return Ok(BTreeMap::new()) };
        let stamp = compose::stamp(&self.base, self.engine, &self.limits);
        let same = earlier.of == self.of
            && (&earlier.stamp.tool, &earlier.stamp.engine, &earlier.stamp.limits, &earlier.stamp.scenario.hash)
                == (&stamp.tool, &stamp.engine, &stamp.limits, &stamp.scenario.hash);
        if !same {
            return Ok(BTreeMap::new());
        }
        let base = self.key(&earlier.base.patches, false, None)?;
        let others: Vec<&CaseRecord> = earlier.sides().filter(|side| side.id != BASE).collect();
        let asked: Vec<(&[PatchRecord], bool)> =
            others.iter().map(|side| (side.patches.as_slice(), side.id == DO_NOTHING)).collect();
        let keys = match self.of {
            Compared::Splits if others.iter().any(|side| side.planned().is_none()) => Vec::new(),
            Compared::Splits => self.begun(&earlier.base.patches, &asked)?.1,
            Compared::Plans | Compared::Balances => asked
                .iter()
                .map(|(patches, nothing)| self.key_beside(&base, patches, *nothing))
                .collect::<Result<_>>()?,
        };
        let base = (base, &earlier.base);
        let all = keys.into_iter().zip(others).chain([base]);
        Ok(all.filter(|(_, side)| side.planned().is_some()).map(|(key, side)| (key, side.clone())).collect())
    }
}

/// What patches change, for a route: the last word at each path, and what is added or taken away.
fn changes(patches: &[PatchRecord]) -> Changes {
    let change = |patch: &PatchRecord| match patch {
        PatchRecord::Set { path, value } => (path.clone(), value.clone()),
        PatchRecord::Add { path, value } => (format!("{path} {value}"), true.into()),
        PatchRecord::Remove { path } => (path.clone(), Value::Null),
    };
    patches.iter().map(change).collect()
}

/// Makes what is compared of a service: a plan or a balance, for a goal.
///
/// # Errors
/// As [`study::plan`] and [`study::steady`].
pub fn solve(
    service: &Service,
    (of, goal): (Compared, Goal),
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<PlannedCase, StrategyError> {
    match of {
        Compared::Plans => {
            study::checked(service, goal, engine, limits, control).map(|answer| compose::planned(service, &answer))
        }
        Compared::Balances => {
            study::steady(service, goal, engine, limits, control).map(|solved| compose::balanced(&solved))
        }
        Compared::Splits => {
            study::split(service, goal, Start::Anew, (engine, limits), control).map(|solved| compose::split(&solved))
        }
    }
}

/// The exit that one side by itself would call for.
#[must_use]
pub fn exit_of(side: &CaseRecord, require_gap: bool) -> Exit {
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
