//! The whole validation, section by section and then across them.

use super::reader::Reader;
use super::{
    calendar, care, care_rules, clinics, courses, deliverable, demand, desk, doses, estate, evidence, funding,
    leave_rules, meetings, near_misses, pathways, policy, rota, sources, totals, workforce,
};
use crate::base::finding::{Finding, Places};
use crate::scenario::records::ScenarioRecord;
use crate::service::Service;

/// What validation makes of a scenario.
#[derive(Debug, Clone)]
pub struct Validated {
    /// The valid service; none if any finding is an error.
    pub service: Option<Service>,
    /// All findings, section by section.
    pub findings: Vec<Finding>,
}

/// Makes a service of the records, or says everything that is wrong with them. Never panics, whatever they hold.
#[must_use]
pub fn validate(record: &ScenarioRecord, places: &dyn Places) -> Validated {
    let mut reader = Reader::new(record, places);
    let service = read(&mut reader);
    across(&mut reader, &service);
    let service = (!reader.findings.any_error()).then_some(service);
    Validated { service, findings: reader.findings.into_list() }
}

/// Reads every section. Parts with errors keep harmless values, so the result is a service only without errors.
fn read(reader: &mut Reader<'_>) -> Service {
    let timetable = calendar::timetable(reader);
    let worked_weeks = calendar::worked_weeks(reader);
    let sites = estate::sites(reader, &timetable);
    let travel = estate::travel(reader, &sites);
    let rooms = estate::rooms(reader, &timetable, &sites);
    let activities = care::activities(reader, &timetable);
    let clinics = clinics::clinics(reader, &timetable, &activities, &rooms);
    let practitioners = workforce::practitioners(reader, &timetable);
    let measures = care::measures(reader);
    let courses = courses::courses(reader, &activities);
    let lesson_caps = funding::lesson_caps(reader);
    let streams = demand::streams(reader, &timetable, &courses, &lesson_caps);
    let meetings = meetings::meetings(reader, &timetable, &sites, &practitioners);
    let desk_work = desk::desk_work(reader);
    let budgets = funding::budgets(reader);
    let contracts = funding::contracts(reader);
    let block_income = funding::block_income(reader);
    let policy = policy::policy(reader, &timetable);
    calendar::spans_beyond(reader, &timetable);
    Service {
        name: reader.record.service.name.clone(),
        timetable,
        worked_weeks,
        sites,
        travel,
        rooms,
        activities,
        clinics,
        practitioners,
        measures,
        courses,
        streams,
        meetings,
        desk_work,
        budgets,
        contracts,
        block_income,
        lesson_caps,
        policy,
    }
}

/// What only shows when sections are seen together.
fn across(reader: &mut Reader<'_>, service: &Service) {
    estate::of_use(reader, service);
    care::of_use(reader, service);
    care::measures_of_use(reader, service);
    clinics::of_use(reader, service);
    courses::of_use(reader, service);
    workforce::of_use(reader, service);
    near_misses::check(reader, service);
    meetings::clashes(reader, service);
    desk::of_use(reader, service);
    leave_rules::check(reader, service);
    pathways::circles(reader, service);
    doses::compare(reader, service);
    care_rules::check(reader, service);
    evidence::check(reader);
    deliverable::check(reader, service);
    funding::of_use(reader, service);
    policy::of_use(reader, service);
    rota::of_use(reader, service);
    totals::check(reader, service);
    sources::check(reader);
}
