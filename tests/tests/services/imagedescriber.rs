//! Image Describer against its simulator.

use crate::bench::{Bench, Seen, alt_of, picture, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::Reason;
use altsmith_core::money::Credits;
use altsmith_core::provider::observer::Pause;
use altsmith_core::provider::{AccountQuery, Secrets};
use altsmith_tests::simulators::imagedescriber::{CODES, ImageDescriber};
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

const KEY: &str = "test-key-0123456789";

fn service() -> Simulator<ImageDescriber> {
    Simulator::start(ImageDescriber::default())
}

fn bench(simulator: &Simulator<ImageDescriber>, model: &str) -> Bench {
    let mut bench = Bench::new("imagedescriber", &simulator.url).model(model);
    bench.secrets = Secrets::none().with("api_key", KEY);
    bench
}

fn credits(used: f64, remaining: f64) -> Option<Credits> {
    Some(Credits { used: Some(used), remaining: Some(remaining), unit: "credits".into(), ..Credits::default() })
}

#[tokio::test]
async fn content_is_a_description_in_markdown() {
    let simulator = service();
    let bench = bench(&simulator, "generate_content");
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.description.as_deref(), Some("## A red square\n\nThe image shows a **red square**."));
    assert_eq!(alt_of(&reply).as_deref(), Some("A red square. The image shows a red square."));
    assert_eq!(reply.request_id.as_deref(), Some("req-0001"));
    assert_eq!((reply.title, reply.credits), (None, None), "nothing is invented");
    assert_eq!(reply.charges.len(), 1);
    let received = &simulator.received()[0];
    assert_eq!(received.json().as_object().expect("object").keys().collect::<Vec<_>>(), ["image", "prompt", "lang"]);
    assert_eq!(simulator.with(|service| service.pictures[0].width), 64);
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn tags_come_with_title_description_and_credits() {
    for numbers_as_text in [true, false] {
        let simulator = Simulator::start(ImageDescriber { numbers_as_text, ..ImageDescriber::default() });
        let reply = bench(&simulator, "generate_tags").run().await.expect("described");
        assert_eq!(reply.tags, ["red", "square", "geometry"]);
        assert_eq!(reply.title.as_deref(), Some("Red square"));
        assert_eq!(reply.description.as_deref(), Some("A plain red square."));
        assert_eq!(reply.credits, credits(1.0, 199.0));
        assert_eq!(reply.charges[0].credits, reply.credits);
    }
}

#[tokio::test]
async fn an_alt_text_is_found_in_every_shape_that_it_may_have() {
    for shape in [
        json!({"alt_text": "TEXT"}),
        json!({"altText": "TEXT"}),
        json!({"content": "TEXT"}),
        json!({"alt": "TEXT"}),
        json!({"alt_text": "TEXT", "more": 1}),
        json!("TEXT"),
    ] {
        let simulator = Simulator::start(ImageDescriber { alt_shape: shape.clone(), ..ImageDescriber::default() });
        let reply = bench(&simulator, "generate_alt_text").run().await.expect("described");
        assert_eq!(reply.alt.as_deref(), Some("A red square on a plain ground."), "{shape}");
        assert_eq!(reply.description, None);
    }
    let simulator = Simulator::start(ImageDescriber { alt_shape: json!({"words": "TEXT"}), ..Default::default() });
    let failure = bench(&simulator, "generate_alt_text").run().await.expect_err("unreadable");
    assert_eq!((failure.reason, failure.request_id.as_deref()), (Reason::BadResponse, Some("req-0001")));
}

#[tokio::test]
async fn everything_takes_three_calls_and_counts_each() {
    let simulator = service();
    let bench = bench(&simulator, "everything");
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some("A red square on a plain ground."));
    assert_eq!(reply.description.as_deref(), Some("## A red square\n\nThe image shows a **red square**."));
    assert_eq!((reply.title.as_deref(), reply.tags.len()), (Some("Red square"), 3));
    let operations: Vec<_> = reply.charges.iter().map(|charge| charge.operation.as_str()).collect();
    assert_eq!(operations, ["generate_content", "generate_alt_text", "generate_tags"]);
    assert_eq!((simulator.with(|service| service.credits), reply.incomplete), (197, None));
    // What is left is told after the third call, and what one of three cost is not the cost of all.
    assert_eq!(reply.credits, Some(Credits { used: None, ..credits(1.0, 197.0).expect("a balance") }));
    let ids: Vec<_> = reply.charges.iter().filter_map(|charge| charge.request_id.as_deref()).collect();
    assert_eq!(ids, ["req-0001", "req-0002", "req-0003"]);
}

#[tokio::test]
async fn what_was_paid_is_kept_when_a_later_call_fails() {
    let simulator = Simulator::start(ImageDescriber { credits: 1, ..ImageDescriber::default() });
    let reply = bench(&simulator, "everything").run().await.expect("the first answer");
    assert!(reply.description.is_some() && reply.tags.is_empty());
    let failure = reply.incomplete.expect("said why");
    assert_eq!((failure.reason, failure.provider_code.as_deref()), (Reason::CreditsExhausted, Some("2002")));
    assert_eq!(reply.charges.len(), 1);
}

#[tokio::test]
async fn a_balance_is_read_also_where_the_rest_cannot_be_used() {
    let simulator = service();
    let answer = json!({
        "code": 0, "message": "success", "request_id": "req-77",
        "data": {"tags": {"tags": [], "title": ""}, "credits": {"amount": "1", "remaining": "41"}}
    });
    simulator.next(Fault::Spoilt(Answer::json(200, &answer)));
    let failure = bench(&simulator, "generate_tags").run().await.expect_err("no tags");
    assert_eq!((failure.reason, failure.credits), (Reason::BadResponse, credits(1.0, 41.0)));
    for (status, answer) in [
        (200, json!({"code": 0, "request_id": "req-78"})),
        (200, json!({"request_id": "req-78", "message": "?"})),
        (503, json!({"request_id": "req-78"})),
    ] {
        simulator.always(Fault::Instead(Answer::json(status, &answer)));
        let failure = bench(&simulator, "generate_content").run().await.expect_err("no answer");
        assert_eq!(failure.request_id.as_deref(), Some("req-78"), "{answer}");
    }
}

#[tokio::test]
async fn an_operation_that_cannot_be_read_does_not_keep_the_others_away() {
    let simulator = Simulator::start(ImageDescriber { alt_shape: json!({"words": "TEXT"}), ..Default::default() });
    let reply = bench(&simulator, "everything").run().await.expect("two answers of three");
    assert_eq!((reply.tags.len(), reply.charges.len()), (3, 3));
    assert_eq!(alt_of(&reply).as_deref(), Some("A red square. The image shows a red square."));
    let failure = reply.incomplete.expect("said why");
    assert_eq!((failure.reason, failure.request_id.as_deref()), (Reason::BadResponse, Some("req-0002")));
}

#[tokio::test]
async fn each_documented_code_has_its_reason_as_status_and_in_a_200() {
    for failures_in_200 in [false, true] {
        for (code, message) in CODES {
            let simulator = Simulator::start(ImageDescriber { failures_in_200, ..ImageDescriber::default() });
            let refusal = simulator.with(|service| service.failure(code));
            simulator.always(Fault::Instead(refusal));
            let bench = bench(&simulator, "generate_tags");
            let failure = bench.run().await.expect_err("refused");
            let (reason, tries) = match code {
                1002 | 1003 => (Reason::KeyRejected, 1),
                1004 => (Reason::RateLimited, 3),
                1005 => (Reason::InvalidRequest, 1),
                2002 => (Reason::CreditsExhausted, 1),
                2003 => (Reason::ContentBlocked, 1),
                5050 => (Reason::ProviderUnavailable, 3),
                _ => (Reason::ServiceRefusedImage, 1),
            };
            assert_eq!((failure.reason, bench.watch.sent()), (reason, tries), "{code} in 200: {failures_in_200}");
            assert_eq!(failure.provider_code, Some(code.to_string()));
            says_it_in_a_sentence_of_its_own(&failure, &format!("imagedescriber-{code}"));
            assert_eq!(failure.provider_message.as_deref(), Some(message));
            assert_eq!(failure.request_id.as_deref(), Some("req-0000"));
            assert_eq!(failure.about["provider"], "Image Describer");
        }
    }
}

#[tokio::test]
async fn a_wrong_key_is_rejected_and_never_echoed() {
    let simulator = service();
    let mut bench = bench(&simulator, "generate_tags");
    bench.secrets = Secrets::none().with("api_key", "wrong-key-98765");
    assert_eq!(bench.run().await.expect_err("refused").reason, Reason::KeyRejected);
    let echo =
        json!({"code": 1003, "message": "unknown key wrong-key-98765\u{1b}[2J", "request_id": "wrong-key-98765"});
    simulator.next(Fault::Instead(Answer::json(401, &echo)));
    let failure = bench.run().await.expect_err("refused");
    assert_eq!(failure.provider_message.as_deref(), Some("unknown key ••• [2J"));
    let everything = format!("{failure:?} {:?} {:?}", bench.secrets, bench.watch.seen());
    assert!(!everything.contains("98765"), "{everything}");
}

#[tokio::test]
async fn a_missing_key_stops_before_anything_is_sent() {
    let simulator = service();
    let mut bench = bench(&simulator, "generate_tags");
    bench.secrets = Secrets::none();
    let failure = bench.run().await.expect_err("refused");
    assert_eq!((failure.reason, failure.about["field"].as_str()), (Reason::KeyMissing, "api_key"));
    assert!(simulator.received().is_empty() && bench.watch.seen().is_empty());
}

#[tokio::test]
async fn languages_are_those_of_the_operation() {
    let simulator = service();
    for (model, language, known) in [
        ("generate_tags", "ko", true),
        ("generate_tags", "zh-Hant-TW", true),
        ("generate_tags", "it", false),
        ("generate_content", "pl", false),
        ("generate_alt_text", "pl", true),
        ("generate_alt_text", "sv", false),
        ("everything", "it", false),
    ] {
        let mut bench = bench(&simulator, model);
        bench.request.language = language.into();
        let before = simulator.received().len();
        match bench.run().await {
            Ok(_) => assert!(known, "{model} {language}"),
            Err(failure) => {
                assert!(!known, "{model} {language}: {failure:?}");
                assert_eq!(failure.reason, Reason::LanguageUnknown);
                assert!(failure.about["languages"].contains("en, zh, fr"));
                assert_eq!(simulator.received().len(), before, "nothing was sent");
            }
        }
    }
}

#[tokio::test]
async fn every_accepted_format_arrives_as_what_it_is() {
    let simulator = service();
    for mime in ["image/jpeg", "image/png", "image/webp"] {
        let mut bench = bench(&simulator, "generate_tags");
        bench.image = Some(picture(mime, 30, 20));
        bench.run().await.expect("described");
    }
    let seen: Vec<_> = simulator.with(|service| service.pictures.iter().map(|picture| picture.mime).collect());
    assert_eq!(seen, ["image/jpeg", "image/png", "image/webp"]);
}

#[tokio::test]
async fn the_largest_picture_that_is_let_through_is_not_too_large() {
    let simulator = service();
    let mut bench = bench(&simulator, "generate_tags");
    let limit = bench.provider.descriptor().accepts.max_bytes;
    let mut image = picture("image/png", 30, 20);
    image.bytes.resize(limit, 0);
    bench.image = Some(image);
    bench.run().await.expect("within the documented limit");
    if let Some(image) = &mut bench.image {
        image.bytes.resize(limit + 3, 0);
    }
    assert_eq!(bench.run().await.expect_err("too large").reason, Reason::ServiceRefusedImage);
    assert_eq!(simulator.received().len(), 1);
}

#[tokio::test]
async fn the_thirty_first_request_in_a_minute_waits_and_is_not_an_error_at_once() {
    let simulator = service();
    for _ in 0..30 {
        bench(&simulator, "generate_tags").run().await.expect("within the limit");
    }
    let bench = bench(&simulator, "generate_tags");
    let failure = bench.run().await.expect_err("over the limit");
    assert_eq!((failure.reason, failure.provider_code.as_deref()), (Reason::RateLimited, Some("1004")));
    let waits = bench.watch.waits();
    assert_eq!(waits.len(), 2);
    assert!(waits.iter().all(|(_, why)| *why == Pause::RateLimited) && waits[0].0 >= 2_000, "{waits:?}");
}

#[tokio::test]
async fn more_than_1800_requests_in_an_hour_are_too_many_however_slow_they_come() {
    let simulator = service();
    let Some(earlier) = std::time::Instant::now().checked_sub(std::time::Duration::from_secs(120)) else { return };
    simulator.with(|service| service.times = vec![earlier; 1_799]);
    bench(&simulator, "generate_tags").run().await.expect("the 1800th");
    let failure = bench(&simulator, "generate_tags").run().await.expect_err("one too many");
    assert_eq!((failure.reason, failure.provider_code.as_deref()), (Reason::RateLimited, Some("1004")));
    assert_eq!(simulator.with(|service| service.credits), 199);
}

#[tokio::test]
async fn the_services_own_wait_wins_and_the_request_then_succeeds() {
    let simulator = service();
    let refusal = simulator.with(|service| service.failure(1004));
    simulator.next(Fault::Instead(refusal.header("retry-after", "7")));
    let bench = bench(&simulator, "generate_tags");
    bench.run().await.expect("described at the second try");
    assert_eq!(bench.watch.waits(), [(7_000, Pause::RateLimited)]);
    assert_eq!(simulator.with(|service| service.credits), 199, "paid once");
}

#[tokio::test]
async fn a_model_that_does_not_exist_is_refused_here() {
    let simulator = service();
    let failure = bench(&simulator, "generate_poem").run().await.expect_err("refused");
    assert_eq!((failure.reason, simulator.received().len()), (Reason::ModelNotFound, 0));
}

#[tokio::test]
async fn the_key_is_tested_without_a_picture_and_without_a_charge() {
    let simulator = service();
    let mut bench = bench(&simulator, "generate_tags");
    let info = bench.query_account(AccountQuery::Key).await.expect("can be asked").expect("accepted");
    assert!(!info.key_confirmed, "the service only did not complain");
    bench.secrets = Secrets::none().with("api_key", "wrong");
    let failure = bench.query_account(AccountQuery::Key).await.expect("can be asked").expect_err("rejected");
    assert_eq!(failure.reason, Reason::KeyRejected);
    assert_eq!(simulator.with(|service| service.credits), 200);
    assert!(simulator.received().iter().all(|request| request.json().get("image").is_none()));
    assert!(bench.query_account(AccountQuery::Balance).await.is_none());
}

#[tokio::test]
async fn the_observer_is_told_before_the_call_and_can_stop_it() {
    let simulator = service();
    let mut bench = bench(&simulator, "generate_tags");
    bench.watch.refuse_to_store = Some(Reason::DiskFull.into());
    assert_eq!(bench.run().await.expect_err("stopped").reason, Reason::DiskFull);
    assert!(simulator.received().is_empty(), "what cannot be recorded is not sent");
    bench.watch = Default::default();
    bench.run().await.expect("described");
    let seen = bench.watch.seen();
    assert_eq!(seen[0], Seen::Sending("generate_tags"));
    assert!(matches!(&seen[1], Seen::Answered(200, body) if body.contains("Red square")), "{seen:?}");
}
