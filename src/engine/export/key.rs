//! Short names for columns and rows, and the key that says what they stand for.

use crate::engine::Program;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Names of `[A-Za-z0-9_]` for every column and row, in order, unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// A name for every column.
    pub columns: Vec<String>,
    /// A name for every row.
    pub rows: Vec<String>,
}

/// Most characters of a name; some readers cut longer ones.
const LONGEST: usize = 100;

/// Makes the names of a program.
#[must_use]
pub fn key(program: &Program) -> Key {
    Key { columns: names(program.column_names().iter()), rows: names(program.row_names().iter()) }
}

fn names<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    words
        .enumerate()
        .map(|(i, words)| {
            let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            // A name may not start like a number or an exponent ("e12"): every kind starts with its own letter.
            let mut name: String = format!("x{plain}").chars().take(LONGEST).collect();
            if !taken.insert(name.clone()) || name.len() == LONGEST {
                name = format!("{}_{i}", &name[..name.len().min(LONGEST - 12)]);
                taken.insert(name.clone());
            }
            name
        })
        .collect()
}

impl Key {
    /// The first line of every key's CSV.
    pub const HEAD: &'static str = "name,kind,stands_for\n";

    /// The key as CSV: short name, kind, and the service's words.
    #[must_use]
    pub fn csv(&self, program: &Program) -> String {
        let mut text = String::from(Self::HEAD);
        for (name, (words, column)) in self.columns.iter().zip(program.named_columns()) {
            let kind = if column.integer { "whole column" } else { "column" };
            let _ = writeln!(text, "{name},{kind},{words}");
        }
        for (name, words) in self.rows.iter().zip(program.row_names().iter()) {
            let _ = writeln!(text, "{name},row,{words}");
        }
        text
    }
}
