//! A benchmark beside its JSON Schema, and shell lines of documents.

pub mod fits;
pub mod shell;
