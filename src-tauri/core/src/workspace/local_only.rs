//! The switch "only this computer": as it is set now, and what it means for a connection.

use super::{Blocking, Workspace};
use crate::failure::Failure;
use crate::leaving;
use crate::provider::Connection;

impl Workspace {
    /// Whether only this computer may be used, as it is set now: another process may have set it.
    pub(crate) async fn stored_local_only(&self) -> Result<bool, Failure> {
        let stored = self.blocking(|workspace| workspace.inner.library.setting("local_only")).await?;
        Ok(stored.is_some_and(|value| value == "true"))
    }

    /// Describing with this model of this connection sends nothing to another computer.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn stays_here(&self, provider: &str, model: &str) -> Result<bool, Failure> {
        self.runs_here(&self.known_provider(provider)?, model).await
    }

    async fn runs_here(&self, provider: &Connection, model: &str) -> Result<bool, Failure> {
        if !provider.descriptor().is_called() {
            return Ok(true);
        }
        let (provider, model) = (provider.clone(), model.to_owned());
        self.blocking(move |workspace| {
            let settings = workspace.settings_of(&provider.id)?;
            let seen = workspace.inner.connections.seen(&provider.id)?;
            Ok(provider.runs_here(&settings, seen.model(&model)))
        })
        .await
    }

    /// Why a picture stays here: this connection would have sent it to another computer.
    pub fn kept_here(&self, provider: &str) -> Failure {
        let failure = leaving::refusal(("provider", self.name_of(provider)));
        self.connection(provider).map_or(failure.clone(), |known| known.named_anew(failure))
    }

    /// Why this model may not be asked while the switch stands so; none where it may.
    ///
    /// # Errors
    /// Storage trouble.
    pub(crate) async fn kept_from(
        &self,
        provider: &Connection,
        model: &str,
        local_only: bool,
    ) -> Result<Option<Failure>, Failure> {
        let here = !local_only || self.runs_here(provider, model).await?;
        let kept = leaving::check(local_only, here, ("provider", &provider.name));
        Ok(kept.err().map(|failure| provider.named_anew(failure)))
    }
}
