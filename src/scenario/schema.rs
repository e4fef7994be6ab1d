//! The JSON Schema of the format, generated from the records.

use super::records::ScenarioRecord;
use serde_json::{Map, Value};

/// The JSON Schema of a scenario (draft 2020-12), for completion and checking in editors.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(ScenarioRecord).to_value();
    tidy(&mut schema);
    schema
}

/// Says in the schema's own words what Rust's number formats say (editors warn of formats they do not know), and
/// drops `default: null`, which editors would write into the text.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("format").and_then(Value::as_str) == Some("uint32") {
                map.shift_remove("format");
                map.entry("maximum").or_insert(u32::MAX.into());
            }
            if map.get("format").and_then(Value::as_str) == Some("double") {
                map.shift_remove("format");
            }
            if map.get("default") == Some(&Value::Null) && is_schema(map) {
                map.shift_remove("default");
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Whether a map is a schema rather than a map of schemas by name.
fn is_schema(map: &Map<String, Value>) -> bool {
    ["type", "$ref", "anyOf", "oneOf", "description"].iter().any(|key| map.contains_key(*key))
}
