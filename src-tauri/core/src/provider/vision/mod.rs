//! What models that see have in common, whoever serves them: what is said of them (`descriptor`), the calls of a request
//! (`asking`), how much room an answer has, who says what in a conversation about a picture, what becomes of what a model said
//! (`said`), and what is wrong with it (`refusal`). The forms in which
//! they are asked stand with their kinds.

pub(super) mod asking;
pub(super) mod descriptor;
pub(super) mod refusal;
pub(super) mod said;

use super::adapter::HttpResponse;
use super::{ListedModel, Request, RequestContext, TurnRole, error, prompt};
use crate::failure::{Failure, Reason};
use crate::imaging::Prepared;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::borrow::Cow;

/// Most tokens of an answer of one or two sentences. Well above what they take: an answer that is cut off was paid for all
/// the same.
const SHORT: u32 = 1_024;
/// The same of a long one.
const LONG: u32 = 2_048;
/// What a model that cannot be kept from thinking takes beside its words.
pub(super) const THOUGHTS: u32 = 2_048;

/// Models that are taken from a list; the longest public one has half of it.
const MOST: usize = 1_000;
/// Longest name that is taken, in characters.
const LONGEST: usize = 200;

/// Whether the answer is an alt text, not a long text or an answer to a question.
pub(super) fn reply_is_short(request: &Request) -> bool {
    let own = request.prompt.as_deref().is_some_and(|prompt| !prompt.trim().is_empty());
    !own && !matches!(request.style.as_str(), "long" | "text" | "tags")
}

/// Most tokens that the words may take.
pub(super) fn room(request: &Request) -> u32 {
    if reply_is_short(request) { SHORT } else { LONG }
}

/// The picture as it is sent.
pub(super) fn image<'a>(context: &RequestContext<'a>) -> Result<&'a Prepared, Failure> {
    context.image.ok_or_else(|| Reason::Internal.into())
}

/// The picture as text.
pub(super) fn base64(context: &RequestContext<'_>) -> Result<String, Failure> {
    Ok(BASE64_STANDARD.encode(&image(context)?.bytes))
}

/// What most services call who spoke.
pub(super) fn role_name(role: TurnRole) -> &'static str {
    match role {
        TurnRole::User => "user",
        TurnRole::Model => "assistant",
    }
}

/// One turn as it is asked.
pub(super) struct Spoken<'a> {
    pub role: TurnRole,
    /// None where there is only the picture.
    pub text: Option<Cow<'a, str>>,
}

/// The earlier turns and what is asked now. The first is always the person's: the picture belongs to it, before its words,
/// as the models learnt it. A conversation that begins with a description has its picture in a turn of its own.
pub(super) fn conversation(request: &Request) -> Vec<Spoken<'_>> {
    let earlier = request.turns.iter().map(|turn| Spoken { role: turn.role, text: Some(turn.text.as_str().into()) });
    let mut turns: Vec<_> = earlier.collect();
    turns.push(Spoken { role: TurnRole::User, text: Some(prompt::instruction(request).into()) });
    if turns[0].role != TurnRole::User {
        turns.insert(0, Spoken { role: TurnRole::User, text: None });
    }
    turns
}

/// A bound on what a list may bring: so many, with names that can be named, each once.
pub(super) fn listed(models: impl Iterator<Item = ListedModel>) -> Vec<ListedModel> {
    let mut kept: Vec<ListedModel> = Vec::new();
    for model in models.filter(|model| has_good_name(&model.id)) {
        if kept.len() < MOST && !kept.iter().any(|known| known.id == model.id) {
            kept.push(model);
        }
    }
    kept
}

/// Whether this can be a model's name.
pub(super) fn has_good_name(id: &str) -> bool {
    !id.is_empty() && id.chars().count() <= LONGEST && error::clean(id) == id
}

/// No model was named, and the service lists none that could be taken.
pub(super) fn none_listed() -> Failure {
    Failure::new(Reason::ModelNotFound).documented("model-none")
}

/// Whether a service refused a request for one of its fields: any of these names stands in what it says.
pub(super) fn refuses_field(response: &HttpResponse, names: &[&str]) -> bool {
    let refused = matches!(response.status, 400 | 422);
    refused && {
        let said = String::from_utf8_lossy(&response.body).to_lowercase();
        names.iter().any(|name| said.contains(name))
    }
}
