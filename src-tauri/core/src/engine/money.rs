//! What was and what will be spent: the estimate before a batch, requests left in the middle, ledger, balances, usage.

use super::{Engine, Options};
use crate::failure::{Failure, Reason};
use crate::ingest::Item;
use crate::view::{Estimate, LedgerPage, LedgerQuery, Unfinished, Usage};

impl Engine {
    /// What describing these pictures would send and cost. Reads pictures, sends nothing.
    ///
    /// # Errors
    /// `ProviderUnknown`, storage trouble.
    pub async fn estimate(&self, _items: &[Item], _options: &Options) -> Result<Estimate, Failure> {
        Err(Reason::Internal.into())
    }

    /// Requests that were sent and never answered; the person decides what becomes of them.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, Failure> {
        Ok(Vec::new())
    }

    /// What becomes of an unfinished request: sent again (and perhaps paid again), or given up.
    ///
    /// # Errors
    /// `NotFound`, and whatever describing can refuse.
    pub async fn settle(&self, _job_id: i64, _again: bool) -> Result<(), Failure> {
        Err(Reason::Internal.into())
    }

    /// What was used: by provider ever, by day in the last `days` days, and what is left.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn usage(&self, _days: u32) -> Result<Usage, Failure> {
        let rows = self.blocking(|engine| engine.inner.library.usage()).await?;
        Ok(self.usage_view(rows))
    }

    /// A page of the ledger.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn ledger_page(&self, _query: LedgerQuery) -> Result<LedgerPage, Failure> {
        Err(Reason::Internal.into())
    }

    /// The whole ledger as CSV, newest first; of one provider or of all.
    ///
    /// # Errors
    /// Storage trouble.
    pub async fn ledger_csv(&self, _provider: Option<String>) -> Result<String, Failure> {
        Err(Reason::Internal.into())
    }

    /// Asks a service for the balance, for free, and writes it into the ledger.
    ///
    /// # Errors
    /// What keeps the service from answering; `InvalidRequest` where it has no such question.
    pub async fn refresh_balance(&self, _provider: &str) -> Result<(), Failure> {
        Err(Reason::Internal.into())
    }
}
