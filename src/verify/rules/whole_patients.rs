//! F12: patients start whole, and in weeks in which the site is open.

use crate::base::calendar::Week;
use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::whole;

/// Checks every row of starts.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for row in &facts.rows.starts {
        let path = || format!("starts[{}].patients", row.index);
        sheet.require(
            RuleId::WholePatients,
            whole(row.patients) && row.patients >= 0.0,
            path,
            || format!("{} patients cannot start", row.patients),
            "start whole patients",
        );
        let site = &facts.lists.sites[row.site].id;
        sheet.require(
            RuleId::WholePatients,
            row.patients == 0.0 || facts.open.is_open(row.site, row.week),
            path,
            || format!("patients start at {site} in {}, when it is closed", Week(row.week as u32)),
            "start patients in weeks in which the site is open",
        );
    }
}
