//! `altsmith describe`: pictures in, one line or one JSON object for each out, in input order.

use crate::End;
use crate::arguments::Describe;
use crate::output::{error_json, line, safe, trouble_json};
use crate::progress::Progress;
use altsmith_core::engine::{Engine, Options, Outcome};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::provider;
use altsmith_core::view::Receipt;
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use std::io::Read;
use tokio_util::sync::CancellationToken;

/// Most bytes read from standard input.
const MAX_STDIN: u64 = 200 << 20;

/// Describes what was asked for.
pub async fn run(engine: &Engine, wanted: Describe) -> Result<End, Failure> {
    let options = options(engine, &wanted)?;
    let pictures = pictures(engine, &wanted.sources).await?;
    let cancel = CancellationToken::new();
    cancel_on_interrupt(cancel.clone());
    if !wanted.dry_run {
        // What was paid for before a crash; what cannot be finished now stays for the next time.
        let _ = engine.finish_stored(&cancel).await;
    }
    let progress = Progress::begin(engine, pictures.len() as u64, wanted.json);
    let at_once = wanted.jobs.map_or(engine.parallel(), |jobs| jobs as usize);
    let mut answers = stream::iter(pictures.into_iter().enumerate())
        .map(|(number, (item, refused))| {
            let (engine, options, cancel, progress) = (engine.clone(), options.clone(), cancel.clone(), &progress);
            async move {
                let stage = |stage| progress.at(number, stage);
                let result = match refused {
                    Some(failure) => Err(failure),
                    None if wanted.dry_run => engine.plan(&item, &options).await.map(Answer::Plan),
                    None => engine.describe(&item, &options, &cancel, &stage).await.map(|o| Answer::Words(Box::new(o))),
                };
                (number, item, result)
            }
        })
        .buffered(at_once);
    let mut failed = false;
    let mut plans = Vec::new();
    while let Some((number, item, result)) = answers.next().await {
        failed |= result.is_err();
        let result = result.map_err(|failure| failure.with("name", &item.name));
        progress.above(|| tell(engine, &item, &result, wanted.json));
        progress.done(number);
        if let Ok(Answer::Plan(plan)) = result {
            plans.push(plan);
        }
    }
    drop(answers);
    drop(progress);
    if wanted.dry_run && !wanted.json {
        let estimate = engine.estimate_plans(&plans, &options).await?;
        engine.estimate_sentences(&estimate).iter().for_each(|sentence| eprintln!("{}", safe(sentence)));
    }
    if !wanted.dry_run && !cancel.is_cancelled() {
        // The balance of who does not tell it with the answer; what cannot be read now stays reckoned.
        let _ = engine.freshen_balances().await;
    }
    Ok(if cancel.is_cancelled() {
        End::Interrupted
    } else if failed {
        End::SomeFailed
    } else {
        End::Done
    })
}

enum Answer {
    Plan(altsmith_core::engine::Plan),
    Words(Box<Outcome>),
}

fn options(engine: &Engine, wanted: &Describe) -> Result<Options, Failure> {
    let mut options = engine.options();
    if let Some(id) = &wanted.provider {
        options.provider.clone_from(id);
        options.request.model = engine.model_of(id);
    }
    let provider = provider::find(&options.provider)
        .ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", &options.provider))?;
    if let Some(model) = &wanted.model {
        options.request.model.clone_from(model);
    }
    let known = &provider.descriptor.models;
    if !known.is_empty()
        && !known.iter().any(|m| m.id == options.request.model)
        && provider.descriptor.endpoint.is_none()
    {
        return Err(Failure::new(Reason::ModelNotFound)
            .with("model", &options.request.model)
            .with("provider", provider.descriptor.name));
    }
    if let Some(language) = &wanted.lang {
        options.request.language.clone_from(language);
    }
    if let Some(style) = &wanted.style {
        engine.check_style(style)?;
        options.request.style.clone_from(style);
    }
    // A style that is asked for is asked for, whatever instruction the settings have.
    if wanted.prompt.is_some() || wanted.style.is_some() {
        options.request.prompt.clone_from(&wanted.prompt);
    }
    options.request.context.clone_from(&wanted.context);
    if let Some(max) = wanted.max_chars {
        options.request.max_chars = Some(max as usize);
    }
    options.force = wanted.force;
    options.run_started_ms = engine.now_ms();
    options.run = Some(format!("run-{}-{}", std::process::id(), options.run_started_ms));
    Ok(options)
}

/// What to describe, in input order, with what was refused in its place.
async fn pictures(engine: &Engine, sources: &[String]) -> Result<Vec<(Item, Option<Failure>)>, Failure> {
    let mut pictures = Vec::new();
    for source in sources {
        let incoming = incoming(source)?;
        let engine = engine.clone();
        let walk = tokio::task::spawn_blocking(move || engine.walk(vec![incoming]))
            .await
            .map_err(|_| Failure::new(Reason::Internal))?;
        pictures.extend(walk.refused.into_iter().map(|(item, failure)| (item, Some(failure))));
        pictures.extend(walk.items.into_iter().map(|item| (item, None)));
    }
    Ok(pictures)
}

fn incoming(source: &str) -> Result<Incoming, Failure> {
    if source == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(MAX_STDIN + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::new(Reason::ReadFailed).with("name", "-").with("detail", error.kind()))?;
        return Ok(Incoming::Bytes { bytes, name: "-".to_owned() });
    }
    let lower = source.to_ascii_lowercase();
    Ok(if lower.starts_with("https://") || lower.starts_with("http://") {
        Incoming::Url { url: source.to_owned(), typed: true }
    } else {
        Incoming::Path(source.into())
    })
}

/// Ctrl+C cancels; what was sent is still written down.
pub fn cancel_on_interrupt(cancel: CancellationToken) {
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancel.cancel();
        }
    });
}

fn tell(engine: &Engine, item: &Item, result: &Result<Answer, Failure>, json: bool) {
    let speaker = engine.speaker();
    match result {
        Ok(Answer::Words(outcome)) if json => line(&words_json(engine, Some(&item.source), outcome).to_string()),
        Ok(Answer::Words(outcome)) => {
            let words = &outcome.words;
            let text = words.alt.as_deref().or(words.description.as_deref()).unwrap_or_default();
            line(&format!("{}: {}", safe(&item.source), safe(text).replace('\n', " ")));
        }
        Ok(Answer::Plan(plan)) if json => {
            let mut object = Map::from_iter([("source".to_owned(), json!(item.source))]);
            if let Ok(Value::Object(rest)) = serde_json::to_value(plan) {
                object.extend(rest);
            }
            line(&Value::Object(object).to_string());
        }
        Ok(Answer::Plan(plan)) => line(&format!("{}: {}", safe(&item.source), safe(&engine.plan_sentence(plan)))),
        Err(failure) if json => {
            line(&json!({"source": item.source, "error": error_json(&speaker, failure)}).to_string());
        }
        Err(failure) => {
            let trouble = speaker.failure(failure);
            let action = trouble.action.map(|action| format!(" {action}")).unwrap_or_default();
            eprintln!("{}: {}{}", safe(&item.source), safe(&trouble.message), safe(&action));
        }
    }
}

/// The JSON object of one description; what is not known is left out.
pub fn words_json(engine: &Engine, source: Option<&str>, outcome: &Outcome) -> Value {
    let words = engine.words_view(outcome);
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() && value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty()) {
            object.insert(name.to_owned(), value);
        }
    };
    put("source", json!(source));
    put("image_id", json!(outcome.image.id));
    put("hash", json!(outcome.image.hash));
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
    put("incomplete", words.incomplete.as_ref().map_or(Value::Null, trouble_json));
    Value::Object(object)
}

/// Of a picture whose address alone was passed on, nothing is known beyond who got it.
fn receipt_json(receipt: &Receipt) -> Value {
    if receipt.by_address { json!({"host": receipt.host, "by_address": true}) } else { json!(receipt) }
}
