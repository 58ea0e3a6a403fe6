//! The answer, streamed or whole: its words, what was counted, how it ended. The decoder that tells of a coming answer and
//! the reader of a whole one read the same chunks with the same function.

use super::{refusal, request};
use crate::failure::{Again, Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Charge, Cost, Decoder, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::sse::SseReader;
use crate::provider::{Reply, Request, json, thoughts};
use serde_json::Value;

/// What stands in place of the last event.
const LAST: &str = "[DONE]";

/// What one chunk, or a whole answer, says.
#[derive(Default)]
struct Said {
    words: String,
    /// The model's own refusal.
    declined: String,
    finish: Option<String>,
    usage: Option<Tokens>,
    id: Option<String>,
    /// A part of it could not be read.
    garbled: bool,
}

impl Said {
    /// Reads one object; `part` is the member of a choice that holds the words.
    fn of(said: &Value, part: &str) -> Self {
        let choice = &said["choices"][0];
        let message = &choice[part];
        let words = words(&message["content"]).or_else(|| words(&choice["text"])).unwrap_or_default();
        Self {
            words,
            declined: message["refusal"].as_str().unwrap_or_default().to_owned(),
            finish: json::text(&choice["finish_reason"]),
            usage: [&said["usage"], &said["x_groq"]["usage"]].into_iter().find_map(tokens),
            id: json::text(&said["id"]),
            garbled: false,
        }
    }

    fn add(&mut self, more: Self) {
        self.words.push_str(&more.words);
        self.declined.push_str(&more.declined);
        self.finish = more.finish.or(self.finish.take());
        self.usage = more.usage.or(self.usage);
        self.id = more.id.or(self.id.take());
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
        let mut fed = Fed::default();
        for data in self.events.push(bytes) {
            let (chunks, last) = chunks(&data);
            for said in chunks.iter().map(|chunk| Said::of(chunk, "delta")) {
                fed.words.push_str(&self.halves.join(&said.words));
                fed.usage = said.usage.or(fed.usage);
                fed.ended |= said.finish.is_some();
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

/// What an answer means.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
    let said = if (200..=299).contains(&response.status) && is_stream(&response.body) {
        of_stream(request, response)?
    } else {
        // A server that does not stream answers with one object.
        let said = refusal::check(request, response)?;
        if !said["choices"].is_array() {
            return Err(json::bad("choices"));
        }
        Said::of(&said, "message")
    };
    let text = thoughts::without_thoughts(&said.words).trim().to_owned();
    if said.finish.as_deref() == Some("content_filter") || (text.is_empty() && !said.declined.trim().is_empty()) {
        let mut failure = Failure::new(Reason::ContentBlocked);
        failure.provider_message = Some(said.declined).filter(|said| !said.trim().is_empty());
        return Err(failure);
    }
    let cut = matches!(said.finish.as_deref(), Some("length" | "max_tokens" | "model_length"))
        .then(|| json::bad("length").documented("model-cut-off"))
        // The words around a part that cannot be read were paid for too.
        .or_else(|| said.garbled.then(|| json::bad("json")));
    if text.is_empty() {
        return Err(failed(cut.unwrap_or_else(|| json::bad("content")), response, said.usage.is_some()));
    }
    let charge = Charge { operation: response.operation.to_owned(), request_id: said.id.clone(), ..Charge::default() };
    let short = request::reply_is_short(request);
    let (alt, description) = if short { (Some(text), None) } else { (None, Some(text)) };
    Ok(Reply {
        alt,
        description,
        tokens: said.usage,
        request_id: said.id,
        raw: Some(json::decoded(&response.body)),
        charges: if response.cost == Cost::MayCharge { vec![charge] } else { Vec::new() },
        incomplete: cut,
        ..Reply::default()
    })
}

/// Events begin with a comment or with the name of a field; JSON and pages do not.
fn is_stream(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    [":", "data:", "event:", "id:", "retry:"].iter().any(|name| body.starts_with(name.as_bytes()))
}

fn of_stream(request: &Request, response: &HttpResponse) -> Result<Said, Failure> {
    let mut events = SseReader::default();
    let mut data = events.push(&response.body);
    // A server may leave out the empty line behind its last event.
    data.extend(events.push(b"\n\n"));
    let (mut all, mut ended, mut halves) = (Said::default(), false, [Halves::default(), Halves::default()]);
    for data in data {
        let (chunks, last) = chunks(&data);
        // Behind the end there are only counts, and they may be cut off.
        all.garbled |= chunks.is_empty() && !last && all.finish.is_none();
        for chunk in chunks {
            if let Some(failure) = refusal::in_stream(request, &chunk, response) {
                return Err(failed(failure, response, !all.words.is_empty() || all.usage.is_some()));
            }
            let said = Said::of(&chunk, "delta");
            let [words, declined] = [&said.words, &said.declined];
            let (words, declined) = (halves[0].join(words), halves[1].join(declined));
            all.add(Said { words, declined, ..said });
        }
        ended |= last;
    }
    all.words.extend(halves[0].end());
    ended |= all.finish.is_some();
    match ended {
        true => Ok(all),
        // It broke off, but the connection ended as if it had not: what became of it is not known.
        false if response.cost == Cost::MayCharge => Err(Reason::OutcomeUnknown.into()),
        false => Err(json::bad("end")),
    }
}

/// A failure after words had come or tokens were counted: trying again may cost a second time.
fn failed(failure: Failure, response: &HttpResponse, counted: bool) -> Failure {
    let charged = response.cost == Cost::MayCharge && counted;
    Failure { again: charged.then_some(Again::MayCostTwice).or(failure.again), ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        super::read(&Request::default(), &response(Cost::MayCharge, body))
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
        let unpaid = super::read(&Request::default(), &response(Cost::Unpaid, whole())).expect("words");
        assert!(unpaid.charges.is_empty());
        let long = Request { style: "long".into(), ..Request::default() };
        let reply = super::read(&long, &response(Cost::MayCharge, whole())).expect("words");
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
            let free = super::read(&Request::default(), &response(Cost::Unpaid, part));
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
