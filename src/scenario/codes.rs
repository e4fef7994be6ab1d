//! The codes of this room's findings: one list, from which the findings index of the documentation is made.

use crate::base::finding::{Code, Severity};

macro_rules! codes {
    ($($name:ident = $severity:ident $code:literal: $meaning:literal, $fix:literal;)+) => {
        $(pub(super) const $name: &str = $code;)+

        /// Every code of this room, in the order in which a scenario can run into them.
        pub const CODES: &[Code] =
            &[$(Code { name: $code, severity: Severity::$severity, meaning: $meaning, fix: $fix }),+];
    };
}

codes! {
    MISSING_FILE = Error "missing-file":
        "the scenario, its folder's `scenario.yaml`, or a variant file is not there",
        "check the path; `equipoise init` writes a scenario to start from";
    UNREADABLE_FILE = Error "unreadable-file":
        "the file is there but cannot be read",
        "check that it is a file and that you may read it";
    FILE_TOO_LARGE = Error "file-too-large":
        "the file is larger than any scenario can be",
        "check that it is the right file; a scenario is a few hundred kilobytes at most";
    WRONG_ENCODING = Error "wrong-encoding":
        "the file is not UTF-8 text",
        "save it as UTF-8";
    CONTROL_CHARACTER = Error "control-character":
        "an invisible control character stands in the text",
        "delete it";
    EMPTY_FILE = Error "empty-file":
        "the file holds nothing but comments, or nothing at all",
        "start from a reference scenario (`equipoise init`)";
    NOT_YAML = Error "not-yaml":
        "the text breaks the rules of YAML, so that nothing after this place can be read",
        "look at indentation, colons, quotes and brackets there and on the line above";
    NESTED_TOO_DEEPLY = Error "nested-too-deeply":
        "lists and maps stand inside each other deeper than any scenario needs",
        "look for an opening bracket too many";
    TOO_MANY_VALUES = Error "too-many-values":
        "the text holds more values than any scenario needs",
        "check that it is the right file";
    EXPANDS_TOO_MUCH = Error "expands-too-much":
        "aliases (`*name`) repeat more than they may",
        "write the values out, or use fewer aliases";
    SEVERAL_DOCUMENTS = Error "several-documents":
        "a second YAML document starts within the file",
        "remove the `---`, or keep each document in a file of its own";
    DUPLICATE_KEY = Error "duplicate-key":
        "a key is written twice in one map; one of the two would be lost",
        "keep one of them";
    KEY_NOT_TEXT = Error "key-not-text":
        "a key is a number, a list or something else that is not text",
        "write the key in quotes";
    YAML_TAG = Error "yaml-tag":
        "a YAML tag (`!name`) stands before a value; scenarios have none",
        "remove the tag; a choice is a map with one key, `{weekly: ...}`";
    NOT_FINITE = Error "not-finite":
        "a number is infinite or not a number",
        "write a finite number, or leave the key out";
    HUGE_NUMBER = Error "huge-number":
        "a number is larger than can be reckoned with exactly",
        "write a smaller number; if it is a code rather than a number, write it in quotes";
    BAD_MERGE = Error "bad-merge":
        "`<<` merges something that is not a map",
        "give `<<` an alias of a map, or a list of such aliases";
    ALIAS_WITHIN_ITSELF = Error "alias-within-itself":
        "an alias stands inside the value that it names",
        "write the value out";
    AMBIGUOUS_YAML = Error "ambiguous-yaml":
        "two YAML readers do not read this text alike",
        "write it more plainly: texts in quotes, one key a line";
    NEWER_VERSION = Error "newer-version":
        "the scenario is written in a newer format than this program reads",
        "use a newer version of the program";
    UNKNOWN_KEY = Error "unknown-key":
        "a key is not part of the format",
        "correct its name, or remove it";
    MISSING_KEY = Error "missing-key":
        "a key that must be written is not",
        "add it";
    WRONG_TYPE = Error "wrong-type":
        "a value is of another kind than it must be: a text where a number belongs, say",
        "write the kind of value that the message names";
    OUT_OF_RANGE = Error "out-of-range":
        "a number is below the least or above the most that is allowed",
        "write a number within the range";
    WRONG_LENGTH = Error "wrong-length":
        "a list has too few or too many entries",
        "add or remove entries";
    WRONG_FORM = Error "wrong-form":
        "a text is not of the form that it must have: an id, a time of day, a date",
        "write it in the form that the message shows";
    IMPOSSIBLE_DATE = Error "impossible-date":
        "a date does not exist",
        "correct it";
    UNKNOWN_WORD = Error "unknown-word":
        "a word is not one of those that can stand here",
        "use one of the words that the message lists";
    NOT_ONE_CHOICE = Error "not-one-choice":
        "a choice is not a map with exactly one key",
        "keep one key";
    UNKNOWN_VARIANT = Error "unknown-variant":
        "no variant of the scenario has this id, and it names no YAML file",
        "use one of the ids listed, or the path of a variant file";
    VARIANT_ON_ITSELF = Error "variant-on-itself":
        "a variant stands on top of itself, by way of what it names under `on`",
        "take it out of that list";
    WHICH_OF_GRID = Error "which-of-grid":
        "a variant is a grid, and it is not said which of its values are meant, or a value is none of them",
        "name one value of each of its lists, `ID:VALUE,VALUE`, or compare them all";
    EMPTY_GRID = Error "empty-grid":
        "a list of a grid's values is empty",
        "write the values, or remove the list";
    TOO_MANY_VARIANTS = Error "too-many-variants":
        "grids and lists of values multiply out to more variants than can be compared at one time",
        "leave out some values, or compare in several goes";
    MALFORMED_SET = Error "malformed-set":
        "what follows `--set` is not of the form PATH=VALUE",
        "write it as `--set horizon.weeks=13`";
    PATCH_PATH = Error "patch-path":
        "a patch's path is empty, has an empty part, or is too long",
        "write keys and ids with dots between them: `practitioners.at-1.wte`";
    PATCH_HITS_NOTHING = Error "patch-hits-nothing":
        "a patch's path leads to nothing in the scenario",
        "correct the path";
    PATCH_NOT_A_LIST = Error "patch-not-a-list":
        "a patch adds an entry to something that is not a list",
        "use `set`, or name a list";
    PATCH_ADDS_TWICE = Error "patch-adds-twice":
        "a patch adds an entry whose id the list already has",
        "give it another id, or use `set`";
    PATCH_OUT_OF_REACH = Error "patch-out-of-reach":
        "a patch would change the format's version or the variants themselves",
        "change the scenario instead";
    UNKNOWN_RECORD = Error "unknown-record":
        "something refers to a record that neither the library nor the scenario has",
        "name one of those listed; `equipoise evidence` prints the library";
    NOT_A_SHEET = Error "not-a-sheet":
        "a file of sheets is neither a workbook (.xlsx) nor CSV, or is damaged or locked",
        "save it as an Excel workbook without a password, or as CSV";
    SHEET_TOO_LARGE = Error "sheet-too-large":
        "a sheet has more rows or columns than any that is read",
        "delete what does not belong there";
    UNKNOWN_SHEET = Error "unknown-sheet":
        "a workbook has a sheet that is not read, so that what stands in it would be lost",
        "give it the name of a sheet that is read, or delete it";
    NO_HEADER = Error "no-header":
        "a sheet does not begin with the titles of its columns",
        "begin with the titles; `equipoise template` writes them";
    UNKNOWN_COLUMN = Error "unknown-column":
        "a column's title is none of its sheet's, is there twice, or is missing",
        "correct the title, or delete the column";
    MISSING_COLUMN = Error "missing-column":
        "a sheet has not all the columns that it must have",
        "add the column";
    EMPTY_CELL = Error "empty-cell":
        "a cell is empty that every row must have",
        "write what belongs there, or delete the row";
    WRONG_CELL = Error "wrong-cell":
        "a cell holds something else than its column does: no day, no number, a formula's error",
        "write what the message says";
    COUNTED_TWICE = Error "counted-twice":
        "two rows of attendance count the same days of an activity",
        "give each row a period of its own";
    IDENTIFYING_COLUMN = Error "identifying-column":
        "a column looks like NHS numbers, names, dates of birth or addresses; nothing of the sheet is read or repeated",
        "delete the column: write ids, days and totals only";
    TOO_MANY_FINDINGS = Note "too-many-findings":
        "there are more findings than are shown",
        "mend those shown first";
    INTERNAL_ERROR = Error "internal-error":
        "the program contradicts itself",
        "report it, with the scenario";
}
