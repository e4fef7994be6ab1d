//! What people ask: pure functions of a service, a question and a control.

mod answer;

pub use answer::{Answer, plan, steady};
