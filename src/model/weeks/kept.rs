//! R15, the least change to what was published.

use crate::model::facts::Seat;
use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// What of its appointments' disturbance is given back where a published session goes on under another of its clinic.
const ANOTHER: f64 = 0.6;

/// **R15 least change.** Of a week that was published, for each practitioner *p* and half-day *h* with a published
/// session, or without one, and each published seat:
///
/// ```text
/// changed[p,h] >= 1 - session[published seat of p at h]             where there is one
/// changed[p,h] >= sum over seats of p at h of session[seat]         where there is none
/// ```
///
/// `changed` costs `disturbed_half_day_gbp`; a published seat that is not held costs `disturbed_appointment_gbp` for each
/// of its appointments. Both fall with the notice given, from all of it to a tenth at six weeks. Where a published
/// session goes on under another of its clinic, three fifths of what its appointments cost are given back. Half-days
/// that are over stay as they were; what the planner has freed has neither rows nor price. All other prices of rotas but
/// that of putting appointments off count a thousandth in such a week: they decide among rotas that change as little.
///
/// Of sessions that are asked for, as many are held as are asked; who is spared gets none that they did not have:
///
/// ```text
/// sum over seats asked of session[seat] >= asked
/// session[seat] = 0                                  seats of who is spared, unless published
/// ```
///
/// - Columns: `session`, `changed[p,h]` between 0 and 1, `another[k,s,h]`.
/// - Units: half-days, sessions.
/// - YAML: `policy.rota.prices.disturbed_appointment_gbp`, `policy.rota.prices.disturbed_half_day_gbp`.
/// - Dual: at most the price.
pub fn add(week: &mut WeekBuilder) {
    for required in week.question.required {
        let terms = required.seats.iter().filter_map(|&seat| week.session(seat)).map(|col| (col, 1.0)).collect();
        week.b.program.at_least(format_args!("R15 asked {}", required.what), terms, required.least);
    }
    let Some(published) = week.question.published else { return };
    week.constant += published.seats.values().sum::<f64>();
    let facts = week.question.facts;
    let freed = |seat: &Seat| published.freed.contains(&(seat.practitioner, seat.half_day));
    for (i, col) in week.sessions().into_iter().filter(|(i, _)| !freed(&facts.seats[*i])) {
        let (seat, was) = (&facts.seats[i], published.seats.contains_key(&i));
        if published.closed.contains(&seat.half_day) {
            let stays = f64::from(u8::from(was));
            week.b.program.set_bounds(col, stays, stays);
        } else if published.spared.contains(&seat.practitioner) && !was {
            week.b.program.set_bounds(col, 0.0, 0.0);
        }
    }
    let mut own: BTreeMap<(usize, usize), (Vec<_>, Option<_>)> = BTreeMap::new();
    for (i, col) in week.sessions().into_iter().filter(|(i, _)| !freed(&facts.seats[*i])) {
        let seat = &facts.seats[i];
        let (sessions, kept) = own.entry((seat.practitioner, seat.half_day)).or_default();
        sessions.push((col, 1.0));
        if let Some(&price) = published.seats.get(&i) {
            *kept = Some(col);
            // What was published costs when it is not held: less when it is.
            week.charge(col, -price);
        }
    }
    for ((p, h), (sessions, kept)) in own {
        let what = format!("{} {}", facts.practitioner(p).id, week.b.half_day(h));
        let changed = week.priced(format!("changed {what}"), 1.0, published.half_days[h]);
        match kept {
            Some(kept) => {
                let terms = vec![(changed, 1.0), (kept, 1.0)];
                week.b.program.at_least(format_args!("R15 changed {what}"), terms, 1.0);
            }
            None => {
                let terms = sessions.into_iter().chain([(changed, -1.0)]).collect();
                week.b.program.at_most(format_args!("R15 changed {what}"), terms, 0.0);
            }
        }
    }
    add_others(week);
}

/// Where a clinic's published session goes on under another of its people, its appointments need not be moved.
fn add_others(week: &mut WeekBuilder) {
    let Some(published) = week.question.published else { return };
    let facts = week.question.facts;
    let mut at: BTreeMap<(usize, usize, usize), (Vec<_>, f64, f64)> = BTreeMap::new();
    for i in published.lists.keys() {
        let seat = &facts.seats[*i];
        let gain = published.seats[i] * ANOTHER;
        let (_, count, most) = at.entry((seat.clinic, seat.site, seat.half_day)).or_default();
        *count += 1.0;
        *most = most.max(gain);
    }
    for (i, col) in week.sessions() {
        let seat = &facts.seats[i];
        let stands_in = !published.seats.contains_key(&i) && seat.position == 0;
        if let Some((others, ..)) = at.get_mut(&(seat.clinic, seat.site, seat.half_day))
            && stands_in
        {
            others.push((col, 1.0));
        }
    }
    for ((k, s, h), (others, count, gain)) in at {
        if others.is_empty() || gain <= 0.0 {
            continue;
        }
        // Each published session that is missing may be replaced once: at most as many as are missing.
        let what = format!("{} {} {}", week.b.clinic(k), week.b.site(s), week.b.half_day(h));
        let another = week.priced(format!("another {what}"), count, -gain);
        let by = others.iter().map(|&(col, sign): &(_, f64)| (col, -sign)).chain([(another, 1.0)]).collect();
        week.b.program.at_most(format_args!("R15 by another {what}"), by, 0.0);
        let kept = published
            .lists
            .keys()
            .filter(|&&i| {
                let seat = &facts.seats[i];
                (seat.clinic, seat.site, seat.half_day) == (k, s, h)
            })
            .filter_map(|&i| week.session(i))
            .map(|col| (col, 1.0));
        let missing = kept.chain([(another, 1.0)]).collect();
        week.b.program.at_most(format_args!("R15 in place of {what}"), missing, count);
    }
}
