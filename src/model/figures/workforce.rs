//! Figures by practitioner.

use crate::base::ids::PractitionerId;
use crate::model::facts::clinical_allowance;
use crate::model::figures::total::Total;
use crate::plan::Plan;
use crate::plan::figures::PractitionerFigures;
use crate::service::{Practitioner, Service};
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
