//! The request that would pass a cap is not sent, whatever the cap is for and counted in.

use crate::world::{Known, World, these};
use altsmith_core::failure::Reason;
use altsmith_core::library::Selection;
use altsmith_core::trouble::Remedy;
use altsmith_core::view::CardState;
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::zakai::ZakAi;

/// Describes four pictures with a cap that has room for two: the third is refused before it is sent. Answers what the
/// person is told.
async fn room_for_two<S: Known>(cap: &str, period: &str, model: &str) -> String {
    let world = World::<S>::new().await;
    world.set(&format!("providers.{}.budget_{period}", S::ID), cap).await;
    let options = world.options(model, "one");
    world.describe(1, &options).await.expect("room for one");
    world.describe(2, &options).await.expect("room for two");
    world.describe(1, &options).await.expect("what the history knows costs nothing");
    let failure = world.describe(3, &options).await.expect_err("no room");
    assert_eq!(failure.reason, Reason::BudgetReached, "{} {cap} {period}", S::ID);
    assert_eq!(world.sent(), 2, "{} {cap} {period}", S::ID);
    let next = world.describe(3, &world.options(model, "two")).await;
    assert_eq!(next.is_ok(), period == "run", "{} {cap} {period}: another run", S::ID);
    world.engine.workspace().localizer().failure(&failure).message
}

#[tokio::test]
async fn a_cap_is_kept_in_every_period_and_unit() {
    for period in ["run", "day", "month"] {
        let said = room_for_two::<DescribePicture>("0.02 usd", period, "").await;
        let what = [("run", "one batch"), ("day", "a day"), ("month", "a month")];
        let what = what.iter().find(|(name, _)| *name == period).expect("a period").1;
        assert_eq!(
            said,
            format!("DescribePicture was not asked: your budget for {what} is $0.02, and $0.02 of it used.")
        );
        room_for_two::<DescribePicture>("2 requests", period, "").await;
        room_for_two::<ImageDescriber>("2 credits", period, "generate_tags").await;
        room_for_two::<ImageDescriber>("2 requests", period, "generate_content").await;
        room_for_two::<ZakAi>("2.5 credits", period, "").await;
        room_for_two::<OpenAiCompatible>("2 requests", period, "").await;
        room_for_two::<OpenAi>("2 requests", period, "").await;
        room_for_two::<Anthropic>("2 requests", period, "").await;
        room_for_two::<Gemini>("2 requests", period, "").await;
        room_for_two::<Ollama>("2 requests", period, "").await;
    }
}

#[tokio::test]
async fn cards_of_one_word_are_one_run() {
    let mut world = World::<DescribePicture>::new().await;
    world.set("providers.describepicture.budget_run", "0.02").await;
    let ids = world.add((1..5).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("done");
    world.until_done().await;
    let done = world.states().await.iter().filter(|state| **state == CardState::Done).count();
    assert_eq!((done, world.sent()), (2, 2));
    let held = world.batch.page(0, 0).await.expect("counts").counts;
    let why = held.stopped.as_ref().map(|trouble| (trouble.reason, trouble.remedy));
    assert_eq!(
        (held.held, why),
        (2, Some((Reason::BudgetReached, Remedy::Budget))),
        "the rest waits, and it is said why"
    );
    world.batch.describe(Selection::Held).await.expect("begun");
    world.until_done().await;
    assert_eq!(world.sent(), 4, "another word is another run");
}

#[tokio::test]
async fn testing_a_key_counts_in_the_services_limits() {
    let world = World::<DescribePicture>::new().await;
    for _ in 0..100 {
        world.engine.accounts().check_service("describepicture").await.expect("no complaint");
    }
    let failure = world.engine.accounts().check_service("describepicture").await.expect_err("an hour's worth");
    assert_eq!(failure.reason, Reason::RateLimited);
    assert!(failure.retry_after_ms.is_some_and(|ms| ms > 3_000_000), "{failure:?}");
    assert_eq!(world.sent(), 100, "and is not sent");
}
