//! R3: every session has a fitting room that is open, and no room has two.

use crate::service::RuleId;
use crate::verify::reckon::{Facts, pattern_teams};
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// Checks where sessions are held.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    let lists = facts.lists;
    for row in &facts.rows.pattern {
        let (clinic, site, half_day) =
            (&lists.clinics[row.clinic], &lists.sites[row.site], facts.grid.half_day(row.slot));
        let path = || format!("pattern[{}]", row.index);
        held_there(facts, row.clinic, row.site, &path, sheet);
        sheet.require(
            RuleId::Rooms,
            site.open.contains(half_day),
            path,
            || format!("{} is planned at {} on {half_day}, when it is never open", clinic.id, site.id),
            "plan sessions in the site's hours",
        );
    }
    for row in &facts.rows.sessions {
        let (clinic, site, room) = (&lists.clinics[row.clinic], &lists.sites[row.site], &lists.rooms[row.room]);
        let half_day = facts.grid.half_day(row.slot);
        let path = || format!("sessions[{}].room", row.index);
        let when = || facts.grid.name(row.date, row.slot);
        held_there(facts, row.clinic, row.site, &path, sheet);
        sheet.require(
            RuleId::Rooms,
            room.site == site.id,
            path,
            || format!("room {} is at {}, not at {}", room.id, room.site, site.id),
            "hold the session in a room of its site",
        );
        sheet.require(
            RuleId::Rooms,
            facts.service.room_fits(room, clinic),
            path,
            || format!("room {} ({}, {} places) does not fit {}", room.id, room.kind, room.places, clinic.id),
            "hold the session in a room of the right kind, with its features and places",
        );
        sheet.require(
            RuleId::Rooms,
            facts.service.site_is_open(site, row.date, half_day),
            path,
            || format!("{} is closed on {}", site.id, when()),
            "hold sessions when the site is open",
        );
        sheet.require(
            RuleId::Rooms,
            facts.service.room_is_open(room, row.date, half_day),
            path,
            || format!("room {} cannot be used on {}", room.id, when()),
            "hold sessions when the room is open",
        );
    }
    no_room_twice(facts, sheet);
    pattern_fits(facts, sheet);
}

/// The pattern needs no more rooms than are ever open in its block.
fn pattern_fits(facts: &Facts<'_>, sheet: &mut Sheet) {
    let teams = pattern_teams(facts.service, facts.lists, &facts.minutes, &facts.rows.pattern);
    for ((block, slot, site), clinics) in teams {
        let without = facts.rooming.without_room(&facts.grid, (block, slot, site), &clinics);
        sheet.require(
            RuleId::Rooms,
            without == 0,
            || "pattern".to_owned(),
            || {
                let (site, half_day) = (&facts.lists.sites[site].id, facts.grid.half_day(slot));
                format!("{without} sessions at {site} on {half_day} of block {} have no fitting room", block + 1)
            },
            "plan no more sessions than there are rooms that fit",
        );
    }
}

fn held_there(facts: &Facts<'_>, clinic: usize, site: usize, path: &impl Fn() -> String, sheet: &mut Sheet) {
    let (clinic, site) = (&facts.lists.clinics[clinic], &facts.lists.sites[site].id);
    sheet.require(
        RuleId::Rooms,
        clinic.sites.contains(site),
        path,
        || format!("{} is not held at {site}", clinic.id),
        "hold clinics at sites that have them",
    );
}

/// One team a room and half-day.
fn no_room_twice(facts: &Facts<'_>, sheet: &mut Sheet) {
    let mut used: BTreeMap<_, usize> = BTreeMap::new();
    for team in &facts.teams {
        *used.entry((team.date, team.slot, team.room)).or_default() += team.teams.max(1);
    }
    for team in &facts.teams {
        let teams = used[&(team.date, team.slot, team.room)];
        let row = team.rows.first().map(|&at| facts.rows.sessions[at].index).unwrap_or_default();
        sheet.require(
            RuleId::Rooms,
            teams == 1,
            || format!("sessions[{row}].room"),
            || {
                let (room, when) = (&facts.lists.rooms[team.room].id, facts.grid.name(team.date, team.slot));
                format!("room {room} has {teams} sessions on {when}")
            },
            "give each session a room of its own",
        );
    }
}
