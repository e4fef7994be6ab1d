//! Plans and comparisons as CSV, one file a table: UTF-8, a header row, numbers plain, and no text that a spreadsheet would run.

mod all;
mod cell;
mod comparison;
mod flow;
mod key_figures;
mod rota;

pub use all::tables;
pub use comparison::comparison_tables;
