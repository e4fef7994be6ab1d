//! Reports from records: one file a format.

pub mod against;
pub mod binding;
pub mod comparison;
pub mod csv;
mod excerpt;
pub mod explanation;
pub mod findings;
pub mod frontier;
pub mod numbers;
pub mod page;
pub mod sensitivity;
pub mod steady_text;
pub mod text;

pub use page::Page;
