//! Keys kept in memory until the program ends. For machines without a keyring, when the person wants no file.

use super::{Error, KeyName, KeySource, Secret, Store};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys in memory, wiped when they go.
#[derive(Default)]
pub struct Session {
    kept: Mutex<BTreeMap<KeyName, Secret>>,
}

impl Session {
    fn kept(&self) -> MutexGuard<'_, BTreeMap<KeyName, Secret>> {
        // A panic elsewhere leaves a complete map behind: every change is one call.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Session {
    fn source(&self) -> KeySource {
        KeySource::Session
    }

    fn get(&self, name: &KeyName) -> Result<Option<Secret>, Error> {
        Ok(self.kept().get(name).cloned())
    }

    fn set(&self, name: &KeyName, value: &Secret) -> Result<(), Error> {
        self.kept().insert(name.clone(), value.clone());
        Ok(())
    }

    fn delete(&self, name: &KeyName) -> Result<bool, Error> {
        Ok(self.kept().remove(name).is_some())
    }

    fn list(&self) -> Result<Vec<KeyName>, Error> {
        Ok(self.kept().keys().cloned().collect())
    }
}
