//! Services as the person sets them up: the form, the model, the budget; the keys of the form; tests and errands.

use super::Engine;
use crate::failure::{Failure, Reason};
use crate::view::{AccountErrand, Checked, Keys, LogLine, ServiceSetup};
use std::collections::BTreeMap;

impl Engine {
    /// Everything about a provider that a person can read or set, but for its keys.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn service(&self, _provider: &str) -> Result<ServiceSetup, Failure> {
        Err(Reason::Internal.into())
    }

    /// Keeps settings of a provider by the names of its form, its `model`, its caps (`budget_day`); an empty text takes a
    /// setting back to its default. All or none.
    ///
    /// # Errors
    /// `ProviderUnknown`, `SettingUnknown`, `SettingInvalid` naming the field, storage trouble.
    pub async fn save_service(
        &self,
        _provider: &str,
        _values: BTreeMap<String, String>,
    ) -> Result<ServiceSetup, Failure> {
        Err(Reason::Internal.into())
    }

    /// Whether a provider's keys are set. A place that does not answer is no error here but said in the answer.
    ///
    /// # Errors
    /// `ProviderUnknown`.
    pub async fn keys(&self, _provider: &str) -> Result<Keys, Failure> {
        Err(Reason::Internal.into())
    }

    /// Keeps keys of a provider where the settings say; each in place of an older one.
    ///
    /// # Errors
    /// As [`Engine::set_key`].
    pub async fn set_keys(&self, _provider: &str, _values: BTreeMap<String, String>) -> Result<Keys, Failure> {
        Err(Reason::Internal.into())
    }

    /// Removes keys of a provider: one, or all.
    ///
    /// # Errors
    /// As [`Engine::delete_key`].
    pub async fn delete_keys(&self, _provider: &str, _field: Option<&str>) -> Result<Keys, Failure> {
        Err(Reason::Internal.into())
    }

    /// Opens the vault with its passphrase, or makes it where there is none.
    ///
    /// # Errors
    /// `PassphraseWrong`, `VaultDamaged`, `VaultNewer`, `VaultFailed`.
    pub async fn open_vault(&self, _passphrase: String) -> Result<(), Failure> {
        Err(Reason::Internal.into())
    }

    /// Tries a provider's key with the cheapest call that the service allows, and says what came back.
    ///
    /// # Errors
    /// What keeps the service from answering, or what it answered.
    pub async fn check_service(&self, _provider: &str) -> Result<Checked, Failure> {
        Err(Reason::Internal.into())
    }

    /// Makes or switches on an account at a service that allows it.
    ///
    /// # Errors
    /// As [`Engine::check_service`].
    pub async fn account_errand(&self, _provider: &str, _errand: AccountErrand) -> Result<Checked, Failure> {
        Err(Reason::Internal.into())
    }

    /// The newest lines of the log of requests, newest first.
    ///
    /// # Errors
    /// `ReadFailed`.
    pub async fn request_log(&self, _most: u32) -> Result<Vec<LogLine>, Failure> {
        Err(Reason::Internal.into())
    }
}
