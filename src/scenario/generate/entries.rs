//! Sites, rooms, people, clinics, streams and meetings as a scenario writes them.

use super::capacity::{AREA_MEETING_MINUTES, TEAM_MEETING_MINUTES};
use super::care::{Care, Kind};
use super::demand::Stream;
use super::estate::{CONSULTING, GROUP, HALL, PLACES, ROOM_KINDS, Site};
use super::half_days::{AREA_MEETING, HalfDays, name};
use super::people::Person;
use super::placing::Area;
use super::role::Role;
use super::rota::Rota;
use super::weeks::{WEEKS, date};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What every figure that is made up says of itself.
pub(super) const SOURCE: &str = "generated";
/// Half-days beside those of the rota in which group rooms and halls can be used.
const SPARE: usize = 2;
/// A desk's part of an administrator's half-day, in minutes, and a nurse's of a week.
const DESK_MINUTES: usize = 135;
const TRIAGE_MINUTES: usize = 90;

/// Share of ten thousand, as a number with four decimals.
fn ten_thousandths(n: usize) -> f64 {
    n as f64 / 10_000.0
}

/// A number with so many decimals: 1 for tenths.
pub(super) fn rounded(number: f64, decimals: u32) -> f64 {
    let unit = f64::from(10_u32.pow(decimals));
    (number * unit).round() / unit
}

pub(super) fn site(site: &Site) -> Value {
    json!({"id": site.id, "name": site.name, "open": site.open.grid(), "source": SOURCE})
}

/// A site's rooms. Group rooms and halls are to be had for a few half-days only.
pub(super) fn rooms(rota: &Rota, place: usize) -> Vec<Value> {
    let site = &rota.sites[place];
    let mut rooms = Vec::new();
    for (kind, &count) in site.rooms.iter().enumerate() {
        for n in 0..count {
            let ending = if kind == CONSULTING { (n + 1).to_string() } else { ROOM_KINDS[kind].to_owned() };
            let mut room = Map::new();
            room.insert("id".to_owned(), json!(format!("{}-{ending}", site.id)));
            room.insert("site".to_owned(), json!(site.id));
            room.insert("kind".to_owned(), json!(ROOM_KINDS[kind]));
            room.insert("places".to_owned(), json!(PLACES[kind]));
            if kind == GROUP || kind == HALL {
                room.insert("open".to_owned(), with_spare(rota.in_use(place, kind), site).grid());
            }
            if let Some((first, weeks)) = site.refurbished.filter(|_| kind == CONSULTING && n == 0) {
                let span = json!({"from": date(first, 0), "to": date(first + weeks - 1, 4), "reason": "refurbishment"});
                room.insert("closures".to_owned(), json!([span]));
            }
            room.insert("source".to_owned(), json!(SOURCE));
            rooms.push(Value::Object(room));
        }
    }
    rooms
}

fn with_spare(mut used: HalfDays, site: &Site) -> HalfDays {
    let spare: Vec<usize> = site.open.iter().filter(|&h| !used.has(h)).take(SPARE).collect();
    spare.into_iter().for_each(|h| used.add(h));
    used
}

pub(super) fn person(person: &Person, sites: &[Site]) -> Value {
    let (band, cost) = person.role.pay(person.seniority);
    let (contracted, other) = person.contract;
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("id", json!(person.id));
    put("role", json!(role(person)));
    if let Some(band) = band {
        put("band", json!(band));
    }
    put("wte", json!(person.tenths() as f64 / 10.0));
    put("sessions_per_week", json!(contracted));
    put("non_clinical_share", json!(ten_thousandths(other)));
    put("cost_gbp_per_session", json!(cost));
    put("home_site", json!(sites[person.home()].id));
    if person.sites.len() > 1 {
        let named: Vec<&str> = person.sites.iter().map(|&s| sites[s].id.as_str()).collect();
        put("sites", json!(named));
    }
    put("available", person.available.grid());
    if !person.skills.is_empty() {
        put("skills", json!(person.skills));
    }
    match person.role {
        // Their leave has no dates: it stops no clinic.
        Role::Admin | Role::Manager => put("absence_rate", json!(0.18)),
        _ => put("absence_rate", json!(0.05)),
    };
    match person.role {
        Role::Admin => put("desk_minutes_per_week", json!(contracted * DESK_MINUTES)),
        Role::Nurse if person.seniority == 0 => put("desk_minutes_per_week", json!(TRIAGE_MINUTES)),
        _ => None,
    };
    if let Some(body) = person.role.register() {
        put("registration", json!({"body": body, "expires": "2027-12-31"}));
    }
    match person.employed {
        (first, _) if first > 0 => {
            put("contract", json!({"kind": "permanent", "starts": date(first, 0)}));
        }
        (_, last) if last < WEEKS - 1 => {
            put("contract", json!({"kind": "fixed-term", "ends": date(last, 6)}));
        }
        _ => {}
    }
    let span = |week: usize| json!({"from": date(week, 0), "to": date(week, 4)});
    if !person.leave.annual.is_empty() {
        put("leave", json!(person.leave.annual.iter().map(|&week| span(week)).collect::<Vec<_>>()));
    }
    if let Some(week) = person.leave.study {
        put("study_leave", json!([span(week)]));
    }
    put("source", json!(SOURCE));
    Value::Object(entry)
}

/// Administrators work for their area only.
fn role(person: &Person) -> String {
    match person.role {
        Role::Admin => desk_role(person.area),
        other => other.name().to_owned(),
    }
}

/// The role of an area's administrators.
pub(super) fn desk_role(area: usize) -> String {
    format!("admin-a{:02}", area + 1)
}

/// An area's clinics, each at the sites at which its patients are.
pub(super) fn clinics(area: &Area, rota: &Rota, streams: &[Stream]) -> Vec<Value> {
    let mut clinics = Vec::new();
    for kind in kinds(area) {
        let here = area.sites();
        let treated: BTreeSet<usize> = match kind {
            Kind::Nurse => here.filter(|&s| rota.sites[s].rooms[CONSULTING] > 0).collect(),
            _ => {
                let of_kind = streams.iter().filter(|s| serves(kind, s.care));
                let sites = of_kind.flat_map(|s| s.shares.iter().map(|(site, _)| *site));
                sites.filter(|site| here.contains(site)).collect()
            }
        };
        let named: Vec<&str> = treated.iter().map(|&s| rota.sites[s].id.as_str()).collect();
        clinics.push(json!({
            "id": clinic_id(area.number, kind),
            "activities": kind.activities(area.care().any(|care| care == Care::Tens)),
            "sites": named,
            "source": SOURCE,
        }));
    }
    clinics
}

/// Whether patients of a stream come to sessions of a kind.
fn serves(kind: Kind, care: Care) -> bool {
    match kind {
        Kind::Joint => care == Care::Joint,
        Kind::ProgrammeNurse => care == Care::Programme,
        Kind::Alexander => matches!(care, Care::Alexander | Care::AlexanderGroups),
        _ => care.takes().is_some_and(|(of, _)| of == kind),
    }
}

/// Kinds of session that an area has.
pub(super) fn kinds(area: &Area) -> BTreeSet<Kind> {
    let has = |kind: Kind| kind == Kind::Nurse || area.care().any(|care| serves(kind, care));
    Kind::ALL.into_iter().filter(|&kind| has(kind)).collect()
}

pub(super) fn clinic_id(area: usize, kind: Kind) -> String {
    format!("a{:02}-{}", area + 1, kind.id())
}

pub(super) fn stream_id(stream: &Stream) -> String {
    format!("a{:02}-{}", stream.area + 1, stream.care.id())
}

/// Referrals a year of a stream from outside, in tenths of a patient.
pub(super) fn per_year_tenths(stream: &Stream) -> u32 {
    if stream.care.is_assessment() { (stream.weekly * 365.0 / 7.0 * 10.0).round() as u32 } else { 0 }
}

pub(super) fn stream(stream: &Stream, all: &[Stream], sites: &[Site]) -> Value {
    let care = stream.care;
    let (courses, todays) = care.courses();
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("id", json!(stream_id(stream)));
    put("name", json!(format!("{}, area {}", care.name(), stream.area + 1)));
    if care.is_assessment() {
        put("assessment", json!(true));
        put("referrals", json!({"per_year": f64::from(per_year_tenths(stream)) / 10.0}));
    }
    put("waiting_list", waiting(stream));
    let shares: Map<String, Value> =
        stream.shares.iter().map(|&(site, share)| (sites[site].id.clone(), json!(ten_thousandths(share)))).collect();
    put("site_shares", Value::Object(shares));
    put("courses", json!(courses.iter().map(|course| json!({"course": course})).collect::<Vec<_>>()));
    put("today", json!({"mix": {todays: 1.0}, "starts_per_week": rounded(stream.today(), 2), "source": SOURCE}));
    put("target_wait_weeks", json!(if care == Care::Urgent { 6 } else { 18 }));
    if !stream.onward.is_empty() {
        let onward: Vec<Value> = stream
            .onward
            .iter()
            .map(|&(to, each)| {
                let to = &all[to];
                json!({"to": stream_id(to), "per_attended": rounded(each, 4), "lag_weeks": to.care.lag()})
            })
            .collect();
        put("onward", json!(onward));
    }
    put("in_course", in_course(stream));
    put("source", json!(SOURCE));
    Value::Object(entry)
}

/// Two thirds have waited for at most half as long as the longest.
fn waiting(stream: &Stream) -> Value {
    let weeks = if stream.care == Care::Urgent { 3 } else { stream.list_weeks };
    let patients = (stream.weekly * weeks as f64).round() as usize;
    let older = patients / 3;
    let middle = weeks / 2 + 1;
    json!([
        {"patients": patients - older, "to_weeks": middle},
        {"patients": older, "from_weeks": middle, "to_weeks": weeks + 4},
    ])
}

fn in_course(stream: &Stream) -> Value {
    let course = stream.care.courses().1;
    let one = |patients: f64, weeks: usize| json!({"course": course, "patients": patients, "from_weeks_ago": weeks, "to_weeks_ago": weeks});
    // Groups of ten at each site, begun in different weeks of three, so that they share a nurse.
    let sites = stream.shares.len() as f64;
    match stream.care {
        Care::Programme => json!([one(10.0 * sites, 2), one(10.0 * sites, 7), one(10.0 * sites, 16)]),
        Care::Residential => json!([one(8.0 * sites, 1), one(8.0 * sites, 8)]),
        care => {
            let weeks = care.weeks();
            let patients = rounded(stream.underway() * weeks as f64, 1);
            json!([{"course": course, "patients": patients, "from_weeks_ago": weeks}])
        }
    }
}

/// An area's meetings: each site's team weekly, the area monthly, supervision of each profession every four weeks.
pub(super) fn meetings(area: &Area, rota: &Rota) -> Vec<Value> {
    let people = &rota.people[area.people.clone()];
    let mut meetings = Vec::new();
    for place in area.sites() {
        let site = &rota.sites[place];
        meetings.push(json!({
            "id": format!("mdt-{}", site.id),
            "who": {"home_site": site.id},
            "when": {"weekly": {"half_days": [name(site.meeting)]}},
            "minutes": TEAM_MEETING_MINUTES,
            "site": site.id,
            "source": SOURCE,
        }));
    }
    let ids = |people: Vec<&Person>| json!(people.into_iter().map(|p| &p.id).collect::<Vec<_>>());
    meetings.push(json!({
        "id": format!("meeting-a{:02}", area.number + 1),
        "who": {"practitioners": ids(people.iter().collect())},
        "when": {"monthly": {"half_day": name(AREA_MEETING), "nth": 1}},
        "minutes": AREA_MEETING_MINUTES,
        "source": SOURCE,
    }));
    for role in Role::CLINICAL {
        let of_role: Vec<&Person> = people.iter().filter(|p| p.role == role).collect();
        if of_role.len() > 1 {
            meetings.push(json!({
                "id": format!("supervision-a{:02}-{}", area.number + 1, role.short()),
                "who": {"practitioners": ids(of_role)},
                "when": {"floating": {"every": 4}},
                "minutes": 60,
                "source": SOURCE,
            }));
        }
    }
    meetings
}
