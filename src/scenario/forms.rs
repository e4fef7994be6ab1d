//! Texts of a certain form (ids, times of day, dates), and what somebody meant who wrote one that is near.

use super::codes;
use super::scalar::Leaf;
use super::shape::{Form, Key, Shape};
use super::tree::{Node, Tree};
use super::wording::{name, quote, shorten};
use crate::base::finding::Finding;
use crate::base::ids;
use chrono::{Datelike, NaiveDate};

/// What is wrong with a text that must have a form.
pub(super) fn fault(form: Form, text: &str, path: &str) -> Option<Finding> {
    let wrong = |what: &str, fix: String, meant: Option<String>| {
        let cause = format!("{} must be {what}, not {}", name(path), quote(text));
        let mut finding = Finding::error(codes::WRONG_FORM, cause, fix);
        finding.did_you_mean = meant;
        Some(finding)
    };
    match form {
        Form::Free => None,
        Form::Id if ids::is_well_formed(text) => None,
        Form::Id => {
            wrong("an id", "use small letters, digits and hyphens only, at most 64 of them".to_owned(), id_meant(text))
        }
        Form::TimeOfDay if is_time_of_day(text) => None,
        Form::TimeOfDay => {
            wrong("a time of day", "write hours and minutes in quotes: `\"09:00\"`".to_owned(), time_meant(text))
        }
        Form::Date => match date_parts(text) {
            None => wrong("a date", "write year, month and day: `2026-01-05`".to_owned(), date_meant(text)),
            Some((year, month, day)) if NaiveDate::from_ymd_opt(year, month, day).is_none() => {
                let cause = format!("{} is {}, a date that does not exist", name(path), quote(text));
                let fix = match days_in(year, month) {
                    Some(days) => format!("correct it: that month has {days} days"),
                    None => "correct it: months run from 01 to 12".to_owned(),
                };
                Some(Finding::error(codes::IMPOSSIBLE_DATE, cause, fix))
            }
            Some(_) => None,
        },
    }
}

/// What to do about a value that is of another kind than its shape expects.
pub(super) fn fix_of_kind(shape: &Shape, node: &Node, path: &str) -> String {
    match (shape, &node.tree) {
        (Shape::Text(Form::TimeOfDay), Tree::Leaf(Leaf::Number(_, raw))) => match time_meant(raw) {
            Some(time) => format!("write it in quotes: `\"{time}\"`"),
            None => "write hours and minutes in quotes: `\"09:00\"`".to_owned(),
        },
        (Shape::Text(_), Tree::Leaf(Leaf::Number(_, raw) | Leaf::Flag(_, raw))) => {
            format!("write it in quotes: `\"{}\"`", shorten(raw))
        }
        (Shape::Number { .. }, Tree::Leaf(Leaf::Text(text))) => match number_meant(text) {
            Some(number) if text.parse() == Ok(number) => format!("write `{number}`, without quotes"),
            Some(number) => format!("write the bare number: `{number}`"),
            None => "write a number".to_owned(),
        },
        (Shape::Flag, _) => "write `true` or `false`".to_owned(),
        (Shape::Word(words), Tree::Map(map)) => match map.entries.as_slice() {
            [entry] if words.contains(&entry.key) => format!("write just `{}`", entry.key),
            _ => "write one of the words allowed".to_owned(),
        },
        (Shape::Choice(cases), Tree::Leaf(Leaf::Text(text))) => match cases.iter().find(|c| c.name == *text) {
            Some(case) => match &*case.shape {
                Shape::Record(keys) if !keys.iter().any(|k| k.required) => format!("write `{{{text}: {{}}}}`"),
                _ => format!("write `{{{text}: ...}}`"),
            },
            None => "write a map with one of the keys allowed".to_owned(),
        },
        (Shape::List { .. }, Tree::Leaf(Leaf::Text(text))) => format!("write it as a list: `[{}]`", shorten(text)),
        (Shape::List { .. }, Tree::Leaf(Leaf::Number(_, raw))) => format!("write it as a list: `[{raw}]`"),
        (Shape::List { .. }, Tree::Map(_)) => "start each entry with `- `".to_owned(),
        (Shape::Record(_) | Shape::Table(_), Tree::List(_)) => "write keys without `- ` before them".to_owned(),
        (Shape::Record(keys), _) if path.is_empty() => {
            format!("write the scenario's keys, one a line: {}", keys_of(keys))
        }
        (Shape::Record(keys), Tree::Leaf(Leaf::Text(text))) if is_entry(path) => match keys.first() {
            Some(key) => format!("write the entry with its keys: `{{{}: {}, ...}}`", key.name, shorten(text)),
            None => "write `{}`".to_owned(),
        },
        (Shape::Record(_) | Shape::Table(_), _) => {
            let last = path.rsplit('.').next().unwrap_or_default();
            format!("write its keys, indented, on the lines below `{last}:`")
        }
        _ => "write the kind of value that belongs here".to_owned(),
    }
}

/// Whether a path ends at an entry of a list.
fn is_entry(path: &str) -> bool {
    path.rsplit('.').next().is_some_and(|last| last.parse::<usize>().is_ok())
}

/// The keys that must be written, as a list.
fn keys_of(keys: &[Key]) -> String {
    keys.iter().filter(|key| key.required).map(|key| format!("`{}:`", key.name)).collect::<Vec<_>>().join(", ")
}

/// The number that somebody meant who wrote it as a text: `"12"`, `5 %`, `£1,248`, `2,5`, `26 weeks`.
pub(super) fn number_meant(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches('£').trim_end_matches('£').trim();
    if text.len() > 24 {
        return None;
    }
    if let Some(percent) = text.strip_suffix('%') {
        return number_meant(percent).map(|n| n / 100.0);
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // Thousands may be apart by spaces; a word after the number is its unit.
    let mut number = String::new();
    for (i, part) in text.split([' ', '\u{a0}', '\u{202f}']).enumerate() {
        match i {
            0 => number.push_str(part),
            _ if part.len() >= 3 && digits(&part[..3]) => number.push_str(part),
            _ if part.bytes().any(|b| b.is_ascii_digit()) => return None,
            _ => break,
        }
    }
    let bare = match number.split_once(',') {
        Some((before, after)) if digits(&before.replace('.', "")) && digits(after) && after.len() != 3 => {
            format!("{}.{after}", before.replace('.', ""))
        }
        _ => number.replace([',', '_'], ""),
    };
    let plain = bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    bare.parse().ok().filter(|n: &f64| plain && n.is_finite())
}

/// The flag that somebody meant who wrote `yes`, `no`, `on` or `off`.
pub(super) fn flag_meant(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(true),
        "no" | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}

/// The id that is nearest to a text.
fn id_meant(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.chars().take(64) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    ids::is_well_formed(id).then(|| id.to_owned())
}

fn is_time_of_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let two = |at: usize| match (bytes[at], bytes[at + 1]) {
        (a @ b'0'..=b'9', b @ b'0'..=b'9') => (a - b'0') * 10 + (b - b'0'),
        _ => 99,
    };
    bytes.len() == 5 && bytes[2] == b':' && two(0) < 24 && two(3) < 60
}

fn time_meant(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (&*text, None),
    };
    let four_digits = clock.len() == 4 && clock.bytes().all(|b| b.is_ascii_digit());
    let (hours, minutes) = match clock.split_once([':', '.', 'h']) {
        Some(parts) => parts,
        None if four_digits => clock.split_at(2),
        None => (clock, "00"),
    };
    let minutes = minutes.get(..2).unwrap_or(minutes);
    let (mut hours, minutes): (u8, u8) = (hours.trim().parse().ok()?, minutes.parse().ok()?);
    if let Some(half) = half {
        if !(1..=12).contains(&hours) {
            return None;
        }
        hours = hours % 12 + half;
    }
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

/// Year, month and day of a text written as `2026-01-05`, whether or not there is such a day.
fn date_parts(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return None;
    }
    Some((text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?))
}

fn days_in(year: i32, month: u32) -> Option<u32> {
    (28..=31).rev().find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// The date that somebody meant who wrote it as `5/1/2026` (day first, as in the UK), `5 January 2026` or `2026-1-5`.
fn date_meant(text: &str) -> Option<String> {
    let text = shorten(text);
    ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y-%m-%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text.trim(), format).ok())
        .filter(|date| (1900..=2200).contains(&date.year()))
        .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_understood() {
        assert_eq!(number_meant("5 %"), Some(0.05));
        assert_eq!(number_meant("£1,248"), Some(1248.0));
        assert_eq!(number_meant("2,5"), Some(2.5));
        assert_eq!(number_meant("26 weeks"), Some(26.0));
        assert_eq!(number_meant("1 248"), Some(1248.0));
        assert_eq!(number_meant("1.248,50"), Some(1248.5));
        assert_eq!(number_meant("1 2"), None);
        assert_eq!(number_meant("inf"), None);
        assert_eq!(number_meant("many"), None);
        assert_eq!(date_meant("5/1/2026").as_deref(), Some("2026-01-05"));
        assert_eq!(date_meant("5 January 2026").as_deref(), Some("2026-01-05"));
        assert_eq!(time_meant("9:00").as_deref(), Some("09:00"));
        assert_eq!(time_meant("1.30pm").as_deref(), Some("13:30"));
        assert_eq!(time_meant("12 am").as_deref(), Some("00:00"));
        assert_eq!(time_meant("1330").as_deref(), Some("13:30"));
        assert_eq!(time_meant("25:00"), None);
        assert_eq!(time_meant("13 pm"), None);
        assert_eq!(id_meant("AT Teacher 1").as_deref(), Some("at-teacher-1"));
        assert_eq!(id_meant("!"), None);
    }

    #[test]
    fn only_days_that_exist_pass() {
        assert_eq!(fault(Form::Date, "2028-02-29", "a"), None);
        assert_eq!(fault(Form::Date, "2026-02-29", "a").map(|f| f.code), Some("impossible-date".to_owned()));
        assert_eq!(fault(Form::Date, "2026-2-28", "a").map(|f| f.code), Some("wrong-form".to_owned()));
        assert_eq!(fault(Form::TimeOfDay, "23:59", "a"), None);
        assert!(fault(Form::TimeOfDay, "24:00", "a").is_some());
        assert!(fault(Form::TimeOfDay, "0é:00", "a").is_some());
    }
}
