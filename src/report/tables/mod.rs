//! Plans and other answers as tables, for other programs: CSV, one file a table (UTF-8, a header row, numbers plain, and no
//! text that a spreadsheet would run), and the same tables as one workbook.

mod cell;
mod comparison;
mod explanation;
mod files;
mod flow;
mod frontier;
mod gap;
mod key_figures;
mod plan;
mod rota;
mod rota_tables;
mod sensitivity;
mod steady;
mod workbook;

pub use comparison::comparison;
pub use explanation::explanation;
pub use files::{TableError, Tables};
pub use frontier::frontier;
pub use gap::gap;
pub use plan::plan;
pub use rota_tables::rota;
pub use sensitivity::sensitivity;
pub use steady::steady;
