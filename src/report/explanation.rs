//! What a plan is short of, as text.

use crate::plan::prices::{Price, Resource};
use crate::record::explanation::{ExplanationRecord, OneMoreRecord};
use crate::report::chart::{Bar, Bars, Chart};
use crate::report::numbers::{amount, capital, counted, one, pounds, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::{assumptions, bound_sentence};

/// How many prices are told in sentences.
const TOLD: usize = 12;

/// An explanation as a page.
#[must_use]
pub fn explanation(record: &ExplanationRecord) -> Document {
    let mut sheet = Sheet::new();
    let service = &record.service;
    sheet.heading(&format!("{}: what one more would bring", service.name));
    sheet.question("What is this service short of, and what would one more of it bring?");
    body(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, service);
    sheet.finish()
}

/// What an explanation says, without its title and what it rests on.
pub(super) fn body(sheet: &mut Sheet, record: &ExplanationRecord) {
    if let Some(planned) = record.base.planned() {
        sheet.paragraph(&bound_sentence(&planned.outcome));
    }
    if record.prices.prices.is_empty() {
        sheet.paragraph("Nothing is short: one more of anything would be worth nothing to this plan.");
    }
    planned_anew(sheet, record);
    sentences(sheet, record);
    prices(sheet, record);
}

/// What one more of each would be worth.
fn chart(record: &ExplanationRecord) -> Option<Chart> {
    let bar = |price: &Price| Bar {
        name: capital(&in_words(record, &price.what)),
        from: 0.0,
        to: price.gain_gbp.max(0.0),
        label: pounds(price.gain_gbp.max(0.0).round()),
        strong: !price.split,
    };
    let bars: Vec<Bar> = record.prices.prices.iter().take(TOLD).map(bar).collect();
    let first = bars.first()?;
    let description = format!("Most is one more {}: {}. The table has them all.", first.name, first.label);
    let title = format!("pounds in {} weeks", record.service.weeks);
    let chart = Chart::new("What one more would be worth at the policy's prices", &description, Bars { title, bars });
    Some(chart.noted("Strong: on the plan's rota. Pale: with sessions split, an upper limit."))
}

/// A resource in words: `session a week of at-1 (Alexander lessons at Canterbury)`.
#[must_use]
pub fn in_words(record: &ExplanationRecord, what: &Resource) -> String {
    let service = &record.service;
    match what {
        Resource::Session { practitioner, clinic, site } => {
            format!("session a week of {practitioner} ({} at {})", service.clinic_name(clinic), service.site_name(site))
        }
        Resource::Room { like, half_day } => {
            let site = service.rooms.iter().find(|room| room.id == *like).map(|room| service.site_name(&room.site));
            format!("room like {} at {} on {half_day}, each week", service.room_name(like), site.unwrap_or_default())
        }
        Resource::Opening { site, half_day } => {
            format!("half-day of {} open with all its rooms, {half_day}, each week", service.site_name(site))
        }
        Resource::LessonCap { activity, most } => {
            format!("course of {most}, the cap on {} raised to it", service.activity_name(activity))
        }
        Resource::Budget(budget) => format!("£1,000 a year in the budget {budget}"),
        Resource::ContractCap(contract) => format!("ten a year within the cap of {contract}"),
        Resource::ContractFloor(contract) => format!("ten fewer a year asked for by the floor of {contract}"),
    }
}

/// What a price says, in a sentence.
#[must_use]
pub fn sentence(record: &ExplanationRecord, price: &Price) -> String {
    let mut brings = Vec::new();
    if price.slots.abs() >= 0.5 {
        brings.push(counted(price.slots, "slot", "slots"));
    }
    if price.started.abs() >= 0.05 {
        brings.push(format!("{} patients who start", amount(price.started)));
    }
    if price.important_changes.abs() >= 0.005 {
        brings.push(format!("{} important changes", crate::report::numbers::decimals(price.important_changes, 2)));
    }
    let brings = if brings.is_empty() { String::new() } else { format!(" ({})", brings.join(", ")) };
    let weeks = record.service.weeks;
    let rate = price.marginal_gbp.map_or_else(String::new, pounds);
    let holds = match price.holds_for {
        None => "it comes whole or not at all".to_owned(),
        Some(holds) if holds >= 1.0 => format!("as is each of {}", whole(holds)),
        Some(holds) if holds > 0.0 => format!("the first {} of it at the rate of {rate}", amount(holds)),
        _ => format!("less than its first part, at the rate of {rate}"),
    };
    let rota = if price.split { "With sessions split, one more" } else { "One more" };
    format!(
        "{rota} {} is worth {} in the {weeks} weeks{brings}; {holds}.",
        in_words(record, &price.what),
        pounds(price.gain_gbp.max(0.0)),
    )
}

fn planned_anew(sheet: &mut Sheet, record: &ExplanationRecord) {
    if record.one_more.is_empty() && record.prices.not_tried.is_empty() {
        return;
    }
    sheet.heading("One more, all planned anew");
    for OneMoreRecord { what, variant } in &record.one_more {
        let price = record.prices.prices.iter().find(|price| price.what == *what);
        let priced =
            price.map_or_else(String::new, |p| format!(" (priced at {} on the plan's rota)", pounds(p.gain_gbp)));
        let priced = match what {
            Resource::Room { .. } | Resource::Opening { .. } | Resource::LessonCap { .. } => {
                priced.replace("on the plan's rota", "with sessions split")
            }
            _ => priced,
        };
        sheet.point(&format!("One more {}{priced}: {}", in_words(record, what), variant.sentence));
    }
    for left in &record.prices.not_tried {
        sheet.point(&format!("One more {}: not planned anew, because {}.", in_words(record, &left.what), left.why));
    }
}

fn sentences(sheet: &mut Sheet, record: &ExplanationRecord) {
    if record.prices.prices.is_empty() {
        return;
    }
    sheet.heading("Prices in sentences");
    for price in record.prices.prices.iter().take(TOLD) {
        sheet.point(&sentence(record, price));
    }
}

fn prices(sheet: &mut Sheet, record: &ExplanationRecord) {
    let prices = &record.prices;
    sheet.heading("All prices");
    sheet.chart(chart(record));
    let columns = [
        Column::Words("One more"),
        Column::Number("At the\nmargin"),
        Column::Number("Holds\nfor"),
        Column::Number("Gain of\none"),
        Column::Number("Start"),
        Column::Number("Slots"),
    ];
    let rows = prices.prices.iter().map(|price| {
        vec![
            format!("{}{}", in_words(record, &price.what), if price.split { " *" } else { "" }),
            price.marginal_gbp.map_or_else(|| "-".to_owned(), pounds),
            price.holds_for.map_or_else(|| "-".to_owned(), amount),
            pounds(price.gain_gbp.max(0.0)),
            one(price.started),
            whole(price.slots),
        ]
    });
    sheet.table(&columns, rows.collect());
    let free = prices.priced - prices.prices.len();
    sheet.paragraph(&format!(
        "{} of {} resources were worth nothing. Prices belong to the plan's rota with patients split, worth {}; one more \
         session may lie wherever time and room are found for it, at its own cost to the budgets.",
        whole(free as f64),
        whole(prices.priced as f64),
        pounds(prices.rota_gbp)
    ));
    if let Some(split) = prices.split_gbp {
        sheet.paragraph(&format!(
            "* On a rota that is settled no room is worth anything, and money little; these are prices with sessions and \
             patients split, where all is worth {}: a whole plan gains less, or nothing.",
            pounds(split)
        ));
    }
    sheet.paragraph("A gain is never more than the price at the margin, and never less than nothing. What comes whole or not at all, an \
         opening or a longer course, has no price at the margin: its gain is that of the service solved with it.");
}
