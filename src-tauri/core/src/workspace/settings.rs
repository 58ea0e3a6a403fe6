//! Settings: read once at start, changed from the page as a whole and from the command line by key.
//!
//! Stored as JSON text per key in the library, so that both faces and older and newer programs read the same rows.

use super::{Blocking, Workspace, authority, form};
use crate::connection::Connections;
use crate::failure::{Failure, Reason};
use crate::i18n::Localizer;
use crate::library::Library;
use crate::money::Price;
use crate::provider::{Connection, PRICE};
use crate::queue::budget::Period;
use crate::view::Settings;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use tokio::sync::watch;

/// Longest instruction of a person's, in characters.
const LONGEST_INSTRUCTION: usize = 4_000;

/// The settings and the chosen models, as they stand.
pub(super) struct Loaded {
    pub settings: Settings,
    /// By connection, where one was chosen.
    pub models: BTreeMap<String, String>,
    /// Connections whose chosen model costs nothing.
    pub free: BTreeSet<String>,
}

/// The settings as stored; unknown values fall back to the defaults, so that a newer program's row harms nobody.
pub(super) fn load(library: &Library, connections: &Connections) -> Result<Loaded, Failure> {
    let stored = library.settings()?;
    let mut settings = to_map(&Settings::default())?;
    let mut models = BTreeMap::new();
    for (key, text) in stored {
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        if let Some((provider, "model")) = split(&key) {
            models.insert(provider.to_owned(), plain(&value));
        }
        if settings.contains_key(&key) {
            let before = settings.insert(key.clone(), value);
            if from_map(&settings).is_err()
                && let Some(before) = before
            {
                settings.insert(key, before);
            }
        }
    }
    let mut free = BTreeSet::new();
    for connection in connections.all() {
        let model = models.get(&*connection.id).map_or_else(|| first_model(&connection), String::as_str);
        let (set, seen) = (of_connection(library, &connection.id)?, connections.seen(&connection.id)?);
        let asks_nothing = || connection.price(model, &set, seen.model(model)) == Some(Price::Nothing);
        if !connection.descriptor().is_called() || asks_nothing() {
            free.insert(connection.id.to_string());
        }
    }
    let mut settings: Settings = from_map(&settings)?;
    // One that was removed is chosen again when it is put back.
    if connections.find(&settings.provider).is_none() && connections.ever(&settings.provider).is_some() {
        settings.provider = Settings::default().provider;
    }
    Ok(Loaded { settings, models, free })
}

/// The model that a connection describes with where none was chosen.
fn first_model(connection: &Connection) -> &'static str {
    connection.descriptor().models.first().map_or("", |model| model.id)
}

/// The settings of one connection by the names of its kind's descriptor, as text.
fn of_connection(library: &Library, id: &str) -> Result<BTreeMap<String, String>, Failure> {
    let stored = library.settings_under(&format!("providers.{id}."))?;
    let read = |text: String| serde_json::from_str(&text).ok().map(|value| plain(&value));
    Ok(stored.into_iter().filter_map(|(name, text)| Some((name, read(text)?))).collect())
}

/// The language of the window: the chosen one, else the system's where it is spoken here, else English.
pub(super) fn ui_language(settings: &Settings, system: &str) -> &'static str {
    Localizer::new(if settings.ui_language == "system" { system } else { &settings.ui_language }).language()
}

impl Workspace {
    /// The settings as they stand.
    pub fn settings(&self) -> Settings {
        self.inner.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The model that a connection describes with: the chosen one, else its first.
    pub fn model_of(&self, provider: &str) -> String {
        let chosen = self.inner.models.read().unwrap_or_else(PoisonError::into_inner).get(provider).cloned();
        let first = || Some(first_model(&self.connection(provider)?).to_owned());
        chosen.or_else(first).unwrap_or_default()
    }

    /// Whether the person named a model for this provider.
    pub fn names_model(&self, provider: &str) -> bool {
        self.inner.models.read().unwrap_or_else(PoisonError::into_inner).contains_key(provider)
    }

    /// Refuses a preset that does not exist.
    ///
    /// # Errors
    /// `SettingInvalid` with those that do.
    pub fn check_style(&self, style: &str) -> Result<(), Failure> {
        self.checked("style", &Value::from(style)).map(|_| ())
    }

    /// The language of the window, a primary tag.
    pub fn ui_language(&self) -> String {
        ui_language(&self.settings(), &self.inner.system_language).to_owned()
    }

    /// The system's language, a primary tag that the window speaks.
    pub fn system_language(&self) -> String {
        Localizer::new(&self.inner.system_language).language().to_owned()
    }

    /// Keeps the settings. Only what changed is written, so that the other face's changes survive.
    ///
    /// # Errors
    /// `SettingInvalid` naming the key, or storage trouble.
    pub async fn save_settings(&self, settings: Settings) -> Result<Settings, Failure> {
        let before = to_map(&self.settings())?;
        let after = to_map(&settings)?;
        for (key, value) in after {
            if before.get(&key) != Some(&value) {
                self.set_setting(&key, &value).await?;
            }
        }
        Ok(self.settings())
    }

    /// Sets one setting from JSON or plain text.
    ///
    /// # Errors
    /// `SettingUnknown`, `SettingInvalid`, or storage trouble.
    pub async fn set_setting(&self, key: &str, value: &Value) -> Result<(), Failure> {
        let (key, value) = (key.to_owned(), value.clone());
        self.blocking(move |workspace| {
            let text = workspace.checked(&key, &value)?.map(|value| value.to_string());
            workspace.inner.library.put_settings(&[(key, text)])?;
            workspace.reload_settings()
        })
        .await
    }

    /// Back to the default.
    ///
    /// # Errors
    /// `SettingUnknown`, or storage trouble.
    pub async fn unset_setting(&self, key: &str) -> Result<(), Failure> {
        self.setting_default(key)?;
        let key = key.to_owned();
        self.blocking(move |workspace| {
            workspace.inner.library.put_settings(&[(key, None)])?;
            workspace.reload_settings()
        })
        .await
    }

    /// All settings with their values; those of providers, and the further authority, only where they are set.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn all_settings(&self) -> Result<Map<String, Value>, Failure> {
        self.blocking(|workspace| {
            let mut all = to_map(&workspace.settings())?;
            for (key, text) in workspace.inner.library.settings()? {
                let apart = key == authority::KEY || workspace.provider_setting(&key).is_some();
                if let (true, Ok(value)) = (apart, serde_json::from_str(&text)) {
                    all.insert(key, value);
                }
            }
            Ok(all)
        })
        .await
    }

    /// The settings of one connection by the names of its kind's descriptor, as text. Read anew for each picture: the other face
    /// may have lowered a cap.
    pub(crate) async fn provider_settings(&self, provider: &Connection) -> Result<BTreeMap<String, String>, Failure> {
        let id = provider.id.clone();
        self.blocking(move |workspace| workspace.settings_of(&id)).await
    }

    /// The same, blocking.
    pub(crate) fn settings_of(&self, id: &str) -> Result<BTreeMap<String, String>, Failure> {
        of_connection(&self.inner.library, id)
    }

    /// One stored text that is no setting of the person's: the window's place, for example.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn remembered(&self, name: &str) -> Result<Option<String>, Failure> {
        let key = format!("remembered.{name}");
        self.blocking(move |workspace| workspace.inner.library.setting(&key)).await
    }

    /// Keeps one text that is no setting of the person's. Blocking, so that it can be called while the window closes.
    ///
    /// # Errors
    /// Storage trouble.
    pub fn remember(&self, name: &str, text: &str) -> Result<(), Failure> {
        self.inner.library.put_settings(&[(format!("remembered.{name}"), Some(text.to_owned()))])
    }

    /// Settings that changed: whoever waits on this reads them anew.
    pub fn settings_changes(&self) -> watch::Receiver<()> {
        self.inner.settings_told.subscribe()
    }

    /// Reads the settings anew: another process may have changed them.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn read_settings_anew(&self) -> Result<(), Failure> {
        self.blocking(Self::reload_settings).await
    }

    /// Describing with the chosen model of this connection costs nothing: it is computed here, or is the person's own server.
    pub fn is_free(&self, provider: &str) -> bool {
        self.inner.free.read().unwrap_or_else(PoisonError::into_inner).contains(provider)
    }

    pub(crate) fn reload_settings(&self) -> Result<(), Failure> {
        self.reload_authority()?;
        let renamed = self.inner.connections.reload()?;
        let Loaded { settings, models, free } = load(&self.inner.library, &self.inner.connections)?;
        let changed = renamed
            || settings != self.settings()
            || models != *self.inner.models.read().unwrap_or_else(PoisonError::into_inner);
        let localizer = Localizer::new(ui_language(&settings, &self.inner.system_language));
        if self.inner.secrets.place() != settings.key_place {
            self.inner.secrets.choose(settings.key_place);
        }
        *self.inner.localizer.write().unwrap_or_else(PoisonError::into_inner) = localizer;
        *self.inner.models.write().unwrap_or_else(PoisonError::into_inner) = models;
        *self.inner.free.write().unwrap_or_else(PoisonError::into_inner) = free;
        *self.inner.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        if changed {
            self.tell_settings();
        }
        Ok(())
    }

    /// Settings or connections changed.
    pub(super) fn tell_settings(&self) {
        // On the command line nobody listens.
        self.inner.settings_told.send_replace(());
    }

    /// `providers.<id>.<name>` of a connection that can be used.
    fn provider_setting<'a>(&self, key: &'a str) -> Option<(Connection, &'a str)> {
        let (id, name) = split(key)?;
        let provider = self.connection(id)?;
        has_setting(&provider, name).then_some((provider, name))
    }

    /// The value in the type that the key wants; text that is no JSON counts as text. None: back to the default. Blocking.
    fn checked(&self, key: &str, value: &Value) -> Result<Option<Value>, Failure> {
        let invalid = |expected: &str| {
            let shown = plain(value);
            Failure::new(Reason::SettingInvalid).with("key", key).with("value", shown).with("expected", expected)
        };
        if let Some((provider, name)) = self.provider_setting(key) {
            let seen = self.inner.connections.seen(&provider.id)?;
            let model = self.model_of(&provider.id);
            let price = provider.price(&model, &self.settings_of(&provider.id)?, seen.model(&model));
            let checked = form::checked(&provider, name, &plain(value), &seen, price)?;
            return Ok(checked.map(Value::String));
        }
        if key == authority::KEY {
            return authority::checked(&plain(value));
        }
        let default = self.setting_default(key)?;
        let value = match (&default, value) {
            (Value::Bool(_), Value::String(text)) => {
                text.parse().map(Value::Bool).map_err(|_| invalid("true, false"))?
            }
            (Value::Number(_), Value::String(text)) => {
                text.parse::<u32>().map(Value::from).map_err(|_| invalid("a number"))?
            }
            (_, value) => value.clone(),
        };
        if let Some(allowed) = self.allowed(key) {
            let text = value.as_str().unwrap_or_default();
            if !allowed.iter().any(|known| known == text) {
                return Err(invalid(&allowed.join(", ")));
            }
        }
        let mut settings = to_map(&self.settings())?;
        settings.insert(key.to_owned(), value.clone());
        let settings: Settings = from_map(&settings).map_err(|_| invalid(kind_of(&default)))?;
        if key == "own_length" && !(20..=10_000).contains(&settings.own_length) {
            return Err(invalid("20–10000"));
        }
        if key == "instruction" && settings.instruction.chars().count() > LONGEST_INSTRUCTION {
            return Err(invalid("1–4000"));
        }
        if key == "language" && !is_language(&settings.language) {
            return Err(invalid("ui, en, de, zh, …"));
        }
        Ok(Some(value))
    }

    /// Values that a key may have, where there is a list.
    fn allowed(&self, key: &str) -> Option<Vec<String>> {
        let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Some(match key {
            "provider" => self.connections().iter().map(|known| known.id.to_string()).collect(),
            "ui_language" => list(&["system", "en", "de", "zh"]),
            "style" => list(&["alt", "long", "caption", "social", "product", "text", "tags"]),
            "length_profile" => list(&["web", "x", "mastodon", "bluesky", "own"]),
            "appearance" => list(&["system", "light", "dark"]),
            "key_place" => list(&["keyring", "session", "vault"]),
            "view" => list(&["describe", "history", "usage", "settings"]),
            _ => return None,
        })
    }

    fn setting_default(&self, key: &str) -> Result<Value, Failure> {
        if key == authority::KEY || self.provider_setting(key).is_some() {
            return Ok(Value::Null);
        }
        to_map(&Settings::default())?.remove(key).ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", key))
    }
}

/// `providers.<id>.<name>`, in its parts. Names of models may have dots in them, ids have none.
fn split(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix("providers.")?.split_once('.')
}

/// Whether a connection has a setting of this name.
pub(crate) fn has_setting(provider: &Connection, name: &str) -> bool {
    let descriptor = provider.descriptor();
    let named = |name: &str| descriptor.settings.iter().any(|field| field.name == name);
    name == "endpoint" && descriptor.endpoint.is_some()
        || name == "model"
        || Period::ALL.iter().any(|period| period.setting() == name) && descriptor.is_called()
        || form::is_price(name) && named(PRICE)
        || named(name)
}

/// The value as text, as it is shown and typed.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn is_language(text: &str) -> bool {
    text == "ui" || (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "true, false",
        Value::Number(_) => "a number",
        _ => "text",
    }
}

fn to_map(settings: &Settings) -> Result<Map<String, Value>, Failure> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Reason::Internal.into()),
    }
}

fn from_map(map: &Map<String, Value>) -> Result<Settings, Failure> {
    serde_json::from_value(Value::Object(map.clone())).map_err(|_| Reason::SettingInvalid.into())
}
