//! How many instructions each stage takes, counted by callgrind: the same on a busy machine as on an idle one, so that a
//! change of one in a hundred shows. `make instructions` runs it.

mod common;

use equipoise::base::control::Control;
use equipoise::engine::{Outcome, Program, Request, engines};
use equipoise::model::{Facts, Goal, build};
use equipoise::record::PlanRecord;
use equipoise::scenario::{Loaded, Opened, Selection};
use equipoise::service::{Service, Validated, validate};
use equipoise::strategy::Promised;
use equipoise::verify::{Verdict, verify};
use gungraun::{library_benchmark, library_benchmark_group, main};
use std::hint::black_box;

const SCENARIO: &str = "kent";
/// Small enough to be planned here.
const PLANNED: &str = "alexander";

fn loaded() -> Loaded {
    Opened::reference(SCENARIO).expect("a scenario").load(&Selection::default()).expect("it is read")
}

fn service() -> Service {
    common::service(&common::reference(SCENARIO))
}

fn relaxed() -> Program {
    let service = common::service(&common::reference(PLANNED));
    build(&Facts::new(&service), Goal::Best).program.relaxed()
}

fn planned() -> (Service, PlanRecord) {
    let folder = common::reference(PLANNED);
    (common::service(&folder), common::planned(&folder, "0.02"))
}

#[library_benchmark]
fn read() -> Loaded {
    black_box(loaded())
}

#[library_benchmark]
#[bench::kent(loaded())]
fn check(loaded: Loaded) -> Validated {
    black_box(validate(&loaded.record, &loaded.positions))
}

#[library_benchmark]
#[bench::kent(service())]
fn built(service: Service) -> Program {
    black_box(build(&Facts::new(&service), Goal::Best).program)
}

#[library_benchmark]
#[bench::alexander(relaxed())]
fn solve(program: Program) -> Outcome {
    let solved = engines()[0].solve(&program, &Request::default(), &Control::default());
    black_box(solved.expect("it solves"))
}

#[library_benchmark]
#[bench::alexander(planned())]
fn verified((service, record): (Service, PlanRecord)) -> Verdict {
    black_box(verify(&service, &record.plan))
}

#[library_benchmark]
#[bench::alexander(planned())]
fn reported((_, record): (Service, PlanRecord)) -> usize {
    black_box(common::report(&record))
}

#[library_benchmark]
#[bench::alexander(planned())]
fn weeks((service, record): (Service, PlanRecord)) -> usize {
    black_box(common::weeks(&service, &Promised::by_plan(&service, &record.plan)))
}

library_benchmark_group!(name = stages, benchmarks = [read, check, built, solve, verified, reported, weeks]);
main!(library_benchmark_groups = stages);
