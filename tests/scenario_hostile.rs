//! Inputs made to hurt: each ends in a clear finding, within two seconds.

mod scenario_sample;

use equipoise::scenario::{LARGEST_FILE, Selection, load, load_text};
use std::time::{Duration, Instant};

/// Two seconds for the program as it is delivered; without optimisation it may take longer.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 2 });

/// Twice what the worst of these took when it was measured, in MiB, all of this file's tests at once.
#[cfg(target_os = "linux")]
const MOST_MEMORY: usize = 512;

fn codes(text: &[u8]) -> Vec<String> {
    let attempt = || {
        let start = Instant::now();
        let findings = load_text("hostile.yaml", text, &Selection::default()).expect_err("it must be refused");
        (start.elapsed(), findings)
    };
    let (mut took, findings) = attempt();
    if took > LIMIT {
        // The machine may have been busy with something else.
        took = attempt().0;
    }
    assert!(took < LIMIT, "took {took:?} for {} bytes: {}", text.len(), findings[0].code);
    #[cfg(target_os = "linux")]
    assert!(peak() < MOST_MEMORY, "{} MiB", peak());
    assert!(findings.iter().all(|f| f.cause.len() < 1000 && f.fix.len() < 1000), "a finding quotes too much");
    let mut codes: Vec<String> = findings.into_iter().map(|f| f.code).collect();
    codes.dedup();
    codes
}

/// Asserts that a text is refused with a code, among others.
fn refused(text: impl AsRef<[u8]>, code: &str) {
    let codes = codes(text.as_ref());
    assert!(codes.iter().any(|c| c == code), "{code} is not among {codes:?}");
}

#[test]
fn unclosed_brackets() {
    for bracket in ["[", "{", "[{", "[[{", "{a: ", "[a, "] {
        refused(bracket.repeat(200_000 / bracket.len()), "nested-too-deeply");
        refused(bracket.repeat(LARGEST_FILE / bracket.len()), "too-many-values");
    }
}

#[test]
fn deep_nesting() {
    for step in ["- ", "? ", "a:\n", "- ? "] {
        codes(step.repeat(100_000 / step.len()).as_bytes());
    }
    refused("- ".repeat(100_000), "nested-too-deeply");
    refused("? ".repeat(100_000), "nested-too-deeply");
    let mut stairs = String::new();
    for depth in 0..1000 {
        stairs += &format!("{}a:\n", " ".repeat(depth));
    }
    refused(stairs, "nested-too-deeply");
    refused(format!("a: {}1{}", "[".repeat(100), "]".repeat(100)), "nested-too-deeply");
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
    refused(&lists, "expands-too-much");
    refused(&merges, "expands-too-much");
    let text = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(100_000));
    refused(text, "expands-too-much");
    refused("a: &a [*a]\n", "alias-within-itself");
}

#[test]
fn masses_of_values() {
    refused(format!("[{}]", "1,".repeat(2_000_000)), "too-many-values");
    refused(format!("[{}]", "1,".repeat(490_000)), "too-many-values");
    refused(format!("{{{}}}", "? ,".repeat(490_000)), "too-many-values");
    refused("- 1\n".repeat(1_000_000), "too-many-values");
    refused("a: 1\n".repeat(800_000), "too-many-values");
    refused(b"a: 1\n".repeat(100_000), "duplicate-key");
    let keys: String = (0..120_000).map(|i| format!("k{i}: 1\n")).collect();
    refused(keys, "too-many-findings");
    let twice: String = (0..120_000).map(|i| format!("k{}: 1\n", i % 60_000)).collect();
    refused(twice, "too-many-findings");
    let anchors: String = (0..100_000).map(|i| format!("- &a{i} x\n")).collect();
    refused(anchors, "wrong-type");
    let tags = "- !x y\n".repeat(100_000);
    refused(tags, "yaml-tag");
}

#[test]
fn long_texts() {
    let long = "x".repeat(LARGEST_FILE - 100);
    refused(&long, "wrong-type");
    assert!(codes(format!("{long}: 1").as_bytes()).iter().any(|c| c == "not-yaml" || c == "unknown-key"));
    refused(format!("? {long}\n: 1"), "unknown-key");
    refused(format!("equipoise: {long}"), "wrong-type");
    refused(format!("equipoise: {}", "9".repeat(4_000_000)), "huge-number");
    refused("word ".repeat(800_000), "wrong-type");
    refused("word\n".repeat(800_000), "wrong-type");
    refused(format!("\"{}", "x\\n".repeat(1_000_000)), "not-yaml");
    refused(format!("'{}", "x\n\n".repeat(1_000_000)), "not-yaml");
    refused("# comment\n".repeat(400_000), "empty-file");
    refused("\n".repeat(LARGEST_FILE), "empty-file");
    refused(" ".repeat(LARGEST_FILE), "empty-file");
    refused("---\n".repeat(1_000_000), "several-documents");
    refused(format!("a: |\n{}", "  x\n".repeat(1_000_000)), "missing-key");
    refused(format!("a: >\n{}", "  x\n\n".repeat(800_000)), "missing-key");
    for odd in
        ["&a ", "*a ", "!a ", "%a\n", ", ", "? \n", ": \n", "-\n", "&a\n", "'a' ", "\"a\": ", "a: b: ", "| ", "> \n"]
    {
        codes(odd.repeat(LARGEST_FILE / odd.len()).as_bytes());
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
fn crowds_are_refused_before_they_are_compared() {
    let crowd = |list: &str, entry: &str| {
        let entries: String = (0..2_000).map(|i| format!("  - {{id: x{i}{entry}}}\n")).collect();
        scenario_sample::SAMPLE.replacen(&format!("\n{list}:\n"), &format!("\n{list}:\n{entries}"), 1)
    };
    for (list, entry) in [
        ("sites", ", open: {}"),
        ("rooms", ", site: canterbury, kind: hall, places: 1"),
        ("streams", ", referrals: {per_week: 1}, site_shares: {canterbury: 1}, courses: []"),
    ] {
        refused(crowd(list, entry), "wrong-length");
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

/// The most memory that this process has had, in MiB.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
}
