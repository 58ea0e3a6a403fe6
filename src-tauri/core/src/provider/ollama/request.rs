//! What is asked: the picture as bare base64 beside the words that it belongs to.

use crate::failure::Failure;
use crate::provider::{RequestContext, vision};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    stream: bool,
    /// A model that cannot think takes `false` too; one that refuses it is asked without.
    #[serde(skip_serializing_if = "Option::is_none")]
    think: Option<bool>,
    options: Options,
}

/// Not how it chooses its words: how many there may be. Without a bound some models never end.
#[derive(Serialize)]
struct Options {
    num_predict: u32,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<String>,
}

impl<'a> Body<'a> {
    pub fn of(context: &RequestContext<'a>, model: &'a str, form: u8) -> Result<Self, Failure> {
        let mut messages: Vec<_> = vision::conversation(context.request)
            .into_iter()
            .map(|spoken| Message {
                role: vision::role_name(spoken.role),
                content: spoken.text.unwrap_or_default(),
                images: Vec::new(),
            })
            .collect();
        messages[0].images.push(vision::base64(context)?);
        let thinks = form > 0;
        let num_predict = vision::room(context.request) + if thinks { vision::THOUGHTS } else { 0 };
        Ok(Self { model, messages, stream: true, think: (!thinks).then_some(false), options: Options { num_predict } })
    }
}
