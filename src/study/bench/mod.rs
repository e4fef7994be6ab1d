//! What the solver takes: fixed cases, each measured in a process of its own, beside a fixed calibration.

mod calibration;
mod clock;
mod measure;
mod memory;
mod question;
mod suite;

pub use calibration::{Calibration, calibrate};
pub use clock::{Stopwatch, Times};
pub use measure::{Measured, Solution, measure};
pub use memory::peak_memory_bytes;
pub use question::Question;
pub use suite::{Suite, SuiteCase, suite};
