//! What services keep in spreadsheets: leave, closures, preferences, pins and attendance totals, read beside the YAML.
//!
//! A row becomes a patch each of whose values stands at its own cell, so that whatever is found about it later points
//! there: `Leave!C14`.

mod attendance;
mod cell;
mod comma;
mod forms;
mod identity;
mod ids;
mod read;
mod rows;
mod table;
mod template;
mod workbook;

pub(super) use cell::letters;
pub use read::SheetFile;
pub(super) use read::patches;
pub use template::{comma_template, workbook_template};
