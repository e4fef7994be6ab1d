//! The solver side: a program of named columns and rows, and the engines that solve it.
//!
//! A [`Program`] always minimises. Engines stand behind one trait, [`Engine`], and declare what they can; a request
//! beyond that is an error, never a silent zero. Programs are handed over through `good_lp`.

pub mod export;
#[cfg(feature = "highs")]
mod highs;
#[cfg(feature = "microlp")]
mod microlp;
mod outcome;
mod program;
mod request;

#[cfg(feature = "highs")]
pub use highs::Highs;
#[cfg(feature = "microlp")]
pub use microlp::Microlp;
pub use outcome::{Duals, Outcome, Status};
pub use program::{Col, Column, Program, Row, RowIx, Size};
pub use request::{Capabilities, Engine, EngineError, Request};

/// The engines of this build, best first.
#[must_use]
pub fn engines() -> Vec<&'static dyn Engine> {
    vec![
        #[cfg(feature = "highs")]
        &Highs,
        #[cfg(feature = "microlp")]
        &Microlp,
    ]
}
