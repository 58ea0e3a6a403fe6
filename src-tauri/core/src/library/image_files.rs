//! Where pictures lie, or lay: files and addresses, several for one picture; and by which names a picture is known.
//!
//! A picture's *name* is `images.hash`. It names the thumbnail, the jobs and the answers, and never changes. A picture that an
//! older program read is named by the hash of its file, a later one by its identity (`ingest/identity`). So what was described
//! before is found under the name that it had then, and once its file was read again, by what it shows as well.
//!
//! Older programs took two files with different words for two pictures. These keep their entries. Both names are answered for
//! either file, so that what was paid for the one is found for the other.

use super::Library;
use super::error::Error;
use super::fold::fold;
use super::images::{Origin, origin, origin_columns};
use crate::failure::Failure;
use crate::ingest::FileState;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OptionalExtension, named_params};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// SHA-256 of the file, lower-case hex.
    pub hash: String,
    /// What its picture is known by, whatever words are written into the file; lower-case hex.
    pub identity: String,
    /// How it stood on its disk; none where there is doubt, and for what is no file.
    pub state: Option<FileState>,
}

impl Library {
    /// The names (`images.hash`) by which the picture of this file is known, the one to be used first: that of the very
    /// file, then that of the same picture in another file. A picture that is new is named by its identity.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn names(&self, identity: &str, file_hash: &str) -> Result<Vec<String>, Failure> {
        self.read(|tx| {
            let mut names = names(tx, identity, file_hash)?;
            if names.is_empty() {
                names.push(identity.to_owned());
            }
            Ok(names)
        })
    }

    /// As [`Library::names`], of the picture in the file at this path, where the file stands as it did when it was read.
    /// Empty where that is not known: then the file is to be read. Whether the state can be trusted, the caller says.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn names_of_file(&self, path: &Path, state: &FileState) -> Result<Vec<String>, Failure> {
        self.read(|tx| {
            let place = Origin::Path(path.to_owned());
            let (kind, place) = origin_columns(Some(&place));
            let found: Option<(String, Option<String>)> = tx
                .prepare_cached(
                    "SELECT i.hash, i.identity FROM image_files f JOIN images i ON i.id = f.image_id
                     WHERE f.kind = :kind AND f.place = :place AND f.bytes = :bytes AND f.modified_ns = :modified
                        AND f.changed_ns IS :changed AND f.inode = :inode AND f.device = :device
                     ORDER BY f.seen_ms DESC, f.id DESC LIMIT 1",
                )?
                .query_row(
                    named_params! {
                        ":kind": kind, ":place": place, ":bytes": state.bytes.cast_signed(),
                        ":modified": state.modified_ns, ":changed": state.changed_ns,
                        ":inode": state.inode.cast_signed(), ":device": state.device.cast_signed(),
                    },
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let Some((name, identity)) = found else { return Ok(Vec::new()) };
            let mut names = names(tx, identity.as_deref().unwrap_or(&name), &name)?;
            names.retain(|other| *other != name);
            names.insert(0, name);
            Ok(names)
        })
    }

    /// Where a picture lies or lay, the place where it was seen last first.
    ///
    /// # Errors
    /// `StorageFailed`.
    pub fn places(&self, image_id: i64) -> Result<Vec<Origin>, Failure> {
        self.read(|tx| places(tx, image_id))
    }
}

fn names(connection: &Connection, identity: &str, file_hash: &str) -> Result<Vec<String>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT hash FROM (
            SELECT id, hash, deleted_at, 0 AS other FROM images WHERE hash = :file
            UNION ALL
            SELECT i.id, i.hash, i.deleted_at, 0 FROM image_files f JOIN images i ON i.id = f.image_id WHERE f.hash = :file
            UNION ALL
            SELECT id, hash, deleted_at, 1 FROM images WHERE identity = :identity
            UNION ALL
            SELECT id, hash, deleted_at, 1 FROM images WHERE hash = :identity)
         GROUP BY id ORDER BY deleted_at IS NOT NULL, min(other), id",
    )?;
    let found = statement.query_map(named_params! { ":file": file_hash, ":identity": identity }, |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// As [`Library::places`].
pub(super) fn places(connection: &Connection, image_id: i64) -> Result<Vec<Origin>, Error> {
    let mut statement = connection
        .prepare_cached("SELECT kind, place FROM image_files WHERE image_id = ? ORDER BY seen_ms DESC, id DESC")?;
    let mut rows = statement.query([image_id])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        places.extend(origin(&row.get::<_, String>(0)?, row.get_ref(1)?));
    }
    Ok(places)
}

/// The picture was seen at this place. Without `file` the place was not read, and what is known of it stays.
pub(super) fn put(
    connection: &Connection,
    image_id: i64,
    place: &Origin,
    file: Option<&ReadFile>,
    now_ms: i64,
) -> Result<(), Error> {
    let (kind, place) = origin_columns(Some(place));
    let state = file.and_then(|file| file.state);
    let keep = if file.is_some() {
        "hash = excluded.hash, bytes = excluded.bytes, modified_ns = excluded.modified_ns,
         changed_ns = excluded.changed_ns, inode = excluded.inode, device = excluded.device, "
    } else {
        ""
    };
    connection
        .prepare_cached(&format!(
            "INSERT INTO image_files (image_id, kind, place, hash, bytes, modified_ns, changed_ns, inode, device, seen_ms)
             VALUES (:image, :kind, :place, :hash, :bytes, :modified, :changed, :inode, :device, :now)
             ON CONFLICT (place, kind, image_id) DO UPDATE SET {keep} seen_ms = excluded.seen_ms"
        ))?
        .execute(named_params! {
            ":image": image_id, ":kind": kind, ":place": place, ":hash": file.map(|file| &file.hash),
            ":bytes": state.map(|state| state.bytes.cast_signed()), ":modified": state.map(|state| state.modified_ns),
            ":changed": state.and_then(|state| state.changed_ns), ":inode": state.map(|state| state.inode.cast_signed()),
            ":device": state.map(|state| state.device.cast_signed()), ":now": now_ms,
        })?;
    Ok(())
}

/// What is searched of a picture's places: the folders that they are in, and what the files are called there.
pub(super) fn searched(connection: &Connection, image_id: i64) -> Result<Vec<String>, Error> {
    let mut fields = Vec::new();
    for place in places(connection, image_id)? {
        if let Origin::Path(path) = place {
            fields.extend(searched_of(&path));
        }
    }
    Ok(fields)
}

fn searched_of(path: &Path) -> Vec<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    folder(path).into_iter().chain(name).collect()
}

/// Makes `searched_of_path` known to this connection, for the migration that makes folders part of what is searched: the
/// lines that the search has of a path.
pub(super) fn add_function(connection: &Connection) -> Result<(), Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("searched_of_path", 1, flags, |context| {
        let Some(Origin::Path(path)) = origin("path", context.get_raw(0)) else { return Ok(String::new()) };
        let lines: Vec<String> = searched_of(&path).iter().map(|field| fold(field)).collect();
        Ok(lines.join("\n"))
    })?;
    Ok(())
}

/// The folders of a path that tell something, joined by `/`: those below the home folder, else without what every path of
/// this computer begins with. None where nothing is left. A person's own name in each path would make every picture one of
/// theirs, to the search and to whoever looks at the screen.
pub fn folder(path: &Path) -> Option<String> {
    static HOME: LazyLock<Option<PathBuf>> =
        LazyLock::new(|| directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()));
    folder_below(path, HOME.as_deref())
}

fn folder_below(path: &Path, home: Option<&Path>) -> Option<String> {
    const ROOTS: &[&str] = &["home", "users", "media", "run", "mnt", "volumes"];
    let parent = path.parent()?;
    let user = home.and_then(Path::file_name);
    let names = |path: &Path| -> Vec<String> {
        let normal = path.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name),
            _ => None,
        });
        normal.map(|name: &OsStr| name.to_string_lossy().into_owned()).collect()
    };
    let folders = match home.and_then(|home| parent.strip_prefix(home).ok()) {
        Some(below) => names(below),
        None => {
            let is_root = |name: &String| {
                ROOTS.contains(&name.to_ascii_lowercase().as_str()) || user.is_some_and(|user| user == name.as_str())
            };
            names(parent).into_iter().skip_while(is_root).collect()
        }
    };
    (!folders.is_empty()).then(|| folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_without_what_every_path_begins_with() {
        let home = Some(Path::new("/home/anna"));
        for (path, home, shown) in [
            ("/home/anna/Pictures/2019/a.jpg", home, Some("Pictures/2019")),
            ("/home/anna/a.jpg", home, None),
            ("/media/anna/STICK/DCIM/a.jpg", home, Some("STICK/DCIM")),
            ("/run/media/anna/STICK/a.jpg", home, Some("STICK")),
            ("/srv/photos/anna/a.jpg", home, Some("srv/photos/anna")),
            ("/home/bert/Pictures/a.jpg", home, Some("bert/Pictures")),
            ("/photos/a.jpg", None, Some("photos")),
            ("/a.jpg", home, None),
            ("a.jpg", None, None),
        ] {
            assert_eq!(folder_below(Path::new(path), home).as_deref(), shown, "{path}");
        }
    }
}
