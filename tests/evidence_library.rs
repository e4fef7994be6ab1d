//! The library of evidence: its figures are those of the trials, scenarios refer to them by id, and what is written beside
//! a reference wins.

mod scenario_sample;

use equipoise::base::finding::{Place, Places, Severity};
use equipoise::base::ids::CourseId;
use equipoise::scenario::records::{AnalysisRecord, EvidenceRecord, FigureRecord};
use equipoise::scenario::{Loaded, evidence_library, load_text};
use equipoise::service::{EvidenceCase, Service, validate};
use scenario_sample::{SAMPLE, edited, selection};

/// The sample's evidence as it is written there.
const WRITTEN: &str = "    evidence:
      measure: rmdq
      change: 1.4
      ci: [0.03, 2.7]
      comparator: normal care
      follow_up_weeks: 52
      analysis: marginal
      source: trial
";

/// The sample with other evidence.
fn with(evidence: &str) -> String {
    edited(WRITTEN, &format!("    evidence: {evidence}\n"))
}

fn loaded(text: &str, variants: &[&str], sets: &[&str]) -> Loaded {
    // the sample's totals are not its practitioners'
    let text = text.replace("fte_total: 1.0", "fte_total: 0.4");
    load_text("sample.yaml", text.as_bytes(), &selection(variants, sets)).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn evidence(loaded: &Loaded) -> &EvidenceRecord {
    loaded.record.courses[0].evidence.as_ref().expect("there is evidence")
}

fn service(loaded: &Loaded) -> Service {
    let validated = validate(&loaded.record, &loaded.positions);
    let errors = validated.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<_> = errors.collect();
    validated.service.as_ref().unwrap_or_else(|| panic!("{errors:#?}")).clone()
}

/// What a start of the sample's course earns, in important changes.
fn benefit(loaded: &Loaded, case: EvidenceCase) -> f64 {
    let service = service(loaded);
    let course = &service.courses[&CourseId::from("at-6")];
    let evidence = course.evidence.as_ref().expect("there is evidence");
    evidence.benefit(course, &service.measures[&evidence.measure], case).0
}

fn figure(id: &str) -> &'static FigureRecord {
    evidence_library().iter().find(|figure| figure.id == id).unwrap_or_else(|| panic!("no record {id}"))
}

/// Record, scale, improvement, interval, comparator, weeks.
type Known = (&'static str, &'static str, f64, Option<[f64; 2]>, &'static str, f64);

/// The figures as they stand in the trials' abstracts, here as improvements.
const KNOWN: &[Known] = &[
    ("ateam-lessons-6", "rmdq", 1.40, Some([0.03, 2.77]), "normal care", 52.0),
    ("ateam-lessons-24", "rmdq", 3.4, Some([2.03, 4.76]), "normal care", 52.0),
    ("ateam-massage", "rmdq", 0.58, Some([-0.77, 1.94]), "normal care", 52.0),
    ("ateam-exercise", "rmdq", 1.29, Some([0.34, 2.25]), "no exercise prescription", 52.0),
    ("ateam-cell-6-exercise", "rmdq", 2.98, None, "normal care without an exercise prescription", 52.0),
    ("ateam-cell-24", "rmdq", 4.14, None, "normal care without an exercise prescription", 52.0),
    ("ateam-days-6", "days-in-pain", 10.0, None, "normal care", 52.0),
    ("ateam-days-24", "days-in-pain", 18.0, None, "normal care", 52.0),
    ("ateam-days-massage", "days-in-pain", 7.0, None, "normal care", 52.0),
    ("ateam-days-6-early", "days-in-pain", 24.0 - 13.0, None, "normal care", 13.0),
    ("ateam-days-24-early", "days-in-pain", 24.0 - 8.0, None, "normal care", 13.0),
    ("little-2022-mixed-10", "rmdq", 10.38 - 4.39, None, "before the course", 12.0),
    ("atlas-lessons", "npq", 3.79, Some([0.91, 6.66]), "usual care", 52.0),
    ("atlas-acupuncture", "npq", 3.92, Some([0.97, 6.87]), "usual care", 52.0),
    ("atlas-lessons-qaly", "qaly", 0.025, None, "usual care", 52.0),
    ("atlas-acupuncture-qaly", "qaly", 0.032, None, "usual care", 52.0),
    ("tai-chi-fibromyalgia", "fiqr", 5.5, None, "aerobic exercise", 24.0),
    ("tai-chi-fibromyalgia-24-twice", "fiqr", 16.2, None, "aerobic exercise", 24.0),
    ("tai-chi-fibromyalgia-24-over-12", "fiqr", 9.6, None, "twelve weeks of Tai Chi", 24.0),
    ("tai-chi-back", "rmdq", 2.6, None, "waiting list", 10.0),
    ("cherkin-acupuncture", "rmdq", 4.4 - 2.1, None, "usual care", 8.0),
    ("best-group-cbt", "rmdq", 1.3, Some([0.56, 2.06]), "advice alone", 52.0),
    ("restore-13-weeks", "rmdq", 4.6, None, "usual care", 13.0),
    ("restore-3-years", "rmdq", 3.5, Some([2.0, 4.9]), "usual care", 156.0),
];

#[test]
fn the_figures_are_those_of_the_trials() {
    for &(id, measure, change, ci, comparator, weeks) in KNOWN {
        let found = figure(id);
        assert!((found.change - change).abs() < 1e-9, "{id}: {}", found.change);
        let said = (found.measure.as_str(), found.ci, found.comparator.as_str(), found.follow_up_weeks);
        assert_eq!(said, (measure, ci, comparator, weeks), "{id}");
        assert!(!found.interpolated, "{id}");
    }
    let known = |figure: &FigureRecord| KNOWN.iter().any(|(id, ..)| *id == figure.id);
    let others: Vec<&str> = evidence_library().iter().filter(|f| !known(f)).map(|f| f.id.as_str()).collect();
    assert!(others.iter().all(|id| figure(id).interpolated), "trial figures that no test knows: {others:?}");
}

#[test]
fn interpolated_doses_lie_on_the_line_or_the_curve_through_the_trial_points() {
    let (six, twenty_four) = (figure("ateam-lessons-6"), figure("ateam-lessons-24"));
    let line = |lessons: f64, low: f64, high: f64| low + (high - low) * (lessons - 6.0) / 18.0;
    let curve = |lessons: f64| 4.27 * (1.0 - (-lessons / 15.1_f64).exp());
    assert!((curve(6.0) - 1.40).abs() < 0.01 && (curve(24.0) - 3.4).abs() < 0.01);
    let mut seen = 0;
    for between in evidence_library().iter().filter(|figure| figure.interpolated) {
        let lessons: f64 = between.dose.as_deref().unwrap().strip_suffix(" lessons").unwrap().parse().unwrap();
        seen += 1;
        if between.id.ends_with("-curve") {
            assert!((between.change - curve(lessons)).abs() < 0.01, "{}", between.id);
            assert_eq!(between.ci, None);
            continue;
        }
        assert!((between.change - line(lessons, six.change, twenty_four.change)).abs() < 5.1e-5, "{}", between.id);
        let (ends, low, high) = (between.ci.unwrap(), six.ci.unwrap(), twenty_four.ci.unwrap());
        for end in [0, 1] {
            assert!((ends[end] - line(lessons, low[end], high[end])).abs() < 5.1e-5, "{}", between.id);
        }
    }
    assert_eq!(seen, 6);
}

#[test]
fn every_figure_says_what_it_is_and_where_it_is_from() {
    for figure in evidence_library() {
        let id = &figure.id;
        assert!(figure.change > 0.0, "{id}: improvements stand as positive numbers");
        assert!(figure.ci.is_none_or(|[low, high]| low < figure.change && figure.change < high), "{id}");
        assert!(figure.source.len() > 15 && figure.caveat.as_ref().is_some_and(|c| c.len() > 15), "{id}");
        assert!(figure.treatment.is_some() && figure.dose.is_some() && !figure.population.is_empty(), "{id}");
        // what has no interval says so, and counts with its mean in every case
        let says = figure.caveat.as_deref().unwrap();
        assert!(figure.ci.is_some() || says.contains("interval"), "{id}: {says}");
    }
    assert!(figure("little-2022-mixed-10").uncontrolled);
    assert_eq!(evidence_library().iter().filter(|f| f.uncontrolled).count(), 1);
    let cells = evidence_library().iter().filter(|f| f.analysis == AnalysisRecord::Cell);
    assert_eq!(cells.count(), 3);
}

#[test]
fn every_record_can_be_referred_to() {
    for record in evidence_library() {
        let text = with(&format!("{{record: {}}}", record.id));
        let loaded = loaded(&text, &[], &[]);
        let evidence = evidence(&loaded);
        assert_eq!(evidence.record.as_deref(), Some(record.id.as_str()));
        let of_record = FigureRecord {
            id: record.id.clone(),
            measure: evidence.measure.clone(),
            change: evidence.change,
            ci: evidence.ci,
            comparator: evidence.comparator.clone(),
            follow_up_weeks: evidence.follow_up_weeks,
            analysis: evidence.analysis,
            basis: evidence.basis,
            interpolated: evidence.interpolated,
            uncontrolled: evidence.uncontrolled,
            half_life_days: evidence.half_life_days,
            treatment: evidence.treatment.clone(),
            dose: evidence.dose.clone(),
            population: evidence.population.clone(),
            patients: evidence.patients,
            source: evidence.source.clone(),
            caveat: evidence.caveat.clone(),
        };
        assert_eq!(of_record, *record);
    }
}

#[test]
fn what_is_written_beside_a_reference_wins() {
    let text = with("{record: ateam-lessons-6, change: 1.1, source: our audit}");
    let read = loaded(&text, &[], &[]);
    assert_eq!((evidence(&read).change, evidence(&read).ci), (1.1, Some([0.03, 2.77])));
    assert_eq!((evidence(&read).source.as_str(), evidence(&read).comparator.as_str()), ("our audit", "normal care"));
    // nothing, written, takes a key of the record away
    let read = loaded(&text, &[], &["courses.at-6.evidence.change=2", "courses.at-6.evidence.ci=null"]);
    assert_eq!((evidence(&read).change, evidence(&read).ci), (2.0, None));
    assert_eq!(read.patches.len(), 2);
    assert_eq!(read.hash, loaded(&text, &[], &[]).hash);
}

#[test]
fn a_variant_may_refer_to_another_record() {
    let variant = "variants:\n  - id: full\n    patches:\n      - set: {path: courses.at-6.evidence.record, value: ateam-lessons-24}\n";
    let text = with("{record: ateam-lessons-6}").replace("variants:\n", variant);
    assert_eq!(evidence(&loaded(&text, &[], &[])).change, 1.4);
    let full = loaded(&text, &["full"], &[]);
    assert_eq!((evidence(&full).change, evidence(&full).ci), (3.4, Some([2.03, 4.76])));
    // and a course that has none may get some, and evidence written in full a reference
    let none = edited(WRITTEN, "");
    assert_eq!(evidence(&loaded(&none, &[], &["courses.at-6.evidence={record: restore-3-years}"])).change, 3.5);
    let both = loaded(SAMPLE, &[], &["courses.at-6.evidence.record=ateam-lessons-24"]);
    assert_eq!((evidence(&both).change, evidence(&both).source.as_str()), (1.4, "trial"));
    assert_eq!(evidence(&both).treatment.as_deref(), Some("alexander-lessons"));
}

#[test]
fn an_unknown_record_is_one_finding_that_says_what_was_meant() {
    let text = with("{record: ateam-lesons-6}");
    let found = load_text("sample.yaml", text.as_bytes(), &selection(&[], &[])).map(|_| ()).unwrap_err();
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.code, "unknown-record");
    assert_eq!(finding.did_you_mean.as_deref(), Some("ateam-lessons-6"));
    assert_eq!(finding.allowed.len(), evidence_library().len());
    let Some(Place::File { path, line, .. }) = &finding.place else { panic!("{finding:?}") };
    assert_eq!(path, "courses.at-6.evidence.record");
    assert!(text.lines().nth(line - 1).unwrap().contains("ateam-lesons-6"));

    let set = selection(&[], &["courses.at-6.evidence={record: 6}"]);
    let found = load_text("sample.yaml", SAMPLE.as_bytes(), &set).map(|_| ()).unwrap_err();
    assert_eq!(found.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["wrong-type"]);
}

#[test]
fn what_comes_from_the_library_says_so() {
    let read = loaded(&with("{record: ateam-lessons-6, change: 9}"), &[], &[]);
    let place = |path: &str| read.positions.place(path);
    let library = |path: &str| Place::Library {
        record: "ateam-lessons-6".to_owned(),
        path: format!("courses.at-6.evidence.{path}"),
    };
    assert_eq!(place("courses.at-6.evidence.ci"), library("ci"));
    assert_eq!(place("courses.at-6.evidence.source").to_string(), "library record ateam-lessons-6");
    assert!(matches!(place("courses.at-6.evidence.change"), Place::File { .. }));
    // the interval is the record's, and does not hold the change
    let found = validate(&read.record, &read.positions).findings;
    let disorder = found.iter().find(|finding| finding.code == "ci-disorder").expect("disorder");
    assert_eq!(disorder.place, Some(library("ci")));
}

#[test]
fn a_scenario_may_have_records_of_its_own() {
    let own = "evidence:
  - id: our-audit
    measure: rmdq
    change: 2
    comparator: normal care
    follow_up_weeks: 26
    analysis: marginal
    source: our audit of 2025
courses:
";
    let text = with("{record: our-audit}").replace("courses:\n  - id: at-6", &format!("{own}  - id: at-6"));
    let read = loaded(&text, &[], &[]);
    assert_eq!((evidence(&read).change, evidence(&read).source.as_str()), (2.0, "our audit of 2025"));
    assert_eq!(evidence(&loaded(&text, &[], &["evidence.our-audit.change=3"])).change, 3.0);
    // its values stand where the scenario writes them
    let Place::File { line, .. } = read.positions.place("courses.at-6.evidence.change") else { panic!() };
    assert_eq!(text.lines().nth(line - 1).unwrap(), "    change: 2");
    // one that lacks a key is told of where it stands, and once
    let broken = text.replace("    follow_up_weeks: 26\n", "");
    let found = load_text("sample.yaml", broken.as_bytes(), &selection(&[], &[])).map(|_| ()).unwrap_err();
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.code, "missing-key");
    assert!(finding.cause.contains("`evidence.our-audit`"), "{}", finding.cause);
}

#[test]
fn evidence_without_a_reference_is_whole() {
    let found = load_text("sample.yaml", with("{change: 1}").as_bytes(), &selection(&[], &[])).map(|_| ()).unwrap_err();
    let missing: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(missing, ["missing-key"; 5], "measure, comparator, follow_up_weeks, analysis and source");
}

#[test]
fn an_effect_counts_by_its_comparator() {
    let text = with("{record: tai-chi-back}");
    assert_eq!(benefit(&loaded(&text, &[], &[]), EvidenceCase::Mean), 2.6 / 2.5);
    let by_half =
        "policy.comparators={base: normal care, others: [{comparator: waiting list, factor: 0.5, source: a}]}";
    assert_eq!(benefit(&loaded(&text, &[], &[by_half]), EvidenceCase::Mean), 1.3 / 2.5);
    let at = |case| benefit(&loaded(SAMPLE, &[], &[&by_half.replace("waiting list", "other care")]), case);
    assert_eq!(at(EvidenceCase::High), 2.7 / 2.5, "the base counts once");
    let ends = by_half.replace("base: normal care", "base: other care").replace("waiting list", "normal care");
    assert_eq!(benefit(&loaded(SAMPLE, &[], &[&ends]), EvidenceCase::High), 2.7 * 0.5 / 2.5, "so are the ends");
}

#[test]
fn an_effect_that_fades_counts_as_far_as_it_is_left() {
    let fading = |weeks: &str| {
        let sets = ["courses.at-6.evidence.half_life_days=14", "courses.at-6.evidence.follow_up_weeks=4", weeks];
        benefit(&loaded(SAMPLE, &[], &sets), EvidenceCase::Mean) / (1.4 / 2.5)
    };
    // four weeks after the follow-up are two half-lives
    assert!((fading("policy.effects_after_weeks=8") - 0.25).abs() < 1e-12);
    assert!((fading("policy.effects_after_weeks=5") - 0.5_f64.sqrt()).abs() < 1e-12);
    assert_eq!(fading("policy.effects_after_weeks=4"), 1.0);
    assert_eq!(fading("policy.effects_after_weeks=0"), 1.0, "never more than was measured");
    let for_good = loaded(SAMPLE, &[], &["policy.effects_after_weeks=520"]);
    assert_eq!(benefit(&for_good, EvidenceCase::Mean), 1.4 / 2.5, "what does not fade lasts");
}
