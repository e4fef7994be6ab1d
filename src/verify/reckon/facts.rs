//! Everything reckoned, for rules and figures to read.

use crate::plan::Plan;
use crate::service::Service;
use crate::verify::grid::Grid;
use crate::verify::lists::Lists;
use crate::verify::reckon::attendance::{Attendance, attendance, minutes_lost};
use crate::verify::reckon::capacity::{Held, Team, held, teams};
use crate::verify::reckon::demand::{Line, lines};
use crate::verify::reckon::desk::Desk;
use crate::verify::reckon::due::{Due, due};
use crate::verify::reckon::floors::Floors;
use crate::verify::reckon::income::Income;
use crate::verify::reckon::meetings::{Occasion, occasions};
use crate::verify::reckon::minutes::Minutes;
use crate::verify::reckon::on_site::left_alone;
use crate::verify::reckon::open::OpenWeeks;
use crate::verify::reckon::pattern::{Expected, blocked, expected};
use crate::verify::reckon::rooms::Rooming;
use crate::verify::reckon::spend::Spend;
use crate::verify::reckon::tail::Tail;
use crate::verify::reckon::units::Units;
use crate::verify::reckon::worth::Worth;
use crate::verify::rows::Rows;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Everything reckoned from a service and the sound rows of a plan.
pub(in crate::verify) struct Facts<'a> {
    pub(in crate::verify) service: &'a Service,
    pub(in crate::verify) plan: &'a Plan,
    pub(in crate::verify) lists: Lists<'a>,
    pub(in crate::verify) rows: Rows<'a>,
    pub(in crate::verify) grid: Grid,
    pub(in crate::verify) open: OpenWeeks,
    pub(in crate::verify) units: Units,
    pub(in crate::verify) minutes: Minutes,
    /// When meetings are held.
    pub(in crate::verify) occasions: Vec<Occasion>,
    /// Who comes, an entry an occasion.
    pub(in crate::verify) attendance: Vec<Attendance>,
    /// Whom blocking meetings take.
    pub(in crate::verify) blocked: BTreeSet<(NaiveDate, usize, usize)>,
    /// The sessions that the pattern makes, less those that closed rooms excuse, or that nobody on site is left for.
    pub(in crate::verify) expected: BTreeSet<Expected>,
    /// Which rooms there are.
    pub(in crate::verify) rooming: Rooming<'a>,
    /// The sessions written, a team each.
    pub(in crate::verify) teams: Vec<Team>,
    /// Minutes that meetings take, by date, half-day and person.
    pub(in crate::verify) lost: BTreeMap<(NaiveDate, usize, usize), f64>,
    /// What they offer, by clinic, site and week.
    pub(in crate::verify) held: BTreeMap<(usize, usize, usize), Held>,
    pub(in crate::verify) lines: Vec<Line>,
    pub(in crate::verify) due: Due,
    pub(in crate::verify) floors: Floors,
    pub(in crate::verify) tail: Tail,
    pub(in crate::verify) spend: Spend,
    pub(in crate::verify) income: Income,
    pub(in crate::verify) desk: Desk,
    pub(in crate::verify) worth: Worth,
}

impl<'a> Facts<'a> {
    /// Reckons everything.
    pub(in crate::verify) fn reckon(service: &'a Service, plan: &'a Plan, rows: Rows<'a>) -> Self {
        Self::of(service, plan, rows, None)
    }

    /// Reckons a rota for some weeks of the horizon: its sessions are what is held, whatever a pattern would make.
    pub(in crate::verify) fn of_weeks(
        service: &'a Service,
        plan: &'a Plan,
        rows: Rows<'a>,
        weeks: &BTreeSet<usize>,
    ) -> Self {
        Self::of(service, plan, rows, Some(weeks))
    }

    fn of(service: &'a Service, plan: &'a Plan, rows: Rows<'a>, weeks: Option<&BTreeSet<usize>>) -> Self {
        let lists = Lists::of(service);
        let grid = Grid::of(service);
        let open = OpenWeeks::of(service, lists, &grid);
        let units = Units::of(service, lists);
        let minutes = Minutes::of(service, lists, |activity| units.is_closed_class(activity));
        let mut occasions = occasions(service, lists, &grid, &rows.meeting_times);
        if let Some(weeks) = weeks {
            occasions.retain(|occasion| grid.week_of(occasion.date).is_some_and(|week| weeks.contains(&week)));
        }
        let blocked = blocked(service, lists, &grid, &occasions);
        let planned = expected(service, lists, &grid, &minutes, &rows.pattern, &blocked);
        let teams = teams(service, lists, &minutes, &rows.sessions);
        let rooming = Rooming::of(service, lists);
        let mut excused = rooming.excused(&grid, &planned, &rows.sessions, &teams);
        excused.extend(left_alone(service, lists, &planned, &rows.sessions));
        let expected: BTreeSet<Expected> = match weeks {
            Some(_) => rows.sessions.iter().map(Expected::of).collect(),
            None => planned.difference(&excused).copied().collect(),
        };
        let attendance = attendance(service, lists, &grid, &occasions, &expected);
        let lost = minutes_lost(lists, &occasions, &attendance);
        let held = held(lists, &grid, &minutes, &rows.sessions, &teams, &lost);
        let lines = lines(service, lists, &grid, &rows.starts);
        let due = due(service, lists, &grid, &open, &units, &rows.starts);
        let floors = Floors::of(service, lists.streams, &lines, grid.weeks());
        let tail = Tail::of(service, lists, &units);
        let spend = Spend::of(lists, &units, &rows, &teams);
        let income = Income::of(service, lists, &grid, &open, &rows);
        let desk = Desk::of(service, lists, &grid, &open, &rows, &lines);
        let worth = Worth::of(service, lists, &rows, &lines, &floors, (&tail, &spend, &income));
        Self {
            service,
            plan,
            lists,
            rows,
            grid,
            open,
            units,
            minutes,
            occasions,
            attendance,
            blocked,
            expected,
            rooming,
            teams,
            lost,
            held,
            lines,
            due,
            floors,
            tail,
            spend,
            income,
            desk,
            worth,
        }
    }

    /// What the horizon's last week carried over or left late, by activity and site.
    pub(in crate::verify) fn put_off(&self) -> BTreeMap<(usize, usize), f64> {
        let last = self.rows.lessons.iter().filter(|((_, _, week), _)| week + 1 == self.grid.weeks());
        last.map(|(&(activity, site, _), l)| ((activity, site), l.row.carried + l.row.late)).collect()
    }

    /// The most units that one session of any clinic that holds an activity takes.
    pub(in crate::verify) fn most_carried(&self, activity: usize) -> f64 {
        let held = &self.lists.activities[activity].id;
        let clinics =
            (0..self.lists.clinics.len()).filter(|&clinic| self.lists.clinics[clinic].activities.contains(held));
        let whole = self.units.whole_minutes(activity);
        let appointments = |clinic: usize| (self.minutes.most(clinic, &self.grid) / whole + 1e-9).floor();
        clinics.map(appointments).fold(0.0, f64::max) * whole / self.units.unit_minutes(activity)
    }

    /// The queues of a stream.
    pub(in crate::verify) fn lines_of(&self, stream: usize) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.stream == stream)
    }
}
