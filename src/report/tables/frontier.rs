//! The tables of a frontier.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::record::frontier::FrontierRecord;

/// All tables of a frontier, in a fixed order.
#[must_use]
pub fn frontier(record: &FrontierRecord) -> Tables {
    let sheets = [("frontier", points(record)), ("frontier-courses", courses(record))];
    Tables::new(sheets)
}

fn points(record: &FrontierRecord) -> Sheet {
    let header = [
        "point",
        "knee",
        "first_axis",
        "first",
        "first_low",
        "first_high",
        "first_proven",
        "second_axis",
        "asked",
        "second",
        "second_low",
        "second_high",
        "started",
        "spend_gbp",
        "accepted",
    ];
    let f = &record.frontier;
    let number = |value: f64| Cell::Number(value);
    let rows = f.points.iter().enumerate().map(|(index, p)| {
        [
            Cell::text(index + 1),
            Cell::text(if f.knee == Some(index) { "yes" } else { "" }),
            Cell::text(f.first),
            number(p.first.mean),
            number(p.first.low),
            number(p.first.high),
            Cell::optional(p.proven),
            Cell::text(f.second),
            Cell::optional(p.asked),
            number(p.second.mean),
            number(p.second.low),
            number(p.second.high),
            number(p.digest.started),
            number(p.digest.spend_gbp),
            Cell::text(p.accepted.map_or("", |accepted| if accepted { "yes" } else { "no" })),
        ]
    });
    let marks = [("today", record.today), ("plan", record.plan)].into_iter().filter_map(|(name, m)| Some((name, m?)));
    let marked = marks.map(|(name, m)| {
        [
            Cell::text(name),
            Cell::Empty,
            Cell::text(f.first),
            number(m.first.mean),
            number(m.first.low),
            number(m.first.high),
            Cell::Empty,
            Cell::text(f.second),
            Cell::Empty,
            number(m.second.mean),
            number(m.second.low),
            number(m.second.high),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]
    });
    Sheet::new(header, rows.chain(marked))
}

fn courses(record: &FrontierRecord) -> Sheet {
    let header = ["point", "stream", "course", "started", "important_changes"];
    let rows = record.frontier.points.iter().enumerate().flat_map(|(index, p)| {
        p.digest.courses.iter().map(move |c| {
            [
                Cell::text(index + 1),
                Cell::text(&c.stream),
                Cell::text(&c.course),
                Cell::Number(c.started),
                Cell::Number(c.important_changes),
            ]
        })
    });
    Sheet::new(header, rows)
}
