//! F9: closed groups start whole, within their least and most size.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::FIGURE;

/// Checks the groups of every row of starts.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for row in &facts.rows.starts {
        let course = &facts.lists.courses[row.course];
        let (least, most) = course
            .closed_group
            .map_or((0.0, 0.0), |group| (row.groups * f64::from(group.min), row.groups * f64::from(group.max)));
        let kept = match course.closed_group {
            Some(_) => row.patients >= least - FIGURE && row.patients <= most + FIGURE,
            None => row.groups == 0.0,
        };
        sheet.require(
            RuleId::ClosedGroups,
            kept,
            || format!("starts[{}]", row.index),
            || match course.closed_group {
                Some(_) => {
                    let (patients, groups) = (row.patients, row.groups);
                    format!("{patients} patients start {} in {groups} groups, which hold {least} to {most}", course.id)
                }
                None => format!("{} is not started in groups, but {} are written", course.id, row.groups),
            },
            "start whole groups",
        );
    }
}
