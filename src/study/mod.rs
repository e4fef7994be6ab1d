//! What people ask: pure functions of a service, a question and a control.

mod answer;
mod difference;
mod frontier;
mod one_more;
mod ranking;
mod sweep;

pub use answer::{Answer, checked, plan, steady};
pub use difference::between;
pub use frontier::{coordinate, frontier, levels, most_per_patient};
pub use one_more::{OneMore, one_more};
pub use ranking::{in_order, rank};
pub use sweep::sweep;
