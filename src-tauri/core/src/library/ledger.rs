//! Money: every charge, balance and top-up that was seen.

use super::Library;
use super::error::Error;
use super::images::{from_word, word};
use crate::failure::Failure;
use crate::provider::Credits;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a line of the ledger records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum LedgerKind {
    Charge,
    Balance,
    TopUp,
}

/// A line to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Provider's id.
    pub provider: String,
    /// Which of the person's accounts; never a key.
    pub account: String,
    /// Charge, balance or top-up.
    pub kind: LedgerKind,
    /// What was charged or added, in `unit`.
    pub amount: Option<f64>,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
    /// What is left.
    pub remaining: Option<f64>,
    /// What there was.
    pub total: Option<f64>,
    /// First day of validity, ISO 8601.
    pub valid_from: Option<String>,
    /// Last day of validity, ISO 8601.
    pub valid_until: Option<String>,
    /// The words that were paid.
    pub description_id: Option<i64>,
    /// The service's id of the request.
    pub request_id: Option<String>,
}

/// A line as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// Row id.
    pub id: i64,
    /// What it says.
    pub line: LedgerLine,
}

/// What one provider cost on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayTotal {
    /// Provider's id.
    pub provider: String,
    /// Which of the person's accounts.
    pub account: String,
    /// The day, ISO 8601, shifted by the offset that was asked for.
    pub day: String,
    /// What was charged.
    pub amount: f64,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
    /// How many charges.
    pub charges: u32,
}

const COLUMNS: &str = "id, at_ms, provider, account, kind, amount, unit, remaining, total, valid_from, valid_until, \
    description_id, request_id";

impl Library {
    /// Writes a line that belongs to no new words: a balance that was read, a top-up.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn add_to_ledger(&self, line: &LedgerLine) -> Result<i64, Failure> {
        self.write(|tx| insert(tx, line, line.description_id))
    }

    /// The ledger, newest first; of one provider or of all.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn ledger(&self, provider: Option<&str>, offset: u32, limit: u32) -> Result<Vec<LedgerRow>, Failure> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM ledger WHERE ?1 IS NULL OR provider = ?1 ORDER BY id DESC LIMIT ?3 OFFSET ?2"
            );
            let rows = tx.prepare_cached(&sql)?.query_map((provider, offset, limit), row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// The last line of every provider and account that says what is left.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn balances(&self) -> Result<Vec<LedgerRow>, Failure> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM ledger WHERE id IN
                    (SELECT max(id) FROM ledger WHERE remaining IS NOT NULL GROUP BY provider, account)
                 ORDER BY provider, account"
            );
            let rows = tx.prepare_cached(&sql)?.query_map([], row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// What was charged, by provider, account, unit and day, oldest first. `from_ms` is the first moment that counts;
    /// days begin `offset_minutes` east of Greenwich.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn day_totals(&self, from_ms: i64, offset_minutes: i32) -> Result<Vec<DayTotal>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT provider, account, date(at_ms / 1000 + ?2 * 60, 'unixepoch') AS day,
                    total(amount), unit, count(*)
                 FROM ledger WHERE kind = 'charge' AND at_ms >= ?1
                 GROUP BY provider, account, unit, day ORDER BY day, provider, account, unit",
            )?;
            let rows = statement.query_map((from_ms, offset_minutes), |row| {
                Ok(DayTotal {
                    provider: row.get(0)?,
                    account: row.get(1)?,
                    day: row.get(2)?,
                    amount: row.get(3)?,
                    unit: row.get(4)?,
                    charges: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

impl LedgerLine {
    /// The charge that a reply reports, where it reports one.
    pub fn charge(provider: &str, account: &str, credits: &Credits, request_id: Option<String>, now_ms: i64) -> Self {
        Self {
            at_ms: now_ms,
            provider: provider.to_owned(),
            account: account.to_owned(),
            kind: LedgerKind::Charge,
            amount: credits.used,
            unit: credits.unit.clone(),
            remaining: credits.remaining,
            total: credits.total,
            valid_from: credits.valid_from.clone(),
            valid_until: credits.valid_until.clone(),
            description_id: None,
            request_id,
        }
    }
}

impl LedgerRow {
    /// The line as a reading of a balance.
    pub fn credits(&self) -> Credits {
        let line = &self.line;
        Credits {
            used: None,
            remaining: line.remaining,
            total: line.total,
            unit: line.unit.clone(),
            valid_from: line.valid_from.clone(),
            valid_until: line.valid_until.clone(),
        }
    }
}

pub(crate) fn insert(connection: &Connection, line: &LedgerLine, description_id: Option<i64>) -> Result<i64, Error> {
    let id = connection
        .prepare_cached(
            "INSERT INTO ledger (at_ms, provider, account, kind, amount, unit, remaining, total, valid_from, valid_until,
                description_id, request_id)
             VALUES (:at, :provider, :account, :kind, :amount, :unit, :remaining, :total, :valid_from, :valid_until,
                :description_id, :request_id)
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":at": line.at_ms, ":provider": line.provider, ":account": line.account, ":kind": word(line.kind)?,
                ":amount": line.amount, ":unit": line.unit, ":remaining": line.remaining, ":total": line.total,
                ":valid_from": line.valid_from, ":valid_until": line.valid_until,
                ":description_id": description_id, ":request_id": line.request_id,
            },
            |row| row.get(0),
        )?;
    Ok(id)
}

fn row(row: &Row<'_>) -> rusqlite::Result<LedgerRow> {
    Ok(LedgerRow {
        id: row.get(0)?,
        line: LedgerLine {
            at_ms: row.get(1)?,
            provider: row.get(2)?,
            account: row.get(3)?,
            kind: from_word(&row.get::<_, String>(4)?, 4)?,
            amount: row.get(5)?,
            unit: row.get(6)?,
            remaining: row.get(7)?,
            total: row.get(8)?,
            valid_from: row.get(9)?,
            valid_until: row.get(10)?,
            description_id: row.get(11)?,
            request_id: row.get(12)?,
        },
    })
}
