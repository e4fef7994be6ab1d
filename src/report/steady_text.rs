//! The long-run balance as text: which mix the staff can sustain, and what binds.

use crate::plan::steady::{Scarce, SteadyPrice, SteadyStart};
use crate::record::{ServiceOutline, SteadyRecord};
use crate::report::chart::{Bar, Bars, Chart};
use crate::report::numbers::{amount, counted, decimals, one, percent, pounds, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::headline::LIMITS_NAMED;
use crate::report::text::money::from_in_words;
use crate::report::text::outcome::clashes;
use crate::report::text::{assumptions, bound_sentence};

/// So many courses are drawn.
const MOST_BARS: usize = 15;

/// The long-run balance as a page.
#[must_use]
pub fn steady(record: &SteadyRecord) -> Document {
    let mut sheet = Sheet::new();
    let variants = &record.stamp.scenario.variants;
    let variant = if variants.is_empty() { String::new() } else { format!(" (variant {})", variants.join(", ")) };
    sheet.heading(&format!("{}{variant}: the long-run balance", record.service.name));
    body(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    sheet.finish()
}

/// What a balance says, without its title and what it rests on.
pub(super) fn body(sheet: &mut Sheet, record: &SteadyRecord) {
    headline(sheet, record);
    clashes(sheet, &record.outcome);
    starts(sheet, record);
    streams(sheet, record);
    slots(sheet, record);
    desk(sheet, record);
    prices(sheet, record);
    money(sheet, record);
}

/// A balance in a sentence.
pub(super) fn in_short(record: &SteadyRecord) -> String {
    let balance = &record.balance;
    let started: f64 = balance.starts.iter().map(|s| s.patients).sum();
    let left: f64 = balance.streams.iter().map(|s| s.left).sum();
    format!(
        "In a year of {} worked weeks this staff can sustain {}; {} at its end.",
        decimals(balance.worked_weeks, 1),
        counted(started, "start", "starts"),
        if left < 0.5 { "nobody is left".to_owned() } else { counted(left, "patient is left", "patients are left") },
    )
}

fn headline(sheet: &mut Sheet, record: &SteadyRecord) {
    let (balance, service) = (&record.balance, &record.service);
    sheet.paragraph(&in_short(record));
    let benefit = &balance.benefit;
    let scales: Vec<String> = benefit
        .by_measure
        .iter()
        .filter(|m| m.mean != 0.0 || m.low != 0.0 || m.high != 0.0)
        .map(|m| {
            let unit = unit_of(service, m.measure.as_ref());
            let between = if m.low == m.high {
                "no interval is known".to_owned()
            } else {
                format!("between {} and {}", one(m.low), one(m.high))
            };
            format!("{} {unit} of {} ({between})", one(m.mean), service.measure_name(&m.measure))
        })
        .collect();
    let in_scales = if scales.is_empty() { String::new() } else { format!(": {}", scales.join("; ")) };
    sheet.paragraph(&format!("Expected benefit: {} important changes{in_scales}.", one(benefit.important_changes)));
    let mut binding: Vec<&SteadyPrice> = balance.prices.iter().filter(|p| p.value_gbp > 1e-6).collect();
    binding.sort_by(|a, b| b.value_gbp.total_cmp(&a.value_gbp));
    if !binding.is_empty() {
        let more = binding.len().saturating_sub(LIMITS_NAMED);
        let and_more = if more > 0 { format!("; and {more} more, listed below") } else { String::new() };
        let named: Vec<String> = binding
            .iter()
            .take(LIMITS_NAMED)
            .map(|p| format!("{} ({} for one more)", in_words(&p.what, service), pounds(p.value_gbp)))
            .collect();
        sheet.paragraph(&format!("What binds: {}{and_more}.", named.join("; ")));
    } else if !balance.prices.is_empty() {
        sheet.paragraph("Nothing binds: one more of anything would change nothing.");
    }
    sheet.paragraph(&bound_sentence(&record.outcome));
}

/// The courses that most patients start.
fn drawn(record: &SteadyRecord) -> Option<Chart> {
    let mut starts: Vec<_> = record.balance.starts.iter().filter(|start| start.patients >= 0.5).collect();
    starts.sort_by(|a, b| b.patients.total_cmp(&a.patients));
    let bar = |start: &&SteadyStart| Bar {
        name: record.service.course_name(&start.course).to_owned(),
        from: 0.0,
        to: start.patients,
        label: whole(start.patients),
        strong: start.important_changes.abs() > 0.0,
    };
    let bars: Vec<Bar> = starts.iter().take(MOST_BARS).map(bar).collect();
    let first = bars.first()?;
    let description = format!("Most start {}: {}. The table has them all.", first.name, first.label);
    let chart = Chart::new("Patients who start in a year", &description, Bars { title: "patients".to_owned(), bars });
    Some(chart.noted("Strong: courses with evidence of an effect."))
}

fn starts(sheet: &mut Sheet, record: &SteadyRecord) {
    sheet.heading("Courses in a year");
    sheet.chart(drawn(record));
    let columns = [
        Column::Words("Stream"),
        Column::Words("Course"),
        Column::Number("Patients"),
        Column::Number("Lessons"),
        Column::Number("Important\nchanges"),
    ];
    let rows = record.balance.starts.iter().map(|s| {
        vec![
            record.service.stream_name(&s.stream).to_owned(),
            record.service.course_name(&s.course).to_owned(),
            whole(s.patients),
            whole(s.lessons),
            format!("{}{}", one(s.important_changes), if s.interpolated { " *" } else { "" }),
        ]
    });
    sheet.table(&columns, rows.collect());
    if record.balance.starts.iter().any(|s| s.interpolated) {
        sheet.paragraph("* interpolated: this dose lies between those that a trial tried.");
    }
}

fn streams(sheet: &mut Sheet, record: &SteadyRecord) {
    sheet.heading("Patients in a year");
    let columns = [
        Column::Words("Stream"),
        Column::Number("Could\nstart"),
        Column::Number("Start"),
        Column::Number("Left"),
        Column::Words(""),
    ];
    let rows = record.balance.streams.iter().map(|s| {
        vec![
            record.service.stream_name(&s.stream).to_owned(),
            whole(s.available),
            whole(s.started),
            whole(s.left),
            if s.has_evidence { String::new() } else { "no evidence".to_owned() },
        ]
    });
    sheet.table(&columns, rows.collect());
}

fn slots(sheet: &mut Sheet, record: &SteadyRecord) {
    sheet.heading("Slots by clinic in a year");
    let columns = [
        Column::Words("Clinic"),
        Column::Number("Sessions"),
        Column::Number("Hours\noffered"),
        Column::Number("Hours\nused"),
        Column::Number("Used"),
        Column::Number("Slots\noffered"),
        Column::Number("Slots\nused"),
        Column::Number("Slots\nspare"),
    ];
    let optional = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), amount);
    let rows = record.balance.clinics.iter().map(|c| {
        let used = if c.minutes_offered > 0.0 { percent(c.minutes_used / c.minutes_offered) } else { "-".to_owned() };
        vec![
            record.service.clinic_name(&c.clinic).to_owned(),
            amount(c.sessions),
            whole(c.minutes_offered / 60.0),
            whole(c.minutes_used / 60.0),
            used,
            optional(c.slots_offered),
            optional(c.slots_used),
            optional(c.slots_offered.zip(c.slots_used).map(|(offered, used)| offered - used)),
        ]
    });
    sheet.table(&columns, rows.collect());
    if record.balance.clinics.iter().any(|c| c.slots_offered.is_none()) {
        sheet.gap();
        let columns = [Column::Words("Activity"), Column::Number("Slots\noffered"), Column::Number("Slots\nused")];
        let rows = record.balance.activities.iter().map(|a| {
            vec![record.service.activity_name(&a.activity).to_owned(), optional(a.slots_offered), amount(a.slots_used)]
        });
        sheet.table(&columns, rows.collect());
        sheet.paragraph(
            "A clinic that holds several activities shares its hours among them, so it has no one number of slots.",
        );
    }
}

fn prices(sheet: &mut Sheet, record: &SteadyRecord) {
    let balance = &record.balance;
    sheet.heading("What one more is worth");
    if balance.prices.is_empty() {
        sheet.paragraph("Not available: the engine gives no prices.");
        return;
    }
    let measured = balance.prices.iter().any(|p| p.in_measure.is_some());
    let scale = balance.benefit.by_measure.iter().find(|m| m.mean != 0.0).map(|m| m.measure.clone());
    let unit = scale.as_ref().map_or("points", |id| unit_of(&record.service, id.as_ref()));
    let in_scale = format!("In\n{unit}");
    let mut columns = vec![Column::Words("One more"), Column::Number("Pounds"), Column::Number("Important\nchanges")];
    if measured {
        columns.push(Column::Number(&in_scale));
    }
    columns.push(Column::Words("Counted in"));
    let rows = balance.prices.iter().map(|p| {
        let mut row =
            vec![in_words(&p.what, &record.service), decimals(p.value_gbp, 2), decimals(p.important_changes, 3)];
        if measured {
            row.push(p.in_measure.map_or_else(|| "-".to_owned(), |value| decimals(value, 3)));
        }
        row.push(p.unit.clone());
        row
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "These are gains at the margin, with patients divisible: the first one more is worth so much, the hundredth less.",
    );
    if let Some(relaxed) = balance.relaxed_gbp {
        sheet.paragraph(&format!(
            "They belong to a balance worth {}; in whole patients it is worth {}.",
            pounds(relaxed),
            pounds(balance.value_gbp)
        ));
    }
}

/// What desk work takes of each role's time for it.
fn desk(sheet: &mut Sheet, record: &SteadyRecord) {
    let desk = &record.balance.desk;
    if desk.is_empty() {
        return;
    }
    sheet.heading("Desk work in a year");
    let columns = [
        Column::Words("Role"),
        Column::Number("Hours\noffered"),
        Column::Number("Hours\nneeded"),
        Column::Number("Load"),
        Column::Number("Hours\nshort"),
    ];
    let rows = desk.iter().map(|d| {
        let load = if d.offered_hours > 0.0 { percent(d.needed_hours / d.offered_hours) } else { "-".to_owned() };
        vec![d.role.to_string(), whole(d.offered_hours), whole(d.needed_hours), load, whole(d.short_hours)]
    });
    sheet.table(&columns, rows.collect());
}

fn money(sheet: &mut Sheet, record: &SteadyRecord) {
    let balance = &record.balance;
    sheet.heading("Money in a year");
    sheet.paragraph(&format!(
        "Sessions, rooms, booked appointments and materials come to {}.",
        pounds(balance.spend_gbp)
    ));
    if !balance.income.is_empty() {
        let rows = balance.income.iter().map(|row| vec![from_in_words(&row.from, &record.service), pounds(row.gbp)]);
        sheet.table(&[Column::Words("Income"), Column::Number("A year")], rows.collect());
        let earned: f64 = balance.income.iter().map(|row| row.gbp).sum();
        let left = earned - balance.spend_gbp;
        let words = if left >= 0.0 { "more than is spent" } else { "less than is spent" };
        sheet.paragraph(&format!("In all {} are earned, {} {words}.", pounds(earned), pounds(left.abs())));
    }
    let columns = [Column::Words("Budget"), Column::Number("A year"), Column::Number("Spent"), Column::Number("Left")];
    let rows = balance.budgets.iter().map(|b| {
        vec![b.budget.to_string(), pounds(b.budget_gbp), pounds(b.spent_gbp), pounds(b.budget_gbp - b.spent_gbp)]
    });
    sheet.table(&columns, rows.collect());
}

fn unit_of<'a>(service: &'a ServiceOutline, measure: &str) -> &'a str {
    service.measures.iter().find(|m| m.id == *measure).map_or("points", |m| m.unit.as_str())
}

/// Something scarce by its name rather than its id.
fn in_words(what: &Scarce, service: &ServiceOutline) -> String {
    match what {
        Scarce::Lesson(id) => format!("a lesson of {}", service.activity_name(id)),
        Scarce::Minute(id) => format!("a minute of {}", service.clinic_name(id)),
        Scarce::Session(id) => format!("a session of {}", service.clinic_name(id)),
        Scarce::Patient(id) => format!("a patient of {}", service.stream_name(id)),
        Scarce::Practitioner(_) | Scarce::Pound(_) | Scarce::Contract(_) | Scarce::Desk(_) => what.to_string(),
    }
}
