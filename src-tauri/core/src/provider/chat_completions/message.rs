//! The messages of a request: the picture before the first words about it, then the turns.

use crate::failure::Failure;
use crate::provider::RequestContext;
use crate::provider::vision::{self, Spoken};
use serde::Serialize;
use std::borrow::Cow;

/// One message.
#[derive(Serialize)]
pub struct Message<'a> {
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
    /// How closely the picture is looked at; not every server knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

/// The messages of a request.
pub fn messages<'a>(context: &RequestContext<'a>, detail: Option<&'static str>) -> Result<Vec<Message<'a>>, Failure> {
    let url = format!("data:{};base64,{}", vision::image(context)?.mime, vision::base64(context)?);
    let mut messages: Vec<_> = vision::conversation(context.request).into_iter().map(Message::of).collect();
    messages[0].content.insert(0, Part::ImageUrl { image_url: Address { url, detail } });
    Ok(messages)
}

/// What is counted is said at the end of a stream only where it is asked for.
#[derive(Serialize)]
pub struct StreamOptions {
    pub include_usage: bool,
}

impl<'a> Message<'a> {
    fn of(spoken: Spoken<'a>) -> Self {
        let role = vision::role_name(spoken.role);
        Self { role, content: spoken.text.into_iter().map(|text| Part::Text { text }).collect() }
    }
}
