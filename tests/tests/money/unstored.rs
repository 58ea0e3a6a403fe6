//! Paid answers are kept whatever happens to the disk while a request is out: shown, said to be not saved, and saved later.

use crate::left::PictureServer;
use crate::world::{Known, World};
use altsmith_core::compose::Warning;
use altsmith_core::describing::{BackendEvent, Outcome, Stage};
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::view::WaitsFor;
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const NEVER: fn() -> CancellationToken = CancellationToken::new;

/// Describes a picture; from the moment that the service is at work on it, the disk takes nothing any more.
async fn answered_without_a_disk<S: Known>(world: &World<S>, item: &Item) -> Outcome {
    let engine = world.engine.clone();
    let told = move |event: BackendEvent| {
        let at_work = matches!(
            event,
            BackendEvent::Piece(_) | BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. })
        );
        if at_work {
            engine.refuse_writes_for_tests(true).expect("a database");
        }
    };
    let outcome = world.engine.describing().describe(item, &world.options("", "r"), &NEVER(), &told).await;
    let outcome = outcome.expect("words all the same");
    assert!(outcome.words.alt.is_some() || outcome.words.description.is_some(), "{:?}", outcome.words);
    assert_eq!(outcome.words.warnings.first(), Some(&Warning::NotSaved));
    outcome
}

async fn in_history<S: Known>(world: &World<S>) -> u32 {
    world.engine.history().page(Default::default()).await.expect("the history").total
}

#[tokio::test]
async fn words_are_shown_and_saved_when_the_disk_takes_them_again() {
    let world = World::<OpenAiCompatible>::new().await;
    world.service.next(Fault::Packets((0..3_000).step_by(40).collect()));
    let item = world.item(1);
    let outcome = answered_without_a_disk(&world, &item).await;
    let said = world.engine.describing().description_view(&outcome).warnings.remove(0).message;
    assert!(said.contains("not saved"), "{said}");
    assert!(world.engine.recovery().has_unsaved());
    assert_eq!(in_history(&world).await, 0);

    world.engine.refuse_writes_for_tests(false).expect("a database");
    assert_eq!(world.engine.recovery().finish_stored(&NEVER()).await.expect("saved"), 1);
    assert_eq!(in_history(&world).await, 1);
    let again = world.engine.describing().describe(&item, &world.options("", "r"), &NEVER(), &|_| {}).await;
    assert!(again.expect("from the history").cached);
    assert_eq!(world.sent(), 1);
}

#[tokio::test]
async fn words_that_were_never_saved_are_there_at_the_next_start() {
    let world = World::<OpenAiCompatible>::new().await;
    world.service.next(Fault::Packets((0..3_000).step_by(40).collect()));
    answered_without_a_disk(&world, &world.item(1)).await;
    let world = world.again().await;
    // The older start is gone once its last task is.
    let saved = async {
        while world.engine.recovery().finish_stored(&NEVER()).await.expect("nothing is in the way") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), saved).await.expect("saved by the next start");
    assert_eq!((in_history(&world).await, world.sent()), (1, 1));
}

#[tokio::test]
async fn a_task_is_asked_after_although_the_disk_takes_nothing() {
    let world = World::with(ImgOpen { ending: Ending::Done, work: 1, ..ImgOpen::default() }).await;
    let pictures = PictureServer::start();
    let from = Incoming::Url { url: pictures.url.clone(), typed: true };
    let item = Item { from, source: pictures.url.clone(), name: "a.png".into() };
    answered_without_a_disk(&world, &item).await;
    world.engine.refuse_writes_for_tests(false).expect("a database");
    world.engine.recovery().finish_stored(&NEVER()).await.expect("nothing is in the way");
    world.engine.recovery().ask_outcomes(&NEVER()).await.expect("the service tells it again");
    assert_eq!(in_history(&world).await, 1);
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
}
