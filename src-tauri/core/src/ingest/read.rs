//! One file or one piece of the clipboard → its bytes, what it is and what it is known by. Reads once; blocking.

use super::identity::{hex, identity};
use super::{FileState, Incoming, Item, Limits, Loaded};
use crate::failure::{Failure, Reason};
use crate::imaging::{sniff, unread};
use sha2::{Digest, Sha256};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// From this size on, in bytes, the two digests of a file are worth two threads.
const LARGE: usize = 1 << 20;

/// Reads a file or takes the bytes. Runs on a blocking thread. An address is [`super::fetch`]'s.
///
/// # Errors
/// `FileGone`, `PermissionDenied`, `NotAFile`, `EmptyFile`, `FileTooLarge`, `ReadFailed`, `NotAnImage`,
/// `FormatNotBuiltIn`; `about["name"]` names the picture.
pub fn read(item: &Item, limits: &Limits) -> Result<Loaded, Failure> {
    let read = match &item.from {
        Incoming::Path(path) => read_file(path, limits),
        Incoming::Bytes { bytes, .. } if bytes.len() as u64 > limits.max_bytes => Err(too_large(limits)),
        Incoming::Bytes { bytes, .. } => Ok((bytes.clone(), None)),
        Incoming::Url { .. } => Err(Reason::Internal.into()),
    };
    let judged = read.and_then(|(bytes, state)| Ok(Loaded { state, ..judge(bytes, None)? }));
    judged.map_err(|failure| failure.with("name", &item.name))
}

/// What the bytes are, by content.
pub(super) fn judge(bytes: Vec<u8>, url: Option<String>) -> Result<Loaded, Failure> {
    if bytes.is_empty() {
        return Err(Reason::EmptyFile.into());
    }
    let Some(format) = sniff(&bytes) else {
        return Err(match unread(&bytes) {
            Some(name) => Failure::new(Reason::FormatNotBuiltIn).with("format", name),
            None => Reason::NotAnImage.into(),
        });
    };
    let both = || (hash(&bytes), identity(&bytes, format));
    let (file_hash, identity) =
        if bytes.len() < LARGE { both() } else { rayon::join(|| hash(&bytes), || identity(&bytes, format)) };
    let identity = identity.unwrap_or_else(|| file_hash.clone());
    Ok(Loaded { file_hash, identity, state: None, bytes, format, url })
}

/// The refusal of what is larger than a file may be; `about["limit"]` is in bytes.
pub(super) fn too_large(limits: &Limits) -> Failure {
    Failure::new(Reason::FileTooLarge).with("limit", limits.max_bytes)
}

/// The refusal that an error of the file system stands for.
pub(super) fn refuse(error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Reason::FileGone,
        ErrorKind::PermissionDenied => Reason::PermissionDenied,
        ErrorKind::IsADirectory => Reason::NotAFile,
        _ => Reason::ReadFailed,
    }
    .into()
}

fn read_file(path: &Path, limits: &Limits) -> Result<(Vec<u8>, Option<FileState>), Failure> {
    let (mut file, metadata) = open_regular(path)?;
    if metadata.len() > limits.max_bytes {
        return Err(too_large(limits));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may grow while it is read: the cap holds all the same.
    file.by_ref().take(limits.max_bytes + 1).read_to_end(&mut bytes).map_err(|error| refuse(&error))?;
    if bytes.len() as u64 > limits.max_bytes {
        return Err(too_large(limits));
    }
    let before = FileState::of(&file, &metadata);
    let after = file.metadata().ok().and_then(|metadata| FileState::of(&file, &metadata));
    let unchanged = before.filter(|state| Some(*state) == after && state.bytes == bytes.len() as u64);
    Ok((bytes, unchanged.filter(FileState::is_settled)))
}

fn regular(metadata: Metadata) -> Result<Metadata, Failure> {
    if metadata.is_file() { Ok(metadata) } else { Err(Reason::NotAFile.into()) }
}

/// Opens a regular file and nothing else. What stands at the path may change between a look and the opening: so it is
/// opened without waiting for a writer (a named pipe would hang) and looked at again.
pub(super) fn open_regular(path: &Path) -> Result<(File, Metadata), Failure> {
    let path = path.canonicalize().map_err(|error| refuse(&error))?;
    regular(path.metadata().map_err(|error| refuse(&error))?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(&path).map_err(|error| refuse(&error))?;
    let metadata = regular(file.metadata().map_err(|error| refuse(&error))?)?;
    Ok((file, metadata))
}

/// SHA-256 of a file, or of whatever else is told apart by its bytes; lower-case hex.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_systems_errors_have_their_reasons() {
        for (kind, reason) in [
            (ErrorKind::NotFound, Reason::FileGone),
            (ErrorKind::NotADirectory, Reason::FileGone),
            (ErrorKind::PermissionDenied, Reason::PermissionDenied),
            (ErrorKind::IsADirectory, Reason::NotAFile),
            (ErrorKind::TimedOut, Reason::ReadFailed),
        ] {
            assert_eq!(refuse(&kind.into()).reason, reason);
        }
    }
}
