//! Reading records back: whatever a file holds, the answer is a record or a finding that says what to do.

use super::codes;
use crate::base::finding::{Finding, Place};
use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::error::Category;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest record that is read: some thirty times the plan of a large service over a year.
pub const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A kind of record.
pub(super) struct Kind {
    /// What findings call it.
    pub(super) noun: &'static str,
    /// The key that holds its version.
    pub(super) key: &'static str,
    /// The newest version that this binary reads; it reads all older ones.
    pub(super) newest: u32,
    /// The command that writes it.
    pub(super) command: &'static str,
}

/// Reads a record's file, and never more of it than the largest record may have.
pub(super) fn from_file<T: DeserializeOwned>(kind: &Kind, path: &Path) -> Result<T, Box<Finding>> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) => from_json(kind, &bytes, &name),
        Err(error) => Err(whole_file(
            &name,
            codes::UNREADABLE,
            format!("the file cannot be read: {error}"),
            format!("name a {} that this user may read", kind.noun),
        )),
    }
}

/// Reads a record's JSON.
pub(super) fn from_json<T: DeserializeOwned>(kind: &Kind, bytes: &[u8], file: &str) -> Result<T, Box<Finding>> {
    from_json_within(MOST_BYTES, kind, bytes, file)
}

fn from_json_within<T: DeserializeOwned>(
    most_bytes: u64,
    kind: &Kind,
    bytes: &[u8],
    file: &str,
) -> Result<T, Box<Finding>> {
    if bytes.len() as u64 > most_bytes {
        return Err(whole_file(
            file,
            codes::TOO_LARGE,
            format!("the file is larger than {} MB, more than any {} holds", most_bytes / 1024 / 1024, kind.noun),
            format!("name a {} written by `{}`", kind.noun, kind.command),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        whole_file(
            file,
            codes::ENCODING,
            format!("byte {} is not UTF-8 text", error.valid_up_to() + 1),
            "save the file as UTF-8".to_owned(),
        )
    })?;
    // an editor may put a byte order mark in front
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_version(kind, text, file)?;
    serde_json::from_str(text).map_err(|error| json_finding(kind, &error, file))
}

/// The first look at a record: its version, whatever else it holds.
fn check_version(kind: &Kind, text: &str, file: &str) -> Result<(), Box<Finding>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let written = VersionOf(kind.key)
        .deserialize(&mut json)
        .and_then(|written| json.end().map(|()| written))
        .map_err(|error| json_finding(kind, &error, file))?;
    let Some(written) = written else {
        return Err(whole_file(
            file,
            codes::UNKNOWN,
            format!("this is not a {}: the key {} is missing", kind.noun, kind.key),
            format!("name a file written by `{}`", kind.command),
        ));
    };
    match written.as_u64() {
        Some(version) if (1..=u64::from(kind.newest)).contains(&version) => Ok(()),
        Some(version) if version > u64::from(kind.newest) => Err(whole_file(
            file,
            codes::VERSION,
            format!("{} is {version}; this binary reads up to {}", kind.key, kind.newest),
            format!("use a newer equipoise, or write the {} again with `{}`", kind.noun, kind.command),
        )),
        _ => Err(whole_file(
            file,
            codes::VERSION,
            format!("{} is {written}, which is no version", kind.key),
            format!("write the {} again with `{}`", kind.noun, kind.command),
        )),
    }
}

/// Finds the value of one key of an object and passes over all others.
struct VersionOf(&'static str);

impl<'de> DeserializeSeed<'de> for VersionOf {
    type Value = Option<serde_json::Value>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for VersionOf {
    type Value = Option<serde_json::Value>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// What the JSON reader says, as a finding at its place.
fn json_finding(kind: &Kind, error: &serde_json::Error, file: &str) -> Box<Finding> {
    let said = error.to_string();
    // the place is given apart
    let cause = said.split(" at line ").next().unwrap_or(&said).to_owned();
    let finding = match error.classify() {
        Category::Eof => Finding::error(
            codes::JSON,
            format!("the {} ends too soon: {cause}", kind.noun),
            "copy the whole file again: it was cut off",
        ),
        Category::Syntax | Category::Io => Finding::error(
            codes::JSON,
            format!("this is not JSON: {cause}"),
            format!("name a {} as `{}` writes it", kind.noun, kind.command),
        ),
        Category::Data => Finding::error(
            codes::SHAPE,
            format!("this does not fit a {}: {cause}", kind.noun),
            format!("write the {} again with `{}`, or mend the value", kind.noun, kind.command),
        ),
    };
    Box::new(finding.at(Place::File {
        file: file.to_owned(),
        line: error.line().max(1),
        column: error.column().max(1),
        path: String::new(),
    }))
}

fn whole_file(file: &str, code: &str, cause: String, fix: String) -> Box<Finding> {
    Box::new(Finding::error(code, cause, fix).at(Place::WholeFile { file: file.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { noun: "plan", key: "equipoise_plan", newest: 2, command: "equipoise plan" };

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Small {
        equipoise_plan: u32,
        value: f64,
    }

    fn read(text: &str) -> Result<Small, (String, String)> {
        from_json_within(100, &KIND, text.as_bytes(), "plan.json").map_err(|f| (f.code, f.cause))
    }

    #[test]
    fn older_and_current_versions_are_read() {
        assert_eq!(read(r#"{"equipoise_plan": 1, "value": 0.1}"#), Ok(Small { equipoise_plan: 1, value: 0.1 }));
        assert_eq!(read("\u{feff}{\"equipoise_plan\": 2, \"value\": 2}"), Ok(Small { equipoise_plan: 2, value: 2.0 }));
    }

    #[test]
    fn every_fault_has_its_finding() {
        let code = |text: &str| read(text).unwrap_err().0;
        assert_eq!(code(r#"{"equipoise_plan": 3, "unheard_of": 1}"#), "record-version");
        assert_eq!(code(r#"{"equipoise_plan": 0}"#), "record-version");
        assert_eq!(code(r#"{"equipoise_plan": "1"}"#), "record-version");
        assert_eq!(code(r#"{"equipoise": 1}"#), "record-unknown");
        assert_eq!(code("[]"), "record-shape");
        assert_eq!(code(r#"{"equipoise_plan": 1}"#), "record-shape");
        assert_eq!(code(r#"{"equipoise_plan": 1, "value": 1, "more": 1}"#), "record-shape");
        assert_eq!(code(r#"{"equipoise_plan": 1, "value": NaN}"#), "record-json");
        assert_eq!(code(r#"{"equipoise_plan": 1, "value": 1e999}"#), "record-json");
        assert_eq!(code(r#"{"equipoise_plan": 1, "#), "record-json");
        assert_eq!(code("equipoise: 1"), "record-json");
        assert_eq!(code(r#"{"equipoise_plan": 1, "value": 1} x"#), "record-json");
        assert_eq!(code(""), "record-json");
        assert_eq!(code(&"[".repeat(90)), "record-shape");
        assert_eq!(code(&" ".repeat(101)), "record-too-large");
        let not_text = from_json::<Small>(&KIND, &[b'{', 0xff], "plan.json").unwrap_err();
        assert_eq!((not_text.code.as_str(), not_text.cause.as_str()), ("record-encoding", "byte 2 is not UTF-8 text"));
    }

    #[test]
    fn deep_nesting_ends_in_a_finding() {
        let text = format!("{{\"a\": {}", "[".repeat(100_000));
        assert_eq!(from_json::<Small>(&KIND, text.as_bytes(), "plan.json").unwrap_err().code, "record-json");
    }

    #[test]
    fn a_finding_says_where() {
        let finding =
            from_json::<Small>(&KIND, b"{\n \"equipoise_plan\": 1,\n \"value\": true}", "plan.json").unwrap_err();
        let expected = Place::File { file: "plan.json".into(), line: 3, column: 14, path: String::new() };
        assert_eq!(finding.place, Some(expected));
        assert!(finding.cause.contains("boolean"), "{}", finding.cause);
    }

    #[test]
    fn a_file_that_is_not_there_is_a_finding() {
        let finding = from_file::<Small>(&KIND, Path::new("no-such-folder/plan.json")).unwrap_err();
        assert_eq!(finding.code, "record-unreadable");
    }
}
