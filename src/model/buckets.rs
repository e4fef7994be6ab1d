//! What is left of buckets of weeks: every model is weekly.

use crate::model::Facts;

/// One week a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buckets;

impl Buckets {
    /// One week a bucket: the full weekly model.
    #[must_use]
    pub fn weekly(_: &Facts) -> Self {
        Self
    }
}
