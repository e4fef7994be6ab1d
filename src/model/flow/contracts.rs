//! F7, contract caps and floors.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::engine::{Col, Program, RowIx};
use crate::model::{Builder, Soft};
use crate::service::{Contract, Counts, RuleId, Service};

/// **F7 contract cap, F7a contract floor.** For each contract, over the horizon's share of the year:
///
/// ```text
/// least_per_year x weeks / (365/7) <= count <= most_per_year x weeks / (365/7)
/// ```
///
/// The count is the sum of `given` of an activity, or of `start` of a course or of a stream. Where rules clash, either
/// limit may be broken at 200 pounds a unit.
///
/// - Columns: `given`, `start`.
/// - Units: appointments (units given) or patients.
/// - YAML: `funding.contracts[].counts`, `funding.contracts[].most_per_year`, `funding.contracts[].least_per_year`.
/// - Dual: what one more in the cap, or one less in the floor, is worth.
pub fn add(b: &mut Builder) {
    let share = b.facts.weeks as f64 / WEEKS_A_YEAR;
    for contract in &b.facts.service.contracts {
        let given = b.columns.given.iter().map(|(&(_, a, _, _), &col)| (a, col));
        let starts = b.columns.start.iter().map(|(&(g, c, _, _), &col)| (g, c, col));
        let terms = counted(b.facts.service, &contract.counts, given, starts);
        b.soft.extend(rows(&mut b.program, contract, &terms, share, "counts"));
    }
}

/// The rows of a contract over a share of the year.
pub fn rows(
    program: &mut Program,
    contract: &Contract,
    terms: &[(Col, f64)],
    share: f64,
    unit: &'static str,
) -> Vec<Soft> {
    let mut rows = Vec::new();
    let mut soft = |row: RowIx, rule: RuleId, which: &str| {
        let what = format!("the {which} of contract {}", contract.id);
        rows.push(Soft { row, rule, what, unit, price: 200.0 });
    };
    if let Some(most) = contract.most_per_year {
        let row = program.at_most(format_args!("F7 most {}", contract.id), terms.to_vec(), most * share);
        soft(row, RuleId::ContractCap, "most");
    }
    if let Some(least) = contract.least_per_year {
        let row = program.at_least(format_args!("F7a least {}", contract.id), terms.to_vec(), least * share);
        soft(row, RuleId::ContractFloor, "least");
    }
    rows
}

/// What a contract counts, among units given (activity, column) and starts (stream, course, column).
pub fn counted(
    service: &Service,
    counts: &Counts,
    given: impl Iterator<Item = (usize, Col)>,
    starts: impl Iterator<Item = (usize, usize, Col)>,
) -> Vec<(Col, f64)> {
    let cols: Vec<Col> = match counts {
        Counts::Appointments(id) => {
            let activity = service.activities.position(id);
            given.filter(|(a, _)| Some(*a) == activity).map(|(_, col)| col).collect()
        }
        Counts::Starts(id) => {
            let course = service.courses.position(id);
            starts.filter(|(_, c, _)| Some(*c) == course).map(|(_, _, col)| col).collect()
        }
        Counts::StreamStarts(id) => {
            let stream = service.streams.position(id);
            starts.filter(|(g, _, _)| Some(*g) == stream).map(|(_, _, col)| col).collect()
        }
    };
    cols.into_iter().map(|col| (col, 1.0)).collect()
}
