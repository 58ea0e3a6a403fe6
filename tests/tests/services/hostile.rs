//! Servers that misbehave, for every service: a clear error, nothing sent twice, nothing leaked, nothing hangs.

use crate::bench::Bench;
use altsmith_core::compose::{Wish, compose};
use altsmith_core::failure::Reason;
use altsmith_core::provider::Secrets;
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::describepicture::DescribePicture;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::imgopen::ImgOpen;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::openai_compatible::OpenAiCompatible;
use altsmith_tests::simulators::tls::{BadHost, Behaviour};
use altsmith_tests::simulators::zakai::ZakAi;
use altsmith_tests::simulators::{Answer, Documented, Fault, Simulator};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// A service with a bench that it gets on well with.
struct Case {
    name: &'static str,
    service: fn() -> Box<dyn Documented>,
    model: &'static str,
    secrets: &'static [(&'static str, &'static str)],
    /// What stands behind the host in its address.
    path: &'static str,
    /// Its words come as a stream.
    streams: bool,
}

const KEY: &[(&str, &str)] = &[("api_key", "test-key-0123456789")];

const CASES: [Case; 9] = [
    Case {
        name: "imagedescriber",
        service: || Box::new(ImageDescriber::default()),
        model: "generate_tags",
        secrets: KEY,
        path: "",
        streams: false,
    },
    Case {
        name: "describepicture",
        service: || Box::new(DescribePicture::default()),
        model: "",
        secrets: &[("app_id", "test-app-id-42")],
        path: "",
        streams: false,
    },
    Case {
        name: "imgopen",
        service: || Box::new(ImgOpen::default()),
        model: "",
        secrets: &[("access_key_id", "test-access-key-id"), ("access_key_secret", "test-access-key-secret")],
        path: "",
        streams: false,
    },
    Case {
        name: "zakai",
        service: || Box::new(ZakAi::default()),
        model: "",
        secrets: &[("secret", "test-secret"), ("api_key", "test-key-0123456789")],
        path: "",
        streams: false,
    },
    Case {
        name: "openai-compatible",
        service: || Box::new(OpenAiCompatible::default()),
        model: "",
        secrets: KEY,
        path: "/v1",
        streams: true,
    },
    Case {
        name: "openai",
        service: || Box::new(OpenAi::default()),
        model: "gpt-9-mini",
        secrets: KEY,
        path: "/v1",
        streams: true,
    },
    Case {
        name: "anthropic",
        service: || Box::new(Anthropic::default()),
        model: "claude-haiku-9",
        secrets: KEY,
        path: "",
        streams: true,
    },
    Case {
        name: "gemini",
        service: || Box::new(Gemini::default()),
        model: "gemini-3.1-flash-lite",
        secrets: KEY,
        path: "",
        streams: true,
    },
    Case {
        name: "ollama",
        service: || Box::new(Ollama::default()),
        model: "seeing:7b",
        secrets: KEY,
        path: "",
        streams: true,
    },
];

impl Case {
    fn bench(&self, url: &str) -> Bench {
        let mut bench = Bench::new(self.name, &self.endpoint(url)).model(self.model);
        bench.secrets = self.secrets.iter().fold(Secrets::none(), |secrets, (name, value)| secrets.with(name, value));
        if self.name == "imgopen" {
            bench.image = None;
            bench.image_url = Some("https://example.org/a.jpg".into());
        }
        if self.streams {
            // On this computer it would cost nothing.
            bench.settings.insert("paid".into(), "true".into());
        }
        bench
    }

    /// Where the service is on this server.
    fn endpoint(&self, url: &str) -> String {
        format!("{}{}", url.trim_end_matches('/'), self.path)
    }
}

/// Runs a check with a running simulator of each service that does nothing but this fault.
macro_rules! for_each_service {
    ($fault:expr, |$case:ident, $simulator:ident, $bench:ident| $check:block) => {
        for $case in &CASES {
            let $simulator = Simulator::start(($case.service)());
            $simulator.always($fault);
            #[allow(unused_mut, reason = "most checks leave the bench as it is")]
            let mut $bench = $case.bench(&$simulator.url);
            $check
        }
    };
}

#[tokio::test]
async fn answers_that_are_none_are_bad_responses_and_not_asked_for_again() {
    let wrong_types = Answer::json(200, &json!({"code": [], "data": 7, "answer": {}, "status": 3, "alttext": []}));
    let nulls = Answer::json(200, &json!({"code": 0, "data": null, "answer": null, "status": "OK", "alttext": null}));
    for fault in [
        Fault::Html,
        Fault::Empty,
        Fault::CutOff,
        Fault::Huge { announced: true },
        Fault::Huge { announced: false },
        Fault::Spoilt(wrong_types),
        Fault::Spoilt(nulls),
        Fault::Spoilt(Answer::json(200, &json!([]))),
        Fault::Spoilt(Answer::json(200, &json!(null))),
        Fault::Spoilt(Answer::json(200, &json!({}))),
    ] {
        for_each_service!(fault.clone(), |case, simulator, bench| {
            let failure = bench.run().await.expect_err("no words");
            // A stream that lacks its end broke off, however orderly the connection ended.
            let broke_off = case.streams && matches!(fault, Fault::CutOff);
            let reason = if broke_off { Reason::OutcomeUnknown } else { Reason::BadResponse };
            assert_eq!(failure.reason, reason, "{}: {fault:?}", case.name);
            assert_eq!(simulator.received().len(), 1, "{}: {fault:?}", case.name);
        });
    }
}

/// The byte stands in the first text of the answer: at Img Open that is the verdict, which says nothing then; the task does.
#[tokio::test]
async fn a_byte_that_is_no_text_costs_no_words() {
    for_each_service!(Fault::InvalidUtf8, |case, simulator, bench| {
        let reply = bench.run().await;
        assert!(reply.is_ok_and(|reply| reply.incomplete.is_none()), "{}", case.name);
        let asked = simulator.received().into_iter().filter(|received| !received.path.ends_with("/queryTask"));
        assert_eq!(asked.count(), 1, "{}", case.name);
    });
}

/// Most that a service could send within the limits, in the places where words stand.
#[tokio::test]
async fn no_answer_holds_the_program_up() {
    let tags: Vec<String> = (0..400_000).map(|number| format!("tag {number}")).collect();
    let listed = json!({"code": 0, "message": "ok", "data": {"content": "A square.", "tags": tags, "title": "t"},
        "answer": "A square.", "status": "OK", "alttext": "A square.", "alt_text": "A square.", "tags": tags,
        "keywords": tags.join(","), "description": "A square.", "choices": [{"message": {"content": tags.join(",")}}]});
    let nested = "<div>".repeat(200_000);
    let deep = json!({"code": 0, "message": "ok", "data": {"content": nested, "tags": nested}, "answer": nested,
        "status": "OK", "alttext": nested, "alt_text": nested, "tags": nested, "description": nested,
        "choices": [{"message": {"content": nested}}]});
    let thoughts = "<think>".repeat(200_000);
    let thinks = json!({"choices": [{"message": {"content": thoughts}}]});
    let marks = "[".repeat(1 << 20);
    let bodies = [listed, deep, thinks].map(|body| body.to_string()).into_iter().chain([marks]);
    for body in bodies {
        let answer = Answer { status: 200, headers: vec![], kind: "application/json", body: body.into_bytes() };
        for_each_service!(Fault::Spoilt(answer.clone()), |case, simulator, bench| {
            bench.limits.body = 32 << 20;
            bench.limits.silence = Duration::from_secs(60);
            bench.limits.call = Duration::from_secs(60);
            if let Ok(reply) = bench.run().await {
                let _ = compose(&reply, &Wish { max_chars: Some(125), ..Wish::default() });
            }
            assert_eq!(simulator.received().len(), 1, "{}", case.name);
        });
    }
}

#[tokio::test]
async fn a_broken_connection_after_sending_is_an_unknown_outcome_and_never_sent_again() {
    for fault in [Fault::Reset, Fault::ResetInBody, Fault::Close] {
        for_each_service!(fault.clone(), |case, simulator, bench| {
            let failure = bench.run().await.expect_err("lost");
            assert_eq!(failure.reason, Reason::OutcomeUnknown, "{}: {fault:?}", case.name);
            assert_eq!((simulator.received().len(), bench.watch.sent()), (1, 1), "{}: {fault:?}", case.name);
        });
    }
}

#[tokio::test]
async fn silence_and_slow_drips_end_in_time_and_are_never_sent_again() {
    for fault in [Fault::Silence, Fault::SilentBody, Fault::Drip] {
        for_each_service!(fault.clone(), |case, simulator, bench| {
            bench.limits.connect = Duration::from_millis(200);
            let begun = Instant::now();
            let failure = bench.run().await.expect_err("lost");
            assert_eq!(failure.reason, Reason::Timeout, "{}: {fault:?}", case.name);
            assert_eq!(simulator.received().len(), 1);
            assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        });
    }
}

#[tokio::test]
async fn cancelling_works_at_once_while_nothing_comes() {
    for_each_service!(Fault::Silence, |case, simulator, bench| {
        bench.limits.silence = Duration::from_secs(600);
        bench.limits.call = Duration::from_secs(600);
        let cancel = async {
            simulator.until_received(1).await;
            bench.cancel.cancel();
        };
        let (result, ()) = tokio::join!(bench.run(), cancel);
        assert_eq!(result.expect_err("cancelled").reason, Reason::Cancelled, "{}", case.name);
        assert_eq!(bench.watch.sent(), 1, "it had been sent: {}", case.name);
    });
}

#[tokio::test]
async fn cancelling_works_at_once_while_waiting_to_try_again() {
    for_each_service!(
        Fault::Instead(Answer::json(429, &json!({})).header("retry-after", "60")),
        |case, simulator, bench| {
            bench.limits.pace = 1.0;
            bench.watch.cancel_while_waiting = Some(bench.cancel.clone());
            assert_eq!(bench.run().await.expect_err("cancelled").reason, Reason::Cancelled, "{}", case.name);
            assert_eq!(simulator.received().len(), 1);
        }
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_a_key() {
    let elsewhere = Simulator::start(ImageDescriber::default());
    let target = format!("{}/api/v1/generate_tags", elsewhere.url);
    for_each_service!(Fault::Redirect(target.clone()), |case, simulator, bench| {
        let failure = bench.run().await.expect_err("not followed");
        assert_eq!((failure.reason, failure.about["status"].as_str()), (Reason::Redirected, "307"), "{}", case.name);
        assert_eq!(failure.about["target"], elsewhere.url, "the host, and nothing else of the address");
        // Who sends on did nothing.
        assert_eq!((simulator.received().len(), bench.watch.sent()), (1, 0), "{}", case.name);
    });
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn status_codes_without_the_services_own_words() {
    for (status, reason, calls) in [
        (401, Reason::KeyRejected, 1),
        (402, Reason::CreditsExhausted, 1),
        (404, Reason::BadResponse, 1),
        (413, Reason::ServiceRefusedImage, 1),
        (429, Reason::RateLimited, 3),
        (500, Reason::OutcomeUnknown, 1),
        (502, Reason::OutcomeUnknown, 1),
        (503, Reason::ProviderUnavailable, 3),
        (504, Reason::OutcomeUnknown, 1),
    ] {
        let page = Answer { status, headers: vec![], kind: "text/html", body: b"<h1>sorry</h1>".to_vec() };
        for_each_service!(Fault::Spoilt(page.clone()), |case, simulator, bench| {
            let failure = bench.run().await.expect_err("refused");
            assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{}: {status}", case.name);
            assert_eq!(failure.about["status"], status.to_string());
        });
    }
}

#[tokio::test]
async fn what_never_left_this_computer_is_taken_back_and_is_a_network_error() {
    for case in &CASES {
        let port = {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("bound").port()
        };
        let bench = case.bench(&format!("http://127.0.0.1:{port}"));
        let failure = bench.run().await.expect_err("nobody there");
        assert_eq!((failure.reason, bench.watch.sent()), (Reason::Network, 0), "{}", case.name);
        let bench = case.bench("https://no-such-host.invalid");
        let failure = bench.run().await.expect_err("no such name");
        assert_eq!((failure.reason, bench.watch.sent()), (Reason::Network, 0), "{}", case.name);
        assert_eq!(bench.watch.waits().len(), 2, "tried again, for nothing was charged");
    }
}

#[tokio::test]
async fn local_only_refuses_every_other_host_before_a_connection() {
    for case in &CASES {
        let mut bench = case.bench("https://api.example.org");
        bench.local_only = true;
        let failure = bench.run().await.expect_err("refused");
        assert_eq!((failure.reason, failure.about["host"].as_str()), (Reason::LocalOnly, "api.example.org"));
        assert!(bench.watch.seen().is_empty(), "{}", case.name);
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_a_tls_failure_and_got_nothing() {
    for_each_service!(Fault::Html, |case, simulator, bench| {
        bench.endpoint = case.endpoint(&simulator.url.replace("http:", "https:"));
        let failure = bench.run().await.expect_err("no TLS");
        assert_eq!((failure.reason, bench.watch.sent()), (Reason::TlsFailed, 0), "{}", case.name);
        assert!(simulator.received().is_empty());
    });
}

#[tokio::test]
async fn a_host_that_nobody_vouches_for_gets_nothing() {
    for behaviour in [Behaviour::SelfSigned, Behaviour::HangUp] {
        for case in &CASES {
            let host = BadHost::start(behaviour).await.expect("a host");
            let bench = case.bench(&host.url);
            let failure = bench.run().await.expect_err("not trusted");
            let reason = match behaviour {
                Behaviour::SelfSigned => Reason::TlsNotTrusted,
                Behaviour::HangUp => Reason::TlsFailed,
            };
            assert_eq!((failure.reason, bench.watch.sent()), (reason, 0), "{}: {behaviour:?}", case.name);
            assert_eq!(host.entrusted(), 0);
        }
    }
}

#[tokio::test]
async fn a_path_prefix_of_the_endpoint_is_kept() {
    for_each_service!(Fault::Empty, |case, simulator, bench| {
        let plain = simulator.received().len();
        bench.run().await.expect_err("empty");
        bench.endpoint = case.endpoint(&format!("{}/behind/a/gate/", simulator.url));
        bench.run().await.expect_err("empty");
        let paths: Vec<_> = simulator.received()[plain..].iter().map(|request| request.path.clone()).collect();
        assert_eq!(paths[1], format!("/behind/a/gate{}", paths[0]), "{}", case.name);
    });
}

#[tokio::test]
async fn a_service_that_echoes_everything_leaks_nothing() {
    for case in &CASES {
        let simulator = Simulator::start((case.service)());
        let said = case.secrets.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(":");
        let echo = format!("<script>{said}</script>\u{1b}[31m{}", BASE64_STANDARD.encode(&said));
        let fields = json!({"code": echo, "message": echo, "msg": echo, "request_id": echo, "status": "Error",
            "error": {"code": echo, "message": echo, "details": {"field": echo, "reason": echo}}});
        for status in [200, 400, 500] {
            simulator.always(Fault::Spoilt(Answer::json(status, &fields)));
            let bench = case.bench(&simulator.url);
            let failure = bench.run().await.expect_err("refused");
            let printed = format!("{failure:?} {:?} {:?}", bench.secrets, bench.watch.seen());
            for (_, secret) in case.secrets.iter().filter(|(name, _)| *name != "secret") {
                assert!(!printed.contains(secret), "{}: {printed}", case.name);
            }
            let failure = format!("{failure:?}");
            assert!(!failure.contains("u{1b}") && !failure.contains("test-secret"), "{}: {failure}", case.name);
        }
    }
}
