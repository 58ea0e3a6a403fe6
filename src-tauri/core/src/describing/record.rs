//! How a request ends: its reply becomes words, kept together with what was charged; or its failure is written down. The
//! same for a request that was just answered and for an answer that was stored before the program ended.

use super::describe::with_notes;
use super::{Describing, composing, now_ms};
use crate::compose;
use crate::failure::{Again, ErrorCode, Failure, Reason};
use crate::imaging::Note;
use crate::library::NewDescription;
use crate::money::{Amount, Credits, Price};
use crate::provider::adapter::{Cost, HttpResponse};
use crate::provider::{Connection, Progress, Reply, Request, Secrets, prompt, unreadable};
use crate::queue::Job;
use crate::view::Receipt;
use std::sync::Arc;

/// What was asked, as far as its words need it.
pub(crate) struct Asked<'a> {
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

impl Describing {
    /// Writes down how it ended: words and charges together, or the failure. Answers the new description; words that the
    /// database does not take are answered all the same, and written down when it does.
    ///
    /// # Errors
    /// The request's failure as the person should see it, or storage trouble.
    pub(crate) async fn record(
        &self,
        job: Job,
        reply: Result<Reply, Failure>,
        asked: Asked<'_>,
    ) -> Result<Recorded, Failure> {
        let reply = match reply {
            Ok(reply) => reply,
            Err(failure) => {
                let failure = job.failed(failure, Vec::new()).await?;
                // What waits for the person may be another list now.
                self.workspace.tell_change(asked.image_id);
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
        let words = match job.begin_words().await {
            Ok(false) => Err(asked.set_aside(&reply)),
            // Where the count cannot be kept, the words can still be made.
            Ok(true) | Err(_) => asked.words(reply).await,
        };
        let words = match words {
            Ok(words) => words,
            Err(failure) => {
                let failure = job.failed(asked.provider.named(failure), charges).await?;
                self.workspace.tell_change(asked.image_id);
                return Err(asked.provider.named(failure));
            }
        };
        let (image_id, is_answer) = (words.image_id, words.question.is_some());
        let id = match job.done(words.clone(), charges, part).await {
            Ok(id) => id,
            Err(failure) if failure.code() == ErrorCode::Storage => {
                tracing::error!(target: "altsmith::describing", %failure, "words wait for the database");
                if let Some(told) = self.inner.unsaved.get() {
                    told();
                }
                return Ok(Recorded::Unsaved(Box::new(words)));
            }
            Err(failure) => return Err(failure),
        };
        if let Some(credits) = said_later {
            // The words are kept; a balance that is not will be read again.
            let _ = self.accounts.note_balance(&asked.provider.id, asked.account, credits, None, now_ms()).await;
        }
        if is_answer {
            self.workspace.tell_change(image_id);
        } else {
            self.workspace.tell_words(image_id, id);
        }
        Ok(Recorded::Saved(id))
    }
}

/// What became of an answer.
pub(crate) enum Recorded {
    /// This description.
    Saved(i64),
    /// The database did not take these words; the answer waits for it.
    Unsaved(Box<NewDescription>),
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

    async fn words(&self, reply: Reply) -> Result<NewDescription, Failure> {
        let request = self.request.clone();
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
        let reply = Arc::new(reply);
        let compose = {
            let reply = reply.clone();
            move || {
                let words = words.clone();
                if prompt::is_question(&request) { answer(words, &reply) } else { description(words, &reply, &request) }
            }
        };
        let Some(composed) = composing::apart(composing::PATIENCE, compose).await else {
            return Err(self.set_aside(&reply));
        };
        let (words, reply) = (composed?, Arc::unwrap_or_clone(reply));
        let warnings = with_notes(words.warnings, self.notes);
        Ok(NewDescription { credits: reply.credits, tokens: reply.tokens, raw: reply.raw, warnings, ..words })
    }

    /// No words could be made of it. It was paid for, so its beginning is told and written down.
    fn set_aside(&self, reply: &Reply) -> Failure {
        let again = reply.charges.iter().any(|charge| !charge.recorded).then_some(Again::MayCostTwice);
        let answered = HttpResponse {
            operation: "compose",
            cost: Cost::Free,
            status: 200,
            retry_after_ms: None,
            body: reply.raw.clone().unwrap_or_default().into_bytes(),
        };
        let host = self.receipt.as_ref().map(|receipt| receipt.host.as_str()).unwrap_or_default();
        // The secrets were taken out before it was stored.
        let failure = unreadable::shown(Reason::BadResponse.into(), &answered, host, &Secrets::none());
        Failure { again, ..failure }
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

/// An answer is kept whole, as far as anybody reads: it is no alt text that has to be short, and "I cannot see that" is an
/// answer too.
fn answer(words: NewDescription, reply: &Reply) -> Result<NewDescription, Failure> {
    let reply = compose::bounded(reply);
    let said = reply.description.as_deref().or(reply.alt.as_deref()).map(compose::visible).unwrap_or_default();
    let plain = compose::plain_from_markdown(&said);
    if plain.is_empty() {
        return Err(Reason::BadResponse.into());
    }
    Ok(NewDescription { question: words.prompt.clone(), alt: Some(plain), description: Some(said), ..words })
}
