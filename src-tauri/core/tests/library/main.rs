//! The library from outside: what it keeps, what it finds, what it survives.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod before;
mod deleting;
mod finding;
mod keeping;
mod opening;
mod places;
mod surviving;

use altsmith_core::imaging::Format;
use altsmith_core::library::{Library, NewDescription, NewImage, Origin};
use altsmith_core::view::HistoryQuery;
use std::path::Path;

/// A library in a folder of its own.
fn library() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().expect("temp folder");
    let library = open(dir.path());
    (dir, library)
}

fn open(dir: &Path) -> Library {
    let opened = Library::open(dir).expect("opens");
    assert_eq!(opened.put_aside, None);
    opened.library
}

fn image(n: u64, name: &str) -> NewImage {
    NewImage {
        hash: format!("{n:064x}"),
        file: None,
        looks: None,
        name: name.into(),
        origin: Some(Origin::Path(format!("/photos/{name}").into())),
        format: Format::Jpeg,
        width: 4000,
        height: 3000,
        bytes: 1_234_567,
        now_ms: 1_000,
    }
}

fn words(image_id: i64, alt: &str) -> NewDescription {
    NewDescription {
        model: "mistral".into(),
        alt: Some(alt.into()),
        duration_ms: 5,
        ..NewDescription::draft(image_id, "zakai", "en", 2_000)
    }
}

/// A picture with words; its row.
fn described(library: &Library, n: u64, name: &str, alt: &str) -> i64 {
    let id = library.put_image(&image(n, name)).expect("image");
    library.save(&words(id, alt), None).expect("words");
    id
}

fn query(text: &str) -> HistoryQuery {
    HistoryQuery { text: text.into(), favourites: false, offset: 0, limit: 100 }
}

/// The names of the pictures that a search finds.
fn found(library: &Library, text: &str) -> Vec<String> {
    let (total, entries) = library.history(&query(text)).expect("history");
    assert_eq!(total as usize, entries.len());
    entries.into_iter().map(|entry| entry.image.name).collect()
}
