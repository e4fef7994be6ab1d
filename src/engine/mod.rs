//! The solver side: a program of named columns and rows, and the engines that solve it.
//!
//! A [`Program`] always minimises. Engines stand behind one trait, [`Engine`], and declare what they can; a request
//! beyond that is an error, never a silent zero. Programs are handed over through `good_lp`.

mod all;
mod basis;
pub mod export;
#[cfg(any(feature = "highs", feature = "microlp"))]
mod hand_over;
#[cfg(feature = "highs")]
mod highs;
#[cfg(feature = "microlp")]
mod microlp;
mod names;
mod outcome;
mod program;
mod request;
mod warm;

pub use all::engines;
pub use basis::Basis;
#[cfg(feature = "highs")]
pub use highs::Highs;
#[cfg(feature = "microlp")]
pub use microlp::Microlp;
pub use names::Names;
pub use outcome::{Duals, Outcome, Status};
pub use program::{Col, Column, Program, Row, RowIx, Size, merged};
pub use request::{Capabilities, Engine, EngineError, Request};
pub use warm::Warm;
