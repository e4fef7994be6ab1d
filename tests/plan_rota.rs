//! Decisions of the rota beside the pattern, against trying every one of them: the half-day that a meeting keeps, and the
//! sessions that closed rooms cancel. All on `minimal`, so that these run with every engine.

mod plan_common;

use equipoise::base::control::Control;
use equipoise::engine::engines;
use equipoise::model::{Facts, Goal, build};
use equipoise::plan::Plan;
use equipoise::service::{RuleId, Service};
use equipoise::strategy::{Solved, solve};
use equipoise::verify::verify;
use plan_common::turned::near;
use plan_common::{exact, minimal};

/// The proven optimum, accepted by the checker.
fn best(service: &Service) -> Solved {
    let solved = solve(service, Goal::Best, engines()[0], &exact(), &Control::default()).expect("a plan");
    let verdict = verify(service, &solved.plan);
    assert!(verdict.accepts(), "{:#?}", verdict.findings);
    assert!(solved.clashes.changes.is_empty(), "{:?}", solved.clashes);
    solved
}

fn worth(service: &Service) -> f64 {
    best(service).plan.figures.value_gbp
}

/// Four weeks in which the teacher has a clinic in every half-day that the door is open, but for some leave: what a
/// meeting costs depends on when it is.
const BUSY: [&str; 4] = [
    "horizon.weeks=4",
    "practitioners.teacher-1.non_clinical_share=0",
    "practitioners.teacher-1.leave=[{from: 2026-01-13, to: 2026-01-13, half_days: [am]}, \
     {from: 2026-01-22, to: 2026-01-22, half_days: [pm]}]",
    "streams.back-pain.waiting_list=[{patients: 60, to_weeks: 12}]",
];

fn busy(more: &[&str]) -> Service {
    minimal(&[&BUSY, more].concat())
}

fn meeting(id: &str, half_days: &str, rest: &str) -> String {
    format!(
        "{{id: {id}, who: {{everyone: {{}}}}, when: {{weekly: {{half_days: [{half_days}]{rest}, source: a test, site: clinic}}"
    )
}

const CHOICES: [&str; 4] = ["tue-am", "tue-pm", "thu-am", "thu-pm"];

/// The best of one meeting's half-days, each tried by itself, is what the model finds.
fn one_meeting_is_tried(rest: &str) {
    let with = |half_days: &str| busy(&[&format!("meetings=[{}]", meeting("mdt", half_days, rest))]);
    let each: Vec<f64> = CHOICES.iter().map(|h| worth(&with(h))).collect();
    let most = each.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!(each.iter().any(|w| *w < most - 1.0), "the choice should matter: {each:?}");
    let free = best(&with(&CHOICES.join(", ")));
    near(free.plan.figures.value_gbp, most);
    let kept = &free.plan.meeting_times[0].half_day;
    let at = CHOICES
        .iter()
        .position(|c| *c == format!("{}-{}", kept.day.as_str(), kept.period))
        .expect("one of those allowed");
    near(each[at], most);
}

#[test]
fn minimal_keeps_a_meeting_in_its_best_half_day() {
    one_meeting_is_tried("}}, minutes: 60");
}

#[test]
fn minimal_keeps_a_fortnightly_meeting_in_its_best_half_day() {
    one_meeting_is_tried(", every: 2}}, minutes: 100");
}

#[test]
fn minimal_keeps_a_meeting_that_blocks_clinics_in_its_best_half_day() {
    one_meeting_is_tried("}}, minutes: 225, blocks_clinics: true");
}

/// Two meetings of 20 minutes: together in one half-day they cost one lesson, apart one each.
#[test]
fn minimal_reckons_meetings_that_share_a_half_day_together() {
    let both = |first: &str, second: &str| {
        let rest = "}}, minutes: 20";
        let (first, second) = (meeting("one", first, rest), meeting("two", second, rest));
        busy(&[&format!("meetings=[{first}, {second}]"), "activities.lesson.contact_minutes=30"])
    };
    let (early, late) = ("tue-am", "thu-am");
    let mut most = f64::NEG_INFINITY;
    for first in [early, late] {
        for second in [early, late] {
            most = most.max(worth(&both(first, second)));
        }
    }
    near(worth(&both("tue-am, thu-am", "tue-am, thu-am")), most);
}

/// More meetings than are told apart in one half-day: reckoned on the safe side, and accepted.
#[test]
fn minimal_is_accepted_with_many_meetings() {
    let many: Vec<String> = (0..7).map(|i| meeting(&format!("m-{i}"), "tue-am, thu-am", "}}, minutes: 20")).collect();
    best(&busy(&[&format!("meetings=[{}]", many.join(", "))]));
}

#[test]
fn minimal_has_no_rows_for_meetings_without_a_choice() {
    let with = |half_days: &str| {
        let service = busy(&[&format!("meetings=[{}]", meeting("mdt", half_days, "}}, minutes: 60"))]);
        let facts = Facts::new(&service);
        build(&facts, Goal::Best).program
    };
    let (fixed, free) = (with("tue-am"), with("tue-am, thu-am"));
    assert!(!fixed.column_names().iter().any(|name| name.starts_with("meets")));
    // Two half-days to choose from, and in each of them what the session loses.
    assert_eq!(free.size().columns, fixed.size().columns + 4);
    assert_eq!(free.size().rows, fixed.size().rows + 3);
}

#[test]
fn minimal_refuses_a_meeting_whose_half_day_is_changed() {
    let service = busy(&[&format!("meetings=[{}]", meeting("mdt", &CHOICES.join(", "), "}}, minutes: 60"))]);
    let good = best(&service).plan;
    for choice in CHOICES {
        let mut plan = good.clone();
        let (day, period) = choice.split_once('-').expect("a day and a half-day");
        let other = service.half_days().find(|h| h.day.as_str() == day && h.period == period).expect("a half-day");
        if plan.meeting_times[0].half_day == other {
            continue;
        }
        plan.meeting_times[0].half_day = other;
        let findings = verify(&service, &plan).findings;
        assert!(findings.iter().any(|f| f.code == RuleId::Meetings.name()), "{choice}: {findings:#?}");
    }
}

/// Two places, a teacher who works at both and is to come to a meeting at one of them.
fn two_sites(half_days: &str, least: f64) -> Service {
    let meeting = format!(
        "meetings=[{{id: mdt, who: {{everyone: {{}}}}, when: {{weekly: {{half_days: [{half_days}]}}}}, minutes: 60, \
         site: clinic, least_attendance: {least}, source: a test}}]"
    );
    minimal(&[
        "horizon.weeks=4",
        "service.fte_total=0.8",
        "sites=[{id: clinic, open: {tue: [am, pm]}, source: a test}, {id: annex, open: {tue: [am, pm]}, source: a test}]",
        "rooms=[{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}, \
         {id: room-2, site: annex, kind: consulting, places: 2, source: a test}]",
        "practitioners=[{id: t-1, role: at-teacher, wte: 0.4, sessions_per_week: 2, home_site: clinic, sites: [clinic, annex], \
         available: {tue: [am, pm]}, leave: [{from: 2026-01-20, to: 2026-01-20, half_days: [pm]}], source: a test}, \
         {id: t-2, role: at-teacher, wte: 0.4, sessions_per_week: 2, home_site: annex, sites: [annex], \
         available: {tue: [am, pm]}, absence_rate: 0.1, source: a test}]",
        "travel_minutes={longest_between_sessions: 60, drives: [{between: [clinic, annex], minutes: 20}], source: a test}",
        "streams.back-pain.site_shares={clinic: 0.2, annex: 0.8}",
        "streams.back-pain.waiting_list=[{patients: 40, to_weeks: 12}]",
        &meeting,
    ])
}

#[test]
fn minimal_at_two_sites_is_attended_in_the_half_day_chosen() {
    for least in [0.0, 0.5, 1.0] {
        let each = ["tue-am", "tue-pm"].map(|h| worth(&two_sites(h, least)));
        near(worth(&two_sites("tue-am, tue-pm", least)), each[0].max(each[1]));
    }
}

/// Two teachers and two rooms of which one may be closed for a day.
fn two_rooms(sets: &[&str]) -> Service {
    let common = [
        "horizon.weeks=4",
        "service.fte_total=0.8",
        "sites.clinic.open={tue: [am], thu: [am]}",
        "practitioners.teacher-1.available={tue: [am], thu: [am]}",
        "practitioners=[{id: t-1, role: at-teacher, wte: 0.4, sessions_per_week: 2, home_site: clinic, \
         available: {tue: [am], thu: [am]}, absence_rate: 0.02, source: a test}, \
         {id: t-2, role: at-teacher, wte: 0.4, sessions_per_week: 2, home_site: clinic, \
         available: {tue: [am], thu: [am]}, absence_rate: 0.3, source: a test}]",
        "streams.back-pain.waiting_list=[{patients: 40, to_weeks: 12}]",
    ];
    minimal(&[&common, sets].concat())
}

const ROOMS: &str = "rooms=[{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}, \
                     {id: room-2, site: clinic, kind: consulting, places: 1, source: a test}]";

fn closed(days: &[&str]) -> String {
    let days: Vec<String> = days.iter().map(|d| format!("{{from: {d}, to: {d}}}")).collect();
    format!(
        "rooms=[{{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}}, \
         {{id: room-2, site: clinic, kind: consulting, places: 1, closures: [{}], source: a test}}]",
        days.join(", ")
    )
}

fn away(who: &str, days: &[&str]) -> String {
    let days: Vec<String> = days.iter().map(|d| format!("{{from: {d}, to: {d}}}")).collect();
    format!("practitioners.{who}.leave=[{}]", days.join(", "))
}

/// A closed room costs what it would cost if, of the two, the one was on leave whose absence costs least: every way
/// tried.
#[test]
fn minimal_cancels_the_best_sessions_for_want_of_a_room() {
    let (tuesday, thursday) = ("2026-01-13", "2026-01-22");
    let solved = best(&two_rooms(&[&closed(&[tuesday, thursday])]));
    let all = worth(&two_rooms(&[ROOMS]));
    let ways = [(vec![tuesday, thursday], vec![]), (vec![tuesday], vec![thursday]), (vec![thursday], vec![tuesday])];
    let ways = ways.into_iter().chain([(vec![], vec![tuesday, thursday])]);
    let each: Vec<f64> =
        ways.map(|(one, two)| worth(&two_rooms(&[ROOMS, &away("t-1", &one), &away("t-2", &two)]))).collect();
    near(solved.plan.figures.value_gbp, each.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    assert!(solved.plan.figures.value_gbp < all - 1.0, "a closed room should matter");
    // Until now the pattern could not have had the room in any week.
    let never = worth(&two_rooms(&["rooms=[{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}]"]));
    assert!(solved.plan.figures.value_gbp > never + 1.0);
    assert_eq!(solved.plan.pattern.len(), 4);
    assert_eq!(solved.plan.sessions.len(), 4 * 4 - 2);
}

#[test]
fn minimal_without_a_room_for_a_block_has_no_sessions_there() {
    let tuesdays = ["2026-01-06", "2026-01-13", "2026-01-20", "2026-01-27"];
    let thursdays = ["2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"];
    let days = [tuesdays, thursdays].concat();
    let one = "rooms=[{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}]";
    near(worth(&two_rooms(&[&closed(&days)])), worth(&two_rooms(&[one])));
    // In blocks of a week a closed room binds its own week's pattern, and nothing is cancelled.
    let weekly = best(&two_rooms(&[&closed(&tuesdays[..1]), "policy.pattern_weeks=1"]));
    assert_eq!(weekly.plan.pattern.len(), weekly.plan.sessions.len());
}

/// Both rooms closed on one day: all its sessions are cancelled.
#[test]
fn minimal_cancels_all_sessions_if_all_rooms_are_closed() {
    let day = "closures: [{from: 2026-01-13, to: 2026-01-13}], source: a test";
    let rooms = format!(
        "rooms=[{{id: room-1, site: clinic, kind: consulting, places: 1, {day}}}, \
         {{id: room-2, site: clinic, kind: consulting, places: 1, {day}}}]"
    );
    let solved = best(&two_rooms(&[&rooms]));
    assert!(!solved.plan.sessions.iter().any(|s| s.date.to_string() == "2026-01-13"));
    assert_eq!(solved.plan.sessions.len(), 4 * 4 - 2);
}

/// Teams of a teacher and a helper: a team is cancelled whole, and loses what any of its members loses.
#[test]
fn minimal_cancels_whole_teams_and_reckons_their_meetings() {
    let rooms = closed(&["2026-01-13"]);
    let teams = |half_days: &str, leave: &[&str]| {
        let person = |id: &str, role: &str| {
            format!(
                "{{id: {id}, role: {role}, wte: 0.4, sessions_per_week: 2, home_site: clinic, \
                 available: {{tue: [am], thu: [am]}}, source: a test}}"
            )
        };
        let people = ["t-1", "t-2"].map(|id| person(id, "at-teacher")).join(", ");
        let helpers = ["h-1", "h-2"].map(|id| person(id, "helper")).join(", ");
        two_rooms(&[
            "service.fte_total=1.6",
            &format!("practitioners=[{people}, {helpers}]"),
            "activities.lesson.staff=[{roles: [at-teacher]}, {roles: [helper]}]",
            &format!(
                "meetings=[{{id: mdt, who: {{roles: [helper]}}, when: {{weekly: {{half_days: [{half_days}]}}}}, minutes: 60, \
                 source: a test}}]"
            ),
            &away("h-2", leave),
            &rooms,
        ])
    };
    for leave in [vec![], vec!["2026-01-20", "2026-01-27"]] {
        let each = ["tue-am", "thu-am"].map(|h| worth(&teams(h, &leave)));
        let solved = best(&teams("tue-am, thu-am", &leave));
        near(solved.plan.figures.value_gbp, each[0].max(each[1]));
        if leave.is_empty() {
            // Two teams of two in eight half-days, but for one cancelled.
            assert_eq!(solved.plan.sessions.len(), 2 * (2 * 8 - 1));
        }
    }
}

/// Codes of what the checker says of a plan.
fn codes(service: &Service, plan: &Plan) -> Vec<String> {
    verify(service, plan).findings.into_iter().map(|f| f.code).collect()
}

#[test]
fn minimal_may_leave_out_a_session_only_for_want_of_a_room() {
    let service = two_rooms(&[&closed(&["2026-01-13"])]);
    let good = best(&service).plan;
    // Another session left out, on a day with a room for it, and on the day of the closure.
    for day in ["2026-01-20", "2026-01-13"] {
        let mut plan = good.clone();
        let at = plan.sessions.iter().position(|s| s.date.to_string() == day).expect("a session");
        plan.sessions.remove(at);
        assert!(codes(&service, &plan).contains(&RuleId::Pattern.name()), "{day}");
    }
    // The cancelled session held after all, in the room that is closed, or in the one that is taken.
    let held = good.sessions.iter().find(|s| s.date.to_string() == "2026-01-13").expect("a session").clone();
    let who = if held.practitioner == "t-1" { "t-2" } else { "t-1" };
    for room in ["room-1", "room-2"] {
        let mut plan = good.clone();
        plan.sessions.push(equipoise::plan::Session { practitioner: who.into(), room: room.into(), ..held.clone() });
        assert!(codes(&service, &plan).contains(&RuleId::Rooms.name()), "{room}");
    }
}

#[test]
fn minimal_may_not_plan_more_sessions_than_rooms_that_are_ever_open() {
    let service = two_rooms(&["rooms=[{id: room-1, site: clinic, kind: consulting, places: 1, source: a test}]"]);
    let mut plan = best(&service).plan;
    let mut other = plan.pattern[0].clone();
    other.practitioner = if other.practitioner == "t-1" { "t-2".into() } else { "t-1".into() };
    plan.pattern.push(other);
    assert!(codes(&service, &plan).contains(&RuleId::Rooms.name()));
}

/// Helpers beside the teacher, each in all half-days, who hold lessons where the teacher is on site; `rule` is what the
/// lesson says of that, `leave` the helpers'.
fn helped(helpers: usize, rule: &str, leave: &str) -> Service {
    let lesson = format!(
        "activities=[{{id: lesson, contact_minutes: 35, notes_minutes: 10, staff: [{{roles: [at-teacher, helper]}}], \
         {rule}room_kinds: [consulting], dna_rate: 0.1, missed: rebooked, source: a test}}]"
    );
    let person = |id: String, role: &str, leave: &str| {
        format!(
            "{{id: {id}, role: {role}, wte: 0.4, sessions_per_week: 4, home_site: clinic, available: {{tue: [am, pm], thu: \
             [am, pm]}}, leave: [{leave}], absence_rate: 0.05, source: a test}}"
        )
    };
    let mut people = vec![person("teacher-1".to_owned(), "at-teacher", AWAY)];
    people.extend((1..=helpers).map(|n| person(format!("helper-{n}"), "helper", leave)));
    let people = format!("practitioners=[{}]", people.join(", "));
    let room = |n: usize| format!("{{id: room-{n}, site: clinic, kind: consulting, places: 1, source: a test}}");
    let rooms = format!("rooms=[{}]", (1..=3).map(room).collect::<Vec<_>>().join(", "));
    let fte = format!("service.fte_total={}", 0.4 * (1 + helpers) as f64);
    let waiting = "streams.back-pain.waiting_list=[{patients: 90, to_weeks: 12}]";
    minimal(&["horizon.weeks=3", waiting, &lesson, &rooms, &people, &fte])
}

const AWAY: &str = "{from: 2026-01-13, to: 2026-01-13, half_days: [am]}, {from: 2026-01-22, to: 2026-01-22}";

/// Helpers who need the teacher on site are worth what helpers are worth who are away when the teacher is: one of them at a
/// time, or two.
#[test]
fn minimal_helpers_are_there_when_the_teacher_is() {
    let needs = |each: u32| format!("on_site: {{roles: [at-teacher], sessions_each: {each}}}, ");
    let one = best(&helped(1, &needs(1), ""));
    near(one.plan.figures.value_gbp, worth(&helped(1, "", AWAY)));
    assert!(worth(&helped(1, "", "")) > one.plan.figures.value_gbp + 1.0);
    near(worth(&helped(2, &needs(1), "")), one.plan.figures.value_gbp);
    near(worth(&helped(2, &needs(2), "")), worth(&helped(2, "", AWAY)));
    // the pattern has the half-days in which the teacher is away once; on those dates the helper has no session
    let away = |date: &str| one.plan.sessions.iter().any(|s| s.date.to_string() == date);
    assert!(!away("2026-01-22") && away("2026-01-13") && away("2026-01-15"));
    assert_eq!(one.plan.pattern.iter().filter(|p| p.practitioner == "helper-1").count(), 4);
}
