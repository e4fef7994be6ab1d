//! Activities, courses, measures and rules of care: those of the Kent scenario with its sources, and a few more.

use super::care::{Care, Kind};
use super::people::{EXERCISE, RESIDENTIAL, SPECIALIST, WORKSHOP};
use super::placing::Area;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The scenario that is borrowed from.
const KENT: &str = include_str!("../../../scenarios/kent/scenario.yaml");

/// What of the Kent scenario serves every service.
pub(super) struct Catalogue(Value);

impl Catalogue {
    /// The Kent scenario, read.
    ///
    /// # Errors
    /// If its text is not YAML, which the reference scenarios' tests rule out.
    pub(super) fn read() -> Result<Self, serde_yaml::Error> {
        Ok(Self(serde_yaml::from_str(KENT)?))
    }

    /// A section as it stands there.
    pub(super) fn section(&self, key: &str) -> Value {
        self.0[key].clone()
    }

    /// Everything that is added to a list there, by its variants too.
    fn listed(&self, list: &str) -> Vec<Value> {
        let entries = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let patches = entries(&self.0["variants"]).into_iter().flat_map(|variant| entries(&variant["patches"]));
        let added = patches.filter(|patch| patch["add"]["path"] == list).map(|patch| patch["add"]["value"].clone());
        entries(&self.0[list]).into_iter().chain(added).collect()
    }

    /// The activities of some kinds of session, in the kinds of room that there are.
    pub(super) fn activities(
        &self,
        kinds: &BTreeSet<Kind>,
        care: &BTreeSet<Care>,
        rooms: &BTreeSet<&str>,
    ) -> Vec<Value> {
        let known: Vec<Value> = self.listed("activities").into_iter().chain(more_activities()).collect();
        let wanted = kinds.iter().flat_map(|kind| kind.activities(care.contains(&Care::Tens)));
        let mut found: Vec<Value> =
            wanted.filter_map(|&id| known.iter().find(|activity| activity["id"] == id).cloned()).collect();
        for activity in &mut found {
            if let Some(named) = activity["room_kinds"].as_array_mut() {
                named.retain(|room| room.as_str().is_some_and(|room| rooms.contains(room)));
            }
        }
        found
    }

    /// The courses of some streams.
    pub(super) fn courses(&self, care: &BTreeSet<Care>) -> Vec<Value> {
        let known: Vec<Value> = self.listed("courses").into_iter().chain(more_courses()).collect();
        let mut wanted: Vec<&str> = care.iter().flat_map(|care| care.courses().0.iter().copied()).collect();
        wanted.dedup();
        wanted.into_iter().filter_map(|id| known.iter().find(|course| course["id"] == id).cloned()).collect()
    }

    /// A list of rules about activities, of those that there are.
    pub(super) fn rules(&self, list: &Value, activities: &[Value]) -> Vec<Value> {
        let known = |id: &Value| activities.iter().any(|activity| activity["id"] == *id);
        let mut rules = list.as_array().cloned().unwrap_or_default();
        for rule in &mut rules {
            for key in ["activities", "only_after"] {
                if let Some(named) = rule.get_mut(key).and_then(Value::as_array_mut) {
                    named.retain(known);
                }
            }
        }
        let speaks = |rule: &Value| match (rule.get("activities"), rule.get("activity")) {
            (Some(named), _) => named.as_array().is_some_and(|named| !named.is_empty()),
            (None, Some(one)) => known(one),
            (None, None) => false,
        };
        rules.retain(speaks);
        rules
    }
}

/// What there is in some areas.
pub(super) fn care_of(areas: &[Area]) -> BTreeSet<Care> {
    areas.iter().flat_map(Area::care).collect()
}

const ASSUMED: &str = "assumption of the generator";

fn activity(id: &str, name: &str, minutes: (u32, u32), staff: Value, room: &str, missed: (f64, &str)) -> Value {
    json!({
        "id": id,
        "name": name,
        "contact_minutes": minutes.0,
        "notes_minutes": minutes.1,
        "staff": staff,
        "room_kinds": [room],
        "dna_rate": missed.0,
        "missed": missed.1,
        "source": ASSUMED,
    })
}

fn class(mut activity: Value, min: u32, max: u32) -> Value {
    if let Some(map) = activity.as_object_mut() {
        map.insert("mode".to_owned(), json!({"group": {"min": min, "max": max}}));
    }
    activity
}

fn more_activities() -> Vec<Value> {
    let one = |role: &str, skill: &str| json!({"roles": [role], "skills": [skill]});
    vec![
        activity(
            "specialist-opinion",
            "Specialist's opinion",
            (90, 20),
            json!([one("doctor", SPECIALIST)]),
            "consulting",
            (0.147, "rebooked"),
        ),
        class(
            activity(
                "exercise-class",
                "Exercise class",
                (60, 15),
                json!([one("physiotherapist", EXERCISE)]),
                "gym",
                (0.07, "lost"),
            ),
            3,
            8,
        ),
        class(
            activity(
                "workshop",
                "Self-management workshop",
                (120, 15),
                json!([one("nurse", WORKSHOP)]),
                "group",
                (0.07, "lost"),
            ),
            4,
            12,
        ),
        class(
            activity(
                "residential-day",
                "Residential programme, half-day",
                (180, 45),
                json!([one("physiotherapist", RESIDENTIAL), one("psychologist", RESIDENTIAL)]),
                "group",
                (0.07, "lost"),
            ),
            6,
            10,
        ),
    ]
}

fn course(
    id: &str,
    name: &str,
    activity: &str,
    total: u32,
    cadence: Value,
    reviews: Option<u32>,
) -> Map<String, Value> {
    let mut course = Map::new();
    course.insert("id".to_owned(), json!(id));
    course.insert("name".to_owned(), json!(name));
    course.insert("lessons".to_owned(), json!([{"activity": activity, "total": total, "cadence": cadence}]));
    if let Some(times) = reviews {
        course.insert("reviews".to_owned(), json!({"activity": "review", "every_weeks": 12, "times": times}));
    }
    course.insert("drop_out".to_owned(), json!(0.14));
    course.insert("source".to_owned(), json!(ASSUMED));
    course
}

fn more_courses() -> Vec<Value> {
    let mut residential = course(
        "residential",
        "Residential pain programme",
        "residential-day",
        12,
        json!({"by_week": [4, 4, 4]}),
        Some(1),
    );
    residential.insert("closed_group".to_owned(), json!({"min": 6, "max": 10}));
    residential.insert(
        "evidence".to_owned(),
        json!({
            "record": "best-group-cbt",
            "caveat": "A trial of six group sessions in primary care; the programme here is made up, and far more intensive.",
        }),
    );
    let weekly = |weeks: u32| json!({"spells": [{"from_week": 0, "to_week": weeks - 1, "lessons": 1}]});
    [
        course(
            "specialist",
            "Specialist's opinion",
            "specialist-opinion",
            2,
            json!({"by_week": [1, 0, 0, 0, 0, 0, 1]}),
            None,
        ),
        course("exercise", "Exercise classes", "exercise-class", 8, weekly(8), Some(1)),
        course("workshops", "Self-management workshops", "workshop", 4, weekly(4), None),
        residential,
    ]
    .into_iter()
    .map(Value::Object)
    .collect()
}
