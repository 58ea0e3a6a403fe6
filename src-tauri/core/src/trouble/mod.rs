//! A failure as a person sees it: its sentence, what to do next, and the one thing that a button beside it does.
//!
//! The sentences stand in the engine's message files; a provider's own names come from its descriptor.
//!
//! A failure is stored as reason and values, never as a sentence, so switching the language switches its words too. What helps is
//! decided here, beside the sentences: the page only draws the button.

mod remedy;

pub use crate::failure::Remedy;

use crate::failure::{Again, ErrorCode, Failure, Reason};
use crate::i18n::{Localizer, argument, capital, kebab, plain};
use crate::provider::{self, Descriptor};
use fluent_bundle::{FluentArgs, FluentValue};
use serde::Serialize;
use std::fmt::Write as _;
use ts_rs::TS;

/// Trouble with one picture, said in the person's language.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Trouble {
    /// The provider that it is about, where it is about one.
    pub provider: Option<String>,
    /// The kind of it, for the faces' own words.
    #[serde(skip)]
    pub kind: Option<&'static Descriptor>,
    /// Stable code.
    pub code: ErrorCode,
    /// The exact reason.
    pub reason: Reason,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub action: Option<String>,
    /// The service's own code.
    pub provider_code: Option<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// How long the service asks to wait, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// What trying again means, where that is more than trying.
    pub again: Option<Again>,
    /// What helps.
    pub remedy: Remedy,
    /// The field of the service's form that it is about.
    pub field: Option<String>,
}

impl Localizer {
    /// What happened and what to do next.
    pub fn failure(self, failure: &Failure) -> Trouble {
        let args = self.arguments(failure);
        let fault = failure.documented.as_ref().map(|name| format!("fault-{name}"));
        let fault = fault.filter(|id| self.kinds_have(id));
        let documented = fault.is_some();
        let id = fault.unwrap_or_else(|| format!("error-{}", kebab(failure.reason)));
        let mut message = self.sentence_of_kinds(&id, &args);
        // A documented error is said in full; anything else is made clearer by what the service itself says of it.
        if let (false, Some(said)) =
            (documented, failure.provider_message.as_deref().map(plain).filter(|said| !said.is_empty()))
        {
            let mut said_args = FluentArgs::new();
            said_args.set("provider", args.get("provider").cloned().unwrap_or(FluentValue::None));
            said_args.set("text", said);
            let _ = write!(message, " {}", self.sentence("service-said", &said_args));
        }
        if let (false, Some(begins)) = (documented, failure.about.get("beginning").map(|text| plain(text))) {
            let _ = write!(message, " {}", self.phrase("answer-begins", &begins));
        }
        Trouble {
            provider: whose(failure).map(|whose| whose.id.to_owned()),
            kind: whose(failure).map(|whose| whose.kind),
            code: failure.code(),
            reason: failure.reason,
            message,
            action: self
                .advice_for_again(failure, &args)
                .or_else(|| self.of_kinds(&id, Some("action"), &args).map(|t| capital(&t))),
            provider_code: failure.provider_code.clone(),
            request_id: failure.request_id.clone(),
            retry_after_ms: failure.retry_after_ms,
            again: failure.again,
            remedy: failure.remedy(),
            field: failure.field().map(|field| field.name.to_owned()),
        }
    }

    /// What to do next where a request may have been charged and nothing else is in the way of trying it again.
    fn advice_for_again(self, failure: &Failure, args: &FluentArgs<'_>) -> Option<String> {
        use Reason as R;
        let free = matches!(failure.reason, R::OutcomeUnknown | R::Timeout | R::BadResponse);
        let message = match failure.again? {
            Again::IsFree if free => "again-is-free",
            Again::MayCostTwice => "again-may-cost-twice",
            Again::IsFree => return None,
        };
        Some(self.sentence(message, args).trim().to_owned())
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
        let known = whose(failure);
        let provider = about("provider").map(|name| match &known {
            // An older program kept the id.
            Some(known) if name == known.id => known.kind.name.to_owned(),
            _ => name,
        });
        args.set("provider", provider.unwrap_or_else(|| self.phrase("the-service", "")));
        args.set("expected", about("expected").unwrap_or_else(|| "none".to_owned()));
        args.set("what", about("what").unwrap_or_else(|| "key".to_owned()));
        args.set("charged", about("charged").unwrap_or_else(|| "none".to_owned()));
        args.set("before", about("asked_before").unwrap_or_else(|| "none".to_owned()));
        args.set("authority", about("authority").unwrap_or_else(|| "system".to_owned()));
        args.set("when", about("when").unwrap_or_else(|| "late".to_owned()));
        args.set("why", about("why").unwrap_or_else(|| "name".to_owned()));
        args.set("gone", about("gone").unwrap_or_else(|| "moved".to_owned()));
        args.set("seconds", failure.retry_after_ms.unwrap_or(0).div_ceil(1000));
        if let Some(key) = about("key").or_else(|| about("name")) {
            args.set("key", key);
        }
        // A field is called as the form calls it.
        if let (Some(field), Some(known)) = (failure.field(), known) {
            let label = self.provider(known.kind.id, Some(&format!("field-{}", field.name)));
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
}

/// Whose a failure is.
struct Whose<'a> {
    /// The connection's id.
    id: &'a str,
    kind: &'static Descriptor,
}

/// The connection that a failure names. Older failures are stored with nothing but the id or the product's name of a kind.
fn whose(failure: &Failure) -> Option<Whose<'_>> {
    let about = |name: &str| failure.about.get(name).map(String::as_str);
    if let (Some(id), Some(kind)) = (about("provider_id"), about("provider_kind").and_then(provider::kind)) {
        return Some(Whose { id, kind: &kind.descriptor });
    }
    let name = about("provider")?;
    let mut kinds = provider::kinds().iter().map(|kind| &kind.descriptor);
    kinds.find(|kind| kind.id == name || kind.name == name).map(|kind| Whose { id: kind.id, kind })
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
