//! Words are made of an answer on a thread of its own and within a time limit: whatever a service sends, nothing else waits
//! for it. `compose` bounds what it looks at, so this is for what nobody thought of. What ends the program itself is counted with
//! the stored answer (`Job::begin_words`).

use std::time::Duration;
use tokio::sync::oneshot;

/// Longest that making words of one answer may take; it takes milliseconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// Room for a parser that calls itself as often as an answer within its bounds has characters. It is only reserved.
const STACK: usize = 64 << 20;
/// How often it is tried: a computer that was put to sleep in the middle is no fault of the answer.
const TRIES: u32 = 2;

/// What the work gives; none where it took too long or crashed twice, and the answer is to be set aside. Work that goes on
/// for ever holds up nothing, not even the end of the program.
pub(super) async fn apart<T: Send + 'static>(
    patience: Duration,
    work: impl Fn() -> T + Clone + Send + 'static,
) -> Option<T> {
    for _ in 0..TRIES {
        let (done, result) = oneshot::channel();
        let work = work.clone();
        let thread = std::thread::Builder::new().name("compose".to_owned()).stack_size(STACK);
        let started = thread.spawn(move || {
            // Nobody waits for it any more where it took too long.
            let _ = done.send(work());
        });
        if started.is_ok()
            && let Ok(Ok(result)) = tokio::time::timeout(patience, result).await
        {
            return Some(result);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::{Arc, Mutex, mpsc};

    #[tokio::test]
    async fn what_crashes_once_is_tried_again_and_what_crashes_twice_is_set_aside() {
        let calls = Arc::new(AtomicU32::new(0));
        let crash = |until: u32| {
            let calls = calls.clone();
            calls.store(0, Ordering::SeqCst);
            move || {
                let call = calls.fetch_add(1, Ordering::SeqCst);
                assert!(call >= until, "a crash on purpose");
                call
            }
        };
        assert_eq!(apart(PATIENCE, crash(0)).await, Some(0));
        assert_eq!(apart(PATIENCE, crash(1)).await, Some(1));
        assert_eq!(apart(PATIENCE, crash(2)).await, None);
        assert_eq!(calls.load(Ordering::SeqCst), TRIES);
    }

    #[tokio::test]
    async fn what_never_ends_is_set_aside() {
        let (hold, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let work = move || held.lock().is_ok_and(|held| held.recv().is_ok());
        assert_eq!(apart(Duration::from_millis(1), work).await, None);
        drop(hold);
    }

    #[tokio::test]
    async fn there_is_room_for_a_parser_that_calls_itself() {
        fn deep(left: u32) -> u32 {
            let room = std::hint::black_box([left; 64]);
            if left == 0 { 0 } else { 1 + deep(left - 1) + room[1] - left }
        }
        assert_eq!(apart(PATIENCE, || deep(60_000)).await, Some(60_000));
    }
}
