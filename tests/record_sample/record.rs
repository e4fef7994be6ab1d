//! Records of the sample plan, and of the published long-run balance of two Alexander teachers.

use super::{plan, service};
use equipoise::base::finding::{Finding, Place};
use equipoise::model::figures::figures;
use equipoise::plan::figures::{BenefitFigures, BudgetFigures, MeasureFigures};
use equipoise::plan::steady::*;
use equipoise::record::assumption::assumptions;
use equipoise::record::outcome::gap;
use equipoise::record::plan::PLAN_VERSION;
use equipoise::record::stamp::sha256;
use equipoise::record::steady::STEADY_VERSION;
use equipoise::record::*;
use equipoise::scenario::records::{PatchRecord, PricesRecord};
use equipoise::service::{Aim, PRICE_DEFAULTS, RuleId};
use std::path::Path;

fn program(name: &str, version: &str) -> Program {
    Program { name: name.to_owned(), version: version.to_owned() }
}

fn scenario_stamp() -> ScenarioStamp {
    let hash = sha256(b"the sample's scenario");
    ScenarioStamp::new(
        "Northshire pain service",
        Path::new("/a/folder/scenario.yaml"),
        &hash,
        vec!["less-hire".to_owned()],
    )
}

fn written_prices() -> PricesRecord {
    let prices = serde_json::json!({"important_change_gbp": 500, "dose_shortfall_gbp": 10, "spent_pound_gbp": 0.1});
    serde_json::from_value(prices).expect("a price list")
}

/// The sample plan as a record: within a gap, checked, with "do nothing" beside it.
pub fn plan_record() -> PlanRecord {
    let service = service();
    let mut plan = plan();
    plan.figures = figures(&service, &plan);
    let mut nothing = super::plan();
    nothing.starts.retain(|s| s.course != "at-3");
    let do_nothing = figures(&service, &nothing);
    let value = plan.figures.value_gbp;
    PlanRecord {
        equipoise_plan: PLAN_VERSION,
        stamp: Stamp {
            scenario: scenario_stamp(),
            patches: vec![PatchRecord::Set { path: "rooms.n2.hire_gbp_per_session".to_owned(), value: 0.into() }],
            tool: program("equipoise", "0.1.0"),
            engine: program("HiGHS", "1.12.0"),
            limits: Limits { gap: Some(0.01), nodes: Some(10_000), iterations: None, seconds: None, seed: Some(1) },
        },
        begun_at: None,
        outcome: Outcome {
            status: Status::WithinGap,
            value_gbp: value,
            bound_gbp: Some(6712.5),
            gap: gap(value, 6712.5),
            rota_bound_gbp: None,
            bound_of: BoundOf::WeeklyModel,
            cut_short: false,
            aims: vec![],
            clashes: vec![],
            conflict: None,
        },
        assumptions: assumptions(&service.policy.prices, &written_prices()),
        evidence: EvidenceNotes::of(&service, plan.starts.iter().map(|s| s.course.clone())),
        service: ServiceOutline::of(&service),
        plan,
        do_nothing: Some(do_nothing),
        not_compared: None,
        verdict: Verdict {
            accepted: true,
            checks: vec![
                CheckCount { rule: "one-place".to_owned(), count: 1234 },
                CheckCount { rule: "figures".to_owned(), count: 96 },
            ],
            findings: vec![
                Finding::warning("small-class", "a Tai Chi class has 1 place booked of at least 4", "join classes")
                    .at(Place::Plan { path: "bookings[10]".to_owned() }),
            ],
        },
    }
}

/// The sample as a partial plan whose rules clash, refused by the checker.
pub fn clashing_record() -> PlanRecord {
    let mut record = plan_record();
    record.outcome = Outcome {
        status: Status::Partial,
        bound_gbp: None,
        gap: None,
        clashes: vec![Clash {
            rule: RuleId::ContractFloor,
            what: "at-block".to_owned(),
            amount: 12.0,
            unit: "appointments".to_owned(),
            fix: "ask for 12 appointments fewer a quarter".to_owned(),
        }],
        conflict: Some(Conflict {
            rules: vec![
                ConflictingRule { rule: RuleId::Budget, what: "the budget alexander".to_owned() },
                ConflictingRule { rule: RuleId::ContractFloor, what: "the least of contract at-block".to_owned() },
            ],
            minimal: true,
        }),
        ..record.outcome
    };
    record.do_nothing = None;
    record.not_compared = Some(NotCompared::NothingKnown);
    record.verdict.accepted = false;
    record
}

/// The sample with its aims one after the other.
pub fn ordered_record() -> PlanRecord {
    let mut record = plan_record();
    let value = |aim| record.plan.figures.aims.iter().filter(|f| f.aim == aim).map(|f| f.value_gbp).sum::<f64>();
    let aims = [(Aim::Promises, Some(0.0), Some(0.0)), (Aim::Benefit, None, Some(0.02)), (Aim::Tidy, None, None)];
    let aims = aims.map(|(aim, bound, tolerance)| AimOutcome {
        aim,
        value_gbp: value(aim),
        bound_gbp: bound.map(|more| value(aim) + more),
        gap: bound.and_then(|more| gap(value(aim), value(aim) + more)),
        tolerance,
    });
    record.outcome = Outcome { bound_gbp: None, gap: None, aims: aims.to_vec(), ..record.outcome };
    record
}

/// The balance of `scenarios/alexander` as published: 140 courses of 6 and 17 of 24 lessons.
pub fn steady_record() -> SteadyRecord {
    let record = plan_record();
    let start = |course: &str, patients: f64, lessons: f64, points: f64| SteadyStart {
        stream: "alexander".into(),
        course: course.into(),
        patients,
        lessons: patients * lessons,
        important_changes: patients * points / 2.5,
        interpolated: false,
    };
    let price = |what, points: f64, unit: &str| SteadyPrice {
        what,
        value_gbp: points / 2.5 * 500.0,
        important_changes: points / 2.5,
        in_measure: Some(points),
        unit: unit.to_owned(),
    };
    let benefit = |points: f64| points / 2.5;
    let (mean, low, high) = (253.8, 30.3, 477.3);
    let mut service = record.service;
    let mut rename = |id: &str, new: &str, name: &str| {
        if let Some(course) = service.courses.iter_mut().find(|c| c.id == *id) {
            (course.id, course.name) = (new.into(), name.to_owned());
        }
    };
    rename("at-2", "at-6", "6 lessons");
    rename("at-3", "at-24", "24 lessons");
    SteadyRecord {
        equipoise_steady: STEADY_VERSION,
        stamp: Stamp {
            scenario: ScenarioStamp { variants: vec![], ..scenario_stamp() },
            patches: vec![],
            ..record.stamp
        },
        outcome: Outcome {
            status: Status::Proven,
            value_gbp: 50_760.0,
            bound_gbp: Some(50_760.0),
            gap: Some(0.0),
            rota_bound_gbp: None,
            bound_of: BoundOf::SteadyModel,
            cut_short: false,
            aims: vec![],
            clashes: vec![],
            conflict: None,
        },
        assumptions: record.assumptions.into_iter().take(PRICE_DEFAULTS.len()).collect(),
        evidence: EvidenceNotes::default(),
        service,
        balance: SteadyPlan {
            worked_weeks: 41.6,
            starts: vec![start("at-6", 140.0, 6.0, 1.4), start("at-24", 17.0, 24.0, 3.4)],
            streams: vec![SteadyStream {
                stream: "alexander".into(),
                has_evidence: true,
                available: 157.0,
                started: 157.0,
                left: 0.0,
            }],
            clinics: vec![SteadyClinic {
                clinic: "at-clinic".into(),
                sessions: 249.6,
                minutes_offered: 56_160.0,
                minutes_used: 56_160.0,
                slots_offered: Some(1248.0),
                slots_used: Some(1248.0),
            }],
            activities: vec![SteadyActivity {
                activity: "lesson".into(),
                slots_offered: Some(1248.0),
                slots_used: 1248.0,
            }],
            budgets: vec![BudgetFigures { budget: "alexander".into(), budget_gbp: 46_000.0, spent_gbp: 44_900.0 }],
            spend_gbp: 44_900.0,
            income: vec![],
            desk: vec![],
            prices: vec![
                price(Scarce::Lesson("lesson".into()), 2.0 / 18.0, "lesson a year"),
                price(Scarce::Patient("alexander".into()), 1.4 - 6.0 * 2.0 / 18.0, "patient a year"),
            ],
            benefit: BenefitFigures {
                important_changes: benefit(mean),
                low: benefit(low),
                high: benefit(high),
                by_measure: vec![MeasureFigures { measure: "rmdq".into(), mean, low, high }],
            },
            aims: vec![],
            value_gbp: 50_760.0,
            bound_gbp: Some(50_760.0),
            relaxed_gbp: Some(50_760.0),
        },
    }
}
