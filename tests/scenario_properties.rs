//! Properties of loading: it never panics, and a patch is the same as an edited text.

mod scenario_sample;

use equipoise::scenario::{Selection, load_text};
use proptest::collection::vec;
use proptest::prelude::*;
use scenario_sample::{SAMPLE, edited, selection};

/// Loads and reads whatever comes of it, so that nothing is left undone.
fn digest(text: &[u8], selection: &Selection) {
    match load_text("random.yaml", text, selection) {
        Ok(loaded) => assert_eq!(loaded.hash.len(), 64),
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a word");
            assert!(findings.iter().all(|f| f.code != "internal-error"), "{findings:?}");
            assert!(findings.is_sorted_by(|a, b| a.place <= b.place || b.code == "too-many-findings"), "{findings:?}");
        }
    }
}

/// Parts that break a scenario in one way or another.
const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "  ",
    "\t",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "|",
    ">",
    "&a ",
    "*a",
    "!t ",
    "<<: *weekdays",
    "~",
    "null",
    "true",
    "yes",
    "-1",
    "0",
    "1e999",
    ".nan",
    "0x1F",
    "007",
    "\"",
    "'",
    "2026-02-30",
    "09:00",
    "---",
    "é",
    "\u{1b}",
    "id: at-1\n",
    "{}",
    "[]",
    "x: ",
];

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..400)) {
        digest(&bytes, &Selection::default());
    }

    #[test]
    fn a_mutated_scenario_never_panics(
        edits in vec((any::<prop::sample::Index>(), 0..12_usize, prop::sample::select(PIECES)), 1..5),
        variant in prop::sample::select(&["longer", "two-teachers"][..]),
    ) {
        let mut text: Vec<char> = SAMPLE.chars().collect();
        for (at, length, piece) in edits {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        digest(text.into_iter().collect::<String>().as_bytes(), &selection(&[variant], &[]));
    }

    #[test]
    fn a_scenario_without_some_lines_never_panics(keep in vec(prop::bool::weighted(0.97), 120)) {
        let text: String =
            SAMPLE.lines().zip(keep).filter(|(_, keep)| *keep).map(|(line, _)| format!("{line}\n")).collect();
        digest(text.as_bytes(), &selection(&["longer"], &[]));
    }

    #[test]
    fn random_sets_never_panic(
        path in "[a-z0-9_.-]{0,12}|(practitioners|horizon|sites|rooms|streams)(\\.(at-1|0|weeks|canterbury|open|mon|leave)){0,4}",
        value in "\\PC{0,12}",
    ) {
        digest(SAMPLE.as_bytes(), &selection(&[], &[&format!("{path}={value}")]));
    }

    #[test]
    fn setting_is_the_same_as_editing(weeks in 1..260_u32, wte in 0.0..1.5_f64, name in "[a-zA-Z ]{1,20}") {
        let text = edited("weeks: 13", &format!("weeks: {weeks}"))
            .replacen("wte: 0.4", &format!("wte: {wte:?}"), 1)
            .replacen("name: Small pain service", &format!("name: {name:?}"), 1);
        let edited = scenario_sample::load(text).unwrap();
        let sets = [format!("horizon.weeks={weeks}"), format!("practitioners.at-1.wte={wte:?}"), format!("service.name={name:?}")];
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        let set = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&[], &sets)).unwrap();
        prop_assert_eq!(&set.record, &edited.record);
        prop_assert_eq!(&set.tree, &edited.tree);
        prop_assert_ne!(set.hash, edited.hash);
    }
}

#[test]
fn adding_and_removing_are_the_same_as_editing() {
    let patched = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&["two-teachers"], &[])).unwrap();
    let second = "  - id: at-2
    role: at-teacher
    wte: 0.4
    sessions_per_week: 4
    home_site: canterbury
    available: {mon: [am]}
measures:";
    let edited = scenario_sample::load(edited("    leave: []\nmeasures:", second)).unwrap();
    assert_eq!(patched.record, edited.record);
}

#[test]
fn what_adds_and_sets_cancels_out() {
    let plain = scenario_sample::load(SAMPLE).unwrap();
    let sets = [
        "horizon.weeks=26",
        "horizon.weeks=13",
        "practitioners.at-1.registration={body: NMC}",
        "practitioners.at-1.registration=",
    ];
    let set = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&[], &sets)).unwrap();
    assert_eq!(plain.record, set.record);
}
