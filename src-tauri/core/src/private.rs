//! Files and folders of the program's own, which nobody but their owner can read, whatever the umask is. On Windows the access
//! list of the profile folder does that.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes a folder and those above it. Existing ones keep their rights: they may be the person's own choice.
///
/// # Errors
/// The folder's.
pub fn folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options for a file that is made where it is not there.
pub fn file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file beside its place and puts it there whole, with the folders that it needs. Of two processes that write the
/// same one, the last wins.
///
/// # Errors
/// The file's; its place is as it was then.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(above) = path.parent() {
        folder(above)?;
    }
    let draft = path.with_extension(format!("{}.part", std::process::id()));
    let written = file().write(true).truncate(true).open(&draft).and_then(|mut file| file.write_all(bytes));
    written.and_then(|()| fs::rename(&draft, path)).inspect_err(|_| {
        let _ = fs::remove_file(&draft);
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn only_the_owner_can_read_what_is_made() {
        let there = tempfile::tempdir().unwrap();
        let path = there.path().join("thumbnails/ab/abc.jpg");
        write(&path, b"before").unwrap();
        write(&path, b"a picture").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a picture");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(mode(&there.path().join("thumbnails")), 0o700);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
    }
}
