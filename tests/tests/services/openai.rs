//! OpenAI against its simulator: what it wants beyond the form that others imitate, in which forms it is asked, its list.

use crate::bench::{Bench, limits, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Reason, Remedy};
use altsmith_core::provider::{AccountQuery, Driver, Secrets};
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::refusal;
use altsmith_tests::simulators::{Fault, Simulator};
use serde_json::json;

const WORDS: &str = "A plain red rectangle, nothing else.";
const MODEL: &str = "gpt-9-mini";

fn service() -> Simulator<OpenAi> {
    Simulator::start(OpenAi::default())
}

fn bench(simulator: &Simulator<OpenAi>) -> Bench {
    let mut bench = Bench::new("openai", &format!("{}/v1", simulator.url));
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench
}

#[tokio::test]
async fn it_is_asked_in_its_own_form_without_thinking() {
    let simulator = service();
    bench(&simulator).model(MODEL).run().await.expect("described");
    let asked = simulator.with(|service| service.asked[0].clone());
    assert_eq!((&asked["reasoning_effort"], &asked["max_completion_tokens"]), (&json!("none"), &json!(1024)));
    assert_eq!(asked["messages"][0]["content"][0]["image_url"]["detail"], "high");
    assert_eq!(asked["stream_options"], json!({"include_usage": true}));
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_effort_that_a_model_does_not_know_is_left_out_and_that_is_remembered() {
    const LOW: &[&str] = &["low", "medium"];
    for (efforts, first, effort) in [(LOW, 2, json!("low")), (&[], 3, json!(null))] {
        let simulator = Simulator::start(OpenAi { efforts, ..OpenAi::default() });
        let driver = Driver::new(limits()).expect("connections");
        for sent in [first, 1] {
            let bench = bench(&simulator).model(MODEL);
            let reply = bench.run_with(&driver).await.expect("described");
            assert_eq!((reply.alt.as_deref(), bench.watch.sent()), (Some(WORDS), sent));
            assert_eq!(reply.charges.len(), 1, "what was refused cost nothing");
        }
        assert_eq!(simulator.with(|service| service.asked[0]["reasoning_effort"].clone()), effort);
        assert_eq!(simulator.violations(), Vec::<String>::new(), "thoughts take room");
    }
}

#[tokio::test]
async fn the_list_names_what_writes_and_until_when_it_is_there() {
    let listed = vec![
        json!({"id": "gpt-8-mini", "object": "model", "created": 7, "shutdown_date": "2027-01-14"}),
        json!({"id": "gpt-8-mini-transcribe", "object": "model", "created": 9}),
        json!({"id": "text-embedding-9", "object": "model", "created": 9}),
    ];
    let simulator = Simulator::start(OpenAi { listed, ..OpenAi::default() });
    let info = bench(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list");
    let models: Vec<_> = info.models.iter().map(|model| (&*model.id, model.sees, model.retired.as_deref())).collect();
    assert_eq!(models, [("gpt-8-mini", None, Some("2027-01-14")), ("gpt-1", None, None), (MODEL, None, None)]);
    assert!(info.key_confirmed);
    // Where none is named, the small one that stays is taken.
    bench(&simulator).run().await.expect("described");
    assert_eq!(simulator.with(|service| service.asked[0]["model"].clone()), MODEL);
    simulator
        .next(Fault::Instead(altsmith_tests::simulators::Answer::json(200, &json!({"object": "list", "data": []}))));
    let failure = bench(&simulator).run().await.expect_err("nothing listed");
    says_it_in_a_sentence_of_its_own(&failure, "model-none");
}

#[tokio::test]
async fn what_the_service_refuses_has_its_reason() {
    let invalid = "invalid_request_error";
    for (answer, reason, calls, documented) in [
        (
            refusal(401, "Incorrect API key provided: test-key-0123456789.", invalid, Some("invalid_api_key")),
            Reason::KeyRejected,
            1,
            None,
        ),
        (
            refusal(
                429,
                "You exceeded your current quota, please check your plan and billing details.",
                "insufficient_quota",
                Some("insufficient_quota"),
            ),
            Reason::CreditsExhausted,
            1,
            Some("openai-quota"),
        ),
        (
            refusal(429, "Rate limit reached for gpt-9-mini", "tokens", Some("rate_limit_exceeded")),
            Reason::RateLimited,
            3,
            None,
        ),
        (
            refusal(
                400,
                "Your organization must be verified to stream this model.",
                invalid,
                Some("unsupported_value"),
            ),
            Reason::KeyRejected,
            1,
            Some("openai-verification"),
        ),
        (
            refusal(
                403,
                "Country, region, or territory not supported",
                "request_forbidden",
                Some("unsupported_country_region_territory"),
            ),
            Reason::KeyRejected,
            1,
            Some("openai-region"),
        ),
        (
            refusal(
                404,
                "The model `x` does not exist or you do not have access to it.",
                invalid,
                Some("model_not_found"),
            ),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (
            refusal(404, "The model `x` has been deprecated", invalid, Some("model_not_found")),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (
            refusal(400, "Your request was rejected by our safety system", invalid, Some("content_policy_violation")),
            Reason::ContentBlocked,
            1,
            None,
        ),
        (
            refusal(400, "Invalid image: could not decode", invalid, Some("invalid_image")),
            Reason::ServiceRefusedImage,
            1,
            None,
        ),
        (
            refusal(500, "The server had an error while processing your request", "server_error", None),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
        (
            refusal(503, "The engine is currently overloaded", "server_error", None),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
    ] {
        let simulator = service();
        simulator.always(Fault::Instead(answer.clone()));
        let failure = bench(&simulator).model("x").run().await.expect_err("refused");
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{said}");
        assert_eq!(failure.documented.as_deref(), documented, "{said}");
        if let Some(name) = documented {
            says_it_in_a_sentence_of_its_own(&failure, name);
            match name {
                "openai-verification" => assert_eq!(failure.remedy(), Remedy::Service),
                "openai-region" => assert_eq!(failure.remedy(), Remedy::AnotherService),
                _ => {}
            }
        }
        assert!(!format!("{failure:?}").contains("0123456789"), "{failure:?}");
    }
}
