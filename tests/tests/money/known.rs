//! What the history knows is not paid for again: at another length, and where only a part of it is missing.

use crate::world::World;
use altsmith_core::engine::Options;
use altsmith_core::failure::Reason;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::json;

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
        let newest = world.engine.entry(image_id).await.expect("an entry").versions.remove(0);
        (newest.alt.expect("an alt text"), newest.description)
    };
    let image_id = world.describe(1, &at(60)).await.expect("described");
    assert_eq!(newest(image_id).await, ("A red bicycle leans against a white wall.".into(), Some(LONG.into())));
    world.describe(1, &at(500)).await.expect("from the history");
    assert_eq!(newest(image_id).await, (LONG.into(), None));
    world.describe(1, &at(75)).await.expect("from the history");
    assert_eq!(newest(image_id).await.0, "A red bicycle leans against a white wall. A cat sleeps in its basket.");
    let versions = world.engine.entry(image_id).await.expect("an entry").versions.len();
    world.describe(1, &at(75)).await.expect("from the history");
    assert_eq!(world.engine.entry(image_id).await.expect("an entry").versions.len(), versions, "as it is already");
    assert_eq!(world.sent(), 1, "paid once");
    assert_eq!(world.engine.ledger(10).await.expect("the ledger").len(), 1);
}

#[tokio::test]
async fn of_an_incomplete_answer_only_the_rest_is_asked_for() {
    let world = World::<ImageDescriber>::new().await;
    let blocked = json!({"code": 2003, "message": "blocked", "request_id": "r-9"});
    world.service.next(Fault::Spoilt(Answer::json(
        200,
        &json!({
            "code": 0, "message": "success", "request_id": "r-1", "data": {"content": "A **red** square."}
        }),
    )));
    world.service.next(Fault::Instead(Answer::json(200, &blocked)));
    let options = world.options("everything", "r");
    let image_id = world.describe(1, &options).await.expect("a part of it");
    let words = world.engine.entry(image_id).await.expect("an entry").versions.remove(0);
    assert_eq!(words.incomplete.expect("said to be").reason, Reason::ContentBlocked);

    // Refused once more: what is there stays as it is.
    world.service.next(Fault::Instead(Answer::json(200, &blocked)));
    let failure = world.describe(1, &options).await.expect_err("refused again");
    assert_eq!(failure.reason, Reason::ContentBlocked);
    assert_eq!(world.engine.entry(image_id).await.expect("an entry").versions.len(), 1);

    // Also where the person asks for it once more: what was paid for is not paid for again.
    let options = Options { force: true, run_started_ms: i64::MAX, ..options };
    world.describe(1, &options).await.expect("the rest");
    let options = Options { force: false, ..options };
    let mut versions = world.engine.entry(image_id).await.expect("an entry").versions;
    assert_eq!(versions.len(), 2);
    let whole = versions.remove(0);
    assert!(whole.incomplete.is_none() && whole.title.is_some() && !whole.tags.is_empty());
    assert_eq!(whole.description.as_deref(), Some("A **red** square."), "what was there is there");
    let asked: Vec<_> = world.service.received().into_iter().map(|received| received.path).collect();
    assert_eq!(asked.iter().filter(|path| path.ends_with("generate_content")).count(), 1, "{asked:?}");
    assert_eq!(
        world
            .engine
            .ledger(20)
            .await
            .expect("the ledger")
            .iter()
            .filter(|(row, _)| row.line.description_id.is_some())
            .count(),
        3
    );
    let sent = world.sent();
    world.describe(1, &options).await.expect("from the history");
    assert_eq!(world.sent(), sent, "whole now");
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
