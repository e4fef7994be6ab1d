//! The CPLEX LP format.

use crate::engine::Program;
use crate::engine::export::Key;
use crate::engine::export::sides::{Sense, sides};
use std::fmt::Write;

/// Terms on one line of text; some readers cut long lines.
const TERMS_A_LINE: usize = 6;

/// The program as LP text.
#[must_use]
pub fn lp(program: &Program, key: &Key) -> String {
    let mut text = String::from("Minimize\n cost:");
    let costs = program.columns().iter().zip(&key.columns).filter(|(c, _)| c.cost != 0.0);
    let mut any = false;
    for (i, (column, name)) in costs.enumerate() {
        term(&mut text, i, column.cost, name);
        any = true;
    }
    if let (false, Some(first)) = (any, key.columns.first()) {
        let _ = write!(text, " 0 {first}");
    }
    text.push_str("\nSubject To\n");
    for side in sides(program, key) {
        let _ = write!(text, " {}:", side.name);
        for (i, &(col, coefficient)) in side.terms.iter().enumerate() {
            term(&mut text, i, coefficient, &key.columns[col.index()]);
        }
        let sense = match side.sense {
            Sense::AtMost => "<=",
            Sense::AtLeast => ">=",
            Sense::Equal => "=",
        };
        let _ = writeln!(text, " {sense} {}", side.bound);
    }
    text.push_str("Bounds\n");
    for (column, name) in program.columns().iter().zip(&key.columns) {
        if column.lower == column.upper {
            let _ = writeln!(text, " {name} = {}", column.lower);
        } else if column.upper < f64::INFINITY {
            let _ = writeln!(text, " {} <= {name} <= {}", column.lower, column.upper);
        } else {
            let _ = writeln!(text, " {name} >= {}", column.lower);
        }
    }
    if program.columns().iter().any(|c| c.integer) {
        text.push_str("General\n");
        for (column, name) in program.columns().iter().zip(&key.columns) {
            if column.integer {
                let _ = writeln!(text, " {name}");
            }
        }
    }
    text.push_str("End\n");
    text
}

fn term(text: &mut String, position: usize, coefficient: f64, name: &str) {
    if position > 0 && position.is_multiple_of(TERMS_A_LINE) {
        text.push_str("\n  ");
    }
    let sign = if coefficient < 0.0 { '-' } else { '+' };
    let _ = write!(text, " {sign} {} {name}", coefficient.abs());
}
