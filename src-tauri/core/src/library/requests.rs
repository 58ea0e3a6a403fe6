//! What the limiter and the budget count, and what the Usage view sums: one row a request.

use super::Library;
use super::images::word;
use crate::failure::Failure;
use rusqlite::named_params;
use serde::Serialize;

/// How a request was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// Computed here.
    Computed,
    /// Sent to a service or a model server.
    Sent,
    /// The same was asked before; nothing was sent.
    FromHistory,
}

/// A request to be counted.
#[derive(Clone, Debug)]
pub struct RequestLine {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Provider's id.
    pub provider: String,
    /// Which of the person's accounts; never a key.
    pub account: String,
    /// How it was answered.
    pub kind: RequestKind,
    /// The run whose budget it counts for.
    pub run: Option<String>,
    /// What it cost, as far as known.
    pub amount: Option<f64>,
    /// `credits`, `requests` or `usd`.
    pub unit: Option<String>,
}

/// What one provider was used for, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    /// Provider's id.
    pub provider: String,
    /// Requests that gave words, computed or sent.
    pub pictures: u32,
    /// Answers that came from the history.
    pub from_history: u32,
}

impl Library {
    /// Counts a request.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn count_request(&self, line: &RequestLine) -> Result<(), Failure> {
        self.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO requests (at_ms, provider, account, kind, run, amount, unit)
                 VALUES (:at, :provider, :account, :kind, :run, :amount, :unit)",
            )?
            .execute(named_params! {
                ":at": line.at_ms, ":provider": line.provider, ":account": line.account, ":kind": word(line.kind)?,
                ":run": line.run, ":amount": line.amount, ":unit": line.unit,
            })?;
            Ok(())
        })
    }

    /// How many requests were sent to a provider's account since this moment, and when the oldest of them was.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn sent_since(&self, provider: &str, account: &str, from_ms: i64) -> Result<(u32, Option<i64>), Failure> {
        self.read(|tx| {
            let counted = tx
                .prepare_cached(
                    "SELECT count(*), min(at_ms) FROM requests
                     WHERE provider = ? AND account = ? AND at_ms >= ? AND kind = 'sent'",
                )?
                .query_row((provider, account, from_ms), |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(counted)
        })
    }

    /// What every provider was used for, the most used first. Deleting words changes nothing here.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn usage(&self) -> Result<Vec<UsageRow>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT provider, sum(kind <> 'from_history'), sum(kind = 'from_history')
                 FROM requests GROUP BY provider ORDER BY count(*) DESC, provider",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(UsageRow { provider: row.get(0)?, pictures: row.get(1)?, from_history: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
