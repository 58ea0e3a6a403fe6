//! The list of models, and what it says of whether they see. Servers say it in ways of their own, many not at all.

use crate::failure::Failure;
use crate::money::{Price, TokenPrice, tidy};
use crate::provider::adapter::HttpResponse;
use crate::provider::chat_completions::refusal;
use crate::provider::{ListedModel, Request, json, vision};
use serde_json::Value;

/// The list of the form itself.
pub(super) const LIST: &str = "models";
/// LM Studio's own list.
pub(super) const LM_STUDIO: &str = "lm_studio_models";
/// What llama-server says of the one model that it has.
pub(super) const PROPS: &str = "props";

/// Reads a list: those that see first, then those of which it does not say it, each in the list's order. What is said of
/// the server's one model has no name.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Vec<ListedModel>, Failure> {
    let said = json::value(response)?;
    let said = if said.is_array() && (200..=299).contains(&response.status) {
        said
    } else {
        refusal::check(&[], request, response)?
    };
    if response.operation == PROPS {
        let sees = said["modalities"]["vision"].as_bool();
        return Ok(sees.map(|sees| ListedModel { sees: Some(sees), ..ListedModel::default() }).into_iter().collect());
    }
    let list = [&said["data"], &said["models"], &said].into_iter().find_map(Value::as_array);
    let list = list.ok_or_else(|| json::bad("data"))?;
    let mut models = vision::listed(list.iter().filter_map(model));
    // llama-server says of its models' abilities beside the list.
    for model in said["models"].as_array().into_iter().flatten().filter_map(model) {
        if let Some(known) = models.iter_mut().find(|known| known.id == model.id) {
            known.sees = known.sees.or(model.sees);
        }
    }
    Ok(models)
}

fn model(said: &Value) -> Option<ListedModel> {
    let places = [said, &said["id"], &said["key"], &said["name"], &said["model"]];
    let id = places.into_iter().find_map(json::text)?;
    (!is_for_something_else(said)).then(|| ListedModel {
        sees: sees(said),
        price: price(said),
        ..ListedModel::named(id)
    })
}

/// A model that says itself that it does not write.
fn is_for_something_else(said: &Value) -> bool {
    matches!(said["type"].as_str(), Some("embedding" | "embeddings" | "rerank" | "image" | "audio" | "moderation"))
        || said["capabilities"]["completion_chat"] == false
}

/// What OpenRouter says of a model's price: US dollars for one token, as text.
fn price(said: &Value) -> Option<Price> {
    let dollars = |name: &str| json::number(&said["pricing"][name]).filter(|value| *value >= 0.0);
    let million = |name: &str| dollars(name).map(|value| tidy(value * 1e6));
    let (input, output) = (million("prompt")?, million("completion")?);
    Some(if input + output > 0.0 { Price::Tokens(TokenPrice { input, output }) } else { Price::Nothing })
}

fn sees(said: &Value) -> Option<bool> {
    let named = |list: &Value, names: &[&str]| {
        let names =
            |item: &Value| item.as_str().is_some_and(|item| names.contains(&item.to_ascii_lowercase().as_str()));
        list.as_array().map(|list| list.iter().any(names))
    };
    said["capabilities"]["vision"]
        .as_bool()
        .or_else(|| named(&said["architecture"]["input_modalities"], &["image"]))
        .or_else(|| named(&said["input_modalities"], &["image"]))
        .or_else(|| named(&said["capabilities"], &["vision", "multimodal", "image"]))
        .or_else(|| (said["type"] == "vlm").then_some(true))
}
