//! One more of what a plan is short of, as a change to the scenario: so that it can be planned with it.

use crate::base::calendar::HalfDay;
use crate::base::ids::*;
use crate::model::facts::clinical_allowance;
use crate::model::prices::{BUDGET_STEP_GBP, CONTRACT_STEP};
use crate::plan::prices::{Price, Resource};
use crate::scenario::records::PatchRecord;
use crate::service::{Practitioner, Service};
use serde_json::Value;
use std::collections::BTreeSet;

/// One more of something: a question, and the changes to the scenario that ask it.
#[derive(Debug, Clone, PartialEq)]
pub struct OneMore {
    /// Of what.
    pub what: Resource,
    /// An id for it: `one-more-session-at-1`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The changes.
    pub patches: Vec<PatchRecord>,
}

/// Steps in which a contract is raised until it has room for one more clinical session, in sessions a week.
const STEP: f64 = 0.25;
/// So many steps are tried.
const STEPS: u32 = 40;

/// One more of each of the first few things that a plan is short of; of people who run the same kind of session, and of
/// rooms at a site, only the dearest. `tree` is the scenario's, patches applied.
#[must_use]
pub fn one_more(service: &Service, tree: &Value, prices: &[Price], most: usize) -> Vec<OneMore> {
    let mut kinds = BTreeSet::new();
    let mut found = Vec::new();
    for price in prices {
        if found.len() == most {
            break;
        }
        let kind = match &price.what {
            Resource::Session { clinic, .. } => format!("session {clinic}"),
            Resource::Room { like, .. } => format!("room {}", service.rooms[like].site),
            other => format!("{other:?}"),
        };
        if kinds.contains(&kind) {
            continue;
        }
        if let Some(one) = changes(service, tree, &price.what) {
            kinds.insert(kind);
            found.push(one);
        }
    }
    found
}

fn changes(service: &Service, tree: &Value, what: &Resource) -> Option<OneMore> {
    let set = |path: String, value: Value| PatchRecord::Set { path, value };
    let number = |path: &str| entry(tree, path).and_then(Value::as_f64);
    let (id, question, patches) = match what {
        Resource::Session { practitioner, clinic, site } => {
            let who = &service.practitioners[practitioner];
            let patches = one_more_session(service, who, clinic, site)?;
            let question = format!("What if {practitioner} worked one more clinical session a week?");
            (format!("one-more-session-{practitioner}"), question, patches)
        }
        Resource::Room { like, half_day } => {
            let name = format!("{like}-{}-{}", half_day.day.as_str(), half_day.period);
            let mut room = entry(tree, &format!("rooms.{like}"))?.clone();
            let fields = room.as_object_mut()?;
            fields.insert("id".to_owned(), Value::from(shortened(&format!("more-{name}"))));
            fields.insert("name".to_owned(), Value::from(format!("One more like {like}, {half_day}")));
            let open = serde_json::json!({ half_day.day.as_str(): [half_day.period.as_str()] });
            fields.insert("open".to_owned(), open);
            let question = format!("What if there were one more room like {like} on {half_day}?");
            (
                format!("one-more-room-{name}"),
                question,
                vec![PatchRecord::Add { path: "rooms".to_owned(), value: room }],
            )
        }
        Resource::Budget(budget) => {
            let path = format!("funding.budgets.{budget}.gbp_per_year");
            let raised = number(&path)? + BUDGET_STEP_GBP;
            let question = format!("What if the budget {budget} were £{BUDGET_STEP_GBP} a year larger?");
            (format!("one-more-thousand-{budget}"), question, vec![set(path, raised.into())])
        }
        Resource::ContractCap(contract) => {
            let path = format!("funding.contracts.{contract}.most_per_year");
            let raised = number(&path)? + CONTRACT_STEP;
            let question = format!("What if the cap of {contract} were {CONTRACT_STEP} a year higher?");
            (format!("ten-more-{contract}"), question, vec![set(path, raised.into())])
        }
        Resource::ContractFloor(contract) => {
            let path = format!("funding.contracts.{contract}.least_per_year");
            let lowered = (number(&path)? - CONTRACT_STEP).max(0.0);
            let question = format!("What if the floor of {contract} were {CONTRACT_STEP} a year lower?");
            (format!("ten-fewer-{contract}"), question, vec![set(path, lowered.into())])
        }
    };
    Some(OneMore { what: what.clone(), id: shortened(&id), question, patches })
}

/// An id that is not too long.
fn shortened(id: &str) -> String {
    id.chars().take(64).collect()
}

/// The value at a path of ids and keys.
fn entry<'t>(tree: &'t Value, path: &str) -> Option<&'t Value> {
    path.split('.').try_fold(tree, |value, part| match value {
        Value::Array(entries) => entries.iter().find(|e| e.get("id").and_then(Value::as_str) == Some(part)),
        _ => value.get(part),
    })
}

/// Contract and, where they have no half-day left, availability for one more clinical session a week.
fn one_more_session(
    service: &Service,
    who: &Practitioner,
    clinic: &ClinicId,
    site: &SiteId,
) -> Option<Vec<PatchRecord>> {
    let contracted = who.sessions_per_week.0;
    let wanted = clinical_allowance(service, who) + 1.0;
    let raised = (1..=STEPS).map(|step| contracted + f64::from(step) * STEP).find(|&sessions| {
        let more = Practitioner { sessions_per_week: crate::base::units::Sessions(sessions), ..who.clone() };
        clinical_allowance(service, &more) >= wanted - 1e-9
    })?;
    let at = format!("practitioners.{}", who.id);
    let mut patches = vec![PatchRecord::Set { path: format!("{at}.sessions_per_week"), value: raised.into() }];
    let missing = (raised - 1e-9).ceil() as usize;
    let missing = missing.saturating_sub(who.available.len());
    if missing > 0 {
        // In the half-days in which most rooms that fit are open there.
        let rooms = |half_day: &HalfDay| {
            let fits = |room: &&crate::service::Room| {
                room.site == *site && service.room_fits(room, &service.clinics[clinic]) && room.open.contains(half_day)
            };
            service.rooms.iter().filter(fits).count()
        };
        let mut open: Vec<HalfDay> =
            service.half_days().filter(|h| !who.available.contains(h) && rooms(h) > 0).collect();
        open.sort_by_key(|half_day| std::cmp::Reverse(rooms(half_day)));
        if open.len() < missing {
            return None;
        }
        let mut grid = serde_json::Map::new();
        for half_day in service.half_days() {
            if who.available.contains(&half_day) || open[..missing].contains(&half_day) {
                let day = grid.entry(half_day.day.as_str()).or_insert_with(|| Value::Array(Vec::new()));
                day.as_array_mut()?.push(half_day.period.as_str().into());
            }
        }
        patches.push(PatchRecord::Set { path: format!("{at}.available"), value: grid.into() });
    }
    Some(patches)
}
