//! Where the values of a scenario stand, by path.

use super::source::Sources;
use super::tree::{Node, Tree, entry_position};
use crate::base::finding::{Place, Places};

/// Where the values of a scenario stand: in its file, in a variant, or on the command line.
#[derive(Debug, Clone)]
pub struct Positions {
    pub(super) root: Node,
    pub(super) sources: Sources,
    /// The paths of the changes that were made.
    pub(super) changed: Vec<String>,
}

impl Places for Positions {
    fn place(&self, path: &str) -> Place {
        let mut node = &self.root;
        let mut at = node.at;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let child = match &node.tree {
                Tree::Map(map) => {
                    if let Some((_, removed)) = map.removed.iter().find(|(key, _)| key == part) {
                        at = *removed;
                    }
                    map.get(part).map(|entry| &entry.node)
                }
                Tree::List(items) => entry_position(items, part).map(|index| &items[index]),
                Tree::Leaf(_) => None,
            };
            match child {
                Some(child) => node = child,
                None => break,
            }
            at = node.at;
        }
        self.sources.place(at, path)
    }

    fn is_changed(&self, path: &str) -> bool {
        let within = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.changed.iter().any(|changed| within(changed, path) || within(path, changed))
    }
}
