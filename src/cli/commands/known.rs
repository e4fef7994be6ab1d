//! Ids that are typed: known ones, or what was meant.

use crate::base::finding::nearest;

/// The place of an id among those there are.
///
/// # Errors
/// A sentence that says what was meant, and what there is.
pub fn known<I: AsRef<str>>(noun: &str, id: &str, ids: impl IntoIterator<Item = I>) -> Result<usize, String> {
    let ids: Vec<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
    ids.iter().position(|known| known == id).ok_or_else(|| {
        let meant = nearest(id, &ids).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
        format!("there is no {noun} `{id}`{meant}; there are: {}", ids.join(", "))
    })
}
