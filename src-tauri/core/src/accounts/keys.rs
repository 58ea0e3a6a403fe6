//! Keys: set, deleted, asked whether they are there. Never read back. Trouble with the place in which they are kept is no
//! error here but part of the answer: the person is to see the form, and the way out, all the same.

use super::Accounts;
use super::key_addresses::Addresses;
use crate::failure::{Failure, Reason};
use crate::provider::{self, Backend, Connection};
use crate::secrets::{Address, Error, KeyName, KeyPlace, KeyStatus, Origin, Secret, VaultState, is_chosen, pasted};
use crate::view::{Key, Keys};
use crate::workspace::{Blocking, label};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long keys that were read serve further pictures of a batch.
const KEYS_LAST: Duration = Duration::from_secs(60);

/// Keys that were read for requests, by connection.
#[derive(Default)]
pub(super) struct Known {
    read: Mutex<HashMap<Arc<str>, Read>>,
    /// Counts how often the read keys were dropped. A key that was read under an older number is not used.
    forgotten: AtomicU64,
    /// Where each key would have gone as this run began.
    at_start: std::sync::Mutex<HashMap<KeyName, Origin>>,
}

struct Read {
    keys: Arc<provider::Secrets>,
    /// Where: keys of another place do not serve.
    place: KeyPlace,
    addresses: Addresses,
    at: Instant,
    forgotten: u64,
}

impl Known {
    /// Reads keys anew from now on; does not wait for a keyring that is being asked.
    pub fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }

    /// Where this key went when it was first looked at in this run.
    pub fn at_start(&self, id: &str, field: &str, now: Option<&Origin>) -> Option<Origin> {
        let mut known = self.at_start.lock().unwrap_or_else(PoisonError::into_inner);
        let name = KeyName::new(id, field);
        match (known.get(&name), now) {
            (Some(first), _) => Some(first.clone()),
            (None, Some(now)) => Some(known.entry(name).or_insert(now.clone()).clone()),
            (None, None) => None,
        }
    }
}

impl Accounts {
    /// A provider's keys for its requests with these settings. Read once for a batch: a keyring may ask the person each time.
    pub(crate) async fn keys_of(
        &self,
        provider: &Connection,
        settings: &BTreeMap<String, String>,
    ) -> Result<Arc<provider::Secrets>, Failure> {
        let (connection, settings) = (provider.clone(), settings.clone());
        let addresses = self.blocking(move |accounts| accounts.addresses(&connection, &settings)).await?;
        let known = &self.known_keys;
        let mut read = known.read.lock().await;
        let (forgotten, place) = (known.forgotten.load(Ordering::SeqCst), self.secrets.place());
        if let Some(before) = read.get(&provider.id)
            && before.at.elapsed() < KEYS_LAST
            && before.forgotten == forgotten
            && before.place == place
            && before.addresses == addresses
        {
            return Ok(Arc::clone(&before.keys));
        }
        let asked = self.secrets.of(&provider.id, provider.descriptor(), |field| addresses.of(field)).await;
        let keys = asked.map_err(Failure::from)?;
        for field in provider.descriptor().secrets.iter().map(|field| field.name) {
            let key = keys.expose(field).ok().filter(|_| !is_chosen(&provider.id, field));
            if key.is_some_and(|key| pasted::check(key).is_err()) {
                let key = label(self.workspace.localizer(), provider.descriptor(), field);
                return Err(Failure::new(Reason::KeyUnusable).with("key", key).with("what", "sent"));
            }
        }
        let keys = Arc::new(keys);
        let read_now = Read { keys: Arc::clone(&keys), place, addresses, at: Instant::now(), forgotten };
        read.insert(provider.id.clone(), read_now);
        Ok(keys)
    }

    /// Whether a provider's keys are set. A place that does not answer is no error here but said in the answer.
    ///
    /// # Errors
    /// `ProviderUnknown`.
    pub async fn keys(&self, provider: &str) -> Result<Keys, Failure> {
        Ok(self.keys_asking(&self.workspace.known_provider(provider)?, &mut None).await)
    }

    /// The same of all connections, in the order in which they are offered.
    pub async fn all_keys(&self) -> Vec<(String, Keys)> {
        let mut trouble = None;
        let mut all = Vec::new();
        for provider in &self.workspace.connections() {
            all.push((provider.id.to_string(), self.keys_asking(provider, &mut trouble).await));
        }
        all
    }

    /// Asks the place unless there was trouble with it: a keyring that was refused once would only ask the person again for
    /// the next field.
    async fn keys_asking(&self, provider: &Connection, trouble: &mut Option<Failure>) -> Keys {
        let id = &*provider.id;
        let addresses = self.addresses_now(provider).await.unwrap_or_else(|failure| {
            *trouble = Some(failure);
            Addresses::default()
        });
        let mut fields = Vec::new();
        for field in provider.descriptor().secrets {
            let address = addresses.of(field.name);
            let status = match trouble {
                None => self.secrets.status(id, field.name, &address).await,
                Some(_) => self.secrets.status_here(id, field.name, &address),
            };
            let status = status.unwrap_or_else(|error| {
                *trouble = Some(error.into());
                KeyStatus::default()
            });
            fields.push((field.name, status));
        }
        self.keys_view(provider, fields, trouble.clone()).await
    }

    /// Where a connection's keys go, as it is now.
    async fn addresses_now(&self, provider: &Connection) -> Result<Addresses, Failure> {
        let connection = provider.clone();
        self.blocking(move |accounts| accounts.addresses(&connection, &accounts.workspace.settings_of(&connection.id)?))
            .await
    }

    /// Keeps keys of a provider where the settings say, each in place of an older one. All are looked at before the first
    /// is kept.
    ///
    /// # Errors
    /// `ProviderUnknown`, `SettingUnknown` for a field that the provider has not, `KeyUnusable`, and why the place keeps
    /// no key: whoever typed one must not take it for kept.
    pub async fn set_keys(&self, provider: &str, values: BTreeMap<String, String>) -> Result<Keys, Failure> {
        let provider = &self.workspace.known_provider(provider)?;
        let id = &*provider.id;
        let mut keys = Vec::new();
        for (name, value) in values {
            let (field, typed) = (known_field(provider, &name)?, Secret::new(value));
            let (value, wrong) = if is_chosen(id, field) {
                let wrong = (!typed.is_usable()).then_some("other");
                (typed, wrong)
            } else {
                let key = typed.pasted();
                let wrong = pasted::check(key.expose()).err().map(pasted::Unusable::name);
                (key, wrong)
            };
            if let Some(wrong) = wrong {
                let label = label(self.workspace.localizer(), provider.descriptor(), field);
                return Err(Failure::new(Reason::KeyUnusable).with("key", label).with("wrong", wrong));
            }
            if let Backend::Http(adapter) = provider.kind.backend {
                adapter.check_secret(field, value.expose().trim()).map_err(|failure| provider.named(failure))?;
            }
            keys.push((field, value));
        }
        let addresses = self.addresses_now(provider).await?;
        let mut kept = Ok(());
        for (field, value) in keys {
            let Address { now, before, .. } = addresses.of(field);
            // Where nobody says where the service is, it is for where it was, else for where it will be.
            let origin = now.or(before);
            kept = self.secrets.set(id, field, value, origin.as_ref()).await;
            if kept.is_err() {
                break;
            }
            if let Some(origin) = origin {
                let connection = provider.clone();
                // Known only to lists: no key is lost with it.
                let _ = self.blocking(move |accounts| accounts.remember_typed(&connection, field, &origin)).await;
            }
        }
        self.known_keys.forget();
        kept.map_err(|error| provider.named(error.into()))?;
        self.keys(id).await
    }

    /// Removes keys of a provider: one, or all.
    ///
    /// # Errors
    /// `ProviderUnknown`, `SettingUnknown` for a field that the provider has not, and why the place does not let go of it.
    pub async fn delete_keys(&self, provider: &str, field: Option<&str>) -> Result<Keys, Failure> {
        let provider = &self.workspace.known_provider(provider)?;
        let fields = match field {
            Some(field) => vec![known_field(provider, field)?],
            None => provider.descriptor().secrets.iter().map(|field| field.name).collect(),
        };
        let mut gone = Ok(());
        for field in fields {
            gone = self.secrets.delete(&provider.id, field).await.map(|_| ());
            if gone.is_err() {
                break;
            }
        }
        self.known_keys.forget();
        gone.map_err(|error| provider.named(error.into()))?;
        self.keys(&provider.id).await
    }

    /// Whether there is a vault and whether it is open.
    pub async fn vault(&self) -> VaultState {
        self.secrets.vault_state().await.unwrap_or(VaultState { exists: false, unlocked: false })
    }

    /// Opens the vault with its passphrase, or makes it where there is none.
    ///
    /// # Errors
    /// `KeyUnusable` for an empty passphrase, `PassphraseWrong`, `VaultDamaged`, `VaultNewer`, `VaultFailed`.
    pub async fn open_vault(&self, passphrase: String) -> Result<(), Failure> {
        let opened = self.secrets.unlock_vault(Secret::new(passphrase)).await;
        self.known_keys.forget();
        opened.map_err(|error| match error {
            Error::NotAKey => Failure::new(Reason::KeyUnusable).with("what", "passphrase"),
            error => error.into(),
        })
    }

    /// Which fields of every provider's keys are set, by provider: the place is asked once for all of them, and not at all
    /// where the environment has every one. The inner answer is none where the place does not answer.
    pub async fn keys_set(&self) -> BTreeMap<String, BTreeMap<&'static str, Option<bool>>> {
        let secrets = &self.secrets;
        let mut fields = Vec::new();
        for known in self.workspace.connections() {
            let connection = known.clone();
            let asked = self.blocking(move |accounts| {
                let addresses = accounts.addresses(&connection, &accounts.workspace.settings_of(&connection.id)?)?;
                let elsewhere = accounts.typed_elsewhere(&connection, &addresses)?;
                Ok((addresses, elsewhere))
            });
            let (addresses, elsewhere) = asked.await.unwrap_or_default();
            fields.extend(known.descriptor().secrets.iter().map(|field| {
                let here = secrets.status_here(&known.id, field.name, &addresses.of(field.name));
                let elsewhere = elsewhere.get(field.name).copied().unwrap_or_default();
                (KeyName::new(&known.id, field.name), field.name, here.is_ok_and(|status| status.set), elsewhere)
            }));
        }
        let kept = if fields.iter().all(|(_, _, here, _)| *here) { Ok(Vec::new()) } else { secrets.list().await };
        let mut set: BTreeMap<_, BTreeMap<_, _>> =
            self.workspace.connections().iter().map(|known| (known.id.to_string(), BTreeMap::new())).collect();
        for (name, field, here, elsewhere) in fields {
            let in_place = kept.as_ref().ok().map(|names| names.contains(&name) && !elsewhere);
            set.entry(name.provider).or_default().insert(field, if here { Some(true) } else { in_place });
        }
        set
    }

    async fn keys_view(
        &self,
        provider: &Connection,
        fields: Vec<(&'static str, KeyStatus)>,
        trouble: Option<Failure>,
    ) -> Keys {
        let vault = self.vault().await;
        let required = provider.descriptor().secrets.iter().map(|field| field.required);
        let complete = required.zip(&fields).all(|(required, (_, status))| status.set || !required);
        let trouble = trouble.map(|failure| self.workspace.localizer().failure(&provider.named(failure)));
        let fields = fields.into_iter().map(|(name, status)| Key { name: name.to_owned(), status }).collect();
        Keys { place: self.secrets.place(), vault, fields, complete, trouble }
    }
}

fn known_field(provider: &Connection, field: &str) -> Result<&'static str, Failure> {
    let known = provider.descriptor().secrets.iter().find(|known| known.name == field);
    known.map(|field| field.name).ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", field))
}
