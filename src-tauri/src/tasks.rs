//! What the page asked for apart from the cards and waits for, so that it can be cancelled and its stages told.
//!
//! A [`Task`] is a kind and an id: an entry described again, a question, an unfinished request. `Shell::run_task` gives it a token and
//! tells its stages as `Event::Task`, in the states of a card. Its end is the answer of its command. `cancel_task` stops it; what was
//! sent by then is recorded all the same.

use altsmith_core::view::Task;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// The tasks under way.
#[derive(Default)]
pub struct Tasks {
    under_way: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    begun: u64,
    by_task: HashMap<Task, (u64, CancellationToken)>,
}

/// One task, as long as somebody waits for it.
pub struct UnderWay<'a> {
    tasks: &'a Tasks,
    task: Task,
    number: u64,
    /// Stops it.
    pub cancel: CancellationToken,
}

impl Tasks {
    /// A new task; the same one that is under way is no longer waited for.
    pub fn begin(&self, task: Task) -> UnderWay<'_> {
        let cancel = CancellationToken::new();
        let mut tokens = self.tokens();
        tokens.begun += 1;
        let number = tokens.begun;
        if let Some((_, before)) = tokens.by_task.insert(task, (number, cancel.clone())) {
            before.cancel();
        }
        UnderWay { tasks: self, task, number, cancel }
    }

    /// Stops a task; nothing where it has ended.
    pub fn cancel(&self, task: Task) {
        if let Some((_, cancel)) = self.tokens().by_task.get(&task) {
            cancel.cancel();
        }
    }

    /// Whether any is under way.
    pub fn any(&self) -> bool {
        !self.tokens().by_task.is_empty()
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut tokens = self.tasks.tokens();
        // A newer one of the same kind goes on.
        if tokens.by_task.get(&self.task).is_some_and(|(number, _)| *number == self.number) {
            tokens.by_task.remove(&self.task);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use altsmith_core::view::TaskKind;

    const QUESTION: Task = Task { kind: TaskKind::Question, id: 7 };

    #[test]
    fn a_task_is_cancelled_by_its_name_and_nothing_else_is() {
        let tasks = Tasks::default();
        let question = tasks.begin(QUESTION);
        let entry = tasks.begin(Task { kind: TaskKind::DescribeEntry, id: 7 });
        tasks.cancel(QUESTION);
        assert!(question.cancel.is_cancelled());
        assert!(!entry.cancel.is_cancelled());
    }

    #[test]
    fn the_same_task_again_takes_the_place_of_the_first() {
        let tasks = Tasks::default();
        let first = tasks.begin(QUESTION);
        let second = tasks.begin(QUESTION);
        assert!(first.cancel.is_cancelled() && !second.cancel.is_cancelled());
        drop(first);
        tasks.cancel(QUESTION);
        assert!(second.cancel.is_cancelled(), "the end of the first did not take the second's place away");
    }

    #[test]
    fn what_has_ended_is_forgotten() {
        let tasks = Tasks::default();
        let question = tasks.begin(QUESTION);
        assert!(tasks.any());
        drop(question);
        assert!(!tasks.any());
        tasks.cancel(QUESTION);
    }
}
