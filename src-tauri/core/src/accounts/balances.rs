//! What is left at services, kept true without anybody asking: read for free after a batch and where it is looked at, and
//! told once where it runs out.
//!
//! It is read after a batch, after an action for the account and where it is looked at, at most every five minutes for all processes
//! together, in the background, and never where the local-only switch forbids the host. What runs out on an account that was used
//! lately is told once (`Event::BalancesLow`).

use super::usage::tells_balance;
use super::{Accounts, now_ms};
use crate::failure::Failure;
use crate::provider::Connection;
use crate::view::BalanceAlert;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often a service is asked at most that nobody told to be asked, in milliseconds; all processes together.
const EVERY_MS: i64 = 5 * 60 * 1000;
/// How long is waited for an answer that nobody waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was said of each account (provider and name) in this sitting.
#[derive(Default)]
pub(super) struct Told(Mutex<HashMap<(String, String), String>>);

impl Accounts {
    /// Reads the balances of services that charged something in this sitting and reported no balance since. Only free calls are
    /// made. Where a service does not answer, the balance stays as it was reckoned. Answers whether any was read.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn freshen_balances(&self) -> Result<bool, Failure> {
        self.freshen_charged(self.opened_ms).await
    }

    async fn freshen_charged(&self, from_ms: i64) -> Result<bool, Failure> {
        let charged = self.workspace.on_library(move |library| library.charged_since_reading(from_ms)).await?;
        let mut read = false;
        for provider in self.workspace.connections().iter().filter(|known| charged.iter().any(|id| **id == *known.id)) {
            read |= self.freshen(provider).await?;
        }
        Ok(read)
    }

    /// The same of all that ever charged something, and of the chosen service too, where it was ever used: somebody looks at
    /// it.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn freshen_shown_balances(&self) -> Result<bool, Failure> {
        let read = self.freshen_charged(0).await?;
        let chosen = self.workspace.known_provider(&self.workspace.settings().provider)?;
        let id = chosen.id.clone();
        let (lines, _) = self.workspace.on_library(move |library| library.ledger_page(Some(&id), 0, 0)).await?;
        Ok(if lines > 0 { self.freshen(&chosen).await? || read } else { read })
    }

    async fn freshen(&self, provider: &Connection) -> Result<bool, Failure> {
        let kept_from = self
            .workspace
            .kept_from(provider, &self.workspace.model_of(&provider.id), self.workspace.settings().local_only)
            .await?;
        if !tells_balance(provider) || kept_from.is_some() {
            return Ok(false);
        }
        let id = provider.id.clone();
        let turn = self.workspace.on_library(move |library| library.take_turn_to_read(&id, now_ms(), EVERY_MS));
        if !turn.await? || self.keys_present(provider).await.is_err() {
            return Ok(false);
        }
        Ok(tokio::time::timeout(PATIENCE, self.refresh_balance(&provider.id)).await.is_ok_and(|asked| asked.is_ok()))
    }

    /// What runs out on accounts that were used lately: each trouble once in a sitting, and again when it has become
    /// another one.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn balance_alerts(&self) -> Result<Vec<BalanceAlert>, Failure> {
        let warned = self.balances_that_run_out().await?;
        let mut told = self.told.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|account, _| {
            warned.iter().any(|(alert, _)| alert.provider == account.0 && alert.account == account.1)
        });
        let news = warned.into_iter().filter(|(alert, kind)| {
            let account = (alert.provider.clone(), alert.account.clone());
            told.insert(account, kind.clone()).as_ref() != Some(kind)
        });
        Ok(news.map(|(alert, _)| alert).collect())
    }
}
