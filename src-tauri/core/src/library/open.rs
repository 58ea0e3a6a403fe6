//! Opening: the folder, the file and their rights, the schema and its migrations, and what is done about a database that is
//! newer than this program, or damaged.

use super::error::Error;
use super::{Connections, Library};
use crate::failure::Failure;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The database's name in the data folder.
const FILE: &str = "library.sqlite3";

/// Marks the file as Altsmith's ("ALTS").
const APPLICATION_ID: i64 = 0x414c_5453;

/// How long a call waits for another process to finish writing.
const BUSY: Duration = Duration::from_secs(15);

const MIGRATIONS: &[M<'static>] =
    &[M::up(include_str!("migrations/0001_begin.sql")), M::up(include_str!("migrations/0002_queue.sql"))];

/// An opened library, and what had to be done for it.
#[derive(Debug)]
pub struct Opened {
    /// The library.
    pub library: Library,
    /// Where a damaged database was put; a new one was begun.
    pub moved_aside: Option<PathBuf>,
}

impl Library {
    /// Opens the library in `dir`, making both where they are missing. A damaged database is moved aside, never deleted.
    ///
    /// # Errors
    /// `DatabaseNewer` (left untouched), `DatabaseBusy`, `DiskFull`, `StorageFailed`.
    pub fn open(dir: &Path) -> Result<Opened, Failure> {
        Ok(open(dir)?)
    }

    /// Makes the database refuse to grow beyond so many bytes, as a full disk does. For tests of what then happens.
    ///
    /// # Errors
    /// `StorageFailed`.
    #[doc(hidden)]
    pub fn limit_size_for_tests(&self, bytes: u64) -> Result<(), Failure> {
        let connection = super::locked(&self.connections.write);
        let pages = i64::try_from(bytes / 4096).unwrap_or(i64::MAX);
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).map_err(Error::from)?;
        Ok(())
    }
}

fn open(dir: &Path) -> Result<Opened, Error> {
    make_private_folder(dir)?;
    // Held while the file is looked at: two processes that start together must not both move it aside, and the second
    // must not move aside what the first has just begun.
    let lock = private_file(&dir.join("library.lock"))?;
    lock.lock()?;
    let path = dir.join(FILE);
    match sound(&path) {
        Ok(connections) => Ok(Opened { library: library(connections), moved_aside: None }),
        Err(error) if error.is_damage() => {
            tracing::error!(target: "altsmith::library", "the database is damaged and is moved aside");
            let aside = move_aside(&path)?;
            Ok(Opened { library: library(sound(&path)?), moved_aside: Some(aside) })
        }
        Err(error) => Err(error),
    }
}

fn library(connections: Connections) -> Library {
    Library { connections: Arc::new(connections) }
}

/// Both connections to a database that is known to be sound and of this program's version.
fn sound(path: &Path) -> Result<Connections, Error> {
    private_file(path)?;
    let mut write = connect(path)?;
    refuse_newer(&write)?;
    check(&write)?;
    write.pragma_update(None, "journal_mode", "wal")?;
    Migrations::from_slice(MIGRATIONS).to_latest(&mut write)?;
    write.pragma_update(None, "application_id", APPLICATION_ID)?;
    let read = connect(path)?;
    read.pragma_update(None, "query_only", true)?;
    Ok(Connections { write: Mutex::new(write), read: Mutex::new(read) })
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn refuse_newer(connection: &Connection) -> Result<(), Error> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known { Err(Error::Newer { found, known }) } else { Ok(()) }
}

fn check(connection: &Connection) -> Result<(), Error> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Error::Damaged(found)) }
}

/// Renames the database and the files that belong to it; answers where the database went.
fn move_aside(path: &Path) -> Result<PathBuf, Error> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let with = |base: &Path, suffix: &str| -> PathBuf {
        let mut name = base.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    };
    let aside = with(path, &format!(".damaged-{now}"));
    fs::rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        match fs::rename(with(path, suffix), with(&aside, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(aside)
}

/// The folder, for this person only. An existing one keeps its rights: it may be the person's own choice.
fn make_private_folder(dir: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(dir)?)
}

/// A file for this person only. SQLite gives its journal files the rights of the database.
fn private_file(path: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}
