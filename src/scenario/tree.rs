//! The tree of what was written: every value with its position, addressed by path.

use super::scalar::Leaf;
use super::source::Origin;
use crate::base::ids;
use serde_json::Value;

/// A value and where it stands (for a map or list under a key: where the key stands).
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub at: Origin,
    pub tree: Tree,
}

/// What a value holds.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    Leaf(Leaf),
    List(Vec<Node>),
    Map(Map),
}

/// A map in the order in which it was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    pub entries: Vec<Entry>,
    /// Keys that a patch has removed, and where: so that a finding about what is now missing points at the patch.
    pub removed: Vec<(String, Origin)>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub key: String,
    pub key_at: Origin,
    pub node: Node,
}

impl Map {
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    pub fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|e| e.key == key)
    }
}

impl Node {
    pub fn leaf(at: Origin, leaf: Leaf) -> Self {
        Self { at, tree: Tree::Leaf(leaf) }
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Leaf(Leaf::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn as_map(&self) -> Option<&Map> {
        match &self.tree {
            Tree::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.tree {
            Tree::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.tree, Tree::Leaf(Leaf::Null))
    }

    /// The id of a list entry, if it has a well-formed one.
    pub fn id(&self) -> Option<&str> {
        self.as_map()?.get("id")?.node.as_text().filter(|id| ids::is_well_formed(id))
    }

    /// The value without its positions.
    pub fn to_json(&self) -> Value {
        match &self.tree {
            Tree::Leaf(Leaf::Null) => Value::Null,
            Tree::Leaf(Leaf::Flag(flag, _)) => Value::Bool(*flag),
            Tree::Leaf(Leaf::Number(number, _)) => Value::Number(number.clone()),
            Tree::Leaf(Leaf::Text(text)) => Value::String(text.clone()),
            Tree::List(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Tree::Map(map) => Value::Object(map.entries.iter().map(|e| (e.key.clone(), e.node.to_json())).collect()),
        }
    }

    /// A value that comes without positions, all of it at one place.
    pub fn from_json(value: &Value, at: Origin) -> Self {
        let tree = match value {
            Value::Null => Tree::Leaf(Leaf::Null),
            Value::Bool(flag) => Tree::Leaf(Leaf::Flag(*flag, flag.to_string().into())),
            Value::Number(number) => Tree::Leaf(Leaf::Number(number.clone(), number.to_string().into())),
            Value::String(text) => Tree::Leaf(Leaf::Text(text.clone())),
            Value::Array(items) => Tree::List(items.iter().map(|v| Node::from_json(v, at)).collect()),
            Value::Object(map) => Tree::Map(Map {
                entries: map
                    .iter()
                    .map(|(key, value)| Entry { key: key.clone(), key_at: at, node: Node::from_json(value, at) })
                    .collect(),
                removed: Vec::new(),
            }),
        };
        Self { at, tree }
    }

    /// How many values it holds, itself included, and how many bytes of text.
    pub fn size(&self) -> (usize, usize) {
        let add = |a: (usize, usize), b: (usize, usize)| (a.0 + b.0, a.1 + b.1);
        match &self.tree {
            Tree::Leaf(Leaf::Text(text)) => (1, text.len()),
            Tree::Leaf(_) => (1, 0),
            Tree::List(items) => items.iter().map(Node::size).fold((1, 0), add),
            Tree::Map(map) => map.entries.iter().map(|e| add(e.node.size(), (0, e.key.len()))).fold((1, 0), add),
        }
    }
}

/// The position in a list that a part of a path names: an entry's id, or else its place counted from 0.
pub(super) fn entry_position(items: &[Node], part: &str) -> Option<usize> {
    items
        .iter()
        .position(|item| item.id() == Some(part))
        .or_else(|| part.parse::<usize>().ok().filter(|&index| index < items.len()))
}

/// How a path names a list entry: by its id, or without one by its place.
pub(super) fn entry_part(item: &Node, index: usize) -> String {
    item.id().map_or_else(|| index.to_string(), str::to_owned)
}

/// A path one part longer. Parts that nobody would write as a key are shortened.
pub(super) fn join(path: &str, part: &str) -> String {
    let part = super::wording::shorten(part);
    if path.is_empty() { part } else { format!("{path}.{part}") }
}
