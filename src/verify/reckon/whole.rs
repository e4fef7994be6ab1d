//! Whether appointments of two lengths fit sessions in whole.

use crate::verify::tolerance::{FLOW, at_most};

/// Sessions alike.
pub(in crate::verify) struct Alike {
    /// Usable minutes of one.
    pub(in crate::verify) minutes: f64,
    /// How many there are.
    pub(in crate::verify) number: f64,
    /// Whether they may hold the shorter, and the longer.
    pub(in crate::verify) holds: [bool; 2],
}

/// Appointments of one length.
#[derive(Debug, Clone, Copy)]
pub(in crate::verify) struct Length {
    /// Minutes of one.
    pub(in crate::verify) minutes: f64,
    /// How many are to be held.
    pub(in crate::verify) wanted: f64,
    /// The size of the sum that this was reckoned from.
    pub(in crate::verify) amount: f64,
}

/// More appointments of two lengths than fit in whole.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::verify) struct TooMany {
    /// What one of the shorter, and one of the longer, is counted as.
    pub(in crate::verify) counts: [u32; 2],
    /// What those wanted come to.
    pub(in crate::verify) wanted: f64,
    /// What those come to that fit.
    pub(in crate::verify) held: f64,
}

impl TooMany {
    /// What is too much, in words that a place may follow.
    pub(in crate::verify) fn in_words(&self, [short, long]: [Length; 2], done: &str) -> String {
        let Self { counts: [a, b], wanted, held } = self;
        format!(
            "{:.3} appointments of {} minutes and {:.3} of {} are {done}; counted as {b} and {a} they come to {wanted:.3}, \
             and whole appointments to {held:.3} at most in the sessions",
            long.wanted, long.minutes, short.wanted, short.minutes
        )
    }
}

/// All pairs of some lengths, which are in order, the shorter first.
pub(in crate::verify) fn pairs(lengths: &[Length]) -> Vec<[Length; 2]> {
    let of = |(at, &longer): (usize, &Length)| lengths[..at].iter().map(move |&shorter| [shorter, longer]).collect();
    lengths.iter().enumerate().flat_map(|at| -> Vec<_> { of(at) }).collect()
}

/// Whether appointments of two lengths, the shorter first, are more than fit in whole into sessions, some of them filled
/// one way and some another; and how it shows most.
pub(in crate::verify) fn too_many(sessions: &[Alike], pair: [Length; 2]) -> Option<TooMany> {
    let [short, long] = pair;
    let fits = |minutes: f64, length: f64| (minutes / length + 1e-9).floor().max(0.0);
    // no edge of what sessions hold is steeper than the most appointments that one takes
    let most = sessions.iter().map(|of| fits(of.minutes, short.minutes)).fold(1.0, f64::max) as u32;
    let filled = |of: &Alike, [a, b]: [f64; 2]| {
        let beside = |n: u32| {
            let left = of.minutes - f64::from(n) * long.minutes;
            f64::from(n) * b + if of.holds[0] { fits(left, short.minutes) * a } else { 0.0 }
        };
        let longer = if of.holds[1] { fits(of.minutes, long.minutes) as u32 } else { 0 };
        (0..=longer).map(beside).fold(0.0, f64::max)
    };
    let mut worst: Option<TooMany> = None;
    for counts in (0..=most).flat_map(|a| (0..=most).map(move |b| [a, b])) {
        let each = counts.map(f64::from);
        let sum = |of: fn(&Length) -> f64| of(&short) * each[0] + of(&long) * each[1];
        let (wanted, amount) = (sum(|l| l.wanted), sum(|l| l.amount));
        let held: f64 = sessions.iter().map(|of| of.number * filled(of, each)).sum();
        let fit = at_most(wanted, held, FLOW) || wanted <= held + FLOW * amount;
        let more = |known: TooMany| wanted * known.held > known.wanted * held;
        if !fit && worst.is_none_or(more) {
            worst = Some(TooMany { counts, wanted, held });
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn alike(minutes: f64, number: f64) -> Alike {
        Alike { minutes, number, holds: [true, true] }
    }

    fn pair(lengths: [f64; 2], wanted: [f64; 2]) -> [Length; 2] {
        [0, 1].map(|at| Length { minutes: lengths[at], wanted: wanted[at], amount: wanted[at] })
    }

    #[test]
    fn minutes_may_fit_where_appointments_do_not() {
        let short_and_long = |shorter: f64, longer: f64| pair([40.0, 120.0], [shorter, longer]);
        // two sessions of 225 minutes: an assessment and two reviews each, or five reviews
        let sessions = [alike(225.0, 2.0)];
        assert!(too_many(&sessions, short_and_long(4.0, 2.0)).is_none());
        assert!(too_many(&sessions, short_and_long(7.0, 1.0)).is_none());
        assert!(too_many(&sessions, short_and_long(5.5, 1.5)).is_none(), "half and half over many weeks");
        // 360 of 450 minutes, and 440
        assert_eq!(too_many(&sessions, short_and_long(0.0, 3.0)).map(|t| (t.counts, t.held)), Some(([0, 1], 2.0)));
        assert_eq!(too_many(&sessions, short_and_long(8.0, 1.0)).map(|t| (t.counts, t.held)), Some(([1, 3], 10.0)));
        assert!(too_many(&[], short_and_long(1.0, 0.0)).is_some());
        assert!(too_many(&[], short_and_long(0.0, 0.0)).is_none());
        let only = |holds| [Alike { holds, ..alike(225.0, 2.0) }];
        assert!(too_many(&only([true, false]), short_and_long(10.0, 0.0)).is_none());
        assert!(too_many(&only([true, false]), short_and_long(0.0, 1.0)).is_some(), "held elsewhere");
        assert!(too_many(&only([false, true]), short_and_long(1.0, 2.0)).is_some());
    }

    /// What whole appointments two lengths leave room for in some sessions, tried: every way to fill each.
    fn sums(sessions: &[u32], short: u32, long: u32) -> BTreeSet<(u32, u32)> {
        let mut sums = BTreeSet::from([(0, 0)]);
        for &minutes in sessions {
            let ways = (0..=minutes / long).map(|n| ((minutes - n * long) / short, n));
            sums = ways.flat_map(|(a, b)| sums.iter().map(move |&(x, y)| (x + a, y + b)).collect::<Vec<_>>()).collect();
        }
        sums
    }

    /// Whether some of two ways (t of one, the rest of the other) come to as many or more.
    fn mixed(sums: &BTreeSet<(u32, u32)>, wanted: [f64; 2]) -> bool {
        let share = |p: u32, q: u32, wanted: f64| {
            let (p, q) = (f64::from(p), f64::from(q));
            // t p + (1 - t) q >= wanted
            let at = (wanted - q) / (p - q);
            match () {
                () if p > q => (at.max(0.0), 1.0),
                () if p < q => (0.0, at.min(1.0)),
                () => (0.0, if q >= wanted { 1.0 } else { -1.0 }),
            }
        };
        sums.iter().any(|p| {
            sums.iter().any(|q| {
                let (a, b) = (share(p.0, q.0, wanted[0]), share(p.1, q.1, wanted[1]));
                a.0.max(b.0) <= a.1.min(b.1) + 1e-12
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_too_many_cannot_be_mixed(
            sessions in prop::collection::vec(0..260_u32, 1..4),
            (short, more) in (15..120_u32, 1..120_u32),
            wanted in prop::array::uniform2(0.0..14.0f64),
        ) {
            let long = short + more;
            let sums = sums(&sessions, short, long);
            let held: Vec<Alike> = sessions.iter().map(|&minutes| alike(f64::from(minutes), 1.0)).collect();
            let found = too_many(&held, pair([f64::from(short), f64::from(long)], wanted));
            // on the edge itself the tolerance decides
            let near = [wanted.map(|n| n * (1.0 - 1e-4)), wanted.map(|n| n * (1.0 + 1e-4))].map(|n| mixed(&sums, n));
            prop_assume!(near[0] == near[1]);
            prop_assert_eq!(found.is_none(), near[0], "{:?}", found);
        }
    }
}
