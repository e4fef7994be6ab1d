//! The sheets that are read, and the columns of each: one list, for the reader and for the template.

/// What the ids of a column name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Practitioner,
    Room,
    Site,
    RoomOrSite,
    Clinic,
    Activity,
}

/// What a cell of a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// An id.
    Id(Noun),
    /// Ids with commas between them.
    Ids(Noun),
    /// A day.
    Date,
    /// Half-days with commas between them: `fri-pm`, or `am` of each day.
    HalfDays,
    /// One of some words.
    Word(&'static [&'static str]),
    /// An amount of money.
    Pounds,
    /// A whole number.
    Count,
    /// Words.
    Words,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    /// Its title.
    pub title: &'static str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether every row needs it.
    pub needed: bool,
    /// What to write there.
    pub about: &'static str,
}

/// A sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

impl Form {
    /// Its columns' titles.
    pub fn titles(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.title)
    }
}

const fn needed(title: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { title, holds, needed: true, about }
}

const fn may(title: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { title, holds, needed: false, about }
}

const FROM: Column = needed("From", Holds::Date, "First day");
const TO: Column = may("To", Holds::Date, "Last day; the same day if left out");
const HALVES: Column = may("Half-days", Holds::HalfDays, "Only these half-days of each day (am, pm); all if left out");
const REASON: Column = may("Reason", Holds::Words, "Why, as it may be printed; never a name");
const WHICH_HALVES: Column =
    may("Half-days", Holds::HalfDays, "Half-days such as fri-pm, with commas between; any if left out");
const COUNTS_FROM: Column = may("From", Holds::Date, "First day on which it counts; at once if left out");
const COUNTS_TO: Column = may("To", Holds::Date, "Last day on which it counts; no end if left out");
const SITES: Column = may("Sites", Holds::Ids(Noun::Site), "Ids of sites, with commas between; any if left out");
const CLINICS: Column =
    may("Clinics", Holds::Ids(Noun::Clinic), "Ids of clinics, with commas between; any if left out");

/// Which half of the pair a preference is.
pub(super) const LIKES: &[&str] = &["avoid", "prefer"];
/// How a pin holds.
pub(super) const HOLDS: &[&str] = &["keep", "never", "must"];

pub(super) const LEAVE: Form = Form {
    name: "Leave",
    about: "Days on which somebody is away: annual leave, training, sickness",
    columns: &[
        needed("Practitioner", Holds::Id(Noun::Practitioner), "Id of who is away; never a name"),
        FROM,
        TO,
        HALVES,
        REASON,
    ],
};

pub(super) const CLOSURES: Form = Form {
    name: "Closures",
    about: "Days on which a room or a site is closed",
    columns: &[
        needed("Room or site", Holds::Id(Noun::RoomOrSite), "Id of the room or the site"),
        FROM,
        TO,
        HALVES,
        REASON,
    ],
};

pub(super) const PREFERENCES: Form = Form {
    name: "Preferences",
    about: "Sessions that somebody would rather have, or not have",
    columns: &[
        needed("Practitioner", Holds::Id(Noun::Practitioner), "Id of whose it is; never a name"),
        needed("Avoid or prefer", Holds::Word(LIKES), "avoid: rather not these; prefer: rather these than any others"),
        WHICH_HALVES,
        SITES,
        CLINICS,
        COUNTS_FROM,
        COUNTS_TO,
        may(
            "Price",
            Holds::Pounds,
            "What a session that is not liked costs, in pounds; the policy's price if left out",
        ),
        REASON,
    ],
};

pub(super) const PINS: Form = Form {
    name: "Pins",
    about: "Sessions that stay as they are, never are, or must be in each week",
    columns: &[
        needed("Keep, never or must", Holds::Word(HOLDS), "keep: as published; never: none; must: one a week at least"),
        may("Practitioners", Holds::Ids(Noun::Practitioner), "Ids, with commas between; any if left out"),
        may("Rooms", Holds::Ids(Noun::Room), "Ids of rooms, with commas between; any if left out"),
        CLINICS,
        may("Activities", Holds::Ids(Noun::Activity), "Ids of activities, with commas between; any if left out"),
        SITES,
        WHICH_HALVES,
        COUNTS_FROM,
        COUNTS_TO,
        REASON,
    ],
};

pub(super) const ATTENDANCE: Form = Form {
    name: "Attendance",
    about: "Totals of appointments booked and missed, by activity and period: they become the share that is missed",
    columns: &[
        needed("Activity", Holds::Id(Noun::Activity), "Id of the activity"),
        needed("From", Holds::Date, "First day of the period"),
        needed("To", Holds::Date, "Last day of the period"),
        needed("Booked", Holds::Count, "Appointments booked in it"),
        needed("Missed", Holds::Count, "Of these, missed without notice"),
    ],
};

/// Every sheet that is read.
pub(super) const FORMS: [Form; 5] = [LEAVE, CLOSURES, PREFERENCES, PINS, ATTENDANCE];

/// Sheets of the template that are for people to read.
pub(super) const TO_READ: [&str; 2] = ["Read me", "Lists"];

/// A title as it is compared: small letters and digits, with one space between words.
pub(super) fn plain(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn sheets_and_their_columns_have_names_of_their_own() {
        let names: BTreeSet<String> = FORMS.iter().map(|form| plain(form.name)).collect();
        assert_eq!(names.len(), FORMS.len());
        for form in FORMS {
            let titles: BTreeSet<String> = form.titles().map(plain).collect();
            assert_eq!(titles.len(), form.columns.len(), "{}", form.name);
            assert!(form.columns[0].needed, "a row is known by its first column");
        }
    }
}
