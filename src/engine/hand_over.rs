//! Hands a program over to an engine through `good_lp`.

use crate::engine::Program;
use good_lp::solvers::{Solver, SolverModel};
use good_lp::{Expression, ProblemVariables, Variable, variable};

/// Hands a program over: the model that the engine holds, and its columns in our order. The rows there come first in our
/// order; a row bounded on both sides by different values is two rows there, the second of each pair after all first
/// ones, so that position *i* stays row *i*.
pub(super) fn hand_over<S: Solver>(program: &Program, solver: S) -> (S::Model, Vec<Variable>) {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> = program
        .columns()
        .iter()
        .map(|column| {
            let definition = variable().min(column.lower).max(column.upper);
            variables.add(if column.integer { definition.integer() } else { definition })
        })
        .collect();
    let costs = program.columns().iter().zip(&columns).map(|(column, &v)| (v, column.cost));
    let mut model = variables.minimise(expression(columns.len(), costs.filter(|(_, cost)| *cost != 0.0))).using(solver);
    let mut second_sides = Vec::new();
    for row in program.rows() {
        let sum = expression(row.terms.len(), row.terms.iter().map(|&(col, k)| (columns[col.index()], k)));
        if row.lower == row.upper {
            model.add_constraint(sum.eq(row.upper));
        } else if row.lower == f64::NEG_INFINITY {
            model.add_constraint(sum.leq(row.upper));
        } else if row.upper == f64::INFINITY {
            model.add_constraint(sum.geq(row.lower));
        } else {
            model.add_constraint(sum.clone().leq(row.upper));
            second_sides.push(sum.geq(row.lower));
        }
    }
    for constraint in second_sides {
        model.add_constraint(constraint);
    }
    (model, columns)
}

fn expression(size: usize, terms: impl Iterator<Item = (Variable, f64)>) -> Expression {
    let mut sum = Expression::with_capacity(size);
    for (column, coefficient) in terms {
        sum.add_mul(coefficient, column);
    }
    sum
}
