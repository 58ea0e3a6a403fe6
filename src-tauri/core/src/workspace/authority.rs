//! A further authority for secure connections: a file of certificates that the person named, beside those of the system.
//!
//! It is a setting of its own and no part of those that the page sends: who vouches for a host decides where keys and
//! pictures go. The command line names a file, the window asks with a dialog of the system.

use super::Workspace;
use crate::failure::{Failure, Reason};
use crate::library::Library;
use crate::provider::Driver;
use crate::provider::http::Limits;
use crate::trust::Trust;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// The setting's name.
pub(super) const KEY: &str = "authority";

/// The file that was named, and what it holds.
#[derive(Clone, Default)]
pub(super) struct Authority {
    file: Option<PathBuf>,
    trust: Trust,
}

impl Authority {
    /// As it is stored. Blocking.
    pub fn stored(library: &Library) -> Result<Self, Failure> {
        Ok(Self::of(stored_file(library)?))
    }

    fn of(file: Option<PathBuf>) -> Self {
        let trust = file.as_deref().map(Trust::with_file_of_before).unwrap_or_default();
        Self { file, trust }
    }
}

fn stored_file(library: &Library) -> Result<Option<PathBuf>, Failure> {
    let stored = library.setting(KEY)?;
    Ok(stored.and_then(|text| serde_json::from_str::<String>(&text).ok()).map(PathBuf::from))
}

/// The file as it is kept: whole, so that it is the same from every folder. Blocking.
///
/// # Errors
/// `SettingInvalid` where it holds no certificate.
pub(super) fn checked(text: &str) -> Result<Option<Value>, Failure> {
    let invalid = |failure: Failure| failure.with("key", KEY).with("value", text);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let file = std::path::absolute(Path::new(text)).map_err(|_| invalid(Reason::SettingInvalid.into()))?;
    Trust::with_file(&file).map_err(invalid)?;
    // It came as text, so it is text.
    Ok(file.to_str().map(Value::from))
}

impl Workspace {
    /// Who vouches for hosts.
    pub(crate) fn trust(&self) -> Trust {
        self.inner.authority.read().unwrap_or_else(PoisonError::into_inner).trust.clone()
    }

    /// The further authority's file; none where the system's are all.
    pub fn authority(&self) -> Option<PathBuf> {
        self.inner.authority.read().unwrap_or_else(PoisonError::into_inner).file.clone()
    }

    /// The connections to hosts, made when the first is needed.
    pub(crate) fn driver(&self) -> Result<&Driver, Failure> {
        if let Some(driver) = self.inner.driver.get() {
            return Ok(driver);
        }
        let driver = Driver::trusting(Limits::default(), &self.trust())?;
        Ok(self.inner.driver.get_or_init(|| driver))
    }

    /// Takes over what is stored, also by another process, for the connections that are made from now on. Blocking.
    pub(super) fn reload_authority(&self) -> Result<(), Failure> {
        let file = stored_file(&self.inner.library)?;
        if file == self.authority() {
            return Ok(());
        }
        let authority = Authority::of(file);
        if let Some(driver) = self.inner.driver.get() {
            driver.trust(&authority.trust)?;
        }
        *self.inner.authority.write().unwrap_or_else(PoisonError::into_inner) = authority;
        Ok(())
    }
}
