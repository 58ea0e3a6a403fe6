//! The words of an answer that is still coming. They are provisional: shown and kept, so that a person sees what came, and
//! never an answer, which is read from the whole body alone.

use super::Secrets;
use super::adapter::Fed;
use super::observer::Observer;
use crate::money::Tokens;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Between two tellings. More often than that nobody reads.
const EVERY: Duration = Duration::from_millis(50);

/// Longest that is shown of an answer before it is whole, in bytes. It bounds what a hostile server makes us copy.
const LONGEST: usize = 16 << 10;

/// What came of one answer so far.
pub(super) struct Pieces<'a> {
    secrets: &'a Secrets,
    state: Mutex<State>,
    news: Notify,
}

#[derive(Default)]
struct State {
    words: String,
    usage: Option<Tokens>,
    /// As it was told last.
    told: (usize, Option<Tokens>),
}

impl<'a> Pieces<'a> {
    pub fn new(secrets: &'a Secrets) -> Self {
        Self { secrets, state: Mutex::default(), news: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something more came.
    pub fn add(&self, fed: &Fed) {
        let mut state = self.state();
        let room = LONGEST - state.words.len().min(LONGEST);
        let end = (0..=fed.words.len().min(room)).rev().find(|end| fed.words.is_char_boundary(*end)).unwrap_or(0);
        state.words.push_str(&fed.words[..end]);
        state.usage = fed.usage.or(state.usage);
        if (state.words.len(), state.usage) != state.told {
            self.news.notify_one();
        }
    }

    /// Tells what comes, the first at once and the rest not more often than a person can read. Never ends.
    pub async fn tell(&self, observer: &dyn Observer) -> std::convert::Infallible {
        loop {
            self.news.notified().await;
            self.tell_now(observer);
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Tells what was not told yet.
    pub fn tell_now(&self, observer: &dyn Observer) {
        let mut state = self.state();
        let (words, usage) = state.told;
        state.told = (state.words.len(), state.usage);
        if state.words.len() != words {
            observer.piece(&self.secrets.mask_coming(&state.words));
        }
        if let Some(tokens) = state.usage.filter(|_| state.usage != usage) {
            observer.usage(tokens);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::observer::Unwatched;

    #[test]
    fn an_endless_answer_is_not_kept_for_showing() {
        let secrets = Secrets::none();
        let pieces = Pieces::new(&secrets);
        for _ in 0..10_000 {
            pieces.add(&Fed { words: "äöü".into(), ..Fed::default() });
        }
        pieces.tell_now(&Unwatched);
        let kept = pieces.state().words.len();
        assert!(kept <= LONGEST && kept > LONGEST - 4, "{kept}");
    }
}
