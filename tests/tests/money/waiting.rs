//! What waits for a limit: others have its place meanwhile. What is asked for apart from the cards waits as they do: it says
//! what it waits for, and it can be cancelled.

use crate::world::World;
use altsmith_core::describing::{BackendEvent, Stage};
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::library::{Library, RequestKind, RequestLine};
use altsmith_core::view::{CardState, Event, Settings, WaitsFor};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio_util::sync::CancellationToken;

/// Uses up what is left of a hundred requests an hour.
async fn use_up(world: &World<DescribePicture>) {
    let account = world.engine.accounts().balances().await.expect("balances").remove(0).line.account;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_millis() as i64;
    let library = Library::open(world.data.path()).expect("a database").library;
    for _ in 0..100 {
        let line = RequestLine {
            at_ms: now,
            provider: "describepicture".into(),
            account: account.clone(),
            kind: RequestKind::Sent,
            run: None,
            amount: None,
            unit: None,
        };
        library.count_request(&line).expect("counted");
    }
}

/// Cancels as soon as it waits for a place within the limits; what came of it.
async fn cancelled_while_waiting<T, F>(
    run: impl FnOnce(CancellationToken, Box<dyn Fn(BackendEvent) + Sync>) -> F,
) -> Failure
where
    F: Future<Output = Result<T, Failure>>,
{
    let cancel = CancellationToken::new();
    let heard = cancel.clone();
    let stage = Box::new(move |event| {
        if matches!(event, BackendEvent::Stage(Stage::Waiting { why: WaitsFor::Limit, .. })) {
            heard.cancel();
        }
    });
    run(cancel, stage).await.err().expect("it was cancelled")
}

#[tokio::test]
async fn describing_an_entry_again_waits_visibly_and_can_be_cancelled() {
    let world = World::<DescribePicture>::new().await;
    let image_id = world.describe(1, &world.options("", "r")).await.expect("described");
    use_up(&world).await;
    let engine = &world.engine;
    let failure = cancelled_while_waiting(async |cancel, stage| {
        engine.history().describe_entry(image_id, &cancel, &*stage).await
    });
    assert_eq!(failure.await.reason, Reason::Cancelled);
    assert_eq!(world.sent(), 1, "nothing was sent");
    assert_eq!(engine.history().entry(image_id).await.expect("an entry").versions.len(), 1);
}

#[tokio::test]
async fn a_question_waits_visibly_and_can_be_cancelled() {
    let world = World::<DescribePicture>::new().await;
    let image_id = world.describe(1, &world.options("", "r")).await.expect("described");
    use_up(&world).await;
    let engine = &world.engine;
    let failure = cancelled_while_waiting(async |cancel, stage| {
        engine.history().ask_about(image_id, "What colour?".into(), &cancel, &*stage).await
    });
    assert_eq!(failure.await.reason, Reason::Cancelled);
    assert_eq!(world.sent(), 1, "nothing was sent");
}

#[tokio::test]
async fn sending_an_unfinished_request_again_waits_visibly_and_can_be_cancelled() {
    let world = World::<DescribePicture>::new().await;
    world.describe(1, &world.options("", "r")).await.expect("described");
    world.service.next(Fault::Reset);
    world.describe(2, &world.options("", "r")).await.expect_err("lost");
    let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
    use_up(&world).await;
    let engine = &world.engine;
    let failure = cancelled_while_waiting(async |cancel, stage| {
        engine.recovery().settle(left.job_id, true, &cancel, &*stage).await
    });
    assert_eq!(failure.await.reason, Reason::Cancelled);
    assert_eq!(world.sent(), 2, "nothing was sent");
}

#[tokio::test]
async fn pictures_that_wait_for_a_limit_hold_no_place_and_what_the_history_knows_is_told_at_once() {
    let mut world = World::<ZakAi>::new().await;
    let settings = Settings { ask_from: 0, ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    world.add((0..6).map(|n| world.picture(n)).collect()).await;
    world.until_done().await;
    assert_eq!(world.sent(), 6);
    let at_once = world.engine.describing().concurrency("zakai");
    let limited = Answer::json(429, &json!({"status": "Error", "message": "Too many Requests"}));
    world.service.always(Fault::Instead(limited.header("retry-after", "60")));
    // More new ones than are at work at once, and behind them those that need not be sent.
    let new = at_once + 12;
    let numbers = (6..6 + new as u8).chain(0..6);
    let ids = world.add(numbers.map(|n| world.picture(n)).collect()).await;
    while !matches!(world.event().await, Event::Progress { done: 6, .. }) {}
    for id in &ids[new..] {
        assert_eq!(world.card(*id).await.state, CardState::Done);
    }
    let waits = |state: &CardState| matches!(state, CardState::Waiting { why: WaitsFor::Limit, .. });
    while world.states().await.iter().filter(|state| waits(state)).count() < new {
        world.event().await;
    }
    assert!((7..=6 + at_once).contains(&world.sent()), "the others need not be told the same");
}
