//! Validation: every finding, every conversion, and no panic on anything.

#[path = "validate/base.rs"]
mod base;
#[path = "validate/codes.rs"]
mod codes;
#[path = "validate/never_panics.rs"]
mod never_panics;
#[path = "validate/values.rs"]
mod values;
