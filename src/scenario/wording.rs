//! How findings name what was written.

use super::scalar::Leaf;
use super::tree::{Node, Tree};

/// The most characters of a value that a finding quotes.
const LONGEST_QUOTE: usize = 60;

/// A text cut to a length that a finding can quote.
pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// A text as a finding quotes it: short, on one line, between backticks.
pub(super) fn quote(text: &str) -> String {
    format!("`{}`", shorten(text).replace(['\n', '\t'], " "))
}

/// A value as a finding names it: "the number `12`".
pub(super) fn describe(node: &Node) -> String {
    match &node.tree {
        Tree::Leaf(Leaf::Null) => "nothing".to_owned(),
        Tree::Leaf(Leaf::Flag(_, raw)) => quote(raw),
        Tree::Leaf(Leaf::Number(_, raw)) => format!("the number {}", quote(raw)),
        Tree::Leaf(Leaf::Text(text)) if text.is_empty() => "an empty text".to_owned(),
        Tree::Leaf(Leaf::Text(text)) => format!("the text {}", quote(text)),
        Tree::List(items) if items.is_empty() => "an empty list".to_owned(),
        Tree::List(_) => "a list".to_owned(),
        Tree::Map(map) if map.entries.is_empty() => "an empty map".to_owned(),
        Tree::Map(_) => "a map".to_owned(),
    }
}

/// The path as a finding names it.
pub(super) fn name(path: &str) -> String {
    if path.is_empty() { "the scenario".to_owned() } else { format!("`{path}`") }
}
