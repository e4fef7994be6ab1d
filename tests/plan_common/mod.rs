//! What the tests of plans share: services of the reference scenarios, and numbers that are alike.
#![allow(dead_code)]

use equipoise::scenario::{self, Selection};
use equipoise::service::{Service, validate};
use std::path::Path;

/// The service of a reference scenario with some of its variants and settings.
pub fn service(name: &str, variants: &[&str], sets: &[&str]) -> Service {
    let selection = Selection {
        variants: variants.iter().map(|v| (*v).to_owned()).collect(),
        sets: sets.iter().map(|s| (*s).to_owned()).collect(),
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let loaded = scenario::load(&path, &selection).unwrap_or_else(|f| panic!("{f:#?}"));
    let valid = validate(&loaded.record, &loaded.positions);
    valid.service.unwrap_or_else(|| panic!("{:#?}", valid.findings))
}

/// The service of the scenario `minimal` with some settings.
pub fn minimal(sets: &[&str]) -> Service {
    service("minimal", &[], sets)
}

/// Fails unless two numbers are the same to a millionth.
#[track_caller]
pub fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0), "{a} is not {b}");
}
