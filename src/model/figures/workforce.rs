//! Figures by practitioner.

use crate::base::ids::PractitionerId;
use crate::model::figures::total::Total;
use crate::plan::Plan;
use crate::plan::figures::PractitionerFigures;
use crate::service::{Practitioner, Recurrence, Service};
use std::collections::HashMap;

/// A row a practitioner who can fill a position of some clinic, in the service's order.
pub(super) fn practitioners(service: &Service, plan: &Plan) -> Vec<PractitionerFigures> {
    let mut rostered: HashMap<&PractitionerId, f64> = HashMap::new();
    for session in &plan.sessions {
        *rostered.entry(&session.practitioner).or_default() += 1.0;
    }
    service
        .practitioners
        .iter()
        .filter(|p| service.clinics.iter().any(|c| service.position_of(p, c).is_some()))
        .map(|practitioner| {
            let available = available_sessions(service, practitioner);
            let rostered = rostered.get(&practitioner.id).copied().unwrap_or(0.0);
            PractitionerFigures {
                practitioner: practitioner.id.clone(),
                available_sessions: available,
                rostered_sessions: rostered,
                utilisation: if available > 0.0 { rostered / available } else { 0.0 },
            }
        })
        .collect()
}

/// Clinical sessions that contract and presence allow: each week the lesser of the clinical allowance and the half-days
/// on which they are present and one of their sites is open.
fn available_sessions(service: &Service, practitioner: &Practitioner) -> f64 {
    let allowance = clinical_allowance(service, practitioner);
    let half_days: Vec<_> = service.half_days().collect();
    let sites: Vec<_> = practitioner.sites.iter().filter_map(|id| service.sites.get(id)).collect();
    service
        .weeks()
        .map(|week| {
            let present = half_days
                .iter()
                .filter(|h| {
                    let date = week.date(service.timetable.start, h.day);
                    service.is_present(practitioner, date, h)
                        && sites.iter().any(|site| service.site_is_open(site, date, h))
                })
                .count();
            allowance.min(present as f64)
        })
        .total()
}

/// Whole clinical sessions a week (rule R2): what the contract leaves after the non-clinical share, or after floating
/// meetings where these take more.
fn clinical_allowance(service: &Service, practitioner: &Practitioner) -> f64 {
    let contracted = practitioner.sessions_per_week.0;
    let periods = &service.timetable.periods;
    let mean_minutes = periods.iter().map(|p| p.minutes.0).total() / periods.len().max(1) as f64;
    let floating: f64 = service
        .meetings
        .iter()
        .filter(|m| m.attendees.contains(&practitioner.id))
        .filter_map(|m| match m.when {
            Recurrence::Floating { every } => Some(m.minutes.0 / f64::from(every)),
            _ => None,
        })
        .total();
    let floating_sessions = if mean_minutes > 0.0 { floating / mean_minutes } else { 0.0 };
    let taken = (practitioner.non_clinical.get() * contracted).max(floating_sessions);
    // the small term keeps 6.000 sessions six when their fraction was not exact
    (contracted - taken + 1e-9).floor().max(0.0)
}
