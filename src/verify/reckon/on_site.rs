//! Who needs somebody on site, and who is there.

use crate::service::{OnSite, Service};
use crate::verify::lists::Lists;
use crate::verify::reckon::pattern::Expected;
use crate::verify::rows::SessionRow;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Sessions at a place and time, as a need sees them.
#[derive(Debug, Default)]
pub(in crate::verify) struct There {
    /// Those that need somebody, as positions among the sessions.
    pub(in crate::verify) needing: Vec<usize>,
    /// How many are of people who may be the one.
    pub(in crate::verify) on_site: usize,
}

/// All needs of a service, each once.
pub(in crate::verify) fn needs<'a>(lists: Lists<'a>) -> BTreeSet<&'a OnSite> {
    lists.activities.iter().filter_map(|activity| activity.on_site.as_ref()).collect()
}

/// Whether a clinic has a need.
fn has(service: &Service, lists: Lists<'_>, clinic: usize, need: &OnSite) -> bool {
    let asks = |id| service.activities.get(id).is_some_and(|activity| activity.on_site.as_ref() == Some(need));
    lists.clinics[clinic].activities.iter().any(asks)
}

/// Counts by date, half-day and site.
pub(in crate::verify) fn there(
    service: &Service,
    lists: Lists<'_>,
    need: &OnSite,
    sessions: &[SessionRow],
) -> BTreeMap<(NaiveDate, usize, usize), There> {
    let mut there: BTreeMap<(NaiveDate, usize, usize), There> = BTreeMap::new();
    for (at, row) in sessions.iter().enumerate() {
        let here = there.entry((row.date, row.slot, row.site)).or_default();
        if need.is(&lists.practitioners[row.practitioner]) {
            here.on_site += 1;
        } else if has(service, lists, row.clinic, need) {
            here.needing.push(at);
        }
    }
    there
}

/// Of the sessions due, those that are not written and for whom nobody on site would be left.
pub(super) fn left_alone(
    service: &Service,
    lists: Lists<'_>,
    due: &BTreeSet<Expected>,
    sessions: &[SessionRow],
) -> BTreeSet<Expected> {
    let written: BTreeSet<Expected> = sessions.iter().map(Expected::of).collect();
    let mut alone = BTreeSet::new();
    for need in needs(lists) {
        let there = there(service, lists, need, sessions);
        let nobody_left = |session: &&Expected| {
            let here = there.get(&(session.date, session.slot, session.site));
            let (needing, on_site) = here.map_or((0, 0), |here| (here.needing.len(), here.on_site));
            !need.is(&lists.practitioners[session.practitioner])
                && has(service, lists, session.clinic, need)
                && needing + 1 > on_site * need.sessions_each as usize
        };
        alone.extend(due.difference(&written).filter(nobody_left).copied());
    }
    alone
}
