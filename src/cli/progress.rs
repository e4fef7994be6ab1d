//! Progress on a terminal: phase, incumbent, bound, gap. In a pipe, only that there is a first plan.

use crate::base::control::{Control, Event};
use crate::cli::console::Console;
use crate::model::objective::POUNDS_A_UNIT;
use crate::report::numbers::pounds;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A control of the same job that shows progress on stderr, unless quiet.
#[must_use]
pub fn shown(job: &Control, console: Console) -> (Control, Option<ProgressBar>) {
    if console.quiet {
        return (job.clone(), None);
    }
    if !std::io::stderr().is_terminal() {
        let sink = move |event: Event| {
            if let Event::FirstPlan(objective) = event {
                console.say(&first_plan(objective));
            }
        };
        return (job.reporting_to(sink), None);
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    let shown = bar.clone();
    let phase = Arc::new(Mutex::new("starting"));
    let sink = move |event: Event| {
        let Ok(mut phase) = phase.lock() else { return };
        match event {
            Event::Phase(name) => {
                *phase = name;
                shown.set_message(name);
            }
            Event::FirstPlan(objective) => shown.println(first_plan(objective)),
            Event::Progress { incumbent, bound } => {
                let worth = |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| pounds(-x * POUNDS_A_UNIT));
                let gap = match (incumbent, bound) {
                    (Some(i), Some(b)) if i != 0.0 => format!(", gap {:.2} %", (i - b).abs() / i.abs() * 100.0),
                    _ => String::new(),
                };
                shown.set_message(format!("{}: best {}, bound {}{gap}", *phase, worth(incumbent), worth(bound)));
            }
        }
    };
    (job.reporting_to(sink), Some(bar))
}

fn first_plan(objective: f64) -> String {
    let worth = pounds(-objective * POUNDS_A_UNIT);
    format!("a first plan is there, worth {worth} (--gap or --time end the search sooner)")
}
