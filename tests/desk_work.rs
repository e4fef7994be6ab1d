//! Desk work and meetings between days in plans, worked out by hand. All but the last are small, so that these run with
//! every engine.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::engines;
use equipoise::model::Goal;
use equipoise::plan::Plan;
use equipoise::plan::steady::{Scarce, SteadyPlan};
use equipoise::service::Service;
use equipoise::strategy::{Solved, solve, solve_steady};
use equipoise::verify::verify;
use plan_common::turned::near;
use plan_common::{exact, minimal};

/// The proven optimum, accepted by the checker, and worth what the model says it is.
fn best(service: &Service) -> Solved {
    let solved = solve(service, Goal::Best, engines()[0], &exact(), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    if let Some(bound) = solved.bound_gbp {
        near(solved.plan.figures.value_gbp, bound);
    }
    solved
}

fn balance(service: &Service) -> SteadyPlan {
    solve_steady(service, Goal::Best, engines()[0], &exact(), &Control::default()).expect("a balance").plan
}

/// `minimal` with an administrator who works three half-days and has so much time for desk work.
fn with_admin(desk: f64, rest: &str, work: &str, more: &[&str]) -> Service {
    let teacher = "{id: teacher-1, role: at-teacher, wte: 0.4, sessions_per_week: 4, non_clinical_share: 0.25, home_site: \
                   clinic, available: {tue: [am, pm], thu: [am, pm]}, leave: [{from: 2026-02-17, to: 2026-02-19}], \
                   absence_rate: 0.05, source: a test}";
    let admin = format!(
        "{{id: admin-1, role: admin, wte: 0.3, sessions_per_week: 3, non_clinical_share: 1, home_site: clinic, available: \
         {{tue: [am, pm], thu: [am]}}, desk_minutes_per_week: {desk}, {rest}source: a test}}"
    );
    let people = format!("practitioners=[{teacher}, {admin}]");
    let work = format!("desk_work=[{work}]");
    let mut sets = vec![people.as_str(), "service.fte_total=0.7", work.as_str()];
    sets.extend(more);
    minimal(&sets)
}

fn work(id: &str, minutes: f64, per: &str, rest: &str) -> String {
    format!("{{id: {id}, role: admin, minutes: {minutes}, per: {{{per}}}, {rest}source: a test}}")
}

fn late(plan: &Plan) -> Vec<f64> {
    let mut late = vec![0.0; 8];
    plan.desk.iter().for_each(|row| late[row.week.index()] += row.late);
    late
}

/// Ten hours fall due each week and eight are there: what was due by the week before is late from the sixth week on.
#[test]
fn minimal_desk_work_that_outgrows_its_time_is_late() {
    let without = best(&minimal(&[])).plan.figures.value_gbp;
    let plan = best(&with_admin(480.0, "", &work("enquiries", 60.0, "week: 10", ""), &[])).plan;
    late(&plan).iter().zip([0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 4.0, 6.0]).for_each(|(late, by_hand)| near(*late, by_hand));
    near(plan.figures.value_gbp, without - 12.0 * 20.0);
    let figures = &plan.figures.desk[0];
    near(figures.due_hours, 80.0);
    near(figures.done_hours, 64.0);
    near(figures.late_hours, 6.0);
    near(figures.most_late_hours, 6.0);
    near(plan.figures.desk_time[0].offered_hours, 64.0);
    near(plan.figures.desk_time[0].utilisation, 1.0);
    // nine days are two weeks: late a week later; no days are none: late a week earlier
    let later = best(&with_admin(480.0, "", &work("enquiries", 60.0, "week: 10", "within_days: 9, "), &[])).plan;
    near(late(&later).iter().sum(), 0.0);
    let at_once = best(&with_admin(480.0, "", &work("enquiries", 60.0, "week: 10", "within_days: 0, "), &[])).plan;
    late(&at_once).iter().zip(1..).for_each(|(late, week)| near(*late, 2.0 * f64::from(week)));
    near(at_once.figures.value_gbp, without - 72.0 * 20.0);
}

/// Nine tenths of eight hours; in the week of a leave of two of three half-days a third of them.
#[test]
fn minimal_time_for_desk_work_is_that_of_who_is_there() {
    let rest = "absence_rate: 0.1, leave: [{from: 2026-01-13, to: 2026-01-13}], ";
    let plan = best(&with_admin(480.0, rest, &work("enquiries", 60.0, "week: 7", ""), &[])).plan;
    near(plan.figures.desk_time[0].offered_hours, 7.0 * 7.2 + 2.4);
    let done = |week: u32| plan.desk.iter().filter(|row| row.week.0 == week).map(|row| row.done).sum::<f64>();
    near(done(0), 7.0);
    near(done(1), 2.4);
    near(done(2), 7.2);
    // 21 hours are due by the end of the third week and 16.6 done; 14 should be
    near(late(&plan).iter().take(3).sum(), 0.0);
}

/// What is nearer to being late comes first: with room for ten hours, five of the urgent and five of the other are done.
#[test]
fn minimal_desk_work_nearest_to_being_late_comes_first() {
    let kinds =
        [work("audit", 60.0, "week: 8", "within_days: 28, "), work("urgent", 60.0, "week: 5", "within_days: 0, ")];
    let plan = best(&with_admin(600.0, "", &kinds.join(", "), &[])).plan;
    let figures = |id: &str| plan.figures.desk.iter().find(|f| f.task == *id).expect("figures");
    near(figures("urgent").most_late_hours, 0.0);
    near(figures("audit").done_hours, 40.0);
    // 8 x 4 are due by the end of the fourth week, and 40 done by that of the last
    near(figures("audit").most_late_hours, 0.0);
}

/// Every way of counting at once: the checker reckons them by itself, and the model knows what the plan is worth.
#[test]
fn minimal_counts_all_that_desk_work_is_counted_by() {
    let kinds = [
        work("letters", 20.0, "appointments: [lesson]", "within_days: 10, "),
        work("triage", 15.0, "referrals: [back-pain]", ""),
        work("bookings", 30.0, "starts: [six-lessons]", "within_days: 3, "),
        work("questionnaires", 25.0, "finishes: [six-lessons]", ""),
        work("enquiries", 6.0, "week: 5", ""),
    ];
    let in_course =
        "streams.back-pain.in_course=[{course: six-lessons, patients: 4, from_weeks_ago: 3, to_weeks_ago: 2}]";
    let plan = best(&with_admin(120.0, "", &kinds.join(", "), &[in_course])).plan;
    let due = |id: &str, week: u32| {
        let rows = plan.desk.iter().filter(|row| row.task == *id && row.week.0 == week);
        rows.map(|row| row.due).sum::<f64>()
    };
    near(due("enquiries", 3), 0.5);
    near(due("triage", 3), 50.0 / (365.0 / 7.0) * 0.25);
    // two started three weeks before and have their last visit in the first week, two in the second; a tenth have left
    near(due("questionnaires", 0), 2.0 * 0.9 * 25.0 / 60.0);
    near(due("questionnaires", 1), 2.0 * 0.9 * 25.0 / 60.0);
    let started: f64 = plan.starts.iter().filter(|s| s.week.0 == 0).map(|s| s.patients).sum();
    near(due("bookings", 0), started * 0.5);
    near(due("questionnaires", 3), started * 0.9 * 25.0 / 60.0);
}

/// Two hours for each who starts, and an hour a week: where lateness is dear, starts wait for the desk; where it is cheap,
/// desk work is late; where it costs nothing, nothing changes.
#[test]
fn minimal_starts_wait_for_desk_work_only_where_that_is_worth_it() {
    let at = |price: f64| {
        let price = format!("policy.prices.late_desk_hour_gbp={price}");
        let start = work("paperwork", 120.0, "starts: [six-lessons]", "");
        best(&with_admin(60.0, "", &start, &[&price])).plan
    };
    let started =
        |plan: &Plan, until: u32| -> f64 { plan.starts.iter().filter(|s| s.week.0 < until).map(|s| s.patients).sum() };
    let without = best(&minimal(&[])).plan;
    let (free, cheap, dear) = (at(0.0), at(2.0), at(10_000.0));
    near(free.figures.value_gbp, without.figures.value_gbp);
    near(late(&dear).iter().sum(), 0.0);
    for week in 1..8 {
        // all who start before a week have their two hours by its end
        assert!(started(&dear, week) <= f64::from(week + 1) / 2.0 + 1e-6, "week {week}");
    }
    assert!(started(&dear, 7) < started(&free, 7));
    let hours: f64 = late(&cheap).iter().sum();
    assert!(hours > 1.0 && started(&cheap, 7) > started(&dear, 7));
    let worth = [&free, &cheap, &dear].map(|plan| plan.figures.value_gbp);
    assert!(worth[0] > worth[1] && worth[1] > worth[2], "{worth:?}");
    // what is free must pay for its lateness, and what is dear may be had at any price
    assert!(worth[1] >= worth[0] - 2.0 * late(&free).iter().sum::<f64>() - 1e-6);
}

/// In a year an hour a week of 41.6 is there, two hours are needed for each of 62 who start (12 wait, 50 are referred).
#[test]
fn minimal_in_the_long_run_weighs_starts_and_desk_work() {
    let at = |price: f64| {
        let price = format!("policy.prices.late_desk_hour_gbp={price}");
        let start = work("paperwork", 120.0, "starts: [six-lessons]", "");
        balance(&with_admin(60.0, "", &start, &[&price]))
    };
    let (cheap, dear) = (at(1.0), at(20.0));
    let started = |plan: &SteadyPlan| plan.starts.iter().map(|s| s.patients).sum::<f64>();
    near(started(&cheap), 62.0);
    near(cheap.desk[0].offered_hours, 41.6);
    near(cheap.desk[0].needed_hours, 124.0);
    near(cheap.desk[0].short_hours, 82.4);
    near(cheap.value_gbp, 62.0 * 280.0 - 82.4 * 26.0);
    // an hour short costs 520: the 21st start needs 0.4 of one and is worth 280, the 22nd needs two more
    near(started(&dear), 21.0);
    near(dear.value_gbp, 21.0 * 280.0 - 0.4 * 520.0);
    if engines()[0].capabilities().duals {
        let price = |plan: &SteadyPlan| {
            let desk = plan.prices.iter().find(|p| p.what == Scarce::Desk("admin".into()));
            desk.map_or(0.0, |p| p.value_gbp)
        };
        near(price(&cheap), 26.0);
        near(price(&dear), 140.0);
    }
    // what comes whatever is done
    let enquiries = balance(&with_admin(60.0, "", &work("enquiries", 30.0, "week: 1", ""), &[]));
    near(enquiries.desk[0].needed_hours, 365.0 / 7.0 / 2.0);
    near(enquiries.desk[0].short_hours, 0.0);
}

#[test]
fn minimal_without_desk_work_has_no_row_of_it() {
    let facts = minimal(&[]);
    let facts = equipoise::model::Facts::new(&facts);
    let model = equipoise::model::build(&facts, Goal::Best);
    assert_eq!(model.columns.desk().count(), 0);
    assert!(!model.program.row_names().iter().any(|name| name.starts_with("F13")));
}

/// A meeting that takes Tuesday mornings for a month is worth what leave on those mornings is.
#[test]
fn minimal_meetings_are_held_between_their_days() {
    let audit = |days: &str| {
        format!(
            "meetings=[{{id: audit, who: {{everyone: {{}}}}, when: {{weekly: {{half_days: [tue-am]}}}}, minutes: 225, \
             blocks_clinics: true, {days}source: a test}}]"
        )
    };
    let waiting = "streams.back-pain.waiting_list=[{patients: 60, to_weeks: 12}]";
    let all = "practitioners.teacher-1.non_clinical_share=0";
    let with = |days: &str| best(&minimal(&[waiting, all, &audit(days)])).plan;
    let month = with("from: 2026-01-14, to: 2026-02-10, ");
    let held: Vec<String> = month.meetings.iter().map(|m| m.date.to_string()).collect();
    assert_eq!(held, ["2026-01-20", "2026-01-27", "2026-02-03", "2026-02-10"]);
    let leave = ["2026-01-20", "2026-01-27", "2026-02-03", "2026-02-10"];
    let leave: Vec<String> = leave.iter().map(|d| format!("{{from: {d}, to: {d}, half_days: [am]}}")).collect();
    let leave = format!("practitioners.teacher-1.leave=[{}, {{from: 2026-02-17, to: 2026-02-19}}]", leave.join(", "));
    near(month.figures.value_gbp, best(&minimal(&[waiting, all, &leave])).plan.figures.value_gbp);
    // on the last day of leave nobody comes, but the meeting is held
    assert_eq!(with("").meetings.len(), 8);
    assert_eq!(with("from: 2026-02-16, ").meetings.len(), 2);
    assert_eq!(with("to: 2026-01-05, ").meetings.len(), 0);
    assert!(with("").figures.value_gbp < month.figures.value_gbp - 1.0);
}

/// Desk work joins the parts of a large service: its plan is accepted, near its bound and not above it.
#[cfg(feature = "highs")]
#[test]
fn three_places_share_a_nurse_s_desk() {
    use equipoise::engine::Highs;
    use equipoise::strategy::Limits;
    use plan_common::turned::{path, service};
    let work = "desk_work=[{id: letters, role: nurse, minutes: 6, per: {appointments: [assessment, lesson, physio]}, source: \
                t}, {id: triage, role: nurse, minutes: 5, per: {referrals: [assessment, alexander]}, source: t}, {id: notes, \
                role: nurse, minutes: 5, per: {finishes: [at-6, physio-5]}, source: t}]";
    let sets = ["practitioners.nurse-1.desk_minutes_per_week=150", "policy.prices.late_desk_hour_gbp=60", work];
    let service = service(&path("tests/fixtures/three-places.yaml"), &[], &sets);
    let limits = Limits { gap: 0.04, iterations: 8_000, ..Limits::default() };
    let solved = solve(&service, Goal::Best, &Highs, &limits, &Control::default()).expect("a plan");
    let verdict = verify(&service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    let (value, bound) = (solved.plan.figures.value_gbp, solved.bound_gbp.expect("a bound"));
    assert!(value <= bound + 1e-6 * bound.abs(), "{value} {bound}");
    assert!(bound - value <= 0.06 * bound.abs(), "{value} of {bound}");
    assert!(solved.trace.iter().any(|line| line.phase == "a part's whole patients"));
    assert!(!solved.trace.iter().any(|line| line.phase == "weekly model"), "it had to be solved whole");
    println!("{value} of {bound}, {:?}", solved.plan.figures.desk);
}
