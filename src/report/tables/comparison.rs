//! The tables of a comparison.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use crate::plan::bargain::Bargain;
use crate::plan::difference::{Difference, Place};
use crate::plan::digest::Digest;
use crate::record::comparison::Between;
use crate::record::{CaseRecord, ComparisonRecord, PlannedCase, VariantOutcome};

/// All tables of a comparison, in a fixed order.
#[must_use]
pub fn comparison(record: &ComparisonRecord) -> Tables {
    let sheets = [
        ("sides", sides(record)),
        ("differences", differences(record)),
        ("streams", streams(record)),
        ("courses", courses(record)),
        ("weeks", weeks(record)),
        ("stream-differences", stream_differences(record)),
        ("moves", moves(record)),
    ];
    Tables::new(sheets)
}

fn sides(record: &ComparisonRecord) -> Sheet {
    let header = [
        "side",
        "description",
        "started",
        "started_with_evidence",
        "finished",
        "important_changes",
        "important_changes_low",
        "important_changes_high",
        "waiting",
        "beyond_target",
        "breach_weeks",
        "sessions",
        "owed_after",
        "excess_after",
        "spend_gbp",
        "value_gbp",
        "bound_gbp",
        "status",
        "accepted",
    ];
    let row = |case: &CaseRecord| -> [Cell; 19] {
        let planned = case.planned();
        let number = |of: &dyn Fn(&Digest) -> f64| Cell::optional(planned.map(|p| of(&p.digest)));
        let optional = |of: &dyn Fn(&Digest) -> Option<f64>| Cell::optional(planned.and_then(|p| of(&p.digest)));
        [
            Cell::text(&case.id),
            Cell::text(case.description.as_deref().unwrap_or_default()),
            number(&|d| d.started),
            number(&|d| d.started_with_evidence),
            optional(&|d| d.finished),
            number(&|d| d.benefit.important_changes),
            number(&|d| d.benefit.low),
            number(&|d| d.benefit.high),
            number(&|d| d.waiting),
            optional(&|d| d.beyond_target),
            optional(&|d| d.breach_weeks),
            number(&|d| d.sessions),
            optional(&|d| d.owed_after),
            optional(&|d| d.excess_after),
            number(&|d| d.spend_gbp),
            number(&|d| d.value_gbp),
            Cell::optional(planned.and_then(|p| p.outcome.bound_gbp)),
            Cell::text(planned.map_or_else(|| "not-planned".to_owned(), |p| p.outcome.status.name().to_owned())),
            Cell::text(match planned.and_then(|p| p.verdict) {
                Some(verdict) if verdict.accepted => "yes",
                Some(_) => "no",
                None => "",
            }),
        ]
    };
    Sheet::new(header, record.sides().map(row))
}

fn differences(record: &ComparisonRecord) -> Sheet {
    let header = [
        "rank",
        "variant",
        "bargain",
        "gain_per_gbp",
        "started",
        "important_changes",
        "important_changes_low",
        "important_changes_high",
        "waiting",
        "sessions",
        "spend_gbp",
        "gbp_per_change",
        "gain_gbp",
        "value_gbp",
        "proven_least_gbp",
        "proven_most_gbp",
        "sentence",
    ];
    let row = |variant: &VariantOutcome| -> [Cell; 17] {
        let d = variant.difference.as_ref();
        let number = |of: &dyn Fn(&Difference) -> f64| Cell::optional(d.map(of));
        let place = record.ranking.iter().position(|id| *id == variant.case.id);
        let ranked = variant.rank.filter(|rank| rank.bargain != Bargain::AnotherYardstick);
        [
            place.filter(|_| ranked.is_some()).map_or(Cell::Empty, |place| Cell::Count(place as u64 + 1)),
            Cell::text(&variant.case.id),
            Cell::text(variant.rank.map_or("", |rank| rank.bargain.name())),
            Cell::optional(variant.rank.and_then(|rank| rank.gain_per_gbp)),
            number(&|d| d.started),
            number(&|d| d.important_changes),
            number(&|d| d.important_changes_low),
            number(&|d| d.important_changes_high),
            number(&|d| d.waiting),
            number(&|d| d.sessions),
            number(&|d| d.spend_gbp),
            Cell::optional(d.and_then(|d| d.gbp_per_change)),
            number(&|d| d.gain_gbp),
            number(&|d| d.value_gbp),
            Cell::optional(variant.proven.map(|p| p.least_gbp)),
            Cell::optional(variant.proven.map(|p| p.most_gbp)),
            Cell::text(&variant.sentence),
        ]
    };
    Sheet::new(header, record.variants.iter().map(row))
}

/// The sides that were planned.
fn planned(record: &ComparisonRecord) -> impl Iterator<Item = (&CaseRecord, &PlannedCase)> {
    record.sides().filter_map(|case| Some((case, case.planned()?)))
}

fn streams(record: &ComparisonRecord) -> Sheet {
    let header = ["side", "stream", "started", "waiting", "wait_weeks", "lessons_per_patient"];
    let rows = planned(record).flat_map(|(case, planned)| {
        planned.digest.streams.iter().map(move |s| {
            [
                Cell::text(&case.id),
                Cell::text(&s.stream),
                Cell::Number(s.started),
                Cell::Number(s.waiting),
                Cell::optional(s.wait_weeks),
                Cell::optional(s.lessons_per_patient),
            ]
        })
    });
    Sheet::new(header, rows)
}

fn courses(record: &ComparisonRecord) -> Sheet {
    let header = ["side", "stream", "course", "started", "important_changes", "interpolated"];
    let rows = planned(record).flat_map(|(case, planned)| {
        planned.digest.courses.iter().map(move |c| {
            [
                Cell::text(&case.id),
                Cell::text(&c.stream),
                Cell::text(&c.course),
                Cell::Number(c.started),
                Cell::Number(c.important_changes),
                Cell::text(if c.interpolated { "yes" } else { "no" }),
            ]
        })
    });
    Sheet::new(header, rows)
}

/// Starts and queues by week, the lists behind waiting-list charts.
fn weeks(record: &ComparisonRecord) -> Sheet {
    let header = ["side", "stream", "week", "started", "waiting"];
    let rows = planned(record).flat_map(|(case, planned)| {
        planned.digest.streams.iter().flat_map(move |s| {
            let both = s.started_by_week.iter().zip(&s.waiting_by_week).enumerate();
            both.map(move |(week, (&started, &waiting))| {
                [
                    Cell::text(&case.id),
                    Cell::text(&s.stream),
                    Cell::Count(week as u64 + 1),
                    Cell::Number(started),
                    Cell::Number(waiting),
                ]
            })
        })
    });
    Sheet::new(header, rows)
}

/// All differences: of each variant from the scenario as it is, and the one that was asked for.
fn all(record: &ComparisonRecord) -> impl Iterator<Item = (&str, &str, &Difference)> {
    let base = record.base.id.as_str();
    let of_variants =
        record.variants.iter().filter_map(move |v| Some((base, v.case.id.as_str(), v.difference.as_ref()?)));
    let asked = record
        .between
        .iter()
        .map(|Between { before, after, difference }| (before.as_str(), after.as_str(), difference));
    of_variants.chain(asked)
}

fn stream_differences(record: &ComparisonRecord) -> Sheet {
    let header = [
        "from",
        "to",
        "stream",
        "started",
        "waiting",
        "important_changes",
        "wait_weeks",
        "later_weeks",
        "lessons_per_patient",
    ];
    let rows = all(record).flat_map(|(from, to, d)| {
        d.streams.iter().map(move |s| {
            [
                Cell::text(from),
                Cell::text(to),
                Cell::text(&s.stream),
                Cell::Number(s.started),
                Cell::Number(s.waiting),
                Cell::Number(s.important_changes),
                Cell::optional(s.wait_weeks),
                Cell::optional(s.later_weeks),
                Cell::optional(s.lessons_per_patient),
            ]
        })
    });
    Sheet::new(header, rows)
}

fn moves(record: &ComparisonRecord) -> Sheet {
    let header = [
        "from",
        "to",
        "practitioner",
        "sessions",
        "from_half_day",
        "from_clinic",
        "from_site",
        "to_half_day",
        "to_clinic",
        "to_site",
    ];
    let rows = all(record).flat_map(|(from, to, d)| {
        d.moves.iter().map(move |m| {
            let place = |place: &Option<Place>| match place {
                Some(p) => [Cell::text(&p.half_day), Cell::text(&p.clinic), Cell::text(&p.site)],
                None => [Cell::Empty, Cell::Empty, Cell::Empty],
            };
            let ([f0, f1, f2], [t0, t1, t2]) = (place(&m.from), place(&m.to));
            [
                Cell::text(from),
                Cell::text(to),
                Cell::text(&m.practitioner),
                Cell::Count(u64::from(m.sessions)),
                f0,
                f1,
                f2,
                t0,
                t1,
                t2,
            ]
        })
    });
    Sheet::new(header, rows)
}
