//! The answer: a line of JSON for each piece, the last with `done` and what was counted. An error may come as a line among
//! them, with status 200. The decoder that tells of a coming answer and the reader of a whole one read lines with the same
//! function.

use crate::failure::{Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Decoder, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::vision::refusal::{Fault, error_in, refused};
use crate::provider::vision::said::{Said, broke_off, failed};
use crate::provider::{Reply, Request, error, json};
use serde_json::Value;

/// What only Ollama says.
pub(super) const FAULTS: &[Fault] = &[
    Fault::new(Reason::ModelNotFound, &["model"], &["not found", "try pulling it"]).said("ollama-model-missing"),
    Fault::new(Reason::ProviderUnavailable, &["memory"], &["requires more", "not enough", "out of memory"])
        .said("ollama-memory"),
    Fault::new(Reason::ProviderUnavailable, &["runner"], &["stopped", "terminated", "exit"]).said("ollama-runner"),
];

fn said(line: &Value) -> Said {
    let count = |name: &str| json::integer(&line[name]).and_then(|count| u32::try_from(count).ok());
    let (input, output) = (count("prompt_eval_count"), count("eval_count"));
    let counted = input.is_some() || output.is_some();
    Said {
        // What the model thinks stands apart, in `thinking`.
        words: line["message"]["content"].as_str().unwrap_or_default().to_owned(),
        cut: line["done_reason"] == "length",
        ended: line["done"] == true,
        usage: counted.then(|| Tokens { input: input.unwrap_or_default(), output: output.unwrap_or_default() }),
        counted,
        ..Said::default()
    }
}

/// The decoder of a coming answer.
pub(super) fn decoder() -> Box<dyn Decoder> {
    Box::<Lines>::default()
}

#[derive(Default)]
struct Lines {
    /// What has no line end yet.
    begun: Vec<u8>,
    halves: Halves,
}

impl Decoder for Lines {
    fn feed(&mut self, bytes: &[u8]) -> Fed {
        let mut all = Said::default();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.begun.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            let line = json::decoded(&std::mem::take(&mut self.begun));
            json::values(&line).iter().for_each(|line| all.add(said(line)));
        }
        self.begun.extend_from_slice(rest);
        all.fed(&mut self.halves)
    }
}

/// The lines of an answer; a server that does not stream answers with one of them.
///
/// # Errors
/// What is wrong with an answer that holds no line.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
    let text = json::decoded(&response.body);
    let text = text.trim_start_matches('\u{feff}');
    let whole = serde_json::from_str::<Value>(text).map(|whole| vec![vec![whole]]);
    let lines = whole.unwrap_or_else(|_| {
        text.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).map(json::values).collect()
    });
    let (mut all, mut known) = (Said::default(), false);
    for values in &lines {
        // Behind the end nothing is missed.
        all.garbled |= values.is_empty() && !all.ended;
        for line in values {
            if let Some(wrong) = error_in(line) {
                return Err(failed(refused(FAULTS, request, wrong, response.status, response), response, all.counted));
            }
            known |= line["message"].is_object() || line["done"].is_boolean();
            all.add(said(line));
        }
    }
    match response.status {
        // Cut off within its first line, or no lines at all.
        200..=299 if !known && all.garbled && is_begun(&response.body) => Err(broke_off(response)),
        200..=299 if !known && (lines.is_empty() || all.garbled) => {
            Err(json::value(response).err().unwrap_or_else(|| json::bad("object")))
        }
        200..=299 if !known => Err(json::bad("message")),
        200..=299 if !all.ended => Err(broke_off(response)),
        200..=299 => all.reply(request, response),
        _ => Err(error::from_status(response)),
    }
}

fn is_begun(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{")
}

/// The object of an answer that is not a stream.
pub(super) fn object(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    match error_in(&said) {
        Some(wrong) => Err(refused(FAULTS, request, wrong, response.status, response)),
        None if (200..=299).contains(&response.status) => Ok(said),
        None => Err(error::from_status(response)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Again;
    use crate::provider::adapter::Cost;
    use serde_json::json;

    fn response(cost: Cost, body: &str) -> HttpResponse {
        HttpResponse { operation: "chat", cost, status: 200, retry_after_ms: None, body: body.as_bytes().to_vec() }
    }

    fn line(message: &Value) -> String {
        format!("{}\n", json!({"model": "m", "created_at": "t", "message": message, "done": false}))
    }

    fn whole() -> String {
        let end = json!({"model": "m", "message": {"role": "assistant", "content": ""}, "done": true,
            "done_reason": "stop", "prompt_eval_count": 300, "eval_count": 9});
        [
            line(&json!({"role": "assistant", "content": "", "thinking": "Rot? Red?"})),
            line(&json!({"role": "assistant", "content": "A röd "})),
            line(&json!({"role": "assistant", "content": "square."})),
            format!("{end}\n"),
        ]
        .concat()
    }

    fn read(cost: Cost, body: &str) -> Result<Reply, Failure> {
        super::read(&Request::default(), &response(cost, body))
    }

    #[test]
    fn words_are_what_the_model_says_and_never_what_it_thinks() {
        let reply = read(Cost::Unpaid, &whole()).expect("words");
        assert_eq!(reply.alt.as_deref(), Some("A röd square."));
        assert_eq!((reply.tokens, reply.charges.len()), (Some(Tokens { input: 300, output: 9 }), 0));
        assert_eq!(read(Cost::MayCharge, &whole()).expect("words").charges.len(), 1);
    }

    #[test]
    fn the_decoder_says_what_the_reader_reads_wherever_packets_end() {
        let text = whole().replace('\n', "\r\n");
        for cut in 0..text.len() {
            let mut decoder = decoder();
            let mut fed = decoder.feed(&text.as_bytes()[..cut]);
            let more = decoder.feed(&text.as_bytes()[cut..]);
            fed.words.push_str(&more.words);
            assert_eq!((fed.words.as_str(), fed.ended || more.ended), ("A röd square.", true), "{cut}");
            assert_eq!(more.usage.or(fed.usage).map(|tokens| tokens.output), Some(9), "{cut}");
        }
    }

    #[test]
    fn a_stream_without_its_end_is_no_answer_wherever_it_was_cut() {
        let text = whole();
        let end = text.trim_end().len();
        for cut in 1..text.len() {
            let Some(part) = text.get(..cut) else { continue };
            match read(Cost::MayCharge, part) {
                Ok(reply) => assert!(cut >= end && reply.alt.as_deref() == Some("A röd square."), "{part}"),
                Err(failure) => assert!(cut < end && failure.reason == Reason::OutcomeUnknown, "{part} {failure:?}"),
            }
            assert!(
                read(Cost::Unpaid, part).map_or_else(|failure| failure.reason == Reason::BadResponse, |_| cut >= end)
            );
        }
    }

    #[test]
    fn an_error_among_the_lines_is_the_servers() {
        let error = "{\"error\":\"an error was encountered while running the model: runner process terminated\"}\n";
        let failure = read(Cost::Unpaid, error).expect_err("an error");
        assert_eq!(
            (failure.reason, failure.documented.as_deref()),
            (Reason::ProviderUnavailable, Some("ollama-runner"))
        );
        let words = line(&json!({"content": "A "}));
        let failure = read(Cost::MayCharge, &format!("{words}{error}")).expect_err("an error");
        assert_eq!(failure.again, Some(Again::MayCostTwice));
    }

    #[test]
    fn a_line_that_cannot_be_read_loses_no_words_around_it() {
        let whole = whole();
        let (_, rest) = whole.split_once('\n').expect("lines");
        let reply = read(Cost::MayCharge, &format!("{{\"model\":\n{rest}")).expect("words");
        assert_eq!((reply.alt.as_deref(), reply.incomplete.is_some()), (Some("A röd square."), true));
    }

    #[test]
    fn what_is_no_line_is_a_bad_response() {
        for body in ["", "{}", "[]", "null", "<html>", "{\"message\":\"hello\"}"] {
            assert_eq!(read(Cost::MayCharge, body).expect_err("no words").reason, Reason::BadResponse, "{body}");
        }
    }
}
