//! Where words come from: one file (or folder) per kind of service, each a [`Descriptor`] (data) and pure functions.
//!
//! A [`Kind`] is code, and knows nothing of the database or the window. A [`Connection`] is what a person has of a kind: a server
//! with a name of its own, or the one account at a service. The room `connection` keeps them. Everything else (the settings form,
//! the preparation of the image, the limiter, the estimate, `altsmith providers`) asks a connection, and reads what is the same for
//! all of its kind in the descriptor. Where a face says "provider", it names a connection by its id.
//!
//! # A kind
//!
//! A service is a [`Descriptor`] and an [`HttpAdapter`]: pure functions that make an `HttpCall` from a [`RequestContext`] and read
//! an `HttpResponse`. `start` makes the first call. `next` says what its answer means: that was all (`Done`), another call follows
//! (`Call`), the outcome has to be polled for (`Wait`), there will be none (`Failed`). `driver` refuses what can be refused before
//! anything is sent, `run` makes the calls one after the other, `retry` decides whether a call is made again, and only `http` opens
//! connections.
//!
//! | what happened | what it becomes | tried again |
//! | --- | --- | --- |
//! | nothing left this computer (refused, no such name) | `Network` | yes, except towards this computer itself |
//! | nobody vouches for the host | `TlsNotTrusted`, `TlsExpired`, `TlsWrongHost`, `TlsNoAuthorities`, `TlsFailed` | no |
//! | an HTTP/2 stream that was refused, or that lies above the last one that was looked at | `ProviderUnavailable` | yes |
//! | 429, 503, 529 and their like, the service's own "slow down" or "broken" | `RateLimited`, `ProviderUnavailable` | yes, at most three times in all; the service's own wait wins |
//! | any other 5xx without the service's own words; reset or close after sending | `OutcomeUnknown` | never |
//! | silence, a drip, the limit of a call | `Timeout` | never |
//! | another address instead of an answer | `Redirected` | never, and never followed |
//! | an answer that cannot be read or is too large | `BadResponse` | never |
//!
//! A model may refuse a field that others take. The service is asked in forms then: `next` answers the refusal, which cost nothing,
//! with the call in the next form ([`Progress::form`]), and `http` remembers for this process which one a model took.
//!
//! A free call (a balance, a poll) may be repeated where a paid one may not; [`adapter::Cost`] says which it is.
//!
//! A task that a service has taken is polled until its time limit. Three polls in a row that bring nothing end the wait, unless
//! the result may still be delivered. The task stays known, whatever ends the wait short of the service's own verdict.
//! `Failure::again` says what trying again means: `IsFree` asks the service what became of it, `MayCostTwice` sends it anew, which
//! only the person does.
//!
//! Where a later one of several calls fails, what was paid for is still the reply: `Reply::incomplete` says why there is no more,
//! and `Reply::charges` lists every call that was counted.

pub mod adapter;
mod anthropic;
pub mod builtin;
mod chat_completions;
mod connection;
mod describepicture;
mod descriptor;
mod driver;
pub mod endpoint;
pub mod error;
mod gemini;
mod halves;
pub mod http;
mod imagedescriber;
mod imgopen;
pub mod json;
mod mailbox;
pub mod observer;
mod ollama;
mod openai;
mod openai_compatible;
mod pieces;
pub mod prompt;
mod publish;
pub mod retry;
mod run;
mod secrets;
pub mod sse;
pub mod thoughts;
mod types;
pub(crate) mod unreadable;
mod vision;
mod words;
mod zakai;

pub use adapter::{AccountInfo, AccountQuery, Charge, HttpAdapter, ListedModel, Progress, RequestContext, Runs};
pub use connection::{Connection, PRICE, price_setting};
pub use descriptor::{Accepts, Descriptor, Field, FieldKind, ImageBy, Model, Offers, Privacy, RateLimit, Takes};
pub use driver::Driver;
pub use mailbox::Mailbox;
pub use secrets::Secrets;
pub use types::{Reply, Request, Turn, TurnRole};

use crate::facts::Facts;
use crate::failure::Remedy;
use crate::i18n::{Localizer, plain};
use fluent_bundle::FluentArgs;
use std::collections::BTreeMap;
use url::Url;

/// How a kind gets its words.
pub enum Backend {
    /// Computed here from the picture's facts; nothing leaves the computer.
    Computed(fn(&Facts, &Request) -> Reply),
    /// Asked of a service over HTTP; `http` makes the calls.
    Http(&'static dyn HttpAdapter),
}

/// A service, a form that model servers speak, or the built-in describer.
pub struct Kind {
    /// What it is, as data.
    pub descriptor: Descriptor,
    /// How it gets its words.
    pub backend: Backend,
    /// What is said of it and of its errors, see `words`: a message file in English, German and Chinese.
    pub words: [&'static str; 3],
    /// Documented errors whose sentence advises something else than their reason would.
    pub remedies: &'static [(&'static str, Remedy)],
}

/// All kinds, in the order in which the window offers them.
pub fn kinds() -> &'static [Kind] {
    static REGISTRY: std::sync::OnceLock<Vec<Kind>> = std::sync::OnceLock::new();
    REGISTRY.get_or_init(|| {
        vec![
            builtin::kind(),
            imagedescriber::kind(),
            describepicture::kind(),
            imgopen::kind(),
            zakai::kind(),
            openai::kind(),
            anthropic::kind(),
            gemini::kind(),
            ollama::kind(),
            openai_compatible::kind(),
        ]
    })
}

/// The kind with this id.
pub fn kind(id: &str) -> Option<&'static Kind> {
    kinds().iter().find(|kind| kind.descriptor.id == id)
}

/// Whether a picture of this computer can be sent with these settings: as bytes, or through a public address that is set
/// up for it.
pub fn takes_files(descriptor: &Descriptor, settings: &BTreeMap<String, String>) -> bool {
    descriptor.accepts.by != ImageBy::Url || publish::can_upload(settings)
}

impl Kind {
    /// Whether this request passes on the picture's own address and nothing of the picture.
    pub fn passes_address(&self, context: &RequestContext<'_>) -> bool {
        publish::by_address(&self.descriptor, context)
    }

    /// Host at which this request lays the picture out for a service that takes nothing but addresses: the person's bucket,
    /// or the address that leads to this computer. None where it lays nothing out.
    pub fn upload_host(&self, context: &RequestContext<'_>) -> Option<String> {
        publish::upload_host(&self.descriptor, context)
    }
}

/// The part of a kind's words that names a model: the service's own choice where it has no name.
pub fn model_message(model: &str) -> String {
    format!("model-{}", if model.is_empty() { "default" } else { model })
}

/// Every language that a kind or one of its models writes: the built-in describer's first, then in the order in which
/// the others name them.
pub fn languages() -> Vec<&'static str> {
    let mut all = Vec::new();
    for Kind { descriptor, .. } in kinds() {
        let models = descriptor.models.iter().filter_map(|model| model.languages);
        for language in models.chain([descriptor.languages]).flatten() {
            if !all.contains(language) {
                all.push(*language);
            }
        }
    }
    all
}

/// What helps against a documented error, where that does not follow from its reason.
pub fn remedy_of(documented: &str) -> Option<Remedy> {
    let all = kinds().iter().flat_map(|kind| kind.remedies);
    all.into_iter().find(|(name, _)| *name == documented).map(|(_, remedy)| *remedy)
}

impl Localizer {
    /// What is said of a kind: the sentence about it, or `note`, `privacy`, `key-hint`, `check`, `field-<name>`,
    /// `model-<id>`. None where there is nothing to say.
    pub fn provider(self, id: &str, part: Option<&str>) -> Option<String> {
        let address = kind(id).and_then(|known| known.descriptor.endpoint);
        let url = address.and_then(|address| endpoint::parse(address).ok());
        self.provider_at(id, part, url.as_ref().and_then(Url::host_str).unwrap_or_default())
    }

    /// The same, naming the host that a connection is reached at.
    pub fn provider_at(self, id: &str, part: Option<&str>, host: &str) -> Option<String> {
        let mut args = FluentArgs::new();
        args.set("host", if host.is_empty() { "none".to_owned() } else { plain(host) });
        self.of_kinds(&format!("provider-{id}"), part, &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::LANGUAGES;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_explained_in_every_language() {
        for language in LANGUAGES {
            let localizer = Localizer::new(language);
            for Kind { descriptor, backend, .. } in kinds() {
                let mut parts = vec![None, Some("note".to_owned()), Some("privacy".to_owned())];
                if matches!(backend, Backend::Http(_)) {
                    parts.extend([Some("key-hint".to_owned()), Some("check".to_owned())]);
                    parts.extend(descriptor.models.iter().filter(|_| descriptor.id != "zakai").map(|model| {
                        // ZAK-AI's models have names of their own, which are the same in every language.
                        Some(model_message(model.id))
                    }));
                }
                let fields = descriptor.secrets.iter().chain(descriptor.settings);
                parts.extend(fields.map(|field| Some(format!("field-{}", field.name))));
                for part in parts {
                    let said = localizer.provider(descriptor.id, part.as_deref());
                    assert!(said.is_some_and(|said| !said.is_empty()), "{language} {} {part:?}", descriptor.id);
                }
                let privacy =
                    localizer.provider_at(descriptor.id, Some("privacy"), "gate.example.org").unwrap_or_default();
                let leaves = descriptor.privacy == Privacy::Sent;
                assert_eq!(privacy.contains("gate.example.org"), leaves, "{language}: {privacy}");
                let documented = descriptor.endpoint.map(|address| endpoint::parse(address).expect("an address"));
                let host = documented.as_ref().and_then(Url::host_str).unwrap_or_default();
                let default = localizer.provider(descriptor.id, Some("privacy")).unwrap_or_default();
                assert!(default.contains(host), "{language}: {default}");
            }
        }
    }

    #[test]
    fn languages_of_a_single_model_are_among_all() {
        let all = languages();
        assert_eq!(all[..builtin::LANGUAGES.len()], *builtin::LANGUAGES);
        for language in ["it", "pt", "ar", "nl", "pl"] {
            assert_eq!(all.iter().filter(|known| **known == language).count(), 1, "{language}");
        }
    }

    #[test]
    fn descriptors_agree_with_themselves() {
        let mut ids = BTreeSet::new();
        for Kind { descriptor, backend, .. } in kinds() {
            assert!(ids.insert(descriptor.id), "{} is there twice", descriptor.id);
            assert!(!descriptor.models.is_empty() && !descriptor.accepts.formats.is_empty(), "{}", descriptor.id);
            let leaves = descriptor.privacy == Privacy::Sent;
            let called = descriptor.models.iter().all(|model| model.operations.is_empty() != leaves);
            assert!(called, "{}", descriptor.id);
            assert_eq!(leaves, matches!(backend, Backend::Http(_)), "{}", descriptor.id);
            if leaves {
                let asked_for = descriptor.settings.iter().any(|field| field.name == "endpoint" && field.required);
                assert_eq!(descriptor.needs_endpoint(), asked_for, "{}", descriptor.id);
                if let Some(address) = descriptor.endpoint {
                    let url = endpoint::parse(address).expect("a good one");
                    assert_eq!(url.scheme() == "https", !endpoint::is_loopback(&url), "{}", descriptor.id);
                }
            }
            if let Some(base64) = descriptor.accepts.max_base64 {
                assert!(descriptor.accepts.max_bytes.div_ceil(3) * 4 <= base64, "{}", descriptor.id);
            }
        }
    }
}
