//! What is wrong with an answer in this form: the form's own error, or that of a framework below it.

use crate::failure::Failure;
use crate::provider::adapter::HttpResponse;
use crate::provider::vision::refusal::{Fault, error_in, refused};
use crate::provider::{Request, error, json};
use serde_json::Value;

/// The body of a success.
pub fn check(own: &[Fault], request: &Request, response: &HttpResponse) -> Result<Value, Failure> {
    let said = json::object(response)?;
    match wrong(&said) {
        Some(wrong) => Err(refused(own, request, wrong, response.status, response)),
        None if (200..=299).contains(&response.status) => Ok(said),
        None => Err(error::from_status(response)),
    }
}

/// The error in a chunk of an answer that had begun well, if it holds one.
pub fn in_stream(own: &[Fault], request: &Request, chunk: &Value, response: &HttpResponse) -> Option<Failure> {
    let in_choice = &chunk["choices"][0]["error"];
    let wrong = if in_choice.is_object() { Some(in_choice) } else { wrong(chunk) }?;
    // The status that it would have had is its code, where that is a number.
    let status = json::integer(&wrong["code"]).and_then(|code| u16::try_from(code).ok());
    let status = status.filter(|status| (400..=599).contains(status)).unwrap_or(response.status);
    Some(refused(own, request, wrong, status, response))
}

/// The part of an answer that is an error: the form's own, or that of a framework below it.
fn wrong(said: &Value) -> Option<&Value> {
    if let Some(error) = error_in(said) {
        return Some(error);
    }
    let bare = said["choices"].is_null() && said["data"].is_null() && said["models"].is_null();
    (bare && (said["object"] == "error" || !said["message"].is_null() || !said["detail"].is_null())).then_some(said)
}
