//! What becomes of preferences and pins.

use super::week::solve_week;
use crate::base::calendar::{Week, iso_week};
use crate::model::weeks::{Question, WeekRota};
use crate::plan::rota::{PinRow, PreferenceRow};
use crate::service::{Pin, Service, Which};
use crate::strategy::StrategyError;
use crate::strategy::run::Runner;
use std::collections::BTreeMap;

/// What became of each pin of the policy.
pub(super) fn pins(service: &Service, broken: &BTreeMap<(usize, Week), String>) -> Vec<PinRow> {
    let row = |(n, pin): (usize, &Pin)| PinRow {
        hold: pin.hold,
        words: pin.which.in_words(),
        broken: broken
            .iter()
            .filter(|((at, _), _)| *at == n)
            .map(|((_, week), why)| {
                let iso = iso_week(week.monday(service.timetable.start));
                format!("does not hold in {iso}: {why}")
            })
            .collect(),
    };
    service.policy.rota.pins.iter().enumerate().map(row).collect()
}

/// What becomes of preferences, and what honouring each costs everything else.
pub(super) struct Liked {
    /// A row a preference, in the order of practitioners.
    pub rows: Vec<PreferenceRow>,
    /// Whose each is: the practitioner, and which of theirs.
    whose: Vec<(usize, usize)>,
}

impl Liked {
    pub fn new(service: &Service) -> Self {
        let mut liked = Self { rows: Vec::new(), whose: Vec::new() };
        for (p, practitioner) in service.practitioners.iter().enumerate() {
            for (n, preference) in practitioner.preferences.iter().enumerate() {
                let verb = if preference.prefers { "prefer" } else { "avoid" };
                let which = Which { practitioners: None, ..preference.which.clone() };
                liked.whose.push((p, n));
                liked.rows.push(PreferenceRow {
                    practitioner: practitioner.id.clone(),
                    words: format!("{verb} {}", which.in_words()),
                    sessions: 0,
                    against: 0,
                    price_gbp: Some(0.0),
                });
            }
        }
        liked
    }

    /// Adds a week: counts sessions, and solves it once more without each preference. Of a week that is not solved for
    /// the preferences' sake only the sessions are counted, and no price is told.
    pub fn add(
        &mut self,
        runner: &mut Runner,
        question: &Question,
        found: &WeekRota,
        cost: f64,
    ) -> Result<(), StrategyError> {
        let facts = question.facts;
        for (row, &(p, n)) in self.rows.iter_mut().zip(&self.whose) {
            let preference = &facts.practitioner(p).preferences[n];
            let own = found.teams.iter().flat_map(|team| &team.seats).map(|&i| &facts.seats[i]);
            let own: Vec<_> = own.filter(|seat| seat.practitioner == p).collect();
            let against = own.iter().filter(|seat| preference.minds(facts.service, facts.seen(seat, 0))).count() as u32;
            row.sessions += own.len() as u32;
            row.against += against;
            if question.published.is_some() {
                row.price_gbp = None;
            }
            let Some(price) = row.price_gbp else { continue };
            let without = Question { passed_over: Some((p, n)), ..*question };
            let least = solve_week(runner, &without)?.cost;
            let others = cost - f64::from(against) * preference.price.0;
            row.price_gbp = Some(price + (others - least).max(0.0));
        }
        Ok(())
    }
}
