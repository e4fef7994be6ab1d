//! A whole small scenario, and how the tests load it.
#![allow(dead_code)]

use equipoise::base::finding::Finding;
use equipoise::scenario::{Loaded, Selection, load_text};

/// A scenario without a fault.
pub const SAMPLE: &str = include_str!("sample.yaml");

/// A selection of variants and `--set`s.
pub fn selection(variants: &[&str], sets: &[&str]) -> Selection {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Selection { variants: owned(variants), sets: owned(sets), ..Selection::default() }
}

/// Loads a text with nothing selected.
pub fn load(text: impl AsRef<[u8]>) -> Result<Loaded, Vec<Finding>> {
    load_text("sample.yaml", text.as_ref(), &Selection::default())
}

/// The sample with a part of it replaced; the part must be there.
pub fn edited(from: &str, to: &str) -> String {
    assert!(SAMPLE.contains(from), "the sample has no {from:?}");
    SAMPLE.replacen(from, to, 1)
}
