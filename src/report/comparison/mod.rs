//! Variants side by side: in sentences, and as a page of text.

mod page_of_comparison;
mod words;

pub use page_of_comparison::comparison;
pub use words::{result_in_short, sentence};
