//! Scenarios as services: as they are written, or with every list turned round that says nothing by its order.

use equipoise::scenario::{self, Selection};
use equipoise::service::{Service, validate};
use serde_yaml::{Mapping, Value};
use std::path::{Path, PathBuf};

/// Lists whose order means something: weeks, months, ends of an interval, parts of a day, aims in order, patches in turn.
const ORDERED: [&str; 6] = ["by_week", "by_month", "ci", "half_days", "ordered", "patches"];

/// A path within the project.
pub fn path(within: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(within)
}

/// A scenario's service.
pub fn service(path: &Path, variants: &[&str], sets: &[&str]) -> Service {
    let owned = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect();
    let selection = Selection { variants: owned(variants), sets: owned(sets), ..Selection::default() };
    let loaded = scenario::load(path, &selection).unwrap_or_else(|f| panic!("{f:#?}"));
    let valid = validate(&loaded.record, &loaded.positions);
    valid.service.unwrap_or_else(|| panic!("{:#?}", valid.findings))
}

/// The same service from a file in which all such lists are turned round.
pub fn turned(path: &Path, variants: &[&str], sets: &[&str]) -> Service {
    let file = if path.is_dir() { path.join("scenario.yaml") } else { path.to_owned() };
    let text = std::fs::read_to_string(file).expect("a file");
    let mut tree: Value = serde_yaml::from_str(&text).expect("YAML");
    tree.apply_merge().expect("merge keys");
    turn(&mut tree);
    let folder = tempfile::tempdir().expect("a folder");
    let turned = folder.path().join("scenario.yaml");
    std::fs::write(&turned, serde_yaml::to_string(&tree).expect("YAML")).expect("written");
    service(&turned, variants, sets)
}

fn turn(value: &mut Value) {
    match value {
        Value::Mapping(mapping) => turn_mapping(mapping),
        Value::Sequence(entries) => {
            entries.reverse();
            entries.iter_mut().for_each(turn);
        }
        _ => {}
    }
}

fn turn_mapping(mapping: &mut Mapping) {
    for (key, value) in mapping.iter_mut() {
        let ordered = key.as_str().is_some_and(|key| ORDERED.contains(&key));
        match value {
            Value::Sequence(entries) if ordered => entries.iter_mut().for_each(turn),
            _ => turn(value),
        }
    }
}

/// Whether two figures are the same but for rounding.
#[track_caller]
pub fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0), "{a} is not {b}");
}
