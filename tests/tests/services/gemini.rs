//! Gemini against its simulator: how each generation is kept from thinking, what is blocked, its list, its errors.

use crate::bench::{Bench, limits, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Again, Reason, Remedy};
use altsmith_core::provider::{AccountQuery, Driver, Secrets};
use altsmith_tests::simulators::gemini::{Gemini, refusal};
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

const WORDS: &str = "A plain red rectangle, nothing else.";
const MODEL: &str = "gemini-3.1-flash-lite";

fn bench(simulator: &Simulator<Gemini>) -> Bench {
    let mut bench = Bench::new("gemini", &simulator.url);
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench
}

#[tokio::test]
async fn each_generation_is_kept_from_thinking_in_its_own_way_and_that_is_remembered() {
    type Refused = &'static [&'static str];
    const NOTHING: Refused = &[];
    for (model, refuses, first, thinking) in [
        ("gemini-2.5-flash-lite", NOTHING, 1, json!({"thinkingBudget": 0})),
        ("gemini-2.5-pro", &["0"], 2, json!({"thinkingBudget": 128})),
        ("gemini-2.0-flash", NOTHING, 1, json!(null)),
        (MODEL, NOTHING, 1, json!({"thinkingLevel": "MINIMAL"})),
        ("gemini-3-pro", &["MINIMAL"], 2, json!({"thinkingLevel": "LOW"})),
        ("gemini-3-other", &["MINIMAL", "LOW"], 3, json!(null)),
        ("gemini-flash-latest", NOTHING, 3, json!(null)),
        ("gemma-3-27b-it", NOTHING, 1, json!(null)),
    ] {
        let simulator = Simulator::start(Gemini { seeing: model.into(), refuses, wrapped: true, ..Gemini::default() });
        let driver = Driver::new(limits()).expect("connections");
        for sent in [first, 1] {
            let bench = bench(&simulator).model(model);
            let reply = bench.run_with(&driver).await.expect(model);
            assert_eq!((reply.alt.as_deref(), bench.watch.sent()), (Some(WORDS), sent), "{model}");
            assert_eq!(reply.charges.len(), 1, "what was refused cost nothing");
        }
        let asked = simulator.with(|service| service.asked[0]["generationConfig"].clone());
        assert_eq!(asked["thinkingConfig"], thinking, "{model}");
        assert_eq!(asked["maxOutputTokens"].as_u64() > Some(2_048), first > 1 || !model.contains("2.5"), "{model}");
        assert_eq!(simulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_is_not_allowed_brings_no_candidate_but_a_reason() {
    for blocks in ["PROHIBITED_CONTENT", "SAFETY", "OTHER"] {
        let simulator = Simulator::start(Gemini { blocks: Some(blocks), ..Gemini::default() });
        let failure = bench(&simulator).model(MODEL).run().await.expect_err("blocked");
        assert_eq!((failure.reason, failure.provider_message.as_deref()), (Reason::ContentBlocked, Some(blocks)));
        assert_eq!(simulator.received().len(), 1);
    }
}

#[tokio::test]
async fn the_list_comes_in_pages_and_names_what_can_be_asked() {
    let simulator = Simulator::start(Gemini { more: 1_100, ..Gemini::default() });
    let info = bench(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list");
    assert_eq!((info.models.len(), info.key_confirmed, simulator.received().len()), (1_102, true, 2));
    let ids: Vec<_> = info.models.iter().map(|model| &*model.id).collect();
    assert!(ids.contains(&MODEL) && !ids.contains(&"gemini-embedding-001") && !ids.contains(&"gemini-3-pro-image"));
    assert_eq!(info.models.last().map(|model| (&*model.id, model.sees)), Some(("gemma-0-1b-it", None)));
    // Where none is named, the newest small one is taken.
    let simulator = Simulator::start(Gemini { more: 3, ..Gemini::default() });
    let reply = bench(&simulator).run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), simulator.received().len()), (Some(WORDS), 2));
    assert!(simulator.received()[1].path.contains(MODEL), "{}", simulator.received()[1].path);
    simulator.next(Fault::Instead(Answer::json(200, &json!({"models": []}))));
    let failure = bench(&simulator).run().await.expect_err("nothing listed");
    says_it_in_a_sentence_of_its_own(&failure, "model-none");
}

#[tokio::test]
async fn a_bad_key_is_a_bad_request_here() {
    for wrapped in [true, false] {
        let simulator = Simulator::start(Gemini { wrapped, ..Gemini::default() });
        let mut bench = bench(&simulator).model(MODEL);
        bench.secrets = Secrets::none().with("api_key", "another-key-0123456789");
        let failure = bench.run().await.expect_err("refused");
        assert_eq!((failure.reason, simulator.received().len()), (Reason::KeyRejected, 1));
        says_it_in_a_sentence_of_its_own(&failure, "gemini-key");
        let asked = bench.query_account(AccountQuery::Key).await.expect("asked");
        assert_eq!(asked.expect_err("refused").reason, Reason::KeyRejected);
    }
}

#[tokio::test]
async fn what_the_service_refuses_has_its_reason() {
    let none = json!([]);
    let disabled = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}]);
    for (answer, reason, calls, documented) in [
        (
            refusal(403, "PERMISSION_DENIED", "Gemini API has not been used in project 1", &disabled),
            Reason::KeyRejected,
            1,
            Some("gemini-disabled"),
        ),
        (
            refusal(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.", &none),
            Reason::KeyRejected,
            1,
            None,
        ),
        (
            refusal(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", &none),
            Reason::KeyRejected,
            1,
            Some("gemini-region"),
        ),
        (
            refusal(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan", &none),
            Reason::RateLimited,
            3,
            None,
        ),
        (
            refusal(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", &none),
            Reason::CreditsExhausted,
            1,
            Some("gemini-credits"),
        ),
        (
            refusal(404, "NOT_FOUND", "models/x is not found for API version v1beta", &none),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (
            refusal(400, "INVALID_ARGUMENT", "Unable to process input image.", &none),
            Reason::ServiceRefusedImage,
            1,
            None,
        ),
        (refusal(500, "INTERNAL", "An internal error has occurred.", &none), Reason::ProviderUnavailable, 3, None),
        (
            refusal(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", &none),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
        (refusal(504, "DEADLINE_EXCEEDED", "The request timed out.", &none), Reason::ProviderUnavailable, 3, None),
    ] {
        for wrapped in [true, false] {
            let simulator = Simulator::start(Gemini::default());
            let mut answer = answer.clone();
            if wrapped {
                answer.body = [b"[", &answer.body[..], b"]"].concat();
            }
            simulator.always(Fault::Instead(answer.clone()));
            let failure = bench(&simulator).model("x").run().await.expect_err("refused");
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{said}");
            assert_eq!(failure.documented.as_deref(), documented, "{said}");
            if let Some(name) = documented {
                says_it_in_a_sentence_of_its_own(&failure, name);
                if name == "gemini-region" {
                    assert_eq!(failure.remedy(), Remedy::AnotherService);
                }
            }
        }
    }
}

#[tokio::test]
async fn an_error_in_a_stream_is_the_services_and_costs_nothing_before_the_first_word() {
    let event = |data: serde_json::Value| format!("data: {data}\n\n");
    let words = event(
        json!({"candidates": [{"content": {"parts": [{"text": "A plain "}]}}], "usageMetadata": {"promptTokenCount": 300, "candidatesTokenCount": 2}}),
    );
    let error = event(json!({"error": {"code": 503, "status": "UNAVAILABLE", "message": "The model is overloaded."}}));
    let answer =
        |body: String| Answer { status: 200, headers: vec![], kind: "text/event-stream", body: body.into_bytes() };
    let simulator = Simulator::start(Gemini::default());
    simulator.next(Fault::Spoilt(answer(error.clone())));
    bench(&simulator).model(MODEL).run().await.expect("tried again");
    assert_eq!(simulator.received().len(), 2);
    simulator.next(Fault::Spoilt(answer([words, error].concat())));
    let failure = bench(&simulator).model(MODEL).run().await.expect_err("in the middle");
    assert_eq!((failure.reason, failure.again), (Reason::ProviderUnavailable, Some(Again::MayCostTwice)));
    assert_eq!(simulator.received().len(), 3, "never sent again by itself");
}
