//! What is written to the log: that there was a call, never what was in it.

use crate::bench::Bench;
use altsmith_core::provider::Secrets;
use altsmith_tests::simulators::imagedescriber::ImageDescriber;
use altsmith_tests::simulators::{Answer, Fault, Simulator};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::io;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Page {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What is logged while this runs.
fn logged<F: Future<Output = ()>>(run: F) -> String {
    let page = Page::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(page.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(run);
    });
    String::from_utf8(page.0.lock().expect("not poisoned").clone()).expect("text")
}

#[test]
fn an_answer_that_cannot_be_read_is_in_the_log_without_key_and_picture() {
    let simulator = Simulator::start(ImageDescriber::default());
    let mut bench = Bench::new("imagedescriber", &simulator.url).model("generate_content");
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    let picture = BASE64_STANDARD.encode(&bench.image.as_ref().expect("a picture").bytes);
    let page = format!("<p>Gate 7 refuses test-key-0123456789 and {picture} and https://h.example/x?sign=me</p>");
    simulator.always(Fault::Spoilt(Answer { status: 200, headers: vec![], kind: "text/html", body: page.into() }));
    let log = logged(async {
        let failure = bench.run().await.expect_err("a page");
        let begins = failure.about["beginning"].as_str();
        assert!(begins.starts_with("<p>Gate 7 refuses ••• and … and"), "{begins}");
    });
    for expected in ["Gate 7 refuses", "https://h.example/x?…", "status=200"] {
        assert!(log.contains(expected), "{expected} is missing:\n{log}");
    }
    for secret in ["0123456789", "sign=me", &picture[..40]] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}

#[test]
fn the_log_holds_neither_key_nor_picture_nor_words() {
    let simulator = Simulator::start(ImageDescriber::default());
    let mut bench = Bench::new("imagedescriber", &simulator.url).model("generate_content");
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench.request.context = Some("Anna Karenina".into());
    let picture = BASE64_STANDARD.encode(&bench.image.as_ref().expect("a picture").bytes);
    let log = logged(async {
        bench.run().await.expect("described");
        simulator.next(Fault::Reset);
        bench.run().await.expect_err("lost");
    });
    for expected in ["generate_content", "127.0.0.1", "status=200", "OutcomeUnknown"] {
        assert!(log.contains(expected), "{expected} is missing:\n{log}");
    }
    for secret in ["0123456789", "Anna Karenina", "red square", &picture[..40]] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
