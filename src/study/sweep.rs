//! Many questions at once, each on one thread.

use crate::base::control::Control;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Answers questions side by side, one on each thread of the pool, and hands each answer over as it comes, in any order.
/// What a question does in parallel stays on its own thread, so that no more than one a thread is in the works and in
/// memory. Stops taking new ones when the job is cancelled.
pub fn sweep<Q: Sync, A>(
    questions: &[Q],
    control: &Control,
    answer: impl Fn(&Q) -> A + Sync,
    taken: impl Fn(usize, A) + Sync,
) where
    A: Send,
{
    let next = AtomicUsize::new(0);
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
            taken(index, found);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn every_question_is_answered_once_and_inner_work_stays_on_its_thread() {
        let questions: Vec<usize> = (0..50).collect();
        let answers = Mutex::new(vec![0; 50]);
        let inner = |n: &usize| {
            let (a, threads) = rayon::join(|| n * 2, rayon::current_num_threads);
            (a, threads)
        };
        sweep(&questions, &Control::default(), inner, |index, (answer, threads)| {
            assert_eq!((answer, threads), (index * 2, 1));
            answers.lock().unwrap()[index] += 1;
        });
        assert!(answers.into_inner().unwrap().into_iter().all(|times| times == 1));
    }

    #[test]
    fn a_cancelled_job_takes_no_more() {
        let control = Control::default();
        let answered = AtomicUsize::new(0);
        let questions = vec![(); 1000];
        let count = |&(): &()| {
            answered.fetch_add(1, Ordering::Relaxed);
            control.cancel();
        };
        sweep(&questions, &control, count, |_, ()| {});
        assert!(answered.into_inner() <= rayon::current_num_threads());
    }
}
