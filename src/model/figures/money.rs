//! What is spent, and on which budget.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::ClinicId;
use crate::model::figures::clinics::TeamSession;
use crate::model::figures::total::Total;
use crate::model::figures::unit::places;
use crate::plan::Plan;
use crate::plan::figures::BudgetFigures;
use crate::service::{Covers, Service};
use std::collections::BTreeMap;

/// What is spent within the horizon, in pounds.
pub(super) struct Spending {
    /// Everything.
    pub(super) total: f64,
    /// Sessions, rooms and booked units, by clinic kind.
    by_clinic: BTreeMap<ClinicId, f64>,
}

/// Sessions at their practitioners' cost, rooms once a team, booked units, materials of each start.
pub(super) fn spending(service: &Service, plan: &Plan, sessions: &[TeamSession<'_>]) -> Spending {
    let mut by_clinic: BTreeMap<ClinicId, f64> = BTreeMap::new();
    for session in sessions {
        let staff: f64 = session.members.iter().map(|p| p.cost_per_clinical_session().0).total();
        let hire = service.rooms.get(session.room).map_or(0.0, |room| room.hire.0);
        *by_clinic.entry(session.clinic.id.clone()).or_default() += staff + hire;
    }
    for booking in &plan.bookings {
        let Some(activity) = service.activities.get(&booking.activity) else { continue };
        *by_clinic.entry(booking.clinic.clone()).or_default() +=
            booking.slots * places(service, activity) * activity.cost.0;
    }
    let materials: f64 =
        plan.starts.iter().filter_map(|s| service.courses.get(&s.course).map(|c| s.patients * c.materials.0)).total();
    Spending { total: by_clinic.values().copied().total() + materials, by_clinic }
}

/// A row a budget line, in the service's order.
pub(super) fn budgets(service: &Service, spending: &Spending) -> Vec<BudgetFigures> {
    let share_of_year = f64::from(service.timetable.weeks) / WEEKS_A_YEAR;
    service
        .budgets
        .iter()
        .map(|budget| BudgetFigures {
            budget: budget.id.clone(),
            budget_gbp: budget.per_year.0 * share_of_year,
            spent_gbp: match &budget.covers {
                Covers::Everything => spending.total,
                Covers::Clinics(clinics) => clinics.iter().filter_map(|c| spending.by_clinic.get(c)).copied().total(),
            },
        })
        .collect()
}
