//! What was changed in an earlier rota.

use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::RoomId;
use crate::plan::Session;
use crate::plan::rota::{Change, ListRow, PutOff, Receipt, Rota};
use crate::service::Service;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Compares two rotas in the weeks that both have.
pub(super) fn receipt(service: &Service, before: &Rota, after: &Rota, today: NaiveDate, asked: &[String]) -> Receipt {
    let both: BTreeSet<Week> =
        before.weeks.iter().map(|w| w.week).filter(|w| after.weeks.iter().any(|x| x.week == *w)).collect();
    let of = |rota: &Rota| -> BTreeSet<Session> {
        rota.sessions.iter().filter(|x| both.contains(&x.week)).cloned().collect()
    };
    let (old, new) = (of(before), of(after));
    let (old_lists, new_lists) = (lists(before, &both, service), lists(after, &both, service));
    let spend = |sessions: &BTreeSet<Session>| -> f64 {
        let cost = |x: &Session| service.practitioners.get(&x.practitioner).map_or(0.0, |p| p.cost_per_session.0);
        sessions.iter().map(cost).sum()
    };
    Receipt {
        today,
        asked: asked.to_vec(),
        changes: changes(&old, &new),
        to_move: more(&old_lists, &new_lists),
        places: more(&new_lists, &old_lists),
        later: later(before, after, &both),
        disturbance_gbp: 0.0,
        waiting_gbp: 0.0,
        proven_within_gbp: None,
        spend_gbp: spend(&new) - spend(&old),
    }
}

/// Sessions that are not as they were: each with what stands in its place, who is new at its end.
pub(super) fn changes(old: &BTreeSet<Session>, new: &BTreeSet<Session>) -> Vec<Change> {
    let mut added: Vec<&Session> = new.difference(old).collect();
    let mut changes = Vec::new();
    for session in old.difference(new) {
        // The same practitioner then, else the same room, clinic and site, else nobody.
        let same_person = |x: &&Session| {
            (x.date, &x.half_day, &x.practitioner) == (session.date, &session.half_day, &session.practitioner)
        };
        let same_clinic = |x: &&Session| {
            (x.date, &x.half_day, &x.clinic, &x.site)
                == (session.date, &session.half_day, &session.clinic, &session.site)
        };
        let same_seat = |x: &&Session| same_person(x) && same_clinic(x);
        let place = added.iter().position(same_seat).or_else(|| added.iter().position(same_clinic));
        let after = place.map(|n| added.remove(n).clone());
        changes.push(Change { before: Some(session.clone()), after });
    }
    changes.extend(added.into_iter().map(|session| Change { before: None, after: Some(session.clone()) }));
    changes
}

/// A session and a kind of appointment. The room does not count: a session that changes room keeps its list.
type Key<'r> = (NaiveDate, &'r HalfDay, &'r str, &'r str, &'r str, &'r str, bool);

fn lists<'r>(rota: &'r Rota, weeks: &BTreeSet<Week>, service: &'r Service) -> BTreeMap<Key<'r>, (u32, &'r ListRow)> {
    let mut lists: BTreeMap<Key<'r>, (u32, &'r ListRow)> = BTreeMap::new();
    for row in &rota.lists {
        let within = |week: &Week| (0..7).contains(&(row.date - week.monday(service.timetable.start)).num_days());
        if !weeks.iter().any(within) {
            continue;
        }
        let site = |room: &RoomId| service.rooms.get(room).map_or("", |room| room.site.as_ref());
        let key = (
            row.date,
            &row.half_day,
            row.clinic.as_ref(),
            site(&row.room),
            row.activity.as_ref(),
            row.course.as_ref(),
            row.first,
        );
        lists.entry(key).or_insert((0, row)).0 += row.appointments;
    }
    lists
}

/// What one has more than another.
fn more(of: &BTreeMap<Key<'_>, (u32, &ListRow)>, than: &BTreeMap<Key<'_>, (u32, &ListRow)>) -> Vec<ListRow> {
    let left = |key: &Key<'_>, units: u32| units.saturating_sub(than.get(key).map_or(0, |(units, _)| *units));
    of.iter()
        .map(|(key, (units, row))| ListRow { appointments: left(key, *units), ..(*row).clone() })
        .filter(|row| row.appointments > 0)
        .collect()
}

/// What waits at each week's end more than before.
fn later(before: &Rota, after: &Rota, weeks: &BTreeSet<Week>) -> Vec<PutOff> {
    let known = |row: &PutOff| {
        let same = |x: &&PutOff| {
            (x.week, &x.activity, &x.site, &x.course, x.first)
                == (row.week, &row.activity, &row.site, &row.course, row.first)
        };
        before.put_off.iter().filter(same).map(|x| x.units).sum::<u32>()
    };
    let rows = after.put_off.iter().filter(|row| weeks.contains(&row.week));
    rows.map(|row| PutOff { units: row.units.saturating_sub(known(row)), ..row.clone() })
        .filter(|row| row.units > 0)
        .collect()
}
