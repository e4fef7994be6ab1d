//! The codes of this room's findings: one list, from which the findings index of the documentation is made.

/// A kind of finding: its stable code, what it means, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable, kebab-case.
    pub code: &'static str,
    /// What is wrong.
    pub meaning: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $meaning:literal, $remedy:literal;)+) => {
        $(pub(super) const $name: &str = $code;)+

        /// Every code of this room, in the order in which a scenario can run into them.
        pub const CODES: &[Code] = &[$(Code { code: $code, meaning: $meaning, remedy: $remedy }),+];
    };
}

codes! {
    MISSING_FILE = "missing-file",
        "The scenario, its folder's `scenario.yaml`, or a variant file is not there.",
        "Check the path; `equipoise init` writes a scenario to start from.";
    UNREADABLE_FILE = "unreadable-file",
        "The file is there but cannot be read.",
        "Check that it is a file and that you may read it.";
    FILE_TOO_LARGE = "file-too-large",
        "The file is larger than any scenario can be.",
        "Check that it is the right file; a scenario is a few hundred kilobytes at most.";
    WRONG_ENCODING = "wrong-encoding",
        "The file is not UTF-8 text.",
        "Save it as UTF-8.";
    CONTROL_CHARACTER = "control-character",
        "An invisible control character stands in the text.",
        "Delete it.";
    EMPTY_FILE = "empty-file",
        "The file holds nothing but comments, or nothing at all.",
        "Start from a reference scenario (`equipoise init`).";
    NOT_YAML = "not-yaml",
        "The text breaks the rules of YAML, so that nothing after this place can be read.",
        "Look at indentation, colons, quotes and brackets there and on the line above.";
    NESTED_TOO_DEEPLY = "nested-too-deeply",
        "Lists and maps stand inside each other deeper than any scenario needs.",
        "Look for an opening bracket too many.";
    TOO_MANY_VALUES = "too-many-values",
        "The text holds more values than any scenario needs.",
        "Check that it is the right file.";
    EXPANDS_TOO_MUCH = "expands-too-much",
        "Aliases (`*name`) repeat more than they may.",
        "Write the values out, or use fewer aliases.";
    SEVERAL_DOCUMENTS = "several-documents",
        "A second YAML document starts within the file.",
        "Remove the `---`, or keep each document in a file of its own.";
    DUPLICATE_KEY = "duplicate-key",
        "A key is written twice in one map; one of the two would be lost.",
        "Keep one of them.";
    KEY_NOT_TEXT = "key-not-text",
        "A key is a number, a list or something else that is not text.",
        "Write the key in quotes.";
    YAML_TAG = "yaml-tag",
        "A YAML tag (`!name`) stands before a value; scenarios have none.",
        "Remove the tag; a choice is a map with one key, `{weekly: ...}`.";
    NOT_FINITE = "not-finite",
        "A number is infinite or not a number.",
        "Write a finite number, or leave the key out.";
    HUGE_NUMBER = "huge-number",
        "A number is larger than can be reckoned with exactly.",
        "Write a smaller number; if it is a code rather than a number, write it in quotes.";
    BAD_MERGE = "bad-merge",
        "`<<` merges something that is not a map.",
        "Give `<<` an alias of a map, or a list of such aliases.";
    ALIAS_WITHIN_ITSELF = "alias-within-itself",
        "An alias stands inside the value that it names.",
        "Write the value out.";
    AMBIGUOUS_YAML = "ambiguous-yaml",
        "Two YAML readers do not read this text alike.",
        "Write it more plainly: texts in quotes, one key a line.";
    NEWER_VERSION = "newer-version",
        "The scenario is written in a newer format than this program reads.",
        "Use a newer version of the program.";
    UNKNOWN_KEY = "unknown-key",
        "A key is not part of the format.",
        "Correct its name, or remove it.";
    MISSING_KEY = "missing-key",
        "A key that must be written is not.",
        "Add it.";
    WRONG_TYPE = "wrong-type",
        "A value is of another kind than it must be: a text where a number belongs, say.",
        "Write the kind of value that the message names.";
    OUT_OF_RANGE = "out-of-range",
        "A number is below the least or above the most that is allowed.",
        "Write a number within the range.";
    WRONG_LENGTH = "wrong-length",
        "A list has too few or too many entries.",
        "Add or remove entries.";
    WRONG_FORM = "wrong-form",
        "A text is not of the form that it must have: an id, a time of day, a date.",
        "Write it in the form that the message shows.";
    IMPOSSIBLE_DATE = "impossible-date",
        "A date does not exist.",
        "Correct it.";
    UNKNOWN_WORD = "unknown-word",
        "A word is not one of those that can stand here.",
        "Use one of the words that the message lists.";
    NOT_ONE_CHOICE = "not-one-choice",
        "A choice is not a map with exactly one key.",
        "Keep one key.";
    NOT_YET_MODELLED = "not-yet-modelled",
        "The key is part of the format, but no plan takes account of it yet.",
        "Leave it out for now.";
    UNKNOWN_VARIANT = "unknown-variant",
        "No variant of the scenario has this id, and it names no YAML file.",
        "Use one of the ids listed, or the path of a variant file.";
    MALFORMED_SET = "malformed-set",
        "What follows `--set` is not of the form PATH=VALUE.",
        "Write it as `--set horizon.weeks=13`.";
    PATCH_PATH = "patch-path",
        "A patch's path is empty, has an empty part, or is too long.",
        "Write keys and ids with dots between them: `practitioners.at-1.wte`.";
    PATCH_HITS_NOTHING = "patch-hits-nothing",
        "A patch's path leads to nothing in the scenario.",
        "Correct the path.";
    PATCH_NOT_A_LIST = "patch-not-a-list",
        "A patch adds an entry to something that is not a list.",
        "Use `set`, or name a list.";
    PATCH_ADDS_TWICE = "patch-adds-twice",
        "A patch adds an entry whose id the list already has.",
        "Give it another id, or use `set`.";
    PATCH_OUT_OF_REACH = "patch-out-of-reach",
        "A patch would change the format's version or the variants themselves.",
        "Change the scenario instead.";
    TOO_MANY_FINDINGS = "too-many-findings",
        "There are more findings than are shown.",
        "Mend those shown first.";
    INTERNAL_ERROR = "internal-error",
        "The program contradicts itself.",
        "Report it, with the scenario.";
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_kebab_case_and_listed_once() {
        for (i, code) in CODES.iter().enumerate() {
            assert!(code.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", code.code);
            assert!(CODES[..i].iter().all(|c| c.code != code.code), "{} is listed twice", code.code);
            assert!(code.meaning.ends_with('.') && code.remedy.ends_with('.'), "{}", code.code);
        }
    }
}
