//! The way in: what is it, may we read it, is it a picture? Reads once, within limits, and says why it refuses.
//!
//! Paths come from trusted places only (a drop event, a dialog opened in Rust, arguments); the page never names one.

mod address;
mod dropped;
mod fetch;
mod file_state;
mod identity;
mod natural;
mod read;
mod walk;

pub use dropped::{classify_argument, classify_drop};
pub use fetch::fetch;
pub use file_state::FileState;
pub use natural::compare as compare_names;
pub use read::{hash, read};
pub use walk::{EXTENSIONS, shown, walk};

use crate::failure::Failure;
use crate::imaging::Format;
use std::path::PathBuf;

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A file or a folder.
    Path(PathBuf),
    /// An address; `typed` says that a person typed it (then `http` is allowed for loopback).
    Url {
        /// The address as given.
        url: String,
        /// Typed by the person or given on the command line, not dropped.
        typed: bool,
    },
    /// Bytes from the clipboard or standard input, with a name to show.
    Bytes {
        /// The file's bytes.
        bytes: Vec<u8>,
        /// A name to show.
        name: String,
    },
}

/// Bounds of reading and of walking folders.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest file or download, in bytes.
    pub max_bytes: u64,
    /// Most files taken from folders in one go.
    pub max_files: usize,
    /// Deepest folder below the one given.
    pub max_depth: usize,
    /// Longest a download may take, in seconds.
    pub url_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 200 << 20, max_files: 20_000, max_depth: 16, url_seconds: 30 }
    }
}

/// One picture to be read, after folders were walked: a file, an address or bytes; never a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What to read.
    pub from: Incoming,
    /// The name to show: file name, last part of the address, or the given one.
    pub name: String,
    /// As the person gave it (`photos/cat.jpg`); for folders, the path below what was given is joined to it.
    pub source: String,
}

/// What became of the things that came in.
#[derive(Debug, Default)]
pub struct Walk {
    /// Pictures to be read, in the order given; within folders by natural file name order.
    pub items: Vec<Item>,
    /// What was refused without reading, with the reason; `about["name"]` names it.
    pub refused: Vec<(Item, Failure)>,
}

/// A picture's bytes, read once.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, lower-case hex.
    pub file_hash: String,
    /// What the picture is known by, whatever words are written into its file: see `identity`. Lower-case hex.
    pub identity: String,
    /// The file as it was when it was read; none where it may be another one by now, and for what is no file.
    pub state: Option<FileState>,
    /// What it is, by content.
    pub format: Format,
    /// Address it came from, where it came from one.
    pub url: Option<String>,
}
