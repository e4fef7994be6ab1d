//! The planner's weeks: a rota for one week at a time, from a plan; one rule a file.
//!
//! A week's rota has the sessions of [`rota`](crate::model::rota), by the same rules, in one week; in place of the flow
//! stands what the plan's flow has promised for that week, in whole appointments.

pub mod breaks;
pub mod fairness;
pub mod fill;
pub mod kept;
pub mod lists;
pub mod needs;
pub mod one_week;
pub mod pins;
pub mod preferences;
pub mod question;
pub mod read;
pub mod rooms;
pub mod rows;
pub mod supervision;
pub mod usual;
pub mod weekly;

pub use needs::needs;
pub use one_week::{as_published, service_of_week};
pub use question::{Ledger, Published, Question, SupervisionDue, Wanted};
pub use read::{WeekRota, read};
pub use weekly::{Weekly, WeeklyColumns, build};
