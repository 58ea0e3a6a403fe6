//! The answer, streamed or whole: its words, what was counted, how it ended. The decoder that tells of a coming answer and
//! the reader of a whole one read the same chunks with the same function.

use super::refusal;
use crate::failure::Failure;
use crate::money::Tokens;
use crate::provider::adapter::{Decoder, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::sse::{self, SseReader};
use crate::provider::vision::refusal::Fault;
use crate::provider::vision::said::{Said, broke_off, failed};
use crate::provider::{Reply, Request, json};
use serde_json::Value;

/// What stands in place of the last event.
const LAST: &str = "[DONE]";

/// Reads one object; `part` is the member of a choice that holds the words.
fn said(said: &Value, part: &str) -> Said {
    let choice = &said["choices"][0];
    let message = &choice[part];
    let finish = json::text(&choice["finish_reason"]);
    let usage = [&said["usage"], &said["x_groq"]["usage"]].into_iter().find_map(tokens);
    Said {
        words: words(&message["content"]).or_else(|| words(&choice["text"])).unwrap_or_default(),
        declined: message["refusal"].as_str().unwrap_or_default().to_owned(),
        blocked: finish.as_deref() == Some("content_filter"),
        cut: matches!(finish.as_deref(), Some("length" | "max_tokens" | "model_length")),
        ended: finish.is_some(),
        counted: usage.is_some(),
        usage,
        id: json::text(&said["id"]),
        ..Said::default()
    }
}

/// Words as they stand there, or in a list of parts of which some are thoughts.
fn words(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let text = |part: &Value| match part["type"].as_str() {
                None | Some("text" | "output_text") => part["text"].as_str().map(str::to_owned),
                _ => None,
            };
            Some(parts.iter().filter_map(text).collect())
        }
        _ => None,
    }
}

fn tokens(usage: &Value) -> Option<Tokens> {
    let count = |name: &str| json::integer(&usage[name]).and_then(|count| u32::try_from(count).ok());
    let (input, output) = (count("prompt_tokens"), count("completion_tokens"));
    (input.is_some() || output.is_some())
        .then(|| Tokens { input: input.unwrap_or_default(), output: output.unwrap_or_default() })
}

/// The decoder of a coming answer.
pub fn decoder() -> Box<dyn Decoder> {
    Box::<Chunks>::default()
}

#[derive(Default)]
struct Chunks {
    events: SseReader,
    halves: Halves,
}

impl Decoder for Chunks {
    fn feed(&mut self, bytes: &[u8]) -> Fed {
        let mut fed = Fed::default();
        for data in self.events.push(bytes) {
            let (chunks, last) = chunks(&data);
            for said in chunks.iter().map(|chunk| said(chunk, "delta")) {
                fed.words.push_str(&self.halves.join(&said.words));
                fed.usage = said.usage.or(fed.usage);
                fed.ended |= said.ended;
            }
            fed.ended |= last;
        }
        fed
    }
}

/// The chunks in the data of one event, and whether it is the last one. There is one of them, unless a server leaves out the
/// empty line between two.
fn chunks(data: &str) -> (Vec<Value>, bool) {
    match data.trim_end().strip_suffix(LAST) {
        Some(before) => (json::values(before), true),
        None => (json::values(data), false),
    }
}

/// What an answer means; `own` are errors that only this kind of service knows.
pub fn read(own: &[Fault], request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
    let said = if (200..=299).contains(&response.status) && sse::is_stream(&response.body) {
        of_stream(own, request, response)?
    } else {
        // A server that does not stream answers with one object.
        let whole = refusal::check(own, request, response)?;
        if !whole["choices"].is_array() {
            return Err(json::bad("choices"));
        }
        said(&whole, "message")
    };
    said.reply(request, response)
}

fn of_stream(own: &[Fault], request: &Request, response: &HttpResponse) -> Result<Said, Failure> {
    let mut all = Said::default();
    for data in SseReader::whole(&response.body) {
        let (chunks, last) = chunks(&data);
        // Behind the end there are only counts, and they may be cut off.
        all.garbled |= chunks.is_empty() && !last && !all.ended;
        for chunk in chunks {
            if let Some(failure) = refusal::in_stream(own, request, &chunk, response) {
                return Err(failed(failure, response, all.counted));
            }
            all.add(said(&chunk, "delta"));
        }
        all.ended |= last;
    }
    if all.ended { Ok(all) } else { Err(broke_off(response)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Again, Reason};
    use crate::provider::adapter::Cost;
    use serde_json::json;

    fn response(cost: Cost, body: impl AsRef<[u8]>) -> HttpResponse {
        HttpResponse {
            operation: "chat_completions",
            cost,
            status: 200,
            retry_after_ms: None,
            body: body.as_ref().to_vec(),
        }
    }

    fn event(data: &Value) -> String {
        format!("data: {data}\n\n")
    }

    fn words(text: &str) -> String {
        event(&json!({"id": "c-1", "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]}))
    }

    fn finish(reason: &str) -> String {
        event(&json!({"id": "c-1", "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}))
    }

    const DONE: &str = "data: [DONE]\n\n";

    fn read(body: &str) -> Result<Reply, Failure> {
        super::read(&[], &Request::default(), &response(Cost::MayCharge, body))
    }

    fn whole() -> String {
        let usage = event(&json!({"choices": [], "usage": {"prompt_tokens": 300, "completion_tokens": 9}}));
        let thought = event(&json!({"choices": [{"delta": {"reasoning_content": "Hm.", "content": null}}]}));
        [
            ": ping\n\n",
            &thought,
            &words("<think>What"),
            &words("?</think>A red"),
            &words(" square."),
            &finish("stop"),
            &usage,
            DONE,
        ]
        .concat()
    }

    #[test]
    fn a_stream_is_read_as_what_was_said_in_it() {
        let reply = read(&whole()).expect("words");
        assert_eq!((reply.alt.as_deref(), reply.description), (Some("A red square."), None));
        assert_eq!(reply.tokens, Some(Tokens { input: 300, output: 9 }));
        assert_eq!((reply.request_id.as_deref(), reply.charges.len()), (Some("c-1"), 1));
        let unpaid = super::read(&[], &Request::default(), &response(Cost::Unpaid, whole())).expect("words");
        assert!(unpaid.charges.is_empty());
        let long = Request { style: "long".into(), ..Request::default() };
        let reply = super::read(&[], &long, &response(Cost::MayCharge, whole())).expect("words");
        assert_eq!((reply.alt, reply.description.as_deref()), (None, Some("A red square.")));
    }

    #[test]
    fn the_decoder_says_what_the_reader_reads_wherever_packets_end() {
        let text = whole();
        let (bytes, all) = (text.as_bytes(), "<think>What?</think>A red square.");
        for cut in 0..bytes.len() {
            let mut decoder = decoder();
            let mut fed = decoder.feed(&bytes[..cut]);
            let more = decoder.feed(&bytes[cut..]);
            fed.words.push_str(&more.words);
            assert_eq!((fed.words.as_str(), fed.ended || more.ended), (all, true), "{cut}");
            assert_eq!(more.usage.or(fed.usage).map(|tokens| tokens.output), Some(9), "{cut}");
        }
    }

    #[test]
    fn half_an_emoji_at_the_end_of_a_part_and_half_at_the_beginning_of_the_next_are_one() {
        let part =
            |text: &str| format!(r#"data: {{"id":"c-1","choices":[{{"delta":{{"content":"{text}"}}}}]}}"#) + "\n\n";
        for (parts, text) in [
            (vec![r"A cat \ud83d", r"\ude00."], "A cat \u{1f600}."),
            (vec![r"A cat \ud83d", "", r"\ude00."], "A cat \u{1f600}."),
            (vec![r"A cat \ud83d", "."], "A cat \u{fffd}."),
            (vec![r"A \ud83d cat", r"\ude00."], "A \u{fffd} cat\u{fffd}."),
            (vec![r#"A \"\ude00 cat \ud83d"#], "A \"\u{fffd} cat \u{fffd}"),
        ] {
            let body = parts.iter().map(|text| part(text)).chain([finish("stop"), DONE.into()]).collect::<String>();
            let reply = read(&body).expect("words");
            assert_eq!((reply.alt.as_deref(), reply.incomplete), (Some(text), None), "{parts:?}");
            let mut decoder = decoder();
            let shown: String = body.bytes().map(|byte| decoder.feed(&[byte]).words).collect();
            assert!(text.starts_with(&shown) && shown.len() + 3 >= text.len(), "{shown}");
        }
    }

    #[test]
    fn a_part_that_cannot_be_read_takes_no_other_with_it() {
        let body =
            [&words("A red"), "data: {\"choices\":[{\"del\n\n", &words(" square."), &finish("stop"), DONE].concat();
        let reply = read(&body).expect("words");
        assert_eq!(reply.alt.as_deref(), Some("A red square."));
        assert_eq!(reply.incomplete.map(|failure| failure.reason), Some(Reason::BadResponse), "and it is said");
        // A byte that stands nowhere means nothing.
        let stray =
            [&words("A red"), &words(" square.").replace("data: ", "data: \u{ff}"), &finish("stop"), DONE].concat();
        let reply = read(&stray).expect("words");
        assert_eq!((reply.alt.as_deref(), reply.incomplete), (Some("A red square."), None));
    }

    #[test]
    fn a_stream_without_its_end_is_an_unknown_outcome_wherever_it_was_cut() {
        let text = whole();
        let end = text.find("\"finish_reason\":\"stop\"").expect("an end");
        for cut in 1..text.len() {
            let Some(part) = text.get(..cut) else { continue };
            let reply = read(part);
            match reply {
                Ok(reply) => {
                    assert!(cut > end, "{part}");
                    assert_eq!(reply.alt.as_deref(), Some("A red square."));
                }
                Err(failure) => {
                    assert!(cut < end + 40, "{part}");
                    assert_eq!(failure.reason, Reason::OutcomeUnknown, "{part}");
                }
            }
            let free = super::read(&[], &Request::default(), &response(Cost::Unpaid, part));
            assert!(
                free.is_ok()
                    || free.is_err_and(|failure| failure.reason == Reason::BadResponse && failure.again.is_none())
            );
        }
    }

    #[test]
    fn a_server_may_end_without_the_last_event_or_without_saying_why() {
        assert!(read(&[words("A cat."), finish("stop")].concat()).is_ok());
        assert!(read(&[&words("A cat."), DONE].concat()).is_ok());
        assert!(read(&[&words("A cat."), "data: [DONE]"].concat()).is_ok(), "without its empty line");
    }

    #[test]
    fn an_error_in_the_stream_is_the_services_and_may_have_cost_something_after_words() {
        let error = event(
            &json!({"error": {"code": 429, "message": "Rate limit reached"}, "choices": [{"finish_reason": "error"}]}),
        );
        let failure = read(&error).expect_err("an error");
        assert_eq!((failure.reason, failure.again), (Reason::RateLimited, None));
        let failure = read(&[words("A"), error].concat()).expect_err("an error");
        assert_eq!((failure.reason, failure.again), (Reason::RateLimited, Some(Again::MayCostTwice)));
        let failure = read("event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n").expect_err("an error");
        assert_eq!(failure.provider_message.as_deref(), Some("boom"));
    }

    #[test]
    fn what_was_cut_off_is_kept_and_said_to_be() {
        let reply = read(&[&words("A cat on a"), &finish("length"), DONE].concat()).expect("words");
        assert_eq!(reply.alt.as_deref(), Some("A cat on a"));
        assert_eq!(reply.incomplete.and_then(|failure| failure.documented).as_deref(), Some("model-cut-off"));
        let failure = read(&[&words("<think>A cat on a"), &finish("length"), DONE].concat()).expect_err("no words");
        assert_eq!((failure.reason, failure.documented.as_deref()), (Reason::BadResponse, Some("model-cut-off")));
    }

    #[test]
    fn refusals_are_no_words() {
        let declined = event(&json!({"choices": [{"delta": {"refusal": "I cannot."}}]}));
        for body in [[declined, finish("stop")].concat(), [words("A"), finish("content_filter")].concat()] {
            assert_eq!(read(&body).expect_err("refused").reason, Reason::ContentBlocked, "{body}");
        }
    }

    #[test]
    fn parts_that_are_thoughts_are_no_words() {
        let parts = json!([{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}, {"type": "text", "text": "A cat."}]);
        let chunk = event(&json!({"choices": [{"delta": {"content": parts}}]}));
        assert_eq!(read(&[&chunk, DONE].concat()).expect("words").alt.as_deref(), Some("A cat."));
    }

    #[test]
    fn a_server_that_does_not_stream_is_read_too() {
        let said = json!({"id": "c-2", "choices": [{"message": {"content": "A cat."}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 5, "completion_tokens": 3}});
        let reply = read(&said.to_string()).expect("words");
        assert_eq!((reply.alt.as_deref(), reply.tokens), (Some("A cat."), Some(Tokens { input: 5, output: 3 })));
        for bad in ["", "{}", "[]", "<html>", "{\"choices\":[]}", "{\"choices\":[{\"message\":{\"content\":null}}]}"] {
            assert_eq!(read(bad).expect_err("no words").reason, Reason::BadResponse, "{bad}");
        }
    }
}
