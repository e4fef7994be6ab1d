//! Key figures of a plan, reckoned from its rows by `docs/arithmetic.md`. One group of figures a file.
//!
//! The checker has arithmetic of its own for the same figures; the two never share code.

mod all;
mod benefit;
mod clinics;
mod courses;
pub(in crate::model) mod desk;
mod estate;
mod finishing;
pub(in crate::model) mod income;
mod money;
mod opening;
mod streams;
mod total;
pub(in crate::model) mod unit;
mod waits;
mod workforce;
mod worth;

pub use all::figures;
