//! Attendance totals: the share of an activity's booked appointments that patients miss.

use super::forms::{ATTENDANCE, Column};
use super::ids::child;
use super::rows::Reader;
use super::table::{Row, Table};
use crate::scenario::codes;
use crate::scenario::patch::{Change, Patch};
use crate::scenario::scalar::Leaf;
use crate::scenario::source::Origin;
use crate::scenario::tree::Node;
use chrono::NaiveDate;
use serde_json::Number;
use std::collections::BTreeMap;

/// What stands before totals in an activity's source.
const TOTALS: &str = "; missed:";

/// A row of totals.
struct Totals {
    activity: String,
    at: Origin,
    from: (NaiveDate, Origin),
    to: NaiveDate,
    booked: f64,
    missed: (f64, Origin),
}

/// The patches of a sheet of totals: an activity's rows together give its share, and the source says so.
pub(super) fn patches(reader: &mut Reader<'_>, table: &Table<'_>, root: &Node, file: &str) -> Vec<Patch> {
    let mut rows: Vec<Totals> = Vec::new();
    for row in table.cells.rows() {
        rows.extend(totals(reader, Row { table, row }));
    }
    let mut by_activity: BTreeMap<&str, Vec<&Totals>> = BTreeMap::new();
    for row in &rows {
        by_activity.entry(&row.activity).or_default().push(row);
    }
    let mut patches = Vec::new();
    for (activity, rows) in by_activity {
        for (n, row) in rows.iter().enumerate() {
            let overlaps = |other: &&&Totals| row.from.0 <= other.to && other.from.0 <= row.to;
            if let Some(other) = rows[..n].iter().find(overlaps) {
                let cause = format!(
                    "appointments of {activity} from {} on are counted twice: another row goes from {} to {}",
                    row.from.0.max(other.from.0),
                    other.from.0,
                    other.to
                );
                let fix = "give each row a period of its own";
                reader.findings.push(*reader.refuse(codes::COUNTED_TWICE, row.from.1, &cause, fix));
            }
        }
        let (booked, missed) =
            (rows.iter().map(|r| r.booked).sum::<f64>(), rows.iter().map(|r| r.missed.0).sum::<f64>());
        let dates = rows.iter().map(|r| r.from.0).min().zip(rows.iter().map(|r| r.to).max());
        let (Some(first), Some((from, to)), Some(share)) = (rows.first(), dates, Number::from_f64(missed / booked))
        else {
            continue;
        };
        let (path, at) = (format!("activities.{activity}"), first.at);
        let set = |key: &str, node: Node| {
            let path = format!("{path}.{key}");
            Patch { own_path: path.clone(), change: Change::Set(node), path, at }
        };
        let raw = share.to_string();
        patches.push(set("dna_rate", Node::leaf(first.missed.1, Leaf::Number(share, raw.into()))));
        let before =
            child(root, "activities").and_then(|all| child(all, activity)).and_then(|own| child(own, "source"));
        // Totals that were read before are replaced, not added to.
        let before = before.and_then(Node::as_text).map(|text| text.split(TOTALS).next().unwrap_or(text));
        let before = before.map(|text| format!("{text}{TOTALS}")).unwrap_or_else(|| "missed:".to_owned());
        let source = format!("{before} {missed} of {booked} booked appointments, {from} to {to}, {file}");
        patches.push(set("source", Node::leaf(at, Leaf::Text(source))));
    }
    patches
}

/// A row's totals; none if something is wrong with it.
fn totals(reader: &mut Reader<'_>, row: Row<'_>) -> Option<Totals> {
    let mut values = BTreeMap::new();
    let mut whole = true;
    for column in ATTENDANCE.columns {
        let column: &Column = column;
        match reader.value(row, column) {
            Ok(value) => {
                values.extend(value.map(|value| (column.title, value)));
            }
            Err(finding) => {
                reader.findings.push(*finding);
                whole = false;
            }
        }
    }
    if !whole {
        return None;
    }
    let text = |title: &str| values.get(title).and_then(Node::as_text);
    let date = |title: &str| text(title).and_then(|text| text.parse::<NaiveDate>().ok());
    let count = |title: &str| values.get(title).and_then(|node| node.to_json().as_f64());
    let totals = Totals {
        activity: text("Activity")?.to_owned(),
        at: row.at("Activity"),
        from: (date("From")?, row.at("From")),
        to: date("To")?,
        booked: count("Booked")?,
        missed: (count("Missed")?, row.at("Missed")),
    };
    let refused = if totals.to < totals.from.0 {
        Some(("To", format!("the period ends on {}, before it begins", totals.to), "write the last day of the period"))
    } else if totals.booked == 0.0 {
        Some(("Booked", "no appointment was booked, so that no share can be told".to_owned(), "leave the row out"))
    } else if totals.missed.0 > totals.booked {
        let cause = format!("{} appointments were missed of {} that were booked", totals.missed.0, totals.booked);
        Some(("Missed", cause, "correct one of the two"))
    } else {
        None
    };
    if let Some((title, cause, fix)) = refused {
        reader.findings.push(*reader.refuse(codes::WRONG_CELL, row.at(title), &cause, fix));
        return None;
    }
    Some(totals)
}
