//! "Who does what in these weeks?": a dated rota from a plan, checked.

use crate::base::calendar::Week;
use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::{Facts, weeks};
use crate::plan::rota::{Need, Rota};
use crate::plan::{MeetingTime, PatternSession, Plan};
use crate::service::Service;
use crate::strategy::{History, Limits, RotaAsked, StrategyError, solve_rota};
use crate::verify::{RotaVerdict, verify_rota};

/// What a rota takes from a plan: kept in every rota, so that a later one needs the plan no more.
#[derive(Debug, Clone, PartialEq)]
pub struct Promised {
    /// The weekly pattern.
    pub pattern: Vec<PatternSession>,
    /// The half-days of weekly meetings.
    pub meeting_times: Vec<MeetingTime>,
    /// Appointments, whole.
    pub needs: Vec<Need>,
    /// What the flow has in each week, fractions included.
    pub planned: Vec<f64>,
}

impl Promised {
    /// What a plan promises.
    #[must_use]
    pub fn by_plan(service: &Service, plan: &Plan) -> Self {
        let facts = Facts::new(service);
        let mut planned = vec![0.0; facts.weeks];
        for row in &plan.lessons {
            planned[row.week.index()] += row.given;
        }
        Self {
            pattern: plan.pattern.clone(),
            meeting_times: plan.meeting_times.clone(),
            needs: weeks::needs(&facts, plan),
            planned,
        }
    }

    /// What a rota has kept of its plan.
    #[must_use]
    pub fn by_rota(rota: &Rota) -> Self {
        Self {
            pattern: rota.usual.clone(),
            meeting_times: rota.meeting_times.clone(),
            needs: rota.needs.clone(),
            planned: rota.planned.clone(),
        }
    }
}

/// A rota with its verdict.
#[derive(Debug, Clone)]
pub struct RotaAnswer {
    /// The rota.
    pub rota: Rota,
    /// What the independent checker says of it.
    pub verdict: RotaVerdict,
}

/// Makes the rota of some weeks, and checks it. What an earlier rota has left counts: burdens carried, rooms and people
/// that are usual by now, appointments put off, supervision held.
///
/// # Errors
/// If the engine fails, or a week's rota is not found within the limits.
pub fn rota(
    service: &Service,
    promised: &Promised,
    (weeks, earlier): (&[Week], Option<&Rota>),
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<RotaAnswer, StrategyError> {
    let history = weeks.first().zip(earlier).map_or_else(History::default, |(&week, earlier)| history(earlier, week));
    let asked = RotaAsked {
        service,
        pattern: &promised.pattern,
        meeting_times: &promised.meeting_times,
        needs: &promised.needs,
        planned: &promised.planned,
        weeks,
        history: &history,
    };
    let rota = solve_rota(&asked, engine, limits, control)?;
    let verdict = verify_rota(service, &rota);
    Ok(RotaAnswer { rota, verdict })
}

/// What a rota has left when a week begins.
fn history(rota: &Rota, week: Week) -> History {
    let mut history = History::default();
    let last = rota.weeks.iter().map(|w| w.week).filter(|w| *w < week).max();
    let Some(last) = last else {
        // the week is among its first: what came before it is what it began with
        history.put_off.clone_from(&rota.brought);
        return history;
    };
    for row in rota.balance_after(last) {
        history.balance.insert((row.practitioner.clone(), row.burden.clone()), row.balance);
    }
    for session in rota.sessions.iter().filter(|x| x.week < week) {
        let pattern = PatternSession {
            block: 0,
            practitioner: session.practitioner.clone(),
            half_day: session.half_day.clone(),
            clinic: session.clinic.clone(),
            site: session.site.clone(),
        };
        let habit =
            (pattern.practitioner.clone(), pattern.half_day.clone(), pattern.clinic.clone(), pattern.site.clone());
        history.rooms.insert(habit, session.room.clone());
        if session.week == last && last.0 + 1 == week.0 {
            history.last.insert(pattern);
        }
    }
    if last.0 + 1 == week.0 {
        history.put_off = rota
            .put_off
            .iter()
            .filter(|row| row.week == last)
            .map(|row| Need {
                activity: row.activity.clone(),
                site: row.site.clone(),
                week,
                course: row.course.clone(),
                first: row.first,
                units: row.units,
            })
            .collect();
    }
    for held in rota.supervisions.iter().filter(|s| s.week < week && s.when.is_some()) {
        history.supervised.insert((held.meeting.clone(), held.week));
    }
    history
}
