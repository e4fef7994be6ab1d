//! A rule a file: each checks that a plan keeps it, row by row.

mod all;
mod assessment_floor;
mod budget;
mod capacity;
mod closed_groups;
mod contract_cap;
mod contract_floor;
mod contracted;
mod contracts;
mod desk_work;
mod dose;
mod eligible;
mod group_size;
mod lateness;
mod least_started;
mod lessons_due;
mod meetings;
mod on_site;
mod one_place;
mod pattern;
mod priced;
mod queue;
mod rooms;
mod shares;
mod tail;
mod throughput_floor;
mod together;
mod travel;
mod wait_target;
mod whole_patients;
mod working_time;

pub(super) use all::{check_all, check_dated};
