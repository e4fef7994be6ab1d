//! How weekly rotas are found: week after week, each to its proven optimum, what it leaves behind handed to the next.

mod copy;
mod first_come;
mod gap;
mod history;
mod liked;
mod obstacle;
mod published;
mod receipt;
mod rooms;
mod solve;

pub use gap::fill_gap;
pub use solve::{Earlier, RotaAsked, solve_rota};
