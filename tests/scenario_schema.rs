//! The committed JSON Schema is the one that the records make, and allows what the loader allows.

mod scenario_sample;

use equipoise::scenario::schema;
use std::path::Path;

#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/scenario.schema.json");
    let generated = format!("{:#}\n", schema());
    if std::env::var_os("EQUIPOISE_BLESS").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "schemas/scenario.schema.json is out of date: run the tests with EQUIPOISE_BLESS=1"
    );
}

#[test]
fn the_schema_helps_an_editor() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["additionalProperties"], false);
    let mut undescribed = Vec::new();
    for (name, definition) in schema["$defs"].as_object().unwrap().iter().chain([(&"root".to_owned(), &schema)]) {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            if property["description"].as_str().is_none_or(str::is_empty) {
                undescribed.push(format!("{name}.{key}"));
            }
        }
    }
    assert!(undescribed.is_empty(), "keys without a description: {undescribed:?}");
    let text = schema.to_string();
    assert!(!text.contains("\"uint32\"") && !text.contains("\"double\""), "formats that editors do not know");
}
