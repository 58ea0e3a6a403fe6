//! How a file stands on its disk, without a look into it: size, times, and which file it is. The same state at the same path
//! is the same content, unless there is doubt; in doubt the file is read.

use std::fs::{File, Metadata};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Younger changes are not trusted, in nanoseconds. File systems count time in steps of up to two seconds (FAT), and within
/// one step a file may change twice.
const YOUNG_NS: i64 = 3_000_000_000;

/// A file's size, times and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    /// Size in bytes.
    pub bytes: u64,
    /// When its content was changed last, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// When anything about it was changed last, in nanoseconds since 1970; a program cannot set it back. None on Windows.
    pub changed_ns: Option<i64>,
    /// Its number on its disk (inode, file index).
    pub inode: u64,
    /// Its disk.
    pub device: u64,
}

impl FileState {
    /// The state of the regular file at this path; none where there is none, or where the system does not number files.
    pub fn at(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        {
            Self::from_metadata(&path.metadata().ok().filter(Metadata::is_file)?)
        }
        #[cfg(not(unix))]
        {
            let (file, metadata) = super::read::open_regular(path).ok()?;
            Self::of(&file, &metadata)
        }
    }

    /// The state of an open file.
    #[cfg(unix)]
    pub(super) fn of(_file: &File, metadata: &Metadata) -> Option<Self> {
        Self::from_metadata(metadata)
    }

    /// The state of an open file.
    #[cfg(windows)]
    pub(super) fn of(file: &File, metadata: &Metadata) -> Option<Self> {
        let number = winapi_util::file::information(file).ok()?;
        Some(Self {
            bytes: metadata.len(),
            modified_ns: nanoseconds(metadata.modified().ok()?)?,
            changed_ns: None,
            inode: number.file_index(),
            device: number.volume_serial_number(),
        })
    }

    /// The state of an open file.
    #[cfg(not(any(unix, windows)))]
    pub(super) fn of(_file: &File, _metadata: &Metadata) -> Option<Self> {
        None
    }

    #[cfg(unix)]
    fn from_metadata(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let join = |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        Some(Self {
            bytes: metadata.len(),
            modified_ns: join(metadata.mtime(), metadata.mtime_nsec())?,
            changed_ns: Some(join(metadata.ctime(), metadata.ctime_nsec())?),
            inode: metadata.ino(),
            device: metadata.dev(),
        })
    }

    /// Whether the last change is long enough ago that a later one would show.
    pub fn is_settled(&self) -> bool {
        nanoseconds(SystemTime::now()).is_some_and(|now| self.is_settled_at(now))
    }

    fn is_settled_at(&self, now_ns: i64) -> bool {
        let last = self.changed_ns.map_or(self.modified_ns, |changed| changed.max(self.modified_ns));
        last.checked_add(YOUNG_NS).is_some_and(|settled| settled <= now_ns)
    }
}

fn nanoseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_change_and_one_of_the_future_are_doubt() {
        let state = |modified_ns, changed_ns| FileState { bytes: 1, modified_ns, changed_ns, inode: 1, device: 1 };
        let now = 100_000_000_000;
        for (modified, changed, settled) in [
            (50, Some(60), true),
            (now - YOUNG_NS, None, true),
            (now - YOUNG_NS + 1, None, false),
            // The time of the content was set back.
            (50, Some(now - 1), false),
            (now + 1, Some(50), false),
            (i64::MAX, None, false),
        ] {
            assert_eq!(state(modified, changed).is_settled_at(now), settled, "{modified} {changed:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_takes_the_place_of_another_has_another_state() {
        let folder = tempfile::tempdir().unwrap();
        let (first, second) = (folder.path().join("a"), folder.path().join("b"));
        let put = |path: &Path, time| {
            std::fs::write(path, b"same size").unwrap();
            File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        };
        let time = SystemTime::now() - std::time::Duration::from_secs(1_000);
        put(&first, time);
        put(&second, time);
        let before = FileState::at(&first).unwrap();
        assert_eq!(FileState::at(&first), Some(before));
        std::fs::rename(&second, &first).unwrap();
        let after = FileState::at(&first).unwrap();
        assert_eq!((before.bytes, before.modified_ns), (after.bytes, after.modified_ns), "only its number differs");
        assert_ne!(before, after);
        assert_eq!(FileState::at(folder.path()), None, "a folder is no file");
    }
}
