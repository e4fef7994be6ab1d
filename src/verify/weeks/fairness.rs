//! R13: burdens are shared out by contract, earlier weeks included.

use super::check::Read;
use crate::base::calendar::{HalfDay, Week};
use crate::service::{Burden, RuleId};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FIGURE, near};
use std::collections::{BTreeMap, BTreeSet};

/// Reckons each burden again, week by week: who could have it, their shares, who had it.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let mut points: BTreeMap<usize, f64> = BTreeMap::new();
    for burden in &read.service.policy.rota.burdens {
        let mut balance: ByPerson<f64> = BTreeMap::new();
        for (place, &week) in read.weeks.iter().enumerate() {
            let (own, fair) = reckon(read, burden, week);
            let mut told = BTreeSet::new();
            let rows = read.rota.ledger.iter().enumerate();
            for (n, row) in rows.filter(|(_, row)| row.burden == burden.id && row.week.index() == week) {
                let Some(p) = read.service.practitioners.position(&row.practitioner) else { continue };
                told.insert(p);
                let (own, fair) = (own.get(&p).copied().unwrap_or(0), fair.get(&p).copied().unwrap_or(0.0));
                let before = balance.get(&p).copied().unwrap_or(0.0);
                // what earlier rotas have left is taken as it is told
                let adds_up = place == 0 || near(row.balance, before + f64::from(own) - fair, FIGURE);
                sheet.require(
                    RuleId::Fairness,
                    row.sessions == own && near(row.fair, fair, FIGURE) && adds_up,
                    || format!("ledger[{n}]"),
                    || {
                        let who = &row.practitioner;
                        format!(
                            "{who} has {own} sessions of {}, {fair:.3} would be fair, after {before:.3}; the ledger says {} and {:.3}, and {:.3} in all",
                            burden.id, row.sessions, row.fair, row.balance
                        )
                    },
                    "reckon shares by contract among those who could have it, and add them up",
                );
                balance.insert(p, row.balance);
            }
            sheet.require(
                RuleId::Fairness,
                own.keys().all(|p| told.contains(p)),
                || "ledger".to_owned(),
                || format!("the ledger leaves somebody out of {} in {}", burden.id, Week(week as u32)),
                "list everybody who could have it",
            );
        }
        for (p, balance) in balance {
            *points.entry(p).or_default() += burden.points * balance;
        }
    }
    let above: f64 = points.values().map(|points| points.max(0.0)).sum();
    let told = read.rota.figures.unfair_points;
    sheet.require(
        RuleId::Fairness,
        near(told, above, 1e-5),
        || "figures.unfair_points".to_owned(),
        || format!("{above:.3} points lie above fair shares, not {told:.3}"),
        "sum what lies above fair shares",
    );
}

type ByPerson<T> = BTreeMap<usize, T>;

/// Sessions of a burden in a week by person, and what would be fair; everybody who could have one is there.
fn reckon(read: &Read<'_>, burden: &Burden, week: usize) -> (ByPerson<u32>, ByPerson<f64>) {
    let (facts, service) = (read.facts, read.service);
    let lists = facts.lists;
    let is_on = |p: usize, site: usize, half_day: &HalfDay| {
        burden.is_on(service, &lists.practitioners[p].id, &lists.sites[site].id, half_day)
    };
    let mut own: ByPerson<u32> = BTreeMap::new();
    let mut fair: ByPerson<f64> = BTreeMap::new();
    for row in facts.rows.sessions.iter().filter(|row| row.week == week) {
        if is_on(row.practitioner, row.site, facts.grid.half_day(row.slot)) {
            *own.entry(row.practitioner).or_default() += 1;
        }
    }
    let mut pools: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (p, person) in lists.practitioners.iter().enumerate() {
        if facts.allowance(p) >= 1.0 && could(read, week, p, &is_on) {
            pools.entry(person.role.as_ref()).or_default().push(p);
        }
    }
    for pool in pools.values() {
        let contract = |p: &usize| lists.practitioners[*p].clinical_sessions().0;
        let all: f64 = pool.iter().map(contract).sum();
        let held: u32 = pool.iter().filter_map(|p| own.get(p)).sum();
        for p in pool {
            let share = if all > 0.0 { contract(p) / all } else { 0.0 };
            fair.insert(*p, share * f64::from(held));
            own.entry(*p).or_default();
        }
    }
    (own, fair)
}

/// Whether somebody could have a session that is a burden, in some half-day and at some site of a week.
fn could(read: &Read<'_>, week: usize, p: usize, is_on: &dyn Fn(usize, usize, &HalfDay) -> bool) -> bool {
    let (facts, service) = (read.facts, read.service);
    let person = &facts.lists.practitioners[p];
    facts.grid.slots().any(|slot| {
        let (date, half_day) = (facts.grid.date(week, slot), facts.grid.half_day(slot));
        if !service.is_present(person, date, half_day) || facts.blocked.contains(&(date, slot, p)) {
            return false;
        }
        facts.lists.clinics.iter().any(|clinic| {
            service.position_of(person, clinic).is_some()
                && person.sites.intersection(&clinic.sites).any(|id| {
                    let Some(site) = service.sites.position(id) else { return false };
                    service.site_is_open(&facts.lists.sites[site], date, half_day)
                        && is_on(p, site, half_day)
                        && facts.lists.rooms.iter().any(|room| {
                            room.site == *id && room.open.contains(half_day) && service.room_fits(room, clinic)
                        })
                })
        })
    })
}
