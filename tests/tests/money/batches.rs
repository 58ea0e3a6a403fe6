//! A batch is held until the person has seen what it costs; what the estimate says is what then happens.

use crate::world::{World, these};
use altsmith_core::failure::Reason;
use altsmith_core::ingest::Incoming;
use altsmith_core::view::{CardState, Event, ItemChange, Settings};
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::zakai::ZakAi;

#[tokio::test]
async fn one_picture_goes_at_once_and_several_wait_for_a_word() {
    let mut world = World::<ZakAi>::new().await;
    world.add(vec![world.picture(1)]).await;
    world.until_done().await;
    assert_eq!(world.sent(), 1);
    let ids = world.add((2..5).map(|n| world.picture(n)).collect()).await;
    assert_eq!(world.states().await[1..], [CardState::Held; 3]);
    let estimate = world.batch.estimate(these(&ids)).await.expect("an estimate");
    assert_eq!((estimate.pictures, estimate.known, estimate.calls, estimate.complete), (3, 0, 3, true));
    assert_eq!((estimate.host.as_deref(), estimate.name.as_str()), (Some("127.0.0.1"), "ZAK-AI"));
    assert_eq!(world.sent(), 1, "an estimate sends nothing");

    world.batch.describe(these(&ids)).await.expect("done");
    let seen = world.until_done().await;
    let most = seen.iter().filter_map(|event| match event {
        Event::Progress { total, .. } => Some(*total),
        _ => None,
    });
    assert_eq!(most.max(), Some(3), "held cards count from the word on");
    assert!(world.states().await.iter().all(|state| *state == CardState::Done));
    assert_eq!(world.sent(), 4);
    let estimate = world.batch.estimate(these(&ids)).await.expect("an estimate");
    assert_eq!((estimate.pictures, estimate.known), (0, 3));
}

#[tokio::test]
async fn what_stays_here_and_what_is_not_to_be_asked_about_starts_at_once() {
    let mut world = World::<ZakAi>::new().await;
    world.set("provider", "builtin").await;
    let ids = world.add(vec![world.picture(1), world.picture(2)]).await;
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Done; 2]);
    let estimate = world.batch.estimate(these(&ids)).await.expect("an estimate");
    assert_eq!((estimate.host, estimate.amount, estimate.known), (None, None, 2));
    world.set("provider", "zakai").await;
    let settings = Settings { ask_from: 0, ..world.engine.workspace().settings() };
    world.engine.workspace().save_settings(settings).await.expect("saved");
    world.add(vec![world.picture(3), world.picture(4)]).await;
    world.until_done().await;
    assert_eq!(world.sent(), 2);
}

#[tokio::test]
async fn a_held_card_stays_held_whatever_happens_around_it() {
    let mut world = World::<ZakAi>::new().await;
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.set("ui_language", "de").await;
    assert_eq!(world.states().await, [CardState::Held; 3]);
    let removed = world.batch.remove(these(&ids[..2])).await.expect("removed");
    world.batch.restore(removed.removal).await.expect("restored");
    assert_eq!(world.states().await, [CardState::Held; 3], "also one alone: the person was asked about it");
    world.batch.describe_again(these(&ids)).await.expect("done");
    assert_eq!(world.states().await, [CardState::Held; 3], "it was not described before");
    world.batch.cancel(these(&ids[..1])).await.expect("done");
    assert_eq!(world.card(ids[0]).await.state, CardState::Cancelled);
    assert!(world.card(ids[0]).await.trouble.is_none());
    assert_eq!(world.sent(), 0);
    world.batch.describe(these(&ids)).await.expect("done");
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Done; 3], "after all");
}

#[tokio::test]
async fn pictures_that_were_taken_away_in_the_middle_are_held_when_they_come_back() {
    let world = World::<ZakAi>::new().await;
    world.service.always(Fault::Silence);
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("done");
    world.service.until_received(1).await;
    let removed = world.batch.remove(these(&ids)).await.expect("removed");
    world.batch.restore(removed.removal).await.expect("restored");
    assert_eq!(world.states().await, [CardState::Held; 3]);
}

#[tokio::test]
async fn a_card_that_is_done_says_so_once() {
    let mut world = World::<ZakAi>::new().await;
    let ids = world.add(vec![world.picture(1)]).await;
    let (mut told, mut followed, mut done) = (0, false, false);
    while !(followed && done) {
        match world.event().await {
            Event::Batch { changed, .. } => {
                let done = |change: &&ItemChange| change.id == ids[0] && change.state == CardState::Done;
                told += changed.iter().filter(done).count();
            }
            Event::HistoryChanged => followed = true,
            Event::Progress { done: finished, total } if finished == total && total > 0 => done = true,
            _ => {}
        }
    }
    assert_eq!(told, 1);
}

#[tokio::test]
async fn trying_again_never_sends_what_may_have_been_paid_and_describing_again_does() {
    let mut world = World::<ZakAi>::new().await;
    world.service.next(Fault::Reset);
    let ids = world.add(vec![world.picture(1)]).await;
    world.until_done().await;
    let unknown = async |world: &World<ZakAi>| world.card(ids[0]).await.trouble.map(|trouble| trouble.reason);
    assert_eq!((unknown(&world).await, world.sent()), (Some(Reason::OutcomeUnknown), 1));
    world.batch.describe(these(&ids)).await.expect("done");
    world.until_done().await;
    assert_eq!((unknown(&world).await, world.sent()), (Some(Reason::OutcomeUnknown), 1), "tried again, not sent again");
    let message = world.card(ids[0]).await.trouble.expect("trouble").message;
    assert!(message.starts_with("ZAK-AI got “1.png”"), "{message}");
    world.batch.describe_again(these(&ids)).await.expect("done");
    world.until_done().await;
    assert_eq!((world.card(ids[0]).await.state, world.sent()), (CardState::Done, 2));
}

#[tokio::test]
async fn an_estimate_counts_what_would_be_sent_and_knows_the_price() {
    let world = World::<ImageDescriber>::new().await;
    let items: Vec<_> = (1..4).map(|n| world.item(n)).collect();
    let everything = world.options("everything", "r");
    let estimate = world.engine.describing().estimate(&items, &everything).await.expect("an estimate");
    assert_eq!((estimate.pictures, estimate.calls, estimate.amount), (3, 9, None));
    assert_eq!((estimate.unit.as_deref(), estimate.model.as_str()), (Some("requests"), "Everything (three requests)"));

    let tags = world.options("generate_tags", "r");
    world.describe(1, &tags).await.expect("described");
    let twin = world.path("twin.png");
    std::fs::copy(world.path("2.png"), &twin).expect("a copy");
    std::fs::write(world.path("3.png"), "no picture").expect("a file");
    let mut more = vec![world.item(1), world.item(2)];
    for name in ["twin.png", "3.png", "gone.png"] {
        let mut item = world.item(2);
        item.from = Incoming::Path(world.path(name));
        more.push(item);
    }
    let estimate = world.engine.describing().estimate(&more, &tags).await.expect("an estimate");
    assert_eq!((estimate.pictures, estimate.known), (1, 2), "one is in the history, one is there twice, two are none");
    assert_eq!((estimate.amount, estimate.unit.as_deref()), (Some(1.0), Some("credits")), "as it cost the last time");
    assert_eq!(world.sent(), 1);
}

#[tokio::test]
async fn a_large_batch_is_estimated_without_reading_all_of_it() {
    let world = World::<DescribePicture>::new().await;
    world.set("providers.describepicture.budget_day", "0.5 usd").await;
    let items: Vec<_> = (0..=204).map(|n| world.item(n)).collect();
    let estimate = world.engine.describing().estimate(&items, &world.options("", "r")).await.expect("an estimate");
    assert_eq!((estimate.pictures, estimate.calls, estimate.complete), (205, 205, false));
    assert_eq!((estimate.amount, estimate.unit.as_deref()), (Some(2.05), Some("usd")));
    assert_eq!(estimate.seconds, Some(7_200), "a hundred an hour");
    assert_eq!(estimate.warnings, ["Your budget for a day is $0.50, $0.00 of it used: only 50 of these pictures fit."]);
}

#[tokio::test]
async fn an_estimate_says_what_speaks_against_it() {
    let world = World::with(ZakAi { remaining: 1, ..ZakAi::default() }).await;
    world.engine.accounts().refresh_balance("zakai").await.expect("a balance");
    let items = [world.item(1), world.item(2)];
    let mut options = world.options("", "r");
    options.request.language = "fr".into();
    let estimate = world.engine.describing().estimate(&items, &options).await.expect("an estimate");
    let said = estimate.warnings.join("\n");
    assert!(said.contains("ZAK-AI does not write in the language “fr”"), "{said}");
    assert!(said.contains("Left at ZAK-AI, as it last said: 1 credit."), "{said}");
    assert!(said.contains("was valid until 30 January 2025"), "{said}");
}
