//! A plan against "do nothing": today's mix with the rota optimised.

use crate::plan::figures::Figures;
use crate::report::numbers::{one, pounds, whole};

/// A figure of a plan beside that of doing nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub what: &'static str,
    /// In what unit.
    pub unit: Unit,
    /// In the plan.
    pub plan: f64,
    /// In "do nothing"; none if it was not reckoned.
    pub do_nothing: Option<f64>,
}

impl Comparison {
    /// Plan less "do nothing".
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        self.do_nothing.map(|nothing| self.plan - nothing)
    }
}

/// The unit of a compared figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People.
    Patients,
    /// Important changes.
    ImportantChanges,
    /// Patient-weeks.
    PatientWeeks,
    /// Appointments.
    Slots,
    /// Team sessions.
    Sessions,
    /// Money.
    Pounds,
}

impl Unit {
    /// A figure in this unit, as people read it.
    #[must_use]
    pub fn print(self, value: f64) -> String {
        match self {
            Unit::ImportantChanges => one(value),
            Unit::Pounds => pounds(value),
            Unit::Patients | Unit::PatientWeeks | Unit::Slots | Unit::Sessions => whole(value),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Patients => "patients",
            Unit::ImportantChanges => "important changes",
            Unit::PatientWeeks => "patient-weeks",
            Unit::Slots => "slots",
            Unit::Sessions => "sessions",
            Unit::Pounds => "pounds",
        }
    }
}

/// A figure that is compared: its name, its unit, and where it is found.
type Row = (&'static str, Unit, fn(&Figures) -> f64);

const INCOME: &str = "Income";
const MARGIN: &str = "Margin: income less spend";

const ROWS: [Row; 14] = [
    ("Patients who start treatment", Unit::Patients, |f| f.started_treatment),
    ("Patients who start, assessments included", Unit::Patients, |f| f.started),
    ("Patients who finish within the horizon", Unit::Patients, |f| f.finished),
    ("Benefit, in important changes", Unit::ImportantChanges, |f| f.benefit.important_changes),
    ("Waiting at the end", Unit::Patients, |f| f.streams.iter().map(|s| s.waiting).sum()),
    ("... of these beyond the target", Unit::Patients, |f| f.streams.iter().map(|s| s.beyond_target).sum()),
    ("Patient-weeks beyond the target", Unit::PatientWeeks, |f| f.streams.iter().map(|s| s.breach_weeks).sum()),
    ("Clinic sessions held", Unit::Sessions, |f| f.clinics.iter().map(|c| c.sessions).sum()),
    ("Slots owed after the horizon", Unit::Slots, |f| f.owed_after),
    ("... of these beyond what can be kept", Unit::Slots, |f| f.excess_after),
    ("Spend", Unit::Pounds, |f| f.spend_gbp),
    (INCOME, Unit::Pounds, Figures::income_gbp),
    (MARGIN, Unit::Pounds, |f| f.income_gbp() - f.spend_gbp),
    ("Worth at the policy's prices", Unit::Pounds, |f| f.value_gbp),
];

/// The figures that matter most, each beside that of doing nothing.
#[must_use]
pub fn comparisons(plan: &Figures, do_nothing: Option<&Figures>) -> Vec<Comparison> {
    let earns = !plan.income.is_empty();
    ROWS.iter()
        .filter(|(what, ..)| earns || ![INCOME, MARGIN].contains(what))
        .map(|&(what, unit, of)| Comparison { what, unit, plan: of(plan), do_nothing: do_nothing.map(of) })
        .collect()
}
