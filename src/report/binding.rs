//! What binds: the clinics, roles and budgets that a plan uses to their limit.

use crate::plan::figures::Figures;
use crate::record::ServiceOutline;
use crate::report::numbers::percent;
use std::collections::BTreeMap;

/// From this share on something counts as used to its limit: whole appointments and whole patients seldom fill the last
/// few minutes.
const FULL: f64 = 0.97;

/// Something that a plan uses to its limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What, in words.
    pub what: String,
    /// The share that is used.
    pub used: f64,
}

/// What binds, the fullest first: clinics' minutes, roles' sessions, budgets.
#[must_use]
pub fn limits(figures: &Figures, outline: &ServiceOutline) -> Vec<Limit> {
    let mut limits: Vec<Limit> = Vec::new();
    for clinic in &figures.clinics {
        limits.push(Limit {
            what: format!(
                "{} ({} of the minutes offered are booked)",
                outline.clinic_name(&clinic.clinic),
                percent(clinic.utilisation)
            ),
            used: clinic.utilisation,
        });
    }
    let mut roles: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for practitioner in &figures.practitioners {
        let role = roles.entry(outline.role_of(&practitioner.practitioner)).or_default();
        role.0 += practitioner.rostered_sessions;
        role.1 += practitioner.available_sessions;
    }
    for (role, (rostered, available)) in roles.into_iter().filter(|(_, (_, available))| *available > 0.0) {
        let used = rostered / available;
        limits.push(Limit {
            what: format!("the time of role {role} ({} of their sessions are rostered)", percent(used)),
            used,
        });
    }
    for budget in figures.budgets.iter().filter(|b| b.budget_gbp > 0.0) {
        let used = budget.spent_gbp / budget.budget_gbp;
        limits.push(Limit { what: format!("the budget {} ({} spent)", budget.budget, percent(used)), used });
    }
    limits.retain(|limit| limit.used >= FULL);
    // stable: what is equally full keeps the service's order
    limits.sort_by(|a, b| b.used.total_cmp(&a.used));
    limits
}
