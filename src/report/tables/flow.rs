//! The flow's tables: starts, queues, lessons, bookings, the tail.

use super::cell::{Cell, Sheet};
use crate::base::calendar::Week;
use crate::record::PlanRecord;

/// A week as tables write it: its number from 1 and its Monday.
fn week(record: &PlanRecord, week: Week) -> [Cell; 2] {
    [Cell::Count(u64::from(week.0) + 1), Cell::text(week.monday(record.service.start))]
}

pub(super) fn starts(record: &PlanRecord) -> Sheet {
    let header = ["stream", "course", "site", "week", "monday", "patients", "groups"];
    Sheet::new(
        header,
        record.plan.starts.iter().map(|row| {
            let [number, monday] = week(record, row.week);
            [
                Cell::text(&row.stream),
                Cell::text(&row.course),
                Cell::text(&row.site),
                number,
                monday,
                Cell::Number(row.patients),
                Cell::Count(row.groups.into()),
            ]
        }),
    )
}

pub(super) fn queues(record: &PlanRecord) -> Sheet {
    let header =
        ["stream", "site", "week", "monday", "referrals", "onward", "removals", "starts", "waiting", "beyond_target"];
    Sheet::new(
        header,
        record.plan.queues.iter().map(|row| {
            let [number, monday] = week(record, row.week);
            [
                Cell::text(&row.stream),
                Cell::text(&row.site),
                number,
                monday,
                Cell::Number(row.referrals),
                Cell::Number(row.onward),
                Cell::Number(row.removals),
                Cell::Number(row.starts),
                Cell::Number(row.waiting),
                Cell::Number(row.beyond_target),
            ]
        }),
    )
}

pub(super) fn lessons(record: &PlanRecord) -> Sheet {
    let header = ["activity", "site", "week", "monday", "due", "given", "carried", "late", "classes"];
    Sheet::new(
        header,
        record.plan.lessons.iter().map(|row| {
            let [number, monday] = week(record, row.week);
            [
                Cell::text(&row.activity),
                Cell::text(&row.site),
                number,
                monday,
                Cell::Number(row.due),
                Cell::Number(row.given),
                Cell::Number(row.carried),
                Cell::Number(row.late),
                Cell::Count(row.classes.into()),
            ]
        }),
    )
}

pub(super) fn bookings(record: &PlanRecord) -> Sheet {
    let header = ["clinic", "activity", "site", "week", "monday", "slots"];
    Sheet::new(
        header,
        record.plan.bookings.iter().map(|row| {
            let [number, monday] = week(record, row.week);
            [
                Cell::text(&row.clinic),
                Cell::text(&row.activity),
                Cell::text(&row.site),
                number,
                monday,
                Cell::Number(row.slots),
            ]
        }),
    )
}

pub(super) fn tail(record: &PlanRecord) -> Sheet {
    let header = ["activity", "site", "weeks_after", "owed", "carried", "excess"];
    Sheet::new(
        header,
        record.plan.tail.iter().map(|row| {
            [
                Cell::text(&row.activity),
                Cell::text(&row.site),
                Cell::Count(row.weeks_after.into()),
                Cell::Number(row.owed),
                Cell::Number(row.carried),
                Cell::Number(row.excess),
            ]
        }),
    )
}

pub(super) fn desk(record: &PlanRecord) -> Sheet {
    let header = ["task", "name", "week", "monday", "due_hours", "done_hours", "late_hours"];
    Sheet::new(
        header,
        record.plan.desk.iter().map(|row| {
            let [number, monday] = week(record, row.week);
            [
                Cell::text(&row.task),
                Cell::text(record.service.desk_work_name(&row.task)),
                number,
                monday,
                Cell::Number(row.due),
                Cell::Number(row.done),
                Cell::Number(row.late),
            ]
        }),
    )
}
