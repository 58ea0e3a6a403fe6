//! Answers that the database does not take: somebody holds its lock, the disk is full, the folder was turned read-only.
//!
//! Before a request leaves that may be charged, room for its answer is taken in a file of this process, which stays open. An
//! answer that the database refuses is written there, and handed over with the next write that succeeds; what a process left
//! when it ended is handed over by whoever comes next. So an answer is lost only where disk and memory are.

use super::job::Stored;
use crate::private;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Room for one answer, in bytes: what services say of a picture, with their envelopes. A larger one is tried all the same.
const ROOM: u64 = 128 << 10;

/// How the file of a process is called, behind the process's name.
const SUFFIX: &str = ".answers";

/// An answer that the database did not take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Spooled {
    /// The job's row.
    pub job_id: i64,
    /// The row of the call that it answers.
    pub call: i64,
    /// When it came, in milliseconds since 1970.
    pub at_ms: i64,
    /// The answer.
    pub stored: Stored,
}

/// The file of this process.
pub(super) struct Spool {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    file: Option<File>,
    /// Bytes that the file has, written with nothing.
    room: u64,
    /// Bytes of it that are answers.
    used: u64,
    waiting: Vec<Spooled>,
}

impl Spool {
    /// That of the process of this name; nothing is written yet.
    pub fn new(folder: &Path, process: &str) -> Self {
        Self { path: folder.join(format!("{process}{SUFFIX}")), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes room for so many answers.
    ///
    /// # Errors
    /// There is none, or the folder cannot be written to.
    pub fn reserve(&self, answers: usize) -> io::Result<()> {
        let mut state = self.state();
        let wanted = state.used + ROOM * answers as u64;
        if state.room >= wanted {
            return Ok(());
        }
        if state.file.is_none() {
            state.file = Some(private::file().read(true).write(true).create_new(true).open(&self.path)?);
        }
        let (room, nothing) = (state.room, [0; 16 << 10]);
        let Some(file) = state.file.as_mut() else { return Ok(()) };
        file.seek(SeekFrom::Start(room))?;
        for _ in 0..(wanted - room).div_ceil(nothing.len() as u64) {
            file.write_all(&nothing)?;
        }
        state.room = file_size(state.file.as_ref())?;
        Ok(())
    }

    /// Keeps an answer: in memory for as long as the process lives, and in the file where that can be written to.
    pub fn keep(&self, answer: Spooled) {
        let mut state = self.state();
        let line = serde_json::to_vec(&answer).map(|mut line| {
            line.push(b'\n');
            line
        });
        let used = state.used;
        let written = line.map_err(io::Error::other).and_then(|line| {
            let file = state.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
            file.seek(SeekFrom::Start(used))?;
            file.write_all(&line)?;
            file.sync_data()?;
            Ok(line.len() as u64)
        });
        match written {
            Ok(length) => state.used += length,
            Err(error) => {
                tracing::error!(target: "altsmith::queue", job = answer.job_id, kind = ?error.kind(), "an answer is only in memory");
            }
        }
        state.waiting.push(answer);
    }

    /// What the database has not taken yet, oldest first.
    pub fn waiting(&self) -> Vec<Spooled> {
        self.state().waiting.clone()
    }

    /// The database took these.
    pub fn taken(&self, answers: &[Spooled]) {
        if answers.is_empty() {
            return;
        }
        let mut state = self.state();
        state.waiting.retain(|waits| !answers.contains(waits));
        if state.waiting.is_empty() {
            // Handing over twice does no harm: what is no answer at its start is read by nobody.
            let emptied = state.file.as_mut().map(|file| {
                file.seek(SeekFrom::Start(0))?;
                file.write_all(&[0])
            });
            if !matches!(emptied, Some(Err(_))) {
                state.used = 0;
            }
        }
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let state = self.state();
        if state.waiting.is_empty() && state.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn file_size(file: Option<&File>) -> io::Result<u64> {
    file.map_or(Ok(0), |file| Ok(file.metadata()?.len()))
}

/// Files of processes that are gone, with the answers in them.
pub(super) fn left(folder: &Path, is_alive: impl Fn(&str) -> bool) -> Vec<(PathBuf, Vec<Spooled>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let of_dead = |entry: fs::DirEntry| {
        let name = entry.file_name();
        let process = name.to_str()?.strip_suffix(SUFFIX)?;
        if is_alive(process) {
            return None;
        }
        let bytes = fs::read(entry.path()).ok()?;
        let answers = bytes.split(|byte| *byte == b'\n').map_while(|line| serde_json::from_slice(line).ok());
        Some((entry.path(), answers.collect()))
    };
    entries.flatten().filter_map(of_dead).collect()
}

/// Whether a file in the folder of processes is one of these.
pub(super) fn is_spool(name: &str) -> bool {
    name.ends_with(SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(job_id: i64, body: &str) -> Spooled {
        let stored =
            Stored { operation: "describe".into(), may_charge: true, status: 200, body: body.into(), duration_ms: 5 };
        Spooled { job_id, call: 7, at_ms: 1, stored }
    }

    #[test]
    fn what_a_dead_process_kept_is_found_and_nothing_more() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path(), "aa");
        spool.reserve(3).unwrap();
        assert!(fs::metadata(&spool.path).unwrap().len() >= 3 * ROOM);
        let kept = [answer(1, "one\nline"), answer(2, "two")];
        kept.iter().for_each(|answer| spool.keep(answer.clone()));
        assert_eq!(spool.waiting(), kept);
        assert_eq!(left(folder.path(), |_| true), []);
        let path = spool.path.clone();
        std::mem::forget(spool);
        assert_eq!(left(folder.path(), |_| false), [(path, kept.to_vec())]);
    }

    #[test]
    fn what_the_database_took_is_not_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path(), "aa");
        spool.reserve(1).unwrap();
        spool.keep(answer(1, "one"));
        spool.taken(&spool.waiting());
        assert_eq!(spool.waiting(), []);
        let found = left(folder.path(), |_| false);
        assert!(found.iter().all(|(_, answers)| answers.is_empty()), "{found:?}");
        spool.keep(answer(2, "two"));
        assert_eq!(left(folder.path(), |_| false)[0].1, [answer(2, "two")]);
        spool.taken(&spool.waiting());
        let path = spool.path.clone();
        drop(spool);
        assert!(!path.exists());
    }

    #[test]
    fn an_answer_that_was_cut_off_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = serde_json::to_vec(&answer(1, "one")).unwrap();
        bytes.push(b'\n');
        bytes.extend(&serde_json::to_vec(&answer(2, "two")).unwrap()[..20]);
        fs::write(folder.path().join("aa.answers"), bytes).unwrap();
        assert_eq!(left(folder.path(), |_| false)[0].1, [answer(1, "one")]);
    }

    #[test]
    fn without_room_there_is_no_request_and_without_a_file_the_answer_is_in_memory() {
        let spool = Spool::new(Path::new("/nowhere/at/all"), "aa");
        assert!(spool.reserve(1).is_err());
        spool.keep(answer(1, "one"));
        assert_eq!(spool.waiting(), [answer(1, "one")]);
    }
}
