//! Graded exposure: how many visits it takes, who reaches the goal, and who has come how far when.

use crate::record::PlanRecord;
use crate::record::outline::{CourseOutline, GradedOutline};
use crate::report::numbers::{counted, one, percent, whole};
use crate::report::page::{Column, Sheet};

/// By course with levels: visits on average and at most, and the share that reaches the goal.
pub(super) fn levels(sheet: &mut Sheet, record: &PlanRecord) {
    let graded: Vec<(&CourseOutline, &GradedOutline)> =
        record.service.courses.iter().filter_map(|c| Some((c, c.graded.as_ref()?))).collect();
    if graded.is_empty() {
        return;
    }
    sheet.heading("Graded exposure");
    let columns = [
        Column::Words("Course"),
        Column::Number("Visits"),
        Column::Number("Most"),
        Column::Number("Without\na limit"),
        Column::Number("Nine\nin ten"),
        Column::Number("Reach\nthe goal"),
        Column::Number("Of all\nstarters"),
        Column::Number("Patients"),
    ];
    let rows = graded.iter().map(|(course, graded)| {
        let reaching = record.plan.figures.courses.iter().filter(|row| row.course == course.id);
        vec![
            course.name.clone(),
            one(graded.mean_visits),
            graded.most_visits.to_string(),
            graded.unlimited_visits.map_or_else(|| "-".to_owned(), one),
            graded.visits_for_nine_in_ten.map_or_else(|| "-".to_owned(), |visits| visits.to_string()),
            percent(graded.goal_share),
            percent(graded.goal_share_of_starters),
            whole(reaching.filter_map(|row| row.reaching_goal).sum()),
        ]
    });
    sheet.table(&columns, rows.collect());
    sheet.paragraph(
        "Visits: on average; they end with the goal, or when they are used up. Without a limit: what reaching it takes on \
         average, and within how many visits nine in ten would; the mean hides that tail. Of all starters: those who drop \
         out before left out, and so of the plan's patients.",
    );
    for (course, graded) in graded {
        let ends: Vec<String> = graded
            .standing
            .last()
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(level, _)| *level < graded.levels.len())
            .map(|(level, share)| format!("{} at {}", percent(*share), graded.levels[level].name))
            .collect();
        let most = counted(f64::from(graded.most_visits), "visit", "visits");
        sheet.point(&format!(
            "{} after {most}: {}; {} have arrived.",
            course.name,
            ends.join(", "),
            percent(graded.goal_share)
        ));
        for level in &graded.levels {
            if let (Some(week), Some(share)) = (level.target_week, level.passed_by_target) {
                sheet.point(&format!(
                    "{}: by the end of week {week}, as agreed, {} have passed {}.",
                    course.name,
                    percent(share),
                    level.name
                ));
            }
        }
    }
}
