//! What each stage of a plan takes, on one thread: reading, validating, building, the relaxation, reading back, checking,
//! writing, and six weeks of a rota from the plan. `alexander` through all of them; the stages after the relaxation of
//! `kent`, and of a generated service of its size, need a plan, which takes half a minute to a minute to make, so that they
//! are left out unless the environment's `STAGES_ALL` is set.

mod common;

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use equipoise::base::control::Control;
use equipoise::engine::{Engine, Request, engines};
use equipoise::model::{Facts, Goal, Model, build, figures, read_back};
use equipoise::plan::Plan;
use equipoise::record::json::to_json;
use equipoise::record::outline::ServiceOutline;
use equipoise::scenario::{Opened, Selection};
use equipoise::service::validate;
use equipoise::strategy::Promised;
use equipoise::verify::verify;
use std::hint::black_box;
use std::time::Duration;

/// Values of a model's columns that stand for a plan.
fn values(facts: &Facts, model: &Model, plan: &Plan, engine: &dyn Engine) -> Vec<f64> {
    let mut model = model.clone();
    model.fix_rota(facts, plan);
    let services = facts.service;
    for (&(g, c, s, w), &col) in &model.columns.start {
        let at = (&services.streams.at(g).id, &services.courses.at(c).id, &services.sites.at(s).id);
        let started = plan.starts.iter().filter(|x| (&x.stream, &x.course, &x.site) == at && x.week.0 as usize == w);
        let patients: f64 = started.map(|x| x.patients).sum();
        model.program.set_bounds(col, patients, patients);
    }
    let solved = engine.solve(&model.program.relaxed(), &Request::default(), &Control::default());
    solved.expect("it solves").values
}

fn stages(c: &mut Criterion) {
    let engine = engines()[0];
    let all = std::env::var_os("STAGES_ALL").is_some();
    let generated = common::generated();
    for (name, folder, gap, whole) in [
        ("alexander", common::reference("alexander"), "0.02", true),
        ("kent", common::reference("kent"), "0.14", all),
        ("m", generated.path().to_owned(), "0.14", all),
    ] {
        let opened = Opened::open(&folder).expect("a scenario");
        let loaded = opened.load(&Selection::default()).expect("it is read");
        let service = common::service(&folder);
        let facts = Facts::new(&service);
        let model = build(&facts, Goal::Best);
        let mut group = c.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(10).measurement_time(Duration::from_secs(2));
        group.bench_function("read", |b| {
            b.iter(|| Opened::open(&folder).expect("a scenario").load(&Selection::default()).expect("it is read"));
        });
        group.bench_function("read once more", |b| b.iter(|| opened.load(&Selection::default()).expect("it is read")));
        group.bench_function("validate", |b| b.iter(|| validate(&loaded.record, &loaded.positions)));
        group.bench_function("build", |b| b.iter(|| build(&Facts::new(&service), Goal::Best)));
        let relaxed = model.program.relaxed();
        let interior = Request { interior: relaxed.rows().len() > 3_000, ..Request::default() };
        group.bench_function("solve the relaxation", |b| {
            b.iter(|| engine.solve(&relaxed, &interior, &Control::default()).expect("it solves"));
        });
        if whole {
            let record = common::planned(&folder, gap);
            let values = values(&facts, &model, &record.plan, engine);
            group.bench_function("read back", |b| {
                b.iter(|| {
                    let plan = read_back::read_back(&facts, &model, &values);
                    figures::figures(&service, &plan)
                });
            });
            group.bench_function("verify", |b| b.iter(|| verify(&service, &record.plan)));
            group.bench_function("record", |b| {
                b.iter(|| (ServiceOutline::of(&service), to_json(&record).expect("it is written")));
            });
            group.bench_function("report", |b| b.iter(|| black_box(common::report(&record))));
            let promised = Promised::by_plan(&service, &record.plan);
            group.bench_function("six weeks of a rota", |b| b.iter(|| common::weeks(&service, &promised)));
        }
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
