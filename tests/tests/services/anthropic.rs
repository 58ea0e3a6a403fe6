//! Anthropic against its simulator: what is asked in which form, the list, every error that its documents name.

use crate::bench::{Bench, limits, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Again, Reason};
use altsmith_core::provider::{AccountQuery, Driver, Secrets};
use altsmith_tests::simulators::anthropic::{Anthropic, refusal};
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

const WORDS: &str = "A plain red rectangle, nothing else.";
const MODEL: &str = "claude-haiku-9";

fn service() -> Simulator<Anthropic> {
    Simulator::start(Anthropic::default())
}

fn bench(simulator: &Simulator<Anthropic>) -> Bench {
    let mut bench = Bench::new("anthropic", &simulator.url);
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench
}

#[tokio::test]
async fn the_picture_stands_before_the_words_and_thinking_is_switched_off() {
    let simulator = service();
    let reply = bench(&simulator).model(MODEL).run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), reply.request_id.as_deref()), (Some(WORDS), Some("msg_1")));
    let asked = simulator.with(|service| service.asked[0].clone());
    assert_eq!(asked["thinking"], json!({"type": "disabled"}));
    assert_eq!((&asked["max_tokens"], asked.get("output_config")), (&json!(1024), None));
    assert_eq!(asked["messages"][0]["content"][0]["type"], "image");
    assert_eq!(simulator.received()[0].header("anthropic-version"), Some("2026-10-21"));
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_model_that_always_thinks_is_asked_to_think_little_and_that_is_remembered() {
    for (knows_no_effort, first, effort) in [(false, 2, json!({"effort": "low"})), (true, 3, json!(null))] {
        let simulator = Simulator::start(Anthropic { thinks_always: true, knows_no_effort, ..Anthropic::default() });
        let driver = Driver::new(limits()).expect("connections");
        for sent in [first, 1] {
            let bench = bench(&simulator).model(MODEL);
            let reply = bench.run_with(&driver).await.expect("described");
            assert_eq!((reply.alt.as_deref(), bench.watch.sent()), (Some(WORDS), sent));
            assert_eq!(reply.charges.len(), 1, "what was refused cost nothing");
        }
        let asked = simulator.with(|service| service.asked[0].clone());
        assert_eq!((&asked["output_config"], asked.get("thinking")), (&effort, None));
        assert!(asked["max_tokens"].as_u64().is_some_and(|room| room > 2_048), "thoughts take room");
        assert_eq!(simulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_list_comes_in_pages_and_says_which_models_see_and_until_when() {
    let simulator = Simulator::start(Anthropic { more: 150, ..Anthropic::default() });
    let info = bench(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list");
    assert_eq!((info.models.len(), info.key_confirmed, simulator.received().len()), (152, true, 2));
    let model = |id: &str| info.models.iter().find(|model| model.id == id).expect("listed");
    assert_eq!((model(MODEL).sees, &model(MODEL).retired), (Some(true), &None));
    assert_eq!(model("claude-opus-7").retired.as_deref(), Some("2027-01-14T00:00:00Z"));
    assert_eq!(info.models.last().map(|model| (&*model.id, model.sees)), Some(("claude-blind-1", Some(false))));
    let mut wrong = bench(&simulator);
    wrong.secrets = Secrets::none().with("api_key", "another-key-0123456789");
    assert_eq!(
        wrong.query_account(AccountQuery::Key).await.expect("asked").expect_err("no").reason,
        Reason::KeyRejected
    );
}

#[tokio::test]
async fn where_no_model_is_named_the_newest_small_one_is_taken() {
    let simulator = Simulator::start(Anthropic { more: 5, ..Anthropic::default() });
    let reply = bench(&simulator).run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), simulator.received().len()), (Some(WORDS), 2));
    assert_eq!(simulator.with(|service| service.asked[0]["model"].clone()), MODEL);
    simulator.next(Fault::Instead(Answer::json(200, &json!({"data": [], "has_more": false}))));
    let failure = bench(&simulator).run().await.expect_err("nothing listed");
    says_it_in_a_sentence_of_its_own(&failure, "model-none");
}

#[tokio::test]
async fn what_the_service_refuses_has_its_reason() {
    let coded = |status, kind: &str, code: &str| {
        let error = json!({"type": kind, "message": "Limit reached.", "details": {"error_code": code}});
        Answer::json(status, &json!({"type": "error", "error": error, "request_id": "req_011"}))
    };
    let html = |status| Answer { status, headers: vec![], kind: "text/html", body: b"<h1>sorry</h1>".to_vec() };
    for (answer, reason, calls, documented) in [
        (refusal(401, "authentication_error", "invalid x-api-key"), Reason::KeyRejected, 1, None),
        (
            refusal(403, "permission_error", "Your API key does not have permission"),
            Reason::KeyRejected,
            1,
            Some("anthropic-permission"),
        ),
        (
            refusal(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
            Reason::CreditsExhausted,
            1,
            Some("anthropic-credits"),
        ),
        (refusal(402, "billing_error", "Payment required"), Reason::CreditsExhausted, 1, Some("anthropic-credits")),
        (
            coded(429, "rate_limit_error", "contract_spend_limit_reached"),
            Reason::CreditsExhausted,
            1,
            Some("anthropic-spend-limit"),
        ),
        (
            coded(429, "rate_limit_error", "enforced_spend_limit_reached"),
            Reason::CreditsExhausted,
            1,
            Some("anthropic-spend-limit"),
        ),
        (coded(429, "rate_limit_error", "ramp_limit_exceeded"), Reason::RateLimited, 3, None),
        (refusal(429, "rate_limit_error", "Number of requests has exceeded your limit"), Reason::RateLimited, 3, None),
        (refusal(404, "not_found_error", "model: claude-gone"), Reason::ModelNotFound, 1, None),
        (
            refusal(413, "request_too_large", "Request exceeds the maximum size"),
            Reason::ServiceRefusedImage,
            1,
            Some("anthropic-too-large"),
        ),
        (html(413), Reason::ServiceRefusedImage, 1, None),
        (
            refusal(
                400,
                "invalid_request_error",
                "messages.0.content.0.image.source.base64: image exceeds 5 MB maximum",
            ),
            Reason::ServiceRefusedImage,
            1,
            None,
        ),
        (refusal(500, "api_error", "Internal server error"), Reason::ProviderUnavailable, 3, None),
        (refusal(504, "timeout_error", "Request timed out"), Reason::ProviderUnavailable, 3, None),
        (refusal(529, "overloaded_error", "Overloaded"), Reason::ProviderUnavailable, 3, None),
        (html(529), Reason::ProviderUnavailable, 3, None),
        (html(500), Reason::OutcomeUnknown, 1, None),
    ] {
        let simulator = service();
        simulator.always(Fault::Instead(answer.clone()));
        let failure = bench(&simulator).model("claude-gone").run().await.expect_err("refused");
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{said}");
        assert_eq!(failure.documented.as_deref(), documented, "{said}");
        if let Some(name) = documented {
            says_it_in_a_sentence_of_its_own(&failure, name);
        }
        assert_eq!(failure.request_id.is_some(), said.contains("req_011"), "{said}");
    }
}

#[tokio::test]
async fn a_model_that_does_not_see_is_said_to_be_blind() {
    let simulator = service();
    let failure = bench(&simulator).model("claude-blind-1").run().await.expect_err("it sees nothing");
    assert_eq!(failure.documented.as_deref(), Some("model-blind"));
}

#[tokio::test]
async fn an_error_in_a_stream_is_the_services_and_costs_nothing_before_the_first_word() {
    let event =
        |data: serde_json::Value| format!("event: {}\ndata: {data}\n\n", data["type"].as_str().unwrap_or_default());
    let start = event(
        json!({"type": "message_start", "message": {"id": "msg_1", "usage": {"input_tokens": 300, "output_tokens": 1}}}),
    );
    let words =
        event(json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "A plain "}}));
    let error = event(json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}));
    let answer = |parts: &[&str]| Answer {
        status: 200,
        headers: vec![],
        kind: "text/event-stream",
        body: parts.concat().into_bytes(),
    };
    let simulator = service();
    simulator.next(Fault::Spoilt(answer(&[&start, &error])));
    bench(&simulator).model(MODEL).run().await.expect("tried again");
    assert_eq!(simulator.received().len(), 2);
    simulator.next(Fault::Spoilt(answer(&[&start, &words, &error])));
    let failure = bench(&simulator).model(MODEL).run().await.expect_err("in the middle");
    assert_eq!((failure.reason, failure.again), (Reason::ProviderUnavailable, Some(Again::MayCostTwice)));
    assert_eq!(simulator.received().len(), 3, "never sent again by itself");
}
