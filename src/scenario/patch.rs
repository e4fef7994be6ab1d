//! Patches: what-if changes that act on the tree, each value keeping the place where it was written.

use super::codes;
use super::records::PatchRecord;
use super::source::{Fault, Origin, Sources};
use super::tree::{Entry, Map, Node, Tree, entry_part, entry_position};
use super::wording::{describe, name, quote, shorten};
use crate::base::finding::Finding;

/// The most parts of a patch's path: as deep as texts may be nested.
const LONGEST_PATH: usize = super::events::DEEPEST;
/// The most keys or ids that a finding lists.
const MOST_LISTED: usize = 200;
/// What a patch cannot change: patches are read from the variants before any of them is applied, and the version says
/// how to read them.
const OUT_OF_REACH: [&str; 2] = ["equipoise", "variants"];

/// A change to the scenario, and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    pub change: Change,
    /// Which value it changes.
    pub path: String,
    /// Where its path is written.
    pub at: Origin,
    /// The path of the patch itself, in the file in which it is written.
    pub own_path: String,
}

/// What a patch does.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Set(Node),
    Add(Node),
    Remove,
}

impl Patch {
    /// A patch as written in a variant whose shape has been checked.
    pub fn from_node(node: &Node, own_path: &str) -> Option<Self> {
        let [Entry { key, node: body, .. }] = node.as_map()?.entries.as_slice() else { return None };
        let body = body.as_map()?;
        let path = body.get("path")?;
        let value = || body.get("value").map(|entry| entry.node.clone());
        let change = match key.as_str() {
            "set" => Change::Set(value()?),
            "add" => Change::Add(value()?),
            "remove" => Change::Remove,
            _ => return None,
        };
        let own_path = format!("{own_path}.{key}.path");
        Some(Self { change, path: path.node.as_text()?.to_owned(), at: path.node.at, own_path })
    }

    /// A patch from a plan.
    pub fn from_record(record: &PatchRecord, at: Origin) -> Self {
        let (change, path) = match record {
            PatchRecord::Set { path, value } => (Change::Set(Node::from_json(value, at)), path),
            PatchRecord::Add { path, value } => (Change::Add(Node::from_json(value, at)), path),
            PatchRecord::Remove { path } => (Change::Remove, path),
        };
        Self { change, path: path.clone(), at, own_path: path.clone() }
    }

    /// The patch without its place, as plans embed it.
    pub fn to_record(&self) -> PatchRecord {
        let path = self.path.clone();
        match &self.change {
            Change::Set(value) => PatchRecord::Set { path, value: value.to_json() },
            Change::Add(value) => PatchRecord::Add { path, value: value.to_json() },
            Change::Remove => PatchRecord::Remove { path },
        }
    }

    /// Makes the change, or says why it cannot be made.
    pub fn apply(&self, root: &mut Node, sources: &Sources) -> Result<(), Fault> {
        let parts: Vec<&str> = self.path.split('.').collect();
        self.check(&parts)
            .and_then(|()| self.change(root, &parts))
            .map_err(|fault| Box::new(fault.at(sources.place(self.at, &self.own_path))))
    }

    fn check(&self, parts: &[&str]) -> Result<(), Fault> {
        let wrong = |why: &str| {
            let cause = format!("the path {} {why}", quote(&self.path));
            let fix = "write keys and ids with dots between them: `practitioners.at-1.wte`";
            Err(Box::new(Finding::error(codes::PATCH_PATH, cause, fix)))
        };
        if self.path.is_empty() {
            return wrong("is empty");
        }
        if parts.iter().any(|part| part.is_empty() || part.trim() != *part) {
            return wrong("has an empty part or a space beside a dot");
        }
        if parts.len() > LONGEST_PATH {
            return wrong("has more parts than a scenario has levels");
        }
        if OUT_OF_REACH.contains(&parts[0]) {
            let cause = format!("a patch cannot change `{}`", parts[0]);
            return Err(Box::new(Finding::error(codes::PATCH_OUT_OF_REACH, cause, "change it in the scenario itself")));
        }
        Ok(())
    }

    fn change(&self, root: &mut Node, parts: &[&str]) -> Result<(), Fault> {
        let [parents @ .., last] = parts else { return Ok(()) };
        let mut parent = root;
        for (depth, part) in parents.iter().enumerate() {
            let known = listed(parent);
            let what = describe(parent);
            parent = match child(parent, part) {
                Some(child) => child,
                None => return Err(self.miss(&parts[..depth], part, &what, known)),
            };
        }
        match &self.change {
            Change::Set(value) => self.set(parent, parents, last, value),
            Change::Add(value) => self.add(parent, parents, last, value),
            Change::Remove => self.remove(parent, parents, last),
        }
    }

    fn set(&self, parent: &mut Node, parents: &[&str], last: &str, value: &Node) -> Result<(), Fault> {
        let (what, known) = (describe(parent), listed(parent));
        match &mut parent.tree {
            Tree::Map(map) => {
                put(map, last, self.at, value.clone());
                Ok(())
            }
            Tree::List(items) => match entry_position(items, last) {
                Some(index) => {
                    items[index] = value.clone();
                    Ok(())
                }
                None => Err(self.miss(parents, last, &what, known)),
            },
            Tree::Leaf(_) => Err(self.miss(parents, last, &what, known)),
        }
    }

    fn add(&self, parent: &mut Node, parents: &[&str], last: &str, value: &Node) -> Result<(), Fault> {
        let (what, known) = (describe(parent), listed(parent));
        // A list that need not be written may not be there yet.
        if let Tree::Map(map) = &mut parent.tree
            && map.get(last).is_none_or(|entry| entry.node.is_null())
        {
            put(map, last, self.at, Node { at: self.at, tree: Tree::List(vec![value.clone()]) });
            return Ok(());
        }
        let Some(target) = child(parent, last) else { return Err(self.miss(parents, last, &what, known)) };
        let what = describe(target);
        let Tree::List(items) = &mut target.tree else {
            let cause = format!("`{}` is {what}, not a list to which an entry can be added", shorten(&self.path));
            return Err(Box::new(Finding::error(codes::PATCH_NOT_A_LIST, cause, "use `set`, or name a list")));
        };
        if let Some(id) = value.id()
            && items.iter().any(|item| item.id() == Some(id))
        {
            let cause = format!("`{}` has an entry `{id}` already", shorten(&self.path));
            let fix = format!("give it another id, or use `set` with the path `{}.{id}`", shorten(&self.path));
            return Err(Box::new(Finding::error(codes::PATCH_ADDS_TWICE, cause, fix)));
        }
        items.push(value.clone());
        Ok(())
    }

    fn remove(&self, parent: &mut Node, parents: &[&str], last: &str) -> Result<(), Fault> {
        let (what, known) = (describe(parent), listed(parent));
        match &mut parent.tree {
            Tree::Map(map) => match map.position(last) {
                Some(index) => {
                    map.entries.remove(index);
                    map.removed.push((last.to_owned(), self.at));
                    Ok(())
                }
                None => Err(self.miss(parents, last, &what, known)),
            },
            Tree::List(items) => match entry_position(items, last) {
                Some(index) => {
                    items.remove(index);
                    Ok(())
                }
                None => Err(self.miss(parents, last, &what, known)),
            },
            Tree::Leaf(_) => Err(self.miss(parents, last, &what, known)),
        }
    }

    /// The finding about a path that leads nowhere from a place on.
    fn miss(&self, parents: &[&str], part: &str, parent: &str, known: Known) -> Fault {
        let (has_no, fix) = match (&known, &self.change) {
            (Known::Keys(_), _) => (format!("has no key {}", quote(part)), "name a key that is written there"),
            (Known::Entries(_), Change::Set(_)) => {
                (format!("has no entry {}", quote(part)), "name an entry by its id; `add` makes a new one")
            }
            (Known::Entries(_), _) => (format!("has no entry {}", quote(part)), "name an entry by its id"),
            (Known::Nothing, _) => (format!("is {parent}, which holds nothing"), "end the path there"),
        };
        let cause = format!("the path {} hits nothing: {} {has_no}", quote(&self.path), name(&parents.join(".")));
        let finding = Finding::error(codes::PATCH_HITS_NOTHING, cause, fix);
        Box::new(match known {
            Known::Keys(names) | Known::Entries(names) => finding.with_allowed(&shorten(part), names),
            Known::Nothing => finding,
        })
    }
}

/// The names under which a value's parts can be reached.
enum Known {
    Keys(Vec<String>),
    Entries(Vec<String>),
    Nothing,
}

fn listed(node: &Node) -> Known {
    match &node.tree {
        Tree::Map(map) => Known::Keys(map.entries.iter().take(MOST_LISTED).map(|e| shorten(&e.key)).collect()),
        Tree::List(items) => {
            Known::Entries(items.iter().enumerate().take(MOST_LISTED).map(|(i, item)| entry_part(item, i)).collect())
        }
        Tree::Leaf(_) => Known::Nothing,
    }
}

fn child<'n>(node: &'n mut Node, part: &str) -> Option<&'n mut Node> {
    match &mut node.tree {
        Tree::Map(map) => map.entries.iter_mut().find(|e| e.key == part).map(|e| &mut e.node),
        Tree::List(items) => {
            let index = entry_position(items, part)?;
            items.get_mut(index)
        }
        Tree::Leaf(_) => None,
    }
}

fn put(map: &mut Map, key: &str, key_at: Origin, node: Node) {
    map.removed.retain(|(removed, _)| removed != key);
    match map.position(key) {
        Some(index) => {
            map.entries[index].key_at = key_at;
            map.entries[index].node = node;
        }
        None => map.entries.push(Entry { key: key.to_owned(), key_at, node }),
    }
}
