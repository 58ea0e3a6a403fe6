//! What is asked: the picture, the instruction, the earlier turns.

use crate::failure::{Failure, Reason};
use crate::provider::{Request, RequestContext, TurnRole, endpoint, prompt};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use std::borrow::Cow;

/// Most tokens of an answer of one or two sentences. Well above what they take: an answer that is cut off was paid for all
/// the same.
const SHORT: u32 = 1_024;
/// The same of a long one.
const LONG: u32 = 2_048;

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
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
struct TemplateOptions {
    enable_thinking: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    Text { text: Cow<'a, str> },
    ImageUrl { image_url: Address },
}

#[derive(Serialize)]
struct Address {
    url: String,
}

impl<'a> Body<'a> {
    pub fn of(context: &'a RequestContext<'_>) -> Result<Self, Failure> {
        let image = context.image.ok_or_else(|| Failure::new(Reason::Internal))?;
        let url = format!("data:{};base64,{}", image.mime, BASE64_STANDARD.encode(&image.bytes));
        let mut messages: Vec<_> =
            context.request.turns.iter().map(|turn| Message::of(turn.role, &*turn.text)).collect();
        messages.push(Message::of(TurnRole::User, prompt::instruction(context.request)));
        // Before the first words about it, as the models learnt it. A conversation that begins with a description has
        // its picture in a turn of its own.
        if messages[0].role != "user" {
            messages.insert(0, Message { role: "user", content: Vec::new() });
        }
        messages[0].content.insert(0, Part::ImageUrl { image_url: Address { url } });
        let habits = Habits::of(context);
        Ok(Self {
            model: Some(context.request.model.as_str()).filter(|model| !model.is_empty()),
            messages,
            max_tokens: if reply_is_short(context.request) { SHORT } else { LONG },
            stream: true,
            stream_options: habits.usage_on_request.then_some(StreamOptions { include_usage: true }),
            chat_template_kwargs: habits.template_options.then_some(TemplateOptions { enable_thinking: false }),
        })
    }
}

impl<'a> Message<'a> {
    fn of(role: TurnRole, text: impl Into<Cow<'a, str>>) -> Self {
        let role = match role {
            TurnRole::User => "user",
            TurnRole::Model => "assistant",
        };
        Self { role, content: vec![Part::Text { text: text.into() }] }
    }
}

/// Whether the answer is an alt text, not a long text or an answer to a question.
pub(super) fn reply_is_short(request: &Request) -> bool {
    let own = request.prompt.as_deref().is_some_and(|prompt| !prompt.trim().is_empty());
    !own && !matches!(request.style.as_str(), "long" | "text" | "tags")
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
