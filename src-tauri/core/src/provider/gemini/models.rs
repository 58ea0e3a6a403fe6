//! The list of models: what each can be asked for. All of the Gemini family see; of the others the list does not say it.

use super::reply;
use super::thinking::generation;
use crate::failure::Failure;
use crate::provider::adapter::HttpResponse;
use crate::provider::{ListedModel, Request, json, vision};
use serde_json::Value;

/// The list.
pub(super) const LIST: &str = "models";

/// What a model must be able to do.
const METHOD: &str = "generateContent";
/// Parts of the names of models that can do it, and do not write about a picture.
const OTHERS: &[&str] = &["tts", "image", "audio", "live", "robotics", "computer-use", "embedding", "deep-research"];

/// A page of the list.
pub(super) fn page(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = reply::object(request, response)?;
    if said["models"].is_array() { Ok(said) } else { Err(json::bad("models")) }
}

/// The models of a page, as the service lists them.
pub(super) fn read(page: &Value) -> Vec<ListedModel> {
    vision::listed(page["models"].as_array().into_iter().flatten().filter_map(model))
}

fn model(said: &Value) -> Option<ListedModel> {
    let name = json::text(&said["name"])?;
    let id = name.strip_prefix("models/").unwrap_or(&name).to_owned();
    let methods = said["supportedGenerationMethods"].as_array();
    let writes = methods.is_none_or(|methods| methods.iter().any(|method| method == METHOD));
    (writes && !OTHERS.iter().any(|other| id.contains(other))).then(|| ListedModel {
        sees: id.starts_with("gemini-").then_some(true),
        retired: json::text(&said["modelStatus"]["retirementTime"]),
        ..ListedModel::named(id)
    })
}

/// The token of the next page.
pub(super) fn next_page(page: &Value) -> Option<String> {
    json::text(&page["nextPageToken"])
}

/// The model that is asked where the person named none: of those that stay, the newest of the smallest family, rather one that
/// is finished.
pub(super) fn chosen(page: &Value) -> Option<String> {
    let seeing = read(page).into_iter().filter(|model| model.sees == Some(true));
    let fitness = |model: &ListedModel| {
        let mut parts = model.id.split('-').skip(1);
        let generation = generation(parts.next().unwrap_or_default());
        let size = if model.id.contains("flash-lite") { 2 } else { i32::from(model.id.contains("flash")) };
        let finished = !model.id.contains("preview") && !model.id.contains("exp");
        // The shortest name of several is the one without a date.
        (model.retired.is_none(), finished, size, generation, std::cmp::Reverse(model.id.len()))
    };
    seeing.max_by_key(fitness).map(|model| model.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_newest_of_the_smallest_that_is_finished_is_taken() {
        let all = |ids: &[&str]| {
            let list: Vec<_> = ids
                .iter()
                .map(|id| json!({"name": format!("models/{id}"), "supportedGenerationMethods": ["generateContent"]}))
                .collect();
            json!({"models": list})
        };
        let ids = [
            "gemini-2.5-pro",
            "gemini-2.5-flash-lite",
            "gemini-3.1-flash-lite-001",
            "gemini-3.1-flash-lite",
            "gemini-4-flash-lite-preview",
            "gemini-3.5-flash",
            "gemini-3.1-flash-lite-image",
            "gemma-3-27b-it",
        ];
        assert_eq!(chosen(&all(&ids)).as_deref(), Some("gemini-3.1-flash-lite"));
        assert_eq!(chosen(&all(&ids[..1])).as_deref(), Some("gemini-2.5-pro"));
        assert_eq!(chosen(&all(&["gemma-3-27b-it"])), None);
    }
}
