//! The way through the checker of rotas.

use super::{appointments, fairness, figures, journeys, kept, preferences, receipt, same_room, supervision, usual};
use crate::base::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::plan::rota::Rota;
use crate::service::{RuleId, Service};
use crate::verify::reckon::Facts;
use crate::verify::rows::Rows;
use crate::verify::rules;
use crate::verify::sheet::Sheet;
use crate::verify::verdict::Checked;
use std::collections::BTreeSet;

/// The rules of plans that dated sessions and meetings keep too.
const DATED: [RuleId; 8] = [
    RuleId::OnePlace,
    RuleId::Eligible,
    RuleId::Contracted,
    RuleId::Rooms,
    RuleId::Together,
    RuleId::Meetings,
    RuleId::Travel,
    RuleId::WorkingTime,
];

/// What the checker says of a rota.
#[derive(Debug, Clone, PartialEq)]
pub struct RotaVerdict {
    /// What is wrong, in the order of the checks.
    pub findings: Vec<Finding>,
    /// How many checks each rule has made.
    pub checked: Vec<Checked>,
}

impl RotaVerdict {
    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.findings.extend(other.findings);
        for more in other.checked {
            match self.checked.iter_mut().find(|checked| checked.rule == more.rule) {
                Some(checked) => checked.checks += more.checks,
                None => self.checked.push(more),
            }
        }
        self
    }

    /// Whether the rota may be published: no finding is an error.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.findings.iter().all(|f| f.severity < Severity::Error)
    }
}

/// A rota as the checker reads it.
pub(super) struct Read<'a> {
    /// The service.
    pub service: &'a Service,
    /// The rota.
    pub rota: &'a Rota,
    /// What follows from its sessions and meetings.
    pub facts: &'a Facts<'a>,
    /// Its weeks.
    pub weeks: &'a BTreeSet<usize>,
}

/// Checks a rota against a service, whatever the rota holds.
#[must_use]
pub fn verify_rota(service: &Service, rota: &Rota) -> RotaVerdict {
    let mut sheet = Sheet::default();
    let dated = Plan {
        meeting_times: rota.meeting_times.clone(),
        sessions: rota.sessions.clone(),
        meetings: rota.meetings.clone(),
        ..Plan::default()
    };
    let weeks: BTreeSet<usize> = rota.weeks.iter().map(|w| w.week.index()).collect();
    let rows = Rows::read(service, &dated, &mut sheet);
    let facts = Facts::of_weeks(service, &dated, rows, &weeks);
    rules::check_dated(&facts, &mut sheet);
    let read = Read { service, rota, facts: &facts, weeks: &weeks };
    kept::check(&read, &mut sheet);
    appointments::check(&read, &mut sheet);
    usual::check(&read, &mut sheet);
    fairness::check(&read, &mut sheet);
    preferences::check(&read, &mut sheet);
    supervision::check(&read, &mut sheet);
    journeys::check(&read, &mut sheet);
    same_room::check(&read, &mut sheet);
    receipt::check(&read, &mut sheet);
    figures::check(&read, &mut sheet);
    let rules: Vec<RuleId> = DATED.iter().chain(RuleId::OF_ROTAS).copied().collect();
    let (findings, checked) = sheet.close(&rules);
    RotaVerdict { findings, checked }
}
