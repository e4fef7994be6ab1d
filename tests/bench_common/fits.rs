//! Whether a value fits a JSON Schema, as far as the records' schemas go. A word of the schema that is not known here is
//! a fault, so that nothing is passed over in silence.

use serde_json::{Map, Value};

/// Words that say nothing about a value that the reader of numbers does not check anyway.
const IGNORED: &[&str] = &["$schema", "$defs", "title", "description", "default", "format"];

/// Why a value does not fit a schema.
pub fn fits(root: &Value, value: &Value) -> Result<(), String> {
    part(root, root, value, "")
}

fn part(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let Some(schema) = schema.as_object() else {
        return if schema == &Value::Bool(true) { Ok(()) } else { Err(format!("{at}: nothing fits")) };
    };
    for (word, rule) in schema {
        match word.as_str() {
            "$ref" => {
                let pointer = rule.as_str().unwrap_or_default().trim_start_matches('#');
                let target = root.pointer(pointer).ok_or_else(|| format!("{at}: no {pointer}"))?;
                part(root, target, value, at)?;
            }
            "type" => kind(rule, value, at)?,
            "properties" | "additionalProperties" | "unevaluatedProperties" => {}
            "required" => {
                for key in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|entries| !entries.contains_key(key)) {
                        return Err(format!("{at}: {key} is missing"));
                    }
                }
            }
            "items" => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    part(root, rule, item, &format!("{at}/{place}"))?;
                }
            }
            "anyOf" | "oneOf" => {
                let all: Vec<_> = rule.as_array().into_iter().flatten().map(|s| part(root, s, value, at)).collect();
                if !all.iter().any(Result::is_ok) {
                    let why: Vec<String> = all.into_iter().filter_map(Result::err).collect();
                    return Err(format!("{at}: none of: {}", why.join("; ")));
                }
            }
            "allOf" => {
                for schema in rule.as_array().into_iter().flatten() {
                    part(root, schema, value, at)?;
                }
            }
            "enum" => {
                if !rule.as_array().is_some_and(|all| all.contains(value)) {
                    return Err(format!("{at}: {value} is none of {rule}"));
                }
            }
            "const" => {
                if rule != value {
                    return Err(format!("{at}: {value} is not {rule}"));
                }
            }
            "minimum" => {
                if value.is_number() && value.as_f64() < rule.as_f64() {
                    return Err(format!("{at}: {value} is less than {rule}"));
                }
            }
            other if IGNORED.contains(&other) => {}
            other => return Err(format!("{at}: the schema says {other}, which is not known here")),
        }
    }
    match value {
        Value::Object(entries) => keys(root, schema, entries, at),
        _ => Ok(()),
    }
}

fn kind(rule: &Value, value: &Value, at: &str) -> Result<(), String> {
    let named: Vec<&str> = rule
        .as_array()
        .map_or_else(|| vec![rule], |all| all.iter().collect())
        .into_iter()
        .filter_map(Value::as_str)
        .collect();
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    if named.iter().any(|name| is(name)) { Ok(()) } else { Err(format!("{at}: {value} is not {rule}")) }
}

fn keys(root: &Value, schema: &Map<String, Value>, entries: &Map<String, Value>, at: &str) -> Result<(), String> {
    let known = schema.get("properties").and_then(Value::as_object);
    let closed = ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|word| schema.get(*word) == Some(&Value::Bool(false)));
    for (key, inner) in entries {
        let at = format!("{at}/{key}");
        match known.and_then(|known| known.get(key)) {
            Some(rule) => part(root, rule, inner, &at)?,
            None if closed => return Err(format!("{at} is not in the schema")),
            None => {}
        }
    }
    Ok(())
}
