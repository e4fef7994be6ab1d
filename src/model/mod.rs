//! The formulation: what a plan decides, the rules it keeps, and the figures of what was decided.

pub mod figures;
