//! Ids that are typed: known ones, or what was meant.

use crate::base::finding::nearest;

/// Whether an id is one of those there are.
///
/// # Errors
/// A sentence that says what was meant, and what there is.
pub fn known<I: AsRef<str>>(noun: &str, id: &str, ids: impl IntoIterator<Item = I>) -> Result<(), String> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
    if ids.iter().any(|known| known == id) {
        return Ok(());
    }
    let meant = nearest(id, &ids).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
    Err(format!("there is no {noun} `{id}`{meant}; there are: {}", ids.join(", ")))
}
