//! R13, fairness.

use crate::engine::Col;
use crate::model::Facts;
use crate::model::appointments::{minutes_of, places_of};
use crate::model::facts::Seat;
use crate::model::weeks::Question;
use crate::model::weeks::fill::team_minutes;
use crate::model::weeks::weekly::WeekBuilder;
use std::collections::BTreeMap;

/// Points above a fair share that count once; those beyond count three times.
const MILD: f64 = 2.0;
/// How many times those beyond count.
const GRAVE: f64 = 3.0;
/// Points this near to a whole multiple of the step are one.
const ROUNDING: f64 = 1e-6;

/// **R13 fairness.** A burden *b* is shared out within each role, among those who could have a session of it this week, by
/// the clinical sessions of their contracts: `share[p,b]`. With `balance[p,b]` the sessions above a fair share that
/// earlier weeks have left, and `expected[b]` the role's sessions of it that the week needs:
///
/// ```text
/// expected[b] = sum over the role's usual seats on b, of clinic k at site s, of needed[k,s]
/// needed[k,s] = whole sessions that hold the minutes wanted of k at s / usual sessions of k at s, no more than 1
/// fair[p]     = sum over b of points[b] x (share[p,b] x expected[b] - balance[p,b])
/// taken[p]    = sum over b of points[b] x sum over seats of p on b of session[seat]
/// unfair[p] + grave[p] >= taken[p] - fair[p]
/// unfair[p] + grave[p] >= (1 - (fair[p] - steps[p]) / step) x (taken[p] - steps[p])
/// unfair[p] <= 2
/// ```
///
/// Points come in whole multiples of `step`, and `steps[p]` is the most of these that is no more than `fair[p]`: the second
/// row holds wherever sessions are whole, and says what half a session would hide. A fair share is known before the week
/// is made: no session is held so that others' seem fewer, and nobody's week depends on somebody's far away. Of a week
/// that was published the sessions published are expected. What a week adds to the balance is counted when it is made: own
/// sessions less `share` of all that are held. `unfair` costs `unfair_point_gbp` a point, and `grave` three times as much,
/// every week that they stay: a burden that goes on lying with one is worth passing on in time.
///
/// - Columns: `session`, `unfair[p]`, `grave[p]`.
/// - Units: points.
/// - YAML: `policy.rota.burdens`, `policy.rota.prices.unfair_point_gbp`, `practitioners[].sessions_per_week`,
///   `practitioners[].non_clinical_share`.
/// - Dual: at most three times the price.
/// - Source: the second row is a mixed-integer rounding cut; Nemhauser and Wolsey, "A recursive procedure to generate all
///   cuts for 0-1 mixed integer programs", Mathematical Programming 46 (1990).
pub fn add(week: &mut WeekBuilder) {
    let facts = week.question.facts;
    let service = facts.service;
    let burdens = &service.policy.rota.burdens;
    let price = service.policy.rota.prices.unfair_point.0;
    let expected = expected(week.question);
    let mut taken: BTreeMap<usize, Vec<(Col, f64)>> = BTreeMap::new();
    let mut fair: BTreeMap<usize, f64> = BTreeMap::new();
    for (b, burden) in burdens.iter().enumerate() {
        for (i, col) in week.sessions().into_iter().filter(|&(i, _)| facts.is_burden(b, &facts.seats[i])) {
            taken.entry(facts.seats[i].practitioner).or_default().push((col, burden.points));
        }
        let expected = on_burden(facts, b, &expected);
        for (role, pool) in fair_shares(facts, b) {
            let all = expected.get(role).copied().unwrap_or(0.0);
            pool.iter().for_each(|(&p, share)| *fair.entry(p).or_default() += burden.points * share * all);
        }
        for (p, &balance) in week.question.ledger.0[b].iter().enumerate().filter(|(_, balance)| **balance != 0.0) {
            *fair.entry(p).or_default() -= burden.points * balance;
        }
    }
    let step = step(burdens.iter().map(|burden| burden.points));
    for (p, terms) in taken {
        let who = &facts.practitioner(p).id;
        let fair = fair.get(&p).copied().unwrap_or(0.0);
        let unfair = week.priced(format!("unfair {who}"), MILD, price);
        let grave = week.priced(format!("grave {who}"), f64::INFINITY, price * GRAVE);
        week.columns.unfair.insert(p, [unfair, grave]);
        let above = |slope: f64| {
            let terms = terms.iter().map(move |&(col, points)| (col, points * slope));
            terms.chain([(unfair, -1.0), (grave, -1.0)]).collect()
        };
        week.b.program.at_most(format_args!("R13 fairness {who}"), above(1.0), fair);
        if let Some((slope, steps)) = step.and_then(|step| rounded(fair, step)) {
            week.b.program.at_most(format_args!("R13 whole {who}"), above(slope), slope * steps);
        }
    }
}

/// How far the session of each seat is expected this week: of what is usual, the part that its appointments need; of a week
/// that was published, what was.
fn expected(question: &Question) -> BTreeMap<usize, f64> {
    if let Some(published) = question.published {
        return published.seats.keys().map(|&i| (i, 1.0)).collect();
    }
    let needed = needed(question);
    let part = |seat: &Seat| needed.get(&(seat.clinic, seat.site)).copied().unwrap_or(0.0);
    question.usual.iter().map(|&i| (i, part(&question.facts.seats[i]))).collect()
}

/// How many of the sessions expected are of a burden, by role.
fn on_burden<'a>(facts: &Facts<'a>, burden: usize, expected: &BTreeMap<usize, f64>) -> BTreeMap<&'a str, f64> {
    let mut sessions: BTreeMap<&str, f64> = BTreeMap::new();
    for (seat, part) in expected.iter().map(|(&i, part)| (&facts.seats[i], part)) {
        if facts.is_burden(burden, seat) {
            *sessions.entry(facts.practitioner(seat.practitioner).role.as_ref()).or_default() += part;
        }
    }
    sessions
}

/// Parts of a clinic's usual sessions at a site: (clinic, site).
type Parts = BTreeMap<(usize, usize), f64>;

/// The part of the usual sessions of each clinic at a site that the week's appointments need, in whole sessions.
/// Appointments that several clinics could hold are theirs by the minutes that they usually have.
fn needed(question: &Question) -> Parts {
    let facts = question.facts;
    let mut usual: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for seat in question.usual.iter().map(|&i| &facts.seats[i]).filter(|seat| seat.position == 0) {
        let (sessions, minutes) = usual.entry((seat.clinic, seat.site)).or_default();
        let session = 1.0 / facts.people_a_room(seat.clinic);
        *sessions += session;
        *minutes += session * team_minutes(facts, seat.clinic, seat.site, seat.half_day);
    }
    let minutes = |k: usize, s: usize| usual.get(&(k, s)).map_or(0.0, |usual| usual.1);
    let mut wanted: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (&(a, s), units) in question.wanted {
        let all: f64 = facts.clinics_of[a].iter().map(|&k| minutes(k, s)).sum();
        let taken = f64::from(units.all().div_ceil(places_of(facts, a))) * minutes_of(facts, a);
        for &k in facts.clinics_of[a].iter().filter(|&&k| minutes(k, s) > 0.0) {
            *wanted.entry((k, s)).or_default() += taken * minutes(k, s) / all;
        }
    }
    let part = |(key, (sessions, minutes)): ((usize, usize), (f64, f64))| {
        let needed = wanted.get(&key).map_or(0.0, |wanted| (wanted * sessions / minutes - ROUNDING).ceil());
        (key, (needed / sessions).min(1.0))
    };
    usual.into_iter().map(part).collect()
}

/// The step of which all points are whole multiples: the fewest of them, if they are.
fn step(points: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let least = points.clone().filter(|points| *points > 0.0).reduce(f64::min)?;
    let is_whole = |times: f64| (times - times.round()).abs() < ROUNDING;
    points.map(|points| points / least).all(is_whole).then_some(least)
}

/// The slope of the second row, and where it is 0; none where it says no more than the first, as with a fair share below
/// nothing.
fn rounded(fair: f64, step: f64) -> Option<(f64, f64)> {
    let whole = (fair / step).floor();
    let part = fair / step - whole;
    (fair > 0.0 && part > ROUNDING && part < 1.0 - ROUNDING).then_some((1.0 - part, whole * step))
}

/// Fair shares of a burden, by role, of those who could have a session of it this week.
#[must_use]
pub fn fair_shares<'a>(facts: &Facts<'a>, burden: usize) -> BTreeMap<&'a str, BTreeMap<usize, f64>> {
    let mut pools: BTreeMap<&str, BTreeMap<usize, f64>> = BTreeMap::new();
    for seat in facts.seats.iter().filter(|seat| facts.is_held(seat, 0) && facts.is_burden(burden, seat)) {
        let who = facts.practitioner(seat.practitioner);
        pools.entry(who.role.as_ref()).or_default().insert(seat.practitioner, who.clinical_sessions().0);
    }
    for pool in pools.values_mut() {
        let all: f64 = pool.values().sum();
        for share in pool.values_mut() {
            *share = if all > 0.0 { *share / all } else { 0.0 };
        }
    }
    pools
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::calendar::Week;
    use crate::model::weeks::{Ledger, Wanted, service_of_week};
    use crate::scenario::{Opened, Selection};
    use crate::service::{BurdenOn, Service, validate};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The first week of `minimal`: a teacher with an afternoon on Tuesday and one on Thursday, five lessons in each.
    fn week() -> Service {
        let loaded = Opened::reference("minimal").expect("a scenario").load(&Selection::default()).expect("it is read");
        let service = validate(&loaded.record, &loaded.positions).service.expect("it is valid");
        service_of_week(&service, &[], Week(0))
    }

    /// What is needed, and what is expected of the first burden, where so many lessons are wanted in some usual sessions.
    fn with(service: &Service, lessons: u32, usual: impl Fn(&str) -> bool) -> (Parts, BTreeMap<String, f64>) {
        let facts = Facts::new(service);
        let ledger = Ledger::even(&facts);
        let period = |i: &usize| facts.half_days[facts.seats[*i].half_day].period.to_string();
        let question = Question {
            facts: &facts,
            week: Week(0),
            wanted: &BTreeMap::from([((0, 0), Wanted { follow_up: lessons, first: 0 })]),
            usual: &(0..facts.seats.len()).filter(|i| usual(&period(i))).collect(),
            usual_teams: &BTreeMap::new(),
            last: &BTreeSet::new(),
            ledger: &ledger,
            supervisions: &[],
            published: None,
            required: &[],
            passed_over: None,
        };
        let expected = on_burden(&facts, 0, &expected(&question));
        (needed(&question), expected.into_iter().map(|(role, sessions)| (role.to_owned(), sessions)).collect())
    }

    #[test]
    fn whole_sessions_are_needed_and_no_more_than_are_usual() {
        let service = week();
        let seats = Facts::new(&service).seats.len();
        assert_eq!(seats, 4);
        for (lessons, part) in [(0, 0.0), (1, 0.25), (5, 0.25), (6, 0.5), (20, 1.0), (50, 1.0)] {
            assert_eq!(with(&service, lessons, |_| true).0, BTreeMap::from([((0, 0), part)]), "{lessons}");
        }
        assert_eq!(with(&service, 6, |half| half == "am").0, BTreeMap::from([((0, 0), 1.0)]));
        assert_eq!(with(&service, 6, |_| false).0, BTreeMap::new());
    }

    #[test]
    fn of_the_usual_sessions_on_a_burden_the_part_that_is_needed_is_expected() {
        let mut service = week();
        service.policy.rota.burdens.truncate(1);
        let afternoons = service.half_days().filter(|half| half.period == *"pm").collect();
        service.policy.rota.burdens[0].on = BurdenOn::HalfDays(afternoons);
        let of_teachers = |sessions: f64| BTreeMap::from([("at-teacher".to_owned(), sessions)]);
        assert_eq!(with(&service, 11, |_| true).1, of_teachers(1.5));
        assert_eq!(with(&service, 11, |half| half == "am").1, BTreeMap::new());
    }

    #[test]
    fn points_have_a_step_if_all_are_multiples_of_the_fewest() {
        assert_eq!(step([1.0, 0.5, 2.0].into_iter()), Some(0.5));
        assert_eq!(step([1.0, 0.0].into_iter()), Some(1.0));
        assert_eq!(step([1.0, 0.75].into_iter()), None);
        assert_eq!(step([0.0].into_iter()), None);
    }

    #[test]
    fn where_the_first_row_is_enough_there_is_no_second() {
        for fair in [-0.5, 0.0, 1.0, 2.5] {
            assert_eq!(rounded(fair, 0.5), None, "{fair}");
        }
        let (slope, steps) = rounded(1.25, 0.5).expect("a second row");
        assert!((slope - 0.5).abs() < 1e-9 && steps == 1.0, "{slope} {steps}");
    }

    proptest! {
        /// Of whole sessions the second row says no more than the first, and as much right above the fair share; of half
        /// sessions it says more.
        #[test]
        fn the_second_row_cuts_off_nothing_whole(fair in 0.01..6.0_f64, half in prop::bool::ANY) {
            let step = if half { 0.5 } else { 1.0 };
            prop_assume!(rounded(fair, step).is_some());
            let (slope, steps) = rounded(fair, step).unwrap_or_default();
            for taken in (0..20).map(|n| f64::from(n) * step) {
                prop_assert!(slope * (taken - steps) <= (taken - fair).max(0.0) + 1e-9, "{taken}");
            }
            prop_assert!((slope * step - (steps + step - fair)).abs() < 1e-9);
            prop_assert!(slope * (fair - steps) > 0.0);
        }
    }
}
