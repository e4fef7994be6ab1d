//! The service's lists by position: the checker counts in positions and says ids only in findings.

use crate::service::{
    Activity, Budget, Clinic, Contract, Course, DeskWork, Measure, Meeting, Practitioner, Room, Service, Site, Stream,
};

/// The service's lists as slices.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    pub(super) sites: &'a [Site],
    pub(super) rooms: &'a [Room],
    pub(super) activities: &'a [Activity],
    pub(super) clinics: &'a [Clinic],
    pub(super) practitioners: &'a [Practitioner],
    pub(super) measures: &'a [Measure],
    pub(super) courses: &'a [Course],
    pub(super) streams: &'a [Stream],
    pub(super) meetings: &'a [Meeting],
    pub(super) desk_work: &'a [DeskWork],
    pub(super) budgets: &'a [Budget],
    pub(super) contracts: &'a [Contract],
}

impl<'a> Lists<'a> {
    /// The lists of a service.
    pub(super) fn of(service: &'a Service) -> Self {
        Self {
            sites: service.sites.iter().as_slice(),
            rooms: service.rooms.iter().as_slice(),
            activities: service.activities.iter().as_slice(),
            clinics: service.clinics.iter().as_slice(),
            practitioners: service.practitioners.iter().as_slice(),
            measures: service.measures.iter().as_slice(),
            courses: service.courses.iter().as_slice(),
            streams: service.streams.iter().as_slice(),
            meetings: service.meetings.iter().as_slice(),
            desk_work: service.desk_work.iter().as_slice(),
            budgets: service.budgets.iter().as_slice(),
            contracts: service.contracts.iter().as_slice(),
        }
    }
}
