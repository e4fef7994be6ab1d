//! R4, the whole team together.

use crate::engine::Col;
use crate::model::Builder;
use std::collections::BTreeMap;

/// **R4 together.** For a clinic whose team has positions *j* with counts `c_j`, at site *s*, half-day *h* and block:
///
/// `c_0 x sum over seats of j of session = c_j x sum over seats of 0 of session`, and in each week *w*
/// `c_j x teams[k,s,h,w] <= sum over seats of j of held[seat,w]`: the sessions of those who are there.
///
/// Units: teams. YAML: `activities[].staff`.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    let mut seats: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, seat) in facts.seats.iter().enumerate().filter(|(_, seat)| facts.is_team(seat.clinic)) {
        seats.entry((seat.clinic, seat.site, seat.half_day)).or_default().push(i);
    }
    for ((k, s, h), seats) in seats {
        let team = facts.service.team(facts.clinic(k));
        let what = format!("{} {} {}", b.clinic(k), b.site(s), b.half_day(h));
        let position = |j: usize| seats.iter().copied().filter(move |&i| facts.seats[i].position == j);
        for block in 0..facts.service.blocks() as usize {
            for j in 1..team.len() {
                let mut terms = Vec::new();
                for i in position(0) {
                    terms.extend(b.columns.session.get(&(i, block)).map(|&x| (x, -f64::from(team[j].count))));
                }
                for i in position(j) {
                    terms.extend(b.columns.session.get(&(i, block)).map(|&x| (x, f64::from(team[0].count))));
                }
                if !terms.is_empty() {
                    b.program.equal(format!("R4 together {what} {j} b{}", block + 1), terms, 0.0);
                }
            }
        }
        let most = team
            .iter()
            .enumerate()
            .map(|(j, p)| position(j).count() / p.count as usize)
            .min()
            .unwrap_or(0)
            .min(facts.service.rooms.len());
        if most == 0 {
            continue;
        }
        let several = team.iter().any(|p| p.count > 1);
        for w in 0..facts.weeks {
            let members: Vec<Vec<(Col, f64)>> =
                (0..team.len()).map(|j| position(j).flat_map(|i| b.held(i, w)).collect()).collect();
            if members.iter().any(Vec::is_empty) {
                continue;
            }
            let name = format!("teams {what} w{}", w + 1);
            let teams = if several {
                b.program.integer(name, 0.0, most as f64, 0.0)
            } else {
                b.program.column(name, 0.0, most as f64, 0.0)
            };
            b.columns.teams.insert((k, s, h, w), teams);
            for (j, members) in members.into_iter().enumerate() {
                let mut terms = vec![(teams, f64::from(team[j].count))];
                terms.extend(members.into_iter().map(|(col, sign)| (col, -sign)));
                b.program.at_most(format!("R4 teams {what} {j} w{}", w + 1), terms, 0.0);
            }
        }
    }
}
