//! What the plan is worth, aim by aim and part by part, in pounds at the policy's prices.

use crate::service::{Aim, Service};
use crate::verify::lists::Lists;
use crate::verify::reckon::benefit::benefit_of;
use crate::verify::reckon::course::lessons_per_patient;
use crate::verify::reckon::demand::Line;
use crate::verify::reckon::floors::Floors;
use crate::verify::reckon::income::Income;
use crate::verify::reckon::spend::Spend;
use crate::verify::reckon::tail::Tail;
use crate::verify::rows::Rows;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The parts of the plan's worth; all but `benefit` and `earned` are costs, written as positive pounds.
pub(in crate::verify) struct Worth {
    pub(in crate::verify) benefit: f64,
    pub(in crate::verify) dose: f64,
    pub(in crate::verify) late: f64,
    pub(in crate::verify) carried: f64,
    pub(in crate::verify) assessment_floor: f64,
    pub(in crate::verify) throughput_floor: f64,
    pub(in crate::verify) excess: f64,
    /// Late desk work.
    pub(in crate::verify) desk: f64,
    pub(in crate::verify) waiting: f64,
    pub(in crate::verify) beyond: f64,
    pub(in crate::verify) spend: f64,
    /// A gain, not a cost.
    pub(in crate::verify) earned: f64,
    pub(in crate::verify) sessions: f64,
    pub(in crate::verify) site_changes: f64,
}

impl Worth {
    /// Reckons every part.
    pub(super) fn of(
        service: &Service,
        lists: Lists<'_>,
        rows: &Rows<'_>,
        lines: &[Line],
        floors: &Floors,
        (tail, spend, income): (&Tail, &Spend, &Income),
    ) -> Self {
        let prices = &service.policy.prices;
        let (mut benefit, mut dose) = (0.0, 0.0);
        for row in &rows.starts {
            let course = &lists.courses[row.course];
            if let Some((.., changes)) = benefit_of(service, course, service.policy.evidence_case) {
                benefit += row.patients * changes * prices.important_change.0;
            }
            let recommended = lists.streams[row.stream].recommended.as_ref().and_then(|id| service.courses.get(id));
            if let Some(recommended) = recommended {
                let short = (lessons_per_patient(recommended) - lessons_per_patient(course)).max(0.0);
                dose += short * row.patients * prices.dose_shortfall.0;
            }
        }
        let lessons = || rows.lessons.values().map(|l| l.row);
        Self {
            benefit,
            dose,
            late: lessons().map(|l| l.late).sum::<f64>() * prices.late_lesson_week.0,
            carried: (lessons().map(|l| l.carried).sum::<f64>() + rows.tail.values().map(|t| t.carried).sum::<f64>())
                * prices.carried_lesson.0,
            assessment_floor: floors.assessment_total() * prices.floor_shortfall.0,
            throughput_floor: floors.throughput_total() * prices.floor_shortfall.0,
            excess: rows.tail.iter().map(|(&(activity, ..), t)| t.excess * tail.price[activity]).sum(),
            desk: rows.desk.values().map(|d| d.row.late * prices.late_desk_hour.0).sum(),
            waiting: lines.iter().flat_map(|l| &l.waiting).map(|w| w.max(0.0)).sum::<f64>() * prices.waiting_week.0,
            beyond: lines.iter().flat_map(|l| &l.beyond).sum::<f64>() * prices.breach_week.0,
            spend: spend.total() * prices.spent_pound.0,
            earned: income.decided * prices.earned_pound.0,
            sessions: rows.sessions.len() as f64 * prices.session.0,
            site_changes: site_changes(rows) * prices.site_change.0,
        }
    }

    /// The worth of an aim.
    pub(in crate::verify) fn aim(&self, aim: Aim) -> f64 {
        match aim {
            Aim::Promises => {
                -self.late - self.carried - self.assessment_floor - self.throughput_floor - self.excess - self.desk
            }
            Aim::Benefit => self.benefit - self.dose,
            Aim::Waiting => -self.waiting - self.beyond,
            Aim::Cost => self.earned - self.spend,
            Aim::Tidy => -self.sessions - self.site_changes,
        }
    }

    /// The plan's worth.
    pub(in crate::verify) fn value(&self) -> f64 {
        Aim::ALL.iter().map(|&aim| self.aim(aim)).sum()
    }
}

/// How often somebody holds sessions at different sites in consecutive half-days of a day.
fn site_changes(rows: &Rows<'_>) -> f64 {
    let place: BTreeMap<(usize, NaiveDate, usize), usize> =
        rows.sessions.iter().map(|row| ((row.practitioner, row.date, row.slot), row.site)).collect();
    let changes = place.iter().filter(|&(&(who, date, slot), site)| {
        // the next half-day of another day has another date, so the day's last has no next
        place.get(&(who, date, slot + 1)).is_some_and(|next| next != site)
    });
    changes.count() as f64
}
