//! What is spent.

use crate::service::Covers;
use crate::verify::lists::Lists;
use crate::verify::reckon::capacity::Team;
use crate::verify::reckon::units::Units;
use crate::verify::rows::Rows;

/// What is spent, in pounds.
pub(in crate::verify) struct Spend {
    /// Sessions, rooms and booked units, by clinic.
    by_clinic: Vec<f64>,
    /// Materials of all starts.
    materials: f64,
}

impl Spend {
    /// Reckons sessions at their cost with the non-clinical time they carry, rooms once a team, booked units, materials.
    pub(super) fn of(lists: Lists<'_>, units: &Units, rows: &Rows<'_>, teams: &[Team]) -> Self {
        let mut by_clinic = vec![0.0; lists.clinics.len()];
        for row in &rows.sessions {
            let practitioner = &lists.practitioners[row.practitioner];
            let clinical = 1.0 - practitioner.non_clinical.get();
            if clinical > 0.0 {
                by_clinic[row.clinic] += practitioner.cost_per_session.0 / clinical;
            }
        }
        for team in teams {
            by_clinic[team.clinic] += lists.rooms[team.room].hire.0;
        }
        for (&(clinic, activity, ..), booked) in &rows.bookings {
            let cost = lists.activities[activity].cost.0 * units.patients_paid(activity);
            by_clinic[clinic] += booked.value * cost;
        }
        let materials = rows.starts.iter().map(|row| row.patients * lists.courses[row.course].materials.0).sum();
        Self { by_clinic, materials }
    }

    /// All that is spent.
    pub(in crate::verify) fn total(&self) -> f64 {
        self.by_clinic.iter().sum::<f64>() + self.materials
    }

    /// What a budget line has to pay.
    pub(in crate::verify) fn covered(&self, lists: Lists<'_>, covers: &Covers) -> f64 {
        match covers {
            Covers::Everything => self.total(),
            Covers::Clinics(clinics) => lists
                .clinics
                .iter()
                .zip(&self.by_clinic)
                .filter(|(clinic, _)| clinics.contains(&clinic.id))
                .map(|(_, spent)| spent)
                .sum(),
        }
    }
}
