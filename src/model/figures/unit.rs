//! What one unit of an activity is: a patient's place, or a whole class of a closed group.

use crate::base::units::Minutes;
use crate::service::{Activity, Mode, Service};

/// Whether an activity's classes belong to closed groups: some course that uses it starts in whole groups.
pub(in crate::model) fn is_closed_class(service: &Service, activity: &Activity) -> bool {
    matches!(activity.mode, Mode::Group { .. })
        && service.courses.iter().any(|c| c.closed_group.is_some() && c.activities().contains(&&activity.id))
}

/// Minutes of a session that one unit takes: all of a one-to-one appointment, a place's share of an open class, all of
/// a closed class.
pub(in crate::model) fn unit_minutes(service: &Service, activity: &Activity) -> Minutes {
    match activity.mode {
        Mode::Group { max, .. } if !is_closed_class(service, activity) => activity.minutes / f64::from(max),
        _ => activity.minutes,
    }
}

/// Patients' places in one unit: the most that a closed class holds, otherwise one.
pub(in crate::model) fn places(service: &Service, activity: &Activity) -> f64 {
    match activity.mode {
        Mode::Group { max, .. } if is_closed_class(service, activity) => f64::from(max),
        _ => 1.0,
    }
}
