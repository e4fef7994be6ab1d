//! What people wrote: text to a tree with positions, variants as patches, the shape checked, records made.

pub mod records;
