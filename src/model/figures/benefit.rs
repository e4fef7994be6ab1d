//! Clinical benefit of those who start.

use crate::model::figures::total::Total;
use crate::plan::Plan;
use crate::plan::figures::{BenefitFigures, MeasureFigures};
use crate::service::{Course, EvidenceCase, Service};

/// What one start of a course earns, in important changes; nothing without evidence.
pub(super) fn per_start(service: &Service, course: &Course, case: EvidenceCase) -> f64 {
    course
        .evidence
        .as_ref()
        .and_then(|e| service.measures.get(&e.measure).map(|m| e.benefit(course, m, case).0))
        .unwrap_or(0.0)
}

/// Benefit at the mean and at both ends of the evidence, in important changes and in each scale's own units.
pub(super) fn benefit(service: &Service, plan: &Plan) -> BenefitFigures {
    let all = |case| -> f64 {
        let each = plan.starts.iter().filter_map(|s| service.courses.get(&s.course).map(|c| (s.patients, c)));
        each.map(|(patients, course)| patients * per_start(service, course, case)).total()
    };
    let by_measure = service
        .measures
        .iter()
        .map(|measure| {
            let own_units = |case| -> f64 {
                plan.starts
                    .iter()
                    .filter_map(|s| {
                        let course = service.courses.get(&s.course)?;
                        let evidence = course.evidence.as_ref().filter(|e| e.measure == measure.id)?;
                        Some(s.patients * evidence.benefit(course, measure, case).0 * measure.important_change)
                    })
                    .total()
            };
            MeasureFigures {
                measure: measure.id.clone(),
                mean: own_units(EvidenceCase::Mean),
                low: own_units(EvidenceCase::Low),
                high: own_units(EvidenceCase::High),
            }
        })
        .collect();
    BenefitFigures {
        important_changes: all(EvidenceCase::Mean),
        low: all(EvidenceCase::Low),
        high: all(EvidenceCase::High),
        by_measure,
    }
}
