//! Weeks of an earlier rota that stay as they are.

use crate::base::calendar::Week;
use crate::plan::rota::Rota;
use chrono::NaiveDate;

/// Copies a week's rows from one rota to another.
pub(super) fn copy(from: &Rota, week: Week, to: &mut Rota) {
    let Some(known) = from.weeks.iter().find(|w| w.week == week) else { return };
    let within = |date: NaiveDate| known.covers(date);
    to.weeks.push(known.clone());
    to.sessions.extend(from.sessions.iter().filter(|x| x.week == week).cloned());
    to.lists.extend(from.lists.iter().filter(|x| within(x.date)).cloned());
    to.meetings.extend(from.meetings.iter().filter(|x| x.week == week).cloned());
    to.supervisions.extend(from.supervisions.iter().filter(|x| x.week == week).cloned());
    to.journeys.extend(from.journeys.iter().filter(|x| within(x.date)).cloned());
    to.away.extend(from.away.iter().filter(|x| within(x.date)).cloned());
    to.gaps.extend(from.gaps.iter().filter(|x| within(x.date)).cloned());
    to.put_off.extend(from.put_off.iter().filter(|x| x.week == week).cloned());
    to.ledger.extend(from.ledger.iter().filter(|x| x.week == week).cloned());
}
