//! R4a, somebody on site.

use crate::engine::Col;
use crate::model::Builder;
use crate::service::{Clinic, OnSite};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of **R4a on site**, see [`add`]: of one-person clinics, in weeks in which fewer of those who may be on site
/// are there than in others of the block.
pub fn add_columns(b: &mut Builder) {
    let facts = b.facts;
    for need in needs(b) {
        // How many could be on site, by week: seats at one site in one half-day share it.
        let mut there: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for ((k, s, h), i) in need.seats(b) {
            if facts.is_team(k) {
                continue;
            }
            let people = there
                .entry((s, h))
                .or_insert_with(|| (0..facts.weeks).map(|w| need.people(b, (s, h, w)).len()).collect());
            for w in 0..facts.weeks {
                let most = facts.weeks_of(facts.block_of(w)).map(|other| people[other]).max().unwrap_or(0);
                if people[w] < most && !b.held(i, w).is_empty() && !b.columns.cancelled.contains_key(&(i, w)) {
                    let name = format!("alone {} w{}", facts.seat_name(i), w + 1);
                    let alone = b.program.integer(name, 0.0, 1.0, 0.0);
                    b.columns.alone.insert((i, w), alone);
                }
            }
        }
    }
}

/// **R4a on site.** For each need *n* of somebody on site (roles and skills, and for how many sessions one of them will
/// do), over the clinics *K(n)* that have it, at site *s*, half-day *h* and in each week *w*:
///
/// ```text
/// there = sum over seats of one-person clinics whose practitioner is one of n of held[seat,w]
///         + sum over team clinics k of heads[n,k] x teams[k,s,h,w]
/// sum over seats of K(n) whose practitioner is not one of n of held[seat,w] <= sessions_each[n] x there
/// sessions_each[n] x there - the same sum <= most x (1 - alone[seat,w])       for each seat of the sum with `alone`
/// held[seat,w] = session[seat,block] - taken[seat,w] - cancelled[seat,w] - alone[seat,w] >= 0
/// heads[n,k] = heads of k's team in positions whose every eligible practitioner is one of n
/// most = sessions_each[n] x the people who could be on site there and then
/// ```
///
/// A session of the pattern is thus left out in a week in which nobody is left for it (`alone`, 0 or 1), and in no other;
/// that can only be in weeks in which fewer may be on site than in others of the block, and of clinics of one person. The
/// long-run balance, which knows no half-days, leaves this out.
///
/// - Columns: `session`, `taken`, `cancelled`, `teams`, `alone[seat,w]`.
/// - Units: sessions.
/// - YAML: `activities[].on_site.roles`, `activities[].on_site.skills`, `activities[].on_site.sessions_each`.
/// - Dual: of the first row, what one more session there of somebody who may be on site would be worth by itself.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for (n, need) in needs(b).into_iter().enumerate() {
        let mut places: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for ((_, s, h), i) in need.seats(b) {
            places.entry((s, h)).or_default().push(i);
        }
        for ((s, h), here) in places {
            let mut known: BTreeSet<Vec<(Col, i64)>> = BTreeSet::new();
            for w in 0..facts.weeks {
                let terms = terms(b, &need, (s, h, w));
                let columns = terms.iter().map(|&(col, k)| (col, k as i64)).collect();
                if terms.is_empty() || !known.insert(columns) {
                    continue;
                }
                let what = format!("{} {} {n} w{}", b.site(s), b.half_day(h), w + 1);
                b.program.at_most(format_args!("R4a on site {what}"), terms.clone(), 0.0);
                left_out(b, (&need, &here), (s, h, w), &terms);
            }
        }
    }
}

/// Sessions are left out only where nobody is left for them.
fn left_out(b: &mut Builder, (need, here): (&Need, &[usize]), (s, h, w): (usize, usize, usize), terms: &[(Col, f64)]) {
    let most = f64::from(need.on_site.sessions_each) * need.people(b, (s, h, w)).len() as f64;
    for &i in here {
        let Some(&alone) = b.columns.alone.get(&(i, w)) else { continue };
        let what = format!("{} w{}", b.facts.seat_name(i), w + 1);
        let mut spare: Vec<(Col, f64)> = terms.iter().map(|&(col, k)| (col, -k)).collect();
        spare.push((alone, most));
        b.program.at_most(format_args!("R4a left out {what}"), spare, most);
        let held = b.held(i, w);
        b.program.at_least(format_args!("R4a left out session {what}"), held, 0.0);
    }
}

/// A need, with the clinics that have it.
struct Need<'a> {
    on_site: &'a OnSite,
    clinics: BTreeSet<usize>,
}

fn needs<'a>(b: &Builder<'a>) -> Vec<Need<'a>> {
    let service = b.facts.service;
    let position = |clinic: &&Clinic| service.clinics.position(&clinic.id);
    let needs = service.on_site_needs().into_iter();
    needs.map(|(on_site, clinics)| Need { on_site, clinics: clinics.iter().filter_map(position).collect() }).collect()
}

impl Need<'_> {
    fn is(&self, b: &Builder, seat: usize) -> bool {
        self.on_site.is(b.facts.practitioner(b.facts.seats[seat].practitioner))
    }

    /// Seats of those who need somebody, by clinic, site and half-day.
    fn seats(&self, b: &Builder) -> Vec<((usize, usize, usize), usize)> {
        let of_clinics = b.facts.seats_at.iter().filter(|((k, ..), _)| self.clinics.contains(k));
        let each = of_clinics.flat_map(|(&key, seats)| seats.iter().map(move |&i| (key, i)));
        each.filter(|&(_, i)| !self.is(b, i)).collect()
    }

    /// Who could be on site there and then.
    fn people(&self, b: &Builder, (s, h, w): (usize, usize, usize)) -> BTreeSet<usize> {
        let facts = b.facts;
        let seats = facts.clinics_at(s, h).flat_map(|(_, seats)| seats.iter().copied());
        let there = seats.filter(|&i| self.is(b, i) && facts.is_held(&facts.seats[i], w));
        there.map(|i| facts.seats[i].practitioner).collect()
    }
}

/// Those who need somebody, less those for whom others there will do; nothing if nobody could need anybody.
fn terms(b: &Builder, need: &Need, (s, h, w): (usize, usize, usize)) -> Vec<(Col, f64)> {
    let facts = b.facts;
    let is = |&&i: &&usize| need.is(b, i);
    let here = || facts.clinics_at(s, h);
    let mut terms: Vec<(Col, f64)> = Vec::new();
    for (_, seats) in here().filter(|(k, _)| need.clinics.contains(k)) {
        terms.extend(seats.iter().filter(|i| !is(i)).flat_map(|&i| b.held(i, w)));
    }
    if terms.is_empty() {
        return terms;
    }
    let each = -f64::from(need.on_site.sessions_each);
    for (k, seats) in here() {
        if facts.is_team(k) {
            let (heads, teams) = (sure_heads(b, need.on_site, k), b.columns.teams.get(&(k, s, h, w)));
            terms.extend(teams.filter(|_| heads > 0.0).map(|&teams| (teams, each * heads)));
        } else {
            let there = seats.iter().filter(is).flat_map(|&i| b.held(i, w));
            terms.extend(there.map(|(col, sign)| (col, each * sign)));
        }
    }
    terms
}

/// Heads of a clinic's team in positions that only such people fill.
fn sure_heads(b: &Builder, need: &OnSite, k: usize) -> f64 {
    let (service, clinic) = (b.facts.service, b.facts.clinic(k));
    let only_such = |j: usize| {
        let mut eligible = service.practitioners.iter().filter(|p| service.position_of(p, clinic) == Some(j));
        eligible.all(|p| need.is(p))
    };
    let sure = clinic.team.iter().enumerate().filter(|(j, _)| only_such(*j));
    sure.map(|(_, position)| f64::from(position.count)).sum()
}
