//! One more of what a plan is short of, as a change to the scenario: so that it can be planned with it.

use crate::base::calendar::HalfDay;
use crate::base::ids::*;
use crate::model::facts::clinical_allowance;
use crate::model::prices::{BUDGET_STEP_GBP, CONTRACT_STEP};
use crate::plan::prices::{NotTried, Price, Resource};
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

/// One more of each of the first few things that a plan is short of, and what cannot be had, with the reason; of people
/// who run the same kind of session, of rooms at a site, and of its openings, only the dearest. `tree` is the scenario's,
/// patches applied.
#[must_use]
pub fn one_more(service: &Service, tree: &Value, prices: &[Price], most: usize) -> (Vec<OneMore>, Vec<NotTried>) {
    let mut kinds = BTreeSet::new();
    let (mut found, mut not_tried) = (Vec::new(), Vec::new());
    for price in prices {
        if found.len() == most {
            break;
        }
        let kind = match &price.what {
            Resource::Session { clinic, .. } => format!("session {clinic}"),
            Resource::Room { like, .. } => format!("room {}", service.rooms[like].site),
            Resource::Opening { site, .. } => format!("opening {site}"),
            other => format!("{other:?}"),
        };
        if kinds.contains(&kind) {
            continue;
        }
        match changes(service, tree, &price.what) {
            Some(one) => {
                kinds.insert(kind);
                found.push(one);
            }
            None => not_tried.push(NotTried { what: price.what.clone(), why: why_not(&price.what).to_owned() }),
        }
    }
    (found, not_tried)
}

fn why_not(what: &Resource) -> &'static str {
    match what {
        Resource::Session { .. } => {
            "no contract that the scenario allows leaves room for it, or no half-day is left in which they do not work and \
             a fitting room is open there"
        }
        _ => "it does not stand in the scenario as one entry that could be changed",
    }
}

/// The most openings that are tried.
const MOST_OPENINGS: usize = 100;

/// What comes whole or not at all and may be worth something: each site open in one half-day more, and each lesson cap
/// raised to the shortest course that it keeps from being offered. `tree` is the scenario's, patches applied.
#[must_use]
pub fn openings(service: &Service, tree: &Value) -> Vec<OneMore> {
    let closed = service.sites.iter().flat_map(|site| {
        let shut = service.half_days().filter(|half_day| !site.open.contains(half_day));
        shut.map(|half_day| Resource::Opening { site: site.id.clone(), half_day })
    });
    let caps = service.lesson_caps.iter().filter_map(|cap| {
        let lessons = |course: &crate::service::Course| course.most_lessons(&cap.activity);
        let most = written_options(service, tree).map(lessons).filter(|&lessons| lessons > cap.most).min()?;
        Some(Resource::LessonCap { activity: cap.activity.clone(), most })
    });
    let all = closed.take(MOST_OPENINGS).chain(caps);
    all.filter_map(|what| changes(service, tree, &what)).collect()
}

/// The courses that streams would be offered if there were no caps.
fn written_options<'s>(
    service: &'s Service,
    tree: &'s Value,
) -> impl Iterator<Item = &'s crate::service::Course> + use<'s> {
    let streams = tree.get("streams").and_then(Value::as_array).into_iter().flatten();
    let options = streams.filter_map(|stream| stream.get("courses").and_then(Value::as_array)).flatten();
    let ids = options.filter_map(|option| option.get("course").and_then(Value::as_str));
    ids.filter_map(|id| service.courses.get(&CourseId::from(id)))
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
        Resource::Opening { site, half_day } => {
            let mut patches =
                vec![set(format!("sites.{site}.open"), opened(tree, &format!("sites.{site}.open"), half_day)?)];
            // Rooms with half-days of their own open with it.
            for room in service.rooms.iter().filter(|room| room.site == *site) {
                let path = format!("rooms.{}.open", room.id);
                if entry(tree, &path).is_some_and(|open| !open.is_null()) {
                    let value = opened(tree, &path, half_day)?;
                    patches.push(set(path, value));
                }
            }
            let question = format!("What if {site} were open on {half_day} too, with all its rooms?");
            (format!("open-{site}-{}-{}", half_day.day.as_str(), half_day.period), question, patches)
        }
        Resource::LessonCap { activity, most } => {
            let mut caps = entry(tree, "funding.most_lessons_per_patient")?.clone();
            let of_activity = |cap: &&mut Value| cap.get("activity").and_then(Value::as_str) == Some(activity.as_str());
            for cap in caps.as_array_mut()?.iter_mut().filter(of_activity) {
                cap.as_object_mut()?.insert("most".to_owned(), Value::from(*most));
            }
            let question = format!("What if a patient could have {most} of {activity}?");
            (format!("cap-{most}-{activity}"), question, vec![set("funding.most_lessons_per_patient".to_owned(), caps)])
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

/// A grid of half-days with one more.
fn opened(tree: &Value, path: &str, half_day: &HalfDay) -> Option<Value> {
    let mut grid = entry(tree, path)?.clone();
    let day = grid.as_object_mut()?.entry(half_day.day.as_str()).or_insert_with(|| Value::Array(Vec::new()));
    day.as_array_mut()?.push(half_day.period.as_str().into());
    Some(grid)
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
