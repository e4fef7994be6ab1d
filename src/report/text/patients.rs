//! Who starts what, who waits, and for how long.

use crate::base::ids::{CourseId, StreamId};
use crate::plan::figures::{StreamFigures, WAITING_BANDS};
use crate::record::PlanRecord;
use crate::report::chart::{Chart, Plane, Series};
use crate::report::numbers::{amount, decimals, one, percent, whole};
use crate::report::page::{Column, Sheet};
use std::collections::BTreeMap;

/// The most queues that are drawn.
const MOST_DRAWN: usize = 6;

/// By course: started, lessons, benefit; interpolated doses marked.
pub(super) fn courses(sheet: &mut Sheet, record: &PlanRecord) {
    let figures = &record.plan.figures;
    sheet.heading("Courses");
    let columns = [
        Column::Words("Stream"),
        Column::Words("Course"),
        Column::Number("Lessons\neach"),
        Column::Number("Started"),
        Column::Number("Finished"),
        Column::Number("Important\nchanges"),
    ];
    let rows = figures.courses.iter().map(|row| {
        let course = record.service.courses.iter().find(|c| c.id == row.course);
        vec![
            record.service.stream_name(&row.stream).to_owned(),
            record.service.course_name(&row.course).to_owned(),
            course.map_or_else(|| "-".to_owned(), |c| amount(c.lessons_per_patient)),
            whole(row.started),
            whole(row.finished),
            format!("{}{}", one(row.important_changes), if row.interpolated { " *" } else { "" }),
        ]
    });
    sheet.table(&columns, rows.collect());
    if figures.courses.iter().any(|c| c.interpolated) {
        sheet.paragraph("* interpolated: this dose lies between those that a trial tried.");
    }
    sheet.paragraph("Finished includes patients who were already in a course when the horizon began.");
}

/// By course with a time frame: how many of those who start will be through in time.
pub(super) fn time_frames(sheet: &mut Sheet, record: &PlanRecord) {
    let outline = |id: &CourseId| record.service.courses.iter().find(|course| course.id == *id);
    let rows = record.plan.figures.courses.iter().filter_map(|row| {
        let course = outline(&row.course)?;
        let (frame, takes) = (course.time_frame_weeks?, course.treatment_weeks?);
        let within = row.within_time_frame.filter(|_| row.started > 0.0)?;
        Some(vec![
            record.service.stream_name(&row.stream).to_owned(),
            course.name.clone(),
            frame.to_string(),
            takes.to_string(),
            frame.saturating_sub(takes).to_string(),
            whole(row.started),
            percent(within / row.started),
        ])
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    sheet.heading("Time frames");
    let columns = [
        Column::Words("Stream"),
        Column::Words("Course"),
        Column::Number("Weeks\nagreed"),
        Column::Number("Course\ntakes"),
        Column::Number("Left for\nwaiting"),
        Column::Number("Started"),
        Column::Number("Through\nin time"),
    ];
    sheet.table(&columns, rows);
    sheet.paragraph(
        "Agreed: weeks from the referral to the last visit, boosters and reviews apart. Whoever is not through in time has \
         waited too long, first come first served, or has holidays in between.",
    );
}

/// By stream: from the list at the start to those waiting at the end.
pub(super) fn streams(sheet: &mut Sheet, record: &PlanRecord) {
    sheet.heading("Patients by stream");
    let columns = [
        Column::Words("Stream"),
        Column::Number("At the\nstart"),
        Column::Number("Arrive"),
        Column::Number("Leave"),
        Column::Number("Start"),
        Column::Number("Finish"),
        Column::Number("At the\nend"),
        Column::Number("Beyond\ntarget"),
        Column::Number("Lessons\neach"),
    ];
    let figures = &record.plan.figures.streams;
    let mut rows: Vec<Vec<String>> = figures
        .iter()
        .map(|s| {
            let mark = if s.has_evidence { "" } else { "+" };
            vec![
                format!("{}{mark}", record.service.stream_name(&s.stream)),
                whole(s.list_at_start),
                whole(s.arrivals),
                whole(s.removed),
                whole(s.started),
                whole(s.finished),
                whole(s.waiting),
                whole(s.beyond_target),
                one(s.lessons_per_patient),
            ]
        })
        .collect();
    if figures.len() > 1 {
        let sum = |of: fn(&StreamFigures) -> f64| whole(figures.iter().map(of).sum());
        rows.push(vec![
            "All".to_owned(),
            sum(|s| s.list_at_start),
            sum(|s| s.arrivals),
            sum(|s| s.removed),
            sum(|s| s.started),
            sum(|s| s.finished),
            sum(|s| s.waiting),
            sum(|s| s.beyond_target),
            String::new(),
        ]);
    }
    sheet.table(&columns, rows);
    sheet.paragraph(
        "At the start and at the end: waiting then, and of those at the end beyond the target. Leave: without having \
         started.",
    );
    if figures.iter().any(|s| !s.has_evidence) {
        sheet.paragraph("+ no course with evidence, so that starts there earn nothing.");
    }
}

/// The longest queues drawn week by week.
fn queues_drawn(record: &PlanRecord) -> Option<Chart> {
    let mut by_stream: BTreeMap<&StreamId, BTreeMap<u32, f64>> = BTreeMap::new();
    for queue in &record.plan.queues {
        *by_stream.entry(&queue.stream).or_default().entry(queue.week.0).or_default() += queue.waiting;
    }
    let mut drawn: Vec<Series> = by_stream
        .into_iter()
        .map(|(stream, weeks)| Series {
            name: record.service.stream_name(stream).to_owned(),
            points: weeks.into_iter().map(|(week, waiting)| (f64::from(week) + 1.0, waiting)).collect(),
            dots: false,
        })
        .filter(|series| series.points.len() > 1)
        .collect();
    let longest = |series: &Series| series.points.iter().map(|p| p.1).fold(0.0, f64::max);
    drawn.sort_by(|a, b| longest(b).total_cmp(&longest(a)));
    drawn.truncate(MOST_DRAWN);
    let first = drawn.first()?;
    let description = format!("The longest list is that of {}, {} at its longest.", first.name, whole(longest(first)));
    let plane = Plane::waiting_by_week(drawn);
    Some(Chart::new("Patients waiting at the end of each week, the longest lists", &description, plane))
}

/// By stream: the queue figures of NHS analysts.
pub(super) fn queues(sheet: &mut Sheet, record: &PlanRecord) {
    sheet.heading("Queues");
    sheet.chart(queues_drawn(record));
    let columns = [
        Column::Words("Stream"),
        Column::Number("Target\nwait"),
        Column::Number("Wait\nso far"),
        Column::Number("Wait of\nstarted"),
        Column::Number("Load"),
        Column::Number("Queue"),
        Column::Number("Target\nqueue"),
        Column::Number("Pressure"),
        Column::Number("Relief\na week"),
    ];
    let optional = |value: Option<f64>, print: fn(f64) -> String| value.map_or_else(|| "-".to_owned(), print);
    let rows = record.plan.figures.streams.iter().map(|s| {
        let target = record.service.streams.iter().find(|o| o.id == s.stream).and_then(|o| o.target_wait_weeks);
        vec![
            record.service.stream_name(&s.stream).to_owned(),
            target.map_or_else(|| "-".to_owned(), |weeks| weeks.to_string()),
            one(s.mean_wait_weeks),
            one(s.mean_wait_of_started_weeks),
            optional(s.load, |load| decimals(load, 2)),
            whole(s.waiting),
            optional(s.target_queue, whole),
            optional(s.pressure, |pressure| decimals(pressure, 2)),
            optional(s.relief_per_week, one),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "Waits are in weeks, and means: of those waiting at the end, and of those who started. Load: arrivals / starts \
         (above 1 the queue grows). Target queue: weekly demand x target / 4. Pressure: 2 x mean wait / target (below \
         1 is comfortable). Relief: weekly starts that bring a queue of more than twice its target down in 26 weeks.",
    );
}

/// By stream: those waiting at the end, by the community waiting-list bands.
pub(super) fn bands(sheet: &mut Sheet, record: &PlanRecord) {
    sheet.heading("Waiting at the end, by weeks waited");
    let mut columns = vec![Column::Words("Stream")];
    columns.extend(WAITING_BANDS.iter().map(|(name, _, _)| Column::Number(name)));
    columns.push(Column::Number("All"));
    let rows = record.plan.figures.streams.iter().map(|s| {
        let mut row = vec![record.service.stream_name(&s.stream).to_owned()];
        row.extend(s.bands.iter().map(|patients| whole(*patients)));
        row.push(whole(s.waiting));
        row
    });
    sheet.table(&columns, rows.collect());
    for s in &record.plan.figures.streams {
        let outline = record.service.streams.iter().find(|o| o.id == s.stream);
        let Some((standard, within)) = outline.and_then(|o| o.wait_standard).zip(s.within_standard) else { continue };
        let share = if s.waiting > 0.0 { within / s.waiting } else { 1.0 };
        sheet.point(&format!(
            "{}: {} of those waiting have waited less than {} weeks; the standard is {}{}.",
            record.service.stream_name(&s.stream),
            percent(share),
            standard.weeks,
            percent(standard.share),
            if share + 1e-9 < standard.share { ", and is missed" } else { "" },
        ));
    }
}
