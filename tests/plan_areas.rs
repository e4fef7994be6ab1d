//! Areas of the reference scenarios: what belongs together, and what is shared.

mod plan_common;

use equipoise::engine::Col;
use equipoise::model::{Areas, Facts, Goal, build};
use equipoise::scenario::generate::{Size, generate};
use plan_common::turned::{path, service};

#[test]
fn a_service_whose_people_work_everywhere_is_one_area_and_two_cities_are_two() {
    for (scenario, count) in [("minimal", 1), ("alexander", 1), ("kent", 1), ("reading-swansea", 2)] {
        let service = service(&path("scenarios").join(scenario), &[], &[]);
        let facts = Facts::new(&service);
        let areas = Areas::new(&facts);
        assert_eq!(areas.count(), count, "{scenario}");
    }
}

#[test]
fn all_but_what_is_shared_is_of_one_area() {
    let service = service(&path("scenarios").join("reading-swansea"), &[], &[]);
    let facts = Facts::new(&service);
    let model = build(&facts, Goal::Best);
    let areas = Areas::new(&facts);
    let of = areas.of_columns(&facts, &model.columns, model.program.columns().len());
    let names = model.program.column_names().iter().zip(&of);
    let shared: Vec<&str> =
        names.filter(|(_, area)| area.is_none()).map(|(name, _)| name.split(' ').next().expect("a kind")).collect();
    // A role's desk, and whom both cities' streams send to the same one, are shared; sessions and starts are not.
    assert!(!shared.is_empty());
    assert!(shared.iter().all(|kind| ["desk", "onward", "short", "meets"].contains(kind)), "{shared:?}");
    // A row of one area has no column of the other; there are some that have both.
    let both = |row: &equipoise::engine::Row| {
        let mut seen = [false; 2];
        row.terms.iter().filter_map(|(col, _)| of[col.index()]).for_each(|area| seen[area] = true);
        seen == [true; 2]
    };
    let joint: Vec<&str> = model.program.named_rows().filter(|(_, row)| both(row)).map(|(name, _)| name).collect();
    assert!(joint.iter().all(|name| !name.starts_with("R1 ") && !name.starts_with("F3 ")), "{joint:?}");
}

#[test]
fn a_generated_system_falls_into_the_areas_that_it_was_made_of() {
    let made = generate(Size::L, 1, "0").expect("a scenario");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(made.file), made.text).expect("it is written");
    let service = service(folder.path(), &[], &[]);
    let facts = Facts::new(&service);
    let areas = Areas::new(&facts);
    assert_eq!(areas.count(), 10);
    let model = build(&facts, Goal::Best);
    let of = areas.of_columns(&facts, &model.columns, model.program.columns().len());
    for area in 0..areas.count() {
        let whole = |j: &usize| of[*j] == Some(area) && model.program.columns()[*j].integer;
        let count = (0..of.len()).filter(whole).count();
        assert!(count > 1_000, "area {area} has {count} whole columns");
    }
    // Whom one area sends to another concerns both: no area alone says how many they are.
    let mut across = 0;
    for (name, row) in model.program.named_rows().filter(|(name, _)| name.starts_with("F1 onward ")) {
        let is_sent = |col: Col| model.program.name(col).starts_with("onward ");
        type Terms<'r> = Vec<&'r (Col, f64)>;
        let (sent, senders): (Terms, Terms) = row.terms.iter().partition(|(col, _)| is_sent(*col));
        let onward = of[sent[0].0.index()];
        across += usize::from(onward.is_none());
        assert!(onward.is_none() || senders.iter().all(|(col, _)| of[col.index()] == onward), "{name}");
    }
    assert!(across > 0, "every fifth area gets patients from others");
}
