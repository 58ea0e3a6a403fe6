//! `altsmith keys` and `altsmith check`: keys are kept, deleted and tried, never shown.

use crate::End;
use crate::arguments::Keys;
use crate::output::{line, safe};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider;
use std::io::{BufRead, IsTerminal};

/// Keeps, deletes or lists keys.
pub async fn run(engine: &Engine, what: Keys) -> Result<End, Failure> {
    match what {
        Keys::Set { provider, field } => {
            let value = tokio::task::spawn_blocking(read_value).await.map_err(|_| Failure::new(Reason::Internal))??;
            engine.set_key(&provider, &field, value).await?;
        }
        Keys::Delete { provider, field } => delete(engine, &provider, field.as_deref()).await?,
        Keys::List => list(engine).await?,
    }
    Ok(End::Done)
}

/// The value, without an echo where a person types it.
fn read_value() -> Result<String, Failure> {
    let trouble =
        |error: std::io::Error| Failure::new(Reason::ReadFailed).with("name", "-").with("detail", error.kind());
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password("> ").map_err(trouble);
    }
    let mut value = String::new();
    std::io::stdin().lock().read_line(&mut value).map_err(trouble)?;
    Ok(value)
}

async fn delete(engine: &Engine, provider: &str, field: Option<&str>) -> Result<(), Failure> {
    let fields: Vec<&str> = match field {
        Some(field) => vec![field],
        None => {
            let provider = provider::find(provider)
                .ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", provider))?;
            provider.descriptor.secrets.iter().map(|field| field.name).collect()
        }
    };
    for field in fields {
        engine.delete_key(provider, field).await?;
    }
    Ok(())
}

async fn list(engine: &Engine) -> Result<(), Failure> {
    for provider in provider::registry() {
        for (field, status) in engine.key_status(provider.descriptor.id).await? {
            let from = status.from.and_then(|from| serde_json::to_value(from).ok());
            let from = from.as_ref().and_then(|from| from.as_str()).unwrap_or("-").to_owned();
            let end = status.last4.map(|last4| format!("…{last4}")).unwrap_or_default();
            line(&format!("{}\t{field}\t{from}\t{end}", provider.descriptor.id));
        }
    }
    Ok(())
}

/// Tries a provider's key without sending a picture.
pub async fn check(engine: &Engine, provider: &str) -> Result<End, Failure> {
    let speaker = engine.speaker();
    let name = provider::find(provider).map_or(provider, |known| known.descriptor.name);
    let Some(knowledge) = engine.check_key(provider).await? else {
        line(&safe(&speaker.text("check-impossible", &[("provider", name)])));
        return Ok(End::Done);
    };
    let key = if knowledge.key_confirmed { "check-confirmed" } else { "check-answers" };
    line(&safe(&speaker.text(key, &[("provider", name)])));
    if let Some(remaining) = knowledge.credits.and_then(|credits| credits.remaining) {
        line(&safe(&speaker.text("check-remaining", &[("remaining", &remaining.to_string())])));
    }
    for model in knowledge.models {
        line(&safe(&model));
    }
    Ok(End::Done)
}
