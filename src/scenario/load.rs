//! The one road from a scenario's text to records: text, tree with positions, patches, references to the
//! library, shape, records.

use super::cases::{self, Cases};
use super::codes;
use super::events::{self, Reading};
use super::files;
use super::library;
use super::mend::mended;
use super::patch::Patch;
use super::positions::Positions;
use super::records::{PatchRecord, SCENARIO_VERSION, ScenarioRecord};
use super::reference::reference;
use super::second_reading::disagreement;
use super::selection::{self, Selection};
use super::shape;
use super::sheets::SheetFile;
use super::source::{Fault, Source, Sources};
use super::text;
use super::tree::Node;
use super::walk::{MOST_FINDINGS, walk};
use crate::base::finding::{Finding, Place, Places};
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;

/// A scenario as read: its records, and what else is known of it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The records, patches applied.
    pub record: ScenarioRecord,
    /// Where each value stands.
    pub positions: Positions,
    /// SHA-256 of the scenario file's text with `\n` at its line ends, in hexadecimal digits.
    pub hash: String,
    /// The patches applied, in order.
    pub patches: Vec<PatchRecord>,
    /// The sheets that some of them come from.
    pub sheets: Vec<SheetFile>,
    /// The scenario's file, as the user named it.
    pub file: String,
    /// The tree of values, patches applied.
    pub tree: Value,
}

/// A scenario's text, to be loaded as often as is needed: with one variant, then with another.
#[derive(Debug)]
pub struct Opened {
    file: String,
    text: String,
    hash: String,
    /// What was written, and where: the file is the only source.
    sources: Sources,
    reading: Reading,
    /// What a second reader of YAML takes differently, once it was asked.
    disagreement: OnceLock<Option<Finding>>,
}

impl Opened {
    /// Reads a scenario's file, or the entry file `scenario.yaml` of a folder.
    ///
    /// # Errors
    /// If it cannot be read. A file that is not there is the code `missing-file`.
    pub fn open(path: &Path) -> Result<Self, Vec<Finding>> {
        let path = files::entry(path);
        let text = files::read(&path).map_err(|fault| vec![*fault])?;
        Ok(Self::new(path.display().to_string(), text))
    }

    fn new(file: String, text: String) -> Self {
        let mut sources = Sources::default();
        let source = sources.add(Source::File(file.clone()));
        let reading = events::read(&text, source, &sources);
        Self { hash: text::hash(&text), file, text, sources, reading, disagreement: OnceLock::new() }
    }

    /// A reference scenario that is compiled in; none of that name if there is none.
    #[must_use]
    pub fn reference(name: &str) -> Option<Self> {
        let text = reference(name)?.to_owned();
        Some(Self::new(format!("{name}/{}", files::ENTRY_FILE), text))
    }

    /// Loads it with what is selected.
    ///
    /// # Errors
    /// Everything that is wrong with the text, the selection and the shape, in the order in which it stands.
    pub fn load(&self, selection: &Selection) -> Result<Loaded, Vec<Finding>> {
        self.read(Changes::Selected(selection), false)
    }

    /// What can be read of a scenario whose shape is wrong in ways that are plain to mend: to be checked, not to be
    /// planned with. Nothing if it cannot be told what was meant.
    #[must_use]
    pub fn load_mended(&self, selection: &Selection) -> Option<Loaded> {
        self.read(Changes::Selected(selection), true).ok()
    }

    /// The patches of a selection, in the order in which they apply; none if something is wrong with it.
    #[must_use]
    pub fn patches(&self, selection: &Selection) -> Option<Vec<PatchRecord>> {
        let (mut sources, mut findings) = (self.sources.clone(), Vec::new());
        let root = self.reading.root.as_ref()?;
        let patches = selection::patches(selection, root, &mut sources, &mut findings, &mut Vec::new()).ok()?;
        findings.is_empty().then(|| patches.iter().map(Patch::to_record).collect())
    }

    /// The variants to be compared: those asked for by name, or all of the scenario, with grids and lists of values
    /// multiplied out.
    ///
    /// # Errors
    /// Everything that is wrong with the text and the names.
    pub fn cases(&self, asked: &Selection) -> Result<Cases, Vec<Finding>> {
        let (mut sources, mut findings) = (self.sources.clone(), self.reading.findings.clone());
        let Some(root) = &self.reading.root else { return Err(in_order(findings)) };
        let cases = cases::all(asked, root, &mut sources, &mut findings);
        if findings.is_empty() { Ok(cases) } else { Err(in_order(findings)) }
    }

    /// Reads it with some changes; `mend` where its shape is wrong in ways that are plain to mend.
    fn read(&self, changes: Changes<'_>, mend: bool) -> Result<Loaded, Vec<Finding>> {
        let file = &self.file;
        let whole = || Place::WholeFile { file: file.clone() };
        let (mut sources, mut findings) = (self.sources.clone(), self.reading.findings.clone());
        if self.reading.is_empty {
            findings.push(selection::empty_file(file));
        }
        let written = self.reading.root.as_ref().filter(|_| !self.reading.is_empty);
        let Some(written) = written else { return Err(in_order(findings)) };
        if let Some(finding) = newer_version(written, &sources) {
            return Err(vec![finding]);
        }
        let mut root = written.clone();
        let mut sheets = Vec::new();
        let patches = match changes {
            Changes::Selected(selection) => {
                selection::patches(selection, written, &mut sources, &mut findings, &mut sheets)
            }
            Changes::Resolved(records) => Ok(selection::resolved(records, &mut sources)),
        }
        .map_err(|what| vec![internal(&what, whole())])?;
        for patch in &patches {
            findings.extend(patch.apply(&mut root, &sources).err().map(|fault| *fault));
        }
        let library = library::resolve(&mut root, &mut sources, &mut findings);
        library.map_err(|what| vec![internal(&what, whole())])?;
        let shape = shape::scenario().map_err(|what| vec![internal(&what, whole())])?;
        findings.extend(walk(&shape, &root, "", &sources));
        if !findings.is_empty() {
            let mended = if mend { mended(&shape, &root, &sources) } else { None };
            let Some(mended) = mended else { return Err(in_order(findings)) };
            root = mended;
        }
        // Last, because it says nothing about a text that is refused anyway.
        let second = || disagreement(&self.text, written, &self.sources);
        if let Some(finding) = self.disagreement.get_or_init(second) {
            return Err(vec![finding.clone()]);
        }
        let tree = root.to_json();
        let changed = patches.iter().map(|patch| patch.path.clone()).collect();
        let positions = Positions { root, sources, changed };
        let record = records(&tree, &positions).map_err(|fault| vec![*fault])?;
        Ok(Loaded {
            record,
            positions,
            hash: self.hash.clone(),
            patches: patches.iter().map(Patch::to_record).collect(),
            sheets,
            file: file.clone(),
            tree,
        })
    }
}

/// Loads a scenario from a file, or from a folder whose entry file is `scenario.yaml`.
///
/// # Errors
/// As [`Opened::open`] and [`Opened::load`].
pub fn load(path: &Path, selection: &Selection) -> Result<Loaded, Vec<Finding>> {
    Opened::open(path)?.load(selection)
}

/// Loads a scenario from the bytes of a file.
///
/// # Errors
/// As [`load`].
pub fn load_text(file_name: &str, text: &[u8], selection: &Selection) -> Result<Loaded, Vec<Finding>> {
    let text = text::decode(file_name, text).map_err(|fault| vec![*fault])?;
    Opened::new(file_name.to_owned(), text).load(selection)
}

/// Loads a scenario and applies patches that were resolved before: those that a plan embeds.
///
/// # Errors
/// As [`load`]; a finding about a patch names its place in the plan.
pub fn load_with_patches(path: &Path, patches: &[PatchRecord]) -> Result<Loaded, Vec<Finding>> {
    Opened::open(path)?.read(Changes::Resolved(patches), false)
}

/// Which patches to apply.
enum Changes<'c> {
    Selected(&'c Selection),
    Resolved(&'c [PatchRecord]),
}

/// A newer format is the only thing to say about a scenario: nothing else could be judged fairly.
fn newer_version(root: &Node, sources: &Sources) -> Option<Finding> {
    let node = &root.as_map()?.get("equipoise")?.node;
    let version = node.to_json().as_u64().filter(|&version| version > u64::from(SCENARIO_VERSION))?;
    Some(
        Finding::error(
            codes::NEWER_VERSION,
            format!("the scenario is written in format {version}; this program reads formats up to {SCENARIO_VERSION}"),
            format!("use a version of equipoise that reads format {version}"),
        )
        .at(sources.place(node.at, "equipoise")),
    )
}

/// The records. After the shape has been checked this cannot fail, unless the schema and the records disagree.
fn records(tree: &Value, places: &dyn Places) -> Result<ScenarioRecord, Fault> {
    serde_json::from_value(tree.clone()).map_err(|error| {
        // Read once more from a text with a value a line, so that serde's line leads back to a path.
        let mut lines = Lines::default();
        lines.write(tree, "");
        let path = match serde_json::from_str::<ScenarioRecord>(&lines.text) {
            Err(error) => lines.paths.get(error.line().saturating_sub(1)).cloned().unwrap_or_default(),
            Ok(_) => String::new(),
        };
        Box::new(internal(&format!("the shape is right, but the records refuse it: {error}"), places.place(&path)))
    })
}

fn internal(what: &str, place: Place) -> Finding {
    Finding::error(codes::INTERNAL_ERROR, what, "report this, with the scenario").at(place)
}

/// JSON with a value a line, and the path of each line.
#[derive(Default)]
struct Lines {
    text: String,
    paths: Vec<String>,
}

impl Lines {
    fn write(&mut self, value: &Value, path: &str) {
        let inner = |part: &str| super::tree::join(path, part);
        match value {
            Value::Array(items) => {
                self.line("[", path);
                for (index, item) in items.iter().enumerate() {
                    self.line(if index > 0 { "," } else { "" }, path);
                    let id = item.get("id").and_then(Value::as_str);
                    self.write(item, &inner(&id.map_or_else(|| index.to_string(), str::to_owned)));
                }
                self.line("]", path);
            }
            Value::Object(map) => {
                self.line("{", path);
                for (index, (key, value)) in map.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    self.line(&format!("{comma}{}:", Value::from(key.as_str())), &inner(key));
                    self.write(value, &inner(key));
                }
                self.line("}", path);
            }
            leaf => self.line(&leaf.to_string(), path),
        }
    }

    fn line(&mut self, text: &str, path: &str) {
        self.text.push_str(text);
        self.text.push('\n');
        self.paths.push(path.to_owned());
    }
}

/// The findings as they stand in the files, each once, and no more than anybody can read.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings
        .sort_by(|a, b| a.place.cmp(&b.place).then_with(|| a.code.cmp(&b.code)).then_with(|| a.cause.cmp(&b.cause)));
    findings.dedup();
    if findings.len() > MOST_FINDINGS {
        findings.truncate(MOST_FINDINGS);
        findings.push(too_many_findings(MOST_FINDINGS));
    }
    findings
}

/// Says that there are more findings than so many.
#[must_use]
pub fn too_many_findings(most: usize) -> Finding {
    let cause = format!("there is more to say; these are the first {most} findings");
    Finding::note(codes::TOO_MANY_FINDINGS, cause, "mend these first")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_shape_that_lets_through_what_the_records_refuse_names_the_place() {
        struct Paths;
        impl Places for Paths {
            fn place(&self, path: &str) -> Place {
                Place::Plan { path: path.to_owned() }
            }
        }
        let tree = json!({"equipoise": 1, "service": {"name": 7}, "horizon": {}});
        let finding = records(&tree, &Paths).unwrap_err();
        assert_eq!(finding.code, "internal-error");
        assert_eq!(finding.place, Some(Place::Plan { path: "service.name".to_owned() }));
    }
}
