//! The switch "only this computer": as it is set now, and what it means for a provider.

use super::Engine;
use super::describe::known_provider;
use crate::failure::Failure;
use crate::leaving;
use crate::provider::{endpoint, name_of};

impl Engine {
    /// Whether only this computer may be used, as it is set now: another process may have set it.
    pub(super) async fn stored_local_only(&self) -> Result<bool, Failure> {
        let stored = self.blocking(|engine| engine.inner.library.setting("local_only")).await?;
        Ok(stored.is_some_and(|value| value == "true"))
    }

    /// Describing with this provider sends nothing to another computer.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn stays_here(&self, provider: &str) -> Result<bool, Failure> {
        let descriptor = &known_provider(provider)?.descriptor;
        if !descriptor.is_called() {
            return Ok(true);
        }
        let settings = self.provider_settings(descriptor.id).await?;
        let address = descriptor.address(&settings);
        Ok(address.and_then(|address| endpoint::parse(address).ok()).is_some_and(|url| endpoint::is_loopback(&url)))
    }

    /// Why this provider may not be asked while the switch stands so; none where it may.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn kept_from(&self, provider: &str, local_only: bool) -> Result<Option<Failure>, Failure> {
        let here = !local_only || self.stays_here(provider).await?;
        Ok(leaving::check(local_only, here, ("provider", name_of(provider))).err())
    }
}
