//! The answer, streamed or whole: parts of words among parts of thoughts, why it ended, what was counted. A picture or an
//! instruction that is not allowed brings no candidate, but a reason. The decoder that tells of a coming answer and the reader
//! of a whole one read chunks with the same function.

use crate::failure::{Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Decoder, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::sse::{self, SseReader};
use crate::provider::vision::refusal::{Fault, error_in, refused};
use crate::provider::vision::said::{Said, of_stream};
use crate::provider::{Reply, Request, error, json};
use serde_json::Value;

/// What only Gemini says.
const FAULTS: &[Fault] = &[
    // A bad key is a bad request here.
    Fault::new(Reason::KeyRejected, &[], &["api_key_invalid", "api key not valid", "api key expired"])
        .said("gemini-key"),
    Fault::new(Reason::KeyRejected, &[], &["service_disabled", "api_key_service_blocked"]).said("gemini-disabled"),
    Fault::new(Reason::KeyRejected, &["location is not supported"], &[""]).said("gemini-region"),
    Fault::new(Reason::CreditsExhausted, &["credits"], &["depleted", "exhausted"]).said("gemini-credits"),
    // It says “you exceeded your current quota” of a minute's as of a day's.
    Fault::new(Reason::RateLimited, &["resource_exhausted"], &[""]),
    Fault::new(Reason::ServiceRefusedImage, &["image"], &["unable to process", "format", "mime", "not valid"]),
];

/// Ends that hold the words back.
const BLOCKED: &[&str] = &[
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
];

fn said(chunk: &Value) -> Said {
    let candidate = &chunk["candidates"][0];
    let parts = candidate["content"]["parts"].as_array().into_iter().flatten();
    let words = parts.filter(|part| part["thought"] != true).filter_map(|part| part["text"].as_str()).collect();
    let finish = candidate["finishReason"].as_str();
    let refused = json::text(&chunk["promptFeedback"]["blockReason"]);
    let blocked = refused.is_some() || finish.is_some_and(|finish| BLOCKED.contains(&finish));
    let why = json::text(&candidate["finishMessage"]).or_else(|| refused.clone());
    let usage = tokens(&chunk["usageMetadata"]);
    Said {
        words,
        declined: why.filter(|_| blocked).unwrap_or_default(),
        blocked,
        cut: finish == Some("MAX_TOKENS"),
        ended: finish.is_some() || refused.is_some(),
        counted: usage.is_some_and(|tokens| tokens.output > 0),
        usage,
        id: json::text(&chunk["responseId"]),
        ..Said::default()
    }
}

/// Thoughts are written too, and are not among the candidates' tokens.
fn tokens(usage: &Value) -> Option<Tokens> {
    let count = |name: &str| json::integer(&usage[name]).and_then(|count| u32::try_from(count).ok());
    let input = count("promptTokenCount")?;
    let written = ["candidatesTokenCount", "thoughtsTokenCount"].into_iter().filter_map(count);
    Some(Tokens { input, output: written.fold(0, u32::saturating_add) })
}

/// The decoder of a coming answer.
pub(super) fn decoder() -> Box<dyn Decoder> {
    Box::<Chunks>::default()
}

#[derive(Default)]
struct Chunks {
    events: SseReader,
    halves: Halves,
}

impl Decoder for Chunks {
    fn feed(&mut self, bytes: &[u8]) -> Fed {
        let mut all = Said::default();
        for data in self.events.push(bytes) {
            json::values(&data).iter().for_each(|chunk| all.add(said(chunk)));
        }
        all.fed(&mut self.halves)
    }
}

/// What an answer means.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
    if (200..=299).contains(&response.status) && sse::is_stream(&response.body) {
        let wrong = |chunk: &Value| {
            let wrong = error_in(chunk)?;
            let status = json::integer(&wrong["code"]).and_then(|code| u16::try_from(code).ok());
            Some(refused(FAULTS, request, wrong, status.unwrap_or(response.status), response))
        };
        return of_stream(response, said, wrong)?.reply(request, response);
    }
    let whole = object(request, response)?;
    if !whole["candidates"].is_array() && !whole["promptFeedback"].is_object() {
        return Err(json::bad("candidates"));
    }
    said(&whole).reply(request, response)
}

/// The body of a success. An error of a stream stands in an array of one.
pub(super) fn object(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let mut said = json::value(response)?;
    if let Value::Array(items) = &mut said
        && items.len() == 1
    {
        said = items.remove(0);
    }
    match error_in(&said) {
        Some(wrong) => Err(refused(FAULTS, request, wrong, response.status, response)),
        None if !(200..=299).contains(&response.status) => Err(error::from_status(response)),
        None if said.is_object() => Ok(said),
        None => Err(json::bad("object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_decoder_tells_words_without_thoughts_and_counts_with_them_wherever_packets_end() {
        let chunk = |parts: Value, finish: Value, written: u32| {
            let usage = json!({"promptTokenCount": 300, "candidatesTokenCount": written, "thoughtsTokenCount": 40});
            let candidate = json!({"content": {"parts": parts}, "finishReason": finish});
            format!("data: {}\r\n\r\n", json!({"candidates": [candidate], "usageMetadata": usage}))
        };
        let text = [
            chunk(json!([{"text": "Rot? Red?", "thought": true}]), Value::Null, 0),
            chunk(json!([{"text": "A röd "}]), Value::Null, 3),
            chunk(json!([{"text": "square."}, {"thoughtSignature": "x"}]), json!("STOP"), 9),
        ]
        .concat();
        for cut in 0..text.len() {
            let mut decoder = decoder();
            let mut fed = decoder.feed(&text.as_bytes()[..cut]);
            let more = decoder.feed(&text.as_bytes()[cut..]);
            fed.words.push_str(&more.words);
            assert_eq!((fed.words.as_str(), fed.ended || more.ended), ("A röd square.", true), "{cut}");
            assert_eq!(more.usage.or(fed.usage), Some(Tokens { input: 300, output: 49 }), "{cut}");
        }
    }
}
