//! Whatever the records hold, validation ends with findings or a service, and the service answers.

use crate::base::{Paths, good, validated};
use equipoise::base::finding::Severity;
use equipoise::scenario::records::ScenarioRecord;
use equipoise::service::{Service, validate};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A change to some leaf or list of a tree.
#[derive(Debug, Clone)]
enum Change {
    Put(Value),
    Double,
    Remove,
    /// The value of another leaf, so that ids and names are exchanged.
    Copy(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let odd = prop_oneof![
        Just(json!(0)),
        Just(json!(1)),
        Just(json!(-1)),
        Just(json!(0.3)),
        Just(json!(u32::MAX)),
        Just(json!(260)),
        Just(json!(1e300)),
        Just(json!(-1e300)),
        Just(json!(1e-300)),
        Just(json!("")),
        Just(json!("a.b")),
        Just(json!("tue-am")),
        Just(json!("0000-01-01")),
        Just(json!("9999-12-31")),
        Just(json!("-262143-01-01")),
        Just(json!("+262142-12-31")),
        Just(json!("23:59")),
        Just(json!("99:99")),
        Just(json!([])),
        Just(json!({})),
        Just(Value::Null),
        Just(json!(true)),
    ];
    prop_oneof![
        3 => odd.prop_map(Change::Put),
        1 => Just(Change::Double),
        2 => Just(Change::Remove),
        2 => any::<prop::sample::Index>().prop_map(|i| Change::Copy(i.index(1 << 20))),
    ]
}

/// JSON pointers of all values below the root.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    let mut enter = |key: &str, inner: &Value| {
        let path = format!("{here}/{key}");
        all.push(path.clone());
        pointers(inner, &path, all);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| enter(k, v)),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, v)| enter(&i.to_string(), v)),
        _ => {}
    }
}

fn apply(tree: &mut Value, pick: usize, change: &Change) {
    let mut all = Vec::new();
    pointers(tree, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = all[pick % all.len()].clone();
    match change {
        Change::Put(value) => *tree.pointer_mut(&pointer).unwrap() = value.clone(),
        Change::Copy(from) => {
            let value = tree.pointer(&all[from % all.len()]).unwrap().clone();
            *tree.pointer_mut(&pointer).unwrap() = value;
        }
        Change::Double => {
            if let Value::Array(list) = tree.pointer_mut(&pointer).unwrap()
                && let Some(first) = list.first().cloned()
            {
                list.push(first);
            }
        }
        Change::Remove => {
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            match tree.pointer_mut(parent).unwrap() {
                Value::Object(map) => {
                    map.shift_remove(key);
                }
                Value::Array(list) => {
                    list.remove(key.parse().unwrap());
                }
                _ => {}
            }
        }
    }
}

/// Asks a service everything that the model and the checker ask; ids that dangle would panic.
fn ask(service: &Service) {
    let start = service.timetable.start;
    for week in service.weeks() {
        assert!(service.block_of(week) < service.blocks());
        for half_day in service.half_days() {
            let date = week.date(start, half_day.day);
            assert!(service.timetable.period(&half_day.period).minutes.0 > 0.0);
            for practitioner in &service.practitioners {
                let _ = service.is_present(practitioner, date, &half_day);
            }
            for room in &service.rooms {
                let _ = service.room_is_open(room, date, &half_day);
            }
        }
    }
    for clinic in &service.clinics {
        assert!(!clinic.sites.is_empty());
        for room in &service.rooms {
            let _ = service.room_fits(room, clinic);
        }
        for practitioner in &service.practitioners {
            let _ = service.position_of(practitioner, clinic);
        }
    }
    for stream in &service.streams {
        assert_eq!(stream.referrals.len(), service.timetable.weeks as usize);
        let shares: f64 = stream.site_shares.values().map(|s| s.get()).sum();
        assert!((shares - 1.0).abs() < 1e-5);
        assert!(!stream.options.is_empty());
        for option in &stream.options {
            let course = &service.courses[&option.course];
            assert!(course.lessons.iter().all(|l| *l.by_week.last().unwrap() > 0));
            if let Some(evidence) = &course.evidence {
                let measure = &service.measures[&evidence.measure];
                assert!(evidence.benefit(course, measure, service.policy.evidence_case).0.is_finite());
                assert!(course.lessons_per_patient() > 0.0);
            }
        }
        for onward in &stream.onward {
            let _ = &service.streams[&onward.to];
        }
        for in_course in &stream.in_course {
            let _ = &service.courses[&in_course.course];
            assert!(in_course.weeks_ago >= 1);
        }
        if let Some(today) = &stream.today {
            let mix: f64 = today.mix.values().map(|s| s.get()).sum();
            assert!((mix - 1.0).abs() < 1e-5);
            assert!(today.mix.keys().all(|c| stream.options.iter().any(|o| o.course == *c)));
        }
    }
    for meeting in &service.meetings {
        if let Some(site) = &meeting.site {
            let _ = &service.sites[site];
        }
        assert!(meeting.attendees.iter().all(|p| service.practitioners.get(p).is_some()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_scenario_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..6),
    ) {
        let mut tree = good();
        for (pick, change) in &changes {
            let before = tree.clone();
            apply(&mut tree, pick.index(1 << 20), change);
            // the shape checker refuses what is no record: such a change is taken back
            if serde_json::from_value::<ScenarioRecord>(tree.clone()).is_err() {
                tree = before;
            }
        }
        let record: ScenarioRecord = serde_json::from_value(tree).unwrap();
        let validated = validate(&record, &Paths);
        let errors = validated.findings.iter().any(|f| f.severity == Severity::Error);
        prop_assert_eq!(validated.service.is_none(), errors);
        if let Some(service) = &validated.service {
            ask(service);
        }
    }
}

#[test]
fn the_good_scenario_answers_everything() {
    let validated = validated(&good());
    assert_eq!(validated.findings, vec![], "the good scenario has no findings at all");
    ask(&validated.service.expect("a service"));
}
