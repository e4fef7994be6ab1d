//! Key figures, reckoned again and compared: a list of them a file.

mod all;
mod benefit;
mod budgets;
mod clinics;
mod compare;
mod courses;
mod desk;
mod income;
mod practitioners;
mod rooms;
mod streams;
mod totals;

pub(super) use all::{compare_all, reckon};
