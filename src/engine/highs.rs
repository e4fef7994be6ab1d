//! HiGHS, reached through `good_lp` and, where that does not reach, through the C interface. The only file of the
//! project with `unsafe` code.

use crate::base::control::{Control, Event};
use crate::engine::basis::Standings;
use crate::engine::hand_over::hand_over;
use crate::engine::{Basis, Capabilities, Col, Duals, Engine, EngineError, Outcome, Program, Request, Status, Warm};
use good_lp::solvers::highs::highs as highs_problem;
use highs::Model;
use highs_sys::{
    Highs_changeCoeff, Highs_changeColBounds, Highs_changeColCost, Highs_changeRowBounds, Highs_clearSolver,
    Highs_getBasis, Highs_getDoubleInfoValue, Highs_getInt64InfoValue, Highs_getIntInfoValue, Highs_getModelStatus,
    Highs_getSolution, Highs_run, Highs_setBasis, Highs_setCallback, Highs_setSolution, Highs_startCallback,
    Highs_version, HighsCallbackDataIn, HighsCallbackDataOut, kHighsCallbackIpmInterrupt, kHighsCallbackMipInterrupt,
    kHighsCallbackSimplexInterrupt,
};
use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::Arc;

/// The HiGHS engine.
#[derive(Debug, Clone, Copy)]
pub struct Highs;

const NAME: &str = "highs";

/// The model status of a program solved to its optimum.
const OPTIMAL: i32 = 7;
/// The model status of a linear program that ended because its objective is above the cutoff.
const OBJECTIVE_BOUND: i32 = 11;

/// What the interrupt callback sees.
struct Watch<'a> {
    control: &'a Control,
    iterations: Option<u64>,
    stopped: bool,
    last: (f64, f64),
}

impl Engine for Highs {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        // SAFETY: HiGHS returns a pointer to a static, NUL-terminated text.
        unsafe { CStr::from_ptr(Highs_version()) }.to_string_lossy().into_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { duals: true, start: true, bound: true, work_limits: true, warm: true }
    }

    fn hold(&self, program: &Program, request: &Request) -> Result<Box<dyn Warm>, EngineError> {
        let program = program.relaxed();
        let mut model = held(&program)?;
        set_options(&mut model, &program, request)?;
        let is_begun = request.near.as_ref().is_some_and(|near| give_basis(near, &mut model, &program));
        Ok(Box::new(Held { model, program, request: request.clone(), cutoff: f64::INFINITY, is_begun }))
    }

    fn solve(&self, program: &Program, request: &Request, control: &Control) -> Result<Outcome, EngineError> {
        if program.columns().is_empty() {
            return Ok(empty(program));
        }
        let mut model = held(program)?;
        set_options(&mut model, program, request)?;
        if let Some(start) = &request.start {
            give_start(&mut model, start)?;
        }
        let mut watch = Watch { control, iterations: request.iterations, stopped: false, last: (f64::NAN, f64::NAN) };
        let is_begun = request.near.as_ref().is_some_and(|near| give_basis(near, &mut model, program));
        if !is_begun || !run_on(&mut model, program, request, &mut watch)? {
            run(&mut model, &mut watch)?;
        }
        read(&mut model, program, request, watch.stopped)
    }
}

/// A linear program held by HiGHS between solves.
struct Held {
    model: Model,
    program: Program,
    request: Request,
    cutoff: f64,
    /// Whether it stands at the optimum of another program.
    is_begun: bool,
}

// SAFETY: HiGHS keeps nothing of a model in the thread that solved it; one thread at a time has it.
unsafe impl Send for Held {}

impl Warm for Held {
    fn set_bounds(&mut self, col: Col, lower: f64, upper: f64) -> Result<(), EngineError> {
        self.program.set_bounds(col, lower, upper);
        let index = i32::try_from(col.0).map_err(|e| failed("changing bounds", e.to_string()))?;
        // SAFETY: the column exists in the model that was handed over from the same program.
        let status = unsafe { Highs_changeColBounds(self.model.as_mut_ptr(), index, lower, upper) };
        if status < 0 { Err(failed("changing bounds", "they were refused")) } else { Ok(()) }
    }

    fn set_cutoff(&mut self, objective: f64) -> Result<(), EngineError> {
        self.cutoff = objective;
        let set = self.model.try_set_option("objective_bound", objective);
        set.map_err(|_| failed("setting an option", "objective_bound"))
    }

    fn take(&mut self, program: &Program) -> Result<bool, EngineError> {
        let program = program.relaxed();
        if !self.program.has_shape_of(&program) {
            return Ok(false);
        }
        hand_over_changes(&mut self.model, &self.program, &program)?;
        self.program = program;
        self.is_begun = true;
        Ok(true)
    }

    fn basis(&mut self) -> Result<Arc<Basis>, EngineError> {
        basis(&mut self.model, &self.program).map(Arc::new)
    }

    fn solve(&mut self, control: &Control) -> Result<Outcome, EngineError> {
        let mut watch = Watch { control, iterations: None, stopped: false, last: (f64::NAN, f64::NAN) };
        let is_begun = std::mem::take(&mut self.is_begun);
        if !is_begun || !run_on(&mut self.model, &self.program, &self.request, &mut watch)? {
            run(&mut self.model, &mut watch)?;
        }
        // SAFETY: a query without side effects.
        let beyond = unsafe { Highs_getModelStatus(self.model.as_mut_ptr()) } == OBJECTIVE_BOUND;
        let mut outcome = read(&mut self.model, &self.program, &self.request, watch.stopped)?;
        if beyond {
            outcome.bound = Some(self.cutoff);
            outcome.iterations = iterations(&mut self.model)?;
        }
        // From now on there is a basis to start from.
        self.model.try_set_option("solver", "simplex").map_err(|_| failed("setting an option", "solver"))?;
        Ok(outcome)
    }
}

/// A program without columns: its rows hold or do not.
fn empty(program: &Program) -> Outcome {
    let holds = program.rows().iter().all(|r| r.lower <= 0.0 && r.upper >= 0.0);
    if holds {
        Outcome {
            status: Status::Optimal,
            objective: 0.0,
            bound: Some(0.0),
            values: Vec::new(),
            duals: Some(Duals { rows: vec![0.0; program.rows().len()], columns: Vec::new() }),
            basis: None,
            nodes: 0,
            iterations: 0,
        }
    } else {
        Outcome::without_solution(Status::Infeasible, None)
    }
}

fn failed(doing: &'static str, message: impl Into<String>) -> EngineError {
    EngineError::Failed { engine: NAME, doing, message: message.into() }
}

/// The program as HiGHS holds it.
fn held(program: &Program) -> Result<Model, EngineError> {
    let (problem, _) = hand_over(program, highs_problem);
    problem.try_into_inner().map_err(|e| failed("taking the program over", e.to_string()))
}

fn set_options(model: &mut Model, program: &Program, request: &Request) -> Result<(), EngineError> {
    let whole = program.columns().iter().any(|c| c.integer);
    let set = |ok: Result<(), highs::TrySetOptionError>, name: &str| {
        ok.map_err(|_| failed("setting an option", name.to_owned()))
    };
    set(model.try_set_option("threads", 1), "threads")?;
    set(model.try_set_option("parallel", "off"), "parallel")?;
    set(model.try_set_option("random_seed", i32::try_from(request.seed).unwrap_or(i32::MAX)), "random_seed")?;
    set(model.try_set_option("mip_rel_gap", request.gap), "mip_rel_gap")?;
    set(model.try_set_option("mip_abs_gap", request.margin.max(1e-6)), "mip_abs_gap")?;
    set(model.try_set_option("mip_feasibility_tolerance", 1e-7), "mip_feasibility_tolerance")?;
    set(model.try_set_option("primal_feasibility_tolerance", 1e-8), "primal_feasibility_tolerance")?;
    if let Some(nodes) = request.nodes {
        set(model.try_set_option("mip_max_nodes", i32::try_from(nodes).unwrap_or(i32::MAX)), "mip_max_nodes")?;
    }
    if let (Some(iterations), false) = (request.iterations, whole) {
        let most = i32::try_from(iterations).unwrap_or(i32::MAX);
        set(model.try_set_option("simplex_iteration_limit", most), "simplex_iteration_limit")?;
    }
    if let Some(seconds) = request.seconds {
        set(model.try_set_option("time_limit", seconds.max(0.0)), "time_limit")?;
    }
    if request.interior && !whole {
        set(model.try_set_option("solver", "ipm"), "solver")?;
    }
    if request.direct && whole {
        for heuristic in ["mip_heuristic_run_rins", "mip_heuristic_run_rens", "mip_heuristic_run_feasibility_jump"] {
            set(model.try_set_option(heuristic, false), heuristic)?;
        }
    }
    Ok(())
}

fn give_start(model: &mut Model, start: &[f64]) -> Result<(), EngineError> {
    if start.len() != model.num_cols() {
        return Err(failed("taking a start", format!("{} values for {} columns", start.len(), model.num_cols())));
    }
    // SAFETY: the list has one value a column; the other lists are absent.
    let status = unsafe { Highs_setSolution(model.as_mut_ptr(), start.as_ptr(), null(), null(), null()) };
    if status < 0 { Err(failed("taking a start", "the start was refused")) } else { Ok(()) }
}

unsafe extern "C" fn interrupt(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    into: *mut HighsCallbackDataIn,
    watch: *mut c_void,
) {
    if out.is_null() || into.is_null() || watch.is_null() {
        return;
    }
    // SAFETY: HiGHS calls back on the solving thread with pointers valid for the call; `watch` outlives the run.
    let (out, into, watch) = unsafe { (&*out, &mut *into, &mut *watch.cast::<Watch>()) };
    if kind == kHighsCallbackMipInterrupt {
        let over = watch.iterations.is_some_and(|most| u64::try_from(out.mip_total_lp_iterations).unwrap_or(0) >= most);
        watch.stopped |= over;
        let now = (out.mip_primal_bound, out.mip_dual_bound);
        if now != watch.last {
            watch.last = now;
            let finite = |x: f64| (x.is_finite() && x.abs() < 1e29).then_some(x);
            watch.control.report(Event::Progress { incumbent: finite(now.0), bound: finite(now.1) });
        }
    }
    watch.stopped |= watch.control.is_cancelled();
    into.user_interrupt = c_int::from(watch.stopped);
}

fn run(model: &mut Model, watch: &mut Watch) -> Result<(), EngineError> {
    let highs = model.as_mut_ptr();
    // SAFETY: `watch` lives until after the run, and the callback is taken away before it is dropped.
    let status = unsafe {
        let data: *mut c_void = std::ptr::from_mut(watch).cast();
        let mut status = Highs_setCallback(highs, Some(interrupt), data);
        for kind in [kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt, kHighsCallbackIpmInterrupt] {
            status = status.min(Highs_startCallback(highs, kind));
        }
        if status >= 0 {
            status = Highs_run(highs);
        }
        Highs_setCallback(highs, None, null_mut());
        status
    };
    if status < 0 { Err(failed("solving", "run ended with an error")) } else { Ok(()) }
}

/// Statuses of a basis, as HiGHS numbers them.
const AT_LOWER: c_int = 0;
/// See [`AT_LOWER`].
const BASIC: c_int = 1;
/// Of the second side of a row that has none.
const NONE: c_int = -1;

/// From a program much like this one the simplex method takes at most a step for each so many rows: where it would take
/// more, starting anew is faster.
const ROWS_A_STEP: usize = 4;

/// Where the second side of each row with two sides is in a model, as [`hand_over`] leaves it: after all rows, in their order.
fn second_sides(program: &Program) -> impl Iterator<Item = Option<usize>> {
    let mut second = program.rows().len()..;
    program.rows().iter().map(move |row| if row.has_two_sides() { second.next() } else { None })
}

/// The basis of the optimum.
fn basis(model: &mut Model, program: &Program) -> Result<Basis, EngineError> {
    let (mut columns, mut rows) = (vec![0; model.num_cols()], vec![0; model.num_rows()]);
    // SAFETY: the lists have one entry a column or row.
    let code = unsafe { Highs_getBasis(model.as_mut_ptr(), columns.as_mut_ptr(), rows.as_mut_ptr()) };
    if code < 0 {
        return Err(failed("reading the basis", "it was refused"));
    }
    let second_standings = second_sides(program).map(|second| second.map_or(NONE, |at| rows[at])).collect();
    rows.truncate(program.rows().len());
    Ok(Basis {
        second_sides: Standings::new(program.row_names(), second_standings),
        columns: Standings::new(program.column_names(), columns),
        rows: Standings::new(program.row_names(), rows),
    })
}

/// Puts a basis of a program much like this one before the simplex method; says whether it was taken.
fn give_basis(near: &Basis, model: &mut Model, program: &Program) -> bool {
    let columns = near.columns.of(program.column_names(), AT_LOWER);
    let mut rows = near.rows.of(program.row_names(), BASIC);
    let second_sides = near.second_sides.of(program.row_names(), NONE);
    let two_sided = program.rows().iter().zip(second_sides).filter(|(row, _)| row.has_two_sides());
    rows.extend(two_sided.map(|(_, standing)| if standing == NONE { BASIC } else { standing }));
    // SAFETY: the lists have one entry a column or row.
    unsafe { Highs_setBasis(model.as_mut_ptr(), columns.as_ptr(), rows.as_ptr()) >= 0 }
}

/// Changes what a model holds, as it was handed over from one program, to what it would hold of another of its shape.
fn hand_over_changes(model: &mut Model, was: &Program, now: &Program) -> Result<(), EngineError> {
    let highs = model.as_mut_ptr();
    let index = |at: usize| c_int::try_from(at).map_err(|e| failed("changing a program", e.to_string()));
    let done = |status: c_int| if status < 0 { Err(failed("changing a program", "it was refused")) } else { Ok(()) };
    for (j, (was, now)) in was.columns().iter().zip(now.columns()).enumerate() {
        let column = index(j)?;
        // SAFETY, here and below: the columns and rows exist in the model, which was handed over from such a program.
        if was.cost != now.cost {
            done(unsafe { Highs_changeColCost(highs, column, now.cost) })?;
        }
        if (was.lower, was.upper) != (now.lower, now.upper) {
            done(unsafe { Highs_changeColBounds(highs, column, now.lower, now.upper) })?;
        }
    }
    for (i, ((was, now), second_side)) in was.rows().iter().zip(now.rows()).zip(second_sides(now)).enumerate() {
        if was == now {
            continue;
        }
        let sides = match second_side {
            None => vec![(i, now.lower, now.upper)],
            Some(second) => vec![(i, f64::NEG_INFINITY, now.upper), (second, now.lower, f64::INFINITY)],
        };
        for (row, lower, upper) in sides {
            let row = index(row)?;
            if (was.lower, was.upper) != (now.lower, now.upper) {
                done(unsafe { Highs_changeRowBounds(highs, row, lower, upper) })?;
            }
            for (col, coefficient) in changes(&was.terms, &now.terms) {
                done(unsafe { Highs_changeCoeff(highs, row, index(col.index())?, coefficient) })?;
            }
        }
    }
    Ok(())
}

/// What must be changed of some terms to make others of them.
fn changes(was: &[(Col, f64)], now: &[(Col, f64)]) -> BTreeMap<Col, f64> {
    let mut changes: BTreeMap<Col, f64> = was.iter().map(|&(col, _)| (col, 0.0)).collect();
    changes.extend(now.iter().copied());
    for (col, coefficient) in was {
        if changes.get(col) == Some(coefficient) {
            changes.remove(col);
        }
    }
    changes
}

/// Solves from where a model stands, which is the optimum of a program much like its own. Says whether it came to an end; if
/// not, nothing of it is left.
fn run_on(model: &mut Model, program: &Program, request: &Request, watch: &mut Watch) -> Result<bool, EngineError> {
    let steps = model.num_rows() / ROWS_A_STEP + 100;
    let options = [
        ("simplex_dual_edge_weight_strategy", 1),
        ("simplex_iteration_limit", i32::try_from(steps).unwrap_or(i32::MAX)),
    ];
    for (name, value) in options {
        model.try_set_option(name, value).map_err(|_| failed("setting an option", name))?;
    }
    model.try_set_option("solver", "simplex").map_err(|_| failed("setting an option", "solver"))?;
    // From a basis that does not suit, a run may end with an error where one from nothing does not.
    let ended = run(model, watch).is_ok();
    for (name, value) in [("simplex_dual_edge_weight_strategy", -1), ("simplex_iteration_limit", i32::MAX)] {
        model.try_set_option(name, value).map_err(|_| failed("setting an option", name))?;
    }
    // SAFETY: a query without side effects.
    let status = unsafe { Highs_getModelStatus(model.as_mut_ptr()) };
    if ended && (status == OPTIMAL || watch.stopped) {
        return Ok(true);
    }
    // SAFETY: forgets the solution and basis; the model stays.
    unsafe { Highs_clearSolver(model.as_mut_ptr()) };
    model.try_set_option("solver", "choose").map_err(|_| failed("setting an option", "solver"))?;
    set_options(model, program, request)?;
    Ok(false)
}

fn iterations(model: &mut Model) -> Result<u64, EngineError> {
    Ok(u64::try_from(info_int(model, "simplex_iteration_count")?).unwrap_or(0))
}

fn read(model: &mut Model, program: &Program, request: &Request, stopped: bool) -> Result<Outcome, EngineError> {
    let whole = program.columns().iter().any(|c| c.integer);
    // SAFETY: a query without side effects.
    let code = unsafe { Highs_getModelStatus(model.as_mut_ptr()) };
    let feasible = info_int(model, "primal_solution_status")? == 2;
    let status = match code {
        // optimal; model empty; objective target reached
        6 | 7 | 12 => Status::Optimal,
        8 => Status::Infeasible,
        10 => Status::Unbounded,
        // unbounded or infeasible: our columns that earn are bounded, so infeasible
        9 => Status::Infeasible,
        // time, iteration, solution limits, unknown, interrupt, memory
        13..=18 if feasible => Status::CutShort,
        OBJECTIVE_BOUND | 13..=18 => Status::NothingFound,
        other => return Err(failed("solving", format!("ended with model status {other}"))),
    };
    // An interrupted linear program may hold a feasible point that is not optimal: no solution of ours.
    let status = if stopped && !whole && status == Status::CutShort { Status::NothingFound } else { status };
    let bound = if whole {
        Some(info_double(model, "mip_dual_bound")?).filter(|b| b.is_finite() && b.abs() < 1e29)
    } else {
        (status == Status::Optimal).then_some(info_double(model, "objective_function_value")?)
    };
    if !matches!(status, Status::Optimal | Status::CutShort) {
        return Ok(Outcome::without_solution(status, bound));
    }
    let (columns, rows) = (model.num_cols(), model.num_rows());
    let mut values = vec![0.0; columns];
    let mut reduced = vec![0.0; columns];
    let mut activity = vec![0.0; rows];
    let mut duals = vec![0.0; rows];
    // SAFETY: the lists have one entry a column or row.
    let code = unsafe {
        Highs_getSolution(
            model.as_mut_ptr(),
            values.as_mut_ptr(),
            reduced.as_mut_ptr(),
            activity.as_mut_ptr(),
            duals.as_mut_ptr(),
        )
    };
    if code < 0 {
        return Err(failed("reading the solution", "it was refused"));
    }
    for (value, column) in values.iter_mut().zip(program.columns()) {
        if column.integer {
            *value = value.round();
        }
    }
    Ok(Outcome {
        status,
        objective: program.objective(&values),
        bound,
        basis: (request.basis && !whole).then(|| basis(model, program).map(Arc::new)).transpose()?,
        duals: (request.duals && !whole).then(|| Duals { rows: fold_sides(program, &duals), columns: reduced }),
        values,
        nodes: if whole { u64::try_from(info_long(model, "mip_node_count")?).unwrap_or(0) } else { 0 },
        iterations: iterations(model)?,
    })
}

/// Adds the dual of a two-sided row's second side to that of its first.
fn fold_sides(program: &Program, duals: &[f64]) -> Vec<f64> {
    let mut folded = duals[..program.rows().len()].to_vec();
    for (dual, second) in folded.iter_mut().zip(second_sides(program)) {
        *dual += second.map_or(0.0, |at| duals[at]);
    }
    folded
}

fn info_double(model: &mut Model, name: &'static str) -> Result<f64, EngineError> {
    let key = CString::new(name).map_err(|e| failed("asking for a figure", e.to_string()))?;
    let mut value = 0.0;
    // SAFETY: the key is NUL-terminated and the target lives through the call.
    let status = unsafe { Highs_getDoubleInfoValue(model.as_mut_ptr(), key.as_ptr(), &raw mut value) };
    if status < 0 { Err(failed("asking for a figure", name)) } else { Ok(value) }
}

fn info_int(model: &mut Model, name: &'static str) -> Result<i32, EngineError> {
    let key = CString::new(name).map_err(|e| failed("asking for a figure", e.to_string()))?;
    let mut value = 0;
    // SAFETY: as above.
    let status = unsafe { Highs_getIntInfoValue(model.as_mut_ptr(), key.as_ptr(), &raw mut value) };
    if status < 0 { Err(failed("asking for a figure", name)) } else { Ok(value) }
}

fn info_long(model: &mut Model, name: &'static str) -> Result<i64, EngineError> {
    let key = CString::new(name).map_err(|e| failed("asking for a figure", e.to_string()))?;
    let mut value = 0;
    // SAFETY: as above.
    let status = unsafe { Highs_getInt64InfoValue(model.as_mut_ptr(), key.as_ptr(), &raw mut value) };
    if status < 0 { Err(failed("asking for a figure", name)) } else { Ok(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_own_dual_though_some_have_two_sides() {
        let mut program = Program::default();
        let x = program.column("x", 0.0, 10.0, -1.0);
        let y = program.column("y", 0.0, 10.0, -3.0);
        let z = program.column("z", 0.0, 10.0, 2.0);
        program.row("the upper side binds", 1.0, vec![(x, 1.0)], 4.0);
        program.at_most("one side", vec![(y, 1.0)], 3.0);
        program.row("neither side binds", 0.0, vec![(x, 1.0), (y, 1.0)], 20.0);
        program.row("the lower side binds", 2.0, vec![(z, 1.0)], 5.0);
        let request = Request { duals: true, ..Request::default() };
        let outcome = Highs.solve(&program, &request, &Control::default()).expect("a solution");
        let rows = outcome.duals.expect("duals").rows;
        for (found, expected) in rows.iter().zip([-1.0, -3.0, 0.0, 2.0]) {
            assert!((found - expected).abs() < 1e-9, "{rows:?}");
        }
        assert_eq!(rows.len(), 4);
    }

    /// A program of one shape: `more` is what it costs, needs and has more.
    fn alike(more: f64, second: Option<f64>) -> Program {
        let mut program = Program::default();
        let x = program.column("x", 0.0, 10.0 + more, -1.0 - more);
        let y = program.column("y", 0.0, 10.0, -3.0);
        let z = program.column("z", 0.0, 10.0, 2.0);
        program.row("two sides", 1.0 - more, vec![(x, 1.0), (z, 1.0 + more)], 4.0 + more);
        let mut terms = vec![(x, 1.0), (y, 2.0)];
        terms.extend(second.map(|coefficient| (z, coefficient)));
        program.at_most("one side", terms, 12.0 - more);
        program.row("another of two", 2.0 + more, vec![(y, 1.0), (z, 1.0)], 9.0);
        program
    }

    #[test]
    fn a_held_program_takes_another_of_its_shape_and_no_other() {
        let control = Control::default();
        let first = alike(0.0, None);
        let mut held = Highs.hold(&first, &Request::default()).expect("it holds");
        held.solve(&control).expect("it solves");
        for (more, second) in [(1.0, None), (0.5, Some(-1.0)), (0.25, Some(0.5)), (0.0, None)] {
            let other = alike(more, second);
            assert!(held.take(&other).expect("it takes it"));
            let (warm, cold) = (held.solve(&control), Highs.solve(&other, &Request::default(), &control));
            let (warm, cold) = (warm.expect("it solves"), cold.expect("it solves"));
            assert!((warm.objective - cold.objective).abs() < 1e-9, "{more} {second:?}: {warm:?} {cold:?}");
            assert!(other.worst_violation(&warm.values).0 < 1e-9, "{warm:?}");
        }
        let mut renamed = alike(0.0, None);
        renamed.column("w", 0.0, 1.0, 0.0);
        let mut one_sided = alike(0.0, None);
        one_sided.set_row_bounds(crate::engine::RowIx(0), f64::NEG_INFINITY, 4.0);
        for other in [renamed, one_sided] {
            assert!(!held.take(&other).expect("it looks at it"));
        }
        let still = held.solve(&control).expect("it solves").objective;
        assert!((still - first.objective(&[1.0, 5.5, 0.0])).abs() < 1e-9, "{still}");
    }

    #[test]
    fn a_held_program_ends_at_its_cutoff() {
        let mut program = Program::default();
        let x = program.column("x", 0.0, 10.0, -1.0);
        let y = program.column("y", 0.0, 10.0, -3.0);
        program.at_most("both", vec![(x, 1.0), (y, 1.0)], 12.0);
        let control = Control::default();
        let mut held = Highs.hold(&program, &Request::default()).expect("it holds");
        assert_eq!(held.solve(&control).expect("it solves").objective, -32.0);
        held.set_cutoff(-20.0).expect("it takes a cutoff");
        // The optimum is -22, then -12: above the cutoff, and without a solution.
        for (most, status, objective, bound) in
            [(5.0, Status::Optimal, -22.0, -22.0), (1.0, Status::NothingFound, f64::INFINITY, -20.0)]
        {
            held.set_bounds(y, 0.0, most).expect("it takes bounds");
            let outcome = held.solve(&control).expect("it solves");
            assert_eq!((outcome.status, outcome.objective, outcome.bound), (status, objective, Some(bound)));
        }
        held.set_bounds(y, 0.0, 6.0).expect("it takes bounds");
        assert_eq!(held.solve(&control).expect("it solves").objective, -24.0);
    }
}
