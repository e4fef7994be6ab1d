//! Findings as users read them.

mod scenario_sample;

use equipoise::base::finding::{Finding, Place};
use equipoise::report::findings::{FindingsRecord, render_text};
use equipoise::scenario::load_text;
use scenario_sample::{SAMPLE, edited, selection};

fn shown(text: &str, sets: &[&str], width: usize) -> String {
    let findings = load_text("sample.yaml", text.as_bytes(), &selection(&[], sets)).map(|_| ()).unwrap_err();
    render_text(&findings, &|file| (file == "sample.yaml").then(|| text.to_owned()), false, width)
}

#[test]
fn findings_are_shown_in_their_surroundings() {
    let text = edited("weeks: 13", "weekz: 13")
        .replace("analysis: marginal", "analysis: \"marginl\"")
        .replace("{everyone: {}}", "everyone");
    insta::assert_snapshot!(shown(&text, &["practitioners.at-9.wte=1", "policy.prices.session_gbp=cheap"], 80));
}

#[test]
fn long_lines_are_cut_to_the_page() {
    let text = format!("{}{}", "x".repeat(5000), SAMPLE.replace('\n', " "));
    let wide = format!("a: [{}, é: {{b: 1, b: 2}}, {}]\n", "é, ".repeat(2000), "y, ".repeat(2000));
    for text in [text, wide] {
        let shown = shown(&text, &[], 80);
        assert!(shown.lines().all(|line| line.chars().count() <= 84), "{shown}");
    }
}

#[test]
fn any_place_can_be_shown() {
    let texts = ["", "\n", "a", "é\té", "a: 'b", "a: \u{1b}[31m", "日本: [日本, 日本]", &"é".repeat(300)];
    for text in texts {
        for (line, column) in [(0, 0), (1, 0), (1, 1), (1, 2), (1, 5), (1, 90), (1, 299), (1, 301), (2, 1), (9, 9)] {
            for width in [0, 20, 80] {
                let place = Place::File { file: "a.yaml".into(), line, column, path: "a.b".into() };
                let finding = Finding::error("unknown-key", "it is \u{1b}[31mred", "mend it").at(place);
                let shown = render_text(&[finding], &|_| Some(text.to_owned()), false, width);
                assert!(
                    shown.contains("unknown-key") && !shown.contains('\u{1b}'),
                    "{text:?} {line}:{column}\n{shown}"
                );
            }
        }
    }
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let finding = Finding::warning("odd", "it is odd", "look at it").at(Place::WholeFile { file: "a.yaml".into() });
    assert!(!render_text(std::slice::from_ref(&finding), &|_| None, false, 80).contains('\u{1b}'));
    assert!(render_text(&[finding], &|_| None, true, 80).contains('\u{1b}'));
}

#[test]
fn findings_as_json_are_counted_and_in_order() {
    let at = |line| Place::File { file: "a.yaml".into(), line, column: 1, path: String::new() };
    let findings = [
        Finding::note("c", "whole", "none"),
        Finding::warning("b", "late", "mend").at(at(10)),
        Finding::error("a", "early", "mend").at(at(9)).with_allowed("weekz", ["weeks"]),
    ];
    let record = FindingsRecord::new(&findings);
    insta::assert_snapshot!(serde_json::to_string_pretty(&record).unwrap());
    let again: FindingsRecord = serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
    assert_eq!(again, record);
}
