//! Changes to a published rota as they are typed: somebody away, a room or a site closed.

use crate::base::finding::nearest;
use crate::cli::args::RotaArgs;
use crate::scenario::records::{PatchRecord, ScenarioRecord};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Changes to a rota.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// What they change in the scenario.
    pub patches: Vec<PatchRecord>,
    /// What they are, in words.
    pub words: Vec<String>,
    /// The first day on which they hold.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: Option<NaiveDate>,
}

/// A span of days as typed, with the half-days it is for.
struct When {
    from: NaiveDate,
    to: NaiveDate,
    half_days: Vec<String>,
}

impl Changes {
    /// Reads the changes that the arguments name.
    ///
    /// # Errors
    /// What is wrong with them, and how to write them.
    pub fn read(args: &RotaArgs, record: &ScenarioRecord, tree: &Value) -> Result<Self, String> {
        let mut changes = Self::default();
        for text in &args.absent {
            let (id, when) = named("--absent", text)?;
            known(&id, "practitioner", record.practitioners.iter().map(|p| &p.id))?;
            changes.add(tree, &format!("practitioners.{id}.leave"), &when, "absence");
            changes.words.push(format!("{id} is away {}", when.in_words()));
        }
        for text in &args.close {
            let (id, when) = named("--close", text)?;
            let list = if record.sites.iter().any(|s| s.id == id) { "sites" } else { "rooms" };
            let places = record.rooms.iter().map(|r| &r.id).chain(record.sites.iter().map(|s| &s.id));
            known(&id, "room or site", places)?;
            changes.add(tree, &format!("{list}.{id}.closures"), &when, "closed");
            changes.words.push(format!("{id} is closed {}", when.in_words()));
        }
        Ok(changes)
    }

    /// Adds a span to a list of the scenario, or begins the list.
    fn add(&mut self, tree: &Value, path: &str, when: &When, reason: &str) {
        let mut span = json!({"from": when.from, "to": when.to, "reason": reason});
        if !when.half_days.is_empty() {
            span["half_days"] = json!(when.half_days);
        }
        let path = path.to_owned();
        let begun = self.patches.iter().any(|p| matches!(p, PatchRecord::Set { path: at, .. } if *at == path));
        self.patches.push(if begun || holds_list(tree, &path) {
            PatchRecord::Add { path, value: span }
        } else {
            PatchRecord::Set { path, value: json!([span]) }
        });
        self.last = Some(self.last.map_or(when.to, |last| last.max(when.to)));
        self.first = Some(self.first.map_or(when.from, |first| first.min(when.from)));
    }
}

impl When {
    fn in_words(&self) -> String {
        let days = if self.from == self.to {
            format!("on {}", self.from.format("%-d %B %Y"))
        } else {
            format!("from {} to {}", self.from.format("%-d %B %Y"), self.to.format("%-d %B %Y"))
        };
        if self.half_days.is_empty() { days } else { format!("{days} ({})", self.half_days.join(", ")) }
    }
}

/// Whether a list stands at a path: its owner is an entry of a list with that id.
fn holds_list(tree: &Value, path: &str) -> bool {
    let mut at = Some(tree);
    for part in path.split('.') {
        at = match at {
            Some(Value::Array(entries)) => entries.iter().find(|e| e.get("id").and_then(Value::as_str) == Some(part)),
            Some(Value::Object(map)) => map.get(part),
            _ => None,
        };
    }
    matches!(at, Some(Value::Array(_)))
}

/// `ID:FROM..TO` or `ID:DATE`, with `:am,pm` behind it for half-days.
fn named(argument: &str, text: &str) -> Result<(String, When), String> {
    let form = format!(
        "write {argument} ID:DATE, or ID:FROM..TO, such as {argument} at-1:2026-02-09..2026-02-13; `:am` behind it for half-days"
    );
    let mut parts = text.split(':');
    let (Some(id), Some(days)) = (parts.next(), parts.next()) else {
        return Err(format!("`{text}` names no days: {form}"));
    };
    let half_days = parts.next().map_or_else(Vec::new, |list| list.split(',').map(|h| h.trim().to_owned()).collect());
    let date =
        |text: &str| text.trim().parse::<NaiveDate>().map_err(|_| format!("`{}` is no date: {form}", text.trim()));
    let (from, to) = match days.split_once("..") {
        Some((from, to)) => (date(from)?, date(to)?),
        None => (date(days)?, date(days)?),
    };
    if to < from {
        return Err(format!("`{days}` ends before it begins: {form}"));
    }
    Ok((id.trim().to_owned(), When { from, to, half_days }))
}

fn known<'a>(id: &str, noun: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let ids: Vec<String> = ids.cloned().collect();
    if ids.iter().any(|known| known == id) {
        return Ok(());
    }
    let meant = nearest(id, &ids).map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
    Err(format!("there is no {noun} `{id}`{meant}; there are: {}", ids.join(", ")))
}
