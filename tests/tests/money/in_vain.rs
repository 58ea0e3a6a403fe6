//! What was charged, or perhaps charged, and brought no words is remembered: it is paid for once, however often it is run.

use crate::world::{Known, World};
use altsmith_core::describing::Options;
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Again, Reason};
use altsmith_core::library::LedgerKind;
use altsmith_core::view::{LedgerEntry, LedgerQuery};
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault};
use serde_json::{Value, json};

const PICTURES: u8 = 5;

async fn lines(engine: &Engine, kind: LedgerKind) -> Vec<LedgerEntry> {
    let page = engine.accounts().ledger_page(LedgerQuery::default()).await.expect("the statement");
    page.lines.into_iter().filter(|line| line.kind == kind).collect()
}

/// Several pictures, four nights: what the person is told, and what leaves.
async fn paid_once<S: Known>(model: &str, fault: impl Fn() -> Fault, reason: Reason, kind: LedgerKind) {
    let mut world = World::<S>::new().await;
    for night in 0..4 {
        let options = world.options(model, &format!("night {night}"));
        for n in 0..PICTURES {
            if night == 0 {
                world.service.next(fault());
            }
            let failure = world.describe(n, &options).await.expect_err("no words");
            assert_eq!((failure.reason, failure.again), (reason, Some(Again::MayCostTwice)), "{} {failure:?}", S::ID);
            assert_eq!(failure.about.contains_key("asked_before"), night > 0, "{}", S::ID);
            let said = world.engine.workspace().localizer().failure(&failure).action.expect("what to do");
            assert_eq!(said.contains("sent before"), night > 0, "{said}");
        }
        assert_eq!(world.sent(), usize::from(PICTURES), "{}: night {night}", S::ID);
        world = world.again().await;
    }
    let told = lines(&world.engine, kind).await;
    assert_eq!(told.len(), usize::from(PICTURES), "{}: {told:?}", S::ID);
    assert!(told.iter().all(|line| line.picture.is_some()), "each with its picture");

    let now = world.engine.now_ms();
    let forced = Options { force: true, run_started_ms: now, ..world.options(model, "forced") };
    world.describe(1, &forced).await.expect("on the person's word it is sent anew");
    assert_eq!(world.sent(), usize::from(PICTURES) + 1);
    world.describe(1, &world.options(model, "later")).await.expect("the history has words now");
    assert_eq!(world.sent(), usize::from(PICTURES) + 1);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_paid_for_once() {
    for fault in [|| Fault::CutOff, || Fault::Html, || Fault::Empty] {
        paid_once::<ZakAi>("", fault, Reason::BadResponse, LedgerKind::Perhaps).await;
        paid_once::<ImageDescriber>("generate_content", fault, Reason::BadResponse, LedgerKind::Perhaps).await;
        paid_once::<DescribePicture>("", fault, Reason::BadResponse, LedgerKind::Perhaps).await;
    }
    paid_once::<OpenAiCompatible>("", || Fault::Html, Reason::BadResponse, LedgerKind::Perhaps).await;
    paid_once::<OpenAi>("", || Fault::Html, Reason::BadResponse, LedgerKind::Perhaps).await;
    paid_once::<Anthropic>("", || Fault::Html, Reason::BadResponse, LedgerKind::Perhaps).await;
    paid_once::<Gemini>("", || Fault::Html, Reason::BadResponse, LedgerKind::Perhaps).await;
    paid_once::<Ollama>("", || Fault::Html, Reason::BadResponse, LedgerKind::Perhaps).await;
}

/// Events of a stream, as the service says them after its work.
fn streamed(chunks: &[Value]) -> Fault {
    let events: String = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    let body = format!("{events}data: [DONE]\n\n").into_bytes();
    Fault::Spoilt(Answer { status: 200, headers: Vec::new(), kind: "text/event-stream", body })
}

fn spoken(body: &Value) -> Fault {
    Fault::Spoilt(Answer::json(200, body))
}

#[tokio::test]
async fn a_refusal_after_the_work_may_have_been_charged_and_is_paid_for_once() {
    let filtered = || streamed(&[json!({"choices": [{"delta": {}, "finish_reason": "content_filter"}]})]);
    let declined = || {
        let said = json!({"choices": [{"delta": {"refusal": "I cannot help with that."}, "finish_reason": "stop"}]});
        streamed(&[said, json!({"choices": [], "usage": {"prompt_tokens": 400, "completion_tokens": 9}})])
    };
    let moderated = || spoken(&json!({"error": {"message": "flagged by moderation", "type": "content_policy"}}));
    for fault in [&filtered as &dyn Fn() -> Fault, &declined, &moderated] {
        paid_once::<OpenAiCompatible>("", fault, Reason::ContentBlocked, LedgerKind::Perhaps).await;
    }
    let filter = || spoken(&json!({"code": 2003, "message": "blocked", "request_id": "r"}));
    paid_once::<ImageDescriber>("generate_content", filter, Reason::ContentBlocked, LedgerKind::Perhaps).await;
    let safety = || spoken(&json!({"error": {"code": "SAFETY", "message": "blocked for safety"}}));
    paid_once::<DescribePicture>("", safety, Reason::ContentBlocked, LedgerKind::Perhaps).await;
}

#[tokio::test]
async fn a_refusal_at_the_door_stays_free() {
    let world = World::<ImageDescriber>::new().await;
    for sent in 1..3 {
        let refused = json!({"code": 2003, "message": "blocked", "request_id": "r"});
        world.service.next(Fault::Instead(Answer::json(403, &refused)));
        let failure = world.describe(1, &world.options("generate_content", "r")).await.expect_err("refused");
        assert_eq!((failure.reason, failure.again, world.sent()), (Reason::ContentBlocked, None, sent));
    }
    assert!(lines(&world.engine, LedgerKind::Perhaps).await.is_empty());
}

#[tokio::test]
async fn a_refusal_in_words_is_paid_for_once_and_stands_in_the_statement_as_charged() {
    let refusal = || {
        let said = json!({"status": "OK", "alttext": "I'm sorry, but I can't help with that.", "duration": 1});
        Fault::Spoilt(Answer::json(200, &said))
    };
    paid_once::<ZakAi>("", refusal, Reason::ContentBlocked, LedgerKind::Charge).await;
}

#[tokio::test]
async fn an_answer_that_says_nothing_is_paid_for_once_and_is_no_words() {
    for nothing in ["null", "[Insert alt text here]", "<think>A cat? Or a"] {
        let said = || {
            let said = json!({"status": "OK", "alttext": nothing, "duration": 1});
            Fault::Spoilt(Answer::json(200, &said))
        };
        paid_once::<ZakAi>("", said, Reason::BadResponse, LedgerKind::Charge).await;
    }
}

#[tokio::test]
async fn the_same_picture_twice_in_a_run_that_is_forced_is_paid_for_once() {
    let world = World::<ZakAi>::new().await;
    world.service.next(Fault::CutOff);
    world.describe(1, &world.options("", "first")).await.expect_err("no words");
    let now = world.engine.now_ms();
    let forced = Options { force: true, run_started_ms: now, ..world.options("", "forced") };
    world.service.next(Fault::CutOff);
    for _ in 0..2 {
        world.describe(1, &forced).await.expect_err("no words");
    }
    assert_eq!(world.sent(), 2);
}

#[tokio::test]
async fn an_unknown_outcome_stands_in_the_statement_until_it_is_known() {
    let world = World::<ZakAi>::new().await;
    world.service.next(Fault::Reset);
    world.describe(1, &world.options("", "r")).await.expect_err("lost");
    assert_eq!(lines(&world.engine, LedgerKind::Perhaps).await.len(), 1);
    let now = world.engine.now_ms();
    let forced = Options { force: true, resend: true, run_started_ms: now, ..world.options("", "forced") };
    world.describe(1, &forced).await.expect("sent anew");
    assert_eq!(lines(&world.engine, LedgerKind::Perhaps).await.len(), 1, "of the first nobody will ever know");
    assert_eq!(lines(&world.engine, LedgerKind::Charge).await.len(), 1);
}

#[tokio::test]
async fn what_the_service_turned_away_is_asked_again_and_stands_nowhere() {
    let world = World::<ZakAi>::new().await;
    for _ in 0..2 {
        let refused = json!({"status": "ERROR", "message": "no"});
        world.service.next(Fault::Instead(Answer::json(403, &refused)));
        world.describe(1, &world.options("", "r")).await.expect_err("refused");
    }
    assert_eq!(world.sent(), 2);
    assert!(lines(&world.engine, LedgerKind::Perhaps).await.is_empty());
    world.describe(1, &world.options("", "r")).await.expect("words");
}
