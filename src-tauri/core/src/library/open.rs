//! Opening: the folder, the file and their rights, the schema and its migrations, and what is done about a database that is
//! newer than this program, or damaged.

use super::damage::{self, PutAside};
use super::error::Error;
use super::{Connections, Library, image_files};
use crate::failure::Failure;
use crate::private;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The database's name in the data folder.
const FILE: &str = "library.sqlite3";

/// Up to this size, in bytes, reading the whole database at every start takes no time that anyone notices.
const SMALL: u64 = 16 << 20;

/// How long a call waits for another process to finish writing.
const BUSY: Duration = Duration::from_secs(15);

/// Each changes the schema: by that a file of an older program is told from one whose version was damaged.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_begin.sql")),
    M::up(include_str!("migrations/0002_queue.sql")),
    M::up(include_str!("migrations/0003_incomplete.sql")),
    M::up(include_str!("migrations/0004_questions.sql")),
    M::up(include_str!("migrations/0005_laid_out.sql")),
    M::up(include_str!("migrations/0006_desk.sql")),
    M::up(include_str!("migrations/0007_uploads.sql")),
    M::up(include_str!("migrations/0008_image_files.sql")),
    M::up(include_str!("migrations/0009_pieces.sql")),
    M::up(include_str!("migrations/0010_perhaps_charged.sql")),
    M::up(include_str!("migrations/0011_batches.sql")),
    M::up(include_str!("migrations/0012_connections.sql")),
    M::up(include_str!("migrations/0013_words_begun.sql")),
];

/// All of them, one after the other.
pub(super) fn migrations() -> Migrations<'static> {
    Migrations::from_slice(MIGRATIONS)
}

/// An opened library, and what had to be done for it.
#[derive(Debug)]
pub struct Opened {
    /// The library.
    pub library: Library,
    /// A damaged database was put aside, and a new one begun.
    pub put_aside: Option<PutAside>,
}

impl Library {
    /// Opens the library in `dir`, making both where they are missing. A damaged database is moved aside, never deleted.
    ///
    /// # Errors
    /// `DatabaseNewer` (left untouched), `DatabaseBusy`, `DiskFull`, `StorageFailed`.
    pub fn open(dir: &Path) -> Result<Opened, Failure> {
        Ok(open(dir)?)
    }

    /// Makes the database refuse every write, as a folder does that was turned read-only. For tests of what then happens.
    ///
    /// # Errors
    /// `StorageFailed`.
    #[doc(hidden)]
    pub fn refuse_writes_for_tests(&self, refuse: bool) -> Result<(), Failure> {
        super::locked(&self.connections.write).pragma_update(None, "query_only", refuse).map_err(Error::from)?;
        Ok(())
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
    private::folder(dir)?;
    let path = dir.join(FILE);
    let (lock, alone) = lock(&dir.join("library.lock"))?;
    let (connections, put_aside) = match sound(&path, alone) {
        // What another process has open is never moved away under it.
        Err(error) if alone && error.is_damage() => {
            tracing::error!(target: "altsmith::library", "the database is damaged and is put aside");
            let aside = damage::move_aside(&path)?;
            let _ = fs::remove_file(suspicion(&path));
            let [mut write, read] = sound(&path, alone)?;
            let held = damage::take_over(&aside, &mut write)?;
            ([write, read], Some(PutAside { path: aside, held }))
        }
        other => (other?, None),
    };
    if alone {
        lock.unlock()?;
        lock.lock_shared()?;
    }
    let [write, read] = connections.map(Mutex::new);
    let connections =
        Connections { write, read, suspicion: suspicion(&path), closed: AtomicBool::new(false), _lock: lock };
    Ok(Opened { library: Library { connections: Arc::new(connections) }, put_aside })
}

/// The lock that every process holds, shared, while it has the database open. Whoever gets it for itself alone may look
/// closely, migrate and move aside; everybody who comes meanwhile waits for that.
fn lock(path: &Path) -> Result<(File, bool), Error> {
    let lock = private_file(path)?;
    match lock.try_lock() {
        Ok(()) => Ok((lock, true)),
        Err(TryLockError::WouldBlock) => {
            lock.lock_shared()?;
            Ok((lock, false))
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Two connections, for writing and for reading, to a database that is sound and of this program's version.
fn sound(path: &Path, alone: bool) -> Result<[Connection; 2], Error> {
    let full = alone && needs_full_check(path);
    if alone {
        damage::check_files(path)?;
    }
    private_file(path)?;
    let mut write = connect(path)?;
    let mut found = version(&write)?;
    let known = known_version();
    // A number that one flipped bit makes of this program's, and no next program has soon: where the tables are this one's,
    // the number is damaged.
    let flipped = (found ^ known) as u32;
    let unlikely = flipped.is_power_of_two() && (found > known + 64 || found < 0);
    if alone && found != 0 && (unlikely || found < known) && damage::is_of_this_version(&write)? {
        write.pragma_update(None, "user_version", known)?;
        found = known;
    }
    if found > known {
        return Err(Error::Newer { found, known });
    }
    if full {
        damage::check(&mut write)?;
    }
    if found < known {
        if !alone {
            return Err(Error::InUse);
        }
        write.pragma_update(None, "journal_mode", "wal")?;
        image_files::add_function(&write)?;
        migrations().to_latest(&mut write)?;
    }
    if full && suspicion(path).exists() {
        damage::check_closely(&mut write)?;
        let _ = fs::remove_file(suspicion(path));
    }
    let read = connect(path)?;
    read.pragma_update(None, "query_only", true)?;
    Ok([write, read])
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

fn version(connection: &Connection) -> Result<i64, Error> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Reading every page of a large database would hold up the start, so that is done where there is a reason: the last
/// process did not close it, or something was found wrong with it.
fn needs_full_check(path: &Path) -> bool {
    size(path) <= SMALL || size(&with(path, "-wal")) > 0 || suspicion(path).exists()
}

/// How large a file is, in bytes; nothing where there is none.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

/// A file that says: look closely next time.
fn suspicion(path: &Path) -> PathBuf {
    with(path, "-suspect")
}

pub(super) fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

impl Connections {
    /// Something was found damaged while at work: the next start looks closely.
    pub(super) fn suspect(&self) {
        if private_file(&self.suspicion).is_err() {
            tracing::error!(target: "altsmith::library", "the damage could not be noted for the next start");
        }
    }
}

/// A file for this person only. SQLite gives its journal files the rights of the database.
pub(super) fn private_file(path: &Path) -> Result<File, Error> {
    Ok(private::file().read(true).write(true).truncate(false).open(path)?)
}
