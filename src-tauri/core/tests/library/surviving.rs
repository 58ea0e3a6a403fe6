//! A kill at any moment loses nothing that was reported as saved.

use super::*;
use rusqlite::Connection;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const FOLDER: &str = "ALTSMITH_TEST_KILLED_WRITER";

/// The process that is killed: saves words without end and says each row once it is saved. Does nothing in an ordinary run.
#[test]
fn killed_writer() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let library = Library::open(Path::new(&dir)).expect("opens").library;
    let mut out = std::io::stdout().lock();
    for n in 0.. {
        let id = library.put_image(&image(n % 50, "cat.jpg")).expect("image");
        let saved = library.save(&words(id, &format!("Cat number {n} of process {}.", std::process::id())), None);
        writeln!(out, "\nsaved {}", saved.expect("saved")).expect("reported");
        out.flush().expect("reported");
    }
}

#[test]
fn nothing_that_was_reported_is_lost_by_a_kill() {
    let (dir, library) = library();
    drop(library);
    let mut reported = Vec::new();
    for round in 0..8_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "surviving::killed_writer", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut saved = lines.filter_map(|line| line.strip_prefix("saved ").and_then(|id| id.parse::<i64>().ok()));
        // Where in its work the kill finds the writer differs from round to round, by itself and by this count.
        reported.extend(saved.by_ref().take(1 + usize::try_from(round * 7 % 20).unwrap()));
        child.kill().unwrap();
        reported.extend(saved);
        child.wait().unwrap();
    }
    assert!(reported.len() >= 8, "the writer wrote");
    let library = open(dir.path());
    for id in &reported {
        assert!(library.description(*id).unwrap().alt.unwrap().starts_with("Cat number"));
    }
    assert_eq!(library.history(&query("cat")).unwrap().0, library.history(&query("")).unwrap().0, "search is complete");
    drop(library);
    let check: String = Connection::open(dir.path().join("library.sqlite3"))
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
}
