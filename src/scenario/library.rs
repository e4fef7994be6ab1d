//! The library: records of published figures that ship with the program, and how a scenario's maps refer to them.
//!
//! A map with the key `record` gets the keys of the record that it names, where it does not write them itself. That happens
//! on the tree, after the patches and before the shape is checked, so that a variant may change the reference, or any key
//! beside it, and every value keeps the place from which it came.

use super::codes;
use super::records::{CareRuleRecord, FigureRecord};
use super::source::{Origin, Source, Sources};
use super::tree::{Entry, Map, Node, Tree, entry_part, join};
use super::wording::quote;
use crate::base::finding::Finding;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::LazyLock;

/// The key that refers to a record.
pub(super) const REFERENCE: &str = "record";
/// What a record keeps for itself.
const ID: &str = "id";

/// A shelf of the library: records of one kind, and where a scenario may refer to them.
struct Shelf {
    /// What one of its records is called.
    noun: &'static str,
    /// The list of the scenario that holds records of its own, which come before those of the shelf; none if the entries
    /// that refer are themselves all that a scenario has of the kind.
    own: Option<&'static str>,
    /// The lists whose entries refer to them, and the key within an entry at which they do; none where the entry itself
    /// refers.
    referring: &'static [(&'static str, Option<&'static str>)],
    /// The records.
    records: fn() -> Result<&'static [Value], String>,
}

/// All shelves. Another kind of record is another entry.
const SHELVES: &[Shelf] = &[
    Shelf {
        noun: "evidence",
        own: Some("evidence"),
        referring: &[("courses", Some("evidence"))],
        records: || as_written(&FIGURES),
    },
    Shelf { noun: "guidance", own: None, referring: &[("care_rules", None)], records: || as_written(&RULES) },
];

/// The evidence's files, in the order in which they are read aloud.
const EVIDENCE: &[&str] = &[
    include_str!("../../scenarios/evidence/ateam.yaml"),
    include_str!("../../scenarios/evidence/ateam-between.yaml"),
    include_str!("../../scenarios/evidence/little-2022.yaml"),
    include_str!("../../scenarios/evidence/atlas.yaml"),
    include_str!("../../scenarios/evidence/tai-chi.yaml"),
    include_str!("../../scenarios/evidence/acupuncture.yaml"),
    include_str!("../../scenarios/evidence/group-cbt.yaml"),
    include_str!("../../scenarios/evidence/restore.yaml"),
];

/// The files of ready-made rules of care.
const GUIDANCE: &[&str] = &[include_str!("../../scenarios/evidence/guidance.yaml")];

/// The records of some files, as they are written and as they are understood.
type Read<T> = Result<(Vec<Value>, Vec<T>), String>;

fn read<T: DeserializeOwned>(files: &[&str]) -> Read<T> {
    let (mut written, mut records) = (Vec::new(), Vec::new());
    for text in files {
        let entries: Vec<Value> = serde_yaml::from_str(text).map_err(|e| format!("the library is damaged: {e}"))?;
        for entry in entries {
            let record = T::deserialize(&entry);
            records.push(record.map_err(|e| format!("the library's record {} is damaged: {e}", entry[ID]))?);
            written.push(entry);
        }
    }
    Ok((written, records))
}

static FIGURES: LazyLock<Read<FigureRecord>> = LazyLock::new(|| read(EVIDENCE));
static RULES: LazyLock<Read<CareRuleRecord>> = LazyLock::new(|| read(GUIDANCE));

fn as_written<T>(shelf: &'static LazyLock<Read<T>>) -> Result<&'static [Value], String> {
    shelf.as_ref().map(|(written, _)| written.as_slice()).map_err(Clone::clone)
}

/// The library's figures of the evidence, in its order.
#[must_use]
pub fn evidence_library() -> &'static [FigureRecord] {
    FIGURES.as_ref().map_or(&[], |(_, records)| records)
}

/// The library's ready-made rules of care, in its order; the activities that they are about are each scenario's own.
#[must_use]
pub fn guidance_library() -> &'static [CareRuleRecord] {
    RULES.as_ref().map_or(&[], |(_, records)| records)
}

/// Fills in what the maps of a tree leave to the records to which they refer.
///
/// # Errors
/// If the library itself cannot be read.
pub(super) fn resolve(root: &mut Node, sources: &mut Sources, findings: &mut Vec<Finding>) -> Result<(), String> {
    for shelf in SHELVES {
        let records = records_of(shelf, root, sources)?;
        for (list, key) in shelf.referring {
            let Some(entries) = value(root, list).and_then(as_list) else { continue };
            for (index, entry) in entries.iter_mut().enumerate() {
                let mut path = join(list, &entry_part(entry, index));
                let referring = match key {
                    None => Some(entry),
                    Some(key) => {
                        path = join(&path, key);
                        value(entry, key)
                    }
                };
                if let Some(map) = referring.and_then(as_map) {
                    fill_in(map, &path, shelf, &records, (sources, &mut *findings));
                }
            }
        }
    }
    Ok(())
}

/// The records that can be referred to, the scenario's own first; each with its id.
fn records_of(shelf: &Shelf, root: &Node, sources: &mut Sources) -> Result<Vec<(String, Map)>, String> {
    let own = shelf.own.and_then(|own| root.as_map()?.get(own)).and_then(|entry| entry.node.as_list());
    let own = own.into_iter().flatten().filter_map(|node| Some((node.id()?.to_owned(), node.as_map()?.clone())));
    let mut records: Vec<(String, Map)> = own.collect();
    for written in (shelf.records)()? {
        let id = written[ID].as_str().unwrap_or_default().to_owned();
        let at = Origin::start_of(sources.add(Source::Record(id.clone())));
        if let Tree::Map(map) = Node::from_json(written, at).tree {
            records.push((id, map));
        }
    }
    Ok(records)
}

fn fill_in(
    map: &mut Map,
    path: &str,
    shelf: &Shelf,
    records: &[(String, Map)],
    (sources, findings): (&Sources, &mut Vec<Finding>),
) {
    // a reference that is no text is told of when the shape is checked
    let Some((at, id)) = map.get(REFERENCE).and_then(|e| Some((e.node.at, e.node.as_text()?.to_owned()))) else {
        return;
    };
    let Some((_, record)) = records.iter().find(|(known, _)| *known == id) else {
        let cause = format!("there is no record of {} called {}", shelf.noun, quote(&id));
        let fix = match shelf.own {
            Some(own) => format!("name one of the library's, or one of the scenario's own (`{own}`)"),
            None => "name one of the library's, or write the rule in full".to_owned(),
        };
        let finding = Finding::error(codes::UNKNOWN_RECORD, cause, fix)
            .with_allowed(&id, records.iter().map(|(known, _)| known))
            .at(sources.place(at, &join(path, REFERENCE)));
        findings.push(finding);
        return;
    };
    let missing = record.entries.iter().filter(|entry| entry.key != ID && map.get(&entry.key).is_none());
    let missing: Vec<Entry> = missing.cloned().collect();
    map.entries.extend(missing);
}

fn value<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let entries = &mut as_map(node)?.entries;
    entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
}

fn as_map(node: &mut Node) -> Option<&mut Map> {
    match &mut node.tree {
        Tree::Map(map) => Some(map),
        _ => None,
    }
}

fn as_list(node: &mut Node) -> Option<&mut Vec<Node>> {
    match &mut node.tree {
        Tree::List(items) => Some(items),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::schema::schema;
    use crate::scenario::shape::{Shape, scenario};
    use crate::scenario::walk::walk;
    use std::collections::BTreeSet;

    #[test]
    fn the_library_can_be_read_and_has_the_shape_of_a_scenarios_own_records() {
        let written = as_written(&FIGURES).unwrap();
        assert_eq!(written.len(), evidence_library().len());
        assert_eq!(as_written(&RULES).unwrap().len(), guidance_library().len());
        assert!(written.len() > 20, "{}", written.len());
        let mut sources = Sources::default();
        let at = Origin::start_of(sources.add(Source::Record("all".to_owned())));
        let shape = scenario().unwrap();
        for (list, written) in [("evidence", written), ("care_rules", as_written(&RULES).unwrap())] {
            let Shape::List { entry, .. } = &*shape.key(list).unwrap().shape else { panic!("no list") };
            for record in written {
                let found = walk(entry, &Node::from_json(record, at), "", &sources);
                assert!(found.is_empty(), "{found:#?}");
            }
        }
    }

    #[test]
    fn ids_are_there_once() {
        let rules = guidance_library().iter().map(|record| record.id.as_str());
        let ids: BTreeSet<&str> = evidence_library().iter().map(|record| record.id.as_str()).chain(rules).collect();
        assert_eq!(ids.len(), evidence_library().len() + guidance_library().len());
    }

    #[test]
    fn what_may_refer_is_what_the_schema_lets_refer() {
        let schema = schema();
        for shelf in SHELVES {
            for (list, key) in shelf.referring {
                let entry = |list: &str| {
                    let name = schema["properties"][list]["items"]["$ref"].as_str().unwrap().to_owned();
                    schema.pointer(name.trim_start_matches('#')).unwrap().clone()
                };
                let mut record = entry(list);
                if let Some(key) = key {
                    let name = record["properties"][key]["anyOf"][0]["$ref"].as_str().unwrap().to_owned();
                    record = schema.pointer(name.trim_start_matches('#')).unwrap().clone();
                }
                let names = |record: &Value| -> BTreeSet<String> {
                    record["properties"].as_object().unwrap().keys().cloned().collect()
                };
                let mut referring = names(&record);
                assert!(referring.remove(REFERENCE), "{list}");
                let Some(own) = shelf.own else { continue };
                let mut own = names(&entry(own));
                assert!(own.remove(ID), "{list}");
                assert_eq!(referring, own, "{list}");
            }
        }
    }
}
