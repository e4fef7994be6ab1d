//! What a cell holds.

use chrono::NaiveDate;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text, without space around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(NaiveDate),
    /// A day with a time of day, or a time alone.
    Time,
    /// True or false.
    Flag(bool),
    /// An error of a formula: `#REF!`.
    Fault(String),
}

impl Cell {
    /// A text as it was typed; none if nothing was.
    pub fn typed(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self::Text(text.to_owned()))
    }

    /// As a person reads it.
    pub fn as_read(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Fault(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Time => "a time of day".to_owned(),
            Cell::Flag(flag) => flag.to_string(),
        }
    }

    /// The day that it holds: a date, or a text such as `2026-02-09`, `9/2/2026` or `9 February 2026`, the day first.
    pub fn date(&self) -> Option<NaiveDate> {
        match self {
            Cell::Date(date) => Some(*date),
            Cell::Text(text) => typed_date(text),
            _ => None,
        }
    }

    /// The number that it holds; thousands may be parted by commas, and a pound sign may stand before it.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(number) => Some(*number),
            Cell::Text(text) => {
                let plain = text.strip_prefix('£').unwrap_or(text).trim();
                let is_plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',' || c == '-';
                let number = plain.replace(',', "");
                plain.chars().all(is_plain).then(|| number.parse().ok()).flatten().filter(|_| parted_well(plain))
            }
            _ => None,
        }
    }
}

/// Whether commas stand before three digits each.
fn parted_well(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or_default();
    whole.split(',').skip(1).all(|part| part.len() == 3)
}

/// A day as it is typed.
pub(super) fn typed_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    // Years have four digits: of two nobody can say which century is meant.
    let year = |text: &str| {
        let digits = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
        text.split(['-', '/', '.', ' ']).any(digits)
    };
    let forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d"];
    forms.iter().filter(|_| year(text)).find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// The letters of a column, counted from 1: `C`, `AA`.
pub(in crate::scenario) fn letters(column: u32) -> String {
    let mut left = column;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written_here() {
        let day = NaiveDate::from_ymd_opt(2026, 2, 9);
        for text in
            ["2026-02-09", "9/2/2026", "09/02/2026", "9.2.2026", "9 February 2026", "9 Feb 2026", " 09-02-2026 "]
        {
            assert_eq!(typed_date(text), day, "{text}");
        }
        for text in ["9/2/26", "2/30/2026", "31/2/2026", "February", "", "2026", "9 February"] {
            assert_eq!(typed_date(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written_here() {
        let number = |text: &str| Cell::Text(text.to_owned()).number();
        assert_eq!(number("1,200"), Some(1200.0));
        assert_eq!(number("£12.50"), Some(12.5));
        for text in ["1,20", "12 %", "1e3", "", "one", "1.2.3"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn columns_have_their_letters() {
        for (column, name) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
