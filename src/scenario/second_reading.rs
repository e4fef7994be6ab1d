//! `serde_yaml` reads the text a second time, so that nothing is planned on a text that YAML readers take differently.
//!
//! It runs after the event pass has found the text harmless: alone it stops at the first fault, lets the last
//! duplicate win, leaves `<<` unmerged and takes many seconds over unclosed brackets.

use super::codes;
use super::scalar::Leaf;
use super::source::{Origin, Sources};
use super::tree::{Node, Tree, entry_part, join};
use crate::base::finding::Finding;
use serde_yaml::Value;

/// Compares the event pass's tree with `serde_yaml`'s: nothing if they hold the same.
pub(super) fn disagreement(text: &str, root: &Node, sources: &Sources) -> Option<Finding> {
    let mut fix = "write it more plainly: texts in quotes, one key a line";
    let (at, path, what) = match serde_yaml::from_str::<Value>(text) {
        Ok(value) => {
            let (at, path) = difference(root, &merged(value), "")?;
            (at, path, "two YAML readers take this value differently".to_owned())
        }
        Err(error) => {
            let at = match error.location() {
                Some(l) => Origin { line: l.line().max(1) as u32, column: l.column().max(1) as u32, ..root.at },
                None => root.at,
            };
            if text.lines().nth(at.line as usize - 1).is_some_and(|line| line.contains('\t')) {
                fix = "write spaces instead of the tab";
            }
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            (at, String::new(), format!("one of two YAML readers refuses this: {why}"))
        }
    };
    Some(Finding::error(codes::AMBIGUOUS_YAML, what, fix).at(sources.place(at, &path)))
}

/// The value with its `<<` merged in, innermost first.
fn merged(value: Value) -> Value {
    match value {
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(merged).collect()),
        Value::Mapping(map) => {
            let mut merges = Vec::new();
            let mut result = serde_yaml::Mapping::new();
            for (key, value) in map {
                let value = merged(value);
                match (key.as_str(), value) {
                    (Some("<<"), Value::Sequence(items)) => merges.extend(items),
                    (Some("<<"), value) => merges.push(value),
                    (_, value) => {
                        result.insert(key, value);
                    }
                }
            }
            for merge in merges {
                if let Value::Mapping(map) = merge {
                    for (key, value) in map {
                        result.entry(key).or_insert(value);
                    }
                }
            }
            Value::Mapping(result)
        }
        other => other,
    }
}

/// The first place where the trees differ.
fn difference(node: &Node, value: &Value, path: &str) -> Option<(Origin, String)> {
    let same = match (&node.tree, value) {
        (Tree::Leaf(Leaf::Null), Value::Null) => true,
        (Tree::Leaf(Leaf::Flag(a, _)), Value::Bool(b)) => a == b,
        (Tree::Leaf(Leaf::Number(a, _)), Value::Number(b)) => {
            a.is_f64() == b.is_f64() && a.as_f64().map(f64::to_bits) == b.as_f64().map(f64::to_bits)
        }
        (Tree::Leaf(Leaf::Text(a)), Value::String(b)) => a == b,
        (Tree::List(a), Value::Sequence(b)) if a.len() == b.len() => {
            let found = a.iter().zip(b).enumerate();
            return found.into_iter().find_map(|(i, (a, b))| difference(a, b, &join(path, &entry_part(a, i))));
        }
        (Tree::Map(a), Value::Mapping(b)) if a.entries.len() == b.len() => {
            return a.entries.iter().find_map(|entry| {
                let path = join(path, &entry.key);
                match b.get(entry.key.as_str()) {
                    Some(value) => difference(&entry.node, value, &path),
                    None => Some((entry.key_at, path)),
                }
            });
        }
        _ => false,
    };
    (!same).then(|| (node.at, path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::events;
    use super::super::source::{Source, Sources};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::json;

    /// The tree of a text, and what the second reader has to say about it.
    fn read(text: &str) -> (Vec<Finding>, Option<serde_json::Value>, Option<Finding>) {
        let mut sources = Sources::default();
        let source = sources.add(Source::File("a.yaml".to_owned()));
        let reading = events::read(text, source, &sources);
        let second = reading.root.as_ref().and_then(|root| disagreement(text, root, &sources));
        (reading.findings, reading.root.map(|root| root.to_json()), second)
    }

    /// Why some texts are left out.
    const UNQUOTED: &str = "serde_yaml writes a number beyond f64 without quotes";

    /// Whether this is a text such as `1e3007`: a number to YAML 1.2, too large for an `f64`.
    fn beyond_f64(text: &str) -> bool {
        text.parse().is_ok_and(f64::is_infinite)
    }

    /// Values that need care when written as YAML.
    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|b| json!(b)),
            (-(1_i64 << 53)..=(1_i64 << 53)).prop_map(|n| json!(n)),
            (-1e9..1e9).prop_map(|x: f64| json!(x)),
            "[ -~]{0,12}".prop_map(|s| json!(s)),
            "\\PC{0,8}".prop_map(|s| json!(s)),
            "(-|\\? |: |#|~|yes|007|1e3|0x1F|2026-01-05|09:00|<<|=|@|`|%|!|&|\\*|[|>]|\n|  ){1,4}"
                .prop_map(|s| json!(s)),
        ];
        let written = leaf.prop_filter(UNQUOTED, |leaf| !leaf.as_str().is_some_and(beyond_f64));
        written.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                vec(("[a-z0-9: -]{0,8}".prop_filter(UNQUOTED, |key| !beyond_f64(key)), inner), 0..6)
                    .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn both_readers_read_what_was_written(value in value()) {
            let block = serde_yaml::to_string(&value).unwrap();
            let flow = serde_json::to_string(&value).unwrap();
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            for text in [block, flow, pretty] {
                prop_assume!(super::super::text::decode("a.yaml", text.as_bytes()).is_ok());
                let (findings, tree, second) = read(&text);
                prop_assert_eq!((findings, second), (vec![], None), "{}", text);
                prop_assert_eq!(tree, Some(value.clone()), "{}", text);
            }
        }

        #[test]
        fn both_readers_merge_alike(own in vec("[a-e]", 0..4), above in vec("[a-e]", 0..4), base in vec("[a-e]", 1..4)) {
            let entries = |keys: &[String], value: &str| -> String {
                let keys: std::collections::BTreeSet<&String> = keys.iter().collect();
                keys.into_iter().map(|key| format!("{key}: {value}, ")).collect()
            };
            let text = format!(
                "- &base {{{}}}\n- &above {{<<: *base, {}}}\n- {{{}<<: [*above, *base]}}\n",
                entries(&base, "1"), entries(&above, "2"), entries(&own, "3"),
            );
            let (findings, tree, second) = read(&text);
            prop_assert_eq!((findings, second), (vec![], None), "{}", text);
            let merged = &tree.unwrap()[2];
            for key in ["a", "b", "c", "d", "e"] {
                let has = |keys: &[String]| keys.iter().any(|k| k == key);
                let expected = if has(&own) { Some(3) } else if has(&above) { Some(2) } else { has(&base).then_some(1) };
                prop_assert_eq!(merged.get(key).and_then(serde_json::Value::as_i64), expected, "{} in {}", key, text);
            }
        }

        #[test]
        fn no_text_makes_either_reader_panic(pieces in vec(proptest::sample::select(PIECES), 1..40)) {
            read(&pieces.concat());
        }
    }

    /// What YAML is made of.
    const PIECES: &[&str] = &[
        "a", "b", ": ", ":", "\n", "\n", "  ", " ", "- ", "[", "]", "{", "}", ", ", "\"", "'", "#", "|\n", ">\n",
        "&x ", "*x", "!t ", "1", "0.5", "~", "? ", "<<: ", "\t", "\\n", "%", "@", "---\n", "...\n", "true", "é",
    ];

    #[test]
    fn a_text_that_readers_take_differently_is_refused() {
        for text in ["a:\n \tb\n", "|\n#"] {
            let (findings, _, second) = read(text);
            assert_eq!(findings, vec![], "{text:?}");
            assert_eq!(second.map(|f| f.code).as_deref(), Some(codes::AMBIGUOUS_YAML), "{text:?}");
        }
    }
}
