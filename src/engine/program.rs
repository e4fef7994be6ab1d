//! A linear or mixed-integer program with names: what the model writes and the engines read.

use crate::engine::Names;
use std::fmt::Display;
use std::sync::Arc;

/// A column's position in its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(pub u32);

impl Col {
    /// As an index into value lists.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A row's position in its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub u32);

impl RowIx {
    /// As an index into dual lists.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Least value; finite.
    pub lower: f64,
    /// Most value; may be infinite unless the column is integer.
    pub upper: f64,
    /// Coefficient in the objective, which is minimised.
    pub cost: f64,
    /// Whether only whole values are allowed.
    pub integer: bool,
}

/// A constraint: `lower <= sum of coefficient x column <= upper`, one side of which may be infinite.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Least value.
    pub lower: f64,
    /// Most value.
    pub upper: f64,
    /// Coefficients, each column once, in order of column.
    pub terms: Vec<(Col, f64)>,
}

impl Row {
    /// Whether it is bounded on both sides by different values: an engine holds it as two rows.
    #[must_use]
    pub fn has_two_sides(&self) -> bool {
        self.lower != self.upper && self.lower.is_finite() && self.upper.is_finite()
    }
}

/// A program: minimise the sum of cost x column under the rows and bounds. Names are unique: of a column a kind and the
/// ids it stands for, of a row its rule and the same, separated by blanks. Programs that are made of others share with them
/// what they do not change.
#[derive(Debug, Clone, Default)]
pub struct Program {
    columns: Vec<Column>,
    rows: Arc<Vec<Row>>,
    column_names: Arc<Names>,
    row_names: Arc<Names>,
}

/// Terms in order of column, with the coefficients of a column named twice added.
#[must_use]
pub fn merged(mut terms: Vec<(Col, f64)>) -> Vec<(Col, f64)> {
    terms.sort_by_key(|(col, _)| *col);
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    terms
}

/// How large a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Size {
    /// Constraints.
    pub rows: usize,
    /// Variables.
    pub columns: usize,
    /// Of these, whole ones.
    pub integers: usize,
    /// Coefficients other than zero.
    pub nonzeros: usize,
}

impl Program {
    /// Adds a continuous column.
    pub fn column(&mut self, name: impl Display, lower: f64, upper: f64, cost: f64) -> Col {
        self.push(name, Column { lower, upper, cost, integer: false })
    }

    /// Adds a whole column.
    pub fn integer(&mut self, name: impl Display, lower: f64, upper: f64, cost: f64) -> Col {
        self.push(name, Column { lower, upper, cost, integer: true })
    }

    fn push(&mut self, name: impl Display, column: Column) -> Col {
        debug_assert!(column.lower.is_finite() && column.lower <= column.upper, "{column:?}");
        debug_assert!(column.cost.is_finite(), "{column:?}");
        self.columns.push(column);
        Arc::make_mut(&mut self.column_names).push(name);
        Col(u32::try_from(self.columns.len() - 1).expect("fewer than four thousand million columns"))
    }

    /// Adds a row; coefficients of a column named twice are added, zeros are dropped.
    pub fn row(&mut self, name: impl Display, lower: f64, terms: Vec<(Col, f64)>, upper: f64) -> RowIx {
        let mut terms = merged(terms);
        terms.retain(|(_, coefficient)| *coefficient != 0.0);
        debug_assert!(terms.iter().all(|(_, c)| c.is_finite()));
        Arc::make_mut(&mut self.rows).push(Row { lower, upper, terms });
        Arc::make_mut(&mut self.row_names).push(name);
        RowIx(u32::try_from(self.rows.len() - 1).expect("fewer than four thousand million rows"))
    }

    /// Adds `sum <= upper`.
    pub fn at_most(&mut self, name: impl Display, terms: Vec<(Col, f64)>, upper: f64) -> RowIx {
        self.row(name, f64::NEG_INFINITY, terms, upper)
    }

    /// Adds `sum >= lower`.
    pub fn at_least(&mut self, name: impl Display, terms: Vec<(Col, f64)>, lower: f64) -> RowIx {
        self.row(name, lower, terms, f64::INFINITY)
    }

    /// Adds `sum = value`.
    pub fn equal(&mut self, name: impl Display, terms: Vec<(Col, f64)>, value: f64) -> RowIx {
        self.row(name, value, terms, value)
    }

    /// Adds terms of new columns to a row.
    pub fn add_to_row(&mut self, row: RowIx, terms: impl IntoIterator<Item = (Col, f64)>) {
        let row = &mut Arc::make_mut(&mut self.rows)[row.index()];
        row.terms.extend(terms);
        row.terms.sort_by_key(|(col, _)| *col);
    }

    /// Frees a row to be broken either way, at no cost. (An unbounded row is not every engine's idea of a row.)
    pub fn free_row(&mut self, row: RowIx) {
        let free = [1.0, -1.0].map(|sign| (self.column("left out", 0.0, f64::INFINITY, 0.0), sign));
        self.add_to_row(row, free);
    }

    /// Adds to a column's cost.
    pub fn add_cost(&mut self, col: Col, cost: f64) {
        self.columns[col.index()].cost += cost;
    }

    /// Replaces a column's cost.
    pub fn set_cost(&mut self, col: Col, cost: f64) {
        self.columns[col.index()].cost = cost;
    }

    /// Makes every column cost nothing.
    pub fn clear_costs(&mut self) {
        for column in &mut self.columns {
            column.cost = 0.0;
        }
    }

    /// Replaces a column's bounds.
    pub fn set_bounds(&mut self, col: Col, lower: f64, upper: f64) {
        let column = &mut self.columns[col.index()];
        column.lower = lower;
        column.upper = upper;
    }

    /// Says whether a column takes whole values only.
    pub fn set_integer(&mut self, col: Col, integer: bool) {
        self.columns[col.index()].integer = integer;
    }

    /// Replaces a row's bounds.
    pub fn set_row_bounds(&mut self, row: RowIx, lower: f64, upper: f64) {
        let row = &mut Arc::make_mut(&mut self.rows)[row.index()];
        row.lower = lower;
        row.upper = upper;
    }

    /// Leaves rows out.
    pub fn retain_rows(&mut self, keeps: impl Fn(RowIx) -> bool) {
        let keeps = |row: usize| keeps(RowIx(row as u32));
        let mut row = 0;
        Arc::make_mut(&mut self.rows).retain(|_| {
            row += 1;
            keeps(row - 1)
        });
        Arc::make_mut(&mut self.row_names).retain(keeps);
    }

    /// The columns in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The names of the columns in order.
    #[must_use]
    pub fn column_names(&self) -> &Arc<Names> {
        &self.column_names
    }

    /// The names of the rows in order.
    #[must_use]
    pub fn row_names(&self) -> &Arc<Names> {
        &self.row_names
    }

    /// The columns in order, with their names.
    pub fn named_columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.column_names.iter().zip(&self.columns)
    }

    /// The rows in order, with their names.
    pub fn named_rows(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.row_names.iter().zip(self.rows.iter())
    }

    /// The name of a column.
    #[must_use]
    pub fn name(&self, col: Col) -> &str {
        self.column_names.get(col.index())
    }

    /// The name of a row.
    #[must_use]
    pub fn row_name(&self, row: RowIx) -> &str {
        self.row_names.get(row.index())
    }

    /// A column.
    #[must_use]
    pub fn get(&self, col: Col) -> &Column {
        &self.columns[col.index()]
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            rows: self.rows.len(),
            columns: self.columns.len(),
            integers: self.columns.iter().filter(|c| c.integer).count(),
            nonzeros: self.rows.iter().map(|r| r.terms.len()).sum(),
        }
    }

    /// Whether another has the same columns and rows by name, and the same rows with two sides.
    #[must_use]
    pub fn has_shape_of(&self, other: &Self) -> bool {
        let sides = other.rows.iter().map(Row::has_two_sides);
        self.column_names == other.column_names
            && self.row_names == other.row_names
            && self.rows.iter().map(Row::has_two_sides).eq(sides)
    }

    /// The same program with all columns continuous.
    #[must_use]
    pub fn relaxed(&self) -> Self {
        let mut relaxed = self.clone();
        for column in &mut relaxed.columns {
            column.integer = false;
        }
        relaxed
    }

    /// The objective of a list of values.
    #[must_use]
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(c, v)| c.cost * v).sum()
    }

    /// The largest violation of a bound, row or wholeness by a list of values, with the name of what is violated.
    #[must_use]
    pub fn worst_violation(&self, values: &[f64]) -> (f64, String) {
        let mut worst = (0.0, String::new());
        let mut note = |amount: f64, name: &str| {
            if amount > worst.0 {
                worst = (amount, name.to_owned());
            }
        };
        for ((name, column), value) in self.named_columns().zip(values) {
            note(column.lower - value, name);
            note(value - column.upper, name);
            if column.integer {
                note((value - value.round()).abs(), name);
            }
        }
        for (name, row) in self.named_rows() {
            let sum: f64 = row.terms.iter().map(|(c, k)| k * values[c.index()]).sum();
            let scale = row.terms.iter().map(|(c, k)| (k * values[c.index()]).abs()).fold(1.0, f64::max);
            note((row.lower - sum) / scale, name);
            note((sum - row.upper) / scale, name);
        }
        worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_merges_repeated_columns_and_drops_zeros() {
        let mut program = Program::default();
        let x = program.column("x", 0.0, 1.0, 1.0);
        let y = program.column("y", 0.0, 1.0, 1.0);
        program.at_most("r", vec![(y, 1.0), (x, 2.0), (y, -1.0), (x, 3.0)], 4.0);
        assert_eq!(program.rows()[0].terms, vec![(x, 5.0)]);
    }

    #[test]
    fn the_worst_violation_names_its_row() {
        let mut program = Program::default();
        let x = program.integer("x", 0.0, 10.0, 1.0);
        program.at_least("need", vec![(x, 1.0)], 3.0);
        assert_eq!(program.worst_violation(&[1.0]), (2.0, "need".to_owned()));
        assert_eq!(program.worst_violation(&[3.0]).0, 0.0);
        assert_eq!(program.worst_violation(&[3.5]).1, "x");
    }
}
