//! R4a: who needs somebody on site has them there, in a session of their own.

use crate::service::RuleId;
use crate::verify::reckon::Facts;
use crate::verify::reckon::on_site::{needs, there};
use crate::verify::sheet::Sheet;

/// Checks, for each need, date, half-day and site, that those on site will do for those who need somebody.
pub(super) fn check(facts: &Facts<'_>, sheet: &mut Sheet) {
    for need in needs(facts.lists) {
        for ((date, slot, site), here) in there(facts.service, facts.lists, need, &facts.rows.sessions) {
            let Some(&first) = here.needing.first() else { continue };
            sheet.require(
                RuleId::OnSite,
                here.needing.len() <= here.on_site * need.sessions_each as usize,
                || format!("sessions[{}]", facts.rows.sessions[first].index),
                || {
                    let roles: Vec<&str> = need.roles.iter().map(AsRef::as_ref).collect();
                    let (needing, on_site) = (here.needing.len(), here.on_site);
                    let (when, site) = (facts.grid.name(date, slot), &facts.lists.sites[site].id);
                    format!(
                        "{needing} sessions on {when} at {site} need one of {} on site; there are {on_site}, for {} each",
                        roles.join(", "),
                        need.sessions_each
                    )
                },
                "leave the session out, or hold it where and when one of them has a session too",
            );
        }
    }
}
