//! Records become the right domain values.

use crate::base::{good, remove, service, set, validated};
use equipoise::base::calendar::{Day, HalfDay};
use equipoise::base::ids::{CourseId, StreamId};
use equipoise::base::units::{Minutes, Pounds};
use equipoise::service::{Aim, Aims, Covers, Mode, Recurrence, Service, Stream};
use serde_json::{Value, json};

const YEAR_WEEKS: f64 = 365.0 / 7.0;

fn stream<'s>(service: &'s Service, id: &str) -> &'s Stream {
    &service.streams[&StreamId::from(id)]
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

fn with_referrals(referrals: Value) -> Service {
    let mut tree = good();
    remove(&mut tree, "service.referrals_per_year");
    set(&mut tree, "streams.alexander.referrals", referrals);
    service(&tree)
}

#[test]
fn yearly_and_weekly_referrals_agree() {
    let yearly = with_referrals(json!({"per_year": 60}));
    let weekly = with_referrals(json!({"per_week": 60.0 / YEAR_WEEKS}));
    for service in [&yearly, &weekly] {
        let stream = stream(service, "alexander");
        assert_eq!(stream.referrals.len(), 26);
        close(stream.referrals[25].0, 60.0 * 7.0 / 365.0);
        close(stream.referrals_per_year.0, 60.0);
    }
}

#[test]
fn the_last_week_of_a_list_holds_on() {
    let service = with_referrals(json!({"by_week": [2, 0, 3]}));
    let stream = stream(&service, "alexander");
    let weekly: Vec<f64> = stream.referrals.iter().map(|p| p.0).collect();
    assert_eq!(weekly[..4], [2.0, 0.0, 3.0, 3.0]);
    assert_eq!(weekly[25], 3.0);
    close(stream.referrals_per_year.0, (2.0 + 24.0 * 3.0) / 26.0 * YEAR_WEEKS);
}

#[test]
fn a_season_keeps_the_year_and_goes_by_thursdays() {
    let mut weights = vec![1.0; 12];
    weights[1] = 13.0; // February; the mean is 2
    let service = with_referrals(json!({"seasonal": {"per_year": 100, "by_month": weights}}));
    let stream = stream(&service, "alexander");
    close(stream.referrals_per_year.0, 100.0);
    let average = 100.0 / YEAR_WEEKS;
    // week 3 is 26 January to 1 February: its Thursday lies in January; week 4 starts on 2 February
    close(stream.referrals[3].0, average * 0.5);
    close(stream.referrals[4].0, average * 6.5);
    // week 7 is 23 February to 1 March: Thursday 26 February
    close(stream.referrals[7].0, average * 6.5);
    close(stream.referrals[8].0, average * 0.5);
}

#[test]
fn the_waiting_list_is_spread_and_merged() {
    let service = service(&good());
    let waiting = &stream(&service, "alexander").waiting;
    assert_eq!(waiting.iter().map(|w| w.weeks).collect::<Vec<_>>(), (0..18).collect::<Vec<_>>());
    close(waiting[0].patients.0, 2.0);
    close(waiting[8].patients.0, 3.0);
    close(waiting[17].patients.0, 1.0);
    close(stream(&service, "alexander").list().0, 30.0);
}

#[test]
fn patients_in_a_course_are_spread_over_its_weeks() {
    let service = service(&good());
    let mut in_course: Vec<(String, u32, f64)> = stream(&service, "alexander")
        .in_course
        .iter()
        .map(|c| (c.course.to_string(), c.weeks_ago, c.patients.0))
        .collect();
    in_course.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let at_6 = |w| ("at-6".to_owned(), w, 2.0);
    assert_eq!(in_course, [at_6(1), at_6(2), at_6(3), ("pmp-12".to_owned(), 4, 10.0)]);
}

#[test]
fn cadences_become_weeks_without_trailing_zeros() {
    let service = service(&good());
    let course = |id: &str| &service.courses[&CourseId::from(id)];
    assert_eq!(course("at-6").lessons[0].by_week, [2, 2, 1, 1]);
    let long = &course("at-24").lessons[0].by_week;
    assert_eq!(long.len(), 40);
    assert_eq!(long.iter().sum::<u32>(), 24);
    assert_eq!(long[..20], [2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0]);
    assert_eq!((long[30], long[39]), (1, 1));
    let class = course("class-10");
    assert_eq!(class.lessons[1].by_week.len(), 11);
    assert_eq!(class.lessons_per_patient(), 10.0, "the supporting review is not counted");
    assert_eq!(class.span_weeks(), 11);
}

#[test]
fn defaults_are_filled_in() {
    let mut tree = good();
    remove(&mut tree, "policy.pattern_weeks");
    let service = service(&tree);
    assert_eq!(service.policy.pattern_weeks, 26);
    assert_eq!(service.policy.tail_weeks, 26);
    assert_eq!(service.policy.aims, Aims::Weighted);
    assert_eq!(service.policy.prices.important_change, Pounds(500.0));
    assert_eq!(service.policy.prices.late_lesson_week, Pounds(400.0));
    assert_eq!(service.policy.prices.site_change, Pounds(2.0));
    let practitioner = &service.practitioners[&"nurse-1".into()];
    assert_eq!(practitioner.sites.iter().map(ToString::to_string).collect::<Vec<_>>(), ["kent"]);
    let room = &service.rooms[&"kent-1".into()];
    assert_eq!(room.open, service.sites[&"kent".into()].open);
    assert_eq!(room.name, "kent-1");
    assert_eq!(service.activities[&"lesson".into()].mode, Mode::OneToOne);
    assert_eq!(service.activities[&"lesson".into()].minutes, Minutes(45.0));
    assert_eq!(service.clinics[&"pmp-clinic".into()].sites.len(), 1);
    assert_eq!(service.worked_weeks.map(|w| w.0), Some(41.6));
}

#[test]
fn people_are_employed_while_contract_and_registration_run() {
    let mut tree = good();
    set(&mut tree, "practitioners.at-1.registration.expires", json!("2026-05-31"));
    let service = service(&tree);
    let practitioner = &service.practitioners[&"at-1".into()];
    let day = |text: &str| text.parse().ok();
    assert_eq!(practitioner.employed, (day("2025-01-01"), day("2026-05-31")));
    let am = HalfDay { day: Day::Mon, period: "am".into() };
    assert!(practitioner.is_at_work(day("2026-05-25").unwrap(), &am));
    assert!(!practitioner.is_at_work(day("2026-06-01").unwrap(), &am));
    assert!(!practitioner.is_at_work(day("2026-02-16").unwrap(), &am), "on leave");
}

#[test]
fn meetings_know_their_people_and_times() {
    let service = service(&good());
    let meeting = |id: &str| &service.meetings[&id.into()];
    assert_eq!(meeting("mdt").attendees.len(), 2);
    assert_eq!(meeting("supervision").when, Recurrence::Floating { every: 4 });
    let Recurrence::Weekly { half_days, every } = &meeting("mdt").when else { panic!("weekly") };
    assert_eq!((half_days.len(), *every), (2, 1));
    assert_eq!(half_days[0], HalfDay { day: Day::Tue, period: "am".into() });
    let Recurrence::Once { periods, .. } = &meeting("pain-day").when else { panic!("once") };
    assert_eq!(periods.len(), 2);
}

#[test]
fn fixed_shares_are_needs() {
    let mut tree = good();
    remove(&mut tree, "streams.alexander.today");
    set(
        &mut tree,
        "streams.alexander.courses",
        json!([
        {"course": "at-6", "fixed_share": 0.7}, {"course": "at-24", "fixed_share": 0.3}]),
    );
    set(&mut tree, "streams.alexander.in_course", json!([]));
    let service = service(&tree);
    let options = &stream(&service, "alexander").options;
    assert!(options.iter().all(|o| o.fixed && o.least == o.most));
    close(options[0].least.get(), 0.7);
}

#[test]
fn what_stands_in_for_a_need_is_an_option_without_a_share_of_its_own() {
    let mut tree = good();
    remove(&mut tree, "streams.alexander.today");
    let options = json!([
        {"course": "at-6", "fixed_share": 0.7, "instead": ["class-10"], "most_instead": 0.4},
        {"course": "at-24", "fixed_share": 0.3}]);
    set(&mut tree, "streams.alexander.courses", options);
    set(&mut tree, "streams.alexander.in_course", json!([]));
    let service = service(&tree);
    let stream = stream(&service, "alexander");
    let [six, class, full] = &stream.options[..] else { panic!("{:?}", stream.options) };
    assert_eq!((six.stands_in_for.clone(), class.stands_in_for.clone()), (None, Some("at-6".into())));
    assert_eq!((class.least.get(), class.most.get(), class.fixed), (0.0, 1.0, false));
    close(six.most_instead.get(), 0.4);
    assert_eq!(stream.meets(six).map(CourseId::to_string).collect::<Vec<_>>(), ["at-6", "class-10"]);
    assert!(["at-6", "class-10", "at-24"].iter().all(|id| stream.is_need(&(*id).into())));
    assert!(stream.instead_of(full).next().is_none());
}

#[test]
fn reviews_at_intervals_are_supporting_lessons() {
    let reviews = |written: Value| {
        let mut tree = good();
        set(&mut tree, "courses.at-24.reviews", written);
        let course = service(&tree).courses[&CourseId::from("at-24")].clone();
        let reviews = course.lessons.last().unwrap();
        assert!(reviews.supporting && reviews.activity == "assess");
        reviews.by_week.iter().zip(0..).filter(|(n, _)| **n == 1).map(|(_, week)| week).collect::<Vec<u32>>()
    };
    // its last lesson is in week 39
    assert_eq!(reviews(json!({"activity": "assess", "every_weeks": 12})), [12, 24, 36]);
    assert_eq!(reviews(json!({"activity": "assess", "every_weeks": 13, "times": 4})), [13, 26, 39, 52]);
}

#[test]
fn the_tightest_time_frame_leaves_the_target() {
    let target = |frames: &[(&str, u32)], written: Option<u32>| {
        let mut tree = good();
        remove(&mut tree, "streams.alexander.target_wait_weeks");
        if let Some(written) = written {
            set(&mut tree, "streams.alexander.target_wait_weeks", json!(written));
        }
        for (course, weeks) in frames {
            set(&mut tree, &format!("courses.{course}.time_frame_weeks"), json!(weeks));
        }
        stream(&service(&tree), "alexander").target_wait_weeks
    };
    // six lessons take 4 weeks, twenty-four 40; the review after the class in week 10 is a supporting one
    assert_eq!(target(&[("at-6", 12), ("at-24", 50)], Some(18)), Some(8));
    assert_eq!(target(&[("at-6", 12), ("at-24", 50)], Some(5)), Some(5));
    assert_eq!(target(&[("class-10", 16)], None), Some(6));
    assert_eq!(target(&[], Some(18)), Some(18));
}

/// What a rule asks is given in one course and not in another, before and not after, in a share and not beyond it.
#[test]
fn rules_of_care_that_are_kept_say_nothing() {
    let mut tree = good();
    let rules = json!([
        {"id": "together", "activities": ["class"], "only_with": ["assess"], "source": "assumption"},
        {"id": "first", "activities": ["pmp", "class"], "only_after": ["lesson", "assess"], "source": "assumption"},
        {"id": "hours", "activities": ["lesson"], "most_hours_per_patient": 18, "source": "assumption"},
        {"id": "share", "activities": ["class"], "most_share_of_visits": 0.91, "source": "assumption"},
        {"id": "band", "activities": ["assess"], "highest_band": "b7", "source": "assumption"},
        {"id": "once", "activities": ["class", "lesson"], "single_course": true, "source": "assumption"}]);
    set(&mut tree, "care_rules", rules);
    // nobody comes to lessons but from assessment
    remove(&mut tree, "streams.alexander.referrals");
    remove(&mut tree, "service.referrals_per_year");
    set(&mut tree, "practitioners.nurse-1.band", json!("b7"));
    let found = validated(&tree);
    let of_rules: Vec<_> = found.findings.iter().filter(|f| f.code.starts_with("care")).collect();
    assert!(of_rules.is_empty() && found.service.is_some(), "{:?}", found.findings);
}

#[test]
fn caps_leave_courses_out_and_today_keeps_a_whole_mix() {
    let mut tree = good();
    set(&mut tree, "funding.most_lessons_per_patient.0.most", json!(12));
    let service = service(&tree);
    let stream = stream(&service, "alexander");
    let options: Vec<String> = stream.options.iter().map(|o| o.course.to_string()).collect();
    assert_eq!(options, ["at-6", "class-10", "pmp-12"]);
    let mix = &stream.today.as_ref().unwrap().mix;
    assert_eq!(mix.len(), 1);
    close(mix[&CourseId::from("at-6")].get(), 1.0);
}

#[test]
fn drives_are_the_shortest_ways() {
    let mut tree = good();
    for id in ["dover", "deal", "ramsgate"] {
        let site = json!({"id": id, "open": {"mon": ["am"]}, "source": "a"});
        tree["sites"].as_array_mut().unwrap().push(site);
    }
    tree["travel_minutes"] = json!({"longest_between_sessions": 45, "drives": [
        {"between": ["kent", "dover"], "minutes": 30}, {"between": ["dover", "deal"], "minutes": 15},
        {"between": ["kent", "deal"], "minutes": 60}]});
    let service = service(&tree);
    let travel = &service.travel;
    let drive = |a: &str, b: &str| travel.drives.get(&(a.into(), b.into())).copied();
    assert_eq!(drive("kent", "deal"), Some(Minutes(45.0)));
    assert_eq!(drive("deal", "kent"), Some(Minutes(45.0)));
    assert_eq!(drive("kent", "ramsgate"), None);
    assert!(travel.allows(&"kent".into(), &"deal".into()));
    assert!(!travel.allows(&"kent".into(), &"ramsgate".into()));
}

#[test]
fn money_and_order_are_read() {
    let mut tree = good();
    set(&mut tree, "policy.aims", json!({"ordered": [{"aim": "promises"}, {"aim": "benefit", "tolerance": 0.01}]}));
    let service = service(&tree);
    let Aims::Ordered(stages) = &service.policy.aims else { panic!("ordered") };
    assert_eq!(stages.iter().map(|s| s.aim).collect::<Vec<_>>(), [Aim::Promises, Aim::Benefit]);
    close(stages[1].tolerance.get(), 0.01);
    let Covers::Clinics(clinics) = &service.budgets[&"alexander".into()].covers else { panic!("clinics") };
    assert_eq!(clinics.len(), 2);
    assert_eq!(service.lesson_caps[0].most, 24);
}

#[test]
fn patients_who_finished_may_still_go_on() {
    let mut tree = good();
    let assessed = |weeks: u32| json!([{"course": "assessment", "patients": 6, "from_weeks_ago": weeks}]);
    set(&mut tree, "streams.assessment.in_course", assessed(2));
    assert_eq!(validated(&tree).findings, vec![], "their onward referrals fall into the horizon");
    set(&mut tree, "streams.assessment.in_course", assessed(3));
    let codes: Vec<String> = validated(&tree).findings.into_iter().map(|f| f.code).collect();
    assert_eq!(codes, ["in-course-finished"]);
}
