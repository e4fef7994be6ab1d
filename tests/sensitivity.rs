//! `sensitivity` as a user runs it. Names hold `minimal` or `alexander`: every engine.

mod cli_common;

use cli_common::{answer, equipoise as run, number, scenario};
use serde_json::Value;

fn sensitivity(args: &[&str]) -> Value {
    answer(&[&["sensitivity"], args].concat())
}

fn input<'r>(record: &'r Value, kind: &str, id: &str) -> &'r Value {
    let inputs = record["sensitivity"]["inputs"].as_array().expect("inputs");
    inputs.iter().find(|row| row["input"][kind] == *id).unwrap_or_else(|| panic!("no {kind} {id}"))
}

/// The worth of a long-run balance that is planned by itself.
fn planned(sets: &[&str]) -> f64 {
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let scenario = scenario("alexander");
    number(&answer(&[&["plan", &scenario, "--steady"], sets.as_slice()].concat())["balance"]["value_gbp"])
}

/// A flip encloses a value, finely.
fn encloses(flip: &Value, value: f64, width: f64) {
    let (holds, changes) = (number(&flip["holds_at"]), number(&flip["changes_at"]));
    let (low, high) = (holds.min(changes), holds.max(changes));
    assert!(low - 1e-9 <= value && value <= high + 1e-9 && high - low < width, "{flip} does not enclose {value}");
}

#[test]
fn alexander_flips_where_paper_says() {
    let record = sensitivity(&[&scenario("alexander"), "--draws", "0"]);
    // Six lessons stay the best use of a lesson as long as their effect is above a fourth of that of 24: 3.4 / 4.
    let six = input(&record, "evidence", "at-6");
    encloses(&six["below"], 0.85, 0.01);
    assert_eq!(six["below"]["mix"][0]["most"], "at-24");
    assert_eq!((&six["below"]["within"], &six["above"]), (&Value::Bool(true), &Value::Null));
    // And the effect of 24 below four times that of 6.
    let full = input(&record, "evidence", "at-24");
    encloses(&full["above"], 5.6, 0.03);
    assert_eq!(full["above"]["within"], Value::Bool(false));
    // With n patients (1248 - 6 n) / 18 can have 24 lessons: fewer than a twentieth from n = 180.9 on, of whom 57 wait.
    let referrals = input(&record, "referrals", "alexander");
    encloses(&referrals["above"], 1.24, 0.01);
    assert!(referrals["above"]["mix"][0]["some"].as_array().expect("a list").is_empty());
    // At six lessons' low end everybody should have 24: 52 patients at 1.36. 140 x 0.012 + 17 x 1.36 if the mix stays.
    let low = &six["at_low"];
    assert!((number(&low["best_gbp"]) - 500.0 * 52.0 * 1.36).abs() < 1.0, "{low}");
    let kept = number(&low["kept_gbp"]);
    assert!(
        (500.0 * (140.0 * 0.012 + 17.0 * 1.36) - 1.0..500.0 * (139.0 * 0.012 + 19.0 * 1.36)).contains(&kept),
        "{low}"
    );
}

#[test]
fn alexander_values_are_those_of_plans_made_by_themselves() {
    let record =
        sensitivity(&[&scenario("alexander"), "--draws", "0", "--range", "activities.at-lesson.dna_rate=0..0.2"]);
    let missed = input(&record, "missed", "at-lesson");
    assert_eq!(missed["range"]["from"], "asked");
    let same = |found: &Value, sets: &[&str]| {
        let (found, alone) = (number(&found["best_gbp"]), planned(sets));
        assert!((found - alone).abs() < 1e-6, "{found} and {alone} with {sets:?}");
    };
    same(&missed["at_high"], &["activities.at-lesson.dna_rate=0.2"]);
    same(&input(&record, "evidence", "at-6")["at_high"], &["courses.at-6.evidence.change=2.77"]);
    same(&input(&record, "referrals", "alexander")["at_low"], &["streams.alexander.referrals.per_year=80"]);
    same(&input(&record, "important_change", "rmdq")["doubled"], &["measures.rmdq.important_change=5"]);
    same(&input(&record, "price", "important_change_gbp")["halved"], &["policy.prices.important_change_gbp=250"]);
    assert!((number(&record["sensitivity"]["value_gbp"]) - planned(&[])).abs() < 1e-6);
}

#[test]
fn alexander_draws_are_those_of_their_seed_and_of_the_evidence() {
    let draws = |more: &[&str]| sensitivity(&[&[scenario("alexander").as_str(), "--draws", "300"], more].concat());
    let (one, two) = (draws(&["--threads", "1"]), draws(&["--threads", "2"]));
    assert_eq!(one["sensitivity"], two["sensitivity"]);
    let other = draws(&["--draw-seed", "2"]);
    assert_ne!(one["sensitivity"]["sample"]["draws"], other["sensitivity"]["sample"]["draws"]);
    let sample = &one["sensitivity"]["sample"];
    let names: Vec<String> = sample["inputs"].as_array().expect("inputs").iter().map(ToString::to_string).collect();
    let column = |name: &str| -> Vec<f64> {
        let at = names.iter().position(|n| n == name).unwrap_or_else(|| panic!("{name} not among {names:?}"));
        sample["draws"].as_array().expect("draws").iter().map(|draw| number(&draw["values"][at])).collect()
    };
    let (six, full) = (column(r#"{"evidence":"at-6"}"#), column(r#"{"evidence":"at-24"}"#));
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let deviation = |x: &[f64]| (x.iter().map(|v| (v - mean(x)).powi(2)).sum::<f64>() / (x.len() - 1) as f64).sqrt();
    // Four standard errors of 300 draws: 0.23 of a deviation for the mean, 0.16 for the deviation, 0.17 for the correlation.
    for (values, middle, ends) in [(&six, 1.40, 2.77 - 0.03), (&full, 3.4, 4.76 - 2.03)] {
        let expected = ends / 2.0 / 1.96;
        assert!((mean(values) - middle).abs() < 0.23 * expected, "mean {}", mean(values));
        assert!((deviation(values) / expected - 1.0).abs() < 0.17, "deviation {}", deviation(values));
    }
    let (a, b) = (mean(&six), mean(&full));
    let common = six.iter().zip(&full).map(|(x, y)| (x - a) * (y - b)).sum::<f64>() / (six.len() - 1) as f64;
    let correlation = common / deviation(&six) / deviation(&full);
    assert!((correlation - 0.5).abs() < 0.18, "correlation {correlation}");
    let referrals = column(r#"{"referrals":"alexander"}"#);
    assert!(referrals.iter().all(|r| (0.8..=1.2).contains(r)));
    // Probabilities are of all draws, and each draw's mix is one of them.
    let mixes = sample["mixes"].as_array().expect("mixes");
    let all: f64 = mixes.iter().map(|mix| number(&mix["probability"])).sum();
    assert!((all - 1.0).abs() < 1e-9 && mixes.len() > 1);
    for draw in sample["draws"].as_array().expect("draws") {
        assert!(number(&draw["mix"]) < mixes.len() as f64);
        assert!(number(&draw["best_gbp"]) >= number(&draw["kept_gbp"]) - 1e-6);
    }
}

#[test]
fn minimal_and_alexander_arguments_that_cannot_be_are_refused() {
    let alexander = scenario("alexander");
    for (range, says) in [
        ("activities.at-lessons.dna_rate=0..0.2", "did you mean `activities.at-lesson.dna_rate`"),
        ("activities.at-lesson.dna_rate=0.1", "is no range"),
        ("activities.at-lesson.dna_rate=0..2", "cannot be"),
        ("activities.at-lesson.dna_rate=0.2..0.1", "from a lower value to a higher"),
        ("nothing", "names no range"),
    ] {
        let (code, _, said) = run(&["sensitivity", &alexander, "--range", range, "-q"]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn minimal_dated_plans_can_be_moved_too() {
    let record = sensitivity(&[&scenario("minimal"), "--dated", "--draws", "4", "--steps", "1", "--gap", "0.05"]);
    let inputs = record["sensitivity"]["inputs"].as_array().expect("inputs");
    // Prices that the balance has no place for are moved as well.
    assert!(inputs.iter().any(|row| row["input"]["price"] == "late_lesson_week_gbp"));
    assert_eq!(record["of"], "plans");
}

#[test]
fn alexander_results_lie_in_a_folder() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out").display().to_string();
    let (code, text, said) = run(&["sensitivity", &scenario("alexander"), "--draws", "20", "--out", &out, "-q"]);
    assert_eq!(code, 0, "{said}");
    assert!(text.contains("The effect of Six lessons below 0.85 points"), "{text}");
    for file in ["sensitivity.json", "report.txt", "inputs.csv", "probes.csv", "mixes.csv", "draws.csv", "drawn.csv"] {
        assert!(dir.path().join("out").join(file).is_file(), "{file}");
    }
    let mixes = std::fs::read_to_string(dir.path().join("out/mixes.csv")).expect("mixes");
    assert!(mixes.contains("alexander: at-6 + at-24"), "{mixes}");
}
