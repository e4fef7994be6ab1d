//! Roles, skills, features and kinds of rooms that nothing asks for, but that are nearly what something asks for: a slip of
//! the keyboard that would lose a person or a room without a word.

use super::codes;
use super::reader::Reader;
use crate::service::{Position, Service};
use std::collections::BTreeSet;

/// Says which are probably misspelt.
pub(super) fn check(reader: &mut Reader<'_>, service: &Service) {
    let record = reader.record;
    let positions: Vec<&Position> = service.activities.iter().flat_map(|activity| &activity.team).collect();
    let roles: BTreeSet<&str> = positions.iter().flat_map(|p| p.roles.iter().map(AsRef::as_ref)).collect();
    let skills: BTreeSet<&str> = positions.iter().flat_map(|p| p.skills.iter().map(String::as_str)).collect();
    for practitioner in &record.practitioners {
        let at = format!("practitioners.{}", practitioner.id);
        say(reader, &format!("{at}.role"), "role", &practitioner.role, &roles);
        for (i, skill) in practitioner.skills.iter().enumerate() {
            say(reader, &format!("{at}.skills.{i}"), "skill", skill, &skills);
        }
    }
    let kinds: BTreeSet<&str> =
        service.activities.iter().flat_map(|a| a.room_kinds.iter().map(AsRef::as_ref)).collect();
    let features: BTreeSet<&str> =
        service.activities.iter().flat_map(|a| a.room_features.iter().map(String::as_str)).collect();
    for room in &record.rooms {
        let at = format!("rooms.{}", room.id);
        say(reader, &format!("{at}.kind"), "kind", &room.kind, &kinds);
        for (i, feature) in room.features.iter().enumerate() {
            say(reader, &format!("{at}.features.{i}"), "feature", feature, &features);
        }
    }
}

fn say(reader: &mut Reader<'_>, path: &str, what: &str, written: &str, asked: &BTreeSet<&str>) {
    if asked.contains(written) {
        return;
    }
    let Some(meant) = asked.iter().find(|asked| is_slip(written, asked)) else { return };
    let cause = format!("nothing asks for the {what} `{written}`, but something for `{meant}`");
    reader.findings.add(codes::NEARLY_ASKED_FOR, path, cause).did_you_mean = Some((*meant).to_owned());
}

/// Whether one text is the other with a slip or two. Numbers tell things apart: `band-5` is no slip of `band-6`.
fn is_slip(written: &str, meant: &str) -> bool {
    let letters = |text: &str| text.to_lowercase();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let slips = match written.len().min(meant.len()) {
        0..3 => 0,
        3..7 => 1,
        _ => 2,
    };
    digits(written) == digits(meant) && strsim::damerau_levenshtein(&letters(written), &letters(meant)) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_words() {
        for (written, meant) in [("nurs", "nurse"), ("pmq", "pmp"), ("plinht", "plinth"), ("Nurse", "nurse")] {
            assert!(is_slip(written, meant), "{written} {meant}");
        }
        for (written, meant) in [("band-5", "band-6"), ("admin", "nurse"), ("hall", "gym"), ("ot", "pt")] {
            assert!(!is_slip(written, meant), "{written} {meant}");
        }
    }
}
