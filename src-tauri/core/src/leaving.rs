//! Whether something may leave this computer: what the switch "only this computer" (`local_only`) decides, said once.
//!
//! Whoever is about to send asks [`check`] with the switch as it stands then. Where an address leads is known to those who
//! call it: `provider::endpoint` for services, `ingest::address` for pictures.

use crate::failure::{Failure, Reason};
use std::fmt::Display;

/// Refuses what would leave while only this computer may be used. `here`: it goes to this computer itself. `about` names
/// what is refused: a `host` or a `provider`.
///
/// # Errors
/// `LocalOnly`.
pub fn check(local_only: bool, here: bool, about: (&str, impl Display)) -> Result<(), Failure> {
    if local_only && !here { Err(refusal(about)) } else { Ok(()) }
}

/// The refusal itself, for what is known to leave.
pub fn refusal((name, value): (&str, impl Display)) -> Failure {
    Failure::new(Reason::LocalOnly).with(name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_elsewhere_is_refused_and_only_where_the_switch_is_on() {
        let about = ("host", "example.org");
        assert!(
            check(false, false, about).is_ok() && check(false, true, about).is_ok() && check(true, true, about).is_ok()
        );
        let failure = check(true, false, about).expect_err("refused");
        assert_eq!((failure.reason, failure.about["host"].as_str()), (Reason::LocalOnly, "example.org"));
    }
}
