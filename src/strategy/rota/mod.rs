//! How weekly rotas are found: week after week, each to its proven optimum, what it leaves behind handed to the next.

mod first_come;
mod rooms;
mod solve;

pub use solve::{History, RotaAsked, solve_rota};
