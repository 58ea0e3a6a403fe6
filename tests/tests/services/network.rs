//! What lies between this computer and a service: connections that are closed, streams that are turned away, certificates,
//! and answers that lead elsewhere.

use crate::bench::Bench;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::i18n::{LANGUAGES, Localizer};
use altsmith_core::provider::Driver;
use altsmith_core::provider::{AccountQuery, Secrets};
use altsmith_core::trust::Trust;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::tls::{Authority, Door, Shown, Turned};
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use serde_json::json;
use std::fs;
use std::time::Duration;
use tempfile::TempDir;

fn describepicture(endpoint: &str) -> Bench {
    let mut bench = Bench::new("describepicture", endpoint);
    bench.secrets = Secrets::none().with("app_id", "test-app-id-42");
    // A handshake takes its time on a busy machine.
    bench.limits.silence = Duration::from_secs(20);
    bench.limits.call = Duration::from_secs(30);
    bench
}

fn trusting(authority: &Authority) -> Trust {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("authority.pem");
    authority.write(&file).expect("written");
    Trust::with_file(&file).expect("a certificate")
}

#[tokio::test]
async fn a_server_that_closes_behind_its_answer_makes_no_outcome_unknown() {
    let simulator = Simulator::start(DescribePicture::default());
    simulator.closes_after_each_answer();
    let bench = describepicture(&simulator.url);
    let driver = Driver::new(bench.limits).expect("connections");
    for request in 1..=25 {
        let reply = bench.run_with(&driver).await;
        assert!(reply.is_ok(), "request {request}: {reply:?}");
    }
    assert_eq!((simulator.received().len(), bench.watch.sent()), (25, 25), "each once");
}

#[tokio::test]
async fn free_questions_meet_no_closed_connection_either() {
    let simulator = Simulator::start(ZakAi::default());
    simulator.closes_after_each_answer();
    let mut bench = Bench::new("zakai", &simulator.url);
    bench.secrets = Secrets::none().with("secret", "test-secret").with("api_key", "test-key-0123456789");
    let driver = Driver::new(bench.limits).expect("connections");
    for _ in 0..5 {
        bench.query_with(&driver, AccountQuery::Balance).await.expect("a question").expect("a balance");
    }
    assert_eq!(simulator.received().len(), 5);
}

#[tokio::test]
async fn a_stream_that_nobody_looked_at_is_sent_again_and_any_other_is_not() {
    let authority = Authority::new().expect("an authority");
    for (turned, again) in
        [(Turned::Refused, true), (Turned::GoneBelow, true), (Turned::GoneAt, false), (Turned::Reset, false)]
    {
        let simulator = Simulator::start(DescribePicture::default());
        let door = Door::start(&simulator.url, &authority, Shown::Good).expect("a door");
        door.next(turned);
        let bench = Bench { trust: trusting(&authority), ..describepicture(&door.url) };
        let result = bench.run().await;
        if again {
            assert!(result.is_ok(), "{turned:?}: {result:?}");
            assert_eq!((simulator.received().len(), bench.watch.sent()), (1, 1), "{turned:?}: counted once");
        } else {
            assert_eq!(result.expect_err("lost").reason, Reason::OutcomeUnknown, "{turned:?}");
            assert_eq!((simulator.received().len(), bench.watch.sent()), (0, 1), "{turned:?}: never sent again");
        }
    }
}

#[tokio::test]
async fn a_server_that_refuses_every_stream_is_not_available_and_nothing_was_charged() {
    let authority = Authority::new().expect("an authority");
    let simulator = Simulator::start(DescribePicture::default());
    let door = Door::start(&simulator.url, &authority, Shown::Good).expect("a door");
    for _ in 0..3 {
        door.next(Turned::Refused);
    }
    let bench = Bench { trust: trusting(&authority), ..describepicture(&door.url) };
    let failure = bench.run().await.expect_err("refused");
    assert_eq!((failure.reason, failure.again), (Reason::ProviderUnavailable, None));
    assert_eq!((simulator.received().len(), bench.watch.sent()), (0, 0));
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_said() {
    let authority = Authority::new().expect("an authority");
    let simulator = Simulator::start(DescribePicture::default());
    let known = trusting(&authority);
    for (shown, trust, reason) in [
        (Shown::Good, &Trust::default(), Reason::TlsNotTrusted),
        (Shown::Good, &trusting(&Authority::new().expect("another")), Reason::TlsNotTrusted),
        (Shown::Expired, &known, Reason::TlsExpired),
        (Shown::Early, &known, Reason::TlsExpired),
        (Shown::OfAnother, &known, Reason::TlsWrongHost),
    ] {
        let door = Door::start(&simulator.url, &authority, shown).expect("a door");
        let bench = Bench { trust: trust.clone(), ..describepicture(&door.url) };
        let failure = bench.run().await.expect_err("not trusted");
        assert_eq!((failure.reason, bench.watch.sent()), (reason, 0), "{shown:?}");
        let host = door.url.trim_start_matches("https://");
        assert_eq!(failure.about["host"], host);
        assert_eq!(failure.about.get("when").map(String::as_str), (shown == Shown::Early).then_some("early"));
        for language in LANGUAGES {
            let trouble = Localizer::new(language).failure(&failure);
            assert!(trouble.message.contains(host), "{}", trouble.message);
            assert!(trouble.action.is_some_and(|action| !action.is_empty()));
        }
    }
    assert!(simulator.received().is_empty());
    let door = Door::start(&simulator.url, &authority, Shown::Good).expect("a door");
    let bench = Bench { trust: known, ..describepicture(&door.url) };
    bench.run().await.expect("described: the further authority vouches for it");
}

#[tokio::test]
async fn a_further_authority_is_taken_over_while_the_program_runs() {
    let authority = Authority::new().expect("an authority");
    let simulator = Simulator::start(DescribePicture::default());
    let door = Door::start(&simulator.url, &authority, Shown::Good).expect("a door");
    let bench = describepicture(&door.url);
    let driver = Driver::new(bench.limits).expect("connections");
    assert_eq!(bench.run_with(&driver).await.expect_err("unknown").reason, Reason::TlsNotTrusted);
    driver.trust(&trusting(&authority)).expect("taken over");
    bench.run_with(&driver).await.expect("described");
    driver.trust(&Trust::default()).expect("taken back");
    assert_eq!(bench.run_with(&driver).await.expect_err("unknown again").reason, Reason::TlsNotTrusted);
}

#[test]
fn a_file_without_certificates_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("a.pem");
    let refused = |what: &str| {
        let failure = Trust::with_file(&file).expect_err(what);
        assert_eq!((failure.reason, failure.about["expected"].as_str()), (Reason::SettingInvalid, "pem"), "{what}");
    };
    refused("no file");
    let broken = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n";
    for text in ["", "a text", broken, key, "-----BEGIN CERTIFICATE-----\nbm90IGEg"] {
        fs::write(&file, text).expect("written");
        refused(text);
    }
    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("a folder");
    refused("a folder");

    let both = folder.path().join("both.pem");
    let [one, two] = ["one.pem", "two.pem"].map(|name| {
        let file = folder.path().join(name);
        Authority::new().expect("an authority").write(&file).expect("written");
        fs::read_to_string(file).expect("read")
    });
    fs::write(&both, format!("A comment\n{one}\n{two}")).expect("written");
    Trust::with_file(&both).expect("several certificates");
}

#[tokio::test]
async fn where_an_answer_leads_is_said_without_its_path() {
    let simulator = Simulator::start(DescribePicture::default());
    for (to, target) in [
        ("https://login.example:8443/portal?key=secret", "https://login.example:8443"),
        ("//elsewhere.example/x", "http://elsewhere.example"),
        ("/other/place", simulator.url.as_str()),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let answer = Answer::json(status, &json!({})).header("location", to);
            simulator.next(Fault::Instead(answer));
            let bench = describepicture(&simulator.url);
            let failure = bench.run().await.expect_err("not followed");
            assert_eq!(
                (failure.reason, failure.about["target"].as_str()),
                (Reason::Redirected, target),
                "{status} {to}"
            );
            assert!(Localizer::new("en").failure(&failure).message.contains(target));
            assert_eq!(bench.watch.sent(), 0, "who sends on has done nothing");
        }
    }
    let nowhere = Answer::json(302, &json!({}));
    simulator.next(Fault::Instead(nowhere));
    let failure = describepicture(&simulator.url).run().await.expect_err("no answer");
    assert_eq!(failure.reason, Reason::BadResponse, "it does not say where");
}

#[tokio::test]
async fn the_first_words_of_a_damaged_answer_are_said() {
    let simulator = Simulator::start(DescribePicture::default());
    simulator.always(Fault::Html);
    let failure = describepicture(&simulator.url).run().await.expect_err("a page");
    assert_eq!(failure.reason, Reason::BadResponse);
    let begins = "<!doctype html><title>Welcome</title>";
    for language in LANGUAGES {
        let message = Localizer::new(language).failure(&failure).message;
        assert!(message.contains(begins), "{message}");
    }
    let failure = Failure::new(Reason::BadResponse);
    assert!(!Localizer::new("en").failure(&failure).message.contains("begins"), "nothing came");
}
