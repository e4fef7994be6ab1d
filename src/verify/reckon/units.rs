//! What an activity is counted in, and how many minutes a unit takes.

use crate::service::{Course, Mode, Service};
use crate::verify::lists::Lists;
use crate::verify::reckon::course::uses;

/// What an activity is counted in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// An appointment of one patient.
    Slot,
    /// A patient's place in an open class.
    Place { min: f64, max: f64 },
    /// A class of closed groups.
    Class { max: f64 },
}

/// Units of all activities.
pub(in crate::verify) struct Units {
    units: Vec<Unit>,
    minutes: Vec<f64>,
}

impl Units {
    /// A class is closed if a course that uses it is a closed group.
    pub(super) fn of(service: &Service, lists: Lists<'_>) -> Self {
        let closed =
            |course: &Course, position: usize| course.closed_group.is_some() && uses(service, course, position, false);
        let units = lists
            .activities
            .iter()
            .enumerate()
            .map(|(position, activity)| match activity.mode {
                Mode::OneToOne => Unit::Slot,
                Mode::Group { max, .. } if lists.courses.iter().any(|c| closed(c, position)) => {
                    Unit::Class { max: f64::from(max) }
                }
                Mode::Group { min, max } => Unit::Place { min: f64::from(min), max: f64::from(max) },
            })
            .collect();
        Self { units, minutes: lists.activities.iter().map(|a| a.minutes.0).collect() }
    }

    /// Minutes of a whole appointment or class.
    pub(in crate::verify) fn whole_minutes(&self, activity: usize) -> f64 {
        self.minutes[activity]
    }

    /// Minutes of a unit.
    pub(in crate::verify) fn unit_minutes(&self, activity: usize) -> f64 {
        match self.units[activity] {
            Unit::Slot | Unit::Class { .. } => self.minutes[activity],
            Unit::Place { max, .. } => self.minutes[activity] / max,
        }
    }

    /// Whether it is a class of closed groups.
    pub(in crate::verify) fn is_closed_class(&self, activity: usize) -> bool {
        matches!(self.units[activity], Unit::Class { .. })
    }

    /// Least and most of an open class.
    pub(in crate::verify) fn open_class(&self, activity: usize) -> Option<(f64, f64)> {
        match self.units[activity] {
            Unit::Place { min, max } => Some((min, max)),
            _ => None,
        }
    }

    /// Patients that a unit stands for when it is paid for: a closed class has its group's most.
    pub(in crate::verify) fn patients_paid(&self, activity: usize) -> f64 {
        match self.units[activity] {
            Unit::Class { max } => max,
            _ => 1.0,
        }
    }
}
