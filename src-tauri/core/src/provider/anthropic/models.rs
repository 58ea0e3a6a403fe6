//! The list of models: what each can do, and until when it is there. Retired ones are left out by the service.

use super::reply;
use crate::failure::Failure;
use crate::provider::adapter::HttpResponse;
use crate::provider::{ListedModel, Request, json, vision};
use serde_json::Value;

/// The list.
pub(super) const LIST: &str = "models";

/// A page of the list.
pub(super) fn list(request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = reply::object(request, response)?;
    if said["data"].is_array() { Ok(said) } else { Err(json::bad("data")) }
}

/// The models of a page, as the service lists them.
pub(super) fn read(page: &Value) -> Vec<ListedModel> {
    let model = |said: &Value| {
        Some(ListedModel {
            sees: sees(said),
            retired: json::text(&said["retires_at"]),
            ..ListedModel::named(json::text(&said["id"])?)
        })
    };
    vision::listed(page["data"].as_array().into_iter().flatten().filter_map(model))
}

fn sees(said: &Value) -> Option<bool> {
    said["capabilities"]["image_input"]["supported"].as_bool()
}

/// Behind which model the next page begins.
pub(super) fn next_page(page: &Value) -> Option<String> {
    json::text(&page["last_id"]).filter(|_| page["has_more"] == true)
}

/// The model that is asked where the person named none: of those that see and stay, the newest of the smallest family.
pub(super) fn chosen(page: &Value) -> Option<String> {
    let list = page["data"].as_array()?;
    let fit = |said: &&Value| sees(said) != Some(false) && said["id"].as_str().is_some_and(vision::has_good_name);
    let fitness = |said: &&Value| {
        let id = said["id"].as_str().unwrap_or_default();
        let size = if id.contains("haiku") { 2 } else { i32::from(id.contains("sonnet")) };
        let created = said["created_at"].as_str().unwrap_or_default().to_owned();
        (said["retires_at"].is_null(), size, created)
    };
    json::text(&list.iter().filter(fit).max_by_key(fitness)?["id"])
}
