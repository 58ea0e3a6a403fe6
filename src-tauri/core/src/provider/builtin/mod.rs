//! The built-in describer: sentences, a title and tags from computed facts, in seven languages. Computed, never AI.
//!
//! `speech` turns facts into a language's words, the other modules decide what is worth saying and in which order. It says
//! only what is known: of a photo that is light, colours, text, what the camera wrote, and of what is in it what the networks of
//! `recognise` are sure enough of.

mod alt;
mod long;
mod speech;
mod tags;
#[cfg(test)]
mod tests;
mod things;
mod title;

use super::{Accepts, Backend, Descriptor, ImageBy, Kind, Model, Offers, Privacy, Reply, Request, Takes};
use crate::facts::Facts;
use speech::Speech;

/// Languages that the describer speaks.
pub const LANGUAGES: &[&str] = &["en", "zh", "fr", "de", "es", "ja", "ko"];

/// The registry's entry.
pub fn kind() -> Kind {
    Kind {
        descriptor: Descriptor {
            id: "builtin",
            name: "Altsmith",
            home: None,
            key_page: None,
            top_up_page: None,
            endpoint: None,
            secrets: &[],
            settings: &[],
            models: &[Model { id: "facts-1", operations: &[], takes: None, returns: None, languages: None }],
            many: false,
            names_models: false,
            makes_accounts: false,
            accepts: Accepts {
                by: ImageBy::Bytes,
                formats: &["image/png", "image/jpeg"],
                max_edge: 768,
                max_bytes: usize::MAX,
                max_base64: None,
            },
            takes: Takes { context: true, ..Takes::default() },
            returns: Offers { alt: true, description: true, title: true, tags: true, credits: false, tokens: false },
            languages: LANGUAGES,
            rate_limits: &[],
            price: None,
            free_on_this_computer: false,
            privacy: Privacy::Local,
        },
        backend: Backend::Computed(describe),
        words: [include_str!("en.ftl"), include_str!("de.ftl"), include_str!("zh.ftl")],
        remedies: &[],
    }
}

/// Puts the facts into words. A language that it does not speak is answered in English.
pub fn describe(facts: &Facts, request: &Request) -> Reply {
    let speech = Speech::of(&request.language);
    Reply {
        alt: Some(alt::alt(facts, request, speech)),
        description: Some(long::description(facts, request, speech)),
        title: Some(title::title(facts, request, speech)),
        tags: tags::tags(facts, request, speech),
        ..Reply::default()
    }
}
