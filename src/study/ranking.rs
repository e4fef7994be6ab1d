//! Variants in the order of what they buy for each pound.

use crate::plan::bargain::{Bargain, Rank};
use crate::plan::difference::Difference;

/// Pounds below which a difference is none.
const NOTHING_GBP: f64 = 0.5;

/// The rank of a difference; `another_yardstick` if its worth is reckoned otherwise.
#[must_use]
pub fn rank(difference: &Difference, another_yardstick: bool) -> Rank {
    let (gain, spend) = (difference.gain_gbp, difference.spend_gbp);
    let bargain = if another_yardstick {
        Bargain::AnotherYardstick
    } else if gain.abs() <= NOTHING_GBP && spend.abs() <= NOTHING_GBP {
        Bargain::Indifferent
    } else if gain >= -NOTHING_GBP && spend <= NOTHING_GBP {
        Bargain::ForNothing
    } else if gain > NOTHING_GBP {
        Bargain::ForMoney
    } else if spend < -NOTHING_GBP {
        Bargain::Saving
    } else {
        Bargain::Loss
    };
    let priced = matches!(bargain, Bargain::ForMoney | Bargain::Saving);
    Rank { bargain, gain_per_gbp: priced.then(|| gain / spend) }
}

/// The positions of some ranked differences, the best bargain first: what gains for nothing by how much it gains, what
/// gains for money by what each pound buys, savings by how little each pound saved loses, then losses.
#[must_use]
pub fn in_order(ranked: &[(Rank, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    let key = |index: usize| {
        let (rank, gain) = ranked[index];
        match rank.bargain {
            Bargain::ForMoney => -rank.gain_per_gbp.unwrap_or(0.0),
            Bargain::Saving => rank.gain_per_gbp.unwrap_or(0.0),
            _ => -gain,
        }
    };
    order.sort_by(|&a, &b| {
        ranked[a].0.bargain.cmp(&ranked[b].0.bargain).then(key(a).total_cmp(&key(b))).then(a.cmp(&b))
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_buys_most_for_a_pound_comes_first() {
        let differences =
            [(100.0, 50.0), (-80.0, -100.0), (90.0, 10.0), (5.0, 0.0), (0.0, 0.0), (-5.0, 5.0), (-10.0, -100.0)];
        let ranked = |&(gain_gbp, spend_gbp): &(f64, f64)| {
            (rank(&Difference { gain_gbp, spend_gbp, ..Difference::default() }, false), gain_gbp)
        };
        let ranked: Vec<_> = differences.iter().map(ranked).collect();
        assert_eq!(in_order(&ranked), [3, 2, 0, 4, 6, 1, 5]);
        assert_eq!(ranked[0].0.gain_per_gbp, Some(2.0));
        assert_eq!(ranked[6].0.gain_per_gbp, Some(0.1));
    }
}
