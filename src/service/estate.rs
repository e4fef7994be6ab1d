//! Sites, rooms and the roads between.

use crate::base::calendar::HalfDay;
use crate::base::ids::{RoomId, RoomKindId, SiteId};
use crate::base::units::{Minutes, Pounds};
use crate::service::Span;
use crate::service::table::keyed;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A clinic location.
#[derive(Debug, Clone)]
pub struct Site {
    /// Id.
    pub id: SiteId,
    /// Name as reports print it.
    pub name: String,
    /// Half-days on which it is open.
    pub open: BTreeSet<HalfDay>,
    /// Bank holidays that close it.
    pub bank_holidays: BTreeSet<NaiveDate>,
    /// Other days on which it is closed.
    pub closures: Vec<Span>,
}

/// A room.
#[derive(Debug, Clone)]
pub struct Room {
    /// Id.
    pub id: RoomId,
    /// Name as reports print it.
    pub name: String,
    /// Where it is.
    pub site: SiteId,
    /// What kind.
    pub kind: RoomKindId,
    /// What else it has.
    pub features: BTreeSet<String>,
    /// Patients it holds.
    pub places: u32,
    /// Half-days on which it can be used.
    pub open: BTreeSet<HalfDay>,
    /// Days on which it cannot.
    pub closures: Vec<Span>,
    /// What a session in it costs.
    pub hire: Pounds,
}

/// Who can change site within a day.
#[derive(Debug, Clone, Default)]
pub struct Travel {
    /// The longest drive between one half-day and the next; none if nobody may change site.
    pub longest: Option<Minutes>,
    /// Shortest drive between any two sites that are joined by known drives, both ways.
    pub drives: BTreeMap<(SiteId, SiteId), Minutes>,
}

impl Travel {
    /// The drive between two sites; none if none is known.
    #[must_use]
    pub fn drive(&self, from: &SiteId, to: &SiteId) -> Option<Minutes> {
        if from == to { Some(Minutes::ZERO) } else { self.drives.get(&(from.clone(), to.clone())).copied() }
    }

    /// Whether somebody may work at one site in one half-day and at the other in the next.
    #[must_use]
    pub fn allows(&self, from: &SiteId, to: &SiteId) -> bool {
        from == to
            || self.longest.is_some_and(|longest| {
                self.drives.get(&(from.clone(), to.clone())).is_some_and(|&drive| drive <= longest)
            })
    }
}

keyed! { Site => SiteId; Room => RoomId; }
