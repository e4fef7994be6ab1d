//! The steady state: the same service as yearly rates, without weeks or cadence.
//!
//! Which mix can this staff sustain, and what binds? A tiny model, solved in milliseconds:
//!
//! - patients: `sum over c of start[g,c] <= list + referrals a year + onward arrivals`;
//! - sessions: `sum over k of time[p,k] <= clinical sessions a week of p x worked weeks` (not rounded down);
//! - capacity: `sum over a of hours a unit x units[c,a] x start <= sum over p of usable hours x time[p,k]` by clinic
//!   kind (the activity's hours are split where several kinds hold it); teams as in R4; whole appointments as in F3, with
//!   the mean of what the half-days hold in which somebody could have such a session;
//! - rooms: Hall's condition (R3) over a year of open half-days; closed groups, shares, floors, budgets, contracts and
//!   lesson caps as in the dated model, with a year's figures. A patient takes a `max`-th of a closed class; a patient
//!   short of a floor counts 26 weeks;
//! - desk work (F13): by role, `sum of hours x count <= hours a week of its people x worked weeks + short`; an hour short
//!   counts 26 weeks late;
//! - worth: benefit of the starts, less the price of falling short of floors, of late desk work and of what is spent. Waiting, carry,
//!   meetings, leave by date and the horizon's end have no place here: `worked_weeks` stands for absence of all kinds;
//! - ties: of equally good balances one that starts most patients, and of these one that spends least.
//!
//! All figures are for a year.
//!
//! - Columns: `start[g,c]` and groups, whole; `time[p,k]`, `units[k,a]`, `teams[k]`, `short[g]` and `short[role]`, at least
//!   0.
//! - Units: patients, sessions, hours and thousands of pounds a year.
//! - YAML: `horizon.steady.worked_weeks`, and the keys of the rules named.
//! - Dual: the prices of the balance: what one more lesson, patient, session or pound a year is worth.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::RoleId;
use crate::engine::{Col, Duals, Program, RowIx};
use crate::model::facts::{Facts, attended_share};
use crate::model::flow::budget::{self, THOUSAND, covered, session_cost, unit_cost};
use crate::model::flow::capacity::{Counted, HOUR, limits};
use crate::model::flow::floors::Floor;
use crate::model::flow::income::attended;
use crate::model::flow::{closed_groups, contracts, shares};
use crate::model::frontier::{Aimed, Expression, counts};
use crate::model::objective::{POUNDS_A_UNIT, start_changes, start_value};
use crate::model::rota::hall::unions;
use crate::model::split::benefit;
use crate::model::{Goal, Soft};
use crate::plan::figures::{AimFigures, BudgetFigures, IncomeFigures, IncomeFrom};
use crate::plan::steady::{
    Scarce, SteadyActivity, SteadyClinic, SteadyDesk, SteadyPlan, SteadyPrice, SteadyStart, SteadyStream,
};
use crate::service::{Aim, Covers, DeskPer, EvidenceCase, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// Weeks for which a patient short of a floor counts, on average over a year.
const MEAN_SHORT_WEEKS: f64 = 26.0;

/// The steady model: the program, and what its columns and rows stand for.
pub struct SteadyModel {
    /// The program.
    pub program: Program,
    /// Rows that an elastic solve may break.
    pub soft: Vec<Soft>,
    worked_weeks: f64,
    start: BTreeMap<(usize, usize), Col>,
    short: BTreeMap<usize, Col>,
    units: BTreeMap<(usize, usize), Col>,
    time: BTreeMap<(usize, usize), Col>,
    teams: BTreeMap<usize, Col>,
    capacity: BTreeMap<usize, Vec<Capacity>>,
    patients: BTreeMap<usize, RowIx>,
    sessions: BTreeMap<usize, RowIx>,
    budgets: Vec<RowIx>,
    contracts: Vec<(usize, RowIx)>,
    desk: BTreeMap<RoleId, Desk>,
}

/// A role's desk work in a year.
struct Desk {
    row: RowIx,
    /// Hours that come whatever is done.
    constant: f64,
    /// Hours that its people have for it.
    offered: f64,
    short: Col,
}

/// A row of capacity of a clinic kind.
struct Capacity {
    row: RowIx,
    counted: Counted,
    /// What a session holds, on average over the half-days of the week.
    session: f64,
}

/// Builds the steady model of a service whose practitioners work `worked_weeks` a year.
#[must_use]
pub fn build(facts: &Facts, worked_weeks: f64, goal: Goal) -> SteadyModel {
    let mut m = SteadyModel {
        program: Program::default(),
        soft: Vec::new(),
        worked_weeks,
        start: BTreeMap::new(),
        short: BTreeMap::new(),
        units: BTreeMap::new(),
        time: BTreeMap::new(),
        teams: BTreeMap::new(),
        capacity: BTreeMap::new(),
        patients: BTreeMap::new(),
        sessions: BTreeMap::new(),
        budgets: Vec::new(),
        contracts: Vec::new(),
        desk: BTreeMap::new(),
    };
    add_starts(&mut m, facts, goal);
    add_patients(&mut m, facts);
    add_sessions(&mut m, facts);
    add_capacity(&mut m, facts);
    add_rooms(&mut m, facts);
    add_shares(&mut m, facts, goal);
    add_floors(&mut m, facts);
    add_money(&mut m, facts);
    add_contracts(&mut m, facts);
    add_desk_work(&mut m, facts);
    m
}

/// Patients known to be available in a year without onward arrivals.
fn known(facts: &Facts, g: usize) -> f64 {
    let stream = facts.service.streams.at(g);
    stream.list().0 + stream.referrals_per_year.0
}

fn add_starts(m: &mut SteadyModel, facts: &Facts, goal: Goal) {
    let service = facts.service;
    let most = most_available(facts);
    for (g, stream) in service.streams.iter().enumerate() {
        for option in &stream.options {
            let c = facts.course(&option.course);
            let what = format!("{} {}", stream.id, option.course);
            let cost = -start_value(facts, g, c, goal) / POUNDS_A_UNIT;
            let start = m.program.integer(format_args!("start {what}"), 0.0, most[g].floor(), cost);
            m.start.insert((g, c), start);
            if let Some(size) = service.courses.at(c).closed_group {
                closed_groups::add_groups(&mut m.program, &what, (start, most[g]), size);
            }
        }
    }
}

fn most_available(facts: &Facts) -> Vec<f64> {
    let outside = (0..facts.service.streams.len()).map(|g| known(facts, g)).collect();
    facts.with_onward(outside).iter().map(|n| n + 1e-9).collect()
}

fn add_patients(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (to, stream) in service.streams.iter().enumerate() {
        let mut terms: Vec<(Col, f64)> = own_starts(m, to).into_iter().map(|col| (col, 1.0)).collect();
        for (g, from) in service.streams.iter().enumerate() {
            for onward in from.onward.iter().filter(|o| o.to == stream.id) {
                for (&(_, c), &start) in m.start.range((g, 0)..(g + 1, 0)) {
                    let attended = attended_share(service, service.courses.at(c));
                    terms.push((start, -onward.per_attended.get() * attended));
                }
            }
        }
        let row = m.program.at_most(format_args!("F1 patients {}", stream.id), terms.clone(), known(facts, to));
        m.patients.insert(to, row);
        if let Some(least) = stream.least_started {
            let least = least.get();
            let scaled = terms.into_iter().map(|(col, k)| (col, if k < 0.0 { k * least } else { k })).collect();
            let wanted = (least * known(facts, to) + 1e-9).floor();
            let row = m.program.at_least(format_args!("F1c least started {}", stream.id), scaled, wanted);
            let what = format!("the least share of {} that must start", stream.id);
            m.soft.push(Soft { row, rule: RuleId::LeastStarted, what, unit: "patients", price: 1000.0 });
        }
    }
}

fn own_starts(m: &SteadyModel, g: usize) -> Vec<Col> {
    m.start.range((g, 0)..(g + 1, 0)).map(|(_, col)| *col).collect()
}

fn add_sessions(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (p, practitioner) in service.practitioners.iter().enumerate() {
        let yearly = practitioner.clinical_sessions().0 * m.worked_weeks;
        let mut terms = Vec::new();
        for (k, clinic) in service.clinics.iter().enumerate() {
            let can = service.position_of(practitioner, clinic).is_some()
                && practitioner.sites.intersection(&clinic.sites).next().is_some();
            if can && yearly > 0.0 {
                let name = format!("time {} {}", practitioner.id, clinic.id);
                let col = m.program.column(name, 0.0, yearly, 0.0);
                m.time.insert((p, k), col);
                terms.push((col, 1.0));
            }
        }
        if !terms.is_empty() {
            let row = m.program.at_most(format_args!("R2 sessions {}", practitioner.id), terms, yearly);
            m.sessions.insert(p, row);
            let what = format!("the contracted sessions of {}", practitioner.id);
            m.soft.push(Soft { row, rule: RuleId::Contracted, what, unit: "sessions a year", price: 150.0 });
        }
    }
}

/// What a session of a clinic into which nobody is booked for some minutes holds, on average over the half-days in which somebody could hold one.
fn mean_session(facts: &Facts, k: usize, counted: &Counted, off: f64) -> f64 {
    let could: BTreeSet<usize> = facts.seats.iter().filter(|seat| seat.clinic == k).map(|seat| seat.half_day).collect();
    let sessions = could.iter().map(|&h| counted.session(facts, k, h, off));
    sessions.sum::<f64>() / could.len().max(1) as f64
}

fn add_capacity(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for a in 0..service.activities.len() {
        let mut terms: Vec<(Col, f64)> = Vec::new();
        for (&(_, c), &start) in &m.start {
            for visit in facts.visits[c].iter().filter(|v| v.activity == a) {
                // A closed group's classes are shared by as many patients as the group takes.
                let share = match service.courses.at(c).closed_group {
                    Some(size) if visit.per_group => 1.0 / f64::from(size.max),
                    _ => 1.0,
                };
                terms.push((start, -visit.units * share));
            }
        }
        if terms.is_empty() {
            continue;
        }
        for &k in &facts.clinics_of[a] {
            let name = format!("units {} {}", service.clinics.at(k).id, service.activities.at(a).id);
            let col = m.program.column(name, 0.0, f64::INFINITY, 0.0);
            m.units.insert((k, a), col);
            terms.push((col, 1.0));
        }
        m.program.equal(format_args!("F2 units {}", service.activities.at(a).id), terms, 0.0);
    }
    for (k, clinic) in service.clinics.iter().enumerate() {
        let units: Vec<(usize, Col)> = m.units.range((k, 0)..(k + 1, 0)).map(|(&(_, a), &col)| (a, col)).collect();
        if units.is_empty() {
            continue;
        }
        let team = &clinic.team;
        let members = |j: usize| -> Vec<(Col, f64)> {
            let people = m.time.iter().map(|(&(p, at), &col)| (service.practitioners.at(p), at, col));
            let of_position = people.filter(|(p, at, _)| *at == k && service.position_of(p, clinic) == Some(j));
            of_position.map(|(p, _, col)| (col, p.unbooked.0)).collect()
        };
        let sessions = if facts.is_team(k) {
            let members: Vec<Vec<(Col, f64)>> = (0..team.len()).map(members).collect();
            let teams = m.program.column(format_args!("teams {}", clinic.id), 0.0, f64::INFINITY, 0.0);
            for (j, cols) in members.into_iter().enumerate() {
                let mut row = vec![(teams, f64::from(team[j].count))];
                row.extend(cols.into_iter().map(|(col, _)| (col, -1.0)));
                m.program.at_most(format_args!("R4 together {} {j}", clinic.id), row, 0.0);
            }
            m.teams.insert(k, teams);
            vec![(teams, facts.most_unbooked(k))]
        } else {
            members(0)
        };
        let off = facts.unbooked(k);
        let every: Vec<f64> = (0..facts.half_days.len())
            .flat_map(|h| off.iter().map(move |&off| facts.usable_minutes(k, h, off)))
            .collect();
        let all = std::iter::once(Counted::Hours).chain(limits(facts, k, &every).into_iter().map(Counted::Whole));
        let mut rows = Vec::new();
        for (n, counted) in all.enumerate() {
            let session = mean_session(facts, k, &counted, 0.0);
            let mut terms: Vec<(Col, f64)> = units.iter().map(|&(a, col)| (col, counted.unit(facts, a))).collect();
            terms.retain(|(_, each)| *each > 0.0);
            terms.extend(sessions.iter().map(|&(col, off)| (col, -mean_session(facts, k, &counted, off))));
            let name = match counted {
                Counted::Hours => format!("F3 capacity {}", clinic.id),
                Counted::Whole(_) => format!("F3 whole {} {n}", clinic.id),
            };
            rows.push(Capacity { row: m.program.at_most(name, terms, 0.0), counted, session });
        }
        m.capacity.insert(k, rows);
    }
}

fn add_rooms(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    let fitting: BTreeMap<usize, BTreeSet<usize>> = m
        .capacity
        .keys()
        .map(|&k| {
            let clinic = service.clinics.at(k);
            let fits = |r: &usize| {
                let room = service.rooms.at(*r);
                clinic.sites.contains(&room.site) && service.room_fits(room, clinic)
            };
            (k, (0..service.rooms.len()).filter(fits).collect())
        })
        .collect();
    for union in unions(fitting.values()) {
        let mut terms = Vec::new();
        let mut names = Vec::new();
        for (&k, rooms) in &fitting {
            if rooms.is_subset(&union) {
                names.push(service.clinics.at(k).id.to_string());
                match m.teams.get(&k) {
                    Some(&teams) => terms.push((teams, 1.0)),
                    None => terms.extend(m.time.iter().filter(|((_, at), _)| *at == k).map(|(_, &col)| (col, 1.0))),
                }
            }
        }
        let open: usize = union.iter().map(|&r| service.rooms.at(r).open.len()).sum();
        m.program.at_most(format_args!("R3 rooms {}", names.join("+")), terms, open as f64 * WEEKS_A_YEAR);
    }
}

fn add_shares(m: &mut SteadyModel, facts: &Facts, goal: Goal) {
    for (g, stream) in facts.service.streams.iter().enumerate() {
        let all = own_starts(m, g);
        for option in &stream.options {
            let own: Vec<Col> = stream.meets(option).map(|course| m.start[&(g, facts.course(course))]).collect();
            let what = format!("{} {}", stream.id, option.course);
            let rows = shares::rows(&mut m.program, &what, &own, &all, shares::limits(stream, option, goal));
            if !option.fixed {
                m.soft.extend(rows);
            }
            if own.len() > 1 {
                let most = (0.0, option.most_instead.get());
                m.soft.extend(shares::rows(&mut m.program, &format!("{what} instead"), &own[1..], &own, most));
            }
        }
    }
}

fn add_floors(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (g, stream) in service.streams.iter().enumerate() {
        let wanted = match Floor::of(service, stream) {
            Some(Floor::Referrals) => stream.referrals_per_year.0,
            Some(Floor::Today(rate)) => rate * WEEKS_A_YEAR,
            None => continue,
        };
        let price = service.policy.prices.floor_shortfall.0 * MEAN_SHORT_WEEKS;
        let short = m.program.column(format_args!("short {}", stream.id), 0.0, f64::INFINITY, price / POUNDS_A_UNIT);
        m.short.insert(g, short);
        let mut terms: Vec<(Col, f64)> = own_starts(m, g).into_iter().map(|col| (col, 1.0)).collect();
        terms.push((short, 1.0));
        m.program.at_least(format_args!("F1a floor {}", stream.id), terms, wanted - 1.0);
    }
}

/// What is spent in a year on some clinics, in thousands of pounds.
fn spending(m: &SteadyModel, facts: &Facts, clinics: &BTreeSet<usize>, materials: bool) -> Vec<(Col, f64)> {
    let service = facts.service;
    let mut terms = Vec::new();
    for (&(p, k), &col) in m.time.iter().filter(|((_, k), _)| clinics.contains(k)) {
        let clinic = facts.clinic(k);
        let position = service.position_of(facts.practitioner(p), clinic).unwrap_or(0);
        let cost = session_cost(facts, p, (k, position), |site| clinic.sites.contains(site));
        terms.push((col, cost / THOUSAND));
    }
    for (&(_, a), &col) in m.units.iter().filter(|((k, _), _)| clinics.contains(k)) {
        terms.push((col, unit_cost(facts, a) / THOUSAND));
    }
    if materials {
        terms.extend(m.start.iter().map(|(&(_, c), &col)| (col, service.courses.at(c).materials.0 / THOUSAND)));
    }
    terms
}

/// All that is spent in a year, in thousands of pounds.
fn all_spending(m: &SteadyModel, facts: &Facts) -> Vec<(Col, f64)> {
    let (clinics, materials) = covered(facts.service, &Covers::Everything);
    spending(m, facts, &clinics, materials)
}

fn add_money(m: &mut SteadyModel, facts: &Facts) {
    for budget in &facts.service.budgets {
        let (clinics, materials) = covered(facts.service, &budget.covers);
        let terms = spending(m, facts, &clinics, materials);
        let soft = budget::row(&mut m.program, budget, terms, 1.0);
        m.budgets.push(soft.row);
        m.soft.push(soft);
    }
    let prices = &facts.service.policy.prices;
    if prices.spent_pound.0 > 0.0 {
        for (col, thousands) in all_spending(m, facts) {
            m.program.add_cost(col, thousands * THOUSAND * prices.spent_pound.0 / POUNDS_A_UNIT);
        }
    }
    if prices.earned_pound.0 > 0.0 {
        for (col, gbp) in earnings(m, facts).into_iter().flat_map(|(_, terms)| terms) {
            m.program.add_cost(col, -gbp * prices.earned_pound.0 / POUNDS_A_UNIT);
        }
    }
}

/// What a year earns by source, in pounds a unit of each column; block income, which has none, is not among them.
fn earnings(m: &SteadyModel, facts: &Facts) -> Vec<(IncomeFrom, Vec<(Col, f64)>)> {
    let service = facts.service;
    let mut all = Vec::new();
    let attended: Vec<_> = service.courses.iter().map(|course| attended(service, course)).collect();
    for (a, activity) in service.activities.iter().enumerate().filter(|(_, activity)| activity.price.0 > 0.0) {
        let each = |g: usize, c: usize| -> f64 {
            let had = attended[c].iter().filter(|(at, ..)| *at == a).map(|(.., had)| had);
            had.sum::<f64>() * activity.price.0 * service.streams.at(g).self_funded.get()
        };
        let terms = m.start.iter().map(|(&(g, c), &col)| (col, each(g, c))).filter(|(_, each)| *each > 0.0);
        all.push((IncomeFrom::Charges(activity.id.clone()), terms.collect()));
    }
    for contract in service.contracts.iter().filter(|contract| contract.pays.0 > 0.0) {
        let given = m.units.iter().map(|(&(_, a), &col)| (a, col));
        let starts = m.start.iter().map(|(&(g, c), &col)| (g, c, col));
        let counted = contracts::counted(service, &contract.counts, given, starts);
        let terms = counted.into_iter().map(|(col, each)| (col, each * contract.pays.0));
        all.push((IncomeFrom::Contract(contract.id.clone()), terms.collect()));
    }
    all
}

fn add_contracts(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (i, contract) in service.contracts.iter().enumerate() {
        let given = m.units.iter().map(|(&(_, a), &col)| (a, col));
        let starts = m.start.iter().map(|(&(g, c), &col)| (g, c, col));
        let terms = contracts::counted(service, &contract.counts, given, starts);
        let rows = contracts::rows(&mut m.program, contract, &terms, 1.0, "counts a year");
        m.contracts.extend(rows.iter().map(|soft| (i, soft.row)));
        m.soft.extend(rows);
    }
}

/// What an hour of desk work costs for which a year has no time, in pounds.
fn desk_price(facts: &Facts) -> f64 {
    facts.service.policy.prices.late_desk_hour.0 * MEAN_SHORT_WEEKS
}

fn add_desk_work(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    let roles: BTreeSet<&RoleId> = service.desk_work.iter().map(|work| &work.role).collect();
    for role in roles {
        let mut terms: BTreeMap<Col, f64> = BTreeMap::new();
        let mut constant = 0.0;
        for work in service.desk_work.iter().filter(|work| work.role == *role) {
            let (own, counted) = desk_count(m, facts, &work.per);
            let each = work.minutes.0 / HOUR;
            constant += each * counted;
            for (col, count) in own {
                *terms.entry(col).or_default() += each * count;
            }
        }
        let people = service.practitioners.iter().filter(|p| p.role == *role);
        let offered = people.map(|p| p.desk.0).sum::<f64>() / HOUR * m.worked_weeks;
        let name = format!("short desk {role}");
        let short = m.program.column(name, 0.0, f64::INFINITY, desk_price(facts) / POUNDS_A_UNIT);
        terms.insert(short, -1.0);
        let row = m.program.at_most(format_args!("F13 desk {role}"), terms.into_iter().collect(), offered - constant);
        m.desk.insert(role.clone(), Desk { row, constant, offered, short });
    }
}

/// How many of a kind of desk work there are in a year: what a plan decides of them, and the rest.
fn desk_count(m: &SteadyModel, facts: &Facts, per: &DeskPer) -> (Vec<(Col, f64)>, f64) {
    let service = facts.service;
    let course = |c: usize| service.courses.at(c);
    match per {
        DeskPer::Appointments(activities) => {
            let own = m.units.iter().filter(|((_, a), _)| activities.contains(&service.activities.at(*a).id));
            (own.map(|(_, &col)| (col, 1.0)).collect(), 0.0)
        }
        DeskPer::Referrals(streams) => {
            let mut sent = Vec::new();
            for (&(g, c), &start) in &m.start {
                let onward = service.streams.at(g).onward.iter().filter(|onward| streams.contains(&onward.to));
                let each: f64 = onward.map(|onward| onward.per_attended.get()).sum();
                sent.push((start, each * attended_share(service, course(c))));
            }
            sent.retain(|(_, each)| *each > 0.0);
            let own = service.streams.iter().filter(|stream| streams.contains(&stream.id));
            (sent, own.map(|stream| stream.referrals_per_year.0).sum())
        }
        DeskPer::Starts(courses) => {
            let own = m.start.iter().filter(|((_, c), _)| courses.contains(&course(*c).id));
            (own.map(|(_, &col)| (col, 1.0)).collect(), 0.0)
        }
        DeskPer::Finishes(courses) => {
            let own = m.start.iter().filter(|((_, c), _)| courses.contains(&course(*c).id));
            (own.map(|(&(_, c), &col)| (col, course(c).drop_out.complement().get())).collect(), 0.0)
        }
        DeskPer::Week(count) => (Vec::new(), count * WEEKS_A_YEAR),
    }
}

impl SteadyModel {
    /// What the axes of a frontier are made of; waiting is who is left at the year's end.
    #[must_use]
    pub fn aimed(&self, facts: &Facts) -> Aimed {
        let starts = self.start.iter().filter(|((g, _), _)| counts(facts, *g));
        let mut waiting = Expression::default();
        for row in self.patients.values().map(|row| &self.program.rows()[row.index()]) {
            waiting.constant += row.upper;
            waiting.terms.extend(row.terms.iter().map(|&(col, k)| (col, -k)));
        }
        let price = facts.service.policy.prices.floor_shortfall.0 * MEAN_SHORT_WEEKS;
        Aimed {
            starts: starts.map(|(&(_, c), &col)| (c, col)).collect(),
            spending: all_spending(self, facts).into_iter().map(|(col, k)| (col, k * THOUSAND)).collect(),
            waiting,
            kept: {
                let desk = self.desk.values().map(|desk| (desk.short, -desk_price(facts)));
                self.short.values().map(|&col| (col, -price)).chain(desk).collect()
            },
        }
    }

    /// The columns of starts, for a second stage that breaks ties towards more patients.
    #[must_use]
    pub fn start_columns(&self) -> Vec<Col> {
        self.start.values().copied().collect()
    }

    /// The balance that a solution stands for; value, bound and prices are left to the caller.
    #[must_use]
    pub fn read(&self, facts: &Facts, values: &[f64]) -> SteadyPlan {
        let service = facts.service;
        let value = |col: Col| values[col.index()];
        let mut plan = SteadyPlan { worked_weeks: self.worked_weeks, ..SteadyPlan::default() };
        for (&(g, c), &col) in &self.start {
            let course = service.courses.at(c);
            let patients = value(col).round();
            plan.starts.push(SteadyStart {
                stream: service.streams.at(g).id.clone(),
                course: course.id.clone(),
                patients,
                lessons: patients * course.lessons_per_patient(),
                important_changes: patients * start_changes(service, course, EvidenceCase::Mean),
                interpolated: course.evidence.as_ref().is_some_and(|e| e.interpolated),
            });
        }
        for (g, stream) in service.streams.iter().enumerate() {
            let started: f64 = own_starts(self, g).into_iter().map(|col| value(col).round()).sum();
            let row = &self.program.rows()[self.patients[&g].index()];
            let sum: f64 = row.terms.iter().map(|&(col, k)| k * value(col)).sum();
            let left = row.upper - sum;
            plan.streams.push(SteadyStream {
                stream: stream.id.clone(),
                has_evidence: service.has_evidence(stream),
                available: started + left,
                started,
                left,
            });
        }
        self.read_clinics(facts, &value, &mut plan);
        plan.desk = self.desk_figures(&value);
        for (budget, row) in service.budgets.iter().zip(&self.budgets) {
            let row = &self.program.rows()[row.index()];
            let spent: f64 = row.terms.iter().map(|&(col, k)| k * value(col)).sum();
            plan.budgets.push(BudgetFigures {
                budget: budget.id.clone(),
                budget_gbp: budget.per_year.0,
                spent_gbp: spent * THOUSAND,
            });
        }
        let earned: Vec<IncomeFigures> = earnings(self, facts)
            .into_iter()
            .map(|(from, terms)| IncomeFigures { from, gbp: terms.iter().map(|&(col, gbp)| gbp * value(col)).sum() })
            .collect();
        let decided: f64 = earned.iter().map(|row| row.gbp).sum();
        plan.income = earned;
        plan.income.extend(
            service
                .block_income
                .iter()
                .map(|block| IncomeFigures { from: IncomeFrom::Block(block.id.clone()), gbp: block.per_year.0 }),
        );
        plan.spend_gbp = all_spending(self, facts).into_iter().map(|(col, k)| k * value(col) * THOUSAND).sum();
        plan.benefit = benefit(service, self.start.iter().map(|(&(_, c), &col)| (c, value(col).round())));
        let benefit: f64 =
            self.start.iter().map(|(&(g, c), &col)| start_value(facts, g, c, Goal::Best) * value(col).round()).sum();
        let short: f64 = self.short.values().map(|&col| value(col)).sum();
        let prices = &service.policy.prices;
        let late: f64 = plan.desk.iter().map(|desk| desk.short_hours).sum();
        let promises = short * prices.floor_shortfall.0 * MEAN_SHORT_WEEKS + late * desk_price(facts);
        plan.aims = vec![
            AimFigures { aim: Aim::Promises, value_gbp: 0.0 - promises },
            AimFigures { aim: Aim::Benefit, value_gbp: benefit },
            AimFigures {
                aim: Aim::Cost,
                value_gbp: decided * prices.earned_pound.0 - plan.spend_gbp * prices.spent_pound.0,
            },
        ];
        plan.value_gbp = plan.aims.iter().map(|a| a.value_gbp).sum();
        plan
    }

    fn desk_figures(&self, value: &dyn Fn(Col) -> f64) -> Vec<SteadyDesk> {
        let figures = self.desk.iter().map(|(role, desk)| {
            let terms = self.program.rows()[desk.row.index()].terms.iter().filter(|(col, _)| *col != desk.short);
            let needed_hours = desk.constant + terms.map(|&(col, hours)| hours * value(col)).sum::<f64>();
            let short_hours = (needed_hours - desk.offered).max(0.0);
            SteadyDesk { role: role.clone(), offered_hours: desk.offered, needed_hours, short_hours }
        });
        figures.collect()
    }

    fn read_clinics(&self, facts: &Facts, value: &dyn Fn(Col) -> f64, plan: &mut SteadyPlan) {
        let service = facts.service;
        let mut offered_slots: BTreeMap<usize, f64> = BTreeMap::new();
        for (k, clinic) in service.clinics.iter().enumerate().filter(|(k, _)| self.capacity.contains_key(k)) {
            let sessions: f64 = match self.teams.get(&k) {
                Some(&teams) => value(teams),
                None => self.time.iter().filter(|((_, at), _)| *at == k).map(|(_, &col)| value(col)).sum(),
            };
            let hours = |off: f64| mean_session(facts, k, &Counted::Hours, off);
            let hours_offered: f64 = match self.teams.get(&k) {
                Some(&teams) => value(teams) * hours(facts.most_unbooked(k)),
                None => {
                    let own = self.time.iter().filter(|((_, at), _)| *at == k);
                    own.map(|(&(p, _), &col)| value(col) * hours(service.practitioners.at(p).unbooked.0)).sum()
                }
            };
            let minutes_offered = hours_offered * HOUR;
            let used: Vec<(usize, f64)> =
                self.units.range((k, 0)..(k + 1, 0)).map(|(&(_, a), &col)| (a, value(col))).collect();
            let minutes_used = used.iter().map(|(a, units)| units * facts.unit_minutes[*a]).sum();
            let single = if let [(a, units)] = used.as_slice() { Some((*a, *units)) } else { None };
            if let Some((a, _)) = single {
                *offered_slots.entry(a).or_default() += minutes_offered / facts.unit_minutes[a];
            }
            plan.clinics.push(SteadyClinic {
                clinic: clinic.id.clone(),
                sessions,
                minutes_offered,
                minutes_used,
                slots_offered: single.map(|(a, _)| minutes_offered / facts.unit_minutes[a]),
                slots_used: single.map(|(_, units)| units),
            });
        }
        for (a, activity) in service.activities.iter().enumerate() {
            let used: Vec<f64> = self.units.iter().filter(|((_, x), _)| *x == a).map(|(_, &col)| value(col)).collect();
            if !used.is_empty() {
                let alone = facts.clinics_of[a].iter().all(|&k| service.clinics.at(k).activities.len() == 1);
                plan.activities.push(SteadyActivity {
                    activity: activity.id.clone(),
                    slots_offered: offered_slots.get(&a).copied().filter(|_| alone),
                    slots_used: used.iter().sum(),
                });
            }
        }
    }

    /// What one more of each scarce thing is worth, from the duals of the relaxed model; things in plenty are left out.
    #[must_use]
    pub fn prices(&self, facts: &Facts, duals: &Duals) -> Vec<SteadyPrice> {
        let service = facts.service;
        let pounds = |row: RowIx| duals.rows[row.index()].abs() * POUNDS_A_UNIT;
        let price = service.policy.prices.important_change.0;
        let offered: BTreeSet<_> = self
            .start
            .keys()
            .filter_map(|&(_, c)| service.courses.at(c).evidence.as_ref())
            .map(|e| e.measure.clone())
            .collect();
        let scale =
            if offered.len() == 1 { offered.first().map(|m| service.measures[m].important_change) } else { None };
        let mut prices = Vec::new();
        let mut push = |what: Scarce, value_gbp: f64, unit: &str| {
            if value_gbp > 1e-6 {
                let important_changes = if price > 0.0 { value_gbp / price } else { 0.0 };
                let in_measure = scale.map(|s| important_changes * s);
                prices.push(SteadyPrice { what, value_gbp, important_changes, in_measure, unit: unit.to_owned() });
            }
        };
        for (&k, rows) in &self.capacity {
            let clinic = service.clinics.at(k);
            for (&(_, a), _) in self.units.range((k, 0)..(k + 1, 0)) {
                let worth = rows.iter().map(|of| pounds(of.row) * of.counted.unit(facts, a)).sum();
                push(Scarce::Lesson(service.activities.at(a).id.clone()), worth, "lesson a year");
            }
            let worth = rows.iter().map(|of| pounds(of.row) * of.session).sum();
            push(Scarce::Session(clinic.id.clone()), worth, "session a year");
        }
        for (&g, &row) in &self.patients {
            push(Scarce::Patient(service.streams.at(g).id.clone()), pounds(row), "patient a year");
        }
        for (&p, &row) in &self.sessions {
            push(Scarce::Practitioner(service.practitioners.at(p).id.clone()), pounds(row), "session a year");
        }
        for (budget, &row) in service.budgets.iter().zip(&self.budgets) {
            push(Scarce::Pound(budget.id.clone()), pounds(row) / THOUSAND, "pound a year");
        }
        for (role, desk) in &self.desk {
            push(Scarce::Desk(role.clone()), pounds(desk.row), "hour a year");
        }
        for &(i, row) in &self.contracts {
            push(Scarce::Contract(service.contracts.at(i).id.clone()), pounds(row), "one a year");
        }
        prices
    }
}
