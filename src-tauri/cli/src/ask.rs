//! `altsmith ask`: a question about a picture of the history.

use crate::End;
use crate::exit::Exit;
use crate::output::{line, note, safe, trouble};
use crate::progress::Progress;
use altsmith_core::describing::{BackendEvent, Stage};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::view::Conversation;
use serde_json::{Map, Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio_util::sync::CancellationToken;

/// How to ask.
#[derive(Clone, Copy)]
pub struct How {
    /// One JSON object comes out.
    pub json: bool,
    /// On the person's word, also where the same question may have been charged already.
    pub force: bool,
}

/// Asks, and prints the answer. Ctrl+C gives up what was not sent; the answer to what was is waited for.
pub async fn run(
    engine: &Engine,
    id: i64,
    question: String,
    how: How,
    cancel: &CancellationToken,
) -> Result<End, Exit> {
    let How { json, force } = how;
    let image_id = engine.history().picture_of(id).await?;
    crate::keys::open_vault_for_questions(engine).await?;
    let progress = Progress::begin(engine, 1, json);
    let asked = wait_for_answer(engine, image_id, question, force, &progress, cancel).await;
    drop(progress);
    let conversation = match asked {
        Err(failure) if cancel.is_cancelled() => {
            if failure.reason != Reason::Cancelled {
                trouble(engine.workspace().localizer(), &failure);
            }
            return Ok(End::Interrupted);
        }
        asked => asked?,
    };
    let Some(exchange) = conversation.exchanges.iter().find(|exchange| conversation.answered == Some(exchange.id))
    else {
        return Ok(End::SomeFailed);
    };
    if json {
        let provider = engine.history().description(exchange.id).await?.words.provider;
        let mut object = Map::from_iter([
            ("image_id".to_owned(), json!(image_id)),
            ("description_id".to_owned(), json!(exchange.id)),
            ("question".to_owned(), json!(exchange.question)),
            ("answer".to_owned(), json!(exchange.answer)),
            ("provider".to_owned(), json!(provider)),
        ]);
        if let Some(credits) = &exchange.credits {
            object.insert("credits".to_owned(), json!(credits));
        }
        line(&Value::Object(object).to_string())?;
    } else {
        line(&safe(&exchange.answer))?;
    }
    Ok(End::Done)
}

/// Asks. What was not sent is given up on the person's word; the answer to what was is waited for.
async fn wait_for_answer(
    engine: &Engine,
    image_id: i64,
    question: String,
    force: bool,
    progress: &Progress,
    cancel: &CancellationToken,
) -> Result<Conversation, Failure> {
    let (stop, sent) = (CancellationToken::new(), AtomicBool::new(false));
    let told = |event: BackendEvent| {
        if let BackendEvent::Stage(stage) = &event {
            sent.store(matches!(stage, Stage::Describing), Ordering::SeqCst);
        }
        progress.at(0, &event);
    };
    let asked = async {
        if force {
            engine.history().ask_about_again(image_id, question, &stop, &told).await
        } else {
            engine.history().ask_about(image_id, question, &stop, &told).await
        }
    };
    tokio::pin!(asked);
    tokio::select! {
        asked = &mut asked => asked,
        () = cancel.cancelled() => {
            if sent.load(Ordering::SeqCst) {
                progress.above(|| note(&engine.workspace().localizer().text("cli-interrupted", &[])));
            } else {
                stop.cancel();
            }
            asked.await
        }
    }
}
