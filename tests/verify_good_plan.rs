//! The checker accepts a good plan, and reckons its figures just as the naive reference does.

mod verify_common;

use equipoise::base::finding::Severity;
use equipoise::verify::verify;
use verify_common::good_plan::good_plan;
use verify_common::small_service::small_service;

#[test]
fn a_good_plan_is_accepted() {
    let service = small_service();
    let plan = good_plan(&service);
    let verdict = verify(&service, &plan);
    for finding in &verdict.findings {
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("{} {} {place}: {}", finding.severity, finding.code, finding.cause);
    }
    assert!(verdict.accepts());
    assert_eq!(verdict.findings.iter().filter(|f| f.severity == Severity::Warning).count(), 0);
}
