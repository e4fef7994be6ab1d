//! Free MPS. The word `FREE` in its first line tells readers that would take short lines for columns of fixed width.

use crate::engine::Program;
use crate::engine::export::Key;
use crate::engine::export::sides::{Sense, sides};
use std::fmt::Write;

/// The program as free MPS text.
#[must_use]
pub fn mps(program: &Program, key: &Key, title: &str) -> String {
    let sides = sides(program, key);
    let mut by_column: Vec<Vec<(usize, f64)>> = vec![Vec::new(); program.columns().len()];
    for (i, side) in sides.iter().enumerate() {
        for &(col, coefficient) in side.terms {
            by_column[col.index()].push((i, coefficient));
        }
    }
    let mut text = String::new();
    let title: String = title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "NAME {title} FREE\nROWS\n N cost");
    for side in &sides {
        let sense = match side.sense {
            Sense::AtMost => 'L',
            Sense::AtLeast => 'G',
            Sense::Equal => 'E',
        };
        let _ = writeln!(text, " {sense} {}", side.name);
    }
    text.push_str("COLUMNS\n");
    let mut in_whole = false;
    for ((column, name), entries) in program.columns().iter().zip(&key.columns).zip(&by_column) {
        if column.integer != in_whole {
            let edge = if column.integer { "INTORG" } else { "INTEND" };
            let _ = writeln!(text, " MARKER 'MARKER' '{edge}'");
            in_whole = column.integer;
        }
        if column.cost != 0.0 || entries.is_empty() {
            let _ = writeln!(text, " {name} cost {}", column.cost);
        }
        for &(i, coefficient) in entries {
            let _ = writeln!(text, " {name} {} {coefficient}", sides[i].name);
        }
    }
    if in_whole {
        text.push_str(" MARKER 'MARKER' 'INTEND'\n");
    }
    text.push_str("RHS\n");
    for side in &sides {
        if side.bound != 0.0 {
            let _ = writeln!(text, " RHS {} {}", side.name, side.bound);
        }
    }
    text.push_str("BOUNDS\n");
    for (column, name) in program.columns().iter().zip(&key.columns) {
        if column.lower == column.upper {
            let _ = writeln!(text, " FX BOUND {name} {}", column.lower);
            continue;
        }
        if column.lower != 0.0 || column.integer {
            let _ = writeln!(text, " LO BOUND {name} {}", column.lower);
        }
        if column.upper < f64::INFINITY {
            let _ = writeln!(text, " UP BOUND {name} {}", column.upper);
        }
    }
    text.push_str("ENDATA\n");
    text
}
