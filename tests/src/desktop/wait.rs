//! Waiting for something to become true, with a deadline. The only place in these tests where time passes on purpose.

use std::fmt::Debug;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up. Generous: two cores, several sessions at once.
pub const DEADLINE: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_millis(25);

/// Asks until there is an answer.
///
/// # Panics
/// After the deadline, saying what was waited for.
pub fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + DEADLINE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "waited {DEADLINE:?} for {what}");
        std::thread::sleep(INTERVAL);
    }
}

/// Asks until two answers in a row are the same: for what moves and then rests.
///
/// # Panics
/// After the deadline.
pub fn wait_until_it_rests<T: PartialEq + Debug>(what: &str, mut ask: impl FnMut() -> T) -> T {
    let mut before = ask();
    let mut same = 0;
    wait_for(what, || {
        let now = ask();
        same = if now == before { same + 1 } else { 0 };
        before = now;
        (same >= 4).then_some(())
    });
    before
}
