//! From records to a [`Service`](crate::service::Service): all findings at once, or a valid problem.
//!
//! One file a section reads its records into domain values and says what is wrong within them; the files named after
//! a question (`deliverable`, `pathways`, `doses`, `totals`) then look across sections. Every finding has a
//! code of [`CODES`]. A part that is wrong keeps a harmless value, so that the rest can still be checked.

mod allowance;
mod arrivals;
mod calendar;
mod care;
mod care_rules;
mod clinics;
mod codes;
mod courses;
mod deliverable;
mod demand;
mod desk;
mod doses;
mod estate;
mod evidence;
mod findings;
mod funding;
mod graded;
mod leave_rules;
mod meetings;
mod names;
mod near_misses;
mod pathways;
mod policy;
mod reader;
mod rota;
mod sources;
mod staffing;
mod totals;
mod whole;
mod wording;
mod workforce;

pub use codes::CODES;
pub use whole::{Validated, validate};
