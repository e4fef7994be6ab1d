//! Checks a rota: the rules of every rota by date, and those that weekly rotas have of their own, a rule a file.

mod appointments;
mod check;
mod fairness;
mod figures;
mod journeys;
mod kept;
mod preferences;
mod promised;
mod receipt;
mod same_room;
mod supervision;
mod usual;

pub use check::{RotaVerdict, verify_rota};
pub use promised::verify_promised;
