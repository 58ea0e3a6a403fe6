//! What the server says of its models: what they can do, and where they run.

use super::reply;
use crate::failure::Failure;
use crate::provider::adapter::HttpResponse;
use crate::provider::{ListedModel, Request, Runs, json, vision};
use serde_json::Value;

/// The list.
pub(super) const LIST: &str = "tags";
/// What is said of one model.
pub(super) const SHOW: &str = "show";

/// Models that are asked about one by one, where the list says nothing of what they can do.
pub(super) const MOST_SHOWN: usize = 50;

/// Reads the list.
pub(super) fn read(request: &Request, response: &HttpResponse) -> Result<Vec<ListedModel>, Failure> {
    let said = reply::object(request, response)?;
    let list = said["models"].as_array().ok_or_else(|| json::bad("models"))?;
    let writes = |model: &&Value| abilities(model).is_none_or(|abilities| abilities.contains(&"completion"));
    let model = |said: &Value| {
        let id = json::text(&said["name"]).or_else(|| json::text(&said["model"]))?;
        Some(ListedModel { id, ..told(said) })
    };
    Ok(vision::listed(list.iter().filter(writes).filter_map(model)))
}

/// Reads what is said of one model, without its name.
pub(super) fn shown(request: &Request, response: &HttpResponse) -> Result<ListedModel, Failure> {
    Ok(told(&reply::object(request, response)?))
}

fn told(said: &Value) -> ListedModel {
    let elsewhere = ["remote_model", "remote_host"].iter().any(|name| json::text(&said[*name]).is_some());
    let runs = if elsewhere { Runs::Elsewhere } else { Runs::There };
    let sees = abilities(said).map(|abilities| abilities.contains(&"vision"));
    ListedModel { sees, runs: Some(runs), ..ListedModel::default() }
}

fn abilities(said: &Value) -> Option<Vec<&str>> {
    Some(said["capabilities"].as_array()?.iter().filter_map(Value::as_str).collect())
}

/// The model that is asked where the person named none: the first that sees and runs where the server is.
pub(super) fn chosen(models: &[ListedModel]) -> Option<String> {
    let own = models.iter().filter(|model| model.runs != Some(Runs::Elsewhere));
    let seeing = own.clone().find(|model| model.sees == Some(true));
    seeing.or_else(|| own.clone().find(|model| model.sees.is_none())).map(|model| model.id.clone())
}

/// Whether a model's name says that it runs in the cloud: that is how Ollama marks them (`qwen3-vl:235b-cloud`).
pub(super) fn name_says_elsewhere(model: &str) -> bool {
    model.ends_with("-cloud") || model.ends_with(":cloud")
}
