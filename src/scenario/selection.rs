//! From what a user selects (variants, `--set`) to patches in the order in which they apply.

use super::codes;
use super::events::{self, Reading};
use super::patch::{Change, Patch};
use super::records::PatchRecord;
use super::second_reading::disagreement;
use super::sheets::{self, SheetFile};
use super::source::{Origin, Source, SourceId, Sources};
use super::tree::Node;
use super::variants::Library;
use super::wording::quote;
use crate::base::finding::{Finding, Place};
use std::path::PathBuf;

/// What of a scenario is planned: which variants, and which values set on the command line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Patches that come resolved, applied before everything else: those of an earlier rota.
    pub earlier: Vec<PatchRecord>,
    /// Workbooks and CSV files of leave, closures, preferences, pins and attendance, applied before the variants.
    pub sheets: Vec<PathBuf>,
    /// Variants, stacked in this order, by name: ids in the scenario, or paths of YAML files that hold a variant or a
    /// list of them; `docs/what-if.md` says what else a name can be.
    pub variants: Vec<String>,
    /// `PATH=VALUE`, applied after the variants, in this order; the value is YAML.
    pub sets: Vec<String>,
    /// Patches that come resolved, applied last.
    pub patches: Vec<PatchRecord>,
}

/// The patches of a selection. What is wrong with it goes to `findings`, and the patch or variant is left out; the sheets
/// that were read go to `files`.
pub(super) fn patches(
    selection: &Selection,
    root: &Node,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
    files: &mut Vec<SheetFile>,
) -> Result<Vec<Patch>, String> {
    let mut patches = resolved(&selection.earlier, sources);
    for file in &selection.sheets {
        let (of_file, read) = sheets::patches(file, root, sources, findings);
        patches.extend(of_file);
        files.extend(read);
    }
    let mut library = Library::new(root);
    for variant in &selection.variants {
        patches.extend(library.patches(variant, sources, findings)?);
    }
    for set in &selection.sets {
        match set_patch(set, sources) {
            Ok(patch) => patches.push(patch),
            Err(found) => findings.extend(found),
        }
    }
    patches.extend(resolved(&selection.patches, sources));
    Ok(patches)
}

/// Patches that were resolved before.
pub(super) fn resolved(records: &[PatchRecord], sources: &mut Sources) -> Vec<Patch> {
    let patch = |(index, record)| {
        let source = sources.add(Source::Plan(format!("patches[{index}]")));
        Patch::from_record(record, Origin::start_of(source))
    };
    records.iter().enumerate().map(patch).collect()
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
pub(super) fn read(text: &str, source: SourceId, sources: &Sources) -> Reading {
    let mut reading = events::read(text, source, sources);
    if let (Some(root), true, false) = (&reading.root, reading.findings.is_empty(), reading.is_empty) {
        reading.findings.extend(disagreement(text, root, sources));
    }
    reading
}

/// The finding about a file without any value.
pub(super) fn empty_file(file: &str) -> Finding {
    Finding::error(codes::EMPTY_FILE, format!("`{file}` holds nothing"), "write it, or name another file")
        .at(Place::WholeFile { file: file.to_owned() })
}
