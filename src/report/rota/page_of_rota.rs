//! The page of a rota.

use super::grid::{Grid, grid};
use super::receipt::receipt;
use crate::base::ids::PractitionerId;
use crate::plan::Session;
use crate::plan::rota::{Gap, LedgerRow, RotaWeek, State, WhyAway};
use crate::record::RotaRecord;
use crate::report::numbers::{amount, counted, one, percent, pounds, signed, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::{RESTS_ON, prices_used};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A rota as a page: what it holds in a few sentences, a grid a week, and what a planner has to see to.
#[must_use]
pub fn rota(record: &RotaRecord) -> Document {
    let mut sheet = Sheet::new();
    sheet.heading(&title(record));
    body(&mut sheet, record);
    sheet.heading(RESTS_ON);
    prices_used(&mut sheet, &record.assumptions);
    sheet.finish()
}

/// What stands on the page below its title, but what it rests on.
pub(in crate::report) fn body(sheet: &mut Sheet, record: &RotaRecord) {
    receipt(sheet, record);
    headline(sheet, record);
    for week in &record.rota.weeks {
        week_of(sheet, record, week);
    }
    fairness(sheet, record);
    preferences(sheet, record);
    pins(sheet, record);
    verdict(sheet, record);
}

/// `Rota 2026-W08 to 2026-W13: Kent Community Chronic Pain`.
pub(in crate::report) fn title(record: &RotaRecord) -> String {
    let weeks = &record.rota.weeks;
    let span = match (weeks.first(), weeks.last()) {
        (Some(first), Some(last)) if first.week != last.week => format!("{} to {}", first.iso, last.iso),
        (Some(only), _) => only.iso.clone(),
        _ => "no week".to_owned(),
    };
    format!("Rota {span}: {}", record.service.name)
}

/// What it holds, in a sentence or two.
pub(in crate::report) fn in_short(record: &RotaRecord) -> String {
    let figures = &record.rota.figures;
    let rooms = if figures.roomed == figures.sessions {
        "each with its room".to_owned()
    } else {
        format!("{} of them without a room", figures.sessions - figures.roomed)
    };
    let weeks = counted(record.rota.weeks.len() as f64, "week", "weeks");
    format!(
        "{} in {weeks}, {rooms}. They hold {} appointments of the {} that the plan has in these weeks; {}.",
        counted(f64::from(figures.sessions), "session", "sessions"),
        whole(f64::from(figures.held)),
        amount(figures.planned),
        match figures.put_off {
            0 => "none is put off".to_owned(),
            off => format!("{} put off beyond them", counted(f64::from(off), "is", "are")),
        }
    )
}

fn headline(sheet: &mut Sheet, record: &RotaRecord) {
    let figures = &record.rota.figures;
    sheet.paragraph(&in_short(record));
    sheet.paragraph(&format!(
        "Of {} usable minutes whole appointments take {} ({}). {} ({}) are lost to them: however sessions are filled, what \
         is left is too short for one more. The other {} are not needed, or filled otherwise than with most minutes.",
        whole(figures.usable_minutes),
        whole(figures.used_minutes),
        percent(figures.used_minutes / figures.usable_minutes.max(1.0)),
        whole(figures.lost_minutes),
        percent(figures.lost_minutes / figures.usable_minutes.max(1.0)),
        whole(figures.left_minutes - figures.lost_minutes),
    ));
    let proven = match figures.least_room_changes {
        Some(least) if least == figures.room_changes => "the fewest there can be".to_owned(),
        Some(least) => format!("{least} would do"),
        None => "how few there could be is not known".to_owned(),
    };
    sheet.paragraph(&format!(
        "Within a day at one site somebody changes room {} ({proven}); {} in another room than the week before.",
        counted(f64::from(figures.room_changes), "time", "times"),
        counted(f64::from(figures.rooms_unlike_last_week), "session is", "sessions are"),
    ));
    put_off(sheet, record);
}

/// What could not be held by the end.
fn put_off(sheet: &mut Sheet, record: &RotaRecord) {
    let rota = &record.rota;
    let Some(last) = rota.weeks.last() else { return };
    let mut by: BTreeMap<(&str, &str), (u32, u32)> = BTreeMap::new();
    for row in rota.put_off.iter().filter(|row| row.week == last.week) {
        let key = (record.service.activity_name(&row.activity), record.service.site_name(&row.site));
        let (first, follow_up) = by.entry(key).or_default();
        if row.first { *first += row.units } else { *follow_up += row.units }
    }
    if by.is_empty() {
        return;
    }
    sheet.heading("Put off beyond these weeks");
    let columns = [
        Column::Words("Activity"),
        Column::Words("Site"),
        Column::Number("First of a course"),
        Column::Number("Of courses under way"),
    ];
    let rows = by.into_iter().map(|((activity, site), (first, follow_up))| {
        vec![activity.to_owned(), site.to_owned(), first.to_string(), follow_up.to_string()]
    });
    sheet.table(&columns, rows.collect());
}

fn week_of(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    let (rota, service) = (&record.rota, &record.service);
    let state = match week.state {
        State::Draft => "draft",
        State::Published => "published",
        State::Past => "past",
    };
    sheet.heading(&format!("{}, from {} ({state})", week.iso, week.monday.format("%-d %B %Y")));
    let sessions: Vec<&Session> = rota.sessions.iter().filter(|s| s.week == week.week).collect();
    let rooms = room_numbers(record);
    let held = |s: &Session| {
        let appointments: u32 = rota.list_of(s).map(|l| l.appointments).sum();
        let room = rooms.get(s.room.as_ref()).map_or("", String::as_str);
        Some(format!("{room}/{appointments}"))
    };
    let legend = grid(sheet, service, &Grid { sessions, note: &held });
    sheet.gap();
    let numbers: Vec<String> = service
        .rooms
        .iter()
        .filter(|room| rota.sessions.iter().any(|s| s.week == week.week && s.room == room.id))
        .map(|room| format!("{} = {}", rooms[room.id.as_ref()], room.name))
        .collect();
    sheet.paragraph(&format!(
        "{legend} Below them room / appointments (places of a class, classes of a closed group); rooms: {}.",
        numbers.join(", ")
    ));
    meetings(sheet, record, week);
    supervisions(sheet, record, week);
    gaps(sheet, record, week);
    away(sheet, record, week);
    journeys(sheet, record, week);
}

/// Rooms by number within their site, so that they fit a grid.
fn room_numbers(record: &RotaRecord) -> BTreeMap<&str, String> {
    let mut sites: BTreeMap<&str, u32> = BTreeMap::new();
    let number = |site| {
        let number = sites.entry(site).or_default();
        *number += 1;
        format!("r{number}")
    };
    let mut number = number;
    record.service.rooms.iter().map(|room| (room.id.as_ref(), number(room.site.as_ref()))).collect()
}

fn meetings(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    for held in record.rota.meetings.iter().filter(|m| m.week == week.week) {
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

fn supervisions(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    let all: Vec<_> = record.rota.supervisions.iter().filter(|s| s.week == week.week).collect();
    let held: Vec<String> = all
        .iter()
        .filter_map(|s| {
            let when = s.when.as_ref()?;
            Some(format!("{} {} with {}", when.half_day, when.date.format("%-d %B"), ids(s.who.iter())))
        })
        .collect();
    if !held.is_empty() {
        sheet.point(&format!("Supervision: {}.", held.join("; ")));
    }
    let due: Vec<String> = all.iter().filter(|s| s.when.is_none()).map(|s| ids(s.who.iter())).collect();
    if !due.is_empty() {
        sheet.point(&format!("Supervision due, no half-day found yet: {}.", due.join("; ")));
    }
}

fn ids<'a>(people: impl Iterator<Item = &'a PractitionerId>) -> String {
    people.map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

fn gaps(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    let all: Vec<&Gap> = record.rota.gaps.iter().filter(|g| week.covers(g.date)).collect();
    let (covered, open): (Vec<&Gap>, Vec<&Gap>) = all.into_iter().partition(|g| g.covered_by.is_some());
    let line = |gap: &Gap| {
        format!(
            "{} {} {} at {} ({} {})",
            gap.usual.half_day,
            gap.date.format("%-d %B"),
            record.service.clinic_name(&gap.usual.clinic),
            record.service.site_name(&gap.usual.site),
            gap.usual.practitioner,
            gap.why.in_words(),
        )
    };
    if !covered.is_empty() {
        let lines: Vec<String> = covered
            .iter()
            .map(|gap| format!("{}: {}", line(gap), gap.covered_by.as_ref().map_or("", |id| id.as_ref())))
            .collect();
        sheet.point(&format!("Covered: {}.", lines.join("; ")));
    }
    if !open.is_empty() {
        let lines: Vec<String> = open.iter().map(|gap| line(gap)).collect();
        sheet.point(&format!("Not held as usual: {}.", lines.join("; ")));
    }
}

fn away(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    let mut days: BTreeMap<&PractitionerId, BTreeSet<NaiveDate>> = BTreeMap::new();
    let rows = record.rota.away.iter().filter(|a| week.covers(a.date) && a.why == WhyAway::Leave);
    for row in rows {
        days.entry(&row.practitioner).or_default().insert(row.date);
    }
    if days.is_empty() {
        return;
    }
    let people: Vec<String> = days
        .into_iter()
        .map(|(who, dates)| {
            let days: Vec<String> = dates.iter().map(|d| d.format("%a").to_string()).collect();
            format!("{who} ({})", days.join(" "))
        })
        .collect();
    sheet.point(&format!("Away: {}.", people.join(", ")));
}

fn journeys(sheet: &mut Sheet, record: &RotaRecord, week: &RotaWeek) {
    let all: Vec<String> = record
        .rota
        .journeys
        .iter()
        .filter(|j| week.covers(j.date))
        .map(|j| {
            format!(
                "{} {} from {} to {}, {} minutes, {} minutes' break left",
                j.practitioner,
                j.date.format("%a %-d %B"),
                record.service.site_name(&j.from),
                record.service.site_name(&j.to),
                whole(j.minutes),
                whole(j.break_minutes),
            )
        })
        .collect();
    if !all.is_empty() {
        sheet.point(&format!("Changes of site: {}.", all.join("; ")));
    }
}

fn fairness(sheet: &mut Sheet, record: &RotaRecord) {
    let (rota, figures) = (&record.rota, &record.rota.figures);
    if rota.ledger.is_empty() {
        return;
    }
    sheet.heading("Who carries what");
    let first_come = figures.first_come_points.map(|points| {
        let open = match figures.first_come_unfilled {
            Some(open) if open > 0 => format!(", {} without anybody", counted(f64::from(open), "session", "sessions")),
            _ => String::new(),
        };
        format!("; given out first come, first served, it would be {}{open}", one(points))
    });
    sheet.paragraph(&format!(
        "{} points of burden lie above fair shares by contract, earlier rotas included{}.",
        one(figures.unfair_points),
        first_come.unwrap_or_default()
    ));
    let mut by: BTreeMap<(&PractitionerId, &str), (u32, f64, f64)> = BTreeMap::new();
    for LedgerRow { practitioner, burden, sessions, fair, balance, .. } in &rota.ledger {
        let entry = by.entry((practitioner, burden)).or_default();
        entry.0 += sessions;
        entry.1 += fair;
        entry.2 = *balance;
    }
    let columns = [
        Column::Words("Practitioner"),
        Column::Words("Burden"),
        Column::Number("Sessions"),
        Column::Number("Fair share"),
        Column::Number("Above it, in all"),
    ];
    let rows = by.into_iter().map(|((who, burden), (sessions, fair, balance))| {
        vec![who.to_string(), burden.to_owned(), sessions.to_string(), one(fair), signed(balance, one)]
    });
    sheet.table(&columns, rows.collect());
}

fn preferences(sheet: &mut Sheet, record: &RotaRecord) {
    if record.rota.preferences.is_empty() {
        return;
    }
    sheet.heading("Preferences");
    let columns = [
        Column::Words("Practitioner"),
        Column::Words("Would rather"),
        Column::Number("Sessions"),
        Column::Number("Against it"),
        Column::Number("Honouring it costs"),
    ];
    let rows = record.rota.preferences.iter().map(|row| {
        vec![
            row.practitioner.to_string(),
            row.words.clone(),
            row.sessions.to_string(),
            row.against.to_string(),
            row.price_gbp.map_or_else(|| "not asked".to_owned(), pounds),
        ]
    });
    sheet.table(&columns, rows.collect());
}

fn pins(sheet: &mut Sheet, record: &RotaRecord) {
    if record.rota.pins.is_empty() {
        return;
    }
    sheet.heading("Pins");
    for pin in &record.rota.pins {
        let held = if pin.broken.is_empty() { "holds".to_owned() } else { pin.broken.join("; ") };
        sheet.point(&format!("{} {}: {held}", pin.hold.as_str(), pin.words));
    }
}

fn verdict(sheet: &mut Sheet, record: &RotaRecord) {
    sheet.heading("Checked");
    let verdict = &record.verdict;
    let word = if verdict.accepted { "accepts" } else { "refuses" };
    sheet.paragraph(&format!(
        "The independent checker {word} this rota, after {}.",
        counted(verdict.total_checks() as f64, "check", "checks")
    ));
    for finding in &verdict.findings {
        let place = finding.place.as_ref().map(|p| format!("{p}: ")).unwrap_or_default();
        sheet.point(&format!("{} {}: {place}{}; {}", finding.severity, finding.code, finding.cause, finding.fix));
    }
}
