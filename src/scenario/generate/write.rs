//! The scenario's text.

use super::super::files::ENTRY_FILE;
use super::capacity::capacity;
use super::care::Kind;
use super::catalogue::{Catalogue, care_of};
use super::demand::{Stream, streams};
use super::draw::Draw;
use super::entries::{self, per_year_tenths};
use super::estate::{ROOM_KINDS, Site, sites};
use super::money;
use super::people::{Person, people};
use super::placing::{Area, place, residential};
use super::rota::Rota;
use super::shared::share;
use super::size::Size;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Areas for each residential programme.
const AREAS_A_HOST: usize = 5;
/// Minutes by road between neighbouring areas: too far for one day.
const BETWEEN_AREAS: u32 = 60;

/// Parts of a scenario that draw apart, for each area.
const PEOPLE: u64 = 0;
const ROTA: u64 = 1;
const DEMAND: u64 = 2;
const ROADS: u64 = 3;
const PARTS: u64 = 4;

/// A scenario made from a seed.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The file's name in its folder.
    pub file: &'static str,
    /// Its text.
    pub text: String,
}

/// Makes a scenario of a size from a seed: the same bytes on every machine, for one version of the program.
///
/// # Errors
/// If the Kent scenario within the program cannot be read, or YAML not be written.
pub fn generate(size: Size, seed: u64, version: &str) -> Result<Generated, serde_yaml::Error> {
    let draw = |area: usize, part: u64| Draw::new(seed, area as u64 * PARTS + part);
    let (mut all_sites, mut all_people, mut areas) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..size.areas() {
        let outline = size.outline();
        let first_site = all_sites.len();
        let mut drawn = draw(number, PEOPLE);
        let here = sites(outline, number, &mut drawn);
        let first_person = all_people.len();
        all_people.extend(people(outline, number, first_site, &here, &mut drawn));
        all_sites.extend(here);
        let hosts = size.areas() > 1 && number % AREAS_A_HOST == 0;
        areas.push(Area { number, outline, first_site, people: first_person..all_people.len(), hosts });
    }
    share(&areas, &all_sites, &mut all_people);
    let mut rota = Rota::new(&all_sites, &all_people);
    for area in areas.iter().filter(|area| area.hosts) {
        residential(&mut rota, area, &mut draw(area.number, ROTA));
    }
    for area in &areas {
        place(&mut rota, area, &mut draw(area.number, ROTA));
    }
    let streams = streams(&areas, &capacity(&rota), |area| draw(area, DEMAND));
    let drives: Vec<Value> =
        areas.iter().flat_map(|area| drives(area, &all_sites, &mut draw(area.number, ROADS))).collect();
    let catalogue = Catalogue::read()?;
    let scenario = scenario((size, seed, version), &areas, &rota, &streams, (&catalogue, drives));
    let mut text = header(size, seed, version);
    text.push_str(&serde_yaml::to_string(&scenario)?);
    Ok(Generated { file: ENTRY_FILE, text })
}

fn header(size: Size, seed: u64, version: &str) -> String {
    let mut text = String::new();
    let (sites, areas) = (size.areas() * size.outline().sites.len(), size.areas());
    let _ = writeln!(
        text,
        "# A service that does not exist, for measuring how fast and how well services are planned: {sites} sites in {areas} area(s)."
    );
    let _ = writeln!(
        text,
        "# Its activities, courses and evidence are those of the Kent scenario; all else is drawn from a seed."
    );
    let _ = writeln!(
        text,
        "# Made by equipoise {version}: equipoise bench generate --size {} --seed {seed} --out DIR\n",
        size.name()
    );
    text
}

/// Drives within an area, from its largest site and along the others, and on to the next area.
fn drives(area: &Area, sites: &[Site], draw: &mut Draw) -> Vec<Value> {
    let here: Vec<usize> = area.sites().collect();
    let drive = |a: usize, b: usize, minutes: u32| json!({"between": [sites[a].id, sites[b].id], "minutes": minutes});
    let mut drives = Vec::new();
    for (n, &site) in here.iter().enumerate().skip(1) {
        drives.push(drive(here[0], site, 5 * draw.between(4, 8) as u32));
        if n > 1 {
            drives.push(drive(here[n - 1], site, 5 * draw.between(4, 8) as u32));
        }
    }
    let next = here[0] + here.len();
    if next < sites.len() {
        drives.push(drive(here[0], next, BETWEEN_AREAS));
    }
    drives
}

fn scenario(
    (size, seed, version): (Size, u64, &str),
    areas: &[Area],
    rota: &Rota,
    streams: &[Stream],
    (catalogue, drives): (&Catalogue, Vec<Value>),
) -> Value {
    let (sites, people): (&[Site], &[Person]) = (rota.sites, rota.people);
    let care = care_of(areas);
    let kinds: BTreeSet<Kind> = areas.iter().flat_map(entries::kinds).collect();
    let rooms: BTreeSet<&str> = sites
        .iter()
        .flat_map(|s| s.rooms.iter().zip(ROOM_KINDS))
        .filter(|(n, _)| **n > 0)
        .map(|(_, kind)| kind)
        .collect();
    let activities = catalogue.activities(&kinds, &care, &rooms);
    let of_areas = |each: &dyn Fn(&Area) -> Vec<Value>| -> Vec<Value> { areas.iter().flat_map(each).collect() };
    let tenths: usize = people.iter().map(Person::tenths).sum();
    let referred: u32 = streams.iter().map(per_year_tenths).sum();
    let mut desk = of_areas(&|area| money::desk_work(area, streams));
    desk.push(money::triage(streams));
    let caps = catalogue.rules(&catalogue.section("funding")["most_lessons_per_patient"], &activities);
    let mut whole = Map::new();
    let mut put = |key: &str, value: Value| whole.insert(key.to_owned(), value);
    put("equipoise", json!(1));
    put(
        "service",
        json!({
            "name": format!("Generated service, size {}, seed {seed}", size.name()),
            "description": "A service that does not exist, for measuring how it is planned.",
            "provenance": format!("Generated by equipoise {version} from seed {seed}, size {}; activities, courses and evidence: the Kent scenario's.", size.name()),
            "fte_total": tenths as f64 / 10.0,
            "referrals_per_year": f64::from(referred) / 10.0,
            "source": entries::SOURCE,
        }),
    );
    put("horizon", catalogue.section("horizon"));
    put("calendar", catalogue.section("calendar"));
    put("sites", json!(sites.iter().map(entries::site).collect::<Vec<_>>()));
    put("travel_minutes", json!({"longest_between_sessions": 45, "drives": drives, "source": entries::SOURCE}));
    put("rooms", json!((0..sites.len()).flat_map(|site| entries::rooms(rota, site)).collect::<Vec<_>>()));
    put("care_rules", json!(catalogue.rules(&catalogue.section("care_rules"), &activities)));
    put("activities", json!(activities));
    put("clinics", json!(of_areas(&|area| entries::clinics(area, rota, streams))));
    put("practitioners", json!(people.iter().map(|p| entries::person(p, sites)).collect::<Vec<_>>()));
    put("measures", catalogue.section("measures"));
    put("courses", json!(catalogue.courses(&care)));
    put("streams", json!(streams.iter().map(|s| entries::stream(s, streams, sites)).collect::<Vec<_>>()));
    put("meetings", json!(of_areas(&|area| entries::meetings(area, rota))));
    put("desk_work", json!(desk));
    put("leave_rules", json!(money::leave_rules(people)));
    put(
        "funding",
        json!({
            "budgets": of_areas(&|area| money::budgets(area, people)),
            "contracts": money::contracts(streams),
            "most_lessons_per_patient": caps,
        }),
    );
    put("policy", catalogue.section("policy"));
    Value::Object(whole)
}
