//! What was changed in an earlier rota.

use super::asked::Changed;
use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::{PractitionerId, RoomId};
use crate::plan::Session;
use crate::plan::rota::{Change, ListRow, Moved, Need, Receipt, ReceiptFigures, Rota, Stance};
use crate::service::Service;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Compares two rotas in the weeks that both have.
pub(super) fn receipt(service: &Service, before: &Rota, after: &Rota, change: &Changed, stance: &Stance) -> Receipt {
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
    let changes = changes(&old, &new);
    let to_move = moved(service, more(&old_lists, &new_lists), more(&new_lists, &old_lists));
    let later = later(before, after, &both);
    let units = |rows: &[ListRow]| rows.iter().map(|row| row.appointments).sum::<u32>();
    Receipt {
        today: change.today,
        asked: change.words.clone(),
        stance: stance.clone(),
        figures: ReceiptFigures {
            sessions: changes.len() as u32,
            people: people(service, &changes),
            to_move: to_move.iter().map(|row| row.from.appointments).sum(),
            placed: to_move.iter().map(|row| units(&row.to)).sum(),
            later: later.iter().map(|row| row.units).sum(),
            spend_gbp: spend(&new) - spend(&old),
            ..ReceiptFigures::default()
        },
        changes,
        to_move,
        later,
        proven_within_gbp: None,
        others: Vec::new(),
    }
}

/// Whose half-days are not as they were published, beside those who cannot be there.
fn people(service: &Service, changes: &[Change]) -> Vec<PractitionerId> {
    let there = |x: &&Session| {
        let who = service.practitioners.get(&x.practitioner);
        who.is_some_and(|who| service.is_present(who, x.date, &x.half_day))
    };
    let is_other_room = |change: &&Change| {
        let both = change.before.as_ref().zip(change.after.as_ref());
        both.is_some_and(|(before, after)| Session { room: after.room.clone(), ..before.clone() } == *after)
    };
    let of = |change| {
        let Change { before, after }: &Change = change;
        before.iter().chain(after).filter(there).map(|x| x.practitioner.clone())
    };
    let all: BTreeSet<PractitionerId> = changes.iter().filter(|change| !is_other_room(change)).flat_map(of).collect();
    all.into_iter().collect()
}

/// Finds for each row to move as many new places of its kind, the first first.
fn moved(service: &Service, rows: Vec<ListRow>, mut places: Vec<ListRow>) -> Vec<Moved> {
    let site = |row: &ListRow| service.rooms.get(&row.room).map(|room| room.site.clone());
    let place = |from: ListRow| {
        let (mut to, mut left) = (Vec::new(), from.appointments);
        for free in &mut places {
            let same = (&free.activity, &free.course, free.first) == (&from.activity, &from.course, from.first)
                && site(free) == site(&from);
            let taken = left.min(free.appointments);
            if same && taken > 0 {
                free.appointments -= taken;
                left -= taken;
                to.push(ListRow { appointments: taken, ..free.clone() });
            }
        }
        Moved { from, to, beyond: left }
    };
    rows.into_iter().map(place).collect()
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

/// Appointments by session and kind, and within these by room.
type Lists<'r> = BTreeMap<Key<'r>, BTreeMap<&'r RoomId, &'r ListRow>>;

fn lists<'r>(rota: &'r Rota, weeks: &BTreeSet<Week>, service: &'r Service) -> Lists<'r> {
    let mut lists = Lists::new();
    for row in &rota.lists {
        if Week::of(row.date, service.timetable.start).is_none_or(|week| !weeks.contains(&week)) {
            continue;
        }
        let site = service.rooms.get(&row.room).map_or("", |room| room.site.as_ref());
        let (clinic, activity, course) = (row.clinic.as_ref(), row.activity.as_ref(), row.course.as_ref());
        let key = (row.date, &row.half_day, clinic, site, activity, course, row.first);
        lists.entry(key).or_default().insert(&row.room, row);
    }
    lists
}

/// What one has more than another, room by room.
fn more(of: &Lists, than: &Lists) -> Vec<ListRow> {
    let none = BTreeMap::new();
    let sum = |rows: &BTreeMap<&RoomId, &ListRow>| rows.values().map(|row| row.appointments).sum::<u32>();
    let mut more = Vec::new();
    for (key, rows) in of {
        let others = than.get(key).unwrap_or(&none);
        let mut left = sum(rows).saturating_sub(sum(others));
        for (room, row) in rows {
            let here = row.appointments.saturating_sub(others.get(room).map_or(0, |row| row.appointments));
            let appointments = here.min(left);
            left -= appointments;
            if appointments > 0 {
                more.push(ListRow { appointments, ..(*row).clone() });
            }
        }
    }
    more
}

/// What waits at each week's end more than before.
fn later(before: &Rota, after: &Rota, weeks: &BTreeSet<Week>) -> Vec<Need> {
    let known = |row: &Need| {
        let same = |x: &&Need| Need { units: row.units, ..(*x).clone() } == *row;
        before.put_off.iter().filter(same).map(|x| x.units).sum::<u32>()
    };
    let rows = after.put_off.iter().filter(|row| weeks.contains(&row.week));
    rows.map(|row| Need { units: row.units.saturating_sub(known(row)), ..row.clone() })
        .filter(|row| row.units > 0)
        .collect()
}
