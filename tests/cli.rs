//! The binary as a user runs it: exit codes, streams, folders. Names hold `minimal` or `alexander`: every engine.

mod cli_common;

use cli_common::{equipoise, scenario};
use std::fs;
use std::path::{Path, PathBuf};

fn at(folder: &tempfile::TempDir, name: &str) -> (PathBuf, String) {
    let path = folder.path().join(name);
    let text = path.display().to_string();
    (path, text)
}

#[test]
fn minimal_from_init_to_a_verified_plan() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mine) = at(&folder, "mine");
    assert_eq!(equipoise(&["init", "minimal", &mine]).0, 0);
    // A second time nothing is overwritten.
    assert_eq!(equipoise(&["init", "minimal", &mine]).0, 2);
    let (code, _, said) = equipoise(&["check", &mine]);
    assert_eq!(code, 0, "{said}");
    let (out, out_text) = at(&folder, "out");
    let (code, page, said) = equipoise(&["plan", &mine, "--out", &out_text]);
    assert_eq!(code, 0, "{said}");
    assert!(page.lines().count() > 20 && page.lines().all(|l| l.chars().count() <= 80), "{page}");
    for file in ["plan.json", "manifest.json", "report.txt", "rota.csv", "starts.csv"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let plan = out.join("plan.json").display().to_string();
    let (code, verdict, said) = equipoise(&["verify", &mine, &plan]);
    assert_eq!(code, 0, "{said}");
    assert!(verdict.contains("accepted"));
    // Another scenario's plan is refused; so is a plan that was changed.
    assert_eq!(equipoise(&["verify", &scenario("alexander"), &plan]).0, 3);
    let text = fs::read_to_string(&plan).unwrap();
    let changed = text.replacen("\"patients\": ", "\"patients\": 1", 1);
    assert_ne!(text, changed);
    fs::write(&plan, changed).unwrap();
    assert_eq!(equipoise(&["verify", &mine, &plan]).0, 6);
}

#[test]
fn minimal_gives_the_same_bytes_on_one_thread_and_two() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for threads in ["1", "2"] {
        let (out, text) = at(&folder, threads);
        let (code, _, said) = equipoise(&["plan", &scenario("minimal"), "--threads", threads, "--out", &text]);
        assert_eq!(code, 0, "{said}");
        let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.is_file())
            .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(p).unwrap()))
            .collect();
        all.sort();
        files.push(all);
    }
    assert!(!files[0].is_empty());
    assert_eq!(files[0], files[1]);
}

#[test]
fn alexander_steady_is_printed_and_read_by_machines() {
    let (code, page, said) = equipoise(&["plan", &scenario("alexander"), "--steady"]);
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("253.8 points"), "{page}");
    let (code, json, _) = equipoise(&["plan", &scenario("alexander"), "--steady", "--format", "json"]);
    assert_eq!(code, 0);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["equipoise_steady"], 1);
}

#[test]
fn alexander_clash_exits_with_4_and_still_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (out, text) = at(&folder, "out");
    let args = ["plan", &scenario("alexander"), "--steady", "--variant", "only-24", "--variant", "everyone-starts"];
    let (code, page, said) = equipoise(&[args.as_slice(), &["--out", &text]].concat());
    assert_eq!(code, 4, "{said}");
    assert!(out.join("steady.json").is_file());
    assert!(page.contains("clash") || page.contains("Clash"), "{page}");
}

#[test]
fn minimal_clash_exits_with_4_and_still_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (out, text) = at(&folder, "out");
    let floor =
        "funding={contracts: [{id: block, counts: {appointments: lesson}, least_per_year: 2000, source: a test}]}";
    let args = ["plan", &scenario("minimal"), "--set", "horizon.weeks=4", "--set", floor, "--gap", "0.1"];
    let (code, page, said) = equipoise(&[args.as_slice(), &["--out", &text]].concat());
    assert_eq!(code, 4, "{said}");
    assert!(page.contains("partial plan") && page.contains("the least of contract block"), "{page}");
    let plan = fs::read_to_string(out.join("plan.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(value["outcome"]["status"], "partial");
    assert_eq!(value["outcome"]["conflict"]["rules"][0]["rule"], "contract-floor");
}

#[test]
fn minimal_faults_are_told_by_their_exit_codes() {
    assert_eq!(equipoise(&["plan", "no-such-folder"]).0, 2);
    assert_eq!(equipoise(&["no-such-command"]).0, 2);
    let (code, _, said) = equipoise(&["plan", &scenario("minimal"), "--set", "horizon.weeks=0"]);
    assert_eq!(code, 3, "{said}");
    let (code, found, _) = equipoise(&["check", &scenario("minimal"), "--set", "horizon.wekes=4", "--format", "json"]);
    assert_eq!(code, 3);
    let value: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(value["findings"][0]["did_you_mean"], "weeks", "{found}");
    let (code, _, said) = equipoise(&["plan", &scenario("minimal"), "--engine", "none"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(equipoise(&["--help"]).0, 0);
}

#[test]
fn minimal_never_replaces_a_folder_that_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    let (out, text) = at(&folder, "letters");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("letter.txt"), "dear").unwrap();
    let (code, _, said) = equipoise(&["plan", &scenario("minimal"), "--out", &text]);
    assert_ne!(code, 0);
    assert!(said.contains("letters"), "{said}");
    assert_eq!(fs::read_to_string(out.join("letter.txt")).unwrap(), "dear");
}

#[test]
fn minimal_is_exported_with_its_key() {
    let folder = tempfile::tempdir().unwrap();
    for (format, first) in [("mps", "NAME"), ("lp", "Minimize")] {
        let (file, text) = at(&folder, &format!("model.{format}"));
        let (code, _, said) = equipoise(&["export", &scenario("minimal"), "--as", format, "--file", &text]);
        assert_eq!(code, 0, "{said}");
        assert!(fs::read_to_string(&file).unwrap().starts_with(first));
        assert!(folder.path().join(format!("model.{format}.key.csv")).is_file());
    }
}

#[test]
fn minimal_is_exported_over_nothing_but_an_older_export() {
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = at(&folder, "precious.yaml");
    fs::write(&file, "precious").unwrap();
    let (code, _, said) = equipoise(&["export", &scenario("minimal"), "--file", &text]);
    assert!(code != 0 && said.contains("precious.yaml"), "{code}: {said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    let (code, _, said) = equipoise(&["export", &scenario("minimal"), "--file", folder.path().to_str().unwrap()]);
    assert_ne!(code, 0, "{said}");
    let (file, text) = at(&folder, "model.mps");
    for relax in [&[][..], &["--relax"]] {
        let (code, _, said) = equipoise(&[&["export", &scenario("minimal"), "--file", &text], relax].concat());
        assert_eq!(code, 0, "{said}");
    }
    assert!(fs::read_to_string(&file).unwrap().starts_with("NAME"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn minimal_with_faults_of_all_kinds_is_told_of_them_in_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = at(&folder, "scenario.yaml");
    let minimal = fs::read_to_string(Path::new(&scenario("minimal")).join("scenario.yaml")).unwrap();
    let codes = |faults: &[(&str, &str)]| -> Vec<String> {
        let mut faulty = minimal.clone();
        for (right, wrong) in faults {
            assert!(faulty.contains(right), "{right}");
            faulty = faulty.replacen(right, wrong, 1);
        }
        fs::write(&file, faulty).unwrap();
        let (code, found, _) = equipoise(&["check", &text, "--format", "json"]);
        assert_eq!(code, 3, "{found}");
        let value: serde_json::Value = serde_json::from_str(&found).unwrap();
        let findings = value["findings"].as_array().unwrap().clone();
        findings.iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
    };
    let meaning = ("home_site: clinic", "home_site: clinci");
    let means = |codes: &[String]| codes.iter().filter(|code| *code == "dangling-id").count();
    // What does not fit the format is put as it was meant, or left out, and the rest is read.
    for (shape, code) in [
        (("  weeks: 8", "  week: 8"), "unknown-key"),
        (("  weeks: 8", "  weeks: \"8\""), "wrong-type"),
        (("\nmeasures:", "\nexpences: 1\nmeasures:"), "unknown-key"),
        (("absence_rate: 0.05", "absence_rate: 97"), "out-of-range"),
    ] {
        let found = codes(&[meaning, shape]);
        assert!(found.iter().any(|f| f == code) && means(&found) == 1, "{shape:?}: {found:?}");
        // Nothing is said of the mending.
        let alone = codes(&[shape]);
        let without: Vec<&String> = alone.iter().filter(|f| *f != code && *f != "missing-key").collect();
        assert!(without.is_empty(), "{shape:?}: {without:?}");
    }
    // Where it cannot be told what was meant, only that is said.
    let found = codes(&[meaning, ("  weeks: 8", "  weeks: many")]);
    assert!(found == ["wrong-type"], "{found:?}");
}

#[test]
fn minimal_is_checked_with_each_of_its_variants() {
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = at(&folder, "scenario.yaml");
    let minimal = fs::read_to_string(Path::new(&scenario("minimal")).join("scenario.yaml")).unwrap();
    // Its variants stand at its end.
    let variants = "  - {id: longer, patches: [{set: {path: horizon.weeks, value: 10}}], source: a test}\n  \
        - {id: lost, patches: [{set: {path: practitioners.nobody.sessions_per_week, value: 1}}], source: a test}\n  \
        - {id: never, patches: [{set: {path: horizon.weeks, value: 0}}], source: a test}\n";
    fs::write(&file, minimal + variants).unwrap();
    let findings = |args: &[&str]| -> (i32, Vec<serde_json::Value>) {
        let (code, json, said) = equipoise(&[&["check", &text, "--format", "json"], args].concat());
        let record: serde_json::Value = serde_json::from_str(&json).unwrap_or_else(|e| panic!("{e} {said}"));
        (code, record["findings"].as_array().unwrap().clone())
    };
    let by = |found: &[serde_json::Value], variant: &str| found.iter().filter(|f| f["variant"] == variant).count();
    let (code, all) = findings(&[]);
    assert_eq!(code, 3, "{all:#?}");
    assert!(by(&all, "lost") == 1 && by(&all, "never") >= 1, "{all:#?}");
    // What the scenario says by itself is not said again.
    let own = |f: &&serde_json::Value| f.get("variant").is_none();
    for finding in all.iter().filter(own) {
        let same = all.iter().filter(|f| f["code"] == finding["code"] && f["cause"] == finding["cause"]).count();
        assert_eq!(same, 1, "{finding:#?}");
    }
    // A selection is checked by itself.
    let (code, chosen) = findings(&["--variant", "longer"]);
    assert_eq!(code, 0, "{chosen:#?}");
    let (code, chosen) = findings(&["--variant", "never"]);
    assert!(code == 3 && chosen.iter().all(|f| own(&f)), "{chosen:#?}");
    let (code, page, _) = equipoise(&["check", &text]);
    assert!(code == 3 && page.contains("with the variant lost"), "{page}");
}

#[test]
fn minimal_alexander_and_kent_are_clean_with_each_of_their_variants() {
    for name in ["minimal", "alexander", "kent"] {
        let (code, page, said) = equipoise(&["check", &scenario(name)]);
        assert_eq!(code, 0, "{name}: {page} {said}");
    }
}

#[test]
fn minimal_evidence_is_listed_and_printed() {
    let (code, page, said) = equipoise(&["evidence"]);
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("ateam-lessons-6") && page.contains("1.4 (0.03 to 2.77)"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let (code, page, _) = equipoise(&["evidence", "little-2022-mixed-10"]);
    assert!(code == 0 && page.contains("without a control group") && page.contains("e039399"), "{page}");
    let (_, all, _) = equipoise(&["evidence", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&all).unwrap();
    assert_eq!(all["equipoise_evidence"], 1);
    for figure in all["figures"].as_array().unwrap() {
        let (code, one, _) = equipoise(&["evidence", figure["id"].as_str().unwrap(), "--format", "json"]);
        let one: serde_json::Value = serde_json::from_str(&one).unwrap();
        assert!(code == 0 && one["figures"] == serde_json::json!([figure]), "{one}");
    }
    let (code, _, said) = equipoise(&["evidence", "ateam-lesson-6"]);
    assert!(code == 2 && said.contains("did you mean `ateam-lessons-6`"), "{said}");
}

/// Every plan is checked, by arithmetic of its own, before it is printed.
#[test]
fn minimal_plans_with_effects_converted_and_faded() {
    let changes = |sets: &[&str], steady: bool| -> f64 {
        let mut args = vec!["plan".to_owned(), scenario("minimal"), "--format".to_owned(), "json".to_owned()];
        args.extend(steady.then(|| "--steady".to_owned()));
        args.extend(sets.iter().flat_map(|set| ["--set".to_owned(), (*set).to_owned()]));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (code, json, said) = equipoise(&args);
        assert_eq!(code, 0, "{said}");
        let record: serde_json::Value = serde_json::from_str(&json).unwrap();
        let benefit = if steady { &record["balance"]["benefit"] } else { &record["plan"]["figures"]["benefit"] };
        benefit["important_changes"].as_f64().unwrap_or_else(|| panic!("{record:#}"))
    };
    let sets = [
        "policy.comparators={base: usual care, others: [{comparator: normal care, factor: 0.8, source: a test}]}",
        "policy.effects_after_weeks=60",
        // eight weeks after the follow-up are two half-lives
        "courses.six-lessons.evidence.half_life_days=28",
        "courses.six-lessons.evidence.source=a test",
    ];
    for steady in [true, false] {
        let (whole, less) = (changes(&[], steady), changes(&sets, steady));
        assert!(whole > 1.0 && (less / whole - 0.8 / 4.0).abs() < 1e-9, "{steady}: {less} of {whole}");
    }
}
