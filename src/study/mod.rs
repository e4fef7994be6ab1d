//! What people ask: pure functions of a service, a question and a control.

mod answer;
pub mod bench;
mod difference;
mod frontier;
mod one_more;
mod ranking;
mod rota;
mod route;
mod sensitivity;
mod sweep;

pub use answer::{Answer, checked, checked_near, plan, plan_near, split, steady};
pub use difference::between;
pub use frontier::{AimedAnswer, Drawn, Level, coordinate, frontier};
pub use one_more::{OneMore, one_more, openings};
pub use ranking::{in_order, rank};
pub use rota::{RotaAnswer, gap, rotas, take};
pub use route::{Changes, Route};
pub use sensitivity::{Asked, Reach, Reply, inputs_of, is_possible, moved, sensitivity};
pub use sweep::{Begun, sweep, sweep_all, sweep_along};
