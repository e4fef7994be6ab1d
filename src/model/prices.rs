//! Resources as columns: what one more of each would do.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::engine::{Col, Program, RowIx};
use crate::model::facts::Facts;
use crate::model::{Columns, Model};
use crate::plan::prices::Resource;
use crate::service::{EvidenceCase, RuleId, Service};
use std::collections::{BTreeMap, BTreeSet};

/// How many pounds a year one more of a budget is.
pub const BUDGET_STEP_GBP: f64 = 1000.0;
/// How many counts a year one more of a contract is.
pub const CONTRACT_STEP: f64 = 10.0;

/// A program with a column for one more of each resource, all of them 0 as yet.
pub struct Resources {
    /// The program, without whole numbers.
    pub program: Program,
    /// What each column is one more of.
    pub columns: Vec<(Resource, Col)>,
}

/// Resources on a rota that is fixed: sessions of those who could run more of them, budgets, contracts.
///
/// One more session is like the practitioner's best of the same clinic and site, in every block of the pattern: its
/// terms in all rows that are still open (capacity F3, tail F11, budgets F6, teams R4) and its own cost. Rows of the rota
/// alone are settled, so that the rest of the rota's half-days, rooms and contracts do not limit it: the price says what
/// the session is worth, wherever time and room for it may be found. A budget's or contract's row gets a column that
/// widens it.
#[must_use]
pub fn on_a_rota(facts: &Facts, fixed: &Model) -> Resources {
    let mut program = fixed.program.relaxed();
    let mut columns = Vec::new();
    let free = |col: Col| fixed.program.get(col).lower < fixed.program.get(col).upper;
    let sessions: BTreeSet<Col> = fixed.columns.session.values().copied().collect();
    let mut terms: BTreeMap<Col, Vec<(RowIx, f64)>> = BTreeMap::new();
    for (i, row) in fixed.program.rows().iter().enumerate() {
        if row.terms.iter().any(|(col, _)| free(*col)) {
            for &(col, k) in row.terms.iter().filter(|(col, _)| sessions.contains(col)) {
                terms.entry(col).or_default().push((RowIx(i as u32), k));
            }
        }
    }
    for (key, seats) in alike(facts) {
        let blocks = |seat: usize| {
            let of = fixed.columns.session.range((seat, 0)..(seat + 1, 0)).map(|(_, &col)| col);
            of.collect::<Vec<Col>>()
        };
        // What a session offers has a minus sign in capacity rows.
        let offers = |seat: &usize| -> f64 {
            blocks(*seat).iter().filter_map(|col| terms.get(col)).flatten().map(|(_, k)| (-k).max(0.0)).sum()
        };
        let Some(&best) = seats.iter().max_by(|a, b| offers(a).total_cmp(&offers(b)).then(b.cmp(a))) else { continue };
        let cost = blocks(best).iter().map(|&col| fixed.program.get(col).cost).sum();
        let (practitioner, clinic, site) = key;
        let (who, what) = (facts.practitioner(practitioner), facts.clinic(clinic));
        let site = &facts.service.sites.at(site).id;
        let col = program.column(format_args!("one more session {} {} {site}", who.id, what.id), 0.0, 0.0, cost);
        let mut its: BTreeMap<RowIx, f64> = BTreeMap::new();
        for &(row, k) in blocks(best).iter().filter_map(|col| terms.get(col)).flatten() {
            *its.entry(row).or_default() += k;
        }
        for (row, k) in its {
            program.add_to_row(row, [(col, k)]);
        }
        let resource = Resource::Session { practitioner: who.id.clone(), clinic: what.id.clone(), site: site.clone() };
        columns.push((resource, col));
    }
    widen(facts, fixed, &mut program, &mut columns);
    Resources { program, columns }
}

/// Seats of the same practitioner, clinic and site.
fn alike(facts: &Facts) -> BTreeMap<(usize, usize, usize), Vec<usize>> {
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, seat) in facts.seats.iter().enumerate() {
        alike.entry((seat.practitioner, seat.clinic, seat.site)).or_default().push(i);
    }
    alike
}

/// Columns that widen budgets and contracts.
fn widen(facts: &Facts, model: &Model, program: &mut Program, columns: &mut Vec<(Resource, Col)>) {
    let service = facts.service;
    let share = facts.weeks as f64 / WEEKS_A_YEAR;
    let row = |rule: RuleId, what: &str| model.soft.iter().find(|s| s.rule == rule && s.what == what).map(|s| s.row);
    let mut add = |resource: Resource, name: String, row: Option<RowIx>, k: f64| {
        if let Some(row) = row {
            let col = program.column(name, 0.0, 0.0, 0.0);
            program.add_to_row(row, [(col, k)]);
            columns.push((resource, col));
        }
    };
    for budget in &service.budgets {
        let found = row(RuleId::Budget, &format!("the budget {}", budget.id));
        let thousands = BUDGET_STEP_GBP / crate::model::flow::budget::THOUSAND;
        add(Resource::Budget(budget.id.clone()), format!("more {}", budget.id), found, -share * thousands);
    }
    for contract in &service.contracts {
        let id = &contract.id;
        let most = row(RuleId::ContractCap, &format!("the most of contract {id}"));
        add(Resource::ContractCap(id.clone()), format!("more in {id}"), most, -share * CONTRACT_STEP);
        let least = row(RuleId::ContractFloor, &format!("the least of contract {id}"));
        add(Resource::ContractFloor(id.clone()), format!("fewer in {id}"), least, share * CONTRACT_STEP);
    }
}

/// Resources of any rota, in the weekly model without whole numbers: one more room like each kind that there is at a site,
/// in each half-day, in every block of the pattern (R3); budgets and contracts, which on a rota that is settled have
/// little left to pay for.
#[must_use]
pub fn on_any_rota(facts: &Facts, weekly: &Model) -> Resources {
    let service = facts.service;
    let mut program = weekly.program.relaxed();
    let mut columns = Vec::new();
    let fits = |room: usize| -> Vec<bool> {
        service.clinics.iter().map(|clinic| service.room_fits(service.rooms.at(room), clinic)).collect()
    };
    let mut kinds: BTreeMap<(usize, Vec<bool>), usize> = BTreeMap::new();
    for room in 0..service.rooms.len() {
        kinds.entry((facts.site(&service.rooms.at(room).site), fits(room))).or_insert(room);
    }
    for ((site, fits), like) in kinds {
        for (h, half_day) in facts.half_days.iter().enumerate() {
            // It widens the rows of all unions of rooms to which one like it would belong.
            let within = |row: &&RoomRow| {
                let here = row.site == site && row.half_day == h;
                here && row.clinics.iter().any(|&k| fits[k])
            };
            let rows: Vec<RowIx> = weekly.rooms.iter().filter(within).map(|row| row.row).collect();
            if rows.is_empty() {
                continue;
            }
            let like = &service.rooms.at(like).id;
            let col = program.column(
                format_args!("one more {like} {} {}", half_day.day.as_str(), half_day.period),
                0.0,
                0.0,
                0.0,
            );
            for row in rows {
                program.add_to_row(row, [(col, -1.0)]);
            }
            columns.push((Resource::Room { like: like.clone(), half_day: half_day.clone() }, col));
        }
    }
    widen(facts, weekly, &mut program, &mut columns);
    Resources { program, columns }
}

/// A row of R3.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// Position of the site.
    pub site: usize,
    /// Number of the half-day.
    pub half_day: usize,
    /// Clinic kinds whose rooms all lie within the row's union.
    pub clinics: Vec<usize>,
    /// The row.
    pub row: RowIx,
}

/// What a solution comes to: patients started, important changes at the mean, slots given.
#[must_use]
pub fn totals(service: &Service, columns: &Columns, values: &[f64]) -> (f64, f64, f64) {
    let value = |col: &Col| values[col.index()];
    let changes =
        |course: usize| crate::model::objective::start_changes(service, service.courses.at(course), EvidenceCase::Mean);
    let started: f64 = columns.start.values().map(value).sum();
    let benefit: f64 = columns.start.iter().map(|(&(_, c, _, _), col)| changes(c) * value(col)).sum();
    let given: f64 = columns.given.values().map(value).sum();
    (started, benefit, given)
}
