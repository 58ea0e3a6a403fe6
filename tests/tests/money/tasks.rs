//! Tasks that a service works on after it has taken them: what was submitted is paid for, and is asked after, not submitted
//! again.

use crate::world::World;
use altsmith_core::describing::{BackendEvent, Options, Stage};
use altsmith_core::failure::{Again, Reason, Remedy};
use altsmith_core::view::WaitsFor;
use altsmith_tests::simulators::imgopen::{Ending, ImgOpen};
use altsmith_tests::simulators::s3::S3;
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use tokio_util::sync::CancellationToken;

const NEVER: fn() -> CancellationToken = CancellationToken::new;

async fn with_bucket(world: &World<ImgOpen>, storage: &Simulator<S3>) {
    world.set("providers.imgopen.s3_endpoint", &storage.url).await;
    world.set("providers.imgopen.s3_bucket", "pictures").await;
    world.set("providers.imgopen.s3_region", "eu-central-1").await;
    let (key, secret) = storage.with(|storage| (storage.key.clone(), storage.secret.clone()));
    let keys = [("s3_access_key_id".to_owned(), key), ("s3_secret_access_key".to_owned(), secret)];
    world.engine.accounts().set_keys("imgopen", keys.into()).await.expect("the bucket's keys");
}

/// Describes a picture and cancels as soon as the service is at work on it.
async fn cancelled(world: &World<ImgOpen>, before: impl Fn() + Sync) -> altsmith_core::failure::Failure {
    let cancel = CancellationToken::new();
    let stage = |event| {
        if let BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. }) = event {
            before();
            cancel.cancel();
        }
    };
    world
        .engine
        .describing()
        .describe(&world.item(1), &world.options("", "r"), &cancel, &stage)
        .await
        .expect_err("cancelled")
}

#[tokio::test]
async fn a_task_that_was_cancelled_is_asked_after_and_not_submitted_again() {
    let (world, storage) = (World::<ImgOpen>::new().await, Simulator::start(S3::default()));
    with_bucket(&world, &storage).await;
    let failure = cancelled(&world, || {}).await;
    assert_eq!((failure.reason, failure.again), (Reason::OutcomeUnknown, Some(Again::IsFree)));
    assert!(storage.with(|storage| storage.objects.is_empty()), "taken away all the same");
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    assert_eq!(left.trouble.again, Some(Again::IsFree));

    world.service.with(|service| service.work = 0);
    world.describe(1, &world.options("", "r")).await.expect("its outcome");
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    let ledger = world.engine.accounts().ledger(10).await.expect("the ledger");
    assert_eq!(ledger.len(), 1, "charged once");
    let receipt =
        world.engine.history().entry(1).await.expect("an entry").versions.remove(0).receipt.expect("a receipt");
    assert_eq!((receipt.host.as_str(), receipt.via.as_deref()), ("127.0.0.1", Some("127.0.0.1")));
}

#[tokio::test]
async fn the_keys_of_a_bucket_go_to_no_other_storage() {
    let world = World::with(ImgOpen { work: 0, ..ImgOpen::default() }).await;
    let (own, other) = (Simulator::start(S3::default()), Simulator::start(S3::default()));
    with_bucket(&world, &own).await;
    world.set("providers.imgopen.s3_endpoint", &other.url).await;
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("no key");
    assert_eq!((failure.reason, &*failure.about["field"]), (Reason::KeyMissing, "s3_access_key_id"));
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert!(trouble.message.contains(&own.url) && trouble.message.contains(&other.url), "{}", trouble.message);
    assert_eq!(trouble.remedy, Remedy::Service, "they stand in the form");
    assert!(other.received().is_empty() && world.service.received().is_empty(), "nothing was sent");
    world.set("providers.imgopen.s3_bucket", "").await;
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("no bucket");
    assert_eq!(failure.reason, Reason::NeedsPublicUrl, "keys that are not used are in nobody's way");
    with_bucket(&world, &other).await;
    world.describe(1, &world.options("", "r")).await.expect("typed for this one");
}

#[tokio::test]
async fn an_answer_to_the_submission_that_cannot_be_read_is_asked_after() {
    let world = World::with(ImgOpen { work: 0, ..ImgOpen::default() }).await;
    let storage = Simulator::start(S3::default());
    with_bucket(&world, &storage).await;
    world.service.next(Fault::Html);
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("unreadable");
    assert_eq!((failure.reason, failure.again), (Reason::BadResponse, Some(Again::IsFree)));
    world.describe(1, &world.options("", "r")).await.expect("its outcome");
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
}

#[tokio::test]
async fn what_could_not_be_taken_away_is_taken_away_at_the_next_start() {
    let world = World::with(ImgOpen { ending: Ending::Never, ..ImgOpen::default() }).await;
    let storage = Simulator::start(S3::default());
    with_bucket(&world, &storage).await;
    let broken = Answer { status: 500, headers: vec![], kind: "text/html", body: vec![] };
    cancelled(&world, || storage.always(Fault::Instead(broken.clone()))).await;
    storage.recovers();
    assert_eq!(storage.with(|storage| storage.objects.len()), 1, "still there");

    let world = world.again().await;
    with_bucket(&world, &storage).await;
    world.service.with(|service| (service.ending, service.work) = (Ending::Done, 0));
    assert_eq!(world.engine.recovery().ask_outcomes(&NEVER()).await.expect("asked"), 1);
    assert!(storage.with(|storage| storage.objects.is_empty()), "taken away");
    assert_eq!(world.service.with(|service| service.tasks.len()), 1, "submitted once");
}

#[tokio::test]
async fn what_is_told_for_free_is_asked_for_first_and_sent_anew_only_at_the_persons_word() {
    let (world, storage) = (World::<ImgOpen>::new().await, Simulator::start(S3::default()));
    with_bucket(&world, &storage).await;
    world.service.with(|service| service.work = 0);
    let options = world.options("", "r");
    let image_id = world.describe(1, &options).await.expect("described");
    let forced = || Options { force: true, run_started_ms: world.engine.now_ms(), ..options.clone() };

    // Again, and cancelled: older words are there, but this is the question that is open.
    world.service.with(|service| service.ending = Ending::Never);
    let cancel = CancellationToken::new();
    let at_work = |event| {
        if let BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. }) = event {
            cancel.cancel();
        }
    };
    world.engine.describing().describe(&world.item(1), &forced(), &cancel, &at_work).await.expect_err("cancelled");
    world.service.with(|service| service.ending = Ending::Done);
    world.describe(1, &options).await.expect("its outcome");
    assert_eq!(world.engine.history().entry(image_id).await.expect("an entry").versions.len(), 2);
    assert_eq!(world.service.with(|service| service.tasks.len()), 2, "asked for, not submitted again");

    // Open once more, and the service has forgotten it: the person's word sends it anew.
    world.service.with(|service| service.ending = Ending::Never);
    let cancel = CancellationToken::new();
    let at_work = |event| {
        if let BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Service, .. }) = event {
            cancel.cancel();
        }
    };
    world.engine.describing().describe(&world.item(1), &forced(), &cancel, &at_work).await.expect_err("cancelled");
    world.service.with(|service| (service.ending, service.tasks) = (Ending::Done, Default::default()));
    world.service.next(Fault::Html);
    world.service.next(Fault::Html);
    world.service.next(Fault::Html);
    world.describe(1, &forced()).await.expect("asked in vain, then sent");
    assert_eq!(world.service.with(|service| service.tasks.len()), 1);
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
}
