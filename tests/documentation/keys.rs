//! The keys of a scenario, from its schema: tables of keys by record, with paths as people write them.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The keys of one kind of map.
pub struct Keys {
    /// Where it stands, first of all places: `practitioners[].leave[]`; empty for the whole file.
    pub path: String,
    /// Where else it stands.
    pub also: Vec<String>,
    /// What it is.
    pub about: String,
    /// Exactly one of its keys is written.
    pub choice: bool,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// A key.
pub struct Key {
    /// Its name within its map; `seasonal.per_year` for a key of a map that has no table of its own.
    pub name: String,
    /// Its path in a scenario.
    pub path: String,
    /// What may stand there.
    pub kind: Kind,
    /// Whether it must be written.
    pub required: bool,
    /// Whether a record that is referred to may give it instead.
    pub or_by_record: bool,
    /// What holds if it is not written, where the schema says so.
    pub default: Option<Value>,
    /// What it means.
    pub about: String,
}

/// What may stand at a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Anything at all.
    Anything,
    /// `true` or `false`.
    Flag,
    /// A number within a range.
    Number { whole: bool, least: Option<f64>, most: Option<f64> },
    /// A text of a form: `id`, `date`, `time of day` or `text`.
    Text(&'static str),
    /// One of some words, each with what it means where that is said.
    Word(Vec<(String, String)>),
    /// A list of so many entries, at least and at most.
    List(Box<Kind>, u64, Option<u64>),
    /// A map with keys of the writer's own.
    Table(Box<Kind>),
    /// A map with a table of its own, by the name of its definition.
    Record(String),
    /// A map whose keys follow in the same table; empty if it has none.
    Inline { empty: bool },
    /// Days of the week, each with its half-days.
    Grid,
}

impl Kind {
    /// The kind of the entries of lists and tables, however deep.
    pub fn innermost(&self) -> &Kind {
        match self {
            Kind::List(entry, ..) | Kind::Table(entry) => entry.innermost(),
            other => other,
        }
    }
}

/// All tables in the order of the file, and where each definition has its table.
pub struct Reference {
    pub tables: Vec<Keys>,
    pub place_of: BTreeMap<String, usize>,
}

/// Every path of a key.
pub fn paths() -> BTreeSet<String> {
    let reference = Reference::read();
    let tables = reference.tables.iter();
    tables
        .flat_map(|table| {
            let ends = table.keys.iter().map(|key| key.name.clone());
            let places: Vec<&String> = [&table.path].into_iter().chain(&table.also).collect();
            ends.flat_map(|end| places.iter().map(|at| joined(at, &end)).collect::<Vec<_>>()).collect::<Vec<_>>()
        })
        .collect()
}

fn joined(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

impl Reference {
    /// Reads the schema.
    pub fn read() -> Self {
        let schema = equipoise::scenario::schema();
        let definitions = schema["$defs"].as_object().unwrap().clone();
        let mut reference = Self { tables: Vec::new(), place_of: BTreeMap::new() };
        reference.table(&definitions, "", &schema);
        reference
    }

    /// Adds the table of a map, then those of the maps within it.
    fn table(&mut self, definitions: &Map<String, Value>, path: &str, schema: &Value) -> usize {
        let choices = schema["oneOf"].as_array();
        let mut keys = Vec::new();
        match choices {
            Some(cases) => cases.iter().for_each(|case| add_keys(definitions, path, "", case, &mut keys)),
            None => add_keys(definitions, path, "", schema, &mut keys),
        }
        let place = self.tables.len();
        let about = text(schema, "description");
        let within: Vec<(String, Kind)> = keys.iter().map(|key| (key.path.clone(), key.kind.clone())).collect();
        self.tables.push(Keys { path: path.to_owned(), also: Vec::new(), about, choice: choices.is_some(), keys });
        for (path, kind) in within {
            self.within(definitions, path, &kind);
        }
        place
    }

    fn within(&mut self, definitions: &Map<String, Value>, path: String, kind: &Kind) {
        match kind {
            Kind::List(entry, ..) => self.within(definitions, format!("{path}[]"), entry),
            Kind::Table(entry) => self.within(definitions, format!("{path}.*"), entry),
            Kind::Record(name) => match self.place_of.get(name) {
                Some(&place) => self.tables[place].also.push(path),
                None => {
                    self.place_of.insert(name.clone(), self.tables.len());
                    self.table(definitions, &path, &definitions[name]);
                }
            },
            _ => {}
        }
    }
}

/// Adds the keys of a map, and those of maps within it that have no definition of their own.
fn add_keys(definitions: &Map<String, Value>, path: &str, before: &str, schema: &Value, keys: &mut Vec<Key>) {
    // either `record`, or what is required
    let unless_referred = schema["anyOf"][1]["required"].as_array();
    let required = unless_referred.or(schema["required"].as_array());
    let required: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, value) in schema["properties"].as_object().into_iter().flatten() {
        let full = joined(before, name);
        let kind = kind(definitions, value);
        let own = text(value, "description");
        // a case of a choice is described as a whole
        let about = if own.is_empty() { text(schema, "description") } else { own };
        keys.push(Key {
            path: joined(path, &full),
            kind: kind.clone(),
            required: required.contains(&name.as_str()),
            or_by_record: unless_referred.is_some(),
            default: value.get("default").cloned(),
            about,
            name: full.clone(),
        });
        if kind == (Kind::Inline { empty: false }) {
            add_keys(definitions, path, &full, value, keys);
        }
    }
}

fn text(schema: &Value, key: &str) -> String {
    schema[key].as_str().unwrap_or_default().to_owned()
}

/// What a schema allows. A form of schema that is not known here ends the test.
fn kind(definitions: &Map<String, Value>, schema: &Value) -> Kind {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap();
        let definition = &definitions[name];
        let is_map = definition["properties"].is_object()
            || definition["oneOf"].as_array().is_some_and(|cases| cases.iter().any(|c| c["properties"].is_object()));
        return if is_map { Kind::Record(name.to_owned()) } else { kind(definitions, definition) };
    }
    if let Some(options) = schema["anyOf"].as_array() {
        return kind(definitions, &options[0]);
    }
    if let Some(cases) = schema["oneOf"].as_array() {
        return Kind::Word(cases.iter().map(|c| (text(c, "const"), text(c, "description"))).collect());
    }
    let named = match &schema["type"] {
        Value::Array(several) => several[0].as_str(),
        other => other.as_str(),
    };
    let number = |key: &str| schema[key].as_f64();
    let count = |key: &str| schema[key].as_u64();
    match named {
        Some("boolean") => Kind::Flag,
        Some("integer") => {
            let most = number("maximum").filter(|most| *most < f64::from(u32::MAX));
            Kind::Number { whole: true, least: number("minimum"), most }
        }
        Some("number") => Kind::Number { whole: false, least: number("minimum"), most: number("maximum") },
        Some("string") => match (schema["enum"].as_array(), schema["pattern"].as_str(), schema["format"].as_str()) {
            (Some(words), ..) => {
                Kind::Word(words.iter().map(|w| (w.as_str().unwrap().to_owned(), String::new())).collect())
            }
            (_, Some(pattern), _) if pattern.contains("a-z") => Kind::Text("id"),
            (_, Some(_), _) => Kind::Text("time of day"),
            (_, _, Some("date")) => Kind::Text("date"),
            _ => Kind::Text("text"),
        },
        Some("array") => {
            let entry = kind(definitions, &schema["items"]);
            Kind::List(Box::new(entry), count("minItems").unwrap_or(0), count("maxItems"))
        }
        Some("object") if schema["additionalProperties"].is_object() => {
            Kind::Table(Box::new(kind(definitions, &schema["additionalProperties"])))
        }
        Some("object") if schema["properties"]["mon"].is_object() => Kind::Grid,
        Some("object") => Kind::Inline { empty: !schema["properties"].is_object() },
        None => Kind::Anything,
        other => panic!("a type that this page does not know: {other:?}"),
    }
}
