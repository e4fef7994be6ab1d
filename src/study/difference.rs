//! What differs between two plans, or two long-run balances: figures, who starts sooner or later, who moves where.

use crate::base::ids::*;
use crate::plan::difference::{CourseDifference, Difference, Move, Place, StreamDifference};
use crate::plan::digest::{Digest, RotaDigest, StreamDigest};
use crate::service::Aim;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer patients, weeks or important changes than this are no difference.
const NOTHING: f64 = 1e-6;

/// What `after` has more than `before`.
#[must_use]
pub fn between(before: &Digest, after: &Digest) -> Difference {
    let optional = |of: &dyn Fn(&Digest) -> Option<f64>| Some(of(after)? - of(before)?);
    let without_cost = |digest: &Digest| {
        let aims = digest.aims.iter().filter(|aim| aim.aim != Aim::Cost);
        aims.map(|aim| aim.value_gbp).sum::<f64>()
    };
    let important_changes = after.benefit.important_changes - before.benefit.important_changes;
    let spend_gbp = after.spend_gbp - before.spend_gbp;
    Difference {
        started: after.started - before.started,
        started_with_evidence: after.started_with_evidence - before.started_with_evidence,
        finished: optional(&|d| d.finished),
        important_changes,
        important_changes_low: after.benefit.low - before.benefit.low,
        important_changes_high: after.benefit.high - before.benefit.high,
        waiting: after.waiting - before.waiting,
        beyond_target: optional(&|d| d.beyond_target),
        breach_weeks: optional(&|d| d.breach_weeks),
        sessions: after.sessions - before.sessions,
        owed_after: optional(&|d| d.owed_after),
        spend_gbp,
        income_gbp: (before.income_gbp.is_some() || after.income_gbp.is_some())
            .then(|| after.income_gbp.unwrap_or(0.0) - before.income_gbp.unwrap_or(0.0)),
        value_gbp: after.value_gbp - before.value_gbp,
        gain_gbp: without_cost(after) - without_cost(before),
        gbp_per_change: (spend_gbp > 0.5 && important_changes > 0.05).then(|| spend_gbp / important_changes),
        streams: streams(before, after),
        courses: courses(before, after),
        moves: moves(&before.rota, &after.rota),
    }
}

fn streams(before: &Digest, after: &Digest) -> Vec<StreamDifference> {
    let find = |digest: &Digest, id: &StreamId| digest.streams.iter().find(|s| s.stream == *id).cloned();
    let changes = |digest: &Digest, id: &StreamId| {
        digest.courses.iter().filter(|c| c.stream == *id).map(|c| c.important_changes).sum::<f64>()
    };
    let mut rows: Vec<StreamDifference> = both(before, after, |digest| digest.streams.iter().map(|s| s.stream.clone()))
        .into_iter()
        .map(|id| {
            let (b, a) = (find(before, &id), find(after, &id));
            let number = |of: &dyn Fn(&StreamDigest) -> f64| a.as_ref().map_or(0.0, of) - b.as_ref().map_or(0.0, of);
            let optional = |of: &dyn Fn(&StreamDigest) -> Option<f64>| Some(of(a.as_ref()?)? - of(b.as_ref()?)?);
            StreamDifference {
                started: number(&|s| s.started),
                waiting: number(&|s| s.waiting),
                important_changes: changes(after, &id) - changes(before, &id),
                wait_weeks: optional(&|s| s.wait_weeks),
                later_weeks: a.as_ref().zip(b.as_ref()).and_then(|(a, b)| later(b, a)),
                lessons_per_patient: optional(&|s| s.lessons_per_patient),
                stream: id,
            }
        })
        .filter(|s| {
            let optional = [s.wait_weeks, s.later_weeks, s.lessons_per_patient].into_iter().flatten();
            [s.started, s.waiting, s.important_changes].into_iter().chain(optional).any(|x| x.abs() > NOTHING)
        })
        .collect();
    let weight = |s: &StreamDifference| (s.important_changes.abs(), s.started.abs(), s.waiting.abs());
    rows.sort_by(|a, b| {
        let (a, b) = (weight(a), weight(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(b.2.total_cmp(&a.2))
    });
    rows
}

/// How many weeks later the first patients start, as many as start in both.
fn later(before: &StreamDigest, after: &StreamDigest) -> Option<f64> {
    let total = |s: &StreamDigest| s.started_by_week.iter().sum::<f64>();
    let first = total(before).min(total(after));
    // The weeks of the first so many starts, added up.
    let weeks = |s: &StreamDigest| {
        let mut left = first;
        let mut sum = 0.0;
        for (week, started) in s.started_by_week.iter().enumerate() {
            let taken = started.min(left);
            sum += taken * week as f64;
            left -= taken;
        }
        sum
    };
    (first > NOTHING).then(|| (weeks(after) - weeks(before)) / first)
}

fn courses(before: &Digest, after: &Digest) -> Vec<CourseDifference> {
    let started = |digest: &Digest, (stream, course): &(StreamId, CourseId)| {
        let row = digest.courses.iter().find(|c| c.stream == *stream && c.course == *course);
        row.map_or(0.0, |c| c.started)
    };
    let ids = both(before, after, |digest| digest.courses.iter().map(|c| (c.stream.clone(), c.course.clone())));
    let rows = ids.into_iter().map(|id| {
        let started = started(after, &id) - started(before, &id);
        CourseDifference { stream: id.0, course: id.1, started }
    });
    rows.filter(|row| row.started.abs() > NOTHING).collect()
}

/// The ids of two digests, each once: those of the second in its order, then those that only the first has.
fn both<'d, I: Ord + Clone, R: Iterator<Item = I> + 'd>(
    before: &'d Digest,
    after: &'d Digest,
    of: impl Fn(&'d Digest) -> R,
) -> Vec<I> {
    let mut seen = BTreeSet::new();
    of(after).chain(of(before)).filter(|id| seen.insert(id.clone())).collect()
}

/// How like each other a session dropped and a session gained must be to be one session moved: the closest first.
const ALIKE: [fn(&Place, &Place) -> bool; 5] = [
    |a, b| a.half_day == b.half_day && a.clinic == b.clinic,
    |a, b| a.half_day == b.half_day,
    |a, b| a.clinic == b.clinic && a.site == b.site,
    |a, b| a.clinic == b.clinic,
    |_, _| true,
];

/// Places, and how many sessions of each.
type Places = Vec<(Place, u32)>;

fn moves(before: &[RotaDigest], after: &[RotaDigest]) -> Vec<Move> {
    let mut more: BTreeMap<(&PractitionerId, Place), i64> = BTreeMap::new();
    for (rows, sign) in [(after, 1), (before, -1)] {
        for row in rows {
            let place = Place { half_day: row.half_day.clone(), clinic: row.clinic.clone(), site: row.site.clone() };
            *more.entry((&row.practitioner, place)).or_default() += sign * i64::from(row.sessions);
        }
    }
    let mut of: BTreeMap<&PractitionerId, (Places, Places)> = BTreeMap::new();
    for ((practitioner, place), number) in more.into_iter().filter(|(_, number)| *number != 0) {
        let (dropped, gained) = of.entry(practitioner).or_default();
        let list = if number < 0 { dropped } else { gained };
        list.push((place, u32::try_from(number.unsigned_abs()).unwrap_or(u32::MAX)));
    }
    let mut moves = Vec::new();
    for (practitioner, (mut dropped, mut gained)) in of {
        for alike in ALIKE {
            for (from, left) in &mut dropped {
                for (to, open) in gained.iter_mut().filter(|(to, _)| alike(from, to)) {
                    let sessions = (*left).min(*open);
                    if sessions > 0 {
                        moves.push(Move {
                            practitioner: practitioner.clone(),
                            from: Some(from.clone()),
                            to: Some(to.clone()),
                            sessions,
                        });
                        *left -= sessions;
                        *open -= sessions;
                    }
                }
            }
        }
        let rest = |(place, sessions): (Place, u32), dropped: bool| Move {
            practitioner: practitioner.clone(),
            from: dropped.then(|| place.clone()),
            to: (!dropped).then_some(place),
            sessions,
        };
        moves.extend(dropped.into_iter().filter(|x| x.1 > 0).map(|x| rest(x, true)));
        moves.extend(gained.into_iter().filter(|x| x.1 > 0).map(|x| rest(x, false)));
    }
    moves.sort_by_key(|m| (weight(m), std::cmp::Reverse(m.sessions), m.clone()));
    moves
}

/// What weighs most comes first: sessions dropped or new, then another site, another clinic, another time.
fn weight(m: &Move) -> u8 {
    match (&m.from, &m.to) {
        (Some(from), Some(to)) if from.site != to.site => 1,
        (Some(from), Some(to)) if from.clinic != to.clinic => 2,
        (Some(_), Some(_)) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::calendar::{Day, HalfDay};

    fn session(who: &str, day: Day, clinic: &str, site: &str, sessions: u32) -> RotaDigest {
        RotaDigest {
            practitioner: who.into(),
            half_day: HalfDay { day, period: "am".into() },
            clinic: clinic.into(),
            site: site.into(),
            sessions,
        }
    }

    #[test]
    fn sessions_move_drop_and_come_anew() {
        let before = [
            session("a", Day::Mon, "lessons", "north", 10),
            session("a", Day::Tue, "lessons", "north", 10),
            session("b", Day::Mon, "reviews", "north", 4),
        ];
        let after = [
            session("a", Day::Mon, "lessons", "south", 10),
            session("a", Day::Wed, "lessons", "north", 7),
            session("c", Day::Mon, "reviews", "north", 4),
        ];
        let place = |day, clinic: &str, site: &str| {
            let half_day = HalfDay { day, period: "am".into() };
            Some(Place { half_day, clinic: clinic.into(), site: site.into() })
        };
        let told: Vec<_> = moves(&before, &after)
            .into_iter()
            .map(|m| (m.practitioner.to_string(), m.from, m.to, m.sessions))
            .collect();
        let (monday, tuesday) = (place(Day::Mon, "lessons", "north"), place(Day::Tue, "lessons", "north"));
        assert_eq!(
            told,
            [
                ("b".to_owned(), place(Day::Mon, "reviews", "north"), None, 4),
                ("c".to_owned(), None, place(Day::Mon, "reviews", "north"), 4),
                ("a".to_owned(), tuesday.clone(), None, 3),
                ("a".to_owned(), monday, place(Day::Mon, "lessons", "south"), 10),
                ("a".to_owned(), tuesday, place(Day::Wed, "lessons", "north"), 7),
            ]
        );
        assert!(moves(&before, &before).is_empty());
    }

    #[test]
    fn the_first_patients_start_later_or_sooner() {
        let stream = |started: &[f64]| StreamDigest {
            stream: "s".into(),
            started: started.iter().sum(),
            waiting: 0.0,
            wait_weeks: None,
            lessons_per_patient: None,
            started_by_week: started.to_vec(),
            waiting_by_week: Vec::new(),
        };
        assert_eq!(later(&stream(&[2.0, 2.0, 0.0]), &stream(&[1.0, 1.0, 2.0])), Some(3.0 / 4.0));
        // The third and fourth of the first plan have no counterpart.
        assert_eq!(later(&stream(&[2.0, 2.0]), &stream(&[0.0, 2.0])), Some(1.0));
        assert_eq!(later(&stream(&[0.0]), &stream(&[1.0])), None);
    }

    #[test]
    fn a_difference_is_after_less_before() {
        let digest = |started: f64, spend_gbp: f64, changes: f64| {
            let mut digest = Digest { started, spend_gbp, ..Digest::default() };
            digest.benefit.important_changes = changes;
            digest
        };
        let d = between(&digest(10.0, 100.0, 4.0), &digest(15.0, 150.0, 6.0));
        assert_eq!((d.started, d.spend_gbp, d.gbp_per_change), (5.0, 50.0, Some(25.0)));
        let less = between(&digest(15.0, 150.0, 6.0), &digest(10.0, 100.0, 4.0));
        assert_eq!((less.important_changes, less.gbp_per_change), (-2.0, None));
    }
}
