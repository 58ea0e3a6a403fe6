//! DescribePicture against its simulator.

use crate::bench::{Bench, picture, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::Reason;
use altsmith_core::provider::{AccountQuery, Credits, Secrets, Turn, TurnRole};
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

const APP_ID: &str = "test-app-id-42";

fn service() -> Simulator<DescribePicture> {
    Simulator::start(DescribePicture::default())
}

fn bench(simulator: &Simulator<DescribePicture>) -> Bench {
    let mut bench = Bench::new("describepicture", &simulator.url);
    bench.secrets = Secrets::none().with("app_id", APP_ID);
    bench
}

#[tokio::test]
async fn bytes_are_sealed_and_described() {
    let simulator = service();
    let reply = bench(&simulator).run().await.expect("described");
    assert_eq!(reply.description.as_deref(), Some("A red square."));
    assert_eq!(reply.alt.as_deref(), Some("A red square."));
    let left = Credits { used: Some(1.0), remaining: Some(987.0), unit: "requests".into(), ..Credits::default() };
    assert_eq!(reply.credits, Some(left));
    let opened = simulator.with(|service| service.opened[0].clone());
    assert!(opened.get("imageUrl").is_none(), "the other way is left out: {opened}");
    assert_eq!((&opened["mimeType"], &opened["appId"]), (&json!("image/jpeg"), &json!(APP_ID)));
    assert!(opened["prompt"][0]["text"].as_str().is_some_and(|text| text.contains("Answer in English.")));
    assert_eq!(simulator.violations(), Vec::<String>::new());
    let outside = String::from_utf8_lossy(&simulator.received()[0].body).into_owned();
    assert!(!outside.contains(APP_ID) && simulator.received()[0].header("authorization").is_none());
}

#[tokio::test]
async fn a_balance_is_read_as_text_too_and_where_there_is_no_answer() {
    let simulator = service();
    let left = |remaining: f64, used: Option<f64>| {
        Some(Credits { used, remaining: Some(remaining), unit: "requests".into(), ..Credits::default() })
    };
    simulator.next(Fault::Spoilt(Answer::json(200, &json!({"answer": "A square.", "lastCredits": "986"}))));
    assert_eq!(bench(&simulator).run().await.expect("described").credits, left(986.0, Some(1.0)));
    simulator.next(Fault::Spoilt(Answer::json(200, &json!({"answer": "", "lastCredits": "985"}))));
    let failure = bench(&simulator).run().await.expect_err("no words");
    assert_eq!((failure.reason, failure.credits), (Reason::BadResponse, left(985.0, None)));
    let refusal = json!({"error": {"code": "INTERNAL", "message": "no"}, "lastCredits": 984});
    simulator.next(Fault::Spoilt(Answer::json(400, &refusal)));
    assert_eq!(bench(&simulator).run().await.expect_err("refused").credits, left(984.0, None));
}

#[tokio::test]
async fn an_address_is_passed_on_without_bytes() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.image = None;
    bench.image_url = Some("https://example.org/cat.jpg?as=png".into());
    bench.image_mime = Some("image/png");
    bench.run().await.expect("described");
    let opened = simulator.with(|service| service.opened[0].clone());
    assert_eq!(opened["imageUrl"], "https://example.org/cat.jpg?as=png");
    assert_eq!(opened["mimeType"], "image/png", "as it was found, whatever the address is called");
    assert!(opened.get("imageBase64").is_none());
}

#[tokio::test]
async fn earlier_turns_go_before_the_question() {
    let simulator = service();
    let mut bench = bench(&simulator);
    let turn = |role, text: &str| Turn { role, text: text.into() };
    bench.request.turns = vec![turn(TurnRole::User, "What is it?"), turn(TurnRole::Model, "A square.")];
    bench.request.prompt = Some("Which colour?".into());
    bench.run().await.expect("described");
    let lines = simulator.with(|service| service.opened[0]["prompt"].clone());
    assert_eq!(lines[0], json!({"role": "user", "text": "What is it?"}));
    assert_eq!(lines[1], json!({"role": "model", "text": "A square."}));
    assert_eq!(lines[2]["role"], "user");
    assert!(lines[2]["text"].as_str().is_some_and(|text| text.starts_with("Which colour?")));
}

#[tokio::test]
async fn every_request_has_its_own_nonce_also_when_it_is_made_again() {
    let simulator = service();
    simulator.next(Fault::Spoilt(Answer::json(429, &json!({"error": {"code": "RATE_LIMIT_EXCEEDED"}}))));
    bench(&simulator).run().await.expect("described at the second try");
    bench(&simulator).run().await.expect("described");
    assert_eq!(simulator.with(|service| service.nonces.len()), 3);
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn errors_are_read_with_any_status() {
    for status in [200, 400] {
        for (refusal, reason) in [
            (
                ("INVALID_REQUEST", "请求参数无效:imageUrl 是必需的", "imageUrl", "FIELD_REQUIRED"),
                Reason::InvalidRequest,
            ),
            (("INVALID_REQUEST", "appId 无效", "appId", "INVALID_APP_ID"), Reason::KeyRejected),
            (("INSUFFICIENT_CREDITS", "额度不足", "appId", "NO_CREDITS"), Reason::CreditsExhausted),
            (("RATE_LIMIT_EXCEEDED", "已达到请求限制", "appId", "HOURLY_LIMIT"), Reason::RateLimited),
            (("CONTENT_BLOCKED", "blocked", "imageBase64", "SAFETY"), Reason::ContentBlocked),
        ] {
            let simulator = Simulator::start(DescribePicture { failure_status: status, ..Default::default() });
            let answer = simulator.with(|service| service.failure(refusal));
            simulator.always(Fault::Instead(answer));
            let failure = bench(&simulator).run().await.expect_err("refused");
            assert_eq!(failure.reason, reason, "{refusal:?} with {status}");
            assert_eq!(failure.provider_code.as_deref(), Some(refusal.0));
            assert_eq!(failure.provider_message.as_deref(), Some(refusal.1));
            assert_eq!(failure.about["field"], refusal.2);
            if refusal.3 == "FIELD_REQUIRED" {
                says_it_in_a_sentence_of_its_own(&failure, "describepicture-field-required");
            }
        }
    }
}

#[tokio::test]
async fn a_limit_and_spent_credits_are_known_by_their_words_whatever_the_status() {
    for status in [200, 400, 403, 429, 500] {
        for (message, reason) in [
            ("已达到请求限制", Reason::RateLimited),
            ("Request limit reached", Reason::RateLimited),
            ("The limit has been reached for this hour", Reason::RateLimited),
            ("hourly request limit exceeded", Reason::RateLimited),
            ("Too many requests", Reason::RateLimited),
            ("请求次数已达上限", Reason::RateLimited),
            ("额度不足", Reason::CreditsExhausted),
            ("配额不足", Reason::CreditsExhausted),
            ("余额不足", Reason::CreditsExhausted),
            ("额度已用完", Reason::CreditsExhausted),
            ("Insufficient balance", Reason::CreditsExhausted),
        ] {
            for body in [
                json!({"error": {"code": "LIMIT", "message": message}}),
                json!({"error": message}),
                json!({"message": message}),
            ] {
                let simulator = service();
                simulator.always(Fault::Instead(Answer::json(status, &body)));
                let failure = bench(&simulator).run().await.expect_err("refused");
                assert_eq!(failure.reason, reason, "{body} with {status}");
                if reason == Reason::RateLimited {
                    says_it_in_a_sentence_of_its_own(&failure, "describepicture-limit");
                }
            }
        }
    }
    let too_large = json!({"error": {"code": "INVALID_ARGUMENT", "message": "image size exceeds the limit"}});
    let simulator = service();
    simulator.always(Fault::Instead(Answer::json(400, &too_large)));
    assert_eq!(bench(&simulator).run().await.expect_err("refused").reason, Reason::InvalidRequest);
}

#[tokio::test]
async fn every_language_is_asked_for_by_name_or_by_its_code() {
    let simulator = service();
    let mut bench = bench(&simulator);
    for (language, said) in [
        ("sv", "Answer in Swedish."),
        ("de-AT", "Answer in German."),
        ("zh", "Answer in Simplified Chinese."),
        ("zh-Hant-TW", "Answer in Traditional Chinese."),
        ("gsw", "Answer in the language with the code “gsw”."),
    ] {
        bench.request.language = language.into();
        bench.run().await.expect("described");
        let asked = simulator.with(|service| service.opened.last().map(|opened| opened["prompt"][0]["text"].clone()));
        assert!(asked.is_some_and(|asked| asked.as_str().is_some_and(|asked| asked.contains(said))), "{language}");
    }
}

#[tokio::test]
async fn the_hundred_and_first_request_in_an_hour_is_rate_limited() {
    let simulator = service();
    let now = std::time::Instant::now();
    simulator.with(|service| service.times = vec![now; 100]);
    let bench = bench(&simulator);
    assert_eq!(bench.run().await.expect_err("over the limit").reason, Reason::RateLimited);
    assert_eq!(simulator.with(|service| service.credits), 988, "nothing was charged");
}

#[tokio::test]
async fn an_error_in_the_services_own_words_with_a_server_status_is_no_unknown_outcome() {
    let simulator = service();
    let answer = Answer::json(500, &json!({"error": {"code": "INTERNAL", "message": "sorry"}}));
    simulator.always(Fault::Instead(answer));
    assert_eq!(bench(&simulator).run().await.expect_err("down").reason, Reason::ProviderUnavailable);
}

#[tokio::test]
async fn the_app_id_is_tested_without_a_picture() {
    let simulator = service();
    let mut bench = bench(&simulator);
    assert!(!bench.query_account(AccountQuery::Key).await.expect("asked").expect("no complaint").key_confirmed);
    assert_eq!(simulator.with(|service| (service.credits, service.pictures.len())), (988, 0));
    bench.secrets = Secrets::none().with("app_id", "another-app-id");
    let failure = bench.query_account(AccountQuery::Key).await.expect("asked").expect_err("unknown");
    assert_eq!(failure.reason, Reason::KeyRejected);
}

#[tokio::test]
async fn png_arrives_as_png() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.image = Some(picture("image/png", 20, 10));
    bench.run().await.expect("described");
    assert_eq!(simulator.with(|service| service.pictures[0].mime), "image/png");
}
