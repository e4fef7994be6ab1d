//! How long something takes, by the clock on the wall and by the processor's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// How long something took.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Seconds on the wall's clock.
    pub wall_seconds: f64,
    /// Seconds of the processor, over all threads of the process; none where the system does not tell.
    pub cpu_seconds: Option<f64>,
}

impl Times {
    /// The seconds that are compared: the processor's, which other programs disturb less; the wall's where there are none.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.cpu_seconds.unwrap_or(self.wall_seconds)
    }
}

/// Measures one stretch after another.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    wall: Instant,
    cpu: Option<Duration>,
}

impl Stopwatch {
    /// Starts.
    #[must_use]
    pub fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu() }
    }

    /// What has passed since the start or the last lap; the next begins.
    pub fn lap(&mut self) -> Times {
        let now = Self::start();
        let cpu = now.cpu.zip(self.cpu).map(|(now, then)| now.saturating_sub(then).as_secs_f64());
        let times = Times { wall_seconds: (now.wall - self.wall).as_secs_f64(), cpu_seconds: cpu };
        *self = now;
        times
    }
}

/// The processor's time of this process so far.
#[cfg(unix)]
fn cpu() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

/// The processor's time of this process so far: not to be had.
#[cfg(not(unix))]
fn cpu() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lap_begins_where_the_last_one_ended() {
        let mut watch = Stopwatch::start();
        std::thread::sleep(Duration::from_millis(30));
        let asleep = watch.lap();
        assert!(asleep.wall_seconds >= 0.03, "{asleep:?}");
        assert_eq!(asleep.cpu_seconds.is_some(), cfg!(unix));
        let began = watch.wall;
        let next = watch.lap();
        assert!(watch.wall >= began && next.wall_seconds <= began.elapsed().as_secs_f64());
        let times = Times { wall_seconds: 2.0, cpu_seconds: Some(1.0) };
        assert_eq!(times.seconds(), 1.0);
        assert_eq!(Times { cpu_seconds: None, ..times }.seconds(), 2.0);
    }
}
