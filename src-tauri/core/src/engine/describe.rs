//! The way of one image: load → answer from the history, else decode → facts → provider → compose → library.

use super::refit::refit;
use super::{DataDir, Engine, Options, now_ms};
use crate::compose;
use crate::facts::{self, Facts};
use crate::failure::{Failure, Reason};
use crate::imaging::{self, Decoded};
use crate::ingest::{self, Incoming, Item, Loaded};
use crate::library::{DescriptionRow, ImageRow, NewDescription, NewImage, Origin, RequestKind, RequestLine};
use crate::provider::{self, Backend, Progress, Provider, Reply, prompt};
use crate::queue;
use crate::view::{Author, Description, WaitsFor};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Longest edge of a thumbnail, in pixels: sharp at 192 CSS pixels on a dense screen.
pub(super) const THUMBNAIL_EDGE: u32 = 384;
/// Longest edge that facts are computed from, in pixels: text is still legible to Tesseract.
pub(super) const FACTS_EDGE: u32 = 1600;

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
        /// What it waits for.
        why: WaitsFor,
    },
}

/// What came of one picture.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The picture as it is in the library.
    pub image: ImageRow,
    /// Its tags.
    pub tags: Vec<String>,
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
        if prompt::is_question(&options.request) {
            // Its answer is no description: see `questions`.
            return Err(Failure::new(Reason::SettingInvalid).with("key", "style").with("value", prompt::QUESTION));
        }
        let provider = known_provider(&options.provider)?;
        let options = &options.fitting(provider);
        provider.check_model(&options.request.model)?;
        check_language(provider, options)?;
        stage(Stage::Reading);
        let loaded = or_cancelled(cancel, self.load(item, options)).await?;
        Box::pin(self.describe_loaded(provider, loaded, item, options, cancel, stage)).await
    }

    /// The way from a picture that was read; also that of a question about it.
    pub(super) async fn describe_loaded(
        &self,
        provider: &'static Provider,
        loaded: Loaded,
        item: &Item,
        options: &Options,
        cancel: &CancellationToken,
        stage: &(dyn Fn(Stage) + Sync),
    ) -> Result<Outcome, Failure> {
        let key = options.key(&loaded.hash, provider);
        let _only = or_cancelled(cancel, async { Ok(self.inner.under_way.lock(&key).await) }).await?;
        let mut rest = None;
        let asked_after = !options.force && self.has_open_task(&loaded.hash, &key).await?;
        if !asked_after && let Some(outcome) = self.known_answer(provider, &loaded, item, &key, options).await? {
            return Ok(outcome);
        }
        if options.force {
            // Describing again what is incomplete completes it: what was paid for is not paid for again.
            let (key, hash) = (key.clone(), loaded.hash.clone());
            if let Some(words) = self.blocking(move |engine| engine.inner.library.answer_for(&key, &hash)).await? {
                rest = self.rest_of(provider, &words).await?;
            }
        }
        match provider.backend {
            Backend::Computed(describe) => {
                let input = DescribeInput { provider, options, key, started_ms: now_ms(), rest: None };
                or_cancelled(cancel, self.compute(loaded, item, input, describe, stage)).await
            }
            Backend::Http(_) => {
                let input = DescribeInput { provider, options, key, started_ms: now_ms(), rest };
                self.send_to_service(loaded, item, input, cancel, stage).await
            }
        }
    }

    /// A file's bytes, or an address's.
    pub(super) async fn load(&self, item: &Item, options: &Options) -> Result<Loaded, Failure> {
        let limits = ingest::Limits::default();
        if let Incoming::Url { .. } = item.from {
            let local_only = options.local_only || self.stored_local_only().await?;
            return ingest::fetch(item, &limits, local_only).await;
        }
        let item = item.clone();
        self.blocking(move |_| ingest::read(&item, &limits)).await
    }

    /// A picture of the history once more, from where it came: the same picture or a refusal.
    ///
    /// # Errors
    /// `FileGone` where it was pasted, is no longer there, or is another picture now; whatever reading can refuse.
    pub(super) async fn read_again(&self, image: &ImageRow, options: &Options) -> Result<(Item, Loaded), Failure> {
        let gone = |how: &str| Failure::new(Reason::FileGone).with("name", &image.name).with("gone", how);
        let item = self.item_of(image).ok_or_else(|| gone("pasted"))?;
        let loaded = self.load(&item, options).await.map_err(|failure| failure.with("name", &image.name))?;
        if loaded.hash == image.hash { Ok((item, loaded)) } else { Err(gone("changed")) }
    }

    async fn known_answer(
        &self,
        provider: &'static Provider,
        loaded: &Loaded,
        item: &Item,
        key: &str,
        options: &Options,
    ) -> Result<Option<Outcome>, Failure> {
        let (hash, key, id) = (loaded.hash.clone(), key.to_owned(), provider.descriptor.id);
        let (name, origin) = (item.name.clone(), origin_of(item));
        let descriptor = &provider.descriptor;
        let told_length =
            matches!(provider.backend, Backend::Computed(_)) || descriptor.takes_of(&options.request.model).prompt;
        let returns = descriptor.model(&options.request.model).and_then(|m| m.returns).unwrap_or(descriptor.returns);
        let refitted = (!told_length).then_some((options.request.max_chars, returns));
        let since = if options.force { Some(options.run_started_ms) } else { None };
        self.blocking(move |engine| {
            let library = &engine.inner.library;
            let Some(words) = library.answer_for(&key, &hash)? else { return Ok(None) };
            if since.is_some_and(|since| words.created_ms < since) {
                return Ok(None);
            }
            let Some(known) = library.image_by_hash(&hash)? else { return Ok(None) };
            // Back from the deleted, and known by the place where it was found last.
            library.put_image(&NewImage { name, origin, ..new_image(&known) })?;
            engine.count_from_history(id)?;
            // What the person made of the answer is the answer now: that is what "find them again" means.
            let versions = library.versions(known.id)?;
            let words = versions.into_iter().find(|v| v.parent_id == Some(words.id)).unwrap_or(words);
            let words = match refitted.and_then(|(max, returns)| refit(&words, max, returns, now_ms())) {
                Some(fitting) => library.description(library.save(&fitting, None)?)?,
                None => words,
            };
            let outcome =
                Outcome { image: library.image(known.id)?, tags: library.tags(known.id)?, words, cached: true };
            Ok(Some(outcome))
        })
        .await
    }

    /// Whether the service is at work on this very question, or was: then that is what is asked after, whatever older words
    /// there are.
    async fn has_open_task(&self, hash: &str, key: &str) -> Result<bool, Failure> {
        let (hash, key) = (hash.to_owned(), key.to_owned());
        self.blocking(move |engine| queue::has_open_task(&engine.inner.library, &hash, &key)).await
    }

    /// These options with the question that incomplete words are the answer to: whatever is chosen by now, the rest is asked
    /// of the same service, for the same words. Whole words leave them as they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn completing(&self, words: &Description, options: Options) -> Result<Options, Failure> {
        if words.incomplete.is_none() {
            return Ok(options);
        }
        Ok(match self.queue().await?.asked_for(words.id).await? {
            Some((provider, request)) => Options { provider, request, ..options },
            None => options,
        })
    }

    /// What an incomplete answer was made of, where the calls that are missing can be made without those that were paid
    /// for. A call that may have been charged is not made again.
    async fn rest_of(&self, provider: &Provider, words: &DescriptionRow) -> Result<Option<Progress>, Failure> {
        let Some(failure) = &words.incomplete else { return Ok(None) };
        let Backend::Http(adapter) = provider.backend else { return Ok(None) };
        let open = failure.again.is_some() || matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout);
        if open || !adapter.can_continue() {
            return Ok(None);
        }
        self.queue().await?.progress_of(words.id).await
    }

    pub(super) fn count_from_history(&self, provider: &str) -> Result<(), Failure> {
        self.inner.library.count_request(&RequestLine {
            at_ms: now_ms(),
            provider: provider.to_owned(),
            account: String::new(),
            kind: RequestKind::FromHistory,
            run: None,
            amount: None,
            unit: None,
        })
    }

    async fn compute(
        &self,
        loaded: Loaded,
        item: &Item,
        input: DescribeInput<'_>,
        describe: fn(&Facts, &provider::Request) -> Reply,
        stage: &(dyn Fn(Stage) + Sync),
    ) -> Result<Outcome, Failure> {
        let wanted = facts::Wanted {
            text: input.options.read_text,
            place: input.options.name_places,
            languages: vec![input.options.request.language.clone()],
        };
        let InMemory { loaded, decoded, permit } = self.decode(loaded, FACTS_EDGE).await?;
        stage(Stage::Describing);
        let request = input.options.request.clone();
        let (facts, reply, thumbnail) = self
            .blocking(move |_| {
                let facts = facts::gather(&decoded, &wanted);
                let reply = describe(&facts, &request);
                let thumbnail = decoded.thumbnail(THUMBNAIL_EDGE)?;
                drop((decoded, permit));
                Ok((facts, reply, thumbnail))
            })
            .await?;
        self.keep(loaded, item, input, Answer { facts, reply, thumbnail }).await
    }

    /// Decodes within the memory that all decodes together may take; the pass is to be held for as long as the pixels are.
    pub(super) async fn decode(&self, loaded: Loaded, wanted_edge: u32) -> Result<InMemory, Failure> {
        let (loaded, header) = self
            .blocking(move |_| {
                let header = imaging::probe(&loaded.bytes, loaded.format)?;
                Ok((loaded, header))
            })
            .await?;
        let permit = self.inner.decode_budget.acquire(header.memory(wanted_edge)).await;
        self.blocking(move |_| {
            let limits = imaging::Limits::default();
            let decoded = imaging::decode(&loaded.bytes, loaded.format, wanted_edge, &limits)?;
            Ok(InMemory { loaded, decoded, permit })
        })
        .await
    }

    /// Composes the reply and writes picture, words and thumbnail. The thumbnail first: a row without a picture would
    /// show a hole, a file without a row is swept away.
    async fn keep(
        &self,
        loaded: Loaded,
        item: &Item,
        input: DescribeInput<'_>,
        answer: Answer,
    ) -> Result<Outcome, Failure> {
        let request = &input.options.request;
        let wish = compose::Wish {
            max_chars: request.max_chars,
            language: &request.language,
            // Computed words quote what was read themselves.
            text_in_picture: None,
        };
        let composed = compose::compose(&answer.reply, &wish)?;
        let image = NewImage {
            hash: loaded.hash.clone(),
            name: item.name.clone(),
            origin: origin_of(item),
            format: loaded.format,
            width: answer.facts.width,
            height: answer.facts.height,
            bytes: loaded.bytes.len() as u64,
            now_ms: now_ms(),
        };
        let description = NewDescription {
            author: Author::Computed,
            model: request.model.clone(),
            prompt: request.prompt.clone(),
            style: request.style.clone(),
            request_key: Some(input.key),
            alt: composed.alt,
            description: composed.description,
            title: composed.title,
            tags: composed.tags,
            warnings: composed.warnings,
            decorative: answer.reply.decorative,
            duration_ms: (now_ms() - input.started_ms).max(0) as u64,
            facts: serde_json::to_value(&answer.facts).ok(),
            ..NewDescription::draft(0, input.provider.descriptor.id, &request.language, now_ms())
        };
        let provider_id = input.provider.descriptor.id.to_owned();
        let outcome = self
            .blocking(move |engine| {
                write_file(&engine.inner.data_dir, &image.hash, &answer.thumbnail)?;
                let library = &engine.inner.library;
                let image_id = library.put_image(&image)?;
                let id = library.save(&NewDescription { image_id, ..description }, None)?;
                library.count_request(&RequestLine {
                    at_ms: now_ms(),
                    provider: provider_id,
                    account: String::new(),
                    kind: RequestKind::Computed,
                    run: None,
                    amount: None,
                    unit: None,
                })?;
                let (image, tags) = (library.image(image_id)?, library.tags(image_id)?);
                Ok(Outcome { image, tags, words: library.description(id)?, cached: false })
            })
            .await?;
        self.tell_words(outcome.image.id, outcome.words.id);
        Ok(outcome)
    }
}

/// A picture's pixels and the leave to hold them.
pub(super) struct InMemory {
    pub loaded: Loaded,
    pub decoded: Decoded,
    pub permit: Option<imaging::Permit>,
}

/// What is asked, by whom it is answered, and since when.
pub(super) struct DescribeInput<'a> {
    pub provider: &'static Provider,
    pub options: &'a Options,
    pub key: String,
    pub started_ms: i64,
    /// What earlier calls of the same question brought, where only the others are to be made.
    pub rest: Option<Progress>,
}

/// What was found out about a picture.
struct Answer {
    facts: Facts,
    reply: Reply,
    thumbnail: Vec<u8>,
}

/// Stops waiting when the person cancels. Only around work that may be dropped without harm.
pub(super) async fn or_cancelled<T>(
    cancel: &CancellationToken,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Reason::Cancelled.into()),
        result = work => result,
    }
}

/// The provider with this id.
pub(super) fn known_provider(id: &str) -> Result<&'static Provider, Failure> {
    provider::find(id).ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", id))
}

pub(super) fn check_language(provider: &Provider, options: &Options) -> Result<(), Failure> {
    let descriptor = &provider.descriptor;
    let languages = descriptor.languages_of(&options.request.model);
    if languages.is_empty() || languages.contains(&options.request.language.as_str()) {
        return Ok(());
    }
    Err(Failure::new(Reason::LanguageUnknown)
        .with("language", &options.request.language)
        .with("languages", languages.join(", "))
        .with("provider", descriptor.name))
}

/// What the library keeps of where a picture came from: the full path or the address; nothing for pasted pictures.
pub(crate) fn origin_of(item: &Item) -> Option<Origin> {
    match &item.from {
        Incoming::Path(path) => Some(Origin::Path(std::path::absolute(path).unwrap_or_else(|_| path.clone()))),
        Incoming::Url { url, .. } => Some(Origin::Url(url.clone())),
        Incoming::Bytes { .. } => None,
    }
}

/// What a picture that is known was when it came.
fn new_image(row: &ImageRow) -> NewImage {
    NewImage {
        hash: row.hash.clone(),
        name: row.name.clone(),
        origin: row.origin.clone(),
        format: row.format,
        width: row.width,
        height: row.height,
        bytes: row.bytes,
        now_ms: now_ms(),
    }
}

/// Writes a thumbnail so that it is either whole or absent.
pub(super) fn write_file(data_dir: &DataDir, hash: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = data_dir.thumbnail(hash);
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
