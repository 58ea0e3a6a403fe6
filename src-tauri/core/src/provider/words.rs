//! What is said of a kind, from the message file that lies beside its code.
//!
//! `provider-<id>` is one sentence; the attributes are `.note` (what is special), `.privacy` (where a picture goes; `$host` is where it
//! is reached), `.key-hint` (how a key is got), `.check` (what testing the key does), `.field-<name>` (a field of the form) and
//! `.model-<id>` (an operation). `fault-<id>-<name>` says an error that the service's documents name, `.action` what to do next. Errors
//! that several kinds share stand in `messages/faults.*.ftl`.

use super::kinds;
use crate::i18n::{LANGUAGES, Localizer, bundle_of, capital, format};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;

/// All kinds' message files in one language, read when they are first needed.
fn bundle(language: usize) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; LANGUAGES.len()] =
        [const { OnceLock::new() }; LANGUAGES.len()];
    BUNDLES[language].get_or_init(|| {
        let files: Vec<&str> = kinds().iter().map(|kind| kind.words[language]).collect();
        bundle_of(language, files.join("\n"))
    })
}

impl Localizer {
    /// A message of a kind or one that they share; none where it does not exist or a value is missing.
    pub(crate) fn of_kinds(self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
        let own = format(bundle(self.index()), id, attribute, args);
        own.or_else(|| self.formatted(id, attribute, args))
    }

    /// The same as a sentence, in its `.plain` form where a value is missing; the id itself where there is none.
    pub(crate) fn sentence_of_kinds(self, id: &str, args: &FluentArgs<'_>) -> String {
        let text = self.of_kinds(id, None, args).or_else(|| self.of_kinds(id, Some("plain"), args));
        text.map_or_else(|| id.to_owned(), |text| capital(&text))
    }

    /// Whether a kind, or all of them, have a message with this name.
    pub(crate) fn kinds_have(self, id: &str) -> bool {
        bundle(self.index()).has_message(id) || self.has(id)
    }
}
