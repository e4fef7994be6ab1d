//! What follows from the service's facts and the plan's rows, reckoned once for all rules and figures.

mod allowance;
mod attendance;
mod benefit;
mod capacity;
mod course;
mod demand;
mod desk;
mod due;
mod facts;
mod floors;
mod income;
mod meetings;
mod minutes;
pub(super) mod on_site;
mod open;
mod pattern;
mod rooms;
mod spend;
mod tail;
mod units;
mod waits;
mod whole;
mod worth;

pub(super) use benefit::benefit_of;
pub(super) use capacity::Held;
pub(super) use course::{finishes_within, lessons_per_patient, reaching_goal, uses};
pub(super) use demand::Line;
pub(super) use facts::Facts;
pub(super) use floors::has_evidence;
pub(super) use pattern::Expected;
pub(super) use rooms::pattern_teams;
pub(super) use tail::{Nominal, Tail};
pub(super) use waits::{ages_at_end, share_arrived_since, wait_of_started};
pub(super) use whole::{Alike, Length, pairs, too_many};
