//! `altsmith providers`: what each takes and gives, and whether its keys are set.

use crate::End;
use crate::exit::Exit;
use crate::output::{line, safe};
use altsmith_core::engine::Engine;
use altsmith_core::failure::{Failure, Reason};
use altsmith_core::provider::Descriptor;
use altsmith_core::view::ServiceView;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Lists the providers. The place of the keys is asked once for all of them.
pub async fn list(engine: &Engine, json: bool) -> Result<End, Exit> {
    let keys = engine.accounts().keys_set().await;
    for service in engine.workspace().services() {
        let descriptor = &service.descriptor;
        let set = keys.get(&service.id).cloned().unwrap_or_default();
        if json {
            line(&object(&service, &set)?.to_string())?;
        } else {
            let gives = [
                (descriptor.returns.alt, "alt"),
                (descriptor.returns.description, "description"),
                (descriptor.returns.title, "title"),
                (descriptor.returns.tags, "tags"),
            ];
            let gives: Vec<&str> = gives.into_iter().filter_map(|(given, name)| given.then_some(name)).collect();
            let languages = if descriptor.languages.is_empty() { "any".into() } else { descriptor.languages.join(",") };
            let keys = match complete(descriptor, &set) {
                _ if set.is_empty() => "-",
                Some(true) => "keys",
                Some(false) => "no keys",
                None => "?",
            };
            line(&format!("{}\t{}\t{}\t{languages}\t{keys}", service.id, safe(&service.name), gives.join(",")))?;
        }
    }
    Ok(End::Done)
}

/// The connection with what is the same for all of its kind, and which of its keys are set, by field; null where the place of the keys does not answer.
fn object(service: &ServiceView, set: &BTreeMap<&str, Option<bool>>) -> Result<Value, Failure> {
    let internal = |_| Failure::new(Reason::Internal);
    let mut object: Map<String, Value> = match serde_json::to_value(service).map_err(internal)? {
        Value::Object(object) => object,
        _ => return Err(Reason::Internal.into()),
    };
    object.insert("keys_set".into(), serde_json::to_value(set).map_err(internal)?);
    Ok(Value::Object(object))
}

/// Whether every required key is set; none where nobody knows.
fn complete(descriptor: &Descriptor, set: &BTreeMap<&str, Option<bool>>) -> Option<bool> {
    let mut known = true;
    for field in descriptor.secrets.iter().filter(|field| field.required) {
        match set.get(field.name).copied().flatten() {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = false,
        }
    }
    known.then_some(true)
}
