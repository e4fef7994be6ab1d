//! The good scenario, changes to it by path, and its validation.

use equipoise::base::finding::{Finding, Place, Places};
use equipoise::scenario::records::ScenarioRecord;
use equipoise::service::{Service, Validated, validate};
use serde_json::Value;

/// A scenario as a tree.
pub fn good() -> Value {
    let text = include_str!("good.yaml");
    let tree: serde_yaml::Value = serde_yaml::from_str(text).expect("the good scenario is YAML");
    serde_json::to_value(tree).expect("YAML without tags is JSON")
}

/// Places that know nothing but the path.
pub struct Paths;

impl Places for Paths {
    fn place(&self, path: &str) -> Place {
        Place::File { file: "test.yaml".to_owned(), line: 1, column: 1, path: path.to_owned() }
    }
}

/// The validation of a tree.
pub fn validated(tree: &Value) -> Validated {
    let record: ScenarioRecord = serde_json::from_value(tree.clone()).expect("the tree has the right shape");
    validate(&record, &Paths)
}

/// The service of a tree that has no errors.
pub fn service(tree: &Value) -> Service {
    let validated = validated(tree);
    validated.service.unwrap_or_else(|| panic!("errors: {:#?}", validated.findings))
}

/// The path of a finding.
pub fn path(finding: &Finding) -> &str {
    match &finding.place {
        Some(Place::File { path, .. }) => path,
        other => panic!("a place without a path: {other:?}"),
    }
}

/// The value at a path: list entries by id or position.
pub fn at<'v>(tree: &'v mut Value, path: &str) -> &'v mut Value {
    let mut here = tree;
    for part in path.split('.') {
        here = match here {
            Value::Array(list) => {
                let by_id = list.iter().position(|entry| entry["id"] == part);
                let index = by_id.or_else(|| part.parse().ok()).unwrap_or_else(|| panic!("{part} of {path}"));
                &mut list[index]
            }
            other => &mut other[part],
        };
    }
    here
}

/// Writes the value at a path.
pub fn set(tree: &mut Value, path: &str, value: Value) {
    *at(tree, path) = value;
}

/// Adds an entry to the list at a path; a list that is not written begins with it.
pub fn add(tree: &mut Value, path: &str, value: Value) {
    let list = at(tree, path);
    if list.is_null() {
        *list = Value::Array(Vec::new());
    }
    list.as_array_mut().expect("a list").push(value);
}

/// Takes away the key or entry at a path.
pub fn remove(tree: &mut Value, path: &str) {
    let (parent, key) = path.rsplit_once('.').expect("a path of two parts");
    match at(tree, parent) {
        Value::Array(list) => list.retain(|entry| entry["id"] != key),
        Value::Object(map) => {
            map.shift_remove(key);
        }
        _ => panic!("nothing to remove at {path}"),
    }
}
