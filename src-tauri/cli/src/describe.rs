//! `altsmith describe`: pictures in, one line or one JSON object for each out, in input order.

use crate::arguments::{Describe, Retry, Sidecar};
use crate::exit::Exit;
use crate::output::{below, error_json, json_line, line, note, safe, trouble, trouble_json};
use crate::progress::Progress;
use crate::{End, confirm, keys, output, retry, sidecar};
use altsmith_core::batch::{Batch, Command, Rest, Told};
use altsmith_core::describing::{BackendEvent, Options, Outcome};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::i18n::Localizer;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::{DescriptionRow, ItemState, Origin, Selection};
use altsmith_core::view::{Receipt, Trouble};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Pictures that are looked at before it is asked whether they may be sent; the rest is counted.
const LOOKED_AT: usize = 200;

/// Results that are read from the database in one go.
const TOLD_AT_ONCE: usize = 64;

/// Most bytes read from standard input.
const MAX_STDIN: u64 = 200 << 20;

/// Describes what was asked for.
pub async fn run(engine: &Engine, wanted: Describe, cancel: &CancellationToken) -> Result<End, Exit> {
    let options = options(engine, &wanted)?;
    if wanted.dry_run {
        return plan(engine, &wanted, &options, cancel).await;
    }
    let (told, hears) = mpsc::unbounded_channel();
    let progress = Arc::new(Progress::begin(engine, 0, wanted.json));
    let (bar, jobs) = (Arc::clone(&progress), wanted.jobs.map(|jobs| jobs as usize));
    let heard = Box::new(move |id, event: &BackendEvent| bar.at(id, event));
    let command = Command { options: options.clone(), jobs, sources: wanted.sources.clone(), told, heard };
    let batch = Batch::of_command(engine.clone(), command);
    let Some(ids) = put(engine, &batch, &wanted, &options, cancel).await? else { return Ok(End::Interrupted) };
    progress.of(ids.len() as u64);
    let run = Run { engine, batch: &batch, progress: &progress, wanted: &wanted };
    let end = run.tell_all(ids, hears, cancel).await?;
    drop(progress);
    let interrupted = cancel.is_cancelled();
    if !wanted.json && !interrupted && io::stderr().is_terminal() {
        // A script that describes picture after picture sends what it asks for and nothing else. Ctrl+C does not wait: all
        // pictures are done.
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tell_what_runs_out(engine) => {}
        }
    }
    Ok(if interrupted { End::Interrupted } else { end })
}

/// Puts the pictures into the batch and begins them, once it was agreed to what that costs; none where it was not.
async fn put(
    engine: &Engine,
    batch: &Batch,
    wanted: &Describe,
    options: &Options,
    cancel: &CancellationToken,
) -> Result<Option<Vec<u64>>, Exit> {
    let rest = match wanted.retry {
        Some(Retry::Failed) => Some(Rest::Failed),
        Some(Retry::Unknown) => Some(Rest::Unknown),
        None => wanted.resume.then_some(Rest::WithoutWords),
    };
    if let Some(rest) = rest {
        match batch.resume(rest).await? {
            Some(ids) => {
                let estimate = async || batch.estimate(Selection::Held).await;
                if !confirm::confirmed(engine, ids.len(), estimate, options, wanted, cancel).await? {
                    return Ok(None);
                }
                begin(engine, options, cancel).await?;
                batch.describe(Selection::Held).await?;
                return Ok(Some(ids));
            }
            // Of a run that is not known nothing failed.
            None if rest != Rest::WithoutWords => {
                note(&engine.workspace().localizer().text("cli-no-run", &[]));
                return Ok(Some(Vec::new()));
            }
            None => {}
        }
    }
    let pictures = tokio::select! {
        () = cancel.cancelled() => return Ok(None),
        pictures = pictures(engine, &wanted.sources) => pictures,
    };
    let readable = pictures.iter().filter(|(_, refused)| refused.is_none());
    let count = readable.clone().count();
    let looked_at: Vec<_> = readable.take(LOOKED_AT).map(|(item, _)| (item.clone(), options.clone())).collect();
    let more = (count - looked_at.len()) as u32;
    let estimate = async || engine.describing().estimate_each(&looked_at, more, options).await;
    if !confirm::confirmed(engine, count, estimate, options, wanted, cancel).await? {
        return Ok(None);
    }
    begin(engine, options, cancel).await?;
    batch.supersede().await?;
    Ok(Some(batch.add_items(pictures).await?))
}

/// What is to be done before the first picture.
async fn begin(engine: &Engine, options: &Options, cancel: &CancellationToken) -> Result<(), Failure> {
    keys::open_vault_for(engine, &options.provider).await?;
    // What was paid for before a crash; what cannot be finished now stays for the next time.
    let _ = engine.recovery().finish_stored(cancel).await;
    Ok(())
}

/// A batch under way, whose results are told in order.
struct Run<'a> {
    engine: &'a Engine,
    batch: &'a Batch,
    progress: &'a Progress,
    wanted: &'a Describe,
}

impl Run<'_> {
    /// Tells what comes of each picture, in the order given.
    async fn tell_all(
        &self,
        ids: Vec<u64>,
        mut heard: mpsc::UnboundedReceiver<Told>,
        cancel: &CancellationToken,
    ) -> Result<End, Exit> {
        let mut lines = Lines { next: 0, finished: HashSet::new(), failed: false, unwritten: None };
        let mut interrupted = false;
        let mut idle = self.batch.begun_count() == 0;
        while !idle {
            let told = tokio::select! {
                biased;
                () = cancel.cancelled(), if !interrupted => {
                    interrupted = true;
                    self.batch.send_no_more(false).await?;
                    if !self.batch.is_idle() {
                        // What was sent may be charged: its answer is waited for.
                        self.progress.above(|| note(&self.engine.workspace().localizer().text("cli-interrupted", &[])));
                    }
                    continue;
                }
                told = heard.recv() => told,
            };
            match told {
                Some(Told::Finished(finished)) => {
                    for finished in &finished {
                        self.progress.done(finished.id);
                        lines.finished.insert(finished.id);
                    }
                    let was = lines.unwritten.is_some();
                    self.tell_ready(&ids, &mut lines).await?;
                    if !was && lines.unwritten.is_some() {
                        // Nobody reads any more (`| head`), or there is no place for words: what was sent is waited for
                        // and kept, the rest is not sent. Only then may the next picture go on.
                        self.batch.send_no_more(false).await?;
                    }
                    drop(finished);
                }
                Some(Told::Idle) | None => idle = true,
            }
        }
        let stopped = self.batch.stopped();
        while lines.next < ids.len() {
            let some = &ids[lines.next..ids.len().min(lines.next + TOLD_AT_ONCE)];
            self.tell_some(some, &mut lines, stopped.as_ref()).await?;
        }
        if let Some(failure) = &stopped
            && lines.unwritten.is_none()
        {
            self.tell_stop(failure).await?;
        }
        if !interrupted && lines.unwritten.is_none() {
            self.tell_failed(ids.len()).await?;
        }
        let ended = !interrupted && stopped.is_none() && lines.unwritten.is_none();
        if ended {
            self.batch.end().await?;
        }
        Ok(match lines.unwritten {
            Some(end) => end,
            None if lines.failed => End::SomeFailed,
            None => End::Done,
        })
    }

    /// Tells those whose turn it is to be told.
    async fn tell_ready(&self, ids: &[u64], lines: &mut Lines) -> Result<(), Failure> {
        loop {
            let from = &ids[lines.next..];
            let count = from.iter().take(TOLD_AT_ONCE).take_while(|id| lines.finished.contains(id)).count();
            if count == 0 {
                return Ok(());
            }
            // One that was held while others were sent is told of with the rest.
            self.tell_some(&from[..count], lines, self.batch.stopped().as_ref()).await?;
        }
    }

    /// Tells these, which follow each other. What has not had its turn is not sent: because it was stopped, or interrupted.
    async fn tell_some(&self, ids: &[u64], lines: &mut Lines, stopped: Option<&Failure>) -> Result<(), Failure> {
        for row in self.batch.rows(ids.to_vec()).await? {
            lines.finished.remove(&row.id);
            let unsent = || stopped.cloned().unwrap_or_else(|| Reason::Cancelled.into());
            let result = match (row.state, row.description_id) {
                (ItemState::Done, Some(id)) => self
                    .engine
                    .describing()
                    .outcome(id, row.cached)
                    .await
                    .map(|outcome| Answer::Words(Box::new(outcome))),
                (ItemState::Failed, _) => Err(row.failure.clone().unwrap_or_else(|| Reason::Internal.into())),
                _ => Err(unsent()),
            };
            lines.failed |= result.is_err();
            let result = result.map_err(|failure| failure.with("name", &row.name));
            let quiet = stopped.is_some() && !self.wanted.json && row.state == ItemState::Held;
            if lines.unwritten.is_none()
                && !quiet
                && let Err(error) = self.progress.above(|| tell(self.engine, &row.source, &result, self.wanted.json))
            {
                let said = self.progress.above(|| tell_unwritten(self.engine, &error, false));
                lines.unwritten = Some(said);
            }
            if let (Some(Sidecar::Json), Ok(Answer::Words(outcome)), Some(Origin::Path(picture))) =
                (self.wanted.sidecar, &result, &row.origin)
            {
                lines.failed |= !self.progress.above(|| sidecar::write(self.engine, picture, outcome));
            }
        }
        lines.next += ids.len();
        Ok(())
    }

    /// Says once why the rest was not sent, and how it is gone on with.
    async fn tell_stop(&self, failure: &Failure) -> Result<(), Failure> {
        let held = self.batch.page(0, 0).await?.counts.held;
        if held == 0 || self.wanted.json {
            return Ok(());
        }
        let localizer = self.engine.workspace().localizer();
        let line = retry::line(&["--resume"]);
        self.progress.above(|| {
            trouble(localizer, failure);
            let said = localizer.text("cli-held", &[("count", &held.to_string()), ("line", &line)]);
            note(&format!("  {}", safe(&said)));
        });
        Ok(())
    }

    /// Says once how only those are tried again that failed, where others did not.
    async fn tell_failed(&self, pictures: usize) -> Result<(), Failure> {
        let failed = self.batch.page(0, 0).await?.counts.failed;
        if failed > 0 && pictures > 1 && !self.wanted.json {
            let line = retry::line(&["--retry", "failed"]);
            let said = [("count", &*failed.to_string()), ("line", &line)];
            self.progress.above(|| note(&safe(&self.engine.workspace().localizer().text("cli-failed", &said))));
        }
        Ok(())
    }
}

/// How far the results are told.
struct Lines {
    next: usize,
    /// Finished before it was their turn to be told.
    finished: HashSet<u64>,
    failed: bool,
    unwritten: Option<End>,
}

/// Says what would be sent, picture by picture; sends nothing and keeps nothing.
async fn plan(engine: &Engine, wanted: &Describe, options: &Options, cancel: &CancellationToken) -> Result<End, Exit> {
    let pictures = tokio::select! {
        () = cancel.cancelled() => return Ok(End::Interrupted),
        pictures = pictures(engine, &wanted.sources) => pictures,
    };
    let progress = Progress::begin(engine, pictures.len() as u64, wanted.json);
    let at_once = wanted.jobs.map_or(engine.describing().concurrency(&options.provider), |jobs| jobs as usize);
    let mut answers = stream::iter(pictures)
        .map(|(item, refused)| async move {
            let result = match refused {
                Some(failure) => Err(failure),
                None if cancel.is_cancelled() => Err(Reason::Cancelled.into()),
                None => engine.describing().plan(&item, options).await.map(Answer::Plan),
            };
            (item, result)
        })
        .buffered(at_once);
    let (mut failed, mut plans) = (false, Vec::new());
    while let Some((item, result)) = answers.next().await {
        failed |= result.is_err();
        let result = result.map_err(|failure| failure.with("name", &item.name));
        if let Err(error) = progress.above(|| tell(engine, &item.source, &result, wanted.json)) {
            let end = progress.above(|| tell_unwritten(engine, &error, true));
            return Ok(if cancel.is_cancelled() { End::Interrupted } else { end });
        }
        progress.step();
        if let Ok(Answer::Plan(plan)) = result {
            plans.push(plan);
        }
    }
    drop(answers);
    drop(progress);
    if !wanted.json {
        let estimate = engine.describing().estimate_plans(&plans, options).await?;
        engine.describing().estimate_sentences(&estimate).iter().for_each(|sentence| note(&safe(sentence)));
    }
    Ok(match (cancel.is_cancelled(), failed) {
        (true, _) => End::Interrupted,
        (_, true) => End::SomeFailed,
        _ => End::Done,
    })
}

/// Reads the balance of who does not tell it with the answer, and says what runs out. What cannot be read now stays
/// reckoned.
async fn tell_what_runs_out(engine: &Engine) {
    let _ = engine.accounts().freshen_balances().await;
    for alert in engine.accounts().balance_alerts().await.unwrap_or_default() {
        note(&safe(&format!("{}: {}", alert.name, alert.message)));
    }
}

enum Answer {
    Plan(altsmith_core::describing::Plan),
    Words(Box<Outcome>),
}

fn options(engine: &Engine, wanted: &Describe) -> Result<Options, Exit> {
    let mut options = engine.describing().options();
    if let Some(id) = &wanted.provider {
        options.provider.clone_from(id);
        options.request.model = engine.workspace().model_of(id);
    }
    // What the arguments name is theirs to get right; what the settings name is not wrong usage.
    let exit = |given: bool| if given { Exit::of_arguments } else { Exit::Failed };
    let unknown = || Failure::new(Reason::ProviderUnknown).with("provider", &options.provider);
    let provider = engine
        .workspace()
        .connection(&options.provider)
        .ok_or_else(unknown)
        .map_err(exit(wanted.provider.is_some()))?;
    if let Some(model) = &wanted.model {
        options.request.model.clone_from(model);
    }
    provider.check_model(&options.request.model).map_err(exit(wanted.model.is_some()))?;
    if let Some(language) = &wanted.lang {
        options.request.language.clone_from(language);
    }
    if let Some(style) = &wanted.style {
        engine.workspace().check_style(style).map_err(Exit::of_arguments)?;
        options.request.style.clone_from(style);
    }
    // A style that is asked for is asked for, whatever instruction the settings have.
    if wanted.prompt.is_some() || wanted.style.is_some() {
        options.request.prompt.clone_from(&wanted.prompt);
    }
    options.request.context.clone_from(&wanted.context);
    if wanted.model.is_none() && !engine.workspace().names_model(&options.provider) {
        options.request.model = engine.workspace().model_of(&options.provider);
        if wanted.style.is_some() || options.request.style == "tags" {
            options = options.by_style(&provider);
        }
    }
    if let Some(max) = wanted.max_chars {
        options.request.max_chars = Some(max as usize);
    }
    // What may have been paid is sent again at the person's word, which this is.
    options.force = wanted.force || wanted.retry == Some(Retry::Unknown);
    options.max_wait_ms = Some(u64::from(wanted.max_wait) * 1000);
    options.run_started_ms = engine.now_ms();
    options.run = Some(format!("run-{}-{}", std::process::id(), options.run_started_ms));
    Ok(options)
}

/// What to describe, in input order, with what was refused in its place.
async fn pictures(engine: &Engine, sources: &[OsString]) -> Vec<(Item, Option<Failure>)> {
    let mut pictures = Vec::new();
    for source in sources {
        let (engine, given) = (engine.clone(), source.clone());
        let walked = tokio::task::spawn_blocking(move || {
            incoming(&given).map(|incoming| engine.describing().walk(vec![incoming]))
        });
        match walked.await.unwrap_or_else(|_| Err(Reason::Internal.into())) {
            Ok(walk) => {
                pictures.extend(walk.refused.into_iter().map(|(item, failure)| (item, Some(failure))));
                pictures.extend(walk.items.into_iter().map(|item| (item, None)));
            }
            // One source that cannot be read is a failed picture among the others.
            Err(failure) => {
                let name = source.to_string_lossy().into_owned();
                let from = Incoming::Bytes { bytes: Vec::new(), name: name.clone() };
                pictures.push((Item { from, source: name.clone(), name }, Some(failure)));
            }
        }
    }
    pictures
}

fn incoming(source: &OsStr) -> Result<Incoming, Failure> {
    if source == "-" {
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .take(MAX_STDIN + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(Reason::ReadFailed).with("name", "-").with("detail", error.kind()))?;
        return Ok(Incoming::Bytes { bytes, name: "-".to_owned() });
    }
    // A name that is no text is a name all the same.
    let lower = source.to_string_lossy().to_ascii_lowercase();
    Ok(match source.to_str() {
        Some(text) if lower.starts_with("https://") || lower.starts_with("http://") => {
            Incoming::Url { url: text.to_owned(), typed: true }
        }
        _ => Incoming::Path(source.into()),
    })
}

/// Says that words could not be written, and what becomes of the rest; what the command comes to.
fn tell_unwritten(engine: &Engine, error: &io::Error, dry_run: bool) -> End {
    if !output::unwritten(engine.workspace().localizer(), error) {
        return End::Done;
    }
    if !dry_run {
        note(&format!("  {}", engine.workspace().localizer().text("cli-write-kept", &[])));
    }
    End::SomeFailed
}

/// Writes what came of a picture.
///
/// # Errors
/// As [`line`].
fn tell(engine: &Engine, given: &str, result: &Result<Answer, Failure>, json: bool) -> io::Result<()> {
    let localizer = engine.workspace().localizer();
    let source = safe(given).replace('\n', " ");
    // What came by standard input is nowhere any more.
    let resend = (given != "-").then(|| retry::line(&["--retry", "unknown"]));
    match result {
        Ok(Answer::Words(outcome)) if json => {
            json_line(&words_json(engine, Some(given), outcome))?;
        }
        Ok(Answer::Words(outcome)) => {
            line(&format!("{source}: {}", in_one_line(&outcome.words, &outcome.tags)))?;
            let words = engine.describing().description_view(outcome);
            // What was taken of the file is to be known here too; what is questionable about the words is seen in them.
            for warning in words.warnings.iter().filter(|warning| warning.code.is_unseen()) {
                note(&format!("{source}: {}", safe(&warning.message)));
            }
            if let Some(trouble) = &words.incomplete {
                tell_trouble(localizer, &source, trouble, None);
            }
        }
        Ok(Answer::Plan(plan)) if json => {
            let mut object = Map::from_iter([("source".to_owned(), json!(given))]);
            if let Ok(Value::Object(rest)) = serde_json::to_value(plan) {
                object.extend(rest);
            }
            json_line(&Value::Object(object))?;
        }
        Ok(Answer::Plan(plan)) => line(&format!("{source}: {}", safe(&engine.describing().plan_sentence(plan))))?,
        Err(failure) if json => {
            json_line(&json!({"source": given, "error": error_json(localizer, failure, resend.as_deref())}))?;
        }
        Err(failure) => tell_trouble(localizer, &source, &localizer.failure(failure), resend.as_deref()),
    }
    Ok(())
}

/// Why there are no words for a picture, or fewer than asked for.
fn tell_trouble(localizer: Localizer, source: &str, trouble: &Trouble, resend: Option<&str>) {
    let action = trouble.action.as_ref().map(|action| format!(" {action}")).unwrap_or_default();
    note(&format!("{source}: {}{}", safe(&trouble.message), safe(&action)));
    below(localizer, trouble, resend).iter().for_each(|line| note(&format!("  {line}")));
}

/// The alt text, or what else a service gives that has none: a long text, a title, tags.
pub fn in_one_line(words: &DescriptionRow, tags: &[String]) -> String {
    let text =
        [&words.alt, &words.description, &words.title].into_iter().flatten().find(|text| !text.trim().is_empty());
    let text = text.cloned().unwrap_or_else(|| tags.join(", "));
    safe(&text).replace('\n', " ")
}

/// The JSON object of one description; what is not known is left out.
pub fn words_json(engine: &Engine, source: Option<&str>, outcome: &Outcome) -> Value {
    let localizer = engine.workspace().localizer();
    let words = engine.describing().description_view(outcome);
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() && value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty()) {
            object.insert(name.to_owned(), value);
        }
    };
    put("source", json!(source));
    put("image_id", json!(outcome.image.id));
    put("hash", json!(outcome.image.file_hash));
    put("description_id", json!(words.id));
    put("provider", json!(words.provider));
    put("model", json!(words.model));
    put("language", json!(words.language));
    put("alt", json!(words.alt));
    put("description", json!(words.description));
    put("title", json!(words.title));
    put("tags", json!(words.tags));
    put("credits", json!(words.credits));
    put("duration_ms", json!(words.duration_ms));
    put("cached", json!(outcome.cached));
    put("receipt", words.receipt.as_ref().map_or(Value::Null, receipt_json));
    put("warnings", json!(words.warnings));
    put("incomplete", words.incomplete.as_ref().map_or(Value::Null, |trouble| trouble_json(localizer, trouble, None)));
    Value::Object(object)
}

/// Of a picture whose address alone was passed on, nothing is known beyond who got it.
fn receipt_json(receipt: &Receipt) -> Value {
    if receipt.by_address { json!({"host": receipt.host, "by_address": true}) } else { json!(receipt) }
}
