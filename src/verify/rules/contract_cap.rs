//! F7: activity stays within contract caps.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::rules::contracts::{counted, list, tolerance};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::at_most;

/// Checks each contract that names a most.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for contract in facts.lists.contracts {
        let Some(most) = contract.most_per_year else { continue };
        let cap = most * facts.grid.share_of_year();
        let counted = counted(facts, contract);
        sheet.require(
            RuleId::ContractCap,
            at_most(counted, cap, tolerance(contract)),
            || list(contract).to_owned(),
            || format!("{} counts {counted:.3}, and allows {cap:.3} within the horizon", contract.id),
            "plan less of what the contract counts",
        );
    }
}
