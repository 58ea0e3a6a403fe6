//! Opening: new, again, damaged, newer, full, by two at once.

use super::*;
use altsmith_core::failure::Reason;
use altsmith_core::library::{ConnectionRow, RequestKind, RequestLine};
use rusqlite::Connection;
use std::fs;

fn file(dir: &Path) -> std::path::PathBuf {
    dir.join("library.sqlite3")
}

#[test]
fn what_was_saved_is_there_when_opened_again() {
    let (dir, library) = library();
    described(&library, 1, "cat", "A cat.");
    drop(library);
    assert_eq!(found(&open(dir.path()), "cat"), ["cat"]);
}

#[cfg(unix)]
#[test]
fn only_this_person_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("data/altsmith");
    let library = open(&dir);
    described(&library, 1, "cat", "A cat.");
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let mut files = 0;
    for entry in fs::read_dir(&dir).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        files += 1;
    }
    assert!(files >= 3, "the database, its journal and its index");
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let (dir, library) = library();
    drop(library);
    Connection::open(file(dir.path())).unwrap().pragma_update(None, "user_version", 4_000).unwrap();
    let before = fs::read(file(dir.path())).unwrap();
    assert_eq!(Library::open(dir.path()).unwrap_err().reason, Reason::DatabaseNewer);
    assert_eq!(fs::read(file(dir.path())).unwrap(), before);
}

/// A database as the program wrote it that knew these migrations.
fn older(dir: &Path, migrations: &[&str]) -> Connection {
    let connection = Connection::open(file(dir)).unwrap();
    migrations.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
    connection.pragma_update(None, "user_version", migrations.len() as u32).unwrap();
    connection
}

#[test]
fn what_an_older_program_left_in_a_bucket_is_still_known() {
    let dir = tempfile::tempdir().unwrap();
    let migrations = [
        include_str!("../../src/library/migrations/0001_begin.sql"),
        include_str!("../../src/library/migrations/0002_queue.sql"),
        include_str!("../../src/library/migrations/0003_incomplete.sql"),
        include_str!("../../src/library/migrations/0004_questions.sql"),
        include_str!("../../src/library/migrations/0005_laid_out.sql"),
        include_str!("../../src/library/migrations/0006_desk.sql"),
    ];
    let row = "INSERT INTO laid_out VALUES ('a.jpg', 'https://s3.example.org/b', 'imgopen', 'p1', 5)";
    older(dir.path(), &migrations).execute(row, ()).unwrap();
    let library = open(dir.path());
    assert!(library.has_uploads().unwrap());
    described(&library, 1, "cat", "A cat.");
    drop(library);
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('laid_out', 'prompts')";
    let left: u32 = Connection::open(file(dir.path())).unwrap().query_row(tables, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "one name for one thing");
}

fn is_moved_aside(dir: &Path, damaged: &[u8]) {
    let opened = Library::open(dir).expect("a new one is begun");
    let aside = opened.put_aside.expect("put aside").path;
    assert_eq!(fs::read(&aside).unwrap(), damaged, "as it was");
    assert!(aside.starts_with(dir));
    described(&opened.library, 1, "new", "Works again.");
    drop(opened.library);
    assert_eq!(found(&open(dir), ""), ["new"]);
}

#[test]
fn what_is_no_database_is_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let damaged = b"This was a database once, but somebody saved a letter over it.".repeat(50);
    fs::write(file(dir.path()), &damaged).unwrap();
    is_moved_aside(dir.path(), &damaged);
}

/// A database with content, closed; its bytes.
fn closed_database(dir: &Path) -> Vec<u8> {
    let library = open(dir);
    for n in 0..200 {
        described(&library, n, "cat", &format!("A cat that sits on sofa number {n}."));
    }
    drop(library);
    fs::read(file(dir)).unwrap()
}

#[test]
fn a_cut_off_database_is_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = closed_database(dir.path());
    let damaged = &bytes[..bytes.len() / 2];
    fs::write(file(dir.path()), damaged).unwrap();
    is_moved_aside(dir.path(), damaged);
}

#[test]
fn a_database_with_a_broken_page_is_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let mut damaged = closed_database(dir.path());
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0xa5);
    fs::write(file(dir.path()), &damaged).unwrap();
    is_moved_aside(dir.path(), &damaged);
}

#[test]
fn damage_that_is_met_at_work_is_dealt_with_at_the_next_start() {
    let (dir, library) = library();
    let id = library.put_image(&image(1, "cat")).unwrap();
    // Larger than what is read through at every start.
    let large = NewDescription { raw: Some("x".repeat(20 << 20)), ..words(id, "A cat.") };
    let version = library.save(&large, None).unwrap();
    drop(library);
    let mut bytes = fs::read(file(dir.path())).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(file(dir.path()), &bytes).unwrap();
    let library = open(dir.path());
    assert_eq!(library.raw(version).unwrap_err().reason, Reason::StorageFailed);
    drop(library);
    is_moved_aside(dir.path(), &bytes);
}

#[test]
fn a_broken_search_index_is_made_again_and_costs_no_words() {
    let dir = tempfile::tempdir().unwrap();
    closed_database(dir.path());
    let raw = Connection::open(file(dir.path())).unwrap();
    raw.execute("UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10", []).unwrap();
    drop(raw);
    let library = open(dir.path());
    assert_eq!(found(&library, "\"number 77.\""), ["cat"]);
}

#[test]
fn what_another_has_open_is_not_moved_aside() {
    let (dir, first) = library();
    drop(first);
    let _in_use = open(dir.path());
    fs::write(file(dir.path()), b"damaged".repeat(2_000)).unwrap();
    assert_eq!(Library::open(dir.path()).unwrap_err().reason, Reason::StorageFailed);
    assert!(file(dir.path()).exists());
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let (dir, library) = library();
    let id = described(&library, 1, "cat", "A cat.");
    // The limit of a connection stands for the disk's: both are SQLITE_FULL, at the same place in SQLite.
    library.limit_size_for_tests(4096 * 60).unwrap();
    let big = "x".repeat(1 << 20);
    assert_eq!(library.save(&words(id, &big), None).unwrap_err().reason, Reason::DiskFull);
    assert_eq!(library.entry(id).unwrap().versions, 1);
    drop(library);
    assert_eq!(found(&open(dir.path()), "cat"), ["cat"]);
}

#[test]
fn two_at_once_see_each_others_changes_and_notice_them() {
    let (dir, window) = library();
    let before = window.data_version().unwrap();
    described(&window, 1, "cat", "A cat.");
    assert_eq!(window.data_version().unwrap(), before, "its own changes do not count");
    let command_line = open(dir.path());
    described(&command_line, 2, "dog", "A dog.");
    assert_ne!(window.data_version().unwrap(), before);
    assert_eq!(found(&window, ""), ["dog", "cat"]);
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let (dir, library) = library();
    std::thread::scope(|scope| {
        for writer in 0..4_u64 {
            let (library, dir) = (library.clone(), dir.path());
            scope.spawn(move || {
                let own = if writer % 2 == 0 { library } else { open(dir) };
                for n in 0..25 {
                    described(&own, writer * 1_000 + n, "cat", "A cat.");
                }
            });
        }
    });
    assert_eq!(found(&library, "cat").len(), 100);
}

#[test]
fn opened_by_many_at_the_same_moment_a_damaged_one_is_moved_aside_once() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(file(dir.path()), b"damaged".repeat(1_000)).unwrap();
    let start = std::sync::Barrier::new(4);
    let moved: usize = std::thread::scope(|scope| {
        let open = || {
            start.wait();
            let opened = Library::open(dir.path()).expect("opens");
            usize::from(opened.put_aside.is_some())
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert_eq!(moved, 1);
}

#[test]
fn a_journal_without_its_database_is_put_aside_and_nothing_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    let library = open(source.path());
    described(&library, 1, "cat", "A cat.");
    let journal = fs::read(source.path().join("library.sqlite3-wal")).unwrap();
    for database in [None, Some(b"".as_slice())] {
        let _ = fs::remove_file(file(dir.path()));
        if let Some(bytes) = database {
            fs::write(file(dir.path()), bytes).unwrap();
        }
        fs::write(dir.path().join("library.sqlite3-wal"), &journal).unwrap();
        let opened = Library::open(dir.path()).expect("a new one is begun");
        let aside = opened.put_aside.expect("put aside");
        let kept = aside.path.with_extension(format!("{}-wal", aside.path.extension().unwrap().to_str().unwrap()));
        assert_eq!(fs::read(kept).unwrap(), journal, "as it was");
        assert!(aside.held, "nobody knows what the settings were");
        assert_eq!(opened.library.setting("local_only").unwrap().as_deref(), Some("true"));
    }
}

#[test]
fn what_protects_the_person_survives_a_damaged_database() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path());
    let set = |key: &str, value: &str| (key.to_owned(), Some(value.to_owned()));
    library.put_settings(&[set("local_only", "false"), set("providers.zakai.budget_day", "3 requests")]).unwrap();
    let sent = RequestLine {
        at_ms: 1_700_000_000_000,
        provider: "zakai".into(),
        account: "one".into(),
        kind: RequestKind::Sent,
        run: None,
        amount: Some(2.0),
        unit: Some("requests".into()),
    };
    library.count_request(&sent).unwrap();
    let lab = ConnectionRow {
        id: "lab".into(),
        kind: "openai-compatible".into(),
        name: "The lab's server".into(),
        created_ms: 1_700_000_000_000,
        removed_ms: None,
    };
    let at = ("providers.lab.endpoint".to_owned(), "http://127.0.0.1:1234/v1".to_owned());
    assert!(library.add_connection(&lab, &[at]).unwrap());
    for n in 0..200 {
        described(&library, n, "cat", &format!("A cat that sits on sofa number {n}."));
    }
    drop(library);
    // The page that a picture's row is on.
    let mut bytes = fs::read(file(dir.path())).unwrap();
    let connection = Connection::open(file(dir.path())).unwrap();
    let page: usize = connection
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'images'", [], |row| row.get::<_, i64>(0))
        .unwrap() as usize;
    drop(connection);
    bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
    fs::write(file(dir.path()), &bytes).unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert!(!opened.put_aside.expect("put aside").held);
    let settings = opened.library.settings().unwrap();
    assert_eq!(settings.get("local_only").map(String::as_str), Some("false"));
    assert_eq!(settings.get("providers.zakai.budget_day").map(String::as_str), Some("3 requests"));
    assert_eq!(opened.library.sent_since("zakai", "one", 0).unwrap(), (1, Some(1_700_000_000_000)));
    assert_eq!(opened.library.connections().unwrap(), [lab]);
}

#[test]
fn a_copy_of_the_one_file_has_everything_once_it_is_closed() {
    let (dir, library) = library();
    described(&library, 1, "cat", "A cat.");
    library.close();
    let copy = tempfile::tempdir().unwrap();
    fs::copy(file(dir.path()), file(copy.path())).unwrap();
    assert_eq!(found(&open(copy.path()), "cat"), ["cat"]);
    assert!(!dir.path().join("library.sqlite3-wal").exists(), "the journal is written back");
    assert_eq!(library.settings().unwrap_err().reason, Reason::Cancelled, "it is closed");
    drop(library);
    assert!(!dir.path().join("library.sqlite3-suspect").exists(), "being closed is no damage");
}

/// Everything that a start of the program and a person at work ask of the library.
fn works(dir: &Path) -> Result<(), altsmith_core::failure::Failure> {
    let library = Library::open(dir)?.library;
    library.settings()?;
    library.has_jobs()?;
    library.usage()?;
    library.balances()?;
    library.ledger_page(None, 0, 50)?;
    library.history(&HistoryQuery { limit: 50, ..HistoryQuery::default() })?;
    library.history(&HistoryQuery { text: "sofa".into(), limit: 50, ..HistoryQuery::default() })?;
    let id = library.put_image(&image(900, "new"))?;
    library.save(&words(id, "Works."), None)?;
    Ok(())
}

#[test]
fn no_flipped_bit_stops_the_program_for_good() {
    let source = tempfile::tempdir().unwrap();
    let bytes = closed_database(source.path());
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    for n in 0..160 {
        // The header and the schema decide about the whole file; the rest is rows, indexes and the search.
        let at = if n < 50 { n + 16 } else { next(if n < 80 { 16 * 4096 } else { bytes.len() }) };
        let bit = 1 << next(8);
        let dir = tempfile::tempdir().unwrap();
        let mut damaged = bytes.clone();
        damaged[at] ^= bit;
        fs::write(file(dir.path()), &damaged).unwrap();
        let mut starts = Vec::new();
        while starts.len() < 3 && !starts.last().is_some_and(Result::is_ok) {
            starts.push(works(dir.path()));
        }
        let newer = starts.iter().all(|start| start.as_ref().is_err_and(|f| f.reason == Reason::DatabaseNewer));
        // Numbers that the next programs will have cannot be told from theirs.
        let of_version = (60..64).contains(&at) && newer;
        assert!(of_version || starts.last().is_some_and(Result::is_ok), "byte {at}, bit {bit}: {starts:?}");
    }
}
