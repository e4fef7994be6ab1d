//! Reports from records: one file a format.

pub mod against;
pub mod bench;
pub mod binding;
pub mod board;
pub mod chart;
pub mod comparison;
mod excerpt;
pub mod explanation;
pub mod findings;
pub mod frontier;
pub mod html;
pub mod ics;
mod layout;
pub mod library;
mod markdown;
pub mod numbers;
pub mod page;
pub mod rota;
pub mod sensitivity;
pub mod steady_text;
pub mod tables;
pub mod text;
pub mod wall;

pub use page::{Document, Page};
