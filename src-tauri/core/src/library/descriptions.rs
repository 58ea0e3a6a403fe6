//! Versions of a picture's words. A row is written once: an answer, an edit and a restored version are new rows.

use super::error::Error;
use super::images::{from_word, word};
use super::{LedgerLine, Library, ledger, search, tags};
use crate::compose::Warning;
use crate::failure::Failure;
use crate::money::{Credits, Tokens};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who wrote a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Author {
    /// The built-in describer.
    Computed,
    /// A model or a service.
    Model,
    /// The person.
    Person,
}

/// How far a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
#[allow(missing_docs)]
pub enum DescriptionState {
    Draft,
    Edited,
    Approved,
}

/// What left the computer for one description. Where only the picture's own address was passed on (`by_address`), the
/// service fetches the picture there: nothing of it left from here, and the fields about it are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Receipt {
    /// Host that got it.
    pub host: String,
    /// MIME type.
    pub mime: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size in bytes.
    pub bytes: u64,
    /// EXIF, GPS, XMP and comments were left out.
    pub metadata_removed: bool,
    /// Only the picture's own web address was passed on.
    #[serde(default)]
    pub by_address: bool,
    /// Host at which the picture lay for the service: the person's bucket or this computer's public address. None where
    /// the service itself was given the bytes or the picture's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// What the person changed in the words. `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
#[allow(missing_docs)]
pub struct DescriptionEdit {
    pub alt: Option<String>,
    pub description: Option<String>,
    pub title: Option<String>,
    pub tags: Option<Vec<String>>,
}

/// Words to be saved.
#[derive(Clone, Debug)]
pub struct NewDescription {
    /// The picture's row.
    pub image_id: i64,
    /// The version that this one was made from.
    pub parent_id: Option<i64>,
    /// What the person asked about the picture, where this is the answer to that: part of a conversation, no version of
    /// the picture's words.
    pub question: Option<String>,
    /// Who wrote it.
    pub author: Author,
    /// Provider's id.
    pub provider: String,
    /// Model or operation.
    pub model: String,
    /// Preset.
    pub style: String,
    /// The person's own instruction.
    pub prompt: Option<String>,
    /// A primary tag.
    pub language: String,
    /// What was asked, without the picture; the same question is answered from here again.
    pub request_key: Option<String>,
    /// Plain text.
    pub alt: Option<String>,
    /// Long text, may be Markdown.
    pub description: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Tags, in the provider's order.
    pub tags: Vec<String>,
    /// Why the picture needs no words.
    pub decorative: Option<String>,
    /// Draft, edited or approved.
    pub state: DescriptionState,
    /// What is questionable about the alt text.
    pub warnings: Vec<Warning>,
    /// What left the computer.
    pub receipt: Option<Receipt>,
    /// What the service said of credits.
    pub credits: Option<Credits>,
    /// What the model counted.
    pub tokens: Option<Tokens>,
    /// Why the words are fewer than asked for.
    pub incomplete: Option<Failure>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The answer as it came, capped.
    pub raw: Option<String>,
    /// What was computed of the picture (JSON); kept with the picture, `None` leaves what is there.
    pub facts: Option<serde_json::Value>,
    /// When, in milliseconds since 1970.
    pub now_ms: i64,
}

impl NewDescription {
    /// A model's draft for this picture that says nothing yet; the rest is set beside it.
    pub fn draft(image_id: i64, provider: &str, language: &str, now_ms: i64) -> Self {
        Self {
            image_id,
            parent_id: None,
            question: None,
            author: Author::Model,
            provider: provider.to_owned(),
            model: String::new(),
            style: "alt".to_owned(),
            prompt: None,
            language: language.to_owned(),
            request_key: None,
            alt: None,
            description: None,
            title: None,
            tags: Vec::new(),
            decorative: None,
            state: DescriptionState::Draft,
            warnings: Vec::new(),
            receipt: None,
            credits: None,
            tokens: None,
            incomplete: None,
            duration_ms: 0,
            raw: None,
            facts: None,
            now_ms,
        }
    }
}

/// One version, as it is stored. The raw answer is left out: see [`Library::raw`].
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // as in `NewDescription`
pub struct DescriptionRow {
    pub id: i64,
    pub image_id: i64,
    pub parent_id: Option<i64>,
    pub author: Author,
    pub provider: String,
    pub model: String,
    pub style: String,
    pub prompt: Option<String>,
    pub language: String,
    pub request_key: Option<String>,
    pub alt: Option<String>,
    pub description: Option<String>,
    pub title: Option<String>,
    pub tags: Vec<String>,
    pub decorative: Option<String>,
    pub state: DescriptionState,
    pub warnings: Vec<Warning>,
    pub receipt: Option<Receipt>,
    pub credits: Option<Credits>,
    pub tokens: Option<Tokens>,
    pub duration_ms: u64,
    pub created_ms: i64,
    pub incomplete: Option<Failure>,
    pub question: Option<String>,
}

impl DescriptionRow {
    /// Words that are in no row yet; their id is 0.
    pub fn unsaved(new: NewDescription) -> Self {
        Self {
            id: 0,
            image_id: new.image_id,
            parent_id: new.parent_id,
            author: new.author,
            provider: new.provider,
            model: new.model,
            style: new.style,
            prompt: new.prompt,
            language: new.language,
            request_key: new.request_key,
            alt: new.alt,
            description: new.description,
            title: new.title,
            tags: new.tags,
            decorative: new.decorative,
            state: new.state,
            warnings: new.warnings,
            receipt: new.receipt,
            credits: new.credits,
            tokens: new.tokens,
            duration_ms: new.duration_ms,
            created_ms: new.now_ms,
            incomplete: new.incomplete,
            question: new.question,
        }
    }
}

pub(super) const COLUMNS: &str = "d.id, d.image_id, d.parent_id, d.author, d.provider, d.model, d.style, d.prompt, \
    d.language, d.request_key, d.alt, d.description, d.title, d.tags, d.decorative, d.state, d.warnings, d.receipt, \
    d.credits, d.tokens, d.duration_ms, d.created_ms, d.incomplete, d.question";

/// How many these are.
pub(super) const WIDTH: usize = 24;

impl Library {
    /// Saves words, and what was paid for them, at once: either both are there or neither. Answers the new row.
    ///
    /// # Errors
    /// `NotFound` where the picture was purged meanwhile; `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn save(&self, new: &NewDescription, paid: Option<&LedgerLine>) -> Result<i64, Failure> {
        self.write(|tx| {
            let id = insert(tx, new)?;
            if let Some(line) = paid {
                let line = LedgerLine { image_id: Some(new.image_id), ..line.clone() };
                ledger::insert(tx, &line, Some(id))?;
            }
            Ok(id)
        })
    }

    /// The newest answer that a provider gave to this question about this content, if there is one. Also finds the answer
    /// of a picture that was deleted but not yet purged: it was paid for.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn answer_for(&self, request_key: &str, hash: &str) -> Result<Option<DescriptionRow>, Failure> {
        self.read(|tx| answer(tx, request_key, hash))
    }

    /// One version, unless its picture was deleted.
    ///
    /// # Errors
    /// `NotFound`, `StorageFailed`.
    pub fn description(&self, id: i64) -> Result<DescriptionRow, Failure> {
        self.read(|tx| get(tx, id))
    }

    /// All versions of a picture, newest first; none where it was deleted.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn versions(&self, image_id: i64) -> Result<Vec<DescriptionRow>, Failure> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM descriptions d JOIN images i ON i.id = d.image_id
                 WHERE d.image_id = ? AND d.question IS NULL AND i.deleted_at IS NULL ORDER BY d.id DESC"
            );
            let rows = tx.prepare_cached(&sql)?.query_map([image_id], row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// What was asked about a picture and answered, oldest first; nothing where it was deleted.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn conversation(&self, image_id: i64) -> Result<Vec<DescriptionRow>, Failure> {
        self.read(|tx| {
            let sql = format!(
                "SELECT {COLUMNS} FROM descriptions d JOIN images i ON i.id = d.image_id
                 WHERE d.image_id = ? AND d.question IS NOT NULL AND i.deleted_at IS NULL ORDER BY d.id"
            );
            let rows = tx.prepare_cached(&sql)?.query_map([image_id], row)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// The answer as it came, where it was kept.
    ///
    /// # Errors
    /// `NotFound`, `StorageFailed`.
    pub fn raw(&self, id: i64) -> Result<Option<String>, Failure> {
        self.read(|tx| {
            get(tx, id)?;
            Ok(tx.prepare_cached("SELECT raw FROM descriptions WHERE id = ?")?.query_row([id], |row| row.get(0))?)
        })
    }

    /// Saves what the person changed as a new version and answers it. Where nothing differs, nothing is written and `id`
    /// comes back.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn edit(&self, id: i64, edit: &DescriptionEdit, now_ms: i64) -> Result<i64, Failure> {
        self.write(|tx| {
            let before = version(tx, id)?;
            let mut after = before.clone();
            change(&mut after, edit);
            if after == before {
                return Ok(id);
            }
            let mut new = copy(after, now_ms);
            new.author = Author::Person;
            new.state = DescriptionState::Edited;
            new.warnings.retain(|warning| warning.is_of_picture());
            insert(tx, &new)
        })
    }

    /// Makes an older version the newest, as a copy of it: the versions between are kept. Answers the copy, or `id` where
    /// it is the newest already.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn restore_version(&self, id: i64, now_ms: i64) -> Result<i64, Failure> {
        self.write(|tx| {
            let old = version(tx, id)?;
            let newest: i64 = tx
                .prepare_cached("SELECT newest_id FROM images WHERE id = ?")?
                .query_row([old.image_id], |row| row.get(0))?;
            if newest == id { Ok(id) } else { insert(tx, &copy(old, now_ms)) }
        })
    }
}

/// As [`Library::answer_for`].
pub(crate) fn answer(connection: &Connection, request_key: &str, hash: &str) -> Result<Option<DescriptionRow>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM descriptions d JOIN images i ON i.id = d.image_id
         WHERE d.request_key = ?1 AND i.hash = ?2 AND d.author <> 'person' ORDER BY d.id DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((request_key, hash), row).optional()?)
}

/// A version made from an older one. It was not asked for and nothing was sent or paid for it, so it keeps the words and
/// who they are from, but neither question, receipt, credits nor what went wrong with them.
fn copy(from: DescriptionRow, now_ms: i64) -> NewDescription {
    NewDescription {
        parent_id: Some(from.id),
        author: from.author,
        model: from.model,
        style: from.style,
        prompt: from.prompt,
        alt: from.alt,
        description: from.description,
        title: from.title,
        tags: from.tags,
        decorative: from.decorative,
        state: from.state,
        warnings: from.warnings,
        ..NewDescription::draft(from.image_id, &from.provider, &from.language, now_ms)
    }
}

fn change(row: &mut DescriptionRow, edit: &DescriptionEdit) {
    for (field, new) in
        [(&mut row.alt, &edit.alt), (&mut row.description, &edit.description), (&mut row.title, &edit.title)]
    {
        if let Some(text) = new {
            *field = filled(Some(text)).map(str::to_owned);
        }
    }
    if let Some(new) = &edit.tags {
        row.tags.clone_from(new);
    }
}

/// A text that says something; an empty one is as good as none.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The version of this row, unless its picture was deleted.
fn get(connection: &Connection, id: i64) -> Result<DescriptionRow, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM descriptions d JOIN images i ON i.id = d.image_id
         WHERE d.id = ? AND i.deleted_at IS NULL"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([id], row)?)
}

/// As [`get`]; what is part of a conversation is no version.
fn version(connection: &Connection, id: i64) -> Result<DescriptionRow, Error> {
    let row = get(connection, id)?;
    if row.question.is_some() { Err(Error::NotFound) } else { Ok(row) }
}

/// Writes a version, makes it its picture's newest and brings tags and search up to date. An answer to a question is
/// found by a search too, and changes nothing else.
pub(crate) fn insert(connection: &Connection, new: &NewDescription) -> Result<i64, Error> {
    connection.prepare_cached("SELECT 1 FROM images WHERE id = ?")?.query_row([new.image_id], |_| Ok(()))?;
    let id = insert_row(connection, new)?;
    if new.question.is_some() {
        search::refresh(connection, new.image_id)?;
        return Ok(id);
    }
    connection
        .prepare_cached("UPDATE images SET newest_id = ?2, facts = coalesce(?3, facts) WHERE id = ?1")?
        .execute((new.image_id, id, new.facts.as_ref().map(serde_json::Value::to_string)))?;
    tags::describe(connection, new.image_id, &new.tags, new.author == Author::Person)?;
    search::refresh(connection, new.image_id)?;
    Ok(id)
}

fn insert_row(connection: &Connection, new: &NewDescription) -> Result<i64, Error> {
    let id = connection
        .prepare_cached(
            "INSERT INTO descriptions (image_id, parent_id, author, provider, model, style, prompt, language, request_key,
                alt, description, title, tags, decorative, state, warnings, receipt, credits, tokens, duration_ms, raw,
                created_ms, incomplete, question)
             VALUES (:image_id, :parent_id, :author, :provider, :model, :style, :prompt, :language, :request_key,
                :alt, :description, :title, :tags, :decorative, :state, :warnings, :receipt, :credits, :tokens,
                :duration_ms, :raw, :now, :incomplete, :question)
             RETURNING id",
        )?
        .query_row(
            named_params! {
                ":image_id": new.image_id, ":parent_id": new.parent_id, ":author": word(new.author)?,
                ":provider": new.provider, ":model": new.model, ":style": new.style,
                ":prompt": filled(new.prompt.as_ref()), ":language": new.language, ":request_key": new.request_key,
                ":alt": filled(new.alt.as_ref()), ":description": filled(new.description.as_ref()),
                ":title": filled(new.title.as_ref()), ":tags": serde_json::to_string(&new.tags)?,
                ":decorative": filled(new.decorative.as_ref()), ":state": word(new.state)?,
                ":warnings": serde_json::to_string(&new.warnings)?, ":receipt": json(new.receipt.as_ref())?,
                ":credits": json(new.credits.as_ref())?, ":tokens": json(new.tokens.as_ref())?,
                ":duration_ms": new.duration_ms.cast_signed(), ":raw": new.raw, ":now": new.now_ms,
                ":incomplete": json(new.incomplete.as_ref())?,
                ":question": filled(new.question.as_ref()),
            },
            |row| row.get(0),
        )?;
    Ok(id)
}

fn json(value: Option<&impl Serialize>) -> Result<Option<String>, Error> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

/// Reads [`COLUMNS`].
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<DescriptionRow> {
    row_from(row, 0)
}

/// Reads [`COLUMNS`] that begin at column `first`.
pub(super) fn row_from(row: &Row<'_>, first: usize) -> rusqlite::Result<DescriptionRow> {
    let text = |column: usize| row.get::<_, String>(first + column);
    Ok(DescriptionRow {
        id: row.get(first)?,
        image_id: row.get(first + 1)?,
        parent_id: row.get(first + 2)?,
        author: from_word(&text(3)?, first + 3)?,
        provider: text(4)?,
        model: text(5)?,
        style: text(6)?,
        prompt: row.get(first + 7)?,
        language: text(8)?,
        request_key: row.get(first + 9)?,
        alt: row.get(first + 10)?,
        description: row.get(first + 11)?,
        title: row.get(first + 12)?,
        tags: from_json(row, first + 13)?.unwrap_or_default(),
        decorative: row.get(first + 14)?,
        state: from_word(&text(15)?, first + 15)?,
        warnings: from_json(row, first + 16)?.unwrap_or_default(),
        receipt: from_json(row, first + 17)?,
        credits: from_json(row, first + 18)?,
        tokens: from_json(row, first + 19)?,
        duration_ms: row.get::<_, i64>(first + 20)?.cast_unsigned(),
        created_ms: row.get(first + 21)?,
        incomplete: from_json(row, first + 22)?,
        question: row.get(first + 23)?,
    })
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
