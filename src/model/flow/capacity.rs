//! F3, capacity in hours and in whole appointments.

use crate::engine::Col;
use crate::model::Builder;
use crate::model::appointments::{Limit, activities, minutes_of, most_taken};
use crate::model::facts::Facts;
use crate::model::rota::meeting_times::{Loss, lost};
use std::collections::{BTreeSet, HashMap};

/// Minutes in the hours that capacity rows are written in.
pub const HOUR: f64 = 60.0;

/// What capacity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Hours.
    Hours,
    /// Whole appointments of two lengths.
    Whole(Limit),
}

impl Counted {
    /// What a unit of an activity counts.
    #[must_use]
    pub fn unit(&self, facts: &Facts, activity: usize) -> f64 {
        match self {
            Self::Hours => facts.unit_minutes[activity] / HOUR,
            // Clinics that hold several activities hold no classes.
            Self::Whole(limit) => limit.count(minutes_of(facts, activity)),
        }
    }

    /// What a session of a clinic in a half-day holds, when it loses some minutes to meetings.
    #[must_use]
    pub fn session(&self, facts: &Facts, clinic: usize, half_day: usize, lost: f64) -> f64 {
        self.of_minutes(facts, clinic, facts.open_minutes(clinic, half_day, lost))
    }

    /// What so many minutes of a clinic hold.
    #[must_use]
    pub fn of_minutes(&self, facts: &Facts, clinic: usize, minutes: f64) -> f64 {
        let lengths = &facts.lengths_of[clinic];
        match self {
            Self::Hours => most_taken(lengths, minutes) / HOUR,
            Self::Whole(limit) => limit.most(lengths, most_taken(lengths, minutes)),
        }
    }

    /// The most that a session of a clinic can lose to a meeting of some minutes, whatever else it loses.
    #[must_use]
    pub fn most_lost(&self, facts: &Facts, clinic: usize, minutes: f64) -> f64 {
        match self {
            Self::Hours => match facts.lengths_of[clinic].as_slice() {
                [only] => (minutes / only).ceil() * only / HOUR,
                // As many minutes as the meeting takes are freed with at most one appointment more.
                lengths => (minutes + lengths.first().copied().unwrap_or_default()) / HOUR,
            },
            Self::Whole(limit) => {
                let lengths = &facts.lengths_of[clinic];
                let most = lengths.iter().map(|length| limit.count(*length)).fold(0.0, f64::max);
                lengths.last().map_or(0.0, |shortest| (minutes / shortest).ceil() * most)
            }
        }
    }
}

/// **F3 capacity, R7 group size.** For clinic kind *k*, site *s* and week *w*:
///
/// ```text
/// one person:  sum over a of hours[a] x given[k,a,s,w]
///              <= sum over seats of k at s of offered[seat,w] x held[seat,w]
/// a team:      ... <= sum over half-days h of offered[k,s,h,w] x teams[k,s,h,w]
/// held         = session[seat,block] - taken[seat,w] - cancelled[seat,w]; 0 when nobody is there (R9)
/// offered      = (half-day - overhead - meetings attended - minutes that nobody is booked into) x (1 - absence)
/// ```
///
/// Sessions that a meeting takes or closed rooms cancel offer nothing (R5 half-day, R3 closures); hours lost to
/// meetings whose half-day is undecided, x (1 - absence), are taken off the right side (R5 minutes lost).
///
/// Only whole appointments or classes are held, so that the bracket is rounded down to the most minutes that such take:
/// to a multiple of contact and notes where they have one length. A clinic with several lengths keeps F3 whole
/// appointments too. A team loses the most that any eligible member could lose, and the absence of each of
/// its heads, at the position's highest rate. Clinics of closed groups have no absence allowance: a class is covered or
/// moved. `hours[a]` is contact and notes of one slot or of one closed class, and a `max`-th of it for a place in an
/// open class. So given places <= max x the classes that fit, and R7 needs no row: ceil(given / max) classes have time.
/// An open class under its `min` is a warning of the checker, not a rule of the model.
///
/// - Columns: `given`, `session`, `teams`, `taken`, `cancelled`, `lost`.
/// - Units: hours.
/// - YAML: `activities[].contact_minutes`, `activities[].notes_minutes`, `activities[].mode`,
///   `clinics[].overhead_minutes`, `calendar.half_days[].minutes`, `practitioners[].absence_rate`,
///   `practitioners[].unbooked_minutes`, `meetings[].minutes`.
/// - Dual: what one more hour of this clinic at this site in this week is worth; x `hours[a]`, what one more slot is.
pub fn add(b: &mut Builder) {
    let facts = b.facts;
    // Most weeks are alike.
    let mut known: HashMap<(usize, Loses), BTreeSet<Limit>> = HashMap::new();
    // Where a clinic gives nothing there is no row.
    let given: BTreeSet<(usize, usize)> = b.columns.given.keys().map(|&(k, _, s, _)| (k, s)).collect();
    for &k in facts.families.iter().flat_map(|family| &family.clinics) {
        for s in (0..facts.service.sites.len()).filter(|&s| given.contains(&(k, s))) {
            for w in 0..facts.weeks {
                let held = held(b, k, s, w);
                let what = format!("{} {} w{}", b.clinic(k), b.site(s), w + 1);
                add_row(b, (k, s, w), &held, &Counted::Hours, format!("F3 capacity {what}"));
                if facts.lengths_of[k].len() < 2 {
                    continue;
                }
                let all = known.entry((k, loses(&held)));
                let limits = all.or_insert_with_key(|(k, loses)| limits(facts, *k, &usable(facts, *k, loses)));
                for (n, &limit) in limits.iter().enumerate() {
                    add_row(b, (k, s, w), &held, &Counted::Whole(limit), format!("F3 whole {what} {n}"));
                }
            }
        }
    }
}

/// Sessions of one person, or of the teams of one half-day.
struct Held<'a> {
    /// How many are held, as terms.
    terms: Vec<(Col, f64)>,
    /// The most that can be.
    most: f64,
    /// The seat of one person.
    seat: Option<usize>,
    half_day: usize,
    /// Share of them that absence leaves.
    attendance: f64,
    /// The meetings whose half-day is undecided that may take minutes of them.
    meetings: Vec<usize>,
    /// Minutes that each loses if just these of the meetings are held then.
    lost: Lost<'a>,
}

/// Minutes lost to meetings, of those that are held.
type Lost<'a> = Box<dyn Fn(&[usize]) -> f64 + 'a>;

/// The sessions of a clinic at a site in a week.
fn held<'a>(b: &Builder<'a>, k: usize, s: usize, w: usize) -> Vec<Held<'a>> {
    let facts = b.facts;
    if facts.is_team(k) {
        let teams = (0..facts.half_days.len()).filter_map(|h| Some((h, *b.columns.teams.get(&(k, s, h, w))?)));
        return teams.map(|(h, teams)| held_by_teams(b, (k, s, h, w), teams)).collect();
    }
    let seats = facts.seats_at.range((k, s, 0)..(k, s + 1, 0)).flat_map(|(_, seats)| seats);
    let held = seats.map(|&seat| (seat, b.held(seat, w))).filter(|(_, terms)| !terms.is_empty());
    held.map(|(seat, terms)| held_by_one(facts, seat, w, terms)).collect()
}

fn held_by_teams<'a>(b: &Builder<'a>, (k, s, h, w): (usize, usize, usize, usize), teams: Col) -> Held<'a> {
    let facts = b.facts;
    let members = facts.team_meetings(k, s, h, w);
    let meetings: BTreeSet<usize> = members.iter().flat_map(|(_, others)| others).copied().collect();
    Held {
        terms: vec![(teams, 1.0)],
        most: b.program.get(teams).upper,
        seat: None,
        half_day: h,
        attendance: facts.team_attendance(k),
        meetings: meetings.into_iter().collect(),
        lost: Box::new(move |met| {
            let each = members.iter().map(|(known, others)| known + facts.minutes_of(others, met));
            each.fold(0.0, f64::max)
        }),
    }
}

fn held_by_one<'a>(facts: &'a Facts<'a>, seat: usize, w: usize, terms: Vec<(Col, f64)>) -> Held<'a> {
    let of = &facts.seats[seat];
    let (p, h) = (of.practitioner, of.half_day);
    let known = facts.minutes_off(p, of.site, h, w);
    let meetings = facts.undecided_meetings(p, of.site, h, w);
    let undecided = meetings.clone();
    Held {
        terms,
        most: 1.0,
        seat: Some(seat),
        half_day: h,
        attendance: facts.attendance(of.clinic, p),
        meetings,
        lost: Box::new(move |met| known + facts.minutes_of(&undecided, met)),
    }
}

/// **F3 whole appointments.** A session is filled with whole appointments. Of two lengths *l* > *l'* of a clinic that
/// holds several, a session of *u* usable minutes takes `n` of *l* and as many of *l'* as fit beside them: `(n,
/// floor((u - n x l) / l'))`. Sessions together, some filled one way and some another, take any mix below the convex
/// hull of these, whose edges are whole numbers. For each pair of lengths, clinic kind *k*, site *s* and week *w*, and
/// each edge of the hull of any session there, which counts `c` for an appointment of *l* and `c'` for one of *l'*:
///
/// ```text
/// sum over a of count[a] x given[k,a,s,w] <= sum over seats of k at s of most[u[seat,w]] x (1 - absence) x held[seat,w]
/// count[a] = c if a has length l, c' if l', else 0
/// most[u]  = the most of n x c + n' x c' with n x l + n' x l' <= u, n and n' whole
/// ```
///
/// and of a team as in F3. So of an assessment of 120 minutes and reviews of 40 in 225 minutes: assessments <=
/// sessions, and 3 x assessments + reviews <= 5 x sessions. Of one pair these rows are all that there is to say, for
/// any sessions of any lengths (the hull of a sum is the sum of the hulls); of three lengths and more they say it pair
/// by pair. What absence leaves of a session and what is given of an activity are expected values, and need not be
/// whole. What undecided meetings take is taken off as in R5 minutes lost, in appointments by what they count. F11
/// keeps the same after the horizon.
///
/// - Columns: `given`, `session`, `teams`, `taken`, `cancelled`, `lost`.
/// - Units: appointments, each by what it counts.
/// - YAML: as F3 capacity.
/// - Dual: x what it counts, what one more appointment is worth.
/// - Source: the hull of the patterns of Gilmore and Gomory, which fill the sessions of a rota (R11).
pub fn limits(facts: &Facts, clinic: usize, minutes: &[f64]) -> BTreeSet<Limit> {
    let lengths = &facts.lengths_of[clinic];
    let pairs =
        lengths.iter().enumerate().flat_map(|(at, &longer)| lengths[at + 1..].iter().map(move |&l| (longer, l)));
    pairs.flat_map(|(longer, shorter)| minutes.iter().flat_map(move |&u| Limit::edges(longer, shorter, u))).collect()
}

/// The minutes that patients may have of some sessions of a clinic, whatever the undecided meetings take.
fn usable(facts: &Facts, clinic: usize, loses: &Loses) -> Vec<f64> {
    let all = loses.iter();
    let minutes = all.map(|&(half_day, lost)| facts.usable_minutes(clinic, half_day, f64::from_bits(lost)).to_bits());
    minutes.collect::<BTreeSet<u64>>().into_iter().map(f64::from_bits).collect()
}

/// The half-days of some sessions, and bits of the minutes that they may lose in each.
type Loses = BTreeSet<(usize, u64)>;

/// See [`Loses`].
fn loses(held: &[Held]) -> Loses {
    let sets = held.iter().flat_map(|sessions| (0_u32..1 << sessions.meetings.len()).map(move |set| (sessions, set)));
    sets.map(|(sessions, set)| {
        let lost = (sessions.lost)(&chosen(&sessions.meetings, set));
        (sessions.half_day, lost.to_bits())
    })
    .collect()
}

/// Those of some meetings whose bits are set.
pub fn chosen(meetings: &[usize], set: u32) -> Vec<usize> {
    meetings.iter().enumerate().filter(|(j, _)| set >> j & 1 == 1).map(|(_, &m)| m).collect()
}

fn add_row(b: &mut Builder, (k, s, w): (usize, usize, usize), held: &[Held], counted: &Counted, name: String) {
    let facts = b.facts;
    let given =
        activities(facts, k).filter_map(|a| Some((*b.columns.given.get(&(k, a, s, w))?, counted.unit(facts, a))));
    let mut terms: Vec<(Col, f64)> = given.filter(|(_, each)| *each > 0.0).collect();
    if terms.is_empty() {
        return;
    }
    for sessions in held {
        let offered = b.offered(*counted, (k, sessions.half_day), (sessions.lost)(&[])) * sessions.attendance;
        terms.extend(sessions.terms.iter().map(|&(col, sign)| (col, -sign * offered)));
        let columns = lost_to_meetings(b, (k, s, w), sessions, counted);
        terms.extend(columns.into_iter().map(|lost| (lost, sessions.attendance)));
    }
    b.program.at_most(name, terms, 0.0);
}

/// The columns of what sessions lose to undecided meetings. Weeks in which a person's sessions do not differ share them.
fn lost_to_meetings(b: &mut Builder, (k, s, w): (usize, usize, usize), held: &Held, counted: &Counted) -> Vec<Col> {
    if held.meetings.is_empty() {
        return Vec::new();
    }
    let facts = b.facts;
    let columns = held.terms.iter().map(|&(col, _)| col).collect();
    let key = held.seat.map(|seat| (seat, (held.lost)(&[]).to_bits(), held.meetings.clone(), columns, *counted));
    if let Some(known) = key.as_ref().and_then(|key| b.lost.get(key)) {
        return known.clone();
    }
    let what = match held.seat {
        Some(seat) => format!("{} w{}", facts.seat_name(seat), w + 1),
        None => format!("{} {} {} w{}", b.clinic(k), b.site(s), b.half_day(held.half_day), w + 1),
    };
    let what = if *counted == Counted::Hours { what } else { format!("{what} whole {}", b.columns.lost.len()) };
    let loss = Loss {
        what,
        clinic: k,
        site: s,
        half_day: held.half_day,
        held: held.terms.clone(),
        most: held.most,
        meetings: held.meetings.clone(),
        minutes: &*held.lost,
        counted,
    };
    let columns = lost(b, &loss);
    if let Some(key) = key {
        b.lost.insert(key, columns.clone());
    }
    columns
}
