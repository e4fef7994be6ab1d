//! The way through the checker: rows, reckoning, rules, figures.

use crate::plan::Plan;
use crate::service::{RuleId, Service};
use crate::verify::figures;
use crate::verify::reckon::Facts;
use crate::verify::rows::Rows;
use crate::verify::rules;
use crate::verify::sheet::Sheet;
use crate::verify::verdict::Verdict;

/// Re-checks a plan against a service, whatever the plan holds.
#[must_use]
pub fn verify(service: &Service, plan: &Plan) -> Verdict {
    let mut sheet = Sheet::default();
    let rows = Rows::read(service, plan, &mut sheet);
    let facts = Facts::reckon(service, plan, rows);
    rules::check_all(&facts, &mut sheet);
    let reckoned = figures::reckon(&facts);
    figures::compare_all(&plan.figures, &reckoned, &mut sheet);
    let (findings, checked) = sheet.close(RuleId::OF_PLANS);
    Verdict { findings, checked, figures: reckoned }
}
