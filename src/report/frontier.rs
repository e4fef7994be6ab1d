//! A frontier as text.

use crate::plan::frontier::{Axis, Coordinate, FrontierPoint};
use crate::record::comparison::Compared;
use crate::record::frontier::FrontierRecord;
use crate::report::chart::{Band, Chart, Mark, Plane, Series};
use crate::report::numbers::{capital, decimals, one, pounds, whole};
use crate::report::page::{Column, Document, Sheet};
use crate::report::text::assumptions;

/// What an axis is called.
#[must_use]
pub fn axis_name(axis: Axis, of: Compared) -> &'static str {
    match (axis, of) {
        (Axis::Patients, _) => "patients started",
        (Axis::Benefit, _) => "important changes",
        (Axis::BenefitPerPatient, _) => "important changes a patient",
        (Axis::LessonsPerPatient, _) => "lessons a patient",
        (Axis::Cost, _) => "spent",
        (Axis::Waiting, Compared::Plans | Compared::Splits) => "patient-weeks waited",
        (Axis::Waiting, Compared::Balances) => "patients left at the end",
    }
}

/// A figure of an axis.
#[must_use]
pub fn figure(axis: Axis, value: f64) -> String {
    match axis {
        Axis::Patients | Axis::Waiting => whole(value),
        Axis::Benefit | Axis::LessonsPerPatient => one(value),
        Axis::BenefitPerPatient => decimals(value, 2),
        Axis::Cost => pounds(value),
    }
}

fn with_band(axis: Axis, at: Coordinate) -> String {
    if axis.has_band() {
        format!("{} ({} to {})", figure(axis, at.mean), figure(axis, at.low), figure(axis, at.high))
    } else {
        figure(axis, at.mean)
    }
}

/// A frontier as a page.
#[must_use]
pub fn frontier(record: &FrontierRecord) -> Document {
    let mut sheet = Sheet::new();
    let f = &record.frontier;
    let (first, second) = (axis_name(f.first, record.of), axis_name(f.second, record.of));
    sheet.heading(&format!("{}: {first} against {second}", record.service.name));
    sheet.question(&format!("How much of one is to be had with how much of the other: {first} and {second}?"));
    body(&mut sheet, record);
    assumptions(&mut sheet, &record.assumptions, &record.evidence, &record.service);
    sheet.finish()
}

/// What a frontier says, without its title and what it rests on.
pub(super) fn body(sheet: &mut Sheet, record: &FrontierRecord) {
    if let Some(sentence) = knee_sentence(record) {
        sheet.paragraph(&sentence);
    }
    if let Some(sentence) = today_sentence(record) {
        sheet.paragraph(&sentence);
    }
    points(sheet, record);
}

/// The frontier drawn: the second aim across, the first one up.
fn chart(record: &FrontierRecord) -> Option<Chart> {
    let f = &record.frontier;
    if f.points.is_empty() {
        return None;
    }
    let (first, second) = (axis_name(f.first, record.of), axis_name(f.second, record.of));
    // The axis with the band is the one that goes up.
    let turned = f.second.has_band() && !f.first.has_band();
    let axes = if turned { (first, second) } else { (second, first) };
    let at = |first: Coordinate, second: Coordinate| if turned { (first, second) } else { (second, first) };
    let mut places: Vec<(Coordinate, Coordinate)> = f.points.iter().map(|p| at(p.first, p.second)).collect();
    places.sort_by(|a, b| a.0.mean.total_cmp(&b.0.mean));
    let through = |y: fn(&Coordinate) -> f64| places.iter().map(|p| (p.0.mean, y(&p.1))).collect::<Vec<_>>();
    let band =
        Band { name: "95 % interval of the evidence".to_owned(), low: through(|c| c.low), high: through(|c| c.high) };
    let mut marks = Vec::new();
    let mut mark = |name: &str, place: (Coordinate, Coordinate)| {
        marks.push(Mark { name: name.to_owned(), at: (place.0.mean, place.1.mean) });
    };
    if let Some(knee) = f.knee {
        mark("knee", at(f.points[knee].first, f.points[knee].second));
    }
    if let Some(today) = record.today {
        mark("today", at(today.first, today.second));
    }
    if let Some(plan) = record.plan {
        mark("the plan", at(plan.first, plan.second));
    }
    let plane = Plane {
        x_title: axes.0.to_owned(),
        y_title: axes.1.to_owned(),
        series: vec![Series { name: "best to be had".to_owned(), points: through(|c| c.mean), dots: true }],
        bands: if f.first.has_band() || f.second.has_band() { vec![band] } else { Vec::new() },
        marks,
        from_nought: false,
    };
    let description = format!(
        "{} points from {} {first} to {} {first}; the table below has them all.",
        f.points.len(),
        figure(f.first, f.points.first()?.first.mean),
        figure(f.first, f.points.last()?.first.mean)
    );
    Some(Chart::new(&format!("{} against {second}", capital(first)), &description, plane))
}

/// Names the knee, and what lies on either side of it.
#[must_use]
pub fn knee_sentence(record: &FrontierRecord) -> Option<String> {
    let f = &record.frontier;
    let (from, to) = (f.points.first()?, f.points.last()?);
    let at = |p: &FrontierPoint| {
        format!(
            "{} {} at {} {}",
            figure(f.first, p.first.mean),
            axis_name(f.first, record.of),
            figure(f.second, p.second.mean),
            axis_name(f.second, record.of)
        )
    };
    if f.points.len() == 1 {
        return Some(format!("There is nothing to trade: one plan is best in both, {}.", at(from)));
    }
    let ends = format!("The frontier goes from {} to {}.", at(from), at(to));
    let Some(knee) = f.knee.map(|knee| &f.points[knee]) else {
        return Some(format!("{ends} It has no knee: no point lies beyond the straight line between its ends."));
    };
    let mix: Vec<String> = knee
        .digest
        .courses
        .iter()
        .filter(|c| c.started >= 0.5 && c.important_changes.abs() > 0.0)
        .map(|c| format!("{} {}", whole(c.started), record.service.course_name(&c.course)))
        .collect();
    let mix = if mix.is_empty() { String::new() } else { format!(" ({})", mix.join(", ")) };
    Some(format!("{ends} Its knee is {}{mix}: beyond it on either side a step gains less and costs more.", at(knee)))
}

/// Where today's policy stands, and how much better it could be.
#[must_use]
pub fn today_sentence(record: &FrontierRecord) -> Option<String> {
    let (f, today) = (&record.frontier, record.today?);
    let no_worse = |axis: Axis, a: f64, b: f64| axis.better_by(a, b) >= -1e-9;
    let better = f.points.iter().find(|p| {
        no_worse(f.first, p.first.mean, today.first.mean) && no_worse(f.second, p.second.mean, today.second.mean)
    });
    let stands = format!(
        "Today's policy stands at {} {} and {} {}",
        figure(f.first, today.first.mean),
        axis_name(f.first, record.of),
        figure(f.second, today.second.mean),
        axis_name(f.second, record.of)
    );
    Some(match better {
        Some(p) => format!(
            "{stands}; the same staff could have {} and {}: at least as good in both.",
            figure(f.first, p.first.mean),
            figure(f.second, p.second.mean)
        ),
        None => format!("{stands}; no point found here is at least as good in both."),
    })
}

fn points(sheet: &mut Sheet, record: &FrontierRecord) {
    let f = &record.frontier;
    sheet.heading("Points");
    sheet.chart(chart(record));
    let header = |axis: Axis| axis_name(axis, record.of).replacen(' ', "\n", 1).replace(" at the", "\nat the");
    let (first, second) = (header(f.first), header(f.second));
    let columns = [
        Column::Words(""),
        Column::Number(&first),
        Column::Number("Proven\nat best"),
        Column::Number(&second),
        Column::Number("Start"),
        Column::Number("Spend"),
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (index, p) in f.points.iter().enumerate() {
        rows.push(vec![
            if f.knee == Some(index) { "knee".to_owned() } else { (index + 1).to_string() },
            with_band(f.first, p.first),
            p.proven.map_or_else(|| "-".to_owned(), |bound| figure(f.first, bound)),
            with_band(f.second, p.second),
            whole(p.digest.started),
            pounds(p.digest.spend_gbp),
        ]);
    }
    for (name, marked) in [("today", record.today), ("the plan", record.plan)] {
        if let Some(m) = marked {
            let dash = || "-".to_owned();
            rows.push(vec![
                name.to_owned(),
                with_band(f.first, m.first),
                dash(),
                with_band(f.second, m.second),
                dash(),
                dash(),
            ]);
        }
    }
    sheet.table(&columns, rows);
    sheet.paragraph(
        "Proven at best: no plan that has as much of the second is better in the first, unless it breaks more promises. In \
         brackets: the ends of the evidence's intervals. The plan: the best at the policy's prices.",
    );
    if f.left_out > 0 {
        sheet.paragraph(&format!(
            "{} more were asked for: they cannot be had, or are no better than these.",
            f.left_out
        ));
    }
}
