//! R10, pins.

use crate::model::weeks::weekly::WeekBuilder;
use crate::service::Hold;

/// What a pin that does not hold costs, in pounds: more than anything that it could hinder.
const BROKEN_GBP: f64 = 20_000.0;

/// **R10 kept.** For each pin, with the seats whose sessions fit all that it names:
///
/// ```text
/// never: session[seat] = 0
/// must:  sum over seats of session[seat] + broken[pin] >= 1
/// keep:  session[seat] + broken[pin,seat] >= 1            seats that are usual, or were published
/// ```
///
/// A pin never bypasses another rule: one that cannot hold with them is broken, at a price above everything else, and is
/// a finding that names the rule. Pins that name rooms bind the choice of rooms as well; one of rooms and dates alone
/// closes them.
///
/// - Columns: `session`, `broken`.
/// - Units: sessions.
/// - YAML: `policy.pins`.
/// - Dual: what the pin costs.
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let pins = &facts.service.policy.rota.pins;
    for (n, pin) in pins.iter().enumerate() {
        let fitting: Vec<_> = week
            .sessions()
            .into_iter()
            .filter(|(i, _)| {
                let seat = &facts.seats[*i];
                pin.which.fits(facts.service, facts.seen(seat, 0)) && facts.fitting_room(seat, &pin.which)
            })
            .collect();
        match pin.hold {
            Hold::Never if pin.which.rooms.is_some() => {}
            Hold::Never => {
                for (_, col) in fitting {
                    week.b.program.set_bounds(col, 0.0, 0.0);
                }
            }
            Hold::Must => {
                if !(0..7).any(|day| pin.which.covers(facts.service.timetable.start + chrono::Duration::days(day))) {
                    continue;
                }
                let broken = week.priced(format!("broken {}", n + 1), 1.0, BROKEN_GBP);
                week.columns.broken.entry(n).or_default().push(broken);
                let terms = fitting.into_iter().map(|(_, col)| (col, 1.0)).chain([(broken, 1.0)]).collect();
                week.b.program.at_least(format_args!("R10 must {}", n + 1), terms, 1.0);
            }
            Hold::Keep => {
                let published = week.question.published;
                let stays = |i: &usize| match published {
                    Some(published) => published.seats.contains_key(i),
                    None => week.question.usual.contains(i),
                };
                for (i, col) in fitting.into_iter().filter(|(i, _)| stays(i)) {
                    let broken = week.priced(format!("broken {} {}", n + 1, facts.seat_name(i)), 1.0, BROKEN_GBP);
                    week.columns.broken.entry(n).or_default().push(broken);
                    let name = format!("R10 keep {} {}", n + 1, facts.seat_name(i));
                    week.b.program.at_least(name, vec![(col, 1.0), (broken, 1.0)], 1.0);
                }
            }
        }
    }
}
