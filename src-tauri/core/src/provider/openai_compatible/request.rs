//! What is asked: the picture, the instruction, the earlier turns.

use crate::failure::Failure;
use crate::provider::chat_completions::message::{Message, StreamOptions, messages};
use crate::provider::{RequestContext, endpoint, vision};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    /// None: the model that the server has.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    messages: Vec<Message<'a>>,
    max_tokens: u32,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chat_template_kwargs: Option<TemplateOptions>,
}

#[derive(Serialize)]
struct TemplateOptions {
    enable_thinking: bool,
}

impl<'a> Body<'a> {
    pub fn of(context: &RequestContext<'a>) -> Result<Self, Failure> {
        let habits = Habits::of(context);
        Ok(Self {
            model: Some(context.request.model.as_str()).filter(|model| !model.is_empty()),
            messages: messages(context, None)?,
            max_tokens: vision::room(context.request),
            stream: true,
            stream_options: habits.usage_on_request.then_some(StreamOptions { include_usage: true }),
            chat_template_kwargs: habits.template_options.then_some(TemplateOptions { enable_thinking: false }),
        })
    }
}

/// How servers differ, as far as it is known. Those that refuse what they do not know are asked nothing beyond the form.
struct Habits {
    /// Says what was counted only where it is asked to.
    usage_on_request: bool,
    /// Hands options to the model's template; that is how its thinking is switched off.
    template_options: bool,
}

impl Habits {
    fn of(context: &RequestContext<'_>) -> Self {
        Self {
            // Mistral says it unasked and refuses the question.
            usage_on_request: context.endpoint.host_str() != Some("api.mistral.ai"),
            // Servers that people run themselves (llama-server, vLLM) know these; the others of them leave unknown fields be.
            template_options: endpoint::is_loopback(context.endpoint),
        }
    }
}
