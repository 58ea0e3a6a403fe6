//! Answers that come as a stream: what comes is shown and kept, and is an answer only once it is whole and stored.

use crate::world::{World, these};
use altsmith_core::describing::{BackendEvent, Options};
use altsmith_core::failure::{Again, Reason};
use altsmith_core::library::LedgerKind;
use altsmith_core::money::Tokens;
use altsmith_core::view::{CardState, Event};
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::{Fault, Then};
use std::sync::Mutex;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const WORDS: &str = "A plain red rectangle, nothing else.";

/// A byte in the middle of the documented stream's words.
const MIDDLE: usize = 800;

async fn history(world: &World<OpenAiCompatible>) -> u32 {
    world.engine.history().page(Default::default()).await.expect("the history").total
}

/// The person's own server: nothing is said of money.
async fn own_server() -> World<OpenAiCompatible> {
    let world = World::with(OpenAiCompatible::keyless()).await;
    world.set("providers.openai-compatible.paid", "").await;
    world
}

#[tokio::test]
async fn words_are_told_while_they_come_and_are_an_answer_only_when_whole() {
    let world = World::<OpenAiCompatible>::new().await;
    let packets = (0..3_000).step_by(40).collect();
    world.service.next(Fault::Packets(packets));
    let heard = Mutex::new(Vec::new());
    let told = |event| heard.lock().expect("heard").push(event);
    let never = CancellationToken::new();
    let outcome = world
        .engine
        .describing()
        .describe(&world.item(1), &world.options("", "r"), &never, &told)
        .await
        .expect("described");
    assert_eq!(outcome.words.alt.as_deref(), Some(WORDS));
    assert_eq!(outcome.words.tokens, Some(Tokens { input: 300, output: 6 }));
    let heard = heard.into_inner().expect("heard");
    let pieces: Vec<_> = heard
        .iter()
        .filter_map(|event| match event {
            BackendEvent::Piece(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert!(!pieces.is_empty() && pieces.iter().all(|piece| WORDS.starts_with(piece)), "{heard:?}");
    assert!(pieces.is_sorted_by_key(|piece| piece.len()));
    let ledger = world.engine.accounts().ledger(9).await.expect("the ledger");
    assert_eq!((ledger.len(), ledger[0].0.line.kind), (1, LedgerKind::Charge));
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
}

#[tokio::test]
async fn what_had_come_when_it_broke_off_is_kept_and_shown_and_is_no_answer() {
    for then in [Then::Reset, Then::End] {
        let world = World::<OpenAiCompatible>::new().await;
        world.service.next(Fault::Until(MIDDLE, then));
        let options = world.options("", "r");
        let failure = world.describe(1, &options).await.expect_err("broke off");
        assert_eq!((failure.reason, failure.again), (Reason::OutcomeUnknown, Some(Again::MayCostTwice)), "{then:?}");
        assert_eq!(history(&world).await, 0);
        let world = world.again().await;
        let left = world.engine.recovery().unfinished().await.expect("a list").remove(0);
        let so_far = left.so_far.expect("what had come");
        assert!(WORDS.starts_with(&so_far) && so_far.len() < WORDS.len() && so_far.len() > 3, "{then:?}: {so_far}");
        assert_eq!(
            world.engine.recovery().finish_stored(&CancellationToken::new()).await.expect("looked"),
            0,
            "no words of it"
        );
        let again = world.describe(1, &options).await.expect_err("not by itself");
        assert_eq!((again.reason, world.sent()), (Reason::OutcomeUnknown, 1));
        // The person's word.
        let forced = Options { force: true, run_started_ms: world.engine.now_ms(), ..options };
        world.describe(1, &forced).await.expect("described");
        assert_eq!((history(&world).await, world.sent()), (1, 2));
        assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    }
}

#[tokio::test]
async fn cards_show_what_comes_and_keep_what_came_where_it_broke_off() {
    let mut world = World::<OpenAiCompatible>::new().await;
    world.service.next(Fault::Until(MIDDLE, Then::Silence));
    let ids = world.add(vec![world.picture(1)]).await;
    let text = loop {
        if let Event::Pieces { pieces } = world.event().await {
            assert_eq!(pieces[0].card, ids[0]);
            break pieces[0].text.clone();
        }
    };
    assert!(WORDS.starts_with(&text) && !text.is_empty(), "{text}");
    assert!(world.card(ids[0]).await.so_far.is_none(), "told apart while it comes");
    assert_eq!(history(&world).await, 0);
    world.batch.cancel(these(&ids)).await.expect("cancelled");
    world.until_done().await;
    tokio::time::timeout(Duration::from_secs(10), world.service.until_hung_up(1)).await.expect("hung up");
    let card = world.card(ids[0]).await;
    // It was sent and may have been charged: cancelling does not make that undone.
    assert_eq!((card.state, card.trouble.expect("trouble").again), (CardState::Failed, Some(Again::MayCostTwice)));
    assert_eq!(card.so_far.as_deref(), Some(text.as_str()));
    world.batch.describe_again(these(&ids)).await.expect("begun");
    world.until_done().await;
    let card = world.card(ids[0]).await;
    assert_eq!((card.state, card.so_far), (CardState::Done, None));
    assert_eq!(card.words.expect("words").alt.as_deref(), Some(WORDS));
}

#[tokio::test]
async fn the_persons_own_server_is_neither_held_nor_asked_about_nor_paid() {
    let mut world = own_server().await;
    world.set("local_only", "true").await;
    world.set("providers.openai-compatible.budget_day", "1 requests").await;
    let estimate = world
        .engine
        .describing()
        .estimate(&[world.item(1), world.item(2)], &world.options("", "r"))
        .await
        .expect("told");
    assert!(estimate.free && estimate.amount.is_none() && estimate.warnings.is_empty(), "{estimate:?}");
    let said = world.engine.describing().estimate_sentences(&estimate).join(" ");
    assert!(said.contains("costs nothing") && !said.contains("not known"), "{said}");
    world.add((1..4).map(|n| world.picture(n)).collect()).await;
    world.until_done().await;
    assert_eq!(world.states().await, [CardState::Done; 3]);
    assert!(world.engine.accounts().ledger(9).await.expect("the ledger").is_empty());
    assert_eq!(world.engine.accounts().usage(1).await.expect("usage").providers[0].pictures, 3);
    // As soon as the person says that it costs something, it is as any other.
    world.set("providers.openai-compatible.paid", "true").await;
    world.set("local_only", "false").await;
    world.add((4..6).map(|n| world.picture(n)).collect()).await;
    assert_eq!(world.states().await[3..], [CardState::Held; 2]);
}

#[tokio::test]
async fn what_the_persons_own_server_breaks_off_is_asked_again_for_nothing() {
    let world = own_server().await;
    world.service.next(Fault::Until(MIDDLE, Then::Reset));
    let options = world.options("", "r");
    let failure = world.describe(1, &options).await.expect_err("broke off");
    assert_eq!((failure.reason, failure.again), (Reason::Network, None));
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    world.describe(1, &options).await.expect("described");
    assert_eq!((history(&world).await, world.sent()), (1, 2));
}

#[tokio::test]
async fn a_server_that_nobody_has_named_is_asked_for() {
    let world = World::<OpenAiCompatible>::new().await;
    world.set("providers.openai-compatible.endpoint", "").await;
    let failure = world.describe(1, &world.options("", "r")).await.expect_err("where?");
    assert_eq!(failure.reason, Reason::SettingMissing);
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!(trouble.field.as_deref(), Some("endpoint"), "{trouble:?}");
    assert!(trouble.message.contains("Address of the server"), "{trouble:?}");
}

#[tokio::test]
async fn models_are_offered_as_the_list_says_whether_they_see() {
    let service = OpenAiCompatible {
        maker: altsmith_tests::simulators::openai_compatible::Maker::OpenRouter,
        ..OpenAiCompatible::default()
    };
    let world = World::with(service).await;
    let checked = world.engine.accounts().check_service("openai-compatible").await.expect("an answer");
    assert_eq!((checked.confirmed, checked.models), (false, vec!["seeing-7b".to_owned(), "blind-7b".to_owned()]));
    let setup = world.engine.accounts().service("openai-compatible").await.expect("the form");
    let models: Vec<_> = setup.models.iter().map(|model| (model.id.as_str(), model.sees)).collect();
    assert_eq!(models, [("", None), ("seeing-7b", Some(true)), ("blind-7b", Some(false))]);
    assert!(
        setup.models[0].label.len() > 3 && setup.fields.iter().any(|field| field.name == "endpoint" && field.required)
    );
    world.set("providers.openai-compatible.model", "blind-7b").await;
    let options = world.options(&world.engine.workspace().model_of("openai-compatible"), "r");
    let failure = world.describe(1, &options).await.expect_err("it sees nothing");
    assert_eq!(failure.documented.as_deref(), Some("model-blind"));
}
