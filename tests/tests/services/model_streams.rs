//! What holds of every service whose models stream their words, each in its own form: cut at every byte, in every packet, with
//! every line end, while thoughts, keep-alives and counts stand among the words.

use crate::bench::{Bench, Seen, limits, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::Reason;
use altsmith_core::money::Tokens;
use altsmith_core::provider::{Driver, Request, Secrets, Turn, TurnRole};
use altsmith_tests::simulators::anthropic::Anthropic;
use altsmith_tests::simulators::gemini::Gemini;
use altsmith_tests::simulators::ollama::Ollama;
use altsmith_tests::simulators::openai::OpenAi;
use altsmith_tests::simulators::saying::{End, Saying};
use altsmith_tests::simulators::{Answer, Documented, Fault, Simulator, Then};
use serde_json::json;
use std::time::{Duration, Instant};

const WORDS: &str = "A plain red rectangle, nothing else.";
const KEY: &str = "test-key-0123456789";

/// Bytes between the end of an event's data and the end of the event.
const LINE_ENDS: usize = 2;

type Service = Box<dyn Documented>;

/// A service whose models say this, in its own form.
struct Form {
    id: &'static str,
    /// What stands behind the host.
    path: &'static str,
    model: &'static str,
    service: fn(Saying) -> Service,
    /// Tokens written beside the words: thoughts, where they are counted apart.
    thought: u32,
    /// Lines may end in a CR alone: a stream of events, not of lines.
    events: bool,
}

const FORMS: [Form; 4] = [
    Form {
        id: "ollama",
        path: "",
        model: "seeing:7b",
        service: |says| Box::new(Ollama { says, ..Ollama::default() }),
        thought: 0,
        events: false,
    },
    Form {
        id: "anthropic",
        path: "",
        model: "claude-haiku-9",
        service: |says| Box::new(Anthropic { says, ..Anthropic::default() }),
        thought: 0,
        events: true,
    },
    Form {
        id: "openai",
        path: "/v1",
        model: "gpt-9-mini",
        service: |says| Box::new(OpenAi { says, ..OpenAi::default() }),
        thought: 0,
        events: true,
    },
    Form {
        id: "gemini",
        path: "",
        model: "gemini-3.1-flash-lite",
        service: |says| Box::new(Gemini { says, ..Gemini::default() }),
        thought: 40,
        events: true,
    },
];

impl Form {
    fn start(&self, says: Saying) -> Simulator<Service> {
        Simulator::start((self.service)(says))
    }

    /// One that costs money.
    fn bench(&self, simulator: &Simulator<Service>) -> Bench {
        let mut bench = Bench::new(self.id, &format!("{}{}", simulator.url, self.path)).model(self.model);
        bench.secrets = Secrets::none().with("api_key", KEY);
        bench.settings.insert("paid".into(), "true".into());
        bench
    }

    /// The documented answer.
    async fn stream(&self) -> String {
        let simulator = self.start(Saying::default());
        let bench = self.bench(&simulator);
        bench.run().await.expect("described");
        let answered = bench.watch.seen().into_iter().find_map(|seen| match seen {
            Seen::Answered(_, body) => Some(body),
            _ => None,
        });
        answered.expect("an answer")
    }
}

#[tokio::test]
async fn words_come_as_a_stream_and_thoughts_are_never_among_them() {
    for form in &FORMS {
        let simulator = form.start(Saying::default());
        simulator.next(Fault::Packets((0..6_000).step_by(40).collect()));
        let mut bench = form.bench(&simulator);
        (bench.limits.silence, bench.limits.call) = (Duration::from_secs(60), Duration::from_secs(60));
        let reply = bench.run().await.expect(form.id);
        assert_eq!((reply.alt.as_deref(), reply.description), (Some(WORDS), None), "{}", form.id);
        assert_eq!(reply.tokens, Some(Tokens { input: 300, output: 6 + form.thought }), "{}", form.id);
        assert_eq!(reply.charges.len(), 1, "{}", form.id);
        assert_eq!(simulator.violations(), Vec::<String>::new(), "{}", form.id);
        let pieces = bench.watch.pieces();
        assert!(!pieces.is_empty() && pieces.iter().all(|piece| WORDS.starts_with(piece)), "{}: {pieces:?}", form.id);
        assert!(pieces.is_sorted_by_key(String::len), "{}", form.id);
    }
}

#[tokio::test]
async fn what_is_asked_brings_style_language_and_the_earlier_turns_along() {
    let turn = |role, text: &str| Turn { role, text: text.into() };
    let first = turn(TurnRole::Model, "A red rectangle.");
    let (asked, answered) = (turn(TurnRole::User, "How large?"), turn(TurnRole::Model, "Small."));
    for form in &FORMS {
        for turns in [vec![], vec![first.clone()], vec![first.clone(), asked.clone(), answered.clone()]] {
            let simulator = form.start(Saying::default());
            let mut bench = form.bench(&simulator);
            bench.request = Request {
                style: "question".into(),
                prompt: Some("Which colour?".into()),
                language: "de".into(),
                turns: turns.clone(),
                model: form.model.into(),
                ..Request::default()
            };
            let reply = bench.run().await.expect(form.id);
            assert_eq!(reply.description.as_deref(), Some(WORDS), "{}", form.id);
            let sent = String::from_utf8(simulator.received()[0].body.clone()).expect("JSON");
            assert!(sent.contains("Which colour?\\nAnswer in German."), "{}", form.id);
            assert!(turns.iter().all(|turn| sent.contains(&turn.text)), "{}", form.id);
            assert_eq!(simulator.violations(), Vec::<String>::new(), "{}", form.id);
        }
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_at_any_byte_is_an_unknown_outcome_or_whole() {
    let driver = Driver::new(limits()).expect("connections");
    for form in &FORMS {
        let body = form.stream().await;
        let simulator = form.start(Saying::default());
        let mut whole_from = None;
        for (then, step) in [(Then::End, 1), (Then::Reset, 23)] {
            for at in (1..body.len()).step_by(step) {
                simulator.next(Fault::Until(at, then));
                let bench = form.bench(&simulator);
                match bench.run_with(&driver).await {
                    Ok(reply) => {
                        assert_eq!(reply.alt.as_deref(), Some(WORDS), "{} {then:?} {at}", form.id);
                        whole_from = whole_from.or(Some(at));
                    }
                    Err(failure) => {
                        assert_eq!(failure.reason, Reason::OutcomeUnknown, "{} {then:?} {at}: {failure:?}", form.id);
                        // Where only the line ends behind the last word are missing, a reset says that it was not all.
                        assert!(whole_from.is_none_or(|from| at < from + LINE_ENDS), "{} {then:?} {at}", form.id);
                    }
                }
                assert_eq!(bench.watch.sent(), 1, "{}: never sent again", form.id);
            }
        }
        let last_word = body.find("else.").expect("the last word");
        assert!(whole_from.is_none_or(|from| from > last_word), "{}: {whole_from:?}", form.id);
    }
}

#[tokio::test]
async fn packets_may_end_anywhere_and_lines_in_every_way() {
    for form in &FORMS {
        for line_end in ["\n", "\r\n", "\r"] {
            if line_end == "\r" && !form.events {
                continue;
            }
            let words = "Ein rötliches Rechteck – 红色。";
            let simulator = form.start(Saying { words: words.into(), line_end, ..Saying::default() });
            for ends in [(1..400).step_by(3).collect(), vec![1, 2, 3], (300..500).collect::<Vec<_>>()] {
                simulator.next(Fault::Packets(ends));
                let reply = form.bench(&simulator).run().await.expect(form.id);
                assert_eq!(reply.alt.as_deref(), Some(words), "{} {line_end:?}", form.id);
            }
        }
    }
}

#[tokio::test]
async fn counts_and_even_the_stream_may_be_missing_and_the_connection_stay_open() {
    for form in &FORMS {
        let body = form.stream().await;
        for (says, kept_open) in [
            (Saying { counts: false, ..Saying::default() }, false),
            (Saying { streams: false, ..Saying::default() }, false),
            (Saying::default(), true),
        ] {
            let counts = says.counts;
            let simulator = form.start(says);
            if kept_open {
                simulator.always(Fault::Until(body.len(), Then::Silence));
            }
            let reply = form.bench(&simulator).run().await.expect(form.id);
            assert_eq!((reply.alt.as_deref(), reply.tokens.is_some()), (Some(WORDS), counts), "{}", form.id);
        }
    }
}

#[tokio::test]
async fn what_came_is_shown_when_the_rest_does_not_come_and_nothing_is_sent_again() {
    for form in &FORMS {
        let at = form.stream().await.find("rectangle").expect("a word");
        for then in [Then::Silence, Then::Drip] {
            let simulator = form.start(Saying::default());
            simulator.always(Fault::Until(at, then));
            let bench = form.bench(&simulator);
            let begun = Instant::now();
            assert_eq!(bench.run().await.expect_err("no end").reason, Reason::Timeout, "{} {then:?}", form.id);
            assert!(begun.elapsed() < Duration::from_secs(10));
            assert_eq!(bench.watch.pieces().last().map(String::as_str), Some("A plain red "), "{} {then:?}", form.id);
            assert_eq!((simulator.received().len(), bench.watch.sent()), (1, 1), "{} {then:?}", form.id);
        }
    }
}

#[tokio::test]
async fn cancelling_closes_the_connection_at_once() {
    for form in &FORMS {
        let at = form.stream().await.find("rectangle").expect("a word");
        let simulator = form.start(Saying::default());
        simulator.always(Fault::Until(at, Then::Silence));
        let mut bench = form.bench(&simulator);
        (bench.limits.silence, bench.limits.call) = (Duration::from_secs(600), Duration::from_secs(600));
        bench.watch.cancel_at_words = Some(bench.cancel.clone());
        assert_eq!(bench.run().await.expect_err("cancelled").reason, Reason::Cancelled, "{}", form.id);
        let hung_up = tokio::time::timeout(Duration::from_secs(10), simulator.until_hung_up(1)).await;
        hung_up.expect("the connection was closed");
    }
}

#[tokio::test]
async fn an_answer_without_words_is_none_and_one_that_was_cut_off_says_so() {
    for form in &FORMS {
        let simulator = form.start(Saying { end: End::Cut, ..Saying::default() });
        let reply = form.bench(&simulator).run().await.expect(form.id);
        assert_eq!(reply.alt.as_deref(), Some(WORDS), "{}", form.id);
        says_it_in_a_sentence_of_its_own(&reply.incomplete.expect("said to be"), "model-cut-off");
        for (words, end, documented) in
            [(" ", End::Stop, None), ("<think>A plain red thing", End::Cut, Some("model-cut-off"))]
        {
            let simulator = form.start(Saying { words: words.into(), end, ..Saying::default() });
            let failure = form.bench(&simulator).run().await.expect_err("no words");
            assert_eq!(
                (failure.reason, failure.documented.as_deref()),
                (Reason::BadResponse, documented),
                "{}",
                form.id
            );
            assert_eq!(simulator.received().len(), 1, "{}", form.id);
        }
        // Ollama's models refuse in words alone.
        if form.id != "ollama" {
            for streams in [true, false] {
                let simulator = form.start(Saying { end: End::Refused, streams, ..Saying::default() });
                let failure = form.bench(&simulator).run().await.expect_err("refused");
                assert_eq!(failure.reason, Reason::ContentBlocked, "{}", form.id);
                assert_eq!(simulator.received().len(), 1, "{}", form.id);
            }
        }
    }
}

#[tokio::test]
async fn a_key_that_is_echoed_in_the_stream_is_never_shown_or_kept() {
    for form in &FORMS {
        let words = format!("Your key is {KEY} , isn't it?");
        let simulator = form.start(Saying { words, thoughts: None, ..Saying::default() });
        let mut bench = form.bench(&simulator);
        (bench.limits.silence, bench.limits.call) = (Duration::from_secs(60), Duration::from_secs(60));
        simulator.next(Fault::Packets((0..3_000).step_by(7).collect()));
        let reply = bench.run().await.expect(form.id);
        assert_eq!(reply.alt.as_deref(), Some("Your key is ••• , isn't it?"), "{}", form.id);
        let seen = format!("{:?}", bench.watch.seen());
        assert!(!seen.contains("test-key-0") && !seen.contains("0123456789"), "{seen}");
    }
}

#[tokio::test]
async fn every_form_of_wait_is_kept() {
    let limited = || Answer::json(429, &json!({"error": {"type": "rate_limit_error", "message": "Slow down."}}));
    let body = |error| Answer::json(429, &json!({"error": error}));
    let retry_info = json!({"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "You exceeded your current quota",
        "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "3.5s"}]});
    for form in &FORMS {
        for (answer, wait) in [
            (Some(limited().header("retry-after", "7")), 7_000),
            (Some(limited().header("retry-after-ms", "1500").header("retry-after", "7")), 1_500),
            (
                Some(
                    limited()
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "1m2s"),
                ),
                62_000,
            ),
            ((form.id == "gemini").then(|| body(retry_info.clone())), 3_500),
        ] {
            let Some(answer) = answer else { continue };
            let simulator = form.start(Saying::default());
            simulator.next(Fault::Instead(answer));
            let bench = form.bench(&simulator);
            bench.run().await.expect("described, later");
            assert_eq!(bench.watch.waits()[0].0, wait, "{}", form.id);
        }
    }
}
