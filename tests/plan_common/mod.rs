//! What the tests of plans share: services of the reference scenarios, and numbers that are alike.
#![allow(dead_code)] // each test file uses a part of it

pub mod turned;

use equipoise::service::Service;

/// The service of a reference scenario with some of its variants and settings.
pub fn service(name: &str, variants: &[&str], sets: &[&str]) -> Service {
    turned::service(&turned::path("scenarios").join(name), variants, sets)
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
