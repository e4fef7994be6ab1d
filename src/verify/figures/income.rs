//! What is earned, by source.

use crate::plan::figures::IncomeFigures;
use crate::verify::figures::compare::Compare;

/// Compares income; each source has its row.
pub(super) fn compare(claimed: &[IncomeFigures], reckoned: &[IncomeFigures], compare: &mut Compare<'_>) {
    compare.rows(
        "figures.income",
        (claimed, reckoned),
        |row| row.from.to_string(),
        |_| false,
        |compare, path, claimed, reckoned| compare.number(&format!("{path}.gbp"), claimed.gbp, reckoned.gbp),
    );
}
