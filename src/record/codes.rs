//! The codes of what can be wrong with a record that is read back.

use crate::base::finding::{Code, Severity};

/// Every code of this room.
pub const CODES: &[Code] = &[
    error(UNREADABLE, "the record's file cannot be read", "check its path, and that you may read it"),
    error(TOO_LARGE, "the file is larger than any record", "name a file that equipoise has written"),
    error(ENCODING, "the file is not UTF-8 text", "save it as UTF-8"),
    error(JSON, "the file is not JSON, or was cut off", "copy the whole file again, or write it again"),
    error(UNKNOWN, "the file is JSON, but no record of this kind", "name a file that equipoise has written"),
    error(
        VERSION,
        "the record is of a version that this program does not know",
        "use a newer version of the program, or write the record again",
    ),
    error(NO_ANSWER, "a folder holds no answer of equipoise", "name a folder that a command has written with --out"),
    error(SHAPE, "a value does not fit the record", "write the record again, or mend the value"),
    error(
        ANOTHER_SCENARIO,
        "the plan or answer was made from another text of the scenario",
        "check it against the scenario it was made from, or make it again",
    ),
];

const fn error(name: &'static str, meaning: &'static str, fix: &'static str) -> Code {
    Code { name, severity: Severity::Error, meaning, fix }
}

/// See [`CODES`].
pub(super) const UNREADABLE: &str = "record-unreadable";
/// See [`CODES`].
pub(super) const TOO_LARGE: &str = "record-too-large";
/// See [`CODES`].
pub(super) const ENCODING: &str = "record-encoding";
/// See [`CODES`].
pub(super) const JSON: &str = "record-json";
/// See [`CODES`].
pub(super) const UNKNOWN: &str = "record-unknown";
/// See [`CODES`].
pub(super) const NO_ANSWER: &str = "no-answer";
/// See [`CODES`].
pub(super) const VERSION: &str = "record-version";
/// See [`CODES`].
pub(super) const SHAPE: &str = "record-shape";
/// See [`CODES`]: said by whoever compares a record's scenario with the one at hand.
pub const ANOTHER_SCENARIO: &str = "another-scenario";
