//! Clinical benefit of those who start.

use crate::plan::figures::{BenefitFigures, MeasureFigures};
use crate::service::EvidenceCase;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::{Facts, benefit_of};

/// Reckons benefit at the mean and at both ends, added and by measure.
pub(super) fn reckon(facts: &Facts<'_>) -> BenefitFigures {
    let zero = |measure: &crate::service::Measure| MeasureFigures {
        measure: measure.id.clone(),
        mean: 0.0,
        low: 0.0,
        high: 0.0,
    };
    let mut total =
        BenefitFigures { by_measure: facts.lists.measures.iter().map(zero).collect(), ..Default::default() };
    for row in &facts.rows.starts {
        let course = &facts.lists.courses[row.course];
        for case in [EvidenceCase::Mean, EvidenceCase::Low, EvidenceCase::High] {
            let Some((measure, change, changes)) = benefit_of(facts.service, course, case) else { continue };
            let Some(scale) = total.by_measure.iter_mut().find(|m| m.measure == *measure) else { continue };
            let (sum, own) = match case {
                EvidenceCase::Mean => (&mut total.important_changes, &mut scale.mean),
                EvidenceCase::Low => (&mut total.low, &mut scale.low),
                EvidenceCase::High => (&mut total.high, &mut scale.high),
            };
            *sum += row.patients * changes;
            *own += row.patients * change;
        }
    }
    total
}

/// Compares benefit; measures on which nothing is gained may be left out.
pub(super) fn compare(claimed: &BenefitFigures, reckoned: &BenefitFigures, compare: &mut Compare<'_>) {
    compare.number("figures.benefit.important_changes", claimed.important_changes, reckoned.important_changes);
    compare.number("figures.benefit.low", claimed.low, reckoned.low);
    compare.number("figures.benefit.high", claimed.high, reckoned.high);
    compare.rows(
        "figures.benefit.by_measure",
        (&claimed.by_measure, &reckoned.by_measure),
        |row| row.measure.clone(),
        |row| row.mean == 0.0 && row.low == 0.0 && row.high == 0.0,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.mean"), claimed.mean, reckoned.mean);
            compare.number(&format!("{path}.low"), claimed.low, reckoned.low);
            compare.number(&format!("{path}.high"), claimed.high, reckoned.high);
        },
    );
}
