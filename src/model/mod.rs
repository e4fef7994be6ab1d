//! The formulation: a rule a file under [`flow`] and [`rota`], the objective, and reading a solution back.
//!
//! Each rule's docstring gives its formula, sets, units and the meaning of its dual; `docs/formulation.md` is
//! generated from them. Everything is built by [`Builder`] from [`Facts`].

pub mod appointments;
pub mod areas;
pub mod builder;
pub mod facts;
pub mod figures;
pub mod flow;
pub mod frontier;
pub mod objective;
pub mod parts;
pub mod prices;
pub mod read_back;
pub mod rooms;
pub mod rota;
pub mod split;
pub mod steady;
pub mod weeks;

pub use areas::Areas;
pub use builder::{Builder, Columns, Goal, Model, Soft, build};
pub use facts::Facts;
pub use parts::{Parts, sites_of_columns};
