//! What a connection is asked with: its keys, its address, its settings, and what is known of its models.

use super::{Accounts, Blocking};
use crate::connection::Seen;
use crate::failure::{Failure, Reason};
use crate::money::{Amount, Price, Unit};
use crate::provider::{Connection, Request, RequestContext, Secrets, endpoint};
use crate::queue::budget::{self, Caps};
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// Stands where an address is needed and nothing is called.
const NOWHERE: &str = "http://localhost";

/// What a service needs beside the picture and the request; the same for a whole batch.
pub(crate) struct Account {
    pub connection: Connection,
    pub secrets: Arc<Secrets>,
    pub endpoint: Url,
    pub settings: BTreeMap<String, String>,
    /// Tells accounts apart in the ledger and in the limits; never a key.
    pub name: String,
    /// What was last seen of its models.
    pub seen: Seen,
}

impl Accounts {
    /// Where a connection leads, with which secrets and settings.
    ///
    /// # Errors
    /// Keyring trouble, `SettingMissing` and `EndpointInvalid` for its address, storage trouble.
    pub(crate) async fn account(&self, provider: &Connection) -> Result<Account, Failure> {
        let settings = self.workspace.provider_settings(provider).await?;
        // Those that are of the address that these settings name.
        let secrets = self.keys_of(provider, &settings).await?;
        let endpoint = endpoint_of(provider, &settings)?;
        self.account_at(provider, secrets, endpoint, settings).await
    }

    /// The same without its keys, for what calls nobody: the keyring is not touched, and where it is need not be known any
    /// more.
    pub(crate) async fn bare_account(&self, provider: &Connection) -> Result<Account, Failure> {
        let settings = self.workspace.provider_settings(provider).await?;
        let endpoint = endpoint_of(provider, &settings).or_else(|_| endpoint::parse(NOWHERE))?;
        self.account_at(provider, Arc::new(Secrets::none()), endpoint, settings).await
    }

    /// An account with all the keys that it needs.
    pub(crate) async fn keys_present(&self, provider: &Connection) -> Result<Account, Failure> {
        let account = self.account(provider).await?;
        for field in provider.descriptor().secrets.iter().filter(|field| field.required) {
            account.secrets.expose(field.name).map_err(|failure| provider.named_anew(failure))?;
        }
        Ok(account)
    }

    async fn account_at(
        &self,
        provider: &Connection,
        secrets: Arc<Secrets>,
        endpoint: Url,
        settings: BTreeMap<String, String>,
    ) -> Result<Account, Failure> {
        let connection = provider.clone();
        let trouble = |error: std::io::Error| Failure::new(Reason::StorageFailed).with("detail", error.kind());
        self.blocking(move |accounts| {
            let descriptor = connection.descriptor();
            let name = accounts.secrets.account(&connection.id, descriptor, &secrets).map_err(trouble)?;
            let seen = accounts.workspace.known_connections().seen(&connection.id)?;
            Ok(Account { connection, secrets, endpoint, settings, name, seen })
        })
        .await
    }
}

fn endpoint_of(provider: &Connection, settings: &BTreeMap<String, String>) -> Result<Url, Failure> {
    let missing = || provider.named(Failure::new(Reason::SettingMissing).with("field", "endpoint"));
    endpoint::parse(provider.descriptor().address(settings).ok_or_else(missing)?)
}

impl Account {
    /// What a model asks here; none where nobody knows.
    pub fn price(&self, model: &str) -> Option<Price> {
        self.connection.price(model, &self.settings, self.seen.model(model))
    }

    /// What one call is expected to cost: what its model asks, else what the service said when it was asked, else one request.
    pub fn call_price(&self, model: &str) -> Amount {
        let descriptor = self.connection.descriptor();
        let asked = self.price(model).and_then(|price| price.of_request(None));
        let told = || self.seen.cost(descriptor, model).filter(|_| descriptor.calls(model) == 1);
        let told = || told().map(|value| Amount { value, unit: Unit::Credits });
        asked.or_else(told).unwrap_or(Amount { value: 1.0, unit: Unit::Requests })
    }

    /// What may be spent here.
    ///
    /// # Errors
    /// `SettingInvalid`, see [`Caps::from_settings`].
    pub fn caps(&self, model: &str) -> Result<Caps, Failure> {
        let units = budget::units(self.connection.descriptor(), self.price(model));
        Caps::from_settings(&self.connection.id, &units, &self.settings)
    }

    /// What is asked of this account where no picture goes along.
    pub fn context<'a>(&'a self, request: &'a Request, local_only: bool) -> RequestContext<'a> {
        RequestContext {
            request,
            image: None,
            image_url: None,
            image_mime: None,
            mailbox: None,
            secrets: &self.secrets,
            endpoint: &self.endpoint,
            settings: &self.settings,
            local_only,
            unpaid: self.price(&request.model) == Some(Price::Nothing),
        }
    }
}
