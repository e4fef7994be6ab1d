//! Who can run what: the question behind several checks, asked of practitioners and clinics.

use super::allowance::clinical_allowance;
use super::calendar::last_day;
use super::findings::Findings;
use crate::base::ids::SiteId;
use crate::service::{Clinic, Practitioner, Service};

/// Whether somebody works at a site. An unknown site may be any: its error is reported where it stands.
pub(super) fn works_at(service: &Service, practitioner: &Practitioner, site: &SiteId) -> bool {
    practitioner.sites.iter().any(|s| s == site || service.sites.get(s).is_none())
}

/// Whether somebody is under contract and registered on some day of the horizon.
pub(super) fn employed_within(service: &Service, practitioner: &Practitioner) -> bool {
    let (first, last) = practitioner.employed;
    first.is_none_or(|d| d <= last_day(&service.timetable)) && last.is_none_or(|d| d >= service.timetable.start)
}

/// The position of a clinic's team that somebody can fill, with a clinical session to give and within the horizon.
/// An own list of clinics with an error in it may allow any.
pub(super) fn position(
    service: &Service,
    findings: &Findings<'_>,
    practitioner: &Practitioner,
    clinic: &Clinic,
) -> Option<usize> {
    if gives_sessions(service, practitioner) { place(service, findings, practitioner, clinic) } else { None }
}

/// Whether somebody has a clinical session to give within the horizon.
pub(super) fn gives_sessions(service: &Service, practitioner: &Practitioner) -> bool {
    employed_within(service, practitioner) && clinical_allowance(service, practitioner) >= 1.0
}

/// The position of a clinic's team that somebody can fill who has a session to give.
pub(super) fn place(
    service: &Service,
    findings: &Findings<'_>,
    practitioner: &Practitioner,
    clinic: &Clinic,
) -> Option<usize> {
    if findings.sound(&format!("practitioners.{}.clinics", practitioner.id)) {
        return service.position_of(practitioner, clinic);
    }
    clinic
        .team
        .iter()
        .position(|p| p.roles.contains(&practitioner.role) && p.skills.iter().all(|s| practitioner.skills.contains(s)))
}
