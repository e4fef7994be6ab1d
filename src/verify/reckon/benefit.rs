//! What a start earns.

use crate::base::ids::MeasureId;
use crate::service::{Basis, Course, EvidenceCase, Service};
use crate::verify::reckon::course::of_the_trial;

/// What a start of a course earns at an end of the evidence: the measure, its own units, and important changes.
pub(in crate::verify) fn benefit_of<'a>(
    service: &Service,
    course: &'a Course,
    case: EvidenceCase,
) -> Option<(&'a MeasureId, f64, f64)> {
    let evidence = course.evidence.as_ref()?;
    let change = match (case, evidence.ci) {
        (EvidenceCase::Low, Some((low, _))) => low,
        (EvidenceCase::High, Some((_, high))) => high,
        _ => evidence.change,
    };
    let mut counted = of_the_trial(course)
        * match evidence.basis {
            Basis::PerStart => change,
            Basis::PerAttended => change * (1.0 - course.drop_out.get()),
        };
    counted *= evidence.comparator_factor;
    if let Some(fading) = &evidence.fading {
        // halved once every half-life between the follow-up and the day on which effects count
        let days = 7.0 * (fading.counted_after_weeks - evidence.follow_up_weeks);
        if days > 0.0 {
            counted *= (-days * std::f64::consts::LN_2 / fading.half_life_days).exp();
        }
    }
    Some((&evidence.measure, counted, counted / service.measures[&evidence.measure].important_change))
}
