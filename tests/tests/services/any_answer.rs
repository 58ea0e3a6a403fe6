//! Whatever a service answers, its adapter says something sensible: words, a next step or a failure; it never panics and
//! never calls nothing a description.

use altsmith_core::provider::adapter::{Cost, HttpResponse, Step};
use altsmith_core::provider::{AccountQuery, Backend, Progress, Request, RequestContext, Secrets, endpoint, kinds};
use proptest::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// JSON made of the names that the documents use, in places where they do not belong.
fn answers() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "code",
        "message",
        "msg",
        "data",
        "content",
        "tags",
        "title",
        "description",
        "credits",
        "amount",
        "remaining",
        "answer",
        "lastCredits",
        "error",
        "details",
        "field",
        "reason",
        "status",
        "caption",
        "taskId",
        "task_id",
        "businessTaskId",
        "alttext",
        "total",
        "alt_text",
        "models",
        "name",
        "credit_costs",
        "request_id",
        "result",
        "choices",
        "delta",
        "finish_reason",
        "usage",
        "prompt_tokens",
        "refusal",
        "architecture",
        "input_modalities",
        "capabilities",
        "detail",
        "done",
        "type",
        "text",
        "stop_reason",
        "candidates",
        "parts",
        "finishReason",
        "usageMetadata",
        "promptFeedback",
        "has_more",
        "id",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..4).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["0", "200", "OK", "Error", "success", "Unauthorized"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|fields| Value::Object(
                fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>()
            )),
        ]
    })
}

fn secrets() -> Secrets {
    ["api_key", "app_id", "access_key_id", "access_key_secret", "secret"]
        .into_iter()
        .fold(Secrets::none(), |secrets, name| secrets.with(name, "test-key-0123456789"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_answer_is_too_strange(
        answer in answers(),
        cut in 0usize..400,
        status in prop::sample::select(vec![200u16, 204, 301, 400, 401, 404, 429, 500, 503]),
        operation in prop::sample::select(vec!["generate_content", "generate_tags", "generate_alt_text", "queryTask", "callback", "models", "tags", "show"]),
    ) {
        let text = answer.to_string();
        let whole = HttpResponse {
            operation, cost: Cost::MayCharge, status, retry_after_ms: None, body: text.clone().into_bytes(),
        };
        let part = HttpResponse { body: text.bytes().take(cut).collect(), ..whole.clone() };
        let (request, secrets, settings) = (Request::default(), secrets(), BTreeMap::new());
        let endpoint = endpoint::parse("http://127.0.0.1:1").expect("an address");
        let context = RequestContext {
            request: &request, image: None, image_url: Some("https://example.org/a.jpg"), image_mime: None, mailbox: None,
            secrets: &secrets, endpoint: &endpoint, settings: &settings, local_only: false, unpaid: false,
        };
        for provider in kinds() {
            let Backend::Http(adapter) = provider.backend else { continue };
            // As a stream too, whole and cut.
            let stream = |data: &str| HttpResponse { body: format!("data: {data}\n\n").into_bytes(), ..whole.clone() };
            let (event, broken) = (stream(&text), stream(&text.chars().take(cut).collect::<String>()));
            for response in [&whole, &part, &event, &broken] {
                let mut progress = Progress { task: Some("t".into()), ..Progress::default() };
                if let Ok(Step::Done(reply)) = adapter.next(&context, &mut progress, response) {
                    let words = [&reply.alt, &reply.description, &reply.title];
                    let said = words.into_iter().flatten().any(|text| !text.trim().is_empty());
                    prop_assert!(said || !reply.tags.is_empty(), "{}: {response:?} {answer}", provider.descriptor.id);
                    prop_assert!((200..300).contains(&status), "{}: {status} {answer}", provider.descriptor.id);
                }
                for account_query in [AccountQuery::Key, AccountQuery::Models, AccountQuery::Balance, AccountQuery::Costs, AccountQuery::CreateAccount] {
                    let _ = adapter.parse_account(&context, account_query, response);
                }
            }
        }
    }
}
