//! Budgets, contracts and lesson caps.

use super::codes;
use super::reader::Reader;
use super::wording::number;
use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::{ActivityId, BlockIncomeId, BudgetId, ClinicId, ContractId, StreamId};
use crate::base::units::Pounds;
use crate::scenario::records::{CountsRecord, CoversRecord};
use crate::service::{
    BlockIncome, Budget, Contract, Counts, Course, Covers, LessonCap, Missed, Service, Stream, Table,
};
use std::collections::{BTreeMap, BTreeSet};

/// The most of anything that a contract can count in a year.
const MOST_A_YEAR: f64 = 1e7;

/// Reads the lesson caps.
pub(super) fn lesson_caps(reader: &mut Reader<'_>) -> Vec<LessonCap> {
    let record = reader.record;
    let at = "funding.most_lessons_per_patient";
    let mut caps: Vec<LessonCap> = Vec::new();
    for (i, cap) in record.funding.most_lessons_per_patient.iter().enumerate() {
        let path = format!("{at}.{i}.activity");
        let Some(activity) = reader.names.activities.resolve(&mut reader.findings, &path, &cap.activity) else {
            continue;
        };
        if caps.iter().any(|c| c.activity == activity) {
            reader.findings.add(codes::REPEATED, &path, format!("`{activity}` has two caps"));
            continue;
        }
        caps.push(LessonCap { activity, most: cap.most });
    }
    caps
}

/// Reads the budgets.
pub(super) fn budgets(reader: &mut Reader<'_>) -> Table<Budget> {
    let record = reader.record;
    record
        .funding
        .budgets
        .iter()
        .map(|budget| {
            let at = format!("funding.budgets.{}", budget.id);
            let covers = match &budget.covers {
                CoversRecord::Everything {} => Covers::Everything,
                CoversRecord::Clinics(clinics) => {
                    let path = format!("{at}.covers.clinics");
                    let clinics: BTreeSet<ClinicId> =
                        reader.names.clinics.resolve_some(&mut reader.findings, &path, clinics).into_iter().collect();
                    Covers::Clinics(clinics)
                }
            };
            let per_year = reader.pounds(&format!("{at}.gbp_per_year"), budget.gbp_per_year);
            Budget { id: BudgetId::from(budget.id.as_str()), per_year, covers }
        })
        .collect()
}

/// Reads the contracts; one that counts something unknown is left out.
pub(super) fn contracts(reader: &mut Reader<'_>) -> Table<Contract> {
    let record = reader.record;
    record
        .funding
        .contracts
        .iter()
        .filter_map(|contract| {
            let at = format!("funding.contracts.{}", contract.id);
            let findings = &mut reader.findings;
            let most =
                contract.most_per_year.map(|n| findings.within(&format!("{at}.most_per_year"), n, 0.0, MOST_A_YEAR));
            let least =
                contract.least_per_year.map(|n| findings.within(&format!("{at}.least_per_year"), n, 0.0, MOST_A_YEAR));
            match (least, most) {
                (Some(least), Some(most)) if least > most => {
                    let cause = format!("at least {} and at most {} a year", number(least), number(most));
                    findings.add(codes::LEAST_ABOVE_MOST, &format!("{at}.least_per_year"), cause);
                }
                (None, None) if contract.pays_gbp == 0.0 => {
                    let cause = format!("`{}` limits nothing", contract.id);
                    findings.add(codes::CONTRACT_WITHOUT_LIMIT, &at, cause);
                }
                _ => {}
            }
            let pays = reader.pounds(&format!("{at}.pays_gbp"), contract.pays_gbp);
            let (findings, names) = (&mut reader.findings, &reader.names);
            let counts = match &contract.counts {
                CountsRecord::Appointments(id) => names
                    .activities
                    .resolve(findings, &format!("{at}.counts.appointments"), id)
                    .map(Counts::Appointments),
                CountsRecord::Starts(id) => {
                    names.courses.resolve(findings, &format!("{at}.counts.starts"), id).map(Counts::Starts)
                }
                CountsRecord::StreamStarts(id) => {
                    names.streams.resolve(findings, &format!("{at}.counts.stream_starts"), id).map(Counts::StreamStarts)
                }
            };
            Some(Contract {
                id: ContractId::from(contract.id.as_str()),
                counts: counts?,
                most_per_year: most,
                least_per_year: least,
                pays,
            })
        })
        .collect()
}

/// Reads the income that comes whatever is done.
pub(super) fn block_income(reader: &mut Reader<'_>) -> Table<BlockIncome> {
    let record = reader.record;
    let rows = record.funding.block_income.iter();
    rows.map(|row| BlockIncome {
        id: BlockIncomeId::from(row.id.as_str()),
        per_year: reader.pounds(&format!("funding.block_income.{}.gbp_per_year", row.id), row.gbp_per_year),
    })
    .collect()
}

/// Floors that lists and referrals cannot fill, and budgets that nothing draws on.
pub(super) fn of_use(reader: &mut Reader<'_>, service: &Service) {
    if !reader.findings.sound("streams") || !reader.findings.sound("courses") {
        return;
    }
    let share = f64::from(service.timetable.weeks) / WEEKS_A_YEAR;
    let potential = potentials(service);
    for contract in &service.contracts {
        let Some(least) = contract.least_per_year else { continue };
        let possible = most_countable(service, &potential, &contract.counts);
        let wanted = least * share;
        if wanted > possible * (1.0 + 1e-9) {
            let cause = format!(
                "`{}` asks for {} within the horizon; lists, referrals and courses can give {} at most",
                contract.id,
                number(wanted),
                number(possible)
            );
            let path = format!("funding.contracts.{}.least_per_year", contract.id);
            reader.findings.add(codes::CONTRACT_FLOOR_UNREACHABLE, &path, cause);
        }
    }
    for budget in &service.budgets {
        if !draws(service, &budget.covers) {
            let path = format!("funding.budgets.{}", budget.id);
            let cause = format!("nothing that `{}` pays for has a cost", budget.id);
            reader.findings.add(codes::NOTHING_TO_PAY, &path, cause);
        }
    }
}

/// The most patients who could start in each stream: list, referrals, and all who could come on from others.
fn potentials(service: &Service) -> BTreeMap<&StreamId, f64> {
    let own = |s: &Stream| s.list().0 + s.referrals.iter().map(|p| p.0).sum::<f64>();
    let mut most: BTreeMap<&StreamId, f64> = service.streams.iter().map(|s| (&s.id, own(s))).collect();
    // as many rounds as streams settle every pathway without a circle; with a circle the last round may still grow
    for round in 0..=service.streams.len() {
        let next: BTreeMap<&StreamId, f64> = service
            .streams
            .iter()
            .map(|stream| {
                let onward: f64 = service
                    .streams
                    .iter()
                    .flat_map(|from| from.onward.iter().map(move |o| (from, o)))
                    .filter(|(_, o)| o.to == stream.id)
                    .map(|(from, o)| {
                        let before: f64 = from.in_course.iter().map(|c| c.patients.0).sum();
                        (most[&from.id] + before) * o.per_attended.get()
                    })
                    .sum();
                (&stream.id, own(stream) + onward)
            })
            .collect();
        if next == most {
            // Settled: further rounds would give the same.
            break;
        }
        if round == service.streams.len() {
            for (id, value) in &mut most {
                if next[id] > *value + 1e-9 {
                    *value = f64::INFINITY;
                }
            }
        } else {
            most = next;
        }
    }
    most
}

fn most_countable(service: &Service, potential: &BTreeMap<&StreamId, f64>, counts: &Counts) -> f64 {
    let by_stream = |worth: &dyn Fn(&Course) -> f64| -> f64 {
        service
            .streams
            .iter()
            .map(|stream| {
                let best = stream
                    .options
                    .iter()
                    .filter_map(|o| service.courses.get(&o.course).map(|c| worth(c) * o.most.get()))
                    .fold(0.0, f64::max);
                if best > 0.0 { potential[&stream.id] * best } else { 0.0 }
            })
            .sum()
    };
    match counts {
        Counts::StreamStarts(stream) => potential.get(stream).copied().unwrap_or(0.0),
        Counts::Starts(course) => by_stream(&|c| if c.id == *course { 1.0 } else { 0.0 }),
        Counts::Appointments(activity) => {
            // shares of several options: their sum is bounded by the dearest at a full share
            let dearest: f64 = service
                .streams
                .iter()
                .map(|stream| {
                    let best = stream
                        .options
                        .iter()
                        .filter_map(|o| service.courses.get(&o.course))
                        .map(|c| units(service, c, activity))
                        .fold(0.0, f64::max);
                    let before: f64 = stream
                        .in_course
                        .iter()
                        .filter_map(|i| service.courses.get(&i.course).map(|c| (i, c)))
                        .map(|(i, c)| i.patients.0 * units(service, c, activity))
                        .sum();
                    if best > 0.0 { potential[&stream.id] * best + before } else { before }
                })
                .sum();
            dearest
        }
    }
}

/// The most units of an activity that a start of a course can need.
fn units(service: &Service, course: &Course, activity: &ActivityId) -> f64 {
    let total = f64::from(course.most_lessons(activity));
    match service.activities.get(activity) {
        Some(a) if a.missed == Missed::Rebooked => total / a.dna.complement().get(),
        _ => total,
    }
}

fn draws(service: &Service, covers: &Covers) -> bool {
    let covered = |id: &ClinicId| match covers {
        Covers::Everything => true,
        Covers::Clinics(clinics) => clinics.contains(id),
    };
    let clinics = || service.clinics.iter().filter(|c| covered(&c.id));
    let people = service
        .practitioners
        .iter()
        .filter(|p| p.cost_per_session > Pounds::ZERO)
        .any(|p| clinics().any(|c| service.position_of(p, c).is_some()));
    let rooms = service
        .rooms
        .iter()
        .filter(|r| r.hire > Pounds::ZERO)
        .any(|r| clinics().any(|c| c.sites.contains(&r.site) && service.room_fits(r, c)));
    let appointments =
        clinics().flat_map(|c| &c.activities).filter_map(|a| service.activities.get(a)).any(|a| a.cost > Pounds::ZERO);
    let materials = *covers == Covers::Everything && service.courses.iter().any(|c| c.materials > Pounds::ZERO);
    people || rooms || appointments || materials
}

/// Ids of the funding entries without a source.
pub(super) fn without_source(reader: &Reader<'_>) -> Vec<String> {
    let funding = &reader.record.funding;
    let blank = super::sources::is_blank;
    let budgets = funding.budgets.iter().filter(|b| blank(b.source.as_ref())).map(|b| b.id.clone());
    let contracts = funding.contracts.iter().filter(|c| blank(c.source.as_ref())).map(|c| c.id.clone());
    let caps = funding
        .most_lessons_per_patient
        .iter()
        .filter(|c| blank(c.source.as_ref()))
        .map(|c| format!("the cap on {}", c.activity));
    let blocks = funding.block_income.iter().filter(|b| blank(b.source.as_ref())).map(|b| b.id.clone());
    budgets.chain(contracts).chain(blocks).chain(caps).collect()
}
