//! How good the plan is, what clashes, and what the checker says.

use crate::record::outcome::gap;
use crate::record::{AimOutcome, Conflict, Outcome, PlanRecord, Status, Verdict};
use crate::report::numbers::{amount, gap_percent, percent, pounds, whole};
use crate::report::page::{Column, Sheet};

/// Value, bound and gap in words.
pub(in crate::report) fn bound_sentence(outcome: &Outcome) -> String {
    let of = outcome.bound_of.text();
    let worth = pounds(outcome.value_gbp);
    let proven = match (outcome.bound_gbp, outcome.gap) {
        (Some(bound), Some(gap)) => Some(format!(
            "within {} of the best possible for {of}: worth {worth}, bound {}",
            gap_percent(gap),
            pounds(bound)
        )),
        (Some(bound), None) => Some(format!("worth {worth}; no more than {} is possible for {of}", pounds(bound))),
        (None, _) => None,
    };
    match (outcome.status, proven) {
        (Status::WithinGap, None) if !outcome.aims.is_empty() => {
            format!(
                "It is worth {worth}; its aims were met one after the other, each with a bound of its own (see below)."
            )
        }
        (Status::Proven, _) => format!("It is proven the best possible for {of}: worth {worth}."),
        (Status::WithinGap, Some(proven)) => format!("It is proven {proven}."),
        (Status::WithinGap, None) => format!("It is worth {worth}; how much better a plan could be is not available."),
        (Status::CutShort, Some(proven)) => {
            format!("The search was cut short by a limit; so far it is proven {proven}.")
        }
        (Status::CutShort, None) => {
            format!("The search was cut short by a limit: worth {worth}; how much better a plan could be is not known.")
        }
        (Status::Partial, _) => format!("It is a partial plan, worth {worth}: the scenario's rules cannot all hold."),
    }
}

/// How much of what is open the rota may be, and how much whole patients: where the rota was found by itself.
pub(super) fn rota_sentence(outcome: &Outcome) -> Option<String> {
    let (bound, of_rota) = (outcome.bound_gbp?, outcome.rota_bound_gbp?);
    if outcome.status == Status::Proven {
        return None;
    }
    if of_rota >= bound {
        return Some(format!(
            "With patients split between weeks its rota is worth {}, more than any plan of whole patients can be: what is \
             open lies in whole patients.",
            pounds(of_rota)
        ));
    }
    let (rota, patients) = (gap(of_rota, bound)?, gap(outcome.value_gbp, of_rota)?);
    Some(format!(
        "With this rota no plan is worth more than {}, even with patients split between weeks: the rota is within {} \
         of the best possible, and whole patients take {}.",
        pounds(of_rota),
        gap_percent(rota),
        gap_percent(patients)
    ))
}

/// The checker's verdict in a sentence.
pub(super) fn verdict_sentence(verdict: &Verdict) -> String {
    let checks = whole(verdict.total_checks() as f64);
    if verdict.accepted {
        format!("The independent checker accepts it ({checks} checks).")
    } else {
        format!(
            "THE INDEPENDENT CHECKER DOES NOT ACCEPT IT: {} in {checks} checks.",
            crate::report::numbers::counted(verdict.findings.len() as f64, "finding", "findings")
        )
    }
}

/// Rules that cannot hold together, with the cheapest changes that let them.
pub(in crate::report) fn clashes(sheet: &mut Sheet, outcome: &Outcome) {
    let clashes = &outcome.clashes;
    if clashes.is_empty() {
        return;
    }
    sheet.heading("Rules that clash");
    sheet.paragraph("These rules cannot all hold. The cheapest set of changes that lets them:");
    let columns = [
        Column::Words("Rule"),
        Column::Words("About"),
        Column::Number("Broken by"),
        Column::Words("Change that helps"),
    ];
    let rows = clashes.iter().map(|clash| {
        vec![
            format!("{} {}", clash.rule.code(), clash.rule.text()),
            clash.what.clone(),
            format!("{} {}", amount(clash.amount), clash.unit),
            clash.fix.clone(),
        ]
    });
    sheet.table(&columns, rows.collect());
    if let Some(conflict) = &outcome.conflict {
        conflict_of(sheet, conflict);
    }
}

/// Why: a set of rules that cannot hold together.
fn conflict_of(sheet: &mut Sheet, conflict: &Conflict) {
    sheet.paragraph(match (conflict.minimal, conflict.rules.len()) {
        (true, 1) => "One rule cannot hold, whatever else gives:",
        (true, _) => "Why: these cannot hold together, and without any one of them the others can:",
        (false, _) => "Why: these cannot hold together (some of them may be here without need):",
    });
    for conflicting in &conflict.rules {
        sheet.point(&format!("{}: {} {}", conflicting.what, conflicting.rule.code(), conflicting.rule.text()));
    }
}

/// What was checked, and what was found.
pub(super) fn verdict(sheet: &mut Sheet, record: &PlanRecord) {
    let verdict = &record.verdict;
    sheet.heading("Verification");
    sheet.paragraph(&verdict_sentence(verdict));
    for finding in &verdict.findings {
        let place = finding.place.as_ref().map(|p| format!("{p}: ")).unwrap_or_default();
        sheet.point(&format!("{} {}: {place}{}; {}", finding.severity, finding.code, finding.cause, finding.fix));
    }
    let checked: Vec<String> =
        verdict.checks.iter().map(|c| format!("{} ({})", c.rule, whole(c.count as f64))).collect();
    if !checked.is_empty() {
        sheet.paragraph(&format!("Checked: {}.", checked.join(", ")));
    }
    aims(sheet, &record.outcome.aims);
}

/// Every aim with its own bound, where they were solved one after the other.
fn aims(sheet: &mut Sheet, aims: &[AimOutcome]) {
    if aims.is_empty() {
        return;
    }
    sheet.heading("Aims, one after the other");
    let columns = [
        Column::Words("Aim"),
        Column::Number("Worth"),
        Column::Number("Bound"),
        Column::Number("Gap"),
        Column::Words("May give up"),
    ];
    let or_not = |value: Option<String>| value.unwrap_or_else(|| "not available".to_owned());
    let rows = aims.iter().map(|aim| {
        vec![
            aim.aim.to_string(),
            pounds(aim.value_gbp),
            or_not(aim.bound_gbp.map(pounds)),
            or_not(aim.gap.map(gap_percent)),
            aim.tolerance.map_or_else(|| "decides among equals".to_owned(), percent),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "A bound is for any plan that keeps the aims before it as this plan does; a gap holds what later aims took.",
    );
}
