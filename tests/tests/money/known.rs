//! What the history knows is not paid for again: at another length, and where only a part of it is missing.

use crate::world::World;
use altsmith_core::describing::Options;
use altsmith_core::failure::Reason;
use altsmith_core::library::LedgerKind;
use altsmith_core::queue::Permits;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::json;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const LONG: &str = "A red bicycle leans against a white wall. A cat sleeps in its basket. The sun is low over the sea.";

#[tokio::test]
async fn another_length_is_made_of_the_answer_that_is_there_where_the_service_is_not_told_of_it() {
    let world = World::<ZakAi>::new().await;
    let answer = json!({"remote-ip": "127.0.0.1", "status": "OK", "alttext": LONG, "duration": "0.1"});
    world.service.next(Fault::Spoilt(Answer::json(200, &answer)));
    let at = |length| {
        let mut options = world.options("", "r");
        options.request.max_chars = Some(length);
        options
    };
    let newest = async |image_id| {
        let newest = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
        (newest.alt.expect("an alt text"), newest.description)
    };
    let image_id = world.describe(1, &at(60)).await.expect("described");
    assert_eq!(newest(image_id).await, ("A red bicycle leans against a white wall.".into(), Some(LONG.into())));
    world.describe(1, &at(500)).await.expect("from the history");
    assert_eq!(newest(image_id).await, (LONG.into(), None));
    world.describe(1, &at(75)).await.expect("from the history");
    assert_eq!(newest(image_id).await.0, "A red bicycle leans against a white wall. A cat sleeps in its basket.");
    let versions = world.engine.history().entry(image_id).await.expect("an entry").versions.len();
    world.describe(1, &at(75)).await.expect("from the history");
    assert_eq!(
        world.engine.history().entry(image_id).await.expect("an entry").versions.len(),
        versions,
        "as it is already"
    );
    assert_eq!(world.sent(), 1, "paid once");
    assert_eq!(world.engine.accounts().ledger(10).await.expect("the ledger").len(), 1);
}

#[tokio::test]
async fn an_incomplete_answer_is_free_and_only_its_rest_is_asked_for_at_the_persons_word() {
    let world = World::<ImageDescriber>::new().await;
    // At the door: what may have been charged would not be asked for alone.
    let blocked = json!({"code": 2003, "message": "blocked", "request_id": "r-9"});
    let content =
        json!({"code": 0, "message": "success", "request_id": "r-1", "data": {"content": "A **red** square."}});
    world.service.next(Fault::Spoilt(Answer::json(200, &content)));
    world.service.next(Fault::Instead(Answer::json(403, &blocked)));
    let options = world.options("everything", "r");
    let again = |now| Options { force: true, run_started_ms: now, ..options.clone() };
    let image_id = world.describe(1, &options).await.expect("a part of it");
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    assert_eq!(words.incomplete.expect("said to be").reason, Reason::ContentBlocked);
    let sent = world.sent();
    world.describe(1, &options).await.expect("from the history, as it stands");
    let estimate = world.engine.describing().estimate(&[world.item(1)], &options).await.expect("an estimate");
    assert_eq!((world.sent(), estimate.pictures, estimate.known), (sent, 0, 1));

    // Refused once more: what is there stays as it is.
    world.service.next(Fault::Instead(Answer::json(403, &blocked)));
    let failure = world.describe(1, &again(world.engine.now_ms())).await.expect_err("refused again");
    assert_eq!(failure.reason, Reason::ContentBlocked);
    assert_eq!(world.engine.history().entry(image_id).await.expect("an entry").versions.len(), 1);

    // Whatever is chosen by now, the rest is asked of the same service, for the same words.
    world.set("style", "long").await;
    world.set("instruction", "Name the plants.").await;
    world.engine.history().describe_entry(image_id, &CancellationToken::new(), &|_| {}).await.expect("the rest");
    let mut versions = world.engine.history().entry(image_id).await.expect("an entry").versions;
    assert_eq!(versions.len(), 2);
    let whole = versions.remove(0);
    assert!(whole.incomplete.is_none() && whole.title.is_some() && !whole.tags.is_empty());
    assert_eq!(whole.description.as_deref(), Some("A **red** square."), "what was there is there");
    assert_eq!(contents(&world), 1);
    assert_eq!(charges(&world).await, 3);
}

#[tokio::test]
async fn what_a_budget_stopped_after_its_first_call_is_not_paid_for_twice() {
    let world = World::<ImageDescriber>::new().await;
    world.set("providers.imagedescriber.budget_day", "1 requests").await;
    let options = world.options("everything", "r");
    world.describe(1, &options).await.expect("a part of it");
    assert_eq!((contents(&world), charges(&world).await), (1, 1));
    world.set("providers.imagedescriber.budget_day", "").await;
    let again = Options { force: true, run_started_ms: world.engine.now_ms(), ..options };
    world.describe(1, &again).await.expect("the rest");
    assert_eq!((contents(&world), charges(&world).await, world.sent()), (1, 3, 3));
}

/// How often the first of the three calls was made.
fn contents(world: &World<ImageDescriber>) -> usize {
    world.service.received().iter().filter(|received| received.path.ends_with("generate_content")).count()
}

async fn charges(world: &World<ImageDescriber>) -> usize {
    let ledger = world.engine.accounts().ledger(20).await.expect("the ledger");
    ledger.iter().filter(|(row, _)| row.line.kind == LedgerKind::Charge).count()
}

#[tokio::test]
async fn a_part_that_may_have_been_charged_is_not_asked_for_again() {
    let world = World::<ImageDescriber>::new().await;
    world.service.next(Fault::Spoilt(Answer::json(
        200,
        &json!({
            "code": 0, "message": "success", "request_id": "r-1", "data": {"content": "A red square."}
        }),
    )));
    world.service.next(Fault::Reset);
    let options = world.options("everything", "r");
    world.describe(1, &options).await.expect("a part of it");
    let sent = world.sent();
    world.describe(1, &options).await.expect("from the history");
    assert_eq!(world.sent(), sent);
}

#[tokio::test]
async fn of_two_equal_pictures_one_is_asked_for_whichever_is_read_first() {
    let world = World::<ZakAi>::new().await;
    let permits = Permits::new(1, std::sync::Arc::default());
    let [first, second] =
        [permits.line_up(), permits.line_up()].map(|permit| Options { permit: Some(permit), ..world.options("", "r") });
    // The second one is read before the first, whose turn comes first.
    let later = world.describe(1, &second);
    let mut later = std::pin::pin!(later);
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut later).await.is_err(), "it is not its turn");
    let described = async {
        let image = world.describe(1, &first).await;
        drop(first);
        image
    };
    let both = async { tokio::join!(described, later) };
    let (one, other) = tokio::time::timeout(Duration::from_secs(30), both).await.expect("none waits for the other");
    assert_eq!(one.expect("described"), other.expect("known"));
    assert_eq!(world.sent(), 1);
}
