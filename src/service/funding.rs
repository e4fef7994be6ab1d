//! Budgets, contract caps and floors, lesson caps.

use crate::base::ids::{ActivityId, BlockIncomeId, BudgetId, ClinicId, ContractId, CourseId, StreamId};
use crate::base::units::Pounds;
use crate::service::table::keyed;
use std::collections::BTreeSet;

/// A budget line.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Id.
    pub id: BudgetId,
    /// Pounds a year.
    pub per_year: Pounds,
    /// What it pays for.
    pub covers: Covers,
}

/// What a budget line pays for.
#[derive(Debug, Clone, PartialEq)]
pub enum Covers {
    /// All sessions, rooms, booked appointments and materials.
    Everything,
    /// Sessions of these clinics, with their rooms and booked appointments (no materials).
    Clinics(BTreeSet<ClinicId>),
}

/// A cap or floor by contract.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Id.
    pub id: ContractId,
    /// What is counted.
    pub counts: Counts,
    /// At most so many a year.
    pub most_per_year: Option<f64>,
    /// At least so many a year.
    pub least_per_year: Option<f64>,
    /// What is paid for each.
    pub pays: Pounds,
}

/// Income that comes whatever is done.
#[derive(Debug, Clone)]
pub struct BlockIncome {
    /// Id.
    pub id: BlockIncomeId,
    /// Pounds a year.
    pub per_year: Pounds,
}

/// What a contract counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Counts {
    /// Booked appointments of an activity within the horizon.
    Appointments(ActivityId),
    /// Patients who start a course.
    Starts(CourseId),
    /// Patients who start in a stream.
    StreamStarts(StreamId),
}

/// Most lessons of an activity for one patient.
#[derive(Debug, Clone, PartialEq)]
pub struct LessonCap {
    /// The activity.
    pub activity: ActivityId,
    /// Most lessons.
    pub most: u32,
}

keyed! { Budget => BudgetId; Contract => ContractId; BlockIncome => BlockIncomeId; }
