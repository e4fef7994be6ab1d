//! Any answer that a folder of results holds.

use crate::base::finding::{Finding, Place};
use crate::record::codes;
use crate::record::{
    Assumption, ComparisonRecord, EvidenceNotes, ExplanationRecord, FrontierRecord, PlanRecord, RotaRecord,
    SensitivityRecord, ServiceOutline, Stamp, SteadyRecord,
};
use std::path::Path;

/// Any answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerRecord {
    /// A plan, with the long-run balance beside it where there is one.
    Plan(Box<PlanRecord>, Option<Box<SteadyRecord>>),
    /// A long-run balance.
    Steady(Box<SteadyRecord>),
    /// Variants side by side.
    Comparison(Box<ComparisonRecord>),
    /// A frontier.
    Frontier(Box<FrontierRecord>),
    /// What one more would bring.
    Explanation(Box<ExplanationRecord>),
    /// Whether the mix holds.
    Sensitivity(Box<SensitivityRecord>),
    /// The dated rota of some weeks.
    Rota(Box<RotaRecord>),
}

impl AnswerRecord {
    /// The answer in a folder of results.
    ///
    /// # Errors
    /// A finding that says what is wrong with the folder or its record.
    pub fn in_folder(folder: &Path) -> Result<Self, Box<Finding>> {
        let holds = |name: &str| Some(folder.join(name)).filter(|file| file.is_file());
        if let Some(plan) = holds("plan.json") {
            let balance = holds("steady.json").map(|file| SteadyRecord::from_file(&file)).transpose()?;
            return Ok(Self::Plan(Box::new(PlanRecord::from_file(&plan)?), balance.map(Box::new)));
        }
        if let Some(file) = holds("comparison.json") {
            return Ok(Self::Comparison(Box::new(ComparisonRecord::from_file(&file)?)));
        }
        if let Some(file) = holds("frontier.json") {
            return Ok(Self::Frontier(Box::new(FrontierRecord::from_file(&file)?)));
        }
        if let Some(file) = holds("explanation.json") {
            return Ok(Self::Explanation(Box::new(ExplanationRecord::from_file(&file)?)));
        }
        if let Some(file) = holds("sensitivity.json") {
            return Ok(Self::Sensitivity(Box::new(SensitivityRecord::from_file(&file)?)));
        }
        if let Some(file) = holds("rota.json") {
            return Ok(Self::Rota(Box::new(RotaRecord::from_file(&file)?)));
        }
        if let Some(file) = holds("steady.json") {
            return Ok(Self::Steady(Box::new(SteadyRecord::from_file(&file)?)));
        }
        let finding = Finding::error(
            codes::NO_ANSWER,
            "this folder holds no answer of equipoise",
            "name a folder that plan, compare, frontier, explain, sensitivity or rota has written with --out",
        );
        Err(Box::new(finding.at(Place::WholeFile { file: folder.display().to_string() })))
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Plan(..) => "plan",
            Self::Steady(_) => "steady",
            Self::Comparison(_) => "comparison",
            Self::Frontier(_) => "frontier",
            Self::Explanation(_) => "explanation",
            Self::Sensitivity(_) => "sensitivity",
            Self::Rota(_) => "rota",
        }
    }

    /// Where it comes from.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        self.parts().0
    }

    /// Names, dates and units.
    #[must_use]
    pub fn service(&self) -> &ServiceOutline {
        self.parts().1
    }

    /// The prices.
    #[must_use]
    pub fn assumptions(&self) -> &[Assumption] {
        self.parts().2
    }

    /// What to know about the evidence, where an answer rests on it.
    #[must_use]
    pub fn evidence(&self) -> Option<&EvidenceNotes> {
        self.parts().3
    }

    fn parts(&self) -> (&Stamp, &ServiceOutline, &[Assumption], Option<&EvidenceNotes>) {
        match self {
            Self::Plan(r, _) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Steady(r) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Comparison(r) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Frontier(r) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Explanation(r) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Sensitivity(r) => (&r.stamp, &r.service, &r.assumptions, Some(&r.evidence)),
            Self::Rota(r) => (&r.stamp, &r.service, &r.assumptions, None),
        }
    }
}
