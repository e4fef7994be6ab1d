//! The engines agree on small scenarios: each proves the same optimum, whatever the order of lists, and never a lower one
//! with more capacity.
//!
//! The optima are written down here, proven by HiGHS, so that a build with one engine only is held to them too.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, engines};
use equipoise::model::Goal;
use equipoise::service::{Aim, Service};
use equipoise::strategy::{Solved, solve, solve_steady};
use equipoise::verify::verify;
use plan_common::exact;
use plan_common::turned::{near, path, service, turned};

/// A scenario with some of its figures changed, and its proven optimum in pounds.
struct Case {
    name: &'static str,
    scenario: &'static str,
    variants: &'static [&'static str],
    sets: &'static [&'static str],
    optimum: f64,
}

impl Case {
    fn service(&self, more: &[&str]) -> Service {
        service(&path("scenarios").join(self.scenario), self.variants, &[self.sets, more].concat())
    }

    fn turned(&self) -> Service {
        turned(&path("scenarios").join(self.scenario), self.variants, self.sets)
    }

    #[track_caller]
    fn is_reached(&self, optimum: f64, engine: &dyn Engine) {
        let near = (optimum - self.optimum).abs() <= 1e-6 * self.optimum.abs().max(1.0);
        assert!(near, "{} {}: {optimum} by {}, recorded {}", self.scenario, self.name, engine.name(), self.optimum);
    }
}

const FOUR_WEEKS: &str = "horizon.weeks=4";
const LONG_LIST: &str = "streams.back-pain.waiting_list=[{patients: 60, to_weeks: 12}]";

const MINIMAL: [Case; 14] = [
    Case { name: "as it is", scenario: "minimal", variants: &[], sets: &[], optimum: 5_257.102_160_351 },
    Case { name: "four weeks", scenario: "minimal", variants: &[], sets: &[FOUR_WEEKS], optimum: 3_595.375_177_627 },
    Case {
        name: "busy",
        scenario: "minimal",
        variants: &["more-referrals"],
        sets: &[FOUR_WEEKS, LONG_LIST, "practitioners.teacher-1.non_clinical_share=0"],
        optimum: 4_514.281_227_002,
    },
    Case {
        name: "missed and lost",
        scenario: "minimal",
        variants: &[],
        sets: &[FOUR_WEEKS, LONG_LIST, "activities.lesson.dna_rate=0.3", "activities.lesson.missed=lost"],
        optimum: 3_789.803_322_713,
    },
    Case {
        name: "drop-out",
        scenario: "minimal",
        variants: &[],
        sets: &[FOUR_WEEKS, LONG_LIST, "courses.six-lessons.drop_out=0.45"],
        optimum: 4_342.110_953_777,
    },
    Case {
        name: "a budget binds",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "practitioners.teacher-1.cost_gbp_per_session=135",
            "courses.six-lessons.materials_gbp=11",
            "funding={budgets: [{id: all, gbp_per_year: 12000, covers: {everything: {}}, source: a test}]}",
        ],
        optimum: 1_253.008_348_413,
    },
    Case {
        name: "a contract caps starts",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "funding={contracts: [{id: cap, counts: {starts: six-lessons}, most_per_year: 70, source: a test}]}",
        ],
        optimum: 1_276.205_479_452,
    },
    Case {
        name: "pounds count",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            "practitioners.teacher-1.cost_gbp_per_session=135",
            "policy.prices={important_change_gbp: 900, spent_pound_gbp: 1, waiting_week_gbp: 3}",
        ],
        optimum: 4_291.595_756_261,
    },
    Case {
        name: "classes",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "rooms.room-1.places=4",
            "activities.lesson.mode={group: {min: 2, max: 4}}",
            "activities.lesson.missed=lost",
        ],
        optimum: 16_371.037_389_225,
    },
    Case {
        name: "closed groups",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "rooms.room-1.places=4",
            "activities.lesson.mode={group: {min: 2, max: 4}}",
            "activities.lesson.missed=lost",
            "courses.six-lessons.closed_group={min: 3, max: 4}",
        ],
        optimum: 16_317.205_479_452,
    },
    Case {
        name: "every week its own pattern",
        scenario: "minimal",
        variants: &[],
        sets: &["horizon.weeks=3", LONG_LIST, "policy.pattern_weeks=1"],
        optimum: 2_997.689_207_777,
    },
    Case {
        name: "some leave the list, some are under way",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "streams.back-pain.removals_per_week=0.05",
            "streams.back-pain.in_course=[{course: six-lessons, patients: 5, from_weeks_ago: 3}]",
            "streams.back-pain.target_wait_weeks=6",
        ],
        optimum: 2_629.800_188_386,
    },
    Case {
        name: "a share must start, at the evidence's low end",
        scenario: "minimal",
        variants: &[],
        sets: &[FOUR_WEEKS, "policy.evidence_case=low", "streams.back-pain.least_started_share=0.6"],
        optimum: 39.837_624_254,
    },
    Case {
        name: "two options and a choice of half-days for a meeting",
        scenario: "minimal",
        variants: &[],
        sets: &[
            FOUR_WEEKS,
            LONG_LIST,
            "streams.back-pain.courses=[{course: six-lessons, least_share: 0.5}, {course: three-lessons}]",
            "courses=[{id: six-lessons, lessons: [{activity: lesson, total: 6, cadence: {by_week: [2, 2, 1, 1]}}], drop_out: 0.1, \
             evidence: {measure: rmdq, change: 1.4, comparator: normal care, follow_up_weeks: 52, analysis: marginal, source: a \
             test}}, {id: three-lessons, lessons: [{activity: lesson, total: 3, cadence: {by_week: [1, 1, 1]}}], evidence: \
             {measure: rmdq, change: 0.6, comparator: normal care, follow_up_weeks: 52, analysis: marginal, source: a test}}]",
            "meetings=[{id: mdt, who: {everyone: {}}, when: {weekly: {half_days: [tue-am, thu-pm], every: 2}}, minutes: 80, site: \
             clinic, source: a test}]",
        ],
        optimum: 3_624.243_954_261,
    },
];

const SIX_WEEKS: &str = "horizon.weeks=6";

const ALEXANDER: [Case; 6] = [
    Case { name: "as it is", scenario: "alexander", variants: &[], sets: &[SIX_WEEKS], optimum: 11_586.939_936_776 },
    Case {
        name: "realistic",
        scenario: "alexander",
        variants: &["realistic"],
        sets: &[SIX_WEEKS],
        optimum: 12_053.997_011_716,
    },
    Case {
        name: "only 6",
        scenario: "alexander",
        variants: &["only-6"],
        sets: &[SIX_WEEKS],
        optimum: 8_467.863_013_699,
    },
    Case {
        name: "only 24",
        scenario: "alexander",
        variants: &["only-24"],
        sets: &[FOUR_WEEKS],
        optimum: 7_280.257_112_750,
    },
    Case {
        name: "less money",
        scenario: "alexander",
        variants: &["realistic", "budget-minus-20"],
        sets: &[FOUR_WEEKS],
        optimum: 8_038.972_211_913,
    },
    Case {
        name: "by the cells",
        scenario: "alexander",
        variants: &["cell-6-exercise"],
        sets: &[FOUR_WEEKS],
        optimum: 12_614.077_625_571,
    },
];

/// Variants of Alexander and the proven worth of their long-run balance in whole patients, in pounds. Where a comment
/// gives points, they are worth 500 pounds for every 2.5, as `plan_small` reckons by trying every mix.
const BALANCES: [(&[&str], f64); 11] = [
    (&[], 50_760.0), // 253.8 points
    (&["interpolated-12"], 50_760.34),
    (&["only-6"], 43_960.0),  // 157 x 1.4
    (&["only-24"], 35_360.0), // 52 x 3.4
    (&["cell-6-exercise"], 97_516.0),
    (&["pessimistic"], 21_112.0),
    (&["optimistic"], 93_744.0),
    (&["threshold-5"], 25_380.0), // 253.8 points x 500 / 5
    (&["everyone-starts"], 50_760.0),
    (&["budget-minus-20"], 45_160.0),
    (&["realistic"], 48_360.0),
];

/// A plan that is accepted, with no rule given up.
fn solved(service: &Service, engine: &dyn Engine) -> Solved {
    let solved = solve(service, Goal::Best, engine, &exact(), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{}: {:#?}", engine.name(), verdict.findings);
    assert!(solved.clashes.changes.is_empty(), "{}: {:?}", engine.name(), solved.clashes);
    solved
}

/// The proven optimum: value and bound are the same.
fn optimum(service: &Service, engine: &dyn Engine) -> f64 {
    let solved = solved(service, engine);
    let (value, bound) = (solved.plan.figures.value_gbp, solved.bound_gbp.expect("a bound"));
    near(value, bound);
    value
}

fn engines_agree(cases: &[Case]) {
    for case in cases {
        let service = case.service(&[]);
        for engine in engines() {
            case.is_reached(optimum(&service, engine), engine);
        }
    }
}

fn order_is_nothing(cases: &[Case]) {
    for case in cases {
        let service = case.turned();
        for engine in engines() {
            case.is_reached(optimum(&service, engine), engine);
        }
    }
}

/// What adds capacity, one thing at a time; worth more in so many cases at least.
fn more_is_no_worse(cases: &[Case], more: &[&str], better: usize) {
    let mut gained = 0;
    for case in cases {
        let service = case.service(more);
        for engine in engines() {
            let with_more = optimum(&service, engine);
            let rounding = 1e-6 * case.optimum.abs().max(1.0);
            let what = format!("{} {}, {more:?}, {}", case.scenario, case.name, engine.name());
            assert!(with_more >= case.optimum - rounding, "{what}: {with_more} with more, {} without", case.optimum);
            gained += usize::from(with_more > case.optimum + rounding);
        }
    }
    assert!(gained >= better * engines().len(), "it helped {gained} times only");
}

#[test]
fn minimal_has_the_same_optimum_with_every_engine() {
    engines_agree(&MINIMAL);
}

#[test]
fn alexander_has_the_same_optimum_with_every_engine() {
    engines_agree(&ALEXANDER);
}

#[test]
fn alexander_has_the_same_balance_with_every_engine() {
    for (variants, worth) in &BALANCES {
        let service = service(&path("scenarios/alexander"), variants, &[]);
        for engine in engines() {
            let solved = solve_steady(&service, Goal::Best, engine, &exact(), &Control::default()).expect("a balance");
            assert!(solved.clashes.changes.is_empty(), "{:?}", solved.clashes);
            near(solved.plan.value_gbp, *worth);
            near(solved.plan.bound_gbp.expect("a bound"), *worth);
        }
    }
}

#[test]
fn minimal_has_the_same_optimum_with_lists_turned_round() {
    order_is_nothing(&MINIMAL);
}

#[test]
fn alexander_has_the_same_optimum_with_lists_turned_round() {
    order_is_nothing(&ALEXANDER);
}

#[test]
fn minimal_is_no_worse_with_a_session_more() {
    let more = ["practitioners.teacher-1.sessions_per_week=4", "practitioners.teacher-1.non_clinical_share=0"];
    more_is_no_worse(&MINIMAL[1..], &more, 5);
}

#[test]
fn minimal_is_no_worse_without_leave_and_absence() {
    more_is_no_worse(&MINIMAL[1..], &["practitioners.teacher-1.absence_rate=0", "practitioners.teacher-1.leave=[]"], 5);
}

#[test]
fn minimal_is_no_worse_with_longer_half_days() {
    let half_days =
        "calendar.half_days=[{id: am, start: \"09:00\", minutes: 230}, {id: pm, start: \"13:30\", minutes: 270}]";
    more_is_no_worse(&MINIMAL[1..], &[half_days], 5);
}

#[test]
fn alexander_is_no_worse_with_a_session_more() {
    let more = ["practitioners.at-1.sessions_per_week=4", "practitioners.at-1.non_clinical_share=0"];
    more_is_no_worse(&ALEXANDER, &more, 2);
}

#[test]
fn alexander_is_no_worse_with_a_room_more() {
    let third = "rooms=[{id: clinic-1, site: clinic, kind: consulting, places: 1}, {id: clinic-2, site: clinic, kind: \
                 consulting, places: 1}, {id: clinic-3, site: clinic, kind: consulting, places: 1}]";
    more_is_no_worse(&ALEXANDER, &[third], 0);
}

/// Orders of aims, on a scenario in which they pull apart.
const ORDERS: [&str; 4] = [
    "{aim: benefit}, {aim: promises}, {aim: waiting}, {aim: cost}, {aim: tidy}",
    "{aim: promises}, {aim: benefit}, {aim: tidy}",
    "{aim: benefit, tolerance: 0.2}, {aim: promises}",
    "{aim: cost}, {aim: benefit}",
];

#[test]
fn minimal_reaches_the_same_in_every_order_of_aims_with_every_engine() {
    for order in ORDERS {
        let aims = format!("policy.aims={{ordered: [{order}]}}");
        let case = &MINIMAL[1];
        let first: Vec<(Aim, f64, Option<f64>)> = reached(&case.service(&[&aims]), engines()[0]);
        assert_eq!(first.len(), 5);
        let others = engines().into_iter().skip(1).map(|engine| (case.service(&[&aims]), engine));
        let turned = turned(&path("scenarios/minimal"), case.variants, &[case.sets, &[aims.as_str()]].concat());
        for (service, engine) in others.chain([(turned, engines()[0])]) {
            for (one, other) in first.iter().zip(reached(&service, engine)) {
                assert_eq!(one.0, other.0);
                // Keeping an aim lets go of a millionth of it, which a later one may gain at its own price.
                let alike = |a: f64, b: f64| (a - b).abs() <= 1e-4 * a.abs().max(b.abs()).max(100.0);
                assert!(alike(one.1, other.1), "{order}, {}: {one:?}, {other:?}", engine.name());
                assert_eq!(one.2.is_some(), other.2.is_some());
                assert!(one.2.zip(other.2).is_none_or(|(a, b)| alike(a, b)), "{order}: {one:?}, {other:?}");
            }
        }
    }
}

/// Each aim's worth and bound.
fn reached(service: &Service, engine: &dyn Engine) -> Vec<(Aim, f64, Option<f64>)> {
    solved(service, engine).aims.iter().map(|a| (a.aim, a.value_gbp, a.bound_gbp)).collect()
}
