//! Which processes are alive. Each holds a lock on a file of its own in the data folder; the system lets go of it when
//! the process ends, however it ends. No clock, no process number that is used again.

use super::spool;
use crate::private;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// This process, alive as long as this value is.
pub struct Process {
    id: String,
    folder: PathBuf,
    lock: Option<File>,
}

impl Process {
    /// Signs this process in, and clears away what dead ones left.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn sign_in(data_folder: &Path) -> io::Result<Self> {
        let folder = data_folder.join("running");
        private::folder(&folder)?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        // Locked before it has its name: others may look at every file that has one.
        let unnamed = folder.join(format!("{id}.new"));
        let lock = private::file().read(true).write(true).create_new(true).open(&unnamed)?;
        lock.lock()?;
        fs::rename(&unnamed, folder.join(&id))?;
        let process = Self { id, folder, lock: Some(lock) };
        process.sweep();
        Ok(process)
    }

    /// The folder of all processes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its name in the database.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the process of this name still runs. One that cannot be looked at counts as alive: its work must not be
    /// done twice.
    pub fn is_alive(&self, id: &str) -> bool {
        if id == self.id {
            return true;
        }
        let is_name = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_name {
            return false;
        }
        match OpenOptions::new().read(true).write(true).open(self.folder.join(id)) {
            Ok(file) => !matches!(file.try_lock(), Ok(())),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".new") || name == self.id || spool::is_spool(&name) {
                continue;
            }
            let Ok(file) = OpenOptions::new().read(true).write(true).open(entry.path()) else { continue };
            if let Err(TryLockError::Error(_) | TryLockError::WouldBlock) = file.try_lock() {
                continue;
            }
            // Its jobs name it still; a name without a file is a dead process too.
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.lock = None;
        let _ = fs::remove_file(self.folder.join(&self.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_told_from_the_dead() {
        let folder = tempfile::tempdir().unwrap();
        let one = Process::sign_in(folder.path()).unwrap();
        let other = Process::sign_in(folder.path()).unwrap();
        let name = other.id().to_owned();
        assert!(one.is_alive(&name) && one.is_alive(one.id()) && other.is_alive(one.id()));
        drop(other);
        assert!(!one.is_alive(&name));
        assert!(!one.is_alive("") && !one.is_alive("../keys") && !one.is_alive("00ff"));
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_the_living_stay() {
        let folder = tempfile::tempdir().unwrap();
        let living = Process::sign_in(folder.path()).unwrap();
        let left = folder.path().join("running").join("00112233");
        fs::write(&left, "").unwrap();
        assert!(!living.is_alive("00112233"), "a file that nobody holds");
        let other = Process::sign_in(folder.path()).unwrap();
        assert!(!left.exists());
        assert!(other.is_alive(living.id()));
    }
}
