//! The receipt of a change: what is not as it was, what must be moved, and which other answers there are.

use crate::plan::Session;
use crate::plan::rota::{Change, ListRow, Moved, Receipt, ReceiptFigures, Stance};
use crate::record::{RotaRecord, ServiceOutline};
use crate::report::numbers::{counted, pounds, signed, whole};
use crate::report::page::{Column, Sheet};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was changed in an earlier rota, if something was.
pub(super) fn receipt(sheet: &mut Sheet, record: &RotaRecord) {
    let Some(receipt) = &record.rota.receipt else { return };
    sheet.heading("What changes");
    sheet.paragraph(&format!("Because {}.", receipt.asked.join("; ")));
    in_short(sheet, receipt);
    for change in &receipt.changes {
        sheet.point(&change_in_words(&record.service, change));
    }
    to_move(sheet, &record.service, receipt);
    let mut waits: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for row in &receipt.later {
        *waits.entry(row.week.monday(record.service.start)).or_default() += row.units;
    }
    let waits: Vec<String> = waits
        .into_iter()
        .map(|(monday, units)| format!("{units} at the end of the week of {}", monday.format("%-d %B")))
        .collect();
    if !waits.is_empty() {
        sheet.point(&format!("Appointments that wait longer than before: {}.", waits.join(", ")));
    }
    others(sheet, receipt);
}

fn in_short(sheet: &mut Sheet, receipt: &Receipt) {
    let figures = &receipt.figures;
    let count = |of: &dyn Fn(&Change) -> bool| receipt.changes.iter().filter(|change| of(change)).count() as f64;
    let (cancelled, new) = (count(&|c| c.after.is_none()), count(&|c| c.before.is_none()));
    let changed = count(&|c| c.before.is_some() && c.after.is_some());
    let spend = match figures.spend_gbp {
        spend if spend.abs() < 0.5 => "the sessions cost what they did".to_owned(),
        spend => format!("the sessions cost {} {}", pounds(spend.abs()), if spend > 0.0 { "more" } else { "less" }),
    };
    let proven = match (&receipt.stance, receipt.proven_within_gbp) {
        (Stance::LeastInAll, Some(open)) if open < 0.6 => {
            "it is proven that no rota which the rules allow disturbs less in these weeks"
        }
        (Stance::LeastInAll, Some(_)) => "a rota that disturbs less is not ruled out: raise --nodes or --iterations",
        (Stance::LeastInAll, None) => "how little would do is not known",
        _ => "it is not the answer that disturbs least in all, but the least of its kind",
    };
    let parts = [
        (cancelled, "session is cancelled", "sessions are cancelled"),
        (new, "session is added", "sessions are added"),
        (changed, "is in other hands or another room", "are in other hands or another room"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, ..)| *n > 0.0).map(|(n, one, many)| counted(n, one, many)).collect();
    let sessions = if parts.is_empty() { "No session changes".to_owned() } else { parts.join(", ") };
    let moved = match (figures.to_move, figures.placed) {
        (0, _) => "No appointment is to be moved".to_owned(),
        (all, placed) => format!(
            "{} to be moved, {} of them can be had in other sessions",
            counted(f64::from(all), "appointment is", "appointments are"),
            if placed == all { "all".to_owned() } else { whole(f64::from(placed)) },
        ),
    };
    sheet.paragraph(&format!(
        "{sessions}. {moved}; {spend}. Disturbance is priced at {} in all; {proven}.",
        pounds(figures.disturbance_gbp),
    ));
}

/// Each appointment to move, and when as many of its kind can be had.
fn to_move(sheet: &mut Sheet, service: &ServiceOutline, receipt: &Receipt) {
    if receipt.to_move.is_empty() {
        return;
    }
    sheet.gap();
    let columns = [
        Column::Words("To move"),
        Column::Words("Room"),
        Column::Words("Appointment"),
        Column::Words("Course"),
        Column::Number("How many"),
        Column::Words("Can be had"),
    ];
    let rows = receipt.to_move.iter().map(|Moved { from, to, beyond }| {
        let mut places: Vec<String> = to
            .iter()
            .map(|place| format!("{}, {}: {}", when(place), service.room_name(&place.room), place.appointments))
            .collect();
        if *beyond > 0 {
            places.push(format!("after these weeks: {beyond}"));
        }
        vec![
            when(from),
            service.room_name(&from.room).to_owned(),
            format!("{}{}", service.activity_name(&from.activity), if from.first { ", first" } else { "" }),
            service.course_name(&from.course).to_owned(),
            from.appointments.to_string(),
            places.join("; "),
        ]
    });
    sheet.table(&columns, rows.collect());
}

fn when(row: &ListRow) -> String {
    format!("{} {}", row.date.format("%a %-d %b"), row.half_day.period)
}

/// The other answers beside this one.
fn others(sheet: &mut Sheet, receipt: &Receipt) {
    if receipt.others.is_empty() {
        return;
    }
    sheet.heading("Other answers");
    let columns = [
        Column::Words("Answer"),
        Column::Number("Changed"),
        Column::Number("Asked"),
        Column::Number("To move"),
        Column::Number("Later"),
        Column::Number("Disturbance"),
        Column::Number("Pay"),
    ];
    let row = |stance: &Stance, figures: &ReceiptFigures, mark: &str| {
        vec![
            format!("{mark}{}", stance.as_str()),
            figures.sessions.to_string(),
            figures.people.len().to_string(),
            figures.to_move.to_string(),
            figures.later.to_string(),
            pounds(figures.disturbance_gbp),
            signed(figures.spend_gbp, pounds),
        ]
    };
    let mut rows = vec![row(&receipt.stance, &receipt.figures, "* ")];
    rows.extend(receipt.others.iter().map(|other| row(&other.stance, &other.figures, "")));
    sheet.table(&columns, rows);
    let all = receipt.others.iter().map(|other| (&other.stance, &other.figures));
    for (stance, figures) in [(&receipt.stance, &receipt.figures)].into_iter().chain(all) {
        let people: Vec<&str> = figures.people.iter().map(AsRef::as_ref).collect();
        let asked = if people.is_empty() { "nobody else".to_owned() } else { people.join(", ") };
        sheet.point(&format!("{}: {}; it asks {asked}", stance.as_str(), in_words(stance)));
    }
    sheet.paragraph("* This one. Each is the best of its kind; --take with its name writes it. Changed: sessions that are not as they \
         were; asked: people with other half-days, beside those who are away; later: weeks that appointments wait longer, added \
         up.");
}

fn in_words(stance: &Stance) -> String {
    match stance {
        Stance::LeastInAll => "as little as can be is disturbed and waits, in all".to_owned(),
        Stance::NobodyElse => "nobody gets a session that they did not have".to_owned(),
        Stance::NobodyWaits => "above all as few appointments as can be wait longer".to_owned(),
        Stance::OtherPeople { spared } => {
            let spared: Vec<&str> = spared.iter().map(AsRef::as_ref).collect();
            format!("without {} standing in", spared.join(", "))
        }
    }
}

/// A change in words.
pub(super) fn change_in_words(service: &ServiceOutline, change: &Change) -> String {
    let named = |s: &Session| {
        format!(
            "{} {}: {} {} at {}",
            s.half_day,
            s.date.format("%-d %B"),
            s.practitioner,
            service.clinic_name(&s.clinic),
            service.site_name(&s.site)
        )
    };
    match (&change.before, &change.after) {
        (Some(before), None) => format!("{} is cancelled", named(before)),
        (None, Some(after)) if service.rooms.iter().all(|room| room.id != after.room) => {
            format!("{} is new", named(after))
        }
        (None, Some(after)) => format!("{} is new, in {}", named(after), service.room_name(&after.room)),
        (Some(before), Some(after)) if before.practitioner == after.practitioner => {
            format!(
                "{} is in {}, not in {}",
                named(after),
                service.room_name(&after.room),
                service.room_name(&before.room)
            )
        }
        (Some(before), Some(after)) => format!("{} goes to {}", named(before), after.practitioner),
        (None, None) => String::new(),
    }
}
