//! The engine and the desk from end to end, with a data folder of their own.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::desk::Desk;
use altsmith_core::engine::{DataDir, Engine};
use altsmith_core::failure::{ErrorCode, Reason};
use altsmith_core::ingest::Incoming;
use altsmith_core::view::{Author, Card, CardState, CopyForm, DescriptionEdit, Event, HistoryQuery, Settings};
use image::{Rgb, RgbImage};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

struct World {
    _data: TempDir,
    pictures: TempDir,
    engine: Engine,
    desk: Desk,
    events: UnboundedReceiver<Event>,
}

impl World {
    fn new() -> Self {
        let data = TempDir::new().expect("data");
        let engine = Engine::open(DataDir::at(data.path().join("altsmith")), "en-GB").expect("engine");
        let desk = Desk::new(engine.clone());
        let (cards, events) = desk.listen();
        assert!(cards.is_empty());
        Self { _data: data, pictures: TempDir::new().expect("pictures"), engine, desk, events }
    }

    fn picture(&self, name: &str, colour: [u8; 3]) -> Incoming {
        let path = self.pictures.path().join(name);
        RgbImage::from_pixel(120, 90, Rgb(colour)).save(&path).expect("picture");
        Incoming::Path(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> Incoming {
        let path = self.pictures.path().join(name);
        std::fs::write(&path, bytes).expect("file");
        Incoming::Path(path)
    }

    /// Reads events until the batch is done; answers all that came.
    async fn until_done(&mut self) -> Vec<Event> {
        let mut seen = Vec::new();
        loop {
            let event = tokio::time::timeout(Duration::from_secs(30), self.events.recv()).await;
            let event = event.expect("the batch ends").expect("the desk lives");
            let ended = matches!(event, Event::Progress { done, total } if done == total && total > 0);
            seen.push(event);
            if ended {
                return seen;
            }
        }
    }

    /// The program ends, and starts again on the same folder.
    async fn again(self) -> Self {
        let Self { _data: data, pictures, engine, desk, events } = self;
        desk.written().await;
        drop((engine, desk, events));
        let engine = Engine::open(DataDir::at(data.path().join("altsmith")), "en-GB").expect("engine");
        let desk = Desk::with_left(engine.clone()).await;
        let (_, events) = desk.listen();
        Self { _data: data, pictures, engine, desk, events }
    }

    /// Pictures for a service wait until the person has seen what they cost.
    async fn ask_a_service(&self) {
        let settings = Settings { provider: "zakai".into(), ..self.engine.settings() };
        self.engine.save_settings(settings).await.expect("saved");
    }

    async fn described(&mut self, pictures: Vec<Incoming>) -> Vec<Card> {
        self.desk.add(pictures).await;
        self.until_done().await;
        self.desk.cards()
    }
}

#[tokio::test]
async fn one_bad_picture_never_stops_the_others() {
    let mut world = World::new();
    let pictures = vec![
        world.picture("a.png", [0, 0, 255]),
        world.file("empty.jpg", b""),
        world.file("words.png", b"only words"),
        Incoming::Path(PathBuf::from("/nowhere/gone.png")),
        world.picture("b.png", [255, 0, 0]),
    ];
    let cards = world.described(pictures).await;
    let failed: Vec<_> = cards.iter().filter_map(|card| card.trouble.as_ref().map(|t| (&card.name, t))).collect();
    assert_eq!(failed.len(), 3);
    for (name, trouble) in &failed {
        assert!(trouble.message.contains(name.as_str()), "{} does not name {name}", trouble.message);
    }
    let reason = |name: &str| failed.iter().find(|(n, _)| *n == name).map(|(_, t)| t.reason);
    assert_eq!(reason("empty.jpg"), Some(Reason::EmptyFile));
    assert_eq!(reason("words.png"), Some(Reason::NotAnImage));
    assert_eq!(reason("gone.png"), Some(Reason::FileGone));
    let done: Vec<_> = cards.iter().filter(|card| card.state == CardState::Done).collect();
    assert_eq!(done.len(), 2);
    for card in done {
        let words = card.words.as_ref().expect("words");
        assert_eq!(words.author, Author::Computed);
        assert!(words.alt.as_deref().is_some_and(|alt| alt.ends_with('.')));
        let hash = &card.picture.as_ref().expect("picture").hash;
        assert!(world.engine.thumbnail(hash).await.expect("thumbnail").starts_with(&[0xff, 0xd8]));
        assert!(world.engine.preview(hash).await.expect("preview").starts_with(&[0xff, 0xd8]));
    }
}

#[tokio::test]
async fn what_was_removed_comes_back_where_it_stood() {
    let mut world = World::new();
    let pictures = (0..4u8).map(|n| world.picture(&format!("{n}.png"), [n * 60, 0, 90])).collect();
    let cards = world.described(pictures).await;
    let ids: Vec<u64> = cards.iter().map(|card| card.id).collect();
    world.desk.remove(&[ids[1], ids[2]]);
    assert_eq!(world.desk.cards().len(), 2);
    world.desk.restore(&[ids[1], ids[2]]);
    let back: Vec<u64> = world.desk.cards().iter().map(|card| card.id).collect();
    assert_eq!(back, ids);
    assert!(world.desk.cards().iter().all(|card| card.words.is_some()), "their words came back too");
}

#[tokio::test]
async fn what_is_cancelled_before_its_turn_is_not_described() {
    let mut world = World::new();
    let pictures = (0..60u8).map(|n| world.picture(&format!("{n}.png"), [n * 4, 200, 90])).collect();
    let ids = world.desk.add(pictures).await;
    world.desk.cancel(&ids);
    world.until_done().await;
    let cards = world.desk.cards();
    assert!(cards.iter().any(|card| card.state == CardState::Cancelled));
    let described = cards.iter().filter(|card| card.state == CardState::Done).count() as u32;
    let history = world.engine.history(HistoryQuery::default()).await.expect("history");
    assert_eq!(history.total, described, "a cancelled picture leaves nothing behind");
    let cancelled: Vec<u64> = cards.iter().filter(|c| c.state == CardState::Cancelled).map(|c| c.id).collect();
    world.desk.describe_again(&cancelled);
    world.until_done().await;
    assert!(world.desk.cards().iter().all(|card| card.state == CardState::Done), "and it can be described later");
}

#[tokio::test]
async fn an_edit_is_a_new_version_and_shows_on_the_card() {
    let mut world = World::new();
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let words = cards[0].words.clone().expect("words");
    let edit = DescriptionEdit { alt: Some("My own words.".into()), ..DescriptionEdit::default() };
    let edited = world.engine.edit_description(words.id, edit).await.expect("edited");
    assert_ne!(edited.id, words.id);
    assert_eq!(edited.parent_id, Some(words.id));
    assert_eq!(edited.author, Author::Person);
    let detail = world.engine.entry(words.image_id).await.expect("entry");
    assert_eq!(detail.versions.len(), 2);
    assert_eq!(detail.versions[1].alt, words.alt, "what was there before is still there");
    loop {
        let event = tokio::time::timeout(Duration::from_secs(10), world.events.recv()).await;
        let Event::Changed { card } = event.expect("the card shows the edit").expect("the desk lives") else {
            continue;
        };
        if card.words.expect("words").alt.as_deref() == Some("My own words.") {
            break;
        }
    }
    let copied = world.engine.descriptions_in_form(vec![edited.id], CopyForm::AltAttribute).await.expect("copied");
    assert_eq!(copied, "alt=\"My own words.\"");
}

#[tokio::test]
async fn deleting_can_be_undone_and_then_really_deletes() {
    let mut world = World::new();
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let image = cards[0].picture.clone().expect("picture");
    world.engine.delete_entries(vec![image.id]).await.expect("deleted");
    assert_eq!(world.engine.history(HistoryQuery::default()).await.expect("history").total, 0);
    world.engine.undo_delete(vec![image.id]).await.expect("undone");
    assert_eq!(world.engine.history(HistoryQuery::default()).await.expect("history").total, 1);

    world.engine.delete_entries(vec![image.id]).await.expect("deleted");
    world.engine.purge_now().expect("purged");
    assert_eq!(world.engine.thumbnail(&image.hash).await.expect_err("gone").reason, Reason::NotFound);
    assert_eq!(world.engine.entry(image.id).await.expect_err("gone").code(), ErrorCode::FileNotFound);
}

#[tokio::test]
async fn settings_change_what_is_asked_and_the_language_of_troubles() {
    let mut world = World::new();
    let settings = Settings { ui_language: "de".into(), length_profile: "x".into(), ..world.engine.settings() };
    world.engine.save_settings(settings).await.expect("saved");
    let picture = world.picture("blau.png", [0, 0, 255]);
    let words = world.file("text.png", b"no picture");
    let cards = world.described(vec![picture, words]).await;
    let described = cards.iter().find_map(|card| card.words.as_ref()).expect("words");
    assert_eq!(described.language, "de", "the descriptions follow the window's language");
    let german = cards.iter().find_map(|card| card.trouble.as_ref()).expect("trouble").message.clone();
    let settings = Settings { ui_language: "en".into(), ..world.engine.settings() };
    world.engine.save_settings(settings).await.expect("saved");
    let english = world.desk.cards().iter().find_map(|card| card.trouble.clone()).expect("trouble").message;
    assert_ne!(german, english, "a trouble that is already there is said in the new language");
}

#[tokio::test]
async fn a_picture_of_the_history_is_described_again_from_where_it_lies() {
    let mut world = World::new();
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let image = cards[0].picture.clone().expect("picture");
    let detail =
        world.engine.describe_entry(image.id, &CancellationToken::new(), &|_| {}).await.expect("described again");
    assert_eq!(detail.versions.len(), 2);
    std::fs::remove_file(world.pictures.path().join("a.png")).expect("removed");
    let failure = world.engine.describe_entry(image.id, &CancellationToken::new(), &|_| {}).await.expect_err("gone");
    assert_eq!(failure.reason, Reason::FileGone);
    assert_eq!(failure.about["name"], "a.png");
}

#[tokio::test]
async fn pictures_without_words_are_there_after_the_next_start_and_wait() {
    let mut world = World::new();
    world.ask_a_service().await;
    let address = Incoming::Url { url: "https://pictures.example/a.png".into(), typed: true };
    let pictures = (0..5u8).map(|n| world.picture(&format!("{n}.png"), [n * 40, 0, 90]));
    let mut ids = world.desk.add(pictures.chain([address]).collect()).await;
    world.desk.set_context("Anna at the harbour");
    world.desk.set_card_context(&ids[1..2], Some("Ben"));
    world.desk.remove(&ids[3..4]);
    world.desk.cancel(&ids[4..5]);
    let before: Vec<String> = world.desk.cards().into_iter().map(|card| card.name).collect();
    world = world.again().await;
    ids.drain(3..5);
    let left = world.desk.cards();
    assert_eq!(left.iter().map(|card| card.id).collect::<Vec<_>>(), ids, "in their order, without what was taken back");
    assert_eq!(
        left.iter().map(|card| &card.name).collect::<Vec<_>>(),
        [&before[0], &before[1], &before[2], &before[4]]
    );
    assert!(left.iter().all(|card| card.left && card.state == CardState::Held), "nothing goes by itself: {left:?}");
    let known: Vec<_> = left.iter().map(|card| card.context.as_deref()).collect();
    assert_eq!(known[..3], [Some("Anna at the harbour"), Some("Ben"), Some("Anna at the harbour")]);
    assert_eq!(world.desk.context(), "", "what was true of one sitting is not taken for true of the next");

    // Also where nothing would be sent, the person says so.
    let settings = Settings { provider: "builtin".into(), ..world.engine.settings() };
    world.engine.save_settings(settings).await.expect("saved");
    let fresh = world.picture("new.png", [9, 9, 9]);
    let new = world.desk.add(vec![fresh]).await[0];
    assert!(new > ids[3], "a new card is a new one");
    world.until_done().await;
    assert_eq!(world.desk.cards()[0].state, CardState::Held);
    world.desk.describe_cards(&ids[..3]);
    world.until_done().await;
    assert!(world.desk.cards()[..3].iter().all(|card| card.state == CardState::Done && !card.left));
    world.desk.remove(&ids[3..]);
    world = world.again().await;
    assert_eq!(world.desk.cards().len(), 0, "what has words is in the history");
}

#[tokio::test]
async fn what_a_crash_takes_was_written_down_before() {
    let mut world = World::new();
    world.ask_a_service().await;
    let ids = world.desk.add((0..3u8).map(|n| world.picture(&format!("{n}.png"), [n, 0, 90])).collect()).await;
    world.desk.written().await;
    // Nothing of the first program ends in order here: a second one finds what it had written.
    let engine = Engine::open(DataDir::at(world.engine.data_dir().root()), "en-GB").expect("engine");
    let desk = Desk::with_left(engine).await;
    assert_eq!(desk.cards().iter().map(|card| card.id).collect::<Vec<_>>(), ids);
    world = world.again().await;
    assert_eq!(world.desk.cards().len(), 3, "looking at them takes nothing away");
}

#[tokio::test]
async fn a_pasted_picture_that_was_not_described_is_told_of_once() {
    let mut world = World::new();
    world.ask_a_service().await;
    let pasted = |n: u8| Incoming::Bytes { bytes: vec![n; 64], name: "Pasted picture".into() };
    world.desk.add(vec![pasted(1), pasted(2)]).await;
    world = world.again().await;
    for card in world.desk.cards() {
        assert_eq!(card.state, CardState::Failed);
        let message = card.trouble.expect("trouble").message;
        assert!(message.contains("Pasted pictures are not kept"), "{message}");
    }
    assert_eq!(world.desk.cards().len(), 2);
    world = world.again().await;
    assert_eq!(world.desk.cards().len(), 0);
}

#[tokio::test]
async fn a_picture_that_cannot_be_opened_does_not_come_back() {
    let mut world = World::new();
    let broken = world.file("words.png", b"only words");
    world.described(vec![broken]).await;
    assert_eq!(world.desk.cards()[0].state, CardState::Failed);
    world = world.again().await;
    assert_eq!(world.desk.cards().len(), 0);
}

#[tokio::test]
async fn a_service_for_web_addresses_says_whether_pictures_of_this_computer_can_go_there() {
    let world = World::new();
    let takes_files = async |provider: &str| world.engine.service(provider).await.expect("a service").takes_files;
    assert!(takes_files("builtin").await && takes_files("zakai").await && takes_files("describepicture").await);
    assert!(!takes_files("imgopen").await);
    let bucket = BTreeMap::from([("s3_bucket".to_owned(), "pictures".to_owned())]);
    world.engine.save_service("imgopen", bucket).await.expect("saved");
    assert!(takes_files("imgopen").await);
}

#[tokio::test]
async fn a_model_says_what_it_takes_and_every_language_can_be_chosen() {
    let world = World::new();
    let setup = world.engine.service("imagedescriber").await.expect("a service");
    let takes = |id: &str| setup.models.iter().find(|model| model.id == id).expect("a model").takes;
    assert!(takes("generate_content").context && takes("everything").prompt);
    assert!(!takes("generate_tags").context && !takes("generate_alt_text").prompt);
    let languages = world.engine.start_view("1", Vec::new()).languages;
    assert!(["de", "it", "ar", "pl"].iter().all(|tag| languages.iter().any(|known| known == tag)), "{languages:?}");
}

#[tokio::test]
async fn the_own_instruction_is_asked_and_not_longer_than_a_service_reads() {
    let world = World::new();
    let settings = Settings { instruction: "  Name the plants.  ".into(), ..world.engine.settings() };
    world.engine.save_settings(settings).await.expect("saved");
    assert_eq!(world.engine.options().request.prompt.as_deref(), Some("Name the plants."));
    let settings = Settings { instruction: "x".repeat(4_001), ..world.engine.settings() };
    assert_eq!(world.engine.save_settings(settings).await.expect_err("too long").reason, Reason::SettingInvalid);
}
