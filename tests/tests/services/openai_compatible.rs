//! Servers that speak OpenAI's form against their simulator: streams in every condition, lists of models, what they refuse.

use crate::bench::{Bench, Seen, alt_of, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Again, Reason};
use altsmith_core::money::{Price, TokenPrice, Tokens};
use altsmith_core::provider::{AccountQuery, ListedModel, Request, Secrets, Turn, TurnRole};
use altsmith_tests::simulators::openai_compatible::{Maker, OpenAiCompatible, refusal};
use altsmith_tests::simulators::{Answer, Fault, Simulator, Then};
use serde_json::json;
use std::time::{Duration, Instant};

const WORDS: &str = "A plain red rectangle, nothing else.";

fn service() -> Simulator<OpenAiCompatible> {
    Simulator::start(OpenAiCompatible::default())
}

/// A server that costs money, as far as the person says.
fn bench(simulator: &Simulator<OpenAiCompatible>) -> Bench {
    let mut bench = own(simulator);
    bench.settings.insert("paid".into(), "true".into());
    bench
}

/// The same as the person's own.
fn own(simulator: &Simulator<OpenAiCompatible>) -> Bench {
    let mut bench = Bench::new("openai-compatible", &format!("{}/v1", simulator.url));
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench
}

/// The documented stream.
async fn stream() -> String {
    let simulator = service();
    let bench = bench(&simulator);
    bench.run().await.expect("described");
    let answered = bench.watch.seen().into_iter().find_map(|seen| match seen {
        Seen::Answered(_, body) => Some(body),
        _ => None,
    });
    answered.expect("an answer")
}

#[tokio::test]
async fn words_come_as_a_stream_and_what_was_counted_with_them() {
    let simulator =
        Simulator::start(OpenAiCompatible { thoughts: Some("Hm, red?".into()), ..OpenAiCompatible::default() });
    let bench = bench(&simulator).model("seeing-7b");
    let reply = bench.run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), reply.description), (Some(WORDS), None));
    assert_eq!(reply.tokens, Some(Tokens { input: 300, output: 6 }));
    assert_eq!((reply.charges.len(), reply.request_id.as_deref()), (1, Some("chatcmpl-1")));
    let asked = simulator.with(|service| service.asked[0].clone());
    assert_eq!((&asked["model"], &asked["stream"]), (&json!("seeing-7b"), &json!(true)));
    assert_eq!(asked["stream_options"]["include_usage"], true);
    assert_eq!(asked["chat_template_kwargs"]["enable_thinking"], false, "on this computer");
    let text = asked["messages"][0]["content"][1]["text"].as_str().expect("an instruction").to_owned();
    assert!(text.contains("alt text") && text.contains("English"), "{text}");
    assert_eq!(simulator.violations(), Vec::<String>::new());
    // Provisional words are told before the answer is stored, and each is the beginning of the whole.
    let seen = bench.watch.seen();
    let answered = seen.iter().position(|seen| matches!(seen, Seen::Answered(..))).expect("an answer");
    assert!(seen[..answered].iter().all(|seen| !matches!(seen, Seen::Waiting(..))));
    assert!(bench.watch.pieces().iter().all(|piece| WORDS.starts_with(piece.as_str())), "{seen:?}");
}

#[tokio::test]
async fn what_came_is_shown_while_the_rest_is_awaited() {
    let body = stream().await;
    let simulator = service();
    let at = body.find("rectangle").expect("a word");
    simulator.always(Fault::Until(at, Then::Silence));
    let bench = bench(&simulator);
    let failure = bench.run().await.expect_err("it fell silent");
    assert_eq!(failure.reason, Reason::Timeout);
    assert_eq!(bench.watch.pieces().last().map(String::as_str), Some("A plain red "));
    assert_eq!((simulator.received().len(), bench.watch.sent()), (1, 1), "never sent again");
}

#[tokio::test]
async fn a_stream_that_breaks_off_at_any_byte_is_an_unknown_outcome_or_whole() {
    let body = stream().await;
    let end = body.find("\"finish_reason\":\"stop\"").expect("an end");
    let simulator = service();
    let driver = altsmith_core::provider::Driver::new(crate::bench::limits()).expect("connections");
    for (then, step) in [(Then::End, 1), (Then::Reset, 7)] {
        // Every byte for a proper end; a reset takes its time, and the same code reads both.
        for at in (1..body.len()).step_by(step) {
            simulator.next(Fault::Until(at, then));
            let bench = bench(&simulator);
            match bench.run_with(&driver).await {
                Ok(reply) => {
                    assert!(at > end, "{then:?} {at}");
                    assert_eq!(reply.alt.as_deref(), Some(WORDS));
                }
                Err(failure) => {
                    assert!(at < end + 40, "{then:?} {at}: {failure:?}");
                    assert_eq!(failure.reason, Reason::OutcomeUnknown, "{then:?} {at}: {failure:?}");
                }
            }
            assert_eq!(bench.watch.sent(), 1);
        }
    }
}

#[tokio::test]
async fn packets_may_end_anywhere_and_lines_in_every_way() {
    for line_end in ["\n", "\r\n", "\r"] {
        let simulator = Simulator::start(OpenAiCompatible { line_end, ..OpenAiCompatible::default() });
        simulator.with(|service| service.words = "Ein rötliches Rechteck – 红色。".into());
        for ends in [(1..400).step_by(3).collect(), vec![1, 2, 3], (100..300).collect::<Vec<_>>()] {
            simulator.next(Fault::Packets(ends));
            let reply = bench(&simulator).run().await.expect("described");
            assert_eq!(reply.alt.as_deref(), Some("Ein rötliches Rechteck – 红色。"), "{line_end:?}");
        }
    }
}

#[tokio::test]
async fn a_server_may_keep_the_connection_open_or_leave_out_what_is_not_needed() {
    let body = stream().await;
    for (service, kept_open) in [
        (OpenAiCompatible { done: false, ..OpenAiCompatible::default() }, false),
        (OpenAiCompatible { counts: false, ..OpenAiCompatible::default() }, false),
        (OpenAiCompatible { streams: false, ..OpenAiCompatible::default() }, false),
        (OpenAiCompatible::default(), true),
    ] {
        let counts = service.counts;
        let simulator = Simulator::start(service);
        if kept_open {
            simulator.always(Fault::Until(body.len(), Then::Silence));
        }
        let reply = bench(&simulator).run().await.expect("described");
        assert_eq!((reply.alt.as_deref(), reply.tokens.is_some()), (Some(WORDS), counts));
    }
}

#[tokio::test]
async fn words_that_come_slowly_are_worth_waiting_for_and_comments_are_not() {
    let body = stream().await;
    let simulator = service();
    simulator.always(Fault::Until(body.find("rectangle").expect("a word"), Then::Drip));
    let bench = bench(&simulator);
    let begun = Instant::now();
    let failure = bench.run().await.expect_err("comments alone");
    assert_eq!(failure.reason, Reason::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn cancelling_closes_the_connection_at_once() {
    let body = stream().await;
    let simulator = service();
    simulator.always(Fault::Until(body.find("rectangle").expect("a word"), Then::Silence));
    let mut bench = bench(&simulator);
    bench.limits.silence = Duration::from_secs(600);
    bench.limits.call = Duration::from_secs(600);
    bench.watch.cancel_at_words = Some(bench.cancel.clone());
    assert_eq!(bench.run().await.expect_err("cancelled").reason, Reason::Cancelled);
    tokio::time::timeout(Duration::from_secs(10), simulator.until_hung_up(1)).await.expect("the connection was closed");
}

#[tokio::test]
async fn an_error_in_a_stream_is_the_services_and_costs_nothing_before_the_first_word() {
    let event = |data: serde_json::Value| format!("data: {data}\n\n");
    let words = event(json!({"choices": [{"index": 0, "delta": {"content": "A plain "}, "finish_reason": null}]}));
    let error = event(
        json!({"error": {"code": 503, "message": "The server is overloaded"}, "choices": [{"delta": {}, "finish_reason": "error"}]}),
    );
    let answer =
        |body: String| Answer { status: 200, headers: vec![], kind: "text/event-stream", body: body.into_bytes() };
    let simulator = service();
    simulator.next(Fault::Spoilt(answer(error.clone())));
    bench(&simulator).run().await.expect("tried again");
    assert_eq!(simulator.received().len(), 2);
    simulator.next(Fault::Spoilt(answer([words, error].concat())));
    let failure = bench(&simulator).run().await.expect_err("in the middle");
    assert_eq!((failure.reason, failure.again), (Reason::ProviderUnavailable, Some(Again::MayCostTwice)));
    assert_eq!(simulator.received().len(), 3, "never sent again by itself");
}

#[tokio::test]
async fn the_persons_own_server_costs_nothing_and_what_breaks_off_is_no_unknown_outcome() {
    let body = stream().await;
    let simulator = service();
    let reply = own(&simulator).run().await.expect("described");
    assert!(reply.charges.is_empty());
    let at = body.find("rectangle").expect("a word");
    for (then, reason) in
        [(Then::End, Reason::BadResponse), (Then::Reset, Reason::Network), (Then::Silence, Reason::Timeout)]
    {
        simulator.next(Fault::Until(at, then));
        let bench = own(&simulator);
        let failure = bench.run().await.expect_err("broke off");
        assert_eq!((failure.reason, failure.again), (reason, None), "{then:?}");
        assert_eq!(bench.watch.sent(), 1, "{then:?}: the person asks again");
        assert_eq!(bench.watch.pieces().last().map(String::as_str), Some("A plain red "), "{then:?}");
    }
}

#[tokio::test]
async fn a_key_is_sent_where_there_is_one_and_to_a_server_that_wants_one_it_must() {
    let simulator = Simulator::start(OpenAiCompatible::keyless());
    let mut bench = bench(&simulator);
    bench.secrets = Secrets::none();
    bench.run().await.expect("described");
    assert_eq!(simulator.received()[0].header("authorization"), None);
    let simulator = service();
    bench.endpoint = format!("{}/v1/", simulator.url);
    let failure = bench.run().await.expect_err("refused");
    assert_eq!((failure.reason, simulator.received().len()), (Reason::KeyRejected, 1));
}

#[tokio::test]
async fn a_question_brings_the_earlier_turns_along() {
    let turn = |role, text: &str| Turn { role, text: text.into() };
    let first = turn(TurnRole::Model, "A red rectangle.");
    let asked = turn(TurnRole::User, "How large?");
    let answered = turn(TurnRole::Model, "Small.");
    for turns in [vec![], vec![first.clone()], vec![first.clone(), asked, answered]] {
        let simulator = service();
        let mut bench = bench(&simulator);
        bench.request = Request {
            style: "question".into(),
            prompt: Some("Which colour?".into()),
            language: "en".into(),
            turns: turns.clone(),
            ..Request::default()
        };
        let reply = bench.run().await.expect("answered");
        assert_eq!((alt_of(&reply).as_deref(), reply.description.as_deref()), (Some(WORDS), Some(WORDS)));
        let messages = simulator.with(|service| service.asked[0]["messages"].as_array().expect("messages").len());
        assert_eq!(messages, if turns.is_empty() { 1 } else { turns.len() + 2 });
        assert_eq!(simulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn lists_say_in_their_own_ways_which_models_see() {
    for (maker, known) in [
        (Maker::Plain, false),
        (Maker::OpenRouter, true),
        (Maker::Mistral, true),
        (Maker::LlamaServer, true),
        (Maker::LmStudio, true),
    ] {
        let simulator = Simulator::start(OpenAiCompatible { maker, ..OpenAiCompatible::default() });
        let models = own(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list").models;
        let price = (maker == Maker::OpenRouter).then_some(Price::Tokens(TokenPrice { input: 0.1, output: 0.4 }));
        let model = |id: &str, sees| ListedModel { sees, price, ..ListedModel::named(id) };
        let expected = if known {
            [model("seeing-7b", Some(true)), model("blind-7b", Some(false))]
        } else {
            [model("blind-7b", None), model("seeing-7b", None)]
        };
        assert_eq!(models, expected, "{maker:?}");
        assert!(simulator.received().iter().all(|request| request.method == "GET"), "free");
    }
}

#[tokio::test]
async fn the_one_model_of_an_older_llama_server_is_known_by_its_own_word() {
    let simulator = Simulator::start(OpenAiCompatible { maker: Maker::LlamaServer, ..OpenAiCompatible::default() });
    simulator.next(Fault::Instead(Answer::json(200, &json!({"object": "list", "data": [{"id": "gguf"}]}))));
    let models = own(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list").models;
    assert_eq!(models, [ListedModel { sees: Some(true), ..ListedModel::named("gguf") }]);
}

#[tokio::test]
async fn a_hostile_list_of_models_is_bounded_and_clean() {
    let mut list: Vec<_> = (0..50_000).map(|n| json!({"id": format!("model-{n}")})).collect();
    list.splice(
        0..0,
        [
            json!({"id": "\u{1b}[2Jm"}),
            json!({"id": "m".repeat(5_000)}),
            json!({"id": 7}),
            json!(null),
            json!("model-0"),
        ],
    );
    for shape in [json!({"object": "list", "data": list}), json!(list)] {
        let simulator = service();
        simulator.always(Fault::Spoilt(Answer::json(200, &shape)));
        let mut bench = own(&simulator);
        bench.limits.body = 8 << 20;
        let models = bench.query_account(AccountQuery::Models).await.expect("asked").expect("a list").models;
        assert_eq!((models.len(), &*models[0].id), (1_000, "model-0"));
        assert!(models.iter().all(|model| model.id.starts_with("model-")));
    }
    for shape in [json!({}), json!({"data": {}}), json!("models")] {
        let simulator = service();
        simulator.always(Fault::Spoilt(Answer::json(200, &shape)));
        let failure = own(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect_err("no list");
        assert_eq!(failure.reason, Reason::BadResponse, "{shape}");
    }
}

#[tokio::test]
async fn what_a_server_refuses_has_its_reason() {
    let html = |status| Answer { status, headers: vec![], kind: "text/html", body: b"<h1>sorry</h1>".to_vec() };
    let detail = |status, body| Answer::json(status, &body);
    for (answer, reason, calls, documented) in [
        (
            refusal(401, "Incorrect API key provided.", "invalid_request_error", Some("invalid_api_key")),
            Reason::KeyRejected,
            1,
            None,
        ),
        (detail(401, json!({"detail": "Unauthorized"})), Reason::KeyRejected, 1, None),
        (refusal(403, "Country not supported", "request_forbidden", None), Reason::KeyRejected, 1, None),
        (refusal(402, "Insufficient credits", "x", None), Reason::CreditsExhausted, 1, None),
        (
            refusal(429, "You exceeded your current quota", "insufficient_quota", Some("insufficient_quota")),
            Reason::CreditsExhausted,
            1,
            None,
        ),
        (
            refusal(429, "Rate limit reached for requests", "requests", Some("rate_limit_exceeded")),
            Reason::RateLimited,
            3,
            None,
        ),
        (
            refusal(404, "The model `x` does not exist", "invalid_request_error", Some("model_not_found")),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (
            detail(
                404,
                json!({"object": "error", "message": "The model `x` does not exist.", "type": "NotFoundError", "code": 404}),
            ),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (
            detail(400, json!({"error": {"message": "x is not a valid model ID", "code": 400}})),
            Reason::ModelNotFound,
            1,
            None,
        ),
        (detail(404, json!({"detail": "Not Found"})), Reason::BadResponse, 1, None),
        (html(404), Reason::BadResponse, 1, None),
        (html(413), Reason::ServiceRefusedImage, 1, None),
        (
            refusal(400, "Invalid image: failed to decode", "invalid_request_error", None),
            Reason::ServiceRefusedImage,
            1,
            None,
        ),
        (
            refusal(
                500,
                "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
                "server_error",
                None,
            ),
            Reason::InvalidRequest,
            1,
            Some("model-blind"),
        ),
        (
            refusal(404, "No endpoints found that support image input", "x", None),
            Reason::InvalidRequest,
            1,
            Some("model-blind"),
        ),
        (
            refusal(
                400,
                "This model's maximum context length is 4096 tokens",
                "invalid_request_error",
                Some("context_length_exceeded"),
            ),
            Reason::InvalidRequest,
            1,
            Some("model-context"),
        ),
        (
            refusal(400, "The response was filtered", "invalid_request_error", Some("content_filter")),
            Reason::ContentBlocked,
            1,
            None,
        ),
        (
            detail(
                403,
                json!({"error": {"code": 403, "message": "Your input was flagged", "metadata": {"reasons": ["violence"]}}}),
            ),
            Reason::ContentBlocked,
            1,
            None,
        ),
        (
            detail(422, json!({"detail": [{"loc": ["body", "x"], "msg": "Extra inputs are not permitted"}]})),
            Reason::InvalidRequest,
            1,
            None,
        ),
        (
            detail(503, json!({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
        (
            detail(
                502,
                json!({"error": {"code": 502, "message": "Provider returned error", "metadata": {"raw": "upstream overloaded"}}}),
            ),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
        (html(500), Reason::OutcomeUnknown, 1, None),
        (html(529), Reason::ProviderUnavailable, 3, None),
    ] {
        let simulator = service();
        simulator.always(Fault::Instead(answer.clone()));
        let failure = bench(&simulator).model("x").run().await.expect_err("refused");
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{said}");
        assert_eq!(failure.documented.as_deref(), documented, "{said}");
        if let Some(name) = documented {
            says_it_in_a_sentence_of_its_own(&failure, name);
        }
        if reason == Reason::ModelNotFound {
            assert_eq!(failure.about["model"], "x");
        }
    }
}

#[tokio::test]
async fn every_form_of_wait_is_kept() {
    let limited = || refusal(429, "Rate limit reached", "requests", Some("rate_limit_exceeded"));
    let said = |text: &str| refusal(429, text, "requests", Some("rate_limit_exceeded"));
    for (answer, wait) in [
        (limited().header("retry-after", "7"), 7_000),
        (limited().header("retry-after-ms", "1500").header("retry-after", "7"), 1_500),
        (limited().header("x-ratelimit-remaining-requests", "0").header("x-ratelimit-reset-requests", "1m2s"), 62_000),
        (limited().header("x-ratelimit-remaining-tokens", "0").header("x-ratelimit-reset-tokens", "120ms"), 120),
        (said("Rate limit reached. Please try again in 2.5s."), 2_500),
        (
            Answer::json(
                429,
                &json!({"error": {"message": "slow down", "code": 429, "metadata": {"retry_after_seconds": 3}}}),
            ),
            3_000,
        ),
    ] {
        let simulator = service();
        simulator.next(Fault::Instead(answer));
        let bench = bench(&simulator);
        bench.run().await.expect("described, later");
        assert_eq!(bench.watch.waits()[0].0, wait);
    }
}

#[tokio::test]
async fn an_answer_without_words_is_none_and_one_that_was_cut_off_says_so() {
    for (finish, words, reason) in [
        ("content_filter", "A plain", Reason::ContentBlocked),
        ("stop", " ", Reason::BadResponse),
        ("length", "<think>A plain red thing", Reason::BadResponse),
    ] {
        let simulator =
            Simulator::start(OpenAiCompatible { finish, words: words.into(), ..OpenAiCompatible::default() });
        let failure = bench(&simulator).run().await.expect_err("no words");
        assert_eq!(failure.reason, reason, "{finish}");
        assert_eq!(simulator.received().len(), 1, "{finish}");
    }
    let simulator = Simulator::start(OpenAiCompatible { finish: "length", ..OpenAiCompatible::default() });
    let reply = bench(&simulator).run().await.expect("words");
    let cut = reply.incomplete.expect("said to be");
    says_it_in_a_sentence_of_its_own(&cut, "model-cut-off");
    assert_eq!(reply.alt.as_deref(), Some(WORDS));
}

#[tokio::test]
async fn a_key_that_is_echoed_in_the_stream_is_never_shown_or_kept() {
    let simulator = Simulator::start(OpenAiCompatible {
        words: "Your key is test-key-0123456789 , isn't it?".into(),
        ..OpenAiCompatible::default()
    });
    let mut bench = bench(&simulator);
    (bench.limits.silence, bench.limits.call) = (Duration::from_secs(60), Duration::from_secs(60));
    simulator.next(Fault::Packets((0..2_000).step_by(3).collect()));
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some("Your key is ••• , isn't it?"));
    let seen = format!("{:?}", bench.watch.seen());
    assert!(!seen.contains("test-key-0") && !seen.contains("0123456789"), "{seen}");
    assert!(!bench.watch.pieces().is_empty());
}
