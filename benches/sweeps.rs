//! Sweeps of 200 what-if variants: missed lessons by referrals. What a variant costs from the optimum of the one most like
//! it (along a route), from that of the scenario as it is (near), and from nothing (cold), on one thread and two.
//! `alexander` is swept whole; of `kent` and of a generated service of its size every twentieth variant, unless the
//! environment's `SWEEP_ALL` is set.

mod common;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use equipoise::base::control::Control;
use equipoise::engine::{Basis, engines};
use equipoise::model::Goal;
use equipoise::scenario::{Opened, Selection};
use equipoise::service::{Service, validate};
use equipoise::strategy::{Limits, Start};
use equipoise::study::{self, Begun, Changes, Route};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A scenario and its sweep.
struct Sweep {
    name: &'static str,
    base: Service,
    variants: Vec<Service>,
    route: Route,
}

fn limits() -> Limits {
    Limits { gap: 0.01, nodes: 2_000, iterations: 400_000, seconds: None, seed: 0 }
}

fn sweep((name, folder): (&'static str, &Path), referrals: (&str, u32, u32), every: usize) -> Sweep {
    let opened = Opened::open(folder).expect("a scenario");
    let service = |sets: Vec<String>| {
        let loaded = opened.load(&Selection { sets, ..Selection::default() }).expect("a variant");
        validate(&loaded.record, &loaded.positions).service.expect("a valid one")
    };
    let (path, from, step) = referrals;
    let all = (0..10u32).flat_map(|d| (0..20u32).map(move |r| (d, r)));
    let all = all.map(|(d, r)| (f64::from(d + 5) / 100.0, from + r * step)).step_by(every);
    let (mut variants, mut changes) = (Vec::new(), Vec::new());
    for (missed, referred) in all {
        let set = |(path, value): (&str, f64)| format!("{path}={value}");
        let values = [("activities.at-lesson.dna_rate", missed), (path, f64::from(referred))];
        variants.push(service(values.map(set).to_vec()));
        changes.push(values.map(|(path, value)| (path.to_owned(), value.into())).into_iter().collect::<Changes>());
    }
    Sweep { name, base: service(Vec::new()), variants, route: Route::new(&changes) }
}

/// Solves every variant along a route, from a near optimum at its root or from nothing; returns the sum of their worths.
fn solve(sweep: &Sweep, route: &Route, near: Option<&Arc<Basis>>) -> f64 {
    let engine = engines()[0];
    let answers = study::sweep_along(&sweep.variants, route, &Control::default(), |service, begun: Begun<Start>| {
        let start = begun.start.unwrap_or_else(|| Start::at(near));
        let solved = study::split(service, Goal::Best, start, (engine, &limits()), &Control::default());
        let solved = solved.expect("a relaxation");
        (solved.digest.value_gbp, solved.starts(begun.onward).expect("starts"))
    });
    answers.into_iter().flatten().sum()
}

fn split_sweeps(c: &mut Criterion) {
    let every = if std::env::var_os("SWEEP_ALL").is_some() { 1 } else { 20 };
    let generated = common::generated();
    let sweeps = [
        sweep(("alexander", &common::reference("alexander")), ("streams.alexander.referrals.per_year", 80, 2), 1),
        sweep(("kent", &common::reference("kent")), ("streams.assessment.referrals.per_year", 1150, 10), every),
        sweep(("m", generated.path()), ("streams.a01-assessment.referrals.per_year", 1150, 10), every),
    ];
    for sweep in &sweeps {
        let engine = engines()[0];
        let near = || {
            let base = study::split(&sweep.base, Goal::Best, Start::Anew, (engine, &limits()), &Control::default());
            base.expect("a relaxation").basis().expect("a basis")
        };
        let mut group = c.benchmark_group(format!("{} variants of {}, split", sweep.variants.len(), sweep.name));
        group.sampling_mode(SamplingMode::Flat).sample_size(10).measurement_time(Duration::from_secs(1));
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let none = Route::from_root(sweep.variants.len());
            group.bench_function(BenchmarkId::new("along a route, the first included", threads), |b| {
                b.iter(|| pool.install(|| solve(sweep, &sweep.route, near().as_ref())));
            });
            group.bench_function(BenchmarkId::new("near, the first included", threads), |b| {
                b.iter(|| pool.install(|| solve(sweep, &none, near().as_ref())));
            });
            group.bench_function(BenchmarkId::new("cold", threads), |b| {
                b.iter(|| pool.install(|| solve(sweep, &none, None)));
            });
        }
        group.finish();
    }
}

fn balances(c: &mut Criterion) {
    let sweep =
        sweep(("alexander", &common::reference("alexander")), ("streams.alexander.referrals.per_year", 80, 2), 1);
    let engine = engines()[0];
    let mut group = c.benchmark_group("200 variants of alexander, long-run balances");
    group.sampling_mode(SamplingMode::Flat).sample_size(10).measurement_time(Duration::from_secs(1));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        group.bench_function(BenchmarkId::from_parameter(threads), |b| {
            b.iter(|| {
                pool.install(|| {
                    study::sweep(&sweep.variants, &Control::default(), |service| {
                        let with = (engine, &limits(), &Control::default());
                        study::steady(service, Goal::Best, with.0, with.1, with.2).expect("a balance").plan.value_gbp
                    })
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, balances, split_sweeps);
criterion_main!(benches);
