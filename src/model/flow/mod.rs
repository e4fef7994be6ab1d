//! The flow of patients: linear in cohorts, one rule a file.

pub mod budget;
pub mod capacity;
pub mod closed_groups;
pub mod contracts;
pub mod desk_work;
pub mod floors;
pub mod income;
pub mod lateness;
pub mod least_started;
pub mod lessons_due;
pub mod queue;
pub mod shares;
pub mod starts;
pub mod tail;
pub mod wait_target;
