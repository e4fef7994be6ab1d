//! The nearest value at which another mix is best.

use crate::plan::sensitivity::{Flip, Mix};

/// Values nearer to each other than this share of the way to the end are one.
const NEAR: f64 = 1.0 / 256.0;

/// The nearest value between `now` and `end` at which `best` is not `mix`: in even steps, and within a step by halves.
///
/// # Errors
/// If a value cannot be tried.
pub(super) fn nearest<E>(
    now: f64,
    end: f64,
    steps: u32,
    mix: &Mix,
    best: impl Fn(f64) -> Result<Mix, E>,
) -> Result<Option<Flip>, E> {
    if now == end {
        return Ok(None);
    }
    let at = |step: u32| if step == steps { end } else { now + (end - now) * f64::from(step) / f64::from(steps) };
    for step in 1..=steps {
        let found = best(at(step))?;
        if found == *mix {
            continue;
        }
        let (mut holds_at, mut changes_at, mut other) = (at(step - 1), at(step), found);
        while (changes_at - holds_at).abs() > NEAR * (end - now).abs() {
            let middle = f64::midpoint(holds_at, changes_at);
            let found = best(middle)?;
            if found == *mix {
                holds_at = middle;
            } else {
                (changes_at, other) = (middle, found);
            }
        }
        return Ok(Some(Flip { holds_at, changes_at, mix: other, within: false }));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sensitivity::StreamMix;
    use std::convert::Infallible;

    fn mix(course: &str) -> Mix {
        vec![StreamMix { stream: "s".into(), most: Some(course.into()), some: [].into() }]
    }

    #[test]
    fn the_nearest_change_is_enclosed() {
        let best = |value: f64| -> Result<Mix, Infallible> {
            Ok(mix(if value < 1.27 {
                "full"
            } else if value < 2.9 {
                "six"
            } else {
                "twelve"
            }))
        };
        let below = nearest(1.4, 0.03, 4, &mix("six"), best).unwrap().unwrap();
        assert!(below.changes_at < 1.27 && below.holds_at >= 1.27 && below.holds_at - below.changes_at < 0.006);
        assert_eq!(below.mix, mix("full"));
        let above = nearest(1.4, 3.0, 4, &mix("six"), best).unwrap().unwrap();
        assert!(above.holds_at < 2.9 && above.changes_at >= 2.9 && above.mix == mix("twelve"));
        assert_eq!(nearest(1.4, 2.5, 4, &mix("six"), best).unwrap(), None);
        assert_eq!(nearest(1.4, 1.4, 4, &mix("full"), best).unwrap(), None);
    }

    #[test]
    fn an_error_ends_it() {
        assert_eq!(nearest(1.0, 2.0, 4, &mix("six"), |_| Err("no solver")), Err("no solver"));
    }
}
