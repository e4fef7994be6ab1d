//! Promises: lessons late, carried, and owed after the horizon.

use crate::base::ids::ActivityId;
use crate::record::PlanRecord;
use crate::report::numbers::{amount, one, whole};
use crate::report::page::{Column, Sheet};
use std::collections::BTreeMap;

/// What happens to an activity's lessons.
#[derive(Default)]
struct Kept {
    due: f64,
    given: f64,
    carried: f64,
    late_weeks: f64,
    owed: f64,
    excess: f64,
}

/// Lessons due and given, carried a week, late, owed after the horizon.
pub(super) fn promises(sheet: &mut Sheet, record: &PlanRecord) {
    let mut activities: BTreeMap<&ActivityId, Kept> = BTreeMap::new();
    for row in &record.plan.lessons {
        let kept = activities.entry(&row.activity).or_default();
        kept.due += row.due;
        kept.given += row.given;
        kept.carried += row.carried;
        kept.late_weeks += row.late;
    }
    for row in &record.plan.tail {
        let kept = activities.entry(&row.activity).or_default();
        kept.owed += row.owed;
        kept.excess += row.excess;
    }
    sheet.heading("Promises");
    let columns = [
        Column::Words("Activity"),
        Column::Number("Due"),
        Column::Number("Given"),
        Column::Number("Carried\na week"),
        Column::Number("Weeks\nlate"),
        Column::Number("Owed\nafter"),
        Column::Number("Cannot\nbe kept"),
    ];
    let rows = activities.iter().map(|(id, kept)| {
        vec![
            record.service.activity_name(id).to_owned(),
            whole(kept.due),
            whole(kept.given),
            one(kept.carried),
            one(kept.late_weeks),
            one(kept.owed),
            one(kept.excess),
        ]
    });
    sheet.table(&columns, rows.collect());
    let late: f64 = activities.values().map(|k| k.late_weeks).sum();
    let never_late = "No lesson is late";
    let lateness = if late > 1e-6 {
        format!("Lessons are {} lesson-weeks late in all", amount(late))
    } else {
        never_late.to_owned()
    };
    let figures = &record.plan.figures;
    sheet.paragraph(&format!(
        "{lateness}. In booked slots, rebooked misses included (closed groups: in classes). After the horizon {} slots \
         are owed to patients who started within it; {} of them are more than the last pattern's share over {} weeks \
         can give.",
        one(figures.owed_after),
        one(figures.excess_after),
        record.service.tail_weeks,
    ));
}
