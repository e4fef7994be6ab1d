//! Makes records of answers: what leaves the program.

use crate::base::finding::{Finding, Place};
use crate::base::ids::CourseId;
use crate::cli::commands::Loaded;
use crate::engine::Engine;
use crate::plan::digest::Digest;
use crate::plan::prices::Prices;
use crate::record::assumption::{assumptions, rota_assumptions};
use crate::record::comparison::{COMPARISON_VERSION, Compared};
use crate::record::explanation::{EXPLANATION_VERSION, ExplanationRecord};
use crate::record::manifest::ManifestVerdict;
use crate::record::outcome::gap;
use crate::record::outline::Named;
use crate::record::plan::PLAN_VERSION;
use crate::record::rota::ROTA_VERSION;
use crate::record::steady::STEADY_VERSION;
use crate::record::{
    AimOutcome, Assumption, BoundOf, CaseRecord, CaseResult, CheckCount, Clash, ComparisonRecord, Conflict,
    ConflictingRule, EvidenceNotes, Limits, NotCompared, Outcome, PlanRecord, PlannedCase, Program, RotaRecord,
    ScenarioStamp, ServiceOutline, SheetStamp, Stamp, Status, SteadyRecord, Verdict,
};
use crate::scenario::records::PatchRecord;
use crate::scenario::{Selection, file_name, without_folders};
use crate::service::{RuleId, Service};
use crate::strategy::{self, SolvedSplit, SolvedSteady};
use crate::study::{Answer, RotaAnswer};
use crate::verify;
use std::path::Path;

/// A gap below this is rounding, not doubt.
const PROVEN: f64 = 1e-6;

/// The record of a plan.
#[must_use]
pub fn plan_record(loaded: &Loaded, answer: &Answer, engine: &dyn Engine, limits: &strategy::Limits) -> PlanRecord {
    let solved = &answer.solved;
    let started = solved.plan.starts.iter().map(|s| s.course.clone());
    let (stamp, assumptions, evidence, service) = about(loaded, engine, limits, started);
    PlanRecord {
        equipoise_plan: PLAN_VERSION,
        stamp,
        begun_at: None,
        outcome: plan_outcome(solved),
        assumptions,
        evidence,
        service,
        plan: solved.plan.clone(),
        do_nothing: answer.do_nothing.clone(),
        not_compared: not_compared(answer, &loaded.service),
        verdict: verdict_record(&answer.verdict),
    }
}

/// Why an answer has no "do nothing": it is left out where nobody asks for it, or could not be made.
fn not_compared(answer: &Answer, service: &Service) -> Option<NotCompared> {
    match answer.do_nothing {
        Some(_) => None,
        None if service.has_today() => Some(NotCompared::NotAskedFor),
        None => Some(NotCompared::NothingKnown),
    }
}

/// The record of a long-run balance.
#[must_use]
pub fn steady_record(
    loaded: &Loaded,
    solved: &SolvedSteady,
    engine: &dyn Engine,
    limits: &strategy::Limits,
) -> SteadyRecord {
    let plan = &solved.plan;
    let started = plan.starts.iter().filter(|s| s.patients > 0.0).map(|s| s.course.clone());
    let (stamp, assumptions, evidence, service) = about(loaded, engine, limits, started);
    SteadyRecord {
        equipoise_steady: STEADY_VERSION,
        stamp,
        outcome: steady_outcome(solved),
        assumptions,
        evidence,
        service,
        balance: plan.clone(),
    }
}

/// The record of a comparison of which only the scenario without its variants is known.
#[must_use]
pub fn comparison(
    loaded: &Loaded,
    engine: &dyn Engine,
    limits: &strategy::Limits,
    (of, base): (Compared, CaseRecord),
) -> ComparisonRecord {
    let started = base.planned().into_iter().flat_map(|planned| planned.digest.started_courses());
    let (stamp, assumptions, evidence, service) = about(loaded, engine, limits, started);
    ComparisonRecord {
        equipoise_comparison: COMPARISON_VERSION,
        stamp,
        of,
        service,
        assumptions,
        evidence,
        do_nothing: None,
        not_compared: None,
        base,
        variants: Vec::new(),
        ranking: Vec::new(),
        between: None,
    }
}

/// What a record says of a scenario beside its answer: where it comes from, prices, evidence, names.
#[must_use]
pub fn about(
    loaded: &Loaded,
    engine: &dyn Engine,
    limits: &strategy::Limits,
    started: impl IntoIterator<Item = CourseId>,
) -> (Stamp, Vec<Assumption>, EvidenceNotes, ServiceOutline) {
    (
        stamp(loaded, engine, limits),
        assumptions(&loaded.service.policy.prices, &loaded.scenario.record.policy.prices),
        EvidenceNotes::of(&loaded.service, started),
        ServiceOutline::of(&loaded.service),
    )
}

/// The record of an explanation, of which nothing is planned anew as yet.
#[must_use]
pub fn explanation(
    loaded: &Loaded,
    engine: &dyn Engine,
    limits: &strategy::Limits,
    (base, prices): (CaseRecord, Prices),
) -> ExplanationRecord {
    let started = base.planned().into_iter().flat_map(|planned| planned.digest.started_courses());
    let (stamp, assumptions, evidence, service) = about(loaded, engine, limits, started);
    ExplanationRecord {
        equipoise_explanation: EXPLANATION_VERSION,
        stamp,
        service,
        assumptions,
        evidence,
        base,
        prices,
        one_more: Vec::new(),
    }
}

/// A plan that was read, as a side of a comparison.
#[must_use]
pub fn recorded(record: &PlanRecord) -> PlannedCase {
    PlannedCase {
        outcome: record.outcome.clone(),
        verdict: Some(ManifestVerdict::of(&record.verdict)),
        digest: Digest::of_plan(&record.plan, record.service.weeks),
        begun_at: record.begun_at.clone(),
    }
}

/// One side of a comparison.
#[must_use]
pub fn case(
    id: &str,
    description: Option<String>,
    selection: Option<&Selection>,
    patches: &[PatchRecord],
    result: CaseResult,
) -> CaseRecord {
    let result = match result {
        CaseResult::Refused { findings } => {
            CaseResult::Refused { findings: findings.into_iter().map(without_folder).collect() }
        }
        other => other,
    };
    CaseRecord {
        id: id.to_owned(),
        description,
        variants: selection.map_or_else(Vec::new, |s| s.variants.iter().map(|v| without_folders(v)).collect()),
        sets: selection.map_or_else(Vec::new, |s| s.sets.clone()),
        patches: patches.to_vec(),
        names: Vec::new(),
        result,
    }
}

/// A finding that names its file without the folder: no record tells where it was made.
fn without_folder(finding: Finding) -> Finding {
    let name = |file: &str| file_name(Path::new(file));
    let place = finding.place.map(|place| match place {
        Place::File { file, line, column, path } => Place::File { file: name(&file), line, column, path },
        Place::Cell { file, sheet, cell, path } => Place::Cell { file: name(&file), sheet, cell, path },
        Place::WholeFile { file } => Place::WholeFile { file: name(&file) },
        other => other,
    });
    Finding { place, ..finding }
}

/// A plan as a side of a comparison.
#[must_use]
pub fn planned(service: &Service, answer: &Answer) -> PlannedCase {
    let solved = &answer.solved;
    PlannedCase {
        outcome: plan_outcome(solved),
        verdict: Some(ManifestVerdict::of(&verdict_record(&answer.verdict))),
        digest: Digest::of_plan(&solved.plan, service.timetable.weeks),
        begun_at: None,
    }
}

/// A long-run balance as a side of a comparison.
#[must_use]
pub fn balanced(solved: &SolvedSteady) -> PlannedCase {
    let digest = Digest::of_balance(&solved.plan);
    PlannedCase { outcome: steady_outcome(solved), verdict: None, digest, begun_at: None }
}

/// A relaxation as a side of a comparison.
#[must_use]
pub fn split(solved: &SolvedSplit) -> PlannedCase {
    let value = solved.digest.value_gbp;
    PlannedCase {
        outcome: outcome(value, Some(value), &solved.clashes, false, BoundOf::SplitModel),
        verdict: None,
        digest: solved.digest.clone(),
        begun_at: None,
    }
}

/// Names of what one service has and another has not, or calls otherwise.
#[must_use]
pub fn new_names(service: &Service, base: &Service) -> Vec<Named<String>> {
    let known = names_of(base);
    names_of(service).into_iter().filter(|named| !known.contains(named)).collect()
}

fn names_of(service: &Service) -> Vec<Named<String>> {
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    let streams = service.streams.iter().map(|x| named(x.id.as_ref(), &x.name));
    let courses = service.courses.iter().map(|x| named(x.id.as_ref(), &x.name));
    let clinics = service.clinics.iter().map(|x| named(x.id.as_ref(), &x.name));
    let sites = service.sites.iter().map(|x| named(x.id.as_ref(), &x.name));
    streams.chain(courses).chain(clinics).chain(sites).collect()
}

/// The record of a verdict.
#[must_use]
pub fn verdict_record(verdict: &verify::Verdict) -> Verdict {
    Verdict {
        accepted: verdict.accepts(),
        checks: verdict.checked.iter().map(|c| CheckCount { rule: c.rule.name(), count: c.checks }).collect(),
        findings: verdict.findings.clone(),
    }
}

/// The record of a rota's verdict.
#[must_use]
pub fn rota_verdict(verdict: &verify::RotaVerdict) -> Verdict {
    Verdict {
        accepted: verdict.accepts(),
        checks: verdict.checked.iter().map(|c| CheckCount { rule: c.rule.name(), count: c.checks }).collect(),
        findings: verdict.findings.clone(),
    }
}

/// The record of a rota.
#[must_use]
pub fn rota_record(loaded: &Loaded, answer: RotaAnswer, engine: &dyn Engine, limits: &strategy::Limits) -> RotaRecord {
    RotaRecord {
        equipoise_rota: ROTA_VERSION,
        stamp: stamp(loaded, engine, limits),
        service: ServiceOutline::of(&loaded.service),
        assumptions: rota_assumptions(&loaded.service.policy.rota.prices, &loaded.scenario.record.policy.rota.prices),
        verdict: rota_verdict(&answer.verdict),
        rota: answer.rota,
        issue: None,
    }
}

/// An engine, as records name it.
#[must_use]
pub fn program_of(engine: &dyn Engine) -> Program {
    Program { name: engine.name().to_owned(), version: engine.version() }
}

/// Where a record of a scenario comes from.
#[must_use]
pub fn stamp(loaded: &Loaded, engine: &dyn Engine, limits: &strategy::Limits) -> Stamp {
    let Loaded { scenario, service, variants } = loaded;
    let sheets = scenario.sheets.iter().map(|sheet| SheetStamp { file: sheet.file.clone(), hash: sheet.hash.clone() });
    Stamp {
        scenario: ScenarioStamp {
            sheets: sheets.collect(),
            ..ScenarioStamp::new(&service.name, Path::new(&scenario.file), &scenario.hash, variants.clone())
        },
        patches: scenario.patches.clone(),
        tool: Program::this_tool(),
        engine: program_of(engine),
        limits: Limits {
            gap: Some(limits.gap),
            nodes: Some(limits.nodes),
            iterations: Some(limits.iterations),
            seconds: limits.seconds,
            seed: Some(u64::from(limits.seed)),
        },
    }
}

fn plan_outcome(solved: &strategy::Solved) -> Outcome {
    let value = solved.plan.figures.value_gbp;
    let aims = solved.aims.iter().map(aim_record).collect();
    let outcome = outcome(value, solved.bound_gbp, &solved.clashes, solved.cut_short, BoundOf::WeeklyModel);
    Outcome { aims, rota_bound_gbp: solved.rota_bound_gbp, ..outcome }
}

fn steady_outcome(solved: &SolvedSteady) -> Outcome {
    let plan = &solved.plan;
    outcome(plan.value_gbp, plan.bound_gbp, &solved.clashes, solved.cut_short, BoundOf::SteadyModel)
}

fn outcome(value: f64, bound: Option<f64>, clashes: &strategy::Clashes, cut_short: bool, bound_of: BoundOf) -> Outcome {
    let gap = bound.and_then(|b| gap(value, b));
    let status = if !clashes.changes.is_empty() {
        Status::Partial
    } else if cut_short {
        Status::CutShort
    } else if gap.is_some_and(|g| g <= PROVEN) {
        Status::Proven
    } else {
        Status::WithinGap
    };
    Outcome {
        status,
        value_gbp: value,
        bound_gbp: bound,
        gap,
        rota_bound_gbp: None,
        bound_of,
        cut_short,
        aims: Vec::new(),
        clashes: clashes.changes.iter().map(clash_record).collect(),
        conflict: conflict_record(&clashes.conflict),
    }
}

fn aim_record(reached: &strategy::AimReached) -> AimOutcome {
    AimOutcome {
        aim: reached.aim,
        value_gbp: reached.value_gbp,
        bound_gbp: reached.bound_gbp,
        gap: reached.bound_gbp.and_then(|bound| gap(reached.value_gbp, bound)),
        tolerance: reached.tolerance,
    }
}

fn conflict_record(conflict: &strategy::Conflict) -> Option<Conflict> {
    let rule = |(rule, what): &(RuleId, String)| ConflictingRule { rule: *rule, what: what.clone() };
    let rules: Vec<ConflictingRule> = conflict.rules.iter().map(rule).collect();
    (!rules.is_empty()).then_some(Conflict { rules, minimal: conflict.minimal })
}

fn clash_record(clash: &strategy::Clash) -> Clash {
    let way = if clash.raise { "raise" } else { "lower" };
    Clash {
        rule: clash.rule,
        what: clash.what.clone(),
        amount: clash.amount,
        unit: clash.unit.clone(),
        fix: format!("{way} {} by {:.1} {}", clash.what, clash.amount, clash.unit),
    }
}
