//! `altsmith keys`, `altsmith check` and `altsmith account`: keys are kept, deleted and tried, never shown.

use crate::End;
use crate::arguments::{Account, Keys};
use crate::output::{line, safe, say};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider;
use altsmith_core::view::{self, AccountErrand, Checked};
use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal};

/// Keeps, deletes or lists keys.
pub async fn run(engine: &Engine, what: Keys) -> Result<End, Failure> {
    match what {
        Keys::Set { provider, field } => {
            let value = tokio::task::spawn_blocking(read_value).await.map_err(|_| Failure::new(Reason::Internal))??;
            Ok(end(&engine.set_keys(&provider, BTreeMap::from([(field, value)])).await?))
        }
        Keys::Delete { provider, field } => Ok(end(&engine.delete_keys(&provider, field.as_deref()).await?)),
        Keys::List => list(engine).await,
    }
}

/// The place that keeps the keys refused: nothing was changed.
fn end(keys: &view::Keys) -> End {
    keys.trouble.as_ref().map_or(End::Done, |trouble| {
        say(trouble);
        End::SomeFailed
    })
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

/// One line a field; a place that does not answer is told of once, and what the environment has is listed all the same.
async fn list(engine: &Engine) -> Result<End, Failure> {
    let mut ended = End::Done;
    for provider in provider::registry() {
        let keys = engine.keys(provider.descriptor.id).await?;
        for key in &keys.fields {
            let from = key.status.from.and_then(|from| serde_json::to_value(from).ok());
            let from = from.as_ref().and_then(|from| from.as_str()).unwrap_or("-");
            let end = key.status.last4.as_ref().map(|last4| format!("…{last4}")).unwrap_or_default();
            line(&format!("{}\t{}\t{from}\t{}", provider.descriptor.id, key.name, safe(&end)));
        }
        if matches!(ended, End::Done) {
            ended = end(&keys);
        }
    }
    Ok(ended)
}

/// Tries a provider's key without sending a picture.
pub async fn check(engine: &Engine, provider: &str) -> Result<End, Failure> {
    tell(engine, &engine.check_service(provider).await?);
    Ok(End::Done)
}

/// Makes an account or switches it on.
pub async fn account(engine: &Engine, what: Account) -> Result<End, Failure> {
    let (provider, errand) = match what {
        Account::Create { provider } => (provider, AccountErrand::Create),
        Account::Activate { provider } => (provider, AccountErrand::Activate),
    };
    tell(engine, &engine.account_errand(&provider, errand).await?);
    Ok(End::Done)
}

fn tell(engine: &Engine, checked: &Checked) {
    line(&safe(&checked.message));
    if let Some(remaining) = checked.credits.as_ref().and_then(|credits| credits.remaining) {
        line(&safe(&engine.speaker().text("check-remaining", &[("remaining", &remaining.to_string())])));
    }
    for model in &checked.models {
        line(&safe(model));
    }
}
