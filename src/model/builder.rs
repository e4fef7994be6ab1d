//! Puts the rules together into a program.

use crate::engine::{Col, Program, RowIx, merged};
use crate::model::facts::{Facts, Seat};
use crate::model::flow::capacity::Counted;
use crate::model::frontier::{Aimed, Expression, counts};
use crate::model::prices::RoomRow;
use crate::model::{flow, objective, rota};
use crate::plan::{PatternSession, Plan};
use crate::service::{Aim, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// What the model is to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The best plan by the policy's aims.
    Best,
    /// "Do nothing": shares of courses fixed to today's mix, most starts first, the rota optimised.
    DoNothing,
}

/// The model's columns by what they stand for. Keys are positions in the service's tables, weeks and half-days.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Patients who start: (stream, course, site, week).
    pub start: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Closed groups that start: (stream, course, site, week).
    pub groups: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Waiting at the week's end: (stream, site, week).
    pub waiting: BTreeMap<(usize, usize, usize), Col>,
    /// Onward arrivals at all sites: (stream, week).
    pub onward: BTreeMap<(usize, usize), Col>,
    /// Patients who have started by the end of a week: (stream, course, site, week).
    pub so_far: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Closed groups that have: (stream, course, site, week).
    pub groups_so_far: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Waiting beyond the target: (stream, site, week).
    pub beyond: BTreeMap<(usize, usize, usize), Col>,
    /// Short of a floor: (stream, week).
    pub short: BTreeMap<(usize, usize), Col>,
    /// Units given: (clinic, activity, site, week).
    pub given: BTreeMap<(usize, usize, usize, usize), Col>,
    /// Units carried out of the week: (activity, site, week).
    pub carried: BTreeMap<(usize, usize, usize), Col>,
    /// Units late at the week's end: (activity, site, week).
    pub late: BTreeMap<(usize, usize, usize), Col>,
    /// Units carried out of a week after the horizon: (activity, site, weeks after).
    pub carried_after: BTreeMap<(usize, usize, usize), Col>,
    /// Units promised beyond the tail's capacity: (activity, site, weeks after).
    pub excess: BTreeMap<(usize, usize, usize), Col>,
    /// Hours of desk work done: (kind, week).
    pub desk_done: BTreeMap<(usize, usize), Col>,
    /// Hours of desk work not done by the week's end: (kind, week).
    pub desk_left: BTreeMap<(usize, usize), Col>,
    /// Of these, late: (kind, week).
    pub desk_late: BTreeMap<(usize, usize), Col>,
    /// A session in the pattern: (seat, block).
    pub session: BTreeMap<(usize, usize), Col>,
    /// Teams held: (clinic, site, half-day, week).
    pub teams: BTreeMap<(usize, usize, usize, usize), Col>,
    /// A meeting keeps a half-day: (meeting, half-day); only for meetings that have several to choose from.
    pub meets: BTreeMap<(usize, usize), Col>,
    /// A session of the pattern that a blocking meeting takes, where its half-day is undecided: (seat, week).
    pub taken: BTreeMap<(usize, usize), Col>,
    /// What a clinic's sessions at a site lose to meetings whose half-day is undecided: (clinic, site, column).
    pub lost: Vec<(usize, usize, Col)>,
    /// A session of the pattern left out because rooms are closed: (seat, week).
    pub cancelled: BTreeMap<(usize, usize), Col>,
    /// A session of the pattern left out because nobody is on site whom it needs there: (seat, week).
    pub alone: BTreeMap<(usize, usize), Col>,
    /// All open rooms that fit some clinics are in use: (site, half-day, week, clinics).
    pub full: BTreeMap<(usize, usize, usize, BTreeSet<usize>), Col>,
    /// Changes of site: (practitioner, earlier half-day, block).
    pub change: BTreeMap<(usize, usize, usize), Col>,
}

impl Columns {
    /// All columns of patients and closed groups that have started by the end of a week.
    pub fn patients(&self) -> impl Iterator<Item = Col> + '_ {
        self.so_far.values().chain(self.groups_so_far.values()).copied()
    }

    /// All columns of desk work.
    pub fn desk(&self) -> impl Iterator<Item = Col> + '_ {
        self.desk_done.values().chain(self.desk_left.values()).chain(self.desk_late.values()).copied()
    }

    /// Those of them that a piece of the program has, as columns of the piece: `place` says where each is.
    #[must_use]
    pub fn in_piece(&self, place: impl Fn(Col) -> Option<Col>) -> Self {
        fn those<K: Ord + Clone>(all: &BTreeMap<K, Col>, place: &impl Fn(Col) -> Option<Col>) -> BTreeMap<K, Col> {
            all.iter().filter_map(|(key, &col)| Some((key.clone(), place(col)?))).collect()
        }
        Self {
            start: those(&self.start, &place),
            groups: those(&self.groups, &place),
            waiting: those(&self.waiting, &place),
            onward: those(&self.onward, &place),
            so_far: those(&self.so_far, &place),
            groups_so_far: those(&self.groups_so_far, &place),
            beyond: those(&self.beyond, &place),
            short: those(&self.short, &place),
            given: those(&self.given, &place),
            carried: those(&self.carried, &place),
            late: those(&self.late, &place),
            carried_after: those(&self.carried_after, &place),
            excess: those(&self.excess, &place),
            desk_done: those(&self.desk_done, &place),
            desk_left: those(&self.desk_left, &place),
            desk_late: those(&self.desk_late, &place),
            session: those(&self.session, &place),
            teams: those(&self.teams, &place),
            meets: those(&self.meets, &place),
            taken: those(&self.taken, &place),
            lost: self.lost.iter().filter_map(|&(clinic, site, col)| Some((clinic, site, place(col)?))).collect(),
            cancelled: those(&self.cancelled, &place),
            alone: those(&self.alone, &place),
            full: those(&self.full, &place),
            change: those(&self.change, &place),
        }
    }

    /// Whether a seat's session is held in a week, as terms: in the pattern, neither taken by a meeting nor cancelled, nor
    /// without the one who must be on site.
    /// Nothing if its practitioner is away, the site is closed or the block has no such session.
    #[must_use]
    pub fn held(&self, facts: &Facts, seat: usize, week: usize) -> Vec<(Col, f64)> {
        let session = self.session.get(&(seat, facts.block_of(week)));
        let Some(&session) = session.filter(|_| facts.is_held(&facts.seats[seat], week)) else {
            return Vec::new();
        };
        let without = [&self.taken, &self.cancelled, &self.alone];
        let without = without.into_iter().filter_map(|columns| columns.get(&(seat, week)).map(|&col| (col, -1.0)));
        std::iter::once((session, 1.0)).chain(without).collect()
    }

    /// In how many weeks of a block a seat's session is held, as terms.
    #[must_use]
    pub fn held_in(&self, facts: &Facts, seat: usize, block: usize) -> Vec<(Col, f64)> {
        let Some(&session) = self.session.get(&(seat, block)) else { return Vec::new() };
        let is_held = |week: &usize| facts.is_held(&facts.seats[seat], *week);
        let (weeks, held) = (facts.weeks_of(block), facts.weeks_of(block).filter(is_held).count());
        if held == 0 {
            return Vec::new();
        }
        let without = [&self.taken, &self.cancelled, &self.alone].into_iter().flat_map(|columns| {
            let weeks = columns.range((seat, weeks.start)..(seat, weeks.end));
            weeks.filter(|((_, week), _)| is_held(week)).map(|(_, &col)| (col, -1.0))
        });
        merged(std::iter::once((session, held as f64)).chain(without).collect())
    }
}

/// Patients of a stream who start in a week.
#[derive(Debug, Clone, Copy)]
pub struct WeekStart {
    /// Position of the course.
    pub course: usize,
    /// Position of the site.
    pub site: usize,
    /// Their column.
    pub col: Col,
}

/// A row that an elastic solve may break, at a price.
#[derive(Debug, Clone)]
pub struct Soft {
    /// The row.
    pub row: RowIx,
    /// Its rule.
    pub rule: RuleId,
    /// What would have to give, in the service's words.
    pub what: String,
    /// A unit of the row.
    pub unit: &'static str,
    /// Price of breaking it by one unit, in pounds.
    pub price: f64,
}

/// Units due in a week: a constant from patients already in a course, and terms of starts and groups.
#[derive(Debug, Clone, Default)]
pub struct Due {
    /// From before the horizon.
    pub constant: f64,
    /// Units a start or group.
    pub terms: Vec<(Col, f64)>,
}

/// Seat, bits of the minutes lost to meetings whose half-day is known, undecided meetings, columns of the session held,
/// what is counted.
pub type LostKey = (usize, u64, Vec<usize>, Vec<Col>, Counted);

/// A program under construction.
pub struct Builder<'a> {
    /// What the rules read.
    pub facts: &'a Facts<'a>,
    /// The program.
    pub program: Program,
    /// Its columns by what they stand for.
    pub columns: Columns,
    /// The columns of starts once more: (stream, week).
    pub week_starts: BTreeMap<(usize, usize), Vec<WeekStart>>,
    /// What is to be found.
    pub goal: Goal,
    /// Rows that an elastic solve may break.
    pub soft: Vec<Soft>,
    /// Units due: (activity, site) -> week, tail included.
    pub due: BTreeMap<(usize, usize), BTreeMap<usize, Due>>,
    /// Columns of what is lost to undecided meetings, shared by weeks that do not differ.
    pub lost: BTreeMap<LostKey, Vec<Col>>,
    /// The rows of R3.
    pub rooms: Vec<RoomRow>,
    /// What sessions of each clinic hold that were asked for so far, by what is counted and their minutes: a few.
    offered: Vec<Vec<(Counted, f64, f64)>>,
}

/// A finished model: the program, and what its columns stand for.
#[derive(Clone)]
pub struct Model {
    /// The program.
    pub program: Program,
    /// Its columns.
    pub columns: Columns,
    /// Rows that an elastic solve may break.
    pub soft: Vec<Soft>,
    /// The worth of each aim, in pounds a unit of each column.
    pub aims: BTreeMap<Aim, Vec<(Col, f64)>>,
    /// The rows of R3.
    pub rooms: Vec<RoomRow>,
    /// What it finds.
    pub goal: Goal,
}

/// Builds the model of a service.
#[must_use]
pub fn build(facts: &Facts, goal: Goal) -> Model {
    let mut b = Builder::new(facts, goal);
    rota::sessions::add_columns(&mut b);
    rota::meeting_times::add(&mut b);
    let short = rota::closures::add_columns(&mut b);
    rota::on_site::add_columns(&mut b);
    flow::starts::add_columns(&mut b);
    flow::queue::add(&mut b);
    flow::closed_groups::add(&mut b);
    flow::lessons_due::gather(&mut b);
    flow::lateness::add(&mut b);
    rota::together::add(&mut b);
    rota::on_site::add(&mut b);
    flow::capacity::add(&mut b);
    flow::tail::add(&mut b);
    flow::wait_target::add(&mut b);
    flow::floors::add(&mut b);
    flow::shares::add(&mut b);
    flow::least_started::add(&mut b);
    flow::budget::add(&mut b);
    flow::contracts::add(&mut b);
    flow::desk_work::add(&mut b);
    rota::one_place::add(&mut b);
    rota::contracted::add(&mut b);
    rota::rooms::add(&mut b);
    rota::closures::add(&mut b, &short);
    rota::meetings::add(&mut b);
    rota::travel::add(&mut b);
    rota::working_time::add(&mut b);
    let aims = objective::add(&mut b);
    Model { aims, program: b.program, columns: b.columns, soft: b.soft, rooms: b.rooms, goal: b.goal }
}

impl Model {
    /// What the axes of a frontier are made of.
    #[must_use]
    pub fn aimed(&self, facts: &Facts) -> Aimed {
        let starts = self.columns.start.iter().filter(|((g, ..), _)| counts(facts, *g));
        let kept = [Aim::Promises, Aim::Tidy].iter().filter_map(|aim| self.aims.get(aim)).flatten();
        let spending = flow::budget::all_spending(facts, &self.columns);
        Aimed {
            starts: starts.map(|(&(_, c, _, _), &col)| (c, col)).collect(),
            spending: spending.into_iter().map(|(col, k)| (col, k * flow::budget::THOUSAND)).collect(),
            waiting: Expression {
                terms: self.columns.waiting.values().map(|&col| (col, 1.0)).collect(),
                constant: 0.0,
            },
            kept: kept.copied().collect(),
        }
    }

    /// Fixes the rota to that of a plan: its pattern, the half-days that meetings keep, the sessions that it leaves out
    /// for want of a room or of somebody on site. (Of a team, which of its members' sessions those are is left open.)
    pub fn fix_rota(&mut self, facts: &Facts, plan: &Plan) {
        let rostered: BTreeSet<&PatternSession> = plan.pattern.iter().collect();
        let kept = |m: usize, h: usize| {
            let (id, half_day) = (&facts.service.meetings.at(m).id, &facts.half_days[h]);
            plan.meeting_times.iter().any(|t| t.meeting == *id && t.half_day == *half_day)
        };
        let dated: BTreeSet<_> = plan.sessions.iter().map(|x| (&x.practitioner, x.date, &x.half_day)).collect();
        let taken = |seat: &Seat, w: usize| {
            let meetings = &facts.undecided[seat.half_day][w];
            meetings.iter().any(|&m| facts.takes(m, seat.practitioner) && kept(m, seat.half_day))
        };
        let mut fixed: Vec<(Col, bool)> = Vec::new();
        for (&(seat, block), &col) in &self.columns.session {
            fixed.push((col, rostered.contains(&facts.pattern_session(seat, block))));
        }
        for (&(m, h), &col) in &self.columns.meets {
            fixed.push((col, kept(m, h)));
        }
        for (&(i, w), &col) in self.columns.cancelled.iter().chain(&self.columns.alone) {
            let seat = &facts.seats[i];
            if facts.is_team(seat.clinic) {
                continue;
            }
            let session = facts.pattern_session(i, facts.block_of(w));
            let (date, half_day) = (facts.date(w, seat.half_day), &facts.half_days[seat.half_day]);
            let held = dated.contains(&(&session.practitioner, date, half_day));
            fixed.push((col, rostered.contains(&session) && !held && !taken(seat, w)));
        }
        for (col, on) in fixed {
            let on = f64::from(u8::from(on));
            self.program.set_bounds(col, on, on);
        }
    }
}

impl<'a> Builder<'a> {
    /// A program without any rule as yet.
    #[must_use]
    pub fn new(facts: &'a Facts<'a>, goal: Goal) -> Self {
        Self {
            facts,
            program: Program::default(),
            columns: Columns::default(),
            week_starts: BTreeMap::new(),
            goal,
            soft: Vec::new(),
            due: BTreeMap::new(),
            lost: BTreeMap::new(),
            rooms: Vec::new(),
            offered: vec![Vec::new(); facts.service.clinics.len()],
        }
    }
    /// The id of a stream.
    pub fn stream(&self, g: usize) -> &'a str {
        self.facts.service.streams.at(g).id.as_ref()
    }
    /// The id of a course.
    pub fn course(&self, c: usize) -> &'a str {
        self.facts.service.courses.at(c).id.as_ref()
    }
    /// The id of a site.
    pub fn site(&self, s: usize) -> &'a str {
        self.facts.service.sites.at(s).id.as_ref()
    }
    /// The id of a clinic.
    pub fn clinic(&self, k: usize) -> &'a str {
        self.facts.service.clinics.at(k).id.as_ref()
    }
    /// The id of an activity.
    pub fn activity(&self, a: usize) -> &'a str {
        self.facts.service.activities.at(a).id.as_ref()
    }
    /// A half-day as names have it.
    pub fn half_day(&self, h: usize) -> String {
        let half_day = &self.facts.half_days[h];
        format!("{} {}", half_day.day.as_str(), half_day.period)
    }
    /// As [`Counted::session`]: most sessions are alike.
    pub fn offered(&mut self, counted: Counted, (clinic, half_day): (usize, usize), lost: f64) -> f64 {
        let minutes = self.facts.open_minutes(clinic, half_day, lost);
        let known = self.offered[clinic].iter().find(|(of, long, _)| *of == counted && *long == minutes);
        known.map(|(.., holds)| *holds).unwrap_or_else(|| {
            let holds = counted.of_minutes(self.facts, clinic, minutes);
            self.offered[clinic].push((counted, minutes, holds));
            holds
        })
    }
    /// As [`Columns::held`].
    pub fn held(&self, seat: usize, week: usize) -> Vec<(Col, f64)> {
        self.columns.held(self.facts, seat, week)
    }
    /// Starts of a stream in a week, all sites.
    pub fn starts_of(&self, g: usize, w: usize) -> &[WeekStart] {
        self.week_starts.get(&(g, w)).map_or(&[], Vec::as_slice)
    }
    /// Start columns of a stream at a site in a week.
    pub fn starts_at(&self, g: usize, s: usize, w: usize) -> Vec<Col> {
        self.starts_of(g, w).iter().filter(|start| start.site == s).map(|start| start.col).collect()
    }
    /// Start columns of a course in a stream over the horizon, all sites.
    pub fn starts_on(&self, g: usize, c: usize) -> Vec<Col> {
        self.columns.start.range((g, c, 0, 0)..(g, c + 1, 0, 0)).map(|(_, col)| *col).collect()
    }
    /// Start columns of a stream over the horizon, all sites and courses.
    pub fn starts_in(&self, g: usize) -> Vec<Col> {
        self.columns.start.range((g, 0, 0, 0)..(g + 1, 0, 0, 0)).map(|(_, col)| *col).collect()
    }
}
