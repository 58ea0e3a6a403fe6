//! The time, in the one way in which everything here counts it.

use std::time::{SystemTime, UNIX_EPOCH};

/// The time, in milliseconds since 1970; 0 where the clock stands before that.
pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
