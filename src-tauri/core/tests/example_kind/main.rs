//! A whole kind, as CONTRIBUTING explains it, and that it does what a kind has to: it stands here so that the example is
//! compiled and run.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)] // tests may: a failure is their result

mod captioner;

use altsmith_core::failure::Reason;
use altsmith_core::imaging::Prepared;
use altsmith_core::money::{Price, Unit};
use altsmith_core::provider::adapter::{Cost, HttpResponse, Method, Step};
use altsmith_core::provider::{
    Backend, Connection, HttpAdapter, Kind, Progress, Reply, Request, RequestContext, Secrets,
};
use std::collections::BTreeMap;

/// As the registry holds it: for as long as the program runs.
fn kind() -> &'static Kind {
    Box::leak(Box::new(captioner::kind()))
}

fn adapter() -> &'static dyn HttpAdapter {
    match kind().backend {
        Backend::Http(adapter) => adapter,
        Backend::Computed(_) => panic!("it is a service"),
    }
}

/// What the answer to its one call becomes.
fn answered(status: u16, body: &str) -> Result<Reply, Reason> {
    let secrets = Secrets::none().with("api_key", "test-key-0123456789");
    let endpoint = "https://captions.example.org".parse().expect("an address");
    let image = Prepared { bytes: vec![1, 2, 3], mime: "image/jpeg", width: 4, height: 3 };
    let (request, settings) = (Request { language: "en".into(), ..Request::default() }, BTreeMap::new());
    let context = RequestContext {
        request: &request,
        image: Some(&image),
        image_url: None,
        image_mime: None,
        mailbox: None,
        secrets: &secrets,
        endpoint: &endpoint,
        settings: &settings,
        local_only: false,
        unpaid: false,
    };
    let mut progress = Progress::default();
    let call = adapter().start(&context, &mut progress).expect("a call");
    assert_eq!((call.method, call.url.as_str()), (Method::Post, "https://captions.example.org/v1/caption"));
    assert!(call.headers.iter().all(|header| header.value.is_sensitive()), "a key is never shown");
    let sent: serde_json::Value = serde_json::from_slice(&call.body.expect("a body")).expect("JSON");
    assert_eq!(sent, serde_json::json!({"image": "AQID", "language": "en"}));
    let response = HttpResponse {
        operation: call.operation,
        cost: Cost::MayCharge,
        status,
        retry_after_ms: None,
        body: body.as_bytes().to_vec(),
    };
    match adapter().next(&context, &mut progress, &response) {
        Ok(Step::Done(reply)) => Ok(*reply),
        Ok(step) => panic!("{step:?}"),
        Err(failure) => Err(failure.reason),
    }
}

#[test]
fn an_answer_becomes_words_and_an_error_its_reason() {
    let reply = answered(200, r#"{"caption": "A cat on a sofa."}"#).expect("words");
    assert_eq!((reply.alt.as_deref(), reply.charges.len()), (Some("A cat on a sofa."), 1));
    assert_eq!(answered(402, r#"{"error": "no money left"}"#).expect_err("refused"), Reason::CreditsExhausted);
    assert_eq!(answered(200, "{}").expect_err("no words"), Reason::BadResponse);
}

#[test]
fn everything_else_reads_its_descriptor() {
    let connection = Connection::by_itself(kind());
    assert_eq!((&*connection.id, &*connection.name), ("captioner", "Captioner"));
    let price = connection.price("", &BTreeMap::new(), None);
    assert!(matches!(price, Some(Price::Request(amount)) if amount.unit == Unit::Usd), "{price:?}");
    assert!(!connection.runs_here(&BTreeMap::new(), None));
    for words in kind().words {
        for part in ["provider-captioner =", ".note =", ".privacy =", ".key-hint =", ".check =", ".field-api_key ="] {
            assert!(words.contains(part), "{part} in {words}");
        }
    }
}
