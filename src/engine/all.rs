//! The engines of this build.

use crate::engine::Engine;
#[cfg(feature = "highs")]
use crate::engine::Highs;
#[cfg(feature = "microlp")]
use crate::engine::Microlp;

/// The engines of this build, best first.
#[must_use]
pub fn engines() -> Vec<&'static dyn Engine> {
    vec![
        #[cfg(feature = "highs")]
        &Highs,
        #[cfg(feature = "microlp")]
        &Microlp,
    ]
}
