//! The shape that a scenario must have: the generated schema, made ready for the walker.
//!
//! Every keyword of the schema is either understood here or refused, so that a rule added to the records cannot go
//! unchecked.

use super::library::REFERENCE;
use super::schema::schema;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// The shape of a value.
#[derive(Debug)]
pub(super) enum Shape {
    Anything,
    Flag,
    Number {
        whole: bool,
        least: Option<f64>,
        most: Option<f64>,
    },
    Text(Form),
    /// One of some words.
    Word(Vec<String>),
    /// Nothing, or this.
    Optional(Arc<Shape>),
    List {
        entry: Arc<Shape>,
        least: usize,
        most: Option<usize>,
    },
    /// A map with keys of the writer's own.
    Table(Arc<Shape>),
    /// A map with known keys.
    Record(Vec<Key>),
    /// A map with exactly one of these keys.
    Choice(Vec<Key>),
}

/// A key of a record.
#[derive(Debug)]
pub(super) struct Key {
    pub name: String,
    pub shape: Arc<Shape>,
    pub required: bool,
    /// Whether it may be left out all the same where a key `record` says what fills it in.
    pub unless_referred: bool,
    /// The first sentence of its description.
    pub about: String,
}

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Free,
    Id,
    TimeOfDay,
    Date,
}

/// The pattern of ids in the schema; `base::ids::is_well_formed` says the same.
const ID: &str = "^[a-z0-9-]{1,64}$";
/// The pattern of times of day in the schema.
const TIME_OF_DAY: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

/// Keywords that say nothing about what is valid.
const REMARKS: &[&str] = &["$schema", "$defs", "title", "description", "default"];

impl Shape {
    /// The key of a record, if this is one.
    pub fn key(&self, name: &str) -> Option<&Key> {
        match self {
            Shape::Record(keys) => keys.iter().find(|k| k.name == name),
            _ => None,
        }
    }
}

/// The shape of a whole scenario.
pub(super) fn scenario() -> Result<Arc<Shape>, String> {
    static SHAPE: LazyLock<Result<Arc<Shape>, String>> = LazyLock::new(|| compile(&schema()));
    SHAPE.clone()
}

/// The shape of an entry of `variants`.
pub(super) fn variant() -> Result<Arc<Shape>, String> {
    match scenario()?.key("variants").map(|key| &*key.shape) {
        Some(Shape::List { entry, .. }) => Ok(entry.clone()),
        _ => Err("the schema has no list of variants".to_owned()),
    }
}

/// Makes a schema ready for the walker; an error if it says something that the walker could not check.
pub(super) fn compile(schema: &Value) -> Result<Arc<Shape>, String> {
    let defs = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    Compiler { defs, done: HashMap::new() }.shape(schema)
}

struct Compiler {
    defs: Map<String, Value>,
    /// Definitions made ready; none for those under way.
    done: HashMap<String, Option<Arc<Shape>>>,
}

impl Compiler {
    fn shape(&mut self, schema: &Value) -> Result<Arc<Shape>, String> {
        let map = match schema {
            Value::Bool(true) => return Ok(Arc::new(Shape::Anything)),
            Value::Object(map) => map,
            other => return Err(format!("a schema cannot be {other}")),
        };
        let says = |known: &[&str]| match map
            .keys()
            .find(|k| !known.contains(&k.as_str()) && !REMARKS.contains(&k.as_str()))
        {
            Some(unknown) => Err(format!("the walker does not know the keyword `{unknown}` beside {known:?}")),
            None => Ok(()),
        };
        if let Some(target) = map.get("$ref").and_then(Value::as_str) {
            says(&["$ref"])?;
            return self.definition(target);
        }
        let options = map.get("anyOf").and_then(Value::as_array).filter(|_| !map.contains_key("properties"));
        if let Some(options) = options {
            says(&["anyOf"])?;
            return match options.as_slice() {
                [one, null] if null.get("type").and_then(Value::as_str) == Some("null") => {
                    Ok(Arc::new(Shape::Optional(self.shape(one)?)))
                }
                _ => Err("the walker knows `anyOf` only as something or nothing".to_owned()),
            };
        }
        if let Some(options) = map.get("oneOf").and_then(Value::as_array) {
            says(&["oneOf"])?;
            return self.choice(options).map(Arc::new);
        }
        let (kind, optional) = kind_of(map)?;
        let shape = match kind {
            None => {
                says(&[])?;
                Shape::Anything
            }
            Some("boolean") => {
                says(&["type"])?;
                Shape::Flag
            }
            Some(number @ ("integer" | "number")) => {
                says(&["type", "minimum", "maximum"])?;
                let bound = |key: &str| map.get(key).and_then(Value::as_f64);
                Shape::Number { whole: number == "integer", least: bound("minimum"), most: bound("maximum") }
            }
            Some("string") if map.contains_key("enum") || map.contains_key("const") => {
                says(&["type", "enum", "const"])?;
                Shape::Word(words(map))
            }
            Some("string") => {
                says(&["type", "pattern", "format"])?;
                let says = |key: &str| map.get(key).and_then(Value::as_str);
                Shape::Text(match (says("pattern"), says("format")) {
                    (None, None) => Form::Free,
                    (Some(ID), None) => Form::Id,
                    (Some(TIME_OF_DAY), None) => Form::TimeOfDay,
                    (None, Some("date")) => Form::Date,
                    other => return Err(format!("the walker does not know the form {other:?}")),
                })
            }
            Some("array") => {
                says(&["type", "items", "minItems", "maxItems"])?;
                let bound = |key: &str| map.get(key).and_then(Value::as_u64).map(|n| n as usize);
                Shape::List {
                    entry: self.shape(map.get("items").unwrap_or(&Value::Bool(true)))?,
                    least: bound("minItems").unwrap_or(0),
                    most: bound("maxItems"),
                }
            }
            Some("object") => {
                says(&["type", "properties", "required", "additionalProperties", "anyOf"])?;
                self.object(map)?
            }
            Some(other) => return Err(format!("the walker does not know the type `{other}`")),
        };
        let shape = Arc::new(shape);
        Ok(if optional { Arc::new(Shape::Optional(shape)) } else { shape })
    }

    fn definition(&mut self, target: &str) -> Result<Arc<Shape>, String> {
        let name = target.strip_prefix("#/$defs/").ok_or_else(|| format!("`{target}` is not a definition"))?;
        match self.done.get(name) {
            Some(Some(shape)) => return Ok(shape.clone()),
            Some(None) => return Err(format!("`{name}` holds itself; the walker expects an end")),
            None => {}
        }
        self.done.insert(name.to_owned(), None);
        let schema = self.defs.get(name).cloned().ok_or_else(|| format!("there is no definition `{name}`"))?;
        let shape = self.shape(&schema)?;
        self.done.insert(name.to_owned(), Some(shape.clone()));
        Ok(shape)
    }

    fn object(&mut self, map: &Map<String, Value>) -> Result<Shape, String> {
        match (map.get("properties").and_then(Value::as_object), map.get("additionalProperties")) {
            (None, Some(value @ Value::Object(_))) => Ok(Shape::Table(self.shape(value)?)),
            (properties, Some(Value::Bool(false))) => {
                let filled_in = map.get("anyOf").map(filled_in).transpose()?;
                let names: Vec<&str> = filled_in.or(map.get("required")).map(texts).unwrap_or_default();
                let properties = properties.into_iter().flatten();
                properties
                    .map(|(name, schema)| {
                        let mut key = self.key(name, schema)?;
                        key.required = names.contains(&name.as_str());
                        key.unless_referred = filled_in.is_some();
                        Ok(key)
                    })
                    .collect::<Result<_, _>>()
                    .map(Shape::Record)
            }
            _ => Err("the walker expects a map to have known keys only, or keys of the writer's own only".to_owned()),
        }
    }

    fn key(&mut self, name: &str, schema: &Value) -> Result<Key, String> {
        let remark = |key: &str| schema.get(key).and_then(Value::as_str);
        let about = remark("description").unwrap_or_default();
        let about = about.split(['.', ':', ';']).next().unwrap_or_default().replace('\n', " ");
        Ok(Key { name: name.to_owned(), shape: self.shape(schema)?, required: false, unless_referred: false, about })
    }

    /// An enum: all words, or all maps with one key.
    fn choice(&mut self, options: &[Value]) -> Result<Shape, String> {
        let mut all_words = Vec::new();
        let mut cases = Vec::new();
        for option in options {
            let option_map = option.as_object().ok_or("an option must be a map")?;
            match kind_of(option_map)? {
                (Some("string"), false) => all_words.extend(words(option_map)),
                (Some("object"), false) => match self.object(option_map)? {
                    Shape::Record(mut keys) if keys.len() == 1 && keys[0].required => {
                        if let Some(about) = option.get("description").and_then(Value::as_str) {
                            keys[0].about = about.to_owned();
                        }
                        cases.append(&mut keys);
                    }
                    _ => return Err("the walker expects an option to be a map with one key".to_owned()),
                },
                _ => return Err("the walker expects an option to be a word or a map with one key".to_owned()),
            }
        }
        match (all_words.is_empty(), cases.is_empty()) {
            (false, true) => Ok(Shape::Word(all_words)),
            (true, false) => Ok(Shape::Choice(cases)),
            _ => Err("the walker expects all options to be words, or none".to_owned()),
        }
    }
}

/// What a map must hold that refers to no record, where the schema says "`record`, or these".
fn filled_in(options: &Value) -> Result<&Value, String> {
    let required = |option: &'_ Value| option.as_object().is_some_and(|map| map.len() == 1);
    match options.as_array().map(Vec::as_slice) {
        Some([by_record, these]) if required(these) && *by_record == serde_json::json!({"required": [REFERENCE]}) => {
            these.get("required").ok_or_else(|| "the walker expects required keys".to_owned())
        }
        _ => Err(format!("the walker knows `anyOf` beside keys only as `{REFERENCE}` or required keys")),
    }
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The words that a schema allows.
fn words(map: &Map<String, Value>) -> Vec<String> {
    let several = map.get("enum").and_then(Value::as_array).into_iter().flatten();
    several.chain(map.get("const")).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The type that a schema names, and whether nothing is allowed too.
fn kind_of(map: &Map<String, Value>) -> Result<(Option<&str>, bool), String> {
    match map.get("type") {
        None => Ok((None, false)),
        Some(Value::String(kind)) => Ok((Some(kind), false)),
        Some(Value::Array(kinds)) => match kinds.as_slice() {
            [Value::String(kind), Value::String(null)] if null == "null" => Ok((Some(kind), true)),
            _ => Err(format!("the walker does not know the types {kinds:?}")),
        },
        Some(other) => Err(format!("the walker does not know the type {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_whole_schema_is_understood() {
        assert!(matches!(scenario().as_deref(), Ok(Shape::Record(_))), "{:?}", scenario());
        assert!(matches!(variant().as_deref(), Ok(Shape::Record(_))));
    }

    #[test]
    fn what_the_walker_could_not_check_is_refused() {
        for schema in [
            json!({"type": "number", "exclusiveMinimum": 0}),
            json!({"type": "string", "pattern": "^x+$"}),
            json!({"anyOf": [{"type": "string"}, {"type": "number"}]}),
            json!({"type": "object", "properties": {"a": {"type": "null"}}, "additionalProperties": false}),
            json!({"type": "object", "properties": {"a": true}}),
            json!({"type": "object", "properties": {"a": true}, "additionalProperties": false,
                "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"$ref": "#/$defs/A", "$defs": {"A": {"type": "array", "items": {"$ref": "#/$defs/A"}}}}),
        ] {
            assert!(compile(&schema).is_err(), "{schema}");
        }
    }
}
