//! The list of models: names, when each came and when it goes. It does not say which of them see.

use super::FAULTS;
use crate::failure::Failure;
use crate::provider::adapter::HttpResponse;
use crate::provider::chat_completions::refusal;
use crate::provider::{ListedModel, Request, json, vision};
use serde_json::Value;

/// The list.
pub(super) const LIST: &str = "models";

/// Parts of the names of models that do something else than to write about a picture.
const OTHERS: &[&str] = &[
    "embedding",
    "tts",
    "whisper",
    "transcribe",
    "audio",
    "realtime",
    "image",
    "dall-e",
    "sora",
    "moderation",
    "instruct",
    "davinci",
    "babbage",
    "search",
    "codex",
    "computer-use",
    "deep-research",
];

/// The entries of the list that may be asked about a picture.
pub(super) fn list(request: &Request, response: &HttpResponse) -> Result<Vec<Value>, Failure> {
    let mut said = refusal::check(FAULTS, request, response)?;
    let Value::Array(list) = said["data"].take() else { return Err(json::bad("data")) };
    let writes = |model: &Value| {
        model["id"].as_str().is_some_and(|id| !OTHERS.iter().any(|other| id.to_ascii_lowercase().contains(other)))
    };
    Ok(list.into_iter().filter(writes).collect())
}

/// The models, as the service lists them.
pub(super) fn read(list: &[Value]) -> Vec<ListedModel> {
    let model = |said: &Value| {
        Some(ListedModel {
            retired: json::text(&said["shutdown_date"]),
            ..ListedModel::named(json::text(&said["id"])?)
        })
    };
    vision::listed(list.iter().filter_map(model))
}

/// The model that is asked where the person named none: the newest of the small ones that stay, without a date in its name.
/// All of this family see.
pub(super) fn chosen(list: &[Value]) -> Option<String> {
    let named =
        |said: &&Value| said["id"].as_str().is_some_and(|id| id.starts_with("gpt-") && vision::has_good_name(id));
    let fitness = |said: &&Value| {
        let id = said["id"].as_str().unwrap_or_default();
        let size = if id.ends_with("-mini") { 2 } else { i32::from(id.ends_with("-nano")) };
        (said["shutdown_date"].is_null(), size, json::integer(&said["created"]))
    };
    let best = list.iter().filter(named).max_by_key(fitness);
    best.and_then(|said| json::text(&said["id"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_newest_small_model_that_stays_is_taken() {
        let model =
            |id: &str, created: i64, shutdown: Value| json!({"id": id, "created": created, "shutdown_date": shutdown});
        let stays = Value::Null;
        let list = [
            model("gpt-9", 90, stays.clone()),
            model("gpt-8-mini", 80, stays.clone()),
            model("gpt-8-mini-2026-03-01", 81, stays.clone()),
            model("gpt-7-mini", 70, stays.clone()),
            model("gpt-9-mini", 91, json!("2027-01-14")),
            model("gpt-9-nano", 92, stays),
            model("o9-mini", 99, Value::Null),
        ];
        assert_eq!(chosen(&list).as_deref(), Some("gpt-8-mini"));
        assert_eq!(chosen(&list[..1]).as_deref(), Some("gpt-9"));
        assert_eq!(chosen(&[]), None);
    }
}
