//! Files that are whole or not there: written beside their place, then renamed into it. Whoever reads the old one meanwhile
//! reads all of it, and a full disk or a crash leaves it as it was.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells the drafts of one process apart.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A file that is being written. Dropped before [`Draft::finish`], it leaves nothing.
pub struct Draft {
    file: Option<BufWriter<File>>,
    /// Where it is written, and where it goes. None: straight into what is no file (a pipe, a terminal).
    way: Option<(PathBuf, PathBuf)>,
}

impl Draft {
    /// Begins a file for this place. A link is followed: what it leads to is written, and the link stays.
    ///
    /// # Errors
    /// The folder's.
    pub fn begin(place: &Path) -> io::Result<Self> {
        let place = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
        let before = fs::metadata(&place).ok();
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            let file = OpenOptions::new().write(true).open(&place)?;
            return Ok(Self { file: Some(BufWriter::new(file)), way: None });
        }
        if before.as_ref().is_some_and(|before| before.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        // A long name and more would be too long for a name.
        let name: String = name.chars().take(40).collect();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let draft = place.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&draft)?;
        let this = Self { file: Some(BufWriter::new(file)), way: Some((draft.clone(), place)) };
        if let Some(before) = before {
            fs::set_permissions(&draft, before.permissions())?;
        }
        Ok(this)
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// What keeps it from being written whole; the place is as it was then.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            if self.way.is_some() {
                file.sync_all()?;
            }
        }
        if let Some((draft, place)) = &self.way {
            fs::rename(draft, place)?;
        }
        self.way = None;
        Ok(())
    }

    fn writer(&mut self) -> io::Result<&mut BufWriter<File>> {
        self.file.as_mut().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer()?.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Closed first: an open file cannot be removed everywhere.
        self.file = None;
        if let Some((draft, _)) = &self.way {
            let _ = fs::remove_file(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.csv");
        fs::write(&place, "before").unwrap();
        let mut draft = Draft::begin(&place).unwrap();
        draft.write_all(b"half").unwrap();
        draft.flush().unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "before");
        drop(draft);
        assert_eq!(names(folder.path()), ["a.csv"], "nothing is left");
        assert_eq!(fs::read_to_string(&place).unwrap(), "before");
        let mut draft = Draft::begin(&place).unwrap();
        draft.write_all(b"whole").unwrap();
        draft.finish().unwrap();
        assert_eq!(fs::read_to_string(&place).unwrap(), "whole");
        assert_eq!(names(folder.path()), ["a.csv"]);
        let long = folder.path().join("n".repeat(250));
        Draft::begin(&long).unwrap().finish().unwrap();
        assert!(long.is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_rights_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (place, link) = (folder.path().join("a.csv"), folder.path().join("link.csv"));
        fs::write(&place, "before").unwrap();
        fs::set_permissions(&place, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&place, &link).unwrap();
        let mut draft = Draft::begin(&link).unwrap();
        draft.write_all(b"after").unwrap();
        draft.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&place).unwrap(), "after");
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
