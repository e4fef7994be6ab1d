//! The independent checker: re-checks any [`Plan`](crate::plan::Plan) against a [`Service`](crate::service::Service).
//!
//! It reckons everything again, by `docs/arithmetic.md`, from the service's plain facts and the plan's own rows, and
//! sees nothing of how the plan was made. It trusts no row: rows that repeat, name unknown ids, hold no number or lie
//! outside the horizon are findings, never a panic.
//!
//! `rows` reads the plan, `reckon` reckons what follows from it, `rules` holds a rule a file, `figures` a list of key
//! figures a file.

mod check;
mod codes;
mod figures;
mod grid;
mod lists;
mod reckon;
mod rows;
mod rules;
mod sheet;
mod tolerance;
mod verdict;
mod weeks;

pub use check::verify;
pub use codes::{FIGURE_CODES, ROW_CODES};
pub use verdict::{Checked, Verdict};
pub use weeks::{RotaVerdict, verify_promised, verify_rota};
