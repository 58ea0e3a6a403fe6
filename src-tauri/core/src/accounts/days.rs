//! Days of this computer's calendar, and how near the end of a validity is.

use super::{Accounts, now_ms};
use crate::failure::Failure;
use crate::library::requests;

/// Days before the end of a validity from which on it is told.
pub(super) const SOON: i64 = 14;

impl Accounts {
    /// Today and the day from which on an end is not soon any more. Blocking.
    pub(super) fn days(&self) -> Result<Days, Failure> {
        self.workspace.library().read(|tx| {
            let now = now_ms();
            Ok(Days { today: requests::day(tx, now, 0)?.1, soon: requests::day(tx, now, -SOON)?.1 })
        })
    }
}

/// Days of this computer's calendar, ISO 8601.
pub(super) struct Days {
    today: String,
    soon: String,
}

/// When a validity ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// The day has passed.
    Over,
    /// Within two weeks.
    Soon,
    /// Later, or nobody can read when.
    Later,
}

impl Days {
    /// When a validity ends whose last day is this one. Services write more than the day behind it.
    pub fn ends(&self, last: &str) -> Ends {
        let is_day = |text: &&str| {
            text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
        };
        match last.trim().get(..10).filter(is_day) {
            Some(last) if last < self.today.as_str() => Ends::Over,
            Some(last) if last <= self.soon.as_str() => Ends::Soon,
            _ => Ends::Later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validity_ends_with_its_last_day() {
        let days = Days { today: "2026-03-05".into(), soon: "2026-03-19".into() };
        for (last, ends) in [
            ("2026-03-04", Ends::Over),
            ("2026-03-05", Ends::Soon),
            ("2026-03-19 23:59:59", Ends::Soon),
            ("2026-03-20", Ends::Later),
            ("2025-12-31T00:00:00Z", Ends::Over),
            ("next week", Ends::Later),
            ("01.02.2025", Ends::Later),
            ("", Ends::Later),
        ] {
            assert_eq!(days.ends(last), ends, "{last}");
        }
    }
}
