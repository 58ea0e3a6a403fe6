//! One picture in several places, and files that need not be read again.

use super::*;
use altsmith_core::ingest::FileState;
use altsmith_core::library::ReadFile;
use std::path::PathBuf;

fn state(modified_ns: i64) -> FileState {
    FileState { bytes: 1_234_567, modified_ns, changed_ns: Some(modified_ns + 1), inode: u64::MAX, device: 7 }
}

/// The picture `n` in a file whose hash is `file`, at a path.
fn seen(n: u64, file: u64, path: &str, state: Option<FileState>) -> NewImage {
    let read = ReadFile { hash: format!("f{file:063x}"), identity: format!("{n:064x}"), state };
    let name = Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
    NewImage { file: Some(read), origin: Some(Origin::Path(path.into())), ..image(n, &name) }
}

fn path(path: &str) -> Origin {
    Origin::Path(path.into())
}

#[test]
fn the_same_picture_in_two_folders_is_one_with_two_places() {
    let (_dir, library) = library();
    let first = library.put_image(&seen(1, 1, "/srv/2019/IMG_0001.jpg", None)).unwrap();
    let later = NewImage { now_ms: 2_000, ..seen(1, 2, "/srv/2020/copy.jpg", None) };
    assert_eq!(library.put_image(&later).unwrap(), first);
    library.save(&words(first, "A cat."), None).unwrap();
    assert_eq!(library.places(first).unwrap(), [path("/srv/2020/copy.jpg"), path("/srv/2019/IMG_0001.jpg")]);
    let entry = library.entry(first).unwrap();
    assert_eq!(entry.places.len(), 2);
    assert_eq!((entry.image.name.as_str(), entry.image.file_hash.as_str()), ("copy.jpg", &*format!("f{:063x}", 2)));
    // Both folders find it, and both names.
    for text in ["2019", "2020", "srv/2019", "img_0001", "copy.jpg"] {
        assert_eq!(found(&library, text), ["copy.jpg"], "{text}");
    }
    // Seen again without being read: nothing that is known is forgotten.
    let again = NewImage { file: None, now_ms: 3_000, ..seen(1, 1, "/srv/2019/IMG_0001.jpg", None) };
    library.put_image(&again).unwrap();
    assert_eq!(library.places(first).unwrap(), [path("/srv/2019/IMG_0001.jpg"), path("/srv/2020/copy.jpg")]);
    assert_eq!(library.names("unknown", &format!("f{:063x}", 1)).unwrap(), [format!("{:064x}", 1)]);
}

#[test]
fn where_another_picture_takes_a_files_place_both_are_known_there() {
    let (_dir, library) = library();
    let old = library.put_image(&seen(1, 1, "/srv/a.jpg", Some(state(10)))).unwrap();
    let new = library.put_image(&seen(2, 2, "/srv/a.jpg", Some(state(20)))).unwrap();
    assert_ne!(old, new);
    for id in [old, new] {
        assert_eq!(library.places(id).unwrap(), [path("/srv/a.jpg")]);
    }
    let name = |state| library.names_of_file(Path::new("/srv/a.jpg"), &state).unwrap();
    assert_eq!(name(state(20)), [format!("{:064x}", 2)]);
    assert_eq!(name(state(10)), [format!("{:064x}", 1)], "the older file was put back");
}

#[test]
fn a_file_is_known_unread_only_where_all_of_it_stands_as_it_did() {
    let (_dir, library) = library();
    let known = state(1_700_000_000_123_456_789);
    library.put_image(&seen(1, 1, "/srv/a.jpg", Some(known))).unwrap();
    let name = |at: &str, state: &FileState| library.names_of_file(Path::new(at), state).unwrap();
    assert_eq!(name("/srv/a.jpg", &known), [format!("{:064x}", 1)]);
    for (what, other) in [
        ("its size", FileState { bytes: known.bytes + 1, ..known }),
        ("its time, by a nanosecond", FileState { modified_ns: known.modified_ns + 1, ..known }),
        ("the time of its change", FileState { changed_ns: Some(known.modified_ns), ..known }),
        ("no such time", FileState { changed_ns: None, ..known }),
        ("its number", FileState { inode: 8, ..known }),
        ("its disk", FileState { device: 8, ..known }),
    ] {
        assert!(name("/srv/a.jpg", &other).is_empty(), "{what}");
    }
    assert!(name("/srv/b.jpg", &known).is_empty(), "another path");
    // Read once more, and there was doubt.
    library.put_image(&seen(1, 1, "/srv/a.jpg", None)).unwrap();
    assert!(name("/srv/a.jpg", &known).is_empty());
}

#[test]
fn a_file_with_other_words_is_found_by_its_picture() {
    let (_dir, library) = library();
    let first = library.put_image(&seen(1, 1, "/srv/a.jpg", None)).unwrap();
    let identity = format!("{:064x}", 1);
    assert_eq!(library.names(&identity, "another file").unwrap(), std::slice::from_ref(&identity));
    assert_eq!(library.names("new", "new file").unwrap(), ["new"], "what is new is named by what it shows");
    library.delete(&[first], 1).unwrap();
    assert_eq!(library.names(&identity, "another file").unwrap(), [identity], "also what was deleted: it was paid for");
}

#[test]
fn what_is_deleted_for_good_lies_nowhere() {
    let (dir, library) = library();
    let id = library.put_image(&seen(1, 1, "/srv/secret/a.jpg", Some(state(10)))).unwrap();
    library.delete(&[id], 1).unwrap();
    library.purge_deleted(2).unwrap();
    assert!(library.places(id).unwrap().is_empty());
    assert!(library.names_of_file(Path::new("/srv/secret/a.jpg"), &state(10)).unwrap().is_empty());
    drop(library);
    let file = std::fs::read(dir.path().join("library.sqlite3")).unwrap();
    assert!(!file.windows(6).any(|bytes| bytes == b"secret"));
}

#[cfg(unix)]
#[test]
fn a_place_that_is_not_utf8_comes_back_byte_for_byte() {
    use std::os::unix::ffi::OsStrExt;
    let (_dir, library) = library();
    let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/srv/caf\xe9/a.jpg"));
    let new = NewImage { origin: Some(Origin::Path(odd.clone())), ..seen(1, 1, "/srv/a.jpg", Some(state(10))) };
    let id = library.put_image(&new).unwrap();
    assert_eq!(library.places(id).unwrap(), [Origin::Path(odd.clone())]);
    assert_eq!(library.names_of_file(&odd, &state(10)).unwrap().len(), 1);
}
