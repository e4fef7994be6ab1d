//! What looks like a person: columns of NHS numbers, names, dates of birth and addresses are refused, and nothing of what
//! stands in them is ever said again.

use super::cell::{Cell, letters, typed_date};
use super::forms::{Form, Holds, Noun, plain};
use super::ids::{Known, words_of};
use super::table::{Cells, column_of};
use crate::base::finding::Finding;
use crate::scenario::codes;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What a column looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    Numbers,
    Names,
    Births,
    Addresses,
}

impl Person {
    fn in_words(self) -> &'static str {
        match self {
            Person::Numbers => "NHS or hospital numbers",
            Person::Names => "names",
            Person::Births => "dates of birth",
            Person::Addresses => "addresses or telephone numbers",
        }
    }
}

/// Days so long before a service's first day are no days of a rota.
const LONG_AGO_YEARS: i32 = 10;

/// Words that stand in reasons and are no names.
const ORDINARY: &[&str] = &[
    "absence",
    "admin",
    "afternoon",
    "all",
    "am",
    "and",
    "annual",
    "april",
    "at",
    "audit",
    "august",
    "autumn",
    "away",
    "bank",
    "bereavement",
    "boiler",
    "booked",
    "broken",
    "building",
    "by",
    "cancelled",
    "care",
    "carer",
    "carers",
    "christmas",
    "class",
    "cleaning",
    "clinic",
    "clinical",
    "closed",
    "closure",
    "college",
    "compassionate",
    "conference",
    "contract",
    "course",
    "cover",
    "covid",
    "cpd",
    "dates",
    "day",
    "days",
    "december",
    "deep",
    "dental",
    "dependant",
    "dependants",
    "each",
    "easter",
    "electrical",
    "emergency",
    "evening",
    "event",
    "every",
    "exam",
    "family",
    "fault",
    "february",
    "fire",
    "flexible",
    "flood",
    "flu",
    "for",
    "friday",
    "from",
    "full",
    "good",
    "group",
    "half",
    "health",
    "heating",
    "holiday",
    "holidays",
    "home",
    "hospital",
    "hours",
    "illness",
    "in",
    "induction",
    "inspection",
    "interview",
    "january",
    "july",
    "june",
    "jury",
    "keep",
    "late",
    "leak",
    "leave",
    "lieu",
    "long",
    "maintenance",
    "mandatory",
    "march",
    "marriage",
    "maternity",
    "may",
    "mdt",
    "medical",
    "meeting",
    "monday",
    "month",
    "morning",
    "never",
    "new",
    "no",
    "not",
    "november",
    "october",
    "of",
    "off",
    "on",
    "other",
    "out",
    "paid",
    "pain",
    "parental",
    "part",
    "paternity",
    "personal",
    "planned",
    "pm",
    "preference",
    "refurbishment",
    "rehabilitation",
    "repair",
    "repairs",
    "rest",
    "return",
    "room",
    "saturday",
    "school",
    "secondment",
    "september",
    "service",
    "shared",
    "shift",
    "short",
    "sick",
    "sickness",
    "site",
    "special",
    "spring",
    "staff",
    "strike",
    "study",
    "summer",
    "sunday",
    "supervision",
    "surgery",
    "teaching",
    "team",
    "temporary",
    "term",
    "the",
    "thursday",
    "time",
    "to",
    "training",
    "travel",
    "tuesday",
    "unpaid",
    "until",
    "vacation",
    "wedding",
    "wednesday",
    "week",
    "weekly",
    "with",
    "work",
    "works",
    "workshop",
    "year",
];

/// Titles before a name.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "sister"];

/// What in a sheet looks like people, a finding a column; none of its values stands in them.
pub(super) fn findings(
    cells: &Cells,
    form: Option<&Form>,
    known: &Known,
    at: &dyn Fn(u32, u32) -> crate::base::finding::Place,
) -> Vec<Finding> {
    let Some(header) = cells.header() else { return Vec::new() };
    let mut columns: BTreeMap<u32, Vec<(u32, &Cell)>> = BTreeMap::new();
    for (&(row, column), cell) in &cells.0 {
        columns.entry(column).or_default().push((row, cell));
    }
    let mut findings = Vec::new();
    for (column, cells) in columns {
        let title = cells.iter().find(|(row, _)| *row == header).map(|(_, cell)| cell.as_read());
        let own = form.zip(title.as_deref()).and_then(|(form, title)| column_of(form, title));
        let by_title = title.as_deref().filter(|_| own.is_none()).and_then(of_title);
        let below: Vec<&Cell> = cells.iter().filter(|(row, _)| *row > header).map(|(_, cell)| *cell).collect();
        // Of a column that is not ours the title may be a value itself: a file without a header.
        let values: Vec<&Cell> = if own.is_some() { below } else { cells.iter().map(|(_, cell)| *cell).collect() };
        let found =
            by_title.map(|person| (person, values.len())).or_else(|| of_values(&values, own.map(|c| c.holds), known));
        let Some((person, count)) = found else { continue };
        let name = own.map(|own| format!(" ({})", own.title)).unwrap_or_default();
        let cause = format!(
            "column {}{name} looks like {}, in {count} of its cells; what stands there is not repeated here",
            letters(column),
            person.in_words()
        );
        let fix = "delete the column, or write ids, days and totals only: nothing of a person belongs in these sheets";
        findings.push(Finding::error(codes::IDENTIFYING_COLUMN, cause, fix).at(at(header, column)));
    }
    findings
}

/// What a title says that a column holds.
fn of_title(title: &str) -> Option<Person> {
    let title = plain(title);
    let words: Vec<&str> = title.split(' ').collect();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    if has(&["dob", "birth", "born", "birthday", "birthdate", "dateofbirth"]) {
        Some(Person::Births)
    } else if has(&["nhs", "nhsno", "nhsnumber", "chi", "mrn", "nino"])
        || has(&["hospital", "patient", "client", "insurance", "rio", "emis"]) && has(&["number", "no", "num", "id"])
    {
        Some(Person::Numbers)
    } else if has(&["postcode", "address", "email", "mail", "phone", "telephone", "mobile", "tel", "contact"]) {
        Some(Person::Addresses)
    } else if has(&[
        "name",
        "names",
        "surname",
        "forename",
        "firstname",
        "lastname",
        "fullname",
        "patient",
        "patients",
        "client",
        "clients",
        "initials",
    ]) {
        Some(Person::Names)
    } else {
        None
    }
}

/// What values look like, and how many of them do.
fn of_values(values: &[&Cell], holds: Option<Holds>, known: &Known) -> Option<(Person, usize)> {
    let long_ago = known.start.map_or(2000, |start| start.year() - LONG_AGO_YEARS);
    let count = |of: &dyn Fn(&Cell) -> bool| values.iter().filter(|cell| of(cell)).count();
    let numbers = count(&|cell| holds_nhs_number(&cell.as_read()));
    if numbers > 0 {
        return Some((Person::Numbers, numbers));
    }
    let births = count(&|cell| holds_day_before(cell, long_ago));
    if births > 0 {
        return Some((Person::Births, births));
    }
    let texts: Vec<&str> = values
        .iter()
        .filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let names = match holds {
        Some(Holds::Id(Noun::Practitioner) | Holds::Ids(Noun::Practitioner)) => {
            return Some(texts.iter().filter(|text| names_somebody(text, known)).count())
                .filter(|names| *names > 0)
                .map(|names| (Person::Names, names));
        }
        Some(Holds::Words) | None => texts.iter().filter(|text| is_like_a_name(text, known)).count(),
        Some(_) => 0,
    };
    let titled = texts.iter().filter(|text| has_title(text)).count();
    // One text of two capitals says little beside many that are none; a title says all.
    let found = titled.max(if names * 2 >= texts.len() { names } else { 0 });
    (found > 0).then_some((Person::Names, found))
}

/// Whether a text in the place of ids names somebody: letters alone, that are no id of the scenario's.
fn names_somebody(text: &str, known: &Known) -> bool {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let unknown = |part: &&str| known.known(Noun::Practitioner, part).is_none();
    let letters =
        |part: &str| part.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '-' | '.' | '\u{2019}'));
    let named = |part: &str| letters(part) && (part.contains(' ') || part.chars().any(char::is_uppercase));
    parts.filter(unknown).any(named)
}

/// Whether a text is two or three words that begin with capitals and are none of those that reasons have.
fn is_like_a_name(text: &str, known: &Known) -> bool {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let capital = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| c.is_alphabetic() || matches!(c, '\'' | '-' | '\u{2019}'))
            && word.chars().any(char::is_lowercase)
    };
    let ordinary = |word: String| ORDINARY.contains(&word.as_str()) || known.words.contains(&word);
    (2..=3).contains(&words.len()) && words.iter().all(capital) && !words_of(text).any(ordinary)
}

/// Whether a title with a word behind it stands in a text: `Mrs Example`.
fn has_title(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let title = pair[0].trim_end_matches('.').to_lowercase();
        TITLES.contains(&title.as_str()) && pair[1].chars().next().is_some_and(char::is_uppercase)
    })
}

/// Whether ten digits with the check digit of NHS numbers stand in a text.
fn holds_nhs_number(text: &str) -> bool {
    // Runs of digits, with single spaces or hyphens between them.
    let mut run: Vec<u32> = Vec::new();
    let mut parted = false;
    for c in text.chars().chain(['.']) {
        match c.to_digit(10) {
            Some(digit) => {
                run.push(digit);
                parted = false;
            }
            None if matches!(c, ' ' | '-') && !parted && !run.is_empty() => parted = true,
            None => {
                if is_nhs_number(&run) {
                    return true;
                }
                run.clear();
                parted = false;
            }
        }
    }
    false
}

/// Ten digits, the last of which is 11 less the rest of the weighted sum of the others by 11.
fn is_nhs_number(digits: &[u32]) -> bool {
    let [first @ .., check] = digits else { return false };
    if first.len() != 9 {
        return false;
    }
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        expected => *check == expected,
    }
}

/// Whether a day before a year stands in a cell.
fn holds_day_before(cell: &Cell, year: i32) -> bool {
    let long_ago = |date: NaiveDate| date.year() < year;
    match cell {
        Cell::Date(date) => long_ago(*date),
        Cell::Text(text) => {
            let words: Vec<&str> = text.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
            let in_words = words.windows(3).filter_map(|three| typed_date(&three.join(" ")));
            words.iter().filter_map(|word| typed_date(word)).chain(in_words).any(long_ago)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number with its check digit, made up from nine digits.
    fn number(nine: &str) -> Option<String> {
        (0..10).map(|check| format!("{nine}{check}")).find(|ten| holds_nhs_number(ten))
    }

    #[test]
    fn nhs_numbers_are_known_by_their_check_digit() {
        let ten = number("999012345").expect("a check digit");
        let (a, b, c) = (&ten[..3], &ten[3..6], &ten[6..]);
        for text in [format!("{a} {b} {c}"), format!("{a}-{b}-{c}"), format!("seen, {ten}, today"), ten.clone()] {
            assert!(holds_nhs_number(&text), "{text}");
        }
        let wrong = (0..10).map(|check| format!("999012345{check}")).filter(|other| *other != ten);
        for text in wrong.chain([format!("{ten}1"), "01622 123456".into(), "2026-02-09".into(), "1,200".into()]) {
            assert!(!holds_nhs_number(&text), "{text}");
        }
    }

    #[test]
    fn reasons_are_no_names() {
        let mut known = Known::default();
        known.words.extend(["canterbury", "alexander", "technique"].map(str::to_owned));
        for text in [
            "Annual leave",
            "Study Leave",
            "Bank Holiday Monday",
            "Alexander Technique",
            "Canterbury Refurbishment",
            "annual leave",
            "CPD",
            "Fire Alarm Test, Floor 2",
            "at-1",
            "MDT",
            "Back Pain Day",
        ] {
            assert!(!is_like_a_name(text, &known) && !has_title(text), "{text}");
        }
        for text in ["Anna Example", "Example, Anna", "Anna Maria Example", "Anna O'Example"] {
            assert!(is_like_a_name(text, &known), "{text}");
        }
        for text in ["covering for Mrs Example", "Dr. Example away"] {
            assert!(has_title(text), "{text}");
        }
    }

    #[test]
    fn days_long_ago_are_births() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for cell in
            [text("12/03/1961"), text("(12 March 1961)"), text("born 1961-03-12"), Cell::Date(NaiveDate::default())]
        {
            assert!(holds_day_before(&cell, 2016), "{cell:?}");
        }
        for cell in
            [text("12/03/2026"), text("since 2019"), Cell::Number(1961.0), text("9 February 2026 to 13 February 2026")]
        {
            assert!(!holds_day_before(&cell, 2016), "{cell:?}");
        }
    }
}
