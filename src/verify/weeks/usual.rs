//! R12: what differs from the plan's pattern is listed with its reason.

use super::check::Read;
use crate::base::calendar::Week;
use crate::plan::rota::WhyGap;
use crate::service::RuleId;
use crate::verify::sheet::Sheet;
use std::collections::BTreeSet;

/// Checks that every session of the pattern is held or listed as a gap, with a reason that is true.
pub(super) fn check(read: &Read<'_>, sheet: &mut Sheet) {
    let (facts, service, rota) = (read.facts, read.service, read.rota);
    let held: BTreeSet<_> =
        rota.sessions.iter().map(|x| (x.date, &x.half_day, &x.practitioner, &x.clinic, &x.site)).collect();
    let gaps: BTreeSet<_> = rota
        .gaps
        .iter()
        .map(|g| (g.date, &g.usual.half_day, &g.usual.practitioner, &g.usual.clinic, &g.usual.site))
        .collect();
    for &week in read.weeks {
        let block = service.block_of(Week(week as u32));
        for usual in rota.usual.iter().filter(|x| x.block == block) {
            let Some(slot) = facts.grid.slot(&usual.half_day) else { continue };
            let date = facts.grid.date(week, slot);
            let key = (date, &usual.half_day, &usual.practitioner, &usual.clinic, &usual.site);
            sheet.require(
                RuleId::Usual,
                held.contains(&key) != gaps.contains(&key),
                || "gaps".to_owned(),
                || {
                    let (who, clinic, site) = (&usual.practitioner, &usual.clinic, &usual.site);
                    format!("{who} has {clinic} at {site} on {date} {} by the pattern", usual.half_day.period)
                },
                "hold it, or list it as a gap, not both",
            );
        }
    }
    for (n, gap) in rota.gaps.iter().enumerate() {
        let Some(who) = service.practitioners.get(&gap.usual.practitioner) else { continue };
        let present = service.is_present(who, gap.date, &gap.usual.half_day);
        let busy = held.iter().any(|(date, half_day, p, ..)| {
            (*date, *half_day, *p) == (gap.date, &gap.usual.half_day, &gap.usual.practitioner)
        });
        let kept = match gap.why {
            WhyGap::Away => !present,
            WhyGap::SiteClosed => {
                let site = service.sites.get(&gap.usual.site);
                site.is_some_and(|site| !service.site_is_open(site, gap.date, &gap.usual.half_day))
            }
            WhyGap::Moved => present && busy,
            WhyGap::Meeting | WhyGap::Released => present && !busy,
        };
        sheet.require(
            RuleId::Usual,
            kept,
            || format!("gaps[{n}].why"),
            || format!("{} is not why {} has no session then", gap.why.in_words(), gap.usual.practitioner),
            "give the reason that holds",
        );
        if let Some(cover) = &gap.covered_by {
            let key = (gap.date, &gap.usual.half_day, cover, &gap.usual.clinic, &gap.usual.site);
            sheet.require(
                RuleId::Usual,
                held.contains(&key),
                || format!("gaps[{n}].covered_by"),
                || format!("{cover} does not run {} then", gap.usual.clinic),
                "name who covers it, or nobody",
            );
        }
    }
}
