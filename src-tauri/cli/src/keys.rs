//! `altsmith keys`, `altsmith check` and `altsmith account`: keys are kept, deleted and tried, never shown.

use crate::End;
use crate::arguments::{Account, Keys};
use crate::exit::Exit;
use crate::output::{line, note, safe, say};
use crate::prompt;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider::Connection;
use altsmith_core::secrets::{KeyName, KeyPlace, environment};
use altsmith_core::view::{self, AccountAction, Checked};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Read};

/// Keeps, deletes or lists keys.
pub async fn run(engine: &Engine, what: Keys) -> Result<End, Exit> {
    match what {
        Keys::Set { provider, field } => set(engine, provider, field).await,
        Keys::Delete { provider, field } => {
            open_vault(engine).await?;
            Ok(end(
                engine,
                &engine.accounts().delete_keys(&provider, field.as_deref()).await.map_err(Exit::of_arguments)?,
            ))
        }
        Keys::List => {
            open_vault(engine).await?;
            list(engine).await
        }
    }
}

async fn set(engine: &Engine, provider: String, field: String) -> Result<End, Exit> {
    let place = engine.accounts().keys(&provider).await.map_err(Exit::of_arguments)?.place;
    if place == KeyPlace::Session {
        // It would be gone with this process, and whoever set it would take it for kept.
        let variable = KeyName::new(&provider, &field).variable();
        note(&format!("altsmith: {}", engine.workspace().localizer().text("cli-keys-session", &[])));
        note(&format!(
            "  {}",
            safe(&engine.workspace().localizer().text("cli-keys-session-out", &[("variable", &variable)]))
        ));
        return Ok(End::SomeFailed);
    }
    if !make_vault(engine, place).await? {
        note(&format!("altsmith: {}", engine.workspace().localizer().text("cli-passphrase-differs", &[])));
        return Ok(End::SomeFailed);
    }
    let value = typed("> ".to_owned()).await?;
    Ok(end(
        engine,
        &engine.accounts().set_keys(&provider, BTreeMap::from([(field, value)])).await.map_err(Exit::of_arguments)?,
    ))
}

/// Asks for the vault's passphrase where keys are kept there and a person sits at a terminal; nothing where the
/// environment has it.
///
/// # Errors
/// `PassphraseWrong`, and why the vault cannot be opened.
pub async fn open_vault(engine: &Engine) -> Result<(), Failure> {
    let vault = engine.accounts().vault().await;
    if engine.workspace().settings().key_place == KeyPlace::Vault && vault.exists && !vault.unlocked && can_ask() {
        engine.accounts().open_vault(asked(engine, "cli-passphrase").await?).await?;
    }
    Ok(())
}

/// The same where this provider needs keys that the environment has not.
///
/// # Errors
/// As [`open_vault`].
pub async fn open_vault_for(engine: &Engine, provider: &str) -> Result<(), Failure> {
    if engine.workspace().connection(provider).as_ref().is_some_and(lacks_keys) {
        open_vault(engine).await
    } else {
        Ok(())
    }
}

/// The same for who answers questions: the chosen provider, or any other where that one takes none.
///
/// # Errors
/// As [`open_vault`].
pub async fn open_vault_for_questions(engine: &Engine) -> Result<(), Failure> {
    let answers = |provider: &Connection| provider.descriptor().takes.conversation;
    let chosen = engine.workspace().connection(&engine.workspace().settings().provider).filter(answers);
    let lacking = match chosen {
        Some(chosen) => lacks_keys(&chosen),
        None => engine.workspace().connections().iter().filter(|other| answers(other)).any(lacks_keys),
    };
    if lacking { open_vault(engine).await } else { Ok(()) }
}

/// Whether a key is needed that the environment has not.
fn lacks_keys(provider: &Connection) -> bool {
    let secrets = provider.descriptor().secrets;
    let given = |name: &str| environment::is_given(&KeyName::new(&provider.id, name).variable());
    secrets.iter().any(|field| field.required && !given(field.name))
}

/// The same before a key is kept: where there is no vault yet, the passphrase is asked for twice and makes it. False: the
/// two were different.
async fn make_vault(engine: &Engine, place: KeyPlace) -> Result<bool, Failure> {
    if place != KeyPlace::Vault || engine.accounts().vault().await.exists || !can_ask() {
        return open_vault(engine).await.map(|()| true);
    }
    let passphrase = asked(engine, "cli-passphrase-new").await?;
    if asked(engine, "cli-passphrase-again").await? != passphrase {
        return Ok(false);
    }
    engine.accounts().open_vault(passphrase).await.map(|()| true)
}

/// A person can be asked: what they type comes from a terminal and no passphrase is in the environment.
fn can_ask() -> bool {
    io::stdin().is_terminal() && !environment::is_given("ALTSMITH_VAULT_PASSPHRASE")
}

async fn asked(engine: &Engine, question: &str) -> Result<String, Failure> {
    typed(format!("{} ", engine.workspace().localizer().text(question, &[]))).await
}

/// The place that keeps the keys refused: nothing was changed.
fn end(engine: &Engine, keys: &view::Keys) -> End {
    keys.trouble.as_ref().map_or(End::Done, |trouble| {
        say(engine.workspace().localizer(), trouble);
        End::SomeFailed
    })
}

async fn typed(question: String) -> Result<String, Failure> {
    if io::stdin().is_terminal() {
        return prompt::hidden(question).await;
    }
    tokio::task::spawn_blocking(read_value).await.map_err(|_| Failure::new(Reason::Internal))?
}

/// Longest value that is read from standard input, in bytes.
const LONGEST: u64 = 64 << 10;

/// The whole of standard input: of a key that goes over two lines, the first line is not the key.
fn read_value() -> Result<String, Failure> {
    let mut value = String::new();
    let read = io::stdin().lock().take(LONGEST).read_to_string(&mut value);
    read.map_err(|error| Failure::new(Reason::ReadFailed).with("name", "-").with("detail", error.kind()))?;
    Ok(value)
}

/// One line a field, and below it where its key was typed for another address; a place that does not answer is told of once, and what the environment has is listed all the same.
async fn list(engine: &Engine) -> Result<End, Exit> {
    let mut ended = End::Done;
    for (provider, keys) in engine.accounts().all_keys().await {
        for key in &keys.fields {
            let from = key.status.from.and_then(|from| serde_json::to_value(from).ok());
            let from = from.as_ref().and_then(|from| from.as_str()).unwrap_or("-");
            let end = key.status.last4.as_ref().map(|last4| format!("…{last4}")).unwrap_or_default();
            line(&format!("{provider}\t{}\t{from}\t{}", key.name, safe(&end)))?;
            if let Some(origin) = &key.status.elsewhere {
                let values = [("provider", provider.as_str()), ("field", &key.name), ("origin", origin)];
                note(&safe(&engine.workspace().localizer().text("cli-key-elsewhere", &values)));
            }
        }
        if matches!(ended, End::Done) {
            ended = end(engine, &keys);
        }
    }
    Ok(ended)
}

/// Tries a provider's key without sending a picture. What that takes, and whether it may cost something, is said first.
pub async fn check(engine: &Engine, provider: &str) -> Result<End, Exit> {
    if let Some(what) = engine.workspace().localizer().provider(provider, Some("check")) {
        note(&safe(&what));
    }
    open_vault_for(engine, provider).await?;
    tell(engine, &engine.accounts().check_service(provider).await.map_err(unknown_provider)?)?;
    Ok(End::Done)
}

/// Makes an account or switches it on.
pub async fn account(engine: &Engine, what: Account) -> Result<End, Exit> {
    let (provider, action) = match what {
        Account::Create { provider } => (provider, AccountAction::Create),
        Account::Activate { provider } => (provider, AccountAction::Activate),
    };
    open_vault_for(engine, &provider).await?;
    tell(engine, &engine.accounts().account_action(&provider, action).await.map_err(unknown_provider)?)?;
    Ok(End::Done)
}

/// The provider's name is the only argument here: whatever else is wrong comes from the settings or the service.
fn unknown_provider(failure: Failure) -> Exit {
    if failure.reason == Reason::ProviderUnknown { Exit::WrongUsage(failure) } else { Exit::Failed(failure) }
}

fn tell(engine: &Engine, checked: &Checked) -> io::Result<()> {
    line(&safe(&checked.message))?;
    if let Some(remaining) = checked.credits.as_ref().and_then(|credits| credits.remaining) {
        line(&safe(&engine.workspace().localizer().text("check-remaining", &[("remaining", &remaining.to_string())])))?;
    }
    for model in &checked.models {
        line(&safe(model))?;
    }
    Ok(())
}
