//! R4: the whole team of a session is there together, in one room.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;

/// Checks that the rows of a room make up whole teams, with nobody short and nobody over.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for team in &facts.teams {
        let heads = facts.minutes.heads(team.clinic);
        let whole = team.misfits == 0
            && team.teams > 0
            && heads.iter().zip(&team.there).all(|(&need, &there)| there == need * team.teams);
        let row = team.rows.first().map(|&at| facts.rows.sessions[at].index).unwrap_or_default();
        sheet.require(
            RuleId::Together,
            whole,
            || format!("sessions[{row}]"),
            || {
                let (clinic, room) = (&facts.lists.clinics[team.clinic].id, &facts.lists.rooms[team.room].id);
                let when = facts.grid.name(team.date, team.slot);
                let there = &team.there;
                format!("{clinic} on {when} in {room} has {there:?} people in positions that need {heads:?} each")
            },
            "roster the whole team, in the same room, or nobody",
        );
    }
}
