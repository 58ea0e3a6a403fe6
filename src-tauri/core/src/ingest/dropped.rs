//! What was dropped or given as arguments: files, or addresses in the shape of a path.
//!
//! What a drop looks like differs from system to system, and all of the difference is in its input: paths on Windows,
//! paths or nothing on macOS, and on Linux also addresses whose escapes the window library has already undone.

use super::Incoming;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ffi::OsString;
use std::path::PathBuf;

/// The things of one drop, each once, in order. Empty where the drop named nothing that can be read (on macOS a picture
/// dragged from a browser): that is said, never passed over.
pub fn classify_drop(paths: Vec<PathBuf>) -> Vec<Incoming> {
    let mut found = Vec::with_capacity(paths.len());
    for path in paths {
        let incoming = match path.to_str() {
            Some(text) if has_web_scheme(text) => Incoming::Url { url: escape_again(text), typed: false },
            Some(text) if text.starts_with("data:image/") => inline(text).unwrap_or(Incoming::Path(path)),
            Some("") => continue,
            _ => Incoming::Path(path),
        };
        if !found.contains(&incoming) {
            found.push(incoming);
        }
    }
    found
}

/// One argument of the command line, or what was handed over by "open with": an address as the person wrote it, or a path.
pub fn classify_argument(argument: OsString) -> Incoming {
    match argument.to_str() {
        Some(text) if has_web_scheme(text) => Incoming::Url { url: text.to_owned(), typed: true },
        Some(text) if starts_with_ignoring_case(text, "file://") => url::Url::parse(text)
            .ok()
            .and_then(|url| url.to_file_path().ok())
            .map_or_else(|| Incoming::Path(PathBuf::from(text)), Incoming::Path),
        _ => Incoming::Path(PathBuf::from(argument)),
    }
}

fn has_web_scheme(text: &str) -> bool {
    starts_with_ignoring_case(text, "https://") || starts_with_ignoring_case(text, "http://")
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Undoes the undoing: in text without escapes a percent sign stands for itself. Spaces and letters beyond ASCII are
/// escaped when the address is parsed; what a `?` or `#` once was cannot be known any more.
fn escape_again(text: &str) -> String {
    let escaped = text.replace('%', "%25");
    url::Url::parse(&escaped).map_or(escaped, String::from)
}

/// A picture that a page carries within itself.
fn inline(text: &str) -> Option<Incoming> {
    let (head, data) = text.split_once(',')?;
    let kind = head.strip_prefix("data:image/")?.strip_suffix(";base64")?;
    let kind: String = kind.chars().take_while(char::is_ascii_alphanumeric).collect();
    let bytes = STANDARD.decode(data.trim()).ok()?;
    Some(Incoming::Bytes { bytes, name: format!("image.{kind}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dropped(url: &str) -> Incoming {
        Incoming::Url { url: url.into(), typed: false }
    }

    fn path(path: &str) -> Incoming {
        Incoming::Path(path.into())
    }

    #[test]
    fn every_shape_of_a_drop() {
        let table: &[(&str, &[&str], &[Incoming])] = &[
            ("Windows: files", &[r"C:\Users\a b\cat.jpg"], &[path(r"C:\Users\a b\cat.jpg")]),
            ("Windows: a share", &[r"\\server\photos"], &[path(r"\\server\photos")]),
            ("macOS: a file", &["/Users/a/cat.jpg"], &[path("/Users/a/cat.jpg")]),
            ("macOS: a picture from a browser", &[], &[]),
            (
                "Linux: file and folder",
                &["/home/a/cat.jpg", "/home/a/photos"],
                &[path("/home/a/cat.jpg"), path("/home/a/photos")],
            ),
            (
                "Linux: a picture from a browser",
                &["https://example.org/cat.jpg"],
                &[dropped("https://example.org/cat.jpg")],
            ),
            (
                "its escapes undone",
                &["https://example.org/a b/ü.png"],
                &[dropped("https://example.org/a%20b/%C3%BC.png")],
            ),
            (
                "a percent sign that was escaped",
                &["https://example.org/100%.png"],
                &[dropped("https://example.org/100%25.png")],
            ),
            (
                "what looks like an escape is none",
                &["https://example.org/a%41.png"],
                &[dropped("https://example.org/a%2541.png")],
            ),
            ("with a query", &["https://example.org/i?w=20&q=a b"], &[dropped("https://example.org/i?w=20&q=a%20b")]),
            ("plain http is an address too", &["http://example.org/cat.jpg"], &[dropped("http://example.org/cat.jpg")]),
            ("the scheme in capitals", &["HTTPS://example.org/"], &[dropped("https://example.org/")]),
            (
                "an inline picture",
                &["data:image/png;base64,iVBORw=="],
                &[Incoming::Bytes { bytes: vec![0x89, b'P', b'N', b'G'], name: "image.png".into() }],
            ),
            ("an inline picture that is broken", &["data:image/png;base64,%%"], &[path("data:image/png;base64,%%")]),
            ("the same twice", &["/a.png", "/a.png", "/b.png"], &[path("/a.png"), path("/b.png")]),
            ("a file that is called like a scheme", &["/home/https:/x"], &[path("/home/https:/x")]),
            ("nothing", &[""], &[]),
        ];
        for (what, paths, expected) in table {
            assert_eq!(classify_drop(paths.iter().map(PathBuf::from).collect()), *expected, "{what}");
        }
    }

    #[test]
    fn what_a_person_wrote_is_kept_as_written() {
        let typed = |url: &str| Incoming::Url { url: url.into(), typed: true };
        assert_eq!(classify_argument("https://example.org/a%20b".into()), typed("https://example.org/a%20b"));
        assert_eq!(classify_argument("http://127.0.0.1:9/x".into()), typed("http://127.0.0.1:9/x"));
        assert_eq!(classify_argument("photos/cat.jpg".into()), path("photos/cat.jpg"));
        #[cfg(unix)]
        assert_eq!(classify_argument("file:///tmp/a%20b.png".into()), path("/tmp/a b.png"));
    }
}
