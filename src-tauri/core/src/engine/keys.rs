//! Keys: set, deleted, asked whether they are there, tried. Never read back.

use super::Engine;
use crate::failure::{Failure, Reason};
use crate::provider::{self, Ask, Inquiry, Knowledge, Provider, Request};
use crate::secrets::{KeyStatus, Secret};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long keys that were read serve further pictures of a batch.
const KEYS_LAST: Duration = Duration::from_secs(60);

/// Keys that were read, by provider, and when.
pub(super) type Keys = tokio::sync::Mutex<HashMap<&'static str, (Instant, Arc<provider::Secrets>)>>;

impl Engine {
    /// A provider's keys for its requests. Read once for a batch: a keyring may ask the person each time.
    pub(super) async fn keys_of(&self, provider: &'static Provider) -> Result<Arc<provider::Secrets>, Failure> {
        let mut known = self.inner.keys.lock().await;
        if let Some((read, keys)) = known.get(provider.descriptor.id)
            && read.elapsed() < KEYS_LAST
        {
            return Ok(Arc::clone(keys));
        }
        let keys = Arc::new(self.inner.secrets.of(&provider.descriptor).await.map_err(Failure::from)?);
        known.insert(provider.descriptor.id, (Instant::now(), Arc::clone(&keys)));
        Ok(keys)
    }

    /// Keeps a key where the settings say.
    ///
    /// # Errors
    /// `ProviderUnknown`, `SettingUnknown` for a field that the provider has not, keyring trouble.
    pub async fn set_key(&self, provider: &str, field: &str, value: String) -> Result<(), Failure> {
        let field = known_field(provider, field)?;
        self.inner.keys.lock().await.clear();
        self.inner.secrets.set(provider, field, Secret::new(value)).await.map_err(Failure::from)
    }

    /// Removes a key; whether there was one.
    ///
    /// # Errors
    /// As [`Engine::set_key`].
    pub async fn delete_key(&self, provider: &str, field: &str) -> Result<bool, Failure> {
        let field = known_field(provider, field)?;
        self.inner.keys.lock().await.clear();
        self.inner.secrets.delete(provider, field).await.map_err(Failure::from)
    }

    /// Whether each of a provider's keys is set, by the fields of its descriptor.
    ///
    /// # Errors
    /// `ProviderUnknown`, keyring trouble.
    pub async fn key_status(&self, provider: &str) -> Result<Vec<(&'static str, KeyStatus)>, Failure> {
        let mut found = Vec::new();
        for field in known_provider(provider)?.descriptor.secrets {
            let status = self.inner.secrets.status(provider, field.name).await.map_err(Failure::from)?;
            found.push((field.name, status));
        }
        Ok(found)
    }

    /// The cheapest question that tells whether the key works and the host answers; no picture is sent. None: the service
    /// has no free question.
    ///
    /// # Errors
    /// What keeps the service from answering, or what it answered.
    pub async fn check_key(&self, provider: &str) -> Result<Option<Knowledge>, Failure> {
        let provider = known_provider(provider)?;
        if provider.descriptor.endpoint.is_none() {
            return Ok(Some(Knowledge { key_confirmed: true, ..Knowledge::default() }));
        }
        let account = self.account(provider).await?;
        let request = Request::default();
        let ask = Ask {
            request: &request,
            image: None,
            image_url: None,
            mailbox: None,
            secrets: &account.secrets,
            endpoint: &account.endpoint,
            settings: &account.settings,
            local_only: self.settings().local_only,
        };
        let never = CancellationToken::new();
        self.http()?.inquire(provider, &ask, Inquiry::Key, &never).await.transpose()
    }
}

fn known_provider(id: &str) -> Result<&'static Provider, Failure> {
    provider::find(id).ok_or_else(|| Failure::new(Reason::ProviderUnknown).with("provider", id))
}

fn known_field(provider: &str, field: &str) -> Result<&'static str, Failure> {
    let known = known_provider(provider)?.descriptor.secrets.iter().find(|known| known.name == field);
    known.map(|field| field.name).ok_or_else(|| Failure::new(Reason::SettingUnknown).with("key", field))
}
