//! R4, the whole team together.

use crate::engine::Col;
use crate::model::Builder;
use std::collections::BTreeMap;

/// **R4 together.** For a clinic *k* whose team has positions *j* = 0, 1, ... with counts `c_j`, at site *s*, half-day
/// *h*, in each block (first row) and each week *w* (second row):
///
/// ```text
/// c_0 x sum over seats of j of session[seat,block] = c_j x sum over seats of 0 of session[seat,block]     j >= 1
/// c_j x teams[k,s,h,w] <= sum over seats of j that are there in w of held[seat,w]
/// ```
///
/// `teams` counts the whole teams that meet in a week; it is whole by itself where every count is 1, and required to be
/// whole otherwise. `held` is `session`, less what a meeting takes (R5 half-day) and closed rooms cancel (R3 closures).
/// F3 offers their hours. Weeks of a block in which the same people are there, with the same columns in `held`, share
/// one column and one row a position: their teams are bounded alike.
///
/// - Columns: `session`, `taken`, `cancelled`, `teams[k,s,h,w] >= 0`.
/// - Units: teams.
/// - YAML: `activities[].staff[].roles`, `activities[].staff[].count`, `activities[].staff[].skills`.
/// - Dual: what one more member of position *j* in that half-day would be worth.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    for (&(k, s, h), seats) in facts.seats_at.iter().filter(|(key, _)| facts.is_team(key.0)) {
        let team = &facts.clinic(k).team;
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
                    b.program.equal(format_args!("R4 together {what} {j} b{}", block + 1), terms, 0.0);
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
        let mut alike: BTreeMap<Vec<Vec<Col>>, Col> = BTreeMap::new();
        for w in 0..facts.weeks {
            let members: Vec<Vec<(Col, f64)>> =
                (0..team.len()).map(|j| position(j).flat_map(|i| b.held(i, w)).collect()).collect();
            if members.iter().any(Vec::is_empty) {
                continue;
            }
            // A column tells its block, and whether it adds or takes off.
            let same: Vec<Vec<Col>> = members.iter().map(|held| held.iter().map(|(col, _)| *col).collect()).collect();
            if let Some(&teams) = alike.get(&same) {
                b.columns.teams.insert((k, s, h, w), teams);
                continue;
            }
            let name = format!("teams {what} w{}", w + 1);
            let teams = if several {
                b.program.integer(name, 0.0, most as f64, 0.0)
            } else {
                b.program.column(name, 0.0, most as f64, 0.0)
            };
            b.columns.teams.insert((k, s, h, w), teams);
            for (j, members) in members.iter().enumerate() {
                let mut terms = vec![(teams, f64::from(team[j].count))];
                terms.extend(members.iter().map(|&(col, sign)| (col, -sign)));
                b.program.at_most(format_args!("R4 teams {what} {j} w{}", w + 1), terms, 0.0);
            }
            alike.insert(same, teams);
        }
    }
}
