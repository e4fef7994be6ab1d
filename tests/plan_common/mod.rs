//! What the tests of plans share: services of the reference scenarios, and numbers that are alike.
#![allow(dead_code)] // each test file uses a part of it

pub mod turned;

use equipoise::service::Service;
use equipoise::strategy::Limits;

/// The service of a reference scenario with some of its variants and settings.
pub fn service(name: &str, variants: &[&str], sets: &[&str]) -> Service {
    turned::service(&turned::path("scenarios").join(name), variants, sets)
}

/// The service of the scenario `minimal` with some settings.
pub fn minimal(sets: &[&str]) -> Service {
    service("minimal", &[], sets)
}

/// Limits within which a small model is solved to its proven optimum.
pub fn exact() -> Limits {
    Limits { gap: 0.0, nodes: 1_000_000, iterations: 100_000_000, ..Limits::default() }
}
