//! Several answers about one scenario as one paper: the question, the answer in three sentences, and a part for each.

use crate::record::{AnswerRecord, Assumption, ExplanationRecord};
use crate::report::html::Origin;
use crate::report::page::{Document, Sheet};
use crate::report::text::{RESTS_ON, page_of_plan, prices_used, rests_on};
use crate::report::{comparison, explanation, frontier, rota, sensitivity, steady_text};

/// Sentences of the answer.
const SENTENCES: usize = 3;
/// What is asked where nobody says what.
const QUESTION: &str =
    "What would other staff, rooms, money or courses buy, what would they cost, and how sure is that?";

/// Answers about one scenario as one paper; nothing if there are none.
#[must_use]
pub fn board(answers: &[AnswerRecord], title: Option<&str>, question: Option<&str>) -> Option<Document> {
    let first = answers.first()?;
    let mut sheet = Sheet::new();
    let service = first.service();
    sheet.heading(&title.map_or_else(|| format!("{}: what if?", service.name), str::to_owned));
    sheet.question(question.unwrap_or(QUESTION));
    for sentence in in_short(answers) {
        sheet.paragraph(&sentence);
    }
    for answer in answers {
        part(&mut sheet, answer);
    }
    sheet.part(RESTS_ON);
    let mut prices: Vec<Assumption> = Vec::new();
    for price in answers.iter().flat_map(AnswerRecord::assumptions) {
        if prices.iter().all(|known| known.key != price.key) {
            prices.push(price.clone());
        }
    }
    match answers.iter().find_map(AnswerRecord::evidence) {
        Some(evidence) => rests_on(&mut sheet, &prices, evidence, service),
        None => prices_used(&mut sheet, &prices),
    }
    Some(sheet.finish())
}

fn part(sheet: &mut Sheet, answer: &AnswerRecord) {
    match answer {
        AnswerRecord::Plan(record, balance) => {
            sheet.part("The plan");
            page_of_plan::body(sheet, record, balance.as_deref());
        }
        AnswerRecord::Steady(record) => {
            sheet.part("The long-run balance");
            steady_text::body(sheet, record);
        }
        AnswerRecord::Comparison(record) => {
            sheet.part("Variants side by side");
            comparison::body(sheet, record);
        }
        AnswerRecord::Frontier(record) => {
            let [first, second] =
                [record.frontier.first, record.frontier.second].map(|axis| frontier::axis_name(axis, record.of));
            sheet.part(&format!("What is traded: {first} against {second}"));
            frontier::body(sheet, record);
        }
        AnswerRecord::Explanation(record) => {
            sheet.part("What is short, and what one more would bring");
            explanation::body(sheet, record);
        }
        AnswerRecord::Sensitivity(record) => {
            sheet.part("Does the decision flip?");
            sensitivity::body(sheet, record);
        }
        AnswerRecord::Rota(record) => {
            sheet.part(&rota::title(record));
            rota::body(sheet, record);
        }
    }
}

/// The answer in three sentences: the best bargain, what one more would bring or what is traded, and how sure that is.
fn in_short(answers: &[AnswerRecord]) -> Vec<String> {
    let bargain = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Comparison(record) => comparison::in_short(record),
        _ => None,
    });
    let one_more = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Explanation(record) => best_of_one_more(record),
        _ => None,
    });
    let traded = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Frontier(record) => frontier::knee_sentence(record),
        _ => None,
    });
    let sure = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Sensitivity(record) => sensitivity::in_short(record),
        _ => None,
    });
    let planned = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Plan(record, _) => Some(page_of_plan::in_short(record)),
        AnswerRecord::Steady(record) => Some(steady_text::in_short(record)),
        _ => None,
    });
    let weekly = answers.iter().find_map(|answer| match answer {
        AnswerRecord::Rota(record) => Some(rota::in_short(record)),
        _ => None,
    });
    // How sure it is stands last, whatever else there is room for.
    let mut sentences: Vec<String> = [bargain, one_more, traded, planned, weekly].into_iter().flatten().collect();
    sentences.truncate(SENTENCES - usize::from(sure.is_some()));
    sentences.extend(sure);
    sentences
}

fn best_of_one_more(record: &ExplanationRecord) -> Option<String> {
    let worth = |value: Option<f64>| value.filter(|&value| value > 0.0);
    let gains = record
        .one_more
        .iter()
        .filter_map(|one| Some((worth(one.variant.difference.as_ref().map(|d| d.value_gbp))?, one)));
    let (_, best) = gains.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(format!("One more {}: {}", explanation::in_words(record, &best.what), best.variant.sentence))
}

/// How each of the answers was made.
#[must_use]
pub fn origins(answers: &[AnswerRecord]) -> Vec<Origin> {
    let mut facts: Vec<Origin> = Vec::new();
    for answer in answers {
        for fact in Origin::of(answer.stamp()) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }
    facts
}
