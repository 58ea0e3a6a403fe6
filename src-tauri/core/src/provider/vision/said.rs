//! What a model said, in one answer or in the pieces of a stream, and the reply that becomes of it.

use super::reply_is_short;
use crate::failure::{Again, Failure, Reason};
use crate::money::Tokens;
use crate::provider::adapter::{Charge, Cost, Fed, HttpResponse};
use crate::provider::{Reply, Request, json, thoughts};

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
    }

    /// What a decoder tells of it.
    pub fn fed(self) -> Fed {
        Fed { words: self.words, usage: self.usage, ended: self.ended }
    }

    /// What the whole answer means.
    ///
    /// # Errors
    /// A refusal, an answer without words.
    pub fn reply(self, request: &Request, response: &HttpResponse) -> Result<Reply, Failure> {
        let text = thoughts::without_thoughts(&self.words).trim().to_owned();
        if self.blocked || (text.is_empty() && !self.declined.trim().is_empty()) {
            let mut failure = Failure::new(Reason::ContentBlocked);
            failure.provider_message = Some(self.declined).filter(|said| !said.trim().is_empty());
            return Err(failure);
        }
        let cut = self.cut.then(|| json::bad("length").documented("model-cut-off"));
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

/// Counts come in parts: a part that says nothing of one of them leaves it as it was.
pub fn together(before: Option<Tokens>, more: Option<Tokens>) -> Option<Tokens> {
    let (Some(before), Some(more)) = (before, more) else { return more.or(before) };
    let known = |more, before| if more > 0 { more } else { before };
    Some(Tokens { input: known(more.input, before.input), output: known(more.output, before.output) })
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
