//! What people wrote: text to a tree with positions, variants as patches, the shape checked, records made.

mod cases;
mod codes;
mod events;
mod files;
mod forms;
pub mod generate;
mod library;
mod load;
mod mend;
mod patch;
mod positions;
pub mod records;
mod scalar;
mod schema;
mod second_reading;
mod selection;
mod shape;
mod sheets;
mod source;
mod text;
mod tree;
mod variants;
mod walk;
mod wording;

pub use cases::{Case, Cases, MOST_CASES};
pub use codes::CODES;
pub use events::{DEEPEST, MOST_TEXT, MOST_VALUES};
pub use files::{ENTRY_FILE, file_name, source_text};
pub use library::{evidence_library, guidance_library};
pub use load::{Loaded, Opened, load, load_text, load_with_patches, too_many_findings};
pub use positions::Positions;
pub use schema::schema;
pub use selection::Selection;
pub use sheets::{SheetFile, comma_template, workbook_template};
pub use text::LARGEST_FILE;
pub use variants::without_folders;
