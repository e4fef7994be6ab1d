//! Money: spend, budgets, and what the aims are worth.

use crate::plan::figures::IncomeFrom;
use crate::record::{PlanRecord, ServiceOutline};
use crate::report::numbers::{percent, pounds, signed};
use crate::report::page::{Column, Sheet};

/// What is earned, by where it comes from, and what it leaves.
fn income(sheet: &mut Sheet, record: &PlanRecord) {
    let figures = &record.plan.figures;
    if figures.income.is_empty() {
        return;
    }
    let rows = figures.income.iter().map(|row| vec![from_in_words(&row.from, &record.service), pounds(row.gbp)]);
    sheet.table(&[Column::Words("Income"), Column::Number("These weeks")], rows.collect());
    let (earned, spent) = (figures.income_gbp(), figures.spend_gbp);
    let left = earned - spent;
    sheet.paragraph(&format!(
        "In all {} are earned, {} {}. Charges: of what falls within these weeks, of those who pay themselves, for what \
         they attend.",
        pounds(earned),
        pounds(left.abs()),
        if left >= 0.0 { "more than is spent" } else { "less than is spent" }
    ));
}

/// Where income comes from, in words.
pub(in crate::report) fn from_in_words(from: &IncomeFrom, service: &ServiceOutline) -> String {
    match from {
        IncomeFrom::Charges(activity) => {
            format!("charges: {}", service.activity_name(activity))
        }
        IncomeFrom::Contract(contract) => format!("contract {contract}, by the piece"),
        IncomeFrom::Block(block) => format!("{block}, whatever is done"),
    }
}

/// Spend, budgets, and the plan's worth aim by aim.
pub(super) fn money(sheet: &mut Sheet, record: &PlanRecord) {
    let figures = &record.plan.figures;
    sheet.heading("Money");
    sheet.paragraph(&format!(
        "Sessions, rooms, booked appointments and materials come to {}.",
        pounds(figures.spend_gbp)
    ));
    income(sheet, record);
    let columns = [
        Column::Words("Budget"),
        Column::Number("These weeks"),
        Column::Number("Spent"),
        Column::Number("Left"),
        Column::Number("Used"),
    ];
    let rows = figures.budgets.iter().map(|b| {
        let used = if b.budget_gbp > 0.0 { percent(b.spent_gbp / b.budget_gbp) } else { "-".to_owned() };
        vec![b.budget.to_string(), pounds(b.budget_gbp), pounds(b.spent_gbp), pounds(b.budget_gbp - b.spent_gbp), used]
    });
    sheet.table(&columns, rows.collect());
    sheet.gap();
    sheet.paragraph("What the plan is worth at the policy's prices:");
    let nothing = record.do_nothing.as_ref();
    let mut columns = vec![Column::Words("Aim"), Column::Number("Worth")];
    if nothing.is_some() {
        columns.extend([Column::Number("Do nothing"), Column::Number("Difference")]);
    }
    let row = |what: String, plan: f64, nothing: Option<f64>| {
        let mut row = vec![what, pounds(plan)];
        if let Some(nothing) = nothing {
            row.extend([pounds(nothing), signed(plan - nothing, pounds)]);
        }
        row
    };
    let mut rows: Vec<Vec<String>> = figures
        .aims
        .iter()
        .map(|a| {
            let same = |f: &crate::plan::figures::Figures| {
                f.aims.iter().find(|other| other.aim == a.aim).map_or(0.0, |other| other.value_gbp)
            };
            row(a.aim.to_string(), a.value_gbp, nothing.map(same))
        })
        .collect();
    rows.push(row("all".to_owned(), figures.value_gbp, nothing.map(|f| f.value_gbp)));
    sheet.table(&columns, rows);
}
