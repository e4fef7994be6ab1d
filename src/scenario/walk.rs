//! The walker: holds the tree to the shape and collects everything that does not fit.

use super::codes;
use super::forms;
use super::library::REFERENCE;
use super::scalar::Leaf;
use super::shape::{Form, Key, Shape};
use super::source::{Origin, Sources};
use super::tree::{Map, Node, Tree, entry_part, join};
use super::wording::{describe, name, quote, shorten};
use crate::base::finding::Finding;

/// The most findings that a scenario is given at once.
pub(super) const MOST_FINDINGS: usize = 1000;

/// Everything in a tree that does not fit a shape.
pub(super) fn walk(shape: &Shape, node: &Node, path: &str, sources: &Sources) -> Vec<Finding> {
    let mut walker = Walker { sources, findings: Vec::new() };
    walker.value(shape, node, path, false);
    walker.findings
}

struct Walker<'s> {
    sources: &'s Sources,
    findings: Vec<Finding>,
}

impl Walker<'_> {
    /// `may_be_left_out`: whether the value stands under a key that need not be written.
    fn value(&mut self, shape: &Shape, node: &Node, path: &str, may_be_left_out: bool) {
        if self.is_full() {
            return;
        }
        if node.is_null() && !matches!(shape, Shape::Optional(_) | Shape::Anything) {
            return self.nothing_written(shape, node, path, may_be_left_out);
        }
        match (shape, &node.tree) {
            (Shape::Anything, _) => {}
            (Shape::Optional(inner), _) => {
                if !node.is_null() {
                    self.value(inner, node, path, true);
                }
            }
            (Shape::Flag, Tree::Leaf(Leaf::Flag(..))) => {}
            (&Shape::Number { whole, least, most }, Tree::Leaf(Leaf::Number(number, raw))) => {
                let value = number.as_f64().unwrap_or_default();
                if whole && !number.is_i64() && !number.is_u64() {
                    self.not_whole(node, path, value, raw);
                } else if least.is_some_and(|least| value < least) || most.is_some_and(|most| value > most) {
                    self.out_of_range(node, path, raw, value, least, most);
                }
            }
            (Shape::Text(form), Tree::Leaf(Leaf::Text(text))) => self.text(*form, text, node, path),
            (Shape::Word(words), Tree::Leaf(Leaf::Text(text))) => {
                if !words.contains(text) {
                    self.push(
                        node.at,
                        path,
                        Finding::error(
                            codes::UNKNOWN_WORD,
                            format!("{} cannot be {}", name(path), quote(text)),
                            "use one of the words allowed",
                        )
                        .with_allowed(&shorten(text), words),
                    );
                }
            }
            (Shape::List { entry, least, most }, Tree::List(items)) => {
                self.length(items.len(), *least, *most, node, path);
                for (index, item) in items.iter().enumerate() {
                    self.value(entry, item, &join(path, &entry_part(item, index)), false);
                }
            }
            (Shape::Table(value), Tree::Map(map)) => {
                for entry in &map.entries {
                    self.value(value, &entry.node, &join(path, &entry.key), false);
                }
            }
            (Shape::Record(keys), Tree::Map(map)) => self.record(keys, map, node, path),
            (Shape::Choice(cases), Tree::Map(map)) => self.choice(cases, map, node, path),
            _ => self.wrong_type(shape, node, path),
        }
    }

    fn record(&mut self, keys: &[Key], map: &Map, node: &Node, path: &str) {
        for entry in &map.entries {
            if self.is_full() {
                return;
            }
            let own_path = join(path, &entry.key);
            let Some(key) = keys.iter().find(|k| k.name == entry.key) else {
                self.unknown_key(keys, &entry.key, entry.key_at, path, &own_path);
                continue;
            };
            self.value(&key.shape, &entry.node, &own_path, !key.required);
        }
        // what a record fills in is there by now, unless there is no such record, of which is told elsewhere
        let referred = map.get(REFERENCE).is_some();
        let must = |key: &&Key| key.required && !(referred && key.unless_referred);
        for key in keys.iter().filter(must).filter(|key| map.get(&key.name).is_none()) {
            let removed = map.removed.iter().find(|(removed, _)| *removed == key.name);
            let (at, cause) = match removed {
                Some((_, at)) => (*at, format!("without `{}`, {} is not complete", key.name, name(path))),
                None => (node.at, format!("{} has no `{}`", name(path), key.name)),
            };
            let fix = match removed {
                Some(_) => "set it to another value instead of removing it".to_owned(),
                None => format!("add `{}:` ({})", key.name, uncapitalised(&key.about)),
            };
            self.push(at, path, Finding::error(codes::MISSING_KEY, cause, fix));
        }
    }

    fn unknown_key(&mut self, keys: &[Key], written: &str, at: Origin, path: &str, own_path: &str) {
        let cause = format!("{} has no key {}", name(path), quote(written));
        let finding = if keys.is_empty() {
            Finding::error(codes::UNKNOWN_KEY, cause, "remove it: nothing belongs here but `{}`")
        } else {
            Finding::error(codes::UNKNOWN_KEY, cause, "correct its name, or remove it")
                .with_allowed(&shorten(written), keys.iter().map(|k| &k.name))
        };
        self.push(at, own_path, finding);
    }

    fn choice(&mut self, cases: &[Key], map: &Map, node: &Node, path: &str) {
        let names: Vec<&str> = cases.iter().map(|c| c.name.as_str()).collect();
        match map.entries.as_slice() {
            [entry] => match cases.iter().find(|c| c.name == entry.key) {
                Some(case) => self.value(&case.shape, &entry.node, &join(path, &entry.key), false),
                None => self.unknown_key(cases, &entry.key, entry.key_at, path, &join(path, &entry.key)),
            },
            entries => {
                let cause = match entries.len() {
                    0 => format!("{} is an empty map; it must have one key", name(path)),
                    n => format!("{} has {n} keys; it must have one", name(path)),
                };
                let unknown = entries.iter().find(|e| !names.contains(&e.key.as_str()));
                let written = unknown.map_or("", |e| e.key.as_str());
                self.push(
                    node.at,
                    path,
                    Finding::error(codes::NOT_ONE_CHOICE, cause, "keep exactly one of the keys allowed")
                        .with_allowed(&shorten(written), names),
                );
            }
        }
    }

    fn text(&mut self, form: Form, text: &str, node: &Node, path: &str) {
        if let Some(finding) = forms::fault(form, text, path) {
            self.push(node.at, path, finding);
        }
    }

    fn length(&mut self, length: usize, least: usize, most: Option<usize>, node: &Node, path: &str) {
        if length >= least && most.is_none_or(|most| length <= most) {
            return;
        }
        let entries = |n: usize| if n == 1 { "1 entry".to_owned() } else { format!("{n} entries") };
        let must = match most {
            Some(most) if most == least => format!("exactly {}", entries(most)),
            Some(most) if length > most => format!("at most {}", entries(most)),
            _ => format!("at least {}", entries(least)),
        };
        self.push(
            node.at,
            path,
            Finding::error(
                codes::WRONG_LENGTH,
                format!("{} has {}; it must have {must}", name(path), entries(length)),
                if length < least { "add what is missing" } else { "remove what is too much" },
            ),
        );
    }

    fn not_whole(&mut self, node: &Node, path: &str, value: f64, raw: &str) {
        let fix = if value.fract() == 0.0 && value.abs() < 1e15 {
            format!("write `{value}`")
        } else {
            "write a whole number".to_owned()
        };
        let cause = format!("{} must be a whole number, not {}", name(path), quote(raw));
        self.push(node.at, path, Finding::error(codes::WRONG_TYPE, cause, fix));
    }

    fn out_of_range(&mut self, node: &Node, path: &str, raw: &str, value: f64, least: Option<f64>, most: Option<f64>) {
        // That a whole number must fit its record is worth saying only to somebody who has written a larger one.
        let most = most.filter(|&most| most < f64::from(u32::MAX) || value > most);
        let range = match (least, most) {
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
            (None, None) => return,
        };
        let share = most.filter(|&most| least == Some(0.0) && most <= 1.0).filter(|most| value / 100.0 <= *most);
        let fix = if share.is_some() && value >= 1.0 {
            format!("write a share between 0 and 1: `{}` for {value} %", value / 100.0)
        } else {
            format!("write a number {}{range}", if range.starts_with("at") { "of " } else { "" })
        };
        let cause = format!("{} is {}; it must be {range}", name(path), quote(raw));
        self.push(node.at, path, Finding::error(codes::OUT_OF_RANGE, cause, fix));
    }

    fn nothing_written(&mut self, shape: &Shape, node: &Node, path: &str, may_be_left_out: bool) {
        let fix = match (shape, may_be_left_out) {
            (Shape::List { least: 0, .. }, true) => "write `[]`, or leave the key out".to_owned(),
            (Shape::List { least: 0, .. }, false) => "write the entries, or `[]` for none".to_owned(),
            (Shape::Record(keys), _) if keys.is_empty() => "write `{}`".to_owned(),
            (_, true) => format!("write {}, or leave the key out", expected(shape)),
            (_, false) => format!("write {}", expected(shape)),
        };
        let cause = format!("nothing is written for {}", name(path));
        self.push(node.at, path, Finding::error(codes::WRONG_TYPE, cause, fix));
    }

    fn wrong_type(&mut self, shape: &Shape, node: &Node, path: &str) {
        let cause = format!("{} must be {}, not {}", name(path), expected(shape), describe(node));
        let mut finding = Finding::error(codes::WRONG_TYPE, cause, forms::fix_of_kind(shape, node, path));
        match (shape, &node.tree) {
            (Shape::Flag, Tree::Leaf(Leaf::Text(text))) => {
                finding = finding.with_allowed(&shorten(text), ["true", "false"]);
                finding.did_you_mean = forms::flag_meant(text).map(|flag| flag.to_string()).or(finding.did_you_mean);
            }
            (Shape::Choice(cases), Tree::Leaf(Leaf::Text(text))) => {
                finding = finding.with_allowed(&shorten(text), cases.iter().map(|c| &c.name));
                // The word itself may be right, and only its form wrong; the fix says so.
                finding.did_you_mean.take_if(|meant| meant == text);
            }
            (Shape::Word(words), _) => finding = finding.with_allowed("", words),
            (Shape::Number { .. }, Tree::Leaf(Leaf::Text(text))) => {
                finding.did_you_mean = forms::number_meant(text).map(|number| number.to_string());
            }
            _ => {}
        }
        self.push(node.at, path, finding);
    }

    /// Whether there is more to say than is ever shown.
    fn is_full(&self) -> bool {
        self.findings.len() > MOST_FINDINGS
    }

    fn push(&mut self, at: Origin, path: &str, finding: Finding) {
        self.findings.push(finding.at(self.sources.place(at, path)));
    }
}

/// What a shape expects, with its article.
fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Anything => "a value",
        Shape::Flag => "`true` or `false`",
        Shape::Number { whole: true, .. } => "a whole number",
        Shape::Number { .. } => "a number",
        Shape::Text(Form::Free) => "a text",
        Shape::Text(Form::Id) => "an id",
        Shape::Text(Form::TimeOfDay) => "a time of day (`\"09:00\"`)",
        Shape::Text(Form::Date) => "a date (`2026-01-05`)",
        Shape::Word(_) => "one of the words allowed",
        Shape::Optional(inner) => expected(inner),
        Shape::List { .. } => "a list",
        Shape::Table(_) | Shape::Record(_) => "a map",
        Shape::Choice(_) => "a map with one key",
    }
}

/// The start of a sentence as it stands within one.
fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
