//! Appointments that later published weeks hold: a week that is changed leaves them there.

use super::asked::RotaAsked;
use crate::base::calendar::Week;
use crate::model::Facts;
use crate::model::weeks::lists::ByKind;
use crate::plan::rota::RotaWeek;
use std::collections::BTreeMap;

/// What of the appointments still to be held after a week is listed in published weeks after it. Weeks after it bring
/// needs of their own, so that of each kind it is the most, over those weeks, of what is listed up to then beyond what is
/// needed up to then.
pub(super) fn booked_later(whole: &Facts, asked: &RotaAsked, week: Week) -> ByKind {
    let mut most = ByKind::new();
    let Some(earlier) = asked.earlier else { return most };
    let after: Vec<&RotaWeek> = earlier.rota.weeks.iter().filter(|w| w.week > week).collect();
    let mut open: BTreeMap<(usize, usize, usize, bool), i64> = BTreeMap::new();
    let service = whole.service;
    for later in after {
        for need in asked.promised.needs.iter().filter(|need| need.week == later.week) {
            let places = (service.activities.position(&need.activity), service.courses.position(&need.course));
            if let (Some(a), Some(c)) = places {
                *open.entry((a, whole.site(&need.site), c, need.first)).or_default() -= i64::from(need.units);
            }
        }
        if !earlier.is_published(later.week) {
            continue;
        }
        for row in earlier.rota.lists.iter().filter(|row| later.covers(row.date)) {
            let places = (service.activities.position(&row.activity), service.courses.position(&row.course));
            if let ((Some(a), Some(c)), Some(room)) = (places, service.rooms.get(&row.room)) {
                *open.entry((a, whole.site(&room.site), c, row.first)).or_default() += i64::from(row.appointments);
            }
        }
        for (&(a, s, c, first), &units) in &open {
            let most = most.entry((a, s)).or_default().entry((c, first)).or_default();
            *most = (*most).max(u32::try_from(units).unwrap_or(0));
        }
    }
    most
}

/// Takes from what is still to be held what later weeks hold, as far as it is there; what was taken is returned.
pub(super) fn set_aside(left: &mut ByKind, later: &ByKind) -> ByKind {
    let mut aside = ByKind::new();
    for (key, kinds) in later {
        let Some(open) = left.get_mut(key) else { continue };
        for (kind, &units) in kinds {
            let Some(open) = open.get_mut(kind) else { continue };
            let taken = units.min(*open);
            *open -= taken;
            aside.entry(*key).or_default().insert(*kind, taken);
        }
    }
    aside
}

/// Gives back what was set aside.
pub(super) fn give_back(left: &mut ByKind, aside: ByKind) {
    for (key, kinds) in aside {
        for (kind, units) in kinds {
            *left.entry(key).or_default().entry(kind).or_default() += units;
        }
    }
}
