//! ZAK-AI against its simulator.

use crate::bench::{Bench, picture, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{ErrorCode, Reason};
use altsmith_core::money::Credits;
use altsmith_core::provider::{AccountQuery, ListedModel, Secrets};
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;

fn service() -> Simulator<ZakAi> {
    Simulator::start(ZakAi::default())
}

fn bench(simulator: &Simulator<ZakAi>) -> Bench {
    let mut bench = Bench::new("zakai", &simulator.url);
    bench.request.language = "de".into();
    bench.secrets = Secrets::none().with("secret", "test-secret").with("api_key", "test-key-0123456789");
    bench
}

fn balance(remaining: f64) -> Credits {
    Credits {
        used: None,
        remaining: Some(remaining),
        total: Some(200.0),
        unit: "credits".into(),
        valid_from: Some("2025-01-01".into()),
        valid_until: Some("2025-01-30".into()),
    }
}

#[tokio::test]
async fn an_alt_text_in_german_with_the_persons_caption() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.request.context = Some("Anna in Berlin".into());
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some("Einfarbiges blaues Rechteck."));
    assert_eq!((reply.description, reply.charges.len()), (None, 1));
    let asked = simulator.with(|service| service.asked[0].clone());
    assert_eq!(asked["caption"], "Anna in Berlin");
    assert_eq!((&asked["model"], &asked["language"]), (&json!("mistral-small3.2:latest"), &json!("de")));
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn without_context_there_is_no_caption_and_the_chosen_model_is_named() {
    let simulator = service();
    let mut bench = bench(&simulator).model("gemma3:12b");
    bench.request.language = "en-GB".into();
    bench.request.context = Some("  ".into());
    let reply = bench.run().await.expect("described");
    assert_eq!(reply.alt.as_deref(), Some("Plain blue rectangle."));
    let asked = simulator.with(|service| service.asked[0].clone());
    assert!(asked.get("caption").is_none());
    assert_eq!((&asked["model"], &asked["language"]), (&json!("gemma3:12b"), &json!("en")));
}

#[tokio::test]
async fn every_documented_message_has_its_reason_whatever_the_status() {
    for status in [200, 400, 401, 403, 500] {
        for (message, reason, name) in [
            ("submitted data is not valid JSON", Reason::InvalidRequest, "not-json"),
            ("Unauthorized", Reason::KeyRejected, "unauthorized"),
            ("Not enough credits", Reason::CreditsExhausted, "no-credits"),
            ("Authentication required", Reason::KeyRejected, "authentication-required"),
            ("Authorization malformatted", Reason::KeyRejected, "authorization-malformatted"),
            (
                "image too large: 2000px x 2000px, max size: 512px x 512px",
                Reason::ServiceRefusedImage,
                "image-too-large",
            ),
            ("unsupported image type: application/octet-stream", Reason::ServiceRefusedImage, "image-type"),
            ("[language] must be one of: {de,en}", Reason::LanguageUnknown, "language"),
            ("missing parameter: [image]", Reason::InvalidRequest, "missing-parameter"),
        ] {
            let simulator = Simulator::start(ZakAi { failure_status: status, ..ZakAi::default() });
            let answer = simulator.with(|service| service.failure(message));
            simulator.always(Fault::Instead(answer));
            let failure = bench(&simulator).run().await.expect_err("refused");
            assert_eq!(failure.reason, reason, "{message} with {status}");
            match name {
                "image-too-large" => assert_eq!(failure.code(), ErrorCode::ImageTooLarge),
                "image-type" => assert_eq!(failure.code(), ErrorCode::UnsupportedFormat),
                _ => assert_eq!(failure.code(), reason.code()),
            }
            says_it_in_a_sentence_of_its_own(&failure, &format!("zakai-{name}"));
            assert_eq!(failure.provider_message.as_deref(), Some(message));
            assert_eq!(simulator.received().len(), 1);
        }
    }
}

#[tokio::test]
async fn without_credits_the_balance_and_its_days_are_told() {
    let simulator = Simulator::start(ZakAi { remaining: 0, ..ZakAi::default() });
    let failure = bench(&simulator).run().await.expect_err("no credits");
    assert_eq!((failure.reason, failure.credits), (Reason::CreditsExhausted, Some(balance(0.0))));
}

#[tokio::test]
async fn a_picture_over_512_pixels_is_never_sent() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.image = Some(picture("image/jpeg", 512, 300));
    bench.run().await.expect("described");
    bench.image = Some(picture("image/jpeg", 300, 513));
    assert_eq!(bench.run().await.expect_err("too large").reason, Reason::ServiceRefusedImage);
    assert_eq!(simulator.received().len(), 1);
    assert_eq!(bench.provider.descriptor().accepts.max_edge, 512);
}

#[tokio::test]
async fn other_languages_are_refused_before_sending() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.request.language = "fr".into();
    let failure = bench.run().await.expect_err("refused");
    assert_eq!((failure.reason, failure.about["languages"].as_str()), (Reason::LanguageUnknown, "de, en"));
    assert!(simulator.received().is_empty());
}

#[tokio::test]
async fn the_key_and_the_balance_are_asked_for_free() {
    let simulator = service();
    let mut bench = bench(&simulator);
    for account_query in [AccountQuery::Key, AccountQuery::Balance] {
        let info = bench.query_account(account_query).await.expect("asked").expect("known");
        assert_eq!((info.key_confirmed, info.credits), (true, Some(balance(200.0))));
    }
    let costs = bench.query_account(AccountQuery::Costs).await.expect("asked").expect("known");
    assert_eq!(costs.costs.get("alttexts"), Some(&1.0));
    assert_eq!(costs.credits.and_then(|credits| credits.remaining), Some(200.0));
    bench.secrets = Secrets::none().with("secret", "test-secret").with("api_key", "wrong");
    let failure = bench.query_account(AccountQuery::Key).await.expect("asked").expect_err("unknown");
    assert_eq!(failure.reason, Reason::KeyRejected);
    assert_eq!(simulator.with(|service| service.remaining), 200);
}

#[tokio::test]
async fn the_list_of_models_is_read_in_every_shape() {
    for shape in [
        json!(["a", "b"]),
        json!([{"name": "a"}, {"name": "b"}]),
        json!([{"id": "a"}, {"id": "b"}]),
        json!([{"model": "a", "size": 3}, {"model": "b"}]),
        json!({"models": ["a", "b"]}),
        json!({"remote-ip": "127.0.0.1", "status": "OK", "models": [{"name": "a"}, {"name": "b"}]}),
        json!({"status": "OK", "models": {"a": {"vision": true}, "b": {}}}),
        json!({"data": [{"id": "a"}, {"id": "b"}]}),
    ] {
        let simulator = Simulator::start(ZakAi { models: shape.clone(), ..ZakAi::default() });
        let info = bench(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("known");
        assert_eq!(info.models, ["a", "b"].map(ListedModel::named), "{shape}");
    }
    let simulator = Simulator::start(ZakAi { models: json!({"status": "OK"}), ..ZakAi::default() });
    let info = bench(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("known");
    assert_eq!(info.models, [ListedModel::named("mistral-small3.2:latest")]);
}

#[tokio::test]
async fn an_account_is_made_and_switched_on() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.settings.insert("email".into(), " name@example.com ".into());
    bench.secrets = Secrets::none().with("secret", "test-secret");
    bench.query_account(AccountQuery::CreateAccount).await.expect("asked").expect("made");
    let made = simulator.with(|service| service.accounts.clone());
    assert_eq!(made, [json!({"email": "name@example.com", "secret": "test-secret"})]);
    bench.secrets = Secrets::none().with("secret", "test-secret").with("api_key", "test-key-0123456789");
    bench.query_account(AccountQuery::ActivateAccount).await.expect("asked").expect("switched on");
    assert!(simulator.with(|service| service.activated));
    assert_eq!(simulator.violations(), Vec::<String>::new());

    bench.settings.insert("email".into(), "name@unknown.ext".into());
    let failure = bench.query_account(AccountQuery::CreateAccount).await.expect("asked").expect_err("refused");
    assert_eq!(failure.provider_message.as_deref(), Some("invalid email domain for \"name@unknown.ext\""));
    bench.settings.insert("email".into(), "nobody".into());
    let failure = bench.query_account(AccountQuery::CreateAccount).await.expect("asked").expect_err("refused");
    assert_eq!(failure.reason, Reason::SettingInvalid);
}

#[tokio::test]
async fn too_many_accounts_are_a_limit() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.settings.insert("email".into(), "name@example.com".into());
    let body = json!({"status": "Error", "message": "Too many Requests", "details": {}});
    simulator.always(Fault::Instead(Answer::json(400, &body)));
    let failure = bench.query_account(AccountQuery::CreateAccount).await.expect("asked").expect_err("refused");
    assert_eq!(failure.reason, Reason::RateLimited);
}

#[tokio::test]
async fn a_secret_with_a_colon_is_refused_before_it_is_sent() {
    let simulator = service();
    let mut bench = bench(&simulator);
    bench.settings.insert("email".into(), "name@example.com".into());
    bench.secrets = Secrets::none().with("secret", "my:secret").with("api_key", "test-key-0123456789");
    let mut failures = vec![bench.run().await.expect_err("refused")];
    for account_query in [AccountQuery::CreateAccount, AccountQuery::ActivateAccount, AccountQuery::Key] {
        failures.push(bench.query_account(account_query).await.expect("asked").expect_err("refused"));
    }
    for failure in failures {
        assert_eq!((failure.reason, failure.about["field"].as_str()), (Reason::KeyUnusable, "secret"));
        says_it_in_a_sentence_of_its_own(&failure, "zakai-secret-colon");
    }
    assert!(simulator.received().is_empty());
}

#[tokio::test]
async fn a_hostile_list_of_models_is_bounded_and_clean() {
    let mut names: Vec<_> = (0..50_000).map(|n| json!({"name": format!("model-{n}")})).collect();
    names.insert(0, json!("\u{1b}[2Jmodel"));
    names.insert(0, json!("m".repeat(5_000)));
    names.insert(0, json!("right\u{202e}to left"));
    names.insert(0, json!("model-3"));
    for shape in [json!(names), json!({"status": "OK", "models": names})] {
        let simulator = Simulator::start(ZakAi { models: shape, ..ZakAi::default() });
        let mut bench = bench(&simulator);
        bench.limits.body = 8 << 20;
        let models = bench.query_account(AccountQuery::Models).await.expect("asked").expect("known").models;
        assert_eq!((models.len(), &*models[0].id, &*models[1].id), (200, "model-3", "model-0"));
        assert!(models.iter().all(|model| model.id.starts_with("model-")), "{models:?}");
    }
    let costs: serde_json::Map<_, _> =
        (0..5_000).map(|n| (format!("model-{n}"), json!(1))).chain([("\u{7}".into(), json!(1))]).collect();
    let simulator = service();
    let answer = json!({"status": "OK", "remaining": "1e400", "credit_costs": costs});
    simulator.always(Fault::Spoilt(Answer::json(200, &answer)));
    let info = bench(&simulator).query_account(AccountQuery::Costs).await.expect("asked").expect("known");
    assert_eq!((info.costs.len(), info.credits), (200, None));
    let answer = json!({"status": "OK", "credit_costs": {"alttexts": -5, "summaries": "many", "titles": 0}});
    simulator.always(Fault::Spoilt(Answer::json(200, &answer)));
    let info = bench(&simulator).query_account(AccountQuery::Costs).await.expect("asked").expect("known");
    assert_eq!(info.costs.into_iter().collect::<Vec<_>>(), [("titles".to_owned(), 0.0)]);
}
