//! What helps against a trouble: the one thing that the button beside its sentence does. Decided here, next to the
//! sentences, so that a button never says something else than they do.

use super::{Whose, whose};
use crate::failure::{Again, Failure, Reason, Remedy};
use crate::provider::{self, Field};

impl Failure {
    /// What helps against it.
    pub fn remedy(&self) -> Remedy {
        match self.again {
            Some(Again::MayCostTwice) => return Remedy::Resend,
            // What is in the way of asking comes first.
            Some(Again::IsFree) if self.is_without_outcome() => return Remedy::AskOutcome,
            _ => {}
        }
        if let Some(remedy) = self.documented.as_deref().and_then(provider::remedy_of) {
            return remedy;
        }
        match self.reason {
            // It may be put back, unless it was never a file or is another one by now.
            Reason::FileGone if !self.about.contains_key("gone") => Remedy::Again,
            // A key that only some ways of using a service need has its place in the form.
            Reason::KeyMissing | Reason::KeyRejected if self.field().is_some_and(|field| !field.required) => {
                Remedy::Service
            }
            // A picture's own host has no form.
            Reason::TlsWrongHost | Reason::Redirected if !self.about.contains_key("provider") => Remedy::Again,
            reason => of_reason(reason),
        }
    }

    /// It says only that nothing is known of what became of a request.
    pub fn is_without_outcome(&self) -> bool {
        matches!(self.reason, Reason::OutcomeUnknown | Reason::Timeout | Reason::BadResponse)
    }

    /// The field of the service's form that it is about.
    pub fn field(&self) -> Option<&'static Field> {
        let Whose { kind, .. } = whose(self)?;
        let fields = || kind.secrets.iter().chain(kind.settings);
        let named = |name: &str| self.about.get(name).and_then(|name| fields().find(|field| field.name == name));
        named("field").or_else(|| named("key"))
    }
}

fn of_reason(reason: Reason) -> Remedy {
    match reason {
        Reason::FileGone
        | Reason::NotAFile
        | Reason::EmptyFile
        | Reason::FileTooLarge
        | Reason::FolderEmpty
        | Reason::NotAnImage
        | Reason::FormatNotBuiltIn
        | Reason::CutOff
        | Reason::Corrupt
        | Reason::TooManyPixels
        | Reason::TooMuchMemory
        | Reason::DecoderFailed
        | Reason::NothingVisible
        | Reason::DecoderCrashed
        | Reason::DecoderTooSlow
        | Reason::ServiceRefusedImage => Remedy::Remove,
        Reason::ContentBlocked => Remedy::AnotherService,
        Reason::UrlInvalid
        | Reason::UrlNotHttps
        | Reason::UrlNotPublic
        | Reason::DropEmpty
        | Reason::NeedsPublicUrl => Remedy::Url,
        Reason::ClipboardEmpty => Remedy::Add,
        Reason::KeyMissing | Reason::KeyRejected => Remedy::Key,
        Reason::KeyringUnavailable
        | Reason::KeyringLocked
        | Reason::VaultDamaged
        | Reason::VaultNewer
        | Reason::VaultFailed => Remedy::Keys,
        Reason::VaultLocked | Reason::PassphraseWrong => Remedy::Vault,
        Reason::CreditsExhausted => Remedy::TopUp,
        Reason::BudgetReached => Remedy::Budget,
        Reason::InvalidRequest
        | Reason::ModelNotFound
        | Reason::EndpointInvalid
        | Reason::Redirected
        | Reason::TlsWrongHost
        | Reason::SettingInvalid
        | Reason::SettingMissing => Remedy::Service,
        Reason::ConnectionRefused => Remedy::None,
        Reason::LanguageUnknown | Reason::ProviderUnknown | Reason::NoConversation => Remedy::Describing,
        Reason::LocalOnly | Reason::TlsNotTrusted | Reason::TlsNoAuthorities => Remedy::Privacy,
        Reason::OutcomeUnknown => Remedy::Resend,
        Reason::SearchTooLong | Reason::FolderLimit | Reason::FolderTooDeep | Reason::DatabaseNewer => Remedy::None,
        _ => Remedy::Again,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trying_again_says_what_it_means() {
        let timeout = Failure::new(Reason::Timeout);
        assert_eq!(timeout.remedy(), Remedy::Again);
        assert_eq!(Failure { again: Some(Again::MayCostTwice), ..timeout.clone() }.remedy(), Remedy::Resend);
        assert_eq!(Failure { again: Some(Again::IsFree), ..timeout }.remedy(), Remedy::AskOutcome);
        assert_eq!(Failure::new(Reason::OutcomeUnknown).remedy(), Remedy::Resend);
        let refused = Failure { again: Some(Again::IsFree), ..Failure::new(Reason::KeyRejected) };
        assert_eq!(refused.remedy(), Remedy::Key);
    }

    #[test]
    fn the_button_says_what_the_sentence_of_a_documented_error_says() {
        for (reason, name) in [
            (Reason::ServiceRefusedImage, "imagedescriber-2005"),
            (Reason::ServiceRefusedImage, "zakai-image-too-large"),
            (Reason::ServiceRefusedImage, "imgopen-failed"),
            (Reason::InvalidRequest, "zakai-not-json"),
            (Reason::InvalidRequest, "zakai-missing-parameter"),
        ] {
            assert_eq!(Failure::new(reason).documented(name).remedy(), Remedy::Again, "{name}");
        }
        let blocked = Failure::new(Reason::ContentBlocked).documented("imagedescriber-2003");
        assert_eq!(blocked.remedy(), Remedy::AnotherService);
        assert_eq!(Failure::new(Reason::ServiceRefusedImage).documented("zakai-image-type").remedy(), Remedy::Remove);
    }

    #[test]
    fn a_file_that_may_be_put_back_is_tried_again() {
        assert_eq!(Failure::new(Reason::FileGone).remedy(), Remedy::Again);
        assert_eq!(Failure::new(Reason::FileGone).with("gone", "pasted").remedy(), Remedy::Remove);
    }

    #[test]
    fn what_helps_follows_from_the_reason() {
        for (reason, remedy) in [
            (Reason::KeyRejected, Remedy::Key),
            (Reason::CreditsExhausted, Remedy::TopUp),
            (Reason::RateLimited, Remedy::Again),
            (Reason::NotAnImage, Remedy::Remove),
            (Reason::UrlNotHttps, Remedy::Url),
            (Reason::BudgetReached, Remedy::Budget),
            (Reason::KeyringLocked, Remedy::Keys),
            (Reason::VaultLocked, Remedy::Vault),
            (Reason::LocalOnly, Remedy::Privacy),
            (Reason::LanguageUnknown, Remedy::Describing),
            (Reason::DatabaseNewer, Remedy::None),
        ] {
            assert_eq!(Failure::new(reason).remedy(), remedy);
        }
    }

    #[test]
    fn a_key_that_only_some_ways_need_is_looked_for_in_the_form() {
        let missing =
            |name: &str, field: &str| Failure::new(Reason::KeyMissing).with("provider", "Img Open").with(name, field);
        for name in ["field", "key"] {
            let bucket = missing(name, "s3_secret_access_key");
            assert_eq!(bucket.remedy(), Remedy::Service);
            assert_eq!(bucket.field().map(|field| field.name), Some("s3_secret_access_key"));
        }
        assert_eq!(missing("field", "access_key_id").remedy(), Remedy::Key);
        assert!(missing("field", "image").field().is_none(), "a part of the request is no field of the form");
    }
}
