//! Whether each course can be delivered, and where: clinic, room, team and half-day together.

use super::codes;
use super::reader::Reader;
use super::staffing::{gives_sessions, place, works_at};
use super::wording::list;
use crate::base::calendar::HalfDay;
use crate::base::ids::{ActivityId, ClinicId, CourseId, SiteId};
use crate::service::{Clinic, Practitioner, Room, Service, Site};
use std::collections::{BTreeMap, BTreeSet};

/// Why a clinic cannot be held at a site; the later ones are nearer to working.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Obstacle {
    NoClinic,
    NotThere(ClinicId),
    NoTeam { clinic: ClinicId, roles: String },
    NoTime(ClinicId),
}

impl Obstacle {
    fn reason(&self, activity: &ActivityId, site: &SiteId) -> String {
        match self {
            Obstacle::NoClinic => format!("no clinic holds `{activity}`"),
            Obstacle::NotThere(clinic) => {
                format!("`{clinic}`, which holds `{activity}`, has no fitting room at `{site}` or is not held there")
            }
            Obstacle::NoTeam { clinic, roles } => {
                format!(
                    "too few who have a clinical session to give work at `{site}` for `{clinic}` (it needs {roles})"
                )
            }
            Obstacle::NoTime(clinic) => {
                format!("in no half-day are a room and the team of `{clinic}` at `{site}` together")
            }
        }
    }
}

/// What has been found out about clinics at sites.
struct Delivery<'s> {
    service: &'s Service,
    /// Clinics that hold an activity, in order.
    clinics: BTreeMap<&'s ActivityId, Vec<&'s Clinic>>,
    /// Who works at a site and has a session to give, in order.
    staff: BTreeMap<&'s SiteId, Vec<&'s Practitioner>>,
    /// By clinic and site: what stands in the way, if anything.
    known: BTreeMap<(ClinicId, SiteId), Option<Obstacle>>,
}

/// Courses that can be delivered nowhere, and sites of streams at which one of their courses cannot.
pub(super) fn check(reader: &mut Reader<'_>, service: &Service) {
    let mut delivery = Delivery::new(service);
    let mut nowhere: BTreeSet<CourseId> = BTreeSet::new();
    let wanted: BTreeSet<&CourseId> = service
        .streams
        .iter()
        .flat_map(|s| s.options.iter().map(|o| &o.course).chain(s.in_course.iter().map(|i| &i.course)))
        .collect();
    for course in wanted {
        let reasons: Option<Vec<String>> =
            service.sites.iter().map(|site| delivery.obstacle(reader, course, &site.id)).collect();
        if let Some(reasons) = reasons.filter(|r| !r.is_empty()) {
            let reasons: BTreeSet<String> = reasons.into_iter().collect();
            let cause = format!("`{course}` can be delivered at no site: {}", list(reasons));
            reader.findings.add(codes::COURSE_NOT_DELIVERABLE, &format!("courses.{course}"), cause);
            nowhere.insert(course.clone());
        }
    }
    for stream in &service.streams {
        let courses: BTreeSet<&CourseId> = stream
            .options
            .iter()
            .map(|o| &o.course)
            .chain(stream.in_course.iter().map(|i| &i.course))
            .filter(|c| !nowhere.contains(*c))
            .collect();
        for site in stream.site_shares.keys() {
            for course in &courses {
                if let Some(reason) = delivery.obstacle(reader, course, site) {
                    let cause = format!("patients of `{}` at `{site}` cannot have `{course}`: {reason}", stream.id);
                    let path = format!("streams.{}.site_shares.{site}", stream.id);
                    reader.findings.add(codes::NOT_DELIVERABLE_AT_SITE, &path, cause);
                }
            }
        }
    }
}

impl<'s> Delivery<'s> {
    fn new(service: &'s Service) -> Self {
        let mut clinics: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for clinic in &service.clinics {
            for activity in clinic.activities.iter().collect::<BTreeSet<_>>() {
                clinics.entry(activity).or_default().push(clinic);
            }
        }
        let mut staff: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for practitioner in service.practitioners.iter().filter(|p| gives_sessions(service, p)) {
            if practitioner.sites.iter().any(|site| service.sites.get(site).is_none()) {
                let sites = service.sites.iter().map(|site| &site.id);
                sites.filter(|site| works_at(service, practitioner, site)).for_each(|site| {
                    staff.entry(site).or_default().push(practitioner);
                });
            } else {
                practitioner.sites.iter().for_each(|site| staff.entry(site).or_default().push(practitioner));
            }
        }
        Self { service, clinics, staff, known: BTreeMap::new() }
    }

    /// Why a course cannot be delivered at a site; none if it can, or if a fault reported elsewhere stands in the way
    /// of judging.
    fn obstacle(&mut self, reader: &Reader<'_>, course: &CourseId, site: &SiteId) -> Option<String> {
        if !reader.findings.sound(&format!("courses.{course}")) {
            return None;
        }
        let activities = self.service.courses.get(course)?.activities();
        activities.into_iter().find_map(|id| self.of_activity(reader, id, site).map(|o| o.reason(id, site)))
    }

    fn of_activity(&mut self, reader: &Reader<'_>, activity: &ActivityId, site: &SiteId) -> Option<Obstacle> {
        if !reader.findings.sound(&format!("activities.{activity}")) || !reader.findings.sound("clinics") {
            return None;
        }
        let service = self.service;
        let mut nearest = Obstacle::NoClinic;
        let staff = self.staff.get(site).map_or(&[][..], Vec::as_slice);
        for &clinic in self.clinics.get(activity).into_iter().flatten() {
            let found = self
                .known
                .entry((clinic.id.clone(), site.clone()))
                .or_insert_with(|| of_clinic(reader, service, (clinic, site), staff));
            match found {
                None => return None,
                Some(obstacle) => nearest = nearest.max(obstacle.clone()),
            }
        }
        Some(nearest)
    }
}

fn of_clinic(
    reader: &Reader<'_>,
    service: &Service,
    (clinic, site): (&Clinic, &SiteId),
    staff: &[&Practitioner],
) -> Option<Obstacle> {
    if !clinic.sites.contains(site) {
        // a room whose site is misspelt may be the one
        let sound = reader.findings.sound("rooms");
        return sound.then(|| Obstacle::NotThere(clinic.id.clone()));
    }
    let site = service.sites.get(site)?;
    let team = &clinic.team;
    let mut candidates: Vec<Vec<&Practitioner>> = vec![Vec::new(); team.len()];
    for &practitioner in staff {
        if let Some(i) = place(service, &reader.findings, practitioner, clinic) {
            candidates[i].push(practitioner);
        }
    }
    let complete = |free: &dyn Fn(&Practitioner) -> bool| {
        team.iter().zip(&candidates).all(|(p, c)| c.iter().filter(|c| free(c)).count() >= p.count as usize)
    };
    if !complete(&|_| true) {
        let roles = list(team.iter().map(|p| {
            let roles = p.roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
            if p.count > 1 { format!("{} x {roles}", p.count) } else { roles }
        }));
        return Some(Obstacle::NoTeam { clinic: clinic.id.clone(), roles });
    }
    let certain = ["calendar", "sites", "rooms", "practitioners"].iter().all(|p| reader.findings.sound(p));
    let rooms: Vec<&Room> =
        service.rooms.iter().filter(|r| r.site == site.id && service.room_fits(r, clinic)).collect();
    let held = |half_day: &HalfDay, site: &Site| {
        site.open.contains(half_day)
            && rooms.iter().any(|r| r.open.contains(half_day))
            && complete(&|p| p.available.contains(half_day))
    };
    (certain && !service.half_days().any(|h| held(&h, site))).then(|| Obstacle::NoTime(clinic.id.clone()))
}
