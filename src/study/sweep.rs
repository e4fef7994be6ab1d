//! Many questions at once, each on one thread.

use crate::base::control::Control;
use crate::strategy::StrategyError;
use crate::study::Route;
use std::sync::{Condvar, Mutex, PoisonError};

/// Answers questions side by side, one on each thread of the pool; none for those that were not asked any more when the
/// job was cancelled. What a question does in parallel stays on its own thread, so that no more than one a thread is in
/// the works and in memory.
pub fn sweep<Q: Sync, A: Send>(questions: &[Q], control: &Control, answer: impl Fn(&Q) -> A + Sync) -> Vec<Option<A>> {
    let route = Route::from_root(questions.len());
    sweep_along(questions, &route, control, |question, _: Begun<()>| (answer(question), Vec::new()))
}

/// How a question of a sweep is begun.
pub struct Begun<S> {
    /// What the answer to another left for it.
    pub start: Option<S>,
    /// How many questions are begun at its own answer.
    pub onward: usize,
}

/// As [`sweep`], each question begun from what the answer to another left for it, as a route says; from nothing at the
/// route's root, or where nothing was left. An answer leaves a start for each question begun at it, the first one for the
/// question that [goes on](Route::goes_on) from it. Which thread answers what makes no difference.
pub fn sweep_along<Q: Sync, A: Send, S: Send>(
    questions: &[Q],
    route: &Route,
    control: &Control,
    answer: impl Fn(&Q, Begun<S>) -> (A, Vec<S>) + Sync,
) -> Vec<Option<A>> {
    let work = Work::new(route);
    let answers: Mutex<Vec<Option<A>>> = Mutex::new(questions.iter().map(|_| None).collect());
    rayon::broadcast(|_| {
        // Without a pool of its own a question would take part in the others'.
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        while let Some((index, start)) = work.take(control) {
            // If it fails, the others are not to wait for it.
            let mut done = Done { work: &work, index, left: Vec::new() };
            let begun = Begun { start, onward: route.onward(index).len() };
            let (found, left) = match &alone {
                Ok(alone) => alone.install(|| answer(&questions[index], begun)),
                Err(_) => answer(&questions[index], begun),
            };
            answers.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(found);
            done.left = left;
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What is still to be answered.
struct Work<'w, S> {
    now: Mutex<Now<S>>,
    /// Told when there is more to begin, or nothing more to wait for.
    changed: Condvar,
    route: &'w Route,
}

/// How far the work is.
struct Now<S> {
    /// The questions that can be begun, the next one last, and what each is begun from.
    open: Vec<(usize, Option<S>)>,
    /// How many are in the works.
    at_work: usize,
}

impl<'w, S> Work<'w, S> {
    fn new(route: &'w Route) -> Self {
        let first = route.in_turn().iter().rev().copied().filter(|&question| route.from(question).is_none());
        let open = first.map(|question| (question, None)).collect();
        Self { now: Mutex::new(Now { open, at_work: 0 }), changed: Condvar::new(), route }
    }

    /// The next question, with what it is begun from; waits until there is one. None when all are done, or the job is
    /// cancelled.
    fn take(&self, control: &Control) -> Option<(usize, Option<S>)> {
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

    /// A question is answered, and left starts for those begun at it, the first one for the last of them.
    fn done(&self, index: usize, left: Vec<S>) {
        let starts = left.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        let mut begun: Vec<_> = self.route.onward(index).iter().rev().copied().zip(starts).collect();
        begun.reverse();
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.open.extend(begun);
        now.at_work -= 1;
        self.changed.notify_all();
    }
}

/// Says of a question that it is done, and what it left, when it is dropped.
struct Done<'w, S> {
    work: &'w Work<'w, S>,
    index: usize,
    left: Vec<S>,
}

impl<S> Drop for Done<'_, S> {
    fn drop(&mut self) {
        self.work.done(self.index, std::mem::take(&mut self.left));
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
    fn along_a_route_each_question_gets_what_the_one_before_it_left_for_it() {
        let questions: Vec<usize> = (0..200).collect();
        let changes = |i: &usize| Changes::from([("rate".to_owned(), (*i).into())]);
        let route = Route::new(&questions.iter().map(changes).collect::<Vec<_>>());
        for threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            let along = |&n: &usize, begun: Begun<(usize, usize)>| {
                (begun.start, (0..begun.onward).map(|nth| (n, nth)).collect())
            };
            let answers = pool.install(|| sweep_along(&questions, &route, &Control::default(), along));
            let answers: Vec<_> = answers.into_iter().flatten().collect();
            let expected: Vec<_> = questions.iter().map(|&n| route.from(n)).collect();
            assert_eq!(answers.iter().map(|start| start.map(|(from, _)| from)).collect::<Vec<_>>(), expected);
            let expected: Vec<_> = questions.iter().map(|&n| route.goes_on(n)).collect();
            assert_eq!(
                answers.iter().map(|start| start.is_some_and(|(_, nth)| nth == 0)).collect::<Vec<_>>(),
                expected
            );
        }
    }

    #[test]
    fn what_left_nothing_is_gone_on_from_as_from_nothing() {
        let route = Route::new(&vec![Changes::new(); 3]);
        let answers = sweep_along(&[(); 3], &route, &Control::default(), |(), begun: Begun<()>| {
            (begun.start.is_none(), Vec::new())
        });
        assert_eq!(answers, [Some(true); 3]);
    }

    #[test]
    fn a_cancelled_job_takes_no_more() {
        let control = Control::default();
        let answers = sweep(&[(); 1000], &control, |&(): &()| control.cancel());
        assert!(answers.iter().flatten().count() <= rayon::current_num_threads());
    }
}
