//! What every room shares: quantities with units, ids, the calendar, findings, and control of a running job.

pub mod calendar;
pub mod control;
pub mod finding;
pub mod ids;
pub mod units;
