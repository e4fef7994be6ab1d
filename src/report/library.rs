//! The library as a page: a table of its figures and its rules of care, and one figure in full.

use crate::record::{CareRule, EvidenceLibrary, Figure};
use crate::report::numbers::{capital, percent};
use crate::report::page::{Column, Document, Sheet};

/// All figures, a row each, by treatment.
#[must_use]
pub fn shelf(library: &EvidenceLibrary) -> Document {
    let mut sheet = Sheet::new();
    let columns = [
        Column::Code("Record"),
        Column::Words("Patients with"),
        Column::Words("Better by"),
        Column::Words("Against"),
        Column::Number("Weeks"),
    ];
    let mut treatments: Vec<&Option<String>> = Vec::new();
    for figure in &library.figures {
        if !treatments.contains(&&figure.treatment) {
            treatments.push(&figure.treatment);
        }
    }
    for treatment in treatments {
        sheet.heading(&capital(&treatment.as_deref().unwrap_or("other").replace('-', " ")));
        let rows = library.figures.iter().filter(|figure| figure.treatment == *treatment).map(|figure| {
            vec![
                figure.id.clone(),
                figure.population.join(", "),
                effect(figure),
                figure.comparator.clone(),
                figure.follow_up_weeks.to_string(),
            ]
        });
        sheet.table(&columns, rows.collect());
    }
    sheet.heading("Ready-made rules of care");
    for rule in &library.rules {
        sheet.point(&rule_in_words(rule));
    }
    sheet.gap();
    sheet.paragraph(
        "One in full: equipoise evidence RECORD. A course refers to it: evidence: {record: RECORD}; a rule of care: {id: \
         ID, record: RECORD, activities: [...]}.",
    );
    sheet.finish()
}

/// One figure.
#[must_use]
pub fn figure(figure: &Figure) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&figure.id);
    let comparator = &figure.comparator;
    sheet.point(&match figure.uncontrolled {
        false => format!("Better by {}, against {comparator}", effect(figure)),
        true => format!("Better by {}, without a control group: {comparator}", effect(figure)),
    });
    sheet.point(&format!("Measured {} weeks after entry", figure.follow_up_weeks));
    let given = [figure.treatment.as_deref(), figure.dose.as_deref()];
    say(&mut sheet, "Treatment", given.into_iter().flatten().collect::<Vec<_>>().join(": "));
    say(&mut sheet, "Patients with", figure.population.join(", "));
    say(&mut sheet, "Patients in the trial", figure.patients.map(|n| n.to_string()).unwrap_or_default());
    say(&mut sheet, "Table", word(&figure.analysis));
    say(&mut sheet, "Basis", word(&figure.basis));
    if let Some(days) = figure.half_life_days {
        sheet.point(&format!("It fades: half of it is left after {days} days"));
    }
    say(&mut sheet, "Source", figure.source.clone());
    say(&mut sheet, "Mind", figure.caveat.clone().unwrap_or_default());
    sheet.finish()
}

/// One rule of care.
#[must_use]
pub fn rule(rule: &CareRule) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&rule.id);
    sheet.point(&rule_in_words(rule));
    sheet.finish()
}

/// A rule of care in a sentence.
fn rule_in_words(rule: &CareRule) -> String {
    let says = [
        rule.most_share_of_visits.map(|share| format!("at most {} of the visits", percent(share))),
        rule.most_hours_per_patient.map(|hours| format!("at most {hours} hours a patient")),
        rule.highest_band.as_ref().map(|band| format!("by nobody above band {band}")),
        rule.single_course.then(|| "one course, and none after it".to_owned()),
    ];
    let says: Vec<String> = says.into_iter().flatten().collect();
    format!("{}: {}. {}", rule.id, says.join("; "), capital(rule.source.as_deref().unwrap_or_default()))
}

fn say(sheet: &mut Sheet, what: &str, text: String) {
    if !text.is_empty() {
        sheet.point(&format!("{}: {text}", capital(what)));
    }
}

/// `1.4 (0.03 to 2.77) rmdq`.
fn effect(figure: &Figure) -> String {
    let interval = figure.ci.map(|[low, high]| format!(" ({low} to {high})")).unwrap_or_default();
    let marks = [(figure.interpolated, ", interpolated"), (figure.uncontrolled, ", uncontrolled")];
    let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
    format!("{}{interval} {}{marks}", figure.change, figure.measure)
}

/// A word of the format, as it is written there.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}
