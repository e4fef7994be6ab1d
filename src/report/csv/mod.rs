//! Plans and comparisons as CSV, one file a table: UTF-8, a header row, numbers plain, and no text that a spreadsheet would run.

mod all;
mod cell;
mod comparison;
mod explanation;
mod flow;
mod frontier;
mod key_figures;
mod rota;
mod sensitivity;

pub use all::tables;
pub use comparison::comparison_tables;
pub use explanation::explanation_tables;
pub use frontier::frontier_tables;
pub use sensitivity::sensitivity_tables;
