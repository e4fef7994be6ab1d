//! R1a: a practitioner runs only clinics that role, skills, registration and contract allow, at sites they work at.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::rules::priced::names;
use crate::verify::sheet::Sheet;

/// Checks pattern and dated sessions.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for row in &facts.rows.pattern {
        check_post(facts, (row.practitioner, row.clinic, row.site), &format!("pattern[{}]", row.index), sheet);
    }
    for row in &facts.rows.sessions {
        let path = format!("sessions[{}]", row.index);
        check_post(facts, (row.practitioner, row.clinic, row.site), &path, sheet);
        let person = &facts.lists.practitioners[row.practitioner];
        let (first, last) = person.employed;
        sheet.require(
            RuleId::Eligible,
            first.is_none_or(|d| d <= row.date) && last.is_none_or(|d| d >= row.date),
            || path.clone(),
            || format!("{} has no contract or registration on {}", person.id, row.date),
            "roster people within contract and registration",
        );
    }
}

fn check_post(facts: &Facts<'_>, (who, clinic, site): (usize, usize, usize), path: &str, sheet: &mut Sheet) {
    let (person, clinic) = (&facts.lists.practitioners[who], &facts.lists.clinics[clinic]);
    sheet.require(
        RuleId::Eligible,
        facts.service.position_of(person, clinic).is_some(),
        || path.to_owned(),
        || format!("{} ({}) cannot fill a place in the team of {}", person.id, person.role, clinic.id),
        "roster somebody whose role, skills and own clinics allow it",
    );
    let site = &facts.lists.sites[site].id;
    sheet.require(
        RuleId::Eligible,
        person.sites.contains(site),
        || path.to_owned(),
        || format!("{} does not work at {site}, but at {}", person.id, names(&person.sites)),
        "roster people at sites they work at",
    );
}
