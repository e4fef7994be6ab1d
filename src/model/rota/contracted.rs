//! R2, contracted sessions.

use crate::model::facts::clinical_allowance;
use crate::model::{Builder, Soft};
use crate::service::RuleId;
use std::collections::BTreeMap;

/// **R2 contracted.** For practitioner *p* and block, over the week and for each day *d*:
///
/// ```text
/// sum over seats of p of session[seat,block] <= allowance[p]
/// sum over seats of p on day d of session[seat,block] <= most_sessions_a_day[p]
/// allowance[p] = floor(contracted - max(non_clinical_share x contracted, floating minutes a week / mean half-day))
/// ```
///
/// Floating meetings count their minutes / `every`. Where rules clash, the allowance may be broken at 5,000 pounds a
/// weekly session; the most a day may not.
///
/// - Columns: `session`.
/// - Units: sessions a week.
/// - YAML: `practitioners[].sessions_per_week`, `practitioners[].non_clinical_share`,
///   `practitioners[].most_sessions_a_day`, `meetings[].when.floating`.
/// - Dual: what one more session a week of *p* is worth, over the block.
pub fn add(b: &mut Builder) {
    let mut weeks: BTreeMap<(usize, usize), Vec<_>> = BTreeMap::new();
    let mut days: BTreeMap<(usize, usize, crate::base::calendar::Day), Vec<_>> = BTreeMap::new();
    for (&(i, block), &session) in &b.columns.session {
        let seat = &b.facts.seats[i];
        let day = b.facts.half_days[seat.half_day].day;
        weeks.entry((seat.practitioner, block)).or_default().push((session, 1.0));
        days.entry((seat.practitioner, block, day)).or_default().push((session, 1.0));
    }
    for ((p, block), terms) in weeks {
        let who = b.facts.practitioner(p);
        let allowance = clinical_allowance(b.facts.service, who);
        let row = b.program.at_most(format_args!("R2 contracted {} b{}", who.id, block + 1), terms, allowance);
        let what = format!("the contracted sessions of {}", who.id);
        b.soft.push(Soft { row, rule: RuleId::Contracted, what, unit: "sessions a week", price: 5000.0 });
    }
    for ((p, block, day), terms) in days {
        let who = b.facts.practitioner(p);
        if let Some(most) = who.most_sessions_a_day {
            let name = format!("R2 day {} {} b{}", who.id, day.as_str(), block + 1);
            b.program.at_most(name, terms, f64::from(most));
        }
    }
}
