//! Inputs made to hurt: each ends in a clear finding, within two seconds.

mod scenario_sample;

use equipoise::scenario::{LARGEST_FILE, Selection, load, load_text};
use std::time::{Duration, Instant};

/// Two seconds for the program as it is delivered; without optimisation it may take longer.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });

fn codes(text: &[u8]) -> Vec<String> {
    let start = Instant::now();
    let findings = load_text("hostile.yaml", text, &Selection::default()).expect_err("it must be refused");
    let took = start.elapsed();
    eprintln!("{:>6} ms, {} findings, {} bytes: {}", took.as_millis(), findings.len(), text.len(), findings[0].code);
    assert!(took < LIMIT, "took {took:?}");
    assert!(findings.iter().all(|f| f.cause.len() < 1000 && f.fix.len() < 1000), "a finding quotes too much");
    let mut codes: Vec<String> = findings.into_iter().map(|f| f.code).collect();
    codes.dedup();
    codes
}

/// The first code, which tells why.
fn code(text: impl AsRef<[u8]>) -> String {
    codes(text.as_ref()).swap_remove(0)
}

#[test]
fn unclosed_brackets() {
    for bracket in ["[", "{", "[{", "[[{", "{a: ", "[a, "] {
        assert_eq!(code(bracket.repeat(200_000 / bracket.len())), "nested-too-deeply", "{bracket}");
        assert_eq!(code(bracket.repeat(LARGEST_FILE / bracket.len())), "nested-too-deeply", "{bracket}");
    }
}

#[test]
fn deep_nesting() {
    for step in ["- ", "? ", "a:\n", "- ? "] {
        let text = step.repeat(100_000 / step.len());
        assert!(["nested-too-deeply", "not-yaml"].contains(&code(text).as_str()), "{step}");
    }
    let mut stairs = String::new();
    for depth in 0..1000 {
        stairs += &format!("{}a:\n", " ".repeat(depth));
    }
    assert_eq!(code(stairs), "nested-too-deeply");
    assert_eq!(code(format!("a: {}1{}", "[".repeat(100), "]".repeat(100))), "nested-too-deeply");
}

#[test]
fn bombs_of_aliases() {
    let mut lists = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    let mut merges = String::from("a0: &a0 {k: v}\n");
    for level in 1..20 {
        let below = level - 1;
        lists += &format!("a{level}: &a{level} [{}]\n", format!("*a{below}, ").repeat(10));
        merges += &format!("a{level}: &a{level} {{x{level}: *a{below}, y: *a{below}, <<: [*a{below}, *a{below}]}}\n");
    }
    assert_eq!(code(&lists), "expands-too-much");
    assert_eq!(code(&merges), "expands-too-much");
    let text = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(100_000));
    assert_eq!(code(text), "expands-too-much");
    assert_eq!(code("a: &a [*a]\n"), "alias-within-itself");
}

#[test]
fn masses_of_values() {
    assert_eq!(code(format!("[{}]", "1,".repeat(2_000_000))), "too-many-values");
    assert_eq!(code("- 1\n".repeat(1_000_000)), "too-many-values");
    assert_eq!(code("a: 1\n".repeat(800_000)), "too-many-values");
    assert_eq!(codes(b"a: 1\n".repeat(100_000).as_slice()).contains(&"duplicate-key".to_owned()), true);
    let keys: String = (0..120_000).map(|i| format!("k{i}: 1\n")).collect();
    assert!(codes(keys.as_bytes()).contains(&"too-many-findings".to_owned()));
    let twice: String = (0..120_000).map(|i| format!("k{}: 1\n", i % 60_000)).collect();
    assert!(codes(twice.as_bytes()).contains(&"duplicate-key".to_owned()));
    let anchors: String = (0..100_000).map(|i| format!("- &a{i} x\n")).collect();
    assert_eq!(code(anchors), "wrong-type");
    let tags = "- !x y\n".repeat(100_000);
    assert!(codes(tags.as_bytes()).contains(&"yaml-tag".to_owned()));
}

#[test]
fn long_texts() {
    let long = "x".repeat(LARGEST_FILE - 100);
    assert_eq!(code(&long), "wrong-type");
    assert!(codes(format!("{long}: 1").as_bytes()).iter().any(|c| c == "not-yaml" || c == "unknown-key"));
    assert!(codes(format!("? {long}\n: 1").as_bytes()).contains(&"unknown-key".to_owned()));
    assert!(codes(format!("equipoise: {long}").as_bytes()).contains(&"wrong-type".to_owned()));
    assert_eq!(code(format!("equipoise: {}", "9".repeat(4_000_000))), "huge-number");
    assert_eq!(code("word ".repeat(800_000)), "wrong-type");
    assert_eq!(code("word\n".repeat(800_000)), "wrong-type");
    assert_eq!(code(format!("\"{}", "x\\n".repeat(1_000_000))), "not-yaml");
    assert_eq!(code(format!("'{}", "x\n\n".repeat(1_000_000))), "not-yaml");
    assert_eq!(code("# comment\n".repeat(400_000)), "empty-file");
    assert_eq!(code("\n".repeat(LARGEST_FILE)), "empty-file");
    assert_eq!(code(" ".repeat(LARGEST_FILE)), "empty-file");
    assert_eq!(code("---\n".repeat(1_000_000)), "several-documents");
    assert_eq!(code(format!("a: |\n{}", "  x\n".repeat(1_000_000))), "missing-key");
    assert_eq!(code(format!("a: >\n{}", "  x\n\n".repeat(800_000))), "missing-key");
    for odd in
        ["&a ", "*a ", "!a ", "%a\n", ", ", "? \n", ": \n", "-\n", "&a\n", "'a' ", "\"a\": ", "a: b: ", "| ", "> \n"]
    {
        code(odd.repeat(LARGEST_FILE / odd.len()));
    }
}

#[test]
fn fifty_megabytes_are_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.yaml");
    std::fs::write(&path, b"a: 1\n".repeat(10_000_000)).unwrap();
    let start = Instant::now();
    let findings = load(&path, &Selection::default()).unwrap_err();
    assert_eq!(findings[0].code, "file-too-large");
    assert!(start.elapsed() < Duration::from_secs(2));
    #[cfg(unix)]
    {
        let findings = load(std::path::Path::new("/dev/zero"), &Selection::default()).unwrap_err();
        assert_eq!(findings[0].code, "file-too-large");
    }
}

#[test]
fn hostile_sets() {
    for (value, expected) in [("[".repeat(100_000), "nested-too-deeply"), ("&a [*a]".to_owned(), "alias-within-itself")]
    {
        let selection = scenario_sample::selection(&[], &[&format!("horizon.weeks={value}")]);
        let findings = load_text("sample.yaml", scenario_sample::SAMPLE.as_bytes(), &selection).unwrap_err();
        assert_eq!(findings[0].code, expected);
    }
    // Values put inside each other grow no deeper than a path can be.
    let mut sets = vec![format!("horizon.steady={}{}", "{a: ".repeat(60), "}".repeat(60))];
    let mut path = "horizon.steady".to_owned();
    for _ in 0..200 {
        path += &".a".repeat(60);
        sets.push(format!("{path}={}{}", "{a: ".repeat(60), "}".repeat(60)));
    }
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let selection = scenario_sample::selection(&[], &sets);
    let findings = load_text("sample.yaml", scenario_sample::SAMPLE.as_bytes(), &selection).unwrap_err();
    assert!(findings.iter().any(|f| f.code == "patch-path"), "{findings:?}");
}
