//! A picture is paid for once, whatever its file is called, where it lies and which words are written into it; also where it
//! was paid for before pictures were known by what they show.

use crate::world::{Known, World};
use altsmith_core::describing::{Options, Outcome};
use altsmith_core::failure::Failure;
use altsmith_core::ingest::{self, FileState, Incoming, Item};
use altsmith_core::library::{Library, NewDescription, NewImage, Origin, ReadFile};
use altsmith_core::provider;
use altsmith_core::view::{HistoryQuery, Settings};
use altsmith_tests::fixtures;
use altsmith_tests::simulators::zakai::ZakAi;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

fn item(path: &Path) -> Item {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    Item { from: Incoming::Path(path.to_owned()), source: name.clone(), name }
}

async fn describe(world: &World<ZakAi>, path: &Path) -> Result<Outcome, Failure> {
    let never = CancellationToken::new();
    world.engine.describing().describe(&item(path), &world.options("", "r"), &never, &|_| {}).await
}

fn put(path: &Path, bytes: &[u8]) -> PathBuf {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
    path.to_owned()
}

#[tokio::test]
async fn words_written_into_a_file_and_a_copy_elsewhere_cost_nothing() {
    let world = World::<ZakAi>::new().await;
    let jpeg = fixtures::jpeg(&fixtures::photo(64, 48, 1));
    let path = put(&world.path("2019/IMG_0001.jpg"), &jpeg);
    let first = describe(&world, &path).await.expect("described");
    assert!(!first.cached && world.sent() == 1);

    put(&path, &fixtures::jpeg_with_words(&jpeg, "A cat on a sofa."));
    let copy = put(&world.path("2020/best.jpg"), &fixtures::jpeg_with_words(&jpeg, "Anna's cat."));
    for path in [&path, &copy] {
        let estimate =
            world.engine.describing().estimate(&[item(path)], &world.options("", "r")).await.expect("an estimate");
        assert_eq!((estimate.pictures, estimate.known), (0, 1), "{path:?}");
        let again = describe(&world, path).await.expect("from the history");
        assert!(again.cached && again.image.id == first.image.id, "{path:?}");
        assert_eq!(again.image.hash, first.image.hash, "its thumbnail is still found");
    }
    assert_eq!(world.sent(), 1);
    let history = world.engine.history().page(HistoryQuery { text: "2019".into(), ..HistoryQuery::default() });
    let history = history.await.expect("the history");
    assert_eq!(history.total, 1, "one picture, found by either folder");
    assert!(history.entries[0].picture.folder.as_deref().is_some_and(|folder| folder.ends_with("/2020")));
    let entry = world.engine.history().entry(first.image.id).await.expect("an entry");
    assert!(entry.origin.ends_with("/2020/best.jpg") && entry.other_places[0].ends_with("/2019/IMG_0001.jpg"));

    // Where it lay last it is gone: it is described again from the other place.
    std::fs::remove_file(&copy).expect("gone");
    world
        .engine
        .history()
        .describe_entry(first.image.id, &CancellationToken::new(), &|_| {})
        .await
        .expect("described again");
    assert_eq!(world.sent(), 2, "on the person's word");

    // Turned, it is another picture to whoever looks at it.
    let turned = [b"Exif\0\0", &fixtures::orientation_exif(6)[..]].concat();
    put(&path, &fixtures::jpeg_with_segment(&jpeg, 0xE1, &turned));
    let other = describe(&world, &path).await.expect("described");
    assert!(!other.cached && other.image.id != first.image.id);
    assert_eq!((other.image.width, other.image.height), (48, 64));
}

#[tokio::test]
async fn a_file_that_is_known_is_not_read_and_a_young_one_always_is() {
    let world = World::<ZakAi>::new().await;
    // A file that nobody changed in the last seconds, and words for it that its content would not find.
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/fixtures/heif/quad.avif");
    let state = FileState::at(&old).filter(FileState::is_settled).expect("a file from long ago");
    let provider = &provider::Connection::by_itself(provider::kind(ZakAi::ID).expect("zakai"));
    let library = Library::open(world.data.path()).expect("a database").library;
    let name = "0".repeat(64);
    let image = NewImage {
        hash: name.clone(),
        file: Some(ReadFile { hash: name.clone(), identity: name.clone(), state: Some(state) }),
        looks: None,
        name: "quad.avif".into(),
        origin: Some(Origin::Path(old.clone())),
        format: altsmith_core::imaging::Format::Avif,
        width: 64,
        height: 48,
        bytes: state.bytes,
        now_ms: 1,
    };
    let image_id = library.put_image(&image).expect("a row");
    let words = NewDescription {
        alt: Some("Known without a look.".into()),
        request_key: Some(world.options("", "r").fitting(provider).key(&name, provider)),
        ..NewDescription::draft(image_id, ZakAi::ID, "en", 2)
    };
    library.save(&words, None).expect("words");
    let known = describe(&world, &old).await.expect("from the history");
    assert_eq!((known.cached, known.words.alt.as_deref()), (true, Some("Known without a look.")));
    assert_eq!(world.sent(), 0);

    // The same size and time, another picture: only a look can tell, and there is one.
    let long_ago = SystemTime::now() - Duration::from_secs(100_000);
    let path = world.path("a.bmp");
    let mut ids = Vec::new();
    for seed in [1, 2] {
        put(&path, &fixtures::bmp(&fixtures::photo(16, 16, seed)));
        std::fs::File::options().write(true).open(&path).expect("a file").set_modified(long_ago).expect("its time");
        ids.push(describe(&world, &path).await.expect("described").image.id);
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(world.sent(), 2);
}

/// The schema of before pictures were known by what they show.
const THEN: &[&str] = &[
    include_str!("../../../src-tauri/core/src/library/migrations/0001_begin.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0002_queue.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0003_incomplete.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0004_questions.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0005_laid_out.sql"),
    include_str!("../../../src-tauri/core/src/library/migrations/0006_desk.sql"),
];

/// A data folder as a program of then left it: this file was described by a service.
fn then(file: &Path) -> TempDir {
    let data = TempDir::new().expect("data");
    let connection = Connection::open(data.path().join("library.sqlite3")).expect("a database");
    THEN.iter().for_each(|sql| connection.execute_batch(sql).expect("the schema of then"));
    connection.pragma_update(None, "user_version", 6).expect("its version");
    let bytes = std::fs::read(file).expect("the file");
    let hash = ingest::hash(&bytes);
    let provider = &provider::Connection::by_itself(provider::kind(ZakAi::ID).expect("zakai"));
    let settings = Settings { provider: ZakAi::ID.into(), ..Settings::default() };
    let model = provider.descriptor().models.first().expect("a model").id.to_owned();
    let key = Options::from_settings(&settings, "en", model).fitting(provider).key(&hash, provider);
    connection
        .execute(
            "INSERT INTO images (id, hash, name, origin_kind, origin, format, width, height, bytes, newest_id, added_ms)
             VALUES (1, ?1, 'old.jpg', 'path', ?2, 'jpeg', 64, 48, ?3, 1, 1)",
            (&hash, file.to_string_lossy(), bytes.len() as i64),
        )
        .expect("a picture");
    connection
        .execute(
            "INSERT INTO descriptions (id, image_id, author, provider, model, style, language, request_key, alt, state,
                created_ms)
             VALUES (1, 1, 'model', 'zakai', '', '', 'en', ?1, 'Paid for long ago.', 'draft', 1)",
            [key],
        )
        .expect("words");
    connection.execute("INSERT INTO search (rowid, words) VALUES (1, 'old.jpg')", []).expect("search");
    let thumbnail = data.path().join("thumbnails").join(&hash[..2]);
    put(&thumbnail.join(format!("{hash}.jpg")), b"a thumbnail of then");
    data
}

#[tokio::test]
async fn what_was_paid_for_before_pictures_were_known_by_what_they_show_is_not_paid_for_again() {
    let pictures = TempDir::new().expect("pictures");
    let jpeg = fixtures::jpeg(&fixtures::photo(64, 48, 1));
    let path = put(&pictures.path().join("album/old.jpg"), &jpeg);
    let world = World::on(then(&path), ZakAi::default()).await;
    let known = describe(&world, &path).await.expect("from the history");
    assert!(known.cached);
    assert_eq!(known.words.alt.as_deref(), Some("Paid for long ago."));
    let thumbnail = world.engine.history().thumbnail(&known.image.hash).await.expect("the thumbnail of then");
    assert_eq!(thumbnail, b"a thumbnail of then");
    // From now on it is known by what it shows.
    put(&path, &fixtures::jpeg_with_words(&jpeg, "Paid for long ago."));
    let copy = put(&pictures.path().join("elsewhere/old.jpg"), &fixtures::jpeg_with_words(&jpeg, "Again."));
    for path in [&path, &copy] {
        let again = describe(&world, path).await.expect("from the history");
        assert!(again.cached && again.image.id == known.image.id, "{path:?}");
    }
    assert_eq!(world.sent(), 0);
    // A question about it, or describing it again, still finds its file.
    world
        .engine
        .history()
        .describe_entry(known.image.id, &CancellationToken::new(), &|_| {})
        .await
        .expect("described again");
    assert_eq!(
        world.engine.history().entry(known.image.id).await.expect("an entry").versions.len(),
        2,
        "a version of the same"
    );
}
