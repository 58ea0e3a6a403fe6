//! The answer, streamed or whole: blocks of words among blocks of thoughts, why it stopped, what was counted. An error may come
//! as an event of a stream that began well. The decoder that tells of a coming answer and the reader of a whole one read
//! events with the same function.

use crate::failure::{Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Decoder, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::sse::{self, SseReader};
use crate::provider::vision::refusal::{Fault, error_in, refused};
use crate::provider::vision::said::{Said, of_stream, together};
use crate::provider::{Reply, Request, error, json};
use serde_json::Value;

/// What only Anthropic says.
const FAULTS: &[Fault] = &[
    Fault::new(Reason::CreditsExhausted, &[], &["contract_spend_limit_reached", "enforced_spend_limit_reached"])
        .said("anthropic-spend-limit"),
    // This one passes with time.
    Fault::new(Reason::RateLimited, &[], &["ramp_limit_exceeded", "rate_limit_error"]),
    Fault::new(Reason::CreditsExhausted, &[], &["credit balance", "billing_error"]).said("anthropic-credits"),
    Fault::new(Reason::KeyRejected, &[], &["permission_error"]).said("anthropic-permission"),
    Fault::new(Reason::ServiceRefusedImage, &[], &["request_too_large"]).said("anthropic-too-large"),
    Fault::new(Reason::ServiceRefusedImage, &["image"], &["exceeds", "could not process", "dimensions"]),
    Fault::new(Reason::ProviderUnavailable, &[], &["overloaded_error", "timeout_error", "api_error"]),
];

/// The status that an error in a stream would have had, where its words are not known.
const IN_STREAM: u16 = 500;

fn said(event: &Value) -> Said {
    match event["type"].as_str() {
        Some("message_start") => {
            let message = &event["message"];
            Said { id: json::text(&message["id"]), usage: tokens(&message["usage"]), ..Said::default() }
        }
        Some("content_block_start") => Said { words: text(&event["content_block"], "text"), ..Said::default() },
        // Thoughts and their signatures are deltas of other types.
        Some("content_block_delta") => Said { words: text(&event["delta"], "text_delta"), ..Said::default() },
        Some("message_delta") => {
            let usage = tokens(&event["usage"]);
            Said { counted: usage.is_some(), usage, ..stopped(&event["delta"]) }
        }
        Some("message_stop") => Said { ended: true, ..Said::default() },
        _ => Said::default(),
    }
}

fn of_whole(message: &Value) -> Said {
    let blocks = message["content"].as_array().into_iter().flatten();
    let usage = tokens(&message["usage"]);
    Said {
        words: blocks.map(|block| text(block, "text")).collect(),
        id: json::text(&message["id"]),
        counted: usage.is_some(),
        usage,
        ..stopped(message)
    }
}

fn text(part: &Value, kind: &str) -> String {
    let words = part["text"].as_str().filter(|_| part["type"] == kind);
    words.unwrap_or_default().to_owned()
}

fn stopped(said: &Value) -> Said {
    let reason = said["stop_reason"].as_str();
    let why = [&said["stop_details"]["explanation"], &said["stop_details"]["category"]];
    Said {
        blocked: reason == Some("refusal"),
        declined: if reason == Some("refusal") {
            why.into_iter().find_map(json::text).unwrap_or_default()
        } else {
            String::new()
        },
        cut: matches!(reason, Some("max_tokens" | "model_context_window_exceeded")),
        ended: reason.is_some(),
        ..Said::default()
    }
}

/// What was read from a cache or written to one was read too.
fn tokens(usage: &Value) -> Option<Tokens> {
    let count = |name: &str| json::integer(&usage[name]).and_then(|count| u32::try_from(count).ok());
    let read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
    let read: Vec<u32> = read.iter().filter_map(|name| count(name)).collect();
    let input = (!read.is_empty()).then(|| read.iter().fold(0, |sum: u32, count| sum.saturating_add(*count)));
    let output = count("output_tokens");
    (input.is_some() || output.is_some())
        .then(|| Tokens { input: input.unwrap_or_default(), output: output.unwrap_or_default() })
}

/// The decoder of a coming answer.
pub(super) fn decoder() -> Box<dyn Decoder> {
    Box::<Events>::default()
}

#[derive(Default)]
struct Events {
    events: SseReader,
    halves: Halves,
    /// What is counted comes in two parts.
    usage: Option<Tokens>,
}

impl Decoder for Events {
    fn feed(&mut self, bytes: &[u8]) -> Fed {
        let mut all = Said::default();
        for data in self.events.push(bytes) {
            json::values(&data).iter().for_each(|event| all.add(said(event)));
        }
        if all.usage.is_some() {
            self.usage = together(self.usage, all.usage);
            all.usage = self.usage;
        }
        all.fed(&mut self.halves)
    }
}

/// What an answer means.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
    if (200..=299).contains(&response.status) && sse::is_stream(&response.body) {
        let wrong = |event: &Value| error_in(event).map(|wrong| refused(FAULTS, request, wrong, IN_STREAM, response));
        return of_stream(response, said, wrong)?.reply(request, response);
    }
    let message = object(request, response)?;
    if !message["content"].is_array() {
        return Err(json::bad("content"));
    }
    of_whole(&message).reply(request, response)
}

/// The body of a success.
pub(super) fn object(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    match error_in(&said) {
        Some(wrong) => {
            let failure = refused(FAULTS, request, wrong, response.status, response);
            Err(Failure { request_id: json::text(&said["request_id"]), ..failure })
        }
        None if (200..=299).contains(&response.status) => Ok(said),
        None => Err(error::from_status(response)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::adapter::Cost;
    use serde_json::json;

    fn whole() -> String {
        let delta = |index: u8, delta: Value| json!({"type": "content_block_delta", "index": index, "delta": delta});
        let usage = json!({"input_tokens": 100, "cache_read_input_tokens": 200, "output_tokens": 1});
        [
            json!({"type": "message_start", "message": {"id": "m-1", "content": [], "usage": usage}}),
            json!({"type": "ping"}),
            delta(0, json!({"type": "thinking_delta", "thinking": "Rot? Red?"})),
            delta(1, json!({"type": "text_delta", "text": "A röd "})),
            json!({"type": "something_new", "text": "?"}),
            delta(1, json!({"type": "text_delta", "text": "square."})),
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 9}}),
            json!({"type": "message_stop"}),
        ]
        .iter()
        .map(|event| format!("event: x\ndata: {event}\n\n"))
        .collect()
    }

    #[test]
    fn counts_come_in_two_parts_and_thoughts_are_no_words() {
        let body = whole().into_bytes();
        let response =
            HttpResponse { operation: "messages", cost: Cost::MayCharge, status: 200, retry_after_ms: None, body };
        let reply = read(&Request::default(), &response).expect("words");
        assert_eq!(reply.alt.as_deref(), Some("A röd square."));
        assert_eq!(reply.tokens, Some(Tokens { input: 300, output: 9 }));
    }

    #[test]
    fn the_decoder_says_what_the_reader_reads_wherever_packets_end() {
        let text = whole();
        for cut in 0..text.len() {
            let mut decoder = decoder();
            let mut fed = decoder.feed(&text.as_bytes()[..cut]);
            let more = decoder.feed(&text.as_bytes()[cut..]);
            fed.words.push_str(&more.words);
            assert_eq!((fed.words.as_str(), fed.ended || more.ended), ("A röd square.", true), "{cut}");
            assert_eq!(more.usage.or(fed.usage), Some(Tokens { input: 300, output: 9 }), "{cut}");
        }
    }
}
