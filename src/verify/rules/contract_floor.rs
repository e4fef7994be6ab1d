//! F7a: activity reaches contract floors.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::rules::contracts::{counted, list, tolerance};
use crate::verify::sheet::Sheet;

/// Checks each contract that names a least.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for contract in facts.lists.contracts {
        let Some(least) = contract.least_per_year else { continue };
        let floor = least * facts.grid.share_of_year();
        let counted = counted(facts, contract);
        sheet.require(
            RuleId::ContractFloor,
            counted >= floor - tolerance(contract) * floor.abs().max(1.0),
            || list(contract).to_owned(),
            || format!("{} counts {counted:.3}, and asks for {floor:.3} within the horizon", contract.id),
            "plan more of what the contract counts",
        );
    }
}
