//! Rules that are priced, not kept at any price: a plan may break them, but must own up to what that costs.

use crate::base::ids::Id;
use crate::service::{Aim, RuleId};
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FIGURE;

/// Checks that the worth claimed for an aim does not leave out what a rule's breach costs.
///
/// Only a claim that is too high, by no more than the breach costs, is laid at the rule's door; the comparison of
/// figures finds every other difference.
pub(super) fn owned_up(facts: &Facts<'_>, rule: RuleId, aim: Aim, cost: f64, sheet: &mut Sheet) {
    let reckoned = facts.worth.aim(aim);
    let claimed: f64 = facts.plan.figures.aims.iter().filter(|f| f.aim == aim).map(|f| f.value_gbp).sum();
    let tolerance = FIGURE * reckoned.abs().max(1.0);
    let over = claimed - reckoned;
    let left_out = over > tolerance && cost > 0.0 && over <= cost + tolerance;
    sheet.require(
        rule,
        !left_out,
        || "figures.aims".to_owned(),
        || {
            format!(
                "the worth of {aim} is claimed {over:.2} pounds too high; {} costs {cost:.2} pounds",
                rule.name().as_str().replace('-', " ")
            )
        },
        "charge the aim with all that falls short",
    );
}

/// Counts a check for each week that a priced rule speaks of.
pub(super) fn count(rule: RuleId, weeks: usize, sheet: &mut Sheet) {
    for _ in 0..weeks {
        sheet.require(rule, true, String::new, String::new, "");
    }
}

/// The names of ids in a list, for causes.
pub(super) fn names<'a, I: Id + 'a>(ids: impl IntoIterator<Item = &'a I>) -> String {
    ids.into_iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}
