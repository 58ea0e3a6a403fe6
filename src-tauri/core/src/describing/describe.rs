//! The way of one image: load → answer from the history, else decode → facts → provider → compose → library.

use super::backend::{BackendEvent, Told, reply_alone, reply_of};
use super::find::Found;
use super::refit::refit;
use super::{Blocking, Describing, Options, now_ms};
use crate::compose::{self, Warning};
use crate::facts::{self, Facts};
use crate::failure::{Failure, Reason};
use crate::imaging::{self, Decoded, Note};
use crate::ingest::{Incoming, Item, Loaded};
use crate::library::{DescriptionRow, ImageRow, NewDescription, NewImage, Origin, ReadFile, RequestKind, RequestLine};
use crate::private;
use crate::provider::{self, Backend, Connection, Progress, Reply, prompt};
use crate::queue;
use crate::view::{Author, CardState, Description, WaitsFor};
use crate::workspace::DataDir;
use futures::FutureExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

/// Longest edge of a thumbnail, in pixels: sharp at 192 CSS pixels on a dense screen.
pub(crate) const THUMBNAIL_EDGE: u32 = 384;
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

impl From<Stage> for BackendEvent {
    fn from(stage: Stage) -> Self {
        Self::Stage(stage)
    }
}

impl From<Stage> for CardState {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Reading => Self::Reading,
            Stage::Describing => Self::Describing,
            Stage::Waiting { until_ms, why } => Self::Waiting { until_ms, why },
        }
    }
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

/// One lock for each request that is under way, so that equal files in one run are described once.
#[derive(Default)]
pub(super) struct UnderWay {
    locks: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl UnderWay {
    async fn lock(&self, key: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            Arc::clone(locks.entry(key.to_owned()).or_default())
        };
        lock.lock_owned().await
    }
}

impl Describing {
    /// Describes one picture and keeps the words before it returns.
    ///
    /// # Errors
    /// Whatever the way can refuse: see [`Reason`]. The picture is named by the caller, who knows what the person calls it.
    pub async fn describe(
        &self,
        item: &Item,
        options: &Options,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Outcome, Failure> {
        if prompt::is_question(&options.request) {
            // Its answer is no description: see `questions`.
            return Err(Failure::new(Reason::SettingInvalid).with("key", "style").with("value", prompt::QUESTION));
        }
        let provider = &self.workspace.known_provider(&options.provider)?;
        let options = &options.fitting(provider);
        provider.check_model(&options.request.model)?;
        check_language(provider, options)?;
        told(Stage::Reading.into());
        if let Some(outcome) = or_cancelled(cancel, self.answer_unread(provider, item, options)).await? {
            return Ok(outcome);
        }
        let found = or_cancelled(cancel, self.load(item, options)).await?;
        Box::pin(self.describe_loaded(provider, found, item, options, cancel, told)).await
    }

    /// The history's answer about a file that need not be read for it.
    async fn answer_unread(
        &self,
        provider: &Connection,
        item: &Item,
        options: &Options,
    ) -> Result<Option<Outcome>, Failure> {
        if options.force {
            return Ok(None);
        }
        let names = self.names_unread(item).await?;
        let Some(name) = names.first() else { return Ok(None) };
        if self.has_open_task(name, &options.key(name, provider)).await? {
            return Ok(None);
        }
        self.known_answer(provider, &names, None, item, options).await
    }

    /// The way from a picture that was read; also that of a question about it.
    pub(crate) async fn describe_loaded(
        &self,
        provider: &Connection,
        found: Found,
        item: &Item,
        options: &Options,
        cancel: &CancellationToken,
        told: &Told<'_>,
    ) -> Result<Outcome, Failure> {
        let key = options.key(found.name(), provider);
        if let Some(permit) = options.permit.as_ref().filter(|_| matches!(provider.kind.backend, Backend::Http(_))) {
            if let Some(outcome) = self.answer_to(provider, &found, item, options, &key).await? {
                return Ok(outcome);
            }
            // Before the lock: who held it and waited for a turn would wait for an equal picture that comes first, and that one
            // for the lock.
            or_cancelled(cancel, permit.take().map(Ok)).await?;
        }
        let _only = self.alone(&key, options, cancel).await?;
        let mut rest = None;
        if let Some(outcome) = self.answer_to(provider, &found, item, options, &key).await? {
            return Ok(outcome);
        }
        if options.force {
            // Describing again what is incomplete completes it: what was paid for is not paid for again.
            let (key, hash) = (key.clone(), found.name().to_owned());
            if let Some(words) = self.workspace.on_library(move |library| library.answer_for(&key, &hash)).await? {
                rest = self.rest_of(provider, &words).await?;
            }
        }
        match provider.kind.backend {
            Backend::Computed(describe) => {
                let input = DescribeInput { provider, options, key, started_ms: now_ms(), rest: None };
                or_cancelled(cancel, self.compute(found, item, input, describe, told)).await
            }
            Backend::Http(_) => {
                let input = DescribeInput { provider, options, key, started_ms: now_ms(), rest };
                self.send_to_service(found, item, input, cancel, told).await
            }
        }
    }

    /// Waits until no equal picture is asked about in the same way.
    async fn alone(
        &self,
        key: &str,
        options: &Options,
        cancel: &CancellationToken,
    ) -> Result<OwnedMutexGuard<()>, Failure> {
        let mut lock = std::pin::pin!(self.inner.under_way.lock(key));
        if let Poll::Ready(lock) = futures::poll!(&mut lock) {
            return Ok(lock);
        }
        // An equal picture is at work, and may wait for a place itself.
        options.permit.iter().for_each(|permit| permit.lend());
        or_cancelled(cancel, lock.map(Ok)).await
    }

    /// The history's answer about a picture that was read; none where the service is to be asked, or asked after.
    async fn answer_to(
        &self,
        provider: &Connection,
        found: &Found,
        item: &Item,
        options: &Options,
        key: &str,
    ) -> Result<Option<Outcome>, Failure> {
        if !options.force && self.has_open_task(found.name(), key).await? {
            return Ok(None);
        }
        self.known_answer(provider, &found.names, Some(found.file()), item, options).await
    }

    async fn known_answer(
        &self,
        provider: &Connection,
        names: &[String],
        file: Option<ReadFile>,
        item: &Item,
        options: &Options,
    ) -> Result<Option<Outcome>, Failure> {
        let asked: Vec<_> = names.iter().map(|name| (options.key(name, provider), name.clone())).collect();
        let id = provider.id.clone();
        let (name, origin) = (item.name.clone(), origin_of(item));
        let descriptor = provider.descriptor();
        let told_length =
            matches!(provider.kind.backend, Backend::Computed(_)) || descriptor.takes_of(&options.request.model).prompt;
        let returns = descriptor.model(&options.request.model).and_then(|m| m.returns).unwrap_or(descriptor.returns);
        let refitted = (!told_length).then_some((options.request.max_chars, returns));
        let since = if options.force { Some(options.run_started_ms) } else { None };
        self.blocking(move |describing| {
            let library = describing.workspace.library();
            let mut answer = None;
            for (key, hash) in asked {
                if let Some(words) = library.answer_for(&key, &hash)?
                    && since.is_none_or(|since| words.created_ms >= since)
                    && let Some(known) = library.image_by_hash(&hash)?
                {
                    answer = Some((words, known));
                    break;
                }
            }
            let Some((words, known)) = answer else { return Ok(None) };
            // Back from the deleted, and known by the place where it was found last.
            library.put_image(&NewImage { name, origin, file, ..new_image(&known) })?;
            describing.count_from_history(&id)?;
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

    /// Whether the service is at work on this very request, or was: then that is what is asked after, whatever older words
    /// there are.
    async fn has_open_task(&self, hash: &str, key: &str) -> Result<bool, Failure> {
        let (hash, key) = (hash.to_owned(), key.to_owned());
        self.workspace.on_library(move |library| queue::has_open_task(library, &hash, &key)).await
    }

    /// These options with the request that incomplete words are the answer to: whatever is chosen by now, the rest is asked
    /// of the same service, for the same words. Whole words leave them as they are.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn completing(&self, words: &Description, options: Options) -> Result<Options, Failure> {
        if words.incomplete.is_none() { Ok(options) } else { self.asked_for(words.id, options).await }
    }

    /// The same for the words of this row.
    pub(crate) async fn completing_words(&self, words: i64, options: Options) -> Result<Options, Failure> {
        let row = self.workspace.on_library(move |library| library.description(words)).await?;
        if row.incomplete.is_none() { Ok(options) } else { self.asked_for(row.id, options).await }
    }

    /// These options with what was asked for these words.
    async fn asked_for(&self, words: i64, options: Options) -> Result<Options, Failure> {
        Ok(match self.queue.get().await?.asked_for(words).await? {
            Some((provider, request)) => Options { provider, request, ..options },
            None => options,
        })
    }

    /// What an incomplete answer was made of, where the calls that are missing can be made without those that were paid
    /// for. A call that may have been charged is not made again.
    async fn rest_of(&self, provider: &Connection, words: &DescriptionRow) -> Result<Option<Progress>, Failure> {
        let Some(failure) = &words.incomplete else { return Ok(None) };
        let Backend::Http(adapter) = provider.kind.backend else { return Ok(None) };
        let open = failure.again.is_some() || matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout);
        if open || !adapter.can_continue() {
            return Ok(None);
        }
        self.queue.get().await?.progress_of(words.id).await
    }

    pub(super) fn count_from_history(&self, provider: &str) -> Result<(), Failure> {
        self.workspace.library().count_request(&RequestLine {
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
        found: Found,
        item: &Item,
        input: DescribeInput<'_>,
        describe: fn(&Facts, &provider::Request) -> Reply,
        told: &Told<'_>,
    ) -> Result<Outcome, Failure> {
        let wanted = facts::Wanted {
            text: input.options.read_text,
            place: input.options.name_places,
            languages: vec![input.options.request.language.clone()],
        };
        let InMemory { found, decoded, permit } = self.decode(found, FACTS_EDGE).await?;
        told(Stage::Describing.into());
        let request = input.options.request.clone();
        let (facts, thumbnail, looks) = self
            .blocking(move |_| {
                let _permit = permit;
                let facts = facts::gather(&decoded, &wanted);
                Ok((Arc::new(facts), decoded.thumbnail(THUMBNAIL_EDGE)?, decoded.looks()))
            })
            .await?;
        let known = Arc::clone(&facts);
        let computed = reply_alone(self.blocking(move |_| Ok(describe(&known, &request))));
        let reply = reply_of(computed, told).await?;
        self.keep(found, item, input, Answer { facts, reply, thumbnail, looks }).await
    }

    /// Decodes within the memory that all decodes together may take; the permit is to be held for as long as the pixels are.
    pub(crate) async fn decode(&self, found: Found, wanted_edge: u32) -> Result<InMemory, Failure> {
        let Found { loaded, names, room } = found;
        let Loaded { bytes, format, .. } = loaded;
        let imaging::Held { bytes, decoded, permit } = self.inner.decoder.decode(bytes, format, wanted_edge).await?;
        Ok(InMemory { found: Found { loaded: Loaded { bytes, ..loaded }, names, room }, decoded, permit })
    }

    /// Composes the reply and writes picture, words and thumbnail. The thumbnail first: a row without a picture would
    /// show a hole, a file without a row is swept away.
    async fn keep(
        &self,
        found: Found,
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
        let image = found.image(item, &answer.facts, answer.looks);
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
            warnings: with_notes(composed.warnings, &answer.facts.notes),
            decorative: answer.reply.decorative,
            duration_ms: (now_ms() - input.started_ms).max(0) as u64,
            facts: serde_json::to_value(&*answer.facts).ok(),
            ..NewDescription::draft(0, &input.provider.id, &request.language, now_ms())
        };
        let provider_id = input.provider.id.to_string();
        let outcome = self
            .blocking(move |describing| {
                write_file(describing.workspace.data_dir(), &image.hash, &answer.thumbnail)?;
                let library = describing.workspace.library();
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
        self.workspace.tell_words(outcome.image.id, outcome.words.id);
        Ok(outcome)
    }
}

/// What is questionable about the words, and before it what the person has to know of the picture.
pub(super) fn with_notes(of_words: Vec<Warning>, notes: &[Note]) -> Vec<Warning> {
    notes.iter().map(|note| Warning::of_note(*note)).chain(of_words).collect()
}

/// A picture's pixels and the leave to hold them.
pub(crate) struct InMemory {
    pub found: Found,
    pub decoded: Decoded,
    pub permit: Option<imaging::Permit>,
}

/// What is asked, by whom it is answered, and since when.
pub(super) struct DescribeInput<'a> {
    pub provider: &'a Connection,
    pub options: &'a Options,
    pub key: String,
    pub started_ms: i64,
    /// What earlier calls of the same request brought, where only the others are to be made.
    pub rest: Option<Progress>,
}

/// What was found out about a picture.
struct Answer {
    facts: Arc<Facts>,
    reply: Reply,
    thumbnail: Vec<u8>,
    looks: u64,
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

pub(crate) fn check_language(provider: &Connection, options: &Options) -> Result<(), Failure> {
    let descriptor = provider.descriptor();
    let languages = descriptor.languages_of(&options.request.model);
    if languages.is_empty() || languages.contains(&options.request.language.as_str()) {
        return Ok(());
    }
    let unknown = Failure::new(Reason::LanguageUnknown).with("language", &options.request.language);
    Err(provider.named(unknown.with("languages", languages.join(", "))))
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
        file: None,
        looks: None,
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
    private::write(&path, bytes).map_err(trouble)
}
