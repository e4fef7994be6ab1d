//! F7, contract caps and floors.

use crate::engine::Col;
use crate::model::facts::WEEKS_A_YEAR;
use crate::model::{Builder, Soft};
use crate::service::{Counts, RuleId};

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
        let terms = counted(b, &contract.counts);
        if let Some(most) = contract.most_per_year {
            let row = b.program.at_most(format!("F7 most {}", contract.id), terms.clone(), most * share);
            let what = format!("the most of contract {}", contract.id);
            b.soft.push(Soft { row, rule: RuleId::ContractCap, what, unit: "counts", price: 200.0 });
        }
        if let Some(least) = contract.least_per_year {
            let row = b.program.at_least(format!("F7a least {}", contract.id), terms, least * share);
            let what = format!("the least of contract {}", contract.id);
            b.soft.push(Soft { row, rule: RuleId::ContractFloor, what, unit: "counts", price: 200.0 });
        }
    }
}

fn counted(b: &Builder, counts: &Counts) -> Vec<(Col, f64)> {
    let service = b.facts.service;
    let cols: Vec<Col> = match counts {
        Counts::Appointments(id) => {
            let a = service.activities.position(id);
            b.columns.given.iter().filter(|((_, x, _, _), _)| Some(*x) == a).map(|(_, col)| *col).collect()
        }
        Counts::Starts(id) => {
            let c = service.courses.position(id);
            b.columns.start.iter().filter(|((_, x, _, _), _)| Some(*x) == c).map(|(_, col)| *col).collect()
        }
        Counts::StreamStarts(id) => service.streams.position(id).map(|g| b.starts_in(g)).unwrap_or_default(),
    };
    cols.into_iter().map(|col| (col, 1.0)).collect()
}
