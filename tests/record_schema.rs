//! The committed JSON Schemas are those of the types. To write them anew: `EQUIPOISE_BLESS=1 cargo test --test
//! record_schema`.

mod record_sample;

use equipoise::record::json::to_json;
use equipoise::record::schema::schemas;
use record_sample::record::{plan_record, steady_record};
use serde_json::Value;
use std::path::Path;

#[test]
fn committed_schemas_are_current() {
    for (name, schema) in schemas() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        let text = to_json(&schema).expect("JSON");
        if std::env::var_os("EQUIPOISE_BLESS").is_some() {
            std::fs::write(&file, &text).expect("the schema can be written");
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == text, "schemas/{name}.schema.json is not that of the types: see the head of this file");
    }
}

/// A walk through schema and value together: every key that a record writes is in its schema, and every key that the
/// schema requires is written.
#[test]
fn records_fit_their_schemas() {
    let records = [
        ("plan", serde_json::to_value(plan_record()).expect("a value")),
        ("steady", serde_json::to_value(steady_record()).expect("a value")),
    ];
    for (name, record) in records {
        let (_, schema) = schemas().into_iter().find(|(n, _)| *n == name).expect("a schema");
        let schema = serde_json::to_value(schema).expect("a value");
        let mut seen = 0;
        walk(&schema, &schema, &record, name, &mut seen);
        assert!(seen > 100, "the walk saw {seen} keys only");
    }
}

fn walk(root: &Value, schema: &Value, value: &Value, path: &str, seen: &mut usize) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).expect("a definition");
        return walk(root, target, value, path, seen);
    }
    match value {
        Value::Object(entries) => {
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
            for (key, inner) in entries {
                *seen += 1;
                let known = properties.get(key).unwrap_or_else(|| panic!("{path}.{key} is not in the schema"));
                walk(root, known, inner, &format!("{path}.{key}"), seen);
            }
            for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
                let key = required.as_str().expect("a key");
                assert!(entries.contains_key(key), "{path} lacks {key}");
            }
        }
        Value::Array(rows) => {
            let Some(items) = schema.get("items") else { return };
            for row in rows {
                walk(root, items, row, &format!("{path}[]"), seen);
            }
        }
        _ => {}
    }
}
