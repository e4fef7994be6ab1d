//! What a rota says that it comes to.

use super::appointments::classes;
use super::check::Read;
use crate::service::RuleId;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, near};
use std::collections::BTreeMap;

/// Reckons the figures again.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let (facts, rota) = (read.facts, read.rota);
    let figures = &rota.figures;
    let mut units: BTreeMap<_, u32> = BTreeMap::new();
    for row in &rota.lists {
        if let Some(activity) = read.service.activities.position(&row.activity) {
            *units.entry((row.date, &row.half_day, &row.room, activity)).or_default() += row.appointments;
        }
    }
    let used: f64 = units
        .iter()
        .map(|(&(.., activity), &units)| classes(read, activity, units) * facts.units.whole_minutes(activity))
        .sum();
    let last = read.weeks.last().copied();
    let off: u32 = rota.put_off.iter().filter(|row| Some(row.week.index()) == last).map(|row| row.units).sum();
    let held: u32 = rota.lists.iter().map(|row| row.appointments).sum();
    let claims = [
        ("sessions", f64::from(figures.sessions), facts.teams.len() as f64),
        ("roomed", f64::from(figures.roomed), facts.teams.len() as f64),
        ("held", f64::from(figures.held), f64::from(held)),
        ("put_off", f64::from(figures.put_off), f64::from(off)),
        ("used_minutes", figures.used_minutes, used),
        ("left_minutes", figures.left_minutes, figures.usable_minutes - used),
    ];
    for (name, claimed, reckoned) in claims {
        sheet.require(
            RuleId::Appointments,
            near(claimed, reckoned, FIGURE),
            || format!("figures.{name}"),
            || format!("{name} is {reckoned}, not {claimed}"),
            "reckon the figure from the rows",
        );
    }
}
