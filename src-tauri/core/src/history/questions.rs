//! Questions about a picture of the history, to providers that hold a conversation. A question goes the way of a picture
//! (written down, sent once, answered, kept); the earlier ones, and what the picture was described as, go with it.
//!
//! The answer is a row of `descriptions` with `question` set: never a version, not the newest words, no tags; found by the search,
//! deleted with the picture. A picture that was pasted lies nowhere: it is asked about while its card holds it
//! (`Describing::find_pasted`).

use super::{Blocking, History, now_ms};
use crate::compose;
use crate::describing::{Options, Told, check_language, run_name};
use crate::failure::{Failure, Reason};
use crate::library::DescriptionRow;
use crate::provider::{Connection, Request, Turn, TurnRole, prompt};
use crate::view::{Author, Conversation, Exchange};
use tokio_util::sync::CancellationToken;

/// Most earlier questions that go with a new one: a conversation does not grow without end.
const MOST_TURNS: usize = 20;
/// Longest question, in characters.
const LONGEST: usize = 4_000;
/// What the first description of a picture answers, for the model. Models read English best.
const FIRST: &str = "Describe this image.";

/// How a question is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking {
    /// On the person's word, also where the same question may have been charged already.
    pub force: bool,
    /// How long it may wait at most for a limit or a service, in milliseconds; none: as long as it takes.
    pub max_wait_ms: Option<u64>,
}

impl History {
    /// What was asked about a picture and answered, and who would answer next.
    ///
    /// # Errors
    /// `NotFound`, storage trouble.
    pub async fn conversation(&self, image_id: i64) -> Result<Conversation, Failure> {
        self.describing.image(image_id).await?;
        let rows = self.exchanges(image_id).await?;
        let mut conversation = Conversation {
            provider: None,
            name: None,
            cost: None,
            exchanges: rows.iter().filter_map(|row| self.exchange_view(row)).collect(),
            answered: None,
        };
        if let Some(provider) = self.who_answers().await? {
            let one = self.accounts.one_picture(&provider, &self.workspace.model_of(&provider.id)).await?;
            conversation.provider = Some(provider.id.to_string());
            conversation.name = Some(provider.name.to_string());
            conversation.cost = one.cost;
        }
        Ok(conversation)
    }

    /// Asks a question about a picture; the earlier ones go with it. The answer is kept before it is returned. `told`
    /// hears where it stands.
    ///
    /// # Errors
    /// `NotFound`, `FileGone` where the original is no longer there, `NoConversation` where nobody takes questions, and
    /// whatever describing can refuse.
    pub async fn ask_about(
        &self,
        image_id: i64,
        question: String,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Conversation, Failure> {
        self.ask_as(image_id, question, Asking::default(), cancel, told).await
    }

    /// As [`History::ask_about`], on the person's word also where it was sent before and nobody knows what became of it: it
    /// may be paid twice.
    ///
    /// # Errors
    /// As [`History::ask_about`].
    pub async fn ask_about_again(
        &self,
        image_id: i64,
        question: String,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Conversation, Failure> {
        self.ask_as(image_id, question, Asking { force: true, ..Asking::default() }, cancel, told).await
    }

    /// As [`History::ask_about`], in this way.
    ///
    /// # Errors
    /// As [`History::ask_about`].
    pub async fn ask_as(
        &self,
        image_id: i64,
        question: String,
        Asking { force, max_wait_ms }: Asking,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Conversation, Failure> {
        let image = self.describing.image(image_id).await?;
        let provider = &self.who_answers().await?.ok_or(Reason::NoConversation)?;
        let named = |failure: Failure| failure.with("name", &image.name);
        let options = Options { force, max_wait_ms, ..self.question_options(provider, image_id, &question).await? };
        check_language(provider, &options)?;
        let (item, found) = self.describing.read_again(&image, &options).await?;
        let answer = Box::pin(self.describing.describe_loaded(provider, found, &item, &options, cancel, told))
            .await
            .map_err(named)?;
        let mut conversation = self.conversation(image_id).await?;
        if answer.words.id == 0 {
            // It is not saved yet and shown all the same.
            conversation.exchanges.extend(self.exchange_view(&answer.words));
        }
        Ok(Conversation { answered: Some(answer.words.id), ..conversation })
    }

    /// The picture that an id of the command line means: that of a description, else the picture of this id.
    ///
    /// # Errors
    /// `NotFound`, storage trouble.
    pub async fn picture_of(&self, id: i64) -> Result<i64, Failure> {
        match self.description(id).await {
            Ok(entry) => Ok(entry.image.id),
            Err(failure) if failure.reason == Reason::NotFound => Ok(self.describing.image(id).await?.id),
            Err(failure) => Err(failure),
        }
    }

    async fn exchanges(&self, image_id: i64) -> Result<Vec<DescriptionRow>, Failure> {
        self.workspace.on_library(move |library| library.conversation(image_id)).await
    }

    fn exchange_view(&self, row: &DescriptionRow) -> Option<Exchange> {
        let words = self.describing.row_view(row, false);
        Some(Exchange {
            id: row.id,
            question: row.question.clone()?,
            answer: words.alt.unwrap_or_default(),
            answer_html: words.description_html.unwrap_or_default(),
            provider_name: words.provider_name,
            created_ms: words.created_ms,
            credits: words.credits,
            receipt: words.receipt,
        })
    }

    /// The chosen provider where it takes questions, else another one that does and whose keys are there.
    async fn who_answers(&self) -> Result<Option<Connection>, Failure> {
        let settings = self.workspace.settings();
        let is_chosen = |known: &Connection| *known.id == *settings.provider;
        let mut able = self.workspace.connections();
        able.retain(|known| known.descriptor().takes.conversation);
        able.sort_by_key(|known| !is_chosen(known));
        for provider in able {
            let model = self.workspace.model_of(&provider.id);
            if self.workspace.kept_from(&provider, &model, settings.local_only).await?.is_some() {
                continue;
            }
            // The chosen one says itself that it needs a key; another one must not be offered without.
            if is_chosen(&provider)
                || self.accounts.keys_present(&provider).await.is_ok() && self.is_set_up(&provider).await?
            {
                return Ok(Some(provider));
            }
        }
        Ok(None)
    }

    /// One that needs no key is set up where the person said where it is, or it told of its models: by its documented address
    /// alone nobody knows whether it is there.
    async fn is_set_up(&self, provider: &Connection) -> Result<bool, Failure> {
        if provider.descriptor().secrets.iter().any(|field| field.required) {
            return Ok(true);
        }
        let provider = provider.clone();
        self.blocking(move |history| {
            let workspace = &history.workspace;
            let placed = workspace.settings_of(&provider.id)?.contains_key("endpoint");
            Ok(placed || !workspace.known_connections().seen(&provider.id)?.models.is_empty())
        })
        .await
    }

    async fn question_options(&self, provider: &Connection, image_id: i64, question: &str) -> Result<Options, Failure> {
        let asked: String = compose::visible(question).trim().chars().take(LONGEST).collect();
        if asked.is_empty() {
            return Err(provider.named(Reason::InvalidRequest.into()));
        }
        let options = self.describing.options();
        let now = now_ms();
        Ok(Options {
            provider: provider.id.to_string(),
            request: Request {
                model: self.workspace.model_of(&provider.id),
                language: options.request.language.clone(),
                style: prompt::QUESTION.to_owned(),
                prompt: Some(asked),
                turns: self.turns(provider, image_id).await?,
                ..Request::default()
            },
            force: false,
            run_started_ms: now,
            run: Some(run_name("question", now)),
            ..options
        })
    }

    /// What was said before: what this provider described the picture as at first, then the newest questions and answers.
    async fn turns(&self, provider: &Connection, image_id: i64) -> Result<Vec<Turn>, Failure> {
        let exchanges = self.exchanges(image_id).await?;
        let versions = self.workspace.on_library(move |library| library.versions(image_id)).await?;
        let first = versions
            .iter()
            .rev()
            .find(|row| row.author == Author::Model && row.parent_id.is_none() && *row.provider == *provider.id);
        let described = first.and_then(|row| Some((FIRST.to_owned(), said(row)?)));
        let newest = &exchanges[exchanges.len().saturating_sub(MOST_TURNS)..];
        let asked = newest.iter().filter_map(|row| Some((row.question.clone()?, said(row)?)));
        let turn = |role, text| Turn { role, text };
        let both = |(question, answer)| [turn(TurnRole::User, question), turn(TurnRole::Model, answer)];
        Ok(described.into_iter().chain(asked).flat_map(both).collect())
    }
}

/// What a provider said, as it said it.
fn said(row: &DescriptionRow) -> Option<String> {
    row.description.clone().or_else(|| row.alt.clone())
}
