//! Paid answers are kept whatever happens to the disk while a request is out: shown, said to be not saved, and saved later.

use crate::left::PictureServer;
use crate::world::World;
use altsmith_core::compose::Warning;
use altsmith_core::engine::{BackendEvent, Stage};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::view::WaitsFor;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use tokio_util::sync::CancellationToken;

fn from_the_web(url: &str) -> Item {
    Item { from: Incoming::Url { url: url.into(), typed: true }, source: url.into(), name: "a.png".into() }
}

/// Describes a picture; from the moment that the service has it, the disk takes nothing any more.
async fn answered_without_a_disk(world: &World<ImgOpen>, item: &Item) -> altsmith_core::engine::Outcome {
    let engine = world.engine.clone();
    let told = move |event: BackendEvent| {
        if matches!(event, BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. })) {
            engine.refuse_writes_for_tests(true).expect("a database");
        }
    };
    let options = world.options("", "r");
    world.engine.describe(item, &options, &CancellationToken::new(), &told).await.expect("words all the same")
}

#[tokio::test]
async fn words_are_shown_and_saved_when_the_disk_takes_them_again() {
    let world = World::with(ImgOpen { ending: Ending::Done, work: 1, ..ImgOpen::default() }).await;
    let pictures = PictureServer::start();
    let item = from_the_web(&pictures.url);
    let outcome = answered_without_a_disk(&world, &item).await;
    assert!(outcome.words.alt.is_some() || outcome.words.description.is_some(), "{:?}", outcome.words);
    assert_eq!(outcome.words.warnings.first(), Some(&Warning::NotSaved));
    let said = world.engine.description_view(&outcome).warnings.remove(0).message;
    assert!(said.contains("not saved"), "{said}");
    assert!(world.engine.has_unsaved());
    assert_eq!(world.engine.history(Default::default()).await.expect("the history").total, 0);

    world.engine.refuse_writes_for_tests(false).expect("a database");
    assert_eq!(world.engine.finish_stored(&CancellationToken::new()).await.expect("saved"), 1);
    assert_eq!(world.engine.history(Default::default()).await.expect("the history").total, 1);
    let again = world.engine.describe(&item, &world.options("", "r"), &CancellationToken::new(), &|_| {}).await;
    assert!(again.expect("from the history").cached);
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
}

#[tokio::test]
async fn words_that_were_never_saved_are_there_at_the_next_start() {
    let world = World::with(ImgOpen { ending: Ending::Done, work: 1, ..ImgOpen::default() }).await;
    let pictures = PictureServer::start();
    let item = from_the_web(&pictures.url);
    let outcome = answered_without_a_disk(&world, &item).await;
    assert_eq!(outcome.words.warnings.first(), Some(&Warning::NotSaved));
    let world = world.again().await;
    world.engine.finish_stored(&CancellationToken::new()).await.expect("saved");
    assert_eq!(world.engine.history(Default::default()).await.expect("the history").total, 1);
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
}
