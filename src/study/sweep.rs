//! Many questions at once, each on one thread.

use crate::base::control::Control;
use crate::strategy::StrategyError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Answers questions side by side, one on each thread of the pool; none for those that were not asked any more when the
/// job was cancelled. What a question does in parallel stays on its own thread, so that no more than one a thread is in
/// the works and in memory.
pub fn sweep<Q: Sync, A: Send>(questions: &[Q], control: &Control, answer: impl Fn(&Q) -> A + Sync) -> Vec<Option<A>> {
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<Option<A>>> = Mutex::new(questions.iter().map(|_| None).collect());
    rayon::broadcast(|_| {
        // Without a pool of its own a question would take part in the others'.
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        while !control.is_cancelled() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(question) = questions.get(index) else { break };
            let found = match &alone {
                Ok(alone) => alone.install(|| answer(question)),
                Err(_) => answer(question),
            };
            answers.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(found);
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
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

    #[test]
    fn every_question_is_answered_in_its_place_and_inner_work_stays_on_its_thread() {
        let questions: Vec<usize> = (0..50).collect();
        let inner = |n: &usize| rayon::join(|| n * 2, rayon::current_num_threads);
        let answers = sweep(&questions, &Control::default(), inner);
        let expected: Vec<_> = (0..50).map(|n| Some((n * 2, 1))).collect();
        assert_eq!(answers, expected);
    }

    #[test]
    fn a_cancelled_job_takes_no_more() {
        let control = Control::default();
        let answers = sweep(&[(); 1000], &control, |&(): &()| control.cancel());
        assert!(answers.iter().flatten().count() <= rayon::current_num_threads());
    }
}
