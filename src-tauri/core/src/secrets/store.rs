//! What every place for keys can do, and how a key is named in all of them.

use super::{Error, Secret};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which key: a provider's id and the name of its field (`zakai`, `api_key`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName {
    /// Provider's id.
    pub provider: String,
    /// The field's name in its descriptor.
    pub field: String,
}

impl KeyName {
    /// The key of this provider and field.
    pub fn new(provider: &str, field: &str) -> Self {
        Self { provider: provider.to_owned(), field: field.to_owned() }
    }

    /// The name under which a keyring shows it: `zakai/api_key`.
    pub fn account(&self) -> String {
        format!("{}/{}", self.provider, self.field)
    }

    /// The reverse of [`KeyName::account`]; `None` for a name that is not one of ours.
    pub fn from_account(account: &str) -> Option<Self> {
        let (provider, field) = account.split_once('/')?;
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (plain(provider) && plain(field)).then(|| Self::new(provider, field))
    }

    /// The environment variable that wins for one run: `ALTSMITH_OPENAI_COMPATIBLE_API_KEY`.
    pub fn variable(&self) -> String {
        format!("ALTSMITH_{}_{}", self.provider, self.field).to_ascii_uppercase().replace('-', "_")
    }
}

/// Where a key came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum KeySource {
    /// The system's keyring.
    Keyring,
    /// The passphrase vault in the data folder.
    Vault,
    /// The memory of this run.
    Session,
    /// An environment variable of this run.
    Environment,
}

/// A place in which keys are kept. Calls block, and may ask the person something: [`super::Secrets`] runs them on threads
/// of their own with a time limit.
pub trait Store: Send + Sync {
    /// What this place is called.
    fn source(&self) -> KeySource;

    /// Gets ready: whatever can be done without asking the person. Fails where the place does not exist.
    fn open(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Drops what [`Store::open`] made, because it no longer answers.
    fn forget(&self) {}

    /// The key, where there is one.
    fn get(&self, name: &KeyName) -> Result<Option<Secret>, Error>;

    /// Keeps the key, in place of an older one.
    fn set(&self, name: &KeyName, value: &Secret) -> Result<(), Error>;

    /// Removes the key; whether there was one.
    fn delete(&self, name: &KeyName) -> Result<bool, Error>;

    /// All keys of Altsmith in this place.
    fn list(&self) -> Result<Vec<KeyName>, Error>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_follow_the_documented_pattern() {
        for (provider, field, variable) in [
            ("zakai", "api_key", "ALTSMITH_ZAKAI_API_KEY"),
            ("openai-compatible", "api_key", "ALTSMITH_OPENAI_COMPATIBLE_API_KEY"),
            ("imgopen", "access_key_id", "ALTSMITH_IMGOPEN_ACCESS_KEY_ID"),
        ] {
            assert_eq!(KeyName::new(provider, field).variable(), variable);
        }
    }

    #[test]
    fn accounts_read_back_and_strange_ones_are_not_ours() {
        let name = KeyName::new("openai-compatible", "api_key");
        assert_eq!(KeyName::from_account(&name.account()), Some(name));
        for strange in ["", "zakai", "/x", "x/", "a/b/c", "a b/c", "ü/x"] {
            assert_eq!(KeyName::from_account(strange), None, "{strange}");
        }
    }
}
