//! From what a user asks to compare to the single cases: variants, their grids and lists of values multiplied out.

use super::codes;
use super::selection::Selection;
use super::source::Sources;
use super::tree::Node;
use super::variants::{Library, Written, layers, without_folders};
use super::wording::quote;
use crate::base::finding::{Finding, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The most cases of one comparison.
pub const MOST_CASES: usize = 10_000;

/// A scenario with some changes: one side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it is called: its variants and settings.
    pub id: String,
    /// The question that it asks, as a manager would put it.
    pub description: Option<String>,
    /// What it changes.
    pub selection: Selection,
}

/// The sides of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// What all have in common: what is set to one value.
    pub base: Selection,
    /// The cases, in the order in which they are written.
    pub cases: Vec<Case>,
}

/// Every variant that is asked for by name, or each of the scenario if none is; with every combination of what is set to
/// lists of values. If only lists are asked for, they are compared by themselves. What is set to one value is set in all.
pub(super) fn all(asked: &Selection, root: &Node, sources: &mut Sources, findings: &mut Vec<Finding>) -> Cases {
    let (lists, single): (Vec<_>, Vec<_>) =
        asked.sets.iter().map(|set| (set, values(set))).partition(|x| x.1.len() > 1);
    let base = Selection {
        variants: Vec::new(),
        sets: single.into_iter().map(|(set, _)| set.clone()).collect(),
        ..asked.clone()
    };
    let mut library = Library::new(root);
    let named: Vec<(Vec<String>, Option<String>)> = if !asked.variants.is_empty() {
        asked.variants.iter().flat_map(|text| named(text, &mut library, sources, findings)).collect()
    } else if lists.is_empty() {
        let own: Vec<_> = library.own().cloned().collect();
        own.iter().flat_map(|written| of(written, findings)).collect()
    } else {
        vec![(Vec::new(), None)]
    };
    let combinations: usize = lists.iter().fold(1, |product, (_, values)| product.saturating_mul(values.len()));
    if named.len().saturating_mul(combinations) > MOST_CASES {
        findings.push(too_many(
            "the variants and lists of values",
            Place::Argument {
                argument: asked.sets.iter().map(|set| format!("--set {set}")).collect::<Vec<_>>().join(" "),
                path: String::new(),
            },
        ));
        return Cases { base, cases: Vec::new() };
    }
    let mut settings: Vec<Vec<String>> = vec![Vec::new()];
    for (_, values) in &lists {
        let with = |set: &Vec<String>| {
            values.iter().map(|value| [set.as_slice(), std::slice::from_ref(value)].concat()).collect()
        };
        settings = settings.iter().flat_map(|set| -> Vec<Vec<String>> { with(set) }).collect();
    }
    let case = |(variants, description): &(Vec<String>, Option<String>), lists: &Vec<String>| {
        let stack = without_folders(&variants.join("+"));
        let id: Vec<&str> =
            std::iter::once(stack.as_str()).filter(|s| !s.is_empty()).chain(lists.iter().map(String::as_str)).collect();
        let sets = base.sets.iter().chain(lists).cloned().collect();
        Case {
            id: id.join(" "),
            description: description.clone(),
            selection: Selection { variants: variants.clone(), sets, ..base.clone() },
        }
    };
    let mut cases: Vec<Case> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut named_so: BTreeMap<String, usize> = BTreeMap::new();
    for one in named.iter().flat_map(|variant| settings.iter().map(|lists| case(variant, lists))) {
        // Asked for twice it is there once; another of the same name is told from the first.
        if seen.insert(one.selection.variants.join("+") + "\n" + &one.selection.sets.join("\n")) {
            let of_its_name = named_so.entry(one.id.clone()).or_insert(0);
            *of_its_name += 1;
            let id = if *of_its_name > 1 { format!("{} ({of_its_name})", one.id) } else { one.id.clone() };
            cases.push(Case { id, ..one });
        }
    }
    Cases { base, cases }
}

/// The cases that a name stands for, as stacks of single variants.
fn named(
    text: &str,
    library: &mut Library,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Vec<(Vec<String>, Option<String>)> {
    let mut stacks = vec![(Vec::new(), Vec::new())];
    for layer in layers(text) {
        let mut single = Vec::new();
        for written in library.named(layer, sources, findings) {
            // A name that says which of a grid it means is taken as it stands.
            match layer.contains(':') {
                true => single.push((layer.to_owned(), written.description())),
                false => single.extend(
                    of(&written, findings).into_iter().map(|(names, description)| (names.concat(), description)),
                ),
            }
        }
        let on_top = |(names, about): &(Vec<String>, Vec<String>), (name, description): &(String, Option<String>)| {
            let names = [names.as_slice(), std::slice::from_ref(name)].concat();
            (names, about.iter().chain(description).cloned().collect())
        };
        stacks = stacks.iter().flat_map(|stack| single.iter().map(move |one| on_top(stack, one))).collect();
        if stacks.len() > MOST_CASES {
            findings
                .push(too_many(text, Place::Argument { argument: format!("--variant {text}"), path: String::new() }));
            return Vec::new();
        }
    }
    let described = |about: Vec<String>| (!about.is_empty()).then(|| about.join(" And: "));
    stacks.into_iter().map(|(names, about)| (names, described(about))).collect()
}

/// A variant, or every combination of its grid.
fn of(written: &Written, findings: &mut Vec<Finding>) -> Vec<(Vec<String>, Option<String>)> {
    let Some(names) = written.names(MOST_CASES) else {
        findings.push(too_many(
            written.id(),
            Place::Argument { argument: format!("--variant {}", written.id()), path: String::new() },
        ));
        return Vec::new();
    };
    names.into_iter().map(|name| (vec![name], written.description())).collect()
}

fn too_many(what: &str, at: Place) -> Finding {
    let cause = format!("{} multiply out to more than {MOST_CASES} variants", quote(what));
    Finding::error(codes::TOO_MANY_VARIANTS, cause, "leave out some values, or compare in several goes").at(at)
}

/// The settings that `PATH=VALUE,VALUE` stands for: commas outside brackets and quotes part them.
fn values(set: &str) -> Vec<String> {
    let Some((path, values)) = set.split_once('=') else { return vec![set.to_owned()] };
    let mut parts = vec![String::new()];
    let (mut depth, mut quoted) = (0_usize, None);
    for c in values.chars() {
        match (c, quoted) {
            (',', None) if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) => depth = depth.saturating_sub(1),
            ('"' | '\'', None) if parts.last().is_none_or(|part| part.trim().is_empty() || depth > 0) => {
                quoted = Some(c)
            }
            (c, Some(open)) if c == open => quoted = None,
            _ => {}
        }
        parts.last_mut().expect("one at least").push(c);
    }
    parts.into_iter().map(|value| format!("{}={}", path.trim(), value.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Opened;
    use std::io::Write;

    const TEXT: &str = r#"
equipoise: 1
variants:
  - {id: one, description: What if one?}
  - {id: two, on: [one]}
  - id: grid
    description: What if more?
    grid:
      horizon.weeks: [4, 5]
      service.name: [short, "a name with blanks"]
"#;

    fn ids(variants: &[&str], sets: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(TEXT.as_bytes()).unwrap();
        let own = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect();
        let asked = Selection { variants: own(variants), sets: own(sets), ..Selection::default() };
        match Opened::open(file.path()).unwrap().cases(&asked) {
            Ok(cases) => Ok(cases.cases.into_iter().map(|case| case.id).collect()),
            Err(findings) => Err(findings.into_iter().map(|f| f.code).collect()),
        }
    }

    #[test]
    fn without_names_all_variants_are_compared_and_grids_multiply_out() {
        let all = ids(&[], &["horizon.start=2026-01-05"]).unwrap();
        assert_eq!(all, ["one", "two", "grid:4,@1", "grid:4,@2", "grid:5,@1", "grid:5,@2"]);
    }

    #[test]
    fn names_are_stacked_and_multiplied_with_lists() {
        assert_eq!(ids(&["one+two"], &["a=1, 2"]).unwrap(), ["one+two a=1", "one+two a=2"]);
        assert_eq!(ids(&["grid:4,@2", "two"], &[]).unwrap(), ["grid:4,@2", "two"]);
        assert_eq!(ids(&[], &["a=[1,2],{b: 3, c: 4}", "d='x, y',z"]).unwrap().len(), 4);
        assert_eq!(ids(&["grid+one"], &[]).unwrap()[0], "grid:4,@1+one");
        assert_eq!(ids(&["one", "two", "one"], &[]).unwrap(), ["one", "two"]);
    }

    #[test]
    fn too_many_and_unknown_ones_are_findings() {
        assert_eq!(ids(&["three"], &[]).unwrap_err(), ["unknown-variant"]);
        let list = format!("a={}", (0..200).map(|i| i.to_string()).collect::<Vec<_>>().join(","));
        let other = list.replace("a=", "b=");
        assert_eq!(ids(&["one"], &[&list, &other]).unwrap_err(), ["too-many-variants"]);
    }

    #[test]
    fn a_stack_is_described_by_all_of_it() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(TEXT.as_bytes()).unwrap();
        let asked = Selection {
            variants: vec!["one+grid:4,@1".to_owned()],
            sets: vec!["a=1".to_owned()],
            ..Selection::default()
        };
        let cases = Opened::open(file.path()).unwrap().cases(&asked).unwrap();
        assert_eq!(cases.base.sets, ["a=1"]);
        assert_eq!(cases.cases[0].description.as_deref(), Some("What if one? And: What if more?"));
        assert_eq!(cases.cases[0].selection.variants, ["one", "grid:4,@1"]);
        assert_eq!(cases.cases[0].selection.sets, ["a=1"]);
    }
}
