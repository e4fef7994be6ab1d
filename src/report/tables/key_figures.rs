//! The key figures' tables.

use super::cell::{Cell, Sheet};
use crate::plan::figures::{CourseFigures, IncomeFrom};
use crate::record::PlanRecord;
use crate::record::outline::CourseOutline;
use crate::report::against::comparisons;

pub(super) fn streams(record: &PlanRecord) -> Sheet {
    let header = [
        "stream",
        "name",
        "has_evidence",
        "list_at_start",
        "arrivals",
        "removed",
        "started",
        "finished",
        "waiting",
        "beyond_target",
        "breach_weeks",
        "waiting_0_1",
        "waiting_1_2",
        "waiting_2_4",
        "waiting_4_12",
        "waiting_12_18",
        "waiting_18_52",
        "waiting_52_plus",
        "waiting_within_standard",
        "mean_wait_weeks",
        "mean_wait_of_started_weeks",
        "lessons_per_patient",
        "load",
        "target_queue",
        "relief_per_week",
        "pressure",
    ];
    Sheet::new(
        header,
        record.plan.figures.streams.iter().map(|s| {
            let [b0, b1, b2, b3, b4, b5, b6] = s.bands.map(Cell::Number);
            [
                Cell::text(&s.stream),
                Cell::text(record.service.stream_name(&s.stream)),
                Cell::text(if s.has_evidence { "yes" } else { "no" }),
                Cell::Number(s.list_at_start),
                Cell::Number(s.arrivals),
                Cell::Number(s.removed),
                Cell::Number(s.started),
                Cell::Number(s.finished),
                Cell::Number(s.waiting),
                Cell::Number(s.beyond_target),
                Cell::Number(s.breach_weeks),
                b0,
                b1,
                b2,
                b3,
                b4,
                b5,
                b6,
                Cell::optional(s.within_standard),
                Cell::Number(s.mean_wait_weeks),
                Cell::Number(s.mean_wait_of_started_weeks),
                Cell::Number(s.lessons_per_patient),
                Cell::optional(s.load),
                Cell::optional(s.target_queue),
                Cell::optional(s.relief_per_week),
                Cell::optional(s.pressure),
            ]
        }),
    )
}

/// Important changes that a lesson earns, of those who start the course.
fn per_lesson(figures: &CourseFigures, course: Option<&CourseOutline>) -> Option<f64> {
    let lessons = figures.started * course?.lessons_per_patient;
    (lessons > 0.0).then(|| figures.important_changes / lessons)
}

pub(super) fn courses(record: &PlanRecord) -> Sheet {
    let header = [
        "stream",
        "course",
        "name",
        "started",
        "finished",
        "important_changes",
        "interpolated",
        "evidence_source",
        "reaching_goal",
        "time_frame_weeks",
        "within_time_frame",
        "lessons_per_patient",
        "important_changes_per_lesson",
    ];
    Sheet::new(
        header,
        record.plan.figures.courses.iter().map(|c| {
            let course = record.service.courses.iter().find(|o| o.id == c.course);
            let source = course.and_then(|o| o.source.as_ref());
            let frame = course.and_then(|o| o.time_frame_weeks);
            [
                Cell::text(&c.stream),
                Cell::text(&c.course),
                Cell::text(record.service.course_name(&c.course)),
                Cell::Number(c.started),
                Cell::Number(c.finished),
                Cell::Number(c.important_changes),
                Cell::text(if c.interpolated { "yes" } else { "no" }),
                source.map_or(Cell::Empty, Cell::text),
                Cell::optional(c.reaching_goal),
                Cell::optional(frame.map(f64::from)),
                Cell::optional(c.within_time_frame),
                Cell::optional(course.map(|o| o.lessons_per_patient)),
                Cell::optional(per_lesson(c, course)),
            ]
        }),
    )
}

/// Where patients who keep coming stand, by course, visits had and level; the goal has no level's number.
pub(super) fn levels(record: &PlanRecord) -> Sheet {
    let header = ["course", "visits_had", "level", "name", "share"];
    let graded = record.service.courses.iter().filter_map(|course| Some((course, course.graded.as_ref()?)));
    let rows = graded.flat_map(|(course, graded)| {
        graded.standing.iter().enumerate().flat_map(move |(visits, shares)| {
            shares.iter().enumerate().map(move |(level, &share)| {
                let name = graded.levels.get(level);
                [
                    Cell::text(&course.id),
                    Cell::Number(visits as f64),
                    name.map_or(Cell::Empty, |_| Cell::Number(level as f64)),
                    Cell::text(name.map_or("the goal", |level| level.name.as_str())),
                    Cell::Number(share),
                ]
            })
        })
    });
    Sheet::new(header, rows)
}

pub(super) fn measures(record: &PlanRecord) -> Sheet {
    let header = ["measure", "name", "unit", "mean", "low", "high"];
    Sheet::new(
        header,
        record.plan.figures.benefit.by_measure.iter().map(|m| {
            let unit = record.service.measures.iter().find(|o| o.id == m.measure).map(|o| &o.unit);
            [
                Cell::text(&m.measure),
                Cell::text(record.service.measure_name(&m.measure)),
                unit.map_or(Cell::Empty, Cell::text),
                Cell::Number(m.mean),
                Cell::Number(m.low),
                Cell::Number(m.high),
            ]
        }),
    )
}

pub(super) fn practitioners(record: &PlanRecord) -> Sheet {
    let header = ["practitioner", "role", "available_sessions", "rostered_sessions", "utilisation"];
    Sheet::new(
        header,
        record.plan.figures.practitioners.iter().map(|p| {
            [
                Cell::text(&p.practitioner),
                Cell::text(record.service.role_of(&p.practitioner)),
                Cell::Number(p.available_sessions),
                Cell::Number(p.rostered_sessions),
                Cell::Number(p.utilisation),
            ]
        }),
    )
}

pub(super) fn rooms(record: &PlanRecord) -> Sheet {
    let header = ["room", "name", "site", "open_half_days", "used_half_days", "utilisation"];
    Sheet::new(
        header,
        record.plan.figures.rooms.iter().map(|r| {
            let site = record.service.rooms.iter().find(|o| o.id == r.room).map(|o| &o.site);
            [
                Cell::text(&r.room),
                Cell::text(record.service.room_name(&r.room)),
                site.map_or(Cell::Empty, Cell::text),
                Cell::Number(r.open_half_days),
                Cell::Number(r.used_half_days),
                Cell::Number(r.utilisation),
            ]
        }),
    )
}

pub(super) fn clinics(record: &PlanRecord) -> Sheet {
    let header = ["clinic", "name", "sessions", "minutes_offered", "minutes_booked", "utilisation"];
    Sheet::new(
        header,
        record.plan.figures.clinics.iter().map(|c| {
            [
                Cell::text(&c.clinic),
                Cell::text(record.service.clinic_name(&c.clinic)),
                Cell::Number(c.sessions),
                Cell::Number(c.minutes_offered),
                Cell::Number(c.minutes_booked),
                Cell::Number(c.utilisation),
            ]
        }),
    )
}

pub(super) fn income(record: &PlanRecord) -> Sheet {
    let rows = record.plan.figures.income.iter().map(|row| {
        let (kind, id) = match &row.from {
            IncomeFrom::Charges(activity) => ("charges", activity.to_string()),
            IncomeFrom::Contract(contract) => ("contract", contract.to_string()),
            IncomeFrom::Block(block) => ("block", block.to_string()),
        };
        [Cell::text(kind), Cell::text(id), Cell::Number(row.gbp)]
    });
    Sheet::new(["from", "id", "gbp"], rows)
}

pub(super) fn desk_time(record: &PlanRecord) -> Sheet {
    let rows = record.plan.figures.desk_time.iter().map(|time| {
        [
            Cell::text(&time.role),
            Cell::Number(time.offered_hours),
            Cell::Number(time.used_hours),
            Cell::Number(time.utilisation),
        ]
    });
    Sheet::new(["role", "offered_hours", "used_hours", "utilisation"], rows)
}

pub(super) fn budgets(record: &PlanRecord) -> Sheet {
    let header = ["budget", "budget_gbp", "spent_gbp", "left_gbp"];
    Sheet::new(
        header,
        record.plan.figures.budgets.iter().map(|b| {
            [
                Cell::text(&b.budget),
                Cell::Number(b.budget_gbp),
                Cell::Number(b.spent_gbp),
                Cell::Number(b.budget_gbp - b.spent_gbp),
            ]
        }),
    )
}

/// The main figures beside those of doing nothing.
pub(super) fn against_nothing(record: &PlanRecord) -> Sheet {
    let header = ["figure", "unit", "plan", "do_nothing", "difference"];
    Sheet::new(
        header,
        comparisons(&record.plan.figures, record.do_nothing.as_ref()).into_iter().map(|row| {
            [
                Cell::text(row.what),
                Cell::text(row.unit.name()),
                Cell::Number(row.plan),
                Cell::optional(row.do_nothing),
                Cell::optional(row.difference()),
            ]
        }),
    )
}

pub(super) fn assumptions(record: &PlanRecord) -> Sheet {
    let header = ["price", "value_gbp", "unit", "aim", "from", "reason"];
    Sheet::new(
        header,
        record.assumptions.iter().map(|a| {
            [
                Cell::text(&a.key),
                Cell::Number(a.value_gbp),
                Cell::text(&a.unit),
                Cell::text(a.aim),
                Cell::text(if a.given { "scenario" } else { "default" }),
                Cell::text(&a.reason),
            ]
        }),
    )
}
