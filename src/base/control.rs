//! Control of a running job: a cancel token and a sink for progress events.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Something that happened in a running job, for progress displays.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A phase has begun: "weekly relaxation", "template".
    Phase(&'static str),
    /// A first plan is there, with this objective; the search goes on.
    FirstPlan(f64),
    /// A solve's incumbent and bound (in the objective's unit) have moved.
    Progress {
        /// Best value so far.
        incumbent: Option<f64>,
        /// Proven bound so far.
        bound: Option<f64>,
    },
}

/// A cancel token and an event sink, shared by all parts of a job.
#[derive(Clone)]
pub struct Control {
    cancelled: Arc<AtomicBool>,
    sink: Arc<dyn Fn(Event) + Send + Sync>,
}

impl Default for Control {
    fn default() -> Self {
        Self { cancelled: Arc::default(), sink: Arc::new(|_| {}) }
    }
}

impl Control {
    /// A control with the same cancel token, whose events go to `sink`.
    #[must_use]
    pub fn reporting_to(&self, sink: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Self { cancelled: Arc::clone(&self.cancelled), sink: Arc::new(sink) }
    }
    /// Asks the job to stop as soon as it can.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
    /// Whether the job has been asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
    /// Reports an event.
    pub fn report(&self, event: Event) {
        (self.sink)(event);
    }
}
