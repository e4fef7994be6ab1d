//! Guard rails of the evidence: what may not be added up, and what may not be justified by it.

use super::codes;
use super::reader::Reader;
use super::wording::{list, number};
use crate::base::ids::MeasureId;
use crate::scenario::evidence_library;
use crate::scenario::records::{CourseRecord, EvidenceRecord, FigureRecord, PolicyRecord, StreamRecord};
use crate::service::Fading;
use std::collections::{BTreeMap, BTreeSet};

/// Treatments that guidance on back pain advises against: NICE NG59.
const NOT_FOR_BACK_PAIN: [&str; 2] = ["acupuncture", "tens"];
/// What evidence from back pain says of its patients.
const BACK_PAIN: [&str; 2] = ["back-pain", "low-back-pain"];
/// The most that a factor can be: beyond it somebody has slipped on a key.
const MOST_FACTOR: f64 = 10.0;

/// The latest that effects can count, in weeks after entry.
const MOST_WEEKS: f64 = 5200.0;

/// What an effect against a comparator counts, in terms of one against the policy's base. Where nothing is said, all
/// stand against the same.
pub(super) fn factor(policy: &PolicyRecord, comparator: &str) -> f64 {
    let others = policy.comparators.iter().flat_map(|comparators| &comparators.others);
    let said = others.into_iter().find(|other| other.comparator.trim() == comparator.trim());
    said.map(|other| other.factor).filter(|factor| (0.0..=MOST_FACTOR).contains(factor)).unwrap_or(1.0)
}

/// How an effect fades.
pub(super) fn fading(reader: &mut Reader<'_>, at: &str, record: &EvidenceRecord) -> Option<Fading> {
    let path = format!("{at}.half_life_days");
    let half_life_days = reader.findings.within(&path, record.half_life_days?, 0.01, 1e6);
    let Some(after) = reader.record.policy.effects_after_weeks else {
        let cause = format!("half of the effect is left after {} days", number(half_life_days));
        reader.findings.add(codes::FADING_WITHOUT_DATE, &path, cause);
        return None;
    };
    // told once, with the policy
    Some(Fading { half_life_days, counted_after_weeks: after.clamp(0.0, MOST_WEEKS) })
}

/// The scale of a figure; that of a record must be defined, which is worth saying at the reference.
pub(super) fn measure_of(reader: &mut Reader<'_>, at: &str, record: &EvidenceRecord) -> Option<MeasureId> {
    let of_record = record.record.as_ref().and_then(|id| figure(reader.record.evidence.as_slice(), id));
    let Some(of_record) = of_record.filter(|figure| figure.measure == record.measure) else {
        return reader.names.measures.resolve(&mut reader.findings, &format!("{at}.measure"), &record.measure);
    };
    if reader.names.measures.contains(&record.measure) {
        return Some(MeasureId::from(record.measure.as_str()));
    }
    let cause = format!("`{}` is measured by `{}`, which is not among the measures", of_record.id, record.measure);
    let fix = format!(
        "define it under measures: {{id: {}, name: ..., important_change: ..., source: ...}}; docs/evidence.md has the \
         scales of the library",
        record.measure
    );
    reader.findings.add(codes::MEASURE_NOT_DEFINED, &format!("{at}.record"), cause).fix = fix;
    None
}

/// The record that an id names: one of the scenario's own, or one of the library's.
fn figure<'r>(own: &'r [FigureRecord], id: &str) -> Option<&'r FigureRecord> {
    own.iter().chain(evidence_library()).find(|record| record.id == id)
}

/// Looks at all evidence.
pub(super) fn check(reader: &mut Reader<'_>) {
    let record = reader.record;
    for own in &record.evidence {
        if evidence_library().iter().any(|other| other.id == own.id) {
            let cause = format!("the library has a record `{}` too", own.id);
            reader.findings.add(codes::RECORD_TAKEN, &format!("evidence.{}", own.id), cause);
        }
    }
    let known = record.courses.iter().filter_map(|course| Some((course, course.evidence.as_ref()?)));
    for (course, evidence) in known.clone() {
        of_record(reader, course, evidence);
        of_treatment(reader, course, evidence);
    }
    of_condition(reader);
    if let Some(after) = record.policy.effects_after_weeks {
        reader.findings.within("policy.effects_after_weeks", after, 0.0, MOST_WEEKS);
    }
    factors(reader);
    let offered: BTreeSet<&str> = record.streams.iter().flat_map(StreamRecord::offered).collect();
    let added: Vec<(&CourseRecord, &EvidenceRecord)> =
        known.filter(|(course, _)| offered.contains(course.id.as_str())).collect();
    uncontrolled(reader, &added);
    comparators(reader, &added);
}

/// A figure that is another than its record's must have a source of its own.
fn of_record(reader: &mut Reader<'_>, course: &CourseRecord, evidence: &EvidenceRecord) {
    let Some(id) = &evidence.record else { return };
    let Some(figure) = figure(&reader.record.evidence, id) else { return };
    if evidence.source.trim() != figure.source.trim() {
        return;
    }
    macro_rules! differing {
        ($($key:ident),+) => {
            [$((stringify!($key), evidence.$key != figure.$key)),+]
        };
    }
    let keys = differing!(
        measure,
        change,
        ci,
        comparator,
        follow_up_weeks,
        analysis,
        basis,
        interpolated,
        uncontrolled,
        half_life_days,
        treatment,
        population
    );
    let other: Vec<&str> = keys.iter().filter(|(_, differs)| *differs).map(|(key, _)| *key).collect();
    let Some(first) = other.first() else { return };
    let cause = format!("`{}` writes {} beside the record `{id}`, but no source", course.id, list(&other));
    reader.findings.add(codes::FIGURE_NOT_THE_RECORDS, &format!("courses.{}.evidence.{first}", course.id), cause);
}

/// Whether evidence is of what the course gives, and may justify it.
fn of_treatment(reader: &mut Reader<'_>, course: &CourseRecord, evidence: &EvidenceRecord) {
    let at = format!("courses.{}.evidence", course.id);
    let mut treatments = course.treatment.iter().chain(&evidence.treatment);
    let advised_against = treatments.find(|treatment| NOT_FOR_BACK_PAIN.contains(&treatment.as_str()));
    if let Some(treatment) = advised_against
        && evidence.population.iter().all(|who| BACK_PAIN.contains(&who.as_str()))
    {
        let who =
            if evidence.population.is_empty() { "does not say who was treated" } else { "is from back pain alone" };
        let cause = format!("`{}` rests on evidence for {treatment} that {who}", course.id);
        reader.findings.add(codes::NOT_FOR_BACK_PAIN, &at, cause);
    }
    if let (Some(given), Some(tried)) = (&course.treatment, &evidence.treatment)
        && given != tried
    {
        let cause = format!("`{}` is {given}, and its evidence is of {tried}", course.id);
        reader.findings.add(codes::ANOTHER_TREATMENT, &at, cause);
    }
}

/// Whether evidence is from patients like a stream's.
fn of_condition(reader: &mut Reader<'_>) {
    let record = reader.record;
    for stream in &record.streams {
        let Some(condition) = &stream.condition else { continue };
        let courses = record.courses.iter().filter(|c| stream.offered().any(|offered| offered == c.id));
        let evidence = courses.filter_map(|course| Some((course, course.evidence.as_ref()?)));
        let others = evidence.filter(|(_, evidence)| !evidence.population.contains(condition));
        let others: Vec<String> = others
            .map(|(course, evidence)| {
                let who =
                    if evidence.population.is_empty() { "not said".to_owned() } else { list(&evidence.population) };
                format!("{} ({who})", course.id)
            })
            .collect();
        if !others.is_empty() {
            let cause = format!(
                "the patients of `{}` have {condition}, those of the evidence not: {}",
                stream.id,
                list(others)
            );
            reader.findings.add(codes::ANOTHER_POPULATION, &format!("streams.{}.condition", stream.id), cause);
        }
    }
}

/// Each comparator once, with a factor that can be.
fn factors(reader: &mut Reader<'_>) {
    let Some(comparators) = &reader.record.policy.comparators else { return };
    let mut seen = BTreeSet::from([comparators.base.trim()]);
    for (i, other) in comparators.others.iter().enumerate() {
        let at = format!("policy.comparators.others.{i}");
        reader.findings.within(&format!("{at}.factor"), other.factor, 0.0, MOST_FACTOR);
        if !seen.insert(other.comparator.trim()) {
            let cause = format!("what an effect against {} counts is said already", other.comparator.trim());
            reader.findings.add(codes::COMPARATOR_TWICE, &format!("{at}.comparator"), cause);
        }
    }
}

/// Whether the policy says what effects against a comparator count.
fn is_said(policy: &PolicyRecord, comparator: &str) -> bool {
    policy.comparators.as_ref().is_some_and(|comparators| {
        let others = comparators.others.iter().map(|other| &other.comparator);
        [&comparators.base].into_iter().chain(others).any(|known| known.trim() == comparator.trim())
    })
}

/// A figure without a control group is no effect, unless the policy says what it counts.
fn uncontrolled(reader: &mut Reader<'_>, added: &[(&CourseRecord, &EvidenceRecord)]) {
    for (course, evidence) in added.iter().filter(|(_, evidence)| evidence.uncontrolled) {
        let at = format!("courses.{}.evidence", course.id);
        let cause = format!("the figure of `{}` has no control group: {}", course.id, evidence.comparator.trim());
        let code = match is_said(&reader.record.policy, &evidence.comparator) {
            true => codes::UNCONTROLLED_COUNTED,
            false => codes::UNCONTROLLED_EFFECT,
        };
        reader.findings.add(code, &at, cause);
    }
}

/// Effects against different comparators are added only where the policy says what each counts.
fn comparators(reader: &mut Reader<'_>, added: &[(&CourseRecord, &EvidenceRecord)]) {
    let policy = &reader.record.policy;
    let mut by_comparator: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (course, evidence) in added {
        // of a figure without a control group more is said elsewhere
        if !evidence.uncontrolled || is_said(policy, &evidence.comparator) {
            by_comparator.entry(evidence.comparator.trim()).or_default().push(&course.id);
        }
    }
    let told = |(comparator, courses): (&&str, &Vec<&str>)| format!("{comparator} ({})", courses.join(", "));
    let at = "policy.comparators";
    let Some(said) = &policy.comparators else {
        if by_comparator.len() > 1 {
            let cause = format!("effects stand against {}", list(by_comparator.iter().map(told)));
            reader.findings.add(codes::MIXED_COMPARATORS, at, cause);
        }
        return;
    };
    let known = || [&said.base].into_iter().chain(said.others.iter().map(|other| &other.comparator));
    for (comparator, courses) in by_comparator.iter().filter(|(comparator, _)| !is_said(policy, comparator)) {
        let cause = format!("nothing says what effects against {} count", told((comparator, courses)));
        reader.findings.add_choice(codes::MIXED_COMPARATORS, at, cause, comparator, known());
    }
    let converted = by_comparator.iter().filter(|(comparator, _)| **comparator != said.base.trim());
    let converted = converted.filter(|(comparator, _)| is_said(policy, comparator));
    let converted: Vec<String> =
        converted.map(|(c, courses)| format!("{} x{}", told((c, courses)), number(factor(policy, c)))).collect();
    if !converted.is_empty() {
        let cause = format!("in terms of {}, effects count: {}", said.base.trim(), list(converted));
        reader.findings.add(codes::COMPARATOR_CONVERTED, at, cause);
    }
}
