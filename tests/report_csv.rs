//! Plans as CSV.

mod record_sample;

use equipoise::record::PlanRecord;
use equipoise::report::tables;
use record_sample::record::plan_record;
use std::collections::BTreeMap;

fn by_name(record: &PlanRecord) -> BTreeMap<String, String> {
    let tables = tables::plan(record).csv().expect("tables");
    tables.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row as long as the header")).collect()
}

#[test]
fn every_row_of_the_plan_is_in_its_table() {
    let record = plan_record();
    let tables = by_name(&record);
    let counts = [
        ("starts.csv", record.plan.starts.len()),
        ("queues.csv", record.plan.queues.len()),
        ("lessons.csv", record.plan.lessons.len()),
        ("bookings.csv", record.plan.bookings.len()),
        ("tail.csv", record.plan.tail.len()),
        ("pattern.csv", record.plan.pattern.len()),
        ("rota.csv", record.plan.sessions.len()),
        ("meetings.csv", record.plan.meetings.len()),
        ("streams.csv", record.plan.figures.streams.len()),
        ("courses.csv", record.plan.figures.courses.len()),
        ("measures.csv", record.plan.figures.benefit.by_measure.len()),
        ("practitioners.csv", record.plan.figures.practitioners.len()),
        ("rooms.csv", record.plan.figures.rooms.len()),
        ("clinics.csv", record.plan.figures.clinics.len()),
        ("budgets.csv", record.plan.figures.budgets.len()),
        ("figures.csv", 12),
        ("assumptions.csv", record.assumptions.len()),
    ];
    assert_eq!(tables.len(), counts.len());
    for (name, count) in counts {
        assert_eq!(rows(&tables[name]).len(), count, "{name}");
    }
}

#[test]
fn the_rota_is_in_order_of_date_and_says_all_that_a_diary_needs() {
    let text = &by_name(&plan_record())["rota.csv"];
    let lines: Vec<&str> = text.lines().take(4).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    date,iso_week,day,half_day,starts,minutes,practitioner,role,clinic,clinic_name,site,site_name,room,room_name
    2026-03-30,2026-W14,mon,am,09:00,200,at-1,at-teacher,at-clinic,Alexander clinic,north,North clinic,n1,n1
    2026-03-30,2026-W14,mon,pm,13:00,240,at-1,at-teacher,at-clinic,Alexander clinic,south,South clinic,s1,s1
    2026-03-31,2026-W14,tue,am,09:00,200,nurse-1,nurse,assess-clinic,Assessment clinic,north,North clinic,n2,n2
    ");
    let dates: Vec<String> = rows(text).into_iter().map(|r| r["date"].clone()).collect();
    assert!(dates.is_sorted());
}

#[test]
fn figures_stand_beside_do_nothing_with_their_difference() {
    let figures = rows(&by_name(&plan_record())["figures.csv"]);
    let benefit = figures.iter().find(|r| r["figure"].starts_with("Benefit")).expect("a row");
    // four patients fewer on at-3, each worth 0.4
    assert_eq!((benefit["plan"].as_str(), benefit["do_nothing"].as_str()), ("18.8", "17.2"));
    assert_eq!(benefit["difference"], "1.6");
}

#[test]
fn names_that_begin_like_formulas_are_made_harmless() {
    let mut record = plan_record();
    record.service.streams[0].name = "=HYPERLINK(\"http://example.org\")".to_owned();
    record.service.sites[0].name = "@north".to_owned();
    for (name, text) in by_name(&record) {
        for row in rows(&text) {
            for (key, cell) in row {
                let formula = cell.starts_with(['=', '@', '+', '\t', '\r'])
                    || (cell.starts_with('-') && cell.parse::<f64>().is_err());
                assert!(!formula, "{name}, {key}: {cell}");
            }
        }
    }
}
