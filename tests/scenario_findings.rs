//! Every finding of the scenario room: a text that produces it, where it points, and what it says.

mod scenario_sample;

use equipoise::base::finding::{Finding, Place, Places, Severity};
use equipoise::scenario::records::PatchRecord;
use equipoise::scenario::{CODES, Selection, load, load_text, load_with_patches, source_text};
use scenario_sample::{SAMPLE, edited, selection};
use std::collections::BTreeSet;
use std::path::Path;

/// One way to produce a finding.
struct Case {
    code: &'static str,
    /// Where it points, `|` standing before the character meant: `weeks: |0`. Without `|`, the place as printed.
    place: &'static str,
    /// What the cause says.
    cause: &'static str,
    /// What the fix says.
    fix: &'static str,
    did_you_mean: Option<&'static str>,
    found: Found,
}

/// A text and the findings about it.
struct Found {
    text: String,
    findings: Vec<Finding>,
}

fn case(code: &'static str, place: &'static str, cause: &'static str, fix: &'static str, found: Found) -> Case {
    Case { code, place, cause, fix, did_you_mean: None, found }
}

impl Case {
    fn meaning(mut self, text: &'static str) -> Self {
        self.did_you_mean = Some(text);
        self
    }

    fn expected_place(&self) -> String {
        let Some((before, after)) = self.place.split_once('|') else { return self.place.to_owned() };
        let text = &self.found.text;
        let offset = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {} in the text", self.place));
        let before = &text[..offset + before.len()];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("sample.yaml:{line}:{column}")
    }

    fn fits(&self, finding: &Finding) -> bool {
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        finding.code == self.code
            && place == self.expected_place()
            && finding.cause.contains(self.cause)
            && finding.fix.contains(self.fix)
            && self.did_you_mean.is_none_or(|d| finding.did_you_mean.as_deref() == Some(d))
    }
}

fn refused(text: impl AsRef<[u8]>, selection: &Selection) -> Found {
    let findings = load_text("sample.yaml", text.as_ref(), selection).map(|_| ());
    let Err(findings) = findings else { panic!("{} is accepted", String::from_utf8_lossy(text.as_ref())) };
    Found { text: String::from_utf8_lossy(text.as_ref()).into_owned(), findings }
}

/// The sample with a part replaced.
fn with(from: &str, to: &str) -> Found {
    bytes(edited(from, to))
}

fn bytes(text: impl AsRef<[u8]>) -> Found {
    refused(text, &Selection::default())
}

fn selected(variants: &[&str], sets: &[&str]) -> Found {
    refused(SAMPLE, &selection(variants, sets))
}

/// The sample with another patch in its variant `longer`, which is selected.
fn patched(patch: &str) -> Found {
    refused(edited("set: {path: horizon.weeks, value: 26}", patch), &selection(&["longer"], &[]))
}

fn file(path: &str) -> Found {
    let findings = load(Path::new(path), &Selection::default()).map(|_| ()).expect_err("it must be refused");
    Found { text: String::new(), findings }
}

fn cases() -> Vec<Case> {
    let mut cases = text_cases();
    cases.extend(shape_cases());
    cases.extend(variant_cases());
    cases.extend(patch_cases());
    cases
}

/// Faults of files and of YAML.
fn text_cases() -> Vec<Case> {
    vec![
        case("missing-file", "nowhere/kent.yaml", "no file `nowhere/kent.yaml`", "init", file("nowhere/kent.yaml")),
        case("missing-file", "tests/scenario.yaml", "no file", "`scenario.yaml`", file("tests")),
        case("missing-file", "nowhere.yaml", "no file", "path", selected(&["nowhere.yaml"], &[])),
        case("unreadable-file", "tests/", "a folder", "read it", selected(&["tests/"], &[])),
        case("file-too-large", "sample.yaml", "larger than 4 MiB", "right file", bytes(vec![b'#'; 5_000_000])),
        case("wrong-encoding", "sample.yaml", "UTF-16", "UTF-8", bytes(b"\xFF\xFEa\0")),
        case("wrong-encoding", "sample.yaml", "zero bytes", "UTF-8", bytes(b"a\0:\0")),
        case("wrong-encoding", "sample.yaml:2:7", "0xe9", "UTF-8", bytes(b"a: 1\nb: caf\xE9\n")),
        case("control-character", "a: |\u{1b}", "U+001B", "delete", bytes("a: \u{1b}[31m")),
        case("empty-file", "sample.yaml", "holds nothing", "write it", bytes("# only a comment\n")),
        case("empty-file", "sample.yaml", "holds nothing", "write it", bytes("")),
        case("not-yaml", "Small|: pain", "not YAML", "colons", with("Small pain", "Small: pain")),
        case("not-yaml", "\t|name: Small", "not YAML", "spaces", with("  name: Small", "\tname: Small")),
        case("not-yaml", "|*small", "names nothing", "quotes", with("Small pain service", "*small")),
        case("nested-too-deeply", "sample.yaml:1:65", "64", "bracket", bytes("[".repeat(80))),
        case("too-many-values", "|,", "250000", "right file", bytes(",".repeat(600_000))),
        case("expands-too-much", "sample.yaml:2:146", "aliases", "write the values out", {
            bytes(format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(5000), "*a,".repeat(100)))
        }),
        case("several-documents", "|---", "second YAML document", "---", bytes(format!("{SAMPLE}---\na: 1\n"))),
        case("duplicate-key", "|start: 2026-01-12", "line 7", "keep one", {
            with("  weeks: 13", "  weeks: 13\n  start: 2026-01-12")
        }),
        case("key-not-text", "|7: x", "`7`", "`\"7\"`", with("name: Small", "7: x\n  name: Small")),
        case("key-not-text", "|[a]: x", "list or map", "plain key", with("name: Small", "[a]: x\n  name: Small")),
        case("key-not-text", "|: x", "nothing stands", "key before", with("name: Small", ": x\n  name: Small")),
        case("yaml-tag", "|!everyone", "`!everyone`", "{everyone: ...}", with("{everyone: {}}", "!everyone {}")),
        case("yaml-tag", "|!!str", "`!!str`", "quotes", with("Small pain", "!!str Small")),
        case("not-finite", "wte: |.nan", "`.nan`", "finite", with("wte: 0.4", "wte: .nan")),
        case("not-finite", "wte: |-.inf", "`-.inf`", "finite", with("wte: 0.4", "wte: -.inf")),
        case("huge-number", "wte: |1e999", "`1e999`", "smaller", with("wte: 0.4", "wte: 1e999")),
        case("huge-number", "|9007199254740993", "exactly", "quotes", with("Small pain service", "9007199254740993")),
        case("bad-merge", "|<<: [x]", "not a map", "alias of a map", with("name: Small", "<<: [x]\n  name: Small")),
        case("alias-within-itself", "[|*a]", "stands inside", "write the value", with("Small pain service", "&a [*a]")),
        case(
            "ambiguous-yaml",
            "|\tSmall",
            "cannot start any token",
            "spaces",
            with("name: Small", "name:\n    \tSmall"),
        ),
    ]
}

/// Faults of shape.
fn shape_cases() -> Vec<Case> {
    vec![
        case(
            "newer-version",
            "equipoise: |2",
            "format 2",
            "reads format 2",
            with("equipoise: 1", "equipoise: 2\nnew: yes"),
        ),
        case("unknown-key", "|weekz", "`horizon` has no key `weekz`", "correct", with("weeks: 13", "weekz: 13"))
            .meaning("weeks"),
        case("unknown-key", "|weakly", "no key `weakly`", "correct", with("{weekly:", "{weakly:")).meaning("weekly"),
        case(
            "unknown-key",
            "{|all",
            "no key `all`",
            "nothing belongs here",
            with("{everyone: {}}", "{everyone: {all: 1}}"),
        ),
        case("unknown-key", "|mo:", "no key `mo`", "correct", with("mon: [am, pm]", "mo: [am, pm]")).meaning("mon"),
        case("missing-key", "|service:", "`service` has no `name`", "add `name:` (the service's name", {
            with("name: Small pain service", "")
        }),
        case("missing-key", "|id: at-1", "`practitioners.at-1` has no `wte`", "add `wte:`", with("    wte: 0.4\n", "")),
        case("wrong-type", "|26 weeks", "whole number, not the text `26 weeks`", "`26`", with("13\n", "26 weeks\n"))
            .meaning("26"),
        case("wrong-type", "weeks: |\"13\"", "not the text `13`", "without quotes", with("13\n", "\"13\"\n"))
            .meaning("13"),
        case("wrong-type", "weeks: |13.0", "a whole number, not `13.0`", "write `13`", with("13\n", "13.0\n")),
        case("wrong-type", "wte: |40 %", "a number, not the text `40 %`", "bare number: `0.4`", with("0.4", "40 %")),
        case("wrong-type", "name: |12", "a text, not the number `12`", "`\"12\"`", with("Small pain service", "12")),
        case("wrong-type", "name: |True", "a text, not `True`", "`\"True\"`", with("Small pain service", "True")),
        case(
            "wrong-type",
            "|leave:",
            "nothing is written for `practitioners.at-1.leave`",
            "`[]`",
            with("leave: []", "leave:"),
        ),
        case("wrong-type", "|wte:", "nothing is written", "write a number", with("wte: 0.4", "wte:")),
        case(
            "wrong-type",
            "days: |mon",
            "a list, not the text `mon`",
            "`[mon]`",
            with("[mon, tue, wed, thu, fri]", "mon"),
        ),
        case("wrong-type", "|service:", "a map, not a list", "without `- `", {
            with("service:\n  name: Small pain service\n  fte_total: 1.0", "service:\n  - name: Small pain service")
        }),
        case("wrong-type", "who: |everyone", "a map with one key, not the text `everyone`", "`{everyone: {}}`", {
            with("{everyone: {}}", "everyone")
        }),
        case("wrong-type", "|missed:", "words allowed, not a map", "just `rebooked`", {
            with("missed: rebooked", "missed: {rebooked: {}}")
        }),
        case("wrong-type", "interpolated: |yes", "`true` or `false`", "`true`", {
            with("analysis: marginal", "analysis: marginal\n      interpolated: yes")
        })
        .meaning("true"),
        case("wrong-type", "|- a", "the scenario must be a map, not a list", "keys", bytes("- a\n")),
        case(
            "out-of-range",
            "weeks: |0",
            "`0`; it must be from 1 to 260",
            "from 1 to 260",
            with("weeks: 13", "weeks: 0"),
        ),
        case("out-of-range", "dna_rate: |5", "`5`; it must be from 0 to 0.95", "`0.05` for 5 %", with("0.05", "5")),
        case("out-of-range", "equipoise: |0", "at least 1", "1", with("equipoise: 1", "equipoise: 0")),
        case("out-of-range", "[1, |-1", "at least 0", "0", with("[1, 1, 1, 1, 1, 1]", "[1, -1, 1, 1, 1, 1]")),
        case("wrong-length", "|rooms:", "0 entries; it must have at least 1 entry", "add", {
            with(
                "rooms:\n  - id: canterbury-1\n    site: canterbury\n    kind: consulting\n    places: 1\n",
                "rooms: []\n",
            )
        }),
        case("wrong-length", "|ci:", "exactly 2 entries", "remove", with("[0.03, 2.7]", "[0.03, 1.4, 2.7]")),
        case("wrong-form", "id: |St Mary's", "an id, not `St Mary's`", "small letters", {
            with("  - id: canterbury\n", "  - id: St Mary's\n")
        })
        .meaning("st-mary-s"),
        case("wrong-form", "start: |\"9:00\"", "a time of day, not `9:00`", "\"09:00\"", with("\"09:00\"", "\"9:00\""))
            .meaning("09:00"),
        case("wrong-form", "|5/1/2026", "a date, not `5/1/2026`", "2026-01-05", with("2026-01-05", "5/1/2026"))
            .meaning("2026-01-05"),
        case(
            "impossible-date",
            "|2026-02-30",
            "`2026-02-30`, a date that",
            "28 days",
            with("2026-01-05", "2026-02-30"),
        ),
        case("impossible-date", "|2026-13-05", "does not exist", "01 to 12", with("2026-01-05", "2026-13-05")),
        case("unknown-word", "|marginl", "cannot be `marginl`", "words allowed", with("marginal", "marginl"))
            .meaning("marginal"),
        case("not-one-choice", "|cadence:", "has 2 keys", "exactly one", {
            with("{by_week: [1, 1, 1, 1, 1, 1]}", "{by_week: [6], spells: []}")
        }),
        case("not-one-choice", "|who:", "an empty map", "exactly one", with("{everyone: {}}", "{}")),
        case("too-many-findings", "", "first 1000", "these first", {
            bytes((0..1200).map(|i| format!("k{i}: 1\n")).collect::<String>())
        }),
    ]
}

/// Faults of what is selected.
/// The sample with more variants, of which some are selected.
fn among(more: &str, variants: &[&str]) -> Found {
    refused(edited("variants:\n", &format!("variants:\n{more}")), &selection(variants, &[]))
}

const SESSIONS: &str =
    "  - id: sessions\n    grid:\n      horizon.weeks: [4, 5]\n      service.name: [short, a longer name]\n";

fn variant_cases() -> Vec<Case> {
    let circle = "  - {id: first, on: [second]}\n  - {id: second, on: [longer, first]}\n";
    vec![
        case("variant-on-itself", "on: [longer, |first]", "`first` stands on top of itself", "take it out", {
            among(circle, &["first"])
        }),
        case("unknown-variant", "on: [|longr]", "no variant `longr`", "by its id", {
            among("  - {id: first, on: [longr]}\n", &["first"])
        })
        .meaning("longer"),
        case("which-of-grid", "on: [|sessions]", "is a grid", "without a grid", {
            among(&format!("{SESSIONS}  - {{id: first, on: [sessions]}}\n"), &["first"])
        }),
        case("which-of-grid", "argument --variant sessions", "not said which", "`ID:VALUE,VALUE`", {
            among(SESSIONS, &["sessions"])
        }),
        case("which-of-grid", "argument --variant sessions:4", "has 2 lists, and 1 values", "each of its lists", {
            among(SESSIONS, &["sessions:4"])
        }),
        case("which-of-grid", "argument --variant sessions:6,@1", "`6` is none of the values", "one of its values", {
            among(SESSIONS, &["sessions:6,@1"])
        }),
        case("which-of-grid", "argument --variant longer:6", "`longer` is no grid", "leave out", {
            selected(&["longer:6"], &[])
        }),
        case("empty-grid", "|horizon.weeks: []", "no values for `horizon.weeks`", "write the values", {
            among("  - id: sessions\n    grid:\n      horizon.weeks: []\n", &["sessions"])
        }),
        case("unknown-key", "|horizon.weekz: [4]", "no key `weekz`", "", {
            among("  - id: sessions\n    grid:\n      horizon.weekz: [4]\n", &["sessions:4"])
        })
        .meaning("weeks"),
        case("patch-hits-nothing", "|practitioners.at-9.wte: [1]", "no entry `at-9`", "", {
            among("  - id: sessions\n    grid:\n      practitioners.at-9.wte: [1]\n", &["sessions:1"])
        }),
    ]
}

fn patch_cases() -> Vec<Case> {
    let refer = "courses.at-6.evidence.record=ateam-lessons-60";
    vec![
        case(
            "unknown-record",
            "argument --set courses.at-6.evidence.record=ateam-lessons-60",
            "no record of evidence called \
            `ateam-lessons-60`",
            "library",
            selected(&[], &[refer]),
        )
        .meaning("ateam-lessons-6"),
        case("unknown-variant", "argument --variant longr", "no variant `longr`", "one of", selected(&["longr"], &[]))
            .meaning("longer"),
        case(
            "malformed-set",
            "argument --set horizon.weeks",
            "PATH=VALUE",
            "weeks=13",
            selected(&[], &["horizon.weeks"]),
        ),
        case("malformed-set", "argument --set =3", "PATH=VALUE", "--set", selected(&[], &["=3"])),
        case(
            "not-yaml",
            "argument --set service.name=a: b: c",
            "not YAML",
            "",
            selected(&[], &["service.name=a: b: c"]),
        ),
        case(
            "missing-key",
            "path: |horizon.weeks}",
            "without `weeks`",
            "set it",
            patched("remove: {path: horizon.weeks}"),
        ),
        case("unknown-key", "path: |horizon.weekz", "no key `weekz`", "correct", {
            patched("set: {path: horizon.weekz, value: 1}")
        })
        .meaning("weeks"),
        case("patch-path", "argument --set a..b=3", "empty part", "at-1.wte", selected(&[], &["a..b=3"])),
        case("patch-path", "path: |\"\"", "is empty", "at-1.wte", patched("remove: {path: \"\"}")),
        case("patch-hits-nothing", "|practitioners.at-9", "`practitioners` has no entry `at-9`", "`add` makes", {
            patched("set: {path: practitioners.at-9, value: 1}")
        })
        .meaning("at-1"),
        case("patch-hits-nothing", "|practitioners.at-1.leve", "`practitioners.at-1` has no key `leve`", "written", {
            patched("set: {path: practitioners.at-1.leve.0, value: 1}")
        })
        .meaning("leave"),
        case("patch-hits-nothing", "argument --set horizon.weeks.x=3", "is the number `13`", "end the path", {
            selected(&[], &["horizon.weeks.x=3"])
        }),
        case("patch-hits-nothing", "path: |horizon.week}", "`horizon` has no key `week`", "written", {
            patched("remove: {path: horizon.week}")
        })
        .meaning("weeks"),
        case("patch-not-a-list", "path: |horizon.weeks", "the number `13`, not a list", "`set`", {
            patched("add: {path: horizon.weeks, value: 1}")
        }),
        case("patch-adds-twice", "path: |sites", "an entry `canterbury` already", "`sites.canterbury`", {
            patched("add: {path: sites, value: {id: canterbury, open: {}}}")
        }),
        case("patch-out-of-reach", "argument --set variants.longer.id=x", "`variants`", "itself", {
            selected(&[], &["variants.longer.id=x"])
        }),
    ]
}

#[test]
fn each_finding_names_place_cause_and_fix() {
    let mut faults = String::new();
    for case in cases() {
        if !case.found.findings.iter().any(|finding| case.fits(finding)) {
            let found = case.found.findings.iter().take(3).collect::<Vec<_>>();
            faults +=
                &format!("{} at {} ({}), {:?}: {found:#?}\n", case.code, case.place, case.expected_place(), case.cause);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn findings_are_sentences_without_full_stops() {
    for finding in cases().iter().flat_map(|case| &case.found.findings) {
        assert!(!finding.cause.ends_with('.') && !finding.fix.ends_with('.'), "{finding:?}");
        assert!(!finding.cause.contains('\n') && !finding.fix.contains('\n'), "{finding:?}");
    }
}

#[test]
fn the_table_of_codes_and_these_cases_agree() {
    // Produced by a unit test of the loader: it takes a schema and records that disagree.
    // Also by unit tests: what multiplies out to too much is told where cases are listed.
    let mut produced = BTreeSet::from(["internal-error", "too-many-variants"]);
    // And by `tests/sheets.rs`: what is found in workbooks and CSV files.
    produced.extend([
        "not-a-sheet",
        "sheet-too-large",
        "unknown-sheet",
        "no-header",
        "unknown-column",
        "missing-column",
        "empty-cell",
        "wrong-cell",
        "counted-twice",
        "identifying-column",
    ]);
    let cases = cases();
    produced.extend(cases.iter().map(|case| case.code));
    let listed: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    assert_eq!(produced, listed);
    for finding in cases.iter().flat_map(|case| &case.found.findings) {
        let code = CODES.iter().find(|code| code.name == finding.code);
        assert_eq!(code.map(|c| c.severity), Some(finding.severity), "{} in the table", finding.code);
    }
}

#[test]
fn all_findings_come_at_once_in_the_order_of_the_text() {
    let text = edited("weeks: 13", "weekz: 0")
        .replacen("    wte: 0.4\n", "    wte: .nan\n    wte: 0.4\n", 1)
        .replace("marginal", "cel");
    let findings = bytes(text).findings;
    let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["missing-key", "unknown-key", "not-finite", "duplicate-key", "unknown-word"]);
    assert!(findings.iter().all(|f| f.severity == Severity::Error));
}

#[test]
fn a_finding_about_a_patched_value_points_at_the_patch() {
    let findings = patched("set: {path: horizon.weeks, value: 1000}").findings;
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    let place = Place::File { file: "sample.yaml".into(), line: 84, column: 43, path: "horizon.weeks".into() };
    assert_eq!((finding.code.as_str(), finding.place.as_ref()), ("out-of-range", Some(&place)));

    let findings = selected(&[], &["horizon.weeks=0"]).findings;
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    let place = Place::Argument { argument: "--set horizon.weeks=0".into(), path: "horizon.weeks".into() };
    assert_eq!(finding.place.as_ref(), Some(&place));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.yaml");
    std::fs::write(&path, SAMPLE).unwrap();
    let patch = PatchRecord::Set { path: "horizon.weeks".into(), value: 0.into() };
    let findings = load_with_patches(folder.path(), &[patch]).map(|_| ()).unwrap_err();
    assert_eq!(findings[0].place, Some(Place::Plan { path: "patches[0]".into() }));
}

#[test]
fn positions_are_found_by_id_by_place_and_by_nearest_ancestor() {
    let loaded =
        load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&["two-teachers"], &["horizon.weeks=20"])).unwrap();
    let at = |path: &str| loaded.positions.place(path).to_string();
    assert_eq!(at("practitioners.at-1.wte"), "sample.yaml:44:10");
    assert_eq!(at("practitioners.0.wte"), "sample.yaml:44:10");
    assert_eq!(at("practitioners.at-1"), "sample.yaml:42:5");
    assert_eq!(at("practitioners.at-1.registration.expires"), "sample.yaml:42:5");
    assert_eq!(at("streams.alexander.waiting_list.0.patients"), "sample.yaml:68:31");
    assert_eq!(at("practitioners.at-2.wte"), "sample.yaml:92:18");
    assert_eq!(at("practitioners.at-1.leave"), "sample.yaml:96:24");
    assert_eq!(at("horizon.weeks"), "argument --set horizon.weeks=20");
    // An alias stands where it is written; what it names stands where that is written.
    assert_eq!(at("practitioners.at-1.available"), "sample.yaml:47:16");
    assert_eq!(at("practitioners.at-1.available.mon.0"), "sample.yaml:22:13");
    assert_eq!(at(""), "sample.yaml:2:1");
}

#[test]
fn what_is_loaded_says_what_it_was_made_of() {
    let loaded =
        load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&["longer"], &["policy.prices.session_gbp=5"])).unwrap();
    assert_eq!(loaded.record.horizon.weeks, 26);
    assert_eq!(loaded.record.policy.prices.session_gbp, Some(5.0));
    assert_eq!(loaded.tree["horizon"]["weeks"], 26);
    assert_eq!(loaded.hash, scenario_sample::load(SAMPLE.replace('\n', "\r\n")).unwrap().hash);
    assert_eq!(loaded.hash.len(), 64);

    // The patches that a plan embeds make the same scenario again.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.yaml"), SAMPLE).unwrap();
    let again = load_with_patches(folder.path(), &loaded.patches).unwrap();
    assert_eq!((again.record, again.patches, again.hash), (loaded.record, loaded.patches, loaded.hash));
    assert_eq!(source_text(&again.file).as_deref(), Some(SAMPLE));
}

#[test]
fn variant_files_hold_a_variant_or_a_list_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let one = write("one.yaml", "id: year\npatches:\n  - set: {path: horizon.weeks, value: 52}\n");
    let two = write(
        "two.yaml",
        "- id: a\n  patches: [{remove: {path: meetings}}]\n- id: b\n  patches: [{set: {path: service.name, value: B}}]\n",
    );
    let loaded = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&["longer", &one, &two], &[])).unwrap();
    assert_eq!((loaded.record.horizon.weeks, loaded.record.meetings.len()), (52, 0));
    assert_eq!(loaded.record.service.name, "B");
    assert_eq!(loaded.patches.len(), 4);

    // Those of a file can also be named one by one, and stand on others of the file or of the scenario.
    let names = [&format!("{two}#b")];
    let loaded = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&names.map(|n| n.as_str()), &[])).unwrap();
    assert_eq!((loaded.record.service.name.as_str(), loaded.patches.len()), ("B", 1));
    let on =
        write("on.yaml", "- {id: top, on: [under, longer]}\n- {id: under, patches: [{remove: {path: meetings}}]}\n");
    let top = format!("{on}#top");
    let loaded = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&[&top], &[])).unwrap();
    assert_eq!((loaded.record.horizon.weeks, loaded.record.meetings.len()), (26, 0));
    let unknown = format!("{two}#c");
    let findings = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&[&unknown], &[])).map(|_| ()).unwrap_err();
    assert_eq!(findings[0].allowed, ["a", "b"]);

    let bad = write("bad.yaml", "id: year\npatches:\n  - set: {path: horizon.weeks, value: 0}\n  - sett: {}\n");
    let findings = load_text("sample.yaml", SAMPLE.as_bytes(), &selection(&[&bad], &[])).map(|_| ()).unwrap_err();
    assert_eq!(findings[0].place.as_ref().unwrap().to_string(), format!("{bad}:4:5"));
    assert_eq!(findings[0].did_you_mean.as_deref(), Some("set"));
}

#[test]
fn a_grid_and_a_stack_make_the_patches_that_they_say() {
    let text = edited("variants:\n", &format!("variants:\n{SESSIONS}  - {{id: both, on: [longer, two-teachers]}}\n"));
    let load = |names: &[&str]| load_text("sample.yaml", text.as_bytes(), &selection(names, &["horizon.weeks=7"]));
    let of_grid = load(&["longer+sessions:5,@2"]).unwrap();
    let paths: Vec<&str> = of_grid.patches.iter().map(PatchRecord::path).collect();
    assert_eq!(paths, ["horizon.weeks", "horizon.weeks", "service.name", "horizon.weeks"]);
    assert_eq!((of_grid.record.horizon.weeks, of_grid.record.service.name.as_str()), (7, "a longer name"));
    let both = load(&["both"]).unwrap();
    let apart = load(&["longer", "two-teachers"]).unwrap();
    assert_eq!((both.patches, both.record), (apart.patches, apart.record));
}

#[test]
fn merges_let_own_keys_win() {
    let text = edited("  - id: at-1\n", "  - &first\n    id: at-1\n")
        .replace("measures:\n", "  - <<: *first\n    id: at-2\n    wte: 0.2\nmeasures:\n");
    let loaded = scenario_sample::load(text).unwrap();
    let [first, second] = loaded.record.practitioners.as_slice() else { panic!() };
    assert_eq!((first.wte, second.wte, second.id.as_str()), (0.4, 0.2, "at-2"));
    assert_eq!(first.available, second.available);
}
