//! Progress on a terminal: phase, incumbent, bound, gap. In a pipe, only that there is a first plan.

use crate::base::control::{Control, Event};
use crate::cli::console::Console;
use crate::model::objective::POUNDS_A_UNIT;
use crate::report::numbers::pounds;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    let bar = spinner("{spinner} {elapsed} {msg}");
    (job.reporting_to(sink(bar.clone(), true)), Some(bar))
}

fn spinner(template: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Shows a job's events on a line; a first plan is worth a line of its own where the job is alone.
fn sink(shown: ProgressBar, alone: bool) -> impl Fn(Event) + Send + Sync {
    let phase = Arc::new(Mutex::new("starting"));
    move |event: Event| {
        let Ok(mut phase) = phase.lock() else { return };
        match event {
            Event::Phase(name) => {
                *phase = name;
                shown.set_message(name);
            }
            Event::FirstPlan(objective) if alone => shown.println(first_plan(objective)),
            Event::FirstPlan(_) => {}
            Event::Progress { incumbent, bound } => {
                let worth = |x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| pounds(-x * POUNDS_A_UNIT));
                let gap = match (incumbent, bound) {
                    (Some(i), Some(b)) if i != 0.0 => format!(", gap {:.2} %", (i - b).abs() / i.abs() * 100.0),
                    _ => String::new(),
                };
                shown.set_message(format!("{}: best {}, bound {}{gap}", *phase, worth(incumbent), worth(bound)));
            }
        }
    }
}

/// The progress of many jobs: on a terminal a line for each that is running, and one for each that is done; in a pipe
/// only the latter.
pub struct Board {
    console: Console,
    lines: Option<MultiProgress>,
    all: usize,
    done: AtomicUsize,
}

/// The line of a job on a board.
pub struct Line<'b> {
    board: &'b Board,
    id: String,
    bar: Option<ProgressBar>,
}

impl Board {
    /// A board for so many jobs.
    #[must_use]
    pub fn new(console: Console, all: usize) -> Self {
        let lines = (!console.quiet && std::io::stderr().is_terminal()).then(MultiProgress::new);
        Self { console, lines, all, done: AtomicUsize::new(0) }
    }

    /// The line of a job that begins.
    #[must_use]
    pub fn line(&self, id: &str) -> Line<'_> {
        let bar = self.lines.as_ref().map(|lines| {
            let bar = lines.add(spinner("{spinner} {elapsed} {prefix}: {msg}"));
            bar.set_prefix(id.to_owned());
            bar
        });
        Line { board: self, id: id.to_owned(), bar }
    }

    /// Takes the lines away.
    pub fn finish(&self) {
        if let Some(lines) = &self.lines {
            let _ = lines.clear();
        }
    }
}

impl Line<'_> {
    /// A control of the same job that shows its progress on the line.
    #[must_use]
    pub fn control(&self, job: &Control) -> Control {
        match &self.bar {
            Some(bar) => job.reporting_to(sink(bar.clone(), false)),
            None => job.reporting_to(|_| {}),
        }
    }

    /// Says what came of the job.
    pub fn done(&self, what: &str) {
        let number = self.board.done.fetch_add(1, Ordering::Relaxed) + 1;
        let text = format!("{number} of {}: {} {what}", self.board.all, self.id);
        match &self.board.lines {
            Some(lines) => {
                let _ = lines.println(text);
            }
            None => self.board.console.say(&text),
        }
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn first_plan(objective: f64) -> String {
    let worth = pounds(-objective * POUNDS_A_UNIT);
    format!("a first plan is there, worth {worth} (--gap or --time end the search sooner)")
}
