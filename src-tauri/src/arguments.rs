//! What was given on the command line, by "open with" or by a second start: files, folders and addresses.

use altsmith_core::ingest::{Incoming, classify_argument};
use std::ffi::OsString;
use std::path::Path;

/// The pictures named by arguments (without the program's own name). Relative paths are seen from `folder`. What begins
/// with a dash is for the window system, not a picture; after `--` everything is one.
pub fn incoming(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Vec<Incoming> {
    let mut all_are_pictures = false;
    let mut pictures = Vec::new();
    for argument in arguments {
        if !all_are_pictures && argument.as_encoded_bytes().starts_with(b"-") {
            all_are_pictures = argument == "--";
            continue;
        }
        if argument.is_empty() {
            continue;
        }
        pictures.push(one(argument, folder));
    }
    pictures
}

/// A relative path is meant in the folder of the call, which for a second start is not this program's.
fn one(argument: OsString, folder: &Path) -> Incoming {
    match classify_argument(argument) {
        Incoming::Path(path) => Incoming::Path(folder.join(path)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn read(arguments: &[&str]) -> Vec<Incoming> {
        incoming(arguments.iter().map(OsString::from), Path::new("/home/anna"))
    }

    fn path(path: &str) -> Incoming {
        Incoming::Path(PathBuf::from(path))
    }

    #[test]
    fn paths_are_seen_from_the_folder_of_the_call() {
        assert_eq!(
            read(&["cat.jpg", "/srv/a.png", "x/../b.png"]),
            [path("/home/anna/cat.jpg"), path("/srv/a.png"), path("/home/anna/x/../b.png")]
        );
    }

    #[test]
    fn addresses_count_as_typed_and_file_addresses_are_files() {
        assert_eq!(
            read(&["https://example.org/a.png"]),
            [Incoming::Url { url: "https://example.org/a.png".into(), typed: true }]
        );
        #[cfg(unix)]
        assert_eq!(read(&["file:///srv/Gr%C3%BC%C3%9Fe.png"]), [path("/srv/Grüße.png")]);
    }

    #[test]
    fn options_are_no_pictures_but_names_with_a_dash_are() {
        assert_eq!(
            read(&["--gtk-debug", "a.png", "", "--", "-b.png"]),
            [path("/home/anna/a.png"), path("/home/anna/-b.png")]
        );
    }

    #[test]
    fn odd_names_stay_names() {
        assert_eq!(
            read(&["what://is this", "a:b.png"]),
            [path("/home/anna/what://is this"), path("/home/anna/a:b.png")]
        );
    }
}
