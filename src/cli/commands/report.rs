//! `equipoise report`.

use crate::base::finding::{Finding, Place};
use crate::cli::Exit;
use crate::cli::args::ReportArgs;
use crate::cli::commands::output::WORKBOOK;
use crate::cli::console::Console;
use crate::record::json::to_json;
use crate::record::{ANOTHER_SCENARIO, AnswerRecord, Manifest, OutputFolder};
use crate::report::Page;
use crate::report::board::{board, origins};
use crate::report::html::html;
use crate::report::tables::{self, Tables};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

/// Puts answers together as one paper.
///
/// # Errors
/// If something cannot be written.
pub fn report(args: &ReportArgs, console: Console) -> Result<Exit> {
    OutputFolder::check(&args.out)?;
    let answers = match answers(args) {
        Ok(answers) => answers,
        Err(finding) => {
            console.show(&[*finding]);
            return Ok(Exit::Findings);
        }
    };
    let (Some(first), Some(page)) = (answers.first(), board(&answers, args.title.as_deref(), args.question.as_deref()))
    else {
        return Ok(Exit::Usage);
    };
    let mut folder = OutputFolder::new();
    folder.add("report.html", html(&page, &origins(&answers))?)?;
    folder.add("report.txt", page.text(&Page::default()))?;
    let names = names(&answers);
    let mut all = Tables::default();
    for (answer, name) in answers.iter().zip(&names) {
        for (file, record) in records(answer)? {
            folder.add(&format!("{name}/{file}"), record)?;
        }
        let tables = tables_of(answer);
        for (file, bytes) in tables.csv()? {
            folder.add(&format!("{name}/{file}"), bytes)?;
        }
        all.add(name, tables);
    }
    folder.add(WORKBOOK, all.xlsx(&first.stamp().scenario.name, first.service().start)?)?;
    folder.write(Manifest::of_many(first.stamp()), &args.out)?;
    console.say(&format!("written to {}", args.out.display()));
    console.print(&page.text(&console.page()))?;
    Ok(Exit::Done)
}

/// The answers in the folders, all of one scenario.
fn answers(args: &ReportArgs) -> Result<Vec<AnswerRecord>, Box<Finding>> {
    let mut answers: Vec<AnswerRecord> = Vec::new();
    for folder in &args.folders {
        let answer = AnswerRecord::in_folder(folder)?;
        if let Some(first) = answers.first() {
            same(first, &answer, folder)?;
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// Refuses an answer about another scenario than the first one.
fn same(first: &AnswerRecord, answer: &AnswerRecord, folder: &Path) -> Result<(), Box<Finding>> {
    let (a, b) = (first.stamp(), answer.stamp());
    let cause = if a.scenario.hash != b.scenario.hash {
        format!(
            "it was made from another text of the scenario than the first answer ({} and not {})",
            b.scenario.hash, a.scenario.hash
        )
    } else if a.patches != b.patches && !goes_on(first, answer) {
        "it was made with other changes to the scenario than the first answer".to_owned()
    } else {
        return Ok(());
    };
    let fix = "make it again from the same scenario, with the same --variant and --set, or leave it out";
    Err(Box::new(
        Finding::error(ANOTHER_SCENARIO, cause, fix).at(Place::WholeFile { file: folder.display().to_string() }),
    ))
}

/// Whether one of two answers is a rota that goes on from what the other is about: with more changes than it.
fn goes_on(first: &AnswerRecord, answer: &AnswerRecord) -> bool {
    let is_rota = |answer: &AnswerRecord| matches!(answer, AnswerRecord::Rota(_));
    let (a, b) = (&first.stamp().patches, &answer.stamp().patches);
    is_rota(answer) && b.starts_with(a) || is_rota(first) && a.starts_with(b)
}

/// A name for each answer that no other has: `comparison`, `frontier`, `frontier-2`.
fn names(answers: &[AnswerRecord]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut name = |answer: &AnswerRecord| {
        let count = seen.entry(answer.name()).or_default();
        *count += 1;
        if *count == 1 { answer.name().to_owned() } else { format!("{}-{count}", answer.name()) }
    };
    answers.iter().map(&mut name).collect()
}

fn records(answer: &AnswerRecord) -> Result<Vec<(&'static str, String)>, serde_json::Error> {
    Ok(match answer {
        AnswerRecord::Plan(record, balance) => {
            let mut files = vec![("plan.json", to_json(record)?)];
            if let Some(balance) = balance {
                files.push(("steady.json", to_json(balance)?));
            }
            files
        }
        AnswerRecord::Steady(record) => vec![("steady.json", to_json(record)?)],
        AnswerRecord::Comparison(record) => vec![("comparison.json", to_json(record)?)],
        AnswerRecord::Frontier(record) => vec![("frontier.json", to_json(record)?)],
        AnswerRecord::Explanation(record) => vec![("explanation.json", to_json(record)?)],
        AnswerRecord::Sensitivity(record) => vec![("sensitivity.json", to_json(record)?)],
        AnswerRecord::Rota(record) => vec![("rota.json", to_json(record)?)],
    })
}

fn tables_of(answer: &AnswerRecord) -> Tables {
    match answer {
        AnswerRecord::Plan(record, _) => tables::plan(record),
        AnswerRecord::Steady(record) => tables::steady(record),
        AnswerRecord::Comparison(record) => tables::comparison(record),
        AnswerRecord::Frontier(record) => tables::frontier(record),
        AnswerRecord::Explanation(record) => tables::explanation(record),
        AnswerRecord::Sensitivity(record) => tables::sensitivity(record),
        AnswerRecord::Rota(record) => tables::rota(record),
    }
}
