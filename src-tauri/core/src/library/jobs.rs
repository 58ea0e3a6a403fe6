//! Requests under way: written before they are sent, marked before the first byte leaves, answered before anyone sees the
//! answer. These are the single steps; `queue` puts them together, several in one transaction.

use super::Library;
use super::error::Error;
use super::images::{from_word, word};
use crate::failure::Failure;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Written, not sent.
    Queued,
    /// The first byte of a call that may be charged has left, or is about to.
    Sent,
    /// A call's answer is stored.
    Answered,
    /// Its words are saved.
    Done,
    /// It failed, and cost nothing that is not recorded.
    Failed,
    /// It may have been charged and no answer came.
    OutcomeUnknown,
}

/// A job to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewJob<'a> {
    pub image_id: i64,
    pub hash: &'a str,
    pub request_key: &'a str,
    pub provider: &'a str,
    pub account: &'a str,
    pub model: &'a str,
    pub request: &'a str,
    pub run: Option<&'a str>,
    pub owner: &'a str,
    pub receipt: Option<&'a str>,
    pub now_ms: i64,
}

/// A job as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRow {
    /// Row id.
    pub id: i64,
    /// The picture's row.
    pub image_id: i64,
    /// SHA-256 of the picture's file, lower-case hex.
    pub hash: String,
    /// What was asked, without the picture.
    pub request_key: String,
    /// Provider's id.
    pub provider: String,
    /// Which of the person's accounts; never a key.
    pub account: String,
    /// Model or operation.
    pub model: String,
    /// The request (JSON), without the picture and without keys.
    pub request: String,
    /// How far it is.
    pub state: JobState,
    /// Calls that were begun.
    pub attempts: u32,
    /// The process that works, or worked, on it.
    pub owner: Option<String>,
    /// What was known before the call under way (JSON).
    pub progress: Option<String>,
    /// The stored answer to that call (JSON).
    pub reply: Option<String>,
    /// Why it failed (JSON).
    pub failure: Option<String>,
    /// The words that came of it.
    pub description_id: Option<i64>,
    /// When the last call was begun, in milliseconds since 1970.
    pub sent_ms: Option<i64>,
    /// When it was written, in milliseconds since 1970.
    pub created_ms: i64,
    /// What leaves the computer with it (JSON).
    pub receipt: Option<String>,
    /// The words that had come of an answer that was never whole.
    pub pieces: Option<String>,
}

const COLUMNS: &str = "id, image_id, hash, request_key, provider, account, model, request, state, attempts, owner, progress, \
    reply, failure, description_id, sent_ms, created_ms, receipt, pieces";

/// States in which the same question about the same picture is not asked again; as the index `jobs_under_way`.
const UNDER_WAY: &str = "('queued', 'sent', 'answered', 'outcome_unknown')";

impl Library {
    /// Whether any job has not ended.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn has_jobs(&self) -> Result<bool, Failure> {
        self.read(|tx| {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM jobs WHERE state IN {UNDER_WAY})");
            Ok(tx.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
        })
    }
}

pub(crate) fn insert(connection: &Connection, job: &NewJob<'_>) -> Result<i64, Error> {
    let id = connection
        .prepare_cached(
            "INSERT INTO jobs (image_id, hash, request_key, provider, account, model, request, run, owner, state, created_ms,
                receipt)
             VALUES (:image, :hash, :key, :provider, :account, :model, :request, :run, :owner, 'queued', :now, :receipt)
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":image": job.image_id, ":hash": job.hash, ":key": job.request_key, ":provider": job.provider,
                ":account": job.account, ":model": job.model, ":request": job.request, ":run": job.run,
                ":owner": job.owner, ":now": job.now_ms, ":receipt": job.receipt,
            },
            |row| row.get(0),
        )?;
    Ok(id)
}

/// The job that asks this about this picture and has not ended, if there is one.
pub(crate) fn under_way(connection: &Connection, hash: &str, request_key: &str) -> Result<Option<JobRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE hash = ? AND request_key = ? AND state IN {UNDER_WAY}");
    Ok(connection.prepare_cached(&sql)?.query_row((hash, request_key), row).optional()?)
}

/// The newest job that asked this about this picture and has ended, if there is one.
pub(crate) fn last_ended(connection: &Connection, image_id: i64, request_key: &str) -> Result<Option<JobRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE image_id = ? AND request_key = ? AND state IN ('done', 'failed')
         ORDER BY id DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((image_id, request_key), row).optional()?)
}

/// All jobs that have not ended, oldest first.
pub(crate) fn all_under_way(connection: &Connection) -> Result<Vec<JobRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE state IN {UNDER_WAY} ORDER BY id");
    Ok(connection.prepare_cached(&sql)?.query_map([], row)?.collect::<Result<_, _>>()?)
}

/// The job of this row; none where its picture was purged.
pub(crate) fn get(connection: &Connection, id: i64) -> Result<Option<JobRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE id = ?");
    Ok(connection.prepare_cached(&sql)?.query_row([id], row).optional()?)
}

/// Another process works on it from now on, for this run.
pub(crate) fn take_over(connection: &Connection, id: i64, owner: &str, run: Option<&str>) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE jobs SET owner = ?2, run = coalesce(?3, run) WHERE id = ?1")?
        .execute((id, owner, run))?;
    Ok(())
}

/// A call begins. Whatever was answered before is in `progress` by now.
pub(crate) fn begin_call(
    connection: &Connection,
    id: i64,
    state: JobState,
    progress: &str,
    now_ms: i64,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE jobs SET state = ?2, progress = ?3, reply = NULL, pieces = NULL, attempts = attempts + 1, sent_ms = ?4,
                words_begun = 0, words_by = NULL WHERE id = ?1",
        )?
        .execute((id, word(state)?, progress, now_ms))?;
    Ok(())
}

/// The job is in another state; nothing else changes.
pub(crate) fn set_state(connection: &Connection, id: i64, state: JobState) -> Result<(), Error> {
    connection.prepare_cached("UPDATE jobs SET state = ?2 WHERE id = ?1")?.execute((id, word(state)?))?;
    Ok(())
}

/// The job is again what it was: the call that was to take the place of an unknown outcome never left.
pub(crate) fn restore(connection: &Connection, before: &JobRow) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE jobs SET state = ?2, progress = ?3, reply = ?4, sent_ms = ?5, pieces = ?6 WHERE id = ?1",
        )?
        .execute((before.id, word(before.state)?, &before.progress, &before.reply, before.sent_ms, &before.pieces))?;
    Ok(())
}

/// The answer to the call is stored.
pub(crate) fn store_answer(connection: &Connection, id: i64, state: JobState, reply: &str) -> Result<(), Error> {
    connection.prepare_cached("UPDATE jobs SET state = ?2, reply = ?3 WHERE id = ?1")?.execute((
        id,
        word(state)?,
        reply,
    ))?;
    Ok(())
}

/// This process makes words of an answer that another one left; how many have begun to, with this one. A process that comes again
/// is still alive, and counts once.
pub(crate) fn begin_words(connection: &Connection, id: i64, owner: &str) -> Result<u32, Error> {
    Ok(connection
        .prepare_cached(
            "UPDATE jobs SET words_begun = words_begun + (words_by IS NOT ?2), words_by = ?2 WHERE id = ?1
             RETURNING words_begun",
        )?
        .query_row((id, owner), |row| row.get(0))?)
}

/// The words that have come so far of a request under way. Those of one that has ended come too late.
pub(crate) fn keep_pieces(connection: &Connection, id: i64, pieces: &str) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE jobs SET pieces = ?2 WHERE id = ?1 AND state IN ('sent', 'answered')")?
        .execute((id, pieces))?;
    Ok(())
}

/// The job ended well. Its answer stands with the words now; of an incomplete one, what it was made of (`part`, JSON) is
/// kept, so that the rest can be asked for alone.
pub(crate) fn done(
    connection: &Connection,
    id: i64,
    description_id: i64,
    part: Option<&str>,
    now_ms: i64,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "UPDATE jobs SET state = 'done', description_id = ?2, ended_ms = ?3, reply = NULL, pieces = NULL,
                progress = ?4, failure = NULL WHERE id = ?1",
        )?
        .execute((id, description_id, now_ms, part))?;
    Ok(())
}

/// Who was asked for incomplete words, and what (JSON); none where they are whole.
pub(crate) fn asked_for(connection: &Connection, description_id: i64) -> Result<Option<(String, String)>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT provider, request FROM jobs WHERE description_id = ? AND state = 'done' AND progress IS NOT NULL
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row([description_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// What incomplete words were made of (JSON); none where they are whole.
pub(crate) fn progress_of(connection: &Connection, description_id: i64) -> Result<Option<String>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT progress FROM jobs WHERE description_id = ? AND state = 'done' ORDER BY id DESC LIMIT 1",
        )?
        .query_row([description_id], |row| row.get(0))
        .optional()?
        .flatten())
}

/// The job ended badly, or nobody knows how. Nobody works on it then. A stored answer stays: it may have been paid for.
pub(crate) fn fail(
    connection: &Connection,
    id: i64,
    state: JobState,
    failure: &Failure,
    now_ms: i64,
) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE jobs SET state = ?2, failure = ?3, ended_ms = ?4, owner = NULL WHERE id = ?1")?
        .execute((id, word(state)?, serde_json::to_string(failure)?, now_ms))?;
    Ok(())
}

fn row(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    Ok(JobRow {
        id: row.get(0)?,
        image_id: row.get(1)?,
        hash: row.get(2)?,
        request_key: row.get(3)?,
        provider: row.get(4)?,
        account: row.get(5)?,
        model: row.get(6)?,
        request: row.get(7)?,
        state: from_word(&row.get::<_, String>(8)?, 8)?,
        attempts: row.get(9)?,
        owner: row.get(10)?,
        progress: row.get(11)?,
        reply: row.get(12)?,
        failure: row.get(13)?,
        description_id: row.get(14)?,
        sent_ms: row.get(15)?,
        created_ms: row.get(16)?,
        receipt: row.get(17)?,
        pieces: row.get(18)?,
    })
}
