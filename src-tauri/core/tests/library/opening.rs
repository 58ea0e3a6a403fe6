//! Opening: new, again, damaged, newer, full, by two at once.

use super::*;
use altsmith_core::failure::Reason;
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
    let aside = opened.moved_aside.expect("moved aside");
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
            usize::from(opened.moved_aside.is_some())
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert_eq!(moved, 1);
}
