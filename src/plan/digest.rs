//! What a comparison keeps of a plan or of a long-run balance: the figures that are set side by side, what becomes of
//! each stream week by week, and who runs what, where and when, without dates.

use crate::base::calendar::{HalfDay, Week};
use crate::base::ids::*;
use crate::plan::Plan;
use crate::plan::figures::{AimFigures, BenefitFigures, BudgetFigures};
use crate::plan::steady::SteadyPlan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a comparison keeps of a plan. What a long-run balance does not know is none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Digest {
    /// Patients started, all streams (assessments included).
    pub started: f64,
    /// Patients started in streams that have evidence: what the benefit comes from.
    pub started_with_evidence: f64,
    /// Patients who finish their course within the horizon.
    pub finished: Option<f64>,
    /// Benefit of those who start.
    pub benefit: BenefitFigures,
    /// Waiting at the end.
    pub waiting: f64,
    /// Of these, beyond the target.
    pub beyond_target: Option<f64>,
    /// Patient-weeks beyond the target over the horizon.
    pub breach_weeks: Option<f64>,
    /// Team sessions held (a team counts once).
    pub sessions: f64,
    /// Slots owed after the horizon.
    pub owed_after: Option<f64>,
    /// Of these, beyond what the last pattern's share can give.
    pub excess_after: Option<f64>,
    /// All that is spent, in pounds.
    pub spend_gbp: f64,
    /// All that is earned, in pounds; none where the service earns nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_gbp: Option<f64>,
    /// The aims' worth, in pounds at the policy's prices; costs are negative.
    pub aims: Vec<AimFigures>,
    /// The worth of them all, in pounds.
    pub value_gbp: f64,
    /// By stream.
    pub streams: Vec<StreamDigest>,
    /// By stream and course.
    pub courses: Vec<CourseDigest>,
    /// By budget line.
    pub budgets: Vec<BudgetFigures>,
    /// Who runs what, where and when, and how often within the horizon.
    pub rota: Vec<RotaDigest>,
}

/// What a comparison keeps of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StreamDigest {
    /// The stream.
    pub stream: StreamId,
    /// Started.
    pub started: f64,
    /// Waiting at the end.
    pub waiting: f64,
    /// Mean wait of those who started, first come first served, in weeks.
    pub wait_weeks: Option<f64>,
    /// Lessons a starter is to have, on average, supporting ones left out.
    pub lessons_per_patient: Option<f64>,
    /// Started in each week.
    pub started_by_week: Vec<f64>,
    /// Waiting at the end of each week.
    pub waiting_by_week: Vec<f64>,
}

/// What a comparison keeps of a course within a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CourseDigest {
    /// The stream.
    pub stream: StreamId,
    /// The course.
    pub course: CourseId,
    /// Started.
    pub started: f64,
    /// Benefit in important changes, at the mean.
    pub important_changes: f64,
    /// Whether its evidence lies between trial points.
    pub interpolated: bool,
}

/// A session that somebody runs in some weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RotaDigest {
    /// Who.
    pub practitioner: PractitionerId,
    /// When in the week.
    pub half_day: HalfDay,
    /// What kind of session.
    pub clinic: ClinicId,
    /// Where.
    pub site: SiteId,
    /// How often within the horizon.
    pub sessions: u32,
}

impl Digest {
    /// The courses that anybody starts.
    pub fn started_courses(&self) -> impl Iterator<Item = CourseId> {
        self.courses.iter().filter(|c| c.started > 0.0).map(|c| c.course.clone())
    }

    /// Of a plan over so many weeks.
    #[must_use]
    pub fn of_plan(plan: &Plan, weeks: u32) -> Self {
        let figures = &plan.figures;
        let sum =
            |of: &dyn Fn(&crate::plan::figures::StreamFigures) -> f64| figures.streams.iter().map(of).sum::<f64>();
        let by_week = |rows: &mut dyn Iterator<Item = (Week, f64)>| {
            let mut list = vec![0.0; weeks as usize];
            for (week, number) in rows {
                if let Some(entry) = list.get_mut(week.index()) {
                    *entry += number;
                }
            }
            list
        };
        let stream = |s: &crate::plan::figures::StreamFigures| {
            let starts = plan.starts.iter().filter(|start| start.stream == s.stream);
            let queues = plan.queues.iter().filter(|queue| queue.stream == s.stream);
            StreamDigest {
                stream: s.stream.clone(),
                started: s.started,
                waiting: s.waiting,
                wait_weeks: Some(s.mean_wait_of_started_weeks),
                lessons_per_patient: Some(s.lessons_per_patient),
                started_by_week: by_week(&mut starts.map(|start| (start.week, start.patients))),
                waiting_by_week: by_week(&mut queues.map(|queue| (queue.week, queue.waiting))),
            }
        };
        let mut rota: BTreeMap<_, u32> = BTreeMap::new();
        for s in &plan.sessions {
            *rota.entry((&s.practitioner, &s.half_day, &s.clinic, &s.site)).or_default() += 1;
        }
        let session = |((practitioner, half_day, clinic, site), sessions): ((&_, &HalfDay, &_, &_), u32)| RotaDigest {
            practitioner: Clone::clone(practitioner),
            half_day: half_day.clone(),
            clinic: Clone::clone(clinic),
            site: Clone::clone(site),
            sessions,
        };
        Self {
            started: figures.started,
            started_with_evidence: figures.streams.iter().filter(|s| s.has_evidence).map(|s| s.started).sum(),
            finished: Some(figures.finished),
            benefit: figures.benefit.clone(),
            waiting: sum(&|s| s.waiting),
            beyond_target: Some(sum(&|s| s.beyond_target)),
            breach_weeks: Some(sum(&|s| s.breach_weeks)),
            sessions: figures.clinics.iter().map(|c| c.sessions).sum(),
            owed_after: Some(figures.owed_after),
            excess_after: Some(figures.excess_after),
            spend_gbp: figures.spend_gbp,
            income_gbp: (!figures.income.is_empty()).then(|| figures.income_gbp()),
            aims: figures.aims.clone(),
            value_gbp: figures.value_gbp,
            streams: figures.streams.iter().map(stream).collect(),
            courses: figures
                .courses
                .iter()
                .map(|c| CourseDigest {
                    stream: c.stream.clone(),
                    course: c.course.clone(),
                    started: c.started,
                    important_changes: c.important_changes,
                    interpolated: c.interpolated,
                })
                .collect(),
            budgets: figures.budgets.clone(),
            rota: rota.into_iter().map(session).collect(),
        }
    }

    /// Of a long-run balance.
    #[must_use]
    pub fn of_balance(balance: &SteadyPlan) -> Self {
        let lessons = |stream: &StreamId| {
            let own = balance.starts.iter().filter(|start| start.stream == *stream);
            let (lessons, patients) = own.fold((0.0, 0.0), |sum, s| (sum.0 + s.lessons, sum.1 + s.patients));
            (patients > 0.0).then(|| lessons / patients)
        };
        Self {
            started: balance.streams.iter().map(|s| s.started).sum(),
            started_with_evidence: balance.streams.iter().filter(|s| s.has_evidence).map(|s| s.started).sum(),
            finished: None,
            benefit: balance.benefit.clone(),
            waiting: balance.streams.iter().map(|s| s.left).sum(),
            beyond_target: None,
            breach_weeks: None,
            sessions: balance.clinics.iter().map(|c| c.sessions).sum(),
            owed_after: None,
            excess_after: None,
            spend_gbp: balance.spend_gbp,
            income_gbp: (!balance.income.is_empty()).then(|| balance.income.iter().map(|row| row.gbp).sum()),
            aims: balance.aims.clone(),
            value_gbp: balance.value_gbp,
            streams: balance
                .streams
                .iter()
                .map(|s| StreamDigest {
                    stream: s.stream.clone(),
                    started: s.started,
                    waiting: s.left,
                    wait_weeks: None,
                    lessons_per_patient: lessons(&s.stream),
                    started_by_week: Vec::new(),
                    waiting_by_week: Vec::new(),
                })
                .collect(),
            courses: balance
                .starts
                .iter()
                .map(|s| CourseDigest {
                    stream: s.stream.clone(),
                    course: s.course.clone(),
                    started: s.patients,
                    important_changes: s.important_changes,
                    interpolated: s.interpolated,
                })
                .collect(),
            budgets: balance.budgets.clone(),
            rota: Vec::new(),
        }
    }
}
