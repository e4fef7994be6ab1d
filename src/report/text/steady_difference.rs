//! Why a dated plan differs from the long-run balance of the same scenario.

use crate::base::calendar::WEEKS_A_YEAR;
use crate::base::ids::StreamId;
use crate::record::{PlanRecord, SteadyRecord};
use crate::report::numbers::{amount, decimals, one, percent, whole};
use crate::report::page::{Column, Sheet};

/// Both side by side, and the reasons with their figures.
pub(super) fn steady_difference(sheet: &mut Sheet, record: &PlanRecord, steady: &SteadyRecord) {
    let (service, figures, balance) = (&record.service, &record.plan.figures, &steady.balance);
    let share_of_year = f64::from(service.weeks) / WEEKS_A_YEAR;
    sheet.heading("Why this differs from the long-run balance");
    let started_in_balance =
        |stream: &StreamId| balance.starts.iter().filter(|s| s.stream == *stream).map(|s| s.patients).sum::<f64>();
    let columns = [
        Column::Words("Stream"),
        Column::Number("Plan:\nat hand"),
        Column::Number("Balance:\nat hand"),
        Column::Number("Plan:\nstart"),
        Column::Number("Balance:\nstart a year"),
        Column::Number("Balance:\nthese weeks"),
    ];
    let rows = figures.streams.iter().map(|s| {
        let available = balance.streams.iter().find(|b| b.stream == s.stream).map_or(0.0, |b| b.available);
        let in_a_year = started_in_balance(&s.stream);
        vec![
            service.stream_name(&s.stream).to_owned(),
            whole(s.list_at_start + s.arrivals),
            whole(available),
            whole(s.started),
            whole(in_a_year),
            whole(in_a_year * share_of_year),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(&format!(
        "Benefit: {} important changes in the plan, {} in the balance's year.",
        one(figures.benefit.important_changes),
        one(balance.benefit.important_changes)
    ));
    for reason in reasons(record, steady, share_of_year) {
        sheet.point(&reason);
    }
}

fn reasons(record: &PlanRecord, steady: &SteadyRecord, share_of_year: f64) -> Vec<String> {
    let (service, figures, balance) = (&record.service, &record.plan.figures, &steady.balance);
    let list: f64 = figures.streams.iter().map(|s| s.list_at_start).sum();
    let arrivals: f64 = figures.streams.iter().map(|s| s.arrivals).sum();
    let mut reasons = Vec::new();
    if (share_of_year - 1.0).abs() > 0.01 {
        reasons.push(format!(
            "Length: the balance is for a year, the plan for {} weeks, which are {} of one.",
            service.weeks,
            percent(share_of_year)
        ));
    }
    reasons.push(format!(
        "Arrivals over the year: in the balance everybody is at hand from the first day. In the plan {} wait at the \
         start and {} arrive week by week, so that capacity early on may find nobody to start, and those who come last \
         start late or not at all: {} still wait at the end.",
        whole(list),
        whole(arrivals),
        whole(figures.streams.iter().map(|s| s.waiting).sum()),
    ));
    let used: Vec<_> = figures.courses.iter().filter(|c| c.started > 0.0).collect();
    let longest = service.courses.iter().filter(|c| used.iter().any(|u| u.course == c.id)).max_by_key(|c| c.span_weeks);
    if let Some(longest) = longest {
        let started: f64 = used.iter().map(|c| c.started).sum();
        reasons.push(format!(
            "Cadence: the balance counts a course's lessons whole. In the plan they fall in the weeks that the course \
             gives ({} takes {} weeks), and starts must wait until there is room in all of them: of {} who start, {} \
             finish within the horizon.",
            service.course_name(&longest.id),
            longest.span_weeks,
            whole(started),
            whole(figures.finished),
        ));
    }
    reasons.push(format!(
        "The horizon's end: {} slots are owed after it to patients who started within it, {} of them beyond what the \
         last pattern can keep over {} weeks. The balance has no end: as many lessons come over from the year before as \
         go into the next.",
        one(figures.owed_after),
        one(figures.excess_after),
        service.tail_weeks,
    ));
    let offered: f64 = figures.clinics.iter().map(|c| c.minutes_offered).sum::<f64>() / 60.0;
    let in_balance: f64 = balance.clinics.iter().map(|c| c.minutes_offered).sum::<f64>() / 60.0 * share_of_year;
    if (offered - in_balance).abs() > 0.5 {
        reasons.push(format!(
            "Time: the plan's rota offers {} hours of clinics, with leave, bank holidays and meetings on their dates; \
             the balance offers {} in as many weeks, by its {} worked weeks a year.",
            whole(offered),
            whole(in_balance),
            decimals(balance.worked_weeks, 1),
        ));
    }
    let late: f64 = record.plan.lessons.iter().map(|l| l.late).sum();
    if late > 1e-6 {
        reasons.push(format!("Lateness: {} lesson-weeks; the balance knows none.", amount(late)));
    }
    reasons
}
