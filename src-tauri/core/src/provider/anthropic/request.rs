//! What is asked, and the forms of it that models take.

use crate::failure::Failure;
use crate::provider::{RequestContext, vision};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    messages: Vec<Message<'a>>,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    thinking: Option<Thinking>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig>,
}

#[derive(Serialize)]
struct Thinking {
    r#type: &'static str,
}

#[derive(Serialize)]
struct OutputConfig {
    effort: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Vec<Block<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Image { source: Source },
    Text { text: Cow<'a, str> },
}

#[derive(Serialize)]
struct Source {
    r#type: &'static str,
    media_type: &'static str,
    data: String,
}

/// What a model may refuse in this form, by the names that its refusal gives it. None: there is no other form.
pub(super) fn may_be_refused(form: u8) -> Option<&'static [&'static str]> {
    match form {
        0 => Some(&["thinking"]),
        1 => Some(&["output_config", "effort"]),
        _ => None,
    }
}

impl<'a> Body<'a> {
    pub fn of(context: &RequestContext<'a>, model: &'a str, form: u8) -> Result<Self, Failure> {
        let mut messages: Vec<_> = vision::conversation(context.request)
            .into_iter()
            .map(|spoken| Message {
                role: vision::role_name(spoken.role),
                content: spoken.text.into_iter().map(|text| Block::Text { text }).collect(),
            })
            .collect();
        let media_type = vision::image(context)?.mime;
        let source = Source { r#type: "base64", media_type, data: vision::base64(context)? };
        messages[0].content.insert(0, Block::Image { source });
        let thoughts = if form > 0 { vision::THOUGHTS } else { 0 };
        Ok(Self {
            model,
            max_tokens: vision::room(context.request) + thoughts,
            messages,
            stream: true,
            thinking: (form == 0).then_some(Thinking { r#type: "disabled" }),
            output_config: (form == 1).then_some(OutputConfig { effort: "low" }),
        })
    }
}
