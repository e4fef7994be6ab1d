//! The fixed cases: reference scenarios, what is made of them, by which engine and within which limits.

use super::question::Question;
use crate::engine::Engine;
use crate::strategy::Limits;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// What takes less than half a minute in all.
    Short,
    /// With whole plans of large services: some minutes more.
    Long,
}

/// A case of a suite.
#[derive(Debug, Clone, PartialEq)]
pub struct SuiteCase {
    /// The reference scenario.
    pub scenario: &'static str,
    /// What is made of it.
    pub question: Question,
    /// The engine's name.
    pub engine: &'static str,
    /// Its limits, seed included.
    pub limits: Limits,
    /// How often it is measured, unless the user says otherwise.
    pub rounds: u32,
}

/// Which engines a case is for.
enum For {
    /// All of them.
    All,
    /// Those that count their work: nothing else ends a search that takes too long.
    Counting,
    /// Those that do not.
    Plain,
}

impl For {
    fn has(&self, engine: &dyn Engine) -> bool {
        match self {
            For::All => true,
            For::Counting => engine.capabilities().work_limits,
            For::Plain => !engine.capabilities().work_limits,
        }
    }
}

/// A case before its engine is known: scenario, question, engines, gap, rounds.
struct Row(&'static str, Question, For, f64, u32);

/// Short cases. Those that take seconds are measured once.
const SHORT: [Row; 9] = [
    Row("minimal", Question::Plan, For::All, 0.01, 3),
    Row("alexander", Question::Plan, For::Counting, 0.01, 3),
    // To 1 % microlp takes fifty times as long.
    Row("alexander", Question::Plan, For::Plain, 0.02, 3),
    Row("alexander", Question::Steady, For::All, 0.01, 3),
    Row("alexander", Question::Split, For::All, 0.01, 3),
    Row("kent", Question::Steady, For::Counting, 0.01, 3),
    Row("kent", Question::Split, For::Counting, 0.01, 1),
    Row("reading-swansea", Question::Steady, For::Counting, 0.01, 3),
    Row("reading-swansea", Question::Split, For::Counting, 0.01, 1),
];

/// Long cases; gaps so wide that a first plan is within them.
const LONG: [Row; 2] = [
    Row("kent", Question::Plan, For::Counting, 0.1, 1),
    Row("reading-swansea", Question::Plan, For::Counting, 0.06, 1),
];

/// The cases of a suite for the engines of this build, in the order in which they are measured.
#[must_use]
pub fn suite(suite: Suite, engines: &[&'static dyn Engine]) -> Vec<SuiteCase> {
    let mut cases = Vec::new();
    let long = LONG.iter().filter(|_| suite == Suite::Long);
    for Row(scenario, question, whom, gap, rounds) in SHORT.iter().chain(long) {
        let fit = engines.iter().filter(|engine| whom.has(**engine));
        cases.extend(fit.map(|engine| SuiteCase {
            scenario,
            question: *question,
            engine: engine.name(),
            limits: Limits { gap: *gap, ..Limits::default() },
            rounds: *rounds,
        }));
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::engines;
    use crate::scenario::reference;

    #[test]
    fn every_case_is_of_a_scenario_that_there_is_and_once_in_the_suite() {
        let all = suite(Suite::Long, &engines());
        let short = suite(Suite::Short, &engines());
        assert!(all.starts_with(&short) && (all.len() > short.len() || cfg!(not(feature = "highs"))));
        for (place, case) in all.iter().enumerate() {
            assert!(reference(case.scenario).is_some(), "{}", case.scenario);
            let same = |other: &SuiteCase| {
                (other.scenario, other.question, other.engine) == (case.scenario, case.question, case.engine)
            };
            assert_eq!(all.iter().position(same), Some(place));
            assert_eq!(case.limits.seconds, None, "a limit of seconds is no fixed case");
        }
    }
}
