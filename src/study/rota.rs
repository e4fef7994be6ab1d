//! "Who does what in these weeks?": a dated rota from a plan, changed where something happens, checked.

use crate::base::control::Control;
use crate::base::ids::PractitionerId;
use crate::engine::Engine;
use crate::plan::gap::{Filling, OpenSession};
use crate::plan::rota::{Alternative, Receipt, Rota, Stance, State};
use crate::service::Service;
use crate::strategy::{Earlier, Limits, Promised, RotaAsked, StrategyError, fill_gap, solve_rota};
use crate::verify::{RotaVerdict, verify_rota};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A rota with its verdict.
#[derive(Debug, Clone)]
pub struct RotaAnswer {
    /// The rota.
    pub rota: Rota,
    /// What the independent checker says of it.
    pub verdict: RotaVerdict,
}

impl RotaAnswer {
    /// A rota, checked.
    #[must_use]
    pub fn checked(service: &Service, rota: Rota) -> Self {
        let verdict = verify_rota(service, &rota);
        Self { rota, verdict }
    }
}

/// Makes the rota of some weeks. What an earlier rota has left counts: burdens carried, rooms and people that are usual
/// by now, appointments put off, supervision held; what it has published stays, but for what is changed.
///
/// Where something is changed there may be several good answers. The first disturbs the least in all; after it come
/// those that are better in some respect: nobody else is asked, nobody waits longer, others are asked. Each is the best
/// that keeps to what it holds to.
///
/// # Errors
/// If the engine fails, a week's rota is not found within the limits, or a session cannot be added.
pub fn rotas(
    asked: &RotaAsked,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Vec<Rota>, StrategyError> {
    let least = solve_rota(asked, engine, limits, control)?;
    let (Some(earlier), Some(receipt)) = (asked.earlier, &least.receipt) else { return Ok(vec![least]) };
    // Of drafts there is nothing to hold to.
    if least.weeks.iter().all(|week| week.state != State::Published) {
        return Ok(vec![least]);
    }
    let solve = |stance: &Stance| {
        let with = RotaAsked { earlier: Some(Earlier { stance, ..earlier }), ..*asked };
        match solve_rota(&with, engine, limits, control) {
            Ok(rota) => Ok(Some(rota)),
            Err(StrategyError::NothingWithinLimits | StrategyError::CannotBeAdded(_)) => Ok(None),
            Err(error) => Err(error),
        }
    };
    let others = stances(receipt).par_iter().map(solve).collect::<Result<Vec<Option<Rota>>, StrategyError>>()?;
    let mut all = vec![least];
    for rota in others.into_iter().flatten() {
        if all.iter().all(|known| is_worth_showing(&rota, known)) {
            all.push(rota);
        }
    }
    Ok(all)
}

/// What else can be held to, where the best answer asks for something of others.
fn stances(receipt: &Receipt) -> Vec<Stance> {
    let stand_in: BTreeSet<&PractitionerId> = receipt
        .changes
        .iter()
        .filter_map(|change| {
            let after = change.after.as_ref()?;
            let is_theirs = change.before.as_ref().is_some_and(|before| before.practitioner == after.practitioner);
            (!is_theirs).then_some(&after.practitioner)
        })
        .collect();
    let mut stances = Vec::new();
    if receipt.figures.later > 0 {
        stances.push(Stance::NobodyWaits);
    }
    if !stand_in.is_empty() {
        stances.push(Stance::NobodyElse);
        stances.push(Stance::OtherPeople { spared: stand_in.into_iter().cloned().collect() });
    }
    stances
}

/// Whether somebody might rather have an answer than another: other sessions, and better in some figure or with other
/// people.
fn is_worth_showing(rota: &Rota, than: &Rota) -> bool {
    let (Some(own), Some(other)) = (&rota.receipt, &than.receipt) else { return false };
    let figures = |receipt: &Receipt| {
        let f = &receipt.figures;
        [f.sessions, f.people.len() as u32, f.to_move, f.later]
    };
    let is_better = figures(own).iter().zip(figures(other)).any(|(own, other)| *own < other);
    let other_people = own.figures.people.iter().any(|who| !other.figures.people.contains(who));
    rota.sessions != than.sessions && (is_better || other_people)
}

/// Takes one of several answers by the name of what it holds to; the others are told in its receipt. None if there is no
/// such answer.
#[must_use]
pub fn take(mut rotas: Vec<Rota>, stance: &str) -> Option<Rota> {
    let of = |rota: &Rota| rota.receipt.as_ref().is_some_and(|receipt| receipt.stance.as_str() == stance);
    let place = rotas.iter().position(of)?;
    let mut taken = rotas.remove(place);
    let others = rotas.into_iter().filter_map(|rota| rota.receipt).map(|receipt| Alternative {
        stance: receipt.stance,
        figures: receipt.figures,
        changes: receipt.changes,
    });
    if let Some(receipt) = &mut taken.receipt {
        receipt.others = others.collect();
    }
    Some(taken)
}

/// Says who could take a session of an earlier rota, and which room could hold it.
///
/// # Errors
/// If the engine fails, or the week's rota is not found within the limits.
pub fn gap(
    service: &Service,
    (rota, today): (&Rota, NaiveDate),
    session: &OpenSession,
    (engine, limits): (&dyn Engine, &Limits),
    control: &Control,
) -> Result<Filling, StrategyError> {
    fill_gap((service, &Promised::by_rota(service, rota)), (rota, today), session, (engine, limits), control)
}
