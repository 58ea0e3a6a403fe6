//! `altsmith ask`: a question about a picture of the history.

use crate::End;
use crate::output::{line, safe};
use crate::progress::Progress;
use altsmith_core::engine::Engine;
use altsmith_core::failure::Failure;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

/// Asks, and prints the answer. Ctrl+C stops waiting.
pub async fn run(engine: &Engine, id: i64, question: String, json: bool) -> Result<End, Failure> {
    let image_id = engine.picture_of(id).await?;
    crate::keys::open_vault(engine).await?;
    let cancel = CancellationToken::new();
    crate::describe::cancel_on_interrupt(cancel.clone());
    let progress = Progress::begin(engine, 1, json);
    let asked = engine.ask_about(image_id, question, &cancel, &|stage| progress.at(0, stage)).await;
    drop(progress);
    let conversation = match asked {
        Err(_) if cancel.is_cancelled() => return Ok(End::Interrupted),
        asked => asked?,
    };
    let Some(exchange) = conversation.exchanges.iter().find(|exchange| conversation.answered == Some(exchange.id))
    else {
        return Ok(End::SomeFailed);
    };
    if json {
        let provider = engine.description(exchange.id).await?.words.provider;
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
        line(&Value::Object(object).to_string());
    } else {
        line(&safe(&exchange.answer));
    }
    Ok(End::Done)
}
