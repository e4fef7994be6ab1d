//! Variants side by side: in sentences, and as a page of text.

mod page_of_comparison;
mod words;

pub use page_of_comparison::comparison;
pub(in crate::report) use page_of_comparison::{body, in_short};
pub use words::{result_in_short, sentence};
