//! Pictures: one row each, by what they show.

use super::error::Error;
use super::image_files::{self, ReadFile};
use super::{Library, search, tags};
use crate::failure::Failure;
use crate::imaging::Format;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Where a picture came from, where that is known. The page never sees a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    Path(PathBuf),
    /// An address.
    Url(String),
}

/// A picture that was read.
#[derive(Clone, Debug)]
pub struct NewImage {
    /// What names it: one of [`Library::names`].
    pub hash: String,
    /// The file that was read; none where it was known without that.
    pub file: Option<ReadFile>,
    /// What it looks like ([`crate::imaging::Decoded::looks`]); none where it was not decoded.
    pub looks: Option<u64>,
    /// For display.
    pub name: String,
    /// Where it came from; pasted pictures have none.
    pub origin: Option<Origin>,
    /// What the file is.
    pub format: Format,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// When, in milliseconds since 1970.
    pub now_ms: i64,
}

/// A picture as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageRow {
    /// Row id.
    pub id: i64,
    /// What names it, lower-case hex: its thumbnail, its jobs, its answers. Of pictures that older programs read, the hash
    /// of the file; else what it shows.
    pub hash: String,
    /// SHA-256 of the file that was read last, lower-case hex.
    pub file_hash: String,
    /// For display.
    pub name: String,
    /// Where it came from last.
    pub origin: Option<Origin>,
    /// What the file is.
    pub format: Format,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Marked by the person.
    pub favourite: bool,
    /// When it was first read, in milliseconds since 1970.
    pub added_ms: i64,
}

pub(super) const COLUMNS: &str = "i.id, i.hash, i.name, i.origin_kind, i.origin, i.format, i.width, i.height, i.bytes, i.favourite, i.added_ms, \
     coalesce(i.file_hash, i.hash)";

/// How many these are.
pub(super) const WIDTH: usize = 12;

impl Library {
    /// Writes a picture and answers its row. The same picture again keeps its row and its other places, takes the newer name
    /// and origin, and comes back with its words if it was deleted but not yet purged.
    ///
    /// # Errors
    /// `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn put_image(&self, image: &NewImage) -> Result<i64, Failure> {
        self.write(|tx| {
            let (kind, origin) = origin_columns(image.origin.as_ref());
            let id = tx
                .prepare_cached(
                    "INSERT INTO images (hash, name, origin_kind, origin, format, width, height, bytes, added_ms, identity,
                        file_hash, looks)
                     VALUES (:hash, :name, :kind, :origin, :format, :width, :height, :bytes, :now, :identity, :file_hash,
                        :looks)
                     ON CONFLICT (hash) DO UPDATE SET
                        name = excluded.name, width = excluded.width, height = excluded.height, deleted_at = NULL,
                        bytes = excluded.bytes, identity = coalesce(excluded.identity, identity),
                        file_hash = coalesce(excluded.file_hash, file_hash), looks = coalesce(excluded.looks, looks),
                        origin_kind = iif(excluded.origin_kind IS NULL, origin_kind, excluded.origin_kind),
                        origin = iif(excluded.origin_kind IS NULL, origin, excluded.origin)
                     RETURNING id",
                )?
                .query_row(
                    named_params! {
                        ":hash": image.hash, ":name": image.name, ":kind": kind, ":origin": origin,
                        ":format": word(image.format)?, ":width": image.width, ":height": image.height,
                        ":bytes": image.bytes.cast_signed(), ":now": image.now_ms,
                        ":identity": image.file.as_ref().map(|file| &file.identity),
                        ":file_hash": image.file.as_ref().map(|file| &file.hash),
                        ":looks": image.looks.map(u64::cast_signed),
                    },
                    |row| row.get(0),
                )?;
            if let Some(place) = &image.origin {
                image_files::put(tx, id, place, image.file.as_ref(), image.now_ms)?;
            }
            search::refresh(tx, id)?;
            Ok(id)
        })
    }

    /// The picture of this row, unless it was deleted.
    ///
    /// # Errors
    /// `NotFound`, `StorageFailed`.
    pub fn image(&self, id: i64) -> Result<ImageRow, Failure> {
        self.read(|tx| get(tx, id))
    }

    /// The picture of this name, unless it was deleted.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn image_by_hash(&self, hash: &str) -> Result<Option<ImageRow>, Failure> {
        self.read(|tx| {
            let sql = format!("SELECT {COLUMNS} FROM images i WHERE i.hash = ? AND i.deleted_at IS NULL");
            Ok(tx.prepare_cached(&sql)?.query_row([hash], row).optional()?)
        })
    }

    /// What was computed of the picture, as it was stored (JSON).
    ///
    /// # Errors
    /// `NotFound`, `StorageFailed`.
    pub fn facts<T: DeserializeOwned>(&self, image_id: i64) -> Result<Option<T>, Failure> {
        self.read(|tx| {
            let text: Option<String> = tx
                .prepare_cached("SELECT facts FROM images WHERE id = ? AND deleted_at IS NULL")?
                .query_row([image_id], |row| row.get(0))?;
            // Facts of an older program that no longer fit are as good as none: they can be computed again.
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
        })
    }

    /// Marks a picture, or takes the mark away.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn set_favourite(&self, image_id: i64, on: bool) -> Result<(), Failure> {
        self.write(|tx| {
            let changed = tx
                .prepare_cached("UPDATE images SET favourite = ?2 WHERE id = ?1 AND deleted_at IS NULL")?
                .execute((image_id, on))?;
            if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
        })
    }

    /// The picture's tags as the person sees them.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn tags(&self, image_id: i64) -> Result<Vec<String>, Failure> {
        self.read(|tx| tags::visible(tx, image_id))
    }

    /// Makes `tags` the picture's tags. Described tags that are not among them stay away, also after describing again.
    ///
    /// # Errors
    /// `NotFound`, `DiskFull`, `DatabaseBusy`, `StorageFailed`.
    pub fn set_tags(&self, image_id: i64, tags: &[String]) -> Result<(), Failure> {
        self.write(|tx| {
            get(tx, image_id)?;
            tags::set(tx, image_id, tags)?;
            search::refresh(tx, image_id)
        })
    }
}

/// The picture of this row, unless it was deleted.
pub(super) fn get(connection: &Connection, id: i64) -> Result<ImageRow, Error> {
    let sql = format!("SELECT {COLUMNS} FROM images i WHERE i.id = ? AND i.deleted_at IS NULL");
    Ok(connection.prepare_cached(&sql)?.query_row([id], row)?)
}

/// Reads [`COLUMNS`].
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<ImageRow> {
    let kind: Option<String> = row.get(3)?;
    Ok(ImageRow {
        id: row.get(0)?,
        hash: row.get(1)?,
        name: row.get(2)?,
        origin: kind.and_then(|kind| origin(&kind, row.get_ref(4).ok()?)),
        format: from_word(&row.get::<_, String>(5)?, 5)?,
        width: row.get(6)?,
        height: row.get(7)?,
        bytes: row.get::<_, i64>(8)?.cast_unsigned(),
        favourite: row.get(9)?,
        added_ms: row.get(10)?,
        file_hash: row.get(11)?,
    })
}

/// The word that stands for a plain enum's value in the database: its name in JSON.
pub(super) fn word(value: impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

/// The reverse of [`word`].
pub(super) fn from_word<T: DeserializeOwned>(text: &str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_value(text.into())
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error.into()))
}

pub(super) fn origin_columns(origin: Option<&Origin>) -> (Option<&'static str>, ToSqlOutput<'_>) {
    match origin {
        None => (None, ToSqlOutput::Owned(Value::Null)),
        Some(Origin::Url(url)) => (Some("url"), ToSqlOutput::Borrowed(ValueRef::Text(url.as_bytes()))),
        Some(Origin::Path(path)) => (Some("path"), path_column(path)),
    }
}

/// Text where the path is UTF-8, else (on Unix) its bytes, so that any file can be opened again.
fn path_column(path: &Path) -> ToSqlOutput<'_> {
    match path.to_str() {
        Some(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        #[cfg(unix)]
        None => ToSqlOutput::Borrowed(ValueRef::Blob(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()))),
        #[cfg(not(unix))]
        None => ToSqlOutput::Owned(Value::Text(path.to_string_lossy().into_owned())),
    }
}

pub(super) fn origin(kind: &str, value: ValueRef<'_>) -> Option<Origin> {
    match (kind, value) {
        ("url", ValueRef::Text(text)) => Some(Origin::Url(String::from_utf8_lossy(text).into_owned())),
        ("path", ValueRef::Text(text)) => Some(Origin::Path(String::from_utf8_lossy(text).into_owned().into())),
        #[cfg(unix)]
        ("path", ValueRef::Blob(bytes)) => {
            Some(Origin::Path(Path::new(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes)).into()))
        }
        _ => None,
    }
}
