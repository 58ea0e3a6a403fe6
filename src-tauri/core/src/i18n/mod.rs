//! The engine's sentences, from the Fluent message files in `messages/`: troubles, warnings, notices. In the window's
//! languages (en, de, zh). The page has message files of its own; the describer's seven languages are in its folder.
//!
//! A sentence never shows a hole: a value that a failure does not bring is either said in general words (`this picture`)
//! or the message's `.plain` form is used.

mod messages;
mod things;

pub(crate) use messages::{Arg, Messages};
pub use things::{ThingWords, thing};

use crate::language::primary;
use crate::text::one_line;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Serialize;
use std::sync::OnceLock;
use unicode_segmentation::UnicodeSegmentation;

/// The languages that the engine speaks; the first where no other fits.
pub const LANGUAGES: &[&str] = &["en", "de", "zh"];

const SOURCES: &[&str] = &[
    concat!(
        include_str!("../../messages/en.ftl"),
        "\n",
        include_str!("../../messages/faults.en.ftl"),
        "\n",
        include_str!("../../messages/money.en.ftl"),
        "\n",
        include_str!("../../messages/cli.en.ftl")
    ),
    concat!(
        include_str!("../../messages/de.ftl"),
        "\n",
        include_str!("../../messages/faults.de.ftl"),
        "\n",
        include_str!("../../messages/money.de.ftl"),
        "\n",
        include_str!("../../messages/cli.de.ftl")
    ),
    concat!(
        include_str!("../../messages/zh.ftl"),
        "\n",
        include_str!("../../messages/faults.zh.ftl"),
        "\n",
        include_str!("../../messages/money.zh.ftl"),
        "\n",
        include_str!("../../messages/cli.zh.ftl")
    ),
];

/// Longest name or sentence of somebody else that is repeated, in graphemes.
const LONGEST_QUOTE: usize = 200;

/// Says things in one language. Cheap to make and to copy.
#[derive(Clone, Copy, Debug)]
pub struct Localizer {
    language: usize,
}

impl Localizer {
    /// A localizer of the language that fits best: `system`, or a tag such as `de`, `de-AT`, `zh_CN.UTF-8`.
    pub fn new(language: &str) -> Self {
        let system;
        let wanted = if language == "system" {
            system = system_language();
            system.as_str()
        } else {
            language
        };
        Self { language: LANGUAGES.iter().position(|known| primary(wanted).eq_ignore_ascii_case(known)).unwrap_or(0) }
    }

    /// The language that it speaks, one of [`LANGUAGES`].
    pub fn language(self) -> &'static str {
        LANGUAGES[self.language]
    }

    /// Any other text of the message files; the key itself where there is none (a test keeps that from happening).
    pub fn text(self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, argument(&plain(value)));
        }
        self.sentence(key, &args)
    }

    /// So much of something: "1 credit", "$0.01", "20 requests". `unit` is `credits`, `usd` or `requests`.
    pub fn amount(self, value: f64, unit: &str) -> String {
        let rounded = (value * 1e4).round() / 1e4;
        let plain = rounded.to_string();
        let places = plain.split_once('.').map_or(0, |(_, after)| after.len());
        // Money to the cent, and smaller parts only where there are some.
        let count = if unit == "usd" && places < 2 { format!("{rounded:.2}") } else { plain };
        let number = if self.language() == "de" { count.replace('.', ",") } else { count.clone() };
        let mut args = FluentArgs::new();
        args.set("count", argument(&count));
        args.set("number", number);
        self.formatted(&format!("amount-{unit}"), None, &args).unwrap_or(count)
    }

    /// A day as it is written in this language; `day` begins as ISO 8601 does, anything else stays as it is.
    pub fn date(self, day: &str) -> String {
        let mut args = FluentArgs::new();
        for (name, range) in [("year", 0..4), ("month", 5..7), ("day", 8..10)] {
            let Some(number) = day.get(range).and_then(|part| part.parse::<u32>().ok()) else { return plain(day) };
            args.set(name, number);
        }
        self.formatted("date", None, &args).unwrap_or_else(|| plain(day))
    }

    /// Whether there is a message with this name.
    pub(crate) fn has(self, id: &str) -> bool {
        bundle(self.language).has_message(id)
    }

    /// The message, in its `.plain` form where a value is missing.
    pub(crate) fn sentence(self, id: &str, args: &FluentArgs<'_>) -> String {
        let text = self.formatted(id, None, args).or_else(|| self.formatted(id, Some("plain"), args));
        text.map_or_else(|| id.to_owned(), |text| capital(&text))
    }

    /// The message or one of its attributes; none where it does not exist or a value is missing.
    pub(crate) fn formatted(self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
        format(bundle(self.language), id, attribute, args)
    }

    /// Its place in [`LANGUAGES`].
    pub(crate) fn index(self) -> usize {
        self.language
    }

    /// A part of a sentence.
    pub(crate) fn phrase(self, id: &str, text: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("text", text.to_owned());
        self.formatted(id, None, &args).unwrap_or_else(|| text.to_owned())
    }
}

/// The system's language, a primary tag (`de`); `en` where it does not say.
pub fn system_language() -> String {
    let language = sys_locale::get_locale().map(|locale| primary(&locale).to_ascii_lowercase()).unwrap_or_default();
    if language.is_empty() || language == "c" || language == "posix" { "en".to_owned() } else { language }
}

/// One bundle a language, made when it is first needed.
fn bundle(language: usize) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] = [const { OnceLock::new() }; 3];
    BUNDLES[language].get_or_init(|| bundle_of(language, SOURCES[language].to_owned()))
}

/// The messages of one of the [`LANGUAGES`].
pub(crate) fn bundle_of(language: usize, source: String) -> FluentBundle<FluentResource> {
    let tag = LANGUAGES[language].parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Sentences also go to terminals and logs of scripts, where isolation marks are noise; values are cleaned of direction marks
    // instead.
    bundle.set_use_isolating(false);
    // What does not parse is missing, and a test reads all keys.
    let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// A message or one of its attributes; none where it does not exist or a value is missing.
pub(crate) fn format(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    attribute: Option<&str>,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// `error-file-gone` from `FileGone`: the name in the message files.
pub(crate) fn kebab(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|name| name.as_str().map(|name| name.replace('_', "-")))
        .unwrap_or_default()
}

/// Whole numbers are numbers, so that a sentence can tell one from many.
pub(crate) fn argument(value: &str) -> FluentValue<'static> {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => number.into(),
        _ => value.to_owned().into(),
    }
}

/// Somebody else's words within a sentence: one line, nothing that a terminal obeys or that turns the writing round, not
/// endless.
pub(crate) fn plain(text: &str) -> String {
    let line = one_line(text);
    let mut graphemes = line.graphemes(true);
    let mut short: String = graphemes.by_ref().take(LONGEST_QUOTE).collect();
    if graphemes.next().is_some() {
        short.push('…');
    }
    short
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
