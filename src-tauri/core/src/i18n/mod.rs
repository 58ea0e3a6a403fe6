//! The engine's sentences, from the Fluent message files in `messages/`: troubles, warnings, notices. In the window's
//! languages (en, de, zh). The page has message files of its own; the describer's seven languages are in its folder.
//!
//! A sentence never shows a hole: a value that a failure does not bring is either said in general words (`this picture`)
//! or the message's `.plain` form is used.

mod messages;

pub(crate) use messages::{Arg, Messages};

use crate::compose::Warning;
use crate::failure::{Again, Failure, Reason};
use crate::provider::{self, Descriptor};
use crate::view::Trouble;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::OnceLock;
use unicode_segmentation::UnicodeSegmentation;

/// The languages that the engine speaks; the first where no other fits.
pub const LANGUAGES: &[&str] = &["en", "de", "zh"];

const SOURCES: &[&str] = &[
    concat!(
        include_str!("../../messages/en.ftl"),
        "\n",
        include_str!("../../messages/providers.en.ftl"),
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
        include_str!("../../messages/providers.de.ftl"),
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
        include_str!("../../messages/providers.zh.ftl"),
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
        Self { language: LANGUAGES.iter().position(|known| *known == primary(wanted)).unwrap_or(0) }
    }

    /// The language that it speaks, one of [`LANGUAGES`].
    pub fn language(self) -> &'static str {
        LANGUAGES[self.language]
    }

    /// What happened and what to do next.
    pub fn failure(self, failure: &Failure) -> Trouble {
        let args = self.arguments(failure);
        let fault = failure.documented.as_ref().map(|name| format!("fault-{name}"));
        let fault = fault.filter(|id| bundle(self.language).has_message(id));
        let documented = fault.is_some();
        let id = fault.unwrap_or_else(|| format!("error-{}", kebab(failure.reason)));
        let mut message = self.sentence(&id, &args);
        // A documented error is said in full; anything else is made clearer by what the service itself says of it.
        if let (false, Some(said)) =
            (documented, failure.provider_message.as_deref().map(plain).filter(|said| !said.is_empty()))
        {
            let mut said_args = FluentArgs::new();
            said_args.set("provider", args.get("provider").cloned().unwrap_or(FluentValue::None));
            said_args.set("text", said);
            let _ = write!(message, " {}", self.sentence("service-said", &said_args));
        }
        Trouble {
            provider: failure.about.get("provider").and_then(|name| provider_of(name)).map(|known| known.id.to_owned()),
            code: failure.code(),
            reason: failure.reason,
            message,
            action: self
                .again(failure, &args)
                .or_else(|| self.formatted(&id, Some("action"), &args).map(|t| capital(&t))),
            provider_code: failure.provider_code.clone(),
            request_id: failure.request_id.clone(),
            retry_after_ms: failure.retry_after_ms,
            again: failure.again,
            remedy: failure.remedy(),
            field: failure.field().map(|field| field.name.to_owned()),
        }
    }

    /// What to do next where a request may have been charged and nothing else is in the way of trying it again.
    fn again(self, failure: &Failure, args: &FluentArgs<'_>) -> Option<String> {
        use Reason as R;
        let free = matches!(failure.reason, R::OutcomeUnknown | R::Timeout | R::BadResponse);
        let message = match failure.again? {
            Again::IsFree if free => "again-is-free",
            Again::MayCostTwice => "again-may-cost-twice",
            Again::IsFree => return None,
        };
        Some(self.sentence(message, args))
    }

    /// What is questionable about an alt text. Values: `length` and `limit`, or `text`.
    pub fn warning(self, warning: Warning, values: &[(&str, &str)]) -> String {
        self.text(&format!("warning-{}", kebab(warning)), values)
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

    /// What is said of a provider: the sentence about it, or `note`, `privacy`, `key-hint`, `check`, `field-<name>`,
    /// `model-<id>`. None where there is nothing to say.
    pub fn provider(self, id: &str, part: Option<&str>) -> Option<String> {
        let address = provider::find(id).and_then(|known| known.descriptor.endpoint).unwrap_or_default();
        self.provider_at(id, part, address.strip_prefix("https://").unwrap_or(address))
    }

    /// The same, naming the host that the provider is reached at.
    pub fn provider_at(self, id: &str, part: Option<&str>, host: &str) -> Option<String> {
        let mut args = FluentArgs::new();
        args.set("host", plain(host));
        self.formatted(&format!("provider-{id}"), part, &args)
    }

    /// The message, in its `.plain` form where a value is missing.
    fn sentence(self, id: &str, args: &FluentArgs<'_>) -> String {
        let text = self.formatted(id, None, args).or_else(|| self.formatted(id, Some("plain"), args));
        text.map_or_else(|| id.to_owned(), |text| capital(&text))
    }

    /// The message or one of its attributes; none where it does not exist or a value is missing.
    fn formatted(self, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = bundle(self.language);
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }

    fn arguments(self, failure: &Failure) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        for (name, value) in &failure.about {
            args.set(name.clone(), argument(&plain(value)));
        }
        let about = |name: &str| failure.about.get(name).map(|value| plain(value)).filter(|value| !value.is_empty());
        args.set(
            "name",
            about("name").map_or_else(|| self.phrase("this-picture", ""), |name| self.phrase("quoted", &name)),
        );
        let until = failure.credits.as_ref().and_then(|credits| credits.valid_until.as_deref()).map(plain);
        args.set("until", until.unwrap_or_else(|| "none".to_owned()));
        let provider = about("provider").map(|name| provider_of(&name).map_or(name, |known| known.name.to_owned()));
        args.set("provider", provider.unwrap_or_else(|| self.phrase("the-service", "")));
        args.set("expected", about("expected").unwrap_or_else(|| "none".to_owned()));
        args.set("what", about("what").unwrap_or_else(|| "key".to_owned()));
        args.set("gone", about("gone").unwrap_or_else(|| "moved".to_owned()));
        args.set("seconds", failure.retry_after_ms.unwrap_or(0).div_ceil(1000));
        if let Some(key) = about("key").or_else(|| about("name")) {
            args.set("key", key);
        }
        // A field is called as the form calls it.
        if let (Some(field), Some(known)) =
            (failure.field(), failure.about.get("provider").and_then(|p| provider_of(p)))
        {
            let label = self.provider(known.id, Some(&format!("field-{}", field.name)));
            args.set("key", label.unwrap_or_else(|| field.name.to_owned()));
        }
        for name in ["cap", "spent"] {
            let value = failure.about.get(name).and_then(|value| value.parse().ok());
            if let (Some(value), Some(unit)) = (value, failure.about.get("unit")) {
                args.set(name, self.amount(value, unit));
            }
        }
        if let Some(limit) = failure.about.get("limit").and_then(|limit| limit.parse().ok()) {
            args.set("limit", limit_in_words(failure.reason, limit));
        }
        args
    }

    /// A part of a sentence.
    fn phrase(self, id: &str, text: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("text", text.to_owned());
        self.formatted(id, None, &args).unwrap_or_else(|| text.to_owned())
    }
}

/// The provider that a failure names, by its id or by its product name: older failures are stored with either.
pub(crate) fn provider_of(name: &str) -> Option<&'static Descriptor> {
    provider::registry().iter().map(|known| &known.descriptor).find(|known| known.id == name || known.name == name)
}

/// The system's language, a primary tag (`de`); `en` where it does not say.
pub fn system_language() -> String {
    let language = sys_locale::get_locale().map(|locale| primary(&locale)).unwrap_or_default();
    if language.is_empty() || language == "c" || language == "posix" { "en".to_owned() } else { language }
}

/// The first part of a language tag, in lower case.
fn primary(tag: &str) -> String {
    tag.split(['-', '_', '.', '@']).next().unwrap_or_default().to_ascii_lowercase()
}

/// One bundle a language, made when it is first needed.
fn bundle(language: usize) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] = [const { OnceLock::new() }; 3];
    BUNDLES[language].get_or_init(|| {
        let tag = LANGUAGES[language].parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Sentences also go to terminals and logs of scripts, where isolation marks are noise; values are cleaned of
        // direction marks instead.
        bundle.set_use_isolating(false);
        // What does not parse is missing, and a test reads all keys.
        let resource = FluentResource::try_new(SOURCES[language].to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        bundle
    })
}

/// `error-file-gone` from `FileGone`: the name in the message files.
fn kebab(value: impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|name| name.as_str().map(|name| name.replace('_', "-")))
        .unwrap_or_default()
}

/// Whole numbers are numbers, so that a sentence can tell one from many.
fn argument(value: &str) -> FluentValue<'static> {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => number.into(),
        _ => value.to_owned().into(),
    }
}

/// Limits are counted in bytes, pixels or pieces; people read megabytes and millions.
fn limit_in_words(reason: Reason, limit: u64) -> FluentValue<'static> {
    match reason {
        Reason::FileTooLarge | Reason::TooMuchMemory | Reason::ServiceRefusedImage | Reason::BadResponse => {
            bytes(limit).into()
        }
        Reason::TooManyPixels => limit.div_ceil(1_000_000).into(),
        _ => limit.into(),
    }
}

fn bytes(count: u64) -> String {
    match count {
        1_000_000.. if count.is_multiple_of(1 << 20) => format!("{} MB", count >> 20),
        1_000_000.. => format!("{} MB", count / 1_000_000),
        1_000.. => format!("{} kB", count / 1_000),
        _ => format!("{count} B"),
    }
}

/// Somebody else's words within a sentence: one line, nothing that a terminal obeys or that turns the writing round, not
/// endless.
fn plain(text: &str) -> String {
    let line = crate::compose::one_line(text);
    let mut graphemes = line.graphemes(true);
    let mut short: String = graphemes.by_ref().take(LONGEST_QUOTE).collect();
    if graphemes.next().is_some() {
        short.push('…');
    }
    short
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
