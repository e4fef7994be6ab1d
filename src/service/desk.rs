//! Work without a patient in the room.

use crate::base::ids::{ActivityId, CourseId, DeskWorkId, RoleId, StreamId};
use crate::base::units::Minutes;
use crate::service::table::keyed;
use std::collections::BTreeSet;

/// A kind of desk work: letters, bookings, triage.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskWork {
    /// Id.
    pub id: DeskWorkId,
    /// Name as reports print it.
    pub name: String,
    /// Whose work it is.
    pub role: RoleId,
    /// How long one takes.
    pub minutes: Minutes,
    /// One for each of what.
    pub per: DeskPer,
    /// Within how many days it is to be done.
    pub within_days: u32,
}

/// What desk work is counted by.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskPer {
    /// Units given of some activities.
    Appointments(BTreeSet<ActivityId>),
    /// Arrivals of some streams, from outside or sent on.
    Referrals(BTreeSet<StreamId>),
    /// Starts of some courses.
    Starts(BTreeSet<CourseId>),
    /// Last visits of some courses, by those who have not dropped out.
    Finishes(BTreeSet<CourseId>),
    /// So many a week.
    Week(f64),
}

keyed! { DeskWork => DeskWorkId; }
