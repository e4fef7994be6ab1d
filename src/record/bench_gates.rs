//! A benchmark beside an earlier one: what got worse, and what of that fails.

use crate::record::bench::{BenchCase, BenchRecord, BenchResult, BenchSolved};
use crate::record::Program;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a benchmark came to beside an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// The program that the baseline was taken with.
    pub tool: Program,
    /// What is allowed.
    pub allowed: Allowed,
    /// How many cases are in both.
    pub compared: u64,
    /// Cases that only the baseline has.
    pub only_in_baseline: Vec<String>,
    /// Cases that only this run has.
    pub only_in_run: Vec<String>,
    /// What differs, case by case.
    pub differences: Vec<GateDifference>,
    /// The command that takes the baseline anew.
    pub retake: String,
}

/// How much worse something may get.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// Objective and bound may be worse by this share of the baseline's.
    pub share: f64,
    /// Peak memory may be so many times the baseline's.
    pub memory_factor: f64,
    /// Times, told in calibrations, may be so many times the baseline's.
    pub time_factor: f64,
    /// Whether more time than that fails; else it is a warning.
    pub time_fails: bool,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Whether the case can be compared: asked for in the same way.
    Question,
    /// Whether it was solved, and the independent checker accepts it.
    Validity,
    /// The objective, in pounds: more is better.
    Objective,
    /// The proven bound, in pounds: less is tighter.
    Bound,
    /// Rows, columns and coefficients of the model.
    Size,
    /// Peak memory.
    Memory,
    /// Building and solving, in times of the calibration.
    Time,
    /// Nodes and iterations: information.
    Effort,
}

impl Gate {
    /// As records write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Gate::Question => "question",
            Gate::Validity => "validity",
            Gate::Objective => "objective",
            Gate::Bound => "bound",
            Gate::Size => "size",
            Gate::Memory => "memory",
            Gate::Time => "time",
            Gate::Effort => "effort",
        }
    }
}

/// How much a difference matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It is told.
    Note,
    /// It is told as a warning.
    Warning,
    /// The benchmark fails.
    Failure,
}

impl Weight {
    /// As records write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Failure => "failure",
        }
    }
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// The scenario's text.
    Scenario,
    /// What is changed in it.
    Changes,
    /// The limits of the search.
    Limits,
    /// The solver.
    Solver,
    /// What the checker says.
    Verdict,
    /// The objective, in pounds.
    ObjectiveGbp,
    /// The bound, in pounds.
    BoundGbp,
    /// Rows of the model.
    Rows,
    /// Columns of the model.
    Columns,
    /// Whole columns of the model.
    WholeColumns,
    /// Coefficients of the model.
    Nonzeros,
    /// Peak memory, in bytes.
    PeakMemoryBytes,
    /// Building, in times of the calibration.
    BuildRatio,
    /// Solving, in times of the calibration.
    SolveRatio,
    /// Branch-and-bound nodes.
    Nodes,
    /// Simplex iterations.
    Iterations,
    /// The calibration's optimum.
    Calibration,
}

/// A reading: a number, or words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Reading {
    /// A number.
    Number(f64),
    /// Words.
    Words(String),
}

/// Something that differs from the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateDifference {
    /// The case.
    pub case: String,
    /// Which gate looks at it.
    pub gate: Gate,
    /// How much it matters.
    pub weight: Weight,
    /// What differs.
    pub quantity: Quantity,
    /// What the baseline has; none where it has nothing.
    pub was: Option<Reading>,
    /// What this run has; none where it has nothing.
    pub is: Option<Reading>,
    /// The worst that would pass; none where nothing else would.
    pub allowed: Option<f64>,
}

/// Peak memory below this much more is noise: the allocator's, not the case's.
const MEMORY_NOISE: f64 = 16.0 * 1024.0 * 1024.0;
/// Stretches of less than this share of a calibration are too short to be judged.
const SHORTEST: f64 = 0.1;
/// Calibrations further apart than this share are of different programs.
const SAME_CALIBRATION: f64 = 1e-6;

impl Against {
    /// Sets a run beside a baseline.
    #[must_use]
    pub fn of(run: &BenchRecord, baseline: &BenchRecord, allowed: Allowed, retake: String) -> Self {
        let only = |these: &BenchRecord, those: &BenchRecord| {
            let missing = these.cases.iter().filter(|case| those.case(&case.id).is_none());
            missing.map(|case| case.id.clone()).collect::<Vec<_>>()
        };
        let pairs: Vec<_> =
            run.cases.iter().filter_map(|case| Some((baseline.case(&case.id)?, case))).collect();
        let differences = pairs.iter().flat_map(|(was, is)| Pair { run, baseline, was, is, allowed }.differences());
        Self {
            tool: baseline.tool.clone(),
            allowed,
            compared: pairs.len() as u64,
            only_in_baseline: only(baseline, run),
            only_in_run: only(run, baseline),
            differences: differences.collect(),
            retake,
        }
    }

    /// Whether nothing fails, and there was something to compare.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.compared > 0 && self.failures().next().is_none()
    }

    /// What fails.
    pub fn failures(&self) -> impl Iterator<Item = &GateDifference> {
        self.differences.iter().filter(|difference| difference.weight == Weight::Failure)
    }
}

/// A case in both.
struct Pair<'a> {
    run: &'a BenchRecord,
    baseline: &'a BenchRecord,
    was: &'a BenchCase,
    is: &'a BenchCase,
    allowed: Allowed,
}

impl Pair<'_> {
    fn differences(&self) -> Vec<GateDifference> {
        let mut all = self.question();
        if all.iter().any(|difference| difference.weight == Weight::Failure) {
            // Answers to other questions cannot be compared.
            return all;
        }
        match (self.was.solved(), self.is.solved()) {
            (Some(was), Some(is)) => {
                all.extend(self.validity(was, is));
                all.extend(self.worth(was, is));
                all.extend(self.size(was, is));
                all.extend(self.memory());
                all.extend(self.time());
                all.extend(self.effort(was, is));
            }
            (_, is) => all.extend(self.of_failed(is)),
        }
        all
    }

    fn told(&self, gate: Gate, weight: Weight, quantity: Quantity) -> GateDifference {
        GateDifference { case: self.is.id.clone(), gate, weight, quantity, was: None, is: None, allowed: None }
    }

    fn words(&self, weight: Weight, quantity: Quantity, [was, is]: [String; 2]) -> Option<GateDifference> {
        let gate = if quantity == Quantity::Verdict { Gate::Validity } else { Gate::Question };
        let words = |text: &String| Some(Reading::Words(text.clone()));
        (was != is).then(|| GateDifference { was: words(&was), is: words(&is), ..self.told(gate, weight, quantity) })
    }

    fn numbers(
        &self,
        (gate, weight, quantity): (Gate, Weight, Quantity),
        [was, is]: [Option<f64>; 2],
        allowed: Option<f64>,
    ) -> GateDifference {
        let [was, is] = [was, is].map(|number| number.map(Reading::Number));
        GateDifference { was, is, allowed, ..self.told(gate, weight, quantity) }
    }

    /// Whether both were asked the same.
    fn question(&self) -> Vec<GateDifference> {
        let both = [&self.was.stamp, &self.is.stamp];
        let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
        let all = [
            self.words(Weight::Note, Quantity::Scenario, both.map(|stamp| stamp.scenario.hash.clone())),
            self.words(Weight::Failure, Quantity::Changes, both.map(|s| json(serde_json::to_string(&s.patches)))),
            self.words(Weight::Failure, Quantity::Limits, both.map(|s| json(serde_json::to_string(&s.limits)))),
            self.words(Weight::Note, Quantity::Solver, both.map(|s| format!("{} {}", s.engine.name, s.engine.version))),
        ];
        all.into_iter().flatten().collect()
    }

    /// One that was not solved: a failure, unless the baseline's was not either.
    fn of_failed(&self, is: Option<&BenchSolved>) -> Option<GateDifference> {
        let words = |case: &BenchCase| match &case.result {
            BenchResult::Solved(solved) => verdict(solved),
            BenchResult::Failed { why } => format!("not solved: {why}"),
        };
        let fails = is.is_none_or(|is| !is.is_valid());
        let weight = if fails { Weight::Failure } else { Weight::Note };
        let both = [self.was, self.is].map(words);
        // A case that does not work is no baseline: it fails even where it failed before.
        let same = || GateDifference {
            was: Some(Reading::Words(both[0].clone())),
            is: Some(Reading::Words(both[1].clone())),
            ..self.told(Gate::Validity, weight, Quantity::Verdict)
        };
        Some(same())
    }

    fn validity(&self, was: &BenchSolved, is: &BenchSolved) -> Option<GateDifference> {
        let both = [was, is].map(verdict);
        if is.is_valid() {
            return self.words(Weight::Note, Quantity::Verdict, both);
        }
        let [was, is] = both.map(|text| Some(Reading::Words(text)));
        Some(GateDifference { was, is, ..self.told(Gate::Validity, Weight::Failure, Quantity::Verdict) })
    }

    /// Objective and bound.
    fn worth(&self, was: &BenchSolved, is: &BenchSolved) -> Vec<GateDifference> {
        let slack = |was: f64| self.allowed.share * was.abs() + 1e-6;
        let mut all = Vec::new();
        let values = [was.outcome.value_gbp, is.outcome.value_gbp];
        let least = values[0] - slack(values[0]);
        if values[0] != values[1] {
            let weight = if values[1] < least { Weight::Failure } else { Weight::Note };
            let what = (Gate::Objective, weight, Quantity::ObjectiveGbp);
            all.push(self.numbers(what, values.map(Some), Some(least)));
        }
        let bounds = [was.outcome.bound_gbp, is.outcome.bound_gbp];
        let most = bounds[0].map(|bound| bound + slack(bound));
        if bounds[0] != bounds[1] {
            let weaker = match (most, bounds[1]) {
                (Some(most), Some(is)) => is > most,
                (Some(_), None) => true,
                (None, _) => false,
            };
            let weight = if weaker { Weight::Failure } else { Weight::Note };
            all.push(self.numbers((Gate::Bound, weight, Quantity::BoundGbp), bounds, most));
        }
        all
    }

    fn size(&self, was: &BenchSolved, is: &BenchSolved) -> Vec<GateDifference> {
        let all = [
            (Quantity::Rows, was.size.rows, is.size.rows),
            (Quantity::Columns, was.size.columns, is.size.columns),
            (Quantity::WholeColumns, was.size.whole_columns, is.size.whole_columns),
            (Quantity::Nonzeros, was.size.nonzeros, is.size.nonzeros),
        ];
        let changed = all.into_iter().filter(|(_, was, is)| was != is);
        changed
            .map(|(quantity, was, is)| {
                self.numbers((Gate::Size, Weight::Failure, quantity), [was, is].map(|n| Some(n as f64)), None)
            })
            .collect()
    }

    /// Peak memory, where both systems tell it.
    fn memory(&self) -> Option<GateDifference> {
        let peak = |of: &BenchRecord| Some(of.taken(&self.is.id)?.peak_memory_bytes? as f64);
        let (was, is) = (peak(self.baseline)?, peak(self.run)?);
        let most = (was * self.allowed.memory_factor).max(was + MEMORY_NOISE);
        let what = (Gate::Memory, Weight::Failure, Quantity::PeakMemoryBytes);
        (is > most).then(|| self.numbers(what, [was, is].map(Some), Some(most)))
    }

    /// Building and solving, where both are told in the same calibration.
    fn time(&self) -> Vec<GateDifference> {
        let (Some(was), Some(is)) = (self.baseline.taken(&self.is.id), self.run.taken(&self.is.id)) else {
            return Vec::new();
        };
        let engine = &self.is.stamp.engine.name;
        let optima = [self.baseline, self.run].map(|of| of.calibration(engine).map(|found| found.objective));
        if let [Some(first), Some(second)] = optima
            && (first - second).abs() > SAME_CALIBRATION * first.abs()
        {
            return vec![self.numbers((Gate::Time, Weight::Warning, Quantity::Calibration), optima, None)];
        }
        let weight = if self.allowed.time_fails { Weight::Failure } else { Weight::Warning };
        let stretches = [
            (Quantity::BuildRatio, was.build_ratio, is.build_ratio),
            (Quantity::SolveRatio, was.solve_ratio, is.solve_ratio),
        ];
        let slower = stretches.into_iter().filter(|(_, was, is)| is.max(*was) >= SHORTEST && *is > self.most(*was));
        slower
            .map(|(quantity, was, is)| {
                self.numbers((Gate::Time, weight, quantity), [was, is].map(Some), Some(self.most(was)))
            })
            .collect()
    }

    /// The longest that passes for what took so long; what was too short to be judged is taken for the shortest.
    fn most(&self, was: f64) -> f64 {
        was.max(SHORTEST) * self.allowed.time_factor
    }

    fn effort(&self, was: &BenchSolved, is: &BenchSolved) -> Vec<GateDifference> {
        let all = [(Quantity::Nodes, was.nodes, is.nodes), (Quantity::Iterations, was.iterations, is.iterations)];
        let changed = all.into_iter().filter(|(_, was, is)| was != is);
        changed
            .map(|(quantity, was, is)| {
                self.numbers((Gate::Effort, Weight::Note, quantity), [was, is].map(|n| n.map(|n| n as f64)), None)
            })
            .collect()
    }
}

/// What the checker says, in words.
fn verdict(solved: &BenchSolved) -> String {
    match solved.verdict {
        None => "not a plan".to_owned(),
        Some(verdict) if verdict.accepted => "accepted".to_owned(),
        Some(verdict) => format!("refused, with {} findings", verdict.findings),
    }
}
