//! The tables of an explanation.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::plan::prices::{Price, Resource};
use crate::record::explanation::{ExplanationRecord, OneMoreRecord};
use crate::report::explanation::{in_words, sentence};

/// All tables of an explanation, in a fixed order.
#[must_use]
pub fn explanation(record: &ExplanationRecord) -> Tables {
    let sheets = [("prices", prices(record)), ("one-more", one_more(record))];
    Tables::new(sheets)
}

/// The kind of a resource, whose it is, and where or when.
fn keys(what: &Resource) -> [Cell; 3] {
    match what {
        Resource::Session { practitioner, clinic, site } => {
            [Cell::text("session"), Cell::text(practitioner), Cell::text(format!("{clinic} {site}"))]
        }
        Resource::Room { like, half_day } => [Cell::text("room"), Cell::text(like), Cell::text(half_day)],
        Resource::Opening { site, half_day } => [Cell::text("opening"), Cell::text(site), Cell::text(half_day)],
        Resource::LessonCap { activity, most } => [Cell::text("lesson-cap"), Cell::text(activity), Cell::text(most)],
        Resource::Budget(id) => [Cell::text("budget"), Cell::text(id), Cell::Empty],
        Resource::ContractCap(id) => [Cell::text("contract-cap"), Cell::text(id), Cell::Empty],
        Resource::ContractFloor(id) => [Cell::text("contract-floor"), Cell::text(id), Cell::Empty],
    }
}

fn prices(record: &ExplanationRecord) -> Sheet {
    let header = [
        "kind",
        "id",
        "where",
        "rota",
        "marginal_gbp",
        "holds_for",
        "gain_gbp",
        "started",
        "important_changes",
        "slots",
        "sentence",
    ];
    let row = |price: &Price| {
        let [kind, id, place] = keys(&price.what);
        [
            kind,
            id,
            place,
            Cell::text(if price.split { "split" } else { "of the plan" }),
            Cell::optional(price.marginal_gbp),
            Cell::optional(price.holds_for),
            Cell::Number(price.gain_gbp),
            Cell::Number(price.started),
            Cell::Number(price.important_changes),
            Cell::Number(price.slots),
            Cell::text(sentence(record, price)),
        ]
    };
    Sheet::new(header, record.prices.prices.iter().map(row))
}

fn one_more(record: &ExplanationRecord) -> Sheet {
    let header = [
        "one_more",
        "variant",
        "gain_gbp",
        "proven_least_gbp",
        "proven_most_gbp",
        "started",
        "important_changes",
        "spend_gbp",
        "sentence",
    ];
    let row = |one: &OneMoreRecord| {
        let d = one.variant.difference.as_ref();
        [
            Cell::text(in_words(record, &one.what)),
            Cell::text(&one.variant.case.id),
            Cell::optional(d.map(|d| d.value_gbp)),
            Cell::optional(one.variant.proven.map(|p| p.least_gbp)),
            Cell::optional(one.variant.proven.map(|p| p.most_gbp)),
            Cell::optional(d.map(|d| d.started)),
            Cell::optional(d.map(|d| d.important_changes)),
            Cell::optional(d.map(|d| d.spend_gbp)),
            Cell::text(&one.variant.sentence),
        ]
    };
    Sheet::new(header, record.one_more.iter().map(row))
}
