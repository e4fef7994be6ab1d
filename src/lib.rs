//! Equipoise: the capacity scheduling optimiser for pain and therapy services.
//!
//! A scenario goes in, a plan that an independent checker accepts comes out, and every number in it can be
//! traced to an input, a source or a solved model. Data goes one way through the rooms below; a room imports only
//! rooms listed before it (`tests/architecture.rs` fails on an import that runs back).
//!
//! [`base`] → [`scenario`] → [`service`] → [`plan`] → [`engine`] → [`model`] → [`strategy`] → [`study`] →
//! [`record`] → [`report`] → [`cli`]; [`verify`] stands beside the solver side and never sees it.
#![warn(missing_docs)]

pub mod base;
pub mod cli;
pub mod engine;
pub mod model;
pub mod plan;
pub mod record;
pub mod report;
pub mod scenario;
pub mod service;
pub mod strategy;
pub mod study;
pub mod verify;
