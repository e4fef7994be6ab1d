//! Whole appointments in plans (F3): of a clinic with several lengths no more is planned than fits, and no less than could
//! be. Names hold `minimal`: these run with every engine.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::{Engine, engines};
use equipoise::model::{Facts, Goal, build};
use equipoise::service::Service;
use equipoise::strategy::{Limits, solve, solve_steady};
use equipoise::verify::verify;
use plan_common::{exact, minimal};
use std::collections::BTreeMap;

fn engine() -> &'static dyn Engine {
    engines()[0]
}

/// The minimal scenario, whose course begins with a long first visit: two hours in a half-day of 225 minutes leave room
/// for two lessons of 45, where minutes would have 2.3.
fn with_first_visits(sets: &[&str]) -> Service {
    let first = "{id: first, contact_minutes: 90, notes_minutes: 30, staff: [{roles: [at-teacher]}], room_kinds: \
                 [consulting], dna_rate: 0.0, missed: rebooked, source: a test}";
    let lesson = "{id: lesson, contact_minutes: 35, notes_minutes: 10, staff: [{roles: [at-teacher]}], room_kinds: \
                  [consulting], dna_rate: 0.0, missed: rebooked, source: a test}";
    let activities = format!("activities=[{first}, {lesson}]");
    let lessons = "courses.six-lessons.lessons=[{activity: first, total: 1, cadence: {by_week: [1]}}, \
                   {activity: lesson, total: 5, cadence: {by_week: [1, 2, 1, 1]}}]";
    let mut all = vec![
        activities.as_str(),
        lessons,
        "clinics.lessons-clinic.activities=[first, lesson]",
        "courses.six-lessons.drop_out=0.0",
        "streams.back-pain.referrals.per_year=200",
        "service.referrals_per_year=200",
        "streams.back-pain.waiting_list=[{patients: 60, to_weeks: 12}]",
    ];
    all.extend(sets);
    minimal(&all)
}

/// First visits and lessons booked each week, and the sessions held.
fn weeks(service: &Service) -> Vec<(f64, f64, f64)> {
    let solved = solve(service, Goal::Best, engine(), &exact(), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    let mut weeks: BTreeMap<u32, (f64, f64, f64)> = BTreeMap::new();
    for booking in &solved.plan.bookings {
        let week = weeks.entry(booking.week.0).or_default();
        if booking.activity == *"first" { week.0 += booking.slots } else { week.1 += booking.slots }
    }
    for session in &solved.plan.sessions {
        let week = (session.date - service.timetable.start).num_days() / 7;
        weeks.entry(u32::try_from(week).expect("a week")).or_default().2 += 1.0;
    }
    weeks.into_values().collect()
}

#[test]
fn minimal_with_first_visits_holds_them_in_whole() {
    // 5 % of sessions fall to sickness; a session takes a first visit and two lessons, or five lessons
    let weeks = weeks(&with_first_visits(&[]));
    let most = |(first, lessons, sessions): &(f64, f64, f64)| (first / sessions, (3.0 * first + lessons) / sessions);
    let all: Vec<(f64, f64)> = weeks.iter().filter(|week| week.2 > 0.0).map(most).collect();
    assert!(all.len() > 4, "{weeks:?}");
    assert!(all.iter().all(|(first, mixed)| *first <= 0.95 + 1e-6 && *mixed <= 4.75 + 1e-6), "{all:?}");
    assert!(all.iter().any(|(_, mixed)| *mixed > 4.75 - 1e-4), "nothing is left out that would fit: {all:?}");
}

#[test]
fn minimal_with_first_visits_is_worth_less_than_its_minutes() {
    let worth = |minutes: u32| {
        let service = with_first_visits(&[&format!("activities.first.notes_minutes={}", minutes - 90)]);
        let solved = solve(&service, Goal::Best, engine(), &exact(), &Control::default()).expect("a plan");
        solved.plan.figures.value_gbp
    };
    // With 135 minutes they are no worse off: two lessons still fit beside them. With 90 they come for two lessons.
    assert!((worth(120) - worth(135)).abs() < 1e-3);
    assert!(worth(90) > worth(120) + 100.0);
}

#[test]
fn minimal_with_first_visits_and_a_meeting_that_chooses_its_half_day_is_accepted() {
    // In its half-day 165 minutes are left: a first visit and a lesson, or three lessons.
    let meeting = "meetings=[{id: mdt, who: {everyone: {}}, when: {weekly: {half_days: [tue-am, thu-pm]}}, minutes: 60, \
                   site: clinic, source: a test}]";
    let weeks = weeks(&with_first_visits(&[meeting]));
    assert!(weeks.iter().all(|(first, _, sessions)| *first <= 0.95 * sessions + 1e-6), "{weeks:?}");
    // A teacher with three sessions in four half-days can leave the meeting's alone: with four they cannot.
    let all_four = ["practitioners.teacher-1.non_clinical_share=0.0", meeting];
    for (first, lessons, sessions) in self::weeks(&with_first_visits(&all_four)) {
        let fits = (5.0 * (sessions - 1.0) + 3.0) * 0.95;
        assert!(sessions < 4.0 || 3.0 * first + lessons <= fits.max(4.75 * 3.0) + 0.95 + 1e-6, "{first} {lessons}");
    }
}

/// Rows of whole appointments there are only where a clinic has several lengths.
#[test]
fn minimal_has_no_row_of_whole_appointments_as_it_is() {
    let rows = |service: &Service| {
        let facts = Facts::new(service);
        let model = build(&facts, Goal::Best);
        model.program.row_names().iter().filter(|name| name.starts_with("F3 whole")).count()
    };
    assert_eq!(rows(&minimal(&[])), 0);
    let weeks_with_the_teacher = 7;
    assert_eq!(rows(&with_first_visits(&[])), 2 * weeks_with_the_teacher, "first visits, and both together");
}

#[test]
fn minimal_in_the_long_run_holds_whole_first_visits() {
    let started = |sets: &[&str]| {
        let service = with_first_visits(sets);
        let solved = solve_steady(&service, Goal::Best, engine(), &Limits::default(), &Control::default());
        solved.expect("a balance").plan.starts.iter().map(|start| start.patients).sum::<f64>()
    };
    // 3 sessions x 41.6 weeks = 124.8; a patient counts 3 + 5 of the five that a session takes: 78 patients.
    // In minutes it would be 28,080 / (120 + 5 x 45) = 81.
    assert!((started(&[]) - 78.0).abs() < 1e-6, "{}", started(&[]));
    // With first visits of 90 minutes a session counts five of 2 + 5: 89.
    assert!((started(&["activities.first.notes_minutes=0"]) - 89.0).abs() < 1e-6);
}

/// Minutes into which nobody is booked are worth what minutes are worth that the half-day does not have.
#[test]
fn minimal_smaller_lists_are_those_of_shorter_half_days() {
    let worth = |sets: &[&str]| {
        // how much may be carried goes by the calendar's half-days, whoever works in them: it is to be no help here
        let service = with_first_visits(&[sets, &["policy.prices.carried_lesson_gbp=400"]].concat());
        let solved = solve(&service, Goal::Best, engine(), &exact(), &Control::default()).expect("a plan");
        assert!(verify(&service, &solved.plan).accepts());
        let balance = solve_steady(&service, Goal::Best, engine(), &exact(), &Control::default()).expect("a balance");
        (solved.plan.figures.value_gbp, balance.plan.value_gbp)
    };
    let smaller = worth(&["practitioners.teacher-1.unbooked_minutes=60"]);
    let shorter = worth(&["calendar.half_days.am.minutes=165", "calendar.half_days.pm.minutes=165"]);
    assert!((smaller.0 - shorter.0).abs() < 1e-3 && (smaller.1 - shorter.1).abs() < 1e-3, "{smaller:?} {shorter:?}");
    let whole = worth(&[]);
    assert!(whole.0 > smaller.0 + 100.0 && whole.1 > smaller.1 + 100.0, "{whole:?} {smaller:?}");
}
