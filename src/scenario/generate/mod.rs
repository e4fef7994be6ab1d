//! Whole scenarios made up from a seed, for measuring how fast and how well they are planned (`docs/generated.md`).
//!
//! People and rooms come first, then a rota of theirs that holds, then as many referrals as that rota can just about
//! treat: so demand lies near capacity by stream and area, whatever the seed.

mod capacity;
mod care;
mod catalogue;
mod demand;
mod draw;
mod entries;
mod estate;
mod half_days;
mod leave;
mod money;
mod outline;
mod people;
mod placing;
mod role;
mod rota;
mod shared;
mod size;
mod weeks;
mod write;

pub use size::Size;
pub use write::{Generated, generate};
