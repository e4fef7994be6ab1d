//! The tables of a sensitivity analysis.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::plan::sensitivity::{Flip, Mix, Probe, RangeFrom};
use crate::record::SensitivityRecord;

/// All tables of a sensitivity analysis, in a fixed order.
#[must_use]
pub fn sensitivity(record: &SensitivityRecord) -> Tables {
    let mut sheets = vec![("inputs", inputs(record)), ("probes", probes(record))];
    if record.sensitivity.sample.is_some() {
        sheets.push(("mixes", mixes(record)));
        sheets.push(("draws", draws(record)));
        sheets.push(("drawn", drawn(record)));
    }
    Tables::new(sheets)
}

/// A mix in one cell: `alexander: at-6 + at-24; tai-chi: class`.
fn in_a_cell(mix: &Mix) -> Cell {
    let streams = mix.iter().map(|stream| {
        let most = stream.most.as_ref().map_or("none".to_owned(), ToString::to_string);
        let courses: Vec<String> = std::iter::once(most).chain(stream.some.iter().map(ToString::to_string)).collect();
        format!("{}: {}", stream.stream, courses.join(" + "))
    });
    Cell::text(streams.collect::<Vec<_>>().join("; "))
}

fn inputs(record: &SensitivityRecord) -> Sheet {
    let header = [
        "input",
        "unit",
        "now",
        "low",
        "high",
        "range_from",
        "most_lost_gbp",
        "below_holds_at",
        "below_changes_at",
        "below_within",
        "below_mix",
        "above_holds_at",
        "above_changes_at",
        "above_within",
        "above_mix",
    ];
    let rows = record.sensitivity.inputs.iter().map(|row| {
        let from = row.range.map_or("", |range| match range.from {
            RangeFrom::Interval => "interval",
            RangeFrom::Assumed => "assumed",
            RangeFrom::Asked => "asked",
        });
        let [b1, b2, b3, b4] = flip(row.below.as_ref());
        let [a1, a2, a3, a4] = flip(row.above.as_ref());
        [
            Cell::text(&row.input),
            Cell::text(&row.unit),
            Cell::Number(row.now),
            Cell::optional(row.range.map(|r| r.low)),
            Cell::optional(row.range.map(|r| r.high)),
            Cell::text(from),
            Cell::Number(row.most_lost_gbp()),
            b1,
            b2,
            b3,
            b4,
            a1,
            a2,
            a3,
            a4,
        ]
    });
    Sheet::new(header, rows)
}

fn flip(flip: Option<&Flip>) -> [Cell; 4] {
    match flip {
        None => [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty],
        Some(flip) => [
            Cell::Number(flip.holds_at),
            Cell::Number(flip.changes_at),
            Cell::text(if flip.within { "yes" } else { "no" }),
            in_a_cell(&flip.mix),
        ],
    }
}

fn probes(record: &SensitivityRecord) -> Sheet {
    let header = ["input", "at", "value", "mix", "best_gbp", "kept_gbp", "loss_gbp", "started", "important_changes"];
    let rows = record.sensitivity.inputs.iter().flat_map(|row| {
        let probes = [("low", &row.at_low), ("high", &row.at_high), ("half", &row.halved), ("double", &row.doubled)];
        let cells = move |at: &'static str, probe: &Probe| {
            [
                Cell::text(&row.input),
                Cell::text(at),
                Cell::Number(probe.value),
                in_a_cell(&probe.mix),
                Cell::Number(probe.best_gbp),
                Cell::optional(probe.kept_gbp),
                Cell::optional(probe.loss_gbp()),
                Cell::Number(probe.started),
                Cell::Number(probe.important_changes),
            ]
        };
        probes.into_iter().filter_map(move |(at, probe)| probe.as_ref().map(|probe| cells(at, probe)))
    });
    Sheet::new(header, rows)
}

fn mixes(record: &SensitivityRecord) -> Sheet {
    let sample = record.sensitivity.sample.iter();
    let rows = sample.flat_map(|sample| &sample.mixes).enumerate().map(|(index, chance)| {
        [
            Cell::text(index + 1),
            in_a_cell(&chance.mix),
            Cell::Count(chance.draws as u64),
            Cell::Number(chance.probability),
            Cell::Number(chance.standard_error),
            Cell::text(if chance.mix == record.sensitivity.mix { "yes" } else { "" }),
        ]
    });
    Sheet::new(["mix", "courses", "draws", "probability", "standard_error", "recommended"], rows)
}

fn draws(record: &SensitivityRecord) -> Sheet {
    let sample = record.sensitivity.sample.iter();
    let rows = sample.flat_map(|sample| &sample.draws).enumerate().map(|(index, draw)| {
        [Cell::text(index + 1), Cell::text(draw.mix + 1), Cell::Number(draw.best_gbp), Cell::optional(draw.kept_gbp)]
    });
    Sheet::new(["draw", "mix", "best_gbp", "kept_gbp"], rows)
}

fn drawn(record: &SensitivityRecord) -> Sheet {
    let sample = record.sensitivity.sample.iter();
    let rows = sample.flat_map(|sample| {
        sample.draws.iter().enumerate().flat_map(|(index, draw)| {
            let values = sample.inputs.iter().zip(&draw.values);
            values.map(move |(input, &value)| [Cell::text(index + 1), Cell::text(input), Cell::Number(value)])
        })
    });
    Sheet::new(["draw", "input", "value"], rows)
}
