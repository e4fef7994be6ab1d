//! Budgets, contracts, desk work and leave rules of an area, as the Kent scenario has them.

use super::care::{Care, Kind};
use super::demand::Stream;
use super::entries::{SOURCE, clinic_id, desk_role, kinds, stream_id};
use super::people::Person;
use super::placing::Area;
use super::role::Role;
use serde_json::{Value, json};

/// Sessions a year of a whole-time equivalent, and the share of planned ones that sickness leaves.
const SESSIONS_A_YEAR: usize = 416;
const LEFT_BY_SICKNESS: f64 = 0.95;

/// Pounds a year of some people, rounded up to a thousand: a session lost to sickness is paid for all the same.
fn pounds<'p>(people: impl Iterator<Item = &'p Person>) -> f64 {
    let cost: usize = people.map(|p| p.tenths() * SESSIONS_A_YEAR * p.role.pay(p.seniority).1 as usize / 10).sum();
    (cost as f64 / LEFT_BY_SICKNESS / 1_000.0).ceil() * 1_000.0
}

/// An area's budgets: its clinics at what their staff cost, and Alexander lessons at that and a weekly session more.
pub(super) fn budgets(area: &Area, people: &[Person]) -> Vec<Value> {
    let here = || people[area.people.clone()].iter().filter(|p| p.sessions > 0);
    let n = area.number;
    let all: Vec<String> = kinds(area).into_iter().map(|kind| clinic_id(n, kind)).collect();
    let teachers = pounds(here().filter(|p| p.role == Role::Teacher)) + 9_000.0;
    let lessons: Vec<String> = kinds(area)
        .into_iter()
        .filter(|kind| matches!(kind, Kind::Alexander | Kind::AlexanderGroups))
        .map(|kind| clinic_id(n, kind))
        .collect();
    vec![
        json!({"id": format!("a{:02}-clinics", n + 1), "gbp_per_year": pounds(here()), "covers": {"clinics": all}, "source": SOURCE}),
        json!({"id": format!("a{:02}-alexander", n + 1), "gbp_per_year": teachers, "covers": {"clinics": lessons}, "source": SOURCE}),
    ]
}

/// A cap on Alexander starts a sixth above the staff's, and a floor under assessments at two thirds of what nurses can do.
pub(super) fn contracts(streams: &[Stream]) -> Vec<Value> {
    let a_year = |weekly: f64| (weekly * 365.0 / 7.0).round();
    let of = |stream: &Stream| match stream.care {
        Care::Alexander => Some(json!({
            "id": format!("{}-cap", stream_id(stream)),
            "counts": {"stream_starts": stream_id(stream)},
            "most_per_year": a_year(stream.possible * 2.0),
            "source": SOURCE,
        })),
        Care::Assessment => Some(json!({
            "id": format!("{}-floor", stream_id(stream)),
            "counts": {"stream_starts": stream_id(stream)},
            "least_per_year": a_year(stream.weekly * 2.0 / 3.0),
            "source": SOURCE,
        })),
        _ => None,
    };
    streams.iter().filter_map(of).collect()
}

/// An area's desk work: administrators register, book and answer.
pub(super) fn desk_work(area: &Area, streams: &[Stream]) -> Vec<Value> {
    let n = area.number;
    let here = || streams.iter().filter(|s| s.area == n);
    let ids = |assessment: bool| -> Vec<String> {
        here().filter(|s| s.care.is_assessment() == assessment).map(stream_id).collect()
    };
    let kind = |name: &str, minutes: u32, per: Value| json!({"id": format!("{name}-a{:02}", n + 1), "role": desk_role(n), "minutes": minutes, "per": per, "source": SOURCE});
    let enquiries = (here().map(|s| s.weekly).sum::<f64>() / 2.0).round();
    vec![
        kind("registration", 40, json!({"referrals": ids(true)})),
        kind("booking", 60, json!({"referrals": ids(false)})),
        kind("enquiries", 8, json!({"week": enquiries})),
    ]
}

/// Triage of all that is referred, by senior nurses.
pub(super) fn triage(streams: &[Stream]) -> Value {
    let ids: Vec<String> = streams.iter().filter(|s| s.care.is_assessment()).map(stream_id).collect();
    json!({"id": "triage", "role": Role::Nurse.name(), "minutes": 2, "per": {"referrals": ids}, "source": SOURCE})
}

/// Five days of study leave a year for everybody who runs clinics.
pub(super) fn leave_rules(people: &[Person]) -> Vec<Value> {
    let roles: Vec<&str> =
        Role::CLINICAL.into_iter().filter(|&role| people.iter().any(|p| p.role == role)).map(Role::name).collect();
    vec![json!({"id": "training", "roles": roles, "study_days_per_year": 5, "source": SOURCE})]
}
