//! Key figures of a plan against numbers reckoned by hand.

mod record_sample;

use equipoise::model::figures::figures;
use equipoise::plan::figures::{Figures, StreamFigures};
use equipoise::service::{Aim, EvidenceCase};
use record_sample::{plan, service};

fn close(what: &str, actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-9, "{what}: {actual} instead of {expected}");
}

fn reckoned() -> Figures {
    figures(&service(), &plan())
}

fn stream<'a>(figures: &'a Figures, id: &str) -> &'a StreamFigures {
    figures.streams.iter().find(|s| s.stream == id).expect("a stream")
}

#[test]
fn starts_are_counted_with_and_without_assessments() {
    // alexander 2 + 1 + 2 + 1 + 1, front door 4 + 3 + 6 + 6, tai chi 3, pain 8
    let figures = reckoned();
    close("started", figures.started, 37.0);
    close("treatment", figures.started_treatment, 18.0);
}

#[test]
fn courses_finish_by_the_open_weeks_of_their_site() {
    // at-2 stays 0.8: north from week 1 ends in week 2: 1.6; south from week 3 ends in week 4: 0.8
    // at-3 stays 0.5: north week 2 to 4: 0.5; south week 1, then 3 and 4 as week 2 is shut: 1; south from week 3 runs
    // over. In a course since a week before: two lessons left, in time at both sites: 4 x 0.5
    let figures = reckoned();
    let finished: Vec<(&str, f64)> =
        figures.courses.iter().map(|c| (c.course.as_ref(), (c.finished * 1e9).round() / 1e9)).collect();
    assert_eq!(finished, [("at-2", 2.4), ("at-3", 3.5), ("assess", 19.0), ("tai-chi-2", 2.7), ("pmp-2", 8.0)]);
    close("all", figures.finished, 35.6);
    close("alexander", stream(&figures, "alexander").finished, 5.9);
}

#[test]
fn benefit_is_reckoned_at_the_mean_and_at_both_ends() {
    // at-2: 3 starts x 1.0, 0.5, 1.5 points; at-3 counts those who finish: 4 x 0.5 x 2.0, -0.5, 4.5; programme: 8 x 20
    let benefit = reckoned().benefit;
    close("mean", benefit.important_changes, 3.0 * 0.4 + 4.0 * 0.4 + 8.0 * 2.0);
    close("low", benefit.low, 3.0 * 0.2 - 4.0 * 0.1 + 16.0);
    close("high", benefit.high, 3.0 * 0.6 + 4.0 * 0.9 + 16.0);
    let [rmdq, npq] = benefit.by_measure.as_slice() else { panic!("two scales") };
    close("rmdq mean", rmdq.mean, 7.0);
    close("rmdq low", rmdq.low, 0.5);
    close("rmdq high", rmdq.high, 13.5);
    close("npq", npq.mean, 160.0);
    close("npq without an interval", npq.low, 160.0);
}

#[test]
fn queues_waits_and_bands_are_first_come_first_served() {
    let figures = reckoned();
    let alexander = stream(&figures, "alexander");
    close("list", alexander.list_at_start, 10.0);
    close("arrivals", alexander.arrivals, 8.0);
    close("waiting", alexander.waiting, 11.0);
    close("beyond", alexander.beyond_target, 5.0);
    close("breach", alexander.breach_weeks, 19.0);
    // north: the four weeks' arrivals and two of the list; south: the four weeks' and one
    assert_eq!(alexander.bands, [2.0, 2.0, 4.0, 3.0, 0.0, 0.0, 0.0]);
    // each site's four: 0.5 + 1.5 + 2.5 + 3.5; three of the list: 6.5 each
    close("wait so far", alexander.mean_wait_weeks, (8.0 + 8.0 + 3.0 * 6.5) / 11.0);
    // arrived in week -11: 2 x 11 and 12 (north), 2 x 11 and 13 (south); in week -3, started in week 2: 5
    close("wait of started", alexander.mean_wait_of_started_weeks, (22.0 + 12.0 + 22.0 + 13.0 + 5.0) / 7.0);
    close("lessons", alexander.lessons_per_patient, 18.0 / 7.0);
    close("load", alexander.load.expect("starts"), 8.0 / 7.0);
    // 2 a week, target 3 weeks; 11 is more than twice the target queue
    close("target queue", alexander.target_queue.expect("a target"), 1.5);
    close("relief", alexander.relief_per_week.expect("a long queue"), 2.0 + 9.5 / 26.0);
    close("pressure", alexander.pressure.expect("a target"), 2.0 * (35.5 / 11.0) / 3.0);
    assert!(alexander.has_evidence);
}

#[test]
fn removals_leave_from_the_front_before_starts() {
    let figures = reckoned();
    let tai_chi = stream(&figures, "tai-chi");
    close("removed", tai_chi.removed, 2.0 + 1.5 + 1.0 + 0.78125);
    // 8 of week -1: 2 and 1.5 leave, 2 start in week 1 (2 weeks); 1 leaves, 1 starts in week 2 (3 weeks)
    close("wait of started", tai_chi.mean_wait_of_started_weeks, 7.0 / 3.0);
    // 4.59375 wait: all of weeks 3 and 2, and 1.21875 of week 1's 1.5
    assert_eq!(tai_chi.bands, [2.25, 1.125, 1.21875, 0.0, 0.0, 0.0, 0.0]);
    close("wait so far", tai_chi.mean_wait_weeks, (2.25 * 0.5 + 1.125 * 1.5 + 1.21875 * 2.5) / 4.59375);
    assert_eq!((tai_chi.target_queue, tai_chi.relief_per_week, tai_chi.pressure), (None, None, None));
    assert!(!tai_chi.has_evidence);
}

#[test]
fn a_stream_without_arrivals_still_has_its_list() {
    let figures = reckoned();
    let pain = stream(&figures, "pain");
    // arrived in week -21: 24 to 25 weeks by the end of week 3
    assert_eq!(pain.bands, [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
    close("wait so far", pain.mean_wait_weeks, 24.5);
    close("wait of started", pain.mean_wait_of_started_weeks, 23.0);
    close("load", pain.load.expect("starts"), 0.0);
    close("relief", pain.relief_per_week.expect("a queue"), 2.0 / 26.0);
    close("pressure", pain.pressure.expect("a target"), 49.0 / 18.0);
}

#[test]
fn a_stream_without_starts_has_no_load() {
    let mut plan = plan();
    plan.starts.retain(|s| s.stream != "pain");
    let figures = figures(&service(), &plan);
    let pain = stream(&figures, "pain");
    assert_eq!((pain.load, pain.lessons_per_patient, pain.mean_wait_of_started_weeks), (None, 0.0, 0.0));
}

#[test]
fn sessions_available_follow_contract_and_presence() {
    // at-1 may hold 3 of 4: 3, 1 (Easter Monday), 2 (leave on Tuesday 14 April), 3
    // nurse-1: supervision takes 30 minutes a week of half-days of 220 on average: 2 of 3, in Easter week 1
    let rows: Vec<(String, f64, f64)> = reckoned()
        .practitioners
        .into_iter()
        .map(|p| (p.practitioner.to_string(), p.available_sessions, p.rostered_sessions))
        .collect();
    let expected = [
        ("at-1", 9.0, 8.0),
        ("nurse-1", 7.0, 5.0),
        ("nurse-2", 0.0, 0.0),
        ("tc-1", 4.0, 3.0),
        ("physio-1", 7.0, 3.0),
        ("psych-1", 7.0, 2.0),
    ];
    assert_eq!(rows, expected.map(|(id, available, rostered)| (id.to_owned(), available, rostered)));
}

#[test]
fn a_room_that_a_team_shares_is_used_once() {
    // the north has 3 half-days a week and 1 in Easter week; the south 2 and none
    let rows: Vec<(String, f64, f64)> =
        reckoned().rooms.into_iter().map(|r| (r.room.to_string(), r.open_half_days, r.used_half_days)).collect();
    let expected = [("n1", 10.0, 5.0), ("n2", 10.0, 4.0), ("hall", 10.0, 5.0), ("s1", 6.0, 4.0)];
    assert_eq!(rows, expected.map(|(id, open, used)| (id.to_owned(), open, used)));
}

#[test]
fn clinics_offer_whole_appointments_less_meetings_and_absence() {
    let rows: Vec<_> = reckoned().clinics;
    let row = |id: &str| rows.iter().find(|c| c.clinic == id).expect("a clinic");
    // mornings of 200 minutes hold 5 lessons of 40, 3 beside the MDT of 60; afternoons of 240 hold 6; absence 10 %
    let at = row("at-clinic");
    close("at sessions", at.sessions, 8.0);
    let mornings = 3.0 * 200.0 + 2.0 * 120.0;
    close("at offered", at.minutes_offered, (mornings + 3.0 * 240.0) * 0.9);
    close("at booked", at.minutes_booked, 18.5 * 40.0);
    close("at used", at.utilisation, 18.5 * 40.0 / (1560.0 * 0.9));
    close("assessment offered", row("assess-clinic").minutes_offered, 4.0 * 180.0);
    // 200 less 30 of overhead hold one class of 90; a place takes 9 minutes
    close("tai chi offered", row("tai-chi-clinic").minutes_offered, 3.0 * 90.0 * 0.95);
    close("tai chi booked", row("tai-chi-clinic").minutes_booked, 6.0 * 9.0);
    // a closed group's class: a team counts once, no absence; 140 minutes beside the MDT still hold one of 120
    close("pmp sessions", row("pmp-clinic").sessions, 2.0);
    close("pmp offered", row("pmp-clinic").minutes_offered, 240.0);
    close("pmp booked", row("pmp-clinic").minutes_booked, 240.0);
    // 240 hold 4 of 50; a team loses by the most absent of each position: 30 % of nurses, 10 % of physios
    close("joint offered", row("joint-clinic").minutes_offered, 200.0 * 0.7 * 0.9);
}

#[test]
fn money_counts_sessions_rooms_bookings_and_materials() {
    let figures = reckoned();
    // at: 8 sessions at 90 / 0.75, n1 four times at 10, 18.5 lessons at 3
    let at = 8.0 * 120.0 + 40.0 + 18.5 * 3.0;
    let assessment = 4.0 * 100.0;
    let tai_chi = 3.0 * 50.0 + 3.0 * 20.0 + 6.0;
    // the hall once a team; 2 classes of 8 places at 2
    let pmp = 2.0 * (80.0 + 110.0) + 2.0 * 20.0 + 2.0 * 8.0 * 2.0;
    let joint = 100.0 + 80.0 + 10.0;
    let materials = 3.0 * 5.0;
    close("spend", figures.spend_gbp, at + assessment + tai_chi + pmp + joint + materials);
    let [all, alexander] = figures.budgets.as_slice() else { panic!("two budgets") };
    // 28 of 365 days
    close("all", all.budget_gbp, 2800.0);
    close("all spent", all.spent_gbp, figures.spend_gbp);
    close("alexander", alexander.budget_gbp, 1120.0);
    close("alexander spent", alexander.spent_gbp, at);
}

#[test]
fn worth_is_the_sum_of_the_aims() {
    let figures = reckoned();
    let aim = |aim| figures.aims.iter().find(|a| a.aim == aim).expect("an aim").value_gbp;
    // 2 lesson-weeks late, 1.5 carried; assessments short by 2 and 1, tai chi by 1, 1, 2 and 4; half a lesson in excess
    // at what it earns (0.4 x 500 / 2), a quarter of a class at 8 times what a lesson earns (2 x 500 / 2)
    close("promises", aim(Aim::Promises), -(800.0 + 3.0 + 11.0 * 30.0 + 0.5 * 100.0 + 0.25 * 8.0 * 500.0));
    // three starts are a lesson short of what is recommended
    close("benefit", aim(Aim::Benefit), 18.8 * 500.0 - 3.0 * 10.0);
    // 19 + 18 + 27 + 17.71875 + 24 patient-weeks; 19 + 24 beyond the target
    close("waiting", aim(Aim::Waiting), -(105.71875 * 0.5 + 43.0 * 5.0));
    close("cost", aim(Aim::Cost), -232.85);
    // 21 sessions; at-1 changes site on two Mondays
    close("tidy", aim(Aim::Tidy), -25.0);
    close("value", figures.value_gbp, 9370.0 - 2183.0 - 267.859_375 - 232.85 - 25.0);
    close("owed", figures.owed_after, 4.5);
    close("excess", figures.excess_after, 0.75);
}

#[test]
fn worth_follows_the_policys_end_of_the_evidence() {
    let mut service = service();
    service.policy.evidence_case = EvidenceCase::Low;
    let figures = figures(&service, &plan());
    let benefit = figures.aims.iter().find(|a| a.aim == Aim::Benefit).expect("an aim").value_gbp;
    close("benefit at the low end", benefit, 16.2 * 500.0 - 30.0);
    close("the mean stays", figures.benefit.important_changes, 18.8);
}

#[test]
fn an_empty_plan_has_figures_without_minus_nought() {
    let figures = figures(&service(), &equipoise::plan::Plan::default());
    close("started", figures.started, 0.0);
    let text = serde_json::to_string(&figures).expect("JSON");
    assert!(!text.contains("-0.0"), "{text}");
}

#[test]
fn rows_of_unknown_things_count_nowhere() {
    let mut odd = plan();
    let mut start = odd.starts[0].clone();
    (start.stream, start.course) = ("nobody".into(), "nothing".into());
    odd.starts.push(start);
    let mut session = odd.sessions[0].clone();
    (session.clinic, session.room) = ("nowhere".into(), "no-room".into());
    odd.sessions.push(session);
    let figures = figures(&service(), &odd);
    close("started", figures.started, 37.0);
    close("spend", figures.spend_gbp, reckoned().spend_gbp);
}
