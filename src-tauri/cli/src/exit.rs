//! Why a command ends before its end, and how it is told.

use crate::output::{trouble, unwritten};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::i18n::Localizer;
use std::io;

/// Exit status where some picture failed; the others are done and saved.
pub const SOME_FAILED: u8 = 1;
/// Exit status of wrong usage (also what clap uses).
const WRONG_USAGE: u8 = 2;
/// Exit status after Ctrl+C; what was finished is saved.
pub const INTERRUPTED: u8 = 130;

/// Why a command ends before its end.
pub enum Exit {
    /// Something failed.
    Failed(Failure),
    /// An argument names what there is not, or has a value that cannot be.
    WrongUsage(Failure),
    /// Results could not be written.
    Unwritten(io::Error),
}

impl Exit {
    /// Trouble with what was asked for in the arguments: wrong usage where it is they that are wrong.
    pub fn of_arguments(failure: Failure) -> Self {
        match failure.reason {
            Reason::ProviderUnknown
            | Reason::ModelNotFound
            | Reason::LanguageUnknown
            | Reason::SettingUnknown
            | Reason::SettingInvalid
            | Reason::ConnectionRefused => Self::WrongUsage(failure),
            _ => Self::Failed(failure),
        }
    }

    /// Says it; the exit status.
    pub fn tell(&self, localizer: Localizer) -> u8 {
        match self {
            Self::Failed(failure) if failure.reason == Reason::Cancelled => INTERRUPTED,
            Self::Failed(failure) => {
                trouble(localizer, failure);
                SOME_FAILED
            }
            Self::WrongUsage(failure) => {
                trouble(localizer, failure);
                WRONG_USAGE
            }
            Self::Unwritten(error) if unwritten(localizer, error) => SOME_FAILED,
            Self::Unwritten(_) => 0,
        }
    }
}

impl From<Failure> for Exit {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Reason> for Exit {
    fn from(reason: Reason) -> Self {
        Self::Failed(reason.into())
    }
}

impl From<io::Error> for Exit {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_names_in_arguments_are_wrong_usage_and_what_a_service_refuses_is_not() {
        let status = |reason: Reason| Exit::of_arguments(reason.into()).tell(Localizer::new("en"));
        for reason in [
            Reason::ProviderUnknown,
            Reason::ModelNotFound,
            Reason::SettingUnknown,
            Reason::SettingInvalid,
            Reason::ConnectionRefused,
        ] {
            assert_eq!(status(reason), 2, "{reason:?}");
        }
        for reason in [Reason::InvalidRequest, Reason::LocalOnly, Reason::EndpointInvalid, Reason::KeyUnusable] {
            assert_eq!(status(reason), 1, "{reason:?}");
        }
        assert_eq!(Exit::from(Reason::Cancelled).tell(Localizer::new("en")), 130);
    }
}
