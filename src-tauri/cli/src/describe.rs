//! `altsmith describe`: pictures in, one line or one JSON object for each out, in input order.

use crate::arguments::{Describe, Sidecar};
use crate::exit::Exit;
use crate::output::{below, error_json, json_line, line, note, safe, trouble_json};
use crate::progress::Progress;
use crate::{End, confirm, keys, output, sidecar};
use altsmith_core::engine::{BackendEvent, Engine, Options, Outcome, Stage};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::i18n::Localizer;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::DescriptionRow;
use altsmith_core::view::{Receipt, Trouble, WaitsFor};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::sync::{Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Most bytes read from standard input.
const MAX_STDIN: u64 = 200 << 20;

/// Describes what was asked for.
pub async fn run(engine: &Engine, wanted: Describe, cancel: &CancellationToken) -> Result<End, Exit> {
    let options = options(engine, &wanted)?;
    let pictures = tokio::select! {
        () = cancel.cancelled() => return Ok(End::Interrupted),
        pictures = pictures(engine, &wanted.sources) => pictures,
    };
    if !wanted.dry_run {
        let readable: Vec<Item> =
            pictures.iter().filter(|(_, refused)| refused.is_none()).map(|(item, _)| item.clone()).collect();
        if !confirm::confirmed(engine, &readable, &options, &wanted, cancel).await? {
            return Ok(End::Interrupted);
        }
        drop(readable);
        keys::open_vault_for(engine, &options.provider).await?;
        // What was paid for before a crash; what cannot be finished now stays for the next time.
        let _ = engine.finish_stored(cancel).await;
    }
    let progress = Progress::begin(engine, pictures.len() as u64, wanted.json);
    let under_way = UnderWay::new(pictures.len(), cancel);
    let at_once = wanted.jobs.map_or(engine.concurrency(&options.provider), |jobs| jobs as usize);
    let mut answers = stream::iter(pictures.into_iter().enumerate())
        .map(|(number, (item, refused))| {
            let (engine, options) = (engine.clone(), options.clone());
            let (progress, under_way) = (&progress, &under_way);
            async move {
                let told = |event: BackendEvent| {
                    under_way.at(number, &event);
                    progress.at(number, &event);
                };
                let cancel = under_way.token(number);
                let result = match refused {
                    Some(failure) => Err(failure),
                    None if cancel.is_cancelled() => Err(Reason::Cancelled.into()),
                    None if wanted.dry_run => engine.plan(&item, &options).await.map(Answer::Plan),
                    None => engine.describe(&item, &options, cancel, &told).await.map(|o| Answer::Words(Box::new(o))),
                };
                (number, item, result)
            }
        })
        .buffered(at_once);
    let (mut failed, mut unwritten) = (false, None);
    let mut plans = Vec::new();
    while let Some((number, item, result)) = answers.next().await {
        failed |= result.is_err();
        let result = result.map_err(|failure| failure.with("name", &item.name));
        if unwritten.is_none()
            && let Err(error) = progress.above(|| tell(engine, &item, &result, wanted.json))
        {
            // Nobody reads any more (`| head`), or there is no place for words: what was sent is waited for and kept, the
            // rest is not sent.
            unwritten = Some(progress.above(|| tell_unwritten(engine, &error, wanted.dry_run)));
            under_way.send_no_more();
        }
        if let (Some(Sidecar::Json), Ok(Answer::Words(outcome))) = (wanted.sidecar, &result) {
            failed |= !progress.above(|| sidecar::write(engine, &item, outcome));
        }
        progress.done(number);
        if let Ok(Answer::Plan(plan)) = result {
            plans.push(plan);
        }
    }
    drop(answers);
    drop(progress);
    let interrupted = cancel.is_cancelled();
    if let Some(end) = unwritten {
        return Ok(if interrupted { End::Interrupted } else { end });
    }
    if wanted.dry_run && !wanted.json {
        let estimate = engine.estimate_plans(&plans, &options).await?;
        engine.estimate_sentences(&estimate).iter().for_each(|sentence| note(&safe(sentence)));
    }
    if !wanted.dry_run && !wanted.json && !interrupted && io::stderr().is_terminal() {
        // A script that describes picture after picture sends what it asks for and nothing else. Ctrl+C does not wait: all
        // pictures are done.
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tell_what_runs_out(engine) => {}
        }
    }
    Ok(if interrupted {
        End::Interrupted
    } else if failed {
        End::SomeFailed
    } else {
        End::Done
    })
}

/// Reads the balance of who does not tell it with the answer, and says what runs out. What cannot be read now stays
/// reckoned.
async fn tell_what_runs_out(engine: &Engine) {
    let _ = engine.freshen_balances().await;
    for alert in engine.balance_alerts().await.unwrap_or_default() {
        note(&safe(&format!("{}: {}", alert.name, alert.message)));
    }
}

/// Which pictures of a batch may be given up without harm, and the means to do so.
struct UnderWay {
    tokens: Vec<CancellationToken>,
    sent: Mutex<Vec<bool>>,
}

impl UnderWay {
    fn new(pictures: usize, cancel: &CancellationToken) -> Self {
        let tokens = (0..pictures).map(|_| cancel.child_token()).collect();
        Self { tokens, sent: Mutex::new(vec![false; pictures]) }
    }

    fn token(&self, picture: usize) -> &CancellationToken {
        &self.tokens[picture]
    }

    fn at(&self, picture: usize, event: &BackendEvent) {
        let BackendEvent::Stage(stage) = event else { return };
        let sent = match stage {
            Stage::Describing => true,
            Stage::Waiting { why, .. } => *why == WaitsFor::Service,
            Stage::Reading => false,
        };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)[picture] = sent;
    }

    /// Gives up everything that was not sent; what was sent may have been charged and goes on to its end.
    fn send_no_more(&self) {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        self.tokens.iter().zip(&*sent).filter(|(_, sent)| !**sent).for_each(|(token, _)| token.cancel());
    }
}

enum Answer {
    Plan(altsmith_core::engine::Plan),
    Words(Box<Outcome>),
}

fn options(engine: &Engine, wanted: &Describe) -> Result<Options, Exit> {
    let mut options = engine.options();
    if let Some(id) = &wanted.provider {
        options.provider.clone_from(id);
        options.request.model = engine.model_of(id);
    }
    // What the arguments name is theirs to get right; what the settings name is not wrong usage.
    let exit = |given: bool| if given { Exit::of_arguments } else { Exit::Failed };
    let unknown = || Failure::new(Reason::ProviderUnknown).with("provider", &options.provider);
    let provider = engine.connection(&options.provider).ok_or_else(unknown).map_err(exit(wanted.provider.is_some()))?;
    if let Some(model) = &wanted.model {
        options.request.model.clone_from(model);
    }
    provider.check_model(&options.request.model).map_err(exit(wanted.model.is_some()))?;
    if let Some(language) = &wanted.lang {
        options.request.language.clone_from(language);
    }
    if let Some(style) = &wanted.style {
        engine.check_style(style).map_err(Exit::of_arguments)?;
        options.request.style.clone_from(style);
    }
    // A style that is asked for is asked for, whatever instruction the settings have.
    if wanted.prompt.is_some() || wanted.style.is_some() {
        options.request.prompt.clone_from(&wanted.prompt);
    }
    options.request.context.clone_from(&wanted.context);
    if wanted.model.is_none() && !engine.names_model(&options.provider) {
        options.request.model = engine.model_of(&options.provider);
        if wanted.style.is_some() || options.request.style == "tags" {
            options = options.by_style(&provider);
        }
    }
    if let Some(max) = wanted.max_chars {
        options.request.max_chars = Some(max as usize);
    }
    options.force = wanted.force;
    options.run_started_ms = engine.now_ms();
    options.run = Some(format!("run-{}-{}", std::process::id(), options.run_started_ms));
    Ok(options)
}

/// What to describe, in input order, with what was refused in its place.
async fn pictures(engine: &Engine, sources: &[OsString]) -> Vec<(Item, Option<Failure>)> {
    let mut pictures = Vec::new();
    for source in sources {
        let (engine, given) = (engine.clone(), source.clone());
        let walked = tokio::task::spawn_blocking(move || incoming(&given).map(|incoming| engine.walk(vec![incoming])));
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
    if !output::unwritten(engine.localizer(), error) {
        return End::Done;
    }
    if !dry_run {
        note(&format!("  {}", engine.localizer().text("cli-write-kept", &[])));
    }
    End::SomeFailed
}

/// Writes what came of a picture.
///
/// # Errors
/// As [`line`].
fn tell(engine: &Engine, item: &Item, result: &Result<Answer, Failure>, json: bool) -> io::Result<()> {
    let localizer = engine.localizer();
    let source = safe(&item.source).replace('\n', " ");
    match result {
        Ok(Answer::Words(outcome)) if json => {
            json_line(&words_json(engine, Some(&item.source), outcome))?;
        }
        Ok(Answer::Words(outcome)) => {
            line(&format!("{source}: {}", in_one_line(&outcome.words, &outcome.tags)))?;
            let words = engine.description_view(outcome);
            // What was taken of the file is to be known here too; what is questionable about the words is seen in them.
            for warning in words.warnings.iter().filter(|warning| warning.code.is_of_picture()) {
                note(&format!("{source}: {}", safe(&warning.message)));
            }
            if let Some(trouble) = &words.incomplete {
                tell_trouble(localizer, &source, trouble);
            }
        }
        Ok(Answer::Plan(plan)) if json => {
            let mut object = Map::from_iter([("source".to_owned(), json!(item.source))]);
            if let Ok(Value::Object(rest)) = serde_json::to_value(plan) {
                object.extend(rest);
            }
            json_line(&Value::Object(object))?;
        }
        Ok(Answer::Plan(plan)) => line(&format!("{source}: {}", safe(&engine.plan_sentence(plan))))?,
        Err(failure) if json => {
            json_line(&json!({"source": item.source, "error": error_json(localizer, failure)}))?;
        }
        Err(failure) => tell_trouble(localizer, &source, &localizer.failure(failure)),
    }
    Ok(())
}

/// Why there are no words for a picture, or fewer than asked for.
fn tell_trouble(localizer: Localizer, source: &str, trouble: &Trouble) {
    let action = trouble.action.as_ref().map(|action| format!(" {action}")).unwrap_or_default();
    note(&format!("{source}: {}{}", safe(&trouble.message), safe(&action)));
    below(localizer, trouble).iter().for_each(|line| note(&format!("  {line}")));
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
    let localizer = engine.localizer();
    let words = engine.description_view(outcome);
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
    put("incomplete", words.incomplete.as_ref().map_or(Value::Null, |trouble| trouble_json(localizer, trouble)));
    Value::Object(object)
}

/// Of a picture whose address alone was passed on, nothing is known beyond who got it.
fn receipt_json(receipt: &Receipt) -> Value {
    if receipt.by_address { json!({"host": receipt.host, "by_address": true}) } else { json!(receipt) }
}
