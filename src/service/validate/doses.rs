//! The evidence of the courses that compete within a stream: one table, one scale, a plausible dose curve.

use super::codes;
use super::reader::Reader;
use super::wording::{list, number};
use crate::base::ids::{ActivityId, MeasureId};
use crate::scenario::records::StreamRecord;
use crate::service::{Analysis, Basis, Course, Evidence, EvidenceCase, Service, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at every stream's evidence.
pub(super) fn compare(reader: &mut Reader<'_>, service: &Service) {
    for stream in &service.streams {
        // courses that a lesson cap left out are compared too: the figures are wrong with or without the cap
        let record = reader.record.streams.iter().find(|s| stream.id == s.id.as_str());
        let courses: Vec<&Course> = record
            .into_iter()
            .flat_map(StreamRecord::offered)
            .filter_map(|course| service.courses.get(&course.into()))
            .collect();
        let known: Vec<(&Course, &Evidence)> =
            courses.iter().filter_map(|c| c.evidence.as_ref().map(|e| (*c, e))).collect();
        mixed(reader, stream, &known);
        missing(reader, stream, &courses, &known);
        // courses that are a need do not compete
        let chosen: Vec<_> = known.into_iter().filter(|(course, _)| !stream.is_need(&course.id)).collect();
        curves(reader, service, stream, &chosen);
    }
}

fn mixed(reader: &mut Reader<'_>, stream: &Stream, known: &[(&Course, &Evidence)]) {
    let at = format!("streams.{}.courses", stream.id);
    let groups = |key: &dyn Fn(&Evidence) -> String| -> Option<String> {
        let mut by_key: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (course, evidence) in known {
            by_key.entry(key(evidence)).or_default().push(course.id.as_ref());
        }
        (by_key.len() > 1).then(|| list(by_key.iter().map(|(key, courses)| format!("{key} ({})", courses.join(", ")))))
    };
    let analysis = groups(&|e| {
        match e.analysis {
            Analysis::Marginal => "marginal",
            Analysis::Cell => "cell",
        }
        .to_owned()
    });
    let basis = groups(&|e| {
        match e.basis {
            Basis::PerStart => "per start",
            Basis::PerAttended => "per attended",
        }
        .to_owned()
    });
    let says = [
        (codes::MIXED_ANALYSIS, "figures of different tables", analysis),
        (codes::MIXED_MEASURES, "different scales", groups(&|e| e.measure.to_string())),
        (codes::MIXED_FOLLOW_UP, "follow-ups in weeks", groups(&|e| number(e.follow_up_weeks))),
        (codes::MIXED_BASIS, "different bases", basis),
    ];
    for (code, what, groups) in says {
        if let Some(groups) = groups {
            reader.findings.add(code, &at, format!("the courses of `{}` have {what}: {groups}", stream.id));
        }
    }
}

fn missing(reader: &mut Reader<'_>, stream: &Stream, courses: &[&Course], known: &[(&Course, &Evidence)]) {
    if known.is_empty() {
        return;
    }
    let without: Vec<&str> = courses
        .iter()
        // evidence with an error in it is not missing, and a need is not chosen by its worth
        .filter(|c| c.evidence.is_none() && reader.findings.sound(&format!("courses.{}.evidence", c.id)))
        .filter(|c| !stream.is_need(&c.id))
        .map(|c| c.id.as_ref())
        .collect();
    if !without.is_empty() {
        let cause = format!("{} of `{}` have no evidence, others do", list(without), stream.id);
        reader.findings.add(codes::EVIDENCE_MISSING, &format!("streams.{}.courses", stream.id), cause);
    }
}

/// What the courses of one dose curve share: their activities, supporting ones excepted, and their measure.
type Family<'s> = (BTreeSet<&'s ActivityId>, &'s MeasureId);

/// Courses that differ in the number of the same lessons make a dose curve, from nothing upwards.
fn curves(reader: &mut Reader<'_>, service: &Service, stream: &Stream, known: &[(&Course, &Evidence)]) {
    let mut families: BTreeMap<Family<'_>, Vec<(&Course, &Evidence)>> = BTreeMap::new();
    for (course, evidence) in known {
        families.entry((course.teaches(), &evidence.measure)).or_default().push((course, evidence));
    }
    let at = format!("streams.{}.courses", stream.id);
    for ((_, measure), family) in families {
        let Some(measure) = service.measures.get(measure) else { continue };
        let curve = |case: EvidenceCase| {
            let mut points: Vec<(f64, f64, &str)> = family
                .iter()
                .filter(|(c, _)| c.lessons_per_patient() > 0.0)
                .map(|(c, e)| (c.lessons_per_patient(), e.benefit(c, measure, case).0, c.id.as_ref()))
                .collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)));
            points
        };
        let points = curve(EvidenceCase::Mean);
        for pair in points.windows(2) {
            let ((dose, high, better), (other, low, weaker)) = (pair[0], pair[1]);
            if dose == other && high > low + 1e-12 {
                let cause = format!("`{better}` and `{weaker}` both have {dose} lessons, but not the same effect");
                reader.findings.add(codes::SAME_DOSE, &at, cause);
            }
        }
        if let Some(cause) = rising(&points) {
            reader.findings.add(codes::DOSE_CURVE_NOT_CONCAVE, &at, cause);
        } else if let Some(cause) = rising(&curve(service.policy.evidence_case)) {
            reader.findings.add(codes::CASE_NOT_CONCAVE, &at, cause);
        }
    }
}

/// Where the benefit a lesson rises from one step of the dose to the next; the best course of each dose counts.
fn rising(points: &[(f64, f64, &str)]) -> Option<String> {
    let mut curve: Vec<(f64, f64, &str)> = vec![(0.0, 0.0, "nothing")];
    for &point in points {
        if curve.last().is_some_and(|last| last.0 < point.0) {
            curve.push(point);
        }
    }
    let slope = |a: (f64, f64, &str), b: (f64, f64, &str)| (b.1 - a.1) / (b.0 - a.0);
    curve.windows(3).find_map(|three| {
        let (first, second) = (slope(three[0], three[1]), slope(three[1], three[2]));
        (second > first + 1e-9 * first.abs().max(1.0)).then(|| {
            format!(
                "each lesson from {} to {} (`{}`) earns {} important changes, those before only {}",
                number(three[1].0 + 1.0),
                number(three[2].0),
                three[2].2,
                number(second),
                number(first)
            )
        })
    })
}
