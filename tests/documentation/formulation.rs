//! `docs/formulation.md`, from the docstrings of the model.

use crate::keys;
use crate::page::{anchor, compare, made_from, sentence, table};
use equipoise::service::RuleId;
use std::collections::BTreeSet;
use std::path::Path;
use syn::visit::Visit;

/// A docstring that states a rule: it begins with the rule's name in bold type.
struct Stated {
    /// The file it stands in.
    file: String,
    /// The words in bold type: `F3 capacity, R7 group size`.
    heading: String,
    /// What follows.
    text: String,
}

impl Stated {
    /// A docstring, if it states a rule.
    fn of(file: &str, doc: &str) -> Option<Self> {
        let (heading, text) = doc.strip_prefix("**")?.split_once("**")?;
        let heading = heading.trim_end_matches('.').to_owned();
        Some(Self { file: file.to_owned(), heading, text: text.trim().to_owned() })
    }

    /// The rules it names, in their order.
    fn rules(&self) -> Vec<RuleId> {
        let words: BTreeSet<&str> = self.heading.split([' ', ',']).collect();
        RuleId::ALL.iter().copied().filter(|rule| words.contains(rule.code())).collect()
    }

    /// Whether it bears a rule's own name: `R3 rooms`, and not `R3 closures`.
    fn is_named_for(&self, rule: RuleId) -> bool {
        self.heading.contains(&rule.name().replace('-', " "))
    }

    /// What a reader needs and does not find.
    fn lacks(&self) -> Vec<String> {
        let labels = ["- Columns: ", "- Units: ", "- YAML: ", "- Dual: "].iter();
        let missing = labels.filter(|label| !self.text.contains(**label));
        missing.map(|label| format!("{} ({}) has no line `{label}`", self.heading, self.file)).collect()
    }

    /// The keys of a scenario that it names.
    fn keys(&self) -> Vec<String> {
        let yaml = self.text.split("- YAML: ").nth(1).unwrap_or_default();
        let yaml = yaml.split("\n- ").next().unwrap_or_default();
        yaml.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn section(&self) -> String {
        // links within the code's own documentation lead nowhere on a page
        let text = self.text.replace("[`", "`").replace("`]", "`");
        format!("### {}\n\n{text}\n\nCode: [{file}](../{file})\n\n", self.heading, file = self.file)
    }
}

/// The docstrings of a file's functions that state a rule.
struct Docstrings<'f> {
    file: &'f str,
    found: Vec<Stated>,
}

impl<'ast> Visit<'ast> for Docstrings<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.found.extend(Stated::of(self.file, &doc(&function.attrs)));
    }
}

/// The text of doc comments.
fn doc(attributes: &[syn::Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("doc")) {
        if let syn::Meta::NameValue(value) = &attribute.meta
            && let syn::Expr::Lit(literal) = &value.value
            && let syn::Lit::Str(line) = &literal.lit
        {
            let line = line.value();
            text.push_str(line.strip_prefix(' ').unwrap_or(&line));
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

fn read(file: &str) -> syn::File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
    syn::parse_file(&text).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// What the files of the model state: the rules in their order, then what names no rule (the objective).
fn stated() -> Vec<Stated> {
    let mut files = vec!["src/model/objective.rs".to_owned()];
    for folder in ["src/model/flow", "src/model/rota", "src/model/weeks"] {
        let entries = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        files.extend(entries.map(|e| format!("{folder}/{}", e.unwrap().file_name().to_string_lossy())));
    }
    files.sort();
    let mut found: Vec<Stated> = files
        .iter()
        .flat_map(|name| {
            let mut docstrings = Docstrings { file: name, found: Vec::new() };
            docstrings.visit_file(&read(name));
            docstrings.found
        })
        .collect();
    // what bears a rule's own name comes before what states more of it
    found.sort_by_key(|s| s.rules().first().map_or((usize::MAX, false), |rule| (place(*rule), !s.is_named_for(*rule))));
    found
}

fn place(rule: RuleId) -> usize {
    RuleId::ALL.iter().position(|r| *r == rule).unwrap()
}

/// The long-run model is stated whole, at the head of its file.
fn steady() -> Stated {
    let file = "src/model/steady.rs";
    let doc = doc(&read(file).attrs);
    let text = doc.strip_prefix("The steady state: ").unwrap_or(&doc);
    Stated { file: file.to_owned(), heading: "The steady state".to_owned(), text: sentence(text) }
}

fn page() -> String {
    let all = stated();
    let mut text = made_from("the docstrings under src/model");
    text.push_str(include_str!("formulation.md"));
    text.push_str("\n## The rules\n\n");
    let rows: Vec<Vec<String>> = RuleId::ALL
        .iter()
        .map(|rule| {
            let sections = all.iter().filter(|s| s.rules().contains(rule));
            let links: Vec<String> = sections.map(|s| format!("[{}](#{})", s.heading, anchor(&s.heading))).collect();
            vec![rule.code().to_owned(), format!("`{}`", rule.name()), sentence(rule.text()), links.join("; ")]
        })
        .collect();
    text.push_str(&table(&["rule", "name in findings", "says", "sections"], &rows));
    let of = |letter: char| all.iter().filter(move |s| s.rules().iter().any(|rule| rule.code().starts_with(letter)));
    text.push_str("## The flow of patients\n\n");
    of('F').for_each(|s| text.push_str(&s.section()));
    text.push_str("## The rota\n\n");
    let weekly = |s: &Stated| s.file.starts_with("src/model/weeks");
    let of_rota = |s: &&Stated| !s.rules()[0].code().starts_with('F');
    of('R').filter(of_rota).filter(|s| !weekly(s)).for_each(|s| text.push_str(&s.section()));
    text.push_str("## The planner's weeks\n\n");
    text.push_str(include_str!("weeks.md"));
    of('R').filter(of_rota).filter(|s| weekly(s)).for_each(|s| text.push_str(&s.section()));
    text.push_str("## What is maximised, and the long run\n\n");
    all.iter().filter(|s| s.rules().is_empty()).for_each(|s| text.push_str(&s.section()));
    text.push_str(&steady().section());
    format!("{}\n", text.trim_end())
}

#[test]
fn the_formulation_is_what_the_docstrings_say() {
    compare("formulation.md", &page());
}

#[test]
fn every_rule_is_stated_under_its_own_name_once_and_wholly() {
    let all = stated();
    let mut faults: Vec<String> = Vec::new();
    for rule in RuleId::ALL {
        let times = all.iter().filter(|s| s.rules().contains(rule) && s.is_named_for(*rule)).count();
        if times != 1 {
            faults.push(format!("{rule} is stated {times} times under its own name"));
        }
    }
    let known = keys::paths();
    for stated in all.iter().chain([&steady()]) {
        faults.extend(stated.lacks());
        let keys = stated.keys();
        let unknown = keys.iter().filter(|key| !known.contains(*key));
        faults.extend(unknown.map(|key| format!("{} names `{key}`, which no scenario has", stated.heading)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_docstring_that_says_too_little_is_seen() {
    let text =
        "**F3 capacity, R7 group size.** Hours.\n\n- Units: hours.\n- YAML: `rooms[].kind`,\n  `rom`.\n- Dual: `x`.";
    let stated = Stated::of("a.rs", text).unwrap();
    assert_eq!(stated.rules(), [RuleId::Capacity, RuleId::GroupSize]);
    assert_eq!(stated.lacks(), ["F3 capacity, R7 group size (a.rs) has no line `- Columns: `"]);
    assert_eq!(stated.keys(), ["rooms[].kind", "rom"]);
    assert!(keys::paths().contains("rooms[].kind") && !keys::paths().contains("rom"));
    assert!(Stated::of("a.rs", "Adds a row.").is_none());
}
