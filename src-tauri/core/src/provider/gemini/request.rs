//! What is asked: the picture, the instruction, the earlier turns.

use super::thinking::Thinking;
use crate::failure::Failure;
use crate::provider::{RequestContext, TurnRole, vision};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    contents: Vec<Content<'a>>,
    generation_config: GenerationConfig,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig {
    /// It counts thoughts too.
    max_output_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking_config: Option<Thinking>,
}

#[derive(Serialize)]
struct Content<'a> {
    role: &'static str,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    InlineData(Data),
    Text(Cow<'a, str>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    mime_type: &'static str,
    data: String,
}

impl<'a> Body<'a> {
    pub fn of(context: &RequestContext<'a>, thinking: Option<Thinking>) -> Result<Self, Failure> {
        let mut contents: Vec<_> = vision::conversation(context.request)
            .into_iter()
            .map(|spoken| Content {
                role: match spoken.role {
                    TurnRole::User => "user",
                    TurnRole::Model => "model",
                },
                parts: spoken.text.into_iter().map(Part::Text).collect(),
            })
            .collect();
        let data = Data { mime_type: vision::image(context)?.mime, data: vision::base64(context)? };
        contents[0].parts.insert(0, Part::InlineData(data));
        let off = thinking == Some(Thinking::ThinkingBudget(0));
        let thoughts = if off { 0 } else { vision::THOUGHTS };
        Ok(Self {
            contents,
            generation_config: GenerationConfig {
                max_output_tokens: vision::room(context.request) + thoughts,
                thinking_config: thinking,
            },
        })
    }
}
