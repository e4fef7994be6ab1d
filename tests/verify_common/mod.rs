//! What the checker's tests share: a small service that has a bit of everything, a good plan for it by a naive
//! reference reckoner, and ways to break a plan.
#![allow(dead_code)]

pub mod edits;
pub mod good_plan;
pub mod reference;
pub mod small_service;
pub mod tampers;
