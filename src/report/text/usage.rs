//! How much of clinics, staff and rooms is used.

use crate::record::PlanRecord;
use crate::report::numbers::{decimals, percent, whole};
use crate::report::page::{Column, Sheet};

/// How many of the most used and of the least used a long list shows.
const ENDS: usize = 5;

/// Clinics: sessions, hours offered and booked.
pub(super) fn clinics(sheet: &mut Sheet, record: &PlanRecord) {
    sheet.heading("Clinics");
    let columns = [
        Column::Words("Clinic"),
        Column::Number("Sessions"),
        Column::Number("Hours\noffered"),
        Column::Number("Hours\nbooked"),
        Column::Number("Booked"),
    ];
    let rows = record.plan.figures.clinics.iter().map(|c| {
        vec![
            record.service.clinic_name(&c.clinic).to_owned(),
            whole(c.sessions),
            whole(c.minutes_offered / 60.0),
            whole(c.minutes_booked / 60.0),
            percent(c.utilisation),
        ]
    });
    sheet.table(&columns, rows.collect());
}

/// Practitioners: sessions rostered of those available.
pub(super) fn practitioners(sheet: &mut Sheet, record: &PlanRecord) {
    let mut figures: Vec<_> = record.plan.figures.practitioners.iter().collect();
    figures.sort_by(|a, b| b.utilisation.total_cmp(&a.utilisation).then_with(|| a.practitioner.cmp(&b.practitioner)));
    sheet.heading(&format!("Practitioners{}", shown(figures.len())));
    let columns = [
        Column::Words("Practitioner"),
        Column::Words("Role"),
        Column::Number("WTE"),
        Column::Number("Sessions\navailable"),
        Column::Number("Sessions\nrostered"),
        Column::Number("Used"),
    ];
    let rows = both_ends(&figures).into_iter().map(|row| match row {
        Some(p) => {
            let wte = record.service.practitioners.iter().find(|o| o.id == p.practitioner).map(|o| o.wte);
            vec![
                p.practitioner.to_string(),
                record.service.role_of(&p.practitioner).to_owned(),
                wte.map_or_else(|| "-".to_owned(), |wte| decimals(wte, 2)),
                whole(p.available_sessions),
                whole(p.rostered_sessions),
                percent(p.utilisation),
            ]
        }
        None => vec!["...".to_owned()],
    });
    sheet.table(&columns, rows.collect());
}

/// Rooms: half-days used of those open.
pub(super) fn rooms(sheet: &mut Sheet, record: &PlanRecord) {
    let mut figures: Vec<_> = record.plan.figures.rooms.iter().collect();
    figures.sort_by(|a, b| b.utilisation.total_cmp(&a.utilisation).then_with(|| a.room.cmp(&b.room)));
    sheet.heading(&format!("Rooms{}", shown(figures.len())));
    let columns = [
        Column::Words("Room"),
        Column::Words("Site"),
        Column::Number("Half-days\nopen"),
        Column::Number("Half-days\nused"),
        Column::Number("Used"),
    ];
    let rows = both_ends(&figures).into_iter().map(|row| match row {
        Some(r) => {
            let site = record.service.rooms.iter().find(|o| o.id == r.room).map(|o| &o.site);
            vec![
                record.service.room_name(&r.room).to_owned(),
                site.map_or_else(String::new, |site| record.service.site_name(site).to_owned()),
                whole(r.open_half_days),
                whole(r.used_half_days),
                percent(r.utilisation),
            ]
        }
        None => vec!["...".to_owned()],
    });
    sheet.table(&columns, rows.collect());
}

fn shown(all: usize) -> String {
    if all > 2 * ENDS { format!(" (the {ENDS} most and the {ENDS} least used of {all})") } else { String::new() }
}

/// All of a short list; of a long one its first and last, with a gap between.
fn both_ends<'a, T>(sorted: &[&'a T]) -> Vec<Option<&'a T>> {
    if sorted.len() <= 2 * ENDS {
        return sorted.iter().map(|row| Some(*row)).collect();
    }
    let first = sorted[..ENDS].iter().map(|row| Some(*row));
    let last = sorted[sorted.len() - ENDS..].iter().map(|row| Some(*row));
    first.chain([None]).chain(last).collect()
}
