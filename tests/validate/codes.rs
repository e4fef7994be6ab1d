//! Every code is produced: one change to the good scenario each, and the place at which it is said.

use crate::base::{add, at, good, path, remove, set, validated};
use equipoise::base::finding::Severity;
use equipoise::scenario::evidence_library;
use equipoise::service::validate::CODES;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A code, the path at which it must stand, part of what it must say, and the change that brings it about.
struct Case(&'static str, &'static str, &'static str, fn(&mut Value));

fn second_site(tree: &mut Value) {
    add(tree, "sites", json!({"id": "dover", "open": {"mon": ["am", "pm"]}, "source": "assumption"}));
    let room = json!({"id": "dover-1", "site": "dover", "kind": "consulting", "features": ["plinth"], "places": 2,
        "source": "assumption"});
    add(tree, "rooms", room);
}

fn third_site_with_drives(tree: &mut Value, drives: Value) {
    second_site(tree);
    add(tree, "sites", json!({"id": "deal", "open": {"mon": ["am"]}, "source": "assumption"}));
    tree["travel_minutes"] = json!({"longest_between_sessions": 45, "drives": drives});
}

fn everyone_meets(tree: &mut Value, id: &str, half_day: &str, minutes: u32) {
    let meeting = json!({"id": id, "who": {"everyone": {}}, "when": {"weekly": {"half_days": [half_day]}},
        "minutes": minutes, "source": "assumption"});
    add(tree, "meetings", meeting);
}

/// Six lessons become up to six visits on three levels.
fn graded(tree: &mut Value) {
    set(tree, "courses.at-6.lessons", json!([]));
    let levels = json!([{"activities": ["lesson"]}, {"activities": ["lesson"]}, {"activities": ["lesson"]}]);
    let exposure = json!({"levels": levels, "advance": 0.75, "most_visits": 6, "cadence": {"by_week": [2, 2, 1, 1]}});
    set(tree, "courses.at-6.graded_exposure", exposure);
}

/// Another course, against another comparator, may stand in for six lessons.
fn stands_in(tree: &mut Value) {
    let mut spare = at(tree, "courses.at-6").clone();
    spare["id"] = json!("spare");
    spare["evidence"]["comparator"] = json!("waiting list");
    add(tree, "courses", spare);
    set(tree, "streams.alexander.courses.0.instead", json!(["spare"]));
}

/// A rule of care about lessons, where it says nothing else.
fn rule(tree: &mut Value, says: Value) {
    let mut rule = json!({"id": "hands-on", "activities": ["lesson"], "source": "assumption"});
    for (key, value) in says.as_object().unwrap() {
        rule[key] = value.clone();
    }
    tree["care_rules"] = json!([rule]);
}

fn letters(tree: &mut Value, role: &str, per: Value) {
    let work = json!({"id": "letters", "role": role, "minutes": 15, "per": per, "source": "assumption"});
    add(tree, "desk_work", work);
}

fn leave_rule(tree: &mut Value, mut rule: Value) {
    rule["source"] = json!("assumption");
    add(tree, "leave_rules", rule);
}

/// Refers to a record of the library as the loader does: with its keys, but for those written.
fn refer(tree: &mut Value, course: &str, record: &str, written: &[(&str, Value)]) {
    let figure = evidence_library().iter().find(|figure| figure.id == record).expect("a record");
    let mut evidence = serde_json::to_value(figure).expect("JSON");
    evidence.as_object_mut().expect("a map").shift_remove("id");
    evidence["record"] = json!(record);
    for (key, value) in written {
        evidence[*key] = value.clone();
    }
    set(tree, &format!("courses.{course}.evidence"), evidence);
}

const CASES: &[Case] = &[
    // Names and numbers
    Case("duplicate-id", "practitioners.2", "entries 1 and 3", |t| {
        let copy = at(t, "practitioners.at-1").clone();
        add(t, "practitioners", copy);
    }),
    Case("dangling-id", "rooms.kent-1.site", "no site is called `kant`", |t| {
        set(t, "rooms.kent-1.site", json!("kant"));
    }),
    Case("dangling-id", "practitioners.at-1.home_site", "no site", |t| {
        set(t, "practitioners.at-1.home_site", json!("kant"));
    }),
    Case("dangling-id", "practitioners.at-1.available.mon.1", "no half-day is called `ev`", |t| {
        set(t, "practitioners.at-1.available.mon", json!(["am", "ev"]));
    }),
    Case("dangling-id", "practitioners.at-1.leave.0.half_days.0", "no half-day", |t| {
        set(t, "practitioners.at-1.leave.0.half_days", json!(["noon"]));
    }),
    Case("dangling-id", "practitioners.at-1.clinics.0", "no clinic", |t| {
        set(t, "practitioners.at-1.clinics", json!(["at-klinic"]));
    }),
    Case("dangling-id", "clinics.at-clinic.activities.0", "no activity", |t| {
        set(t, "clinics.at-clinic.activities.0", json!("leson"));
    }),
    Case("dangling-id", "courses.at-6.lessons.0.activity", "no activity", |t| {
        set(t, "courses.at-6.lessons.0.activity", json!("leson"));
    }),
    Case("dangling-id", "courses.at-6.evidence.measure", "no measure", |t| {
        set(t, "courses.at-6.evidence.measure", json!("rdmq"));
    }),
    Case("dangling-id", "streams.alexander.site_shares.kant", "no site", |t| {
        set(t, "streams.alexander.site_shares", json!({"kant": 1.0}));
    }),
    Case("dangling-id", "streams.alexander.courses.0.course", "no course", |t| {
        set(t, "streams.alexander.courses.0.course", json!("at-66"));
    }),
    Case("dangling-id", "streams.alexander.in_course.0.course", "no course", |t| {
        set(t, "streams.alexander.in_course.0.course", json!("at-66"));
    }),
    Case("dangling-id", "streams.assessment.onward.0.to", "no stream is called `alexandra`", |t| {
        set(t, "streams.assessment.onward.0.to", json!("alexandra"));
    }),
    Case("dangling-id", "meetings.mdt.site", "no site", |t| set(t, "meetings.mdt.site", json!("kant"))),
    Case("dangling-id", "meetings.mdt.who.home_site", "no site", |t| {
        set(t, "meetings.mdt.who", json!({"home_site": "kant"}));
    }),
    Case("dangling-id", "meetings.supervision.who.practitioners.1", "no practitioner", |t| {
        set(t, "meetings.supervision.who.practitioners.1", json!("nurse-9"));
    }),
    Case("dangling-id", "funding.budgets.alexander.covers.clinics.0", "no clinic", |t| {
        set(t, "funding.budgets.alexander.covers.clinics.0", json!("at-klinic"));
    }),
    Case("dangling-id", "funding.contracts.at-block.counts.starts", "no course", |t| {
        set(t, "funding.contracts.at-block.counts", json!({"starts": "at-7"}));
    }),
    Case("dangling-id", "funding.most_lessons_per_patient.0.activity", "no activity", |t| {
        set(t, "funding.most_lessons_per_patient.0.activity", json!("leson"));
    }),
    Case("role-nobody-has", "activities.lesson.staff.0.roles.0", "`at-techer`", |t| {
        set(t, "activities.lesson.staff.0.roles.0", json!("at-techer"));
    }),
    Case("role-nobody-has", "meetings.pain-day.who.roles.0", "`nurze`", |t| {
        set(t, "meetings.pain-day.who.roles.0", json!("nurze"));
    }),
    Case("skill-nobody-has", "activities.lesson.staff.0.skills.0", "`statt`", |t| {
        set(t, "activities.lesson.staff.0.skills.0", json!("statt"));
    }),
    Case("room-kind-nowhere", "activities.class.room_kinds.0", "`hal`", |t| {
        set(t, "activities.class.room_kinds.0", json!("hal"));
    }),
    Case("room-feature-nowhere", "activities.lesson.room_features.0", "`plint`", |t| {
        set(t, "activities.lesson.room_features.0", json!("plint"));
    }),
    Case("repeated", "sites.kent.open.mon.1", "`am` stands twice", |t| {
        set(t, "sites.kent.open.mon", json!(["am", "am"]));
    }),
    Case("repeated", "streams.alexander.courses.4", "`at-6` stands twice", |t| {
        add(t, "streams.alexander.courses", json!({"course": "at-6"}));
    }),
    Case("repeated", "travel_minutes.drives.1", "written twice", |t| {
        let drives =
            json!([{"between": ["kent", "dover"], "minutes": 30}, {"between": ["dover", "kent"], "minutes": 31}]);
        third_site_with_drives(t, drives);
    }),
    Case("empty-list", "clinics.at-clinic.activities", "names nothing", |t| {
        set(t, "clinics.at-clinic.activities", json!([]));
    }),
    Case("empty-list", "streams.alexander.referrals.by_week", "names no week", |t| {
        set(t, "streams.alexander.referrals", json!({"by_week": []}));
    }),
    Case("out-of-range", "courses.at-6.drop_out", "drop_out is 1.4, outside 0 to 0.95", |t| {
        set(t, "courses.at-6.drop_out", json!(1.4));
    }),
    Case("out-of-range", "horizon.weeks", "weeks is 0", |t| set(t, "horizon.weeks", json!(0))),
    Case("out-of-range", "streams.alexander.waiting_list.0.patients", "patients is -3", |t| {
        set(t, "streams.alexander.waiting_list.0.patients", json!(-3));
    }),
    // Calendar
    Case("start-not-monday", "horizon.start", "2026-01-07, a Wednesday", |t| {
        set(t, "horizon.start", json!("2026-01-07"));
    }),
    Case("date-far-off", "horizon.start", "0206-01-05", |t| set(t, "horizon.start", json!("0206-01-05"))),
    Case("bank-holidays-unknown", "horizon", "2028 to 2029", |t| set(t, "horizon.start", json!("2028-12-04"))),
    Case("no-working-day", "calendar.days", "no working day", |t| set(t, "calendar.days", json!([]))),
    Case("impossible-time", "calendar.half_days.pm.start", "`25:00`", |t| {
        set(t, "calendar.half_days.pm.start", json!("25:00"));
    }),
    Case("half-days-overlap", "calendar.half_days.pm", "`am` still runs when `pm` starts", |t| {
        set(t, "calendar.half_days.pm.start", json!("12:30"));
    }),
    Case("half-day-past-midnight", "calendar.half_days.pm", "after midnight", |t| {
        set(t, "calendar.half_days.pm.start", json!("22:00"));
    }),
    Case("half-days-out-of-order", "calendar.half_days", "am and pm", |t| {
        at(t, "calendar.half_days").as_array_mut().unwrap().reverse();
    }),
    Case("not-a-working-day", "sites.kent.open.sat", "Saturday is not a working day", |t| {
        set(t, "sites.kent.open.sat", json!(["am"]));
    }),
    Case("not-a-working-day", "meetings.pain-day.when.once.date", "Saturday", |t| {
        set(t, "meetings.pain-day.when.once.date", json!("2026-03-14"));
    }),
    Case("unknown-half-day", "meetings.mdt.when.weekly.half_days.0", "`tue-ma`", |t| {
        set(t, "meetings.mdt.when.weekly.half_days.0", json!("tue-ma"));
    }),
    Case("unknown-half-day", "meetings.service.when.monthly.half_day", "`sat-am`", |t| {
        set(t, "meetings.service.when.monthly.half_day", json!("sat-am"));
    }),
    Case("span-backwards", "calendar.closures.0", "before 2026-02-02", |t| {
        set(t, "calendar.closures.0.to", json!("2026-02-01"));
    }),
    Case("span-backwards", "practitioners.at-1.contract", "before it starts", |t| {
        set(t, "practitioners.at-1.contract.ends", json!("2024-12-31"));
    }),
    Case("outside-horizon", "practitioners.at-1.leave.0", "2062-02-16 to 2062-02-20", |t| {
        set(t, "practitioners.at-1.leave.0", json!({"from": "2062-02-16", "to": "2062-02-20"}));
    }),
    Case("outside-horizon", "practitioners", "3 spans of dates (at-1 and nurse-1) lie", |t| {
        let spans = json!([{"from": "2026-08-03", "to": "2026-08-07"}, {"from": "2026-12-21", "to": "2026-12-24"}]);
        set(t, "practitioners.at-1.leave", spans);
        set(t, "practitioners.nurse-1.study_leave", json!([{"from": "2026-07-06"}]));
    }),
    Case("outside-horizon", "meetings.pain-day.when.once.date", "2027-03-11", |t| {
        set(t, "meetings.pain-day.when.once.date", json!("2027-03-11"));
    }),
    Case("outside-horizon", "streams.alexander.referrals.by_week", "27 weeks", |t| {
        let weekly = vec![60.0 / (365.0 / 7.0); 27];
        set(t, "streams.alexander.referrals", json!({"by_week": weekly}));
    }),
    Case("never-open", "rooms.kent-2", "in no half-day", |t| set(t, "rooms.kent-2.open", json!({}))),
    Case("never-open", "sites.kent", "in no half-day", |t| {
        add(t, "sites.kent.closures", json!({"from": "2026-01-01", "to": "2026-12-31"}));
    }),
    // Estate
    Case("open-beyond-site", "rooms.kent-2.open", "Fri pm", |t| {
        set(t, "sites.kent.open.fri", json!(["am"]));
        set(t, "rooms.kent-2.open", json!({"fri": ["am", "pm"]}));
    }),
    Case("site-without-rooms", "sites.dover", "`dover` has no room", |t| {
        add(t, "sites", json!({"id": "dover", "open": {"mon": ["am"]}, "source": "assumption"}));
    }),
    Case("room-unused", "rooms", "kent-gym", |t| {
        add(t, "rooms", json!({"id": "kent-gym", "site": "kent", "kind": "gym", "places": 8, "source": "assumption"}));
    }),
    Case("drive-to-itself", "travel_minutes.drives.0.between", "kent and kent", |t| {
        third_site_with_drives(t, json!([{"between": ["kent", "kent"], "minutes": 30}]));
    }),
    Case("no-known-drive", "travel_minutes.drives", "to deal", |t| {
        third_site_with_drives(t, json!([{"between": ["kent", "dover"], "minutes": 30}]));
    }),
    Case("detour-shorter", "travel_minutes.drives.2", "takes 90 minutes, over another site 45", |t| {
        let drives = json!([{"between": ["kent", "dover"], "minutes": 30}, {"between": ["dover", "deal"], "minutes": 15},
            {"between": ["kent", "deal"], "minutes": 90}]);
        third_site_with_drives(t, drives);
    }),
    // Activities and clinics
    Case("group-min-above-max", "activities.class.mode.group", "at least 11 and at most 10", |t| {
        set(t, "activities.class.mode.group.min", json!(11));
    }),
    Case("team-roles-overlap", "activities.pmp.staff.1", "at-teacher", |t| {
        set(t, "activities.pmp.staff.1.roles", json!(["nurse", "at-teacher"]));
    }),
    Case("longer-than-half-day", "activities.pmp.contact_minutes", "240 minutes", |t| {
        set(t, "activities.pmp.contact_minutes", json!(210));
    }),
    Case("group-too-large", "activities.class.mode.group.max", "`kent-hall` (12)", |t| {
        set(t, "activities.class.mode.group.max", json!(13));
    }),
    Case("room-too-small", "activities.class", "`kent-small` (6)", |t| {
        let room = json!({"id": "kent-small", "site": "kent", "kind": "hall", "places": 6, "source": "assumption"});
        add(t, "rooms", room);
    }),
    Case("activity-in-no-clinic", "activities.lesson", "no clinic holds it", |t| {
        set(t, "clinics.at-clinic.activities", json!(["assess"]));
    }),
    Case("activity-unused", "activities.spare", "no course uses `spare`", |t| {
        let mut spare = at(t, "activities.assess").clone();
        spare["id"] = json!("spare");
        add(t, "activities", spare);
        add(t, "clinics.nurse-clinic.activities", json!("spare"));
    }),
    Case("overhead-too-long", "clinics.at-clinic.overhead_minutes", "225 minutes", |t| {
        set(t, "clinics.at-clinic.overhead_minutes", json!(225));
    }),
    Case("no-appointment-fits", "clinics.class-clinic.overhead_minutes", "`class` takes 90 minutes", |t| {
        set(t, "clinics.class-clinic.overhead_minutes", json!(140));
    }),
    Case("clinic-teams-differ", "clinics.at-clinic.activities", "different teams", |t| {
        add(t, "clinics.at-clinic.activities", json!("assess"));
    }),
    Case("clinic-rooms-differ", "clinics.at-clinic.activities", "different rooms", |t| {
        add(t, "clinics.at-clinic.activities", json!("assess"));
    }),
    Case("group-clinic-mixed", "clinics.class-clinic.activities", "of which class", |t| {
        add(t, "clinics.class-clinic.activities", json!("lesson"));
    }),
    Case("no-fitting-room", "clinics.class-clinic.sites", "`dover`", |t| {
        second_site(t);
        set(t, "clinics.class-clinic.sites", json!(["kent", "dover"]));
    }),
    Case("clinic-nowhere", "clinics.class-clinic", "no room at dover", |t| {
        second_site(t);
        set(t, "clinics.class-clinic.sites", json!(["dover"]));
    }),
    Case("clinic-unused", "clinics.spare-clinic", "no course uses", |t| {
        let mut spare = at(t, "activities.assess").clone();
        spare["id"] = json!("spare");
        add(t, "activities", spare);
        add(t, "clinics", json!({"id": "spare-clinic", "activities": ["spare"], "source": "assumption"}));
    }),
    // Courses and evidence
    Case("cadence-sum", "courses.at-6.lessons.0.total", "sums to 6, the total is 7", |t| {
        set(t, "courses.at-6.lessons.0.total", json!(7));
    }),
    Case("cadence-empty", "courses.at-6.lessons.0.cadence", "no lesson in any week", |t| {
        set(t, "courses.at-6.lessons.0.cadence", json!({"by_week": [0, 0]}));
    }),
    Case("weeks-backwards", "courses.at-24.lessons.0.cadence.spells.1", "ends in week 5, before week 6", |t| {
        set(t, "courses.at-24.lessons.0.cadence.spells.1.to_week", json!(5));
    }),
    Case("weeks-backwards", "streams.alexander.waiting_list.1", "at least 8 and less than 8", |t| {
        set(t, "streams.alexander.waiting_list.1.to_weeks", json!(8));
    }),
    Case("weeks-backwards", "streams.alexander.in_course.0", "2 to 3 weeks ago", |t| {
        set(t, "streams.alexander.in_course.0.from_weeks_ago", json!(2));
        set(t, "streams.alexander.in_course.0.to_weeks_ago", json!(3));
    }),
    Case("no-lesson-in-first-week", "courses.at-6.lessons", "no lesson", |t| {
        set(t, "courses.at-6.lessons.0.cadence", json!({"by_week": [0, 2, 2, 1, 1]}));
    }),
    Case("nobody-on-site", "clinics.at-clinic", "needs nurse on site", |t| {
        second_site(t);
        set(t, "activities.lesson.on_site", json!({"roles": ["nurse"]}));
    }),
    Case("chances-above-one", "courses.at-6.graded_exposure.advance", "0.75 and sets back with 0.5", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.set_back", json!(0.5));
    }),
    Case("chances-above-one", "courses.at-6.graded_exposure.levels.1.advance", "0.9 and sets back with 0.2", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.set_back", json!(0.2));
        set(t, "courses.at-6.graded_exposure.levels.1.advance", json!(0.9));
    }),
    Case("graded-in-closed-group", "courses.pmp-12.graded_exposure", "each patient's own", |t| {
        graded(t);
        let exposure = at(t, "courses.at-6.graded_exposure").clone();
        set(t, "courses.pmp-12.graded_exposure", exposure);
    }),
    Case("first-visit-in-class", "courses.at-6.graded_exposure.first_visit", "`class` is a class", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.first_visit", json!("class"));
    }),
    Case("graded-visit-lost", "courses.at-6.graded_exposure.levels.2.activities.0", "neither advance", |t| {
        graded(t);
        set(t, "activities.class.missed", json!("lost"));
        set(t, "activities.class.dna_rate", json!(0.07));
        set(t, "courses.at-6.graded_exposure.levels.2.activities", json!(["class"]));
    }),
    Case("goal-out-of-reach", "courses.at-6.graded_exposure", "take 3 visits at least, there are 2", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.most_visits", json!(2));
        set(t, "courses.at-6.graded_exposure.cadence", json!({"by_week": [2]}));
    }),
    Case("goal-out-of-reach", "courses.at-6.graded_exposure", "never passed", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.levels.1.advance", json!(0));
    }),
    Case("level-target-too-early", "courses.at-6.graded_exposure.levels.2.target_week", "there are 2", |t| {
        graded(t);
        set(t, "courses.at-6.graded_exposure.levels.2.target_week", json!(0));
    }),
    Case("trial-without-evidence", "courses.at-6.graded_exposure.trial_advance", "no evidence", |t| {
        graded(t);
        remove(t, "courses.at-6.evidence");
        set(t, "courses.at-6.graded_exposure.trial_advance", json!(0.8));
    }),
    // Packages of care
    Case("reviews-after-the-end", "courses.at-6.reviews", "before the first review, 12 weeks", |t| {
        set(t, "courses.at-6.reviews", json!({"activity": "assess", "every_weeks": 12}));
    }),
    Case("repeated", "courses.at-6.reviews.activity", "among the lessons too", |t| {
        set(t, "courses.at-6.reviews", json!({"activity": "lesson", "every_weeks": 1}));
    }),
    Case("out-of-range", "courses.at-6.reviews.times", "end after 261 weeks", |t| {
        set(t, "courses.at-6.reviews", json!({"activity": "assess", "every_weeks": 52, "times": 6}));
    }),
    Case("time-frame-too-short", "courses.at-24.time_frame_weeks", "takes 40 weeks, its time frame has 30", |t| {
        set(t, "courses.at-24.time_frame_weeks", json!(30));
    }),
    Case("time-frame-tighter", "streams.alexander.target_wait_weeks", "leaves 10 weeks for waiting", |t| {
        set(t, "courses.at-24.time_frame_weeks", json!(50));
    }),
    Case("care-rule-empty", "care_rules.hands-on", "says nothing", |t| rule(t, json!({}))),
    Case("empty-list", "care_rules.hands-on.activities", "names nothing", |t| {
        rule(t, json!({"activities": [], "single_course": true}));
    }),
    Case("dangling-id", "care_rules.hands-on.only_with.0", "no activity is called `clas`", |t| {
        rule(t, json!({"only_with": ["clas"]}));
    }),
    Case("care-rule-unused", "care_rules.hands-on", "no course has", |t| {
        let mut spare = at(t, "activities.lesson").clone();
        spare["id"] = json!("massage");
        add(t, "activities", spare);
        rule(t, json!({"activities": ["massage"], "only_with": ["class"]}));
    }),
    Case("care-alone", "courses.at-6", "has `lesson`, but none of `class`", |t| {
        rule(t, json!({"only_with": ["class"]}))
    }),
    Case("care-too-soon", "courses.pmp-12", "had none of `class` before", |t| {
        rule(t, json!({"activities": ["pmp"], "only_after": ["class"]}));
    }),
    // patients are referred to the stream from outside too, past their assessment
    Case("care-too-soon", "courses.at-24", "had none of `assess` before", |t| {
        rule(t, json!({"only_after": ["assess"]}))
    }),
    Case("care-share", "courses.class-10", "90.909091 % of the visits", |t| {
        rule(t, json!({"activities": ["class"], "most_share_of_visits": 0.9}));
    }),
    Case("care-hours", "courses.at-24", "may have 18 hours of `lesson`, at most 17.9", |t| {
        rule(t, json!({"most_hours_per_patient": 17.9}));
    }),
    Case("care-band", "care_rules.hands-on.highest_band", "at-1 (no band)", |t| {
        remove(t, "practitioners.at-1.band");
        rule(t, json!({"highest_band": "b7"}));
    }),
    Case("care-band", "care_rules.hands-on.highest_band", "at-1 (b8a) could give", |t| {
        set(t, "practitioners.at-1.band", json!("b8a"));
        rule(t, json!({"highest_band": "b7"}));
    }),
    Case("out-of-range", "care_rules.hands-on.highest_band", "no pay band", |t| {
        rule(t, json!({"highest_band": "senior"}));
    }),
    Case("care-again", "streams.alexander.onward", "come to `alexander`, a second course", |t| {
        set(t, "streams.alexander.onward", json!([{"to": "assessment", "per_attended": 0.1, "lag_weeks": 8}]));
        rule(t, json!({"single_course": true}));
    }),
    Case("repeated", "streams.alexander.courses.0.instead.0", "offered by `alexander` already", |t| {
        set(t, "streams.alexander.courses.0.instead", json!(["at-24"]));
    }),
    Case("dangling-id", "streams.alexander.courses.0.instead.0", "no course", |t| {
        set(t, "streams.alexander.courses.0.instead", json!(["at-7"]));
    }),
    Case("closed-group-without-class", "courses.at-6.closed_group", "none of the course's activities", |t| {
        set(t, "courses.at-6.closed_group", json!({"min": 4, "max": 6}));
    }),
    Case("closed-group-too-large", "courses.pmp-12.closed_group.max", "up to 11, a class of `pmp` up to 10", |t| {
        set(t, "courses.pmp-12.closed_group.max", json!(11));
    }),
    Case("closed-group-below-class", "courses.pmp-12.closed_group.min", "start with 5", |t| {
        set(t, "courses.pmp-12.closed_group.min", json!(5));
    }),
    Case("class-open-and-closed", "activities.pmp", "closed groups of pmp-12 and also class-10", |t| {
        set(t, "courses.class-10.lessons.0.activity", json!("pmp"));
    }),
    Case("course-unused", "courses.spare", "no stream offers", |t| {
        let mut spare = at(t, "courses.at-6").clone();
        spare["id"] = json!("spare");
        add(t, "courses", spare);
    }),
    Case("important-change-not-positive", "measures.rmdq.important_change", "is 0", |t| {
        set(t, "measures.rmdq.important_change", json!(0));
    }),
    Case("measure-unused", "measures.npq", "`npq`", |t| {
        add(t, "measures", json!({"id": "npq", "name": "Northwick Park", "important_change": 8, "source": "a"}));
    }),
    Case("ci-disorder", "courses.at-6.evidence.ci", "2.2 to 0.6", |t| {
        set(t, "courses.at-6.evidence.ci", json!([2.2, 0.6]));
    }),
    Case("change-negative", "courses.at-6.evidence.change", "-1.4", |t| {
        set(t, "courses.at-6.evidence.change", json!(-1.4));
        remove(t, "courses.at-6.evidence.ci");
    }),
    Case("evidence-without-lessons", "courses.at-6.evidence", "supporting", |t| {
        set(t, "courses.at-6.lessons.0.supporting", json!(true));
    }),
    Case("evidence-interpolated", "courses.at-6.evidence", "between trial points", |t| {
        set(t, "courses.at-6.evidence.interpolated", json!(true));
    }),
    Case("case-without-interval", "policy.evidence_case", "at-6", |t| {
        set(t, "policy.evidence_case", json!("low"));
        remove(t, "courses.at-6.evidence.ci");
    }),
    // Guard rails of the evidence
    Case("measure-not-defined", "courses.at-6.evidence.record", "measured by `npq`", |t| {
        refer(t, "at-6", "atlas-lessons", &[]);
    }),
    Case("dangling-id", "courses.at-6.evidence.measure", "no measure is called `rdmq`", |t| {
        refer(t, "at-6", "ateam-lessons-6", &[("measure", json!("rdmq"))]);
    }),
    Case("record-taken", "evidence.ateam-massage", "`ateam-massage`", |t| {
        let mut own = at(t, "courses.at-6.evidence").clone();
        own["id"] = json!("ateam-massage");
        t["evidence"] = json!([own]);
    }),
    Case("duplicate-id", "evidence.1", "record of evidence `ours`", |t| {
        let mut own = at(t, "courses.at-6.evidence").clone();
        own["id"] = json!("ours");
        t["evidence"] = json!([own, own]);
    }),
    Case("no-source", "evidence", "ours", |t| {
        let mut own = at(t, "courses.at-6.evidence").clone();
        own["id"] = json!("ours");
        own["source"] = json!(" ");
        t["evidence"] = json!([own]);
    }),
    Case(
        "figure-not-the-records",
        "courses.at-6.evidence.change",
        "change and ci beside the record `ateam-lessons-6`",
        |t| {
            let other = [("change", json!(1)), ("ci", json!(null)), ("comparator", json!("normal care"))];
            refer(t, "at-6", "ateam-lessons-6", &other);
        },
    ),
    Case("figure-not-the-records", "courses.at-6.evidence.follow_up_weeks", "follow_up_weeks", |t| {
        refer(t, "at-6", "ateam-lessons-6", &[("follow_up_weeks", json!(26))]);
    }),
    Case(
        "mixed-comparators",
        "policy.comparators",
        "usual care (at-6, at-24, class-10) and waiting list (pmp-12)",
        |t| {
            set(t, "courses.pmp-12.evidence.comparator", json!("waiting list"));
        },
    ),
    // what stands in for a course is offered too
    Case("mixed-comparators", "policy.comparators", "waiting list (spare)", stands_in),
    Case("another-population", "streams.alexander.condition", "spare (neck-pain)", |t| {
        stands_in(t);
        set(t, "courses.spare.evidence.population", json!(["neck-pain"]));
        set(t, "streams.alexander.condition", json!("low-back-pain"));
    }),
    Case("mixed-comparators", "policy.comparators", "normal care (assessment)", |t| {
        // of another stream: benefit is added over all of them
        let mut evidence = at(t, "courses.at-6.evidence").clone();
        evidence["comparator"] = json!("normal care");
        set(t, "courses.assessment.evidence", evidence);
    }),
    Case("mixed-comparators", "policy.comparators", "nothing says what effects against usual care (at-6", |t| {
        set(t, "policy.comparators", json!({"base": "normal care"}));
    }),
    Case(
        "comparator-converted",
        "policy.comparators",
        "normal care, effects count: usual care (at-6, at-24, class-10, \
        pmp-12) x0.8",
        |t| {
            let others = json!([{"comparator": "usual care", "factor": 0.8, "source": "assumption"}]);
            set(t, "policy.comparators", json!({"base": "normal care", "others": others}));
        },
    ),
    Case("comparator-twice", "policy.comparators.others.0.comparator", "usual care", |t| {
        let others = json!([{"comparator": "usual care", "factor": 0.8, "source": "assumption"}]);
        set(t, "policy.comparators", json!({"base": "usual care", "others": others}));
    }),
    Case("out-of-range", "policy.comparators.others.0.factor", "factor is 11", |t| {
        let others = json!([{"comparator": "waiting list", "factor": 11, "source": "assumption"}]);
        set(t, "policy.comparators", json!({"base": "usual care", "others": others}));
    }),
    Case("no-source", "policy.comparators", "waiting list", |t| {
        let others = json!([{"comparator": "waiting list", "factor": 1, "source": ""}]);
        set(t, "policy.comparators", json!({"base": "usual care", "others": others}));
    }),
    Case("uncontrolled-effect", "courses.at-6.evidence", "no control group: before the course", |t| {
        refer(t, "at-6", "little-2022-mixed-10", &[]);
    }),
    Case("uncontrolled-counted", "courses.at-6.evidence", "`at-6` has no control group", |t| {
        refer(t, "at-6", "little-2022-mixed-10", &[]);
        let others = json!([{"comparator": "before the course", "factor": 0.3, "source": "assumption"}]);
        set(t, "policy.comparators", json!({"base": "usual care", "others": others}));
    }),
    Case("not-for-back-pain", "courses.at-6.evidence", "acupuncture that is from back pain alone", |t| {
        refer(t, "at-6", "cherkin-acupuncture", &[]);
    }),
    Case("not-for-back-pain", "courses.at-6.evidence", "tens that does not say who was treated", |t| {
        set(t, "courses.at-6.treatment", json!("tens"));
    }),
    Case("not-for-back-pain", "courses.at-6.evidence", "tens that is from back pain alone", |t| {
        set(t, "courses.at-6.treatment", json!("tens"));
        refer(t, "at-6", "ateam-lessons-6", &[]);
    }),
    Case(
        "another-treatment",
        "courses.at-6.evidence",
        "`at-6` is tai-chi, and its evidence is of alexander-lessons",
        |t| {
            set(t, "courses.at-6.treatment", json!("tai-chi"));
            refer(t, "at-6", "ateam-lessons-6", &[("comparator", json!("usual care")), ("source", json!("a"))]);
        },
    ),
    Case(
        "another-population",
        "streams.alexander.condition",
        "neck-pain, those of the evidence not: at-6 (low-back-pain)",
        |t| {
            set(t, "streams.alexander.condition", json!("neck-pain"));
            refer(t, "at-6", "ateam-lessons-6", &[("comparator", json!("usual care")), ("source", json!("a"))]);
        },
    ),
    Case("another-population", "streams.alexander.condition", "at-24 (not said)", |t| {
        set(t, "streams.alexander.condition", json!("low-back-pain"));
    }),
    Case("fading-without-date", "courses.at-6.evidence.half_life_days", "after 3 days", |t| {
        set(t, "courses.at-6.evidence.half_life_days", json!(3));
    }),
    Case("out-of-range", "policy.effects_after_weeks", "is -1", |t| {
        set(t, "policy.effects_after_weeks", json!(-1));
    }),
    Case("out-of-range", "courses.at-6.evidence.half_life_days", "half_life_days is 0", |t| {
        set(t, "policy.effects_after_weeks", json!(52));
        set(t, "courses.at-6.evidence.half_life_days", json!(0));
    }),
    // Evidence within a stream
    Case("mixed-analysis", "streams.alexander.courses", "cell (at-6) and marginal (at-24, class-10, pmp-12)", |t| {
        set(t, "courses.at-6.evidence.analysis", json!("cell"));
    }),
    Case("mixed-measures", "streams.alexander.courses", "npq (at-6)", |t| {
        add(t, "measures", json!({"id": "npq", "name": "Northwick Park", "important_change": 8, "source": "a"}));
        set(t, "courses.at-6.evidence.measure", json!("npq"));
    }),
    Case("mixed-follow-up", "streams.alexander.courses", "12 (pmp-12)", |t| {
        set(t, "courses.pmp-12.evidence.follow_up_weeks", json!(12));
    }),
    Case("mixed-basis", "streams.alexander.courses", "per attended (pmp-12)", |t| {
        set(t, "courses.pmp-12.evidence.basis", json!("per_attended"));
    }),
    Case("evidence-missing", "streams.alexander.courses", "pmp-12 of `alexander`", |t| {
        remove(t, "courses.pmp-12.evidence");
    }),
    Case("dose-curve-not-concave", "streams.alexander.courses", "from 7 to 24 (`at-24`)", |t| {
        set(t, "courses.at-24.evidence.change", json!(6));
        set(t, "courses.at-24.evidence.ci", json!([4, 7]));
    }),
    Case("case-not-concave", "streams.alexander.courses", "`at-24`", |t| {
        set(t, "policy.evidence_case", json!("low"));
        set(t, "courses.at-6.evidence.ci", json!([0.03, 2.77]));
    }),
    Case("same-dose", "streams.alexander.courses", "`at-6` and `at-6b` both have 6 lessons", |t| {
        let mut other = at(t, "courses.at-6").clone();
        other["id"] = json!("at-6b");
        other["evidence"]["change"] = json!(1.2);
        add(t, "courses", other);
        add(t, "streams.alexander.courses", json!({"course": "at-6b"}));
    }),
    // Streams
    Case("site-shares-sum", "streams.alexander.site_shares", "sum to 0.9", |t| {
        set(t, "streams.alexander.site_shares", json!({"kent": 0.9}));
    }),
    Case("today-mix-sum", "streams.alexander.today.mix", "sums to 0.95", |t| {
        set(t, "streams.alexander.today.mix.at-6", json!(0.7));
    }),
    Case("today-not-an-option", "streams.alexander.today.mix.assessment", "does not offer", |t| {
        set(t, "streams.alexander.today.mix", json!({"at-6": 0.5, "assessment": 0.5}));
    }),
    Case("least-above-most", "streams.alexander.courses.1.least_share", "at least 0.6 and at most 0.5", |t| {
        set(t, "streams.alexander.courses.1.least_share", json!(0.6));
    }),
    Case("least-above-most", "funding.contracts.at-block.least_per_year", "at least 1600", |t| {
        set(t, "funding.contracts.at-block.least_per_year", json!(1600));
    }),
    Case("fixed-and-range", "streams.alexander.courses.1.fixed_share", "`at-24`", |t| {
        set(t, "streams.alexander.courses.1.fixed_share", json!(0.3));
    }),
    Case("fixed-shares-sum", "streams.assessment.courses", "sum to 0.8", |t| {
        set(t, "streams.assessment.courses.0.fixed_share", json!(0.8));
    }),
    Case("least-shares-sum", "streams.alexander.courses", "sum to 1.1", |t| {
        set(t, "streams.alexander.courses.0.least_share", json!(1.0));
    }),
    Case("most-shares-sum", "streams.assessment.courses", "sum to 0.8", |t| {
        set(t, "streams.assessment.courses.0.most_share", json!(0.8));
    }),
    Case("recommended-not-an-option", "streams.alexander.recommended", "`assessment`", |t| {
        set(t, "streams.alexander.recommended", json!("assessment"));
    }),
    Case("option-above-cap", "streams.alexander.courses.1", "`at-24`", |t| {
        set(t, "funding.most_lessons_per_patient.0.most", json!(12));
    }),
    Case("no-option-left", "streams.assessment.courses", "assessment", |t| {
        add(t, "funding.most_lessons_per_patient", json!({"activity": "assess", "most": 0, "source": "a"}));
    }),
    Case("recommended-above-cap", "streams.alexander.recommended", "`at-24`", |t| {
        set(t, "funding.most_lessons_per_patient.0.most", json!(12));
    }),
    Case("today-above-cap", "streams.alexander.today.mix", "0.25", |t| {
        set(t, "funding.most_lessons_per_patient.0.most", json!(12));
    }),
    Case("season-weights", "streams.alexander.referrals.seasonal.by_month", "all weights are 0", |t| {
        set(t, "streams.alexander.referrals", json!({"seasonal": {"per_year": 60, "by_month": vec![0.0; 12]}}));
    }),
    Case("stream-empty", "streams.spare", "nobody is referred", |t| {
        let spare = json!({"id": "spare", "site_shares": {"kent": 1}, "courses": [{"course": "at-6"}], "source": "a"});
        add(t, "streams", spare);
    }),
    Case("nothing-keeps-it-going", "streams.assessment", "no floor", |t| {
        set(t, "streams.assessment.assessment", json!(false));
    }),
    Case("in-course-not-offered", "streams.alexander.in_course.0.course", "`assessment`", |t| {
        set(t, "streams.alexander.in_course.0.course", json!("assessment"));
        set(t, "streams.alexander.in_course.0.from_weeks_ago", json!(1));
    }),
    Case("in-course-finished", "streams.alexander.in_course.0.from_weeks_ago", "lasts 4 weeks", |t| {
        set(t, "streams.alexander.in_course.0.from_weeks_ago", json!(4));
    }),
    Case("in-course-groups-lost", "streams.alexander.in_course", "count as 0 groups", |t| {
        set(t, "streams.alexander.in_course.1.to_weeks_ago", json!(1));
    }),
    Case("in-course-groups-lost", "streams.alexander.in_course", "(6 to 10 each) count as 4 groups", |t| {
        set(t, "streams.alexander.in_course.1.patients", json!(20.4));
        set(t, "streams.alexander.in_course.1.to_weeks_ago", json!(1));
    }),
    Case("onward-to-itself", "streams.assessment.onward.0.to", "`assessment`", |t| {
        set(t, "streams.assessment.onward.0.to", json!("assessment"));
    }),
    Case("onward-cycle-without-lag", "streams.assessment.onward", "`assessment` and `alexander`", |t| {
        set(t, "streams.assessment.onward.0.lag_weeks", json!(0));
        set(t, "streams.alexander.onward", json!([{"to": "assessment", "per_attended": 0.1}]));
    }),
    Case("onward-cycle-grows", "streams.assessment.onward", "comes back", |t| {
        set(t, "streams.assessment.onward.0.per_attended", json!(1));
        set(t, "streams.alexander.onward", json!([{"to": "assessment", "per_attended": 1, "lag_weeks": 4}]));
    }),
    // Workforce
    Case("home-not-among-sites", "practitioners.at-1.sites", "belongs to `kent`", |t| {
        second_site(t);
        set(t, "practitioners.at-1.sites", json!(["dover"]));
    }),
    Case("contract-above-availability", "practitioners.at-1.sessions_per_week", "available on 7", |t| {
        set(t, "practitioners.at-1.available.thu", json!(["am"]));
    }),
    Case("wte-disagrees", "practitioners.at-1.wte", "0.9 WTE and 8 sessions", |t| {
        set(t, "practitioners.at-1.wte", json!(0.9));
    }),
    Case("above-48-hours", "practitioners.at-1.sessions_per_week", "52 hours", |t| {
        set(t, "calendar.half_days.am.minutes", json!(240));
        set(t, "calendar.half_days.pm.minutes", json!(540));
    }),
    Case("clinical-time-not-whole", "practitioners.at-1.sessions_per_week", "uses 6 and loses 0.4", |t| {
        set(t, "practitioners.at-1.non_clinical_share", json!(0.2));
    }),
    Case("floating-above-non-clinical", "practitioners.at-1.non_clinical_share", "take 0.066667", |t| {
        set(t, "practitioners.at-1.non_clinical_share", json!(0));
    }),
    Case("most-a-day-binds", "practitioners.at-1.most_sessions_a_day", "4 sessions a week of 6", |t| {
        set(t, "practitioners.at-1.most_sessions_a_day", json!(1));
    }),
    Case("registration-expires", "practitioners.at-1.registration.expires", "2026-03-31", |t| {
        set(t, "practitioners.at-1.registration.expires", json!("2026-03-31"));
    }),
    Case("contract-ends", "practitioners.at-1.contract.ends", "2026-03-31", |t| {
        set(t, "practitioners.at-1.contract.ends", json!("2026-03-31"));
    }),
    Case("contract-starts-later", "practitioners.at-1.contract.starts", "2026-02-09", |t| {
        set(t, "practitioners.at-1.contract.starts", json!("2026-02-09"));
    }),
    Case("not-employed", "practitioners.at-1", "until 2025-12-31", |t| {
        set(t, "practitioners.at-1.contract.ends", json!("2025-12-31"));
    }),
    Case("much-leave", "practitioners.at-1.leave", "working days of 2026", |t| {
        set(t, "practitioners.at-1.leave.0.to", json!("2026-06-30"));
    }),
    Case("away-throughout", "practitioners.at-1.leave", "every working day of the horizon", |t| {
        set(t, "practitioners.at-1.leave.0.from", json!("2025-01-01"));
        set(t, "practitioners.at-1.leave.0.to", json!("2027-12-31"));
    }),
    Case("nearly-asked-for", "rooms.kent-2.kind", "the kind `consultin`, but something for `consulting`", |t| {
        set(t, "rooms.kent-2.kind", json!("consultin"));
    }),
    Case("nearly-asked-for", "practitioners.nurse-2.role", "the role `nurs`", |t| {
        let mut nurse = at(t, "practitioners.nurse-1").clone();
        nurse["id"] = json!("nurse-2");
        nurse["role"] = json!("nurs");
        add(t, "practitioners", nurse);
    }),
    Case("clinic-not-theirs", "practitioners.nurse-1.clinics", "`nurse-1` (nurse)", |t| {
        set(t, "practitioners.nurse-1.clinics", json!(["nurse-clinic", "pmp-clinic", "at-clinic"]));
    }),
    Case("runs-no-clinic", "practitioners", "admin-1", |t| {
        let admin = json!({"id": "admin-1", "role": "admin", "wte": 0, "sessions_per_week": 0, "home_site": "kent",
            "available": {}, "source": "assumption"});
        add(t, "practitioners", admin);
    }),
    Case("clinical-time-unusable", "practitioners.at-1.available", "4 half-days", |t| {
        set(t, "sites.kent.open", json!({"mon": ["am", "pm"], "tue": ["am"], "wed": ["am"]}));
    }),
    // Meetings
    Case("meeting-too-long", "meetings.pain-day.minutes", "takes 230 minutes", |t| {
        set(t, "meetings.pain-day.minutes", json!(230));
    }),
    Case("meeting-site-closed", "meetings.mdt.when.weekly.half_days", "Wed am", |t| {
        set(t, "sites.kent.open.wed", json!(["pm"]));
    }),
    Case("meeting-site-closed", "meetings.pain-day.when.once", "2026-04-03 am and 2026-04-03 pm", |t| {
        set(t, "meetings.pain-day.site", json!("kent"));
        set(t, "meetings.pain-day.when.once.date", json!("2026-04-03"));
    }),
    Case("nobody-invited", "meetings.mdt.who", "nobody is invited", |t| {
        second_site(t);
        set(t, "meetings.mdt.who", json!({"home_site": "dover"}));
    }),
    Case("nobody-can-come", "meetings.service.when.monthly.half_day", "Fri pm", |t| {
        set(t, "meetings.service.when.monthly.half_day", json!("fri-pm"));
    }),
    Case("meetings-clash", "meetings.service.when", "service and planning take 240 minutes", |t| {
        everyone_meets(t, "planning", "thu-pm", 120);
    }),
    Case("floating-blocks-clinics", "meetings.supervision.blocks_clinics", "no fixed time", |t| {
        set(t, "meetings.supervision.blocks_clinics", json!(true));
    }),
    Case("not-every-month", "meetings.service.when.monthly.nth", "fifth Thursday", |t| {
        set(t, "meetings.service.when.monthly.nth", json!(5));
    }),
    Case("not-between-days", "meetings.supervision.from", "at no fixed time", |t| {
        set(t, "meetings.supervision.from", json!("2026-02-01"));
    }),
    Case("not-between-days", "meetings.day.to", "held once", |t| {
        let day = json!({"id": "day", "who": {"everyone": {}}, "when": {"once": {"date": "2026-03-11", "half_days": ["am"]}},
            "minutes": 60, "to": "2026-04-01", "source": "assumption"});
        add(t, "meetings", day);
    }),
    Case("span-backwards", "meetings.mdt.from", "until 2026-02-01, before 2026-03-01", |t| {
        set(t, "meetings.mdt.from", json!("2026-03-01"));
        set(t, "meetings.mdt.to", json!("2026-02-01"));
    }),
    Case("outside-horizon", "meetings.mdt.to", "`mdt` lies outside the horizon", |t| {
        set(t, "meetings.mdt.to", json!("2026-01-04"));
    }),
    Case("meeting-never-held", "meetings.service.from", "falls on no day from 2026-01-09 to 2026-01-30", |t| {
        set(t, "meetings.service.from", json!("2026-01-09"));
        set(t, "meetings.service.to", json!("2026-01-30"));
    }),
    // Desk work
    Case("dangling-id", "desk_work.letters.per.appointments.0", "no activity", |t| {
        set(t, "practitioners.nurse-1.desk_minutes_per_week", json!(60));
        letters(t, "nurse", json!({"appointments": ["asses"]}));
    }),
    Case("dangling-id", "desk_work.letters.per.referrals.0", "no stream", |t| {
        letters(t, "nurse", json!({"referrals": ["x"]}))
    }),
    Case("dangling-id", "desk_work.letters.per.starts.0", "no course", |t| {
        letters(t, "nurse", json!({"starts": ["x"]}))
    }),
    Case("empty-list", "desk_work.letters.per.finishes", "names nothing", |t| {
        letters(t, "nurse", json!({"finishes": []}))
    }),
    Case("out-of-range", "desk_work.letters.per.week", "-1", |t| letters(t, "nurse", json!({"week": -1}))),
    Case("role-nobody-has", "desk_work.letters.role", "`admin`", |t| letters(t, "admin", json!({"week": 5}))),
    Case("desk-time-above-contract", "practitioners.nurse-1.desk_minutes_per_week", "has 460 minutes", |t| {
        // two of eight sessions, half an hour a week of which goes to supervision
        set(t, "practitioners.nurse-1.desk_minutes_per_week", json!(460));
        letters(t, "nurse", json!({"week": 5}));
    }),
    Case("desk-work-without-time", "desk_work.letters.role", "none of them has", |t| {
        letters(t, "nurse", json!({"week": 5}))
    }),
    Case("desk-time-without-work", "practitioners", "nurse-1 have time for desk work; none is a nurse's", |t| {
        set(t, "practitioners.nurse-1.desk_minutes_per_week", json!(60));
    }),
    // Leave
    Case("role-nobody-has", "leave_rules.teachers.roles.0", "`teacher`", |t| {
        leave_rule(t, json!({"id": "teachers", "roles": ["teacher"], "most_away": 1}));
    }),
    Case("leave-rule-without-limit", "leave_rules.teachers", "limits nothing", |t| {
        leave_rule(t, json!({"id": "teachers", "roles": ["at-teacher"]}));
    }),
    Case("leave-rule-without-limit", "leave_rules.teachers", "no cost of a day", |t| {
        leave_rule(t, json!({"id": "teachers", "roles": ["at-teacher"], "gbp_per_year": 100}));
    }),
    Case("many-away", "leave_rules.all.most_away", "2 on 2026-02-18 to 2026-02-19 (at-1 and nurse-1)", |t| {
        set(t, "practitioners.nurse-1.leave", json!([{"from": "2026-02-18", "to": "2026-02-25"}]));
        leave_rule(t, json!({"id": "all", "roles": ["at-teacher", "nurse"], "most_away": 1}));
    }),
    Case("much-study-leave", "leave_rules.all.study_days_per_year", "nurse-1 4.5 days in 2026, of 4", |t| {
        // Friday is not theirs, and the Monday of Easter nobody's
        let spans = json!([{"from": "2026-04-06", "to": "2026-04-10"}, {"from": "2026-05-11", "to": "2026-05-11"},
            {"from": "2026-05-12", "half_days": ["am"]}]);
        set(t, "practitioners.nurse-1.study_leave", spans);
        leave_rule(t, json!({"id": "all", "roles": ["at-teacher", "nurse"], "study_days_per_year": 5}));
    }),
    Case(
        "training-budget-short",
        "leave_rules.all.gbp_per_year",
        "4 days of study leave within the horizon cost 480",
        |t| {
            let spans = json!([{"from": "2026-05-11", "to": "2026-05-15"}, {"from": "2026-11-09", "to": "2026-11-13"}]);
            set(t, "practitioners.nurse-1.study_leave", spans);
            leave_rule(t, json!({"id": "all", "roles": ["nurse"], "gbp_per_study_day": 120, "gbp_per_year": 900}));
        },
    ),
    // Funding
    Case("contract-without-limit", "funding.contracts.at-block", "limits nothing", |t| {
        remove(t, "funding.contracts.at-block.most_per_year");
        remove(t, "funding.contracts.at-block.least_per_year");
    }),
    Case("contract-floor-unreachable", "funding.contracts.at-block.least_per_year", "can give", |t| {
        set(t, "funding.contracts.at-block.counts", json!({"stream_starts": "alexander"}));
        set(t, "funding.contracts.at-block.least_per_year", json!(300));
    }),
    Case("nothing-to-pay", "funding.budgets.alexander", "has a cost", |t| {
        remove(t, "practitioners.at-1.cost_gbp_per_session");
        remove(t, "rooms.kent-hall.hire_gbp_per_session");
    }),
    // Policy
    Case("aims-empty", "policy.aims.ordered", "no aim", |t| set(t, "policy.aims", json!({"ordered": []}))),
    Case("aim-repeated", "policy.aims.ordered.1.aim", "promises stands twice", |t| {
        set(t, "policy.aims", json!({"ordered": [{"aim": "promises"}, {"aim": "promises"}]}));
    }),
    Case("aim-left-out", "policy.aims.ordered", "waiting, cost and tidy", |t| {
        set(t, "policy.aims", json!({"ordered": [{"aim": "promises"}, {"aim": "benefit", "tolerance": 0.01}]}));
    }),
    Case("benefit-worthless", "policy.prices.important_change_gbp", "worth 0", |t| {
        set(t, "policy.prices.important_change_gbp", json!(0));
    }),
    Case("late-price-low", "policy.prices.late_lesson_week_gbp", "a lesson of `at-6` earns 46.666667", |t| {
        set(t, "policy.prices.late_lesson_week_gbp", json!(40));
    }),
    Case("pattern-clamped", "policy.pattern_weeks", "52 weeks", |t| set(t, "policy.pattern_weeks", json!(52))),
    // Rotas
    Case("pin-unclear", "policy.pins.0", "one of keep, never and must", |t| {
        set(t, "policy.pins", json!([{"keep": {"practitioners": ["at-1"]}, "never": {"sites": ["kent"]}}]));
    }),
    Case("pin-unclear", "policy.pins.0.never", "never every session", |t| {
        set(t, "policy.pins", json!([{"never": {}}]));
    }),
    Case("pin-impossible", "policy.pins.0.must", "no session can be nurse-1 at-clinic", |t| {
        set(t, "policy.pins", json!([{"must": {"practitioners": ["nurse-1"], "clinics": ["at-clinic"]}}]));
    }),
    Case("preference-unclear", "practitioners.at-1.preferences.0", "one of avoid and prefer", |t| {
        set(t, "practitioners.at-1.preferences", json!([{}]));
    }),
    Case("preference-unclear", "practitioners.at-1.preferences.0.avoid", "names no half-day", |t| {
        set(t, "practitioners.at-1.preferences", json!([{"avoid": {"from": "2026-02-02"}}]));
    }),
    Case("preference-above-lessons", "practitioners.at-1.preferences", "priced at 500 pounds", |t| {
        set(t, "practitioners.at-1.preferences", json!([{"avoid": {"sites": ["kent"]}, "price_gbp": 500}]));
    }),
    Case("duplicate-id", "policy.rota.burdens.1", "the burden `away` is declared more than once", |t| {
        let away = json!({"id": "away", "on": {"away_from_home": {}}});
        set(t, "policy.rota", json!({"burdens": [away, away]}));
    }),
    // Across sections
    Case("course-not-deliverable", "courses.class-10", "no fitting room", |t| {
        second_site(t);
        set(t, "clinics.class-clinic.sites", json!(["dover"]));
    }),
    Case("course-not-deliverable", "courses.at-6", "too few who have a clinical session", |t| {
        set(t, "practitioners.at-1.contract.ends", json!("2025-12-31"));
    }),
    Case("course-not-deliverable", "courses.pmp-12", "in no half-day", |t| {
        set(t, "rooms.kent-hall.open", json!({"fri": ["am"]}));
    }),
    Case("not-deliverable-at-site", "streams.alexander.site_shares.dover", "it needs at-teacher", |t| {
        second_site(t);
        set(t, "streams.alexander.site_shares", json!({"kent": 0.5, "dover": 0.5}));
    }),
    Case("not-deliverable-at-site", "streams.alexander.site_shares.dover", "`class-10`: `class-clinic`", |t| {
        second_site(t);
        set(t, "practitioners.at-1.sites", json!(["kent", "dover"]));
        set(t, "streams.alexander.site_shares", json!({"kent": 0.5, "dover": 0.5}));
    }),
    Case("fte-total", "service.fte_total", "fte_total is 1.7, the practitioners sum to 1.6", |t| {
        set(t, "service.fte_total", json!(1.7));
    }),
    Case("referrals-total", "service.referrals_per_year", "is 182, the streams' sum to 180", |t| {
        set(t, "service.referrals_per_year", json!(182));
    }),
    Case("no-source", "practitioners", "no source is given for at-1 and nurse-1", |t| {
        remove(t, "practitioners.at-1.source");
        set(t, "practitioners.nurse-1.source", json!("  "));
    }),
    Case("no-source", "horizon.steady", "weeks worked", |t| remove(t, "horizon.steady.source")),
    Case("no-source", "funding", "at-block", |t| remove(t, "funding.contracts.at-block.source")),
    Case("no-source", "streams", "today's mix of alexander", |t| remove(t, "streams.alexander.today.source")),
    Case("no-source", "policy", "prices", |t| remove(t, "policy.source")),
];

#[test]
fn each_change_brings_its_code() {
    let mut wrong = Vec::new();
    for Case(code, place, says, change) in CASES {
        let mut tree = good();
        change(&mut tree);
        let found = validated(&tree);
        let fits =
            |f: &&equipoise::base::finding::Finding| f.code == *code && path(f) == *place && f.cause.contains(says);
        match found.findings.iter().find(fits) {
            None => wrong.push(format!("{code} at {place} saying {says:?}, but: {:#?}", found.findings)),
            Some(finding) => {
                let declared = CODES.iter().find(|c| c.name == *code).expect("a declared code");
                assert_eq!(finding.severity, declared.severity, "{code}");
                assert_eq!(
                    finding.severity == Severity::Error,
                    found.service.is_none() && declared.severity == Severity::Error
                );
                assert!(!finding.fix.is_empty() && !finding.cause.ends_with('.'), "{code}");
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let tested: BTreeSet<&str> = CASES.iter().map(|c| c.0).collect();
    let declared: BTreeSet<&str> = CODES.iter().map(|c| c.name).collect();
    assert_eq!(tested, declared);
    assert_eq!(declared.len(), CODES.len(), "a code is declared twice");
}

#[test]
fn codes_are_kebab_case_and_explained() {
    for code in CODES {
        assert!(code.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", code.name);
        assert!(!code.meaning.is_empty() && !code.fix.is_empty(), "{}", code.name);
        assert!(!code.meaning.ends_with('.') && !code.fix.ends_with('.'), "{}", code.name);
    }
}

#[test]
fn dangling_ids_come_with_what_was_meant() {
    let mut tree = good();
    set(&mut tree, "streams.alexander.courses.1.course", json!("at-25"));
    let found = validated(&tree).findings;
    let finding = found.iter().find(|f| f.code == "dangling-id").expect("a dangling id");
    assert_eq!(finding.did_you_mean.as_deref(), Some("at-24"));
    assert_eq!(finding.allowed, ["assessment", "at-6", "at-24", "class-10", "pmp-12"]);
}

#[test]
fn the_nearest_monday_is_named() {
    for (start, monday) in [("2026-01-07", "2026-01-05"), ("2026-01-08", "2026-01-05"), ("2026-01-09", "2026-01-12")] {
        let mut tree = good();
        set(&mut tree, "horizon.start", json!(start));
        let found = validated(&tree).findings;
        let finding = found.iter().find(|f| f.code == "start-not-monday").expect("not a Monday");
        assert_eq!(finding.did_you_mean.as_deref(), Some(monday), "{start}");
    }
}

#[test]
fn what_the_guard_rails_allow_is_left_alone() {
    let fine = |change: &dyn Fn(&mut Value)| {
        let mut tree = good();
        change(&mut tree);
        let found = validated(&tree).findings;
        let rails = [
            "not-for-back-pain",
            "another-treatment",
            "another-population",
            "mixed-comparators",
            "uncontrolled-effect",
            "figure-not-the-records",
            "fading-without-date",
        ];
        let said: Vec<&str> = found.iter().map(|f| f.code.as_str()).filter(|code| rails.contains(code)).collect();
        assert_eq!(said, [""; 0], "{found:#?}");
    };
    // neck pain is no back pain
    fine(&|t| {
        add(t, "measures", json!({"id": "npq", "name": "Northwick Park", "important_change": 8, "source": "a"}));
        set(t, "courses.at-6.treatment", json!("acupuncture"));
        refer(t, "at-6", "atlas-acupuncture", &[]);
    });
    // another figure, from another source
    fine(&|t| {
        let written = [("change", json!(1)), ("comparator", json!("usual care")), ("source", json!("our audit"))];
        refer(t, "at-6", "ateam-lessons-6", &written);
    });
    // a course that nobody offers adds nothing
    fine(&|t| {
        let mut spare = at(t, "courses.at-6").clone();
        spare["id"] = json!("spare");
        spare["evidence"]["comparator"] = json!("waiting list");
        spare["evidence"]["uncontrolled"] = json!(true);
        add(t, "courses", spare);
    });
    // blanks make no other comparator
    fine(&|t| set(t, "courses.at-6.evidence.comparator", json!(" usual care ")));
    // tens without evidence keeps its throughput
    fine(&|t| set(t, "courses.assessment.treatment", json!("tens")));
}

#[test]
fn groups_that_are_not_full_are_not_lost() {
    let mut tree = good();
    // three groups of seven: two and a bit if each were full
    set(&mut tree, "streams.alexander.in_course.1.patients", json!(21));
    set(&mut tree, "streams.alexander.in_course.1.to_weeks_ago", json!(2));
    assert_eq!(validated(&tree).findings, []);
}

#[test]
fn all_faults_are_told_at_once() {
    let mut tree = good();
    set(&mut tree, "practitioners.at-1.home_site", json!("kant"));
    set(&mut tree, "courses.at-6.lessons.0.total", json!(7));
    set(&mut tree, "streams.alexander.site_shares.kent", json!(0.9));
    set(&mut tree, "service.fte_total", json!(32.3));
    let errors: BTreeSet<String> =
        validated(&tree).findings.into_iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect();
    let expected = ["cadence-sum", "dangling-id", "fte-total", "site-shares-sum"];
    assert_eq!(errors, expected.iter().map(ToString::to_string).collect(), "these four and no cascade");
}

#[test]
fn a_misspelt_name_brings_no_cascade() {
    for place in [
        "rooms.kent-1.site",
        "rooms.kent-hall.site",
        "practitioners.at-1.home_site",
        "meetings.mdt.site",
        "clinics.at-clinic.activities.0",
        "courses.at-6.lessons.0.activity",
        "streams.assessment.onward.0.to",
        "streams.alexander.courses.0.course",
    ] {
        let mut tree = good();
        // today's mix names the options once more
        remove(&mut tree, "streams.alexander.today");
        set(&mut tree, place, json!("kant"));
        let errors: Vec<String> =
            validated(&tree).findings.into_iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect();
        assert_eq!(errors, ["dangling-id"], "{place}");
    }
}

#[test]
fn no_more_is_said_than_anybody_can_read() {
    let mut tree = good();
    let nurse = at(&mut tree, "practitioners.nurse-1").clone();
    for i in 0..2500 {
        let mut lost = nurse.clone();
        lost["id"] = json!(format!("lost-{i}"));
        lost["home_site"] = json!("nowhere");
        lost["wte"] = json!(1.4);
        add(&mut tree, "practitioners", lost);
    }
    let found = validated(&tree);
    let count = |code: &str| found.findings.iter().filter(|f| f.code == code).count();
    assert_eq!((count("dangling-id"), count("wte-disagrees"), count("too-many-findings")), (1000, 1000, 1));
    assert!(found.findings.len() < 2100 && found.service.is_none(), "{}", found.findings.len());
}
