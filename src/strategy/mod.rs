//! How a model is solved.

mod clash;
mod dated;
mod limits;
mod ordered;
mod run;
mod search;
mod separate;
mod settle;
mod steady;
mod whole;

pub use clash::{Clash, Clashes, Conflict};
pub use dated::{Solved, solve};
pub use limits::Limits;
pub use ordered::AimReached;
pub use run::{StrategyError, TraceLine};
pub use steady::{SolvedSteady, solve_steady};
