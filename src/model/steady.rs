//! The steady state: the same service as yearly rates, without weeks or cadence.
//!
//! Which mix can this staff sustain, and what binds? A tiny model, solved in milliseconds:
//!
//! - patients: `sum over c of start[g,c] <= list + referrals a year + onward arrivals`;
//! - sessions: `sum over k of time[p,k] <= clinical sessions a week of p x worked weeks` (not rounded down);
//! - capacity: `sum over a of hours a unit x units[c,a] x start <= sum over p of usable hours x time[p,k]` by clinic
//!   kind (the activity's hours are split where several kinds hold it); teams as in R4;
//! - rooms: Hall's condition (R3) over a year of open half-days; closed groups, shares, floors, budgets, contracts and
//!   lesson caps as in the dated model, with a year's figures. A patient takes a `max`-th of a closed class; a patient
//!   short of a floor counts 26 weeks;
//! - worth: benefit of the starts, less the price of falling short of floors and of what is spent. Waiting, carry,
//!   meetings, leave by date and the horizon's end have no place here: `worked_weeks` stands for absence of all kinds.
//!
//! All figures are for a year.
//!
//! - Columns: `start[g,c]` and groups, whole; `time[p,k]`, `units[k,a]`, `teams[k]` and `short[g]`, at least 0.
//! - Units: patients, sessions, hours and thousands of pounds a year.
//! - YAML: `horizon.steady.worked_weeks`, and the keys of the rules named.
//! - Dual: the prices of the balance: what one more lesson, patient, session or pound a year is worth.

use crate::engine::{Col, Duals, Program, RowIx};
use crate::model::facts::{Facts, WEEKS_A_YEAR, attended_share};
use crate::model::flow::budget::THOUSAND;
use crate::model::flow::capacity::HOUR;
use crate::model::objective::{POUNDS_A_UNIT, dose_shortfall, start_worth};
use crate::model::{Goal, Soft};
use crate::plan::figures::{AimFigures, BenefitFigures, BudgetFigures, MeasureFigures};
use crate::plan::steady::{Scarce, SteadyActivity, SteadyClinic, SteadyPlan, SteadyPrice, SteadyStart, SteadyStream};
use crate::service::{Aim, Counts, Covers, EvidenceCase, Mode, RuleId};
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
    capacity: BTreeMap<usize, RowIx>,
    patients: BTreeMap<usize, RowIx>,
    sessions: BTreeMap<usize, RowIx>,
    budgets: Vec<RowIx>,
    contracts: Vec<(usize, RowIx)>,
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
            let course = service.courses.at(c);
            let worth = match goal {
                Goal::Best => start_worth(facts, course) - dose_shortfall(facts, g, course),
                Goal::DoNothing if stream.assessment => 0.0,
                Goal::DoNothing => service.policy.prices.important_change.0,
            };
            let name = format!("start {} {}", stream.id, course.id);
            let start = m.program.integer(name, 0.0, most[g].floor(), -worth / POUNDS_A_UNIT);
            m.start.insert((g, c), start);
            if let Some(size) = course.closed_group {
                let (min, max) = (f64::from(size.min), f64::from(size.max));
                let name = format!("groups {} {}", stream.id, course.id);
                let groups = m.program.integer(name, 0.0, (most[g] / min).floor(), 0.0);
                let what = format!("{} {}", stream.id, course.id);
                m.program.at_least(format!("F9 least {what}"), vec![(start, 1.0), (groups, -min)], 0.0);
                m.program.at_most(format!("F9 most {what}"), vec![(start, 1.0), (groups, -max)], 0.0);
            }
        }
    }
}

fn most_available(facts: &Facts) -> Vec<f64> {
    let streams = &facts.service.streams;
    let own: Vec<f64> = (0..streams.len()).map(|g| known(facts, g)).collect();
    let mut most = own.clone();
    for _ in 0..streams.len() {
        let mut next = own.clone();
        for (g, stream) in streams.iter().enumerate() {
            for onward in &stream.onward {
                if let Some(to) = streams.position(&onward.to) {
                    next[to] += most[g] * onward.per_attended.get();
                }
            }
        }
        most = next;
    }
    most.iter().map(|n| n + 1e-9).collect()
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
        let row = m.program.at_most(format!("F1 patients {}", stream.id), terms.clone(), known(facts, to));
        m.patients.insert(to, row);
        if let Some(least) = stream.least_started {
            let least = least.get();
            let scaled = terms.into_iter().map(|(col, k)| (col, if k < 0.0 { k * least } else { k })).collect();
            let wanted = (least * known(facts, to) + 1e-9).floor();
            let row = m.program.at_least(format!("F1c least started {}", stream.id), scaled, wanted);
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
            let row = m.program.at_most(format!("R2 sessions {}", practitioner.id), terms, yearly);
            m.sessions.insert(p, row);
            let what = format!("the contracted sessions of {}", practitioner.id);
            m.soft.push(Soft { row, rule: RuleId::Contracted, what, unit: "sessions a year", price: 150.0 });
        }
    }
}

/// Mean usable minutes of a session of a clinic over the half-days of the week.
fn usable(facts: &Facts, k: usize) -> f64 {
    let halves = facts.half_days.len();
    (0..halves).map(|h| facts.usable_minutes(k, h, 0.0)).sum::<f64>() / halves as f64
}

fn add_capacity(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for a in 0..service.activities.len() {
        let mut terms: Vec<(Col, f64)> = Vec::new();
        for (&(g, c), &start) in &m.start {
            for visit in facts.visits[c].iter().filter(|v| v.activity == a) {
                // A closed group's classes are shared by as many patients as the group takes.
                let share = match service.courses.at(c).closed_group {
                    Some(size) if visit.per_group => 1.0 / f64::from(size.max),
                    _ => 1.0,
                };
                let _ = g;
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
        m.program.equal(format!("F2 units {}", service.activities.at(a).id), terms, 0.0);
    }
    for (k, clinic) in service.clinics.iter().enumerate() {
        let mut terms: Vec<(Col, f64)> =
            m.units.range((k, 0)..(k + 1, 0)).map(|(&(_, a), &col)| (col, facts.unit_minutes[a] / HOUR)).collect();
        if terms.is_empty() {
            continue;
        }
        let hours = usable(facts, k) / HOUR;
        let team = service.team(clinic);
        let members = |j: usize| -> Vec<Col> {
            m.time
                .iter()
                .filter(|((p, at), _)| *at == k && service.position_of(service.practitioners.at(*p), clinic) == Some(j))
                .map(|(_, col)| *col)
                .collect()
        };
        if facts.is_team(k) {
            let members: Vec<Vec<Col>> = (0..team.len()).map(members).collect();
            let teams = m.program.column(format!("teams {}", clinic.id), 0.0, f64::INFINITY, 0.0);
            for (j, cols) in members.into_iter().enumerate() {
                let mut row = vec![(teams, f64::from(team[j].count))];
                row.extend(cols.into_iter().map(|col| (col, -1.0)));
                m.program.at_most(format!("R4 together {} {j}", clinic.id), row, 0.0);
            }
            m.teams.insert(k, teams);
            terms.push((teams, -hours));
        } else {
            terms.extend(members(0).into_iter().map(|col| (col, -hours)));
        }
        let row = m.program.at_most(format!("F3 capacity {}", clinic.id), terms, 0.0);
        m.capacity.insert(k, row);
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
    let sets: BTreeSet<&BTreeSet<usize>> = fitting.values().collect();
    for set in sets {
        let mut terms = Vec::new();
        let mut names = Vec::new();
        for (&k, rooms) in &fitting {
            if rooms.is_subset(set) {
                names.push(service.clinics.at(k).id.to_string());
                match m.teams.get(&k) {
                    Some(&teams) => terms.push((teams, 1.0)),
                    None => terms.extend(m.time.iter().filter(|((_, at), _)| *at == k).map(|(_, &col)| (col, 1.0))),
                }
            }
        }
        let open: usize = set.iter().map(|&r| service.rooms.at(r).open.len()).sum();
        m.program.at_most(format!("R3 rooms {}", names.join("+")), terms, open as f64 * WEEKS_A_YEAR);
    }
}

fn add_shares(m: &mut SteadyModel, facts: &Facts, goal: Goal) {
    for (g, stream) in facts.service.streams.iter().enumerate() {
        let all = own_starts(m, g);
        for option in &stream.options {
            let start = m.start[&(g, facts.course(&option.course))];
            let today = stream.today.as_ref().filter(|_| goal == Goal::DoNothing && !option.fixed);
            let (least, most) = match today {
                Some(today) => {
                    let share = today.mix.get(&option.course).map_or(0.0, |f| f.get());
                    (share, share)
                }
                None => (option.least.get(), option.most.get()),
            };
            let terms = |share: f64| -> Vec<(Col, f64)> {
                all.iter().map(|&col| (col, -share)).chain([(start, 1.0)]).collect()
            };
            let what = format!("{} {}", stream.id, option.course);
            if least > 0.0 {
                m.program.at_least(format!("F8 least {what}"), terms(least), -1.0);
            }
            if most < 1.0 {
                m.program.at_most(format!("F8 most {what}"), terms(most), 1.0);
            }
        }
    }
}

fn add_floors(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (g, stream) in service.streams.iter().enumerate() {
        let has_evidence = stream.options.iter().any(|o| service.courses[&o.course].evidence.is_some());
        let today = stream.today.as_ref().and_then(|t| t.starts_per_week);
        let wanted = match today {
            _ if stream.assessment => stream.referrals_per_year.0,
            Some(rate) if !has_evidence => rate.0 * WEEKS_A_YEAR,
            _ => continue,
        };
        let price = service.policy.prices.floor_shortfall.0 * MEAN_SHORT_WEEKS;
        let short = m.program.column(format!("short {}", stream.id), 0.0, f64::INFINITY, price / POUNDS_A_UNIT);
        m.short.insert(g, short);
        let mut terms: Vec<(Col, f64)> = own_starts(m, g).into_iter().map(|col| (col, 1.0)).collect();
        terms.push((short, 1.0));
        m.program.at_least(format!("F1a floor {}", stream.id), terms, wanted - 1.0);
    }
}

/// What is spent in a year on some clinics, in thousands of pounds.
fn spending(m: &SteadyModel, facts: &Facts, clinics: &BTreeSet<usize>, materials: bool) -> Vec<(Col, f64)> {
    let service = facts.service;
    let mut terms = Vec::new();
    for (&(p, k), &col) in m.time.iter().filter(|((_, k), _)| clinics.contains(k)) {
        let clinic = service.clinics.at(k);
        let practitioner = service.practitioners.at(p);
        let team = service.team(clinic);
        let hire = service
            .rooms
            .iter()
            .filter(|r| clinic.sites.contains(&r.site) && service.room_fits(r, clinic))
            .map(|r| r.hire.0)
            .fold(0.0, f64::max);
        let first = service.position_of(practitioner, clinic) == Some(0);
        let room = if first { hire / f64::from(team[0].count) } else { 0.0 };
        terms.push((col, (practitioner.cost_per_clinical_session().0 + room) / THOUSAND));
    }
    for (&(k, a), &col) in m.units.iter().filter(|((k, _), _)| clinics.contains(k)) {
        let _ = k;
        let activity = service.activities.at(a);
        let each = match activity.mode {
            Mode::Group { max, .. } if facts.closed_activity[a] => activity.cost.0 * f64::from(max),
            _ => activity.cost.0,
        };
        terms.push((col, each / THOUSAND));
    }
    if materials {
        terms.extend(m.start.iter().map(|(&(_, c), &col)| (col, service.courses.at(c).materials.0 / THOUSAND)));
    }
    terms
}

fn covered(facts: &Facts, covers: &Covers) -> (BTreeSet<usize>, bool) {
    match covers {
        Covers::Everything => ((0..facts.service.clinics.len()).collect(), true),
        Covers::Clinics(ids) => (ids.iter().filter_map(|id| facts.service.clinics.position(id)).collect(), false),
    }
}

fn add_money(m: &mut SteadyModel, facts: &Facts) {
    for budget in &facts.service.budgets {
        let (clinics, materials) = covered(facts, &budget.covers);
        let terms = spending(m, facts, &clinics, materials);
        let row = m.program.at_most(format!("F6 budget {}", budget.id), terms, budget.per_year.0 / THOUSAND);
        let what = format!("the budget {}", budget.id);
        m.soft.push(Soft { row, rule: RuleId::Budget, what, unit: "thousand pounds", price: 1000.0 });
        m.budgets.push(row);
    }
    let price = facts.service.policy.prices.spent_pound.0;
    if price > 0.0 {
        let (clinics, materials) = covered(facts, &Covers::Everything);
        for (col, thousands) in spending(m, facts, &clinics, materials) {
            m.program.add_cost(col, thousands * THOUSAND * price / POUNDS_A_UNIT);
        }
    }
}

fn add_contracts(m: &mut SteadyModel, facts: &Facts) {
    let service = facts.service;
    for (i, contract) in service.contracts.iter().enumerate() {
        let cols: Vec<Col> = match &contract.counts {
            Counts::Appointments(id) => {
                let a = service.activities.position(id);
                m.units.iter().filter(|((_, x), _)| Some(*x) == a).map(|(_, col)| *col).collect()
            }
            Counts::Starts(id) => {
                let c = service.courses.position(id);
                m.start.iter().filter(|((_, x), _)| Some(*x) == c).map(|(_, col)| *col).collect()
            }
            Counts::StreamStarts(id) => service.streams.position(id).map(|g| own_starts(m, g)).unwrap_or_default(),
        };
        let terms: Vec<(Col, f64)> = cols.into_iter().map(|col| (col, 1.0)).collect();
        if let Some(most) = contract.most_per_year {
            let row = m.program.at_most(format!("F7 most {}", contract.id), terms.clone(), most);
            let what = format!("the most of contract {}", contract.id);
            m.soft.push(Soft { row, rule: RuleId::ContractCap, what, unit: "counts a year", price: 200.0 });
            m.contracts.push((i, row));
        }
        if let Some(least) = contract.least_per_year {
            let row = m.program.at_least(format!("F7a least {}", contract.id), terms, least);
            let what = format!("the least of contract {}", contract.id);
            m.soft.push(Soft { row, rule: RuleId::ContractFloor, what, unit: "counts a year", price: 200.0 });
            m.contracts.push((i, row));
        }
    }
}

impl SteadyModel {
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
                lessons: patients * f64::from(course.lessons_per_patient()),
                important_changes: patients * changes(facts, c, EvidenceCase::Mean),
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
                has_evidence: stream.options.iter().any(|o| service.courses[&o.course].evidence.is_some()),
                available: started + left,
                started,
                left,
            });
        }
        self.read_clinics(facts, &value, &mut plan);
        for (budget, row) in service.budgets.iter().zip(&self.budgets) {
            let row = &self.program.rows()[row.index()];
            let spent: f64 = row.terms.iter().map(|&(col, k)| k * value(col)).sum();
            plan.budgets.push(BudgetFigures {
                budget: budget.id.clone(),
                budget_gbp: budget.per_year.0,
                spent_gbp: spent * THOUSAND,
            });
        }
        let (clinics, materials) = covered(facts, &Covers::Everything);
        plan.spend_gbp =
            spending(self, facts, &clinics, materials).into_iter().map(|(col, k)| k * value(col) * THOUSAND).sum();
        plan.benefit = self.benefit(facts, &value);
        let benefit: f64 = self
            .start
            .iter()
            .map(|(&(g, c), &col)| {
                let course = service.courses.at(c);
                (start_worth(facts, course) - dose_shortfall(facts, g, course)) * value(col).round()
            })
            .sum();
        let short: f64 = self.short.values().map(|&col| value(col)).sum();
        let prices = &service.policy.prices;
        plan.aims = vec![
            AimFigures { aim: Aim::Promises, value_gbp: -short * prices.floor_shortfall.0 * MEAN_SHORT_WEEKS },
            AimFigures { aim: Aim::Benefit, value_gbp: benefit },
            AimFigures { aim: Aim::Cost, value_gbp: -plan.spend_gbp * prices.spent_pound.0 },
        ];
        plan.value_gbp = plan.aims.iter().map(|a| a.value_gbp).sum();
        plan
    }

    fn read_clinics(&self, facts: &Facts, value: &dyn Fn(Col) -> f64, plan: &mut SteadyPlan) {
        let service = facts.service;
        let mut offered_slots: BTreeMap<usize, f64> = BTreeMap::new();
        for (k, clinic) in service.clinics.iter().enumerate().filter(|(k, _)| self.capacity.contains_key(k)) {
            let sessions: f64 = match self.teams.get(&k) {
                Some(&teams) => value(teams),
                None => self.time.iter().filter(|((_, at), _)| *at == k).map(|(_, &col)| value(col)).sum(),
            };
            let minutes_offered = sessions * usable(facts, k);
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

    fn benefit(&self, facts: &Facts, value: &dyn Fn(Col) -> f64) -> BenefitFigures {
        let service = facts.service;
        let mut by_measure: BTreeMap<_, MeasureFigures> = BTreeMap::new();
        let mut sums = [0.0; 3];
        let cases = [EvidenceCase::Mean, EvidenceCase::Low, EvidenceCase::High];
        for (&(_, c), &col) in &self.start {
            let course = service.courses.at(c);
            let Some(evidence) = &course.evidence else { continue };
            let patients = value(col).round();
            let each = cases.map(|case| patients * changes(facts, c, case));
            let scale = service.measures[&evidence.measure].important_change;
            let figures = by_measure.entry(evidence.measure.clone()).or_insert_with(|| MeasureFigures {
                measure: evidence.measure.clone(),
                mean: 0.0,
                low: 0.0,
                high: 0.0,
            });
            figures.mean += each[0] * scale;
            figures.low += each[1] * scale;
            figures.high += each[2] * scale;
            for (sum, one) in sums.iter_mut().zip(each) {
                *sum += one;
            }
        }
        BenefitFigures {
            important_changes: sums[0],
            low: sums[1],
            high: sums[2],
            by_measure: by_measure.into_values().collect(),
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
        for (&k, &row) in &self.capacity {
            let clinic = service.clinics.at(k);
            for (&(_, a), _) in self.units.range((k, 0)..(k + 1, 0)) {
                let hours = facts.unit_minutes[a] / HOUR;
                push(Scarce::Lesson(service.activities.at(a).id.clone()), pounds(row) * hours, "lesson a year");
            }
            push(Scarce::Session(clinic.id.clone()), pounds(row) * usable(facts, k) / HOUR, "session a year");
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
        for &(i, row) in &self.contracts {
            push(Scarce::Contract(service.contracts.at(i).id.clone()), pounds(row), "one a year");
        }
        prices
    }
}

/// Important changes a start of a course earns at an end of the interval.
fn changes(facts: &Facts, c: usize, case: EvidenceCase) -> f64 {
    let course = facts.service.courses.at(c);
    course.evidence.as_ref().map_or(0.0, |e| e.benefit(course, &facts.service.measures[&e.measure], case).0)
}
