//! The engine and a batch from end to end, with a data folder of their own.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

use altsmith_core::batch::{Batch, Command, EventOf, Rest, Told};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{ErrorCode, Reason};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::library::{BatchOrder, Selection};
use altsmith_core::view::{
    Author, BatchPage, Card, CardState, CopyForm, DescriptionEdit, Event, HistoryQuery, Settings,
};
use altsmith_core::workspace::DataDir;
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
    batch: Batch,
    events: UnboundedReceiver<Event>,
}

impl World {
    async fn new() -> Self {
        let data = TempDir::new().expect("data");
        let engine = Engine::open(DataDir::at(data.path().join("altsmith")), "en-GB").expect("engine");
        let batch = Batch::new(engine.clone());
        let (page, events) = batch.listen(50).await.expect("a page");
        assert!(page.cards.is_empty() && page.counts.total == 0);
        Self { _data: data, pictures: TempDir::new().expect("pictures"), engine, batch, events }
    }

    async fn add(&self, pictures: Vec<Incoming>) -> Vec<u64> {
        self.batch.add(pictures).await.expect("added")
    }

    /// All cards, a page at a time.
    async fn cards(&self) -> Vec<Card> {
        all_cards(&self.batch).await
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
            let event = event.expect("the batch ends").expect("the batch lives");
            let ended = matches!(event, Event::Progress { done, total } if done == total && total > 0);
            seen.push(event);
            if ended {
                return seen;
            }
        }
    }

    /// The program ends, and starts again on the same folder.
    async fn again(self) -> Self {
        let Self { _data: data, pictures, engine, batch, events } = self;
        batch.written().await;
        drop((engine, batch, events));
        let engine = Engine::open(DataDir::at(data.path().join("altsmith")), "en-GB").expect("engine");
        let batch = Batch::with_left(engine.clone()).await;
        let (_, events) = batch.listen(50).await.expect("a page");
        Self { _data: data, pictures, engine, batch, events }
    }

    /// Pictures for a service wait until the person has seen what they cost.
    async fn ask_a_service(&self) {
        let settings = Settings { provider: "zakai".into(), ..self.engine.workspace().settings() };
        self.engine.workspace().save_settings(settings).await.expect("saved");
    }

    async fn described(&mut self, pictures: Vec<Incoming>) -> Vec<Card> {
        self.add(pictures).await;
        self.until_done().await;
        self.cards().await
    }
}

async fn all_cards(batch: &Batch) -> Vec<Card> {
    let mut cards = Vec::new();
    loop {
        let page = batch.page(cards.len() as u32, 3).await.expect("a page");
        if page.cards.is_empty() {
            assert_eq!(page.counts.total as usize, cards.len());
            return cards;
        }
        cards.extend(page.cards);
    }
}

fn these(ids: &[u64]) -> Selection {
    Selection::Ids(ids.to_vec())
}

#[tokio::test]
async fn one_bad_picture_never_stops_the_others() {
    let mut world = World::new().await;
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
        assert!(world.engine.history().thumbnail(hash).await.expect("thumbnail").starts_with(&[0xff, 0xd8]));
        assert!(world.engine.history().preview(hash).await.expect("preview").starts_with(&[0xff, 0xd8]));
    }
}

#[tokio::test]
async fn what_was_removed_comes_back_where_it_stood() {
    let mut world = World::new().await;
    let pictures = (0..4u8).map(|n| world.picture(&format!("{n}.png"), [n * 60, 0, 90])).collect();
    let cards = world.described(pictures).await;
    let ids: Vec<u64> = cards.iter().map(|card| card.id).collect();
    let removed = world.batch.remove(these(&ids[1..3])).await.expect("removed");
    assert_eq!(removed.count, 2);
    assert_eq!(world.cards().await.len(), 2);
    world.batch.restore(removed.removal).await.expect("restored");
    let back: Vec<u64> = world.cards().await.iter().map(|card| card.id).collect();
    assert_eq!(back, ids);
    assert!(world.cards().await.iter().all(|card| card.words.is_some()), "their words came back too");
}

#[tokio::test]
async fn what_is_cancelled_before_its_turn_is_not_described() {
    let mut world = World::new().await;
    let pictures = (0..60u8).map(|n| world.picture(&format!("{n}.png"), [n * 4, 200, 90])).collect();
    world.add(pictures).await;
    world.batch.cancel(Selection::All).await.expect("cancelled");
    world.until_done().await;
    let cards = world.cards().await;
    assert!(cards.iter().any(|card| card.state == CardState::Cancelled));
    let described = cards.iter().filter(|card| card.state == CardState::Done).count() as u32;
    let history = world.engine.history().page(HistoryQuery::default()).await.expect("history");
    assert_eq!(history.total, described, "a cancelled picture leaves nothing behind");
    let cancelled: Vec<u64> = cards.iter().filter(|c| c.state == CardState::Cancelled).map(|c| c.id).collect();
    world.batch.describe_again(these(&cancelled)).await.expect("begun");
    world.until_done().await;
    assert!(world.cards().await.iter().all(|card| card.state == CardState::Done), "and it can be described later");
}

#[tokio::test]
async fn an_edit_is_a_new_version_and_shows_on_the_card() {
    let mut world = World::new().await;
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let words = cards[0].words.clone().expect("words");
    let edit = DescriptionEdit { alt: Some("My own words.".into()), ..DescriptionEdit::default() };
    let edited = world.engine.history().edit_description(words.id, edit).await.expect("edited");
    assert_ne!(edited.id, words.id);
    assert_eq!(edited.parent_id, Some(words.id));
    assert_eq!(edited.author, Author::Person);
    let detail = world.engine.history().entry(words.image_id).await.expect("entry");
    assert_eq!(detail.versions.len(), 2);
    assert_eq!(detail.versions[1].alt, words.alt, "what was there before is still there");
    loop {
        let event = tokio::time::timeout(Duration::from_secs(10), world.events.recv()).await;
        let Event::Batch { changed, .. } = event.expect("the card shows the edit").expect("the batch lives") else {
            continue;
        };
        let ids = changed.iter().map(|change| change.id).collect();
        let shown = world.batch.cards_of(ids).await.expect("cards");
        let alt = |card: &Card| card.words.as_ref().and_then(|words| words.alt.clone());
        if shown.iter().any(|card| alt(card).as_deref() == Some("My own words.")) {
            break;
        }
    }
    let copied =
        world.engine.history().descriptions_in_form(vec![edited.id], CopyForm::AltAttribute).await.expect("copied");
    assert_eq!(copied, "alt=\"My own words.\"");
}

#[tokio::test]
async fn deleting_can_be_undone_and_then_really_deletes() {
    let mut world = World::new().await;
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let image = cards[0].picture.clone().expect("picture");
    world.engine.history().delete_entries(vec![image.id]).await.expect("deleted");
    assert_eq!(world.engine.history().page(HistoryQuery::default()).await.expect("history").total, 0);
    world.engine.history().undo_delete(vec![image.id]).await.expect("undone");
    assert_eq!(world.engine.history().page(HistoryQuery::default()).await.expect("history").total, 1);

    world.engine.history().delete_entries(vec![image.id]).await.expect("deleted");
    world.engine.history().purge_now().expect("purged");
    assert_eq!(world.engine.history().thumbnail(&image.hash).await.expect_err("gone").reason, Reason::NotFound);
    assert_eq!(world.engine.history().entry(image.id).await.expect_err("gone").code(), ErrorCode::FileNotFound);
}

#[tokio::test]
async fn settings_change_what_is_asked_and_the_language_of_troubles() {
    let mut world = World::new().await;
    let settings =
        Settings { ui_language: "de".into(), length_profile: "x".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    let picture = world.picture("blau.png", [0, 0, 255]);
    let words = world.file("text.png", b"no picture");
    let cards = world.described(vec![picture, words]).await;
    let described = cards.iter().find_map(|card| card.words.as_ref()).expect("words");
    assert_eq!(described.language, "de", "the descriptions follow the window's language");
    let german = cards.iter().find_map(|card| card.trouble.as_ref()).expect("trouble").message.clone();
    let settings = Settings { ui_language: "en".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    let english = world.cards().await.iter().find_map(|card| card.trouble.clone()).expect("trouble").message;
    assert_ne!(german, english, "a trouble that is already there is said in the new language");
}

#[tokio::test]
async fn a_picture_of_the_history_is_described_again_from_where_it_lies() {
    let mut world = World::new().await;
    let picture = world.picture("a.png", [0, 0, 255]);
    let cards = world.described(vec![picture]).await;
    let image = cards[0].picture.clone().expect("picture");
    let detail = world
        .engine
        .history()
        .describe_entry(image.id, &CancellationToken::new(), &|_| {})
        .await
        .expect("described again");
    assert_eq!(detail.versions.len(), 2);
    std::fs::remove_file(world.pictures.path().join("a.png")).expect("removed");
    let failure =
        world.engine.history().describe_entry(image.id, &CancellationToken::new(), &|_| {}).await.expect_err("gone");
    assert_eq!(failure.reason, Reason::FileGone);
    assert_eq!(failure.about["name"], "a.png");
}

#[tokio::test]
async fn pictures_without_words_are_there_after_the_next_start_and_wait() {
    let mut world = World::new().await;
    world.ask_a_service().await;
    let address = Incoming::Url { url: "https://pictures.example/a.png".into(), typed: true };
    let pictures = (0..5u8).map(|n| world.picture(&format!("{n}.png"), [n * 40, 0, 90]));
    let mut ids = world.add(pictures.chain([address]).collect()).await;
    world.batch.set_context("Anna at the harbour").await.expect("kept");
    world.batch.set_card_context(these(&ids[1..2]), Some("Ben")).await.expect("kept");
    world.batch.remove(these(&ids[3..4])).await.expect("removed");
    world.batch.cancel(these(&ids[4..5])).await.expect("cancelled");
    let before: Vec<String> = world.cards().await.into_iter().map(|card| card.name).collect();
    world = world.again().await;
    ids.drain(3..5);
    let left = world.cards().await;
    assert_eq!(left.iter().map(|card| card.id).collect::<Vec<_>>(), ids, "in their order, without what was taken back");
    assert_eq!(
        left.iter().map(|card| &card.name).collect::<Vec<_>>(),
        [&before[0], &before[1], &before[2], &before[4]]
    );
    assert!(left.iter().all(|card| card.left && card.state == CardState::Held), "nothing goes by itself: {left:?}");
    let known: Vec<_> = left.iter().map(|card| card.context.as_deref()).collect();
    assert_eq!(known[..3], [Some("Anna at the harbour"), Some("Ben"), Some("Anna at the harbour")]);
    assert_eq!(world.batch.context(), "", "what was true of one sitting is not taken for true of the next");

    // Also where nothing would be sent, the person says so.
    let settings = Settings { provider: "builtin".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    let fresh = world.picture("new.png", [9, 9, 9]);
    let new = world.add(vec![fresh]).await[0];
    assert!(new > ids[3], "a new card is a new one");
    world.until_done().await;
    assert_eq!(world.cards().await[0].state, CardState::Held);
    world.batch.describe(these(&ids[..3])).await.expect("begun");
    world.until_done().await;
    assert!(world.cards().await[..3].iter().all(|card| card.state == CardState::Done && !card.left));
    world.batch.remove(these(&ids[3..])).await.expect("removed");
    world = world.again().await;
    assert_eq!(world.cards().await.len(), 0, "what has words is in the history");
}

#[tokio::test]
async fn what_a_crash_takes_was_written_down_before() {
    let mut world = World::new().await;
    world.ask_a_service().await;
    let ids = world.add((0..3u8).map(|n| world.picture(&format!("{n}.png"), [n, 0, 90])).collect()).await;
    world.batch.written().await;
    // Nothing of the first program ends in order here: a second one finds what it had written.
    let engine = Engine::open(DataDir::at(world.engine.workspace().data_dir().root()), "en-GB").expect("engine");
    let batch = Batch::with_left(engine).await;
    assert_eq!(all_cards(&batch).await.iter().map(|card| card.id).collect::<Vec<_>>(), ids);
    world = world.again().await;
    assert_eq!(world.cards().await.len(), 3, "looking at them takes nothing away");
}

#[tokio::test]
async fn a_pasted_picture_that_was_not_described_is_told_of_once() {
    let mut world = World::new().await;
    world.ask_a_service().await;
    let pasted = |n: u8| Incoming::Bytes { bytes: vec![n; 64], name: "Pasted picture".into() };
    world.add(vec![pasted(1), pasted(2)]).await;
    world = world.again().await;
    for card in world.cards().await {
        assert_eq!(card.state, CardState::Failed);
        let message = card.trouble.expect("trouble").message;
        assert!(message.contains("Pasted pictures are not kept"), "{message}");
    }
    assert_eq!(world.cards().await.len(), 2);
    world = world.again().await;
    assert_eq!(world.cards().await.len(), 0);
}

#[tokio::test]
async fn a_picture_that_cannot_be_opened_does_not_come_back() {
    let mut world = World::new().await;
    let broken = world.file("words.png", b"only words");
    world.described(vec![broken]).await;
    assert_eq!(world.cards().await[0].state, CardState::Failed);
    world = world.again().await;
    assert_eq!(world.cards().await.len(), 0);
}

#[tokio::test]
async fn a_service_for_web_addresses_says_whether_pictures_of_this_computer_can_go_there() {
    let world = World::new().await;
    let takes_files =
        async |provider: &str| world.engine.accounts().service(provider).await.expect("a service").takes_files;
    assert!(takes_files("builtin").await && takes_files("zakai").await && takes_files("describepicture").await);
    assert!(!takes_files("imgopen").await);
    let bucket = BTreeMap::from([("s3_bucket".to_owned(), "pictures".to_owned())]);
    world.engine.accounts().save_service("imgopen", bucket).await.expect("saved");
    assert!(takes_files("imgopen").await);
}

#[tokio::test]
async fn a_model_says_what_it_takes_and_every_language_can_be_chosen() {
    let world = World::new().await;
    let setup = world.engine.accounts().service("imagedescriber").await.expect("a service");
    let takes = |id: &str| setup.models.iter().find(|model| model.id == id).expect("a model").takes;
    assert!(takes("generate_content").context && takes("everything").prompt);
    assert!(!takes("generate_tags").context && !takes("generate_alt_text").prompt);
    let languages = world.engine.start_view("1", BatchPage::default()).languages;
    assert!(["de", "it", "ar", "pl"].iter().all(|tag| languages.iter().any(|known| known == tag)), "{languages:?}");
}

#[tokio::test]
async fn the_own_instruction_is_asked_and_not_longer_than_a_service_reads() {
    let world = World::new().await;
    let settings = Settings { instruction: "  Name the plants.  ".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    assert_eq!(world.engine.describing().options().request.prompt.as_deref(), Some("Name the plants."));
    let settings = Settings { instruction: "x".repeat(4_001), ..world.engine.workspace().settings() };
    assert_eq!(
        world.engine.workspace().save_settings(settings).await.expect_err("too long").reason,
        Reason::SettingInvalid
    );
}

#[tokio::test]
async fn thousands_are_removed_put_back_and_sorted_at_once() {
    let mut world = World::new().await;
    world.ask_a_service().await;
    // Files that are not there are judged when they are read; until then they wait like any other.
    let names: Vec<String> = (0..3_000).map(|n| format!("img{}.png", (n * 7) % 3_000)).collect();
    let ids = world.add(names.iter().map(|name| Incoming::Path(world.pictures.path().join(name))).collect()).await;
    while world.events.try_recv().is_ok() {}
    let removed = world.batch.remove(Selection::Held).await.expect("removed");
    assert_eq!((removed.count, world.batch.page(0, 0).await.expect("counts").counts.total), (3_000, 0));
    world.batch.restore(removed.removal).await.expect("restored");
    world.batch.sort(BatchOrder::Name).await.expect("sorted");
    let mut events = 0;
    while let Ok(event) = world.events.try_recv() {
        events += usize::from(matches!(event, Event::Batch { .. }));
    }
    // One for each, and perhaps another with the next beat.
    assert!(events <= 6, "{events} events for 9,000 changes");
    let page = world.batch.page(1_500, 2).await.expect("a page");
    assert_eq!(page.cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["img1500.png", "img1501.png"]);
    assert_eq!(world.batch.place_of(page.cards[1].id).await.expect("a place"), Some(1_501));
    let new = world.add(vec![Incoming::Path("/nowhere/aaa.png".into())]).await;
    assert_eq!(world.batch.place_of(new[0]).await.expect("a place"), Some(3_000), "what comes later stands behind");
    world.batch.sort(BatchOrder::Added).await.expect("sorted");
    assert_eq!(world.batch.place_of(ids[7]).await.expect("a place"), Some(7));
}

#[tokio::test]
async fn what_was_stopped_can_be_gone_on_with_also_after_the_next_start() {
    let mut world = World::new().await;
    let pictures = (0..60u8).map(|n| world.picture(&format!("{n}.png"), [n * 4, 100, 90])).collect();
    world.add(pictures).await;
    world.batch.cancel(Selection::Busy).await.expect("cancelled");
    world.until_done().await;
    let counts = world.batch.page(0, 0).await.expect("counts").counts;
    assert!(counts.cancelled > 0 && counts.cancelled + counts.described == 60, "{counts:?}");
    world = world.again().await;
    let left = world.batch.page(0, 0).await.expect("counts").counts;
    assert_eq!((left.left, left.total), (counts.cancelled, counts.cancelled), "they are there, and wait");
    world.batch.describe(Selection::Held).await.expect("begun");
    world.until_done().await;
    assert_eq!(world.engine.history().page(HistoryQuery::default()).await.expect("history").total, 60);
}

#[tokio::test]
async fn what_failed_is_tried_again_alone_also_after_the_next_start() {
    let mut world = World::new().await;
    let good = world.picture("a.png", [1, 2, 3]);
    let late = world.pictures.path().join("late.png");
    let bad = world.file("words.png", b"only words");
    world.described(vec![good, Incoming::Path(late.clone()), bad]).await;
    world.ask_a_service().await;
    let waits = world.picture("b.png", [3, 2, 1]);
    let more = world.picture("c.png", [3, 3, 1]);
    world.add(vec![waits, more]).await;
    world = world.again().await;
    let cards = world.cards().await;
    let stands: Vec<_> = cards.iter().map(|card| (card.name.as_str(), card.state, card.left)).collect();
    let expected =
        [("late.png", CardState::Failed, false), ("b.png", CardState::Held, true), ("c.png", CardState::Held, true)];
    assert_eq!(stands, expected, "what cannot help is let go");
    assert_eq!(cards[0].trouble.as_ref().map(|trouble| trouble.reason), Some(Reason::FileGone), "it still says why");
    let counts = world.batch.page(0, 0).await.expect("counts").counts;
    assert_eq!((counts.failed, counts.held, counts.left), (1, 2, 2));

    let settings = Settings { provider: "builtin".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    world.picture("late.png", [9, 9, 9]);
    world.batch.describe(Selection::Failed).await.expect("begun");
    world.until_done().await;
    let states: Vec<_> = world.cards().await.iter().map(|card| card.state).collect();
    assert_eq!(states, [CardState::Done, CardState::Held, CardState::Held]);
}

#[tokio::test]
async fn a_pasted_picture_that_failed_is_not_offered_again_after_the_next_start() {
    let mut world = World::new().await;
    let pasted = Incoming::Bytes { bytes: vec![7; 64], name: "Pasted picture".into() };
    let card = world.described(vec![pasted]).await.remove(0);
    assert_eq!(card.state, CardState::Failed);
    world = world.again().await;
    let counts = world.batch.page(0, 0).await.expect("counts").counts;
    assert_eq!(counts.failed, 0, "nobody has its bytes any more");
}

/// The cards in the order in which they were done.
fn done_order(events: &[Event]) -> Vec<u64> {
    let changes = events.iter().filter_map(|event| match event {
        Event::Batch { changed, .. } => Some(changed),
        _ => None,
    });
    changes.flatten().filter(|change| change.state == CardState::Done).map(|change| change.id).collect()
}

#[tokio::test]
async fn what_the_person_looks_at_is_described_first_and_the_rest_in_order() {
    let mut world = World::new().await;
    world.ask_a_service().await;
    let ids = world.add((0..80u8).map(|n| world.picture(&format!("{n}.png"), [n, 0, 90])).collect()).await;
    let settings = Settings { provider: "builtin".into(), ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    world.batch.in_sight(ids[76..].to_vec()).await.expect("heard");
    world.batch.describe(Selection::Held).await.expect("begun");
    let place = |done: &[u64], id: u64| done.iter().position(|other| *other == id).expect("done");
    let done = done_order(&world.until_done().await);
    assert_eq!(done.len(), ids.len());
    let last = ids[76..].iter().map(|&id| place(&done, id)).max();
    assert!(last < Some(45), "those in sight are done as {last:?}");
    let (early, late) = (place(&done, ids[2]), place(&done, ids[74]));
    assert!(early < late, "{early} is before {late}");

    // Also while others have been taken from the queue already.
    let more = world.add((0..120u8).map(|n| world.picture(&format!("more{n}.png"), [n, 90, 0])).collect()).await;
    world.batch.in_sight(more[118..].to_vec()).await.expect("heard");
    let done = done_order(&world.until_done().await);
    let last = more[118..].iter().map(|&id| place(&done, id)).max();
    assert!(last < Some(90), "those in sight are done as {last:?}");
    assert_eq!(world.cards().await.iter().filter(|card| card.state == CardState::Done).count(), 200);
}

#[tokio::test]
async fn a_card_shows_how_its_picture_looks_before_it_is_described() {
    let world = World::new().await;
    world.ask_a_service().await;
    let green = world.picture("green.png", [0, 200, 0]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(60, 90, Rgb([200, 0, 0])).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    let pasted = Incoming::Bytes { bytes: bytes.into_inner(), name: "Pasted picture".into() };
    let words = world.file("words.png", b"only words");
    let address = Incoming::Url { url: "https://pictures.example/a.png".into(), typed: true };
    let ids = world.add(vec![green, pasted, words, address]).await;
    let cards = world.cards().await;
    assert!(cards.iter().all(|card| card.picture.is_none()), "nothing is known of them yet");
    let id_of = |name: &str| cards.iter().find(|card| card.name == name).expect("a card").id;
    for (name, colour, size) in [("green.png", [0u8, 200, 0], (120, 90)), ("Pasted picture", [200, 0, 0], (60, 90))] {
        let look = world.batch.look_of(id_of(name)).await.expect("a look");
        let shown = image::load_from_memory_with_format(&look, image::ImageFormat::Jpeg).expect("a JPEG").to_rgb8();
        assert_eq!(shown.dimensions(), size);
        let seen = shown.get_pixel(5, 5).0;
        assert!(seen.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 12), "{name}: {seen:?}");
    }
    for id in [id_of("words.png"), id_of("a.png"), ids[3] + 99] {
        assert!(world.batch.look_of(id).await.is_err());
    }
    // Who scrolls back reads no file again, and nothing of it is kept on the disk.
    std::fs::remove_file(world.pictures.path().join("green.png")).expect("removed");
    assert!(world.batch.look_of(id_of("green.png")).await.is_ok());
    let kept =
        std::fs::read_dir(world.engine.workspace().data_dir().root().join("thumbnails")).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "a picture that was not described leaves nothing");
}

/// A command's batch over these files, and what it is told.
fn command(engine: &Engine, sources: &[&str]) -> (Batch, UnboundedReceiver<Told>) {
    one_by_one(engine, sources, None, Box::new(|_, _| {}))
}

fn one_by_one(
    engine: &Engine,
    sources: &[&str],
    jobs: Option<usize>,
    heard: EventOf,
) -> (Batch, UnboundedReceiver<Told>) {
    let (told, hears) = tokio::sync::mpsc::unbounded_channel();
    let sources = sources.iter().map(|source| (*source).into()).collect();
    let command = Command { options: engine.describing().options(), jobs, sources, told, heard };
    (Batch::of_command(engine.clone(), command), hears)
}

async fn until_idle(heard: &mut UnboundedReceiver<Told>) {
    let idle = async { while !matches!(heard.recv().await, Some(Told::Idle) | None) {} };
    tokio::time::timeout(Duration::from_secs(30), idle).await.expect("the batch ends");
}

#[tokio::test]
async fn a_turn_that_panics_ends_with_its_picture_and_the_others_go_on() {
    let world = World::new().await;
    let named = |name: &str| Item { from: world.picture(name, [1, 2, 3]), name: name.into(), source: name.into() };
    let first = std::sync::atomic::AtomicBool::new(true);
    let panics = move |_, _: &_| assert!(!first.swap(false, std::sync::atomic::Ordering::SeqCst), "on purpose");
    let (batch, mut heard) = one_by_one(&world.engine, &["photos"], Some(1), Box::new(panics));
    batch.add_items(vec![(named("a.png"), None), (named("b.png"), None)]).await.expect("added");
    until_idle(&mut heard).await;
    let cards = all_cards(&batch).await;
    assert_eq!(cards[0].trouble.as_ref().map(|trouble| trouble.reason), Some(Reason::Internal));
    assert_eq!(cards[1].state, CardState::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pictures_that_were_let_go_while_nothing_could_be_written_go_back_into_the_queue() {
    let world = World::new().await;
    let named = |name: &str| Item { from: world.picture(name, [1, 2, 3]), name: name.into(), source: name.into() };
    let first = std::sync::atomic::AtomicBool::new(true);
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    let at_work = both.clone();
    let waits = move |_, _: &_| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            at_work.wait();
            at_work.wait();
        }
    };
    let (batch, mut heard) = one_by_one(&world.engine, &["photos"], Some(1), Box::new(waits));
    let items = ["a.png", "b.png", "c.png"].map(|name| (named(name), None));
    batch.add_items(items.into()).await.expect("added");
    both.wait();
    world.engine.refuse_writes_for_tests(true).expect("a database");
    batch.cancel(Selection::All).await.expect_err("nothing can be written");
    world.engine.refuse_writes_for_tests(false).expect("a database");
    both.wait();
    until_idle(&mut heard).await;
    assert_eq!(batch.page(0, 0).await.expect("counts").counts.described, 3);
}

#[tokio::test]
async fn a_command_that_was_killed_is_gone_on_with_by_a_command_and_shown_in_the_window() {
    let world = World::new().await;
    let data_dir = DataDir::at(world.engine.workspace().data_dir().root());
    let items = |names: &[&str]| -> Vec<_> {
        let item = |name: &&str| {
            let from = world.picture(name, [name.len() as u8, 7, 9]);
            (Item { from, name: (*name).into(), source: (*name).into() }, None)
        };
        names.iter().map(item).collect()
    };
    let engine = Engine::open(DataDir::at(data_dir.root()), "en").expect("a command");
    let (batch, mut heard) = command(&engine, &["photos"]);
    let ids = batch.add_items(items(&["a.png", "bb.png"])).await.expect("added");
    while !matches!(heard.recv().await, Some(Told::Idle) | None) {}
    batch.add_items(items(&["ccc.png", "dddd.png"])).await.expect("added");
    batch.send_no_more(true).await.expect("stopped");
    batch.written().await;
    let left = batch.page(0, 10).await.expect("a page").counts;
    assert_eq!(ids.len(), 2);
    drop((batch, heard, engine));

    let again = Engine::open(DataDir::at(data_dir.root()), "en").expect("another command");
    let (other, _heard) = command(&again, &["elsewhere"]);
    assert_eq!(other.resume(Rest::WithoutWords).await.expect("looked"), None, "other files are another run");
    let (batch, mut heard) = command(&again, &["photos"]);
    let rest = batch.resume(Rest::WithoutWords).await.expect("looked").expect("a run");
    assert_eq!(rest.len() as u32, left.total - left.described, "only what has no words yet");
    batch.send_no_more(true).await.expect("stopped");
    drop((batch, other));
    while heard.try_recv().is_ok() {}
    drop(again);

    // A window showed it and was closed: a command goes on with it all the same.
    let engine = Engine::open(DataDir::at(data_dir.root()), "en").expect("the window");
    let window = Batch::with_left(engine.clone()).await;
    assert_eq!(window.page(0, 0).await.expect("counts").counts.left as usize, rest.len());
    window.written().await;
    drop((window, engine));
    let again = Engine::open(DataDir::at(data_dir.root()), "en").expect("a command");
    let (batch, _heard) = command(&again, &["photos"]);
    assert_eq!(batch.resume(Rest::WithoutWords).await.expect("looked").map(|ids| ids.len()), Some(rest.len()));
    batch.send_no_more(true).await.expect("stopped");
    drop((batch, again));

    // The window shows what the command left, and describes it at the person's word.
    let engine = Engine::open(data_dir, "en").expect("the window");
    let window = Batch::with_left(engine.clone()).await;
    let counts = window.page(0, 10).await.expect("a page").counts;
    assert_eq!((counts.left, counts.total), (rest.len() as u32, rest.len() as u32));
    let (_, mut events) = window.listen(10).await.expect("a page");
    window.describe(Selection::Held).await.expect("begun");
    while !matches!(events.recv().await, Some(Event::Progress { done, total }) if done == total && total > 0) {}
    assert_eq!(window.page(0, 10).await.expect("a page").counts.described, rest.len() as u32);
}

#[tokio::test]
async fn of_a_run_that_ended_only_what_failed_is_tried_again() {
    let world = World::new().await;
    let (batch, mut heard) = command(&world.engine, &["photos"]);
    let good = Item { from: world.picture("a.png", [1, 2, 3]), name: "a.png".into(), source: "a.png".into() };
    let gone = Item { from: Incoming::Path("/nowhere/b.png".into()), name: "b.png".into(), source: "b.png".into() };
    batch.add_items(vec![(good, None), (gone, None)]).await.expect("added");
    while !matches!(heard.recv().await, Some(Told::Idle) | None) {}
    batch.end().await.expect("ended");
    let root = world.engine.workspace().data_dir().root().to_path_buf();
    let World { batch: window, engine, events, _data: data, pictures: _pictures } = world;
    drop((batch, heard, window, engine, events));

    let engine = Engine::open(DataDir::at(&root), "en").expect("a command");
    let window = Batch::with_left(engine.clone()).await;
    assert_eq!(window.page(0, 10).await.expect("a page").counts.total, 0, "a run that ended is not left over");
    let (batch, _heard) = command(&engine, &["photos"]);
    assert_eq!(batch.resume(Rest::Unknown).await.expect("looked").map(|ids| ids.len()), Some(0));
    drop((batch, window, engine, data));
}

#[tokio::test]
async fn what_an_older_program_left_without_words_is_there_and_waits() {
    let data = TempDir::new().expect("data");
    let pictures = TempDir::new().expect("pictures");
    let path = pictures.path().join("a.png");
    RgbImage::from_pixel(12, 9, Rgb([1, 2, 3])).save(&path).expect("a picture");
    drop(Engine::open(DataDir::at(data.path()), "en").expect("an engine"));
    // What the last changes of the schema did is taken back.
    let connection = rusqlite::Connection::open(data.path().join("library.sqlite3")).expect("a database");
    connection
        .execute_batch(
            "ALTER TABLE jobs DROP COLUMN words_begun; ALTER TABLE jobs DROP COLUMN words_by;
             DROP TABLE connection_models; DROP TABLE connections; DROP TABLE batch_items; DROP TABLE batches",
        )
        .expect("gone");
    connection.execute_batch(include_str!("../src/library/migrations/0006_desk.sql")).expect("the table of then");
    connection.pragma_update(None, "user_version", 10).expect("its version");
    let sql = "INSERT INTO desk (id, origin_kind, origin, typed, name, source, context) VALUES (?, ?, ?, ?, ?, ?, ?)";
    let path = path.to_string_lossy();
    connection.execute(sql, (3, "path", &*path, 0, "a.png", &*path, "Anna")).expect("a row");
    let none = None::<String>;
    connection.execute(sql, (5, "url", "https://pictures.example/b.png", 1, "b.png", "b", &none)).expect("a row");
    connection.execute(sql, (8, &none, &none, 0, "Pasted picture", "", &none)).expect("a row");
    drop(connection);

    let engine = Engine::open(DataDir::at(data.path()), "en").expect("an engine");
    assert_eq!(engine.notice(), None, "nothing was damaged");
    let batch = Batch::with_left(engine).await;
    let cards = all_cards(&batch).await;
    assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), [3, 5, 8]);
    let stands: Vec<_> = cards.iter().map(|card| (card.state, card.left, card.context.as_deref())).collect();
    assert_eq!(stands[..2], [(CardState::Held, true, Some("Anna")), (CardState::Held, true, None)]);
    assert_eq!(cards[2].state, CardState::Failed, "its bytes are nowhere any more");
    let (_, mut events) = batch.listen(10).await.expect("a page");
    batch.describe(these(&[3])).await.expect("begun");
    while !matches!(events.recv().await, Some(Event::Progress { done, total }) if done == total && total > 0) {}
    assert_eq!(all_cards(&batch).await[0].state, CardState::Done, "it is found where it lies");
}
