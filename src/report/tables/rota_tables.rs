//! The tables of a rota.

use super::cell::{Cell, Sheet};
use super::files::Tables;
use super::rota::{meetings_of, sessions_of};
use crate::base::calendar::{Day, iso_week};
use crate::base::ids::PractitionerId;
use crate::plan::rota::{ListRow, Moved};
use crate::record::RotaRecord;

/// All tables of a rota, in a fixed order.
#[must_use]
pub fn rota(record: &RotaRecord) -> Tables {
    Tables::new([
        ("rota", sessions_of(&record.service, &record.rota.sessions)),
        ("lists", lists(record)),
        ("to-move", to_move(record)),
        ("meetings", meetings_of(&record.service, &record.rota.meetings)),
        ("supervision", supervision(record)),
        ("journeys", journeys(record)),
        ("away", away(record)),
        ("gaps", gaps(record)),
        ("put-off", put_off(record)),
        ("fairness", fairness(record)),
        ("preferences", preferences(record)),
    ])
}

fn lists(record: &RotaRecord) -> Sheet {
    let header =
        ["date", "day", "half_day", "room", "clinic", "activity", "course", "visit", "appointments", "classes"];
    let rows = record.rota.lists.iter().map(|row| {
        [
            Cell::text(row.date),
            Cell::text(Day::of(row.date).as_str()),
            Cell::text(&row.half_day.period),
            Cell::text(&row.room),
            Cell::text(&row.clinic),
            Cell::text(&row.activity),
            Cell::text(&row.course),
            Cell::text(if row.first { "first" } else { "follow-up" }),
            Cell::Count(u64::from(row.appointments)),
            Cell::Count(u64::from(row.classes)),
        ]
    });
    Sheet::new(header, rows)
}

/// Appointments to move after a change: a row a place where some of them can be had, and one for what has none.
fn to_move(record: &RotaRecord) -> Sheet {
    let header = [
        "date",
        "half_day",
        "room",
        "clinic",
        "activity",
        "course",
        "visit",
        "appointments",
        "to_date",
        "to_half_day",
        "to_room",
    ];
    let moved = record.rota.receipt.iter().flat_map(|receipt| &receipt.to_move);
    let rows = moved.flat_map(|Moved { from, to, beyond }| {
        let row = |units: u32, place: Option<&ListRow>| {
            [
                Cell::text(from.date),
                Cell::text(&from.half_day.period),
                Cell::text(&from.room),
                Cell::text(&from.clinic),
                Cell::text(&from.activity),
                Cell::text(&from.course),
                Cell::text(if from.first { "first" } else { "follow-up" }),
                Cell::Count(u64::from(units)),
                place.map_or(Cell::Empty, |place| Cell::text(place.date)),
                place.map_or(Cell::Empty, |place| Cell::text(&place.half_day.period)),
                place.map_or(Cell::Empty, |place| Cell::text(&place.room)),
            ]
        };
        let placed = to.iter().map(|place| row(place.appointments, Some(place)));
        placed.chain((*beyond > 0).then(|| row(*beyond, None))).collect::<Vec<_>>()
    });
    Sheet::new(header, rows)
}

fn ids(people: &[PractitionerId]) -> Cell {
    Cell::text(people.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

fn supervision(record: &RotaRecord) -> Sheet {
    let rows = record.rota.supervisions.iter().map(|row| {
        let when = row.when.as_ref();
        [
            Cell::text(&row.meeting),
            Cell::text(iso_week(row.week.monday(record.service.start))),
            when.map_or(Cell::Empty, |when| Cell::text(when.date)),
            when.map_or(Cell::Empty, |when| Cell::text(&when.half_day.period)),
            ids(&row.who),
        ]
    });
    Sheet::new(["meeting", "due_in", "date", "half_day", "who"], rows)
}

fn journeys(record: &RotaRecord) -> Sheet {
    let rows = record.rota.journeys.iter().map(|row| {
        [
            Cell::text(row.date),
            Cell::text(&row.practitioner),
            Cell::text(&row.before.period),
            Cell::text(&row.from),
            Cell::text(&row.to),
            Cell::Number(row.minutes),
            Cell::Number(row.break_minutes),
        ]
    });
    Sheet::new(["date", "practitioner", "before", "from", "to", "minutes", "break_minutes"], rows)
}

fn away(record: &RotaRecord) -> Sheet {
    let rows = record.rota.away.iter().map(|row| {
        let why = match row.why {
            crate::plan::rota::WhyAway::Leave => "leave",
            crate::plan::rota::WhyAway::SiteShut => "site shut",
        };
        [Cell::text(row.date), Cell::text(&row.half_day.period), Cell::text(&row.practitioner), Cell::text(why)]
    });
    Sheet::new(["date", "half_day", "practitioner", "why"], rows)
}

fn gaps(record: &RotaRecord) -> Sheet {
    let rows = record.rota.gaps.iter().map(|row| {
        [
            Cell::text(row.date),
            Cell::text(&row.usual.half_day.period),
            Cell::text(&row.usual.practitioner),
            Cell::text(&row.usual.clinic),
            Cell::text(&row.usual.site),
            Cell::text(row.why.in_words()),
            row.covered_by.as_ref().map_or(Cell::Empty, Cell::text),
        ]
    });
    Sheet::new(["date", "half_day", "practitioner", "clinic", "site", "why", "covered_by"], rows)
}

fn put_off(record: &RotaRecord) -> Sheet {
    let rows = record.rota.put_off.iter().map(|row| {
        [
            Cell::text(iso_week(row.week.monday(record.service.start))),
            Cell::text(&row.activity),
            Cell::text(&row.site),
            Cell::text(&row.course),
            Cell::text(if row.first { "first" } else { "follow-up" }),
            Cell::Count(u64::from(row.units)),
        ]
    });
    Sheet::new(["at_the_end_of", "activity", "site", "course", "visit", "appointments"], rows)
}

fn fairness(record: &RotaRecord) -> Sheet {
    let rows = record.rota.ledger.iter().map(|row| {
        [
            Cell::text(iso_week(row.week.monday(record.service.start))),
            Cell::text(&row.practitioner),
            Cell::text(&row.burden),
            Cell::Count(u64::from(row.sessions)),
            Cell::Number(row.fair),
            Cell::Number(row.balance),
        ]
    });
    Sheet::new(["week", "practitioner", "burden", "sessions", "fair_share", "above_it_in_all"], rows)
}

fn preferences(record: &RotaRecord) -> Sheet {
    let rows = record.rota.preferences.iter().map(|row| {
        [
            Cell::text(&row.practitioner),
            Cell::text(&row.words),
            Cell::Count(u64::from(row.sessions)),
            Cell::Count(u64::from(row.against)),
            Cell::optional(row.price_gbp),
        ]
    });
    Sheet::new(["practitioner", "would_rather", "sessions", "against_it", "honouring_it_costs_gbp"], rows)
}
