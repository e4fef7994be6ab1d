//! The yardstick for fairness: the same sessions given out first come, first served.

use crate::base::calendar::Day;
use crate::model::Facts;
use crate::model::facts::clinical_allowance;
use crate::model::weeks::read::{Team, teams};
use std::collections::BTreeMap;

/// Gives each place of some sessions, in the order of half-days, sites and clinics, to the first practitioner by the
/// scenario's order who may run it and is still free, within contract, the most a day and the drive; nobody is sought for
/// those who need somebody on site. Returns the sessions, and how many places found nobody.
pub(super) fn first_come(facts: &Facts, posts: &[Team]) -> (Vec<Team>, u32) {
    let service = facts.service;
    let mut chosen: Vec<usize> = Vec::new();
    let mut weekly: BTreeMap<usize, f64> = BTreeMap::new();
    let mut daily: BTreeMap<(usize, Day), Vec<(usize, usize)>> = BTreeMap::new();
    let mut unfilled = 0;
    for team in posts {
        for &post in &team.seats {
            let position = facts.seats[post].position;
            let day = facts.half_days[team.half_day].day;
            let candidates = facts.seats_at.get(&(team.clinic, team.site, team.half_day));
            let mut candidates: Vec<usize> = candidates.into_iter().flatten().copied().collect();
            candidates.retain(|&i| facts.seats[i].position == position && facts.is_held(&facts.seats[i], 0));
            candidates.sort_by_key(|&i| facts.seats[i].practitioner);
            let may = |&i: &usize| {
                let p = facts.seats[i].practitioner;
                let who = facts.practitioner(p);
                let today = daily.get(&(p, day)).map_or(&[][..], Vec::as_slice);
                let site = |s: usize| &service.sites.at(s).id;
                let within_reach = today.iter().all(|&(h, s)| {
                    let (from, to) = if h < team.half_day { (s, team.site) } else { (team.site, s) };
                    service.travel.allows(site(from), site(to))
                });
                today.iter().all(|&(h, _)| h != team.half_day)
                    && within_reach
                    && weekly.get(&p).copied().unwrap_or(0.0) + 1.0 <= clinical_allowance(service, who)
                    && who.most_sessions_a_day.is_none_or(|most| (today.len() as u32) < most)
            };
            match candidates.iter().copied().find(may) {
                Some(i) => {
                    let p = facts.seats[i].practitioner;
                    *weekly.entry(p).or_default() += 1.0;
                    daily.entry((p, day)).or_default().push((team.half_day, team.site));
                    chosen.push(i);
                }
                None => unfilled += 1,
            }
        }
    }
    (teams(facts, &chosen), unfilled)
}
