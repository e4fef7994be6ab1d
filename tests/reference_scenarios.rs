//! The reference scenarios: they read as records, their totals agree, and every figure says where it comes from.

use equipoise::base::finding::{Finding, Severity};
use equipoise::scenario::records::*;
use equipoise::scenario::{Selection, load};
use equipoise::service::validate;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const NAMES: [&str; 4] = ["minimal", "alexander", "kent", "reading-swansea"];

/// The scenario's file as a tree, merge keys merged.
fn tree(name: &str) -> Value {
    let path = format!("{}/scenarios/{name}/scenario.yaml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the scenario's file is there");
    let mut yaml: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
    yaml.apply_merge().expect("its merge keys merge");
    serde_json::to_value(yaml).expect("it has no keys but texts")
}

fn record(name: &str) -> ScenarioRecord {
    let path = format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"));
    load(path.as_ref(), &Selection::default()).unwrap_or_else(|found| panic!("{name}: {found:#?}")).record
}

fn practitioners_with(scenario: &ScenarioRecord, role: &str) -> Vec<PractitionerRecord> {
    scenario.practitioners.iter().filter(|p| p.role == role).cloned().collect()
}

/// Clinical half-days a week: the whole ones that the contract leaves.
fn clinical_sessions(p: &PractitionerRecord) -> f64 {
    (p.sessions_per_week * (1.0 - p.non_clinical_share) + 1e-9).floor()
}

/// Lessons a year of the Alexander teachers: sessions x worked weeks x whole lessons in a half-day.
fn alexander_slots(scenario: &ScenarioRecord) -> f64 {
    let lesson = scenario.activities.iter().find(|a| a.id == "at-lesson").expect("there are Alexander lessons");
    let slots = (scenario.calendar.half_days[0].minutes / (lesson.contact_minutes + lesson.notes_minutes)).floor();
    let sessions: f64 = practitioners_with(scenario, "at-teacher").iter().map(clinical_sessions).sum();
    sessions * slots * scenario.horizon.steady.as_ref().expect("worked weeks are given").worked_weeks
}

fn close(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{what}: {a} is not {b}");
}

fn referrals_per_year(stream: &StreamRecord) -> f64 {
    match &stream.referrals {
        None => 0.0,
        Some(ReferralsRecord::PerYear(n)) => *n,
        other => panic!("{}: a yearly figure is expected, not {other:?}", stream.id),
    }
}

#[test]
fn nothing_in_them_is_worth_a_warning() {
    for name in NAMES {
        let path = format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"));
        let loaded = load(path.as_ref(), &Selection::default()).unwrap_or_else(|found| panic!("{name}: {found:#?}"));
        let found = validate(&loaded.record, &loaded.positions).findings;
        let grave: Vec<&Finding> = found.iter().filter(|f| f.severity > Severity::Note).collect();
        assert!(grave.is_empty(), "{name}: {grave:#?}");
    }
}

#[test]
fn totals_agree_with_the_service() {
    for name in NAMES {
        let scenario = record(name);
        let fte: f64 = scenario.practitioners.iter().map(|p| p.wte).sum();
        close(fte, scenario.service.fte_total.expect("a total is given"), name);
        let referred: f64 = scenario.streams.iter().map(referrals_per_year).sum();
        close(referred, scenario.service.referrals_per_year.expect("a total is given"), name);
    }
    assert_eq!(record("kent").service.fte_total, Some(32.3));
}

#[test]
fn kent_has_the_staff_by_role_that_its_comments_say() {
    let scenario = record("kent");
    for (role, wte, sessions) in [
        ("nurse", 6.4, 44.0),
        ("doctor", 1.4, 10.0),
        ("psychologist", 4.6, 32.0),
        ("physiotherapist", 6.6, 40.0),
        ("at-teacher", 0.8, 6.0),
        ("acupuncturist", 0.8, 6.0),
        ("tai-chi-instructor", 0.6, 5.0),
        ("admin", 10.1, 0.0),
        ("manager", 1.0, 0.0),
    ] {
        let people = practitioners_with(&scenario, role);
        close(people.iter().map(|p| p.wte).sum(), wte, role);
        close(people.iter().map(clinical_sessions).sum(), sessions, role);
    }
    for p in &scenario.practitioners {
        close(p.sessions_per_week, 10.0 * p.wte, &p.id);
        let available: usize = p.available.values().map(Vec::len).sum();
        assert!(available as f64 >= clinical_sessions(p), "{} has fewer half-days than clinical sessions", p.id);
    }
}

#[test]
fn kent_has_128_consulting_half_days() {
    let scenario = record("kent");
    let half_days: usize = scenario
        .rooms
        .iter()
        .filter(|room| room.kind == "consulting")
        .map(|room| {
            let site = scenario.sites.iter().find(|s| s.id == room.site).expect("the room's site is there");
            room.open.as_ref().unwrap_or(&site.open).values().map(Vec::len).sum::<usize>()
        })
        .sum();
    assert_eq!(half_days, 128);
}

#[test]
fn alexander_teachers_have_1248_slots() {
    for name in ["alexander", "kent"] {
        close(alexander_slots(&record(name)), 1248.0, name);
    }
    // The dated plan of `alexander` has as many: absence stands for the weeks that are not worked.
    let scenario = record("alexander");
    for p in &scenario.practitioners {
        close((1.0 - p.absence_rate) * f64::from(scenario.horizon.weeks), 41.6, &p.id);
    }
}

/// The best whole-patient mix of two courses, by trying every one: (first, second, points).
fn best_mix(scenario: &ScenarioRecord) -> (u32, u32, f64) {
    let slots = alexander_slots(scenario);
    let waiting: f64 = scenario.streams[0].waiting_list.iter().map(|w| w.patients).sum();
    let patients = (waiting + referrals_per_year(&scenario.streams[0])) as u32;
    let course = |k: usize| {
        let course = &scenario.courses[k];
        let evidence = course.evidence.as_ref().expect("there is evidence");
        (f64::from(course.lessons[0].total), evidence.change)
    };
    let ((short, less), (long, more)) = (course(0), course(1));
    let mut best = (0, 0, 0.0);
    for x in 0..=patients {
        for y in 0..=(patients - x) {
            let points = f64::from(x) * less + f64::from(y) * more;
            if f64::from(x) * short + f64::from(y) * long <= slots + 1e-9 && points > best.2 {
                best = (x, y, points);
            }
        }
    }
    best
}

#[test]
fn the_published_optimum_follows_from_the_file() {
    let mut scenario = record("alexander");
    let (six, twenty_four, points) = best_mix(&scenario);
    assert_eq!((six, twenty_four), (140, 17));
    close(points, 253.8, "points");
    scenario.practitioners.pop();
    assert!(best_mix(&scenario).2 < points, "half the teachers give fewer points");
}

#[test]
fn interpolated_doses_lie_on_the_line_between_the_trial_points() {
    let on_line = |lessons: f64, low: f64, high: f64| low + (high - low) * (lessons - 6.0) / 18.0;
    let kent = record("kent");
    let at_12 = kent.courses.iter().find(|c| c.id == "at-12").and_then(|c| c.evidence.clone()).expect("at-12");
    assert!(at_12.interpolated);
    let rounding = 5.1e-5;
    assert!((at_12.change - on_line(12.0, 1.40, 3.4)).abs() < rounding);
    let ci = at_12.ci.expect("an interval");
    assert!((ci[0] - on_line(12.0, 0.03, 2.03)).abs() < rounding);
    assert!((ci[1] - on_line(12.0, 2.77, 4.76)).abs() < rounding);
}

#[test]
fn kent_divides_its_totals_as_it_says() {
    let scenario = record("kent");
    let stream = |id: &str| scenario.streams.iter().find(|s| s.id == id).unwrap_or_else(|| panic!("no stream {id}"));
    let waiting = |id: &str| stream(id).waiting_list.iter().map(|w| w.patients).sum::<f64>();
    // 1,800 less 8 %, a quarter of them jointly; so are the lists.
    close(referrals_per_year(stream("assessment")), 1800.0 * 0.92 * 0.75, "assessment");
    close(referrals_per_year(stream("assessment-joint")), 1800.0 * 0.92 * 0.25, "assessment-joint");
    close(waiting("assessment") + waiting("assessment-joint"), 508.0, "list");
    // Onward shares are the yearly numbers over the 1,490 who attend, and the same after both kinds of assessment.
    assert_eq!(stream("assessment").onward, stream("assessment-joint").onward);
    for (to, patients) in [
        ("medication", 417.0),
        ("physiotherapy", 417.0),
        ("pmp", 224.0),
        ("psychology", 149.0),
        ("acupuncture", 164.0),
        ("tens", 149.0),
        ("tai-chi", 179.0),
        ("alexander", 100.0),
    ] {
        let onward = stream("assessment").onward.iter().find(|o| o.to == to).unwrap_or_else(|| panic!("no {to}"));
        let attended = 1800.0 * 0.92 * 0.9;
        assert!((onward.per_attended * attended - patients).abs() < 0.5, "{to}");
        let starts = stream(to).today.as_ref().and_then(|t| t.starts_per_week).expect("today's starts");
        if to != "alexander" {
            assert!((starts * 365.0 / 7.0 - patients).abs() < 0.5, "{to}: today's {starts} a week");
        }
    }
    // Two reviews for each of 1,192 treated patients, to within one in a hundred.
    let reviews: f64 = scenario
        .streams
        .iter()
        .filter(|s| !s.assessment)
        .map(|s| {
            let course = scenario.courses.iter().find(|c| c.id == s.courses[0].course).expect("the course is there");
            let each = course.reviews.as_ref().and_then(|reviews| reviews.times).unwrap_or(0)
                + course.lessons.iter().filter(|l| l.activity == "review").map(|l| l.total).sum::<u32>();
            let share = stream("assessment").onward.iter().find(|o| o.to == s.id).expect("fed").per_attended;
            f64::from(each) * share * 1490.0
        })
        .sum();
    assert!((reviews / 2385.0 - 1.0).abs() < 0.01, "{reviews} reviews a year");
}

/// Lessons of a cadence in all.
fn cadence_total(cadence: &CadenceRecord) -> u32 {
    match cadence {
        CadenceRecord::ByWeek(weeks) => weeks.iter().sum(),
        CadenceRecord::Spells(spells) => {
            spells.iter().map(|s| ((s.to_week.unwrap_or(s.from_week) - s.from_week) / s.every + 1) * s.lessons).sum()
        }
    }
}

#[test]
fn cadences_shares_and_mixes_sum_up() {
    for name in NAMES {
        let scenario = record(name);
        let added = scenario.variants.iter().flat_map(|v| &v.patches).filter_map(|patch| match patch {
            PatchRecord::Add { path, value } if path == "courses" => {
                let mut value = value.clone();
                // it may refer to a record, which only the loader fills in
                value.as_object_mut().expect("a map").remove("evidence");
                Some(serde_json::from_value::<CourseRecord>(value).expect("a course"))
            }
            _ => None,
        });
        for course in scenario.courses.iter().cloned().chain(added) {
            for lessons in &course.lessons {
                assert_eq!(cadence_total(&lessons.cadence), lessons.total, "{name}: {}", course.id);
            }
        }
        for stream in &scenario.streams {
            close(stream.site_shares.values().sum(), 1.0, &stream.id);
            let today = stream.today.as_ref().expect("today is given");
            close(today.mix.values().sum(), 1.0, &stream.id);
            let offered: BTreeSet<&String> = stream.courses.iter().map(|o| &o.course).collect();
            assert!(today.mix.keys().all(|c| offered.contains(c)), "{name}: {}", stream.id);
        }
    }
}

/// Places of records that could say where their figures come from, and do not.
fn unsourced(schema: &Value, root: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).expect("the reference resolves"),
        None => schema,
    };
    for key in ["anyOf", "oneOf", "allOf"] {
        for branch in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            unsourced(branch, root, value, path, found);
        }
    }
    match value {
        Value::Array(items) => {
            if let Some(item_schema) = schema.get("items") {
                for (i, item) in items.iter().enumerate() {
                    let id = item.get("id").and_then(Value::as_str).map_or_else(|| i.to_string(), str::to_owned);
                    unsourced(item_schema, root, item, &format!("{path}.{id}"), found);
                }
            }
        }
        Value::Object(object) => {
            let none = Map::new();
            let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
            let says = object.get("source").and_then(Value::as_str).is_some_and(|s| s.trim().len() >= 5)
                || object.contains_key("record"); // of the library, where each has a source
            // A branch of an enum describes the object only if it has its keys.
            let fits = object.keys().all(|k| properties.contains_key(k));
            if fits && properties.contains_key("source") && !says {
                found.push(path.to_owned());
            }
            for (key, inner) in object {
                if let Some(inner_schema) = properties.get(key).or_else(|| schema.get("additionalProperties")) {
                    unsourced(inner_schema, root, inner, &format!("{path}.{key}"), found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_record_says_where_its_figures_come_from() {
    let schema = serde_json::to_value(schemars::schema_for!(ScenarioRecord)).expect("a schema");
    for name in NAMES {
        let mut scenario = tree(name);
        let mut found = Vec::new();
        unsourced(&schema, &schema, &scenario, name, &mut found);
        // Funding that is left out altogether is no record; nor is a list that is empty.
        assert_eq!(found, Vec::<String>::new());
        // The walk sees a record as deep as any: without its source it is found.
        scenario["streams"][0]["today"].as_object_mut().expect("today").remove("source");
        scenario["courses"][0]["source"] = Value::String(String::new());
        unsourced(&schema, &schema, &scenario, name, &mut found);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}

/// No drive leads from Reading to Swansea, nobody's sites are both, and who works in both (two entries, one person) does so
/// on different days.
#[test]
fn nobody_of_reading_works_in_swansea() {
    let scenario = record("reading-swansea");
    assert!(scenario.travel_minutes.is_none());
    assert!(scenario.practitioners.iter().all(|p| p.sites.is_none()));
    let variant = scenario.variants.iter().find(|v| v.id == "two-days-to-swansea").expect("the variant");
    let patched = |path: &str| variant.patches.iter().find(|p| p.path() == path).expect("a patch");
    let days = |patch: &PatchRecord, key: Option<&str>| -> BTreeSet<String> {
        let (PatchRecord::Set { value, .. } | PatchRecord::Add { value, .. }) = patch else { panic!("no value") };
        let grid = key.map_or(value, |key| &value[key]);
        grid.as_object().expect("a grid").keys().cloned().collect()
    };
    let reading = days(patched("practitioners.physio-4.available"), None);
    let swansea = days(patched("practitioners"), Some("available"));
    assert!(reading.is_disjoint(&swansea) && swansea.len() == 2, "{reading:?} and {swansea:?}");
}

#[test]
fn no_internal_marks_and_no_names_stand_in_the_files() {
    for name in NAMES {
        let path = format!("{}/scenarios/{name}/scenario.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the scenario's file is there");
        for mark in ["[S]", "[V]", "[D]", "[M]", "[A]"] {
            assert!(!text.contains(mark), "{name} has {mark}");
        }
        for p in record(name).practitioners {
            let numbered = p.id.rsplit_once('-').is_some_and(|(_, n)| n.chars().all(|c| c.is_ascii_digit()));
            assert!(numbered, "{name}: {} is not a role and a number", p.id);
        }
    }
}
