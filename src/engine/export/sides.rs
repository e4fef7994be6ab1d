//! The rows of a program as the text formats write them: one bound each.

use crate::engine::Program;
use crate::engine::export::Key;

/// One side of a row as the text formats write it.
pub(crate) struct Side<'a> {
    pub name: String,
    pub sense: Sense,
    pub bound: f64,
    pub terms: &'a [(crate::engine::Col, f64)],
}

/// The sense of a row's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    AtMost,
    AtLeast,
    Equal,
}

/// The rows of a program, those bounded on both sides split in two. Rows without coefficients are left out: they
/// hold or do not whatever the values, and some readers refuse them.
pub(crate) fn sides<'a>(program: &'a Program, key: &Key) -> Vec<Side<'a>> {
    let mut sides = Vec::with_capacity(program.rows().len());
    for (row, name) in program.rows().iter().zip(&key.rows) {
        if row.terms.is_empty() {
            continue;
        }
        let mut push = |suffix: &str, sense, bound| {
            sides.push(Side { name: format!("{name}{suffix}"), sense, bound, terms: &row.terms });
        };
        if row.lower == row.upper {
            push("", Sense::Equal, row.upper);
        } else if row.lower.is_finite() && row.upper.is_finite() {
            push("", Sense::AtMost, row.upper);
            push("_lo", Sense::AtLeast, row.lower);
        } else if row.upper.is_finite() {
            push("", Sense::AtMost, row.upper);
        } else if row.lower.is_finite() {
            push("", Sense::AtLeast, row.lower);
        }
    }
    sides
}
