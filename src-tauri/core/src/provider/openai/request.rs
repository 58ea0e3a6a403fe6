//! What is asked, and the forms of it that models of several ages take.

use crate::failure::Failure;
use crate::provider::chat_completions::message::{Message, StreamOptions, messages};
use crate::provider::{RequestContext, vision};
use serde::Serialize;

/// Efforts of thinking, the least first. The last form asks for none at all, which older models alone take.
const EFFORTS: [Option<&str>; 3] = [Some("none"), Some("low"), None];

/// The pictures are small already, and words in them are to be read.
const DETAIL: &str = "high";

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    /// It counts thoughts too.
    max_completion_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    stream: bool,
    stream_options: StreamOptions,
}

/// Whether there is such a form.
pub(super) fn has_form(form: u8) -> bool {
    usize::from(form) < EFFORTS.len()
}

impl<'a> Body<'a> {
    pub fn of(context: &RequestContext<'a>, model: &'a str, form: u8) -> Result<Self, Failure> {
        let thoughts = if form > 0 { vision::THOUGHTS } else { 0 };
        Ok(Self {
            model,
            messages: messages(context, Some(DETAIL))?,
            max_completion_tokens: vision::room(context.request) + thoughts,
            reasoning_effort: EFFORTS.get(usize::from(form)).copied().flatten(),
            stream: true,
            stream_options: StreamOptions { include_usage: true },
        })
    }
}
