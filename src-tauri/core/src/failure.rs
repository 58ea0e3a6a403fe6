//! What can go wrong, as the two faces see it.
//!
//! Every module has its own `thiserror` enum; at the engine's edge each becomes a [`Failure`]: a [`Reason`] (the exact
//! trouble, one sentence in the message files each) with the values that the sentence names. [`ErrorCode`] is the
//! coarser, stable list that scripts rely on; it follows from the reason.
//!
//! No sentence is written here: `trouble` turns a failure into text in the person's language.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The stable codes of `altsmith describe --json`. Scripts rely on them: add, never rename.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)] // the names are the documentation; each has its sentences in the message files
pub enum ErrorCode {
    FileNotFound,
    Unreadable,
    UnsupportedFormat,
    ImageTooLarge,
    CorruptImage,
    KeyMissing,
    KeyRejected,
    KeyringUnavailable,
    CreditsExhausted,
    BudgetReached,
    RateLimited,
    ContentBlocked,
    InvalidRequest,
    ModelNotFound,
    ProviderUnavailable,
    BadResponse,
    Timeout,
    Network,
    NeedsPublicUrl,
    Cancelled,
    Storage,
    OutcomeUnknown,
    Internal,
}

/// The exact trouble. Each has `error-<kebab-case name>` (what happened) and may have `.action` (what to do next) in the
/// engine's message files; a test holds the two lists together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum Reason {
    // ingest
    FileGone,
    PermissionDenied,
    ReadFailed,
    NotAFile,
    EmptyFile,
    FileTooLarge,
    FolderEmpty,
    FolderLimit,
    FolderTooDeep,
    NotAnImage,
    UrlInvalid,
    UrlNotHttps,
    UrlNotPublic,
    UrlStatus,
    UrlUnreachable,
    UrlTimeout,
    ClipboardEmpty,
    DropEmpty,
    // imaging
    FormatNotBuiltIn,
    CutOff,
    Corrupt,
    TooManyPixels,
    TooMuchMemory,
    DecoderFailed,
    NothingVisible,
    DecoderCrashed,
    DecoderTooSlow,
    DecoderNotStarted,
    // provider
    KeyMissing,
    KeyRejected,
    KeyringUnavailable,
    KeyringLocked,
    VaultLocked,
    VaultDamaged,
    VaultNewer,
    VaultFailed,
    PassphraseWrong,
    CreditsExhausted,
    BudgetReached,
    RateLimited,
    ContentBlocked,
    InvalidRequest,
    LanguageUnknown,
    ModelNotFound,
    ProviderUnknown,
    NoConversation,
    ProviderUnavailable,
    BadResponse,
    Timeout,
    Network,
    TlsFailed,
    TlsNotTrusted,
    TlsExpired,
    TlsWrongHost,
    TlsNoAuthorities,
    Redirected,
    NeedsPublicUrl,
    LocalOnly,
    EndpointInvalid,
    ServiceRefusedImage,
    // the engine
    Cancelled,
    OutcomeUnknown,
    DiskFull,
    DatabaseNewer,
    DatabaseBusy,
    StorageFailed,
    NotFound,
    SearchTooLong,
    SettingUnknown,
    SettingInvalid,
    SettingMissing,
    KeyUnusable,
    NotOffered,
    ConnectionRefused,
    Internal,
}

impl Reason {
    /// A secure connection was not made: nothing left over it.
    pub fn is_of_connection(self) -> bool {
        matches!(
            self,
            Self::TlsFailed | Self::TlsNotTrusted | Self::TlsExpired | Self::TlsWrongHost | Self::TlsNoAuthorities
        )
    }

    /// What a service can say of a request whose outcome was unknown; anything else says only that it could not be asked.
    pub fn is_verdict(self) -> bool {
        matches!(self, Self::ServiceRefusedImage | Self::ContentBlocked | Self::CreditsExhausted | Self::InvalidRequest)
    }

    /// The stable code that scripts see for this reason.
    pub fn code(self) -> ErrorCode {
        use ErrorCode as C;
        match self {
            Self::FileGone | Self::FolderEmpty | Self::ClipboardEmpty | Self::DropEmpty | Self::NotFound => {
                C::FileNotFound
            }
            Self::PermissionDenied | Self::ReadFailed | Self::NotAFile => C::Unreadable,
            Self::NotAnImage | Self::FormatNotBuiltIn => C::UnsupportedFormat,
            Self::FileTooLarge
            | Self::TooManyPixels
            | Self::TooMuchMemory
            | Self::DecoderTooSlow
            | Self::FolderLimit
            | Self::FolderTooDeep => C::ImageTooLarge,
            Self::EmptyFile
            | Self::CutOff
            | Self::Corrupt
            | Self::DecoderFailed
            | Self::DecoderCrashed
            | Self::NothingVisible => C::CorruptImage,
            Self::KeyMissing => C::KeyMissing,
            Self::KeyRejected => C::KeyRejected,
            Self::KeyringUnavailable
            | Self::KeyringLocked
            | Self::VaultLocked
            | Self::VaultDamaged
            | Self::VaultNewer
            | Self::VaultFailed
            | Self::PassphraseWrong => C::KeyringUnavailable,
            Self::CreditsExhausted => C::CreditsExhausted,
            Self::BudgetReached => C::BudgetReached,
            Self::RateLimited => C::RateLimited,
            Self::ContentBlocked => C::ContentBlocked,
            Self::UrlInvalid
            | Self::UrlNotHttps
            | Self::UrlNotPublic
            | Self::InvalidRequest
            | Self::LanguageUnknown
            | Self::ProviderUnknown
            | Self::NoConversation
            | Self::LocalOnly
            | Self::EndpointInvalid
            | Self::ServiceRefusedImage
            | Self::SearchTooLong
            | Self::SettingUnknown
            | Self::SettingInvalid
            | Self::SettingMissing
            | Self::KeyUnusable
            | Self::NotOffered
            | Self::ConnectionRefused => C::InvalidRequest,
            Self::ModelNotFound => C::ModelNotFound,
            Self::ProviderUnavailable => C::ProviderUnavailable,
            Self::BadResponse | Self::Redirected => C::BadResponse,
            Self::Timeout | Self::UrlTimeout => C::Timeout,
            Self::Network
            | Self::TlsFailed
            | Self::TlsNotTrusted
            | Self::TlsExpired
            | Self::TlsWrongHost
            | Self::TlsNoAuthorities
            | Self::UrlStatus
            | Self::UrlUnreachable => C::Network,
            Self::NeedsPublicUrl => C::NeedsPublicUrl,
            Self::Cancelled => C::Cancelled,
            Self::OutcomeUnknown => C::OutcomeUnknown,
            Self::DiskFull | Self::DatabaseNewer | Self::DatabaseBusy | Self::StorageFailed => C::Storage,
            Self::DecoderNotStarted | Self::Internal => C::Internal,
        }
    }
}

/// One trouble with one picture (or one request), ready to be stored and to be said in any language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The exact trouble.
    pub reason: Reason,
    /// Values that the sentence names: `name` (the picture's), `format`, `limit`, `status`, `languages`, … Never a key, never a full path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub about: BTreeMap<String, String>,
    /// The error by the name that the service's documents give it (`zakai-no-credits`): it has a sentence of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documented: Option<String>,
    /// The service's own code, as it sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_code: Option<String>,
    /// The service's own sentence, cleaned of control characters and keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_message: Option<String>,
    /// The service's id of the request, for its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How long the service asks to wait, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// What the service said of the credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<crate::money::Credits>,
    /// What trying again means, where that is more than trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
}

/// What it means to try a request again that may have been charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Again {
    /// Sending it anew may cost a second time; only the person does that.
    MayCostTwice,
    /// Nothing is sent anew: the service is asked, for free, what became of it.
    IsFree,
}

/// The one thing that helps against a failure, as the button beside its sentence does it. `trouble` decides which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Remedy {
    /// Trying again.
    Again,
    /// Sending it anew, which may cost a second time.
    Resend,
    /// Asking the service, for free, what became of it.
    AskOutcome,
    /// Taking the picture away: nothing can be done with it as it is.
    Remove,
    /// Another service, or the built-in describer.
    AnotherService,
    /// The picture from its web address.
    Url,
    /// Another picture.
    Add,
    /// Entering the service's key.
    Key,
    /// Deciding where keys are kept.
    Keys,
    /// The passphrase of the vault.
    Vault,
    /// Buying credits.
    TopUp,
    /// Another budget.
    Budget,
    /// The service's form; at the field that the trouble names, where there is one.
    Service,
    /// The settings of describing.
    Describing,
    /// The settings of privacy.
    Privacy,
    /// Nothing that a button could do.
    None,
}

impl Failure {
    /// The stable code that scripts see: the reason's, but for a picture that a service refuses for its size (it names the
    /// `edge` or the `limit`) or its format (`refused`: `format`), which has the code that the same trouble has on this computer.
    pub fn code(&self) -> ErrorCode {
        if self.reason != Reason::ServiceRefusedImage {
            return self.reason.code();
        }
        let about = |name: &str| self.about.get(name).map(String::as_str);
        if about("refused") == Some("format") {
            return ErrorCode::UnsupportedFormat;
        }
        if about("edge").or(about("limit")).is_some() {
            return ErrorCode::ImageTooLarge;
        }
        match (self.documented.as_deref(), about("status")) {
            (None, Some("415")) => ErrorCode::UnsupportedFormat,
            (None, Some("413")) => ErrorCode::ImageTooLarge,
            _ => self.reason.code(),
        }
    }

    /// A failure with nothing more to say than its reason.
    pub fn new(reason: Reason) -> Self {
        Self {
            reason,
            about: BTreeMap::new(),
            documented: None,
            provider_code: None,
            provider_message: None,
            request_id: None,
            retry_after_ms: None,
            credits: None,
            again: None,
        }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    #[allow(clippy::needless_pass_by_value)] // numbers and texts alike are given without a `&`
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.about.insert(name.to_owned(), value.to_string());
        self
    }

    /// One of the errors that the service's documents name; `fault-<name>` in the message files says it.
    #[must_use]
    pub fn documented(mut self, name: impl Into<String>) -> Self {
        self.documented = Some(name.into());
        self
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

impl std::fmt::Display for Failure {
    /// For logs only: the reason's name. People read `Localizer::failure`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.reason)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_picture_has_the_code_of_what_is_wrong_with_it() {
        let refused = || Failure::new(Reason::ServiceRefusedImage);
        for (failure, code) in [
            (refused().documented("zakai-image-too-large").with("edge", 512), ErrorCode::ImageTooLarge),
            (refused().documented("zakai-image-type").with("refused", "format"), ErrorCode::UnsupportedFormat),
            (refused().documented("imagedescriber-2004").with("refused", "format"), ErrorCode::UnsupportedFormat),
            (refused().documented("imagedescriber-2005"), ErrorCode::InvalidRequest),
            (refused().with("edge", 512), ErrorCode::ImageTooLarge),
            (refused().with("limit", 4_000_000), ErrorCode::ImageTooLarge),
            (refused().with("status", 413), ErrorCode::ImageTooLarge),
            (refused().with("status", 415), ErrorCode::UnsupportedFormat),
            (refused(), ErrorCode::InvalidRequest),
            (Failure::new(Reason::RateLimited).with("limit", 1), ErrorCode::RateLimited),
        ] {
            assert_eq!(failure.code(), code, "{failure:?}");
        }
    }
}
