//! Fixed linear programs, solved by the same engine on the same machine: what times are told in.
//!
//! Each covers random demands at least cost, its numbers drawn from a generator that is written out here, so that no
//! library's next version changes it. Several of them, so that one that an engine happens to like weighs little.

use super::clock::{Stopwatch, Times};
use crate::base::control::Control;
use crate::engine::{Col, Engine, Program, Request, Status};
use crate::strategy::StrategyError;

/// Demands to be covered.
const ROWS: usize = 400;
/// What they are covered with.
const COLUMNS: usize = 800;
/// How many columns cover a demand.
const TERMS: usize = 40;
/// What the numbers of each program are drawn from.
const SEEDS: std::ops::Range<u64> = 1..9;

/// A calibration that was solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// The sum of the optima: the same on every machine, but for rounding.
    pub objective: f64,
    /// Simplex iterations; none where the engine does not count.
    pub iterations: Option<u64>,
    /// How long it took.
    pub took: Times,
}

/// Solves the calibration's programs, one after the other.
///
/// # Errors
/// If the engine fails, or the job is cancelled.
pub fn calibrate(engine: &dyn Engine, control: &Control) -> Result<Calibration, StrategyError> {
    let programs: Vec<Program> = SEEDS.map(program).collect();
    let (mut objective, mut iterations) = (0.0, 0);
    let mut watch = Stopwatch::start();
    for program in &programs {
        let outcome = engine.solve(program, &Request::default(), control)?;
        if control.is_cancelled() {
            return Err(StrategyError::Interrupted);
        }
        if outcome.status != Status::Optimal {
            return Err(StrategyError::NothingWithinLimits);
        }
        objective += outcome.objective;
        iterations += outcome.iterations;
    }
    let took = watch.lap();
    let counts = engine.capabilities().work_limits;
    Ok(Calibration { objective, iterations: counts.then_some(iterations), took })
}

/// Numbers that look random: SplitMix64.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `least` to below `least + many`.
    fn whole(&mut self, least: u64, many: u64) -> u64 {
        least + self.next() % many
    }
}

/// The program of a seed.
fn program(seed: u64) -> Program {
    let mut draws = Draws(seed);
    let mut program = Program::default();
    for column in 0..COLUMNS {
        let cost = draws.whole(100, 900) as f64 / 100.0;
        program.column(format!("x {column}"), 0.0, 10.0, cost);
    }
    for row in 0..ROWS {
        let terms = (0..TERMS).map(|_| {
            let column = draws.whole(0, COLUMNS as u64);
            (Col(column as u32), draws.whole(1, 20) as f64)
        });
        let terms = terms.collect();
        program.at_least(format!("demand {row}"), terms, draws.whole(50, 450) as f64);
    }
    program
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::engines;

    #[test]
    fn every_engine_finds_the_same_optimum_again_and_again() {
        let control = Control::default();
        for engine in engines() {
            let first = calibrate(engine, &control).expect("an optimum");
            let again = calibrate(engine, &control).expect("an optimum");
            assert_eq!((first.objective.to_bits(), first.iterations), (again.objective.to_bits(), again.iterations));
            assert!((first.objective - OPTIMUM).abs() < 1e-6 * OPTIMUM, "{}: {}", engine.name(), first.objective);
        }
    }

    /// The sum that a baseline must find again, or times are not compared.
    const OPTIMUM: f64 = 12_880.791_293;

    #[test]
    fn the_generator_is_splitmix64() {
        // The published sequence from 1234567.
        let mut draws = Draws(1_234_567);
        assert_eq!([draws.next(), draws.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
