//! The efficient frontier between two aims, by asking for more and more of the one.

mod coordinates;
mod draw;
mod order;

pub use coordinates::coordinate;
pub use draw::{AimedAnswer, Drawn, Level, frontier};
