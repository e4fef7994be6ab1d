//! The event pass: YAML text to a tree with positions, within limits that no scenario reaches and no bomb passes.
//!
//! Faults that leave the text readable (a duplicate key, a tag, a number too large) are collected, and reading goes
//! on; faults after which nothing can be trusted end it.

use super::codes;
use super::scalar::{Leaf, Refusal, resolve};
use super::source::{Fault, Origin, SourceId, Sources};
use super::tree::{Entry, Map, Node, Tree, join};
use super::wording::{quote, shorten};
use crate::base::finding::Finding;
use crate::base::ids;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};
use std::collections::{HashMap, HashSet};

/// The deepest nesting that is read; a scenario has some ten levels.
pub const DEEPEST: usize = 64;
/// The most values that are read, aliases written out; the largest scenario we know of has a tenth of it.
pub const MOST_VALUES: usize = 250_000;
/// The most bytes of text that are read, aliases written out.
pub const MOST_TEXT: usize = 16 * 1024 * 1024;
/// The most brackets, braces, commas and colons that a text may hold: a value has some two of them. Beyond that the
/// parser, which reads a bracketed list to its end before it hands over the first value, would fill the memory.
const MOST_MARKS: usize = 2 * MOST_VALUES;
/// The most faults that are collected from one text.
const MOST_FAULTS: usize = 500;

/// What the event pass makes of a text.
#[derive(Debug)]
pub(super) struct Reading {
    /// What was written; nothing if it cannot be read to its end.
    pub root: Option<Node>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Whether the text holds any value at all.
    pub is_empty: bool,
}

/// Reads a text.
pub(super) fn read(text: &str, source: SourceId, sources: &Sources) -> Reading {
    let mut builder = Builder {
        source,
        sources,
        frames: Vec::new(),
        anchors: HashMap::new(),
        root: None,
        findings: Vec::new(),
        values: 0,
        text: 0,
        aliased: false,
        is_empty: true,
    };
    let end = builder.guard(text).and_then(|()| builder.run(Parser::new_from_str(text), text));
    let mut findings = builder.findings;
    match end {
        Ok(()) => Reading { root: builder.root, findings, is_empty: builder.is_empty },
        Err(fatal) => {
            findings.push(*fatal);
            Reading { root: None, findings, is_empty: false }
        }
    }
}

/// A list or map that is being read.
struct Frame {
    at: Origin,
    anchor: usize,
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<Entry>,
    seen: HashSet<String>,
    merges: Vec<Node>,
    key: Option<Key>,
}

/// A key whose value is still to come.
enum Key {
    Named(String, Origin),
    Merge(Origin),
    /// A key that cannot be one, or that was there already: its value is read and dropped.
    Dropped(Origin),
}

impl Key {
    fn at(&self) -> Origin {
        match self {
            Key::Named(_, at) | Key::Merge(at) | Key::Dropped(at) => *at,
        }
    }
}

struct Builder<'s> {
    source: SourceId,
    sources: &'s Sources,
    frames: Vec<Frame>,
    /// The values that anchors name; none while still open.
    anchors: HashMap<usize, Option<Node>>,
    root: Option<Node>,
    findings: Vec<Finding>,
    values: usize,
    text: usize,
    aliased: bool,
    is_empty: bool,
}

impl Builder<'_> {
    /// What can be refused without parsing.
    fn guard(&self, text: &str) -> Result<(), Fault> {
        let marks = text.bytes().filter(|b| matches!(b, b'[' | b']' | b'{' | b'}' | b',' | b':')).count();
        if marks <= MOST_MARKS {
            return Ok(());
        }
        Err(self.too_many(Origin::start_of(self.source), "the text holds"))
    }

    fn run(&mut self, mut parser: Parser<'_, StrInput<'_>>, text: &str) -> Result<(), Fault> {
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.broken(&error, text))?;
            let at = self.origin(span);
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(self.fatal(
                            at,
                            codes::SEVERAL_DOCUMENTS,
                            "a second YAML document starts here",
                            "remove the `---`, or keep each document in a file of its own",
                        ));
                    }
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.refuse_tag(at, tag.as_deref());
                    self.scalar(at, &value, style, anchor)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.refuse_tag(at, tag.as_deref());
                    self.open(at, anchor, Inside::List(Vec::new()))?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.refuse_tag(at, tag.as_deref());
                    self.open(at, anchor, Inside::Map(OpenMap::default()))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close()?,
                Event::Alias(anchor) => self.alias(at, anchor)?,
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
                Event::StreamEnd => break,
            }
        }
        Ok(())
    }

    fn origin(&self, span: Span) -> Origin {
        Origin { source: self.source, line: span.start.line().max(1) as u32, column: (span.start.col() + 1) as u32 }
    }

    fn scalar(&mut self, at: Origin, value: &str, style: ScalarStyle, anchor: usize) -> Result<(), Fault> {
        self.spend(at, 1, value.len())?;
        self.is_empty &= style == ScalarStyle::Plain && value.is_empty();
        let leaf = if style != ScalarStyle::Plain {
            Leaf::Text(value.to_owned())
        } else {
            match resolve(value) {
                Ok(leaf) => leaf,
                Err(refusal) => {
                    self.refuse_number(at, value, refusal);
                    // Any number will do for reading on: the scenario is refused in the end.
                    Leaf::Number(1.into(), value.into())
                }
            }
        };
        let node = Node::leaf(at, leaf);
        if anchor > 0 {
            self.spend(at, 1, value.len())?;
            self.anchors.insert(anchor, Some(node.clone()));
        }
        // An empty value has no place of its own; its key has.
        let no_place = style == ScalarStyle::Plain && value.is_empty();
        self.place_node(node, no_place)
    }

    fn open(&mut self, at: Origin, anchor: usize, inside: Inside) -> Result<(), Fault> {
        self.is_empty = false;
        self.spend(at, 1, 0)?;
        if self.frames.len() >= DEEPEST {
            return Err(self.too_deep(at));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
        self.frames.push(Frame { at, anchor, inside });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(Frame { at, anchor, inside }) = self.frames.pop() else { return Ok(()) };
        let tree = match inside {
            Inside::List(items) => Tree::List(items),
            Inside::Map(open) => Tree::Map(merge(open)),
        };
        let node = Node { at, tree };
        if anchor > 0 {
            let (values, text) = node.size();
            self.spend(at, values, text)?;
            self.anchors.insert(anchor, Some(node.clone()));
        }
        self.place_node(node, true)
    }

    fn alias(&mut self, at: Origin, anchor: usize) -> Result<(), Fault> {
        let Some(Some(node)) = self.anchors.get(&anchor) else {
            return Err(self.fatal(
                at,
                codes::ALIAS_WITHIN_ITSELF,
                "this alias stands inside the value that it names",
                "write the value out",
            ));
        };
        let (values, text) = node.size();
        self.aliased = true;
        self.spend(at, values, text)?;
        let mut node = self.anchors[&anchor].clone().unwrap_or_else(|| Node::leaf(at, Leaf::Null));
        node.at = at;
        self.place_node(node, false)
    }

    /// Puts a whole value where it belongs: into the innermost list or map that is open, as key or value.
    fn place_node(&mut self, mut node: Node, at_key: bool) -> Result<(), Fault> {
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut frame.inside {
            Inside::List(items) => items.push(node),
            Inside::Map(map) => match map.key.take() {
                None => {
                    let key = self.read_key(node);
                    if let Some(Frame { inside: Inside::Map(map), .. }) = self.frames.last_mut() {
                        map.key = Some(key);
                    }
                }
                Some(key) => {
                    if at_key {
                        node.at = key.at();
                    }
                    match key {
                        Key::Named(key, key_at) => map.entries.push(Entry { key, key_at, node }),
                        Key::Dropped(_) => {}
                        Key::Merge(at) => match node.tree {
                            Tree::Map(_) => map.merges.push(node),
                            Tree::List(items) if items.iter().all(|item| item.as_map().is_some()) => {
                                map.merges.extend(items);
                            }
                            _ => self.fault(
                                at,
                                codes::BAD_MERGE,
                                "`<<` merges something that is not a map",
                                "give it an alias of a map, or a list of such aliases",
                            ),
                        },
                    }
                }
            },
        }
        Ok(())
    }

    fn read_key(&mut self, node: Node) -> Key {
        let at = node.at;
        let name = match node.tree {
            Tree::Leaf(Leaf::Text(name)) => name,
            Tree::Leaf(Leaf::Number(_, raw) | Leaf::Flag(_, raw)) => {
                let fix = format!("write it in quotes: `\"{}\"`", shorten(&raw));
                self.fault(at, codes::KEY_NOT_TEXT, &format!("the key {} is not a text", quote(&raw)), &fix);
                raw.into()
            }
            Tree::Leaf(Leaf::Null) => {
                self.fault(at, codes::KEY_NOT_TEXT, "nothing stands before this colon", "write a key before it");
                return Key::Dropped(at);
            }
            Tree::List(_) | Tree::Map(_) => {
                let fix = "write a plain key; `{` and `[` at the start of a text need quotes";
                self.fault(at, codes::KEY_NOT_TEXT, "a list or map stands where a key belongs", fix);
                return Key::Dropped(at);
            }
        };
        let Some(Frame { inside: Inside::Map(map), .. }) = self.frames.last_mut() else { return Key::Dropped(at) };
        if !map.seen.insert(name.clone()) {
            if self.findings.len() >= MOST_FAULTS {
                return Key::Dropped(at);
            }
            let first = map.entries.iter().find(|e| e.key == name).map(|e| e.key_at.line);
            let cause = match first {
                Some(line) => format!("the key {} was written on line {line} already", quote(&name)),
                None => format!("the key {} was written already", quote(&name)),
            };
            self.fault(at, codes::DUPLICATE_KEY, &cause, "keep one of the two");
            return Key::Dropped(at);
        }
        if name == "<<" { Key::Merge(at) } else { Key::Named(name, at) }
    }

    /// Takes values and text off what may still be read.
    fn spend(&mut self, at: Origin, values: usize, text: usize) -> Result<(), Fault> {
        self.values += values;
        self.text += text;
        if self.values <= MOST_VALUES && self.text <= MOST_TEXT {
            return Ok(());
        }
        Err(if self.aliased {
            self.fatal(
                at,
                codes::EXPANDS_TOO_MUCH,
                &format!("with its aliases written out, the text holds more than {MOST_VALUES} values up to here"),
                "write the values out, or use fewer aliases",
            )
        } else {
            self.too_many(at, "up to here the text holds")
        })
    }

    fn too_many(&self, at: Origin, subject: &str) -> Fault {
        self.fatal(
            at,
            codes::TOO_MANY_VALUES,
            &format!("{subject} more than {MOST_VALUES} values, which no scenario needs"),
            "check that it is the right file",
        )
    }

    fn refuse_tag(&mut self, at: Origin, tag: Option<&Tag>) {
        let Some(tag) = tag else { return };
        let written = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
        let fix = match (tag.is_yaml_core_schema(), tag.suffix.as_str()) {
            (true, "str") => "remove it and write the text in quotes".to_owned(),
            (true, _) => "remove it".to_owned(),
            (false, suffix) => format!("remove it; a choice is a map with one key: `{{{}: ...}}`", shorten(suffix)),
        };
        self.fault(at, codes::YAML_TAG, &format!("the tag {} stands before a value", quote(&written)), &fix);
    }

    fn refuse_number(&mut self, at: Origin, written: &str, refusal: Refusal) {
        let written = quote(written);
        match refusal {
            Refusal::NotFinite => self.fault(
                at,
                codes::NOT_FINITE,
                &format!("{written} is not a finite number"),
                "write a finite number, or leave the key out if there is no limit",
            ),
            Refusal::Huge => self.fault(
                at,
                codes::HUGE_NUMBER,
                &format!("the number {written} is too large to be reckoned with exactly"),
                "write a smaller number; if it is a code rather than a number, write it in quotes",
            ),
        }
    }

    fn fault(&mut self, at: Origin, code: &str, cause: &str, fix: &str) {
        if self.findings.len() < MOST_FAULTS {
            let finding = *self.fatal(at, code, cause, fix);
            self.findings.push(finding);
        }
    }

    fn fatal(&self, at: Origin, code: &str, cause: &str, fix: &str) -> Fault {
        Box::new(Finding::error(code, cause, fix).at(self.sources.place(at, &self.path())))
    }

    fn too_deep(&self, at: Origin) -> Fault {
        self.fatal(
            at,
            codes::NESTED_TOO_DEEPLY,
            &format!("lists and maps are nested more than {DEEPEST} deep here"),
            "look for an opening bracket too many",
        )
    }

    fn broken(&self, error: &ScanError, text: &str) -> Fault {
        let marker = error.marker();
        let at = Origin { source: self.source, line: marker.line().max(1) as u32, column: (marker.col() + 1) as u32 };
        if error.info().contains("recursion limit") {
            return self.too_deep(at);
        }
        if error.info().contains("unknown anchor") {
            return self.fatal(
                at,
                codes::NOT_YAML,
                "this alias names nothing: no value before it has that anchor",
                "put `&name` before the value meant, or write the text in quotes if the `*` belongs to it",
            );
        }
        let line = text.lines().nth(marker.line().saturating_sub(1)).unwrap_or_default();
        let indent: &str = &line[..line.len() - line.trim_start().len()];
        let fix = if indent.contains('\t') {
            "indent with spaces: YAML allows no tabs"
        } else {
            "look at indentation, colons, quotes and brackets here and on the line above"
        };
        self.fatal(at, codes::NOT_YAML, &format!("this is not YAML: {}", error.info()), fix)
    }

    /// The path of what is being read, as far as ids are known by now.
    fn path(&self) -> String {
        let mut path = String::new();
        for (depth, frame) in self.frames.iter().enumerate() {
            match &frame.inside {
                Inside::List(items) => {
                    let id = match self.frames.get(depth + 1).map(|f| &f.inside) {
                        Some(Inside::Map(map)) => map.entries.iter().find(|e| e.key == "id").map(|e| &e.node),
                        _ => None,
                    };
                    match id.and_then(Node::as_text).filter(|id| ids::is_well_formed(id)) {
                        Some(id) => path = join(&path, id),
                        None => path = join(&path, &items.len().to_string()),
                    }
                }
                Inside::Map(map) => {
                    if let Some(Key::Named(key, _)) = &map.key {
                        path = join(&path, key);
                    }
                }
            }
        }
        path
    }
}

/// The map with its `<<` merged in: own keys win, then the maps merged first.
fn merge(open: OpenMap) -> Map {
    let OpenMap { mut entries, mut seen, merges, .. } = open;
    for merged in merges {
        if let Tree::Map(map) = merged.tree {
            entries.extend(map.entries.into_iter().filter(|entry| seen.insert(entry.key.clone())));
        }
    }
    Map { entries, removed: Vec::new() }
}
