//! A budget line's figures.

use crate::plan::figures::BudgetFigures;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;

/// Reckons every budget line.
pub(super) fn reckon(facts: &Facts<'_>) -> Vec<BudgetFigures> {
    let all = facts.lists.budgets.iter();
    all.map(|budget| BudgetFigures {
        budget: budget.id.clone(),
        budget_gbp: budget.per_year.0 * facts.grid.share_of_year(),
        spent_gbp: facts.spend.covered(facts.lists, &budget.covers),
    })
    .collect()
}

/// Compares budget lines.
pub(super) fn compare(claimed: &[BudgetFigures], reckoned: &[BudgetFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.budgets",
        (claimed, reckoned),
        |row| row.budget.clone(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.budget_gbp"), claimed.budget_gbp, reckoned.budget_gbp);
            compare.number(&format!("{path}.spent_gbp"), claimed.spent_gbp, reckoned.spent_gbp);
        },
    );
}
