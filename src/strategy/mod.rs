//! How a model is solved.

mod apart;
mod bounds;
mod by_areas;
mod by_parts;
mod clash;
mod counts;
mod dated;
mod divide;
mod frontier;
mod held;
mod limits;
mod ordered;
mod pattern;
mod piece;
mod prices;
mod rolling;
mod rota;
mod run;
mod separate;
mod settle;
mod split;
mod steady;
mod tree;
mod whole;

pub use clash::{Clash, Clashes, Conflict};
pub use dated::{Solved, solve};
pub use frontier::{Point, Target, aimed, aimed_steady};
use limits::Care;
pub use limits::Limits;
pub use ordered::AimReached;
pub use prices::{NOTHING_GBP, in_order, price};
pub use rota::{Added, Changed, Earlier, Promised, RotaAsked, fill_gap, solve_rota};
pub use run::{StrategyError, TraceLine};
pub use split::{SolvedSplit, solve_split};
pub use steady::{SolvedSteady, solve_steady};
