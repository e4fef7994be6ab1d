//! `serde_yaml` reads the text a second time, so that nothing is planned on a text that YAML readers take differently.
//!
//! It runs after the event pass has found the text harmless: alone it stops at the first fault, lets the last
//! duplicate win, leaves `<<` unmerged and takes many seconds over unclosed brackets.

use super::codes;
use super::scalar::Leaf;
use super::source::{Origin, Sources};
use super::tree::{Node, Tree, entry_part, join};
use crate::base::finding::Finding;
use serde_yaml::Value;

/// Compares the event pass's tree with `serde_yaml`'s: nothing if they hold the same.
pub(super) fn disagreement(text: &str, root: &Node, sources: &Sources) -> Option<Finding> {
    let (at, path, what) = match serde_yaml::from_str::<Value>(text) {
        Ok(value) => {
            let (at, path) = difference(root, &merged(value), "")?;
            (at, path, "two YAML readers take this value differently".to_owned())
        }
        Err(error) => {
            let at = match error.location() {
                Some(l) => Origin { line: l.line().max(1) as u32, column: l.column().max(1) as u32, ..root.at },
                None => root.at,
            };
            (at, String::new(), format!("one of two YAML readers refuses this: {error}"))
        }
    };
    Some(
        Finding::error(codes::AMBIGUOUS_YAML, what, "write it more plainly: texts in quotes, one key a line")
            .at(sources.place(at, &path)),
    )
}

/// The value with its `<<` merged in, innermost first.
fn merged(value: Value) -> Value {
    match value {
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(merged).collect()),
        Value::Mapping(map) => {
            let mut merges = Vec::new();
            let mut result = serde_yaml::Mapping::new();
            for (key, value) in map {
                let value = merged(value);
                match (key.as_str(), value) {
                    (Some("<<"), Value::Sequence(items)) => merges.extend(items),
                    (Some("<<"), value) => merges.push(value),
                    (_, value) => {
                        result.insert(key, value);
                    }
                }
            }
            for merge in merges {
                if let Value::Mapping(map) = merge {
                    for (key, value) in map {
                        result.entry(key).or_insert(value);
                    }
                }
            }
            Value::Mapping(result)
        }
        other => other,
    }
}

/// The first place where the trees differ.
fn difference(node: &Node, value: &Value, path: &str) -> Option<(Origin, String)> {
    let same = match (&node.tree, value) {
        (Tree::Leaf(Leaf::Null), Value::Null) => true,
        (Tree::Leaf(Leaf::Flag(a, _)), Value::Bool(b)) => a == b,
        (Tree::Leaf(Leaf::Number(a, _)), Value::Number(b)) => {
            a.is_f64() == b.is_f64() && a.as_f64().map(f64::to_bits) == b.as_f64().map(f64::to_bits)
        }
        (Tree::Leaf(Leaf::Text(a)), Value::String(b)) => a == b,
        (Tree::List(a), Value::Sequence(b)) if a.len() == b.len() => {
            let found = a.iter().zip(b).enumerate();
            return found.into_iter().find_map(|(i, (a, b))| difference(a, b, &join(path, &entry_part(a, i))));
        }
        (Tree::Map(a), Value::Mapping(b)) if a.entries.len() == b.len() => {
            return a.entries.iter().find_map(|entry| {
                let path = join(path, &entry.key);
                match b.get(entry.key.as_str()) {
                    Some(value) => difference(&entry.node, value, &path),
                    None => Some((entry.key_at, path)),
                }
            });
        }
        _ => false,
    };
    (!same).then(|| (node.at, path.to_owned()))
}
