//! From what was given to the pictures to be read: folders are walked, everything else is passed on.
//!
//! A thing that was given by itself is always judged, and refused with its reason. Inside a folder, what neither is a
//! picture nor is named like one is passed over: nobody wants a line for each text file of a project. Hidden entries and
//! what systems put into folders are passed over too.

use super::read::{open_regular, refuse};
use super::{Incoming, Item, Limits, Walk, natural};
use crate::failure::{Failure, Reason};
use crate::imaging::{LONGEST_PROLOGUE, SNIFF_BYTES, sniff, unread};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{DirEntry, FileType};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How files are called that are read, in lower case. What a file is, is decided by its content.
pub const EXTENSIONS: &[&str] = &[
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "bmp", "dib", "tif", "tiff", "svg", "svgz", "heic",
    "heif", "hif", "avif", "avifs", "ico", "cur", "jxl", "jp2", "j2k", "jpf", "jpx", "j2c", "cr2", "cr3", "crw", "nef",
    "nrw", "arw", "srf", "sr2", "dng", "raf", "orf", "rw2", "rwl", "pef", "srw", "x3f", "3fr", "iiq", "erf", "mef",
    "mos", "mrw", "kdc", "dcr",
];

/// The same of pictures that are refused by name.
const UNREAD_EXTENSIONS: &[&str] =
    &["jxr", "psd", "psb", "xcf", "exr", "hdr", "dds", "qoi", "tga", "pcx", "eps", "raw"];

/// Walks what came in. Runs on a blocking thread: folders are listed and the first bytes of their files are read.
pub fn walk(incoming: Vec<Incoming>, limits: &Limits) -> Walk {
    let mut walker = Walker { limits, walk: Walk::default(), from_folders: 0, seen: HashSet::new(), full: false };
    for from in incoming {
        walker.take(from);
    }
    walker.walk
}

struct Walker<'a> {
    limits: &'a Limits,
    walk: Walk,
    from_folders: usize,
    /// Folders already walked, by their true path: links may lead in circles.
    seen: HashSet<PathBuf>,
    /// The limit of files was reached and said.
    full: bool,
}

impl Walker<'_> {
    fn take(&mut self, from: Incoming) {
        let item = describe(from);
        match &item.from {
            Incoming::Path(path) if path.is_dir() => {
                let before = (self.walk.items.len(), self.walk.refused.len());
                let path = path.clone();
                self.folder(&path, &item, 0);
                if before == (self.walk.items.len(), self.walk.refused.len()) {
                    self.refuse(item, Reason::FolderEmpty.into());
                }
            }
            _ => self.walk.items.push(item),
        }
    }

    fn folder(&mut self, path: &Path, item: &Item, depth: usize) {
        if depth > self.limits.max_depth {
            return self.refuse(item.clone(), Failure::new(Reason::FolderTooDeep).with("limit", self.limits.max_depth));
        }
        let fresh = path.canonicalize().is_ok_and(|path| self.seen.insert(path));
        if !fresh {
            return;
        }
        let entries = match list(path) {
            Ok(entries) => entries,
            Err(error) => return self.refuse(item.clone(), refuse(&error)),
        };
        for (name, kind) in entries {
            if self.full {
                return;
            }
            self.entry(&path.join(&name), &name.to_string_lossy(), kind, item, depth);
        }
    }

    fn entry(&mut self, path: &Path, name: &str, kind: FileType, folder: &Item, depth: usize) {
        let source = shown(&Path::new(&folder.source).join(name).to_string_lossy());
        let item = Item { from: Incoming::Path(path.to_path_buf()), name: shown(name), source };
        let is_folder = kind.is_dir() || (kind.is_symlink() && path.is_dir());
        if is_folder {
            self.folder(path, &item, depth + 1);
        } else if !is_picture(path) {
            // Passed over: text files and the like.
        } else if self.from_folders == self.limits.max_files {
            self.full = true;
            self.refuse(folder.clone(), Failure::new(Reason::FolderLimit).with("limit", self.limits.max_files));
        } else {
            self.from_folders += 1;
            self.walk.items.push(item);
        }
    }

    fn refuse(&mut self, item: Item, failure: Failure) {
        let failure = failure.with("name", &item.name);
        self.walk.refused.push((item, failure));
    }
}

/// The entries that are not hidden, in natural order. A name that is no text is a name all the same.
fn list(folder: &Path) -> std::io::Result<Vec<(OsString, FileType)>> {
    let visible =
        |entry: DirEntry| if is_hidden(&entry) { None } else { Some((entry.file_name(), entry.file_type().ok()?)) };
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.filter_map(|entry| visible(entry.ok()?)).collect();
    entries.sort_by(|(a, _), (b, _)| natural::compare(&a.to_string_lossy(), &b.to_string_lossy()));
    Ok(entries)
}

/// Hidden by its name, or as Windows marks it.
fn is_hidden(entry: &DirEntry) -> bool {
    #[cfg(windows)]
    {
        const HIDDEN: u32 = 0x2;
        use std::os::windows::fs::MetadataExt;
        if entry.metadata().is_ok_and(|metadata| metadata.file_attributes() & HIDDEN != 0) {
            return true;
        }
    }
    let name = entry.file_name();
    name.as_encoded_bytes().starts_with(b".") || name.to_str().is_some_and(is_of_a_system)
}

/// What systems and programs put into folders by themselves.
fn is_of_a_system(name: &str) -> bool {
    const NAMES: &[&str] =
        &["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information", "@eadir"];
    let lower = name.to_lowercase();
    NAMES.contains(&lower.as_str()) || lower == "icon\r"
}

/// By its name or by its first bytes: what is named like a picture and is none is said, and what is one whatever it is
/// called. So is a link that leads nowhere, a pipe, and what may not be read.
fn is_picture(path: &Path) -> bool {
    if named_like_picture(path) {
        return true;
    }
    let Ok((mut file, _)) = open_regular(path) else { return false };
    let mut head = Vec::with_capacity(SNIFF_BYTES);
    let mut read_on = |head: &mut Vec<u8>, most: usize| file.by_ref().take(most as u64).read_to_end(head).is_ok();
    let known = |head: &[u8]| sniff(head).is_some() || unread(head).is_some();
    read_on(&mut head, SNIFF_BYTES)
        && (known(&head) || may_become_a_drawing(&head) && read_on(&mut head, LONGEST_PROLOGUE) && known(&head))
}

/// A comment or a declaration, behind which a drawing may begin.
fn may_become_a_drawing(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<!--") || head.starts_with(b"<?xml")
}

fn named_like_picture(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    extension.is_some_and(|e| EXTENSIONS.contains(&e.as_str()) || UNREAD_EXTENSIONS.contains(&e.as_str()))
}

/// The name to show and the source as it was given.
fn describe(from: Incoming) -> Item {
    let (name, source) = match &from {
        Incoming::Path(path) => (name_of_path(path), path.to_string_lossy().into_owned()),
        Incoming::Url { url, .. } => (super::address::name(url), url.clone()),
        Incoming::Bytes { name, .. } => (name.clone(), name.clone()),
    };
    Item { from, name: shown(&name), source: shown(&source) }
}

/// A name as it can be shown: what would end a line, steer a terminal or turn the writing round is replaced by a sign that
/// can be seen. The file itself is found by its true name.
pub fn shown(name: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    name.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// The last part of a path. `.` and `..` have none: the folder that they stand for is named.
fn name_of_path(path: &Path) -> String {
    let named = path.file_name().map(std::ffi::OsStr::to_os_string);
    let named = named.or_else(|| path.canonicalize().ok()?.file_name().map(std::ffi::OsStr::to_os_string));
    named.map_or_else(|| path.to_string_lossy().into_owned(), |name| name.to_string_lossy().into_owned())
}
