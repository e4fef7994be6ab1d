//! The variants that can be named, in the scenario and in files of their own, and the patches that each stands for.
//!
//! A name is `ID`; of a grid `ID:VALUE,VALUE` with a value of each of its lists; of a variant in a file `FILE#ID`; a
//! file by itself stands for all variants in it. Names joined by `+` are put one on top of another.

use super::codes;
use super::events::Reading;
use super::files;
use super::patch::{Change, Patch};
use super::selection;
use super::shape;
use super::source::{Source, Sources};
use super::tree::{Entry, Node, Tree, entry_part};
use super::walk::walk;
use super::wording::quote;
use crate::base::finding::{Finding, Place};
use std::path::Path;

/// The most combinations of a grid that a finding lists.
const MOST_LISTED: usize = 50;

/// The name of a variant, as the user writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name<'t> {
    file: Option<&'t str>,
    /// None for all variants of a file.
    id: Option<&'t str>,
    /// Which values of a grid; none if it is not said.
    choice: Option<&'t str>,
}

impl<'t> Name<'t> {
    fn read(text: &'t str) -> Self {
        let with_choice = |text: &'t str| match text.split_once(':') {
            Some((id, choice)) => (Some(id), Some(choice)),
            None => (Some(text), None),
        };
        if let Some((file, rest)) = text.split_once('#') {
            let (id, choice) = with_choice(rest);
            return Self { file: Some(file), id, choice };
        }
        // Ids have neither dots nor slashes.
        let before_choice = text.split(':').next().unwrap_or(text);
        if before_choice.contains(['/', '\\', '.']) {
            return Self { file: Some(text), id: None, choice: None };
        }
        let (id, choice) = with_choice(text);
        Self { file: None, id, choice }
    }
}

/// A variant as it is written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    node: Node,
    /// Its path in the file in which it is written.
    path: String,
    /// That file; none for the scenario's own.
    file: Option<String>,
}

impl Written {
    pub fn id(&self) -> &str {
        self.node.id().unwrap_or_default()
    }

    pub fn description(&self) -> Option<String> {
        Some(self.node.as_map()?.get("description")?.node.as_text()?.to_owned())
    }

    /// Its name, without the values of a grid.
    fn name(&self) -> String {
        match &self.file {
            Some(file) => format!("{file}#{}", self.id()),
            None => self.id().to_owned(),
        }
    }

    /// The names of all that it stands for: itself, or every combination of its grid's values. Nothing if there are more
    /// than `most`.
    pub fn names(&self, most: usize) -> Option<Vec<String>> {
        let mut names = vec![self.name()];
        for (index, axis) in self.axes().iter().enumerate() {
            let joint = if index == 0 { ':' } else { ',' };
            let values = axis.values();
            if names.len().checked_mul(values.len()).is_none_or(|product| product > most) {
                return None;
            }
            names =
                names.iter().flat_map(|name| values.iter().map(move |value| format!("{name}{joint}{value}"))).collect();
        }
        Some(names)
    }

    /// The lists of its grid.
    fn axes(&self) -> Vec<Axis<'_>> {
        let grid = self.node.as_map().and_then(|map| map.get("grid")).and_then(|entry| entry.node.as_map());
        let entries = grid.map(|map| map.entries.as_slice()).unwrap_or_default();
        entries.iter().filter_map(|entry| Some(Axis { entry, values: entry.node.as_list()? })).collect()
    }
}

/// A list of a grid.
struct Axis<'n> {
    entry: &'n Entry,
    values: &'n [Node],
}

impl Axis<'_> {
    /// What its values are called: as they are written where that is short, plain and different; elsewhere by their
    /// place, `@1`.
    fn values(&self) -> Vec<String> {
        let plain: Option<Vec<String>> = self.values.iter().map(plain).collect();
        let different = |names: &Vec<String>| (1..names.len()).all(|i| !names[..i].contains(&names[i]));
        plain.filter(different).unwrap_or_else(|| (1..=self.values.len()).map(|place| format!("@{place}")).collect())
    }
}

/// A value that can stand in a name.
fn plain(node: &Node) -> Option<String> {
    let Tree::Leaf(leaf) = &node.tree else { return None };
    let text = leaf.text();
    let is_plain = (1..=40).contains(&text.chars().count())
        && !text.starts_with('@')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '%' | '/'));
    is_plain.then(|| text.to_owned())
}

/// All variants that were read so far.
pub(super) struct Library {
    all: Vec<Written>,
    files: Vec<String>,
}

impl Library {
    /// Those of a scenario.
    pub fn new(root: &Node) -> Self {
        let mut library = Self { all: Vec::new(), files: Vec::new() };
        let variants = root.as_map().and_then(|map| map.get("variants")).and_then(|entry| entry.node.as_list());
        library.add(variants.unwrap_or_default(), "variants.", None);
        library
    }

    fn add(&mut self, variants: &[Node], under: &str, file: Option<&str>) {
        let written = |(index, node): (usize, &Node)| Written {
            node: node.clone(),
            path: format!("{under}{}", entry_part(node, index)),
            file: file.map(str::to_owned),
        };
        self.all.extend(variants.iter().enumerate().map(written));
    }

    /// The scenario's own.
    pub fn own(&self) -> impl Iterator<Item = &Written> {
        self.all.iter().filter(|written| written.file.is_none() && written.node.id().is_some())
    }

    /// All variants that a name without its grid's values can mean: one, or those of a file. What is wrong with the name
    /// goes to `findings`.
    pub fn named(&mut self, text: &str, sources: &mut Sources, findings: &mut Vec<Finding>) -> Vec<Written> {
        let name = Name::read(text);
        if let Some(file) = name.file
            && !self.read(file, sources, findings)
        {
            return Vec::new();
        }
        let of_file = |written: &&Written| written.file.as_deref() == name.file;
        let found: Vec<Written> = self
            .all
            .iter()
            .filter(of_file)
            .filter(|written| name.id.is_none_or(|id| written.node.id() == Some(id)))
            .cloned()
            .collect();
        if found.is_empty() && name.id.is_some() {
            findings.push(self.unknown(text, name));
        }
        found
    }

    /// Reads a file's variants, unless that was done before. Whether it can be read.
    fn read(&mut self, file: &str, sources: &mut Sources, findings: &mut Vec<Finding>) -> bool {
        if self.files.iter().any(|known| known == file) {
            return true;
        }
        let text = match files::read(Path::new(file)) {
            Ok(text) => text,
            Err(fault) => {
                findings.push(*fault);
                return false;
            }
        };
        self.files.push(file.to_owned());
        let source = sources.add(Source::File(file.to_owned()));
        let Reading { root, findings: found, is_empty } = selection::read(&text, source, sources);
        findings.extend(found);
        if is_empty {
            findings.push(selection::empty_file(file));
            return false;
        }
        match root {
            Some(Node { tree: Tree::List(variants), .. }) => self.add(&variants, "", Some(file)),
            Some(node) => self.all.push(Written { node, path: String::new(), file: Some(file.to_owned()) }),
            None => return false,
        }
        true
    }

    fn unknown(&self, text: &str, name: Name) -> Finding {
        let ids: Vec<&str> = self.all.iter().filter(|w| w.file.as_deref() == name.file).map(Written::id).collect();
        let holder = name.file.map_or_else(|| "the scenario".to_owned(), |file| format!("`{file}`"));
        let fix = match (name.file, ids.is_empty()) {
            (Some(_), _) => "name one of the file's variants",
            (None, true) => "the scenario has no variants: name a YAML file that holds one",
            (None, false) => "name one of the scenario's variants, or a YAML file that holds one",
        };
        let id = name.id.unwrap_or_default();
        Finding::error(codes::UNKNOWN_VARIANT, format!("{holder} has no variant {}", quote(id)), fix)
            .with_allowed(id, ids)
            .at(argument(text))
    }

    /// The patches that a name stands for, those of the variants under it first. What is wrong with it goes to
    /// `findings`, and the patch or variant is left out.
    pub fn patches(
        &mut self,
        text: &str,
        sources: &mut Sources,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Patch>, String> {
        let mut patches = Vec::new();
        for layer in layers(text) {
            let choice = Name::read(layer).choice;
            for written in self.named(layer, sources, findings) {
                let mut job = Job { library: self, sources, findings, patches: &mut patches };
                job.add(&written, &mut Vec::new())?;
                let at = argument(text);
                patches.extend(chosen(&written, choice, &at).unwrap_or_else(|finding| {
                    findings.push(*finding);
                    Vec::new()
                }));
            }
        }
        Ok(patches)
    }
}

/// The names that are put one on top of another. A file whose name has a plus sign is one name.
pub(super) fn layers(text: &str) -> Vec<&str> {
    if Path::new(text).is_file() { vec![text] } else { text.split('+').collect() }
}

/// A name without the folders of the files in it: what records call a variant, wherever it was read.
#[must_use]
pub fn without_folders(text: &str) -> String {
    let short = |layer: &str| {
        let Some(file) = Name::read(layer).file else { return layer.to_owned() };
        let rest = &layer[file.len()..];
        format!("{}{rest}", files::file_name(Path::new(file)))
    };
    text.split('+').map(short).collect::<Vec<_>>().join("+")
}

/// Where the name of a variant stands.
fn argument(text: &str) -> Place {
    Place::Argument { argument: format!("--variant {text}"), path: String::new() }
}

/// Patches in the making.
struct Job<'j> {
    library: &'j Library,
    sources: &'j Sources,
    findings: &'j mut Vec<Finding>,
    patches: &'j mut Vec<Patch>,
}

impl Job<'_> {
    /// The patches of the variants on which one stands, then its own, without its grid's.
    fn add(&mut self, written: &Written, above: &mut Vec<String>) -> Result<(), String> {
        let found = walk(&*shape::variant()?, &written.node, &written.path, self.sources);
        if !found.is_empty() {
            self.findings.extend(found);
            return Ok(());
        }
        above.push(written.name());
        for (index, node) in list(&written.node, "on").iter().enumerate() {
            let Some(id) = node.as_text() else { continue };
            let place = || self.sources.place(node.at, &format!("{}.on.{index}", written.path));
            let same = |under: &&Written| under.node.id() == Some(id);
            let near = self.library.all.iter().filter(|w| w.file == written.file).find(same);
            match near.or_else(|| self.library.own().find(same)) {
                Some(under) if above.contains(&under.name()) => {
                    let cause = format!("the variant {} stands on top of itself", quote(id));
                    let fix = "take it out of this list";
                    self.findings.push(Finding::error(codes::VARIANT_ON_ITSELF, cause, fix).at(place()));
                }
                Some(under) if !under.axes().is_empty() => {
                    let cause = format!("the variant {} is a grid, of which nothing can stand on top", quote(id));
                    let fix = "name variants without a grid, or join the two by `+` on the command line";
                    self.findings.push(Finding::error(codes::WHICH_OF_GRID, cause, fix).at(place()));
                }
                Some(under) => self.add(&under.clone(), above)?,
                None => {
                    let ids: Vec<&str> = self.library.own().map(Written::id).collect();
                    let cause = format!("there is no variant {}", quote(id));
                    let finding = Finding::error(codes::UNKNOWN_VARIANT, cause, "name a variant by its id");
                    self.findings.push(finding.with_allowed(id, ids).at(place()));
                }
            }
        }
        above.pop();
        let own = list(&written.node, "patches").iter().enumerate();
        self.patches
            .extend(own.filter_map(|(i, node)| Patch::from_node(node, &format!("{}.patches.{i}", written.path))));
        for axis in written.axes().iter().filter(|axis| axis.values.is_empty()) {
            let path = format!("{}.grid.{}", written.path, axis.entry.key);
            let cause = format!("the grid has no values for {}", quote(&axis.entry.key));
            let finding = Finding::error(codes::EMPTY_GRID, cause, "write the values, or remove the list");
            self.findings.push(finding.at(self.sources.place(axis.entry.key_at, &path)));
        }
        Ok(())
    }
}

/// The entries of a list of a map.
fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    let entry = node.as_map().and_then(|map| map.get(key));
    entry.and_then(|entry| entry.node.as_list()).unwrap_or_default()
}

/// The patches of the values chosen of a grid.
fn chosen(written: &Written, choice: Option<&str>, at: &Place) -> Result<Vec<Patch>, Box<Finding>> {
    let axes = written.axes();
    let parts: Vec<&str> = choice.map_or_else(Vec::new, |choice| choice.split(',').collect());
    let refuse = |cause: String, fix: &str, allowed: Vec<String>, wrong: &str| {
        let finding = Finding::error(codes::WHICH_OF_GRID, cause, fix).with_allowed(wrong, allowed);
        Err(Box::new(finding.at(at.clone())))
    };
    if axes.iter().any(|axis| axis.values.is_empty()) {
        return Ok(Vec::new());
    }
    if parts.len() != axes.len() {
        let cause = match (axes.len(), choice) {
            (0, _) => format!("the variant {} is no grid", quote(written.id())),
            (_, None) => format!("the variant {} is a grid: it is not said which of it is meant", quote(written.id())),
            (lists, Some(_)) => {
                format!("the grid {} has {lists} lists, and {} values are named", quote(written.id()), parts.len())
            }
        };
        let fix = if axes.is_empty() {
            "leave out what follows the colon"
        } else {
            "name one value of each of its lists, `ID:VALUE,VALUE`, or compare them all with `equipoise compare`"
        };
        let names = written.names(MOST_LISTED).filter(|_| !axes.is_empty()).unwrap_or_default();
        return refuse(cause, fix, names, written.id());
    }
    let mut patches = Vec::new();
    for (axis, part) in axes.iter().zip(parts) {
        let values = axis.values();
        let Some(place) = values.iter().position(|value| value == part) else {
            let (id, path) = (quote(written.id()), quote(&axis.entry.key));
            let cause = format!("{} is none of the values of {path} in the grid {id}", quote(part));
            return refuse(cause, "name one of its values", values, part);
        };
        patches.push(Patch {
            change: Change::Set(axis.values[place].clone()),
            path: axis.entry.key.clone(),
            at: axis.entry.key_at,
            own_path: format!("{}.grid.{}", written.path, axis.entry.key),
        });
    }
    Ok(patches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ids_files_and_values_of_a_grid() {
        let name = |file, id, choice| Name { file, id, choice };
        for (text, expected) in [
            ("dover-closed", name(None, Some("dover-closed"), None)),
            ("sessions:4,0.5", name(None, Some("sessions"), Some("4,0.5"))),
            ("what-if.yaml", name(Some("what-if.yaml"), None, None)),
            ("more/what-if.yaml#dover", name(Some("more/what-if.yaml"), Some("dover"), None)),
            ("what-if.yaml#sessions:@2", name(Some("what-if.yaml"), Some("sessions"), Some("@2"))),
        ] {
            assert_eq!(Name::read(text), expected, "{text}");
        }
    }

    #[test]
    fn names_in_records_have_no_folders() {
        let short = without_folders("dover+/srv/a/what-if.yaml#sessions:0.5,@1+more/all.yaml");
        assert_eq!(short, "dover+what-if.yaml#sessions:0.5,@1+all.yaml");
        assert_eq!(without_folders("sessions:1/2"), "sessions:1/2");
    }
}
