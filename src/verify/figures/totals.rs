//! Figures of the whole plan.

use crate::plan::figures::Figures;
use crate::verify::figures::compare::Compare;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;

/// Patients started in streams that are not assessment.
pub(super) fn started_treatment(facts: &Facts<'_>) -> f64 {
    let treatment = facts.rows.starts.iter().filter(|row| !facts.lists.streams[row.stream].assessment);
    treatment.map(|row| row.patients).sum()
}

/// Compares totals, aims and the plan's worth.
pub(super) fn compare(claimed: &Figures, reckoned: &Figures, sheet: &mut Sheet) {
    for (code, path, claimed, reckoned) in [
        ("figure-started", "figures.started", claimed.started, reckoned.started),
        (
            "figure-started-treatment",
            "figures.started_treatment",
            claimed.started_treatment,
            reckoned.started_treatment,
        ),
        ("figure-finished", "figures.finished", claimed.finished, reckoned.finished),
        ("figure-spend", "figures.spend_gbp", claimed.spend_gbp, reckoned.spend_gbp),
        ("figure-owed-after", "figures.owed_after", claimed.owed_after, reckoned.owed_after),
        ("figure-excess-after", "figures.excess_after", claimed.excess_after, reckoned.excess_after),
        ("figure-value", "figures.value_gbp", claimed.value_gbp, reckoned.value_gbp),
    ] {
        Compare::new(code, sheet).number(path, claimed, reckoned);
    }
    Compare::new("figure-aims", sheet).rows(
        "figures.aims",
        (&claimed.aims, &reckoned.aims),
        |row| row.aim.to_string(),
        |_| false,
        |compare, path, claimed, reckoned| {
            compare.number(&format!("{path}.value_gbp"), claimed.value_gbp, reckoned.value_gbp);
        },
    );
}
