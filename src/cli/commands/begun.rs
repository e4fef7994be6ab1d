//! The plan at which those of a scenario's variants are begun.

use crate::base::control::Control;
use crate::engine::Engine;
use crate::model::Goal;
use crate::plan::Plan;
use crate::record::stamp::digest;
use crate::service::Service;
use crate::strategy::{Limits, Near, StrategyError};
use crate::study;
use std::sync::OnceLock;

/// The plan of the scenario as it is, and how others are begun at it.
#[derive(Default)]
pub struct BegunAt {
    plan: OnceLock<Plan>,
    near: OnceLock<Option<Begun>>,
}

/// A start, and a digest of the plan that it is.
pub struct Begun {
    /// The start.
    pub near: Near,
    /// The digest.
    pub digest: String,
}

impl BegunAt {
    /// Says which plan it is; the first that is said counts.
    pub fn set(&self, plan: Plan) {
        let _ = self.plan.set(plan);
    }

    /// The start, made when it is first asked for, from the plan that is known or else is made for it; none where the
    /// service is not so large that this is of use, or its rules clash.
    ///
    /// # Errors
    /// If the job is cancelled.
    pub fn get(
        &self,
        service: &Service,
        with: (&dyn Engine, &Limits),
        control: &Control,
    ) -> Result<Option<&Begun>, StrategyError> {
        let mut interrupted = false;
        let near = self.near.get_or_init(|| {
            self.make(service, with, control).unwrap_or_else(|error| {
                interrupted = matches!(error, StrategyError::Interrupted);
                None
            })
        });
        if interrupted { Err(StrategyError::Interrupted) } else { Ok(near.as_ref()) }
    }

    fn make(
        &self,
        service: &Service,
        (engine, limits): (&dyn Engine, &Limits),
        control: &Control,
    ) -> Result<Option<Begun>, StrategyError> {
        let plan = match self.plan.get() {
            Some(plan) => plan,
            None if !Near::is_of_use(service, engine) => return Ok(None),
            None => {
                let made = study::checked(service, Goal::Best, engine, limits, control)?.solved.plan;
                self.plan.get_or_init(|| made)
            }
        };
        let near = Near::new(service, plan, (engine, limits), control)?;
        Ok(near.and_then(|near| Some(Begun { near, digest: digest(plan).ok()? })))
    }
}
