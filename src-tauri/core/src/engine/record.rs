//! How a request ends: its reply becomes words, kept together with what was charged; or its failure is written down. The
//! same for a request that was just answered and for an answer that was stored before the program ended.

use super::describe::with_notes;
use super::{Engine, now_ms};
use crate::compose;
use crate::failure::{Failure, Reason};
use crate::imaging::Note;
use crate::library::NewDescription;
use crate::money::{Amount, Credits, Price};
use crate::provider::{Connection, Progress, Reply, Request, prompt};
use crate::queue::Job;
use crate::view::Receipt;

/// What was asked, as far as its words need it.
pub(super) struct Asked<'a> {
    pub image_id: i64,
    pub provider: &'a Connection,
    /// Which of the person's accounts; never a key.
    pub account: &'a str,
    /// What the model asks here, where that is known.
    pub price: Option<Price>,
    pub request: &'a Request,
    pub key: String,
    pub receipt: Option<Receipt>,
    /// What was computed of the picture (JSON); none leaves what is there.
    pub facts: Option<serde_json::Value>,
    /// What the person has to know of the picture.
    pub notes: &'a [Note],
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

impl Engine {
    /// Writes down how it ended: words and charges together, or the failure. Answers the new description.
    ///
    /// # Errors
    /// The request's failure as the person should see it, or storage trouble.
    pub(super) async fn record(
        &self,
        job: Job,
        reply: Result<Reply, Failure>,
        asked: Asked<'_>,
    ) -> Result<i64, Failure> {
        let reply = match reply {
            Ok(reply) => reply,
            Err(failure) => {
                let failure = job.failed(failure, Vec::new()).await?;
                // What waits for the person may be another list now.
                self.tell_change(asked.image_id);
                return Err(asked.provider.named(failure));
            }
        };
        let reply = asked.priced(reply);
        let said_later = reply.incomplete.as_ref().and_then(|failure| failure.credits.clone());
        let charges = reply.charges.clone();
        let part = reply
            .incomplete
            .is_some()
            .then(|| Progress { reply: Reply { incomplete: None, ..reply.clone() }, ..Progress::default() });
        let words = match asked.words(reply) {
            Ok(words) => words,
            Err(failure) => {
                let failure = job.failed(asked.provider.named(failure), charges).await?;
                self.tell_change(asked.image_id);
                return Err(asked.provider.named(failure));
            }
        };
        let (image_id, is_answer) = (words.image_id, words.question.is_some());
        let id = job.done(words, charges, part).await?;
        if let Some(credits) = said_later {
            // The words are kept; a balance that is not will be read again.
            let _ = self.note_balance(&asked.provider.id, asked.account, credits, None, now_ms()).await;
        }
        if is_answer {
            self.tell_change(image_id);
        } else {
            self.tell_words(image_id, id);
        }
        Ok(id)
    }
}

impl Asked<'_> {
    /// The reply with what its one call cost, where the model asks for tokens, counted them, and the service says no more.
    fn priced(&self, mut reply: Reply) -> Reply {
        if let (Some(price @ Price::Tokens(_)), Some(tokens), [charge]) =
            (self.price, reply.tokens, &mut *reply.charges)
            && charge.credits.is_none()
            && let Some(Amount { value, unit }) = price.of_request(Some(tokens))
        {
            let credits = Credits { used: Some(value), unit: unit.name().to_owned(), ..Credits::default() };
            charge.credits = Some(credits);
        }
        reply
    }

    fn words(&self, reply: Reply) -> Result<NewDescription, Failure> {
        let request = self.request;
        let words = NewDescription {
            model: request.model.clone(),
            style: request.style.clone(),
            prompt: request.prompt.clone(),
            request_key: Some(self.key.clone()),
            receipt: self.receipt.clone(),
            duration_ms: self.duration_ms,
            facts: self.facts.clone(),
            ..NewDescription::draft(self.image_id, &self.provider.id, &request.language, now_ms())
        };
        let words =
            if prompt::is_question(request) { answer(words, &reply)? } else { description(words, &reply, request)? };
        let warnings = with_notes(words.warnings, self.notes);
        Ok(NewDescription { credits: reply.credits, tokens: reply.tokens, raw: reply.raw, warnings, ..words })
    }
}

fn description(words: NewDescription, reply: &Reply, request: &Request) -> Result<NewDescription, Failure> {
    let wish = compose::Wish { max_chars: request.max_chars, language: &request.language, text_in_picture: None };
    let composed = compose::compose(reply, &wish)?;
    Ok(NewDescription {
        alt: composed.alt,
        description: composed.description,
        title: composed.title,
        tags: composed.tags,
        warnings: composed.warnings,
        incomplete: reply.incomplete.clone(),
        decorative: reply.decorative.clone(),
        ..words
    })
}

/// An answer is kept whole: it is no alt text that has to be short, and "I cannot see that" is an answer too.
fn answer(words: NewDescription, reply: &Reply) -> Result<NewDescription, Failure> {
    let said = reply.description.as_deref().or(reply.alt.as_deref()).map(compose::visible).unwrap_or_default();
    let plain = compose::plain_from_markdown(&said);
    if plain.is_empty() {
        return Err(Reason::BadResponse.into());
    }
    Ok(NewDescription { question: words.prompt.clone(), alt: Some(plain), description: Some(said), ..words })
}
