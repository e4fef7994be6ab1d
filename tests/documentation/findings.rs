//! `docs/findings.md`, from the tables of codes.

use crate::page::{compare, made_from, sentence, table};
use equipoise::base::finding::{Code, Severity};
use equipoise::service::RuleId;
use equipoise::{record, scenario, service, verify};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use syn::visit::Visit;

fn codes(codes: &[Code]) -> String {
    let rows: Vec<Vec<String>> = codes
        .iter()
        .map(|c| vec![format!("`{}`", c.name), c.severity.to_string(), sentence(c.meaning), sentence(c.fix)])
        .collect();
    table(&["code", "severity", "cause", "fix"], &rows)
}

/// The rules as the checker reports them.
fn rules() -> String {
    let rows: Vec<Vec<String>> = RuleId::ALL
        .iter()
        .map(|rule| {
            let severity = if *rule == RuleId::GroupSize { "error; warning under the least size" } else { "error" };
            let broken = format!("{} is broken: {}.", rule.code(), rule.text());
            vec![format!("`{}`", rule.name()), severity.to_owned(), broken]
        })
        .collect();
    table(&["code", "severity", "cause"], &rows)
}

fn page() -> String {
    let mut text = made_from("the tables of codes in src");
    text.push_str(include_str!("findings.md"));
    let mut part = |heading: &str, about: &str, table: String| {
        text.push_str(&format!("\n## {heading}\n\n{about}\n\n{}", table.trim_end()));
        text.push('\n');
    };
    part(
        "Reading a scenario",
        "What is wrong with the text, its shape, or a change to it (`--set`, `--variant`).",
        codes(scenario::CODES),
    );
    part(
        "What a scenario means",
        "What a careful colleague would catch in a scenario of the right shape.",
        codes(service::validate::CODES),
    );
    part("Reading a record", "What is wrong with a plan that is read back.", codes(record::CODES));
    part(
        "Checking a plan: its rows",
        "Rows that the checker cannot reckon with. A plan that `equipoise` has written has none.",
        codes(&verify::ROW_CODES),
    );
    part(
        "Checking a plan: the rules",
        "A rule that the plan's rows do not keep. Fix: mend the row that the finding names, as it says, or plan again. The \
         rules stand in [formulation.md](formulation.md).",
        rules(),
    );
    part(
        "Checking a plan: the figures",
        "A key figure that is not what the plan's rows make it.",
        codes(&verify::FIGURE_CODES),
    );
    text
}

#[test]
fn the_findings_index_is_what_the_code_can_say() {
    compare("findings.md", &page());
}

#[test]
fn codes_are_listed_once_and_explained() {
    let lists: [&[Code]; 5] =
        [scenario::CODES, service::validate::CODES, record::CODES, &verify::ROW_CODES, &verify::FIGURE_CODES];
    for list in lists {
        let names: BTreeSet<&str> = list.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), list.len(), "a code is listed twice: {:?}", list.iter().map(|c| c.name));
        for code in list {
            assert!(code.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{code:?}");
            assert!(!code.meaning.is_empty() && !code.fix.is_empty(), "{code:?}");
            assert!(!code.meaning.ends_with('.') && !code.fix.ends_with('.'), "{code:?}");
        }
    }
    let rules: BTreeSet<String> = RuleId::ALL.iter().map(|rule| rule.name()).collect();
    assert!(lists.iter().flat_map(|list| list.iter()).all(|c| !rules.contains(c.name)), "a code is named as a rule is");
    assert!(lists.iter().flat_map(|list| list.iter()).any(|c| c.severity == Severity::Note));
}

/// Codes written as they are in calls of `Finding::error` and its like: such codes are in no table.
struct Literals(Vec<String>);

impl<'ast> Visit<'ast> for Literals {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func {
            let names: Vec<String> = function.path.segments.iter().map(|s| s.ident.to_string()).collect();
            let of_finding = names.iter().rev().nth(1).is_some_and(|n| n == "Finding");
            for argument in call.args.iter().take(if of_finding { 2 } else { 0 }) {
                // `error(code, cause, fix)` and `new(severity, code, cause, fix)`: the cause may be a literal
                let at_code = names.last().is_some_and(|n| n == "new") != std::ptr::eq(argument, &call.args[0]);
                if let (true, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(code), .. })) = (at_code, argument) {
                    self.0.push(code.value());
                }
            }
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !module.attrs.iter().any(|a| a.path().is_ident("cfg")) {
            syn::visit::visit_item_mod(self, module);
        }
    }
}

fn literals(text: &str) -> Vec<String> {
    let mut found = Literals(Vec::new());
    found.visit_file(&syn::parse_file(text).unwrap());
    found.0
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn findings_take_their_codes_from_the_tables() {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for file in files {
        let strays = literals(&std::fs::read_to_string(&file).unwrap());
        assert!(strays.is_empty(), "{}: these codes are in no table: {strays:?}", file.display());
    }
    assert_eq!(literals("fn f() { Finding::error(\"stray\", \"a\", \"b\"); }"), ["stray"]);
    assert_eq!(literals("fn f() { Finding::new(severity, \"stray\", \"a\", \"b\"); }"), ["stray"]);
    assert!(literals("fn f() { Finding::note(codes::X, \"a\", \"b\"); }").is_empty());
}
