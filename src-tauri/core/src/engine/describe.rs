//! The way of one image: load → answer from the history, else decode → facts → provider → compose → library.

use super::{Engine, Options, Place, now_ms};
use crate::compose;
use crate::facts::{self, Facts};
use crate::failure::{Failure, Reason};
use crate::imaging::{self, Decoded};
use crate::ingest::{self, Incoming, Item, Loaded};
use crate::library::{DescriptionRow, ImageRow, NewDescription, NewImage};
use crate::provider::{self, Means, Provider, Reply};
use crate::view::{Author, WordsState};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Longest edge of a thumbnail, in pixels: sharp at 192 CSS pixels on a dense screen.
pub(super) const THUMBNAIL_EDGE: u32 = 384;
/// Longest edge that facts are computed from, in pixels: text is still legible to Tesseract.
const FACTS_EDGE: u32 = 1600;

/// Where a picture stands on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Being read, decoded and prepared.
    Reading,
    /// The provider is at work.
    Describing,
    /// Waits for a limit or for the service.
    Waiting {
        /// Until when, in milliseconds since 1970.
        until_ms: u64,
    },
}

/// What came of one picture.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The picture as it is in the library.
    pub image: ImageRow,
    /// The words as they are in the library.
    pub words: DescriptionRow,
    /// Answered from the history; nothing was sent or computed.
    pub cached: bool,
}

/// One lock for each question that is being answered, so that equal files in one run are described once.
#[derive(Default)]
pub(super) struct UnderWay {
    locks: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl UnderWay {
    async fn lock(&self, key: &str) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(key.to_owned()).or_default())
        };
        lock.lock_owned().await
    }
}

impl Engine {
    /// Describes one picture and keeps the words before it returns.
    ///
    /// # Errors
    /// Whatever the way can refuse: see [`Reason`]. The picture is named by the caller, who knows what the person calls it.
    pub async fn describe(
        &self,
        item: &Item,
        options: &Options,
        cancel: &CancellationToken,
        stage: &(dyn Fn(Stage) + Sync),
    ) -> Result<Outcome, Failure> {
        let provider = provider::find(&options.provider)
            .ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", &options.provider))?;
        check_language(provider, options)?;
        stage(Stage::Reading);
        let loaded = or_cancelled(cancel, self.load(item, options)).await?;
        let key = options.key(&loaded.hash, provider);
        let _only = or_cancelled(cancel, async { Ok(self.inner.under_way.lock(&key).await) }).await?;
        if let Some(outcome) = self.known_answer(&loaded, item, &key, options).await? {
            return Ok(outcome);
        }
        match provider.means {
            Means::Computed(describe) => {
                let question = Question { provider, options, key, started_ms: now_ms() };
                or_cancelled(cancel, self.compute(loaded, item, question, describe, stage)).await
            }
        }
    }

    /// A file's bytes, or an address's.
    pub(super) async fn load(&self, item: &Item, options: &Options) -> Result<Loaded, Failure> {
        let limits = ingest::Limits::default();
        if let Incoming::Url { .. } = item.from {
            return ingest::fetch(item, &limits, options.local_only).await;
        }
        let item = item.clone();
        self.blocking(move |_| ingest::read(&item, &limits)).await
    }

    async fn known_answer(
        &self,
        loaded: &Loaded,
        item: &Item,
        key: &str,
        options: &Options,
    ) -> Result<Option<Outcome>, Failure> {
        let (hash, key, origin) = (loaded.hash.clone(), key.to_owned(), origin_of(item));
        let since = if options.force { Some(options.run_started_ms) } else { None };
        self.blocking(move |engine| {
            let library = &engine.inner.library;
            let Some(words) = library.answer_for(&key, &hash)? else { return Ok(None) };
            if since.is_some_and(|since| words.created_ms < since) {
                return Ok(None);
            }
            library.seen_again(words.image_id, &origin)?;
            let Some(image) = library.image(words.image_id)? else { return Ok(None) };
            // The newest words answer, the person's own edits included: that is what "find them again" means.
            let words = library.newest(image.id)?.filter(|newest| newest.parent_id == Some(words.id)).unwrap_or(words);
            Ok(Some(Outcome { image, words, cached: true }))
        })
        .await
    }

    async fn compute(
        &self,
        loaded: Loaded,
        item: &Item,
        question: Question<'_>,
        describe: fn(&Facts, &provider::Request) -> Reply,
        stage: &(dyn Fn(Stage) + Sync),
    ) -> Result<Outcome, Failure> {
        let wanted = facts::Wanted {
            text: question.options.read_text,
            place: question.options.name_places,
            languages: vec![question.options.request.language.clone()],
        };
        let (loaded, decoded) = self.decode(loaded).await?;
        stage(Stage::Describing);
        let request = question.options.request.clone();
        let (facts, reply, thumbnail) = self
            .blocking(move |_| {
                let facts = facts::gather(&decoded, &wanted);
                let reply = describe(&facts, &request);
                Ok((facts, reply, decoded.thumbnail(THUMBNAIL_EDGE)?))
            })
            .await?;
        self.keep(loaded, item, question, Answer { facts, reply, thumbnail }).await
    }

    /// Decodes within the memory that all decodes together may take.
    async fn decode(&self, loaded: Loaded) -> Result<(Loaded, Decoded), Failure> {
        let limits = imaging::Limits::default();
        let header = imaging::probe(&loaded.bytes, loaded.format)?;
        let _room = self.inner.gate.enter(&header).await;
        self.blocking(move |_| {
            let decoded = imaging::decode(&loaded.bytes, loaded.format, FACTS_EDGE, &limits)?;
            Ok((loaded, decoded))
        })
        .await
    }

    /// Composes the reply and writes picture, words and thumbnail. The thumbnail first: a row without a picture would
    /// show a hole, a file without a row is swept away.
    async fn keep(
        &self,
        loaded: Loaded,
        item: &Item,
        question: Question<'_>,
        answer: Answer,
    ) -> Result<Outcome, Failure> {
        let request = &question.options.request;
        let composed = compose::compose(&answer.reply, request.max_chars);
        let image = NewImage {
            hash: loaded.hash.clone(),
            name: item.name.clone(),
            origin: origin_of(item),
            format: loaded.format,
            width: answer.facts.width,
            height: answer.facts.height,
            bytes: loaded.bytes.len() as u64,
        };
        let description = NewDescription {
            author: Author::Computed,
            provider: question.provider.descriptor.id.to_owned(),
            model: request.model.clone(),
            prompt: request.prompt.clone(),
            style: request.style.clone(),
            language: request.language.clone(),
            request_key: question.key,
            alt: composed.alt,
            description: composed.description,
            title: composed.title,
            tags: composed.tags,
            state: WordsState::Draft,
            warnings: composed.warnings,
            created_ms: now_ms(),
            duration_ms: (now_ms() - question.started_ms).max(0) as u64,
            facts: serde_json::to_string(&answer.facts).ok(),
            ..NewDescription::default()
        };
        let outcome = self
            .blocking(move |engine| {
                write_file(&engine.inner.place, &image.hash, &answer.thumbnail)?;
                let (image, words) = engine.inner.library.save(&image, description, None)?;
                Ok(Outcome { image, words, cached: false })
            })
            .await?;
        self.tell_change(outcome.image.id);
        Ok(outcome)
    }
}

/// What is asked, by whom it is answered, and since when.
struct Question<'a> {
    provider: &'a Provider,
    options: &'a Options,
    key: String,
    started_ms: i64,
}

/// What was found out about a picture.
struct Answer {
    facts: Facts,
    reply: Reply,
    thumbnail: Vec<u8>,
}

/// Stops waiting when the person cancels. Only around work that may be dropped without harm.
async fn or_cancelled<T>(
    cancel: &CancellationToken,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Reason::Cancelled.into()),
        result = work => result,
    }
}

fn check_language(provider: &Provider, options: &Options) -> Result<(), Failure> {
    let descriptor = &provider.descriptor;
    let model = descriptor.models.iter().find(|model| model.id == options.request.model);
    let languages = model.and_then(|model| model.languages).unwrap_or(descriptor.languages);
    if languages.is_empty() || languages.contains(&options.request.language.as_str()) {
        return Ok(());
    }
    Err(Failure::new(Reason::LanguageUnknown)
        .with("language", &options.request.language)
        .with("languages", languages.join(", "))
        .with("provider", descriptor.name))
}

/// What the library keeps of where a picture came from: the full path or the address; nothing for pasted pictures.
fn origin_of(item: &Item) -> String {
    match &item.from {
        Incoming::Path(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned(),
        Incoming::Url { url, .. } => url.clone(),
        Incoming::Bytes { .. } => String::new(),
    }
}

/// Writes a thumbnail so that it is either whole or absent.
pub(super) fn write_file(place: &Place, hash: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = place.thumbnail(hash);
    let trouble = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => Failure::new(Reason::DiskFull),
        kind => Failure::new(Reason::StorageFailed).with("detail", kind),
    };
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(trouble)?;
    }
    let draft = path.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&draft, bytes).map_err(trouble)?;
    std::fs::rename(&draft, &path).map_err(trouble)
}
