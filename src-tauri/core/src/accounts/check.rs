//! Trying a key, and actions for an account: the free calls that a service allows, and what came back in plain words.

use super::account::Account;
use super::{Accounts, Blocking, now_ms};
use crate::connection::Seen;
use crate::failure::{Failure, Reason};
use crate::log;
use crate::provider::{AccountInfo, AccountQuery, Connection, Request};
use crate::view::{AccountAction, Checked, LogLine};
use crate::workspace::label;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Longest that a person waits for a free answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for what is only good to know.
const CURIOSITY: Duration = Duration::from_secs(10);

impl Accounts {
    /// Tries a provider's key with the cheapest call that the service allows, and says what came back. A balance and a list
    /// of models that the service tells are kept.
    ///
    /// # Errors
    /// What keeps the service from answering, or what it answered.
    pub async fn check_service(&self, provider: &str) -> Result<Checked, Failure> {
        let provider = &self.workspace.known_provider(provider)?;
        let name = &*provider.name;
        let said = |message: &str| self.workspace.localizer().text(message, &[("provider", name)]);
        if !provider.descriptor().is_called() {
            return Ok(Checked {
                confirmed: true,
                message: said("check-not-needed"),
                credits: None,
                models: Vec::new(),
            });
        }
        // The keys as they are now, not as an earlier picture found them.
        self.known_keys.forget();
        let account = self.account(provider).await.map_err(|failure| provider.named(failure))?;
        let asked_ms = now_ms();
        let Some(known) = self.query_account(provider, &account, AccountQuery::Key).await? else {
            return Ok(Checked {
                confirmed: false,
                message: said("check-impossible"),
                credits: None,
                models: Vec::new(),
            });
        };
        let remembered = Box::pin(self.query_more(provider, &account, &known)).await;
        self.keep_told(provider, &account, &known, remembered.clone(), asked_ms).await?;
        let message = said(if known.key_confirmed { "check-confirmed" } else { "check-answers" });
        Ok(Checked {
            confirmed: known.key_confirmed,
            message,
            credits: known.credits,
            models: remembered.models.into_iter().map(|model| model.id).collect(),
        })
    }

    /// Makes or switches on an account at a service that allows it.
    ///
    /// # Errors
    /// `NotOffered` elsewhere, `SettingMissing` naming what has to be entered first, and as [`Accounts::check_service`].
    pub async fn account_action(&self, provider: &str, action: AccountAction) -> Result<Checked, Failure> {
        let provider = &self.workspace.known_provider(provider)?;
        let descriptor = provider.descriptor();
        if !descriptor.makes_accounts {
            return Err(provider.named(Reason::NotOffered.into()));
        }
        self.known_keys.forget();
        let account = self.account(provider).await.map_err(|failure| provider.named(failure))?;
        let email = account.settings.get("email").map(|email| email.trim().to_owned()).unwrap_or_default();
        let (account_query, message) = match action {
            AccountAction::Create => (AccountQuery::CreateAccount, "account-created"),
            AccountAction::Activate => (AccountQuery::ActivateAccount, "account-activated"),
        };
        if let Some(missing) = missing(provider, &account, action, &email) {
            let label = label(self.workspace.localizer(), descriptor, missing);
            return Err(provider.named(Failure::new(Reason::SettingMissing).with("key", label)));
        }
        let asked_ms = now_ms();
        let known = self.query_account(provider, &account, account_query).await?;
        let known = known.ok_or_else(|| provider.named(Reason::NotOffered.into()))?;
        self.keep_told(provider, &account, &known, Seen::default(), asked_ms).await?;
        let message = self.workspace.localizer().text(message, &[("provider", &*provider.name), ("email", &email)]);
        Ok(Checked { confirmed: known.key_confirmed, message, credits: known.credits, models: Vec::new() })
    }

    /// The newest lines of the log of requests, newest first.
    ///
    /// # Errors
    /// `ReadFailed`.
    pub async fn request_log(&self, most: u32) -> Result<Vec<LogLine>, Failure> {
        self.blocking(move |accounts| {
            let read = log::newest(accounts.workspace.data_dir().root(), most as usize);
            read.map_err(|error| {
                Failure::new(Reason::ReadFailed).with("name", "requests.log").with("detail", error.kind())
            })
        })
        .await
    }

    /// One free query. None: the service has no such query.
    pub(crate) async fn query_account(
        &self,
        provider: &Connection,
        account: &Account,
        account_query: AccountQuery,
    ) -> Result<Option<AccountInfo>, Failure> {
        let limits = provider.descriptor().rate_limits;
        if !limits.is_empty() {
            // Free calls count too: a service that turns one away may turn away the next picture for it.
            let wait = self.queue.get().await?.take_slot(&provider.id, account.name.clone(), limits).await?;
            if let Some(wait_ms) = wait {
                let failure = Failure { retry_after_ms: Some(wait_ms), ..Failure::new(Reason::RateLimited) };
                return Err(provider.named(failure));
            }
        }
        let request = Request::default();
        let context = account.context(&request, self.workspace.stored_local_only().await?);
        let never = CancellationToken::new();
        let asked =
            within(PATIENCE, self.workspace.driver()?.query_account(provider, &context, account_query, &never)).await;
        asked.map_err(|failure| provider.named(failure))?.transpose()
    }

    /// What the service tells of its models and prices once the key is known to work. That it does not tell is no trouble
    /// with the key.
    async fn query_more(&self, provider: &Connection, account: &Account, known: &AccountInfo) -> Seen {
        if !provider.descriptor().names_models {
            return Seen::default();
        }
        let mut remembered = Seen { models: known.models.clone(), costs: known.costs.clone() };
        let query = |account_query| within(CURIOSITY, self.query_account(provider, account, account_query));
        let (models, costs) = futures::join!(query(AccountQuery::Models), query(AccountQuery::Costs));
        if let Ok(Ok(Some(told))) = models {
            remembered.models = told.models;
        }
        if let Ok(Ok(Some(told))) = costs {
            remembered.costs = told.costs;
        }
        remembered
    }

    async fn keep_told(
        &self,
        provider: &Connection,
        account: &Account,
        known: &AccountInfo,
        remembered: Seen,
        asked_ms: i64,
    ) -> Result<(), Failure> {
        let id = provider.id.clone();
        if remembered != Seen::default() {
            self.blocking(move |accounts| accounts.workspace.known_connections().see(&id, remembered)).await?;
        }
        match known.credits.clone() {
            Some(credits) => self.note_balance(&provider.id, &account.name, credits, None, asked_ms).await,
            None => Ok(()),
        }
    }
}

/// The first field that an action cannot do without and that is not set.
fn missing(provider: &Connection, account: &Account, action: AccountAction, email: &str) -> Option<&'static str> {
    let mut secrets =
        provider.descriptor().secrets.iter().map(|field| field.name).filter(|name| !account.secrets.has(name));
    match action {
        AccountAction::Create if email.is_empty() => Some("email"),
        // The key is what the account brings.
        AccountAction::Create => secrets.find(|name| *name != "api_key"),
        AccountAction::Activate => secrets.next(),
    }
}

/// A free call may be given up at any moment.
async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::time::timeout(limit, work).await.map_err(|_| Failure::new(Reason::Timeout).with("seconds", limit.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn silence_is_not_waited_for_beyond_patience() {
        let failure = within(Duration::from_millis(5), std::future::pending::<()>()).await.expect_err("gave up");
        assert_eq!(failure.reason, Reason::Timeout);
    }
}
