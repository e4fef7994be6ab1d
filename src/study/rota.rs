//! "Who does what in these weeks?": a dated rota from a plan, checked.

use crate::base::calendar::Week;
use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::{Facts, weeks};
use crate::plan::gap::{Filling, OpenSession};
use crate::plan::rota::{Need, Rota};
use crate::plan::{MeetingTime, PatternSession, Plan};
use crate::service::Service;
use crate::strategy::{Earlier, Limits, RotaAsked, StrategyError, fill_gap, solve_rota};
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
/// that are usual by now, appointments put off, supervision held; what it has published stays, but for what is changed.
///
/// # Errors
/// If the engine fails, or a week's rota is not found within the limits.
pub fn rota(
    service: &Service,
    promised: &Promised,
    (weeks, earlier): (&[Week], Option<Earlier>),
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<RotaAnswer, StrategyError> {
    let asked = RotaAsked {
        service,
        pattern: &promised.pattern,
        meeting_times: &promised.meeting_times,
        needs: &promised.needs,
        planned: &promised.planned,
        weeks,
        earlier,
    };
    let rota = solve_rota(&asked, engine, limits, control)?;
    let verdict = verify_rota(service, &rota);
    Ok(RotaAnswer { rota, verdict })
}

/// Says who could take a session of an earlier rota, and which room could hold it.
///
/// # Errors
/// If the engine fails, or the week's rota is not found within the limits.
pub fn gap(
    service: &Service,
    promised: &Promised,
    (earlier, session): (&Earlier, &OpenSession),
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Filling, StrategyError> {
    let asked = RotaAsked {
        service,
        pattern: &promised.pattern,
        meeting_times: &promised.meeting_times,
        needs: &promised.needs,
        planned: &promised.planned,
        weeks: &[],
        earlier: None,
    };
    fill_gap(&asked, earlier, session, engine, limits, control)
}
