//! R15: the receipt of a change says what the rota holds, and adds up.

use super::check::Read;
use crate::plan::Session;
use crate::plan::rota::{Change, Moved, ReceiptFigures};
use crate::service::RuleId;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, near};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the receipt, if there is one. What the earlier rota held is taken as told.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let Some(receipt) = &read.rota.receipt else { return };
    let sessions: BTreeSet<&Session> = read.rota.sessions.iter().collect();
    for (n, Change { before, after }) in receipt.changes.iter().enumerate() {
        let gone = before.as_ref().is_none_or(|session| !sessions.contains(session));
        let there = after.as_ref().is_none_or(|session| sessions.contains(session));
        sheet.require(
            RuleId::LeastChange,
            gone && there && (before.is_some() || after.is_some()),
            || format!("receipt.changes[{n}]"),
            || "a change is told that the sessions do not show".to_owned(),
            "list what is no longer held, and what is held instead",
        );
    }
    for (n, moved) in receipt.to_move.iter().enumerate() {
        let placed: u32 = moved.to.iter().map(|place| place.appointments).sum();
        sheet.require(
            RuleId::LeastChange,
            placed + moved.beyond == moved.from.appointments,
            || format!("receipt.to_move[{n}]"),
            || format!("{} are to move: {placed} have a place, {} have none", moved.from.appointments, moved.beyond),
            "give each a place, or none",
        );
    }
    places(read, &receipt.to_move, sheet);
    for (n, row) in receipt.later.iter().enumerate() {
        let off = read.rota.put_off.iter().filter(|x| {
            (x.week, &x.activity, &x.site, &x.course, x.first)
                == (row.week, &row.activity, &row.site, &row.course, row.first)
        });
        let off: u32 = off.map(|x| x.units).sum();
        sheet.require(
            RuleId::LeastChange,
            row.units <= off,
            || format!("receipt.later[{n}]"),
            || format!("{} wait longer, but only {off} are put off", row.units),
            "list no more than is put off",
        );
    }
    figures(read, &receipt.figures, sheet);
}

/// No place is given away twice.
fn places(read: &Read<'_>, to_move: &[Moved], sheet: &mut Sheet) {
    let mut taken: BTreeMap<_, u32> = BTreeMap::new();
    for place in to_move.iter().flat_map(|moved| &moved.to) {
        let key = (place.date, &place.half_day, &place.room, &place.activity, &place.course, place.first);
        *taken.entry(key).or_default() += place.appointments;
    }
    for (key, units) in taken {
        let here = |row: &&crate::plan::rota::ListRow| {
            (row.date, &row.half_day, &row.room, &row.activity, &row.course, row.first) == key
        };
        let held: u32 = read.rota.lists.iter().filter(here).map(|row| row.appointments).sum();
        sheet.require(
            RuleId::LeastChange,
            units <= held,
            || "receipt.to_move".to_owned(),
            || format!("{units} are to move to {} on {}, where {held} are held", key.2, key.0),
            "offer places that the lists have",
        );
    }
}

fn figures(read: &Read<'_>, told: &ReceiptFigures, sheet: &mut Sheet) {
    let Some(receipt) = &read.rota.receipt else { return };
    let pay = |session: &Session| {
        read.service.practitioners.get(&session.practitioner).map_or(0.0, |who| who.cost_per_session.0)
    };
    let cost = |sessions: &mut dyn Iterator<Item = &Session>| sessions.map(pay).sum::<f64>();
    let spend = cost(&mut receipt.changes.iter().filter_map(|c| c.after.as_ref()))
        - cost(&mut receipt.changes.iter().filter_map(|c| c.before.as_ref()));
    let units = |of: &dyn Fn(&Moved) -> u32| receipt.to_move.iter().map(of).sum::<u32>();
    let later: u32 = receipt.later.iter().map(|row| row.units).sum();
    let claims = [
        ("sessions", f64::from(told.sessions), receipt.changes.len() as f64),
        ("to_move", f64::from(told.to_move), f64::from(units(&|m| m.from.appointments))),
        ("placed", f64::from(told.placed), f64::from(units(&|m| m.to.iter().map(|x| x.appointments).sum()))),
        ("later", f64::from(told.later), f64::from(later)),
        ("spend_gbp", told.spend_gbp, spend),
    ];
    for (name, claimed, reckoned) in claims {
        sheet.require(
            RuleId::LeastChange,
            near(claimed, reckoned, FIGURE),
            || format!("receipt.figures.{name}"),
            || format!("{name} is {reckoned}, not {claimed}"),
            "reckon the figure from the rows",
        );
    }
}
