//! The desk with a service: what the person knows goes with the pictures, what failed is asked about before it is sent
//! again, and what is to stay on this computer stays here.

use crate::world::World;
use altsmith_core::engine::{DataDir, Engine};
use altsmith_core::failure::Reason;
use altsmith_core::remedy::Remedy;
use altsmith_core::view::{CardState, Event, WaitsFor};
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::json;

/// What the service was told of each picture, in the order in which it was asked.
fn captions(world: &World<ZakAi>) -> Vec<String> {
    let told = |asked: &serde_json::Value| asked["caption"].as_str().unwrap_or_default().to_owned();
    world.service.with(|service| service.asked.iter().map(told).collect())
}

#[tokio::test]
async fn what_the_person_knows_goes_with_the_pictures_that_come_and_with_those_that_wait() {
    let mut world = World::<ZakAi>::new().await;
    let ids = world.desk.add(vec![world.picture(1), world.picture(2), world.picture(3)]).await;
    world.desk.set_context("  Anna and Ben at the harbour  ");
    world.desk.set_card_context(&ids[1..2], Some("Only Ben"));
    world.desk.set_card_context(&ids[2..], Some(""));
    world.desk.describe_cards(&ids);
    world.until_done().await;
    let mut told = captions(&world);
    told.sort();
    assert_eq!(told, ["", "Anna and Ben at the harbour", "Only Ben"]);
    assert_eq!(world.card(ids[0]).context.as_deref(), Some("Anna and Ben at the harbour"), "kept with the picture");

    world.desk.set_context("The summer party");
    world.desk.describe_again(&ids[..1]);
    world.until_done().await;
    assert_eq!(captions(&world)[3], "Anna and Ben at the harbour", "another event is no news of this picture");
    world.desk.add(vec![world.picture(4)]).await;
    world.until_done().await;
    assert_eq!(captions(&world)[4], "The summer party");
    world.desk.set_context("");
    world.desk.add(vec![world.picture(5)]).await;
    world.until_done().await;
    assert_eq!(captions(&world)[5], "");
}

#[tokio::test]
async fn the_history_answers_only_the_same_question_with_the_same_context() {
    let mut world = World::<ZakAi>::new().await;
    world.desk.set_context("Anna");
    for sent in [1, 1, 2] {
        let ids = world.desk.add(vec![world.picture(1)]).await;
        world.until_done().await;
        assert_eq!(world.card(ids[0]).state, CardState::Done);
        assert_eq!(world.sent(), sent);
        if sent == 1 && world.desk.cards().len() == 2 {
            world.desk.set_context("Ben");
        }
    }
    let ids = world.desk.add(vec![world.picture(1), world.picture(2)]).await;
    world.desk.set_card_context(&ids[..1], Some("Anna"));
    let estimate = world.desk.estimate(&ids).await.expect("an estimate");
    assert_eq!((estimate.known, estimate.pictures), (1, 1), "each by what is known of it");
}

#[tokio::test]
async fn so_many_failed_pictures_wait_until_the_person_has_seen_what_they_cost() {
    let mut world = World::<ZakAi>::new().await;
    world.engine.delete_keys("zakai", None).await.expect("no keys");
    let ids = world.desk.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.desk.describe_cards(&ids);
    world.until_done().await;
    let remedies: Vec<_> = world.desk.cards().into_iter().filter_map(|card| Some(card.trouble?.remedy)).collect();
    assert_eq!(remedies, [Remedy::Key; 3]);
    world.desk.describe_cards(&ids);
    assert_eq!(world.states(), [CardState::Held; 3], "the batch was never seen with what it costs now");
    world.desk.cancel(&ids);
    world.desk.describe_cards(&ids[..1]);
    assert_eq!(world.card(ids[0]).state, CardState::Queued, "one alone is tried at once");
}

#[tokio::test]
async fn pictures_that_are_to_stay_here_are_refused_with_the_way_to_the_switch() {
    let mut world = World::<ZakAi>::new().await;
    world.set("providers.zakai.endpoint", "https://zak.example").await;
    let ids = world.desk.add(vec![world.picture(1), world.picture(2)]).await;
    world.set("local_only", "true").await;
    let estimate = world.desk.estimate(&ids).await.expect("an estimate");
    assert!(estimate.warnings.iter().any(|text| text.contains("only this computer")), "{:?}", estimate.warnings);
    world.desk.describe_cards(&ids);
    world.until_done().await;
    for card in world.desk.cards() {
        let trouble = card.trouble.expect("trouble");
        assert_eq!((trouble.reason, trouble.remedy), (Reason::LocalOnly, Remedy::Privacy));
    }
}

#[tokio::test]
async fn a_picture_that_waits_for_a_limit_is_stopped_by_the_switch() {
    let mut world = World::<ZakAi>::new().await;
    let slow = Answer::json(429, &json!({"status": "Error", "message": "too many requests"}));
    world.service.next(Fault::Instead(slow.header("retry-after", "100")));
    let first = world.desk.add(vec![world.picture(1)]).await[0];
    until_waiting(&mut world, first).await;
    // From here on the service is on another computer; the wait that it asked for holds there too.
    world.set("providers.zakai.endpoint", "https://zak.example").await;
    let second = world.desk.add(vec![world.picture(2)]).await[0];
    until_waiting(&mut world, second).await;
    world.set("local_only", "true").await;
    loop {
        if let Event::Changed { card } = world.event().await
            && card.id == second
            && card.state == CardState::Failed
        {
            assert_eq!(card.trouble.map(|trouble| trouble.reason), Some(Reason::LocalOnly));
            break;
        }
    }
    assert!(matches!(world.card(first).state, CardState::Waiting { .. }), "what stays on this computer waits on");
    world.desk.cancel(&[first]);
    world.until_done().await;
    assert_eq!(world.sent(), 1);
}

async fn until_waiting(world: &mut World<ZakAi>, id: u64) {
    loop {
        if let Event::Changed { card } = world.event().await
            && card.id == id
            && matches!(card.state, CardState::Waiting { why: WaitsFor::Limit, .. })
        {
            return;
        }
    }
}

#[tokio::test]
async fn the_window_hears_of_settings_that_the_command_line_changes() {
    let mut world = World::<ZakAi>::new().await;
    let other = Engine::open(DataDir::at(world.data.path()), "en-GB").expect("the command line");
    // The window must have looked once before it can see a difference.
    world.set("style", "long").await;
    loop {
        if let Event::Settings { .. } = world.event().await {
            break;
        }
    }
    world.engine.data_version().await.expect("a version");
    other.set_setting("local_only", &json!(true)).await.expect("a setting");
    other.set_setting("providers.zakai.budget_day", &json!("3 credits")).await.expect("a cap");
    loop {
        if let Event::Settings { settings } = world.event().await
            && settings.local_only
        {
            break;
        }
    }
    assert!(world.engine.settings().local_only);
}
