//! Rows as patches: every value stands at its own cell.

use super::cell::Cell;
use super::forms::{CLOSURES, Column, Holds, LEAVE, PINS, PREFERENCES};
use super::ids::Known;
use super::table::Row;
use crate::base::finding::Finding;
use crate::scenario::codes;
use crate::scenario::patch::{Change, Patch};
use crate::scenario::scalar::Leaf;
use crate::scenario::source::{Origin, Sources};
use crate::scenario::tree::{Entry, Map, Node, Tree};
use crate::scenario::wording::quote;
use serde_json::Number;

/// What reading rows comes to.
pub(super) struct Reader<'r> {
    pub known: &'r Known,
    pub sources: &'r Sources,
    pub findings: &'r mut Vec<Finding>,
}

impl Reader<'_> {
    /// The patch that a row stands for; none if something is wrong with it, or if it is no row by itself.
    pub fn patch(&mut self, row: Row<'_>) -> Option<Patch> {
        let form = row.table.form;
        let mut values = Vec::new();
        let mut whole = true;
        for column in form.columns {
            match self.value(row, column) {
                Ok(Some(node)) => values.push((column.title, node)),
                Ok(None) => {}
                Err(finding) => {
                    self.findings.push(*finding);
                    whole = false;
                }
            }
        }
        if !whole {
            return None;
        }
        let mut values = Values(values);
        let at = row.at(form.columns[0].title);
        let (path, value) = if form == LEAVE {
            let who = values.text("Practitioner")?;
            (format!("practitioners.{who}.leave"), values.map(at, &SPAN))
        } else if form == CLOSURES {
            let place = values.text("Room or site")?;
            let list = if self.known.is_room(&place) { "rooms" } else { "sites" };
            (format!("{list}.{place}.closures"), values.map(at, &SPAN))
        } else if form == PREFERENCES {
            let who = values.text("Practitioner")?;
            let verb = values.text("Avoid or prefer")?;
            let which = values.map(at, &WHICH);
            (format!("practitioners.{who}.preferences"), values.with(at, &verb, which, &BESIDE))
        } else if form == PINS {
            let verb = values.text("Keep, never or must")?;
            let which = values.map(at, &WHICH);
            ("policy.pins".to_owned(), values.with(at, &verb, which, &BESIDE))
        } else {
            return None;
        };
        Some(Patch { own_path: path.clone(), change: Change::Add(value), path, at })
    }

    /// What stands in a column of a row.
    pub fn value(&self, row: Row<'_>, column: &Column) -> Result<Option<Node>, Box<Finding>> {
        let Some((cell, at)) = row.get(column.title) else {
            if !column.needed {
                return Ok(None);
            }
            let cause = format!("{} is empty", column.title);
            let fix = format!("write it: {}", lower(column.about));
            return Err(self.refuse(codes::EMPTY_CELL, row.at(column.title), &cause, &fix));
        };
        if let Cell::Fault(fault) = cell {
            let cause = format!("the formula of {} ends in {fault}", column.title);
            return Err(self.refuse(codes::WRONG_CELL, at, &cause, "mend the formula, or write the value itself"));
        }
        let text = || cell.as_read();
        let texts = |word: &dyn Fn(&str) -> String| -> Node {
            let words = text();
            let parts = words.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            Node { at, tree: Tree::List(parts.map(|part| Node::leaf(at, Leaf::Text(word(part)))).collect()) }
        };
        let wrong = |what: &str, fix: &str| {
            let cause = format!("{} is {}, not {what}", column.title, quote(&text()));
            self.refuse(codes::WRONG_CELL, at, &cause, fix)
        };
        Ok(Some(match column.holds {
            Holds::Id(noun) => match self.known.known(noun, &text()) {
                Some(id) => Node::leaf(at, Leaf::Text(id)),
                None => {
                    let refused = wrong("an id of the scenario", "write one of its ids");
                    return Err(Box::new(refused.with_allowed(&text(), self.known.all(noun))));
                }
            },
            Holds::Ids(noun) => texts(&|part| self.known.known(noun, part).unwrap_or_else(|| part.to_owned())),
            Holds::HalfDays => texts(&|part| part.to_lowercase().replace(' ', "-")),
            Holds::Words => Node::leaf(at, Leaf::Text(text())),
            Holds::Date => match cell.date() {
                Some(date) => Node::leaf(at, Leaf::Text(date.to_string())),
                None => return Err(wrong("a day", "write a date such as 2026-02-09 or 9/2/2026, the day first")),
            },
            Holds::Word(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(&text())) {
                Some(word) => Node::leaf(at, Leaf::Text((*word).to_owned())),
                None => {
                    let refused = wrong("one of the words allowed", "write one of them");
                    return Err(Box::new(refused.with_allowed(&text(), words)));
                }
            },
            Holds::Pounds => match cell.number().and_then(number) {
                Some(pounds) => Node::leaf(at, Leaf::Number(pounds, text().into())),
                None => return Err(wrong("an amount of money", "write a number such as 12 or 12.50")),
            },
            Holds::Count => match cell.number().filter(|n| n.fract() == 0.0 && *n >= 0.0).and_then(number) {
                Some(count) => Node::leaf(at, Leaf::Number(count, text().into())),
                None => return Err(wrong("a whole number", "write how many, such as 120")),
            },
        }))
    }

    /// An error at a cell.
    pub fn refuse(&self, code: &str, at: Origin, cause: &str, fix: &str) -> Box<Finding> {
        Box::new(Finding::error(code, cause, fix).at(self.sources.place(at, "")))
    }
}

/// The values of a row, by the titles of their columns.
struct Values(Vec<(&'static str, Node)>);

/// Keys under which columns stand.
type Keys = [(&'static str, &'static str)];

const SPAN: [(&str, &str); 4] = [("From", "from"), ("To", "to"), ("Half-days", "half_days"), ("Reason", "reason")];
const WHICH: [(&str, &str); 8] = [
    ("Practitioners", "practitioners"),
    ("Rooms", "rooms"),
    ("Clinics", "clinics"),
    ("Activities", "activities"),
    ("Sites", "sites"),
    ("Half-days", "half_days"),
    ("From", "from"),
    ("To", "to"),
];
const BESIDE: [(&str, &str); 2] = [("Price", "price_gbp"), ("Reason", "reason")];

impl Values {
    fn text(&self, title: &str) -> Option<String> {
        self.0.iter().find(|(own, _)| *own == title)?.1.as_text().map(str::to_owned)
    }

    /// A map of the columns that have something, taken out.
    fn map(&mut self, at: Origin, keys: &Keys) -> Node {
        let mut map = Map::default();
        for (title, key) in keys {
            if let Some(n) = self.0.iter().position(|(own, _)| own == title) {
                let (_, node) = self.0.remove(n);
                map.entries.push(Entry { key: (*key).to_owned(), key_at: node.at, node });
            }
        }
        Node { at, tree: Tree::Map(map) }
    }

    /// A map with one map within, and what stands beside it.
    fn with(&mut self, at: Origin, key: &str, node: Node, keys: &Keys) -> Node {
        let mut beside = self.map(at, keys);
        if let Tree::Map(map) = &mut beside.tree {
            map.entries.insert(0, Entry { key: key.to_owned(), key_at: at, node });
        }
        beside
    }
}

/// A number as it is written in scenarios: whole where it is.
pub(super) fn number(value: f64) -> Option<Number> {
    if value.fract() == 0.0 && value.abs() < 1e15 { Some(Number::from(value as i64)) } else { Number::from_f64(value) }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
