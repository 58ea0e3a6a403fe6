//! Once nothing new is to be sent, no call leaves that may be charged: no further one of a request of several, no other try.
//! What is on its way is waited for, and what it brings is kept.

use crate::left::{CONTENT, leave, request};
use crate::world::{Known, World, these};
use altsmith_core::describing::Options;
use altsmith_core::failure::Reason;
use altsmith_core::view::CardState;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Documented, Fault, Received};
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// A service that is at work on a request in the moment from which on nothing new is to be sent.
#[derive(Default)]
struct Stopping<S> {
    service: S,
    no_more: CancellationToken,
}

impl<S: Documented> Documented for Stopping<S> {
    fn answer(&mut self, request: &Received, violations: &mut Vec<String>) -> Answer {
        self.no_more.cancel();
        self.service.answer(request, violations)
    }
}

impl<S: Known> Known for Stopping<S> {
    const ID: &'static str = S::ID;
    const KEYS: &'static [(&'static str, &'static str)] = S::KEYS;
}

fn busy(status: u16) -> Fault {
    let said = Answer::json(status, &json!({"status": "Error", "message": "Too many Requests"}));
    Fault::Spoilt(said.header("retry-after", "0"))
}

#[tokio::test]
async fn of_a_request_of_several_calls_the_others_are_not_made_and_what_came_is_kept() {
    let world = World::<Stopping<ImageDescriber>>::new().await;
    let no_more = world.service.with(|service| service.no_more.clone());
    let options = Options { no_more, ..world.options("everything", "r") };
    let image_id = world.describe(1, &options).await.expect("what the first call brought");
    assert_eq!(world.sent(), 1, "the second call was not made");
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    assert!(words.description.is_some() && words.tags.is_empty());
    assert_eq!(words.incomplete.map(|trouble| trouble.reason), Some(Reason::Cancelled));

    let now = world.engine.now_ms();
    let rest = Options { force: true, run_started_ms: now, ..world.options("everything", "rest") };
    world.describe(1, &rest).await.expect("the rest");
    assert_eq!(world.sent(), 3, "what was paid for is not paid for again");
}

#[tokio::test]
async fn a_request_that_was_turned_away_is_not_tried_again() {
    for status in [429, 503] {
        let world = World::<Stopping<ZakAi>>::new().await;
        world.service.always(busy(status));
        world.engine.describing().send_until(world.service.with(|service| service.no_more.clone()));
        let failure = world.describe(1, &world.options("", "r")).await.expect_err("no words");
        assert_eq!((failure.reason, world.sent()), (Reason::Cancelled, 1), "{status}");
        assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty(), "it cost nothing");
        world.service.recovers();
        world.engine.describing().send_until(CancellationToken::new());
        world.describe(1, &world.options("", "r")).await.expect("and later it is sent");
    }
}

#[tokio::test]
async fn what_is_begun_afterwards_is_not_sent() {
    let world = World::<ZakAi>::new().await;
    let no_more = CancellationToken::new();
    no_more.cancel();
    world.engine.describing().send_until(no_more);
    assert_eq!(world.describe(1, &world.options("", "r")).await.expect_err("stopped").reason, Reason::Cancelled);
    assert_eq!(world.sent(), 0);
}

#[tokio::test]
async fn pictures_that_were_turned_away_are_held_and_the_others_are_kept() {
    let mut world = World::<Stopping<ZakAi>>::new().await;
    world.service.next(busy(429));
    world.engine.describing().send_until(world.service.with(|service| service.no_more.clone()));
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    world.service.until_received(1).await;
    world.batch.send_no_more(false).await.expect("stopped");
    let counts = loop {
        let counts = world.batch.page(0, 0).await.expect("counts").counts;
        if counts.busy == 0 {
            break counts;
        }
        world.event().await;
    };
    assert_eq!((counts.cancelled, counts.failed, counts.described + counts.held), (0, 0, 3), "{counts:?}");
    assert!(world.states().await.contains(&CardState::Held), "the one that was turned away: {counts:?}");
    assert_eq!(world.sent(), counts.described as usize + 1, "each at most once");
}

#[tokio::test]
async fn a_call_that_completes_a_stored_answer_is_waited_for_and_no_further_one_is_made() {
    let world = World::<Stopping<ImageDescriber>>::new().await;
    let image_id = leave(&world, request("everything"), "generate_content", CONTENT).await;
    let cancel = world.service.with(|service| service.no_more.clone());
    world.engine.describing().send_until(cancel.clone());
    assert_eq!(world.engine.recovery().finish_stored(&cancel).await.expect("finished"), 1);
    assert_eq!(world.sent(), 1);
    let words = world.engine.history().entry(image_id).await.expect("an entry").versions.remove(0);
    assert!(words.alt.is_some_and(|alt| alt != "A red square on white."), "its answer was not dropped");
    assert_eq!(words.incomplete.map(|trouble| trouble.reason), Some(Reason::Cancelled));
}
