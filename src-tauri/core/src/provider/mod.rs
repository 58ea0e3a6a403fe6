//! Where words come from: one file (or folder) per service, each a [`Descriptor`] (data) and pure functions.
//!
//! A provider knows nothing of the database or the window. Everything else (the settings form, the preparation of the
//! image, the limiter, the estimate, `altsmith providers`, the table in the docs) reads the descriptor.

pub mod adapter;
pub mod builtin;
mod describepicture;
mod descriptor;
pub mod endpoint;
pub mod error;
pub mod http;
mod imagedescriber;
mod imgopen;
pub mod json;
pub mod prompt;
mod publish;
pub mod retry;
mod run;
mod secrets;
mod types;
mod zakai;

pub use adapter::{AccountInfo, AccountQuery, Charge, HttpAdapter, Mailbox, Progress, RequestContext};
pub use descriptor::{
    Accepts, Descriptor, Field, FieldKind, ImageBy, Model, Offers, Price, PriceUnit, Privacy, RateLimit, Takes,
    UNDOCUMENTED_CONCURRENCY,
};
pub use secrets::Secrets;
pub use types::{Credits, Reply, Request, Tokens, Turn, TurnRole};

use crate::facts::Facts;
use crate::failure::{Failure, Reason};
use std::collections::BTreeMap;

/// How a provider gets its words.
pub enum Backend {
    /// Computed here from the picture's facts; nothing leaves the computer.
    Computed(fn(&Facts, &Request) -> Reply),
    /// Asked of a service over HTTP; `http` makes the calls.
    Http(&'static dyn HttpAdapter),
}

/// A service, a model server or the built-in describer.
pub struct Provider {
    /// What it is, as data.
    pub descriptor: Descriptor,
    /// How it gets its words.
    pub backend: Backend,
}

/// All providers, in the order in which the window offers them.
pub fn registry() -> &'static [Provider] {
    static REGISTRY: std::sync::OnceLock<Vec<Provider>> = std::sync::OnceLock::new();
    REGISTRY.get_or_init(|| {
        vec![
            builtin::provider(),
            imagedescriber::provider(),
            describepicture::provider(),
            imgopen::provider(),
            zakai::provider(),
        ]
    })
}

/// Whether a picture of this computer can be sent with these settings: as bytes, or through a public address that is set
/// up for it.
pub fn takes_files(descriptor: &Descriptor, settings: &BTreeMap<String, String>) -> bool {
    descriptor.accepts.by != ImageBy::Url || publish::can_upload(settings)
}

impl Provider {
    /// Whether its words are computed here: it goes by the cores of this computer.
    pub fn is_computed(&self) -> bool {
        matches!(self.means, Backend::Computed(_))
    }

    /// Refuses a model that does not exist, where not the service but the descriptor names them. Empty: the first.
    ///
    /// # Errors
    /// `ModelNotFound`.
    pub fn check_model(&self, model: &str) -> Result<(), Failure> {
        let descriptor = &self.descriptor;
        let known = descriptor.names_models || model.is_empty() || descriptor.models.iter().any(|own| own.id == model);
        let unknown = || Failure::new(Reason::ModelNotFound).with("model", model).with("provider", descriptor.name);
        if known { Ok(()) } else { Err(unknown()) }
    }

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

/// Every language that a provider or one of its models writes: the built-in describer's first, then in the order in which
/// the others name them.
pub fn languages() -> Vec<&'static str> {
    let mut all = Vec::new();
    for Provider { descriptor, .. } in registry() {
        let models = descriptor.models.iter().filter_map(|model| model.languages);
        for language in models.chain([descriptor.languages]).flatten() {
            if !all.contains(language) {
                all.push(*language);
            }
        }
    }
    all
}

/// The provider with this id.
pub fn find(id: &str) -> Option<&'static Provider> {
    registry().iter().find(|p| p.descriptor.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{LANGUAGES, Localizer};
    use std::collections::BTreeSet;

    #[test]
    fn every_provider_is_explained_in_every_language() {
        for language in LANGUAGES {
            let localizer = Localizer::new(language);
            for Provider { descriptor, backend } in registry() {
                let mut parts = vec![None, Some("note".to_owned()), Some("privacy".to_owned())];
                if matches!(backend, Backend::Http(_)) {
                    parts.extend([Some("key-hint".to_owned()), Some("check".to_owned())]);
                    parts.extend(descriptor.models.iter().filter(|_| descriptor.id != "zakai").map(|model| {
                        // ZAK-AI's models have names of their own, which are the same in every language.
                        Some(format!("model-{}", model.id))
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
                let documented = descriptor.endpoint.and_then(|endpoint| endpoint.strip_prefix("https://"));
                let default = localizer.provider(descriptor.id, Some("privacy")).unwrap_or_default();
                assert!(documented.is_none_or(|host| default.contains(host)), "{language}: {default}");
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
        for Provider { descriptor, backend } in registry() {
            assert!(ids.insert(descriptor.id), "{} is there twice", descriptor.id);
            assert!(!descriptor.models.is_empty() && !descriptor.accepts.formats.is_empty(), "{}", descriptor.id);
            let leaves = descriptor.privacy == Privacy::Sent;
            let called = descriptor.models.iter().all(|model| model.operations.is_empty() != leaves);
            assert!(called, "{}", descriptor.id);
            assert_eq!(leaves, matches!(backend, Backend::Http(_)), "{}", descriptor.id);
            if leaves {
                let url = endpoint::parse(descriptor.endpoint.expect("an address")).expect("a good one");
                assert_eq!(url.scheme(), "https", "{}", descriptor.id);
            }
            if let Some(base64) = descriptor.accepts.max_base64 {
                assert!(descriptor.accepts.max_bytes.div_ceil(3) * 4 <= base64, "{}", descriptor.id);
            }
        }
    }
}
