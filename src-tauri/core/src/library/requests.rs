//! What the limiter and the budget count, and what the Usage view sums: one row a request; of a job, one row a call, which
//! is written before the call is sent and takes its place in limits and budget then.

use super::Library;
use super::error::Error;
use super::images::word;
use crate::failure::Failure;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::Serialize;
use std::ops::Range;

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
                "SELECT provider, sum(kind <> 'from_history' AND described), sum(kind = 'from_history')
                 FROM requests GROUP BY provider ORDER BY count(*) DESC, provider",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(UsageRow { provider: row.get(0)?, pictures: row.get(1)?, from_history: row.get(2)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// A call that is about to be sent.
pub(crate) struct NewCall<'a> {
    /// The job that it belongs to; none for a free question beside all jobs.
    pub job_id: Option<i64>,
    pub provider: &'a str,
    pub account: &'a str,
    pub run: Option<&'a str>,
    pub operation: &'a str,
    /// What it will probably cost; none for a free call.
    pub price: Option<(f64, &'a str)>,
    pub now_ms: i64,
}

/// Takes the call's place in limits and budget. Answers the row.
pub(crate) fn reserve(connection: &Connection, call: &NewCall<'_>) -> Result<i64, Error> {
    let id = connection
        .prepare_cached(
            "INSERT INTO requests (at_ms, provider, account, kind, run, amount, unit, job_id, operation, described)
             VALUES (:at, :provider, :account, 'sent', :run, :amount, :unit, :job, :operation, 0) RETURNING id",
        )?
        .query_row(
            named_params! {
                ":at": call.now_ms, ":provider": call.provider, ":account": call.account, ":run": call.run,
                ":amount": call.price.map(|(amount, _)| amount), ":unit": call.price.map(|(_, unit)| unit),
                ":job": call.job_id, ":operation": call.operation,
            },
            |row| row.get(0),
        )?;
    Ok(id)
}

/// The call never left: it counts for nothing.
pub(crate) fn give_back(connection: &Connection, id: i64) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM requests WHERE id = ?")?.execute([id])?;
    Ok(())
}

/// The call was answered at this moment, and turned away where it cost nothing.
pub(crate) fn answered(connection: &Connection, id: i64, now_ms: i64, free: bool) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE requests SET at_ms = ?2, amount = iif(?3 AND amount IS NOT NULL, 0, amount) WHERE id = ?1",
        )?
        .execute((id, now_ms, free))?;
    Ok(())
}

/// What a job's call really cost, as the service said; only in the unit of the estimate, in which the budget counts. A
/// call whose price nobody knew counts in the service's credits from then on.
pub(crate) fn set_price(
    connection: &Connection,
    job_id: i64,
    operation: &str,
    amount: f64,
    unit: &str,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE requests SET amount = ?3, unit = ?4 WHERE (unit = ?4 OR unit = 'requests' AND ?4 = 'credits') AND id =
                (SELECT max(id) FROM requests WHERE job_id = ?1 AND operation = ?2 AND amount IS NOT NULL)",
        )?
        .execute((job_id, operation, amount, unit))?;
    Ok(())
}

/// The last call of a job cost nothing.
pub(crate) fn last_was_free(connection: &Connection, job_id: i64) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE requests SET amount = 0 WHERE amount IS NOT NULL AND id =
                (SELECT max(id) FROM requests WHERE job_id = ?1 AND amount IS NOT NULL)",
        )?
        .execute([job_id])?;
    Ok(())
}

/// The row of the job's last call.
pub(crate) fn last_call(connection: &Connection, job_id: i64) -> Result<Option<i64>, Error> {
    Ok(connection
        .prepare_cached("SELECT max(id) FROM requests WHERE job_id = ?")?
        .query_row([job_id], |row| row.get(0))?)
}

/// What the last call of a job that may have cost something probably cost, and in which unit.
pub(crate) fn open_price(connection: &Connection, job_id: i64) -> Result<Option<(f64, String)>, Error> {
    Ok(connection
        .prepare_cached("SELECT amount, unit FROM requests WHERE job_id = ? AND amount > 0 ORDER BY id DESC LIMIT 1")?
        .query_row([job_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Words came of this job: it counts as one picture, however many calls it took.
pub(crate) fn described(connection: &Connection, job_id: i64) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE requests SET described = 1 WHERE id = (SELECT max(id) FROM requests WHERE job_id = ?1)",
        )?
        .execute([job_id])?;
    Ok(())
}

/// When the `n`-th newest call (1: the newest) that is not newer than this moment was sent.
pub(crate) fn nth_newest(
    connection: &Connection,
    provider: &str,
    account: &str,
    n: u32,
    not_after_ms: i64,
) -> Result<Option<i64>, Error> {
    let at = connection
        .prepare_cached(
            "SELECT at_ms FROM requests WHERE provider = ? AND account = ? AND kind = 'sent' AND at_ms <= ?
             ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
        )?
        .query_row((provider, account, not_after_ms, n.saturating_sub(1)), |row| row.get(0))
        .optional()?;
    Ok(at)
}

/// What the service last said that a call of this operation costs, in its credits.
pub(crate) fn last_price(connection: &Connection, provider: &str, operation: &str) -> Result<Option<f64>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT amount FROM requests WHERE provider = ? AND operation = ? AND unit = 'credits' AND amount > 0
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row((provider, operation), |row| row.get(0))
        .optional()?)
}

/// When calls were sent to the account of a provider that was used last, since this moment, oldest first; and that account.
pub(crate) fn sent_times(
    connection: &Connection,
    provider: &str,
    from_ms: i64,
) -> Result<Option<(String, Vec<i64>)>, Error> {
    let account: Option<String> = connection
        .prepare_cached(
            "SELECT account FROM requests WHERE provider = ? AND kind = 'sent' ORDER BY at_ms DESC LIMIT 1",
        )?
        .query_row([provider], |row| row.get(0))
        .optional()?;
    let Some(account) = account else { return Ok(None) };
    let times = connection
        .prepare_cached(
            "SELECT at_ms FROM requests WHERE provider = ? AND account = ? AND kind = 'sent' AND at_ms >= ? ORDER BY at_ms",
        )?
        .query_map((provider, &account, from_ms), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some((account, times)))
}

/// What calls of a provider cost within this time, or in this run, in a unit; `requests` counts those that cost something. A
/// call whose price nobody knows counts as one credit.
pub(crate) fn spent(
    connection: &Connection,
    provider: &str,
    unit: &str,
    within: &Range<i64>,
    run: Option<&str>,
) -> Result<f64, Error> {
    let sum = connection
        .prepare_cached(
            "SELECT iif(?2 = 'requests', count(*), total(iif(unit = ?2 OR unit = 'requests' AND ?2 = 'credits', amount, 0)))
             FROM requests WHERE provider = ?1 AND kind = 'sent' AND amount > 0
                AND at_ms >= ?3 AND at_ms < ?4 AND (?5 IS NULL OR run = ?5)",
        )?
        .query_row((provider, unit, within.start, within.end, run), |row| row.get(0))?;
    Ok(sum)
}

/// This computer's day or month, from its beginning to the next one's, in milliseconds since 1970. What a clock that was
/// far ahead wrote down lies behind its end: it belongs to the time that the clock told, and fills no cap of today.
pub(crate) fn period(connection: &Connection, period: &str, now_ms: i64) -> Result<Range<i64>, Error> {
    let (from, to): (i64, i64) = connection
        .prepare_cached(
            "SELECT unixepoch(?1 / 1000, 'unixepoch', 'localtime', 'start of ' || ?2, 'utc'),
                unixepoch(?1 / 1000, 'unixepoch', 'localtime', 'start of ' || ?2, '+1 ' || ?2, 'utc')",
        )?
        .query_row((now_ms, period), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(from * 1_000..to * 1_000)
}

/// All time, for what a run counts.
pub(crate) const EVER: Range<i64> = i64::MIN..i64::MAX;

/// A day of this computer's calendar, so many days before today: its beginning in milliseconds since 1970, and its ISO 8601
/// name. Negative: after today.
pub(crate) fn day(connection: &Connection, now_ms: i64, days_ago: i64) -> Result<(i64, String), Error> {
    let (seconds, name): (i64, String) = connection
        .prepare_cached(
            "SELECT unixepoch(day, 'utc'), date(day)
             FROM (SELECT datetime(?1 / 1000, 'unixepoch', 'localtime', 'start of day', (-?2) || ' days') AS day)",
        )?
        .query_row((now_ms, days_ago), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((seconds * 1_000, name))
}

/// A moment on this computer's clock, to the minute.
pub(crate) fn local_time(connection: &Connection, at_ms: i64) -> Result<String, Error> {
    Ok(connection
        .prepare_cached("SELECT strftime('%Y-%m-%d %H:%M', ?1 / 1000, 'unixepoch', 'localtime')")?
        .query_row([at_ms], |row| row.get(0))?)
}

/// Until when a service wants to be left alone.
pub(crate) fn held_until(connection: &Connection, provider: &str, account: &str) -> Result<Option<i64>, Error> {
    Ok(connection
        .prepare_cached("SELECT until_ms FROM holds WHERE provider = ? AND account = ?")?
        .query_row((provider, account), |row| row.get(0))
        .optional()?)
}

/// The service wants to be left alone until this moment; a later one that is known already stays.
pub(crate) fn hold(connection: &Connection, provider: &str, account: &str, until_ms: i64) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO holds (provider, account, until_ms) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET until_ms = max(until_ms, excluded.until_ms)",
        )?
        .execute((provider, account, until_ms))?;
    Ok(())
}
