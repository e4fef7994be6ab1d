//! Sites, rooms and the roads between.

use super::calendar::{grid, spans};
use super::codes;
use super::reader::{Reader, name_or_id};
use super::wording::{list, number};
use crate::base::calendar::bank_holidays;
use crate::base::ids::{RoomId, RoomKindId, SiteId};
use crate::base::units::Minutes;
use crate::service::{Room, Service, Site, Table, Timetable, Travel};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the sites.
pub(super) fn sites(reader: &mut Reader<'_>, timetable: &Timetable) -> Table<Site> {
    let record = reader.record;
    record
        .sites
        .iter()
        .map(|site| {
            let at = format!("sites.{}", site.id);
            let nation = site.nation.or(record.calendar.nation);
            Site {
                id: SiteId::from(site.id.as_str()),
                name: name_or_id(site.name.as_ref(), &site.id),
                open: grid(reader, timetable, &format!("{at}.open"), &site.open),
                bank_holidays: nation.map(bank_holidays).unwrap_or_default(),
                closures: spans(reader, timetable, &format!("{at}.closures"), &site.closures),
            }
        })
        .collect()
}

/// Reads the rooms. A room at an unknown site keeps that site's id.
pub(super) fn rooms(reader: &mut Reader<'_>, timetable: &Timetable, sites: &Table<Site>) -> Table<Room> {
    let record = reader.record;
    record
        .rooms
        .iter()
        .map(|room| {
            let at = format!("rooms.{}", room.id);
            let site = SiteId::from(room.site.as_str());
            reader.names.sites.resolve(&mut reader.findings, &format!("{at}.site"), &room.site);
            let site_open = sites.get(&site).map(|s| s.open.clone());
            let open = match (&room.open, site_open) {
                (None, site_open) => site_open.unwrap_or_default(),
                (Some(written), site_open) => {
                    let path = format!("{at}.open");
                    let open = grid(reader, timetable, &path, written);
                    let beyond: Vec<String> =
                        site_open.map(|s| open.difference(&s).map(ToString::to_string).collect()).unwrap_or_default();
                    if !beyond.is_empty() {
                        let cause = format!("`{}` is open on {}, when `{site}` is closed", room.id, list(beyond));
                        reader.findings.add(codes::OPEN_BEYOND_SITE, &path, cause);
                    }
                    open
                }
            };
            Room {
                id: RoomId::from(room.id.as_str()),
                name: name_or_id(room.name.as_ref(), &room.id),
                site,
                kind: RoomKindId::from(room.kind.as_str()),
                features: room.features.iter().cloned().collect(),
                places: reader.findings.whole(&format!("{at}.places"), room.places, 1, 1000),
                open,
                closures: spans(reader, timetable, &format!("{at}.closures"), &room.closures),
                hire: reader.pounds(&format!("{at}.hire_gbp_per_session"), room.hire_gbp_per_session),
            }
        })
        .collect()
}

/// Reads the drives and finds the shortest ways over them.
pub(super) fn travel(reader: &mut Reader<'_>, sites: &Table<Site>) -> Travel {
    let Some(record) = &reader.record.travel_minutes else { return Travel::default() };
    let at = "travel_minutes";
    let longest =
        reader.minutes(&format!("{at}.longest_between_sessions"), record.longest_between_sessions, 0.0, 1440.0);
    let count = sites.len();
    let mut shortest = vec![vec![f64::INFINITY; count]; count];
    let mut written: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, drive) in record.drives.iter().enumerate() {
        let at = format!("{at}.drives.{i}");
        let minutes = reader.findings.within(&format!("{at}.minutes"), drive.minutes, 0.0, 1440.0);
        let ends: Vec<usize> = drive
            .between
            .iter()
            .enumerate()
            .filter_map(|(j, s)| reader.names.sites.resolve(&mut reader.findings, &format!("{at}.between.{j}"), s))
            .filter_map(|id| sites.position(&id))
            .collect();
        match *ends {
            [a, b] if a != b && drive.between.len() == 2 => {
                if let Some(first) = written.insert((a.min(b), a.max(b)), i) {
                    let cause = format!(
                        "the drive between `{}` and `{}` is written twice (also entry {})",
                        drive.between[0],
                        drive.between[1],
                        first + 1
                    );
                    reader.findings.add(codes::REPEATED, &at, cause);
                }
                shortest[a][b] = minutes;
                shortest[b][a] = minutes;
            }
            _ if drive.between.len() == ends.len() => {
                let cause = format!("a drive is between two different sites, this names {}", list(&drive.between));
                reader.findings.add(codes::DRIVE_TO_ITSELF, &format!("{at}.between"), cause);
            }
            _ => {}
        }
    }
    floyd_warshall(&mut shortest);
    for (&(a, b), &i) in &written {
        if shortest[a][b] + 1e-9 < record.drives[i].minutes {
            let cause = format!(
                "the drive between {} takes {} minutes, over another site {}",
                list(&record.drives[i].between),
                number(record.drives[i].minutes),
                number(shortest[a][b])
            );
            reader.findings.add(codes::DETOUR_SHORTER, &format!("{at}.drives.{i}"), cause);
        }
    }
    unreachable(reader, sites, &shortest);
    let ids: Vec<&SiteId> = sites.iter().map(|s| &s.id).collect();
    let mut drives = BTreeMap::new();
    for (a, row) in shortest.iter().enumerate() {
        for (b, &minutes) in row.iter().enumerate() {
            if a != b && minutes.is_finite() {
                drives.insert((ids[a].clone(), ids[b].clone()), Minutes(minutes));
            }
        }
    }
    Travel { longest: Some(longest), drives }
}

fn floyd_warshall(shortest: &mut [Vec<f64>]) {
    for k in 0..shortest.len() {
        let over = shortest[k].clone();
        for row in shortest.iter_mut() {
            let to = row[k];
            if to.is_finite() {
                for (direct, rest) in row.iter_mut().zip(&over) {
                    *direct = direct.min(to + rest);
                }
            }
        }
    }
}

/// Sites from which some other site cannot be reached.
fn unreachable(reader: &mut Reader<'_>, sites: &Table<Site>, shortest: &[Vec<f64>]) {
    let cut_off: Vec<&str> = sites
        .iter()
        .enumerate()
        .skip(1)
        .filter(|&(i, _)| shortest[0][i].is_infinite())
        .map(|(_, s)| s.id.as_ref())
        .collect();
    if let (false, Some(first)) = (cut_off.is_empty(), sites.iter().next()) {
        let cause = format!("no known drives lead from `{}` to {}", first.id, list(cut_off));
        reader.findings.add(codes::NO_KNOWN_DRIVE, "travel_minutes.drives", cause);
    }
}

/// Looks at the estate as a whole: sites and rooms of no use.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    let housed: BTreeSet<&SiteId> = service.rooms.iter().map(|r| &r.site).collect();
    let dates: Vec<_> = service
        .weeks()
        .flat_map(|w| service.half_days().map(move |h| (w.date(service.timetable.start, h.day), h)))
        .collect();
    for site in &service.sites {
        let at = format!("sites.{}", site.id);
        if !housed.contains(&site.id) {
            reader.findings.add(codes::SITE_WITHOUT_ROOMS, &at, format!("`{}` has no room", site.id));
        }
        if !dates.iter().any(|(date, h)| service.site_is_open(site, *date, h)) {
            let cause = format!("`{}` is open in no half-day of the horizon", site.id);
            reader.findings.add(codes::NEVER_OPEN, &at, cause);
        }
    }
    for room in service.rooms.iter().filter(|r| service.sites.get(&r.site).is_some()) {
        let site = &service.sites[&room.site];
        let site_opens = dates.iter().any(|(date, h)| service.site_is_open(site, *date, h));
        if site_opens && !dates.iter().any(|(date, h)| service.room_is_open(room, *date, h)) {
            let cause = format!("`{}` can be used in no half-day of the horizon", room.id);
            reader.findings.add(codes::NEVER_OPEN, &format!("rooms.{}", room.id), cause);
        }
    }
    let unused: Vec<&str> = service
        .rooms
        .iter()
        .filter(|r| !service.clinics.iter().any(|c| service.room_fits(r, c)))
        .map(|r| r.id.as_ref())
        .collect();
    let clinics_sound = ["activities", "clinics", "rooms"].iter().all(|list| reader.findings.sound(list));
    if clinics_sound && !unused.is_empty() {
        reader.findings.add(codes::ROOM_UNUSED, "rooms", format!("no clinic can use {}", list(unused)));
    }
}
