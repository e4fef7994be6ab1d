//! Sweeps of 200 what-if variants: missed lessons by referrals. What a variant costs from the optimum of the scenario as it
//! is (warm) and from nothing (cold), and on one thread and two. `alexander` is swept whole; of `kent` every twentieth
//! variant, unless the environment's `SWEEP_ALL` is set.

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use equipoise::base::control::Control;
use equipoise::engine::{Basis, engines};
use equipoise::model::Goal;
use equipoise::scenario::{Opened, Selection};
use equipoise::service::{Service, validate};
use equipoise::strategy::Limits;
use equipoise::study;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A scenario and its sweep.
struct Sweep {
    name: &'static str,
    base: Service,
    variants: Vec<Service>,
}

fn limits() -> Limits {
    Limits { gap: 0.01, nodes: 2_000, iterations: 400_000, seconds: None, seed: 0 }
}

fn sweep(name: &'static str, referrals: (&str, u32, u32), every: usize) -> Sweep {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let opened = Opened::open(&folder).expect("a scenario");
    let service = |sets: Vec<String>| {
        let loaded = opened.load(&Selection { sets, ..Selection::default() }).expect("a variant");
        validate(&loaded.record, &loaded.positions).service.expect("a valid one")
    };
    let (path, from, step) = referrals;
    let all = (0..10u32).flat_map(|d| (0..20u32).map(move |r| (d, r)));
    let sets = all.map(|(d, r)| {
        let missed = f64::from(d + 5) / 100.0;
        vec![format!("activities.at-lesson.dna_rate={missed}"), format!("{path}={}", from + r * step)]
    });
    Sweep { name, base: service(Vec::new()), variants: sets.step_by(every).map(service).collect() }
}

/// Solves every variant, from a near optimum or from nothing; returns the sum of their worths.
fn solve(sweep: &Sweep, near: Option<&Arc<Basis>>) -> f64 {
    let engine = engines()[0];
    let answers = study::sweep(&sweep.variants, &Control::default(), |service| {
        let solved = study::split(service, Goal::Best, near, (engine, &limits()), &Control::default());
        solved.expect("a relaxation").digest.value_gbp
    });
    answers.into_iter().flatten().sum()
}

fn split_sweeps(c: &mut Criterion) {
    let every = if std::env::var_os("SWEEP_ALL").is_some() { 1 } else { 20 };
    let sweeps = [
        sweep("alexander", ("streams.alexander.referrals.per_year", 80, 2), 1),
        sweep("kent", ("streams.assessment.referrals.per_year", 1150, 10), every),
    ];
    for sweep in &sweeps {
        let engine = engines()[0];
        let near = || {
            let base = study::split(&sweep.base, Goal::Best, None, (engine, &limits()), &Control::default());
            base.expect("a relaxation").basis
        };
        let mut group = c.benchmark_group(format!("{} variants of {}, split", sweep.variants.len(), sweep.name));
        group.sampling_mode(SamplingMode::Flat).sample_size(10).measurement_time(Duration::from_secs(1));
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            group.bench_function(BenchmarkId::new("warm, the first included", threads), |b| {
                b.iter(|| pool.install(|| solve(sweep, near().as_ref())));
            });
            group.bench_function(BenchmarkId::new("cold", threads), |b| {
                b.iter(|| pool.install(|| solve(sweep, None)));
            });
        }
        group.finish();
    }
}

fn balances(c: &mut Criterion) {
    let sweep = sweep("alexander", ("streams.alexander.referrals.per_year", 80, 2), 1);
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
