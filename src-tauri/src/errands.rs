//! What the page asked for apart from the cards and waits for, so that it can be cancelled and its stages told.

use altsmith_core::view::Errand;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// The errands under way.
#[derive(Default)]
pub struct Errands {
    under_way: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    begun: u64,
    by_errand: HashMap<Errand, (u64, CancellationToken)>,
}

/// One errand, as long as somebody waits for it.
pub struct UnderWay<'a> {
    errands: &'a Errands,
    errand: Errand,
    number: u64,
    /// Stops it.
    pub cancel: CancellationToken,
}

impl Errands {
    /// A new errand; the same one that is under way is no longer waited for.
    pub fn begin(&self, errand: Errand) -> UnderWay<'_> {
        let cancel = CancellationToken::new();
        let mut tokens = self.tokens();
        tokens.begun += 1;
        let number = tokens.begun;
        if let Some((_, before)) = tokens.by_errand.insert(errand, (number, cancel.clone())) {
            before.cancel();
        }
        UnderWay { errands: self, errand, number, cancel }
    }

    /// Stops an errand; nothing where it has ended.
    pub fn cancel(&self, errand: Errand) {
        if let Some((_, cancel)) = self.tokens().by_errand.get(&errand) {
            cancel.cancel();
        }
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut tokens = self.errands.tokens();
        // A newer one of the same kind goes on.
        if tokens.by_errand.get(&self.errand).is_some_and(|(number, _)| *number == self.number) {
            tokens.by_errand.remove(&self.errand);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use altsmith_core::view::ErrandKind;

    const QUESTION: Errand = Errand { kind: ErrandKind::Question, id: 7 };

    #[test]
    fn an_errand_is_cancelled_by_its_name_and_nothing_else_is() {
        let errands = Errands::default();
        let question = errands.begin(QUESTION);
        let entry = errands.begin(Errand { kind: ErrandKind::DescribeEntry, id: 7 });
        errands.cancel(QUESTION);
        assert!(question.cancel.is_cancelled());
        assert!(!entry.cancel.is_cancelled());
    }

    #[test]
    fn the_same_errand_again_takes_the_place_of_the_first() {
        let errands = Errands::default();
        let first = errands.begin(QUESTION);
        let second = errands.begin(QUESTION);
        assert!(first.cancel.is_cancelled() && !second.cancel.is_cancelled());
        drop(first);
        errands.cancel(QUESTION);
        assert!(second.cancel.is_cancelled(), "the end of the first did not take the second's place away");
    }

    #[test]
    fn what_has_ended_is_forgotten() {
        let errands = Errands::default();
        drop(errands.begin(QUESTION));
        assert!(errands.tokens().by_errand.is_empty());
        errands.cancel(QUESTION);
    }
}
