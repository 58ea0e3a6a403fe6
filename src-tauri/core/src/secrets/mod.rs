//! Keys of services: where they are kept and how they are read for one request.
//!
//! The person chooses the place: the system's [`keyring`], a passphrase [`vault`] in the data folder, or the memory of this
//! [`session`]. Nothing here ever falls back from one to another by itself, and no place is plain text. An environment
//! variable wins for one run. The page learns of a key only its [`KeyStatus`].
//!
//! Places block and may ask the person something, so each call runs on a thread of its own under a time limit. Not on the
//! runtime's blocking threads: those must end before the program can, and a keyring that hangs would keep it alive.
//!
//! The setting is `keyring`, `vault` or `session`. `ALTSMITH_<PROVIDER>_<FIELD>` wins for one run, `ALTSMITH_VAULT_PASSPHRASE` opens the
//! vault. In a keyring the service is `altsmith` and the account `<provider>/<field>`. A place that does not answer is no error of
//! `keys`, `set_keys` and `delete_keys` but part of their answer (`Keys.trouble`), so that the form can be drawn with the way out.
//! Keys that were read serve a batch for a minute; a changed key, another place, another address or an opened vault ends that at
//! once.
//!
//! A key belongs to the host for which it was typed ([`Origin`]): it is kept with it, and not there for another one. One of the
//! environment is typed for the run, and belongs to the address that the connection has as the run begins.
//!
//! Accounts have names in the database (`account`): a hash of the longest key that the service itself needs. Short keys, which could
//! be found by trying, are hashed with a random value that lies in `accounts.salt` beside the database.

mod account;
pub mod environment;
mod error;
pub mod keyring;
mod origin;
pub mod pasted;
mod secret;
pub mod session;
mod store;
pub mod vault;
mod vault_file;

pub use error::Error;
pub use origin::{Address, Origin};
pub use secret::Secret;
pub use store::{KeyName, KeySource, Store};
pub use vault::VaultState;

use crate::provider::{self, Descriptor};
use origin::Found;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use ts_rs::TS;

/// Time for what asks the person nothing: connecting to the bus, starting the keyring.
const CONNECT: Duration = Duration::from_secs(10);
/// Time for what may ask for a password: a person types it.
const ASK: Duration = Duration::from_secs(90);
/// How long a keyring that did not answer is left alone, so that a folder of pictures does not wait for it each time.
const REST: Duration = Duration::from_secs(20);

/// Where the person wants keys to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum KeyPlace {
    /// The system's keyring.
    #[default]
    Keyring,
    /// The memory of this run.
    Session,
    /// The passphrase vault in the data folder.
    Vault,
}

/// All that the page and the command line may know of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyStatus {
    /// Whether there is one.
    pub set: bool,
    /// Where it comes from.
    pub from: Option<KeySource>,
    /// Its last four characters, where it has at least twelve.
    pub last4: Option<String>,
    /// There is one, which was typed for this scheme, host and port, and the service is elsewhere now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub elsewhere: Option<String>,
}

/// Time limits, shorter in tests.
#[derive(Clone, Copy)]
struct Limits {
    connect: Duration,
    ask: Duration,
    rest: Duration,
}

/// Keys of all services, from all places. One for the program; making it touches nothing.
pub struct Secrets {
    place: RwLock<KeyPlace>,
    keyring: Arc<dyn Store>,
    vault: Arc<vault::Vault>,
    salt: account::Salt,
    session: session::Session,
    environment: fn(&str) -> Option<String>,
    limits: Limits,
    silent_since: Mutex<Option<Instant>>,
}

impl Secrets {
    /// The keys of this data folder, kept where the person's setting says.
    pub fn new(data_folder: &Path, place: KeyPlace) -> Self {
        Self {
            place: RwLock::new(place),
            keyring: Arc::new(keyring::Keyring::default()),
            vault: Arc::new(vault::Vault::new(data_folder)),
            salt: account::Salt::in_folder(data_folder),
            session: session::Session::default(),
            environment: environment::given,
            limits: Limits { connect: CONNECT, ask: ASK, rest: REST },
            silent_since: Mutex::default(),
        }
    }

    /// The same with another keyring.
    #[must_use]
    pub fn with_keyring(mut self, keyring: Arc<dyn Store>) -> Self {
        self.keyring = keyring;
        self
    }

    /// Keeps keys somewhere else from now on. Keys that are there already stay where they are.
    pub fn choose(&self, place: KeyPlace) {
        *self.place.write().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// Where keys are kept now.
    pub fn place(&self) -> KeyPlace {
        *self.place.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key for a request to this address: the environment's, else this session's, else that of the chosen place. Ask once for
    /// a batch.
    ///
    /// # Errors
    /// Whatever keeps the place from answering; a key that is simply not there, or is another address's, is `Ok(None)`.
    pub async fn get(&self, provider: &str, field: &str, address: &Address) -> Result<Option<Secret>, Error> {
        match self.find(KeyName::new(provider, field), address).await? {
            Found::Here(secret, _) => Ok(Some(secret)),
            Found::Elsewhere(_) | Found::Nothing => Ok(None),
        }
    }

    /// All keys of a connection of this kind, for its requests. Fields without a key are left out: whether they matter, the provider
    /// says (`KeyMissing`); so does it of a key that was typed for another address than that of its field. A place that does not
    /// answer matters only for fields that are required. Ask once for a batch.
    ///
    /// # Errors
    /// As [`Secrets::get`].
    pub async fn of(
        &self,
        id: &str,
        kind: &Descriptor,
        address: impl Fn(&str) -> Address,
    ) -> Result<provider::Secrets, Error> {
        let mut found = provider::Secrets::none();
        for field in kind.secrets {
            let address = address(field.name);
            match self.find(KeyName::new(id, field.name), &address).await {
                // Also what an older version kept as it was pasted.
                Ok(Found::Here(value, _)) if !is_chosen(id, field.name) => {
                    found = found.with(field.name, value.pasted().expose());
                }
                Ok(Found::Here(value, _)) => found = found.with(field.name, value.expose()),
                Ok(Found::Elsewhere(origin)) => {
                    let now = address.now.as_ref().map_or("", Origin::as_str);
                    found = found.elsewhere(field.name, origin.as_str(), now);
                }
                Err(error) if field.required => return Err(error),
                Ok(Found::Nothing) | Err(_) => {}
            }
        }
        Ok(found)
    }

    /// A name for the account that these keys belong to, for limits, budget and ledger; none of the keys can be found from
    /// it. Empty where there is no key. Blocking: it may make a file in the data folder.
    ///
    /// # Errors
    /// Where that file cannot be read or made.
    pub fn account(&self, id: &str, kind: &Descriptor, keys: &provider::Secrets) -> std::io::Result<String> {
        account::name(id, kind, keys, &self.salt)
    }

    /// Whether there is a key, and from where. Reads the chosen place: not at start.
    ///
    /// # Errors
    /// As [`Secrets::get`].
    pub async fn status(&self, provider: &str, field: &str, address: &Address) -> Result<KeyStatus, Error> {
        Ok(status(self.find(KeyName::new(provider, field), address).await?))
    }

    /// The same of the environment and of this session alone: nothing and nobody is asked.
    ///
    /// # Errors
    /// None that is known; the session is a [`Store`] like the others.
    pub fn status_here(&self, provider: &str, field: &str, address: &Address) -> Result<KeyStatus, Error> {
        Ok(status(self.find_here(&KeyName::new(provider, field), address)?))
    }

    /// Keeps a key in the chosen place, without what copying brings along, in place of an older one, for this origin. None: where
    /// its service is was not said yet.
    ///
    /// # Errors
    /// [`Error::NotAKey`] for nothing or control characters; else whatever keeps the place from answering. Nothing is kept
    /// anywhere else then.
    pub async fn set(&self, provider: &str, field: &str, value: Secret, origin: Option<&Origin>) -> Result<(), Error> {
        let name = KeyName::new(provider, field);
        if !value.is_usable() {
            return Err(Error::NotAKey);
        }
        let value = if is_chosen(provider, field) { value.trimmed() } else { value.pasted() };
        let value = origin::bind(&value, origin);
        match self.chosen() {
            None => self.session.set(&name, &value),
            Some(store) => {
                let kept = name.clone();
                self.ask(store, move |store| store.set(&kept, &value)).await?;
                self.session.delete(&name).map(|_| ())
            }
        }
    }

    /// Removes a key from the session and from the chosen place; whether there was one.
    ///
    /// # Errors
    /// As [`Secrets::get`]; the session's is gone in any case.
    pub async fn delete(&self, provider: &str, field: &str) -> Result<bool, Error> {
        let name = KeyName::new(provider, field);
        let here = self.session.delete(&name)?;
        let Some(store) = self.chosen() else { return Ok(here) };
        Ok(self.ask(store, move |store| store.delete(&name)).await? || here)
    }

    /// Names of all keys in the session and in the chosen place, in order.
    ///
    /// # Errors
    /// As [`Secrets::get`].
    pub async fn list(&self) -> Result<Vec<KeyName>, Error> {
        let mut names = self.session.list()?;
        if let Some(store) = self.chosen() {
            names.extend(self.ask(store, |store| store.list()).await?);
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// Opens the vault, or makes it where there is none. `ALTSMITH_VAULT_PASSPHRASE` does the same by itself.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::NotAKey`] for an empty one, [`Error::VaultDamaged`], [`Error::VaultNewer`],
    /// [`Error::Io`].
    pub async fn unlock_vault(&self, passphrase: Secret) -> Result<(), Error> {
        let vault = self.vault.clone();
        on_a_thread(self.limits.ask, move || vault.unlock(&passphrase)).await
    }

    /// Seals the open vault under another passphrase.
    ///
    /// # Errors
    /// As [`Secrets::unlock_vault`]; [`Error::VaultLocked`] where it is not open.
    pub async fn change_vault_passphrase(&self, passphrase: Secret) -> Result<(), Error> {
        let vault = self.vault.clone();
        on_a_thread(self.limits.ask, move || vault.change_passphrase(&passphrase)).await
    }

    /// Forgets the vault's passphrase.
    pub fn lock_vault(&self) {
        self.vault.lock();
    }

    /// Whether there is a vault and whether it is open.
    ///
    /// # Errors
    /// [`Error::Thread`].
    pub async fn vault_state(&self) -> Result<VaultState, Error> {
        let vault = self.vault.clone();
        on_a_thread(self.limits.connect, move || Ok(vault.state())).await
    }

    async fn find(&self, name: KeyName, address: &Address) -> Result<Found, Error> {
        let here = self.find_here(&name, address)?;
        if matches!(here, Found::Here(..)) {
            return Ok(here);
        }
        let Some(store) = self.chosen() else { return Ok(here) };
        let from = store.source();
        let kept = self.ask(store, move |store| store.get(&name)).await?;
        Ok(here.or(address.judge(kept, from)))
    }

    fn find_here(&self, name: &KeyName, address: &Address) -> Result<Found, Error> {
        let given = address.judge(self.environments(name), KeySource::Environment);
        Ok(given.or(address.judge(self.session.get(name)?, KeySource::Session)))
    }

    fn environments(&self, name: &KeyName) -> Option<Secret> {
        let given = (self.environment)(&name.variable()).map(Secret::new)?;
        let value = if is_chosen(&name.provider, &name.field) { given.trimmed() } else { given.pasted() };
        Some(value).filter(|value| !value.is_empty())
    }

    /// The chosen place, unless it is the session.
    fn chosen(&self) -> Option<Arc<dyn Store>> {
        match self.place() {
            KeyPlace::Keyring => Some(self.keyring.clone()),
            KeyPlace::Vault => Some(self.vault.clone()),
            KeyPlace::Session => None,
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        store: Arc<dyn Store>,
        work: impl FnOnce(&dyn Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        match store.source() {
            KeySource::Keyring => self.ask_keyring(store, work).await,
            KeySource::Vault => {
                self.unlock_from_environment().await?;
                on_a_thread(self.limits.ask, move || work(&*store)).await
            }
            KeySource::Session | KeySource::Environment => work(&*store),
        }
    }

    async fn ask_keyring<T: Send + 'static>(
        &self,
        store: Arc<dyn Store>,
        work: impl FnOnce(&dyn Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let silent_since = || self.silent_since.lock().unwrap_or_else(PoisonError::into_inner);
        if silent_since().is_some_and(|since| since.elapsed() < self.limits.rest) {
            return Err(Error::TimedOut);
        }
        let opened = store.clone();
        let result = match on_a_thread(self.limits.connect, move || opened.open()).await {
            Ok(()) => {
                let asked = store.clone();
                on_a_thread(self.limits.ask, move || work(&*asked)).await
            }
            Err(error) => Err(error),
        };
        if matches!(result, Err(Error::TimedOut)) {
            store.forget();
            *silent_since() = Some(Instant::now());
        }
        result
    }

    async fn unlock_from_environment(&self) -> Result<(), Error> {
        let Some(passphrase) = self.environments(&KeyName::new("vault", "passphrase")) else { return Ok(()) };
        let vault = self.vault.clone();
        on_a_thread(self.limits.ask, move || if vault.state().unlocked { Ok(()) } else { vault.unlock(&passphrase) })
            .await
    }
}

/// Whether the person thought of this secret themselves: it may be anything, and is taken as it is. The others come from a
/// service and are pasted.
pub fn is_chosen(provider: &str, field: &str) -> bool {
    provider == "vault" || field == "secret"
}

fn status(found: Found) -> KeyStatus {
    match found {
        Found::Here(secret, from) => {
            KeyStatus { set: true, from: Some(from), last4: secret.last4(), ..KeyStatus::default() }
        }
        Found::Elsewhere(origin) => KeyStatus { elsewhere: Some(origin.to_string()), ..KeyStatus::default() },
        Found::Nothing => KeyStatus::default(),
    }
}

/// Runs something that blocks on a thread of its own; after the limit it is left behind.
async fn on_a_thread<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (answer, answered) = oneshot::channel();
    std::thread::Builder::new()
        .name("keys".into())
        .spawn(move || answer.send(work()).is_ok())
        .map_err(|_| Error::Thread)?;
    match tokio::time::timeout(limit, answered).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Error::Thread),
        Err(_) => Err(Error::TimedOut),
    }
}

#[cfg(test)]
mod tests;
