//! Ollama against its simulator: where a model runs, which is taken, what the server says is wrong.

use crate::bench::{Bench, says_it_in_a_sentence_of_its_own};
use altsmith_core::failure::{Again, Reason, Remedy};
use altsmith_core::provider::{AccountQuery, ListedModel, Runs, Secrets};
use altsmith_tests::simulators::ollama::{Ollama, refusal};
use altsmith_tests::simulators::{Answer, Fault, Simulator, Then};
use serde_json::json;

const WORDS: &str = "A plain red rectangle, nothing else.";

fn service() -> Simulator<Ollama> {
    Simulator::start(Ollama::default())
}

/// The person's own.
fn own(simulator: &Simulator<Ollama>) -> Bench {
    Bench::new("ollama", &simulator.url)
}

fn paid(simulator: &Simulator<Ollama>) -> Bench {
    let mut bench = own(simulator);
    bench.settings.insert("paid".into(), "true".into());
    bench
}

fn paths(simulator: &Simulator<Ollama>) -> Vec<String> {
    simulator.received().into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn the_picture_goes_bare_beside_the_words_and_thinking_is_switched_off() {
    let simulator = service();
    let reply = own(&simulator).model("seeing:7b").run().await.expect("described");
    assert_eq!((reply.alt.as_deref(), reply.charges.len()), (Some(WORDS), 0), "nothing is paid");
    let asked = simulator.with(|service| service.asked[0].clone());
    assert_eq!(
        (&asked["think"], &asked["stream"], &asked["model"]),
        (&json!(false), &json!(true), &json!("seeing:7b"))
    );
    assert!(asked["messages"][0]["content"].as_str().expect("words").contains("alt text"));
    assert_eq!(asked["options"], json!({"num_predict": 1024}), "nothing of how it chooses its words");
    assert_eq!(simulator.received()[0].header("authorization"), None, "no key");
    assert_eq!(simulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn where_no_model_is_named_the_first_that_sees_and_runs_here_is_taken() {
    let simulator = service();
    own(&simulator).run().await.expect("described");
    assert_eq!(paths(&simulator), ["/api/tags", "/api/chat"]);
    assert_eq!(simulator.with(|service| service.asked[0]["model"].clone()), "seeing:7b");
    let nothing =
        json!({"models": [{"name": "far:235b", "remote_model": "far:235b", "capabilities": ["completion", "vision"]}]});
    simulator.next(Fault::Instead(Answer::json(200, &nothing)));
    let failure = own(&simulator).run().await.expect_err("nothing runs here");
    assert_eq!(failure.reason, Reason::ModelNotFound);
    says_it_in_a_sentence_of_its_own(&failure, "model-none");
    assert_eq!(paths(&simulator).len(), 3, "the picture did not leave");
}

#[tokio::test]
async fn a_model_that_runs_in_the_cloud_is_found_out_before_the_picture_leaves() {
    for (local_only, reason, documented) in
        [(true, Reason::LocalOnly, None), (false, Reason::InvalidRequest, Some("ollama-elsewhere"))]
    {
        let simulator = service();
        let mut bench = own(&simulator).model("far:235b");
        bench.local_only = local_only;
        let failure = bench.run().await.expect_err("it would leave");
        assert_eq!((failure.reason, failure.documented.as_deref()), (reason, documented));
        assert_eq!(paths(&simulator), ["/api/show"], "the picture did not leave");
    }
    // Where the person knows that it costs something, they know where it runs.
    let simulator = service();
    let reply = paid(&simulator).model("far:235b").run().await.expect("described");
    assert_eq!((reply.charges.len(), paths(&simulator).len()), (1, 1));
    // One that runs here is asked under the switch.
    let mut bench = own(&simulator).model("seeing:7b");
    bench.local_only = true;
    bench.run().await.expect("described");
}

#[tokio::test]
async fn the_list_says_what_models_can_do_and_where_they_run() {
    for abilities in [true, false] {
        let simulator = Simulator::start(Ollama { abilities, ..Ollama::default() });
        let info = own(&simulator).query_account(AccountQuery::Models).await.expect("asked").expect("a list");
        let model = |id: &str, sees, runs| ListedModel { sees: Some(sees), runs: Some(runs), ..ListedModel::named(id) };
        let expected = [
            model("far:235b", true, Runs::Elsewhere),
            model("seeing:7b", true, Runs::There),
            model("blind:7b", false, Runs::There),
        ];
        assert_eq!(info.models, expected, "{abilities}");
        assert!(!info.key_confirmed);
        // Older servers are asked about each.
        assert_eq!(simulator.received().len(), if abilities { 1 } else { 4 });
    }
}

#[tokio::test]
async fn a_model_that_refuses_to_be_told_is_asked_without_and_that_is_remembered() {
    let simulator = Simulator::start(Ollama { refuses_think: true, ..Ollama::default() });
    let driver = altsmith_core::provider::Driver::new(crate::bench::limits()).expect("connections");
    for sent in [2, 1] {
        let bench = paid(&simulator).model("seeing:7b");
        let reply = bench.run_with(&driver).await.expect("described");
        assert_eq!((reply.alt.as_deref(), bench.watch.sent()), (Some(WORDS), sent));
        assert_eq!(reply.charges.len(), 1, "what was refused cost nothing");
    }
    let asked = simulator.with(|service| service.asked[0].clone());
    assert!(asked.get("think").is_none() && asked["options"]["num_predict"].as_u64().is_some_and(|room| room > 2_048));
}

#[tokio::test]
async fn a_gate_before_it_gets_its_key() {
    let simulator = Simulator::start(Ollama { key: Some("test-key-0123456789".into()), ..Ollama::default() });
    assert_eq!(own(&simulator).run().await.expect_err("no key").reason, Reason::KeyRejected);
    let mut bench = own(&simulator);
    bench.secrets = Secrets::none().with("api_key", "test-key-0123456789");
    bench.run().await.expect("described");
}

#[tokio::test]
async fn what_the_server_says_is_wrong_has_its_reason() {
    let page = Answer { status: 404, headers: vec![], kind: "text/plain", body: b"404 page not found".to_vec() };
    for (answer, reason, calls, documented) in [
        (refusal(404, "model 'x' not found"), Reason::ModelNotFound, 1, Some("ollama-model-missing")),
        (
            refusal(404, "model \"x\" not found, try pulling it first"),
            Reason::ModelNotFound,
            1,
            Some("ollama-model-missing"),
        ),
        (
            refusal(500, "this model is missing data required for image input"),
            Reason::InvalidRequest,
            1,
            Some("model-blind"),
        ),
        (
            refusal(500, "model requires more system memory (9.1 GiB) than is available (3.2 GiB)"),
            Reason::ProviderUnavailable,
            3,
            Some("ollama-memory"),
        ),
        (
            refusal(500, "model runner has unexpectedly stopped, this may be due to resource limitations"),
            Reason::ProviderUnavailable,
            3,
            Some("ollama-runner"),
        ),
        (
            refusal(503, "server busy, please try again.  maximum pending requests exceeded"),
            Reason::ProviderUnavailable,
            3,
            None,
        ),
        (refusal(401, "unauthorized"), Reason::KeyRejected, 1, None),
        (refusal(400, "illegal base64 data at input byte 4"), Reason::InvalidRequest, 1, None),
        (page, Reason::BadResponse, 1, None),
    ] {
        let simulator = service();
        simulator.always(Fault::Instead(answer.clone()));
        let failure = paid(&simulator).model("x").run().await.expect_err("refused");
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!((failure.reason, simulator.received().len()), (reason, calls), "{said}");
        assert_eq!(failure.documented.as_deref(), documented, "{said}");
        if let Some(name) = documented {
            says_it_in_a_sentence_of_its_own(&failure, name);
            if name == "ollama-memory" {
                assert_eq!(failure.remedy(), Remedy::Service, "a smaller model");
            }
        }
    }
}

#[tokio::test]
async fn an_error_among_the_lines_is_the_servers_and_may_have_cost_something_after_words() {
    let line = |value: serde_json::Value| format!("{value}\n");
    let words = line(json!({"model": "m", "message": {"role": "assistant", "content": "A plain "}, "done": false}));
    let error = line(json!({"error": "llama runner process has terminated: exit status 2"}));
    let answer =
        |body: String| Answer { status: 200, headers: vec![], kind: "application/x-ndjson", body: body.into_bytes() };
    let simulator = service();
    simulator.next(Fault::Spoilt(answer(error.clone())));
    paid(&simulator).model("seeing:7b").run().await.expect("tried again");
    assert_eq!(simulator.received().len(), 2);
    simulator.next(Fault::Spoilt(answer([words, error].concat())));
    let failure = paid(&simulator).model("seeing:7b").run().await.expect_err("in the middle");
    assert_eq!((failure.reason, failure.again), (Reason::ProviderUnavailable, Some(Again::MayCostTwice)));
    assert_eq!(simulator.received().len(), 3, "never sent again by itself");
}

#[tokio::test]
async fn what_the_persons_own_breaks_off_is_no_unknown_outcome() {
    let simulator = service();
    for (then, reason) in
        [(Then::End, Reason::BadResponse), (Then::Reset, Reason::Network), (Then::Silence, Reason::Timeout)]
    {
        // Where it runs is asked first.
        simulator.next(Fault::Packets(vec![]));
        simulator.next(Fault::Until(400, then));
        let failure = own(&simulator).model("seeing:7b").run().await.expect_err("broke off");
        assert_eq!((failure.reason, failure.again), (reason, None), "{then:?}");
    }
}
