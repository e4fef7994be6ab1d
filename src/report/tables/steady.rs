//! The tables of a long-run balance.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::record::SteadyRecord;

/// All tables of a long-run balance, in a fixed order.
#[must_use]
pub fn steady(record: &SteadyRecord) -> Tables {
    let mut sheets = vec![
        ("starts", starts(record)),
        ("streams", streams(record)),
        ("clinics", clinics(record)),
        ("activities", activities(record)),
        ("budgets", budgets(record)),
        ("prices", prices(record)),
        ("aims", aims(record)),
    ];
    if !record.balance.desk.is_empty() {
        sheets.push(("desk", desk(record)));
    }
    Tables::new(sheets)
}

fn starts(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.starts.iter().map(|row| {
        [
            Cell::text(&row.stream),
            Cell::text(&row.course),
            Cell::Number(row.patients),
            Cell::Number(row.lessons),
            Cell::Number(row.important_changes),
            Cell::text(if row.interpolated { "yes" } else { "" }),
        ]
    });
    Sheet::new(["stream", "course", "patients", "lessons", "important_changes", "interpolated"], rows)
}

fn streams(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.streams.iter().map(|row| {
        [
            Cell::text(&row.stream),
            Cell::text(if row.has_evidence { "yes" } else { "" }),
            Cell::Number(row.available),
            Cell::Number(row.started),
            Cell::Number(row.left),
        ]
    });
    Sheet::new(["stream", "has_evidence", "available", "started", "left"], rows)
}

fn clinics(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.clinics.iter().map(|row| {
        [
            Cell::text(&row.clinic),
            Cell::Number(row.sessions),
            Cell::Number(row.minutes_offered),
            Cell::Number(row.minutes_used),
            Cell::optional(row.slots_offered),
            Cell::optional(row.slots_used),
        ]
    });
    Sheet::new(["clinic", "sessions", "minutes_offered", "minutes_used", "slots_offered", "slots_used"], rows)
}

fn activities(record: &SteadyRecord) -> Sheet {
    let rows = record
        .balance
        .activities
        .iter()
        .map(|row| [Cell::text(&row.activity), Cell::optional(row.slots_offered), Cell::Number(row.slots_used)]);
    Sheet::new(["activity", "slots_offered", "slots_used"], rows)
}

fn budgets(record: &SteadyRecord) -> Sheet {
    let rows = record
        .balance
        .budgets
        .iter()
        .map(|row| [Cell::text(&row.budget), Cell::Number(row.budget_gbp), Cell::Number(row.spent_gbp)]);
    Sheet::new(["budget", "budget_gbp", "spent_gbp"], rows)
}

fn prices(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.prices.iter().map(|row| {
        [
            Cell::text(&row.what),
            Cell::text(&row.unit),
            Cell::Number(row.value_gbp),
            Cell::Number(row.important_changes),
            Cell::optional(row.in_measure),
        ]
    });
    Sheet::new(["one_more", "unit", "value_gbp", "important_changes", "in_measure"], rows)
}

fn desk(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.desk.iter().map(|row| {
        [
            Cell::text(&row.role),
            Cell::Number(row.offered_hours),
            Cell::Number(row.needed_hours),
            Cell::Number(row.short_hours),
        ]
    });
    Sheet::new(["role", "offered_hours", "needed_hours", "short_hours"], rows)
}

fn aims(record: &SteadyRecord) -> Sheet {
    let rows = record.balance.aims.iter().map(|row| [Cell::text(row.aim), Cell::Number(row.value_gbp)]);
    Sheet::new(["aim", "value_gbp"], rows)
}
