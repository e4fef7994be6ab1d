//! What a manager wants to know first.

use crate::plan::figures::Figures;
use crate::record::{NotCompared, PlanRecord, ServiceOutline};
use crate::report::against::{Comparison, comparisons};
use crate::report::binding::limits;
use crate::report::numbers::{counted, one, signed, whole};
use crate::report::page::{Column, Sheet};
use crate::report::text::outcome::{bound_sentence, rota_sentence, verdict_sentence};

/// How many limits the first sentence names.
pub(in crate::report) const LIMITS_NAMED: usize = 4;

/// Patients started, benefit, what binds, how good the plan is, whether the checker accepts it.
pub(super) fn headline(sheet: &mut Sheet, record: &PlanRecord) {
    let (service, figures) = (&record.service, &record.plan.figures);
    sheet.paragraph(&in_short(record));
    sheet.paragraph(&benefit_sentence(figures, service));
    if let Some(nothing) = &record.do_nothing {
        sheet.paragraph(&nothing_sentence(figures, nothing));
    }
    sheet.paragraph(&binding_sentence(figures, service));
    sheet.paragraph(&bound_sentence(&record.outcome));
    if let Some(sentence) = rota_sentence(&record.outcome) {
        sheet.paragraph(&sentence);
    }
    sheet.paragraph(&verdict_sentence(&record.verdict));
}

/// Who starts and who finishes, in a sentence.
pub(super) fn in_short(record: &PlanRecord) -> String {
    let (service, figures) = (&record.service, &record.plan.figures);
    let assessments = figures.started - figures.started_treatment;
    let and_assessed =
        if assessments > 0.0 { format!(", and {} an assessment", whole(assessments)) } else { String::new() };
    format!(
        "In the {} weeks from {}, {} treatment{and_assessed}; {} within these weeks.",
        service.weeks,
        service.start.format("%A %-d %B %Y"),
        counted(figures.started_treatment, "patient starts", "patients start"),
        counted(figures.finished, "patient finishes", "patients finish"),
    )
}

/// The service, and its variants.
pub(super) fn title(record: &PlanRecord) -> String {
    let variants = &record.stamp.scenario.variants;
    match variants.as_slice() {
        [] => record.service.name.clone(),
        _ => format!("{} (variant {})", record.service.name, variants.join(", ")),
    }
}

/// The benefit in important changes, and in a scale's own units where one scale is in play.
pub(in crate::report) fn benefit_sentence(figures: &Figures, service: &ServiceOutline) -> String {
    let benefit = &figures.benefit;
    let scales: Vec<String> = benefit
        .by_measure
        .iter()
        .filter(|m| m.mean != 0.0 || m.low != 0.0 || m.high != 0.0)
        .map(|m| {
            let unit = service.measures.iter().find(|o| o.id == m.measure).map_or("points", |o| o.unit.as_str());
            format!("{} {unit} of {}", one(m.mean), service.measure_name(&m.measure))
        })
        .collect();
    let in_scales = if scales.is_empty() { String::new() } else { format!(": {}", scales.join("; ")) };
    // evidence without an interval counts at its mean at either end
    let between = if benefit.low == benefit.high {
        "no interval of its evidence is known".to_owned()
    } else {
        format!("between {} and {} at the ends of the evidence's intervals", one(benefit.low), one(benefit.high))
    };
    format!("Expected benefit: {} important changes ({between}){in_scales}.", one(benefit.important_changes))
}

fn nothing_sentence(figures: &Figures, nothing: &Figures) -> String {
    let waiting = |f: &Figures| f.streams.iter().map(|s| s.waiting).sum::<f64>();
    format!(
        "Against doing nothing (today's mix, the rota optimised): {} who start treatment, {} important changes, {} \
         waiting at the end.",
        signed(figures.started_treatment - nothing.started_treatment, whole),
        signed(figures.benefit.important_changes - nothing.benefit.important_changes, one),
        signed(waiting(figures) - waiting(nothing), whole),
    )
}

fn binding_sentence(figures: &Figures, service: &ServiceOutline) -> String {
    let limits = limits(figures, service);
    if limits.is_empty() {
        return "Nothing binds: no clinic, role or budget is used to its limit.".to_owned();
    }
    let named: Vec<&str> = limits.iter().take(LIMITS_NAMED).map(|l| l.what.as_str()).collect();
    let more = limits.len().saturating_sub(LIMITS_NAMED);
    let and_more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("What binds: {}{and_more}.", named.join("; "))
}

/// The main figures beside those of doing nothing.
pub(super) fn against_nothing(sheet: &mut Sheet, record: &PlanRecord) {
    let rows = comparisons(&record.plan.figures, record.do_nothing.as_ref());
    sheet.heading(if record.do_nothing.is_some() { "Against doing nothing" } else { "Key figures" });
    let print = |row: &Comparison| row.unit.print(row.plan);
    if record.do_nothing.is_some() {
        let columns =
            [Column::Words(""), Column::Number("Plan"), Column::Number("Do nothing"), Column::Number("Difference")];
        let cells = rows.iter().map(|row| {
            let nothing = row.do_nothing.map_or_else(|| "-".to_owned(), |v| row.unit.print(v));
            let difference = row.difference().map_or_else(|| "-".to_owned(), |v| signed(v, |v| row.unit.print(v)));
            vec![row.what.to_owned(), print(row), nothing, difference]
        });
        sheet.table(&columns, cells.collect());
    } else {
        let cells = rows.iter().map(|row| vec![row.what.to_owned(), print(row)]);
        sheet.table(&[Column::Words(""), Column::Number("Plan")], cells.collect());
        sheet.paragraph(match record.not_compared {
            Some(NotCompared::NotAskedFor) => "The comparison with doing nothing was not asked for.",
            Some(NotCompared::NothingKnown) => {
                "No stream says what is done today, so there is nothing to compare with."
            }
            None => "There are no figures of doing nothing to compare with.",
        });
    }
}
