//! `docs/evidence.md`: what is written about the library, and its figures in a table.

use crate::page::{compare, made_from, table};
use equipoise::scenario::records::FigureRecord;
use equipoise::scenario::{evidence_library, guidance_library};
use serde_json::Value;
use std::collections::BTreeSet;

/// Improvement with its interval, as the record has it.
fn effect(figure: &FigureRecord) -> String {
    let interval = figure.ci.map(|[low, high]| format!(" ({low} to {high})")).unwrap_or_default();
    format!("{}{interval}", figure.change)
}

fn marks(figure: &FigureRecord) -> String {
    let table = serde_json::to_value(figure.analysis).unwrap().as_str().unwrap().to_owned();
    let others = [(figure.interpolated, "interpolated"), (figure.uncontrolled, "uncontrolled")];
    [table]
        .into_iter()
        .chain(others.iter().filter(|(is, _)| *is).map(|(_, mark)| (*mark).to_owned()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn page() -> String {
    let mut text = made_from("scenarios/evidence and tests/documentation/evidence.md");
    let head = include_str!("evidence.md");
    let (before, after) = head.split_once("<!-- figures -->\n").expect("a place for the figures");
    text.push_str(before);
    let rows = evidence_library().iter().map(|figure| {
        vec![
            format!("`{}`", figure.id),
            figure.dose.clone().unwrap_or_default(),
            figure.population.join(", "),
            format!("{} {}", effect(figure), figure.measure),
            figure.comparator.clone(),
            figure.follow_up_weeks.to_string(),
            marks(figure),
            figure.source.clone(),
            figure.caveat.clone().unwrap_or_default(),
        ]
    });
    let columns = ["record", "what was given", "to whom", "better by", "against", "weeks", "table", "source", "mind"];
    text.push_str(&table(&columns, &rows.collect::<Vec<_>>()));
    let (between, after) = after.split_once("<!-- rules -->\n").expect("a place for the rules");
    text.push_str(between.trim_start());
    let rules = guidance_library().iter().map(|rule| {
        let written = serde_json::to_value(rule).unwrap();
        let says = ["most_share_of_visits", "most_hours_per_patient", "highest_band", "single_course"];
        let kept = says.iter().filter(|key| !matches!(written[**key], Value::Null | Value::Bool(false)));
        let keys: Vec<String> = kept.map(|key| format!("`{key}: {}`", written[*key]).replace('"', "")).collect();
        vec![format!("`{}`", rule.id), keys.join(", "), rule.source.clone().unwrap_or_default()]
    });
    text.push_str(&table(&["record", "says", "source"], &rules.collect::<Vec<_>>()));
    text.push_str(after.trim_start());
    text
}

#[test]
fn the_page_of_the_evidence_is_what_the_library_holds() {
    compare("evidence.md", &page());
}

#[test]
fn every_scale_of_the_library_is_on_the_page() {
    let scales: BTreeSet<&str> = evidence_library().iter().map(|figure| figure.measure.as_str()).collect();
    let head = include_str!("evidence.md");
    for scale in scales {
        assert!(head.contains(&format!("| `{scale}` |")), "{scale}");
    }
}
