//! `equipoise bench` as a user runs it. Names hold `minimal` or `alexander`: every engine. No test asserts on seconds.

mod cli_common;
#[path = "bench_common/fits.rs"]
mod fits;

use cli_common::{equipoise, scenario};
use equipoise::record::schema::schemas;
use fits::fits;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// What the tests measure: both a plan and what is none.
const PLAN: &[&str] = &["bench", "minimal", "-q"];
const BALANCE: &[&str] = &["bench", "alexander", "--steady", "-q"];

fn record(args: &[&str]) -> Value {
    let (code, text, said) = equipoise(&[args, &["--format", "json"]].concat());
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&text).expect("JSON")
}

fn schema() -> Value {
    let (_, schema) = schemas().into_iter().find(|(name, _)| *name == "bench").expect("a schema");
    serde_json::to_value(schema).expect("a value")
}

/// A folder with a baseline of a run, which somebody may have changed.
struct Baseline {
    folder: tempfile::TempDir,
    record: Value,
}

impl Baseline {
    fn of(args: &[&str]) -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), record: record(args) }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("baseline.json")
    }

    /// Runs once more beside the baseline, changed first.
    fn against(&self, args: &[&str], change: impl FnOnce(&mut Value)) -> (i32, String, String) {
        let mut changed = self.record.clone();
        change(&mut changed);
        fs::write(self.file(), changed.to_string()).expect("it can be written");
        equipoise(&[args, &["--baseline", self.file().to_str().expect("a path")]].concat())
    }
}

fn set(at: &'static str, value: Value) -> impl FnOnce(&mut Value) {
    move |record| *record.pointer_mut(at).unwrap_or_else(|| panic!("no {at}")) = value
}

#[test]
fn minimal_and_alexander_are_measured_as_their_schema_says() {
    let schema = schema();
    for (args, checked) in [(PLAN, true), (BALANCE, false)] {
        let record = record(args);
        assert_eq!(fits(&schema, &record), Ok(()));
        let solved = &record["cases"][0]["result"]["solved"];
        assert_eq!(solved["verdict"]["accepted"], if checked { json!(true) } else { Value::Null });
        assert!(solved["size"]["rows"].as_u64() > Some(0) && solved["outcome"]["value_gbp"].as_f64() > Some(0.0));
        // What an engine does not count is not 0.
        let counts = record["cases"][0]["engine"]["name"] == "highs";
        assert_eq!([&solved["nodes"], &solved["iterations"]].map(Value::is_null), [!counts; 2]);
        let taken = &record["measured"]["cases"][0];
        assert_eq!(taken["check"].is_null(), !checked);
        assert_eq!(taken["peak_memory_bytes"].as_u64() > Some(1_000_000), cfg!(target_os = "linux"));
        assert_eq!(taken["solve"]["cpu_seconds"].is_null(), !cfg!(unix));
        // The calibration stands before the case and after it.
        assert_eq!(record["measured"]["calibrations"][0]["solves"], 2);
    }
    // The schema would refuse what is not a benchmark.
    let good = record(BALANCE);
    for (at, value) in [
        ("/measured/threads", json!("one")),
        ("/cases/0/result/solved/size/rows", json!(null)),
        ("/cases/0/question", json!("guess")),
        ("/cases/0", json!({})),
    ] {
        let mut bad = good.clone();
        set(at, value)(&mut bad);
        assert!(fits(&schema, &bad).is_err(), "{at}");
    }
    let mut more = good;
    more["measured"]["mood"] = json!("fine");
    assert!(fits(&schema, &more).is_err());
}

#[test]
fn minimal_is_its_own_baseline_and_a_changed_one_trips_each_gate() {
    let baseline = Baseline::of(PLAN);
    let id = baseline.record["cases"][0]["id"].as_str().expect("an id").to_owned();
    let (code, page, said) = baseline.against(PLAN, |_| {});
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("It passes: 1 case compared"), "{page}");
    let solved = |part: &str| format!("/cases/0/result/solved/{part}");
    let number = |part: &str| baseline.record.pointer(&solved(part)).and_then(Value::as_f64).expect("a number");
    let doctored: Vec<(&str, String, Value)> = vec![
        ("objective", solved("outcome/value_gbp"), json!(number("outcome/value_gbp") * 1.01)),
        ("bound", solved("outcome/bound_gbp"), json!(number("outcome/bound_gbp") * 0.99)),
        ("rows", solved("size/rows"), json!(1)),
        ("columns", solved("size/columns"), json!(1)),
        ("non-zeros", solved("size/nonzeros"), json!(1)),
        ("limits", "/cases/0/limits/gap".to_owned(), json!(0.5)),
    ];
    for (what, at, value) in doctored {
        let (code, page, said) = baseline.against(PLAN, |record| {
            *record.pointer_mut(&at).expect("a place") = value;
        });
        assert_eq!(code, 7, "{what}: {said}");
        // Which case, which gate, what was, what is, what to do.
        assert!(said.contains(&format!("{id}: {what}: was ")) && said.contains(", is "), "{what}: {said}");
        assert!(said.contains("equipoise bench minimal --format json > baseline.json"), "{what}: {said}");
        assert!(page.contains("It fails: 1 case compared."), "{page}");
    }
    // Only Linux tells the peak; no process of ours is as small as 8 MB.
    let (code, _, said) = baseline.against(PLAN, set("/measured/cases/0/peak_memory_bytes", json!(1)));
    let told = said.contains(&format!("{id}: peak memory: was 0 MB, is "));
    assert_eq!((code, told), if cfg!(target_os = "linux") { (7, true) } else { (0, false) }, "{said}");
    let more = ["--gate-memory", "1e9"];
    let args = [PLAN, &more].concat();
    assert_eq!(baseline.against(&args, set("/measured/cases/0/peak_memory_bytes", json!(1))).0, 0);
}

#[test]
fn minimal_that_is_no_longer_checked_or_solved_is_never_valid() {
    // A balance is no plan: a baseline that says it was checked as one is not kept.
    let baseline = Baseline::of(&["bench", "minimal", "--split", "-q"]);
    let checked = json!({"accepted": true, "checks": 5, "findings": 0});
    let args = ["bench", "minimal", "--split", "-q"];
    let (code, _, said) = baseline.against(&args, set("/cases/0/result/solved/verdict", checked));
    assert_eq!(code, 7, "{said}");
    assert!(said.contains("verdict: was accepted, is not a plan"), "{said}");
    // One that failed before and is solved now is told, and passes.
    let (code, page, said) = baseline.against(&args, set("/cases/0/result", json!({"failed": {"why": "no plan"}})));
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("was not solved: no plan, is not a plan"), "{page}");
}

#[test]
fn alexander_is_slower_only_where_time_is_a_gate() {
    let args = &["bench", "alexander", "--engine", "highs", "--gap", "0.01", "-q"];
    if equipoise(&["bench", "minimal", "--split", "--engine", "highs", "-q"]).0 == 2 {
        // Without HiGHS nothing that is tested here takes so long that it is judged.
        return;
    }
    let baseline = Baseline::of(args);
    // As if building and solving had taken nothing, told in calibrations.
    let faster = set("/measured/cases/0/solve_ratio", json!(1e-9));
    let (code, page, said) = baseline.against(args, faster);
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("Warnings:") && page.contains("solving, in calibrations: was 0.00"), "{page}");
    let faster = set("/measured/cases/0/solve_ratio", json!(1e-9));
    let (code, _, said) = baseline.against(&[args.as_slice(), &["--gate-time", "1.2"]].concat(), faster);
    assert_eq!(code, 7, "{said}");
    assert!(said.contains("alexander/plan/highs: solving, in calibrations: was 0.00"), "{said}");
    assert!(said.contains("time: run it again on an idle machine first"), "{said}");
    // Times in calibrations of another program are not compared.
    let another = set("/measured/calibrations/0/objective", json!(1.0));
    let (code, page, said) = baseline.against(&[args.as_slice(), &["--gate-time", "1.2"]].concat(), another);
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("times cannot be compared"), "{page}");
}

#[test]
fn minimal_that_the_baseline_has_not_is_told_and_alone_it_fails() {
    let baseline = Baseline::of(PLAN);
    let (code, page, said) = baseline.against(&["bench", "minimal", "alexander", "--split", "-q"], |_| {});
    assert_eq!(code, 7, "{page}");
    assert!(said.contains("the baseline has none of these cases"), "{said}");
    let twice = |record: &mut Value| {
        let mut other = record["cases"][0].clone();
        other["id"] = json!("somewhere/plan/else");
        record["cases"].as_array_mut().expect("cases").push(other);
    };
    let (code, page, said) = baseline.against(PLAN, twice);
    assert_eq!(code, 0, "{said}");
    assert!(page.contains("The baseline has, and this run has not: somewhere/plan/else."), "{page}");
}

#[test]
fn minimal_beside_a_file_that_is_no_baseline_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |text: &str| {
        let file = folder.path().join("baseline.json");
        fs::write(&file, text).expect("it can be written");
        equipoise(&["bench", "minimal", "--baseline", file.to_str().expect("a path")])
    };
    let refused = |text: &str, words: &[&str]| {
        let (code, page, said) = run(text);
        assert_eq!((code, page.as_str()), (3, ""), "{said}");
        for word in words {
            assert!(said.contains(word), "{word}: {said}");
        }
    };
    refused("equipoise: 1", &["record-json", "baseline.json:1:1", "equipoise bench --format json"]);
    refused("{\"equipoise_bench\": 99}", &["record-version", "equipoise_bench is 99", "up to 1", "newer equipoise"]);
    refused("{\"equipoise_plan\": 1}", &["record-unknown", "equipoise_bench is missing"]);
    let text = serde_json::to_string_pretty(&record(BALANCE)).expect("JSON");
    let place = text.lines().position(|line| line.contains("\"rows\"")).expect("rows") + 1;
    let bad: String = text
        .lines()
        .map(|line| if line.contains("\"rows\"") { "\"rows\": \"many\",\n".to_owned() } else { format!("{line}\n") })
        .collect();
    refused(&bad, &["record-shape", &format!("baseline.json:{place}:"), "\"many\"", "mend the value"]);
    let bad = text.replacen("\"threads\": 1", "\"threads\": 1, \"mood\": 1", 1);
    assert_ne!(bad, text);
    refused(&bad, &["record-shape", "mood"]);
    refused(&text[..text.len() / 2], &["record-json", "cut off"]);
    assert_eq!(equipoise(&["bench", "minimal", "--baseline", "no-such-file.json"]).0, 2);
}

#[test]
fn minimal_and_alexander_come_to_the_same_bytes_on_one_thread_and_two() {
    for args in [PLAN, &["bench", "alexander", "--split", "-q"]] {
        let [first, second] = ["1", "2"].map(|threads| {
            let mut record = record(&[args, &["--threads", threads, "--rounds", "2"]].concat());
            let measured = record.as_object_mut().and_then(|record| record.remove("measured")).expect("a part");
            assert_eq!(measured["cases"][0]["solve_ratios"].as_array().map(Vec::len), Some(2));
            // Before the first round and after each.
            assert_eq!(measured["calibrations"][0]["solves"], 3);
            let optimum = measured["calibrations"][0]["objective"].to_string();
            (record.to_string(), optimum)
        });
        assert_eq!(first, second);
    }
}

#[test]
fn minimal_is_found_by_path_and_by_name_with_what_is_changed_in_it() {
    let by_path = record(&["bench", &scenario("minimal"), "--split", "-q"]);
    let by_name = record(&["bench", "minimal", "--split", "-q"]);
    assert_eq!(by_path["cases"], by_name["cases"]);
    let set = "activities.at-lesson.dna_rate=0.3";
    let args = ["bench", "alexander", "--steady", "--set", set, "--seed", "7", "-q"];
    let changed = record(&args);
    let case = &changed["cases"][0];
    let engine = case["engine"]["name"].as_str().expect("a name");
    assert_eq!(case["id"], format!("alexander {set}/steady/{engine}"));
    assert_eq!(case["limits"]["seed"], 7);
    assert!(case["patches"][0].to_string().contains("activities.at-lesson.dna_rate"), "{case}");
    let (code, _, said) = equipoise(&["bench", "minimall"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `minimal`?"), "{said}");
    assert_eq!(equipoise(&["bench", "minimal", "--set", "horizon.weeks=0"]).0, 3);
    assert_eq!(equipoise(&["bench", "--gap", "0.5"]).0, 2, "the suite's limits are fixed");
    assert_eq!(equipoise(&["bench", "minimal", "--engine", "none"]).0, 2);
    assert_eq!(equipoise(&["bench", "minimal", "--gate-time", "0.5", "--baseline", "x"]).0, 2);
}

#[test]
fn minimal_leaves_a_folder_and_markdown_for_a_comment() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("results");
    let to = out.to_str().expect("a path");
    let args = ["bench", "minimal", "--split", "-q", "--out", to, "--format", "markdown"];
    for _ in 0..2 {
        // The second time over the first one's folder.
        let (code, page, said) = equipoise(&args);
        assert_eq!(code, 0, "{said}");
        assert!(page.starts_with("## Benchmark\n") && page.contains("| :--- | ---: |"), "{page}");
        assert_eq!(fs::read_to_string(out.join("bench.md")).expect("a page"), page);
    }
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("one")).expect("JSON");
    let names: Vec<&str> =
        manifest["files"].as_array().expect("files").iter().filter_map(|f| f["name"].as_str()).collect();
    assert_eq!(names, ["bench.json", "bench.md", "report.txt"]);
    assert_eq!(manifest["schemas"]["bench"], 1);
    let text = fs::read(out.join("bench.json")).expect("a record");
    let record: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(manifest["cases"][0]["id"], record["cases"][0]["id"]);
    assert!(fs::read_to_string(out.join("report.txt")).expect("a page").lines().all(|l| l.chars().count() <= 80));
    // It stands as a baseline.
    let file = out.join("bench.json").display().to_string();
    assert_eq!(equipoise(&["bench", "minimal", "--split", "-q", "--baseline", &file]).0, 0);
}

#[test]
fn minimal_measuring_commands_are_hidden() {
    let (code, help, _) = equipoise(&["--help"]);
    assert_eq!(code, 0);
    assert!(help.contains("  bench ") && !help.contains("bench-case") && !help.contains("bench-calibration"), "{help}");
}
