//! One language's sentences: a Fluent message file, compiled into the program. Whoever has message files (the describer,
//! the inspector's facts) reads them through [`Messages`]; which languages there are is theirs to know.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// Named values of a sentence.
pub(crate) type Arg<'a> = (&'static str, FluentValue<'a>);

/// The messages of one language.
pub(crate) struct Messages {
    bundle: FluentBundle<FluentResource>,
}

impl Messages {
    /// Reads a message file. What cannot be read is left out; the tests of each message file see to it that nothing is.
    pub fn read(language: &str, source: &str) -> Self {
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks would end up in alt texts and in the clipboard.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// A message with its values; the key itself where there is none, which a test would see.
    pub fn say(&self, key: &str, args: &[Arg]) -> String {
        self.find(key, None, args).unwrap_or_else(|| key.to_owned())
    }

    /// A message's attribute, or the message where it has no such attribute.
    pub fn form(&self, key: &str, attribute: &str) -> String {
        self.find(key, Some(attribute), &[]).unwrap_or_else(|| self.say(key, &[]))
    }

    fn find(&self, key: &str, attribute: Option<&str>, args: &[Arg]) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        Some(text)
    }
}
