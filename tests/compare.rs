//! `compare` as a user runs it. Names hold `minimal` or `alexander`: every engine.

mod cli_common;

use cli_common::{equipoise as run, scenario};
use equipoise::record::{CaseRecord, ComparisonRecord};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn json(args: &[&str]) -> Value {
    let (code, text, said) = run(args);
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&text).expect("JSON")
}

/// A comparison of the minimal scenario's dated plans.
const SESSIONS: &str = "practitioners.teacher-1.sessions_per_week=3,2,4";

fn of(record: &ComparisonRecord, id: &str) -> CaseRecord {
    record.side(id).unwrap_or_else(|| panic!("no side {id}")).clone()
}

fn read(folder: &Path) -> ComparisonRecord {
    ComparisonRecord::from_file(&folder.join("comparison.json")).unwrap_or_else(|finding| panic!("{finding:?}"))
}

#[test]
fn minimal_every_number_is_that_of_the_plan_by_itself() {
    let minimal = scenario("minimal");
    let common =
        ["--set", "horizon.weeks=9", "--set", SESSIONS, "--variant", "more-referrals", "--format", "json", "-q"];
    let compared = json(&[&["compare", &minimal], common.as_slice()].concat());
    let variants = compared["variants"].as_array().expect("variants");
    assert_eq!(variants.len(), 3);
    for side in variants.iter().chain([&compared["base"], &compared["do_nothing"]]) {
        let mut args: Vec<String> = ["plan", &minimal, "--format", "json", "-q"].map(str::to_owned).into();
        for (flag, list) in [("--variant", "variants"), ("--set", "sets")] {
            for value in side[list].as_array().expect("a list") {
                args.extend([flag.to_owned(), value.as_str().expect("text").to_owned()]);
            }
        }
        let id = side["id"].as_str().expect("an id");
        if ["base", "do-nothing"].contains(&id) {
            args.extend(["--set".to_owned(), "horizon.weeks=9".to_owned()]);
        }
        let plan = json(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let planned = &side["result"]["planned"];
        let digest = &planned["digest"];
        let figures = if id == "do-nothing" { &plan["do_nothing"] } else { &plan["plan"]["figures"] };
        for key in ["started", "finished", "benefit", "spend_gbp", "aims", "value_gbp", "budgets", "owed_after"] {
            assert_eq!(digest[key], figures[key], "{id} {key}");
        }
        if id != "do-nothing" {
            assert_eq!(planned["outcome"], plan["outcome"], "{id}");
            assert_eq!(side["patches"], plan["patches"], "{id}");
            let sessions: u64 =
                digest["rota"].as_array().expect("a rota").iter().filter_map(|s| s["sessions"].as_u64()).sum();
            assert_eq!(sessions, plan["plan"]["sessions"].as_array().expect("sessions").len() as u64);
            assert_eq!(planned["verdict"]["accepted"], plan["verdict"]["accepted"]);
        }
    }
}

#[test]
fn alexander_long_run_balances_are_those_by_themselves() {
    let alexander = scenario("alexander");
    let compared = json(&["compare", &alexander, "--steady", "--format", "json", "-q"]);
    let variants = compared["variants"].as_array().expect("variants");
    assert!(variants.len() > 8);
    for side in variants {
        let id = side["id"].as_str().expect("an id");
        let balance = json(&["plan", &alexander, "--steady", "--variant", id, "--format", "json", "-q"]);
        let planned = &side["result"]["planned"];
        assert_eq!(planned["outcome"], balance["outcome"], "{id}");
        for key in ["benefit", "spend_gbp", "aims", "value_gbp"] {
            assert_eq!(planned["digest"][key], balance["balance"][key], "{id} {key}");
        }
    }
    // The published arithmetic: 140 patients of six lessons and 17 of twenty-four; everybody six is worth less.
    let courses = &compared["base"]["result"]["planned"]["digest"]["courses"];
    assert_eq!((courses[0]["started"].as_f64(), courses[1]["started"].as_f64()), (Some(140.0), Some(17.0)));
    let only_6 = variants.iter().find(|v| v["id"] == "only-6").expect("the variant");
    assert!(only_6["difference"]["important_changes"].as_f64().expect("a number") < -10.0);
}

#[test]
fn minimal_a_variant_that_is_not_valid_or_clashes_never_loses_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let variants = folder.path().join("what-if.yaml");
    let text = "
- id: wrong
  patches:
    - set: {path: horizon.weeks, value: 0}
- id: impossible
  description: What if a hundred lessons a week were owed?
  patches:
    - set:
        path: funding
        value:
          contracts:
            - {id: many, counts: {appointments: lesson}, least_per_year: 9000, source: assumption}
- id: more
  patches:
    - set: {path: practitioners.teacher-1.sessions_per_week, value: 4}
";
    fs::write(&variants, text).expect("a file");
    let (minimal, file) = (scenario("minimal"), variants.display().to_string());
    let out_text = out.display().to_string();
    let (code, page, said) = run(&["compare", &minimal, "--variant", &file, "--out", &out_text]);
    let record = read(&out);
    let ids: Vec<&str> = record.variants.iter().map(|v| v.case.id.as_str()).collect();
    assert_eq!(ids, ["wrong", "impossible", "more"].map(|id| format!("what-if.yaml#{id}")), "{said}");
    assert!(record.variants[0].difference.is_none());
    assert!(page.replace("\n  ", " ").contains("it must be from 1 to 260"), "{page}");
    // The worst of them decides: clashing rules come after what is not valid.
    assert_eq!(code, 4, "{page}{said}");
    let clash = of(&record, ids[1]);
    assert!(!clash.planned().expect("a partial plan").outcome.clashes.is_empty());
    assert!(record.variants[1].rank.is_none() && record.variants[1].sentence.contains("cannot all hold"));
    assert_eq!(record.ranking, [ids[2]]);
    let written = fs::read_to_string(out.join("comparison.json")).expect("JSON");
    assert!(!written.contains(&folder.path().display().to_string()), "no record tells where it was made");
    assert!(record.variants[2].sentence.ends_with('.'));
    for table in ["sides.csv", "differences.csv", "weeks.csv", "moves.csv", "report.txt", "manifest.json"] {
        assert!(out.join(table).is_file(), "{table}");
    }
    let wide: Vec<&str> = page.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn minimal_gives_the_same_bytes_on_one_thread_and_two_and_solves_nothing_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let minimal = scenario("minimal");
    let files = |out: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let mut all: Vec<_> =
            fs::read_dir(out).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        all.sort();
        all.iter()
            .map(|path| (path.strip_prefix(out).expect("in it").to_owned(), fs::read(path).expect("it")))
            .collect()
    };
    let mut found = Vec::new();
    for threads in ["1", "2"] {
        let out = folder.path().join(threads);
        let text = out.display().to_string();
        let args = ["compare", &minimal, "--set", SESSIONS, "--threads", threads, "--out", &text];
        let (code, page, said) = run(&args);
        assert_eq!(code, 0, "{said}");
        found.push((files(&out), page));
        // A second time all is there.
        let (_, page, said) = run(&args);
        assert_eq!(said.matches("was solved before").count(), 5, "{said}");
        assert_eq!((files(&out), page), *found.last().expect("one"));
    }
    assert_eq!(found[0], found[1]);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "the journals are gone: {left:?}");
}

/// Split sides begin at those most like them: neither threads nor what was known before make a difference.
#[test]
fn a_split_sweep_that_goes_on_comes_to_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let sweep = |(first, every): (usize, usize), out: &str, threads: &str| {
        let rates: Vec<String> = (first..24).step_by(every).map(|i| format!("0.{:03}", 50 + 5 * i)).collect();
        let set = format!("activities.at-lesson.dna_rate={}", rates.join(","));
        let out = folder.path().join(out);
        let place = out.to_str().expect("a name");
        let alexander = scenario("alexander");
        let args = ["compare", &alexander, "--split", "--set", &set, "--threads", threads, "--out", place, "-q"];
        let (code, _, said) = run(&args);
        assert_eq!(code, 0, "{said}");
        (fs::read(out.join("comparison.json")).expect("a record"), read(&out))
    };
    let (all, record) = sweep((0, 1), "all", "2");
    assert_eq!(record.variants.len(), 24);
    for some in [(0, 3), (5, 3)] {
        sweep(some, "some", "1");
        assert!(sweep((0, 1), "some", "1").0 == all, "{some:?}");
    }
}

#[test]
fn minimal_between_two_sides_says_who_moves_and_names_must_be_known() {
    let minimal = scenario("minimal");
    let two = "practitioners.teacher-1.sessions_per_week=2";
    let args = ["compare", &minimal, "--no-baseline", "-q", "--set", SESSIONS, "--between"];
    let (code, page, _) = run(&[args.as_slice(), &["base", two]].concat());
    assert_eq!(code, 0);
    assert!(page.contains("From base to") && page.contains("teacher-1"), "{page}");
    let (code, page, said) = run(&[args.as_slice(), &["base", "nobody"]].concat());
    assert_eq!((code, page.as_str()), (2, ""));
    assert!(said.contains("`nobody`") && said.contains(two), "{said}");
}

#[test]
fn alexander_a_change_is_not_held_against_totals_that_it_leaves_alone() {
    let alexander = scenario("alexander");
    let compare = |sets: &[&str]| {
        let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).collect();
        run(&[&["compare", &alexander, "--steady", "-q", "--no-baseline"], sets.as_slice()].concat()).0
    };
    assert_eq!(compare(&["streams.alexander.referrals.per_year=80,120"]), 0);
    assert_eq!(compare(&["practitioners.at-1.wte=0.3,0.4"]), 0);
    // A total that is changed is checked.
    assert_eq!(compare(&["streams.alexander.referrals.per_year=80,120", "service.referrals_per_year=80"]), 3);
}

/// Ctrl-C in the middle of a comparison: what is solved is kept, and the same command goes on from there.
#[cfg(unix)]
#[test]
fn minimal_interrupted_goes_on_where_it_was() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().expect("a folder");
    let minimal = scenario("minimal");
    let rates: Vec<String> = (0..20).map(|rate| format!("0.{:02}", rate + 5)).collect();
    let set = format!("activities.lesson.dna_rate={}", rates.join(","));
    let weeks = "horizon.weeks=5,6,7,8";
    let out = folder.path().join("out");
    let out_text = out.display().to_string();
    let args =
        ["compare", &minimal, "--threads", "1", "--no-baseline", "--set", &set, "--set", weeks, "--out", &out_text];
    let mut child = Command::new(env!("CARGO_BIN_EXE_equipoise"))
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut said = BufReader::new(child.stderr.take().expect("stderr")).lines();
    let mut before = Vec::new();
    while before.len() < 3 {
        before.push(said.next().unwrap_or_else(|| panic!("it ended first: {before:#?}")).expect("text"));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let after: Vec<String> = said.map_while(Result::ok).collect();
    let status = child.wait().expect("an end");
    assert_eq!(status.code(), Some(130), "{before:#?} {after:#?}");
    assert!(after.iter().any(|line| line.contains("the same command goes on")), "{after:#?}");
    assert!(!out.exists());
    let journal = folder.path().join("out.journal.ndjson");
    let kept = fs::read_to_string(&journal).expect("a journal").lines().count() - 1;
    assert!((3..81).contains(&kept), "{kept}");

    let (code, page, said) = run(&args);
    assert_eq!(code, 0, "{said}");
    assert_eq!(said.matches("was solved before").count(), kept, "{said}");
    assert!(!journal.exists());
    let whole = folder.path().join("whole");
    let whole_text = whole.display().to_string();
    let args = [
        "compare",
        &minimal,
        "--threads",
        "1",
        "--no-baseline",
        "-q",
        "--set",
        &set,
        "--set",
        weeks,
        "--out",
        &whole_text,
    ];
    assert_eq!(run(&args).1, page);
    assert_eq!(
        fs::read(out.join("comparison.json")).expect("one"),
        fs::read(whole.join("comparison.json")).expect("two")
    );
}
