//! Money: every charge, balance and top-up that was seen.
//!
//! There are three kinds of lines: a charge with the balance after it, a balance that changed, and a top-up, where there is more
//! than there can be. Only `note_charge` and `note_balance` write them. Answers can overtake each other, so they are ordered by
//! when their calls left. Usage is summed in days of this computer's calendar.
//!
//! A service that does not tell its balance with its answers is reckoned with: `balances` takes off what was charged since the last
//! reading.

use super::Library;
use super::error::Error;
use super::images::{from_word, word};
use crate::failure::Failure;
use crate::money::{Credits, tidy};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use ts_rs::TS;

/// What a line of the ledger records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LedgerKind {
    /// A request was charged.
    Charge,
    /// A request may have been charged: no answer came, or none that could be read.
    Perhaps,
    /// What is left was read.
    Balance,
    /// Credits were added.
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
    /// What it records.
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
    /// The picture that it was sent for.
    pub image_id: Option<i64>,
}

/// A line as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// Row id.
    pub id: i64,
    /// What it says.
    pub line: LedgerLine,
    /// Of a balance ([`Library::balances`]): what was charged after it by calls that did not say what is left, in its
    /// unit. Nothing of any other line.
    pub used_since: f64,
}

/// What one provider cost on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayTotal {
    /// Provider's id.
    pub provider: String,
    /// Which of the person's accounts.
    pub account: String,
    /// The day in this computer's calendar, ISO 8601.
    pub day: String,
    /// What was charged.
    pub amount: f64,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
    /// How many charges.
    pub charges: u32,
}

const COLUMNS: &str = "id, at_ms, provider, account, kind, amount, unit, remaining, total, valid_from, valid_until, \
    description_id, request_id, image_id";

/// How many these are.
const WIDTH: usize = 14;

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

    /// The last line of every provider and account that says what is left, with what was charged since.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn balances(&self) -> Result<Vec<LedgerRow>, Failure> {
        self.read(|tx| {
            // As the budget counts: a call whose price nobody knows is one credit, and one request.
            let sql = format!(
                "SELECT {COLUMNS},
                    (SELECT total(CASE
                        WHEN c.unit = l.unit THEN coalesce(c.amount, iif(l.unit = 'usd', 0, 1))
                        WHEN c.unit = 'requests' AND l.unit = 'credits' THEN coalesce(c.amount, 1)
                        ELSE l.unit = 'requests' END)
                     FROM ledger c WHERE c.kind = 'charge' AND c.provider = l.provider AND c.account = l.account
                        AND c.id > l.id)
                 FROM ledger l WHERE id IN
                    (SELECT max(id) FROM ledger WHERE remaining IS NOT NULL GROUP BY provider, account)
                 ORDER BY provider, account"
            );
            let mut statement = tx.prepare_cached(&sql)?;
            let rows =
                statement.query_map([], |found| Ok(LedgerRow { used_since: found.get(WIDTH)?, ..row(found)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Providers that charged something, at this moment or later (milliseconds since 1970), since they last said what is
    /// left, or never said it.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn charged_since_reading(&self, from_ms: i64) -> Result<Vec<String>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT provider FROM ledger GROUP BY provider, account
                 HAVING max(iif(kind = 'charge' AND at_ms >= ?, id, 0)) > max(iif(remaining IS NULL, 0, id))",
            )?;
            Ok(statement.query_map([from_ms], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Whether a provider may be asked for its balance without being told to: not within `every_ms` of the last time that
    /// anybody, in any process, was told so. Counts as asked where it may.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn take_turn_to_read(&self, provider: &str, now_ms: i64, every_ms: i64) -> Result<bool, Failure> {
        self.write(|tx| {
            let taken = tx
                .prepare_cached(
                    "INSERT INTO settings (key, value) VALUES ('remembered.balance.' || ?1, ?2)
                     ON CONFLICT DO UPDATE SET value = excluded.value
                     WHERE abs(CAST(value AS INTEGER) - CAST(excluded.value AS INTEGER)) >= ?3",
                )?
                .execute((provider, now_ms.to_string(), every_ms))?;
            Ok(taken > 0)
        })
    }

    /// What these pictures cost in all, over their versions and the questions about them.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn paid_for(&self, image_ids: impl IntoIterator<Item = i64>) -> Result<BTreeMap<i64, Vec<PaidTotal>>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT provider, unit, total(amount) FROM ledger
                 WHERE image_id = ? AND kind = 'charge' GROUP BY provider, unit",
            )?;
            let mut totals = BTreeMap::new();
            for id in image_ids {
                if let Entry::Vacant(place) = totals.entry(id) {
                    let rows = statement.query_map([id], |row| {
                        Ok(PaidTotal { provider: row.get(0)?, unit: row.get(1)?, amount: row.get(2)? })
                    })?;
                    place.insert(rows.collect::<Result<_, _>>()?);
                }
            }
            Ok(totals)
        })
    }

    /// Lines of the ledger with the pictures that they are about, newest first, and how many there are; of one provider or
    /// of all.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn ledger_page(&self, provider: Option<&str>, offset: u32, limit: u32) -> Result<(u32, Vec<PaidRow>), Failure> {
        self.read(|tx| {
            let total = tx
                .prepare_cached("SELECT count(*) FROM ledger WHERE ?1 IS NULL OR provider = ?1")?
                .query_row([provider], |row| row.get(0))?;
            let sql = format!(
                "SELECT {columns}, i.id, i.hash, i.name, d.alt
                 FROM (SELECT * FROM ledger WHERE ?1 IS NULL OR provider = ?1 ORDER BY id DESC LIMIT ?3 OFFSET ?2) l
                 LEFT JOIN descriptions d ON d.id = l.description_id
                 LEFT JOIN images i ON i.id = l.image_id AND i.deleted_at IS NULL ORDER BY l.id DESC",
                columns = COLUMNS.split(", ").map(|name| format!("l.{name}")).collect::<Vec<_>>().join(", "),
            );
            let mut statement = tx.prepare_cached(&sql)?;
            let rows = statement.query_map((provider, offset, limit), |found| {
                let image_id: Option<i64> = found.get(WIDTH)?;
                let picture = match image_id {
                    Some(image_id) => Some(PaidPicture {
                        image_id,
                        hash: found.get(WIDTH + 1)?,
                        name: found.get(WIDTH + 2)?,
                        alt: found.get(WIDTH + 3)?,
                    }),
                    None => None,
                };
                Ok(PaidRow { row: row(found)?, picture })
            })?;
            Ok((total, rows.collect::<Result<_, _>>()?))
        })
    }

    /// What was charged since this moment, by provider, account, unit and day of this computer's calendar, oldest first.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn day_totals(&self, from_ms: i64) -> Result<Vec<DayTotal>, Failure> {
        self.read(|tx| {
            let mut statement = tx.prepare_cached(
                "SELECT provider, account, date(at_ms / 1000, 'unixepoch', 'localtime') AS day,
                    total(amount), unit, count(*)
                 FROM ledger WHERE kind = 'charge' AND at_ms >= ?1
                 GROUP BY provider, account, unit, day ORDER BY day, provider, account, unit",
            )?;
            let rows = statement.query_map([from_ms], |row| {
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

/// What was charged for one picture by one provider.
#[derive(Clone, Debug, PartialEq)]
pub struct PaidTotal {
    /// Provider's id.
    pub provider: String,
    /// `credits`, `requests` or `usd`.
    pub unit: String,
    /// How much, as far as it is known.
    pub amount: f64,
}

/// A line of the ledger and the picture that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct PaidRow {
    /// The line.
    pub row: LedgerRow,
    /// The picture, where it is still in the history.
    pub picture: Option<PaidPicture>,
}

/// A picture that was paid for.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // as in `view::LedgerPicture`
pub struct PaidPicture {
    pub image_id: i64,
    pub hash: String,
    pub name: String,
    pub alt: Option<String>,
}

/// What a service said of an account's credits, and when it was asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    pub provider: &'a str,
    pub account: &'a str,
    pub credits: &'a Credits,
    pub request_id: Option<&'a str>,
    /// When the call left that brought it: what was read later than that may be the newer news.
    pub asked_ms: i64,
    pub now_ms: i64,
}

/// Writes what a service said of an account's credits, where that is news: a balance, or, where there is more than there
/// can be after what was charged since the last reading, a top-up.
pub(crate) fn note_balance(connection: &Connection, reading: &Reading<'_>) -> Result<(), Error> {
    let Reading { provider, account, credits, .. } = *reading;
    if credits.remaining.is_none() {
        return Ok(());
    }
    let charge = LedgerLine::charge(provider, account, credits, reading.request_id.map(str::to_owned), reading.now_ms);
    let mut line = LedgerLine { kind: LedgerKind::Balance, amount: None, ..charge };
    let last = last_reading(connection, &line)?;
    // What is left is reckoned from the last reading: after a charge, the same again is news.
    let charged = match &last {
        Some(last) => charged_after(connection, &line, last.id)?,
        None => false,
    };
    match compare(connection, &line, 0.0, last.as_ref(), reading.asked_ms)? {
        News::Older => return Ok(()),
        News::More(difference) => (line.kind, line.amount) = (LedgerKind::TopUp, Some(difference)),
        News::Fits if last.is_some_and(|last| says_the_same(&line, &last.line)) && !charged => return Ok(()),
        News::Fits => {}
    }
    insert(connection, &line, None)?;
    Ok(())
}

/// Writes a charge. Where its answer says that more is left than there can be, the top-up before it is written too.
/// `asked_ms` is when the call left.
pub(crate) fn note_charge(
    connection: &Connection,
    mut line: LedgerLine,
    asked_ms: i64,
    description_id: Option<i64>,
) -> Result<(), Error> {
    let last = last_reading(connection, &line)?;
    let used = line.amount.unwrap_or_default();
    match compare(connection, &line, used, last.as_ref(), asked_ms)? {
        News::Older => line.remaining = last.and_then(|last| last.line.remaining),
        News::More(difference) => {
            let before = LedgerLine {
                kind: LedgerKind::TopUp,
                amount: Some(difference),
                remaining: line.remaining.map(|left| left + used),
                ..line.clone()
            };
            insert(connection, &before, None)?;
        }
        News::Fits => {}
    }
    insert(connection, &line, description_id)?;
    Ok(())
}

/// How a reading fits to the one before it.
enum News {
    /// As expected, or less.
    Fits,
    /// So much more than there can be.
    More(f64),
    /// Another call's answer, written before, was the later one.
    Older,
}

fn compare(
    connection: &Connection,
    line: &LedgerLine,
    used: f64,
    last: Option<&LedgerRow>,
    asked_ms: i64,
) -> Result<News, Error> {
    let (Some(left), Some(last)) = (line.remaining, last) else { return Ok(News::Fits) };
    let before = last.line.remaining.unwrap_or_default();
    // What a clock that was far ahead wrote down came before all the same.
    if last.line.at_ms > asked_ms && last.line.at_ms <= line.at_ms {
        // Both were under way at once, and credits only go down by themselves.
        return Ok(if left > before { News::Older } else { News::Fits });
    }
    let charged: f64 = connection
        .prepare_cached(
            "SELECT total(amount) FROM ledger
             WHERE kind = 'charge' AND provider = ? AND account = ? AND unit = ? AND id > ?",
        )?
        .query_row((&line.provider, &line.account, &line.unit, last.id), |row| row.get(0))?;
    let more = left + used - (before - charged);
    // Sums of parts of credits are not exact.
    Ok(if more > 1e-6 { News::More(tidy(more)) } else { News::Fits })
}

fn charged_after(connection: &Connection, line: &LedgerLine, id: i64) -> Result<bool, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM ledger WHERE kind = 'charge' AND provider = ? AND account = ? AND id > ?)",
        )?
        .query_row((&line.provider, &line.account, id), |row| row.get(0))?)
}

/// Whether a reading brings nothing new; what it leaves out is not news.
fn says_the_same(line: &LedgerLine, last: &LedgerLine) -> bool {
    let same = |new: &Option<String>, old: &Option<String>| new.is_none() || new == old;
    line.remaining == last.remaining
        && (line.total.is_none() || line.total == last.total)
        && same(&line.valid_from, &last.valid_from)
        && same(&line.valid_until, &last.valid_until)
}

/// The last line of the same account that says what is left, in the same unit.
fn last_reading(connection: &Connection, line: &LedgerLine) -> Result<Option<LedgerRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger
         WHERE provider = ? AND account = ? AND unit = ? AND remaining IS NOT NULL ORDER BY id DESC LIMIT 1"
    );
    let found = connection.prepare_cached(&sql)?.query_row((&line.provider, &line.account, &line.unit), row);
    Ok(found.optional()?)
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
            image_id: None,
        }
    }
}

impl LedgerRow {
    /// What is left by this line, less what was charged since.
    pub fn credits(&self) -> Credits {
        let line = &self.line;
        // Sums of parts of credits are not exact.
        let less = |left: f64| tidy((left - self.used_since).max(0.0));
        Credits {
            used: None,
            remaining: line.remaining.map(less),
            total: line.total,
            unit: line.unit.clone(),
            valid_from: line.valid_from.clone(),
            valid_until: line.valid_until.clone(),
        }
    }
}

/// Writes that a request may have been charged. The line goes where the job tells what became of it ([`cleared_up`]).
pub(crate) fn note_perhaps(connection: &Connection, line: &LedgerLine, job_id: i64) -> Result<(), Error> {
    cleared_up(connection, job_id)?;
    let id = insert(connection, &LedgerLine { kind: LedgerKind::Perhaps, ..line.clone() }, None)?;
    connection.prepare_cached("UPDATE ledger SET job_id = ? WHERE id = ?")?.execute((job_id, id))?;
    Ok(())
}

/// It is known by now what the request cost, or that it cost nothing.
pub(crate) fn cleared_up(connection: &Connection, job_id: i64) -> Result<(), Error> {
    connection.prepare_cached("DELETE FROM ledger WHERE job_id = ?")?.execute([job_id])?;
    Ok(())
}

/// The job is sent anew: what its older request cost will never be known.
pub(crate) fn never_cleared_up(connection: &Connection, job_id: i64) -> Result<(), Error> {
    connection.prepare_cached("UPDATE ledger SET job_id = NULL WHERE job_id = ?")?.execute([job_id])?;
    Ok(())
}

/// The job was not sent anew after all: what was said last of it may still become known.
pub(crate) fn may_be_cleared_up(connection: &Connection, job_id: i64, image_id: i64) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE ledger SET job_id = ?1 WHERE id =
                (SELECT max(id) FROM ledger WHERE image_id = ?2 AND kind = 'perhaps' AND job_id IS NULL)",
        )?
        .execute((job_id, image_id))?;
    Ok(())
}

pub(crate) fn insert(connection: &Connection, line: &LedgerLine, description_id: Option<i64>) -> Result<i64, Error> {
    let id = connection
        .prepare_cached(
            "INSERT INTO ledger (at_ms, provider, account, kind, amount, unit, remaining, total, valid_from, valid_until,
                description_id, request_id, image_id)
             VALUES (:at, :provider, :account, :kind, :amount, :unit, :remaining, :total, :valid_from, :valid_until,
                :description_id, :request_id, :image)
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":at": line.at_ms, ":provider": line.provider, ":account": line.account, ":kind": word(line.kind)?,
                ":amount": line.amount, ":unit": line.unit, ":remaining": line.remaining, ":total": line.total,
                ":valid_from": line.valid_from, ":valid_until": line.valid_until,
                ":description_id": description_id, ":request_id": line.request_id, ":image": line.image_id,
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
            image_id: row.get(13)?,
        },
        used_since: 0.0,
    })
}
