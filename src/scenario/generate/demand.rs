//! Referrals, lists and shares: as many patients as the rota can just about treat.

use super::capacity::Weekly;
use super::care::{Care, Kind};
use super::draw::Draw;
use super::placing::Area;
use std::collections::BTreeMap;

/// Booked appointments for each review or TENS appointment due: missed ones booked again, drop-out taken off.
const REVIEW: f64 = 1.03;
const TENS: f64 = 2.18;
/// Share of assessments that are attended, and of those attended that lead to TENS.
const ATTENDED: f64 = 0.9;
const TENS_SHARE: f64 = 0.1;
/// Share of nurses' assessments that are urgent.
const URGENT: f64 = 0.15;
/// Sessions a week at the least for a stream's patients to be treated at a site: two, less leave and absence. Of one alone
/// every week of leave would leave lessons late.
const FEWEST_SESSIONS: f64 = 1.4;

/// A stream's figures.
#[derive(Debug, Clone)]
pub(super) struct Stream {
    pub(super) area: usize,
    pub(super) care: Care,
    /// Patients a week who come, and who could be started a week.
    pub(super) weekly: f64,
    pub(super) possible: f64,
    /// Shares of sites, in ten-thousandths.
    pub(super) shares: Vec<(usize, usize)>,
    /// Weeks of referrals on the list.
    pub(super) list_weeks: usize,
    /// Streams that patients go on to: their positions, and how many for each who attends.
    pub(super) onward: Vec<(usize, f64)>,
}

/// What is started today of what is possible, where starts have to be kept up: leave and whole patients take the rest.
const TODAY: f64 = 0.75;
/// Patients under way at the start, as a share of what is possible.
const UNDERWAY: f64 = 0.6;

impl Stream {
    /// Patients started a week today.
    pub(super) fn today(&self) -> f64 {
        if self.care.is_assessment() { self.weekly } else { self.possible * TODAY }
    }

    /// Patients started a week before the horizon.
    pub(super) fn underway(&self) -> f64 {
        self.possible * UNDERWAY
    }
}

/// The streams of all areas.
pub(super) fn streams(
    areas: &[Area],
    capacity: &BTreeMap<(usize, Kind), Weekly>,
    mut draw_of: impl FnMut(usize) -> Draw,
) -> Vec<Stream> {
    let mut streams = Vec::new();
    for area in areas {
        of_area(area, capacity, &mut draw_of(area.number), &mut streams);
    }
    lead_on(areas, &mut streams);
    streams
}

fn of_area(area: &Area, capacity: &BTreeMap<(usize, Kind), Weekly>, draw: &mut Draw, streams: &mut Vec<Stream>) {
    let weekly = |site: usize, kind: Kind| capacity.get(&(site, kind)).copied().unwrap_or_default();
    let mut possible: BTreeMap<Care, BTreeMap<usize, f64>> = BTreeMap::new();
    let mut demand: BTreeMap<Care, f64> = BTreeMap::new();
    for care in area.care() {
        let Some((kind, each)) = care.takes() else { continue };
        let nursed = |site: &usize| care.reviews() == 0.0 || weekly(*site, Kind::Nurse).sessions > FEWEST_SESSIONS;
        // Four of ten lessons are alone, so that where there are groups there must be these too.
        let alone = |site: &usize| care != Care::AlexanderGroups || weekly(*site, Kind::Alexander).sessions > 0.0;
        let worth = |site: &usize| weekly(*site, kind).sessions > FEWEST_SESSIONS;
        let given: BTreeMap<usize, f64> = area
            .sites()
            .map(|s| (s, weekly(s, kind).units / each))
            .filter(|(s, x)| *x > 0.0 && nursed(s) && alone(s))
            .collect();
        let mut sites = given.clone();
        sites.retain(|site, _| worth(site));
        if sites.is_empty() {
            // Better at one place than nowhere.
            sites.extend(given.into_iter().max_by(|(_, a), (_, b)| a.total_cmp(b)));
        }
        demand.insert(care, sites.values().sum::<f64>() * draw.between(97, 106) as f64 / 100.0);
        possible.insert(care, sites);
    }
    share_lessons(&mut possible, &mut demand);
    let nurses = assessments(area, &possible, &demand, &weekly);
    let mut add = |care: Care, sites: BTreeMap<usize, f64>, part: f64, weekly: f64, draw: &mut Draw| {
        let whole: f64 = sites.values().sum();
        streams.push(Stream {
            area: area.number,
            care,
            weekly,
            possible: whole * part,
            shares: shares(&sites),
            list_weeks: draw.between(6, 12),
            onward: Vec::new(),
        });
    };
    let load = draw.between(86, 90) as f64 / 100.0;
    let in_all: f64 = nurses.values().sum();
    for care in area.care() {
        match care {
            Care::Assessment => {
                let part = if area.care().any(|c| c == Care::Urgent) { 1.0 - URGENT } else { 1.0 };
                add(care, nurses.clone(), part, in_all * part * load, draw);
            }
            Care::Urgent => add(care, nurses.clone(), URGENT, in_all * URGENT * load, draw),
            Care::Joint => {
                let joint: BTreeMap<usize, f64> =
                    area.sites().map(|s| (s, weekly(s, Kind::Joint).units)).filter(|(_, u)| *u > 0.0).collect();
                let all: f64 = joint.values().sum();
                add(care, joint, 1.0, all * load, draw);
            }
            Care::Tens => add(care, nurses.clone(), TENS_SHARE * ATTENDED, in_all * TENS_SHARE * ATTENDED * load, draw),
            other => {
                let sites = possible.remove(&other).unwrap_or_default();
                add(other, sites, 1.0, demand[&other], draw);
            }
        }
    }
}

/// Courses of which some lessons are in a group take the others from where lessons are given alone.
fn share_lessons(possible: &mut BTreeMap<Care, BTreeMap<usize, f64>>, demand: &mut BTreeMap<Care, f64>) {
    let Some(groups) = possible.get(&Care::AlexanderGroups).cloned() else { return };
    let Some((_, each)) = Care::Alexander.takes() else { return };
    let Some(alone) = possible.get_mut(&Care::Alexander) else { return };
    let before: f64 = alone.values().sum();
    for (site, starts) in groups {
        if let Some(left) = alone.get_mut(&site) {
            // 4 x 1.172 x 0.9 appointments a start
            *left = (*left - starts * 4.2 / each).max(*left * 0.3);
        }
    }
    let after: f64 = alone.values().sum();
    if let Some(all) = demand.get_mut(&Care::Alexander) {
        *all *= after / before;
    }
}

/// Assessments a week that nurses have time for beside reviews and TENS, by site. A half-day has time for one assessment
/// and two short appointments, or for five short ones.
fn assessments(
    area: &Area,
    possible: &BTreeMap<Care, BTreeMap<usize, f64>>,
    demand: &BTreeMap<Care, f64>,
    weekly: &impl Fn(usize, Kind) -> Weekly,
) -> BTreeMap<usize, f64> {
    let mut left = BTreeMap::new();
    for site in area.sites() {
        let nurses = weekly(site, Kind::Nurse);
        let mut reviews = 0.0;
        for (care, sites) in possible {
            let whole: f64 = sites.values().sum();
            if let Some(here) = sites.get(&site) {
                reviews += demand[care] * here / whole * care.reviews() * REVIEW;
            }
        }
        let each = 3.0 + TENS * TENS_SHARE * ATTENDED;
        let assessed = ((nurses.units - reviews) / each).min(nurses.sessions);
        if assessed > 0.5 {
            left.insert(site, assessed);
        }
    }
    left
}

/// Shares of sites in ten-thousandths, summing to all of them; the last site has what rounding leaves.
fn shares(sites: &BTreeMap<usize, f64>) -> Vec<(usize, usize)> {
    let whole: f64 = sites.values().sum();
    let mut shares: Vec<(usize, usize)> =
        sites.iter().map(|(&site, part)| (site, (part / whole * 10_000.0).round() as usize)).collect();
    let others: usize = shares.iter().rev().skip(1).map(|(_, share)| share).sum();
    if let Some(last) = shares.last_mut() {
        last.1 = 10_000 - others;
    }
    shares
}

/// Onward shares: what a stream has time for, by how many are assessed.
fn lead_on(areas: &[Area], streams: &mut [Stream]) {
    let attended = |area: usize, streams: &[Stream]| -> f64 {
        let assessed = streams.iter().filter(|s| s.area == area && s.care.is_assessment());
        assessed.map(|s| s.weekly * ATTENDED).sum()
    };
    let mut onward: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (to, stream) in streams.iter().enumerate().filter(|(_, s)| !s.care.is_assessment()) {
        let mut from = vec![stream.area];
        if stream.care == Care::Residential {
            from.push((stream.area + 1) % areas.len());
        }
        for &area in &from {
            let each = stream.weekly / from.len() as f64 / attended(area, streams);
            onward.entry(area).or_default().push((to, each.min(1.0)));
        }
    }
    for stream in streams.iter_mut().filter(|s| s.care.is_assessment()) {
        stream.onward = onward.get(&stream.area).cloned().unwrap_or_default();
    }
}
