//! What is earned, by hand, and as an aim. Names hold `minimal`: these run with every engine.

mod plan_common;

use equipoise::base::calendar::WEEKS_A_YEAR;
use equipoise::base::control::Control;
use equipoise::engine::engines;
use equipoise::model::Goal;
use equipoise::plan::Plan;
use equipoise::plan::figures::IncomeFrom;
use equipoise::service::Aim;
use equipoise::strategy::solve;
use equipoise::verify::verify;
use plan_common::{exact, minimal};

fn planned(sets: &[&str]) -> Plan {
    let service = minimal(sets);
    let solved = solve(&service, Goal::Best, engines()[0], &exact(), &Control::default()).expect("a plan");
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    solved.plan
}

/// A quarter pay 40 pounds a lesson themselves; 50 pounds come for each who starts, 5,200 a year whatever is done.
const EARNS: [&str; 4] = [
    "activities.lesson.price_gbp=40",
    "streams.back-pain.self_funded_share=0.25",
    "funding={contracts: [{id: starts, counts: {starts: six-lessons}, pays_gbp: 50, source: a test}], block_income: [{id: \
     grant, gbp_per_year: 5200, source: a test}]}",
    "streams.back-pain.in_course=[{course: six-lessons, patients: 4, from_weeks_ago: 2, to_weeks_ago: 2}]",
];

#[test]
fn minimal_income_is_what_a_hand_reckons() {
    let plan = planned(&EARNS);
    let of = |from: &IncomeFrom| plan.figures.income.iter().find(|row| row.from == *from).expect("income").gbp;
    // a lesson missed is booked again and paid once it is had; a tenth of patients is lost between first and sixth lesson
    let cadence = [0, 0, 1, 1, 2, 3];
    let stay = |visit: usize| 0.9_f64.powf(visit as f64 / 5.0);
    let mut lessons = 0.0;
    for start in &plan.starts {
        // no week of the eight is closed altogether
        let within = cadence.iter().enumerate().filter(|(_, week)| start.week.0 + *week < 8);
        lessons += within.map(|(visit, _)| start.patients * stay(visit)).sum::<f64>();
    }
    // four came two weeks ago: the lessons of their third and fourth week are left
    lessons += 4.0 * (stay(4) + stay(5));
    assert!((of(&IncomeFrom::Charges("lesson".into())) - 0.25 * 40.0 * lessons).abs() < 1e-6);
    let started: f64 = plan.starts.iter().map(|start| start.patients).sum();
    assert!(started > 5.0);
    assert!((of(&IncomeFrom::Contract("starts".into())) - 50.0 * started).abs() < 1e-6);
    assert!((of(&IncomeFrom::Block("grant".into())) - 5200.0 * 8.0 / WEEKS_A_YEAR).abs() < 1e-6);
}

#[test]
fn minimal_income_counts_as_far_as_its_price() {
    // nothing else is worth anything, so that whoever starts is started for the money
    let worthless = [
        "policy.prices.important_change_gbp=0",
        "policy.prices.waiting_week_gbp=0",
        "policy.prices.breach_week_gbp=0",
        "policy.prices.excess_lesson_gbp=0",
        "policy.prices.late_lesson_week_gbp=0",
        "policy.prices.carried_lesson_gbp=0",
        "policy.prices.session_gbp=1",
    ];
    let with = |price: &str| {
        let earns = format!("policy.prices.earned_pound_gbp={price}");
        let mut sets: Vec<&str> = EARNS.iter().chain(&worthless).copied().collect();
        sets.push(&earns);
        planned(&sets)
    };
    let (free, paid) = (with("0"), with("1"));
    let started = |plan: &Plan| plan.starts.iter().map(|start| start.patients).sum::<f64>();
    assert!(started(&paid) > started(&free) + 3.0, "{} and {}", started(&paid), started(&free));
    let cost = |plan: &Plan| plan.figures.aims.iter().find(|aim| aim.aim == Aim::Cost).expect("an aim").value_gbp;
    let block_and_earlier = 5200.0 * 8.0 / WEEKS_A_YEAR + 0.25 * 40.0 * 4.0 * (0.9_f64.powf(0.8) + 0.9);
    // what comes whatever is done is income, but nothing that the plan decides
    assert!((cost(&paid) - (paid.figures.income_gbp() - block_and_earlier)).abs() < 1e-6);
    assert!(cost(&free).abs() < 1e-9);
}
