//! OpenAI's form of chat completions, which its own service and servers of many makers speak: the messages, the answer,
//! streamed or whole, and its errors. What only one of them wants stands with its kind.

pub(super) mod message;
pub(super) mod refusal;
pub(super) mod reply;
