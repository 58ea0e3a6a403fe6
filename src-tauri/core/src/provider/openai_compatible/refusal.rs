//! What a server says is wrong. The form names few errors and servers add their own, so code, type and message are read by
//! the words in them; what says nothing known is taken by its HTTP status.

use crate::failure::{Failure, Reason};
use crate::provider::adapter::HttpResponse;
use crate::provider::{Request, error, json};
use serde_json::Value;

/// What servers are known to say, in lower case: of each line, all of `all` and one of `any` stand in code, type or
/// message. The first that fits counts.
struct Fault {
    all: &'static [&'static str],
    any: &'static [&'static str],
    reason: Reason,
    /// The name under which it has a sentence of its own.
    documented: Option<&'static str>,
}

const fn fault(reason: Reason, all: &'static [&'static str], any: &'static [&'static str]) -> Fault {
    Fault { all, any, reason, documented: None }
}

const FAULTS: &[Fault] = &[
    fault(
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
    fault(
        Reason::KeyRejected,
        &[],
        &["invalid_api_key", "invalid api key", "incorrect api key", "invalid_authentication", "authentication_error"],
    ),
    fault(
        Reason::ContentBlocked,
        &[],
        &["content_filter", "content_policy", "content management policy", "moderation", "flagged", "safety system"],
    ),
    Fault {
        documented: Some("model-blind"),
        ..fault(
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
            ],
        )
    },
    Fault {
        documented: Some("model-context"),
        ..fault(
            Reason::InvalidRequest,
            &["context"],
            &["length", "exceed", "window", "too large", "too long", "maximum"],
        )
    },
    fault(
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
    fault(
        Reason::ServiceRefusedImage,
        &["image"],
        &["invalid", "unsupported", "decode", "failed to load", "failed to process", "too large", "too many pixels"],
    ),
    fault(Reason::RateLimited, &[], &["rate_limit", "rate limit", "too many requests", "tokens per minute"]),
    fault(
        Reason::ProviderUnavailable,
        &[],
        &["overloaded", "loading model", "server_is_overloaded", "temporarily unavailable", "no available workers"],
    ),
];

/// The body of a success.
pub(super) fn check(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    match wrong(&said) {
        Some(wrong) => Err(refused(request, wrong, response.status, response)),
        None if (200..=299).contains(&response.status) => Ok(said),
        None => Err(error::from_status(response)),
    }
}

/// The error in a chunk of an answer that had begun well, if it holds one.
pub(super) fn in_stream(request: &Request, chunk: &Value, response: &HttpResponse) -> Option<Failure> {
    let in_choice = &chunk["choices"][0]["error"];
    let wrong = if in_choice.is_object() { Some(in_choice) } else { wrong(chunk) }?;
    // The status that it would have had is its code, where that is a number.
    let status = json::integer(&wrong["code"]).and_then(|code| u16::try_from(code).ok());
    let status = status.filter(|status| (400..=599).contains(status)).unwrap_or(response.status);
    Some(refused(request, wrong, status, response))
}

/// The part of an answer that is an error: the form's own, or that of a framework below it.
fn wrong(said: &Value) -> Option<&Value> {
    let error = &said["error"];
    if error.is_object() || error.as_str().is_some_and(|text| !text.trim().is_empty()) {
        return Some(error);
    }
    let bare = said["choices"].is_null() && said["data"].is_null() && said["models"].is_null();
    (bare && (said["object"] == "error" || !said["message"].is_null() || !said["detail"].is_null())).then_some(said)
}

fn refused(request: &Request, wrong: &Value, status: u16, response: &HttpResponse) -> Failure {
    let code = json::label(&wrong["code"]).or_else(|| json::text(&wrong["type"]));
    let message = message(wrong);
    let kind = json::text(&wrong["type"]);
    // A service that passes requests on repeats there what the one behind it said.
    let behind = json::text(&wrong["metadata"]["raw"]);
    let words = [&code, &kind, &message, &behind].into_iter().flatten();
    let words = words.map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    let fits = |fault: &&Fault| {
        fault.all.iter().all(|part| words.contains(part)) && fault.any.iter().any(|part| words.contains(part))
    };
    let known = FAULTS.iter().find(fits);
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
