//! A route through many questions: each is answered from the answer to one that is much like it.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a question changes: the place of each change, and the value there.
pub type Changes = BTreeMap<String, Value>;

/// Of so many questions in a row, each begun from the one before, the last is begun from the first too: so the next rows
/// need not wait for it.
const ROW: usize = 32;

/// From which question each is begun: a tree, whose root is what nothing is changed of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Route {
    /// Where each question is begun; none at the root.
    from: Vec<Option<usize>>,
    /// All questions, each after the one at which it is begun.
    in_turn: Vec<usize>,
    /// Which questions are begun at each: the last of each list is the one that most others wait for.
    onward: Vec<Vec<usize>>,
}

impl Route {
    /// Every question begun at the root.
    #[must_use]
    pub fn from_root(questions: usize) -> Self {
        Self { from: vec![None; questions], in_turn: (0..questions).collect(), onward: vec![Vec::new(); questions] }
    }

    /// The route on which all steps together are shortest, but for those that let rows be answered side by side. A step is
    /// as long as there are changes in which two questions differ; less where both change a number.
    #[must_use]
    pub fn new(questions: &[Changes]) -> Self {
        let points = Points::new(questions);
        let mut nearest: Vec<(f64, Option<usize>)> = (0..questions.len()).map(|i| (points.to_root(i), None)).collect();
        let mut open: BTreeSet<usize> = (0..questions.len()).collect();
        let mut route = Self { from: vec![None; questions.len()], in_turn: Vec::new(), onward: Vec::new() };
        let mut depth = vec![0_usize; questions.len()];
        while let Some(&next) = open.iter().min_by(|&&a, &&b| nearest[a].0.total_cmp(&nearest[b].0).then(a.cmp(&b))) {
            open.remove(&next);
            route.in_turn.push(next);
            let before = nearest[next].1;
            depth[next] = before.map_or(0, |before| depth[before] + 1);
            route.from[next] = if depth[next].is_multiple_of(ROW) { route.back(before, ROW - 1) } else { before };
            for &other in &open {
                let length = points.between(next, other);
                if length < nearest[other].0 {
                    nearest[other] = (length, Some(next));
                }
            }
        }
        route.onward = route.begun_at_each();
        route
    }

    /// So many steps back on the route.
    fn back(&self, mut at: Option<usize>, steps: usize) -> Option<usize> {
        for _ in 0..steps {
            at = self.from[at?];
        }
        at
    }

    /// Where a question is begun; none at the root.
    #[must_use]
    pub fn from(&self, question: usize) -> Option<usize> {
        self.from[question]
    }

    fn begun_at_each(&self) -> Vec<Vec<usize>> {
        let mut onward = vec![Vec::new(); self.from.len()];
        let mut behind = vec![1_usize; self.from.len()];
        for &question in self.in_turn.iter().rev() {
            if let Some(from) = self.from[question] {
                behind[from] += behind[question];
                onward[from].push(question);
            }
        }
        onward.iter_mut().for_each(|questions: &mut Vec<usize>| questions.sort_by_key(|&question| behind[question]));
        onward
    }

    /// Whether a question is, of all that are begun at the same one, that for which most others wait: the one that goes on
    /// with what was left there, while others begin there.
    #[must_use]
    pub fn goes_on(&self, question: usize) -> bool {
        self.from[question].is_some_and(|from| self.onward[from].last() == Some(&question))
    }

    /// Which questions are begun at one: the last of them is the one that goes on from it.
    #[must_use]
    pub(super) fn onward(&self, question: usize) -> &[usize] {
        &self.onward[question]
    }

    /// All questions, each after the one at which it is begun.
    #[must_use]
    pub fn in_turn(&self) -> &[usize] {
        &self.in_turn
    }

    /// Which questions must be answered so that these can be: they, and all that they are begun from.
    #[must_use]
    pub fn needed(&self, wanted: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        for question in wanted {
            let mut at = Some(question);
            while let Some(question) = at.filter(|question| needed.insert(*question)) {
                at = self.from[question];
            }
        }
        needed
    }
}

/// Questions as points: a coordinate for each place that any of them changes.
struct Points {
    /// Of each question; none where it changes nothing.
    coordinates: Vec<Vec<Option<f64>>>,
    /// Whether a coordinate is a number, on which points can be near each other.
    is_number: Vec<bool>,
}

impl Points {
    fn new(questions: &[Changes]) -> Self {
        let places: BTreeSet<&String> = questions.iter().flat_map(BTreeMap::keys).collect();
        let mut points = Self { coordinates: vec![Vec::new(); questions.len()], is_number: Vec::new() };
        for place in places {
            let values: Vec<Option<&Value>> = questions.iter().map(|changes| changes.get(place)).collect();
            let numbers: Vec<f64> = values.iter().flatten().filter_map(|value| value.as_f64()).collect();
            let is_number = numbers.len() == values.iter().flatten().count();
            let (least, most) =
                (numbers.iter().copied().fold(f64::MAX, f64::min), numbers.iter().copied().fold(f64::MIN, f64::max));
            let texts: BTreeSet<String> = values.iter().flatten().map(ToString::to_string).collect();
            let texts: BTreeMap<String, usize> = texts.into_iter().enumerate().map(|(i, text)| (text, i)).collect();
            let coordinate = |value: &Value| match value.as_f64() {
                Some(number) if is_number => (number - least) / (most - least).max(f64::MIN_POSITIVE),
                _ => texts[&value.to_string()] as f64,
            };
            points.is_number.push(is_number);
            for (own, value) in points.coordinates.iter_mut().zip(&values) {
                own.push(value.map(coordinate));
            }
        }
        points
    }

    /// How far a question is from the root: each change is a step.
    fn to_root(&self, question: usize) -> f64 {
        self.coordinates[question].iter().flatten().count() as f64
    }

    /// How far two questions are from each other.
    fn between(&self, a: usize, b: usize) -> f64 {
        let step = |((a, b), is_number): ((&Option<f64>, &Option<f64>), &bool)| match (a, b) {
            (Some(a), Some(b)) if *is_number => (a - b).abs(),
            (a, b) => f64::from(u8::from(a != b)),
        };
        self.coordinates[a].iter().zip(&self.coordinates[b]).zip(&self.is_number).map(step).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn changes(all: &[(&str, Value)]) -> Changes {
        all.iter().map(|(place, value)| ((*place).to_owned(), value.clone())).collect()
    }

    #[test]
    fn numbers_are_begun_at_their_neighbours_and_other_changes_at_the_root() {
        let rate = |rate: f64| changes(&[("rate", json!(rate))]);
        let other = changes(&[("site", json!({"id": "new"}))]);
        let route = Route::new(&[rate(0.1), rate(0.3), rate(0.2), other, rate(0.25)]);
        assert_eq!(route.from, [None, Some(4), Some(0), None, Some(2)]);
        assert_eq!(Route::new(&[]), Route::default());
    }

    #[test]
    fn the_same_changes_are_begun_at_each_other() {
        let text = |text: &str| changes(&[("a", json!(text)), ("b", json!(1))]);
        assert_eq!(Route::new(&[text("x"), text("y"), text("x")]).from, [None, Some(0), Some(0)]);
    }

    #[test]
    fn long_rows_are_answered_side_by_side() {
        let questions: Vec<Changes> = (0..100).map(|i| changes(&[("rate", json!(i))])).collect();
        let route = Route::new(&questions);
        assert_eq!(
            (route.from(31), route.from(32), route.from(33), route.from(64)),
            (Some(30), Some(0), Some(32), Some(32))
        );
        // What most wait for comes last, where it is taken first.
        assert_eq!(route.onward(32), [33, 64]);
        assert!(route.goes_on(64) && !route.goes_on(33) && !route.goes_on(0));
        let longest = (0..100).map(|question| route.needed([question]).len()).max();
        assert!(longest <= Some(ROW + 100 / ROW), "{longest:?}");
    }

    proptest! {
        #[test]
        fn every_question_is_begun_at_one_that_comes_before(
            rates in prop::collection::vec((0..4u8, 0..4u8, prop::bool::ANY), 0..60),
        ) {
            let question = |&(a, b, both): &(u8, u8, bool)| {
                let mut question = changes(&[("a", json!(a))]);
                if both {
                    question.insert("b".to_owned(), json!(b.to_string()));
                }
                question
            };
            let questions: Vec<Changes> = rates.iter().map(question).collect();
            let route = Route::new(&questions);
            let mut seen = BTreeSet::new();
            for &question in route.in_turn() {
                prop_assert!(route.from(question).is_none_or(|from| seen.contains(&from)));
                seen.insert(question);
            }
            prop_assert_eq!(seen.len(), questions.len());
        }
    }
}
