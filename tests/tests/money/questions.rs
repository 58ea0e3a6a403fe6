//! Questions about a picture: asked with what was said before, answered once, kept apart from the picture's words.

use crate::world::World;
use altsmith_core::describing::BackendEvent;
use altsmith_core::failure::Reason;
use altsmith_core::ingest::{Incoming, Item};
use altsmith_core::money::{Amount, Unit};
use altsmith_core::view::HistoryQuery;
use altsmith_tests::simulators::Fault;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::zakai::ZakAi;
use serde_json::json;
use tokio_util::sync::CancellationToken;

const NEVER: fn() -> CancellationToken = CancellationToken::new;
const QUIET: &(dyn Fn(BackendEvent) + Sync) = &|_| {};

async fn described(world: &World<DescribePicture>) -> i64 {
    world.describe(1, &world.options("", "r")).await.expect("described")
}

#[tokio::test]
async fn a_question_goes_with_what_was_said_before_and_its_answer_stays() {
    let world = World::<DescribePicture>::new().await;
    let image_id = described(&world).await;
    let before = world.engine.history().conversation(image_id).await.expect("a conversation");
    assert_eq!(
        (before.provider.as_deref(), before.name.as_deref()),
        (Some("describepicture"), Some("DescribePicture"))
    );
    assert_eq!(before.cost, Some(Amount { value: 0.01, unit: Unit::Usd }));
    assert!(before.exchanges.is_empty());

    world.service.with(|service| service.answer = "It is **red**, <script>alert(1)</script>really.\n\nYes.".into());
    let first =
        world.engine.history().ask_about(image_id, " What colour? ".into(), &NEVER(), QUIET).await.expect("an answer");
    let exchange = &first.exchanges[0];
    assert_eq!(exchange.question, "What colour?");
    assert!(exchange.answer.starts_with("It is red") && exchange.answer.ends_with("Yes."), "{}", exchange.answer);
    assert!(exchange.answer_html.contains("<strong>red</strong>"), "{}", exchange.answer_html);
    assert!(!exchange.answer_html.contains("<script"), "{}", exchange.answer_html);
    assert_eq!(exchange.credits.as_ref().and_then(|credits| credits.remaining), Some(986.0));

    world.service.with(|service| service.answer = "Nothing else.".into());
    let second =
        world.engine.history().ask_about(image_id, "And else?".into(), &NEVER(), QUIET).await.expect("an answer");
    assert_eq!(second.exchanges.len(), 2);
    let said = world.service.with(|service| service.opened.last().expect("a request")["prompt"].clone());
    assert_eq!(
        said,
        json!([
            {"role": "user", "text": "Describe this image."},
            {"role": "model", "text": "A red square."},
            {"role": "user", "text": "What colour?"},
            {"role": "model", "text": "It is **red**, <script>alert(1)</script>really.\n\nYes."},
            {"role": "user", "text": "And else?\nAnswer in English."},
        ])
    );
    assert!(world.service.violations().is_empty(), "{:?}", world.service.violations());

    let entry = world.engine.history().entry(image_id).await.expect("an entry");
    assert_eq!(entry.versions.len(), 1, "an answer is no version");
    assert_eq!(entry.versions[0].alt.as_deref(), Some("A red square."));
    let found =
        world.engine.history().page(HistoryQuery { text: "nothing else".into(), ..HistoryQuery::default() }).await;
    assert_eq!(found.expect("the history").total, 1, "it is found by what was answered");
    let usage = world.engine.accounts().usage(1).await.expect("usage");
    assert_eq!(usage.providers[0].pictures, 1, "one picture was described");
    assert_eq!(usage.providers[0].spent[0].value, 0.03, "and three requests were paid");

    let world = world.again().await;
    assert_eq!(world.engine.history().conversation(image_id).await.expect("a conversation").exchanges.len(), 2);
}

#[tokio::test]
async fn the_same_question_at_the_same_time_is_sent_once() {
    let world = World::<DescribePicture>::new().await;
    let image_id = described(&world).await;
    let (one, other) = (NEVER(), NEVER());
    let ask = |cancel| world.engine.history().ask_about(image_id, "What colour?".into(), cancel, QUIET);
    let (one, other) = tokio::join!(ask(&one), ask(&other));
    assert_eq!(one.expect("an answer").exchanges.len(), 1);
    assert_eq!(other.expect("an answer").exchanges.len(), 1);
    assert_eq!(world.sent(), 2, "the description and one question");
}

#[tokio::test]
async fn a_cap_and_an_unknown_outcome_hold_for_questions_too() {
    let world = World::<DescribePicture>::new().await;
    let image_id = described(&world).await;
    world.service.next(Fault::Reset);
    let never = NEVER();
    let lost =
        world.engine.history().ask_about(image_id, "What colour?".into(), &never, QUIET).await.expect_err("lost");
    assert_eq!(lost.reason, Reason::OutcomeUnknown);
    let again = world
        .engine
        .history()
        .ask_about(image_id, "What colour?".into(), &never, QUIET)
        .await
        .expect_err("not sent again");
    assert_eq!((again.reason, world.sent()), (Reason::OutcomeUnknown, 2));
    world
        .engine
        .history()
        .ask_about_again(image_id, "What colour?".into(), &never, QUIET)
        .await
        .expect("on the person's word");
    assert!(world.engine.recovery().unfinished().await.expect("a list").is_empty());
    assert_eq!(world.engine.history().conversation(image_id).await.expect("a conversation").exchanges.len(), 1);
    world.set("providers.describepicture.budget_day", "0.03").await;
    let capped =
        world.engine.history().ask_about(image_id, "And else?".into(), &never, QUIET).await.expect_err("no room");
    assert_eq!((capped.reason, world.sent()), (Reason::BudgetReached, 3));
}

#[tokio::test]
async fn a_picture_that_cannot_be_read_again_is_said_in_words() {
    let world = World::<DescribePicture>::new().await;
    let image_id = described(&world).await;
    std::fs::remove_file(world.path("1.png")).expect("deleted");
    let gone =
        world.engine.history().ask_about(image_id, "What colour?".into(), &NEVER(), QUIET).await.expect_err("gone");
    assert_eq!((gone.reason, gone.about["name"].as_str()), (Reason::FileGone, "1.png"));

    let Incoming::Path(path) = world.picture(7) else { panic!("a file") };
    let from = Incoming::Bytes { bytes: std::fs::read(path).expect("bytes"), name: "Pasted picture".into() };
    let item = Item { from, name: "Pasted picture".into(), source: "-".into() };
    let pasted =
        world.engine.describing().describe(&item, &world.options("", "r"), &NEVER(), &|_| {}).await.expect("described");
    let failure =
        world.engine.history().ask_about(pasted.image.id, "What?".into(), &NEVER(), QUIET).await.expect_err("pasted");
    let trouble = world.engine.workspace().localizer().failure(&failure);
    assert_eq!(trouble.reason, Reason::FileGone);
    assert_eq!(trouble.message, "“Pasted picture” was pasted, and only its words are kept.");
    assert_eq!(trouble.action.as_deref(), Some("Paste it again."));
    let empty =
        world.engine.history().ask_about(image_id, " \n ".into(), &NEVER(), QUIET).await.expect_err("no question");
    assert_eq!(empty.reason, Reason::InvalidRequest);
    assert_eq!(world.sent(), 2);
}

#[tokio::test]
async fn who_takes_no_questions_passes_them_on_to_who_has_keys() {
    let world = World::<ZakAi>::new().await;
    let image_id = world.describe(1, &world.options("", "r")).await.expect("described");
    let nobody = world.engine.history().conversation(image_id).await.expect("a conversation");
    assert_eq!((nobody.provider, nobody.cost), (None, None));
    let failure =
        world.engine.history().ask_about(image_id, "What?".into(), &NEVER(), QUIET).await.expect_err("nobody");
    assert_eq!(failure.reason, Reason::NoConversation);
    let keys = [("app_id".to_owned(), "test-app-id-42".to_owned())].into();
    world.engine.accounts().set_keys("describepicture", keys).await.expect("a key");
    let somebody = world.engine.history().conversation(image_id).await.expect("a conversation");
    assert_eq!(somebody.provider.as_deref(), Some("describepicture"));
    world.set("local_only", "true").await;
    let here = world.engine.history().conversation(image_id).await.expect("a conversation");
    assert_eq!(here.provider, None, "it is not on this computer");
    assert_eq!(world.engine.history().conversation(99).await.expect_err("no picture").reason, Reason::NotFound);
}
