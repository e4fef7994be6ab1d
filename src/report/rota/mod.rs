//! Rotas for people: a grid a week, what differs from what is usual, who carried what.

pub(in crate::report) mod codes;
pub(in crate::report) mod grid;
mod page_of_gap;
mod page_of_rota;
mod receipt;

pub use page_of_gap::gap;
pub use page_of_rota::rota;
pub(super) use page_of_rota::{body, in_short, title};
