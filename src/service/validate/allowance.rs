//! The clinical allowance of rule R2, for warnings about time that a weekly pattern loses.

use super::calendar::mean_minutes;
use crate::service::{Practitioner, Recurrence, Service};

/// Minutes of floating meetings a week.
pub(super) fn floating_minutes(service: &Service, practitioner: &Practitioner) -> f64 {
    service
        .meetings
        .iter()
        .filter(|m| m.attendees.contains(&practitioner.id))
        .map(|m| match m.when {
            Recurrence::Floating { every } => m.minutes.0 / f64::from(every.max(1)),
            _ => 0.0,
        })
        .sum()
}

/// Sessions a week that floating meetings take.
pub(super) fn floating_sessions(service: &Service, practitioner: &Practitioner) -> f64 {
    let mean = mean_minutes(&service.timetable, &practitioner.available).0;
    if mean > 0.0 { floating_minutes(service, practitioner) / mean } else { 0.0 }
}

/// Clinical sessions a week before rounding down: contracted, less the non-clinical share or the floating meetings,
/// whichever is more.
pub(super) fn clinical_time(service: &Service, practitioner: &Practitioner) -> f64 {
    let contracted = practitioner.sessions_per_week.0;
    let non_clinical = practitioner.non_clinical.get() * contracted;
    (contracted - non_clinical.max(floating_sessions(service, practitioner))).max(0.0)
}

/// Whole clinical sessions a week.
pub(super) fn clinical_allowance(service: &Service, practitioner: &Practitioner) -> f64 {
    (clinical_time(service, practitioner) + 1e-9).floor()
}
