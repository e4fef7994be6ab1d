//! Pieces of a program: some of its columns by themselves, what is outside being known or priced.

use crate::engine::{Col, Program, RowIx};
use std::collections::BTreeMap;

/// Continuous columns without an upper bound get this one within a piece: far above any number of patients, lessons or
/// hours, it keeps a rounding error in a price from making a piece boundless.
pub(crate) const MOST: f64 = 1e5;

/// A piece of a program, as a program of its own.
pub(crate) struct Piece {
    /// Its program.
    pub program: Program,
    /// The columns of the whole that its columns stand for.
    pub columns: Vec<Col>,
    /// The rows of the whole that its rows stand for.
    pub rows: Vec<RowIx>,
}

impl Piece {
    /// Its columns' values in a solution of the whole.
    pub fn values_in(&self, whole: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|col| whole[col.index()]).collect()
    }

    /// Where the whole's columns stand in it.
    pub fn place(&self) -> BTreeMap<Col, Col> {
        self.columns.iter().enumerate().map(|(j, &col)| (col, Col(j as u32))).collect()
    }

    /// Its own columns for some of the whole's.
    pub fn places(&self, of: impl Fn(Col) -> bool) -> Vec<Col> {
        (0..self.columns.len()).filter(|&j| of(self.columns[j])).map(|j| Col(j as u32)).collect()
    }
}

/// How a column of the whole stands to a piece.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Standing {
    /// Decided in the piece, in whole numbers if `whole`.
    Inside {
        /// Whether it must be whole.
        whole: bool,
    },
    /// Outside, at a known value.
    Known(f64),
    /// Outside and open: the rows it shares with the piece are priced.
    Open,
    /// Of no piece: rows with nothing else outside are the piece's own all the same, and their prices are what it costs
    /// there.
    Copied,
}

/// Cuts a piece out of a minimising program.
///
/// A row whose outside columns are all known keeps its place, with what they leave. A row with an open column is taken
/// into the objective at its price; if it is an upper limit on columns that cannot be negative, the piece alone must
/// still respect it. Copied columns come into the piece with its own rows that have them.
pub(crate) fn cut(program: &Program, prices: &[f64], standing: &dyn Fn(Col) -> Standing) -> Piece {
    let standings: Vec<Standing> = (0..program.columns().len()).map(|j| standing(Col(j as u32))).collect();
    let mut piece = Piece { program: Program::default(), columns: Vec::new(), rows: Vec::new() };
    let mut place: Vec<Option<Col>> = vec![None; standings.len()];
    let copied = copied(program, &standings);
    for (j, column) in program.columns().iter().enumerate() {
        let (name, lower) = (program.name(Col(j as u32)), column.lower);
        place[j] = match standings[j] {
            Standing::Inside { whole: true } if column.integer => {
                Some(piece.program.integer(name, lower, column.upper, column.cost))
            }
            Standing::Inside { .. } => Some(piece.program.column(name, lower, column.upper.min(MOST), column.cost)),
            Standing::Copied if copied[j] => Some(piece.program.column(name, lower, column.upper.min(MOST), 0.0)),
            _ => None,
        };
        piece.columns.extend(place[j].map(|_| Col(j as u32)));
    }
    for (i, row) in program.rows().iter().enumerate() {
        let name = program.row_name(RowIx(i as u32));
        let own: Vec<(Col, f64)> =
            row.terms.iter().filter_map(|&(col, k)| place[col.index()].map(|col| (col, k))).collect();
        if own.is_empty() {
            continue;
        }
        let its = |col: Col| matches!(standings[col.index()], Standing::Inside { .. });
        let mut known = 0.0;
        let (mut open, mut inside) = (false, false);
        for &(col, k) in &row.terms {
            match standings[col.index()] {
                Standing::Known(value) => known += k * value,
                Standing::Open => open = true,
                Standing::Inside { .. } => inside = true,
                Standing::Copied => open |= place[col.index()].is_none(),
            }
        }
        for &(col, k) in &row.terms {
            let Some(placed) = place[col.index()] else { continue };
            match (open, its(col)) {
                (true, true) => piece.program.add_cost(placed, -prices[i] * k),
                (false, false) if inside => piece.program.add_cost(placed, prices[i] * k),
                _ => {}
            }
        }
        if !open {
            piece.program.row(name, row.lower - known, own, row.upper - known);
            piece.rows.push(RowIx(i as u32));
            continue;
        }
        let only_adds = |&(col, k): &(Col, f64)| k >= 0.0 && program.get(col).lower >= 0.0;
        if row.upper.is_finite() && row.terms.iter().all(only_adds) {
            piece.program.at_most(name, own, row.upper - known);
            piece.rows.push(RowIx(i as u32));
        }
    }
    piece
}

/// Which columns are copied into a piece: those of its own rows.
fn copied(program: &Program, standings: &[Standing]) -> Vec<bool> {
    let mut copied = vec![false; standings.len()];
    for row in program.rows() {
        let standing = |(col, _): &(Col, f64)| standings[col.index()];
        let inside = row.terms.iter().any(|term| matches!(standing(term), Standing::Inside { .. }));
        if inside && !row.terms.iter().any(|term| standing(term) == Standing::Open) {
            for (col, _) in row.terms.iter().filter(|term| standing(term) == Standing::Copied) {
                copied[col.index()] = true;
            }
        }
    }
    copied
}

/// Prices without those of the wrong sign for a one-sided row: they would not bound anything, and are rounding errors.
pub(crate) fn sound(program: &Program, prices: &[f64]) -> Vec<f64> {
    let side = |price: f64, lower: f64, upper: f64| if price > 0.0 { lower } else { upper };
    program
        .rows()
        .iter()
        .zip(prices)
        .map(|(row, &price)| if side(price, row.lower, row.upper).is_finite() { price } else { 0.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x and y share an upper limit of 3 and are tied by y = 2 z.
    fn program() -> (Program, [Col; 3]) {
        let mut program = Program::default();
        let x = program.integer("x", 0.0, 5.0, -1.0);
        let y = program.integer("y", 0.0, 5.0, -2.0);
        let z = program.column("z", 0.0, f64::INFINITY, 0.0);
        program.at_most("shared", vec![(x, 1.0), (y, 1.0)], 3.0);
        program.equal("tied", vec![(y, 1.0), (z, -2.0)], 0.0);
        (program, [x, y, z])
    }

    #[test]
    fn known_columns_leave_what_they_leave() {
        let (program, [x, y, _]) = program();
        let piece = cut(&program, &[0.0, 0.0], &|col| {
            if col == x {
                Standing::Inside { whole: true }
            } else {
                Standing::Known(f64::from(u8::from(col == y)) * 2.0)
            }
        });
        assert_eq!(piece.columns, [x]);
        assert_eq!(piece.program.rows()[0].upper, 1.0);
        assert!(piece.program.columns()[0].integer);
    }

    #[test]
    fn open_columns_are_priced_and_limits_kept() {
        let (program, [_, y, _]) = program();
        let piece = cut(&program, &[-1.5, 0.25], &|col| {
            if col == y { Standing::Inside { whole: false } } else { Standing::Open }
        });
        assert_eq!(piece.program.columns()[0].cost, -2.0 + 1.5 - 0.25);
        assert_eq!(piece.program.rows().len(), 1);
        assert_eq!((piece.program.rows()[0].lower, piece.program.rows()[0].upper), (f64::NEG_INFINITY, 3.0));
        assert!(!piece.program.columns()[0].integer);
    }

    #[test]
    fn prices_of_the_wrong_sign_count_for_nothing() {
        let (program, _) = program();
        assert_eq!(sound(&program, &[-1.0, 1.0]), [-1.0, 1.0]);
        assert_eq!(sound(&program, &[1.0, -1.0]), [0.0, -1.0]);
    }
}
