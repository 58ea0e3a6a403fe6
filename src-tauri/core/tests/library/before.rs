//! A database of before pictures were known by what they show: made with the migrations of then, and rows as programs of
//! then wrote them.

use super::*;
use altsmith_core::library::ReadFile;
use rusqlite::Connection;

/// The schema of then.
const THEN: &[&str] = &[
    include_str!("../../src/library/migrations/0001_begin.sql"),
    include_str!("../../src/library/migrations/0002_queue.sql"),
    include_str!("../../src/library/migrations/0003_incomplete.sql"),
    include_str!("../../src/library/migrations/0004_questions.sql"),
    include_str!("../../src/library/migrations/0005_laid_out.sql"),
    include_str!("../../src/library/migrations/0006_desk.sql"),
];

/// Two files that show the same picture (only their words differ), one that was pasted, and one that is to be deleted.
const ROWS: &str = "
    INSERT INTO images (id, hash, name, origin_kind, origin, format, width, height, bytes, newest_id, added_ms, deleted_at)
        VALUES (1, 'aa', 'IMG_0001.jpg', 'path', '/srv/Sommer 2019/IMG_0001.jpg', 'jpeg', 40, 30, 100, 1, 5, NULL),
               (2, 'bb', 'IMG_0001.jpg', 'path', CAST('/srv/caf' || x'e9' || '/IMG_0001.jpg' AS BLOB), 'jpeg', 40, 30, 101, 2, 6, NULL),
               (3, 'cc', 'Pasted picture', NULL, NULL, 'png', 40, 30, 102, 3, 7, NULL),
               (4, 'dd', 'gone.png', 'url', 'https://example.org/gone.png', 'png', 40, 30, 103, 4, 8, 9);
    INSERT INTO descriptions (id, image_id, author, provider, model, style, language, request_key, alt, state, created_ms)
        VALUES (1, 1, 'model', 'zakai', '', '', 'en', 'key of aa', 'A cat.', 'draft', 10),
               (2, 2, 'model', 'zakai', '', '', 'en', 'key of bb', 'A cat, too.', 'draft', 11),
               (3, 3, 'person', 'zakai', '', '', 'en', NULL, 'Mine.', 'edited', 12),
               (4, 4, 'model', 'zakai', '', '', 'en', 'key of dd', 'Gone.', 'draft', 13);
    INSERT INTO jobs (image_id, hash, request_key, provider, model, request, state, created_ms)
        VALUES (1, 'aa', 'another key', 'zakai', '', '{}', 'outcome_unknown', 14);
    INSERT INTO search (rowid, words)
        VALUES (1, 'img_0001.jpg' || char(10) || 'a cat.'), (2, 'img_0001.jpg' || char(10) || 'a cat, too.'),
               (3, 'pasted picture' || char(10) || 'mine.'), (4, 'gone.png' || char(10) || 'gone.');
";

fn then() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let connection = Connection::open(dir.path().join("library.sqlite3")).unwrap();
    THEN.iter().for_each(|sql| connection.execute_batch(sql).unwrap());
    connection.execute_batch(ROWS).unwrap();
    connection.pragma_update(None, "user_version", 6).unwrap();
    dir
}

fn read(hash: &str, identity: &str) -> Option<ReadFile> {
    Some(ReadFile { hash: hash.into(), identity: identity.into(), state: None })
}

#[test]
fn what_was_described_is_found_by_the_file_of_then() {
    let dir = then();
    let library = open(dir.path());
    for (file, alt) in [("aa", "A cat."), ("bb", "A cat, too."), ("dd", "Gone.")] {
        let names = library.names("what it shows", file).unwrap();
        assert_eq!(names, [file], "its name stays: thumbnail, jobs and answers have it");
        let answer = library.answer_for(&format!("key of {file}"), &names[0]).unwrap().expect("an answer");
        assert_eq!(answer.alt.as_deref(), Some(alt));
        assert_eq!(
            library.image_by_hash(file).unwrap().map(|image| image.file_hash),
            (file != "dd").then(|| file.into())
        );
    }
    assert_eq!(library.entry(3).unwrap().words.alt.as_deref(), Some("Mine."));
    assert!(library.has_jobs().unwrap());
}

#[test]
fn once_read_it_is_found_whatever_is_written_into_its_file() {
    let dir = then();
    let library = open(dir.path());
    let image = library.image(1).unwrap();
    let again =
        |file| NewImage { hash: "aa".into(), file, origin: image.origin.clone(), ..super::image(1, "IMG_0001.jpg") };
    assert_eq!(library.put_image(&again(read("aa", "shown"))).unwrap(), 1);
    assert_eq!(library.names("shown", "with words").unwrap(), ["aa"]);
    assert_eq!(library.put_image(&again(read("with words", "shown"))).unwrap(), 1);
    let row = library.image(1).unwrap();
    assert_eq!((row.hash.as_str(), row.file_hash.as_str()), ("aa", "with words"));
    // The other file of then shows the same. It keeps its own entry and words, and finds those of the first as well.
    let other =
        NewImage { hash: "bb".into(), file: read("bb", "shown"), origin: None, ..super::image(2, "IMG_0001.jpg") };
    assert_eq!(library.put_image(&other).unwrap(), 2);
    assert_eq!(library.names("shown", "bb").unwrap(), ["bb", "aa"]);
    assert_eq!(library.names("shown", "a third file").unwrap(), ["aa", "bb"]);
}

#[test]
fn its_folders_are_found_and_its_places_known() {
    let dir = then();
    let library = open(dir.path());
    assert_eq!(found(&library, "sommer 2019"), ["IMG_0001.jpg"]);
    assert_eq!(found(&library, "mer 20"), ["IMG_0001.jpg"]);
    assert_eq!(found(&library, "caf"), ["IMG_0001.jpg"], "a path that is no text");
    assert_eq!(found(&library, "pasted"), ["Pasted picture"]);
    assert_eq!(library.places(1).unwrap(), [Origin::Path("/srv/Sommer 2019/IMG_0001.jpg".into())]);
    assert_eq!(library.places(4).unwrap(), [Origin::Url("https://example.org/gone.png".into())]);
    assert!(library.places(3).unwrap().is_empty());
}
