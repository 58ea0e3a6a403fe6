//! What a service says is wrong. Few errors are named by all, and services add their own: code, type and message are read by
//! the words in them; what says nothing known is taken by its HTTP status.

use crate::failure::{Failure, Reason};
use crate::provider::adapter::HttpResponse;
use crate::provider::{Request, error, json};
use serde_json::Value;

/// What services are known to say, in lower case: all of `all` and one of `any` stand in code, type or message.
pub struct Fault {
    reason: Reason,
    all: &'static [&'static str],
    any: &'static [&'static str],
    documented: Option<&'static str>,
}

impl Fault {
    /// What says all of these and one of those means this.
    pub const fn new(reason: Reason, all: &'static [&'static str], any: &'static [&'static str]) -> Self {
        Self { reason, all, any, documented: None }
    }

    /// The same, with a sentence of its own under this name.
    pub const fn said(self, name: &'static str) -> Self {
        Self { documented: Some(name), ..self }
    }
}

/// What all of them say. The first that fits counts.
const FAULTS: &[Fault] = &[
    Fault::new(
        Reason::CreditsExhausted,
        &[],
        &[
            "insufficient_quota",
            "insufficient credits",
            "insufficient balance",
            "insufficient funds",
            "credit balance",
            "billing_hard_limit",
            "billing_not_active",
            "payment required",
            "exceeded your current quota",
        ],
    ),
    Fault::new(
        Reason::KeyRejected,
        &[],
        &["invalid_api_key", "invalid api key", "incorrect api key", "invalid_authentication", "authentication_error"],
    ),
    Fault::new(
        Reason::ContentBlocked,
        &[],
        &["content_filter", "content_policy", "content management policy", "moderation", "flagged", "safety system"],
    ),
    Fault::new(
        Reason::InvalidRequest,
        &[],
        &[
            "not support image",
            "not support vision",
            "support image input",
            "image input is not supported",
            "images are not supported",
            "image_url is only supported",
            "not a multimodal model",
            "not multimodal",
            "text-only model",
            "mmproj",
            "unknown variant `image_url`",
            "missing data required for image input",
        ],
    )
    .said("model-blind"),
    Fault::new(
        Reason::InvalidRequest,
        &["context"],
        &["length", "exceed", "window", "too large", "too long", "maximum"],
    )
    .said("model-context"),
    Fault::new(
        Reason::ModelNotFound,
        &["model"],
        &[
            "not found",
            "not_found",
            "notfounderror",
            "does not exist",
            "not exist",
            "no such",
            "unknown model",
            "invalid model",
            "not a valid model",
            "no endpoints",
            "not loaded",
            "decommissioned",
            "deprecated",
            "retired",
        ],
    ),
    Fault::new(
        Reason::ServiceRefusedImage,
        &["image"],
        &["invalid", "unsupported", "decode", "failed to load", "failed to process", "too large", "too many pixels"],
    ),
    Fault::new(Reason::RateLimited, &[], &["rate_limit", "rate limit", "too many requests", "tokens per minute"]),
    Fault::new(
        Reason::ProviderUnavailable,
        &[],
        &["overloaded", "loading model", "server_is_overloaded", "temporarily unavailable", "no available workers"],
    ),
];

/// An error in the usual place of an answer: an object, or a sentence alone.
pub fn error_in(said: &Value) -> Option<&Value> {
    let error = &said["error"];
    (error.is_object() || error.as_str().is_some_and(|text| !text.trim().is_empty())).then_some(error)
}

/// What this error means; `own` are those that only this kind of service knows, which are looked at first.
pub fn refused(own: &[Fault], request: &Request, wrong: &Value, status: u16, response: &HttpResponse) -> Failure {
    let code = json::label(&wrong["code"]).or_else(|| json::text(&wrong["type"]));
    let message = message(wrong);
    let kind = json::text(&wrong["type"]);
    // A service that passes requests on repeats there what the one behind it said.
    let behind = json::text(&wrong["metadata"]["raw"]);
    let label = json::text(&wrong["status"]).or_else(|| json::text(&wrong["details"]["error_code"]));
    let details = wrong["details"].as_array().into_iter().flatten().filter_map(|detail| json::text(&detail["reason"]));
    let words = [&code, &kind, &label, &message, &behind].into_iter().flatten().cloned().chain(details);
    let words = words.map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    let fits = |fault: &&Fault| {
        fault.all.iter().all(|part| words.contains(part)) && fault.any.iter().any(|part| words.contains(part))
    };
    let known = own.iter().chain(FAULTS).find(fits);
    let reason = match (status, known.map(|fault| fault.reason)) {
        // Whatever the words are, these say it all.
        (401, _) => Reason::KeyRejected,
        (402, _) => Reason::CreditsExhausted,
        (429, Some(reason)) if reason != Reason::CreditsExhausted => Reason::RateLimited,
        (_, Some(reason)) => reason,
        (404, None) => Reason::BadResponse,
        (status, None) => error::spoken(&HttpResponse { status, ..response.clone() }).reason,
    };
    let mut failure = error::refused(reason, code, message.or(behind));
    failure.documented =
        known.filter(|known| known.reason == reason).and_then(|known| known.documented).map(str::to_owned);
    let failure = failure.with("status", status);
    if reason == Reason::ModelNotFound { failure.with("model", &request.model) } else { failure }
}

/// A text, or the texts of a list of problems.
fn message(wrong: &Value) -> Option<String> {
    let list = |value: &Value| {
        let items = value.as_array()?.iter().filter_map(|item| json::text(&item["msg"]).or_else(|| json::text(item)));
        Some(items.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
    };
    let places = [wrong, &wrong["message"], &wrong["detail"], &wrong["message"]["detail"], &wrong["error"]];
    places.into_iter().find_map(|place| json::text(place).or_else(|| list(place)))
}
