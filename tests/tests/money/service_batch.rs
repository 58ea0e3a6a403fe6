//! A batch with a service: what the person knows goes with the pictures, what failed is asked about before it is sent
//! again, and what is to stay on this computer stays here.

use crate::world::{Known, World, these};
use altsmith_core::engine::Engine;
use altsmith_core::failure::Reason;
use altsmith_core::ingest::Incoming;
use altsmith_core::library::Selection;
use altsmith_core::trouble::Remedy;
use altsmith_core::view::{BatchCounts, CardState, Event, WaitsFor};
use altsmith_core::workspace::DataDir;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::tls::{BadHost, Behaviour};
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
    let ids = world.add(vec![world.picture(1), world.picture(2), world.picture(3)]).await;
    world.batch.set_context("  Anna and Ben at the harbour  ").await.expect("kept");
    world.batch.set_card_context(these(&ids[1..2]), Some("Only Ben")).await.expect("kept");
    world.batch.set_card_context(these(&ids[2..]), Some("")).await.expect("kept");
    world.batch.describe(these(&ids)).await.expect("done");
    world.until_done().await;
    let mut told = captions(&world);
    told.sort();
    assert_eq!(told, ["", "Anna and Ben at the harbour", "Only Ben"]);
    assert_eq!(
        world.card(ids[0]).await.context.as_deref(),
        Some("Anna and Ben at the harbour"),
        "kept with the picture"
    );

    world.batch.set_context("The summer party").await.expect("kept");
    world.batch.describe_again(these(&ids[..1])).await.expect("done");
    world.until_done().await;
    assert_eq!(captions(&world)[3], "Anna and Ben at the harbour", "another event is no news of this picture");
    world.add(vec![world.picture(4)]).await;
    world.until_done().await;
    assert_eq!(captions(&world)[4], "The summer party");
    world.batch.set_context("").await.expect("kept");
    world.add(vec![world.picture(5)]).await;
    world.until_done().await;
    assert_eq!(captions(&world)[5], "");
}

#[tokio::test]
async fn the_history_answers_only_the_same_question_with_the_same_context() {
    let mut world = World::<ZakAi>::new().await;
    world.batch.set_context("Anna").await.expect("kept");
    for sent in [1, 1, 2] {
        let ids = world.add(vec![world.picture(1)]).await;
        world.until_done().await;
        assert_eq!(world.card(ids[0]).await.state, CardState::Done);
        assert_eq!(world.sent(), sent);
        if sent == 1 && world.cards().await.len() == 2 {
            world.batch.set_context("Ben").await.expect("kept");
        }
    }
    let ids = world.add(vec![world.picture(1), world.picture(2)]).await;
    world.batch.set_card_context(these(&ids[..1]), Some("Anna")).await.expect("kept");
    let estimate = world.batch.estimate(these(&ids)).await.expect("an estimate");
    assert_eq!((estimate.known, estimate.pictures), (1, 1), "each by what is known of it");
}

#[tokio::test]
async fn so_many_failed_pictures_wait_until_the_person_has_seen_what_they_cost() {
    let mut world = World::<ZakAi>::new().await;
    world.service.always(Fault::Instead(Answer::json(200, &json!({}))));
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Failed; 3]);
    world.batch.describe(these(&ids)).await.expect("held");
    assert_eq!(world.states().await, [CardState::Held; 3], "the batch was never seen with what it costs now");
    world.batch.cancel(these(&ids)).await.expect("cancelled");
    world.batch.describe(these(&ids[..1])).await.expect("begun");
    assert!(
        !matches!(world.card(ids[0]).await.state, CardState::Held | CardState::Cancelled),
        "one alone is tried at once"
    );
}

/// Reads events until the batch stands like this.
async fn until<S: Known>(world: &mut World<S>, stands: impl Fn(&BatchCounts) -> bool) -> BatchCounts {
    loop {
        if let Event::Batch { counts, .. } = world.event().await
            && stands(&counts)
        {
            return *counts;
        }
    }
}

/// Reads events until the rest of a batch is held.
async fn until_stopped<S: Known>(world: &mut World<S>) -> BatchCounts {
    until(world, |counts| counts.stopped.is_some() && counts.busy == 0).await
}

#[tokio::test]
async fn a_key_that_is_missing_is_told_once_and_then_everything_goes_on() {
    let mut world = World::<ZakAi>::new().await;
    world.engine.accounts().delete_keys("zakai", None).await.expect("no keys");
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    assert_eq!(counts.stopped.as_ref().map(|trouble| trouble.remedy), Some(Remedy::Key));
    assert_eq!((counts.held, world.sent()), (3, 0));
    world.set_keys().await;
    world.batch.describe(Selection::Held).await.expect("begun");
    until(&mut world, |counts| counts.described == 3).await;
    assert_eq!(world.batch.page(0, 0).await.expect("counts").counts.stopped, None);
}

#[tokio::test]
async fn what_is_held_keeps_its_reason_whatever_is_begun_beside_it() {
    let mut world = World::<ZakAi>::new().await;
    world.engine.accounts().delete_keys("zakai", None).await.expect("no keys");
    let ids = world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    until_stopped(&mut world).await;
    world.set("provider", "builtin").await;
    world.add(vec![world.picture(4)]).await;
    let counts = until(&mut world, |counts| counts.described == 1).await;
    assert_eq!(counts.stopped.as_ref().map(|trouble| trouble.remedy), Some(Remedy::Key), "{counts:?}");
    world.batch.describe(Selection::Held).await.expect("begun");
    let counts = until(&mut world, |counts| counts.described == 4).await;
    assert_eq!(counts.stopped, None);
}

#[tokio::test]
async fn after_the_first_word_on_the_account_nothing_more_is_sent_and_then_exactly_the_rest() {
    let mut world = World::<ZakAi>::new().await;
    world.service.with(|service| service.remaining = 3);
    let ids = world.add((1..25).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    assert_eq!(counts.stopped.as_ref().map(|trouble| trouble.remedy), Some(Remedy::TopUp));
    assert_eq!(counts.described + counts.held, 24, "{counts:?}");
    // Those that were under way when the first was refused, and no more.
    assert!(world.sent() <= counts.described as usize + 4, "{} sent, {counts:?}", world.sent());
    let (sent, described) = (world.sent(), counts.described as usize);
    world.service.with(|service| service.remaining = 100);
    world.batch.describe(Selection::Held).await.expect("begun");
    until(&mut world, |counts| counts.described == 24).await;
    assert_eq!(world.sent() - sent, 24 - described, "exactly the rest");
}

/// Twelve pictures are stopped for this reason with at most so many sent; once that is mended, exactly the rest is sent.
async fn stopped_and_gone_on_with(
    world: &mut World<ZakAi>,
    (reason, remedy): (Reason, Remedy),
    most: usize,
    mend: impl AsyncFnOnce(&World<ZakAi>),
) {
    let ids = world.add((1..13).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(world).await;
    let why = counts.stopped.as_ref().map(|trouble| (trouble.reason, trouble.remedy));
    assert_eq!(why, Some((reason, remedy)));
    assert_eq!(counts.described + counts.held, 12, "the rest waits, with the one that heard it: {counts:?}");
    assert!(world.sent() <= most, "{reason:?}: {} sent", world.sent());
    let (sent, described) = (world.sent(), counts.described as usize);
    mend(world).await;
    world.batch.describe(Selection::Held).await.expect("begun");
    let counts = until(world, |counts| counts.described == 12).await;
    assert_eq!((counts.held, counts.stopped), (0, None));
    assert_eq!(world.sent() - sent, 12 - described, "{reason:?}: exactly the rest");
}

#[tokio::test]
async fn a_key_that_is_refused_stops_the_batch() {
    let mut world = World::<ZakAi>::new().await;
    world.service.with(|service| service.api_key = "another-key-0123456789".into());
    stopped_and_gone_on_with(&mut world, (Reason::KeyRejected, Remedy::Key), 5, async |world| {
        world.service.with(|service| service.api_key = "test-key-0123456789".into());
    })
    .await;
}

#[tokio::test]
async fn a_budget_that_is_reached_stops_the_batch() {
    let mut world = World::<ZakAi>::new().await;
    world.set("providers.zakai.budget_day", "2 requests").await;
    stopped_and_gone_on_with(&mut world, (Reason::BudgetReached, Remedy::Budget), 2, async |world| {
        world.set("providers.zakai.budget_day", "").await;
    })
    .await;
}

#[tokio::test]
async fn a_host_that_is_not_there_stops_the_batch() {
    let mut world = World::<ZakAi>::new().await;
    let address = world.service.url.clone();
    // A port that was free a moment ago: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    world.set("providers.zakai.endpoint", &format!("http://127.0.0.1:{port}")).await;
    world.set_keys().await;
    stopped_and_gone_on_with(&mut world, (Reason::Network, Remedy::Again), 0, async move |world| {
        world.set("providers.zakai.endpoint", &address).await;
        world.set_keys().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_that_was_typed_for_another_address_stops_the_batch() {
    let mut world = World::<ZakAi>::new().await;
    let address = world.service.url.clone();
    world.set("providers.zakai.endpoint", "http://127.0.0.1:9").await;
    stopped_and_gone_on_with(&mut world, (Reason::KeyMissing, Remedy::Key), 0, async move |world| {
        world.set("providers.zakai.endpoint", &address).await;
    })
    .await;
}

#[tokio::test]
async fn the_switch_stops_the_batch() {
    let mut world = World::<ZakAi>::new().await;
    let address = world.service.url.clone();
    world.set("providers.zakai.endpoint", "https://zak.example").await;
    world.set("local_only", "true").await;
    stopped_and_gone_on_with(&mut world, (Reason::LocalOnly, Remedy::Privacy), 0, async move |world| {
        world.set("local_only", "false").await;
        world.set("providers.zakai.endpoint", &address).await;
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_out_of_order_for_two_pictures_is_left_alone() {
    let mut world = World::<ZakAi>::new().await;
    world.service.always(Fault::Instead(Answer::json(503, &json!({})).header("retry-after", "0")));
    let ids = world.add((1..25).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    assert!(counts.held >= 22, "{counts:?}");
    // Two pictures, three tries each; the others that were under way once, and perhaps another one in the place of the first.
    let most = 2 * 3 + world.engine.describing().concurrency("zakai") - 2 + 2;
    assert!(world.sent() <= most, "{} sent", world.sent());

    world.service.recovers();
    let (sent, held) = (world.sent(), counts.held);
    world.batch.describe(Selection::Held).await.expect("begun");
    let counts = until(&mut world, |counts| counts.described == held).await;
    assert_eq!((counts.held, &counts.stopped, world.sent() - sent), (0, &None, held as usize), "exactly the rest");
    // Those for which it was out of order are the person's to try again.
    let failed = counts.failed;
    assert_eq!(held + failed, 24);
    for id in ids {
        if world.card(id).await.state == CardState::Failed {
            world.batch.describe(these(&[id])).await.expect("begun");
        }
    }
    until(&mut world, |counts| counts.described == 24).await;
    assert_eq!(world.sent() - sent, 24, "each once");
}

#[tokio::test]
async fn a_service_that_wants_to_be_left_alone_for_long_is_left_alone_at_once() {
    let mut world = World::<ZakAi>::new().await;
    world.service.always(Fault::Instead(Answer::json(503, &json!({})).header("retry-after", "600")));
    let ids = world.add((1..25).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    assert_eq!(counts.stopped.as_ref().map(|trouble| trouble.reason), Some(Reason::ProviderUnavailable));
    assert_eq!((counts.held, counts.failed), (24, 0));
    assert!(world.sent() <= world.engine.describing().concurrency("zakai"), "{} sent", world.sent());
}

#[tokio::test]
async fn a_page_where_the_service_was_stops_the_batch() {
    let mut world = World::<OpenAiCompatible>::new().await;
    let page = Answer { status: 404, headers: Vec::new(), kind: "text/html", body: b"<h1>Not Found</h1>".to_vec() };
    world.service.always(Fault::Instead(page));
    let ids = world.add((1..25).map(|n| world.picture(n)).collect()).await;
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    assert_eq!((counts.held, counts.failed), (24, 0), "{counts:?}");
    assert!(world.sent() <= world.engine.describing().concurrency("openai-compatible"), "{} sent", world.sent());
}

#[tokio::test]
async fn pictures_that_are_to_stay_here_are_held_with_the_way_to_the_switch() {
    let mut world = World::<ZakAi>::new().await;
    world.set("providers.zakai.endpoint", "https://zak.example").await;
    let ids = world.add(vec![world.picture(1), world.picture(2)]).await;
    world.set("local_only", "true").await;
    let estimate = world.batch.estimate(these(&ids)).await.expect("an estimate");
    assert!(estimate.warnings.iter().any(|text| text.contains("only this computer")), "{:?}", estimate.warnings);
    world.batch.describe(these(&ids)).await.expect("begun");
    let counts = until_stopped(&mut world).await;
    let why = counts.stopped.as_ref().map(|trouble| (trouble.reason, trouble.remedy));
    assert_eq!((counts.held, why), (2, Some((Reason::LocalOnly, Remedy::Privacy))));
    // One alone is refused on its card.
    world.batch.describe(these(&ids[..1])).await.expect("begun");
    until(&mut world, |counts| counts.failed == 1).await;
    let trouble = world.card(ids[0]).await.trouble.expect("trouble");
    assert_eq!((trouble.reason, trouble.remedy), (Reason::LocalOnly, Remedy::Privacy));
}

#[tokio::test]
async fn a_picture_that_waits_for_a_limit_is_stopped_by_the_switch() {
    let mut world = World::<ZakAi>::new().await;
    let slow = Answer::json(429, &json!({"status": "Error", "message": "too many requests"}));
    world.service.next(Fault::Instead(slow.header("retry-after", "100")));
    let first = world.add(vec![world.picture(1)]).await[0];
    until_waiting(&mut world, first).await;
    // From here on the service is on another computer; the wait that it asked for holds there too.
    world.set("providers.zakai.endpoint", "https://zak.example").await;
    world.set_keys().await;
    let second = world.add(vec![world.picture(2)]).await[0];
    until_waiting(&mut world, second).await;
    world.set("local_only", "true").await;
    loop {
        if let Event::Batch { changed, .. } = world.event().await
            && changed.iter().any(|change| change.id == second && change.state == CardState::Failed)
        {
            let trouble = world.card(second).await.trouble;
            assert_eq!(trouble.map(|trouble| trouble.reason), Some(Reason::LocalOnly));
            break;
        }
    }
    assert!(matches!(world.card(first).await.state, CardState::Waiting { .. }), "what stays on this computer waits on");
    world.batch.cancel(these(&[first])).await.expect("done");
    world.until_done().await;
    assert_eq!(world.sent(), 1);
}

async fn until_waiting(world: &mut World<ZakAi>, id: u64) {
    loop {
        let waits = |state| matches!(state, CardState::Waiting { why: WaitsFor::Limit, .. });
        if let Event::Batch { changed, .. } = world.event().await
            && changed.iter().any(|change| change.id == id && waits(change.state))
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
    world.engine.history().data_version().await.expect("a version");
    other.workspace().set_setting("local_only", &json!(true)).await.expect("a setting");
    other.workspace().set_setting("providers.zakai.budget_day", &json!("3 credits")).await.expect("a cap");
    loop {
        if let Event::Settings { settings } = world.event().await
            && settings.local_only
        {
            break;
        }
    }
    assert!(world.engine.workspace().settings().local_only);
}

#[tokio::test]
async fn a_pictures_own_address_stops_no_other_picture() {
    let mut world = World::<ZakAi>::new().await;
    world.set("provider", "builtin").await;
    world.set("local_only", "true").await;
    let address = |url: &str| Incoming::Url { url: url.into(), typed: true };
    // A host on this computer whose certificate nobody vouches for, and one that is elsewhere.
    let unknown = BadHost::start(Behaviour::SelfSigned).await.expect("a host");
    let pictures = vec![
        address("https://pictures.example/a.png"),
        address(&format!("{}/b.png", unknown.url)),
        world.picture(1),
        world.picture(2),
    ];
    world.add(pictures).await;
    let counts = until(&mut world, |counts| counts.busy == 0 && counts.total == 4).await;
    assert_eq!((counts.described, counts.failed, counts.held, counts.stopped), (2, 2, 0, None));
    let reasons: Vec<_> =
        world.cards().await.into_iter().filter_map(|card| card.trouble).map(|trouble| trouble.reason).collect();
    assert_eq!(reasons, [Reason::LocalOnly, Reason::TlsNotTrusted]);
}
