//! A database that cannot be trusted: how it is found out, where it is put, and what of it goes on to hold.
//!
//! `quick_check` finds pages that contradict each other. What it does not see is looked for beside it: a header or a schema that
//! this program would not have written, a journal whose database is gone, and texts that are none. A damaged database is put
//! aside as it is, never deleted. What protects the person (the settings with the connections that they name, and what the budgets
//! have counted) is taken over from a copy of it; where that cannot be read whole, nothing is sent from then on until the person allows it.

use super::error::Error;
use super::image_files;
use super::open::{migrations, private_file, size, with};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Bytes of a journal's own header: more is somebody's words.
const JOURNAL_HEADER: u64 = 32;

/// Budgets look back at most one month.
const BUDGET_MS: i64 = 32 * 86_400_000;

/// What the budgets counted.
const REQUESTS: &[&str] = &["at_ms", "provider", "account", "kind", "run", "amount", "unit", "operation", "described"];

/// The servers of the person's own, and what is known of their models: settings name them.
const CONNECTIONS: [(&str, &[&str]); 2] = [
    ("connections", &["id", "kind", "name", "created_ms", "removed_ms"]),
    ("connection_models", &["connection", "model", "position", "sees", "price", "retired", "runs", "seen_ms"]),
];

/// A database that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutAside {
    /// Where it is.
    pub path: PathBuf,
    /// What protects the person could not be read from it: the switch "only this computer" was turned on.
    pub held: bool,
}

/// Refuses what SQLite would take for a new, empty database and overwrite, and a header that this program does not write.
pub(super) fn check_files(path: &Path) -> Result<(), Error> {
    if size(path) == 0 {
        let lost = size(&with(path, "-wal")) > JOURNAL_HEADER;
        return if lost { Err(Error::Damaged("a journal without its database".into())) } else { Ok(()) };
    }
    let mut header = [0; 20];
    let read = fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut header));
    match read {
        // The versions of the format for writing and for reading: where they differ, SQLite takes the file for read-only.
        Ok(()) if header[18] != header[19] => Err(Error::Damaged("the header contradicts itself".into())),
        // SQLite says what it thinks of a file that is shorter.
        _ => Ok(()),
    }
}

/// Looks at everything. Where only the index of the search is wrong, it is made again from the words.
pub(super) fn check(connection: &mut Connection) -> Result<(), Error> {
    if quick_check(connection)? != "ok" {
        let transaction = connection.transaction()?;
        let rebuilt = transaction.execute("INSERT INTO search (search) VALUES ('rebuild')", []);
        let found = quick_check(&transaction)?;
        if rebuilt.is_err() || found != "ok" {
            return Err(Error::Damaged(found));
        }
        transaction.commit()?;
    }
    Ok(())
}

/// What is looked for beyond [`check`] where something went wrong at work. A text that is none gets signs for what cannot be read.
pub(super) fn check_closely(connection: &mut Connection) -> Result<(), Error> {
    if !is_of_this_version(connection)? {
        return Err(Error::Damaged("the schema is another one".into()));
    }
    mend_texts(connection)?;
    // Indexes hold nothing that the rows do not.
    if integrity(connection)? != "ok" {
        connection.execute_batch("REINDEX")?;
        let found = integrity(connection)?;
        if found != "ok" {
            return Err(Error::Damaged(found));
        }
    }
    Ok(())
}

/// Whether the tables are those of this program's version, whatever version the file says it has.
pub(super) fn is_of_this_version(connection: &Connection) -> Result<bool, Error> {
    Ok(schema(connection)? == expected_schema()?)
}

fn integrity(connection: &Connection) -> Result<String, Error> {
    Ok(connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?)
}

fn quick_check(connection: &Connection) -> Result<String, Error> {
    Ok(connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?)
}

type Schema = BTreeMap<(String, String), Option<String>>;

fn schema(connection: &Connection) -> Result<Schema, Error> {
    let mut statement =
        connection.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn expected_schema() -> Result<Schema, Error> {
    let mut fresh = Connection::open_in_memory()?;
    image_files::add_function(&fresh)?;
    migrations().to_latest(&mut fresh)?;
    schema(&fresh)
}

/// Replaces, in every text, what is no UTF-8. A row without a number of its own (a setting) goes.
fn mend_texts(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection.transaction()?;
    let tables: Vec<(String, bool)> = transaction
        .prepare(
            "SELECT name, wr FROM pragma_table_list
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (table, without_rowid) in tables {
        let mut mended: Vec<(i64, String, String)> = Vec::new();
        let mut gone: Vec<Vec<u8>> = Vec::new();
        {
            let rowid = if without_rowid { "0" } else { "rowid" };
            let mut statement = transaction.prepare(&format!("SELECT {rowid}, * FROM \"{table}\""))?;
            let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for (at, name) in names.iter().enumerate().skip(1) {
                    let ValueRef::Text(bytes) = row.get_ref(at)? else { continue };
                    if std::str::from_utf8(bytes).is_ok() {
                        continue;
                    }
                    if without_rowid {
                        if let ValueRef::Text(key) = row.get_ref(1)? {
                            gone.push(key.to_vec());
                        }
                    } else {
                        mended.push((row.get(0)?, name.clone(), String::from_utf8_lossy(bytes).into_owned()));
                    }
                }
            }
            for key in &gone {
                let sql = format!("DELETE FROM \"{table}\" WHERE CAST(\"{}\" AS BLOB) = ?", names[1]);
                transaction.execute(&sql, [key])?;
            }
        }
        for (rowid, name, text) in &mended {
            transaction.execute(&format!("UPDATE \"{table}\" SET \"{name}\" = ? WHERE rowid = ?"), (text, rowid))?;
        }
        if !gone.is_empty() && table == "settings" {
            hold(&transaction)?;
        }
    }
    Ok(transaction.commit()?)
}

/// Renames the database and the files that belong to it; answers where the database went.
pub(super) fn move_aside(path: &Path) -> Result<PathBuf, Error> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let aside = with(path, &format!(".damaged-{now}"));
    for suffix in ["", "-wal", "-shm"] {
        match fs::rename(with(path, suffix), with(&aside, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(aside)
}

/// Takes over what protects the person. True where it could not be read whole, and nothing is sent from now on.
pub(super) fn take_over(aside: &Path, new: &mut Connection) -> Result<bool, Error> {
    // SQLite writes while it reads a journal; what was put aside stays as it is.
    let copy = with(aside, ".read");
    let files = ["", "-wal"];
    let copied = files.iter().all(|suffix| {
        let (from, to) = (with(aside, suffix), with(&copy, suffix));
        !from.exists() || private_file(&to).and_then(|_| Ok(fs::copy(&from, &to)?)).is_ok()
    });
    // Before anything can go wrong with taking over: what is not known to be allowed is not.
    hold(new)?;
    let transaction = new.transaction()?;
    transaction.execute("DELETE FROM settings WHERE key = 'local_only'", [])?;
    let whole = copied && take_over_from(&copy, &transaction).unwrap_or(false);
    if !whole {
        hold(&transaction)?;
    }
    transaction.commit()?;
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(with(&copy, suffix));
    }
    Ok(!whole)
}

fn hold(connection: &Connection) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO settings (key, value) VALUES ('local_only', 'true') ON CONFLICT DO UPDATE SET value = 'true'",
        [],
    )?;
    Ok(())
}

fn take_over_from(copy: &Path, new: &Connection) -> Result<bool, Error> {
    let old = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let mut whole = true;
    let mut settings = old.prepare("SELECT key, value FROM settings")?;
    let mut rows = settings.query([])?;
    let mut put = new.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)")?;
    while let Some(row) = rows.next()? {
        match (row.get::<_, String>(0), row.get::<_, String>(1)) {
            (Ok(key), Ok(value)) if key != "local_only" || value == "true" || value == "false" => {
                put.execute([key, value])?;
            }
            _ => whole = false,
        }
    }
    for (table, columns) in CONNECTIONS {
        let known = old.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?")?.exists([table])?;
        // A program of before knew none.
        if known {
            // A row that breaks off costs itself and those behind it, not what is taken over after it.
            whole &= copy_rows(&old, new, table, columns, None).is_ok();
        }
    }
    let newest: i64 = old.query_row("SELECT coalesce(max(at_ms), 0) FROM requests", [], |row| row.get(0))?;
    copy_rows(&old, new, "requests", REQUESTS, Some(newest - BUDGET_MS))?;
    Ok(whole)
}

/// Copies a table's rows; with a time, those from then on.
fn copy_rows(
    old: &Connection,
    new: &Connection,
    table: &str,
    columns: &[&str],
    since: Option<i64>,
) -> Result<(), Error> {
    let names = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let mut rows = old.prepare(&format!("SELECT {names} FROM {table} WHERE ?1 IS NULL OR {} >= ?1", columns[0]))?;
    let mut rows = rows.query([since])?;
    let mut put = new.prepare(&format!("INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})"))?;
    while let Some(row) = rows.next()? {
        for column in 0..columns.len() {
            put.raw_bind_parameter(column + 1, row.get::<_, Value>(column)?)?;
        }
        put.raw_execute()?;
    }
    Ok(())
}
