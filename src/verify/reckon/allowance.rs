//! Clinical sessions that a contract leaves.

use crate::service::Recurrence;
use crate::verify::reckon::Facts;

impl Facts<'_> {
    /// Sessions a week that a practitioner can hold clinics: what is contracted, less the larger of the non-clinical
    /// share and the floating meetings, in whole sessions.
    pub(in crate::verify) fn allowance(&self, practitioner: usize) -> f64 {
        let person = &self.lists.practitioners[practitioner];
        let contracted = person.sessions_per_week.0;
        let attended = self.lists.meetings.iter().filter(|m| m.attendees.contains(&person.id));
        let floating: f64 = attended
            .filter_map(|meeting| match meeting.when {
                Recurrence::Floating { every } => Some(meeting.minutes.0 / f64::from(every.max(1))),
                _ => None,
            })
            .sum();
        let taken = (person.non_clinical.get() * contracted).max(floating / self.grid.mean_minutes());
        (contracted - taken + 1e-9).floor().max(0.0)
    }
}
