//! R11: what a rota has to hold is what its plan promises.

use super::check::RotaVerdict;
use crate::base::ids::{ActivityId, SiteId};
use crate::plan::Plan;
use crate::plan::rota::Rota;
use crate::service::{RuleId, Service};
use crate::verify::sheet::Sheet;
use crate::verify::tolerance::{FLOW, near};
use std::collections::BTreeMap;

/// Checks the needs of a rota against the plan that it comes from: the same pattern and half-days of meetings, and of each
/// activity at each site as many whole appointments in every week so far as the flow gives, to within half of one.
#[must_use]
pub fn verify_promised(service: &Service, rota: &Rota, plan: &Plan) -> RotaVerdict {
    let mut sheet = Sheet::default();
    let same = |sheet: &mut Sheet, same: bool, path: &str, what: &str| {
        sheet.require(
            RuleId::Usual,
            same,
            || path.to_owned(),
            || format!("{what} not the plan's"),
            "name the plan that the rota was made from",
        );
    };
    same(&mut sheet, rota.usual == plan.pattern, "usual", "the pattern is");
    same(&mut sheet, rota.meeting_times == plan.meeting_times, "meeting_times", "the half-days of meetings are");
    let weeks = service.timetable.weeks as usize;
    let none = || vec![(0.0, 0.0); weeks];
    let mut all: BTreeMap<(&ActivityId, &SiteId), Vec<(f64, f64)>> = BTreeMap::new();
    let mut planned = vec![0.0; weeks];
    for row in plan.lessons.iter().filter(|row| row.week.index() < weeks) {
        all.entry((&row.activity, &row.site)).or_insert_with(none)[row.week.index()].0 += row.given;
        planned[row.week.index()] += row.given;
    }
    for row in rota.needs.iter().filter(|row| row.week.index() < weeks) {
        all.entry((&row.activity, &row.site)).or_insert_with(none)[row.week.index()].1 += f64::from(row.units);
    }
    for ((activity, site), weeks) in all {
        let (mut flow, mut whole) = (0.0, 0.0);
        for (week, (given, units)) in weeks.into_iter().enumerate() {
            flow += given;
            whole += units;
            sheet.require(
                RuleId::Appointments,
                (flow - whole).abs() <= 0.5 + FLOW * flow.max(1.0),
                || "needs".to_owned(),
                || format!("of {activity} at {site} the plan gives {flow} up to week {}, not {whole}", week + 1),
                "round the sum so far to the nearest",
            );
        }
    }
    for (week, flow) in planned.into_iter().enumerate() {
        let told = rota.planned.get(week).copied().unwrap_or(f64::NAN);
        sheet.require(
            RuleId::Appointments,
            near(told, flow, FLOW),
            || format!("planned[{week}]"),
            || format!("the plan's flow gives {flow}, not {told}"),
            "sum what the flow gives in the week",
        );
    }
    let (findings, checked) = sheet.close(&[RuleId::Appointments, RuleId::Usual]);
    RotaVerdict { findings, checked }
}
