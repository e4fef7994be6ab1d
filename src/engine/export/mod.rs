//! A program as text that every solver reads alike: MPS and LP, with a key that says what each name stands for.
//!
//! Minimise only, no constant in the objective, both bounds on every whole column, no `RANGES` (a row bounded on both
//! sides by different values becomes two), names of letters, digits and underscores only, coefficients written so
//! that they read back to the last bit.

mod key;
mod lp;
mod mps;
mod sides;

pub use key::{Key, key};
pub use lp::lp;
pub use mps::mps;
