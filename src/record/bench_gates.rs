//! A benchmark beside an earlier one: what got worse, and what of that fails.

use crate::record::Program;
use crate::record::bench::{BenchCase, BenchRecord, BenchResult, BenchSolved};
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
const MEMORY_NOISE: f64 = 8e6;
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
        let pairs: Vec<_> = run.cases.iter().filter_map(|case| Some((baseline.case(&case.id)?, case))).collect();
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
        all.extend(self.validity());
        if let (Some(was), Some(is)) = (self.was.solved(), self.is.solved()) {
            all.extend(self.worth(was, is));
            all.extend(self.size(was, is));
            all.extend(self.memory());
            all.extend(self.time());
            all.extend(self.effort(was, is));
        }
        all
    }

    fn told(&self, gate: Gate, weight: Weight, quantity: Quantity) -> GateDifference {
        GateDifference { case: self.is.id.clone(), gate, weight, quantity, was: None, is: None, allowed: None }
    }

    fn words(&self, weight: Weight, quantity: Quantity, [was, is]: [String; 2]) -> Option<GateDifference> {
        let words = |text: &String| Some(Reading::Words(text.clone()));
        let told = || self.told(Gate::Question, weight, quantity);
        (was != is).then(|| GateDifference { was: words(&was), is: words(&is), ..told() })
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

    /// Whether it was solved, and is checked and accepted. What does not work fails even where it did not work before.
    fn validity(&self) -> Option<GateDifference> {
        let both = [self.was, self.is].map(|case| match &case.result {
            BenchResult::Solved(solved) => verdict(solved),
            BenchResult::Failed { why } => format!("not solved: {why}"),
        });
        let checked = |case: &BenchCase| case.solved().is_some_and(|solved| solved.verdict.is_some());
        let valid = self.is.solved().is_some_and(BenchSolved::is_valid);
        let fails = !valid || (checked(self.was) && !checked(self.is));
        if !fails && both[0] == both[1] {
            return None;
        }
        let weight = if fails { Weight::Failure } else { Weight::Note };
        let [was, is] = both.map(|text| Some(Reading::Words(text)));
        Some(GateDifference { was, is, ..self.told(Gate::Validity, weight, Quantity::Verdict) })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::bench::{BenchMeasured, CalibrationRecord, CaseMeasured, ModelSize, SuiteName};
    use crate::record::manifest::{ManifestOutcome, ManifestVerdict};
    use crate::record::{BoundOf, Limits, Program, Stamp, Status};
    use crate::study::bench::{Question, Times};

    const ALLOWED: Allowed = Allowed { share: 0.001, memory_factor: 1.5, time_factor: 2.0, time_fails: false };
    const MB: u64 = 1_000_000;

    fn case(id: &str) -> BenchCase {
        let outcome = ManifestOutcome {
            status: Status::WithinGap,
            value_gbp: 50_000.0,
            bound_gbp: Some(50_100.0),
            gap: Some(0.002),
            bound_of: BoundOf::WeeklyModel,
            cut_short: false,
            clashes: 0,
        };
        let solved = BenchSolved {
            size: ModelSize { rows: 10, columns: 20, whole_columns: 5, nonzeros: 40 },
            outcome,
            nodes: Some(7),
            iterations: Some(900),
            verdict: Some(ManifestVerdict { accepted: true, checks: 100, findings: 0 }),
        };
        let engine = Program { name: "highs".into(), version: "1".into() };
        let stamp = Stamp {
            scenario: Default::default(),
            patches: Vec::new(),
            tool: Program::this_tool(),
            engine,
            limits: Limits { gap: Some(0.01), ..Limits::default() },
        };
        BenchCase { id: id.into(), question: Question::Plan, stamp, result: BenchResult::Solved(Box::new(solved)) }
    }

    fn taken(id: &str) -> CaseMeasured {
        let times = Times { wall_seconds: 1.0, cpu_seconds: Some(1.0) };
        CaseMeasured {
            id: id.into(),
            build: times,
            solve: times,
            check: Some(times),
            build_ratio: 0.01,
            solve_ratio: 2.0,
            solve_ratios: vec![2.0],
            peak_memory_bytes: Some(100 * MB),
        }
    }

    fn run(ids: &[&str]) -> BenchRecord {
        let times = Times { wall_seconds: 0.5, cpu_seconds: Some(0.5) };
        let engine = Program { name: "highs".into(), version: "1".into() };
        let calibration = CalibrationRecord { engine, objective: 7.0, iterations: Some(3), solves: 2, took: times };
        BenchRecord {
            equipoise_bench: 1,
            tool: Program::this_tool(),
            suite: SuiteName::Short,
            cases: ids.iter().map(|id| case(id)).collect(),
            measured: BenchMeasured {
                system: "linux".into(),
                architecture: "any".into(),
                threads: 1,
                calibrations: vec![calibration],
                cases: ids.iter().map(|id| taken(id)).collect(),
            },
            against: None,
        }
    }

    fn solved(record: &mut BenchRecord) -> &mut BenchSolved {
        match &mut record.cases[0].result {
            BenchResult::Solved(solved) => solved,
            BenchResult::Failed { .. } => panic!("it is solved"),
        }
    }

    /// Gates and weights of what differs after a change of this run, and whether it passes.
    fn after(change: impl FnOnce(&mut BenchRecord)) -> (Vec<(Gate, Weight)>, bool) {
        with(ALLOWED, change)
    }

    fn with(allowed: Allowed, change: impl FnOnce(&mut BenchRecord)) -> (Vec<(Gate, Weight)>, bool) {
        let (baseline, mut changed) = (run(&["a", "b"]), run(&["a", "b"]));
        change(&mut changed);
        let against = Against::of(&changed, &baseline, allowed, String::new());
        assert!(against.differences.iter().all(|difference| difference.case == "a"), "b did not change");
        (against.differences.iter().map(|d| (d.gate, d.weight)).collect(), against.passes())
    }

    #[test]
    fn the_same_passes() {
        assert_eq!(after(|_| {}), (vec![], true));
    }

    #[test]
    fn a_refused_unchecked_or_unsolved_plan_fails() {
        let fails = (vec![(Gate::Validity, Weight::Failure)], false);
        let refused = Some(ManifestVerdict { accepted: false, checks: 100, findings: 2 });
        assert_eq!(after(|record| solved(record).verdict = refused), fails);
        assert_eq!(after(|record| solved(record).verdict = None), fails);
        let why = || BenchResult::Failed { why: "no plan".into() };
        assert_eq!(after(|record| record.cases[0].result = why()), fails);
        let (mut before, mut now) = (run(&["a"]), run(&["a"]));
        before.cases[0].result = why();
        assert!(Against::of(&now, &before, ALLOWED, String::new()).passes());
        now.cases[0].result = why();
        assert!(!Against::of(&now, &before, ALLOWED, String::new()).passes());
    }

    #[test]
    fn an_objective_fails_beyond_the_share_only_and_only_downwards() {
        let to = |value: f64| after(|record| solved(record).outcome.value_gbp = value);
        assert_eq!(to(49_949.0), (vec![(Gate::Objective, Weight::Failure)], false));
        assert_eq!(to(49_951.0), (vec![(Gate::Objective, Weight::Note)], true));
        assert_eq!(to(60_000.0), (vec![(Gate::Objective, Weight::Note)], true));
    }

    #[test]
    fn a_bound_fails_upwards_or_where_it_is_lost() {
        let to = |bound: Option<f64>| after(|record| solved(record).outcome.bound_gbp = bound);
        assert_eq!(to(Some(50_151.0)), (vec![(Gate::Bound, Weight::Failure)], false));
        assert_eq!(to(None), (vec![(Gate::Bound, Weight::Failure)], false));
        assert_eq!(to(Some(50_150.0)), (vec![(Gate::Bound, Weight::Note)], true));
        assert_eq!(to(Some(50_000.0)), (vec![(Gate::Bound, Weight::Note)], true));
    }

    #[test]
    fn negative_worths_have_a_slack_too() {
        let (mut before, mut now) = (run(&["a"]), run(&["a"]));
        solved(&mut before).outcome.value_gbp = -1_000.0;
        solved(&mut now).outcome.value_gbp = -1_000.5;
        assert!(Against::of(&now, &before, ALLOWED, String::new()).passes());
        solved(&mut now).outcome.value_gbp = -1_002.0;
        assert!(!Against::of(&now, &before, ALLOWED, String::new()).passes());
    }

    #[test]
    fn any_change_of_size_fails() {
        let fails = (vec![(Gate::Size, Weight::Failure)], false);
        assert_eq!(after(|record| solved(record).size.rows -= 1), fails);
        assert_eq!(after(|record| solved(record).size.columns += 1), fails);
        assert_eq!(after(|record| solved(record).size.whole_columns += 1), fails);
        assert_eq!(after(|record| solved(record).size.nonzeros += 1), fails);
    }

    #[test]
    fn memory_fails_beyond_its_factor_and_more_than_noise() {
        let to = |peak: Option<u64>| after(|record| record.measured.cases[0].peak_memory_bytes = peak);
        assert_eq!(to(Some(151 * MB)), (vec![(Gate::Memory, Weight::Failure)], false));
        assert_eq!(to(Some(150 * MB)), (vec![], true));
        assert_eq!(to(None), (vec![], true));
        let (mut before, mut now) = (run(&["a"]), run(&["a"]));
        before.measured.cases[0].peak_memory_bytes = Some(8 * MB);
        now.measured.cases[0].peak_memory_bytes = Some(15 * MB);
        assert!(Against::of(&now, &before, ALLOWED, String::new()).passes(), "7 MB are noise");
    }

    #[test]
    fn time_warns_unless_it_is_a_gate() {
        let slower = |record: &mut BenchRecord| record.measured.cases[0].solve_ratio = 4.1;
        assert_eq!(after(slower), (vec![(Gate::Time, Weight::Warning)], true));
        let gate = Allowed { time_fails: true, ..ALLOWED };
        assert_eq!(with(gate, slower), (vec![(Gate::Time, Weight::Failure)], false));
        assert_eq!(with(gate, |record| record.measured.cases[0].solve_ratio = 4.0), (vec![], true));
        // Building took a hundredth of a calibration: twice that is too short to be judged.
        assert_eq!(with(gate, |record| record.measured.cases[0].build_ratio = 0.2), (vec![], true));
        let long = with(gate, |record| record.measured.cases[0].build_ratio = 0.21);
        assert_eq!(long, (vec![(Gate::Time, Weight::Failure)], false));
    }

    #[test]
    fn times_of_another_calibration_are_not_compared() {
        let (before, mut now) = (run(&["a"]), run(&["a"]));
        now.measured.calibrations[0].objective = 8.0;
        now.measured.cases[0].solve_ratio = 100.0;
        let against = Against::of(&now, &before, Allowed { time_fails: true, ..ALLOWED }, String::new());
        let told: Vec<_> = against.differences.iter().map(|d| (d.quantity, d.weight)).collect();
        assert_eq!(told, [(Quantity::Calibration, Weight::Warning)]);
    }

    #[test]
    fn effort_is_told() {
        assert_eq!(after(|record| solved(record).nodes = Some(8)), (vec![(Gate::Effort, Weight::Note)], true));
        assert_eq!(after(|record| solved(record).iterations = None), (vec![(Gate::Effort, Weight::Note)], true));
    }

    #[test]
    fn another_question_fails_and_is_not_compared_any_further() {
        let (told, passes) = after(|record| {
            record.cases[0].stamp.limits.gap = Some(0.5);
            solved(record).size.rows = 0;
        });
        assert_eq!((told, passes), (vec![(Gate::Question, Weight::Failure)], false));
        // Another text or solver is what a benchmark may be for.
        let solver = after(|record| record.cases[0].stamp.engine.version = "2".into());
        assert_eq!(solver, (vec![(Gate::Question, Weight::Note)], true));
    }

    #[test]
    fn missing_cases_are_told_and_nothing_in_common_fails() {
        let against = Against::of(&run(&["a", "new"]), &run(&["a", "old"]), ALLOWED, String::new());
        assert_eq!((against.only_in_baseline, against.only_in_run), (vec!["old".into()], vec!["new".into()]));
        assert_eq!(against.compared, 1);
        let nothing: Against = Against::of(&run(&["new"]), &run(&["old"]), ALLOWED, String::new());
        assert!(!nothing.passes());
    }
}
