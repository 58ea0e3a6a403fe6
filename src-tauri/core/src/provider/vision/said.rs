//! What a model said, in one answer or in the pieces of a stream, and the reply that becomes of it.

use super::reply_is_short;
use crate::failure::{Again, Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Charge, Cost, Fed, HttpResponse};
use crate::provider::halves::Halves;
use crate::provider::sse::SseReader;
use crate::provider::{Reply, Request, json, thoughts};
use serde_json::Value;

/// What an answer, or a piece of one, says.
#[derive(Debug, Default)]
pub struct Said {
    /// Words. What the model thinks is none.
    pub words: String,
    /// The model's own refusal.
    pub declined: String,
    /// The service held the words back.
    pub blocked: bool,
    /// It ended because its room was used up.
    pub cut: bool,
    /// It said that it ends.
    pub ended: bool,
    /// What was counted so far.
    pub usage: Option<Tokens>,
    /// It has cost something: words came, or what was counted.
    pub counted: bool,
    /// The service's id of the request.
    pub id: Option<String>,
    /// A part of it could not be read.
    pub garbled: bool,
}

impl Said {
    /// Adds what comes after it.
    pub fn add(&mut self, more: Self) {
        self.words.push_str(&more.words);
        self.declined.push_str(&more.declined);
        self.blocked |= more.blocked;
        self.cut |= more.cut;
        self.ended |= more.ended;
        self.usage = together(self.usage, more.usage);
        self.counted |= more.counted || !more.words.is_empty();
        self.id = more.id.or(self.id.take());
        self.garbled |= more.garbled;
    }

    /// What a decoder tells of it; `halves` are those of what came before.
    pub fn fed(self, halves: &mut Halves) -> Fed {
        Fed { words: halves.join(&self.words), usage: self.usage, ended: self.ended }
    }

    /// What the whole answer means.
    ///
    /// # Errors
    /// A refusal, an answer without words.
    pub fn reply(self, request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
        let [words, declined] = [&self.words, &self.declined].map(|text| whole(text));
        let text = thoughts::without_thoughts(&words).trim().to_owned();
        if self.blocked || (text.is_empty() && !declined.trim().is_empty()) {
            let mut failure = Failure::new(Reason::ContentBlocked);
            failure.provider_message = Some(declined).filter(|said| !said.trim().is_empty());
            return Err(failure);
        }
        let cut = self.cut.then(|| json::bad("length").documented("model-cut-off"));
        // The words around a part that cannot be read were paid for too.
        let cut = cut.or_else(|| self.garbled.then(|| json::bad("json")));
        if text.is_empty() {
            return Err(failed(cut.unwrap_or_else(|| json::bad("content")), response, self.usage.is_some()));
        }
        let charge =
            Charge { operation: response.operation.to_owned(), request_id: self.id.clone(), ..Charge::default() };
        let (alt, description) = if reply_is_short(request) { (Some(text), None) } else { (None, Some(text)) };
        Ok(Reply {
            alt,
            description,
            tokens: self.usage,
            request_id: self.id,
            raw: Some(json::decoded(&response.body)),
            charges: if response.cost == Cost::MayCharge { vec![charge] } else { Vec::new() },
            incomplete: cut,
            ..Reply::default()
        })
    }
}

/// A text whose parts may have ended within a character.
fn whole(parts: &str) -> String {
    let mut halves = Halves::default();
    let mut text = halves.join(parts);
    text.extend(halves.end());
    text
}

/// Counts come in parts: a part that says nothing of one of them leaves it as it was.
pub fn together(before: Option<Tokens>, more: Option<Tokens>) -> Option<Tokens> {
    let (Some(before), Some(more)) = (before, more) else { return more.or(before) };
    let known = |more, before| if more > 0 { more } else { before };
    Some(Tokens { input: known(more.input, before.input), output: known(more.output, before.output) })
}

/// What the events of a stream say together, by what each says and what is wrong with one.
///
/// # Errors
/// An error in it; a stream without its end.
pub fn of_stream(
    response: &HttpResponse,
    said: impl Fn(&Value) -> Said,
    wrong: impl Fn(&Value) -> Option<Failure>,
) -> Result<Said, Failure> {
    let mut all = Said::default();
    for data in SseReader::whole(&response.body) {
        let events = json::values(&data);
        all.garbled |= events.is_empty() && !all.ended;
        for event in events {
            if let Some(failure) = wrong(&event) {
                return Err(failed(failure, response, all.counted));
            }
            all.add(said(&event));
        }
    }
    if all.ended { Ok(all) } else { Err(broke_off(response)) }
}

/// A stream that lacks its end, though the connection ended as if it had not: what became of it is not known.
pub fn broke_off(response: &HttpResponse) -> Failure {
    match response.cost {
        Cost::MayCharge => Reason::OutcomeUnknown.into(),
        _ => json::bad("end"),
    }
}

/// A failure after words had come or tokens were counted: trying again may cost a second time.
pub fn failed(failure: Failure, response: &HttpResponse, counted: bool) -> Failure {
    let charged = response.cost == Cost::MayCharge && counted;
    Failure { again: charged.then_some(Again::MayCostTwice).or(failure.again), ..failure }
}
