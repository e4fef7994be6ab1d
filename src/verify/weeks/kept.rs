//! R10: pins hold, and a pin that cannot names the rule in its way.

use super::check::Read;
use crate::service::{Hold, Pin, RuleId, Seen};
use crate::verify::rows::SessionRow;
use crate::verify::sheet::Sheet;

/// Checks every pin against the sessions.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let facts = read.facts;
    for (n, pin) in read.service.policy.rota.pins.iter().enumerate() {
        let told = read.rota.pins.get(n);
        let path = || format!("pins[{n}]");
        sheet.require(
            RuleId::Kept,
            told.is_some_and(|row| row.hold == pin.hold && row.words == pin.which.in_words()),
            path,
            || format!("nothing is said of the pin {}", pin.in_words()),
            "list every pin of the policy, in its order",
        );
        let broken = told.is_some_and(|row| !row.broken.is_empty());
        sheet.advise(
            RuleId::Kept,
            !broken,
            path,
            || format!("the pin {} {}", pin.in_words(), told.map_or(String::new(), |row| row.broken.join("; "))),
            "mend what stands against it, or drop the pin",
        );
        let fitting = |row: &&SessionRow| fits(read, pin, row);
        match pin.hold {
            Hold::Never => {
                // That a room is not used can be impossible; that a session is not held never is.
                let told = broken && pin.which.rooms.is_some();
                for row in facts.rows.sessions.iter().filter(fitting) {
                    sheet.require(
                        RuleId::Kept,
                        told,
                        || format!("sessions[{}]", row.index),
                        || format!("the pin {} forbids it", pin.in_words()),
                        "take it out, or drop the pin",
                    );
                }
            }
            Hold::Must => {
                for &week in read.weeks {
                    let monday = facts.grid.monday(week);
                    if !(0..7).any(|day| pin.which.covers(monday + chrono::Duration::days(day))) {
                        continue;
                    }
                    let held =
                        facts.rows.sessions.iter().filter(|row| row.week == week).any(|row| fits(read, pin, row));
                    sheet.require(
                        RuleId::Kept,
                        held || broken,
                        path,
                        || format!("no session of the week of {monday} is what must be: {}", pin.which.in_words()),
                        "hold one, or say which rule is in the way",
                    );
                }
            }
            Hold::Keep => {}
        }
    }
}

fn fits(read: &Read<'_>, pin: &Pin, row: &SessionRow) -> bool {
    let lists = read.facts.lists;
    let seen = Seen {
        practitioner: &lists.practitioners[row.practitioner].id,
        clinic: &lists.clinics[row.clinic].id,
        site: &lists.sites[row.site].id,
        date: row.date,
        half_day: read.facts.grid.half_day(row.slot),
    };
    pin.which.fits(read.service, seen) && pin.which.fits_room(&lists.rooms[row.room].id)
}
