//! How weekly rotas are found: week after week, each to its proven optimum, what it leaves behind handed to the next.

mod asked;
mod copy;
mod first_come;
mod gap;
mod history;
mod later;
mod liked;
mod obstacle;
mod published;
mod receipt;
mod rooms;
mod solve;
mod week;

pub use asked::{Added, Changed, Earlier, Promised, RotaAsked};
pub use gap::fill_gap;
pub use solve::solve_rota;
