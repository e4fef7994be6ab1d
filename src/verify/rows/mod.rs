//! The plan's rows, read with suspicion: what is left can be reckoned with.

mod flow;
mod read;
mod reader;
mod rota;

pub(super) use flow::StartRow;
pub(super) use read::Rows;
pub(super) use rota::{PatternRow, SessionRow, TimeRow};
