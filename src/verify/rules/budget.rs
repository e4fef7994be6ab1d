//! F6: spending stays within each budget.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, at_most};

/// Checks each budget line's share of the year.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for budget in facts.lists.budgets {
        let limit = budget.per_year.0 * facts.grid.share_of_year();
        let spent = facts.spend.covered(facts.lists, &budget.covers);
        sheet.require(
            RuleId::Budget,
            at_most(spent, limit, FIGURE),
            || "sessions".to_owned(),
            || format!("{spent:.2} pounds are spent of {}, which has {limit:.2} for the horizon", budget.id),
            "hold fewer sessions, or in cheaper rooms",
        );
    }
}
