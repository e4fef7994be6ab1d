//! Progress on a terminal: phase, incumbent, bound, gap. Silent in a pipe.

use crate::base::control::{Control, Event};
use crate::model::objective::POUNDS_A_UNIT;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A control of the same job that shows progress on stderr if it is a terminal.
#[must_use]
pub fn shown(job: &Control, quiet: bool) -> (Control, Option<ProgressBar>) {
    if quiet || !std::io::stderr().is_terminal() {
        return (job.clone(), None);
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
            Event::Progress { incumbent, bound } => {
                let pounds =
                    |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| format!("£{:.0}", -x * POUNDS_A_UNIT));
                let gap = match (incumbent, bound) {
                    (Some(i), Some(b)) if i != 0.0 => format!(", gap {:.2} %", (i - b).abs() / i.abs() * 100.0),
                    _ => String::new(),
                };
                shown.set_message(format!("{}: best {}, bound {}{gap}", *phase, pounds(incumbent), pounds(bound)));
            }
        }
    };
    (job.reporting_to(sink), Some(bar))
}
