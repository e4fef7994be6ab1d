//! The checker's arithmetic against figures worked out by hand, from the words of `docs/arithmetic.md`.

mod verify_common;

use equipoise::plan::Plan;
use equipoise::service::{RuleId, Service};
use equipoise::verify::{Verdict, verify};
use verify_common::good_plan::{decisions, good_plan};
use verify_common::reference::Reference;
use verify_common::small_service::{date, small_service};

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

fn lessons_due(plan: &Plan, activity: &str, site: &str, week: u32) -> f64 {
    let row = plan.lessons.iter().find(|l| l.activity == *activity && l.site == *site && l.week.0 == week);
    row.map_or(0.0, |l| l.due)
}

fn accepted(service: &Service, plan: &Plan) -> Verdict {
    let verdict = verify(service, plan);
    assert!(verdict.accepts(), "{:?}", verdict.findings);
    verdict
}

#[test]
fn lessons_due_are_thinned_and_swollen() {
    let service = small_service();
    let plan = good_plan(&service);
    accepted(&service, &plan);
    // north, week 0: two start at-6 (visits 1 and 2 of 6), one starts at-12 (1 and 2 of 13, a review included);
    // 70 % of two patients are in the third week of at-6 (visit 5 of 6), 70 % of 1.5 in the sixth of at-12 (its
    // ninth visit is the lesson, its tenth the review); 10 % are missed and booked again
    let lessons = (2.0 * (1.0 + 0.9_f64.powf(1.0 / 5.0))
        + (1.0 + 0.86_f64.powf(1.0 / 12.0))
        + 0.7 * 2.0 * 0.9_f64.powf(4.0 / 5.0)
        + 0.7 * 1.5 * 0.86_f64.powf(8.0 / 12.0))
        / 0.9;
    assert!(near(lessons_due(&plan, "lesson", "north", 0), lessons));
    // reviews: tens-2 starts one; the tenth visit of at-12; assessments of 2 weeks ago review a week later
    let reviews = (1.0 + 0.7 * 1.5 * 0.86_f64.powf(9.0 / 12.0)) / 0.95;
    assert!(near(lessons_due(&plan, "review", "north", 0), reviews));
    let week_1 = 0.6 * 2.5 / 0.95;
    assert!(near(lessons_due(&plan, "review", "north", 1), week_1 + 1.0 / 0.95));
}

#[test]
fn graded_visits_are_due_by_level() {
    let service = small_service();
    let mut without = service.clone();
    let others: Vec<_> = service.streams.iter().filter(|s| s.id != "steps").cloned().collect();
    without.streams = others.into_iter().collect();
    let mut decided = decisions();
    let all = Reference::new(&service).complete(decided.clone());
    decided.starts.retain(|s| s.stream != "steps");
    let rest = Reference::new(&without).complete(decided);
    let verdict = accepted(&service, &all);
    let own =
        |activity: &str, week| lessons_due(&all, activity, "north", week) - lessons_due(&rest, activity, "north", week);
    // Week 2: one starts, with a lesson for a first visit. Two are in their sixth week, at the third of four graded
    // visits, their fourth of five in all. After the first 0.4 are at level 0 and 0.6 at level 1; after the second
    // 0.4 x 0.4 + 0.6 x 0.3 = 0.34 at level 0 (from which nobody falls), 0.4 x 0.6 + 0.6 x 0.1 = 0.3 at level 1 and
    // 0.6 x 0.6 = 0.36 at level 2. Levels 0 and 1 have a review, 1 and 2 a lesson.
    let attending = 0.9_f64.powf(3.0 / 4.0);
    assert!(near(own("review", 2), 2.0 * 0.64 * attending / 0.95));
    assert!(near(own("lesson", 2), (1.0 + 2.0 * 0.66 * attending) / 0.9));
    // the goal: with the third visit 0.36 x 0.5 = 0.18 of those who still come; then 0.36 x 0.25 + 0.3 x 0.6 = 0.27 are
    // at level 2, of whom half arrive with the fourth
    let figures = verdict.figures.courses.iter().find(|c| c.course == "steps-4");
    let reaching = 2.0 * (0.18 * attending + 0.135 * 0.9);
    assert!(near(figures.and_then(|c| c.reaching_goal).unwrap_or(0.0), reaching));
}

#[test]
fn a_closed_week_is_no_week_of_a_course() {
    let service = small_service();
    let plan = good_plan(&service);
    // south is closed in week 2
    assert!(near(lessons_due(&plan, "lesson", "south", 2), 0.0));
    // at-6 of week 0 is in its third week in week 3, where another one starts; at-12 of week 1 in its second
    let at_6 = 0.9_f64.powf(4.0 / 5.0) + 1.0 + 0.9_f64.powf(1.0 / 5.0);
    let at_12 = 0.86_f64.powf(2.0 / 12.0) + 0.86_f64.powf(3.0 / 12.0);
    // 30 % of 1.5 patients were five weeks in at-12: the third open week is the eighth of the course: no lesson is
    // due in week index 8, and the one before is index 7: visit 12 of 13
    let already = 0.3 * 1.5 * 0.86_f64.powf(11.0 / 12.0);
    assert!(near(lessons_due(&plan, "lesson", "south", 3), (at_6 + at_12 + already) / 0.9));
}

#[test]
fn a_meeting_takes_whole_appointments() {
    let service = small_service();
    let plan = good_plan(&service);
    // at-1 loses an hour of Tuesday morning to the MDT in block 0: 225 - 60 = 165 minutes hold 3 lessons of 45.
    // Without that session the offer falls by 3 x 45 x 0.95.
    let offered = |verdict: &Verdict| {
        let clinic = verdict.figures.clinics.iter().find(|c| c.clinic == "at-clinic");
        clinic.map_or(0.0, |c| c.minutes_offered)
    };
    let all = offered(&accepted(&service, &plan));
    let mut less = plan.clone();
    less.sessions.retain(|s| !(s.practitioner == "at-1" && s.date == date(3, 10) && s.half_day.period == "am"));
    assert_eq!(less.sessions.len() + 1, plan.sessions.len());
    assert!(near(all - offered(&verify(&service, &less)), 3.0 * 45.0 * 0.95));
    // and a Monday without a meeting holds five
    let mut less = plan.clone();
    less.sessions.retain(|s| !(s.practitioner == "at-1" && s.date == date(3, 9) && s.half_day.period == "am"));
    assert!(near(all - offered(&verify(&service, &less)), 5.0 * 45.0 * 0.95));
}

#[test]
fn a_team_is_as_large_as_its_scarcest_position() {
    let service = small_service();
    let plan = good_plan(&service);
    let at = |day| -> Vec<&str> {
        let rows = plan.sessions.iter().filter(|s| s.clinic == "pmp-clinic" && s.date == date(3, day));
        rows.map(|s| s.practitioner.as_ref()).collect()
    };
    // two physiotherapists, one psychologist: the last by id does other work, and steps in when the first is away
    assert_eq!(at(19), ["physio-1", "psych-1"]);
    assert_eq!(at(12), ["physio-2", "psych-1"]);
}

#[test]
fn floating_meetings_and_non_clinical_time_leave_whole_sessions() {
    let service = small_service();
    let verdict = accepted(&service, &good_plan(&service));
    let available = |who: &str| {
        let row = verdict.figures.practitioners.iter().find(|p| p.practitioner == *who);
        row.map(|p| p.available_sessions)
    };
    // at-2: 4 sessions less 30 minutes a week of supervision leave 3; absent in week 2, when the home site is shut
    assert_eq!(available("at-2"), Some(3.0 * 7.0));
    // nurse-2: 2 x 0.7 leave 1, from week 4 on
    assert_eq!(available("nurse-2"), Some(4.0));
    // an administrator runs no clinics
    assert_eq!(available("admin-1"), None);
}

#[test]
fn the_first_to_come_are_the_first_to_start() {
    let service = small_service();
    let verdict = accepted(&service, &good_plan(&service));
    let pmp = verdict.figures.streams.iter().find(|s| s.stream == "pmp").expect("the stream");
    // list: 4 for 15 weeks, 10 for 5; six start in week 1: four waited 17 weeks, two 7; five start in week 4: 10 weeks
    assert!(near(pmp.mean_wait_of_started_weeks, (4.0 * 17.0 + 2.0 * 7.0 + 5.0 * 10.0) / 11.0));
    // referrals of 0.6 and 0.72 by turns, counted from the middle of their week; three of the list are left, who had
    // waited 5 to 6 weeks at the start, and 13 to 14 at the end
    let newer: f64 = (0..8).map(|w| (if w % 2 == 0 { 0.6 } else { 0.72 }) * (7.5 - f64::from(w))).sum();
    let referred = 4.0 * 0.6 + 4.0 * 0.72;
    assert!(near(pmp.mean_wait_weeks, (3.0 * 13.5 + newer) / (3.0 + referred)));
    assert!(near(pmp.bands[4], 3.0));
    assert!(near(pmp.waiting, 3.0 + referred));
}

#[test]
fn an_accepted_plan_has_had_every_rule_checked() {
    let service = small_service();
    let verdict = accepted(&service, &good_plan(&service));
    assert_eq!(verdict.checked.len(), RuleId::OF_PLANS.len());
    for checked in &verdict.checked {
        assert!(checked.checks > 0, "{}", checked.rule);
    }
}

#[test]
fn the_good_plan_has_a_bit_of_everything() {
    let service = small_service();
    let plan = good_plan(&service);
    let figures = &plan.figures;
    assert!(plan.lessons.iter().any(|l| l.late > 0.1), "nothing is late");
    assert!(plan.lessons.iter().any(|l| l.carried > 0.1), "nothing is carried");
    assert!(plan.lessons.iter().any(|l| l.carried > 0.1 && l.given > 0.1));
    assert!(plan.desk.iter().any(|d| d.late > 0.1), "no desk work is late");
    assert!(plan.desk.iter().any(|d| d.done > 0.1), "no desk work is done");
    assert!(plan.tail.iter().any(|t| t.excess > 0.1), "no excess");
    assert!(plan.tail.iter().any(|t| t.excess == 0.0), "all is excess");
    assert!(plan.queues.iter().any(|q| q.beyond_target > 0.1));
    assert!(plan.meetings.iter().any(|m| !m.missing.is_empty()));
    assert!(figures.streams.iter().any(|s| s.relief_per_week.is_some()));
    assert!(figures.streams.iter().any(|s| s.target_queue.is_some() && s.relief_per_week.is_none()));
    assert!(figures.courses.iter().any(|c| c.interpolated));
    assert!(figures.benefit.by_measure.len() == 2);
}
