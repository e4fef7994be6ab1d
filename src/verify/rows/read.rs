//! All rows of a plan.

use crate::plan::Plan;
use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::rows::flow::{self, Cell, DeskRow, LessonsRow, QueueRow, StartRow, TailRow};
use crate::verify::rows::reader::Reader;
use crate::verify::rows::rota::{self, MeetingRow, PatternRow, SessionRow, TimeRow};
use crate::verify::sheet::Sheet;
use std::collections::BTreeMap;

/// The rows of a plan that name known things, lie within the horizon and hold numbers; each with its position.
pub(in crate::verify) struct Rows<'a> {
    /// In order.
    pub(in crate::verify) starts: Vec<StartRow>,
    /// By stream, site and week.
    pub(in crate::verify) queues: BTreeMap<(usize, usize, usize), QueueRow<'a>>,
    /// By activity, site and week.
    pub(in crate::verify) lessons: BTreeMap<(usize, usize, usize), LessonsRow<'a>>,
    /// Slots by clinic, activity, site and week.
    pub(in crate::verify) bookings: BTreeMap<(usize, usize, usize, usize), Cell>,
    /// In order.
    pub(in crate::verify) pattern: Vec<PatternRow>,
    /// By meeting.
    pub(in crate::verify) meeting_times: BTreeMap<usize, TimeRow>,
    /// In order.
    pub(in crate::verify) sessions: Vec<SessionRow>,
    /// In order.
    pub(in crate::verify) meetings: Vec<MeetingRow<'a>>,
    /// By activity, site and weeks after the horizon.
    pub(in crate::verify) tail: BTreeMap<(usize, usize, usize), TailRow>,
    /// By kind of desk work and week.
    pub(in crate::verify) desk: BTreeMap<(usize, usize), DeskRow<'a>>,
}

impl<'a> Rows<'a> {
    /// Reads a plan; what cannot be reckoned with becomes a finding.
    pub(in crate::verify) fn read(service: &Service, plan: &'a Plan, sheet: &mut Sheet) -> Self {
        let grid = Grid::of(service);
        let mut reader = Reader::new(service, &grid, sheet);
        Self {
            starts: flow::starts(&mut reader, plan),
            queues: flow::queues(&mut reader, plan),
            lessons: flow::lessons(&mut reader, plan),
            bookings: flow::bookings(&mut reader, plan),
            pattern: rota::pattern(&mut reader, plan),
            meeting_times: rota::meeting_times(&mut reader, plan),
            sessions: rota::sessions(&mut reader, plan),
            meetings: rota::meetings(&mut reader, plan),
            tail: flow::tail(&mut reader, plan),
            desk: flow::desk(&mut reader, plan),
        }
    }
}
