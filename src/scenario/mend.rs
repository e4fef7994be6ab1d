//! Puts right what does not fit the shape, where it is plain how, so that what the values mean can be checked in the same
//! go. Nobody plans with a mended scenario.

use super::codes;
use super::scalar::{self, Leaf};
use super::shape::Shape;
use super::source::Sources;
use super::tree::{Map, Node, Tree, entry_position};
use super::walk::walk;
use crate::base::finding::{Finding, Place};

/// What is mended may show what else is wrong; more often than this nobody is served by it.
const ROUNDS: usize = 5;

/// The tree with misspelt keys and values as they were meant, and without keys and single values of no meaning; nothing
/// if more is wrong: what followed would say more of the mending than of the scenario.
pub(super) fn mended(shape: &Shape, root: &Node, sources: &Sources) -> Option<Node> {
    let mut root = root.clone();
    for _ in 0..ROUNDS {
        let mut findings = walk(shape, &root, "", sources);
        if findings.is_empty() {
            return Some(root);
        }
        // A key that is missing may be the one that is misspelt.
        findings.retain(|finding| finding.code != codes::MISSING_KEY);
        if findings.is_empty() {
            return None;
        }
        for finding in &findings {
            mend(&mut root, finding)?;
        }
    }
    None
}

fn mend(root: &mut Node, finding: &Finding) -> Option<()> {
    let Some(Place::File { path, .. } | Place::Argument { path, .. }) = &finding.place else { return None };
    let (above, last) = path.rsplit_once('.').unwrap_or(("", path));
    let holder = reach(root, above)?;
    let meant = finding.did_you_mean.as_deref();
    match finding.code.as_str() {
        codes::UNKNOWN_KEY => {
            let Tree::Map(map) = &mut holder.tree else { return None };
            let entry = map.position(last)?;
            match meant.filter(|key| map.get(key).is_none()) {
                Some(key) => key.clone_into(&mut map.entries[entry].key),
                None => drop(map.entries.remove(entry)),
            }
        }
        codes::WRONG_TYPE => {
            let meant = scalar::resolve(meant?).ok().filter(|leaf| !matches!(leaf, Leaf::Text(_)))?;
            reach(holder, last)?.tree = Tree::Leaf(meant);
        }
        codes::UNKNOWN_WORD | codes::WRONG_FORM | codes::IMPOSSIBLE_DATE | codes::OUT_OF_RANGE => match meant {
            Some(meant) => reach(holder, last)?.tree = Tree::Leaf(Leaf::Text(meant.to_owned())),
            None => remove(holder, last)?,
        },
        _ => return None,
    }
    Some(())
}

/// The value at a path below a node.
fn reach<'n>(node: &'n mut Node, path: &str) -> Option<&'n mut Node> {
    path.split('.').filter(|part| !part.is_empty()).try_fold(node, |node, part| match &mut node.tree {
        Tree::Map(Map { entries, .. }) => {
            entries.iter_mut().find(|entry| entry.key == part).map(|entry| &mut entry.node)
        }
        Tree::List(items) => entry_position(items, part).map(|index| &mut items[index]),
        Tree::Leaf(_) => None,
    })
}

/// Takes a key out of a map. What a list has too much or too little of cannot be told.
fn remove(holder: &mut Node, key: &str) -> Option<()> {
    let Tree::Map(map) = &mut holder.tree else { return None };
    let entry = map.position(key)?;
    map.entries.remove(entry);
    Some(())
}
