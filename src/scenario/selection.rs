//! From what a user selects (variants, `--set`) to patches in the order in which they apply.

use super::codes;
use super::events::{self, Reading};
use super::files;
use super::patch::{Change, Patch};
use super::second_reading::disagreement;
use super::shape;
use super::source::{Origin, Source, SourceId, Sources};
use super::tree::{Node, Tree, entry_part};
use super::walk::walk;
use super::wording::quote;
use crate::base::finding::{Finding, Place};
use std::path::Path;

/// What of a scenario is planned: which variants, and which values set on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Variants, stacked in this order: ids in the scenario, or paths of YAML files that hold a variant or a list of
    /// them.
    pub variants: Vec<String>,
    /// `PATH=VALUE`, applied after the variants, in this order; the value is YAML.
    pub sets: Vec<String>,
}

/// The patches of a selection. What is wrong with it goes to `findings`, and the patch or variant is left out.
pub(super) fn patches(
    selection: &Selection,
    root: &Node,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Patch>, String> {
    let mut patches = Vec::new();
    for variant in &selection.variants {
        let in_scenario = root
            .as_map()
            .and_then(|map| map.get("variants"))
            .and_then(|entry| entry.node.as_list())
            .and_then(|variants| variants.iter().find(|v| v.id() == Some(variant)));
        match in_scenario {
            Some(node) => patches.extend(variant_patches(node, &format!("variants.{variant}"), sources, findings)?),
            None if looks_like_a_file(variant) => file_patches(variant, sources, findings, &mut patches)?,
            None => findings.push(unknown_variant(variant, root)),
        }
    }
    for set in &selection.sets {
        match set_patch(set, sources) {
            Ok(patch) => patches.push(patch),
            Err(found) => findings.extend(found),
        }
    }
    Ok(patches)
}

fn variant_patches(
    node: &Node,
    path: &str,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Patch>, String> {
    let found = walk(&*shape::variant()?, node, path, sources);
    if !found.is_empty() {
        findings.extend(found);
        return Ok(Vec::new());
    }
    let entries = node.as_map().and_then(|map| map.get("patches")).and_then(|entry| entry.node.as_list());
    Ok(entries
        .unwrap_or_default()
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Patch::from_node(entry, &format!("{path}.patches.{index}")))
        .collect())
}

fn file_patches(
    variant: &str,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
    patches: &mut Vec<Patch>,
) -> Result<(), String> {
    let text = match files::read(Path::new(variant)) {
        Ok(text) => text,
        Err(fault) => {
            findings.push(*fault);
            return Ok(());
        }
    };
    let source = sources.add(Source::File(variant.to_owned()));
    let Reading { root, findings: found, is_empty } = read(&text, source, sources);
    findings.extend(found);
    if is_empty {
        findings.push(empty_file(variant));
        return Ok(());
    }
    match root {
        Some(Node { tree: Tree::List(variants), .. }) => {
            for (index, node) in variants.iter().enumerate() {
                patches.extend(variant_patches(node, &entry_part(node, index), sources, findings)?);
            }
        }
        Some(node) => patches.extend(variant_patches(&node, "", sources, findings)?),
        None => {}
    }
    Ok(())
}

fn set_patch(set: &str, sources: &mut Sources) -> Result<Patch, Vec<Finding>> {
    let argument = format!("--set {set}");
    let malformed = |path: &str| {
        Finding::error(
            codes::MALFORMED_SET,
            format!("{} is not of the form PATH=VALUE", quote(set)),
            "write a path, `=` and a value: `--set horizon.weeks=13`",
        )
        .at(Place::Argument { argument: argument.clone(), path: path.to_owned() })
    };
    let Some((path, value)) = set.split_once('=') else { return Err(vec![malformed("")]) };
    let path = path.trim();
    if path.is_empty() {
        return Err(vec![malformed(path)]);
    }
    let source = sources.add(Source::Argument(argument.clone()));
    let text = super::text::decode(&argument, value.as_bytes())
        .map_err(|fault| vec![fault.at(sources.place(Origin::start_of(source), path))])?;
    let Reading { root: node, findings, .. } = read(&text, source, sources);
    if !findings.is_empty() {
        let at = sources.place(Origin::start_of(source), path);
        return Err(findings.into_iter().map(|finding| finding.at(at.clone())).collect());
    }
    let at = Origin::start_of(source);
    let value = node.unwrap_or_else(|| Node::leaf(at, super::scalar::Leaf::Null));
    Ok(Patch { change: Change::Set(value), path: path.to_owned(), at, own_path: path.to_owned() })
}

/// Reads a text beside the scenario's, and asks the second reader too.
fn read(text: &str, source: SourceId, sources: &Sources) -> Reading {
    let mut reading = events::read(text, source, sources);
    if let (Some(root), true, false) = (&reading.root, reading.findings.is_empty(), reading.is_empty) {
        reading.findings.extend(disagreement(text, root, sources));
    }
    reading
}

/// Whether a selected variant names a file: ids have neither dots nor slashes.
fn looks_like_a_file(variant: &str) -> bool {
    variant.contains(['/', '\\', '.'])
}

fn unknown_variant(variant: &str, root: &Node) -> Finding {
    let variants = root.as_map().and_then(|map| map.get("variants")).and_then(|entry| entry.node.as_list());
    let ids: Vec<&str> = variants.unwrap_or_default().iter().filter_map(Node::id).collect();
    let fix = if ids.is_empty() {
        "the scenario has no variants: name a YAML file that holds one"
    } else {
        "name one of the scenario's variants, or a YAML file that holds one"
    };
    Finding::error(codes::UNKNOWN_VARIANT, format!("the scenario has no variant {}", quote(variant)), fix)
        .with_allowed(variant, ids)
        .at(Place::Argument { argument: format!("--variant {variant}"), path: String::new() })
}

/// The finding about a file without any value.
pub(super) fn empty_file(file: &str) -> Finding {
    Finding::error(codes::EMPTY_FILE, format!("`{file}` holds nothing"), "write it, or name another file")
        .at(Place::WholeFile { file: file.to_owned() })
}

/// The source of a plan's patch.
pub(super) fn plan_source(index: usize, sources: &mut Sources) -> SourceId {
    sources.add(Source::Plan(format!("patches[{index}]")))
}
