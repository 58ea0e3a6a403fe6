//! When the next request may be sent: the documented limits as sliding windows over what was sent, and the wait that a
//! service asked for. Pure; what was sent is in the library, so it is kept over restarts and shared by processes.

use crate::provider::RateLimit;
use std::convert::Infallible;

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// At once.
    Now,
    /// Not before this moment, in milliseconds since 1970. Then ask again: somebody else may have been first.
    Wait {
        /// The moment.
        until_ms: i64,
    },
}

/// How far a clock may be behind the one that wrote a request before the request is left out of account: after a clock was
/// set back, a limiter that believes in the future would never send again.
const SKEW_MS: i64 = 1_000;

/// Longest wait that a service can ask for; what is further away is a clock that was set back.
pub const LONGEST_HOLD_MS: i64 = 24 * 3_600_000;

/// When the next request may be sent. `nth_newest` answers when the `n`-th newest request (1: the newest) was sent that
/// is not newer than a given moment; `held_until` is the service's own wait.
pub fn slot<E>(
    limits: &[RateLimit],
    held_until_ms: Option<i64>,
    now_ms: i64,
    nth_newest: impl Fn(u32, i64) -> Result<Option<i64>, E>,
) -> Result<Slot, E> {
    let mut until = held_until_ms.filter(|until| until - now_ms <= LONGEST_HOLD_MS).unwrap_or(0);
    for limit in limits.iter().filter(|limit| limit.requests > 0) {
        let window = i64::from(limit.seconds) * 1_000;
        if let Some(sent) = nth_newest(limit.requests, now_ms + SKEW_MS)? {
            // Both ends of the window count: a service may round to whole milliseconds either way.
            until = until.max(sent.min(now_ms) + window + 1);
        }
    }
    Ok(if until > now_ms { Slot::Wait { until_ms: until } } else { Slot::Now })
}

/// How long it takes at the least to send so many more requests after those that were sent (oldest first), in
/// milliseconds: nothing where there is room for all of them now.
pub fn least_ms(limits: &[RateLimit], held_until_ms: Option<i64>, now_ms: i64, sent: &[i64], more: u32) -> i64 {
    let mut times = sent.to_vec();
    let mut last = now_ms;
    for _ in 0..more {
        let nth = |n: u32, _| Ok::<_, Infallible>(times.len().checked_sub(n as usize).map(|at| times[at]));
        let Ok(slot) = slot(limits, held_until_ms, last, nth);
        if let Slot::Wait { until_ms } = slot {
            last = until_ms;
        }
        times.push(last);
    }
    last - now_ms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: RateLimit = RateLimit { requests: 30, seconds: 60 };
    const HOUR: RateLimit = RateLimit { requests: 100, seconds: 3_600 };

    fn ask(limits: &[RateLimit], held: Option<i64>, now: i64, sent: &[i64]) -> Slot {
        let nth = |n: u32, not_after: i64| {
            let mut past: Vec<i64> = sent.iter().copied().filter(|at| *at <= not_after).collect();
            past.sort_unstable_by(|a, b| b.cmp(a));
            Ok::<_, Infallible>(past.get(n as usize - 1).copied())
        };
        let Ok(slot) = slot(limits, held, now, nth);
        slot
    }

    #[test]
    fn the_window_slides() {
        let sent: Vec<i64> = (0..30).map(|i| 1_000_000 + i * 100).collect();
        assert_eq!(ask(&[MINUTE], None, 1_003_000, &sent[..29]), Slot::Now);
        assert_eq!(ask(&[MINUTE], None, 1_003_000, &sent), Slot::Wait { until_ms: 1_060_001 });
        assert_eq!(ask(&[MINUTE], None, 1_060_001, &sent), Slot::Now);
    }

    #[test]
    fn the_strictest_limit_and_the_services_own_wait_win() {
        let sent: Vec<i64> = (0..100).map(|i| 1_000_000 + i * 10).collect();
        assert_eq!(ask(&[MINUTE, HOUR], None, 1_002_000, &sent), Slot::Wait { until_ms: 1_000_000 + 3_600_001 });
        assert_eq!(ask(&[], Some(5_000), 4_000, &[]), Slot::Wait { until_ms: 5_000 });
        assert_eq!(ask(&[], Some(5_000), 5_000, &[]), Slot::Now);
        assert_eq!(ask(&[], None, 5_000, &sent), Slot::Now, "no limit is documented");
    }

    #[test]
    fn a_batch_takes_as_long_as_its_limits_make_it() {
        let sent: Vec<i64> = (0..20).map(|i| 990_000 + i).collect();
        let least = |limits: &[RateLimit], sent: &[i64], more| least_ms(limits, None, 1_000_000, sent, more);
        assert_eq!(least(&[MINUTE], &sent, 10), 0, "there is room");
        assert_eq!(least(&[MINUTE], &sent, 11), 50_001, "the oldest makes room first");
        assert_eq!(least(&[MINUTE], &[], 61), 2 * 60_001);
        assert_eq!(least(&[MINUTE, HOUR], &[], 101), 3_600_001);
        assert_eq!(least(&[], &sent, 5_000), 0);
        assert_eq!(least_ms(&[], Some(1_030_000), 1_000_000, &[], 2), 30_000, "the service's own wait");
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_everything() {
        let sent = [9_000_000_000; 40];
        assert_eq!(ask(&[MINUTE], Some(9_000_000_000), 1_000_000, &sent), Slot::Now);
    }

    proptest! {
        #[test]
        fn whoever_keeps_to_it_never_passes_the_limit(
            requests in 1_u32..6, seconds in 1_u32..4, gaps in proptest::collection::vec(0_i64..900, 1..60),
        ) {
            let limit = RateLimit { requests, seconds };
            let mut now = 1_000_000;
            let mut sent: Vec<i64> = Vec::new();
            for gap in gaps {
                now += gap;
                while let Slot::Wait { until_ms } = ask(&[limit], None, now, &sent) {
                    prop_assert!(until_ms > now);
                    now = until_ms;
                }
                sent.push(now);
            }
            let window = i64::from(seconds) * 1_000;
            for at in &sent {
                let within = sent.iter().filter(|other| (*at..=at + window).contains(*other)).count();
                prop_assert!(within <= requests as usize, "{within} requests within {window} ms");
            }
        }
    }
}
