//! The first week's rota as a grid: practitioners down, half-days across.

use crate::base::calendar::{HalfDay, Week, iso_week};
use crate::base::ids::{Id, PractitionerId};
use crate::plan::Session;
use crate::record::PlanRecord;
use crate::report::numbers::counted;
use crate::report::page::{Column, Sheet};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The first week with sessions, and its meetings.
pub(super) fn first_week(sheet: &mut Sheet, record: &PlanRecord) {
    let Some(week) = record.plan.sessions.iter().map(|s| s.week).min() else { return };
    let sessions: Vec<&Session> = record.plan.sessions.iter().filter(|s| s.week == week).collect();
    sheet.heading(&format!("Rota of {}", week_in_words(week, record.service.start)));
    let clinics = Codes::of(sessions.iter().map(|s| &s.clinic));
    let sites = Codes::of(sessions.iter().map(|s| &s.site));
    let who: BTreeSet<&PractitionerId> = sessions.iter().map(|s| &s.practitioner).collect();
    let periods = &record.service.periods;
    let of_day = |&day| periods.iter().map(move |p| HalfDay { day, period: p.id.clone() });
    let half_days: Vec<HalfDay> = record.service.days.iter().flat_map(of_day).collect();
    let mut columns = vec![Column::Words("Practitioner")];
    let titles: Vec<String> = half_days.iter().map(|h| format!("{}\n{}", h.day, h.period)).collect();
    columns.extend(titles.iter().map(|title| Column::Code(title)));
    let rows = who.iter().map(|practitioner| {
        let mut row = vec![practitioner.to_string()];
        row.extend(half_days.iter().map(|half_day| {
            let held: Vec<String> = sessions
                .iter()
                .filter(|s| s.practitioner == **practitioner && s.half_day == *half_day)
                .map(|s| format!("{}\n{}", clinics.code(&s.clinic), sites.code(&s.site)))
                .collect();
            if held.is_empty() { ".".to_owned() } else { held.join("\n") }
        }));
        row
    });
    sheet.table_by(periods.len(), &columns, rows.collect());
    sheet.gap();
    sheet.paragraph(&format!(
        "Clinics: {}. Sites: {}. Rooms and all other weeks are in rota.csv (--out).",
        clinics.legend(|id| record.service.clinic_name(id)),
        sites.legend(|id| record.service.site_name(id)),
    ));
    meetings(sheet, record, week);
}

fn week_in_words(week: Week, start: NaiveDate) -> String {
    let monday = week.monday(start);
    format!("{week}: {} ({})", monday.format("%-d %B %Y"), iso_week(monday))
}

fn meetings(sheet: &mut Sheet, record: &PlanRecord, week: Week) {
    for held in record.plan.meetings.iter().filter(|m| m.week == week) {
        let missing = match held.missing.len() {
            0 => String::new(),
            missing => format!(", {} by a clinic elsewhere", counted(missing as f64, "is kept away", "are kept away")),
        };
        sheet.point(&format!(
            "{} {}, {}: {}{missing}",
            held.half_day,
            held.date.format("%-d %B"),
            record.service.meeting_name(&held.meeting),
            counted(held.attendees.len() as f64, "attends", "attend"),
        ));
    }
}

/// Short codes for ids, so that a week fits a terminal: the first four letters, numbered where these are not enough.
struct Codes<'a, I: Id>(BTreeMap<&'a I, String>);

impl<'a, I: Id> Codes<'a, I> {
    fn of(ids: impl Iterator<Item = &'a I>) -> Self {
        let ids: BTreeSet<&I> = ids.collect();
        let plain = |id: &I| id.as_str().replace('-', "").chars().take(4).collect::<String>();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut codes = BTreeMap::new();
        for id in &ids {
            let alone = ids.iter().filter(|other| plain(other) == plain(id)).count() == 1;
            let candidates = std::iter::once(plain(id)).filter(|_| alone).chain((1..).map(|number: u32| {
                let digits = number.to_string();
                let letters = 4_usize.saturating_sub(digits.len());
                format!("{}{digits}", plain(id).chars().take(letters).collect::<String>())
            }));
            let free = candidates.into_iter().find(|code| !taken.contains(code)).unwrap_or_default();
            taken.insert(free.clone());
            codes.insert(*id, free);
        }
        Self(codes)
    }

    fn code(&self, id: &I) -> &str {
        self.0.get(id).map_or("?", String::as_str)
    }

    fn legend<'b>(&'b self, name: impl Fn(&'b I) -> &'b str) -> String {
        let entries: Vec<String> = self.0.iter().map(|(id, code)| format!("{code} = {}", name(id))).collect();
        entries.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{ClinicId, SiteId};

    #[test]
    fn codes_are_short_and_never_shared() {
        let ids: Vec<ClinicId> = ["physio-new", "physio-review", "pmp", "phys1", "at"].map(ClinicId::from).to_vec();
        let codes = Codes::of(ids.iter());
        let all: Vec<&str> = ids.iter().map(|id| codes.code(id)).collect();
        assert_eq!(all, ["phy2", "phy3", "pmp", "phy1", "at"]);
    }

    #[test]
    fn a_hundred_alike_still_differ() {
        let ids: Vec<SiteId> = (0..120).map(|n| SiteId::from(format!("site-{n}").as_str())).collect();
        let codes = Codes::of(ids.iter());
        let all: BTreeSet<&str> = ids.iter().map(|id| codes.code(id)).collect();
        assert_eq!(all.len(), 120);
    }
}
