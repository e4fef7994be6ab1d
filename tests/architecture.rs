//! The house stands as drawn: data goes one way through the rooms, and the small habits hold.
//!
//! The table below is the drawing (docs/architecture.md says why). The tests read every source file with `syn`.

#[path = "architecture/project.rs"]
mod project;
#[path = "architecture/references.rs"]
mod references;
#[path = "architecture/sources.rs"]
mod sources;

use references::Reference;
use sources::Source;
use std::collections::BTreeSet;
use std::path::Path;

/// A room and the rooms it may import. Every room may import itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("scenario", &["base"]),
    ("service", &["base", "scenario"]),
    ("plan", &["base", "service"]),
    ("engine", &["base"]),
    ("model", &["base", "service", "plan", "engine"]),
    // The checker shares the problem and the answer with the solver side, and nothing else.
    ("verify", &["base", "service", "plan"]),
    ("strategy", &["base", "scenario", "service", "plan", "engine", "model"]),
    ("study", &["base", "scenario", "service", "plan", "engine", "model", "verify", "strategy"]),
    ("record", &["base", "scenario", "service", "plan", "engine", "model", "verify", "strategy", "study"]),
    // Reports are made from records. They may name what records consist of (ids and units, a plan's rows, the
    // service's own words such as aims), but nothing that reads, solves or checks.
    ("report", &["base", "service", "plan", "record"]),
    (
        "cli",
        &["base", "scenario", "service", "plan", "engine", "model", "verify", "strategy", "study", "record", "report"],
    ),
];

/// `mod.rs` files that hold the room's central types beside its list of files.
const MOD_FILES_WITH_TYPES: &[&str] = &["src/service/mod.rs", "src/plan/mod.rs"];

/// What is wrong with a reference made from a module, if anything.
fn fault(module: &[String], reference: &Reference) -> Option<String> {
    let Some(room) = module.first() else {
        // The crate's root lists the rooms; `main.rs` uses them.
        return None;
    };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
        return Some(format!("`{room}` is no room: add it to the table, in its place"));
    };
    match reference {
        Reference::AboveTheRoot(written) => Some(format!("`{written}` leads out of the crate")),
        Reference::Inside(path) => match path.first() {
            None => Some("the crate's root is imported as a whole: name the room".to_owned()),
            Some(target) if target == room || allowed.contains(&target.as_str()) => None,
            Some(target) if ROOMS.iter().any(|(name, _)| name == target) => {
                Some(format!("`{room}` may not import `{target}` (crate::{})", path.join("::")))
            }
            Some(_) => Some(format!("crate::{} is in no room", path.join("::"))),
        },
    }
}

/// The faults of all references in a text, as if it stood in a module.
fn faults_in(module: &[&str], text: &str) -> Vec<String> {
    let module: Vec<String> = module.iter().map(|&m| m.to_owned()).collect();
    let file = syn::parse_file(text).expect("the snippet is Rust");
    let found = references::references(&module, &file);
    found.iter().filter_map(|(module, reference)| fault(module, reference)).collect()
}

fn crate_sources() -> Vec<Source> {
    sources::crate_sources(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn imports_go_one_way_through_the_rooms() {
    let mut faults = BTreeSet::new();
    for source in crate_sources() {
        for (module, reference) in references::references(&source.module, &source.file) {
            faults.extend(fault(&module, &reference).map(|f| format!("{}: {f}", source.path)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_table_itself_runs_one_way() {
    for (place, (room, allowed)) in ROOMS.iter().enumerate() {
        for target in *allowed {
            let above = ROOMS[..place].iter().any(|(name, _)| name == target);
            assert!(above, "`{target}` does not stand above `{room}`");
        }
    }
}

#[test]
fn every_module_of_the_crate_root_is_a_room() {
    let sources = crate_sources();
    let rooms: BTreeSet<&str> = sources.iter().filter_map(|s| s.module.first()).map(String::as_str).collect();
    let known: BTreeSet<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    assert!(rooms.is_subset(&known), "not in the table: {:?}", rooms.difference(&known).collect::<Vec<_>>());
    assert!(rooms.contains("base") && rooms.contains("service"), "the walk lost its way: it found only {rooms:?}");
}

#[test]
fn every_source_file_belongs_to_the_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let strays = sources::strays(root).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(strays.is_empty(), "no `mod` leads to {strays:?}");
}

#[test]
fn mod_files_hold_no_logic() {
    let mut faults = Vec::new();
    for source in crate_sources().iter().filter(|s| s.path.ends_with("/mod.rs") || s.path.ends_with("src/lib.rs")) {
        if !MOD_FILES_WITH_TYPES.contains(&source.path.as_str()) {
            faults.extend(sources::logic(&source.file).into_iter().map(|f| format!("{}: {f}", source.path)));
        }
    }
    assert!(faults.is_empty(), "move these to a file of their own:\n{}", faults.join("\n"));
}

#[test]
fn nothing_is_left_unfinished_or_unprintable() {
    let faults = project::faults(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The tests above would pass too if they saw nothing: here is what they must see.
mod the_tests_can_fail {
    use super::*;

    #[test]
    fn each_way_of_writing_an_import_is_seen() {
        for text in [
            "use crate::model;",
            "use crate::model::flow::Queue;",
            "use crate::{base::ids::SiteId, model::flow};",
            "use crate::{base::{ids::SiteId, units}, service::Service, model::{self, flow}};",
            "use crate::model::*;",
            "use crate::model as formulation;",
            "pub(crate) use crate::model::flow;",
            "use super::super::model::flow;",
            "use super::super::{base::ids, model::flow};",
            "use self::super::super::model;",
            "fn f() { use crate::model::flow; }",
            "fn f() -> crate::model::Rows { todo() }",
            "fn f() { let rows = crate::model::rows(); }",
            "fn f() { let rows = super::super::model::rows(); }",
            "struct S(Vec<crate::model::Row>);",
            "impl crate::model::Rule for S {}",
            "fn f<T: crate::model::Rule>() {}",
            "fn f() { println!(\"{}\", crate::model::rows()); }",
            "fn f() { assert!(matches!(x, super::super::model::Row { .. })); }",
            "macro_rules! m { () => { $crate::model::rows() } }",
            "#[derive(crate::model::Rule)] struct S;",
            "#[serde(default = \"crate::model::rows\")] struct S;",
            "mod inner { use super::super::super::model::flow; }",
        ] {
            let faults = faults_in(&["verify", "queue"], text);
            assert!(faults.iter().any(|f| f.contains("`verify` may not import `model`")), "{text}: {faults:?}");
        }
    }

    #[test]
    fn what_runs_the_right_way_passes() {
        for text in [
            "use crate::base::ids::SiteId;",
            "use crate::{plan::Plan, service::{self, Service}};",
            "use super::report::Finding; use super::super::plan::Plan;",
            "use self::inner::X; mod inner { pub struct X; use super::super::queue; }",
            "use std::model::x; use good_lp::model;",
            "fn f(model: u32) { let verify = model; }",
            "#[cfg(test)] mod tests { use crate::model::flow; }",
            "#[cfg(all(test, feature = \"highs\"))] mod tests { fn f() { crate::strategy::solve(); } }",
            "/// As [`crate::model`] does.\nfn f() {}",
            "fn f() { println!(\"crate::model\"); }",
        ] {
            assert_eq!(faults_in(&["verify", "queue"], text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn each_room_is_held_to_its_own_row() {
        let sees =
            |room: &str, target: &str| faults_in(&[room, "file"], &format!("use crate::{target}::x;")).is_empty();
        for (from, to) in [
            ("base", "scenario"),
            ("scenario", "service"),
            ("service", "plan"),
            ("plan", "engine"),
            ("plan", "scenario"),
            ("engine", "service"),
            ("engine", "model"),
            ("model", "verify"),
            ("model", "strategy"),
            ("verify", "engine"),
            ("verify", "strategy"),
            ("strategy", "verify"),
            ("strategy", "study"),
            ("study", "record"),
            ("record", "report"),
            ("report", "study"),
            ("report", "model"),
            ("report", "cli"),
        ] {
            assert!(!sees(from, to), "{from} -> {to}");
        }
        for (from, to) in [("study", "verify"), ("record", "verify"), ("report", "record"), ("cli", "report")] {
            assert!(sees(from, to), "{from} -> {to}");
        }
    }

    #[test]
    fn ways_round_the_table_are_seen() {
        for text in ["use crate::*;", "use crate as house;", "use crate::{self as house};", "use super::super::*;"] {
            assert_eq!(faults_in(&["verify", "queue"], text).len(), 1, "{text}");
        }
        assert_eq!(faults_in(&["verify", "queue"], "use crate::Shortcut;"), ["crate::Shortcut is in no room"]);
        assert_eq!(faults_in(&["verify", "queue"], "use super::super::super::x;").len(), 1);
        assert_eq!(faults_in(&["attic", "file"], "use crate::base::ids;").len(), 1);
        assert_eq!(faults_in(&["verify", "queue"], "#[cfg(not(test))] mod m { use crate::model::x; }").len(), 1);
    }

    #[test]
    fn logic_in_a_mod_file_is_seen() {
        let logic = |text: &str| sources::logic(&syn::parse_file(text).expect("the snippet is Rust"));
        assert!(logic("//! Docs.\nmod a;\npub use a::B;\n#[cfg(test)] mod tests { fn f() {} }").is_empty());
        assert_eq!(logic("fn f() {}").len(), 1);
        assert_eq!(logic("mod a { fn f() {} }").len(), 1);
        assert_eq!(logic("pub struct S; impl S {} const C: u32 = 1;").len(), 3);
    }

    #[test]
    fn junk_in_a_file_is_seen() {
        let faults = |name: &str, text: &str| project::faults_of(name, text).len();
        assert_eq!(faults("docs/a.md", "an ordinary line: £5 → 6, see https://example.org/home/x and plan/work/y"), 0);
        assert_eq!(faults("docs/a.md", &format!("in {}home/ann/x", '/')), 1);
        assert_eq!(faults("docs/a.md", &format!("in `{}Users/ann/x`", '/')), 1);
        assert_eq!(faults("docs/a.md", &format!("in C:{0}Users{0}ann", '\\')), 1);
        assert_eq!(faults("docs/a.md", "one \u{2014} two"), 1);
        assert_eq!(faults("docs/a.md", "a\u{a0}b\nc\u{200b}d"), 2);
        assert_eq!(faults("docs/a.md", &format!("{} ours", "<".repeat(7))), 1);
        assert_eq!(faults("src/a.rs", &format!("fn f() {{ {}!() }}", "todo")), 1);
        assert_eq!(faults("docs/a.md", &format!("the {}! macro", "todo")), 0);
    }
}
