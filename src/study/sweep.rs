//! Many questions at once, each on one thread.

use crate::base::control::Control;
use crate::strategy::StrategyError;
use crate::study::Route;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Answers questions side by side, one on each thread of the pool; none for those that were not asked any more when the
/// job was cancelled. What a question does in parallel stays on its own thread, so that no more than one a thread is in
/// the works and in memory.
pub fn sweep<Q: Sync, A: Send>(questions: &[Q], control: &Control, answer: impl Fn(&Q) -> A + Sync) -> Vec<Option<A>> {
    let route = Route::from_root(questions.len());
    sweep_along(questions, &route, control, |question, _: Option<&()>| (answer(question), None))
}

/// As [`sweep`], each question begun from what the answer to another left, as a route says; from nothing at the route's
/// root, or where that left nothing. Which thread answers what makes no difference.
pub fn sweep_along<Q: Sync, A: Send, B: Send + Sync>(
    questions: &[Q],
    route: &Route,
    control: &Control,
    answer: impl Fn(&Q, Option<&B>) -> (A, Option<B>) + Sync,
) -> Vec<Option<A>> {
    let work = Work::new(route);
    let answers: Mutex<Vec<Option<A>>> = Mutex::new(questions.iter().map(|_| None).collect());
    rayon::broadcast(|_| {
        // Without a pool of its own a question would take part in the others'.
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        while let Some((index, from)) = work.take(control) {
            // If it fails, the others are not to wait for it.
            let mut done = Done { work: &work, index, left: None };
            let (found, left) = match &alone {
                Ok(alone) => alone.install(|| answer(&questions[index], from.as_deref())),
                Err(_) => answer(&questions[index], from.as_deref()),
            };
            answers.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(found);
            done.left = left;
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What is still to be answered.
struct Work<B> {
    now: Mutex<Now<B>>,
    /// Told when there is more to begin, or nothing more to wait for.
    changed: Condvar,
    /// The questions begun at each.
    onward: Vec<Vec<usize>>,
}

/// How far the work is.
struct Now<B> {
    /// The questions that can be begun, the next one last, and what each is begun from.
    open: Vec<Begun<B>>,
    /// How many are in the works.
    at_work: usize,
}

/// A question, and what it is begun from.
type Begun<B> = (usize, Option<Arc<B>>);

impl<B> Work<B> {
    fn new(route: &Route) -> Self {
        let onward = route.onward();
        let first = (0..onward.len()).rev().filter(|&question| route.from(question).is_none());
        let open = first.map(|question| (question, None)).collect();
        Self { now: Mutex::new(Now { open, at_work: 0 }), changed: Condvar::new(), onward }
    }

    /// The next question, with what it is begun from; waits until there is one. None when all are done, or the job is
    /// cancelled.
    fn take(&self, control: &Control) -> Option<Begun<B>> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if control.is_cancelled() {
                return None;
            }
            if let Some(next) = now.open.pop() {
                now.at_work += 1;
                return Some(next);
            }
            if now.at_work == 0 {
                return None;
            }
            now = self.changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A question is answered, and left something.
    fn done(&self, index: usize, left: Option<B>) {
        let left = left.map(Arc::new);
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.open.extend(self.onward[index].iter().map(|&next| (next, left.clone())));
        now.at_work -= 1;
        self.changed.notify_all();
    }
}

/// Says of a question that it is done, and what it left, when it is dropped.
struct Done<'w, B> {
    work: &'w Work<B>,
    index: usize,
    left: Option<B>,
}

impl<B> Drop for Done<'_, B> {
    fn drop(&mut self) {
        self.work.done(self.index, self.left.take());
    }
}

/// As [`sweep`], for questions that are all needed.
///
/// # Errors
/// The first answer that is one, or that the job was cancelled.
pub fn sweep_all<Q: Sync, A: Send>(
    questions: &[Q],
    control: &Control,
    answer: impl Fn(&Q) -> Result<A, StrategyError> + Sync,
) -> Result<Vec<A>, StrategyError> {
    let answers = sweep(questions, control, answer).into_iter();
    answers.map(|answer| answer.unwrap_or(Err(StrategyError::Interrupted))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::route::Changes;

    #[test]
    fn every_question_is_answered_in_its_place_and_inner_work_stays_on_its_thread() {
        let questions: Vec<usize> = (0..50).collect();
        let inner = |n: &usize| rayon::join(|| n * 2, rayon::current_num_threads);
        let answers = sweep(&questions, &Control::default(), inner);
        let expected: Vec<_> = (0..50).map(|n| Some((n * 2, 1))).collect();
        assert_eq!(answers, expected);
    }

    #[test]
    fn along_a_route_each_question_sees_what_the_one_before_it_left() {
        let questions: Vec<usize> = (0..200).collect();
        let changes = |i: &usize| Changes::from([("rate".to_owned(), (*i).into())]);
        let route = Route::new(&questions.iter().map(changes).collect::<Vec<_>>());
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let along = |&n: &usize, from: Option<&usize>| (from.copied(), Some(n));
            let answers = pool.install(|| sweep_along(&questions, &route, &Control::default(), along));
            let expected: Vec<_> = questions.iter().map(|&n| Some(route.from(n))).collect();
            assert_eq!(answers, expected, "{threads}");
        }
    }

    #[test]
    fn what_left_nothing_is_gone_on_from_as_from_nothing() {
        let route = Route::new(&vec![Changes::new(); 3]);
        let answers =
            sweep_along(&[(); 3], &route, &Control::default(), |(), from: Option<&()>| (from.is_none(), None));
        assert_eq!(answers, [Some(true); 3]);
    }

    #[test]
    fn a_cancelled_job_takes_no_more() {
        let control = Control::default();
        let answers = sweep(&[(); 1000], &control, |&(): &()| control.cancel());
        assert!(answers.iter().flatten().count() <= rayon::current_num_threads());
    }
}
