//! `docs/scenario-reference.md`, from the JSON Schema of the format.

use crate::keys::{Key, Keys, Kind, Reference};
use crate::page::{anchor, compare, made_from, table};
use crate::units::unit;
use equipoise::service::{PRICE_DEFAULTS, PriceDefault, ROTA_PRICE_DEFAULTS};

/// The heading of a table.
fn heading(keys: &Keys) -> String {
    if keys.path.is_empty() { "The whole file".to_owned() } else { format!("`{}`", keys.path) }
}

/// What may stand at a key, in words; maps are linked to their tables.
fn words(reference: &Reference, kind: &Kind) -> String {
    match kind {
        Kind::Anything => "anything".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Number { whole: true, .. } => "whole number".to_owned(),
        Kind::Number { .. } => "number".to_owned(),
        Kind::Text(form) => (*form).to_owned(),
        Kind::Word(_) => "word".to_owned(),
        Kind::List(entry, ..) => format!("list of: {}", words(reference, entry)),
        Kind::Table(entry) => format!("map of: {}", words(reference, entry)),
        Kind::Record(name) => {
            let keys = &reference.tables[reference.place_of[name]];
            let what = if keys.choice { "one of" } else { "map" };
            format!("[{what}](#{})", anchor(&heading(keys)))
        }
        Kind::Inline { empty: true } => "`{}`".to_owned(),
        Kind::Inline { empty: false } => "map".to_owned(),
        Kind::Grid => "map of days to half-days: `{mon: [am, pm]}`".to_owned(),
    }
}

/// The range of a number, the length of a list, the words of a choice.
fn allowed(kind: &Kind) -> String {
    match kind {
        Kind::Number { least, most, .. } => match (least, most) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("{least} or more"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => String::new(),
        },
        Kind::Word(words) => words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::List(entry, least, most) => {
            let length = match (*least, *most) {
                (least, Some(most)) if least == most => format!("{least} entries"),
                (least, Some(most)) => format!("{least} to {most} entries"),
                (1, None) => "at least 1 entry".to_owned(),
                (0, None) => String::new(),
                (least, None) => format!("at least {least} entries"),
            };
            let each = allowed(entry);
            let each = if each.is_empty() { each } else { format!("each {each}") };
            [length, each].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("; ")
        }
        Kind::Table(entry) => allowed(entry),
        _ => String::new(),
    }
}

/// The lists of prices with documented defaults, by where they stand.
fn prices() -> impl Iterator<Item = (&'static str, &'static [PriceDefault])> {
    [("policy.prices", &PRICE_DEFAULTS[..]), ("policy.rota.prices", &ROTA_PRICE_DEFAULTS[..])].into_iter()
}

/// "required", what holds without the key, or nothing where its description tells.
fn otherwise(key: &Key, choice: bool) -> String {
    let price = prices().find_map(|(path, prices)| {
        let name = key.path.strip_prefix(path)?.strip_prefix('.')?;
        prices.iter().find(|p| p.key == name)
    });
    match (&key.default, price.and_then(|p| p.pounds)) {
        _ if choice && !key.name.contains('.') => String::new(),
        _ if key.required && key.or_by_record => "the record's; required without one".to_owned(),
        _ if key.required => "required".to_owned(),
        (_, Some(pounds)) => pounds.to_string(),
        (Some(default), _) if default.is_array() || default.is_object() => "none".to_owned(),
        (Some(default), _) => match (default.as_f64(), default.as_str()) {
            (Some(number), _) => number.to_string(),
            (_, Some(word)) => format!("`{word}`"),
            _ => format!("`{default}`"),
        },
        (None, None) => "optional".to_owned(),
    }
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind.innermost(), Kind::Number { .. })
}

fn row(reference: &Reference, key: &Key, choice: bool) -> Vec<String> {
    let mut about = key.about.clone();
    if let Kind::Word(words) = key.kind.innermost() {
        let told = words.iter().filter(|(_, meaning)| !meaning.is_empty());
        let told: Vec<String> = told.map(|(word, meaning)| format!("`{word}`: {meaning}")).collect();
        about = format!("{about} {}", told.join(" ")).trim_end().to_owned();
    }
    let unit = if is_number(&key.kind) { unit(&key.path).unwrap_or_default() } else { "" };
    vec![
        format!("`{}`", key.name),
        words(reference, &key.kind),
        unit.to_owned(),
        allowed(&key.kind),
        otherwise(key, choice),
        about,
    ]
}

fn page() -> String {
    let reference = Reference::read();
    let mut text = made_from("schemas/scenario.schema.json (the doc comments in src/scenario/records.rs)");
    text.push_str(include_str!("scenario-reference.md"));
    text.push('\n');
    for keys in &reference.tables {
        // parts of a top-level key stand below it
        let level = if keys.path.trim_end_matches("[]").contains('.') { "###" } else { "##" };
        text.push_str(&format!("{level} {}\n\n", heading(keys)));
        if !keys.path.is_empty() {
            text.push_str(&format!("{}\n\n", keys.about));
        }
        if keys.choice {
            text.push_str("Exactly one of these keys is written.\n\n");
        }
        if !keys.also.is_empty() {
            let places: Vec<String> = keys.also.iter().map(|path| format!("`{path}`")).collect();
            text.push_str(&format!("The same keys stand in {}.\n\n", places.join(", ")));
        }
        let rows: Vec<Vec<String>> = keys.keys.iter().map(|key| row(&reference, key, keys.choice)).collect();
        text.push_str(&table(&["key", "value", "unit", "allowed", "if left out", "meaning"], &rows));
        if let Some((_, prices)) = prices().find(|(path, _)| keys.path == *path) {
            text.push_str("Why these defaults; all of them are assumptions of the tool:\n\n");
            let rows: Vec<Vec<String>> = prices
                .iter()
                .map(|p| {
                    let pounds = p.pounds.map_or("required".to_owned(), |pounds| pounds.to_string());
                    vec![format!("`{}`", p.key), pounds, p.unit.to_owned(), p.aim.to_string(), p.reason.to_owned()]
                })
                .collect();
            text.push_str(&table(&["key", "pounds", "for each", "aim", "reason"], &rows));
        }
    }
    format!("{}\n", text.trim_end())
}

#[test]
fn the_scenario_reference_is_what_the_schema_says() {
    compare("scenario-reference.md", &page());
}

#[test]
fn every_number_has_a_unit_and_every_key_a_meaning() {
    let reference = Reference::read();
    let keys = || reference.tables.iter().flat_map(|table| &table.keys);
    let unitless: Vec<&str> =
        keys().filter(|key| is_number(&key.kind) && unit(&key.path).is_none()).map(|key| key.path.as_str()).collect();
    assert!(unitless.is_empty(), "numbers without a unit in tests/documentation/units.rs: {unitless:?}");
    let mute: Vec<&str> = keys().filter(|key| key.about.is_empty()).map(|key| key.path.as_str()).collect();
    assert!(mute.is_empty(), "keys without a description: {mute:?}");
    for (key, meaning) in keys().filter_map(|key| match key.kind.innermost() {
        Kind::Word(words) if words.iter().any(|(_, meaning)| !meaning.is_empty()) => Some((key, words)),
        _ => None,
    }) {
        assert!(meaning.iter().all(|(_, meaning)| !meaning.is_empty()), "a word of {} is not explained", key.path);
    }
}

#[test]
fn the_page_holds_what_the_schema_holds() {
    let page = page();
    for line in [
        "| `absence_rate` | number | share | 0 to 0.95 | 0 |",
        "| `horizon` | [map](#horizon) |",
        "| `weeks` | whole number | weeks | 1 to 260 | required |",
        "| `seasonal.by_month` | list of: number | weight | 12 entries; each 0 or more | required |",
        "| `late_lesson_week_gbp` | number | pounds | 0 or more | 400 |",
        "| `unfair_point_gbp` | number | pounds | 0 or more | 20 |",
        "| `most_hours_per_patient` | number | hours | 0 to 1000 | optional |",
        "`rebooked`: It is booked again",
    ] {
        assert!(page.contains(line), "{line}");
    }
}
