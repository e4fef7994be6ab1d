//! A plan as text for a terminal: first what a manager wants to know, then the tables behind it.

mod assumptions;
mod desk;
pub(in crate::report) mod headline;
mod levels;
pub(in crate::report) mod money;
pub(in crate::report) mod outcome;
pub(super) mod page_of_plan;
mod patients;
mod promises;
mod rota;
mod steady_difference;
mod usage;

pub(super) use assumptions::{RESTS_ON, assumptions, prices_used, rests_on};
pub(super) use outcome::bound_sentence;

pub use page_of_plan::plan;
